//! What becomes of code: names that stand for something else now, types that are gone with others, values that are taken still.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::collections::BTreeSet;

use serde_json::{Value, json};
use wellhead_diff::change::{Code, Kind, Line};
use wellhead_diff::{Comparison, Side, compare, render};
use wellhead_spec::SpecText;

const ID: &str = "5c0a2f6e-3b1d-4c52-9f0e-7a6b1d2c3e4f";

fn side(auth_specs: &Value) -> Side {
    let spec = json!({"id": ID, "name": "means", "version": "1.0", "authSpec": auth_specs});
    let (slug, file) = ("means".into(), "means.json".into());
    let side = Side::texts(vec![SpecText { slug, file, text: format!("{spec:#}") }]);
    assert!(!side.has_errors(), "{auth_specs}");
    side
}

fn compared(old: &Value, new: &Value) -> Comparison {
    compare(&side(old), &side(new))
}

fn params(properties: &Value) -> Value {
    json!([{"name": "Any Params", "spec": {"type": "object", "properties": properties}}])
}

fn listing(values: &Value) -> Value {
    params(&json!({"e": {"type": "string", "enum": values}}))
}

/// Asserts that the change breaks code, and that this is said of it.
fn breaks(old: &Value, new: &Value, code: &[Code], said: &str) {
    let comparison = compared(old, new);
    let broken: BTreeSet<Code> =
        comparison.changes().flat_map(|(_, change)| change.broken.iter().copied()).collect();
    let human = render::human(&comparison);
    assert_eq!(broken, code.iter().copied().collect(), "{human}");
    assert!(human.contains(said), "{human}");
}

#[test]
fn a_variant_of_an_enum_that_could_stand_for_another_value_is_gone() {
    let code = [Code::BuilderCall, Code::Match];
    let (old, new) = (listing(&json!(["csv", "json"])), listing(&json!(["CSV", "csv", "json"])));
    breaks(&old, &new, &code, "the variant `E::Csv` is gone");
    let comparison = compared(&new, &listing(&json!(["csv", "CSV", "json"])));
    assert_eq!(comparison.over(Line::Api), 0, "{}", render::human(&comparison));
}

#[test]
fn a_value_that_is_written_otherwise_is_no_other_one() {
    let comparison = compared(&listing(&json!(["csv", "json"])), &listing(&json!(["CSV", "json"])));
    assert_eq!(comparison.over(Line::Api), 0, "{}", render::human(&comparison));
}

#[test]
fn fields_that_change_their_names_with_each_other_break_code() {
    let named = |first: &str, second: &str| {
        params(&json!({
            "a": {"type": "string", "x-rust-name": first},
            "b": {"type": "string", "x-rust-name": second},
        }))
    };
    let code = [Code::BuilderCall, Code::FieldRead];
    let said = "the field and method `one` are those of `b` now, they were those of `a`";
    breaks(&named("one", "two"), &named("two", "one"), &code, said);
}

#[test]
fn types_that_change_their_names_with_each_other_break_code() {
    let named = |first: &str, second: &str| {
        let auth = |name: &str, called: &str| {
            let spec = json!({"type": "object", "properties": {"a": {"type": "string"}}});
            json!({"name": name, "x-rust-name": called, "spec": spec})
        };
        json!([auth("A", first), auth("B", second)])
    };
    let said = "the type `One` is that of `B` now, it was that of `A`";
    let code: Vec<Code> = Code::ALL.to_vec();
    breaks(&named("One", "Two"), &named("Two", "One"), &code, said);
}

#[test]
fn an_enum_inside_of_an_object_is_gone_with_it() {
    let inner = json!({"i": {"type": "string", "enum": ["a", "b"]}});
    let object = params(&json!({"o": {"type": "object", "properties": inner}}));
    let text = params(&json!({"o": {"type": "string"}}));
    breaks(&object, &text, Code::ALL, "the type `O` is gone");
}

#[test]
fn a_list_is_taken_where_any_json_is() {
    let list = params(&json!({"l": {"type": "array", "items": {"type": "integer"}}}));
    let any = params(&json!({"l": {}}));
    breaks(&list, &any, &[Code::FieldRead], "the field `l` is `Option<Json>` now");
}

#[test]
fn an_object_that_becomes_another_of_several_types_is_told() {
    let of = |one: Value| {
        let kind = |title: &str, properties: &Value, required: Value| json!({"title": title, "properties": properties, "required": required});
        let text = json!({"type": "string"});
        let two = kind("Two", &json!({"h": text, "u": text}), json!(["h", "u"]));
        let spec = json!({"anyOf": [kind("One", &one, json!(["h"])), two]});
        json!([{"name": "Any Params", "spec": spec}])
    };
    let text = json!({"type": "string"});
    let comparison = compared(&of(json!({"h": text})), &of(json!({"h": text, "u": text})));
    let human = render::human(&comparison);
    let is_told = comparison.changes().any(|(_, change)| change.kind == Kind::VariantPreferred);
    assert!(is_told, "{human}");
    assert!(human.contains("an object that was `Two` may be taken for `One` now"), "{human}");
    assert!(human.contains("none of this kind had it"), "{human}");
}

#[test]
fn a_mark_of_a_secret_is_told_wherever_it_counts() {
    let of = |x: Value| {
        let definitions = json!({
            "any": {},
            "chain": {"$ref": "#/definitions/any"},
            "marked": {"$ref": "#/definitions/any", "writeOnly": true},
        });
        let spec = json!({"type": "object", "properties": {"x": x}, "definitions": definitions});
        json!([{"name": "Any Params", "spec": spec}])
    };
    let to = |name: &str| json!({"$ref": format!("#/definitions/{name}")});
    let mut beside = to("chain");
    beside["x-secret"] = json!(true);
    for (shown, hidden) in [
        (to("chain"), beside.clone()),
        (to("chain"), to("marked")),
        (json!({"items": to("chain")}), json!({"items": beside})),
        (json!({"allOf": [to("chain")]}), json!({"allOf": [beside]})),
        (json!({"anyOf": [to("chain")]}), json!({"anyOf": [beside]})),
    ] {
        for (old, new, said) in
            [(&shown, &hidden, "it is a secret now"), (&hidden, &shown, "it is no secret any more")]
        {
            let comparison = compared(&of(old.clone()), &of(new.clone()));
            let human = render::human(&comparison);
            let is_told =
                comparison.changes().any(|(_, change)| change.kind == Kind::SecretChanged);
            assert!(is_told && human.contains(said), "{old} -> {new}: {human}");
        }
    }
    // The same mark, in another place of the chain.
    let comparison = compared(&of(beside.clone()), &of(to("marked")));
    assert!(comparison.is_empty(), "{}", render::human(&comparison));
}
