//! What people are shown of params: never a secret, however deep it lies.

use std::collections::BTreeMap;

use wellhead_runtime::{
    Field, Json, JsonRules, ListRules, Nullable, Param, Params, ReadParam, ReadParams, Secret,
    Shape, Table, TextRules, View, debug, equal, masked,
};

const PLANTED: &str = "hunter2";

static SECRET: Shape = Shape::Secret(&TextRules::NONE);

const fn field(name: &'static str, shape: Shape) -> Field {
    Field { name, required: true, shape, also: None, about: "" }
}

const fn list(items: Shape) -> ListRules {
    ListRules { items, min: 0, max: None, unique: false }
}

static NESTED: Table = Table::of(&[field("token", Shape::Secret(&TextRules::NONE))]);

static SECRETS: ListRules = list(Shape::Secret(&TextRules::NONE));
static SEVERAL: ListRules = list(Shape::Object(&NESTED));
static FREES: ListRules = list(Shape::Json(JsonRules { object: false, secret: true }));
static MAYBE: Shape = Shape::Nullable(&SECRET);

static VAULT: Table = Table::new(
    &[
        field("plain", Shape::Text(&TextRules::NONE)),
        field("secret", Shape::Secret(&TextRules::NONE)),
        field("list", Shape::List(&SECRETS)),
        field("map", Shape::Map(&SECRET)),
        field("nested", Shape::Object(&NESTED)),
        field("free", Shape::Json(JsonRules { object: false, secret: false })),
        field("several", Shape::List(&SEVERAL)),
        field("frees", Shape::List(&FREES)),
        field("maybe", Shape::Map(&MAYBE)),
    ],
    Some(Shape::Secret(&TextRules::NONE)),
    None,
);

struct Nested {
    token: Secret,
}

impl Params for Nested {
    fn table(&self) -> &'static Table {
        &NESTED
    }

    fn view(&self, _: usize) -> View<'_> {
        self.token.view()
    }
}

impl ReadParams for Nested {
    fn slot(&mut self, _: usize) -> Option<&mut dyn ReadParam> {
        Some(&mut self.token)
    }

    fn blank() -> Self {
        Self { token: Secret::default() }
    }
}

impl Param for Nested {
    fn view(&self) -> View<'_> {
        View::Object(self)
    }
}

impl ReadParam for Nested {
    fn read(
        &mut self,
        input: &mut wellhead_runtime::Input<'_>,
        _: &'static Shape,
        path: &wellhead_runtime::Path<'_>,
    ) {
        input.object(&NESTED, Some(self), path);
    }

    fn blank() -> Self {
        ReadParams::blank()
    }
}

/// Params with a secret in every kind of place.
struct Vault {
    plain: String,
    secret: Secret,
    list: Vec<Secret>,
    map: BTreeMap<String, Secret>,
    nested: Nested,
    free: Json,
    several: Vec<Nested>,
    frees: Vec<Json>,
    maybe: BTreeMap<String, Nullable<Secret>>,
    others: BTreeMap<String, Secret>,
}

impl Params for Vault {
    fn table(&self) -> &'static Table {
        &VAULT
    }

    fn view(&self, index: usize) -> View<'_> {
        match index {
            0 => self.plain.view(),
            1 => self.secret.view(),
            2 => self.list.view(),
            3 => self.map.view(),
            4 => Param::view(&self.nested),
            5 => self.free.view(),
            6 => self.several.view(),
            7 => self.frees.view(),
            8 => self.maybe.view(),
            9 => self.others.view(),
            _ => View::Absent,
        }
    }
}

impl ReadParams for Vault {
    fn slot(&mut self, _: usize) -> Option<&mut dyn ReadParam> {
        None
    }

    fn blank() -> Self {
        vault("")
    }
}

fn vault(secret: &str) -> Vault {
    Vault {
        plain: "acme".into(),
        secret: secret.into(),
        list: vec![secret.into()],
        map: [("key".to_owned(), secret.into())].into(),
        nested: Nested { token: secret.into() },
        free: [("inner", [secret])].into(),
        several: vec![Nested { token: secret.into() }],
        frees: vec![secret.into()],
        maybe: [("some".to_owned(), Secret::from(secret).into()), ("none".into(), Nullable::Null)]
            .into(),
        others: [("other".to_owned(), secret.into())].into(),
    }
}

struct Debugged<'a>(&'a Vault);

impl std::fmt::Debug for Debugged<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        debug("Vault", self.0, f)
    }
}

#[test]
fn debug_shows_what_is_plain_and_no_secret_however_deep() {
    let shown = format!("{0:?} {0:#?}", Debugged(&vault(PLANTED)));
    assert!(!shown.contains(PLANTED), "{shown}");
    assert!(shown.contains("plain: \"acme\"") && shown.contains("secret: [secret]"), "{shown}");
    assert!(shown.contains("nested: {token: [secret]}, "), "{shown}");
}

#[test]
fn masked_json_shows_what_is_plain_and_no_secret_however_deep() {
    let shown = masked(&vault(PLANTED));
    let expected = serde_json::json!({
        "plain": "acme",
        "secret": "[secret]",
        "list": ["[secret]"],
        "map": {"key": "[secret]"},
        "nested": {"token": "[secret]"},
        "free": "[secret]",
        "several": [{"token": "[secret]"}],
        "frees": ["[secret]"],
        "maybe": {"none": null, "some": "[secret]"},
        "other": "[secret]",
    });
    assert_eq!(shown.to_string(), expected.to_string());
}

#[test]
fn what_stands_under_a_listed_name_among_the_others_is_not_shown_in_its_place() {
    let mut vault = vault(PLANTED);
    vault.others.insert("plain".into(), "among the others".into());
    let shown = format!("{:?} {}", Debugged(&vault), masked(&vault));
    assert_eq!(shown.matches("plain").count(), 2, "{shown}");
    assert!(shown.contains("plain: \"acme\"") && shown.contains(r#""plain":"acme""#), "{shown}");
}

#[test]
fn params_are_equal_when_every_value_is() {
    assert!(equal(&vault(PLANTED), &vault(PLANTED)));
    let changed: [fn(&mut Vault); 10] = [
        |vault| vault.plain = "other".into(),
        |vault| vault.secret = "other".into(),
        |vault| vault.list.push("other".into()),
        |vault| drop(vault.map.insert("other".into(), "other".into())),
        |vault| vault.nested.token = "other".into(),
        |vault| vault.free = Json::Null,
        |vault| vault.several.clear(),
        |vault| vault.frees = vec![Json::Null],
        |vault| drop(vault.maybe.insert("some".into(), Nullable::Null)),
        |vault| vault.others.clear(),
    ];
    for change in changed {
        let mut other = vault(PLANTED);
        change(&mut other);
        assert!(!equal(&vault(PLANTED), &other), "{:?}", Debugged(&other));
    }
}
