//! The table: each kind of change as one edit of `base.json`, with the verdicts that are expected.
//!
//! `docs/diff.md` shows it, and the oracles go through it.

use serde_json::{Value, json};
use wellhead_diff::change::{Behaviour, Code, Kind, Wire};

use Code::{BuilderCall, FieldRead, Match, TypeName};
use Kind::*;

/// One change.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) edit: fn(&mut Spec),
    pub(crate) kind: Kind,
    pub(crate) wire: Wire,
    /// The code that breaks.
    pub(crate) broken: &'static [Code],
    pub(crate) behaviour: Behaviour,
}

/// The spec that is edited.
pub(crate) struct Spec {
    pub(crate) slug: String,
    /// None where the source is gone.
    pub(crate) json: Option<Value>,
    /// Other sources beside it.
    pub(crate) others: Vec<(String, Value)>,
}

impl Spec {
    pub(crate) fn base() -> Self {
        let json = serde_json::from_str(include_str!("base.json")).expect("JSON");
        Self { slug: "acme".into(), json: Some(json), others: Vec::new() }
    }

    pub(crate) fn at(&mut self, pointer: &str) -> &mut Value {
        let json = self.json.as_mut().expect("a spec");
        json.pointer_mut(pointer).unwrap_or_else(|| panic!("no {pointer}"))
    }

    /// The schema of a param of the first auth spec.
    fn param(&mut self, name: &str) -> &mut Value {
        self.at(&format!("/authSpec/0/spec/properties/{name}"))
    }

    fn params(&mut self) -> &mut serde_json::Map<String, Value> {
        self.at("/authSpec/0/spec/properties").as_object_mut().expect("an object")
    }

    fn required(&mut self) -> &mut Vec<Value> {
        self.at("/authSpec/0/spec/required").as_array_mut().expect("a list")
    }

    fn set(&mut self, param: &str, keyword: &str, value: Value) {
        self.param(param)[keyword] = value;
    }

    fn unset(&mut self, param: &str, keyword: &str) {
        self.param(param).as_object_mut().expect("an object").shift_remove(keyword);
    }

    fn auth_specs(&mut self) -> &mut Vec<Value> {
        self.at("/authSpec").as_array_mut().expect("a list")
    }

    fn parts(&mut self) -> &mut Value {
        self.at("/authSpec/1/spec/properties/connectionString/x-connection-string")
    }

    fn branches(&mut self) -> &mut Vec<Value> {
        self.param("retry")["oneOf"].as_array_mut().expect("a list")
    }

    /// Gives a member of an object another name, in its place.
    fn rename(&mut self, from: &str, to: &str) {
        let renamed = self.params().iter().map(|(name, schema)| {
            (if name == from { to.to_owned() } else { name.clone() }, schema.clone())
        });
        let renamed: serde_json::Map<String, Value> = renamed.collect();
        *self.params() = renamed;
        for name in self.required().iter_mut().filter(|name| **name == from) {
            *name = to.into();
        }
    }
}

const ALL: &[Code] = &[BuilderCall, FieldRead, Match, TypeName];
const SAME: Behaviour = Behaviour::Same;
const DOCS: Behaviour = Behaviour::Docs;
const CHANGED: Behaviour = Behaviour::Changed;

macro_rules! cases {
    ($($name:literal: $edit:expr => $kind:ident, $wire:ident, $broken:expr, $behaviour:ident;)+) => {
        pub(crate) const CASES: &[Case] = &[$(Case {
            name: $name,
            edit: $edit,
            kind: $kind,
            wire: Wire::$wire,
            broken: $broken,
            behaviour: $behaviour,
        }),+];
    };
}

