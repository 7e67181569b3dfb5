//! Spec files that tests begin with, and what is said of them.

#![allow(dead_code, reason = "no test needs all of it")]

use serde_json::{Value, json};
use wellhead_spec::canonical::canonical;
use wellhead_spec::import::Import;
use wellhead_spec::{Code, Diagnostics, Severity, SpecSet, SpecText};

pub(crate) const ID: &str = "5c0a2f6e-3b1d-4c52-9f0e-7a6b1d2c3e4f";

pub(crate) const OTHER_ID: &str = "7d1b3a70-4c2e-4d63-8a1f-8b7c2e3d4f50";

pub(crate) fn source(text: impl Into<String>) -> SpecText {
    SpecText { slug: "acme-crm".into(), file: "specs/acme-crm.json".into(), text: text.into() }
}

/// A connection spec with these properties and required names in its one auth spec.
pub(crate) fn spec(properties: Value, required: Value) -> Value {
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

/// The same with these params.
pub(crate) fn with_params(params: Value) -> Value {
    let mut spec = spec(json!({}), json!([]));
    spec["authSpec"][0]["spec"] = params;
    spec
}

pub(crate) fn described(more: Value) -> Value {
    let mut schema = json!({"type": "string", "description": "What it is."});
    schema.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    schema
}

pub(crate) fn noted(diagnostics: &Diagnostics) -> Vec<(Severity, Code)> {
    diagnostics.iter().map(|one| (one.severity(), one.code)).collect()
}

pub(crate) fn checked(text: &str) -> Diagnostics {
    SpecSet::from_texts(vec![source(text)]).diagnostics
}

/// The canonical form of a text.
pub(crate) fn formatted(text: &str) -> String {
    canonical(&source(text)).unwrap()
}

/// What an import makes of a text.
pub(crate) fn import(text: impl Into<String>) -> Import {
    let input = SpecText { slug: String::new(), file: "in.json".into(), text: text.into() };
    Import::of(input, "specs", None)
}
