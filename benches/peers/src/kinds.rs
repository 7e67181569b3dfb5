//! The kinds of params of a catalog, each with the schema of a whole body.

use serde_json::{Map, Value, json};

use crate::specs::Spec;

/// One kind of params of one auth spec: an alternative of its schema, or all of it.
#[derive(Clone, Debug)]
pub struct Kind {
    /// The source's place in the catalog.
    pub source: usize,
    /// The connection spec id.
    pub id: String,
    /// The connection spec version.
    pub version: String,
    /// The auth spec's name.
    pub spec_name: String,
    /// What the params may be.
    pub schema: Value,
}

/// Every kind of params, in the catalog's order.
pub fn kinds(specs: &[Spec]) -> Vec<Kind> {
    specs.iter().enumerate().flat_map(|(source, spec)| kinds_of(source, &spec.json)).collect()
}

fn kinds_of(source: usize, spec: &Value) -> Vec<Kind> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let auths = spec["authSpec"].as_array().into_iter().flatten();
    let kinds = auths.flat_map(|auth| {
        branches(&auth["spec"]).into_iter().map(move |schema| Kind {
            source,
            id: text(&spec["id"]),
            version: text(&spec["version"]),
            spec_name: text(&auth["name"]),
            schema,
        })
    });
    kinds.collect()
}

/// The alternatives of a schema, each with what all have.
fn branches(schema: &Value) -> Vec<Value> {
    let Some(branches) = schema["oneOf"].as_array().or(schema["anyOf"].as_array()) else {
        return vec![schema.clone()];
    };
    let merged = branches.iter().map(|branch| {
        let mut properties: Map<String, Value> =
            schema["properties"].as_object().cloned().unwrap_or_default();
        properties.extend(branch["properties"].as_object().cloned().unwrap_or_default());
        let required = [&schema["required"], &branch["required"]];
        let required: Vec<Value> =
            required.iter().filter_map(|list| list.as_array()).flatten().cloned().collect();
        json!({"type": "object", "properties": properties, "required": required})
    });
    merged.collect()
}

/// A whole body of that kind, as a schema.
pub fn body_schema(kind: &Kind) -> Value {
    let mut params = kind.schema.clone();
    params["additionalProperties"] = false.into();
    let only = |text: &str| json!({"type": "string", "enum": [text]});
    json!({
        "type": "object",
        "properties": {
            "name": {"type": "string"},
            "description": {"type": "string"},
            "auth": {
                "type": "object",
                "properties": {"specName": only(&kind.spec_name), "params": params},
                "required": ["specName", "params"],
                "additionalProperties": false
            },
            "connectionSpec": {
                "type": "object",
                "properties": {"id": only(&kind.id), "version": only(&kind.version)},
                "required": ["id", "version"],
                "additionalProperties": false
            }
        },
        "required": ["name", "auth", "connectionSpec"],
        "additionalProperties": false
    })
}
