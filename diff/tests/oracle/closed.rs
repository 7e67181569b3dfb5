//! A schema as requests are checked by it: members that are listed nowhere are refused, which JSON Schema lets pass.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use jsonschema::{Draft, Validator};
use serde_json::{Map, Value, json};

/// The formats that draft 7 does not have, each with the keyword of `jsonschema` that means the same.
const BORROWED: [(&str, &str, &str); 3] = [
    ("uuid", "format", "uuid"),
    ("duration", "format", "duration"),
    ("byte", "contentEncoding", "base64"),
];

/// A validator of the params that a schema accepts, in requests.
pub(crate) fn validator(schema: &Value) -> Validator {
    let mut options = jsonschema::options().with_draft(Draft::Draft7).should_validate_formats(true);
    for (format, lent) in lent() {
        options = options.with_format(*format, |text: &str| lent.is_valid(&text.into()));
    }
    let closed = closed(schema, schema, true);
    options.build(&closed).unwrap_or_else(|error| panic!("{error}: {closed:#}"))
}

/// The validators that formats are borrowed from, built once.
fn lent() -> &'static [(&'static str, Validator)] {
    static LENT: OnceLock<Vec<(&str, Validator)>> = OnceLock::new();
    LENT.get_or_init(|| {
        let built = BORROWED.map(|(format, keyword, word)| {
            let draft = if keyword == "format" { Draft::Draft201909 } else { Draft::Draft7 };
            let options = jsonschema::options().with_draft(draft).should_validate_formats(true);
            (format, options.build(&json!({ keyword: word })).expect("a schema"))
        });
        built.into()
    })
}

/// Keywords whose schemas speak of the same value.
const SAME_VALUE: [&str; 7] = ["allOf", "anyOf", "oneOf", "if", "then", "else", "dependencies"];

fn closed(schema: &Value, root: &Value, is_whole: bool) -> Value {
    let Value::Object(members) = schema else { return schema.clone() };
    let mut made = Map::new();
    for (keyword, value) in members {
        let inner = match keyword.as_str() {
            "properties" | "definitions" => each(value, |one| closed(one, root, true)),
            "items" | "additionalProperties" if value.is_object() => closed(value, root, true),
            "allOf" | "anyOf" | "oneOf" => list(value, |one| closed(one, root, false)),
            "then" | "else" => closed(value, root, false),
            _ => value.clone(),
        };
        made.insert(keyword.clone(), inner);
    }
    let is_open = ["additionalProperties", "patternProperties", "propertyNames"]
        .iter()
        .any(|keyword| members.contains_key(*keyword));
    let mut names = BTreeSet::new();
    collect(schema, root, 12, &mut names);
    if !names.is_empty() {
        required(schema, root, 12, &mut names);
    }
    if is_whole && !is_open && !names.is_empty() {
        made.insert("propertyNames".into(), json!({"enum": names}));
    }
    Value::Object(made)
}

fn each(value: &Value, change: impl Fn(&Value) -> Value) -> Value {
    let members = value.as_object().into_iter().flatten();
    Value::Object(members.map(|(name, one)| (name.clone(), change(one))).collect())
}

fn list(value: &Value, change: impl Fn(&Value) -> Value) -> Value {
    value.as_array().into_iter().flatten().map(change).collect()
}

/// The names of members that a schema requires without a condition: they are known, listed or not.
fn required(schema: &Value, root: &Value, depth: usize, names: &mut BTreeSet<String>) {
    if depth == 0 {
        return;
    }
    if let Some(reference) = schema["$ref"].as_str() {
        let target = root.pointer(reference.trim_start_matches('#')).unwrap_or(&Value::Null);
        return required(target, root, depth - 1, names);
    }
    let own = schema["required"].as_array().into_iter().flatten();
    names.extend(own.filter_map(|name| Some(name.as_str()?.to_owned())));
    for part in schema["allOf"].as_array().into_iter().flatten() {
        required(part, root, depth - 1, names);
    }
}

/// The names of members that a schema lists, wherever it speaks of the same value.
fn collect(schema: &Value, root: &Value, depth: usize, names: &mut BTreeSet<String>) {
    if depth == 0 || !schema.is_object() {
        return;
    }
    if let Some(reference) = schema["$ref"].as_str() {
        let target = root.pointer(reference.trim_start_matches('#')).unwrap_or(&Value::Null);
        return collect(target, root, depth - 1, names);
    }
    names.extend(
        schema["properties"].as_object().into_iter().flatten().map(|(name, _)| name.clone()),
    );
    for keyword in SAME_VALUE {
        match &schema[keyword] {
            Value::Array(branches) => {
                branches.iter().for_each(|branch| collect(branch, root, depth - 1, names));
            }
            Value::Object(branches) if keyword == "dependencies" => {
                branches.values().for_each(|branch| collect(branch, root, depth - 1, names));
            }
            branch => collect(branch, root, depth - 1, names),
        }
    }
}
