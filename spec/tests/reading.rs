//! What the reader makes of a text: what it takes for granted, what it proposes, what the text is at all.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use serde_json::{Value, json};
use wellhead_spec::fix::fix;
use wellhead_spec::read::{TextKind, kind_of};
use wellhead_spec::{Code, Diagnostics, Severity, SpecSet, SpecText};

const ID: &str = "5c0a2f6e-3b1d-4c52-9f0e-7a6b1d2c3e4f";

fn source(text: impl Into<String>) -> SpecText {
    SpecText { slug: "acme-crm".into(), file: "specs/acme-crm.json".into(), text: text.into() }
}

/// A connection spec with these properties and required names in its one auth spec.
fn spec(properties: Value, required: Value) -> Value {
    json!({
        "id": ID,
        "name": "acme-crm",
        "version": "1.0",
        "authSpec": [{
            "name": "API Key",
            "spec": {"type": "object", "properties": properties, "required": required},
        }],
        "sourceSpec": {"attributes": {"uiAttributes": {"description": {"text": "Deals of Acme."}}}},
    })
}

fn described(more: Value) -> Value {
    let mut schema = json!({"type": "string", "description": "What it is."});
    schema.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    schema
}

fn noted(diagnostics: &Diagnostics) -> Vec<(Severity, Code)> {
    diagnostics.iter().map(|one| (one.severity(), one.code)).collect()
}

fn checked(text: &str) -> Diagnostics {
    SpecSet::from_texts(vec![source(text)]).diagnostics
}

#[test]
fn what_is_proposed_is_what_the_help_says() {
    let text = spec(json!({"host": described(json!({"mininum": 1}))}), json!(["hots"]));
    let found = checked(&text.to_string());
    let proposed: Vec<_> = found.iter().map(|one| one.suggestion.as_deref()).collect();
    assert_eq!(proposed, [Some("minimum"), Some("host")], "{found}");
    for one in &found {
        let proposed = one.suggestion.as_deref().unwrap();
        assert_eq!(one.help, Some(format!("did you mean `{proposed}`?")));
    }
}

#[test]
fn a_type_that_is_implied_is_added() {
    let text = spec(
        json!({
            "account": {"description": "The account.", "pattern": "^a"},
            "ports": {"type": "array", "description": "The ports.", "items": {"maximum": 9}},
        }),
        json!([]),
    );
    let fixed = fix(&source(text.to_string())).unwrap();
    let found: Value = fixed.text.parse().unwrap();
    let properties = &found["authSpec"][0]["spec"]["properties"];
    assert_eq!(properties["account"]["type"], "string");
    assert_eq!(properties["ports"]["items"]["type"], "number");
    assert_eq!(noted(&checked(&fixed.text)), []);
}

#[test]
fn only_keywords_about_one_type_imply_it() {
    for (schema, implied) in [
        (json!({"minLength": 1, "maximum": 2}), None),
        (json!({"enum": ["a", 1]}), None),
        (json!({"$ref": "#", "minLength": 1}), None),
        (json!({"required": ["a"]}), None),
        (json!({"anyOf": [{"minLength": 1}, {"maximum": 2}]}), None),
        (json!({"contentEncoding": "base64"}), Some("string")),
        (json!({"uniqueItems": true}), Some("array")),
        (json!({"exclusiveMinimum": 1, "multipleOf": 2}), Some("number")),
    ] {
        let mut param = schema.clone();
        param["description"] = "The param.".into();
        let found = checked(&spec(json!({"param": param}), json!([])).to_string());
        let proposed = found.iter().find(|one| one.code == Code::ImpliedType);
        let proposed = proposed.and_then(|one| one.suggestion.as_deref());
        assert_eq!(proposed, implied, "{schema}: {found}");
    }
}

#[test]
fn a_tooltip_is_a_description_where_there_is_none() {
    let text = spec(
        json!({
            "host": {"type": "string", "uiAttributes": {"tooltip": {"text": "The host."}}},
            "port": {"type": "integer", "uiAttributes": {"tooltip": "The port.", "hidden": true}},
        }),
        json!([]),
    );
    assert_eq!(noted(&checked(&text.to_string())), []);
}

