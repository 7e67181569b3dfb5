//! Random params schemas: every keyword that a spec file may use, small and mixed.

use serde_json::{Map, Value, json};

use crate::random::Random;
use crate::samples::{FORMATS, NAME_PATTERNS, PATTERNS};

const NAMES: &[&str] =
    &["alpha", "bravo", "charlie", "delta", "echo", "type", "host", "port", "mode", "n1"];

/// A whole spec file around random params.
pub(crate) fn spec(random: &mut Random, number: usize) -> Value {
    let slug = format!("agree-{number}");
    json!({
        "id": format!("00000000-0000-4000-8000-{number:012x}"),
        "name": slug,
        "version": "1.0",
        "authSpec": [{"name": "Any Params", "spec": params(random)}],
    })
}

fn params(random: &mut Random) -> Value {
    let mut schema = object(random, 3);
    schema.insert("title".into(), "Any params".into());
    for _ in 0..random.below(3) {
        combine(random, &mut schema);
    }
    if random.chance(15) {
        alternatives(random, &mut schema, 2);
    }
    let definitions = definitions(random);
    schema.insert("definitions".into(), definitions);
    Value::Object(schema)
}

/// What every spec may refer to; one leads back to itself.
fn definitions(random: &mut Random) -> Value {
    json!({
        "node": {
            "type": "object",
            "properties": {
                "label": {"type": "string", "minLength": 1},
                "next": {"$ref": "#/definitions/node"},
                "nodes": {"type": "array", "items": {"$ref": "#/definitions/node"}, "maxItems": 2}
            },
            "required": ["label"]
        },
        "scalar": scalar(random),
        "chain": {"$ref": "#/definitions/scalar"},
        "loose": {"anyOf": [{"type": "string"}, {"$ref": "#/definitions/node"}]},
    })
}

fn object(random: &mut Random, depth: usize) -> Map<String, Value> {
    let mut schema = Map::new();
    schema.insert("type".into(), "object".into());
    let count = 1 + random.below(5);
    let names = random.some(NAMES, count);
    let properties: Map<String, Value> =
        names.iter().map(|name| ((*name).to_owned(), value(random, depth - 1))).collect();
    schema.insert("properties".into(), properties.into());
    if random.chance(60) {
        let count = 1 + random.below(2);
        schema.insert("required".into(), random.some(&names, count).into());
    }
    match random.below(10) {
        0 => drop(schema.insert("additionalProperties".into(), true.into())),
        1 => drop(schema.insert("additionalProperties".into(), false.into())),
        2 | 3 => drop(schema.insert("additionalProperties".into(), value(random, 1))),
        _ => {}
    }
    if random.chance(15) {
        schema.insert("patternProperties".into(), by_name_pattern(random));
    }
    schema
}

fn by_name_pattern(random: &mut Random) -> Value {
    let count = 1 + random.below(2);
    let patterns = random.some(NAME_PATTERNS, count);
    let members = patterns.into_iter().map(|pattern| (pattern.to_owned(), scalar(random)));
    Value::Object(members.collect())
}

/// Adds one keyword that no type can show.
fn combine(random: &mut Random, schema: &mut Map<String, Value>) {
    let [name, other] = random.two(NAMES);
    let (keyword, value) = match random.below(12) {
        0 => ("allOf", json!([branch(random), branch(random)])),
        1 => ("not", json!({"required": [name, other]})),
        2 => ("not", branch(random)),
        3 => ("dependencies", json!({ (name): [other] })),
        4 => ("dependencies", json!({ (name): branch(random) })),
        5 => ("minProperties", json!(1 + random.below(3))),
        6 => ("maxProperties", json!(1 + random.below(5))),
        7 => ("propertyNames", json!({"maxLength": 5 + random.below(3)})),
        8 => ("anyOf", json!([{"required": [name]}, {"required": [other]}])),
        9 => ("oneOf", json!([{"required": [name]}, {"required": [other]}])),
        _ => {
            schema.insert("then".into(), branch(random));
            if random.chance(50) {
                schema.insert("else".into(), branch(random));
            }
            ("if", branch(random))
        }
    };
    schema.insert(keyword.into(), value);
}

/// An object schema without a type that says little, as branches of `if` and `allOf` do.
fn branch(random: &mut Random) -> Value {
    let name = *random.pick(NAMES);
    match random.below(4) {
        0 => json!({"required": [name]}),
        1 => json!({"properties": {name: value(random, 1)}}),
        2 => json!({"properties": {name: {"const": constant(random)}}, "required": [name]}),
        _ => json!({"properties": {name: value(random, 1)}, "required": [name]}),
    }
}

