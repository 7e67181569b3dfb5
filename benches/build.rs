//! Makes the peers' code from the same spec files: serde's derives, and typify's output for all of them as one `oneOf`.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use serde_json::{Map, Value, json};

/// One kind of params of one auth spec.
struct Kind {
    id: String,
    version: String,
    spec_name: String,
    schema: Value,
}

fn main() {
    println!("cargo::rerun-if-changed=../specs");
    println!("cargo::rerun-if-changed=build.rs");
    let kinds = kinds(Path::new("../specs"));
    let out = env::var("OUT_DIR").expect("OUT_DIR");
    let write = |name: &str, text: &str| {
        fs::write(Path::new(&out).join(name), text).expect("a file can be written");
    };
    write("derived.rs", &derived(&kinds));
    write("typified.rs", &typified(&kinds));
    let bodies: Vec<Value> = kinds.iter().map(body_schema).collect();
    write("schemas.json", &Value::from(bodies).to_string());
}

/// Every kind of params, in the catalog's order.
fn kinds(folder: &Path) -> Vec<Kind> {
    let mut paths: Vec<_> =
        fs::read_dir(folder).expect("specs").map(|entry| entry.expect("an entry").path()).collect();
    paths.sort_by_key(|path| path.file_stem().map(ToOwned::to_owned));
    let specs = paths.iter().filter(|path| !path.ends_with("connection-spec.schema.json"));
    specs
        .flat_map(|path| {
            let spec: Value =
                serde_json::from_str(&fs::read_to_string(path).expect("a spec")).expect("JSON");
            let auths = spec["authSpec"].as_array().cloned().unwrap_or_default();
            auths
                .into_iter()
                .flat_map(move |auth| {
                    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
                    let (id, version, spec_name) =
                        (text(&spec["id"]), text(&spec["version"]), text(&auth["name"]));
                    branches(&auth["spec"]).into_iter().map(move |schema| Kind {
                        id: id.clone(),
                        version: version.clone(),
                        spec_name: spec_name.clone(),
                        schema,
                    })
                })
                .collect::<Vec<_>>()
        })
        .collect()
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

fn derived(kinds: &[Kind]) -> String {
    let mut code = String::new();
    let empty = Map::new();
    for (at, kind) in kinds.iter().enumerate() {
        let required: Vec<&str> = kind.schema["required"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        let _ = writeln!(
            code,
            "#[derive(Clone, Debug, PartialEq, ::serde::Serialize, ::serde::Deserialize)]\n#[serde(deny_unknown_fields)]\npub struct Params{at} {{"
        );
        for (index, (name, schema)) in
            kind.schema["properties"].as_object().unwrap_or(&empty).iter().enumerate()
        {
            let rust = match schema["type"].as_str() {
                Some("string") => "String",
                Some("integer") => "i64",
                Some("number") => "f64",
                Some("boolean") => "bool",
                _ => "::serde_json::Value",
            };
            let _ = match required.contains(&name.as_str()) {
                true => {
                    writeln!(code, "    #[serde(rename = {name:?})] pub field_{index}: {rust},")
                }
                false => writeln!(
                    code,
                    "    #[serde(rename = {name:?}, default, skip_serializing_if = \"Option::is_none\")] pub field_{index}: Option<{rust}>,"
                ),
            };
        }
        let _ = writeln!(code, "}}");
    }
    let readers: Vec<String> = (0..kinds.len()).map(|at| format!("read::<Params{at}>")).collect();
    let values: Vec<String> =
        (0..kinds.len()).map(|at| format!("from_value::<Params{at}>")).collect();
    let writers: Vec<String> = (0..kinds.len()).map(|at| format!("writer::<Params{at}>")).collect();
    let keys: Vec<String> =
        kinds.iter().map(|kind| format!("({:?}, {:?})", kind.id, kind.spec_name)).collect();
    let _ = writeln!(code, "pub static READERS: &[fn(&[u8])] = &[{}];", readers.join(", "));
    let _ = writeln!(
        code,
        "pub static FROM_VALUE: &[fn(::serde_json::Value)] = &[{}];",
        values.join(", ")
    );
    let _ = writeln!(
        code,
        "pub static WRITERS: &[fn(&[u8]) -> Box<dyn Fn() -> String + Sync>] = &[{}];",
        writers.join(", ")
    );
    let _ = writeln!(code, "pub static KEYS: &[(&str, &str)] = &[{}];", keys.join(", "));
    code
}

/// A whole body of that kind, as a schema.
fn body_schema(kind: &Kind) -> Value {
    let mut params = kind.schema.clone();
    params["additionalProperties"] = false.into();
    json!({
        "type": "object",
        "properties": {
            "name": {"type": "string"},
            "description": {"type": "string"},
            "auth": {
                "type": "object",
                "properties": {"specName": {"type": "string", "enum": [kind.spec_name]}, "params": params},
                "required": ["specName", "params"],
                "additionalProperties": false
            },
            "connectionSpec": {
                "type": "object",
                "properties": {"id": {"type": "string", "enum": [kind.id]}, "version": {"type": "string", "enum": [kind.version]}},
                "required": ["id", "version"],
                "additionalProperties": false
            }
        },
        "required": ["name", "auth", "connectionSpec"],
        "additionalProperties": false
    })
}

fn typified(kinds: &[Kind]) -> String {
    let branches: Vec<Value> = kinds
        .iter()
        .enumerate()
        .map(|(at, kind)| {
            let mut schema = bare(&body_schema(kind));
            schema["title"] = format!("Body{at}").into();
            schema
        })
        .collect();
    let root = json!({"$schema": "http://json-schema.org/draft-07/schema#", "title": "Body", "oneOf": branches});
    let root: schemars::schema::RootSchema = serde_json::from_value(root).expect("a schema");
    let mut space = typify::TypeSpace::new(&typify::TypeSpaceSettings::default());
    space.add_root_schema(root).expect("typify takes it");
    let file = syn::parse2::<syn::File>(space.to_stream()).expect("typify makes Rust");
    prettyplease::unparse(&file)
}

/// A schema with what makes types, and without what only validates: no peer is charged for what it does badly.
fn bare(schema: &Value) -> Value {
    match schema {
        Value::Object(members) => {
            let kept = members.iter().filter(|(key, value)| {
                let annotates = matches!(
                    key.as_str(),
                    "pattern"
                        | "format"
                        | "minLength"
                        | "maxLength"
                        | "examples"
                        | "default"
                        | "description"
                        | "title"
                        | "dependencies"
                        | "$schema"
                );
                !(key.starts_with("x-")
                    || (annotates && !value.is_object())
                    || *key == "dependencies")
            });
            Value::Object(kept.map(|(key, value)| (key.clone(), bare(value))).collect())
        }
        Value::Array(items) => items.iter().map(bare).collect(),
        scalar => scalar.clone(),
    }
}
