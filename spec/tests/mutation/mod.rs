//! Small spec files, and changes to any: what an author gets wrong.

use serde_json::{Map, Value, json};

/// `SplitMix64`: the same seed makes the same files on every machine.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn seeded(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % bound.max(1) as u64) as usize
    }

    pub(crate) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub(crate) fn pick<'t, T>(&mut self, of: &'t [T]) -> &'t T {
        &of[self.below(of.len())]
    }
}

/// A spec file with many keys and little in each.
pub(crate) fn small(random: &mut Random) -> Value {
    let mut spec = json!({
        "id": "6ba7b810-9dad-11d1-80b4-00c04fd430c8",
        "name": "acme-crm",
        "version": "1.0",
        "providerId": "0ed90a81-07f4-4586-8190-b40eccef1c5a",
        "x-status": random.pick(&["ga", "beta", "deprecated"]),
        "x-deprecated": random.pick(&[json!("Use acme."), json!({"since": "2026-01", "use": "acme"})]),
        "x-aliases": ["acme"],
        "x-rust-name": "acme",
        "x-allow": {"secret-unmarked": "It is none."},
        "sourceSpec": {"attributes": {"uiAttributes": {
            "label": {"text": "Acme"},
            "category": {"key": "crm"},
            "description": {"text": "Deals of Acme."},
            "documentationLink": "https://acme.example",
            "isBeta": true
        }}},
        "authSpec": [{
            "name": "API Key",
            "type": "apikey",
            "x-cloud": ["azure"],
            "x-note": "A note.",
            "spec": {"type": "object", "properties": {}, "required": []}
        }]
    });
    let properties: Map<String, Value> =
        (0..1 + random.below(3)).map(|at| (format!("param{at}"), schema(random, 2))).collect();
    spec["authSpec"][0]["spec"]["properties"] = properties.into();
    spec
}

fn schema(random: &mut Random, depth: usize) -> Value {
    let mut schema = json!({"type": "string", "description": "A param."});
    for _ in 0..random.below(3) {
        let (key, value) = keyword(random, depth);
        schema[key] = value;
    }
    schema
}

/// A keyword with a value that it may have.
fn keyword(random: &mut Random, depth: usize) -> (&'static str, Value) {
    let text = || json!("acme");
    let inner = |random: &mut Random| match depth {
        0 => json!({"type": "string", "description": "Inside."}),
        _ => schema(random, depth - 1),
    };
    match random.below(48) {
        0 => ("title", text()),
        1 => ("type", json!(["string", "null"])),
        2 => ("format", json!("uri")),
        3 => ("pattern", json!("^a")),
        4 => ("minLength", json!(1)),
        5 => ("maxLength", json!(9.0)),
        6 => ("minimum", json!(1.5)),
        7 => ("maximum", json!(-1)),
        8 => ("exclusiveMinimum", json!(0)),
        9 => ("exclusiveMaximum", json!(1e30)),
        10 => ("multipleOf", json!(0.5)),
        11 => ("enum", json!(["acme", 1, null])),
        12 => ("const", json!({"a": 1})),
        13 => ("default", json!("acme")),
        14 => ("examples", json!(["acme"])),
        15 => ("example", json!("acme")),
        16 => ("items", inner(random)),
        17 => ("items", json!([inner(random), true])),
        18 => ("prefixItems", json!([inner(random)])),
        19 => ("additionalItems", json!(false)),
        20 => ("contains", inner(random)),
        21 => ("minItems", json!(1)),
        22 => ("maxItems", json!(3)),
        23 => ("uniqueItems", json!(true)),
        24 => ("properties", json!({"inner": inner(random)})),
        25 => ("required", json!(["inner"])),
        26 => ("additionalProperties", inner(random)),
        27 => ("patternProperties", json!({"^a": inner(random)})),
        28 => ("propertyNames", json!({"maxLength": 3})),
        29 => ("minProperties", json!(1)),
        30 => ("maxProperties", json!(2)),
        31 => ("allOf", json!([inner(random)])),
        32 => ("anyOf", json!([inner(random), true])),
        33 => ("oneOf", json!([inner(random)])),
        34 => ("not", inner(random)),
        35 => ("if", json!({"const": 1})),
        36 => ("then", inner(random)),
        37 => ("dependencies", json!({"inner": ["other"], "other": {"minProperties": 1}})),
        38 => ("dependentRequired", json!({"inner": ["other"]})),
        39 => ("deprecated", json!(true)),
        40 => ("writeOnly", json!(true)),
        41 => ("readOnly", json!(false)),
        42 => ("contentEncoding", json!("base64")),
        43 => ("x-deprecated", json!({"note": "Why."})),
        44 => ("x-connection-string", connection_string(random)),
        45 => ("unevaluatedItems", json!(false)),
        _ => ("$comment", text()),
    }
}