/// Adds `oneOf` or `anyOf` of objects that a value can, mostly, be told to be one of.
fn alternatives(random: &mut Random, schema: &mut Map<String, Value>, depth: usize) {
    let keyword = *random.pick(&["oneOf", "anyOf"]);
    schema.remove("anyOf");
    schema.remove("oneOf");
    let by_constant = random.chance(60);
    let count = 2 + random.below(2);
    let kinds = (0..count).map(|at| {
        let mut kind = object(random, depth);
        kind.insert("title".into(), format!("Kind {}", ["A", "B", "C"][at]).into());
        if by_constant {
            let constant = format!("k{at}");
            let tag = match random.below(2) {
                0 => json!({ "const": constant }),
                _ => json!({"type": "string", "enum": [constant]}),
            };
            kind["properties"]["kind"] = tag;
            if random.chance(85) {
                kind.insert("required".into(), json!(["kind"]));
            }
        }
        Value::Object(kind)
    });
    let kinds: Vec<Value> = kinds.collect();
    schema.insert(keyword.into(), kinds.into());
}

/// The schema of a member or element, which may be marked as a secret.
fn value(random: &mut Random, depth: usize) -> Value {
    let mut schema = unmarked(random, depth);
    let says = |keyword| schema.get(keyword).is_some();
    // A mark alone implies a string, and a secret is none of a list.
    let may_be = says("type") || says("$ref") || says("oneOf") || says("anyOf");
    if may_be && !says("enum") && random.chance(12) {
        let (mark, value) = random.pick(&[("x-secret", json!(true)), ("writeOnly", json!(true))]);
        schema[*mark] = value.clone();
    }
    schema
}

fn unmarked(random: &mut Random, depth: usize) -> Value {
    if depth == 0 {
        return scalar(random);
    }
    match random.below(25) {
        0..=8 => scalar(random),
        9..=11 => nested(random, depth),
        12 | 13 => array(random, depth),
        14 => map(random, depth),
        15 => json!({"$ref": "#/definitions/node"}),
        16 => json!({"$ref": "#/definitions/scalar", "minLength": 99}),
        17 => json!({"$ref": random.pick(&["#/definitions/chain", "#/definitions/loose"])}),
        18 => several_types(random),
        19 => scalars(random),
        20 => json!({"not": scalar(random)}),
        21..=23 => object_or_other(random, depth),
        _ => random.pick(&[json!({}), json!({"type": "object"}), json!(true)]).clone(),
    }
}

/// An object, or what may be one and something else.
fn object_or_other(random: &mut Random, depth: usize) -> Value {
    let other = match random.below(8) {
        0 => json!({"const": constant(random)}),
        1 => choices(random),
        2 => json!({"not": {"type": "object"}}),
        3 => random.pick(&[json!({}), json!(true)]).clone(),
        4 => scalars(random),
        5 => json!({"anyOf": [object(random, depth), scalar(random)]}),
        6 => json!({"type": "object", "additionalProperties": scalar(random)}),
        _ => scalar(random),
    };
    let keyword = *random.pick(&["oneOf", "anyOf"]);
    let mut schema = json!({keyword: [object(random, depth), other]});
    if random.chance(30) {
        schema["type"] = json!("object");
    }
    schema
}

fn nested(random: &mut Random, depth: usize) -> Value {
    let mut schema = object(random, depth);
    if random.chance(30) {
        combine(random, &mut schema);
    }
    if random.chance(25) {
        schema.shift_remove("properties");
        schema.shift_remove("required");
        schema.shift_remove("additionalProperties");
        alternatives(random, &mut schema, depth);
    }
    if random.chance(15) {
        schema.insert("type".into(), json!(["object", "null"]));
    }
    Value::Object(schema)
}

fn map(random: &mut Random, depth: usize) -> Value {
    let values = value(random, depth - 1);
    let mut schema = json!({"type": "object", "additionalProperties": values});
    if random.chance(25) {
        schema["patternProperties"] = by_name_pattern(random);
    }
    if random.chance(25) {
        schema["minProperties"] = json!(1);
    }
    schema
}

