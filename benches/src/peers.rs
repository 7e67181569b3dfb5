//! The peers that take minutes to build, each as one function of a body.

use std::collections::HashMap;
use std::hint::black_box;
use std::sync::LazyLock;

use serde_json::Value;

use crate::{Sample, derived};

/// What typify makes of all bodies as one `oneOf`.
#[allow(clippy::all, missing_docs, dead_code, irrefutable_let_patterns)]
mod typified {
    include!(concat!(env!("OUT_DIR"), "/typified.rs"));
}

/// By connection spec id, then specName.
type ById<T> = HashMap<String, HashMap<String, T>>;

static KINDS: LazyLock<ById<usize>> = LazyLock::new(|| {
    let mut kinds: ById<usize> = HashMap::new();
    for (at, (id, name)) in derived::KEYS.iter().enumerate() {
        kinds.entry((*id).to_owned()).or_default().entry((*name).to_owned()).or_insert(at);
    }
    kinds
});

/// A validator of `jsonschema` for each kind, formats checked as Wellhead does.
static VALIDATORS: LazyLock<ById<Vec<jsonschema::Validator>>> = LazyLock::new(|| {
    let schemas = include_str!(concat!(env!("OUT_DIR"), "/schemas.json"));
    let schemas: Vec<Value> = serde_json::from_str(schemas).expect("JSON");
    let mut validators: ById<Vec<jsonschema::Validator>> = HashMap::new();
    for ((id, name), schema) in derived::KEYS.iter().zip(&schemas) {
        let validator = jsonschema::options()
            .with_draft(jsonschema::Draft::Draft7)
            .should_validate_formats(true)
            .build(schema)
            .expect("a validator");
        let of_id = validators.entry((*id).to_owned()).or_default();
        of_id.entry((*name).to_owned()).or_default().push(validator);
    }
    validators
});

/// Makes what is made once, so that nothing of it is timed.
pub fn prepare() {
    LazyLock::force(&KINDS);
    LazyLock::force(&VALIDATORS);
}

/// A `Value` first, its type looked up, and then serde's derive.
pub fn value_then_derive(sample: &Sample) {
    let value: Value = serde_json::from_slice(&sample.text).expect("JSON");
    black_box(of(&KINDS, &value));
    derived::FROM_VALUE[sample.kind](value);
}

/// typify's `oneOf`: one kind after the other is tried.
pub fn typify(sample: &Sample) {
    black_box(serde_json::from_slice::<typified::Body>(&sample.text).expect("a body"));
}

/// How many errors `jsonschema` finds, each told as people read it; the body's own source is looked up.
pub fn jsonschema(text: &[u8]) -> usize {
    let value: Value = serde_json::from_slice(text).expect("JSON");
    let told = |validator: &jsonschema::Validator| {
        let errors = validator.iter_errors(&value);
        let told = errors.map(|error| {
            black_box((error.to_string(), error.instance_path().as_str().len()));
        });
        told.count()
    };
    of(&VALIDATORS, &value).expect("validators").iter().map(told).min().unwrap_or_default()
}

/// sonic-rs to a value that borrows from the text, with no type and no rule: a second opinion on the floor.
pub fn sonic(sample: &Sample) {
    black_box(sonic_rs::from_slice::<sonic_rs::Value>(&sample.text).expect("JSON"));
}

fn of<'t, T>(table: &'t ById<T>, body: &Value) -> Option<&'t T> {
    let id = body["connectionSpec"]["id"].as_str()?;
    table.get(id)?.get(body["auth"]["specName"].as_str()?)
}
