//! The spec files against the facts that were collected from public pages: every id, specName and param of a source
//! that the catalog has is in its spec file, as required and as secret as the facts say, or listed with a reason in
//! `tests/facts_exceptions.json`.
//!
//! The facts lie where the project is built, not in the repository: `WELLHEAD_FACTS` names their folder, and the test is
//! run by `.ci/run` alone.

#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic)] // How a test fails.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::Value;
use wellhead::{AuthDescriptor, SourceDescriptor};

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
    for source in wellhead::CATALOG {
        let file = folder.join("facts").join(format!("{}.json", source.slug));
        for (fact, holds) in audit(source, &read(&file), &newer[source.slug]) {
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
    println!(
        "{facts} facts of {} sources, {} exceptions",
        wellhead::CATALOG.len(),
        exceptions.len()
    );
    assert!(wrong.is_empty(), "not in the spec files:\n{}", wrong.join("\n"));
    assert!(unused.is_empty(), "exceptions that are none: {unused:#?}");
    assert!(facts > 50, "the facts were not read");
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
    let mut found = vec![
        (
            format!("id {}", text(&facts["connection_spec_id"])),
            facts["connection_spec_id"] == source.id,
        ),
        (format!("version {}", text(&facts["version"])), facts["version"] == source.version),
    ];
    for auth in items(&facts["auth"]).chain(items(&newer["auth_to_add"])) {
        let name = text(&auth["spec_name"]);
        let known: Vec<_> =
            source.auth.iter().filter(|known| known.spec_name == Some(&name)).collect();
        found.push((format!("specName {name}"), !known.is_empty()));
        let more = items(&newer["params_to_add"][&name]);
        for param in items(&auth["params"]).chain(more) {
            found.extend(known.iter().flat_map(|known| audit_param(known, &name, param)));
        }
    }
    found
}

fn audit_param(auth: &AuthDescriptor, spec_name: &str, param: &Value) -> Vec<(String, bool)> {
    let name = text(&param["name"]);
    let field = auth.table.fields.iter().find(|field| field.name == name);
    let fact = |what: &str| format!("{spec_name}, param {name}{what}");
    let mut found = vec![(fact(""), field.is_some())];
    let Some(field) = field else { return found };
    if let Some(required) = param["required"].as_bool() {
        found.push((
            fact(if required { " is required" } else { " is optional" }),
            field.required == required,
        ));
    }
    if let Some(secret) = param["secret"].as_bool() {
        found.push((
            fact(if secret { " is secret" } else { " is no secret" }),
            field.shape.is_secret() == secret,
        ));
    }
    found
}

fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
