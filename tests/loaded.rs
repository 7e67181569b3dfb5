//! The catalog loaded from its spec files says of every body what the compiled one says, to the letter: the bodies that
//! documents print, the examples, and what is left of them after a small change; params that were drawn at random, also for
//! the generator's small specs, which have every shape.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking, and these report their counts"
)]

mod support;
#[path = "../codegen/tests/agree/told.rs"]
mod told;

use std::fs;
use std::path::{Path, PathBuf};

use proptest::strategy::{Strategy, ValueTree};
use serde_json::{Map, Value, json};
use support::json::body;
use support::{Catalog, auths, fixed_runner, small, values};
use wellhead::Source;
use wellhead_codegen::Loader;
use wellhead_runtime::{Compiled, LoadedCatalog};

fn path(below: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(below)
}

fn loaded(folder: &str) -> LoadedCatalog {
    Loader::new(path(folder)).load().expect("sound specs").catalog
}

/// Bodies that compiled and loaded sources are compared by, and how many were.
struct Twins<S> {
    compiled: Compiled<S>,
    loaded: LoadedCatalog,
    compared: usize,
    accepted: usize,
}

impl<S: Catalog> Twins<S> {
    fn new(specs: &str) -> Self {
        Self { compiled: Compiled::new(), loaded: loaded(specs), compared: 0, accepted: 0 }
    }

    fn body(&mut self, body: &str) {
        let compiled = told::of_body(&self.compiled, body.as_bytes());
        self.alike(body, &compiled, &told::of_body(&self.loaded, body.as_bytes()));
    }

    fn body_as(&mut self, slug: &str, body: &str) {
        let compiled = told::of_body_as(&self.compiled, slug, body.as_bytes());
        self.alike(body, &compiled, &told::of_body_as(&self.loaded, slug, body.as_bytes()));
    }

    fn params(&mut self, slug: &str, spec_name: Option<&str>, params: &str) {
        let (params, what) = (params.as_bytes(), params);
        let compiled = told::of_params(&self.compiled, slug, spec_name, params);
        let loaded = told::of_params(&self.loaded, slug, spec_name, params);
        self.alike(&format!("{slug} {what}"), &compiled, &loaded);
    }

    fn alike(&mut self, of: &str, compiled: &str, loaded: &str) {
        assert!(compiled == loaded, "{of}\n\ncompiled: {compiled}\n\nloaded: {loaded}");
        self.compared += 1;
        self.accepted += usize::from(compiled.starts_with("ConnectionRequest"));
    }

    fn report(&self, what: &str) {
        let refused = self.compared - self.accepted;
        println!("{what}: {} alike, {} accepted, {refused} refused", self.compared, self.accepted);
        assert!(self.accepted > 0 && refused > 0, "both are among them");
    }
}

/// The files of a folder whose names end so, as text.
fn texts(folder: &str, end: &str) -> Vec<String> {
    let entries = fs::read_dir(path(folder)).expect("a folder").map(|entry| entry.unwrap().path());
    let mut paths: Vec<_> = entries.filter(|path| path.to_string_lossy().ends_with(end)).collect();
    paths.sort();
    paths.iter().map(|path| fs::read_to_string(path).expect("a text")).collect()
}

/// What a param is changed to: each kind of value, and the ends of some ranges.
fn wrong_values() -> Vec<Value> {
    vec![
        Value::Null,
        true.into(),
        0.into(),
        (-1).into(),
        2.5.into(),
        70_000.into(),
        u64::MAX.into(),
        1e300.into(),
        "".into(),
        " \u{7}x".into(),
        "x".repeat(5000).into(),
        json!(["x", "x"]),
        json!({"x": null}),
    ]
}

