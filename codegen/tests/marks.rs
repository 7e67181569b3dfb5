//! Marks of secrets: whatever is inside of what is marked is never shown, wherever the mark stands. That compiled code
//! shows what loaded tables show is tested by `agree`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod support;

use serde_json::{Value, json};
use support::{files, folder, render};
use wellhead_codegen::Loader;
use wellhead_runtime::{Catalog, ConnectionRequest, LoadedCatalog};

/// What must be seen nowhere: a text, and the digits of a number.
const PLANTED: [&str; 2] = ["hunter2", "4711"];

/// A spec file whose params have that schema.
fn spec(params: &Value) -> String {
    let mut params = params.clone();
    params["title"] = json!("Key");
    params["definitions"] = json!({
        "text": {"type": "string"},
        "account": {"type": "object", "properties": {"pin": {"type": "string"}}},
        "marked": {"$ref": "#/definitions/text", "x-secret": true},
    });
    json!({
        "id": "5c0a2f6e-3b1d-4c52-9f0e-7a6b1d2c3e4f",
        "name": "acme",
        "version": "1.0",
        "authSpec": [{"name": "Key", "spec": params}],
    })
    .to_string()
}

fn loaded(params: &Value) -> LoadedCatalog {
    let folder = folder([("acme", spec(params))]);
    Loader::new(folder.path())
        .load()
        .unwrap_or_else(|failure| panic!("{}", render(&failure)))
        .catalog
}

/// All that is shown of a request with these params, which is sent as it is.
fn shown(schema: &Value, params: &Value) -> String {
    let source = loaded(schema).dispatch_slug("acme", Some("Key"), params.to_string().as_bytes());
    let request =
        ConnectionRequest::new("n", source.unwrap_or_else(|error| panic!("{schema}: {error}")));
    let sent: Value = serde_json::from_str(request.to_json().as_str()).unwrap();
    assert_eq!(&sent["auth"]["params"], params, "{schema}");
    format!("{request:?} {} {:?}", request.to_masked_json(), request.validate())
}

fn is_refused(schema: &Value, params: &Value) -> bool {
    let error = loaded(schema).dispatch_slug("acme", Some("Key"), params.to_string().as_bytes());
    let Err(error) = error else { return false };
    let told = format!("{error} {error:?} {:?}", error.violations());
    assert!(PLANTED.iter().all(|planted| !told.contains(planted)), "{schema}: {told}");
    true
}

/// Asserts that of that param nothing is shown that was planted, and that it is refused where it does not fit.
fn is_hidden(param: &Value, fits: &Value, does_not: &Value) {
    let schema = json!({"type": "object", "properties": {"p": param}});
    let text = shown(&schema, &json!({"p": fits}));
    assert!(PLANTED.iter().all(|planted| !text.contains(planted)), "{param}: {text}");
    assert!(is_refused(&schema, &json!({"p": does_not})), "{param}: {does_not} is taken");
}

#[test]
fn everything_inside_of_an_object_that_is_marked_is_a_secret() {
    for mark in ["x-secret", "writeOnly", "airbyte_secret"] {
        let account = json!({
            "type": "object",
            mark: true,
            "properties": {
                "pin": {"type": "string"},
                "count": {"type": "integer", "minimum": 2},
                "on": {"type": "boolean"},
                "which": {"type": "string", "enum": ["this", "other"]},
                "inner": {"type": "object", "properties": {"key": {"type": "string"}}},
                "list": {"type": "array", "items": {"type": "string"}},
            },
        });
        let fits = json!({
            "pin": "hunter2",
            "count": 4711,
            "on": true,
            "which": "this",
            "inner": {"key": "hunter2"},
            "list": ["hunter2"],
        });
        for does_not in [
            json!({"pin": 4711}),
            json!({"count": "hunter2"}),
            json!({"count": 1}),
            json!({"on": 4711}),
            json!({"which": "4711"}),
            json!({"inner": {"key": 4711}}),
            json!({"list": [4711]}),
        ] {
            is_hidden(&account, &fits, &does_not);
        }
    }
}

#[test]
fn a_mark_hides_lists_maps_and_values_that_no_type_of_a_secret_holds() {
    let text = json!({"type": "string"});
    let array = json!({"type": "array", "format": "password", "items": text});
    is_hidden(&array, &json!(["hunter2"]), &json!([4711]));
    let map = json!({"type": "object", "x-secret": true, "additionalProperties": text});
    is_hidden(&map, &json!({"k": "hunter2"}), &json!({"k": 4711}));
    let beside = json!({
        "type": "object", "x-secret": true,
        "properties": {"a": text}, "additionalProperties": {"type": "integer"}
    });
    is_hidden(&beside, &json!({"a": "hunter2", "k": 4711}), &json!({"k": "hunter2"}));
    let nullable = json!({"type": ["object", "null"], "x-secret": true, "properties": {"a": text}});
    is_hidden(&nullable, &json!({"a": "hunter2"}), &json!({"a": 4711}));
    let number = json!({"type": "integer", "x-secret": true, "maximum": 5000});
    is_hidden(&number, &json!(4711), &json!(47110));
    let either = json!({"x-secret": true, "oneOf": [
        {"type": "object", "properties": {"a": text}, "required": ["a"]},
        {"type": "object", "properties": {"b": text}, "required": ["b"]},
    ]});
    is_hidden(&either, &json!({"b": "hunter2"}), &json!({"b": 4711}));
    let mixed = json!({"x-secret": true, "oneOf": [text, {"type": "integer"}]});
    is_hidden(&mixed, &json!(4711), &json!(true));
    is_hidden(&mixed, &json!("hunter2"), &json!(["hunter2"]));
    let string = json!({
        "type": "string", "format": "password",
        "x-connection-string": {"dialect": "ado.net", "properties": {"host": {"type": "string", "x-keys": ["host"]}}}
    });
    // Its parts are checked as without a mark.
    is_hidden(&string, &json!("host=hunter2"), &json!("hunter2"));
    let pin = json!({"type": "integer", "format": "password", "x-keys": ["Pin"]});
    let string = json!({
        "type": "string",
        "x-connection-string": {"dialect": "odbc", "properties": {"pin": pin}, "required": ["pin"]}
    });
    is_hidden(&string, &json!("Pin=hunter2"), &json!("Host=a"));
}