cases! {
    "a source is added": |it| {
        let mut other = it.json.clone().expect("a spec");
        other["id"] = json!("6d1b3a7f-4c2e-4d63-8a1f-8b7c2e3d4f50");
        other["name"] = json!("zeta");
        other.as_object_mut().expect("an object").shift_remove("x-aliases");
        it.others.push(("zeta".into(), other));
    } => SourceAdded, Compatible, &[], CHANGED;
    "a source with the same id and params is added": |it| {
        let mut other = it.json.clone().expect("a spec");
        other["name"] = json!("zeta");
        other["x-shared-id"] = json!("They are one service.");
        other.as_object_mut().expect("an object").shift_remove("x-aliases");
        it.others.push(("zeta".into(), other));
        it.json.as_mut().expect("a spec")["x-shared-id"] = json!("They are one service.");
    } => SharedIdOverlap, Undecided, &[], CHANGED;
    "a source is removed": |it| it.json = None => SourceRemoved, Breaking, ALL, CHANGED;
    "a source is renamed, and says so": |it| {
        it.slug = "acme-crm".into();
        *it.at("/x-aliases") = json!(["acme-old", "acme"]);
    } => SourceRenamed, Same, ALL, CHANGED;
    "a source is renamed, and keeps its id": |it| it.slug = "acme-orders".into()
        => SourceRenamed, Same, ALL, CHANGED;
    "the id changes": |it| *it.at("/id") = json!("6d1b3a7f-4c2e-4d63-8a1f-8b7c2e3d4f50")
        => IdChanged, Breaking, &[], CHANGED;
    "the version changes": |it| *it.at("/version") = json!("2.0")
        => VersionChanged, Breaking, &[], CHANGED;
    "the service's name changes": |it| *it.at("/name") = json!("acme-2")
        => IdentityChanged, Same, &[], DOCS;
    "the category changes": |it| {
        *it.at("/sourceSpec/attributes/uiAttributes/category/key") = json!("databases");
    } => CategoryChanged, Same, ALL, CHANGED;
    "the status changes": |it| *it.at("/x-status") = json!("ga")
        => StatusChanged, Same, &[], CHANGED;
    "the source is deprecated": |it| it.json.as_mut().expect("a spec")["x-deprecated"] = json!("Use zeta.")
        => DeprecationChanged, Same, &[], CHANGED;
    "an alias is added": |it| *it.at("/x-aliases") = json!(["acme-old", "acme-older"])
        => AliasAdded, Same, &[], CHANGED;
    "an alias is removed": |it| *it.at("/x-aliases") = json!([])
        => AliasRemoved, Same, &[], CHANGED;
    "the description of the source changes": |it| {
        *it.at("/sourceSpec/attributes/uiAttributes/description/text") = json!("Brings more.");
    } => DocsChanged, Same, &[], DOCS;
    "the module is named otherwise": |it| it.json.as_mut().expect("a spec")["x-rust-name"] = json!("acme_sales")
        => RustNameChanged, Same, ALL, SAME;
    "an auth spec is added": |it| {
        let mut other = it.auth_specs()[0].clone();
        other["name"] = json!("Certificate");
        other["spec"]["properties"] = json!({"certificate": {"type": "string", "format": "password"}});
        other["spec"]["required"] = json!(["certificate"]);
        it.auth_specs().push(other);
    } => AuthAdded, Compatible, &[], CHANGED;
    "an auth spec is removed": |it| drop(it.auth_specs().remove(1))
        => AuthRemoved, Breaking, ALL, CHANGED;
    "an auth spec is renamed": |it| it.auth_specs()[0]["name"] = json!("Basic Auth")
        => AuthRenamed, Breaking, ALL, CHANGED;
    "auth specs are reordered": |it| it.auth_specs().reverse()
        => AuthReordered, Same, &[], DOCS;
    "an auth spec is deprecated": |it| it.auth_specs()[0]["x-deprecated"] = json!("Use Token.")
        => DeprecationChanged, Same, &[], CHANGED;
    "an auth spec is limited to a cloud": |it| it.auth_specs()[0]["x-cloud"] = json!(["azure"])
        => CloudsChanged, Same, &[], CHANGED;
    "no auth spec is left": |it| it.auth_specs().clear()
        => AuthPresenceChanged, Breaking, ALL, CHANGED;
    "a variant of an auth spec is added": |it| {
        it.at("/authSpec/2/spec/oneOf").as_array_mut().expect("a list").push(json!({
            "title": "Other Token",
            "properties": {"tokenKind": {"const": "other"}, "otherToken": {"type": "string"}},
            "required": ["tokenKind", "otherToken"]
        }));
    } => VariantAdded, Compatible, &[], CHANGED;
    "a variant of an auth spec is removed": |it| {
        it.at("/authSpec/2/spec/oneOf").as_array_mut().expect("a list").pop();
    } => VariantRemoved, Breaking, ALL, CHANGED;
    "a variant of an auth spec is renamed": |it| {
        *it.at("/authSpec/2/spec/oneOf/0/title") = json!("Brief Token");
    } => VariantRenamed, Same, ALL, DOCS;
    "a discriminator changes": |it| {
        *it.at("/authSpec/2/spec/oneOf/0/properties/tokenKind/const") = json!("brief");
    } => DiscriminatorChanged, Breaking, &[], CHANGED;
    "a variant of a param is added": |it| it.branches().push(json!({
        "title": "Never",
        "type": "object",
        "properties": {"kind": {"const": "never"}, "why": {"type": "string"}},
        "required": ["kind"]
    })) => VariantAdded, Compatible, &[], CHANGED;
    "a variant of a param is removed": |it| {
        it.branches().push(json!({
            "title": "Late",
            "type": "object",
            "properties": {"kind": {"const": "late"}, "delay": {"type": "integer"}},
            "required": ["kind"]
        }));
        it.branches().remove(1);
    } => VariantRemoved, Breaking, ALL, CHANGED;
    "variants of a param are reordered": |it| it.branches().reverse()
        => VariantsReordered, Same, &[], DOCS;
    "a variant of a param is tried before another": |it| {
        it.param("window")["anyOf"].as_array_mut().expect("a list").reverse();
    } => VariantPreferred, Same, &[], CHANGED;
    "an optional param is added": |it| drop(it.params().insert("note".into(), json!({"type": "string"})))
        => ParamAdded, Compatible, &[], CHANGED;
    "a required param is added": |it| {
        it.params().insert("account".into(), json!({"type": "string"}));
        it.required().push(json!("account"));
    } => RequiredParamAdded, Breaking, &[BuilderCall], CHANGED;
    "a required param is added, before others": |it| {
        let others = std::mem::take(it.params());
        it.params().insert("account".into(), json!({"type": "string"}));
        it.params().extend(others);
        it.required().push(json!("account"));
    } => RequiredParamAdded, Breaking, &[BuilderCall, TypeName], CHANGED;
    "an optional param is removed": |it| drop(it.params().shift_remove("verbose"))
        => ParamRemoved, Breaking, &[BuilderCall, FieldRead], CHANGED;
    "a required param is removed": |it| {
        it.params().shift_remove("host");
        it.required().remove(0);
    } => ParamRemoved, Breaking, &[BuilderCall, FieldRead, TypeName], CHANGED;
    "a param is renamed": |it| it.rename("userName", "username2")
        => ParamRenamed, Breaking, &[BuilderCall, FieldRead], CHANGED;
    "a param is renamed to the same in Rust": |it| it.rename("userName", "user_name")
        => ParamRenamed, Breaking, &[], CHANGED;
    "a field is named otherwise": |it| it.set("verbose", "x-rust-name", json!("talkative"))
        => RustNameChanged, Same, &[BuilderCall, FieldRead], SAME;
    "params are reordered": |it| {
        let host = it.params().shift_remove("host").expect("a param");
        it.params().insert("host".into(), host);
    } => ParamsReordered, Same, &[TypeName], DOCS;
    "an optional param becomes required": |it| it.required().push(json!("verbose"))
        => BecameRequired, Breaking, &[BuilderCall, FieldRead], CHANGED;
    "a required param becomes optional": |it| drop(it.required().remove(0))
        => BecameOptional, Compatible, &[FieldRead, TypeName], CHANGED;
    "a type is widened: integer to number": |it| it.set("step", "type", json!("number"))
        => TypeWidened, Compatible, &[BuilderCall, FieldRead], CHANGED;
    "a type is widened: null as well": |it| it.set("verbose", "type", json!(["boolean", "null"]))
        => TypeWidened, Compatible, &[FieldRead], CHANGED;
    "a type is widened: null as well as text": |it| it.set("region", "type", json!(["string", "null"]))
        => TypeWidened, Compatible, &[FieldRead], CHANGED;
    "a type is widened: null as well as a secret": |it| it.set("password", "type", json!(["string", "null"]))
        => TypeWidened, Compatible, &[FieldRead], CHANGED;
    "a type is widened: anything": |it| it.unset("verbose", "type")
        => TypeWidened, Compatible, &[FieldRead], CHANGED;
    "a type is narrowed: number to integer": |it| it.set("ratio", "type", json!("integer"))
        => TypeNarrowed, Breaking, &[BuilderCall, FieldRead], CHANGED;
    "a type changes: boolean to string": |it| it.set("verbose", "type", json!("string"))
        => TypeChanged, Breaking, &[BuilderCall, FieldRead], CHANGED;
    "an enum value is added": |it| it.set("mode", "enum", json!(["fast", "slow", "idle"]))
        => EnumValueAdded, Compatible, &[], CHANGED;
    "an enum value is removed": |it| it.set("mode", "enum", json!(["fast"]))
        => EnumValueRemoved, Breaking, &[BuilderCall, Match], CHANGED;
    "enum values are reordered": |it| it.set("mode", "enum", json!(["slow", "fast"]))
        => EnumReordered, Same, &[], DOCS;
    "values are listed": |it| it.set("host", "enum", json!(["a.example", "b.example"]))
        => EnumAdded, Breaking, &[BuilderCall, FieldRead], CHANGED;
    "values are not listed any more": |it| it.unset("mode", "enum")
        => EnumRemoved, Compatible, &[BuilderCall, FieldRead, Match, TypeName], CHANGED;
    "a constant changes": |it| it.set("format", "const", json!("v2"))
        => ConstChanged, Breaking, &[], CHANGED;
    "an upper bound is raised, within the type": |it| it.set("port", "maximum", json!(65000))
        => BoundChanged, Compatible, &[], CHANGED;
    "an upper bound is raised, beyond the type": |it| it.set("port", "maximum", json!(70000))
        => BoundChanged, Compatible, &[BuilderCall, FieldRead], CHANGED;
    "an upper bound is lowered": |it| it.set("port", "maximum", json!(50000))
        => BoundChanged, Breaking, &[], CHANGED;
    "a lower bound is raised": |it| it.set("ratio", "minimum", json!(0.5))
        => BoundChanged, Breaking, &[], CHANGED;
    "a bound is itself out now": |it| {
        it.unset("ratio", "maximum");
        it.set("ratio", "exclusiveMaximum", json!(1));
    } => BoundChanged, Breaking, &[], CHANGED;
    "a step is finer": |it| it.set("step", "multipleOf", json!(3))
        => StepChanged, Compatible, &[], CHANGED;
    "a step is another": |it| it.set("step", "multipleOf", json!(4))
        => StepChanged, Breaking, &[], CHANGED;
    "a longer text is allowed": |it| it.set("userName", "maxLength", json!(40))
        => LengthChanged, Compatible, &[], CHANGED;
    "a short text is refused": |it| it.set("userName", "minLength", json!(4))
        => LengthChanged, Breaking, &[], CHANGED;
    "a pattern is added": |it| it.set("host", "pattern", json!("^[a-z.]+$"))
        => PatternChanged, Breaking, &[], CHANGED;
    "a pattern is removed": |it| it.unset("region", "pattern")
        => PatternChanged, Compatible, &[], CHANGED;
    "a pattern changes": |it| it.set("region", "pattern", json!("^[a-z]{2}[0-9]{1,2}$"))
        => PatternChanged, Undecided, &[], CHANGED;
    "a pattern changes, and an example shows it": |it| {
        it.set("region", "pattern", json!("^[a-z]{3}[0-9]$"));
        it.set("region", "examples", json!(["abc1"]));
    } => PatternChanged, Breaking, &[], CHANGED;
    "a format is added": |it| it.set("host", "format", json!("hostname"))
        => FormatChanged, Breaking, &[], CHANGED;
    "a format is removed": |it| it.unset("link", "format")
        => FormatChanged, Compatible, &[], CHANGED;
    "a format changes": |it| it.set("link", "format", json!("email"))
        => FormatChanged, Breaking, &[], CHANGED;
    "an encoding is added": |it| it.set("host", "contentEncoding", json!("base64"))
        => EncodingChanged, Breaking, &[], CHANGED;
    "more elements are allowed": |it| it.set("tags", "maxItems", json!(5))
        => CountChanged, Compatible, &[], CHANGED;
    "an empty list is refused": |it| it.set("tags", "minItems", json!(1))
        => CountChanged, Breaking, &[], CHANGED;
    "elements have to differ": |it| it.set("tags", "uniqueItems", json!(true))
        => UniqueChanged, Breaking, &[], CHANGED;
    "an element's type changes": |it| it.set("tags", "items", json!({"type": "integer"}))
        => TypeChanged, Breaking, &[BuilderCall, FieldRead], CHANGED;
    "an element becomes a secret": |it| it.param("tags")["items"]["x-secret"] = json!(true)
        => SecretChanged, Same, &[FieldRead], CHANGED;
    "other members are allowed": |it| it.set("proxy", "additionalProperties", json!(true))
        => AdditionalChanged, Compatible, &[], CHANGED;
    "other members' type changes": |it| it.set("labels", "additionalProperties", json!({"type": "integer"}))
        => TypeChanged, Breaking, &[BuilderCall, FieldRead], CHANGED;
    "an inner param is required": |it| it.set("proxy", "required", json!(["address", "size"]))
        => BecameRequired, Breaking, &[BuilderCall, FieldRead], CHANGED;
    "a condition is added": |it| {
        it.at("/authSpec/0/spec")["dependencies"] = json!({"port": ["link"]});
    } => CombinationChanged, Breaking, &[], CHANGED;
    "something is excluded": |it| it.set("host", "not", json!({"const": "localhost"}))
        => CombinationChanged, Breaking, &[], CHANGED;
    "a dialect changes": |it| it.parts()["dialect"] = json!("odbc")
        => ConnectionStringChanged, Breaking, &[], CHANGED;
    "a key of a part is added": |it| {
        it.parts()["properties"]["server"]["x-keys"] = json!(["Server", "Data Source", "Addr"]);
    } => KeysChanged, Undecided, &[], CHANGED;
    "a key of a part is removed": |it| {
        it.parts()["properties"]["server"]["x-keys"] = json!(["Server"]);
    } => KeysChanged, Breaking, &[], CHANGED;
    "a part is required": |it| {
        it.parts()["required"] = json!(["server", "secret", "limit"]);
    } => BecameRequired, Breaking, &[BuilderCall, FieldRead], CHANGED;
    "a text is no connection string any more": |it| {
        let string = it.at("/authSpec/1/spec/properties/connectionString");
        string.as_object_mut().expect("an object").shift_remove("x-connection-string");
    } => ConnectionStringChanged, Compatible, &[BuilderCall, FieldRead, TypeName], CHANGED;
    "a default changes": |it| it.set("port", "default", json!(8443))
        => DefaultChanged, Same, &[], CHANGED;
    "a param becomes a secret": |it| it.set("host", "x-secret", json!(true))
        => SecretChanged, Same, &[FieldRead], CHANGED;
    "a param is no secret any more": |it| it.unset("password", "format")
        => SecretChanged, Same, &[BuilderCall, FieldRead], CHANGED;
    "a param is deprecated": |it| it.set("verbose", "x-deprecated", json!("It does nothing."))
        => DeprecationChanged, Same, &[], CHANGED;
    "a description changes": |it| it.set("host", "description", json!("The server's address."))
        => DocsChanged, Same, &[], DOCS;
    "an example changes": |it| it.set("userName", "examples", json!(["writer"]))
        => DocsChanged, Same, &[], DOCS;
}
