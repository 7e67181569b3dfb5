//! A body to its typed, validated request, beside serde's derives (type known), `Value` first, typify's `oneOf`,
//! `jsonschema` and sonic-rs. One iteration is one pass over bodies of every auth type, or one body again and again.

use std::collections::HashMap;
use std::hint::black_box;
use std::sync::LazyLock;

use divan::{AllocProfiler, Bencher};
use serde_json::Value;
use wellhead_benches::{Sample, derived, samples, typified, validators};

#[global_allocator]
static ALLOCATIONS: AllocProfiler = AllocProfiler::system();

static SAMPLES: LazyLock<Vec<Sample>> = LazyLock::new(samples);
static VALIDATORS: LazyLock<HashMap<(String, String), Vec<jsonschema::Validator>>> =
    LazyLock::new(validators);
static KINDS: LazyLock<HashMap<(&str, &str), usize>> =
    LazyLock::new(|| derived::KEYS.iter().enumerate().rev().map(|(at, key)| (*key, at)).collect());

fn main() {
    println!(
        "{} bodies, {} bytes on average",
        SAMPLES.len(),
        SAMPLES.iter().map(|one| one.text.len()).sum::<usize>() / SAMPLES.len()
    );
    LazyLock::force(&VALIDATORS);
    LazyLock::force(&KINDS);
    divan::main();
}

/// The bodies of one pass.
const PASSES: [&str; 2] = ["spread", "hot"];

fn pass(name: &str) -> Vec<&'static Sample> {
    match name {
        "hot" => vec![SAMPLES.iter().find(|one| one.text.len() > 300).expect("a body")],
        _ => SAMPLES.iter().collect(),
    }
}

fn each(bencher: Bencher<'_, '_>, pass: Vec<&'static Sample>, mut run: impl FnMut(&Sample)) {
    let count = divan::counter::ItemsCount::new(pass.len());
    bencher.counter(count).bench_local(|| pass.iter().for_each(|sample| run(black_box(sample))));
}

#[divan::bench_group(name = "valid")]
mod valid {
    use super::*;

    #[divan::bench(args = PASSES)]
    fn wellhead(bencher: Bencher<'_, '_>, name: &str) {
        each(bencher, pass(name), |sample| {
            black_box(::wellhead::dispatch(&sample.text).is_ok());
        });
    }

    #[divan::bench(args = PASSES)]
    fn derive_type_known(bencher: Bencher<'_, '_>, name: &str) {
        each(bencher, pass(name), |sample| derived::READERS[sample.kind](&sample.text));
    }

    #[divan::bench(args = PASSES)]
    fn value_then_derive(bencher: Bencher<'_, '_>, name: &str) {
        each(bencher, pass(name), |sample| {
            let value: Value = serde_json::from_slice(&sample.text).expect("JSON");
            let (id, spec) =
                (value["connectionSpec"]["id"].as_str(), value["auth"]["specName"].as_str());
            black_box(KINDS.get(&(id.unwrap_or(""), spec.unwrap_or(""))));
            derived::FROM_VALUE[sample.kind](value);
        });
    }

    #[divan::bench(args = PASSES)]
    fn typify_one_of(bencher: Bencher<'_, '_>, name: &str) {
        each(bencher, pass(name), |sample| {
            black_box(serde_json::from_slice::<typified::Body>(&sample.text).is_ok());
        });
    }

    #[divan::bench(args = PASSES)]
    fn jsonschema_all_errors(bencher: Bencher<'_, '_>, name: &str) {
        each(bencher, pass(name), |sample| {
            black_box(errors(&sample.text));
        });
    }

    #[divan::bench(args = PASSES)]
    fn sonic_rs_to_a_value(bencher: Bencher<'_, '_>, name: &str) {
        each(bencher, pass(name), |sample| {
            drop(black_box(sonic_rs::from_slice::<sonic_rs::Value>(&sample.text)))
        });
    }
}

#[divan::bench_group(name = "invalid, everything wrong collected")]
mod invalid {
    use super::*;

    #[divan::bench(args = PASSES)]
    fn wellhead(bencher: Bencher<'_, '_>, name: &str) {
        each(bencher, pass(name), |sample| {
            black_box(::wellhead::dispatch(&sample.wrong).is_err());
        });
    }

    #[divan::bench(args = PASSES)]
    fn jsonschema(bencher: Bencher<'_, '_>, name: &str) {
        each(bencher, pass(name), |sample| {
            black_box(errors(&sample.wrong));
        });
    }
}

#[divan::bench_group(name = "written")]
mod written {
    use super::*;

    #[divan::bench(args = PASSES)]
    fn wellhead(bencher: Bencher<'_, '_>, name: &str) {
        let requests: Vec<_> = pass(name)
            .iter()
            .map(|one| ::wellhead::dispatch(&one.text).expect("a request"))
            .collect();
        let count = divan::counter::ItemsCount::new(requests.len());
        bencher
            .counter(count)
            .bench_local(|| requests.iter().for_each(|one| drop(black_box(one.to_json()))));
    }

    #[divan::bench(args = PASSES)]
    fn derive(bencher: Bencher<'_, '_>, name: &str) {
        let writers: Vec<_> =
            pass(name).iter().map(|one| derived::WRITERS[one.kind](&one.text)).collect();
        let count = divan::counter::ItemsCount::new(writers.len());
        bencher
            .counter(count)
            .bench_local(|| writers.iter().for_each(|write| drop(black_box(write()))));
    }
}

/// How many errors `jsonschema` finds, the body's own source looked up.
fn errors(text: &[u8]) -> usize {
    let value: Value = serde_json::from_slice(text).expect("JSON");
    let key = |place: &Value| place.as_str().unwrap_or_default().to_owned();
    let key = (key(&value["connectionSpec"]["id"]), key(&value["auth"]["specName"]));
    let kinds = VALIDATORS.get(&key).expect("a validator");
    // Every error is told, as people read it.
    let told = |validator: &jsonschema::Validator| {
        validator
            .iter_errors(&value)
            .map(|error| error.to_string().len() + error.instance_path().as_str().len())
            .count()
    };
    kinds.iter().map(told).min().unwrap_or_default()
}
