//! What a spec file says, every part with its place in the text.
//!
//! The shape is the Flow Service's own (`GET /connectionSpecs`); only what types a request is kept. `docs/spec-files.md`
//! is the reference for authors.

mod implied;
mod number;
mod secret;

use std::ops::Deref;

use wellhead_runtime::json::{Number, Span};
use wellhead_runtime::{Json, json};

use crate::policy::Allowance;

pub use implied::Implied;
pub use number::{Bound, NumberKeywords};

/// How many references may follow one another; more count as a circle.
pub(crate) const CHAIN: usize = 16;

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Its place.
    pub span: Span,
}

impl<T> Deref for Spanned<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// A text with its place.
pub type Text = Spanned<String>;

/// One source: a connection spec.
#[derive(Clone, Debug, PartialEq)]
pub struct ConnectionSpec {
    /// `id`: the connection spec id, a UUID.
    pub id: Text,
    /// `name`: the service's own name for the spec.
    pub name: Text,
    /// `version`, such as `1.0`.
    pub version: Text,
    /// `providerId`.
    pub provider_id: Option<Text>,
    /// `authSpec`: the ways to authenticate; none for a source without a base connection's credentials.
    pub auth_specs: Vec<AuthSpec>,
    /// `sourceSpec.attributes.uiAttributes`: how the platform shows the source.
    pub ui: UiAttributes,
    /// `x-status`; by default beta if `isBeta`, else generally available.
    pub status: Option<Spanned<Status>>,
    /// `x-deprecated`.
    pub deprecated: Option<Deprecated>,
    /// `x-aliases`: slugs that this source had.
    pub aliases: Vec<Text>,
    /// `x-shared-id`: why another source has the same id.
    pub shared_id: Option<Text>,
    /// `x-rust-name`: the module's name, where the slug's does not do.
    pub rust_name: Option<Text>,
    /// `x-note`: a settlement.
    pub note: Option<Text>,
    /// `x-doubt`: why the id, or another fact, may be wrong.
    pub doubt: Option<Text>,
    /// `x-instead`: for a source without a base connection, what to do instead.
    pub instead: Option<Text>,
    /// `x-allow`: the warnings that the file allows itself.
    pub allowed: Vec<Allowance>,
}

/// How the platform shows a source.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UiAttributes {
    /// `label.text`
    pub label: Option<Text>,
    /// `description.text`
    pub description: Option<Text>,
    /// `category.key`
    pub category: Option<Text>,
    /// `documentationLink`
    pub documentation: Option<Text>,
    /// `isBeta`
    pub beta: bool,
}

/// How far a source is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Generally available.
    Ga,
    /// For trying.
    Beta,
    /// Going away.
    Deprecated,
}

/// Since when something should not be used, and what instead.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Deprecated {
    /// `since`: a date or month.
    pub since: Option<Text>,
    /// `use`: what to use instead.
    pub instead: Option<Text>,
    /// `note`: what else there is to know.
    pub note: Option<Text>,
}

/// One way to authenticate.
#[derive(Clone, Debug, PartialEq)]
pub struct AuthSpec {
    /// `name`: the wire's `specName`.
    pub name: Text,
    /// `x-cloud`: the clouds that it is limited to; none listed means all.
    pub clouds: Vec<Text>,
    /// `x-deprecated`.
    pub deprecated: Option<Deprecated>,
    /// `x-rust-name`: the struct's name, where the specName's does not do.
    pub rust_name: Option<Text>,
    /// `x-note`: a settlement or doubt.
    pub note: Option<Text>,
    /// `spec`: the params, as a JSON Schema for an object.
    pub params: Schema,
}

