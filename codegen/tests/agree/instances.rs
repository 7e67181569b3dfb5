//! Random values for a schema: most would fit, and some have been changed in a place or two.

use serde_json::{Map, Value, json};

use crate::random::Random;
use crate::samples::{FORMATS, OTHER_NAMES, PATTERNS};

/// How deep values nest.
const DEPTH: usize = 5;

/// A value for the params schema `root`.
pub(crate) fn instance(random: &mut Random, root: &Value) -> Value {
    let wild = *random.pick(&[0, 0, 4, 12]);
    Maker { random, root, wild }.object(root, DEPTH)
}

struct Maker<'m> {
    random: &'m mut Random,
    root: &'m Value,
    /// How likely a value is one that was not asked for, in percent.
    wild: usize,
}

impl<'m> Maker<'m> {
    fn followed(&self, mut schema: &'m Value) -> &'m Value {
        while let Some(reference) = schema["$ref"].as_str() {
            schema = self.root.pointer(reference.trim_start_matches('#')).unwrap_or(&Value::Null);
        }
        schema
    }

    fn value(&mut self, schema: &'m Value, depth: usize) -> Value {
        let schema = self.followed(schema);
        if self.random.chance(self.wild) {
            return self.any();
        }
        if let Some(only) = schema.get("const") {
            return only.clone();
        }
        if let Some(choices) = schema["enum"].as_array() {
            return self.random.pick(choices).clone();
        }
        for keyword in ["oneOf", "anyOf", "allOf"] {
            if let Some(branches) = schema[keyword].as_array()
                && schema["type"] != "object"
            {
                let branch = self.random.pick(branches);
                return self.value(branch, depth);
            }
        }
        let kind = match &schema["type"] {
            Value::String(kind) => kind.as_str(),
            Value::Array(kinds) => self.random.pick(kinds).as_str().unwrap_or_default(),
            _ if schema.get("properties").is_some() => "object",
            _ if schema.get("pattern").is_some() || schema.get("format").is_some() => "string",
            _ => "",
        };
        match kind {
            "object" if depth > 0 => self.object(schema, depth - 1),
            "array" if depth > 0 => self.array(schema, depth - 1),
            "string" => self.text(schema).into(),
            "integer" => self.number(schema, true),
            "number" => self.number(schema, false),
            "boolean" => self.random.chance(50).into(),
            "null" => Value::Null,
            _ => self.any(),
        }
    }

    fn any(&mut self) -> Value {
        let any = [
            json!(null),
            json!(true),
            json!(0),
            json!(7),
            json!(7.0),
            json!(-1),
            json!(2.5),
            json!(1e3),
            json!(300),
            json!(""),
            json!("fixed"),
            json!("fast"),
            json!("7"),
            json!([]),
            json!([1, 1.0]),
            json!(["x"]),
            json!({}),
            json!({"label": "x"}),
            json!({"a": 1.0}),
        ];
        self.random.pick(&any).clone()
    }

    fn object(&mut self, schema: &'m Value, depth: usize) -> Value {
        let mut members = Map::new();
        self.fill(&mut members, schema, depth);
        if self.random.chance(self.wild) && !members.is_empty() {
            let keys: Vec<String> = members.keys().cloned().collect();
            members.shift_remove(self.random.pick(&keys));
        }
        if self.random.chance(self.wild / 2) {
            members.insert((*self.random.pick(OTHER_NAMES)).into(), json!("stray"));
        }
        Value::Object(members)
    }

    fn fill(&mut self, members: &mut Map<String, Value>, schema: &'m Value, depth: usize) {
        let schema = self.followed(schema);
        let required = |name: &str| {
            schema["required"].as_array().is_some_and(|all| all.iter().any(|one| one == name))
        };
        for (name, property) in schema["properties"].as_object().into_iter().flatten() {
            if (required(name) || self.random.chance(45)) && !members.contains_key(name) {
                let value = self.value(property, depth);
                members.insert(name.clone(), value);
            }
        }
        self.others(members, schema, depth);
        for keyword in ["oneOf", "anyOf"] {
            if let Some(branches) = schema[keyword].as_array() {
                let branch = self.random.pick(branches);
                self.fill(members, branch, depth);
            }
        }
        for branch in schema["allOf"].as_array().into_iter().flatten() {
            self.fill(members, branch, depth);
        }
        let then = *self.random.pick(&["if", "then", "else"]);
        if self.random.chance(40) {
            self.fill(members, &schema[then], depth);
        }
        for (_, then) in schema["dependencies"].as_object().into_iter().flatten() {
            if self.random.chance(40) && then.is_object() {
                self.fill(members, then, depth);
            }
        }
        for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            if !members.contains_key(name) {
                let declared = &self.root["properties"][name];
                let value = self.value(declared, depth);
                members.insert(name.to_owned(), value);
            }
        }
    }

