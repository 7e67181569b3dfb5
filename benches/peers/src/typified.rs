//! typify's output for all bodies of a catalog.

use serde_json::{Value, json};

use crate::kinds::{Kind, body_schema};

/// The bodies as one `oneOf`, as Rust: `Body`, and a `Body{n}` a kind.
pub fn code(kinds: &[Kind]) -> String {
    let name = |at: usize| format!("Body{at}");
    let bodies = kinds.iter().enumerate().map(|(at, kind)| (name(at), bare(&body_schema(kind))));
    let definitions: serde_json::Map<_, _> = bodies.collect();
    // By reference, so that each kind is a type by itself as well.
    let branches: Vec<Value> =
        (0..kinds.len()).map(|at| json!({"$ref": format!("#/definitions/{}", name(at))})).collect();
    let root = json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Body",
        "oneOf": branches,
        "definitions": definitions,
    });
    let root: schemars::schema::RootSchema = serde_json::from_value(root).expect("a schema");
    let mut space = typify::TypeSpace::new(&typify::TypeSpaceSettings::default());
    space.add_root_schema(root).expect("typify takes it");
    let file = syn::parse2::<syn::File>(space.to_stream()).expect("typify makes Rust");
    prettyplease::unparse(&file)
}

/// A schema with what makes types, and without what only validates: no peer is charged for what it does badly.
fn bare(schema: &Value) -> Value {
    match schema {
        Value::Object(members) => members
            .iter()
            .filter(|(key, value)| !only_validates(key, value))
            .map(|(key, value)| (key.clone(), bare(value)))
            .collect::<serde_json::Map<_, _>>()
            .into(),
        Value::Array(items) => items.iter().map(bare).collect(),
        scalar => scalar.clone(),
    }
}

fn only_validates(key: &str, value: &Value) -> bool {
    // A property may have any of these names; its value is an object then.
    let keyword = matches!(
        key,
        "pattern"
            | "format"
            | "minLength"
            | "maxLength"
            | "examples"
            | "default"
            | "description"
            | "title"
            | "$schema"
    );
    key.starts_with("x-") || key == "dependencies" || (keyword && !value.is_object())
}
