//! Every goal for what happens in one process, measured side by side in one run, as rows of Markdown.
//!
//! `cargo bench --bench ratios [-- --rounds N] [--turn MICROSECONDS]`

use std::hint::black_box;
use std::time::Duration;

use wellhead_benches::allocations::{self, Counted};
use wellhead_benches::rounds::{Rounds, Subject};
use wellhead_benches::{Sample, derived, peers, samples};

#[global_allocator]
static ALLOCATIONS: Counted = Counted;

fn main() {
    let rounds = argument("--rounds").unwrap_or(101);
    let turn = Duration::from_micros(argument("--turn").unwrap_or(2_000) as u64);
    let samples = samples();
    peers::prepare();
    println!(
        "{} bodies, {} bytes on average, the hot one {} bytes; {rounds} rounds\n",
        samples.len(),
        samples.iter().map(|one| one.text.len()).sum::<usize>() / samples.len(),
        Sample::hot(&samples).text.len(),
    );
    println!("| what | goal | measured | met |\n|---|---|---|---|");
    let all: Vec<&Sample> = samples.iter().collect();
    let spread = Rounds::run(&mut subjects(&all), rounds, turn);
    dispatched("spread over all", &spread, Goal::AtMost(0.35));
    let hot = Rounds::run(&mut subjects(&[Sample::hot(&samples)]), rounds, turn);
    dispatched("one hot source", &hot, Goal::AtMost(0.6));
    let sizes = Rounds::run(&mut sizes(), rounds, turn);
    let row = |what: &str, goal, measured| row(what, goal, measured);
    row(
        "catalog of 1,000 to one of 10, one hot source",
        Goal::AtMost(1.05),
        sizes.ratio("hot of 1,000", "hot of 10"),
    );
    row(
        "catalog of 80 to one of 10, one hot source",
        Goal::None,
        sizes.ratio("hot of 80", "hot of 10"),
    );
    row(
        "catalog of 1,000 to one of 10, spread over all",
        Goal::AtMost(1.6),
        sizes.ratio("spread over 1,000", "spread over 10"),
    );
    row(
        "catalog of 80 to one of 10, spread over all",
        Goal::None,
        sizes.ratio("spread over 80", "spread over 10"),
    );
    allocated(&samples);
    println!("\n| median of a body | spread | hot |\n|---|---|---|");
    for ((name, spread), (_, hot)) in spread.medians().zip(hot.medians()) {
        println!("| {name} | {spread:.0} ns | {hot:.0} ns |");
    }
    println!("\n| catalogs, median of a body | |\n|---|---|");
    sizes.medians().for_each(|(name, time)| println!("| {name} | {time:.0} ns |"));
}

/// The number after that option.
fn argument(option: &str) -> Option<usize> {
    let arguments: Vec<String> = std::env::args().collect();
    let at = arguments.iter().position(|one| one == option)?;
    Some(arguments.get(at + 1)?.parse().expect("a number"))
}

#[derive(Clone, Copy)]
enum Goal {
    AtMost(f64),
    AtLeast(f64),
    None,
}

fn row(what: &str, goal: Goal, measured: f64) {
    let (goal, met) = match goal {
        Goal::AtMost(most) => (format!("≤ {most}"), if measured <= most { "yes" } else { "no" }),
        Goal::AtLeast(least) => {
            (format!("≥ {least}"), if measured >= least { "yes" } else { "no" })
        }
        Goal::None => ("".into(), ""),
    };
    println!("| {what} | {goal} | {measured:.2} | {met} |");
}