/// A JSON Schema (draft-07), as far as it types a request.
#[derive(Clone, Debug, PartialEq)]
pub struct Schema {
    /// Where it stands.
    pub span: Span,
    /// A schema that is only `true` or `false`.
    pub always: Option<bool>,
    /// `type`, every one that is named.
    pub kinds: Vec<Spanned<Kind>>,
    /// `title`, or that of `uiAttributes`.
    pub title: Option<Text>,
    /// `description`, or the `tooltip` of `uiAttributes`.
    pub description: Option<Text>,
    /// `default`.
    pub default: Option<Spanned<Json>>,
    /// `examples`, and `example` as the service also writes it.
    pub examples: Vec<Spanned<Json>>,
    /// `enum`.
    pub choices: Option<Spanned<Vec<Spanned<Json>>>>,
    /// `const`.
    pub only: Option<Spanned<Json>>,
    /// What a string must fit.
    pub text: TextKeywords,
    /// What a number must fit.
    pub number: NumberKeywords,
    /// What an array must fit.
    pub list: ListKeywords,
    /// What an object must fit.
    pub object: ObjectKeywords,
    /// Schemas that are combined.
    pub combined: Combined,
    /// It must not be seen: `format: password`, `writeOnly`, `airbyte_secret` or `x-secret`.
    pub secret: bool,
    /// `x-secret: false`: it is no secret, whatever it is called.
    pub no_secret: bool,
    /// `readOnly`: the service sets it.
    pub read_only: bool,
    /// `x-deprecated`, or `deprecated: true`.
    pub deprecated: Option<Deprecated>,
    /// `x-rust-name`: the field's name, where the param's does not do.
    pub rust_name: Option<Text>,
    /// `x-note`: a settlement or doubt.
    pub note: Option<Text>,
    /// `x-cloud`: for one of the kinds of params of an auth spec, the clouds that it is limited to.
    pub clouds: Vec<Text>,
    /// `x-keys`: for a part of a connection string, its keys in the text.
    pub keys: Vec<Text>,
    /// `x-connection-string`: the parts of a string that is made of some.
    pub connection_string: Option<Box<ConnectionStringSpec>>,
}

impl Kind {
    /// Every one.
    pub const ALL: [Self; 7] = [
        Self::String,
        Self::Integer,
        Self::Number,
        Self::Boolean,
        Self::Object,
        Self::Array,
        Self::Null,
    ];

    /// The word for it in `type`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::Boolean => "boolean",
            Self::Object => "object",
            Self::Array => "array",
            Self::Null => "null",
        }
    }

    /// Whether a value is of the type. A number is whole by its value, and one beyond 128 bits counts as such.
    pub fn has(self, value: &Json) -> bool {
        match self {
            Self::String => value.kind() == json::Kind::String,
            Self::Integer => value.as_number().is_some_and(is_whole),
            Self::Number => value.kind() == json::Kind::Number,
            Self::Boolean => value.kind() == json::Kind::Boolean,
            Self::Object => value.kind() == json::Kind::Object,
            Self::Array => value.kind() == json::Kind::Array,
            Self::Null => value.is_null(),
        }
    }
}

fn is_whole(number: &Number) -> bool {
    const HUGE: f64 = i128::MAX as f64;
    number.as_i128().is_some() || number.as_f64().is_none_or(|number| number.abs() >= HUGE)
}

/// A JSON type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `string`
    String,
    /// `integer`
    Integer,
    /// `number`
    Number,
    /// `boolean`
    Boolean,
    /// `object`
    Object,
    /// `array`
    Array,
    /// `null`
    Null,
}

/// Keywords for strings.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TextKeywords {
    /// `format`
    pub format: Option<Text>,
    /// `contentEncoding`, if it is one that is checked: `base64`
    pub encoding: Option<Text>,
    /// `pattern`
    pub pattern: Option<Text>,
    /// `minLength`
    pub min_length: Option<Spanned<u32>>,
    /// `maxLength`
    pub max_length: Option<Spanned<u32>>,
}

/// Keywords for arrays.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListKeywords {
    /// `items`
    pub items: Option<Box<Schema>>,
    /// `minItems`
    pub min_items: Option<Spanned<u32>>,
    /// `maxItems`
    pub max_items: Option<Spanned<u32>>,
    /// `uniqueItems`
    pub unique: bool,
}

/// Keywords for objects.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ObjectKeywords {
    /// `properties`, in the file's order.
    pub properties: Vec<Property>,
    /// `required`
    pub required: Vec<Text>,
    /// `additionalProperties`
    pub additional: Option<Spanned<Additional>>,
}