    /// Members that no property names.
    fn others(&mut self, members: &mut Map<String, Value>, schema: &'m Value, depth: usize) {
        let by_pattern: Vec<&Value> =
            schema["patternProperties"].as_object().into_iter().flat_map(Map::values).collect();
        let additional = &schema["additionalProperties"];
        if by_pattern.is_empty() && (additional.is_null() || additional == false) {
            return;
        }
        for _ in 0..self.random.below(3) {
            let name = *self.random.pick(OTHER_NAMES);
            let value = match by_pattern.first() {
                Some(_) if self.random.chance(60) => {
                    let of = *self.random.pick(&by_pattern);
                    self.value(of, depth)
                }
                _ => self.value(additional, depth),
            };
            members.insert(name.into(), value);
        }
    }

    fn array(&mut self, schema: &'m Value, depth: usize) -> Value {
        let count = self.random.below(4);
        let items = (0..count).map(|at| match &schema["items"] {
            Value::Array(first) => match first.get(at) {
                Some(first) => self.value(first, depth),
                None => self.value(&schema["additionalItems"], depth),
            },
            items if self.random.chance(30) => {
                let contains = schema.get("contains").unwrap_or(items);
                self.value(contains, depth)
            }
            items => self.value(items, depth),
        });
        items.collect::<Vec<Value>>().into()
    }

    fn text(&mut self, schema: &Value) -> String {
        if let Some(pattern) = schema["pattern"].as_str() {
            let known = PATTERNS.iter().find(|(known, ..)| *known == pattern);
            if let Some((_, good, bad)) = known {
                let texts = if self.random.chance(70) { good } else { bad };
                return (*self.random.pick(texts)).to_owned();
            }
        }
        let encoded = schema.get("contentEncoding").map(|_| "byte");
        let encoded = encoded.filter(|_| schema.get("format").is_none() || self.random.chance(50));
        if let Some(format) = encoded.or(schema["format"].as_str()) {
            let known = FORMATS.iter().find(|(known, _)| *known == format);
            if let Some((_, texts)) = known {
                let texts = if self.random.chance(50) { &texts[..1] } else { texts };
                return (*self.random.pick(texts)).to_owned();
            }
        }
        let longest = schema["maxLength"].as_u64().unwrap_or(4) as usize + 1;
        let length =
            if self.random.chance(50) { longest - 1 } else { self.random.below(longest + 1) };
        (0..length)
            .map(|_| *self.random.pick(&['a', 'Z', '0', ' ', 'é', '🦀', '"', '\n']))
            .collect()
    }

    fn number(&mut self, schema: &Value, whole: bool) -> Value {
        let bounds = ["minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum", "multipleOf"];
        let bounds: Vec<f64> = bounds.iter().filter_map(|bound| schema[bound].as_f64()).collect();
        let around = match bounds.is_empty() {
            true => self.random.within(-5..=300) as f64,
            false => *self.random.pick(&bounds),
        };
        let near = around + *self.random.pick(&[0.0, 1.0, -1.0, 0.5, -0.5, 2.0, 3.0, 0.1]);
        let near = if whole && self.random.chance(85) { near.round() } else { near };
        match self.random.below(10) {
            0 => json!(near),
            _ if near.fract() == 0.0 => json!(near as i64),
            _ => json!(near),
        }
    }
}