fn connection_string(random: &mut Random) -> Value {
    let part = json!({"type": "string", "description": "A part.", "x-keys": ["Host"]});
    let mut string = json!({
        "dialect": random.pick(&["ado.net", "odbc", "azure-storage", "url"]),
        "properties": {"host": part},
        "required": ["host"]
    });
    if string["dialect"] == "url" {
        string["address"] = json!("https://{host}/");
    }
    string
}

/// Changes one place: a key goes, comes, or is misspelt; a value is of another type, or another word.
pub(crate) fn mutate(random: &mut Random, spec: &mut Value) {
    let mut pointers = Vec::new();
    collect(spec, String::new(), &mut pointers);
    let pointer = random.pick(&pointers).clone();
    let Some(value) = spec.pointer_mut(&pointer) else { return };
    match value {
        Value::Object(members) if random.chance(70) => change_members(random, members),
        Value::Array(items) if random.chance(50) => {
            let item = other(random);
            items.push(item);
        }
        Value::String(text) if random.chance(50) => {
            *text = respelt(random, text);
        }
        value => *value = other(random),
    }
}

fn collect(value: &Value, pointer: String, into: &mut Vec<String>) {
    let escaped = |key: &str| key.replace('~', "~0").replace('/', "~1");
    match value {
        Value::Object(members) => members
            .iter()
            .for_each(|(key, value)| collect(value, format!("{pointer}/{}", escaped(key)), into)),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .for_each(|(at, item)| collect(item, format!("{pointer}/{at}"), into)),
        _ => {}
    }
    into.push(pointer);
}

fn change_members(random: &mut Random, members: &mut Map<String, Value>) {
    let keys: Vec<String> = members.keys().cloned().collect();
    match random.below(4) {
        0 if !keys.is_empty() => drop(members.shift_remove(random.pick(&keys))),
        1 if !keys.is_empty() => {
            let key = random.pick(&keys).clone();
            let value = members.shift_remove(&key).unwrap_or_default();
            members.insert(respelt(random, &key), value);
        }
        2 => {
            let (key, value) = keyword(random, 1);
            members.insert(key.to_owned(), value);
        }
        _ => {
            let key = *random.pick(&["unknown", "x-unknown", "x-note", "items", "id", "$defs", ""]);
            members.insert(key.to_owned(), other(random));
        }
    }
}

fn respelt(random: &mut Random, text: &str) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    match random.below(5) {
        0 => chars.push('s'),
        1 => drop(chars.pop()),
        2 => return text.to_uppercase(),
        3 => chars.insert(0, ' '),
        _ => chars.clear(),
    }
    chars.into_iter().collect()
}

fn other(random: &mut Random) -> Value {
    let others = [
        json!(null),
        json!(true),
        json!(0),
        json!(-1),
        json!(1.5),
        json!(5_000_000_000_u64),
        json!(""),
        json!(" "),
        json!("other"),
        json!([]),
        json!(["other"]),
        json!([1]),
        json!({}),
        json!({"other": 1}),
        json!({"text": "Words."}),
    ];
    random.pick(&others).clone()
}