/// Keywords that combine schemas, and those for objects and arrays that no Rust type can show.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Combined {
    /// `$ref`; what stands beside it says nothing about values.
    pub reference: Option<Text>,
    /// `definitions` and `$defs`
    pub definitions: Vec<(Text, Schema)>,
    /// `allOf`
    pub all_of: Vec<Schema>,
    /// `anyOf`
    pub any_of: Vec<Schema>,
    /// `oneOf`
    pub one_of: Vec<Schema>,
    /// `not`
    pub not: Option<Box<Schema>>,
    /// `if`
    pub condition: Option<Box<Schema>>,
    /// `then`
    pub then: Option<Box<Schema>>,
    /// `else`
    pub otherwise: Option<Box<Schema>>,
    /// `dependencies` on names, and `dependentRequired`
    pub dependent_required: Vec<(Text, Vec<Text>)>,
    /// `dependencies` on schemas, and `dependentSchemas`
    pub dependent_schemas: Vec<(Text, Schema)>,
    /// `patternProperties`
    pub pattern_properties: Vec<(Text, Schema)>,
    /// `propertyNames`
    pub property_names: Option<Box<Schema>>,
    /// `minProperties`
    pub min_properties: Option<Spanned<u32>>,
    /// `maxProperties`
    pub max_properties: Option<Spanned<u32>>,
    /// `contains`
    pub contains: Option<Box<Schema>>,
    /// `items` as a list, or `prefixItems`: a schema for each of the first elements.
    pub first_items: Vec<Schema>,
    /// `additionalItems`, or `items` beside `prefixItems`: for the elements after them.
    pub rest_items: Option<Box<Schema>>,
}

impl ObjectKeywords {
    /// What `properties` lists by that name.
    pub fn property(&self, name: &str) -> Option<&Property> {
        self.properties.iter().find(|property| property.name.value == name)
    }

    /// Whether `required` names it.
    pub fn requires(&self, name: &str) -> bool {
        self.required.iter().any(|required| required.value == name)
    }

    /// What members beyond `properties` must fit.
    pub fn others(&self) -> Option<&Schema> {
        match &self.additional.as_ref()?.value {
            Additional::Fitting(values) => Some(values),
            Additional::Any | Additional::None => None,
        }
    }
}

impl Combined {
    /// Whether there is any of it that restricts a value.
    pub fn is_empty(&self) -> bool {
        let names = self.reference.is_none() && self.dependent_required.is_empty();
        let counts = self.min_properties.is_none() && self.max_properties.is_none();
        names && counts && self.schemas().is_empty()
    }

    /// Every schema in it that speaks of the same value or of a part of it, definitions aside.
    pub fn schemas(&self) -> Vec<&Schema> {
        let mut all = Vec::new();
        for list in [&self.all_of, &self.any_of, &self.one_of, &self.first_items] {
            all.extend(list);
        }
        for one in [
            &self.not,
            &self.condition,
            &self.then,
            &self.otherwise,
            &self.property_names,
            &self.contains,
            &self.rest_items,
        ] {
            all.extend(one.as_deref());
        }
        for named in [&self.dependent_schemas, &self.pattern_properties] {
            for (_, schema) in named {
                all.push(schema);
            }
        }
        all
    }
}

/// What members beyond `properties` may be.
#[derive(Clone, Debug, PartialEq)]
pub enum Additional {
    /// Anything.
    Any,
    /// None may be there.
    None,
    /// Values that fit the schema.
    Fitting(Box<Schema>),
}

impl Additional {
    /// Whether there may be any.
    pub fn are_some(&self) -> bool {
        *self != Self::None
    }
}

/// One property of an object.
#[derive(Clone, Debug, PartialEq)]
pub struct Property {
    /// Its name on the wire.
    pub name: Text,
    /// What it may hold.
    pub schema: Schema,
}

impl Property {
    /// Whether a request without this property of `object` is refused.
    pub fn is_required(&self, object: &Schema) -> bool {
        object.object.requires(&self.name)
    }
}

/// How a connection string is put together.
#[derive(Clone, Debug, PartialEq)]
pub struct ConnectionStringSpec {
    /// `dialect`, and `address` for a URL
    pub dialect: Spanned<Dialect>,
    /// The parts, as the properties of an object.
    pub parts: Schema,
}

/// The grammar of a connection string.
#[derive(Clone, Debug, PartialEq)]
pub enum Dialect {
    /// `ado.net`
    AdoNet,
    /// `odbc`
    Odbc,
    /// `azure-storage`
    AzureStorage,
    /// `url`, with its `address` in pieces
    Url(Vec<AddressPiece>),
}

