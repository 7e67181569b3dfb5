//! The client's suite: every scenario against a stand-in in the same process, against one in another process, and each of
//! both with faults on, so that one call in eight fails. No connection may be made twice, and nothing that was acknowledged may
//! be lost. What happened is printed (`--nocapture`).
//!
//! What only a service by script can say is in the client's own tests, where each says why.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking, and this one reports"
)]

mod caller;
mod ledger;
mod report;
mod scenarios;
mod service;
mod stage;

#[path = "../support/mod.rs"]
mod support;

use std::time::{Duration, Instant};

use futures_util::{StreamExt, stream};
use report::Report;
use scenarios::{ALL, Scenario};
use stage::{Stage, Where};

/// How many scenarios run at the same time; each has a stand-in of its own.
const AT_ONCE: usize = 12;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_one_process() {
    run("in one process", &Stage::new(Where::Here, false)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_one_process_with_faults() {
    run("in one process, faults on", &Stage::new(Where::Here, true)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn over_a_socket_to_another_process() {
    run("in another process", &Stage::new(Where::InAProcess, false)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn over_a_socket_to_another_process_with_faults() {
    run("in another process, faults on", &Stage::new(Where::InAProcess, true)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_creates_with_one_in_twenty_failing_make_a_thousand_connections() {
    let stage = Stage::new(Where::InAProcess, false);
    let start = Instant::now();
    scenarios::bulk::a_thousand_creates_32_at_once_make_a_thousand_connections(stage.clone()).await;
    let report = stage.settled().await;
    println!("{}", report.told("1000 creates, 32 at once", start.elapsed()));
    report.assert_nothing_doubled_or_lost();
}

/// Not a test: the process that the tests above start.
#[tokio::test]
#[ignore = "the stand-in that other tests start"]
async fn stand_in_of_its_own() {
    support::process::serve().await;
}

/// Runs every scenario, and tells of all that failed.
async fn run(place: &str, stage: &Stage) {
    let start = Instant::now();
    let ended =
        stream::iter(ALL).map(|scenario| run_one(scenario, stage)).buffer_unordered(AT_ONCE);
    let ended: Vec<_> = ended.collect().await;
    let failed: Vec<_> =
        ended.iter().filter_map(|(name, report)| report.is_none().then_some(*name)).collect();
    let report: Report = ended.into_iter().filter_map(|(_, report)| report).sum();
    println!("{}", report.told(&format!("{} scenarios {place}", ALL.len()), start.elapsed()));
    assert!(failed.is_empty(), "{place}, these failed: {failed:#?}");
    report.assert_nothing_doubled_or_lost();
    if stage.has_faults() {
        report.assert_every_fault_was_met();
    }
}

/// Runs one, and counts what it left behind; nothing if it failed, which has been printed then.
async fn run_one(scenario: &Scenario, stage: &Stage) -> (&'static str, Option<Report>) {
    const PATIENCE: Duration = Duration::from_secs(120);
    let stage = stage.of_its_own();
    let task = tokio::spawn((scenario.run)(stage.clone()));
    let ended = tokio::time::timeout(PATIENCE, task).await;
    if !matches!(ended, Ok(Ok(()))) {
        println!("{} failed: {ended:?}", scenario.name);
        return (scenario.name, None);
    }
    let report = stage.settled().await;
    if report.has_doubled_or_lost() {
        println!("{}", report.told(scenario.name, Duration::ZERO));
    }
    (scenario.name, Some(report))
}
