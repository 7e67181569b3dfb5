//! Random specs and random changes of them, against `jsonschema`: where the verdict is that every request is still accepted, none
//! is found that is not.
//!
//! The specs and requests are those that the generator's own test draws. `WELLHEAD_AGREE_SPECS` sets how many pairs are tried,
//! `WELLHEAD_AGREE_SEED` which ones.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking, and this one reports its counts"
)]

#[path = "../oracle/closed.rs"]
mod closed;
#[path = "../../../codegen/tests/agree/instances.rs"]
mod instances;
#[path = "../../../codegen/tests/agree/random.rs"]
mod random;
#[path = "../../../codegen/tests/agree/samples.rs"]
mod samples;
#[path = "../../../codegen/tests/agree/schemas.rs"]
mod schemas;

use serde_json::{Value, json};
use wellhead_diff::change::Wire;
use wellhead_diff::{Side, compare, render};
use wellhead_spec::SpecText;

use closed::validator;
use random::Random;

const PAIRS: usize = 300;
const INSTANCES: usize = 30;
const SEED: u64 = 20_261_122;

fn number(variable: &str, default: u64) -> u64 {
    match std::env::var(variable) {
        Ok(text) => text.parse().expect("a number"),
        Err(_) => default,
    }
}

/// The pointers of everything in a value that satisfies `wanted`.
fn pointers(value: &Value, wanted: &impl Fn(&Value) -> bool, at: &str, found: &mut Vec<String>) {
    if wanted(value) {
        found.push(at.to_owned());
    }
    let step = |key: &str| format!("{at}/{}", key.replace('~', "~0").replace('/', "~1"));
    match value {
        Value::Object(members) => {
            members.iter().for_each(|(key, inner)| pointers(inner, wanted, &step(key), found));
        }
        Value::Array(items) => items
            .iter()
            .enumerate()
            .for_each(|(at, inner)| pointers(inner, wanted, &step(&at.to_string()), found)),
        _ => {}
    }
}

/// Changes a place or two of a schema: a number, a keyword less, or a part of another schema in place of one.
fn changed(random: &mut Random, schema: &Value, other: &Value) -> Value {
    let mut changed = schema.clone();
    for _ in 0..=random.below(2) {
        let is_schema = |value: &Value| value.get("type").is_some();
        let (mut places, mut theirs) = (Vec::new(), Vec::new());
        match random.below(4) {
            0 => {
                pointers(&changed, &Value::is_number, "", &mut places);
                if let Some(place) = (!places.is_empty()).then(|| random.pick(&places)) {
                    let number = changed.pointer(place).and_then(Value::as_f64).unwrap_or(0.0);
                    let moved = number + random.within(-2..=2) as f64;
                    // A step of 0 is none here, and not allowed in JSON Schema.
                    let least = if place.ends_with("/multipleOf") { 1.0 } else { 0.0 };
                    let whole = json!(moved.max(least) as i64);
                    *changed.pointer_mut(place).unwrap() = whole;
                }
            }
            1 | 2 => {
                pointers(&changed, &is_schema, "", &mut places);
                let place = random.pick(&places).clone();
                if let Some(Value::Object(members)) = changed.pointer_mut(&place) {
                    // Without `type`, keywords imply one here, and none in JSON Schema.
                    let keys: Vec<String> =
                        members.keys().filter(|key| *key != "type").cloned().collect();
                    if !keys.is_empty() {
                        members.shift_remove(random.pick(&keys));
                    }
                }
            }
            _ => {
                pointers(&changed, &is_schema, "", &mut places);
                pointers(other, &is_schema, "", &mut theirs);
                let (place, their) = (random.pick(&places).clone(), random.pick(&theirs));
                if !place.is_empty() && !their.is_empty() {
                    *changed.pointer_mut(&place).unwrap() = other.pointer(their).unwrap().clone();
                }
            }
        }
        if !changed.is_object() || changed.get("type").is_none() {
            return schema.clone();
        }
    }
    changed
}

fn side(params: &Value) -> Option<Side> {
    let spec = json!({
        "id": "5c0a2f6e-3b1d-4c52-9f0e-7a6b1d2c3e4f",
        "name": "agree",
        "version": "1.0",
        "authSpec": [{"name": "Any Params", "spec": params}],
    });
    let (slug, file, text) = ("agree".into(), "agree.json".into(), format!("{spec:#}"));
    let side = Side::texts(vec![SpecText { slug, file, text }]);
    (!side.has_errors()).then_some(side)
}

#[test]
fn what_is_said_to_be_accepted_still_is() {
    let mut random = Random::seeded(number("WELLHEAD_AGREE_SEED", SEED));
    let wanted = number("WELLHEAD_AGREE_SPECS", PAIRS as u64) as usize;
    let (mut tried, mut requests, mut wrong) = ([0_usize; 4], 0, Vec::new());
    for at in 0..wanted {
        let params = |random: &mut Random| schemas::spec(random, at)["authSpec"][0]["spec"].clone();
        let (old, other) = (params(&mut random), params(&mut random));
        let new = changed(&mut random, &old, &other);
        let (Some(was), Some(is)) = (side(&old), side(&new)) else { continue };
        let comparison = compare(&was, &is);
        let worst = comparison.changes().map(|(_, change)| change.wire.severity).max();
        let verdict = worst.unwrap_or(Wire::Same);
        tried[Wire::ALL.iter().position(|wire| *wire == verdict).unwrap()] += 1;
        if verdict.breaks() {
            continue;
        }
        let (before, after) = (validator(&old), validator(&new));
        for one in 0..INSTANCES {
            let params = instances::instance(&mut random, if one % 2 == 0 { &old } else { &new });
            requests += 1;
            let (was, is) = (before.is_valid(&params), after.is_valid(&params));
            if was && !is || verdict == Wire::Same && was != is {
                let human = render::human(&comparison);
                wrong.push(format!("pair {at}: {params}\n{human}\nold {old:#}\nnew {new:#}"));
                break;
            }
        }
    }
    let [same, compatible, undecided, breaking] = tried;
    println!(
        "random pairs: {same} same, {compatible} compatible, {undecided} undecided, {breaking} breaking; {requests} requests, {} contradictions",
        wrong.len()
    );
    assert!(same + compatible > wanted / 10, "few pairs say anything");
    assert!(wrong.is_empty(), "{}", wrong[..wrong.len().min(3)].join("\n\n"));
}
