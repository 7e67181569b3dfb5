//! The wire axis against an oracle: `jsonschema` reads both specs, and instances on and beside every bound of both are given to
//! it. None may contradict a verdict, and what breaks has a witness.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};
use wellhead_diff::change::Wire;

use crate::closed::validator;
use crate::near;
use crate::table::{CASES, Case, Spec};
use crate::{compared, edited, shown};

/// How many random requests are tried for each auth spec of each case, beside those with one member changed.
const TRIED: usize = 80;

/// What `jsonschema` can't see.
const UNSEEN: [(&str, &str); 3] = [
    ("a dialect changes", PARTS),
    ("a key of a part is removed", PARTS),
    ("a part is required", PARTS),
];

const PARTS: &str = "it does not know `x-connection-string`";

/// What the oracle says of a request on either side.
struct Tried {
    request: Value,
    was: bool,
    is: bool,
}

#[test]
fn no_request_contradicts_a_verdict_and_what_breaks_has_a_witness() {
    let mut wrong = Vec::new();
    let (mut agreed, mut undecided, mut unseen, mut requests) = (0, 0, 0, 0);
    for case in CASES {
        let tried = tried(case);
        requests += tried.len();
        let lost = tried.iter().find(|one| one.was && !one.is);
        let won = tried.iter().find(|one| !one.was && one.is);
        let excuse = UNSEEN.iter().find(|(name, _)| *name == case.name);
        match (case.wire, lost, won) {
            (Wire::Same | Wire::Compatible, Some(request), _)
            | (Wire::Same, None, Some(request)) => {
                wrong.push(format!(
                    "{}: {}\n{}",
                    case.name,
                    request.request,
                    shown(&compared(case))
                ));
            }
            (Wire::Breaking, None, _) if excuse.is_some() => unseen += 1,
            (Wire::Breaking, None, _) => wrong.push(format!("{}: no witness", case.name)),
            (Wire::Breaking, Some(_), _) if excuse.is_some() => {
                wrong.push(format!("{}: listed as unseen, and seen", case.name));
            }
            (Wire::Undecided, ..) => undecided += 1,
            _ => agreed += 1,
        }
    }
    println!(
        "wire, by jsonschema: {agreed} of {} agreed, {undecided} undecided, {unseen} beyond it, {} contradicted; {requests} requests",
        CASES.len(),
        wrong.len()
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Requests of the old spec, and what either side says of them.
fn tried(case: &Case) -> Vec<Tried> {
    let (old, new) = (Spec::base(), edited(case));
    let mut random = fastrand::Rng::with_seed(20_261_122);
    let base = old.json.expect("the base");
    let mut all = Vec::new();
    for auth in auth_specs(&base) {
        let name = &auth["name"];
        let now = new.json.as_ref().map(auth_specs).unwrap_or_default();
        let now = now.iter().find(|other| other["name"] == *name).map(|auth| &auth["spec"]);
        let was = &auth["spec"];
        // Who it is for is the same for all, and said by the envelope.
        let same_envelope = new
            .json
            .as_ref()
            .is_some_and(|json| json["id"] == base["id"] && json["version"] == base["version"]);
        if same_envelope && now == Some(was) {
            continue;
        }
        let (before, after) = (validator(was), now.map(validator));
        let other = now.unwrap_or(was);
        let random_ones = (0..TRIED).map(|at| {
            let from = if at % 2 == 0 { was } else { other };
            object(&mut random, from, other)
        });
        let requests: Vec<Value> = random_ones.chain(near::requests(was, other)).collect();
        let mut seen = BTreeSet::new();
        for params in requests {
            if seen.insert(params.to_string()) {
                let is =
                    same_envelope && after.as_ref().is_some_and(|after| after.is_valid(&params));
                all.push(Tried { was: before.is_valid(&params), is, request: params });
            }
        }
    }
    all
}

fn auth_specs(spec: &Value) -> Vec<Value> {
    spec["authSpec"].as_array().cloned().unwrap_or_default()
}

/// An object that mostly fits `schema`, with values on and beside the bounds of both.
fn object(random: &mut fastrand::Rng, schema: &Value, other: &Value) -> Value {
    let mut members = Map::new();
    let branches = schema["oneOf"].as_array();
    let branch = branches.and_then(|all| all.get(random.usize(..all.len())));
    // Few have a lot: each optional member is one more that may not fit.
    let likely = *random.choice(&[0, 10, 50]).unwrap_or(&0);
    for part in [Some(schema), branch].into_iter().flatten() {
        let required = |name: &str| {
            part["required"].as_array().is_some_and(|all| all.iter().any(|one| one == name))
        };
        for (name, inner) in part["properties"].as_object().into_iter().flatten() {
            if required(name) && random.u8(..100) < 95 || random.u8(..100) < likely {
                let now = &other["properties"][name];
                members.insert(name.clone(), value(random, inner, now));
            }
        }
    }
    if random.u8(..100) < 15 {
        let name = *random.choice(&["stray", "note", "extra"]).unwrap_or(&"stray");
        members.insert(name.into(), json!("x"));
    }
    if let Some(values) = schema.get("additionalProperties").filter(|values| values.is_object()) {
        members.insert("anyName".into(), value(random, values, &other["additionalProperties"]));
    }
    Value::Object(members)
}

fn value(random: &mut fastrand::Rng, schema: &Value, other: &Value) -> Value {
    let schema = if other.is_object() && random.bool() { other } else { schema };
    if schema.get("properties").is_some()
        || schema.get("oneOf").is_some()
        || schema["type"] == "object"
    {
        return object(random, schema, other);
    }
    if schema["type"] == "array" {
        let count = random.usize(..7);
        return (0..count).map(|_| value(random, &schema["items"], &other["items"])).collect();
    }
    let mut candidates = scalars(schema, other);
    if random.u8(..100) < 5 {
        candidates = vec![json!(null), json!(2.5), json!(7), json!("seven"), json!({"a": 1})];
    }
    random.choice(candidates).unwrap_or(Value::Null)
}

/// Values on and beside every bound of both.
pub(crate) fn scalars(schema: &Value, other: &Value) -> Vec<Value> {
    let mut candidates = Vec::new();
    for side in [schema, other] {
        candidates.extend(side["enum"].as_array().into_iter().flatten().cloned());
        candidates.extend(side.get("const").cloned());
        numbers(side, &mut candidates);
        texts(side, &mut candidates);
    }
    candidates.extend([json!(true), json!("x")]);
    candidates
}

fn numbers(schema: &Value, candidates: &mut Vec<Value>) {
    if schema["type"] != "integer" && schema["type"] != "number" {
        return;
    }
    for keyword in ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"] {
        if let Some(bound) = schema[keyword].as_f64() {
            let near = [0.0, 1.0, -1.0, 0.25, -0.25].map(|step| bound + step);
            candidates.extend(near.into_iter().map(|it| match it.fract() == 0.0 {
                true => json!(it as i64),
                false => json!(it),
            }));
        }
    }
    candidates.extend([json!(6), json!(12), json!(18), json!(0.5)]);
}

fn texts(schema: &Value, candidates: &mut Vec<Value>) {
    if schema["type"] != "string" {
        return;
    }
    for keyword in ["minLength", "maxLength"] {
        if let Some(bound) = schema[keyword].as_u64() {
            let lengths = [bound.saturating_sub(1), bound, bound + 1];
            candidates.extend(lengths.map(|length| json!("m".repeat(length as usize))));
        }
    }
    candidates.extend(schema["examples"].as_array().into_iter().flatten().cloned());
    let known = [
        "eu1",
        "abc1",
        "eu12",
        "https://acme.example/x",
        "ops@acme.example",
        "db.acme.example",
        "localhost",
        "not a name!",
        "YWJj",
        "a.example",
    ];
    candidates.extend(known.map(|text| json!(text)));
}
