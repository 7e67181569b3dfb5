//! Code with serde's derives: what a person would write by hand, one struct a kind of params.

use std::fmt::Write as _;

use serde_json::{Map, Value};

use crate::kinds::Kind;

/// One struct, called `name`, with its docs if `documented`.
pub fn params(kind: &Kind, name: &str, documented: bool) -> String {
    let required = kind.schema["required"].as_array().cloned().unwrap_or_default();
    let empty = Map::new();
    let properties = kind.schema["properties"].as_object().unwrap_or(&empty);
    let mut code = String::new();
    if documented {
        let _ = writeln!(code, "/// The params of `{}`.", kind.spec_name);
    }
    let _ = writeln!(
        code,
        "#[derive(Clone, Debug, PartialEq, ::serde::Serialize, ::serde::Deserialize)]\n#[serde(deny_unknown_fields)]\npub struct {name} {{"
    );
    for (at, (key, schema)) in properties.iter().enumerate() {
        if documented {
            let description = schema["description"].as_str().unwrap_or("A param.");
            for line in description.lines() {
                let _ = writeln!(code, "    /// {line}");
            }
        }
        let rust = rust_type(schema);
        let _ = match required.iter().any(|one| one == key) {
            true => writeln!(code, "    #[serde(rename = {key:?})]\n    pub field_{at}: {rust},"),
            false => writeln!(
                code,
                "    #[serde(rename = {key:?}, default, skip_serializing_if = \"Option::is_none\")]\n    pub field_{at}: Option<{rust}>,"
            ),
        };
    }
    code.push_str("}\n");
    code
}

/// The type of a param.
fn rust_type(schema: &Value) -> &'static str {
    match schema["type"].as_str() {
        Some("string") => "String",
        Some("integer") => "i64",
        Some("number") => "f64",
        Some("boolean") => "bool",
        _ => "::serde_json::Value",
    }
}

/// Every kind in one module, with tables of functions by the number of the kind: what the benchmarks include. The including
/// module gives `read`, `from_value` and `writer`.
pub fn module(kinds: &[Kind]) -> String {
    let mut code = String::new();
    for (at, kind) in kinds.iter().enumerate() {
        code.push_str(&params(kind, &format!("Params{at}"), false));
    }
    let each = |function: &str| {
        let calls = (0..kinds.len()).map(|at| format!("{function}::<Params{at}>"));
        calls.collect::<Vec<_>>().join(", ")
    };
    let keys = kinds.iter().map(|kind| format!("({:?}, {:?})", kind.id, kind.spec_name));
    let keys = keys.collect::<Vec<_>>().join(", ");
    let _ = write!(
        code,
        "pub static READERS: &[fn(&[u8])] = &[{}];
pub static FROM_VALUE: &[fn(::serde_json::Value)] = &[{}];
pub static WRITERS: &[fn(&[u8]) -> Box<dyn Fn() -> String + Sync>] = &[{}];
pub static KEYS: &[(&str, &str)] = &[{keys}];
",
        each("read"),
        each("from_value"),
        each("writer"),
    );
    code
}
