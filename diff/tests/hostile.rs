//! Whatever spec files hold, a comparison ends, soon and without a panic.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use serde_json::{Map, Value, json};
use wellhead_diff::{Side, changelog, compare, render};
use wellhead_spec::SpecText;

fn text(slug: &str, number: usize, params: &Value) -> SpecText {
    let spec = json!({
        "id": format!("00000000-0000-4000-8000-{number:012x}"),
        "name": slug,
        "version": "1.0",
        "authSpec": [{"name": "Any", "spec": params}],
    });
    SpecText { slug: slug.into(), file: format!("{slug}.json"), text: spec.to_string() }
}

fn side(params: &Value) -> Side {
    Side::texts(vec![text("hostile", 1, params)])
}

fn all(old: &Side, new: &Side) {
    let comparison = compare(old, new);
    render::human(&comparison);
    render::markdown(&comparison);
    render::json(&comparison);
    changelog::section(&comparison);
}

#[test]
fn a_thousand_sources_that_are_all_others_are_no_million_comparisons() {
    let params = json!({"type": "object", "properties": {"a": {"type": "string"}}});
    let sources = |name: &str, from: usize| {
        let texts = (0..1000).map(|at| text(&format!("{name}-{at}"), from + at, &params));
        Side::texts(texts.collect())
    };
    let (old, new) = (sources("one", 0), sources("other", 5000));
    let comparison = compare(&old, &new);
    assert!(comparison.changes().count() >= 1000);
}

#[test]
fn thousands_of_params_that_all_changed_on_one_line_are_placed() {
    let params = |kind: &str| {
        let members = (0..3000).map(|at| (format!("param{at}"), json!({ "type": kind })));
        json!({"type": "object", "properties": members.collect::<Map<_, _>>()})
    };
    let (old, new) = (side(&params("string")), side(&params("boolean")));
    let comparison = compare(&old, &new);
    assert_eq!(comparison.changes().count(), 3000);
    let (_, last) = comparison.changes().last().unwrap();
    assert!(
        last.new.as_ref().is_some_and(|place| place.place.line == 1 && place.place.column > 9000)
    );
}

#[test]
fn values_that_are_listed_by_the_tens_of_thousands_are_no_billions_of_comparisons() {
    let params =
        |values: Vec<usize>| json!({"type": "object", "properties": {"a": {"enum": values}}});
    let (old, new) =
        (side(&params((0..40_000).collect())), side(&params((1..40_001).rev().collect())));
    let comparison = compare(&old, &new);
    let told: Vec<&str> = comparison.changes().map(|(_, change)| change.what.as_str()).collect();
    let order = "the listed values stand in another order";
    assert_eq!(told, ["`0` is not listed any more", "`40000` is listed as well", order]);
}

#[test]
fn definitions_that_lead_to_one_another_end() {
    let wide = |keyword: &str| {
        let level = |at: usize| {
            let next = json!({"$ref": format!("#/definitions/d{}", at + 1)});
            (format!("d{at}"), json!({ (keyword): [next, next, next] }))
        };
        let mut definitions: Map<String, Value> = (0..20).map(level).collect();
        definitions.insert("d20".into(), json!({"type": "string"}));
        json!({"type": "object", "definitions": definitions, "properties": {"a": {"$ref": "#/definitions/d0"}}})
    };
    let circle = json!({
        "type": "object",
        "definitions": {"n": {"type": "object", "properties": {"n": {"$ref": "#/definitions/n"}}}},
        "properties": {"a": {"$ref": "#/definitions/n"}}
    });
    for (old, new) in [
        (wide("allOf"), wide("anyOf")),
        (wide("anyOf"), wide("oneOf")),
        (wide("oneOf"), circle.clone()),
        (circle.clone(), json!({"type": "object", "properties": {"a": {"type": "object"}}})),
    ] {
        all(&side(&old), &side(&new));
    }
}

#[test]
fn names_that_act_on_a_terminal_or_a_page_do_not() {
    let params = |name: &str| json!({"type": "object", "properties": {name: {"type": "string"}}});
    let name = "a\u{1b}[31m|<img>\n`x`";
    let comparison = compare(&side(&params("plain")), &side(&params(name)));
    let human = render::human(&comparison);
    assert!(!human.contains("\u{1b}[31m|"), "{human}");
    let markdown = render::markdown(&comparison);
    assert!(!markdown.contains('\u{1b}') && !markdown.contains("<img>\n"), "{markdown}");
}

#[test]
fn a_name_that_holds_backticks_ends_no_code() {
    let params = |name: &str| json!({"type": "object", "properties": {name: {"type": "string"}}});
    for name in ["a`<img>", "``<img> ", "`a`<img>"] {
        let comparison = compare(&side(&params("plain")), &side(&params(name)));
        for text in [render::markdown(&comparison), changelog::section(&comparison)] {
            // Between backticks that stand alone nothing acts.
            let mut outside = text.lines().flat_map(|line| {
                line.replace("\\`", "").split('`').step_by(2).map(str::to_owned).collect::<Vec<_>>()
            });
            assert!(!outside.any(|text| text.contains('<')), "{text}");
        }
    }
}