#[test]
fn a_number_beyond_all_bounds_is_told_so() {
    let text = spec(json!({"port": described(json!({"type": "integer"}))}), json!([])).to_string();
    let text = text.replace(r#""type":"integer""#, r#""type":"integer","maximum":1e400"#);
    let found = checked(&text).to_string();
    assert!(found.contains("the number of `maximum` is too large"), "{found}");
}

#[test]
fn a_bound_that_would_be_another_number_is_told_so_but_for_the_largest_integers() {
    let whole = r#""type":"integer""#;
    let text = spec(json!({"port": described(json!({"type": "integer"}))}), json!([])).to_string();
    for (bound, kept) in [
        (r#""maximum":9007199254740992"#, None),
        (r#""maximum":9007199254740993"#, Some("9007199254740992")),
        (r#""minimum":-9007199254740993"#, Some("-9007199254740992")),
        (r#""multipleOf":9007199254740993"#, Some("9007199254740992")),
        (r#""maximum":9223372036854775807"#, None),
        (r#""maximum":9223372036854775806"#, Some("9223372036854775808")),
        (r#""exclusiveMaximum":9223372036854775807"#, Some("9223372036854775808")),
        (r#""exclusiveMaximum":9223372036854775808"#, None),
        (r#""minimum":-9223372036854775808"#, None),
        (r#""maximum":18446744073709551615"#, None),
        (r#""maximum":1e23"#, None),
    ] {
        let found = checked(&text.replace(whole, &format!("{whole},{bound}")));
        let Some(kept) = kept else {
            assert!(found.is_empty(), "{bound}: {found}");
            continue;
        };
        assert_eq!(noted(&found), [(Severity::Error, Code::BadValue)], "{bound}: {found}");
        assert!(
            found.to_string().contains(&format!("would be kept as {kept}; write {kept}: ")),
            "{found}"
        );
    }
}

#[test]
fn a_text_is_told_by_its_keys_whole_or_broken() {
    for (text, kind) in [
        (r#"{"authSpec": []}"#, TextKind::Spec),
        (r#"{"items": [], "auth": {}}"#, TextKind::Spec),
        (r#"{"sourceSpec": {}}"#, TextKind::Spec),
        (r#"{"auth": {}, "sourceSpec": {}}"#, TextKind::Request),
        (r#"{"connectionSpec": {}}"#, TextKind::Request),
        (r#"{"name": "acme"}"#, TextKind::Unknown),
        (r#"{"authSpec": ["#, TextKind::Spec),
        (r#"{"auth": {"specName": "API Key""#, TextKind::Request),
        (r#"{"authSpec": [], "connectionSpec": "#, TextKind::Request),
        ("[1, 2", TextKind::Unknown),
    ] {
        assert_eq!(kind_of(text), kind, "{text}");
    }
}

#[test]
fn an_allowance_that_nothing_needs_is_noted_unless_that_is_allowed_too() {
    let with = |allow: Value, properties: Value| {
        let mut text = spec(properties, json!([]));
        text["x-allow"] = allow;
        noted(&checked(&text.to_string()))
    };
    let token = json!({"pageToken": described(json!({}))});
    let unused = (Severity::Warning, Code::UnusedAllow);
    assert_eq!(with(json!({"secret-unmarked": "No secret."}), token.clone()), []);
    assert_eq!(with(json!({"secret-unmarked": "No secret."}), json!({})), [unused]);
    assert_eq!(with(json!({"unused-allow": "To come.", "secret-unmarked": "Too."}), json!({})), []);
    assert_eq!(with(json!({"unused-allow": "To come."}), json!({})), [unused]);
    // A file that is broken may show less than there is.
    let broken = json!({"host": {"type": "text", "description": "The host."}});
    let found = with(json!({"secret-unmarked": "No secret."}), broken);
    assert_eq!(found, [(Severity::Error, Code::BadValue)]);
}
