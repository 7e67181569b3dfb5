//! A crate of its own offers what `wellhead` does around its sources.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::fs;
use std::path::Path;

/// A file of the repository.
fn text(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)).expect(path)
}

/// From each `start` up to the first `end` behind it, on one line.
fn passages(text: &str, start: &str, end: &str) -> Vec<String> {
    let passages = text.split(start).skip(1).map(|rest| rest.split(end).next().unwrap_or(rest));
    passages.map(|passage| passage.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

#[test]
fn a_crate_of_its_own_has_the_names_and_functions_that_wellhead_has() {
    let (own, root) = (text("codegen/src/standalone/lib.rs.txt"), text("src/lib.rs"));
    for (start, end, count) in [("\npub use wellhead_runtime::{", "};", 1), ("\npub fn ", "\n}", 6)]
    {
        let offered = passages(&own, start, end);
        assert_eq!(offered, passages(&root, start, end));
        assert_eq!(offered.len(), count, "{start:?}");
    }
}
