//! Does one thing a few times, for an instruction counter: `counts <what>`. Only what [`counted`] does is to be counted.
//!
//! `.ci/instructions` runs it.

use std::hint::black_box;

use wellhead_benches::{Sample, derived, samples};

fn main() {
    let what = std::env::args().nth(1).unwrap_or_default();
    let samples = samples();
    let one = [Sample::hot(&samples)];
    let all: Vec<&Sample> = samples.iter().collect();
    match what.split_once('-') {
        Some((what, "spread")) => bodies(what, &all),
        Some((what, "hot")) => bodies(what, &one),
        #[cfg(feature = "generate")]
        Some(("generate", "all")) => {
            let specs = concat!(env!("CARGO_MANIFEST_DIR"), "/../specs");
            let builder = wellhead_codegen::Builder::new(specs).features_by_category();
            counted(&mut || drop(black_box(builder.generate())));
        }
        _ => {
            eprintln!(
                "usage: counts (valid|invalid|write|clone|derive|derivewrite)-(spread|hot), or generate-all"
            );
            std::process::exit(2);
        }
    }
}

/// Each body once, after a first time that compiles patterns.
fn bodies(what: &str, pass: &[&Sample]) {
    let requests = pass.iter().map(|one| wellhead::dispatch(&one.text).expect("a request"));
    let requests: Vec<_> = requests.collect();
    let writers: Vec<_> = pass.iter().map(|one| derived::WRITERS[one.kind](&one.text)).collect();
    let run: &mut dyn FnMut() = match what {
        "valid" => {
            &mut || pass.iter().for_each(|one| drop(black_box(wellhead::dispatch(&one.text))))
        }
        "invalid" => {
            &mut || pass.iter().for_each(|one| drop(black_box(wellhead::dispatch(&one.wrong))))
        }
        "write" => &mut || requests.iter().for_each(|one| drop(black_box(one.to_json()))),
        "clone" => &mut || requests.iter().for_each(|one| drop(black_box(one.clone()))),
        "derive" => &mut || pass.iter().for_each(|one| derived::READERS[one.kind](&one.text)),
        "derivewrite" => &mut || writers.iter().for_each(|write| drop(black_box(write()))),
        other => panic!("what is {other}?"),
    };
    run();
    counted(run);
}

/// What the counter is told to count: this function and all that it calls.
#[inline(never)]
#[unsafe(no_mangle)]
fn counted(run: &mut dyn FnMut()) {
    run();
    // Something after the call, so that it is no tail call, which would leave the function.
    black_box(());
}