/// A piece of the address of a URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AddressPiece {
    /// What always stands there.
    Text(String),
    /// The property of that name.
    Part(String),
}

impl Dialect {
    /// Whether the property of that name stands in a URL's address.
    pub fn has_in_address(&self, name: &str) -> bool {
        let Self::Url(pieces) = self else { return false };
        pieces.iter().any(|piece| matches!(piece, AddressPiece::Part(part) if part == name))
    }
}

/// The name of the definition that a local `$ref` leads to, if it is to lead to one.
pub(crate) fn definition_name(reference: &str) -> Option<String> {
    let name =
        reference.strip_prefix("#/definitions/").or_else(|| reference.strip_prefix("#/$defs/"))?;
    Some(name.replace("~1", "/").replace("~0", "~"))
}

impl Schema {
    /// A schema that stands at `span` and accepts everything.
    pub fn any(span: Span) -> Self {
        Self {
            span,
            always: None,
            kinds: Vec::new(),
            title: None,
            description: None,
            default: None,
            examples: Vec::new(),
            choices: None,
            only: None,
            text: TextKeywords::default(),
            number: NumberKeywords::default(),
            list: ListKeywords::default(),
            object: ObjectKeywords::default(),
            combined: Combined::default(),
            secret: false,
            no_secret: false,
            read_only: false,
            deprecated: None,
            rust_name: None,
            note: None,
            clouds: Vec::new(),
            keys: Vec::new(),
            connection_string: None,
        }
    }

    /// The one type that is named, `null` aside.
    pub fn kind(&self) -> Option<Kind> {
        let mut named = None;
        for kind in &self.kinds {
            match (kind.value, named) {
                (Kind::Null, _) => {}
                (kind, None) => named = Some(kind),
                _ => return None,
            }
        }
        named
    }

    /// The values that people copy: the default and the examples.
    pub fn shown(&self) -> Vec<&Spanned<Json>> {
        let mut shown = Vec::new();
        if let Some(default) = &self.default {
            shown.push(default);
        }
        shown.extend(&self.examples);
        shown
    }

    /// The schemas of what a value consists of: of properties, elements and other members.
    pub fn parts(&self) -> Vec<&Self> {
        let mut parts = Vec::new();
        for property in &self.object.properties {
            parts.push(&property.schema);
        }
        if let Some(items) = &self.list.items {
            parts.push(items);
        }
        if let Some(others) = self.object.others() {
            parts.push(others);
        }
        parts
    }

    /// Whether `null` is named as one of the types.
    pub fn is_nullable(&self) -> bool {
        self.kinds.iter().any(|kind| kind.value == Kind::Null)
    }

    /// What a local `$ref` in this schema, which is the root, leads to.
    pub fn definition(&self, reference: &str) -> Option<&Self> {
        if reference == "#" {
            return Some(self);
        }
        let name = definition_name(reference)?;
        let found = self.combined.definitions.iter().find(|(known, _)| known.value == name);
        found.map(|(_, schema)| schema)
    }

    /// The schema that a chain of references ends at; nothing if one leads nowhere, or they lead in a circle. `schema` may be
    /// one; this is the root, which they lead into.
    pub fn followed<'s>(&'s self, schema: &'s Self) -> Option<&'s Self> {
        self.chain(schema).find(|schema| schema.combined.reference.is_none())
    }

    /// A schema, and those that references lead to from it, one by the other, as far as they are followed.
    pub(crate) fn chain<'s>(&'s self, schema: &'s Self) -> impl Iterator<Item = &'s Self> {
        let next = |schema: &&'s Self| self.definition(schema.combined.reference.as_ref()?);
        std::iter::successors(Some(schema), next).take(CHAIN + 1)
    }

    /// The schema itself, or what a reference leads to if that starts at none of the places that were `met`. Many references may
    /// lead to one definition, or back.
    pub(crate) fn arrived<'s>(&'s self, root: &'s Self, met: &mut Vec<usize>) -> Option<&'s Self> {
        if self.combined.reference.is_none() {
            return Some(self);
        }
        let schema = root.followed(self)?;
        let place = met.binary_search(&schema.span.start).err()?;
        met.insert(place, schema.span.start);
        Some(schema)
    }
}