/// What is done with a set of bodies, by everyone.
fn subjects<'s>(pass: &[&'s Sample]) -> Vec<Subject<'s>> {
    let each = |name, run: fn(&Sample)| {
        let pass = pass.to_vec();
        Subject::new(name, pass.len(), move || {
            pass.iter().for_each(|sample| run(black_box(sample)))
        })
    };
    let requests = pass.iter().map(|one| wellhead::dispatch(&one.text).expect("a request"));
    let requests: Vec<_> = requests.collect();
    let copied = requests.clone();
    let writers: Vec<_> = pass.iter().map(|one| derived::WRITERS[one.kind](&one.text)).collect();
    let count = pass.len();
    vec![
        each("wellhead, valid", |one| drop(black_box(wellhead::dispatch(&one.text)))),
        each("derive, type known", |one| derived::READERS[one.kind](&one.text)),
        each("`Value`, then derive", peers::value_then_derive),
        each("typify's `oneOf`", peers::typify),
        each("`jsonschema`, valid", |one| {
            black_box(peers::jsonschema(&one.text));
        }),
        each("sonic-rs, to a value", peers::sonic),
        each("wellhead, invalid", |one| drop(black_box(wellhead::dispatch(&one.wrong)))),
        each("`jsonschema`, invalid", |one| {
            black_box(peers::jsonschema(&one.wrong));
        }),
        Subject::new("the result, cloned", count, move || {
            copied.iter().for_each(|one| drop(black_box(one.clone())));
        }),
        Subject::new("wellhead, written", count, move || {
            requests.iter().for_each(|one| drop(black_box(one.to_json())));
        }),
        Subject::new("derive, written", count, move || {
            writers.iter().for_each(|write| drop(black_box(write())));
        }),
    ]
}

/// What a set of bodies says about dispatching and writing.
fn dispatched(bodies: &str, rounds: &Rounds, goal: Goal) {
    let row = |what: &str, goal, one, other| {
        row(&format!("{what}, {bodies}"), goal, rounds.ratio(one, other))
    };
    row("valid, to derive with the type known", goal, "wellhead, valid", "derive, type known");
    row("`Value` first, to derive", Goal::None, "`Value`, then derive", "derive, type known");
    row("sonic-rs to a value, to derive", Goal::None, "sonic-rs, to a value", "derive, type known");
    row("the result cloned, to derive", Goal::None, "the result, cloned", "derive, type known");
    row("typify's `oneOf` to ours", Goal::AtLeast(35.0), "typify's `oneOf`", "wellhead, valid");
    row(
        "`jsonschema` to ours, valid",
        Goal::AtLeast(2.8),
        "`jsonschema`, valid",
        "wellhead, valid",
    );
    row("invalid to valid", Goal::AtMost(2.0), "wellhead, invalid", "wellhead, valid");
    row("`jsonschema` to ours, invalid", Goal::None, "`jsonschema`, invalid", "wellhead, invalid");
    row("written, to derive", Goal::AtMost(0.7), "wellhead, written", "derive, written");
}

/// Dispatching against the catalog's size.
fn sizes<'s>() -> Vec<Subject<'s>> {
    type Catalog = (&'static str, &'static str, fn(&[u8]) -> bool, fn() -> Vec<Vec<u8>>);
    let catalogs: [Catalog; 3] = [
        (
            "hot of 10",
            "spread over 10",
            wellhead_catalog_ten::dispatches,
            wellhead_catalog_ten::bodies,
        ),
        (
            "hot of 80",
            "spread over 80",
            wellhead_catalog_eighty::dispatches,
            wellhead_catalog_eighty::bodies,
        ),
        (
            "hot of 1,000",
            "spread over 1,000",
            wellhead_catalog_thousand::dispatches,
            wellhead_catalog_thousand::bodies,
        ),
    ];
    let subjects = catalogs.into_iter().flat_map(|(hot, spread, dispatches, bodies)| {
        let subject = |name, bodies: Vec<Vec<u8>>| {
            Subject::new(name, bodies.len(), move || {
                bodies.iter().for_each(|body| {
                    black_box(dispatches(body));
                });
            })
        };
        let bodies = bodies();
        [subject(hot, bodies[..1].to_vec()), subject(spread, bodies)]
    });
    subjects.collect()
}

/// How often a dispatch allocates, beside what the result's own strings need: what a clone of it allocates.
fn allocated(samples: &[Sample]) {
    let counts = samples.iter().map(|sample| {
        let request = wellhead::dispatch(&sample.text).expect("a request");
        let own = allocations::of(|| request.clone());
        (allocations::of(|| wellhead::dispatch(&sample.text)), own)
    });
    let counts: Vec<(u64, u64)> = counts.collect();
    let dispatched: u64 = counts.iter().map(|(dispatched, _)| dispatched).sum();
    let own: u64 = counts.iter().map(|(_, own)| own).sum();
    let beyond = counts.iter().filter(|(dispatched, own)| dispatched > own).count();
    let met = if beyond == 0 { "yes" } else { "no" };
    let bodies = counts.len();
    println!(
        "| allocations of a dispatch, all {bodies} bodies; in {beyond} of them more than the result's own | {own} | {dispatched} | {met} |"
    );
}
