//! What stands in generated code for keywords that no type shows.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod support;

use support::{folder, generate};

/// The module of a source with these params.
fn module(params: &str) -> String {
    let spec = format!(
        r#"{{
  "id": "6ba7b810-9dad-11d1-80b4-00c04fd430c8",
  "name": "acme",
  "version": "1.0",
  "sourceSpec": {{"attributes": {{"uiAttributes": {{"description": {{"text": "Acme."}}}}}}}},
  "authSpec": [{{"name": "API Key", "spec": {params}}}]
}}
"#
    );
    let folder = folder([("acme", spec)]);
    let generated = generate(folder.path());
    let text = &generated.files["sources/acme.rs"];
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_param_that_the_service_sets_says_so() {
    let text = module(
        r#"{"type": "object", "properties": {
            "region": {"type": "string", "description": "The region.", "readOnly": true, "x-note": "As signed up."}
        }}"#,
    );
    assert!(text.contains("/// Note: The service sets it. As signed up."), "{text}");
    assert!(text.contains(r#""note":"The service sets it. As signed up.""#), "{text}");
}

#[test]
fn an_encoding_is_a_format_and_stands_beside_another() {
    let alone = module(
        r#"{"type": "object", "properties": {
            "key": {"type": "string", "description": "The key.", "contentEncoding": "base64"}
        }}"#,
    );
    assert!(alone.contains("format: Some(runtime::Format::Byte)"), "{alone}");
    assert!(alone.contains("also: None"), "{alone}");
    let both = module(
        r#"{"type": "object", "properties": {
            "key": {"type": "string", "description": "The key.", "contentEncoding": "base64", "format": "hostname"}
        }}"#,
    );
    assert!(both.contains("format: Some(runtime::Format::Hostname)"), "{both}");
    assert!(both.contains("format: Some(runtime::Format::Byte)"), "{both}");
}

#[test]
fn kinds_that_an_object_may_be_mistaken_for_are_named() {
    let text = module(
        r#"{"type": "object", "oneOf": [
            {"title": "By key", "properties": {
                "mode": {"type": "string", "const": "key", "description": "The mode."},
                "keyId": {"type": "string", "description": "The key."}
            }},
            {"title": "By user", "properties": {
                "mode": {"type": "string", "const": "user", "description": "The mode."},
                "user": {"type": "string", "description": "The user."}
            }}
        ]}"#,
    );
    assert!(text.contains(r#"runtime::Alone { kind: "ByKey", others: &[( "ByUser","#), "{text}");
    assert!(text.contains(r#"by: &["mode"]"#), "{text}");
}

#[test]
fn a_constant_that_its_type_refuses_is_checked_against_both() {
    let text = module(
        r#"{"type": "object",
            "properties": {"mode": {"type": "string", "description": "The mode."}},
            "allOf": [{"properties": {"mode": {"const": 7}}, "required": ["mode"]}]
        }"#,
    );
    assert!(!text.contains("runtime::Shape::Constant"), "{text}");
    assert!(text.contains(r#"runtime::Keyword::Const("7")"#), "{text}");
}
