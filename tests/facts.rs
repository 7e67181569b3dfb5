//! The spec files against the facts that were collected from public pages: every id, version, status, specName and param
//! of every source is in its spec file, as required, as secret, of the type, with the choices and the default that the
//! facts give, or listed with a reason in `tests/facts_exceptions.json`.
//!
//! The facts lie where the project is built, not in the repository: `WELLHEAD_FACTS` names their folder, and the test is
//! run by `.ci/run` alone.

#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic)] // How a test fails.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::Value;
use wellhead::{AuthDescriptor, Field, Shape, SourceDescriptor};

#[test]
#[ignore = "needs the collected facts: WELLHEAD_FACTS=<folder> cargo test --test facts -- --ignored"]
fn every_fact_is_in_a_spec_file_or_has_a_reason_not_to_be() {
    let folder = PathBuf::from(
        std::env::var_os("WELLHEAD_FACTS").expect("WELLHEAD_FACTS names the folder of facts"),
    );
    let newer = read(&folder.join("facts-newer.json"));
    let exceptions = exceptions();
    let mut seen = BTreeSet::new();
    let mut wrong = Vec::new();
    let mut facts = 0;
    let stems = stems(&folder.join("facts"));
    for stem in &stems {
        let source = wellhead::source(stem).unwrap_or_else(|| panic!("{stem} has no spec file"));
        let file = read(&folder.join("facts").join(format!("{stem}.json")));
        for (fact, holds) in audit(source, &file, &newer[stem]) {
            facts += 1;
            let name = format!("{}: {fact}", source.slug);
            if !holds && !exceptions.contains(&name) {
                wrong.push(name.clone());
            }
            if !holds {
                seen.insert(name);
            }
        }
    }
    let unused: Vec<_> = exceptions.difference(&seen).collect();
    println!("{facts} facts of {} sources, {} exceptions", stems.len(), exceptions.len());
    assert!(wrong.is_empty(), "not in the spec files:\n{}", wrong.join("\n"));
    assert!(unused.is_empty(), "exceptions that are none: {unused:#?}");
    assert!(facts > 1000, "the facts were not read");
}

fn stems(folder: &Path) -> BTreeSet<String> {
    let entries = std::fs::read_dir(folder).expect("the facts");
    let names = entries.map(|entry| entry.expect("an entry").file_name());
    names.filter_map(|name| Some(name.to_str()?.strip_suffix(".json")?.to_owned())).collect()
}

fn exceptions() -> BTreeSet<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/facts_exceptions.json");
    let Value::Object(listed) = read(&path) else { panic!("the exceptions are an object") };
    assert!(
        listed.values().all(|reason| reason.as_str().is_some_and(|reason| !reason.is_empty())),
        "each has a reason"
    );
    listed.into_iter().map(|(fact, _)| fact).collect()
}

fn read(path: &Path) -> Value {
    let text =
        std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Every fact of a source, in words, and whether its spec file has it.
fn audit(source: &SourceDescriptor, facts: &Value, newer: &Value) -> Vec<(String, bool)> {
    let status = facts["status"].as_str().filter(|_| newer["status"].is_null());
    let mut found = vec![
        (
            format!("id {}", text(&facts["connection_spec_id"])),
            facts["connection_spec_id"] == source.id,
        ),
        (format!("version {}", text(&facts["version"])), facts["version"] == source.version),
    ];
    found.extend(
        status.map(|status| (format!("status {status}"), source.status.as_str() == status)),
    );
    for auth in items(&facts["auth"]).chain(items(&newer["auth_to_add"])) {
        let name = text(&auth["spec_name"]);
        let known: Vec<_> =
            source.auth.iter().copied().filter(|known| known.spec_name == Some(&name)).collect();
        found.push((format!("specName {name}"), !known.is_empty()));
        let more = items(&newer["params_to_add"][&name]);
        for param in items(&auth["params"]).chain(more) {
            found.extend(audit_param(&known, &name, param));
        }
    }
    found
}

/// The facts of one param; where a specName has several kinds of params, some kind has to show each.
fn audit_param(known: &[&AuthDescriptor], spec_name: &str, param: &Value) -> Vec<(String, bool)> {
    let name = text(&param["name"]);
    let fields: Vec<&Field> = known
        .iter()
        .filter_map(|auth| auth.table.fields.iter().find(|field| field.name == name))
        .collect();
    let fact = |what: &str| format!("{spec_name}, param {name}{what}");
    let mut found = vec![(fact(""), !fields.is_empty())];
    if fields.is_empty() {
        return found;
    }
    let mut holds = |what: String, is_so: &dyn Fn(&Field) -> bool| {
        found.push((fact(&what), fields.iter().any(|field| is_so(field))));
    };
    if let Some(required) = param["required"].as_bool() {
        let word = if required { "required" } else { "optional" };
        holds(format!(" is {word}"), &|field| field.required == required);
    }
    if let Some(secret) = param["secret"].as_bool() {
        let word = if secret { "secret" } else { "no secret" };
        holds(format!(" is {word}"), &|field| field.shape.is_secret() == secret);
    }
    if let Some(kind) = param["json_type"].as_str() {
        holds(format!(" is of type {kind}"), &|field| is_of(&field.shape, kind));
    }
    if !param["default"].is_null() {
        let default = &param["default"];
        holds(format!(" has the default {default}"), &|field| {
            field.about().default.and_then(|json| serde_json::from_str(&json).ok()).as_ref()
                == Some(default)
        });
    }
    if let Some(choices) = param["enum"].as_array() {
        holds(format!(" is one of {}", param["enum"]), &|field| match field.shape {
            Shape::Choice(known) => {
                choices.iter().all(|choice| known.iter().any(|known| choice == known))
            }
            _ => choices.len() == 1 && matches!(field.shape, Shape::Constant(_)),
        });
    }
    found
}

fn is_of(shape: &Shape, kind: &str) -> bool {
    let kinds: &[&str] = match shape {
        Shape::Text(_) | Shape::Secret(_) | Shape::ConnectionString(_) | Shape::Choice(_) => {
            &["string"]
        }
        Shape::Integer(_) => &["integer", "number"],
        Shape::Number(_) => &["number"],
        Shape::Boolean => &["boolean"],
        Shape::Nullable(inner) => return is_of(inner, kind),
        Shape::Constant(constant) => match constant {
            wellhead::Constant::Text(_) => &["string"],
            wellhead::Constant::Integer(_) => &["integer", "number"],
            wellhead::Constant::Boolean(_) => &["boolean"],
        },
        _ => &["object", "array"],
    };
    kinds.contains(&kind)
}

fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
