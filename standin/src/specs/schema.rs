//! A table of params as the JSON Schema (draft-07) that the service shows for an auth spec.
//!
//! What a shape says is written out. What only a schema beside a shape says (`not`, `if` …) is left out: a request is
//! checked against it all the same.

use serde_json::{Map, Value, json};
use wellhead_runtime::{
    AuthDescriptor, Constant, Field, IntegerRules, ListRules, NumberRules, Shape, Table, TextRules,
};

/// The schema of an auth spec's params.
pub(super) fn of_params(auth: &AuthDescriptor) -> Value {
    let mut schema = object(auth.table);
    schema.insert("$schema".into(), "http://json-schema.org/draft-07/schema#".into());
    if !auth.description.is_empty() {
        schema.insert("description".into(), auth.description.into());
    }
    Value::Object(schema)
}

fn object(table: &Table) -> Map<String, Value> {
    let properties: Map<String, Value> = table
        .fields
        .iter()
        .map(|field| (field.name.to_owned(), Value::Object(property(field))))
        .collect();
    let required: Vec<&str> =
        table.fields.iter().filter(|field| field.required).map(|field| field.name).collect();
    let mut schema = typed("object");
    schema.insert("properties".into(), properties.into());
    if !required.is_empty() {
        schema.insert("required".into(), required.into());
    }
    if let Some(shape) = &table.additional {
        schema.insert("additionalProperties".into(), Value::Object(value(shape)));
    }
    schema
}

fn property(field: &Field) -> Map<String, Value> {
    let mut schema = value(&field.shape);
    let about = field.about();
    for (key, text) in [("title", about.title), ("description", about.description)] {
        if !text.is_empty() {
            schema.insert(key.into(), text.into());
        }
    }
    if let Some(default) = about.default.as_deref().and_then(json_of) {
        schema.insert("default".into(), default);
    }
    let examples: Vec<Value> = about.examples.iter().filter_map(|text| json_of(text)).collect();
    if !examples.is_empty() {
        schema.insert("examples".into(), examples.into());
    }
    schema
}

fn json_of(text: &str) -> Option<Value> {
    serde_json::from_str(text).ok()
}

fn value(shape: &Shape) -> Map<String, Value> {
    match shape {
        Shape::Text(rules) => text(rules),
        Shape::Secret(rules) => secret(text(rules)),
        Shape::ConnectionString(rules) if shape.is_secret() => secret(text(rules.text)),
        Shape::ConnectionString(rules) => text(rules.text),
        Shape::Integer(rules) => integer(rules),
        Shape::Number(rules) => number(rules),
        Shape::Boolean => typed("boolean"),
        Shape::Choice(values) => with(typed("string"), "enum", json!(values)),
        Shape::Object(table) => object(table),
        Shape::List(rules) => list(rules),
        Shape::Map(values) => {
            with(typed("object"), "additionalProperties", Value::Object(value(values)))
        }
        Shape::Json(rules) => {
            let schema = if rules.object { typed("object") } else { Map::new() };
            if rules.secret { secret(schema) } else { schema }
        }
        Shape::Constant(constant) => constant_of(*constant),
        Shape::OneOf(rules) => {
            let kinds = rules.kinds.iter();
            let kinds: Vec<Value> = kinds
                .map(|(name, table)| Value::Object(with(object(table), "title", json!(name))))
                .collect();
            with(typed("object"), if rules.any { "anyOf" } else { "oneOf" }, kinds.into())
        }
        Shape::Nullable(inner) => nullable(value(inner)),
    }
}

fn typed(name: &str) -> Map<String, Value> {
    with(Map::new(), "type", name.into())
}

fn with(mut schema: Map<String, Value>, key: &str, value: Value) -> Map<String, Value> {
    schema.insert(key.into(), value);
    schema
}

fn secret(schema: Map<String, Value>) -> Map<String, Value> {
    with(schema, "format", "password".into())
}

fn nullable(schema: Map<String, Value>) -> Map<String, Value> {
    match schema.get("type").cloned() {
        Some(Value::String(name)) => with(schema, "type", json!([name, "null"])),
        _ => schema,
    }
}

fn constant_of(constant: Constant) -> Map<String, Value> {
    match constant {
        Constant::Text(text) => with(typed("string"), "const", text.into()),
        Constant::Integer(number) => with(typed("integer"), "const", whole(number)),
        Constant::Boolean(value) => with(typed("boolean"), "const", value.into()),
    }
}

fn text(rules: &TextRules) -> Map<String, Value> {
    let mut schema = typed("string");
    if rules.min_length > 0 {
        schema.insert("minLength".into(), rules.min_length.into());
    }
    if let Some(length) = rules.max_length {
        schema.insert("maxLength".into(), length.into());
    }
    if let Some(pattern) = rules.pattern {
        schema.insert("pattern".into(), pattern.source().into());
    }
    let format = rules.format.and_then(|format| {
        wellhead_runtime::Format::ALL.iter().find(|(_, known)| *known == format)
    });
    if let Some((name, _)) = format {
        schema.insert("format".into(), (*name).into());
    }
    if let Some(only) = rules.only {
        schema.insert("const".into(), only.into());
    }
    schema
}

fn integer(rules: &IntegerRules) -> Map<String, Value> {
    let mut schema = typed("integer");
    // The widest bounds are those of a type, which nobody wrote.
    if rules.min > i128::from(i64::MIN) {
        schema.insert("minimum".into(), whole(rules.min));
    }
    if rules.max < i128::from(i64::MAX) {
        schema.insert("maximum".into(), whole(rules.max));
    }
    if rules.multiple_of > 1 {
        schema.insert("multipleOf".into(), whole(rules.multiple_of));
    }
    schema
}

fn whole(number: i128) -> Value {
    serde_json::Number::from_i128(number).map_or(Value::Null, Value::Number)
}

fn number(rules: &NumberRules) -> Map<String, Value> {
    let mut schema = typed("number");
    let (min, max) = (
        if rules.above { "exclusiveMinimum" } else { "minimum" },
        if rules.below { "exclusiveMaximum" } else { "maximum" },
    );
    for (key, bound) in [(min, rules.min), (max, rules.max)] {
        if bound.is_finite() {
            schema.insert(key.into(), bound.into());
        }
    }
    if rules.multiple_of > 0.0 {
        schema.insert("multipleOf".into(), rules.multiple_of.into());
    }
    schema
}

fn list(rules: &ListRules) -> Map<String, Value> {
    let mut schema = with(typed("array"), "items", Value::Object(value(&rules.items)));
    if rules.min > 0 {
        schema.insert("minItems".into(), rules.min.into());
    }
    if let Some(max) = rules.max {
        schema.insert("maxItems".into(), max.into());
    }
    if rules.unique {
        schema.insert("uniqueItems".into(), true.into());
    }
    schema
}
