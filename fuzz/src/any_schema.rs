//! A schema made of bytes as choices: most are sound, so that what comes after reading is reached.

use libfuzzer_sys::arbitrary::{Result, Unstructured};
use serde_json::{Map, Value, json};

const NAMES: &[&str] = &[
    "apiKey",
    "password",
    "type",
    "self",
    "Self",
    "crate",
    "1st",
    "",
    "größe",
    "X-Auth-Key",
    "api_key",
    "a-b",
    "a b",
    "\u{202e}",
    "*/",
    "\"",
    "r#fn",
    "_",
    "kind",
    "host",
    "client_secret",
    "Option",
    "🦀",
    "builder",
    "\n",
    "next",
];
const TEXTS: &[&str] = &[
    "What it is.",
    "",
    "`",
    "```\npanic!()\n```",
    "*/ /*",
    "#![allow(x)]",
    "\u{0}\u{7}\u{202e}",
    "[x](y)",
    "\"\\",
    "    let x;",
    "<b>",
    "a\r\nb\u{2028}c",
    "1",
    "eu",
    "us",
];
const PATTERNS: &[&str] =
    &["^[a-z]+$", "(?=a)a", "(a)\\1", "[", "(a+)+$", "\\p{L}", "\\d{1,3}", "^(?!x)", ".", "\\/"];
const FORMATS: &[&str] = &[
    "password",
    "uri",
    "email",
    "hostname",
    "ipv4",
    "ipv6",
    "uuid",
    "date",
    "date-time",
    "time",
    "duration",
    "byte",
    "?",
];
const TYPES: &[&str] = &["string", "integer", "number", "boolean", "object", "array", "null"];

/// The schema of some params.
pub(crate) fn of(data: &[u8]) -> Value {
    let mut choices = Unstructured::new(data);
    let mut object = Map::new();
    object.insert("type".into(), "object".into());
    // Running out of bytes is the end, not an error: what stands there by then is the schema.
    let _ = object_keywords(&mut choices, &mut object, 4);
    while !choices.is_empty() && keyword(&mut choices, &mut object, 3).is_ok() {}
    Value::Object(object)
}

fn schema(u: &mut Unstructured<'_>, depth: u8) -> Result<Value> {
    let mut schema = Map::new();
    match u.int_in_range(0..=15u8)? {
        0 => return Ok(Value::Bool(u.arbitrary()?)),
        1 => return Ok(json!({"$ref": reference(u)?, "description": text(u)?})),
        _ => {}
    }
    let kind = *u.choose(TYPES)?;
    match u.int_in_range(0..=7u8)? {
        0 => {}
        1 => drop(schema.insert("type".into(), json!([kind, "null"]))),
        2 => drop(schema.insert("type".into(), json!([kind, u.choose(TYPES)?]))),
        _ => drop(schema.insert("type".into(), kind.into())),
    }
    schema.insert("description".into(), text(u)?);
    match kind {
        "object" if depth > 0 => object_keywords(u, &mut schema, depth)?,
        "array" if depth > 0 => drop(schema.insert("items".into(), self::schema(u, depth - 1)?)),
        _ => {}
    }
    for _ in 0..u.int_in_range(0..=3u8)? {
        keyword(u, &mut schema, depth)?;
    }
    Ok(Value::Object(schema))
}

fn object_keywords(
    u: &mut Unstructured<'_>,
    object: &mut Map<String, Value>,
    depth: u8,
) -> Result<()> {
    let mut properties = Map::new();
    let mut required = Vec::new();
    let mut filled = Ok(());
    for _ in 0..u.int_in_range(0..=6u8)? {
        let member =
            u.choose(NAMES).and_then(|name| Ok((*name, schema(u, depth - 1)?, u.arbitrary()?)));
        match member {
            Ok((name, schema, needed)) => {
                let seen = properties.insert(name.to_owned(), schema).is_some();
                required.extend((needed && !seen).then_some(name));
            }
            Err(end) => {
                filled = Err(end);
                break;
            }
        }
    }
    object.insert("properties".into(), Value::Object(properties));
    object.insert("required".into(), required.into());
    filled
}

