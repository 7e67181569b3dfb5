//! Sources that share an id: a change of one is judged by what becomes of requests for the other.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use serde_json::{Value, json};
use wellhead_codegen::Loader;
use wellhead_diff::change::{Kind, Wire};
use wellhead_diff::{Comparison, Side, compare, render};
use wellhead_runtime::{Catalog, LoadedCatalog};
use wellhead_spec::SpecText;

const ID: &str = "5c0a2f6e-3b1d-4c52-9f0e-7a6b1d2c3e4f";

/// Sources of one id by their slugs, each with the params of its auth specs.
fn texts(sources: &[(&str, Value)]) -> Vec<SpecText> {
    let texts = sources.iter().map(|(slug, auth_specs)| {
        let all = auth_specs.as_object().unwrap().iter();
        let all = all.map(|(name, spec)| json!({"name": name, "spec": spec}));
        let spec = json!({
            "id": ID,
            "name": slug,
            "version": "1.0",
            "x-shared-id": "They are one service.",
            "authSpec": all.collect::<Value>(),
        });
        SpecText { slug: (*slug).into(), file: format!("{slug}.json"), text: format!("{spec:#}") }
    });
    texts.collect()
}

fn catalog(sources: &[(&str, Value)]) -> LoadedCatalog {
    let folder = tempfile::tempdir().unwrap();
    for text in texts(sources) {
        std::fs::write(folder.path().join(&text.file), &text.text).unwrap();
    }
    Loader::new(folder.path()).load().unwrap().catalog
}

fn compared(old: &[(&str, Value)], new: &[(&str, Value)]) -> Comparison {
    let [old, new] = [old, new].map(|sources| Side::texts(texts(sources)));
    assert!(!old.has_errors() && !new.has_errors());
    compare(&old, &new)
}

/// An object of params, those marked with `!` required.
fn params(names: &[&str]) -> Value {
    let bare = |name: &&str| name.trim_end_matches('!').to_owned();
    let properties = names.iter().map(|name| (bare(name), json!({"type": "string"})));
    let required = names.iter().filter(|name| name.ends_with('!')).map(bare);
    json!({
        "type": "object",
        "properties": properties.collect::<serde_json::Map<_, _>>(),
        "required": required.collect::<Value>(),
    })
}

/// Asserts that a request that was accepted is ambiguous now, and that the change is not said to be compatible.
fn takes(old: &[(&str, Value)], new: &[(&str, Value)], request: &Value) {
    let taken = |sources: &[(&str, Value)]| {
        catalog(sources).dispatch_params(ID, Some("Basic"), request.to_string().as_bytes()).is_ok()
    };
    assert_eq!([taken(old), taken(new)], [true, false]);
    let comparison = compared(old, new);
    let worst = comparison.changes().map(|(_, change)| change.wire.severity).max();
    assert_eq!(worst, Some(Wire::Undecided), "{}", render::human(&comparison));
    assert!(overlaps(&comparison));
}

fn overlaps(comparison: &Comparison) -> bool {
    comparison.changes().any(|(_, change)| change.kind == Kind::SharedIdOverlap)
}

#[test]
fn an_auth_spec_that_is_new_may_take_requests_from_another_source() {
    let aa = ("aa", json!({"Basic": params(&["host!", "user"])}));
    let cc = |more: Value| {
        let mut all = json!({"Key": params(&["key!"])});
        all.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        ("cc", all)
    };
    let (old, new) = (cc(json!({})), cc(json!({"Basic": params(&["host!"])})));
    let request = json!({"host": "h"});
    takes(&[aa.clone(), old], &[aa.clone(), new.clone()], &request);
    takes(std::slice::from_ref(&aa), &[aa.clone(), new], &request);
}

#[test]
fn a_param_that_told_sources_apart_is_required() {
    let aa = ("aa", json!({"Basic": params(&["host!"])}));
    let cc = |token: &str| ("cc", json!({"Basic": params(&["host!", token])}));
    takes(&[aa.clone(), cc("token!")], &[aa, cc("token")], &json!({"host": "h"}));
}

#[test]
fn sources_that_are_told_apart_take_nothing_from_each_other() {
    let aa = ("aa", json!({"Basic": params(&["host!"])}));
    let cc = |more: &str| ("cc", json!({"Basic": params(&["token!", more])}));
    let comparison = compared(&[aa.clone(), cc("one")], &[aa.clone(), cc("other")]);
    assert!(!overlaps(&comparison), "{}", render::human(&comparison));
    assert!(!overlaps(&compared(std::slice::from_ref(&aa), &[aa.clone(), cc("one")])));
}