/// Params with a small change each: one left out, misspelt, of another kind or out of its range; one more.
fn spoilt(params: &Map<String, Value>) -> Vec<Value> {
    let mut all = vec![];
    for name in params.keys() {
        let without = || {
            let kept = params.iter().filter(|(key, _)| *key != name);
            kept.map(|(key, value)| (key.clone(), value.clone())).collect::<Map<_, _>>()
        };
        all.push(without());
        let mut misspelt = without();
        misspelt.insert(format!("{name}s"), params[name].clone());
        all.push(misspelt);
        for wrong in wrong_values() {
            let mut changed = params.clone();
            changed.insert(name.clone(), wrong);
            all.push(changed);
        }
        if let Some(text) = params[name].as_str() {
            for wrong in [text.to_uppercase(), format!("{text};Extra=1"), text.replace(';', "&")] {
                let mut changed = params.clone();
                changed.insert(name.clone(), wrong.into());
                all.push(changed);
            }
        }
    }
    let mut more = params.clone();
    more.insert("zz\"\n~/".into(), json!({"a": [1]}));
    all.push(more);
    let mut all: Vec<Value> = all.into_iter().map(Value::Object).collect();
    all.extend(params.values().find_map(Value::as_object).into_iter().flat_map(spoilt));
    all
}

/// A body with a small change each around and inside its params.
fn spoilt_bodies(body: &Value) -> Vec<String> {
    let mut all = Vec::new();
    for at in ["/name", "/auth", "/auth/specName", "/connectionSpec", "/connectionSpec/id"] {
        for wrong in wrong_values() {
            let mut changed = body.clone();
            if let Some(place) = changed.pointer_mut(at) {
                *place = wrong;
                all.push(changed.to_string());
            }
        }
    }
    let mut other = body.clone();
    other["connectionSpec"]["version"] = "0.9".into();
    other["description"] = "d".into();
    all.push(other.to_string());
    if let Some(params) = body.pointer("/auth/params").and_then(Value::as_object) {
        for wrong in spoilt(params) {
            let mut changed = body.clone();
            changed["auth"]["params"] = wrong;
            all.push(changed.to_string());
        }
        for (name, value) in params {
            let member = format!("{}:{value}", json!(name));
            let text = body.to_string();
            all.push(text.replacen(&member, &format!("{member},{member}"), 1));
            all.push(text.replacen(&member, &format!("{member} {member}"), 1));
        }
    }
    all
}

#[test]
fn every_documented_body_and_every_change_of_it_is_told_the_same() {
    let mut twins = Twins::<Source>::new("specs");
    let printed = texts("tests/documented", ".json");
    let examples = texts("examples", ".json");
    let broken = texts("examples/broken", ".json");
    for text in printed.iter().chain(&examples).chain(&broken) {
        twins.body(text);
        let Ok(body) = serde_json::from_str::<Value>(text) else { continue };
        spoilt_bodies(&body).iter().for_each(|text| twins.body(text));
    }
    twins.report(&format!("{} bodies", printed.len() + examples.len() + broken.len()));
}

#[test]
fn every_example_of_the_catalog_and_every_change_of_it_is_told_the_same() {
    let mut twins = Twins::<Source>::new("specs");
    for auth in auths::<Source>() {
        let body = Value::from(auth.example_request());
        for text in spoilt_bodies(&body).iter().chain([&body.to_string()]) {
            twins.body_as(auth.source.slug, text);
        }
    }
    twins.report("examples of the catalog");
}

/// Params of every auth spec, drawn by its table, as they are and with every small change.
fn drawn<S: Catalog>(specs: &str, each: usize) {
    let mut twins = Twins::<S>::new(specs);
    let mut runner = fixed_runner();
    for auth in auths::<S>() {
        let params = values::params(auth.table);
        for _ in 0..each {
            let params = params.new_tree(&mut runner).expect("params").current();
            twins.params(auth.source.slug, auth.spec_name, &params.to_string());
            twins.body(&body(auth, &params).to_string());
            for wrong in spoilt(params.as_object().expect("an object")) {
                twins.params(auth.source.slug, auth.spec_name, &wrong.to_string());
            }
        }
    }
    twins.report(&format!("params drawn for {specs}"));
}

#[test]
fn any_params_of_the_catalog_are_told_the_same() {
    drawn::<Source>("specs", 4);
}

#[test]
fn any_params_of_every_shape_are_told_the_same() {
    drawn::<small::Source>("codegen/tests/specs", 8);
}

#[test]
fn a_name_that_is_not_known_is_told_the_same() {
    let mut twins = Twins::<Source>::new("specs");
    for (slug, spec_name) in [
        ("salesforc", None),
        ("kafka", Some("x")),
        ("oracle", Some("ConectionString")),
        ("adls-gen2", None),
        ("pendo", Some("Basic Authentication")),
        ("pendo", None),
    ] {
        twins.params(slug, spec_name, "{}");
    }
    twins.report("names");
}
