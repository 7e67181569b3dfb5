//! What people are shown of params: never a secret, however deep it lies.

use std::collections::BTreeMap;

use wellhead_runtime::{
    About, Field, JsonRules, ListRules, Param, Params, Secret, Shape, Table, TextRules, Value,
    View, debug, equal, masked,
};

const PLANTED: &str = "hunter2";

static SECRET: Shape = Shape::Secret(&TextRules::NONE);

static NESTED: Table = Table {
    fields: &[Field {
        name: "token",
        required: true,
        shape: Shape::Secret(&TextRules::NONE),
        about: &About::NONE,
    }],
};

static VAULT: Table = Table {
    fields: &[
        Field {
            name: "plain",
            required: true,
            shape: Shape::Text(&TextRules::NONE),
            about: &About::NONE,
        },
        Field {
            name: "secret",
            required: true,
            shape: Shape::Secret(&TextRules::NONE),
            about: &About::NONE,
        },
        Field {
            name: "list",
            required: true,
            shape: Shape::List(&ListRules {
                items: Shape::Secret(&TextRules::NONE),
                min: 0,
                max: None,
                unique: false,
            }),
            about: &About::NONE,
        },
        Field { name: "map", required: true, shape: Shape::Map(&SECRET), about: &About::NONE },
        Field {
            name: "nested",
            required: true,
            shape: Shape::Object(&NESTED),
            about: &About::NONE,
        },
        Field {
            name: "free",
            required: true,
            shape: Shape::Json(JsonRules { object: false, secret: false }),
            about: &About::NONE,
        },
        Field {
            name: "several",
            required: true,
            shape: Shape::List(&ListRules {
                items: Shape::Object(&NESTED),
                min: 0,
                max: None,
                unique: false,
            }),
            about: &About::NONE,
        },
        Field {
            name: "frees",
            required: true,
            shape: Shape::List(&ListRules {
                items: Shape::Json(JsonRules { object: false, secret: true }),
                min: 0,
                max: None,
                unique: false,
            }),
            about: &About::NONE,
        },
    ],
};

struct Nested {
    token: Secret,
}

impl Params for Nested {
    fn table(&self) -> &'static Table {
        &NESTED
    }

    fn slot(&mut self, _: usize) -> Option<&mut dyn Param> {
        Some(&mut self.token)
    }

    fn view(&self, _: usize) -> View<'_> {
        self.token.view()
    }

    fn blank() -> Self {
        Self { token: Secret::default() }
    }
}

impl Param for Nested {
    fn read(
        &mut self,
        input: &mut wellhead_runtime::Input<'_>,
        _: &'static Shape,
        path: &wellhead_runtime::Path<'_>,
    ) -> Result<(), wellhead_runtime::json::SyntaxError> {
        input.object(&NESTED, Some(self), path)
    }

    fn view(&self) -> View<'_> {
        View::Object(self)
    }

    fn blank() -> Self {
        Params::blank()
    }
}

/// Params with a secret in every kind of place.
struct Vault {
    plain: String,
    secret: Secret,
    list: Vec<Secret>,
    map: BTreeMap<String, Secret>,
    nested: Nested,
    free: Value,
    several: Vec<Nested>,
    frees: Vec<Value>,
}

impl Params for Vault {
    fn table(&self) -> &'static Table {
        &VAULT
    }

    fn slot(&mut self, _: usize) -> Option<&mut dyn Param> {
        None
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
            _ => View::Absent,
        }
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
        free: serde_json::json!({"inner": [secret]}),
        several: vec![Nested { token: secret.into() }],
        frees: vec![secret.into()],
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
    });
    assert_eq!(shown, expected);
}

#[test]
fn params_are_equal_when_every_value_is() {
    assert!(equal(&vault(PLANTED), &vault(PLANTED)));
    let changed: [fn(&mut Vault); 8] = [
        |vault| vault.plain = "other".into(),
        |vault| vault.secret = "other".into(),
        |vault| vault.list.push("other".into()),
        |vault| drop(vault.map.insert("other".into(), "other".into())),
        |vault| vault.nested.token = "other".into(),
        |vault| vault.free = Value::Null,
        |vault| vault.several.clear(),
        |vault| vault.frees = vec![Value::Null],
    ];
    for change in changed {
        let mut other = vault(PLANTED);
        change(&mut other);
        assert!(!equal(&vault(PLANTED), &other), "{:?}", Debugged(&other));
    }
}
