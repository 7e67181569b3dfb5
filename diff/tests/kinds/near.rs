//! Requests that are good, and those that are one change away from them: at every member that differs between two schemas, every
//! value on and beside its bounds, and without it.

use serde_json::{Map, Value, json};

use crate::closed::validator;
use crate::wire::scalars;

/// The requests, for params of these schemas.
pub(crate) fn requests(old: &Value, new: &Value) -> Vec<Value> {
    let mut all = Vec::new();
    for schema in [old, new] {
        for is_full in [false, true] {
            let good = good(schema, is_full);
            all.extend(around(&good, old, new));
            all.push(good);
        }
    }
    all
}

/// A value that fits, with every optional member or with none.
fn good(schema: &Value, is_full: bool) -> Value {
    if let Some(only) = schema.get("const").or_else(|| schema["enum"].get(0)) {
        return only.clone();
    }
    if is_object(schema) {
        let mut members = Map::new();
        for part in parts(schema) {
            for (name, inner) in part["properties"].as_object().into_iter().flatten() {
                if is_full || requires(part, name) {
                    members.insert(name.clone(), good(inner, is_full));
                }
            }
        }
        return Value::Object(members);
    }
    if schema["type"] == "array" {
        return json!([good(&schema["items"], is_full)]);
    }
    let validator = validator(schema);
    let fitting = scalars(schema, schema).into_iter().find(|value| validator.is_valid(value));
    fitting.unwrap_or(Value::Null)
}

/// The schema, and the first of its alternatives.
fn parts(schema: &Value) -> impl Iterator<Item = &Value> {
    [Some(schema), schema["oneOf"].get(0)].into_iter().flatten()
}

fn requires(schema: &Value, name: &str) -> bool {
    schema["required"].as_array().is_some_and(|all| all.iter().any(|one| one == name))
}

fn is_object(schema: &Value) -> bool {
    schema["type"] == "object"
        || schema.get("properties").is_some()
        || schema.get("oneOf").is_some()
}

/// Values that are one change away from `from`.
fn around(from: &Value, old: &Value, new: &Value) -> Vec<Value> {
    if is_object(old) && is_object(new) {
        return objects(from, old, new);
    }
    let mut all = scalars(old, new);
    if old["type"] == "array" || new["type"] == "array" {
        let items = (&old["items"], &new["items"]);
        for element in [items.0, items.1].into_iter().flat_map(|one| around(&Value::Null, one, one))
        {
            all.push(json!([element]));
        }
        // As long as any bound may be, and with two of the same.
        all.extend((0..7).map(|count| (0..count).map(|at| json!(format!("t{at}"))).collect()));
        all.push(json!(["t", "t"]));
    }
    all
}

fn objects(from: &Value, old: &Value, new: &Value) -> Vec<Value> {
    let mut all = Vec::new();
    let members = from.as_object().cloned().unwrap_or_default();
    let mut with = |name: &str, value: Option<Value>| {
        let mut changed = members.clone();
        match value {
            Some(value) => drop(changed.insert(name.to_owned(), value)),
            None => drop(changed.shift_remove(name)),
        }
        all.push(Value::Object(changed));
    };
    with("stray", Some(json!("x")));
    for name in members.keys() {
        with(name, None);
    }
    let sides = [old, new].map(|side| side["properties"].as_object().cloned().unwrap_or_default());
    for name in sides[0].keys().chain(sides[1].keys()) {
        let (was, is) = (sides[0].get(name), sides[1].get(name));
        let (before, now) =
            (was.or(is).unwrap_or(&Value::Null), is.or(was).unwrap_or(&Value::Null));
        with(name, Some(good(before, false)));
        if before != now {
            let held = members.get(name).cloned().unwrap_or_else(|| good(before, true));
            around(&held, before, now).into_iter().for_each(|value| with(name, Some(value)));
        }
    }
    for values in [&old["additionalProperties"], &new["additionalProperties"]] {
        for value in scalars(values, values).into_iter().filter(|_| values.is_object()) {
            with("anyName", Some(value));
        }
    }
    let branches = [old, new].map(|side| side["oneOf"].as_array().cloned().unwrap_or_default());
    for branch in branches.iter().flatten() {
        let mut changed = good(branch, true);
        if let Value::Object(changed) = &mut changed {
            let plain =
                sides[0].keys().filter_map(|name| Some((name.clone(), members.get(name)?.clone())));
            changed.extend(plain);
        }
        all.push(changed);
    }
    all
}