fn array(random: &mut Random, depth: usize) -> Value {
    let mut schema = match random.below(5) {
        0 => json!({"type": "array", "items": [scalar(random), value(random, depth - 1)]}),
        1 => json!({
            "type": "array",
            "items": [scalar(random), scalar(random)],
            "additionalItems": random.pick(&[json!(false), json!({"type": "integer"})])
        }),
        2 => {
            json!({"type": "array", "items": value(random, depth - 1), "contains": scalar(random)})
        }
        _ => json!({"type": "array", "items": value(random, depth - 1)}),
    };
    if random.chance(30) {
        schema["minItems"] = json!(random.below(3));
    }
    if random.chance(30) {
        schema["maxItems"] = json!(2 + random.below(2));
    }
    if random.chance(40) {
        schema["uniqueItems"] = json!(true);
    }
    if random.chance(10) {
        schema["type"] = json!(["array", "null"]);
    }
    schema
}

fn several_types(random: &mut Random) -> Value {
    let types = ["string", "integer", "number", "boolean", "null", "object", "array"];
    let count = 1 + random.below(3);
    let mut schema = json!({"type": random.some(&types, count)});
    if random.chance(40) {
        schema["minLength"] = json!(2);
    }
    if random.chance(40) {
        schema["minimum"] = json!(3);
    }
    schema
}

/// Alternatives of scalars, or of mixed values.
fn scalars(random: &mut Random) -> Value {
    let keyword = *random.pick(&["oneOf", "anyOf", "allOf"]);
    let mut schema = json!({keyword: [scalar(random), scalar(random)]});
    if random.chance(20) {
        schema[keyword][1] = json!({"type": "array", "items": scalar(random)});
    }
    if random.chance(20) {
        schema["type"] = json!("string");
    }
    schema
}

fn scalar(random: &mut Random) -> Value {
    let mut schema = match random.below(8) {
        0..=2 => text(random),
        3 => number(random, "integer"),
        4 => number(random, "number"),
        5 => json!({"type": "boolean"}),
        6 => choices(random),
        _ => json!({"const": constant(random)}),
    };
    if random.chance(10) && schema["type"].is_string() {
        schema["type"] = json!([schema["type"], "null"]);
    }
    schema
}

fn text(random: &mut Random) -> Value {
    let mut schema = json!({"type": "string"});
    match random.below(6) {
        0 => schema["pattern"] = json!(random.pick(PATTERNS).0),
        1 | 2 => schema["format"] = json!(random.pick(FORMATS).0),
        _ => {}
    }
    if random.chance(30) {
        schema["minLength"] = json!(random.below(4));
    }
    if random.chance(30) {
        schema["maxLength"] = json!(3 + random.below(30));
    }
    if random.chance(10) {
        schema["contentEncoding"] = json!("base64");
    }
    schema
}

fn number(random: &mut Random, kind: &str) -> Value {
    let mut schema = json!({ "type": kind });
    let bound = |random: &mut Random, around: i64| match random.below(4) {
        0 => json!(around as f64 + 0.5),
        _ => json!(around),
    };
    if random.chance(50) {
        let around = random.within(-3..=3);
        let keyword = *random.pick(&["minimum", "exclusiveMinimum"]);
        schema[keyword] = bound(random, around);
    }
    if random.chance(50) {
        let around = *random.pick(&[6, 9, 255, 300, 70_000, 5_000_000_000]);
        let keyword = *random.pick(&["maximum", "exclusiveMaximum"]);
        schema[keyword] = bound(random, around);
    }
    if random.chance(25) {
        schema["multipleOf"] =
            random.pick(&[json!(2), json!(3), json!(0.5), json!(0.1), json!(1.5)]).clone();
    }
    schema
}

fn choices(random: &mut Random) -> Value {
    let mixed = [
        json!("fast"),
        json!("Fast"),
        json!(""),
        json!(1),
        json!(2.5),
        json!(true),
        json!(null),
        json!({"a": 1}),
        json!([1, "x"]),
    ];
    let texts = if random.chance(60) { &mixed[..3] } else { &mixed[..] };
    let count = 1 + random.below(3);
    let mut schema = json!({"enum": random.some(texts, count)});
    if texts.len() == 3 && random.chance(60) {
        schema["type"] = json!("string");
    }
    schema
}

fn constant(random: &mut Random) -> Value {
    random
        .pick(&[
            json!("fixed"),
            json!(7),
            json!(true),
            json!(false),
            json!(2.5),
            json!(null),
            json!(1.0),
        ])
        .clone()
}