#[test]
fn a_mark_beside_a_reference_counts() {
    let text = json!({"$ref": "#/definitions/text", "format": "password"});
    is_hidden(&text, &json!("hunter2"), &json!(4711));
    is_hidden(&json!({"$ref": "#/definitions/marked"}), &json!("hunter2"), &json!(4711));
    let account = json!({"$ref": "#/definitions/account", "writeOnly": true});
    is_hidden(&account, &json!({"pin": "hunter2"}), &json!({"pin": 4711}));
}

#[test]
fn a_mark_of_one_branch_is_one_of_the_alternatives() {
    let either = json!({"anyOf": [{"type": "string", "format": "password"}, {"type": "integer"}]});
    is_hidden(&either, &json!("hunter2"), &json!(true));
    is_hidden(&either, &json!(4711), &json!(["hunter2"]));
    let list = json!({
        "type": "array",
        "items": {"type": "string"},
        "contains": {"format": "password", "minLength": 7},
    });
    is_hidden(&list, &json!(["hunter2"]), &json!(["other"]));
    let items = json!({"allOf": [
        {"type": "array", "items": {"type": "string"}},
        {"items": {"x-secret": true, "type": "string"}},
    ]});
    is_hidden(&items, &json!(["hunter2"]), &json!([4711]));
}

#[test]
fn a_mark_on_a_property_counts_wherever_it_comes_from() {
    let marked = json!({"properties": {"p": {"format": "password"}}});
    let nested = json!({"properties": {"p": {"properties": {"pin": {"x-secret": true}}}}});
    let account = json!({"$ref": "#/definitions/account"});
    for (p, fits, marked) in [
        (&json!({"type": "string"}), json!("hunter2"), &marked),
        (&json!({"$ref": "#/definitions/text"}), json!("hunter2"), &marked),
        (&json!({"enum": ["hunter2"]}), json!("hunter2"), &marked),
        (&json!({"oneOf": [{"type": "string"}]}), json!("hunter2"), &marked),
        (&account, json!({"pin": "hunter2"}), &nested),
    ] {
        for (keyword, value) in [
            ("allOf", json!([marked])),
            ("anyOf", json!([marked])),
            ("oneOf", json!([marked])),
            ("dependentSchemas", json!({ "p": marked })),
            ("patternProperties", json!({"^p$": marked["properties"]["p"]})),
            ("then", marked.clone()),
        ] {
            let mut schema = json!({"type": "object", "properties": {"p": p}, keyword: value});
            if keyword == "then" {
                schema["if"] = json!({"required": ["p"]});
            }
            let text = shown(&schema, &json!({"p": fits}));
            assert!(!text.contains("hunter2"), "{schema}: {text}");
        }
    }
}

#[test]
fn a_mark_that_holds_on_a_condition_says_nothing_about_the_type() {
    let schema = json!({
        "type": "object",
        "properties": {"p": {}, "k": {"type": "string"}},
        "if": {"required": ["k"]},
        "then": {"properties": {"p": {"format": "password"}, "q": {"x-secret": true}}},
    });
    let text = shown(&schema, &json!({"p": 4711, "q": 4711}));
    assert!(!text.contains("4711"), "{text}");
}

#[test]
fn what_is_published_in_the_spec_file_is_not_hidden() {
    let constant = json!({
        "type": "object", "x-secret": true, "required": ["grant"],
        "properties": {"grant": {"const": "client"}, "key": {"type": "string"}}
    });
    let schema = json!({"type": "object", "properties": {"p": constant}});
    let text = shown(&schema, &json!({"p": {"grant": "client", "key": "hunter2"}}));
    assert!(text.contains("client") && !text.contains("hunter2"), "{text}");
}

#[test]
fn an_example_inside_of_what_is_marked_is_in_no_documentation() {
    let schema = json!({"type": "object", "properties": {"p": {
        "type": "object", "x-secret": true,
        "properties": {"pin": {"type": "string", "examples": ["hunter2"], "default": "4711"}}
    }}});
    let folder = folder([("acme", spec(&schema))]);
    let code = files(folder.path()).into_values().collect::<String>();
    assert!(PLANTED.iter().all(|planted| !code.contains(planted)), "{code}");
}