fn keyword(u: &mut Unstructured<'_>, schema: &mut Map<String, Value>, depth: u8) -> Result<()> {
    let deeper = depth.checked_sub(1);
    let (key, value) = match (u.int_in_range(0..=37u8)?, deeper) {
        (0, _) => ("minimum", number(u)?),
        (1, _) => ("maximum", number(u)?),
        (2, _) => ("exclusiveMinimum", number(u)?),
        (3, _) => ("exclusiveMaximum", number(u)?),
        (4, _) => ("multipleOf", number(u)?),
        (5, _) => ("minLength", count(u)?),
        (6, _) => ("maxLength", count(u)?),
        (7, _) => ("minItems", count(u)?),
        (8, _) => ("maxItems", count(u)?),
        (9, _) => ("minProperties", count(u)?),
        (10, _) => ("maxProperties", count(u)?),
        (11, _) => ("pattern", (*u.choose(PATTERNS)?).into()),
        (12, _) => ("format", (*u.choose(FORMATS)?).into()),
        (13, _) => ("enum", many(u, value)?),
        (14, _) => ("const", self::value(u)?),
        (15, _) => ("default", self::value(u)?),
        (16, _) => ("examples", many(u, value)?),
        (17, _) => ("uniqueItems", Value::Bool(u.arbitrary()?)),
        (18, _) => ("title", text(u)?),
        (19, _) => ("x-rust-name", (*u.choose(NAMES)?).into()),
        (20, _) => ("x-note", text(u)?),
        (21, _) => ("writeOnly", true.into()),
        (22, _) => ("deprecated", true.into()),
        (23, _) => ("dependencies", json!({*u.choose(NAMES)?: [u.choose(NAMES)?]})),
        (24, Some(depth)) => ("oneOf", many(u, |u| self::schema(u, depth))?),
        (25, Some(depth)) => ("anyOf", many(u, |u| self::schema(u, depth))?),
        (26, Some(depth)) => ("allOf", many(u, |u| self::schema(u, depth))?),
        (27, Some(depth)) => ("not", self::schema(u, depth)?),
        (28, Some(depth)) => ("if", self::schema(u, depth)?),
        (29, Some(depth)) => ("then", self::schema(u, depth)?),
        (30, Some(depth)) => ("additionalProperties", self::schema(u, depth)?),
        (31, Some(depth)) => ("items", many(u, |u| self::schema(u, depth))?),
        (32, Some(depth)) => {
            ("definitions", json!({"a": self::schema(u, depth)?, "b": self::schema(u, depth)?}))
        }
        (33, Some(depth)) => {
            ("patternProperties", json!({*u.choose(PATTERNS)?: self::schema(u, depth)?}))
        }
        (34, Some(depth)) => ("oneOf", kinds(u, depth)?),
        (35, Some(depth)) => ("x-connection-string", connection_string(u, depth)?),
        (36, _) => ("contentEncoding", (*u.choose(&["base64", "base32", "?"])?).into()),
        (37, _) => ("readOnly", true.into()),
        _ => ("title", text(u)?),
    };
    schema.insert(key.into(), value);
    Ok(())
}

/// Alternatives that a constant tells apart.
fn kinds(u: &mut Unstructured<'_>, depth: u8) -> Result<Value> {
    many(u, |u| {
        let mut kind = json!({"type": "object", "title": text(u)?, "required": ["kind"]});
        let only =
            if u.arbitrary()? { json!({"const": text(u)?}) } else { json!({"enum": [text(u)?]}) };
        kind["properties"] = json!({"kind": only, *u.choose(NAMES)?: schema(u, depth)?});
        Ok(kind)
    })
}

/// The parts of a connection string, in any dialect.
fn connection_string(u: &mut Unstructured<'_>, depth: u8) -> Result<Value> {
    const DIALECTS: &[&str] = &["ado.net", "odbc", "azure-storage", "url", "oodbc"];
    const ADDRESSES: &[&str] = &[
        "https://{host}/",
        "https://{host}/{password}",
        "acme://{host}{password}",
        "{host}",
        "{",
        "https://{host}/?x",
        "",
    ];
    let mut string = Map::new();
    string.insert("dialect".into(), (*u.choose(DIALECTS)?).into());
    if u.arbitrary()? {
        string.insert("address".into(), (*u.choose(ADDRESSES)?).into());
    }
    object_keywords(u, &mut string, depth.max(1))?;
    for (name, part) in string["properties"]
        .as_object_mut()
        .into_iter()
        .flatten()
        .filter(|(_, part)| part.is_object())
    {
        if u.ratio(3, 4)? {
            part["x-keys"] = many(u, text)?;
        } else {
            part["x-keys"] = json!([name]);
        }
    }
    Ok(Value::Object(string))
}

fn many(
    u: &mut Unstructured<'_>,
    mut one: impl FnMut(&mut Unstructured<'_>) -> Result<Value>,
) -> Result<Value> {
    let count = u.int_in_range(0..=4u8)?;
    (0..count).map(|_| one(u)).collect::<Result<Vec<_>>>().map(Value::Array)
}

fn reference(u: &mut Unstructured<'_>) -> Result<Value> {
    const PLACES: &[&str] = &[
        "#",
        "#/definitions/a",
        "#/definitions/b",
        "#/properties/apiKey",
        "#/properties/kind",
        "#/definitions/c",
        "x.json",
    ];
    Ok((*u.choose(PLACES)?).into())
}

fn value(u: &mut Unstructured<'_>) -> Result<Value> {
    Ok(match u.int_in_range(0..=6u8)? {
        0 => Value::Null,
        1 => Value::Bool(u.arbitrary()?),
        2 => number(u)?,
        3 => json!({*u.choose(NAMES)?: text(u)?}),
        4 => json!([text(u)?, number(u)?]),
        _ => text(u)?,
    })
}

fn number(u: &mut Unstructured<'_>) -> Result<Value> {
    const NUMBERS: &[&str] = &[
        "0",
        "-0",
        "1",
        "-1",
        "0.1",
        "1.0",
        "1e400",
        "-1e400",
        "1e-400",
        "9223372036854775808",
        "-9223372036854775809",
        "170141183460469231731687303715884105728",
        "65535",
        "255",
        "1e2",
        "0.0",
    ];
    let spelt = if u.arbitrary()? {
        (*u.choose(NUMBERS)?).to_owned()
    } else {
        u.arbitrary::<i16>()?.to_string()
    };
    Ok(serde_json::from_str(&spelt).unwrap_or_default())
}

fn count(u: &mut Unstructured<'_>) -> Result<Value> {
    Ok((*u.choose(&[0u64, 1, 2, 3, 8, 255, u32::MAX as u64, u32::MAX as u64 + 1, u64::MAX])?)
        .into())
}

fn text(u: &mut Unstructured<'_>) -> Result<Value> {
    if u.ratio(1, 4)? {
        return u.arbitrary::<&str>().map(Value::from);
    }
    Ok((*u.choose(TEXTS)?).into())
}
