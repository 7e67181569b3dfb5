//! A body to its typed, validated request, beside what peers do with it: each by itself, allocations counted. How they
//! compare is told by `ratios`. One iteration is one pass over bodies of every auth type, or one body.

use std::hint::black_box;
use std::sync::LazyLock;

use divan::{AllocProfiler, Bencher};
use wellhead_benches::{Sample, derived, peers, samples};

#[global_allocator]
static ALLOCATIONS: AllocProfiler = AllocProfiler::system();

static SAMPLES: LazyLock<Vec<Sample>> = LazyLock::new(samples);

fn main() {
    LazyLock::force(&SAMPLES);
    peers::prepare();
    divan::main();
}

/// The bodies of one pass.
const PASSES: [&str; 2] = ["spread", "hot"];

fn pass(name: &str) -> Vec<&'static Sample> {
    if name == "hot" { vec![Sample::hot(&SAMPLES)] } else { SAMPLES.iter().collect() }
}

fn each(bencher: Bencher<'_, '_>, name: &str, mut run: impl FnMut(&Sample)) {
    let pass = pass(name);
    let count = divan::counter::ItemsCount::new(pass.len());
    bencher.counter(count).bench_local(|| pass.iter().for_each(|sample| run(black_box(sample))));
}

#[divan::bench_group(name = "valid")]
mod valid {
    use super::*;

    #[divan::bench(args = PASSES)]
    fn wellhead(bencher: Bencher<'_, '_>, name: &str) {
        each(bencher, name, |sample| drop(black_box(::wellhead::dispatch(&sample.text))));
    }

    #[divan::bench(args = PASSES)]
    fn derive_type_known(bencher: Bencher<'_, '_>, name: &str) {
        each(bencher, name, |sample| derived::READERS[sample.kind](&sample.text));
    }

    #[divan::bench(args = PASSES)]
    fn value_then_derive(bencher: Bencher<'_, '_>, name: &str) {
        each(bencher, name, peers::value_then_derive);
    }

    #[divan::bench(args = PASSES)]
    fn typify_one_of(bencher: Bencher<'_, '_>, name: &str) {
        each(bencher, name, peers::typify);
    }

    #[divan::bench(args = PASSES)]
    fn jsonschema_all_errors(bencher: Bencher<'_, '_>, name: &str) {
        each(bencher, name, |sample| {
            black_box(peers::jsonschema(&sample.text));
        });
    }

    #[divan::bench(args = PASSES)]
    fn sonic_rs_to_a_value(bencher: Bencher<'_, '_>, name: &str) {
        each(bencher, name, peers::sonic);
    }
}

#[divan::bench_group(name = "invalid, everything wrong collected")]
mod invalid {
    use super::*;

    #[divan::bench(args = PASSES)]
    fn wellhead(bencher: Bencher<'_, '_>, name: &str) {
        each(bencher, name, |sample| drop(black_box(::wellhead::dispatch(&sample.wrong))));
    }

    #[divan::bench(args = PASSES)]
    fn jsonschema(bencher: Bencher<'_, '_>, name: &str) {
        each(bencher, name, |sample| {
            black_box(peers::jsonschema(&sample.wrong));
        });
    }
}

#[divan::bench_group(name = "written")]
mod written {
    use super::*;

    #[divan::bench(args = PASSES)]
    fn wellhead(bencher: Bencher<'_, '_>, name: &str) {
        let request = |one: &&Sample| ::wellhead::dispatch(&one.text).expect("a request");
        let requests: Vec<_> = pass(name).iter().map(request).collect();
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
