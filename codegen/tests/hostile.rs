//! Spec files that ask for more than there can be: each is lowered or refused, in a time that its length bounds.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod support;

use std::fs;
use std::time::{Duration, Instant};

use support::package;
use wellhead_codegen::spec::{Code, SpecSet, SpecText};
use wellhead_codegen::{check, emit};

/// What one of the files beside this one is read and lowered as; the text of all that is emitted, if it has no error.
fn lowered(slug: &str) -> (SpecSet, Option<String>) {
    let path = package().join(format!("tests/hostile/{slug}.json"));
    let text = fs::read_to_string(path).expect("a spec file");
    let file = format!("specs/{slug}.json");
    let mut set = SpecSet::from_texts(vec![SpecText { slug: slug.into(), file, text }]);
    let catalog = check(&mut set);
    let emitted = (!set.diagnostics.has_errors()).then(|| emit::files(&catalog));
    (set, emitted.map(|files| files.into_values().collect()))
}

#[test]
fn params_that_multiply_are_refused_in_time() {
    for slug in ["alternatives-of-itself", "definitions-of-definitions"] {
        let start = Instant::now();
        let (set, _) = lowered(slug);
        let found = set.diagnostics.iter().find(|found| found.code == Code::BadValue);
        assert!(found.is_some_and(|found| found.message.contains("multiplies")), "{slug}");
        assert!(start.elapsed() < Duration::from_secs(60), "{slug} took too long");
    }
}

#[test]
fn bounds_beyond_all_integers_do_not_overflow() {
    let (set, emitted) = lowered("bounds-beyond-integers");
    assert!(emitted.is_some_and(|emitted| emitted.contains("i64")), "{}", set.diagnostics);
}
