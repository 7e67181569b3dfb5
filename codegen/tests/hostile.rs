//! Spec files that ask for more than there can be: each is lowered or refused, in a time that its length bounds.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::time::{Duration, Instant};

use support::package;
use wellhead_codegen::spec::{Code, SpecSet, SpecText};
use wellhead_codegen::{check, emit};

/// One of the files beside this one.
fn text(slug: &str) -> String {
    let path = package().join(format!("tests/hostile/{slug}.json"));
    fs::read_to_string(path).expect("a spec file")
}

/// A spec file with that many kinds of params, each told from the others by what it requires alone.
fn with_kinds(count: usize) -> String {
    let kind = |number| {
        format!(
            r#"{{"properties": {{"k{number}": {{"type": "string"}}, "x": {{"type": "string"}}}}, "required": ["k{number}"]}}"#
        )
    };
    let kinds: Vec<String> = (0..count).map(kind).collect();
    text("bounds-beyond-integers").replace(
        r#""properties": {"#,
        &format!(r#""oneOf": [{}], "properties": {{"#, kinds.join(", ")),
    )
}

/// What a spec file is read and lowered as; the text of all that is emitted, if it has no error.
fn lowered(slug: &str, text: String) -> (SpecSet, Option<String>) {
    let file = format!("specs/{slug}.json");
    let mut set = SpecSet::from_texts(vec![SpecText { slug: slug.into(), file, text }]);
    let catalog = check(&mut set);
    let emitted = (!set.diagnostics.has_errors()).then(|| emit::files(&catalog));
    (set, emitted.map(|files| files.into_values().collect()))
}

#[test]
fn params_that_multiply_are_refused_in_time() {
    for (slug, text, message) in [
        ("alternatives-of-itself", text("alternatives-of-itself"), "multiplies"),
        ("definitions-of-definitions", text("definitions-of-definitions"), "multiplies"),
        ("kinds", with_kinds(2_000), "too many kinds"),
    ] {
        let start = Instant::now();
        let (set, _) = lowered(slug, text);
        let found = set.diagnostics.iter().find(|found| found.code == Code::BadValue);
        assert!(found.is_some_and(|found| found.message.contains(message)), "{slug}");
        assert!(start.elapsed() < Duration::from_secs(60), "{slug} took too long");
    }
}

#[test]
fn bounds_beyond_all_integers_do_not_overflow() {
    let (set, emitted) = lowered("bounds", text("bounds-beyond-integers"));
    assert!(emitted.is_some_and(|emitted| emitted.contains("i64")), "{}", set.diagnostics);
}

#[test]
fn kinds_that_may_each_be_mistaken_for_all_others_are_lowered() {
    let (set, emitted) = lowered("kinds", with_kinds(100));
    let emitted = emitted.unwrap_or_else(|| panic!("{}", set.diagnostics));
    assert_eq!(emitted.matches("kind: \"WithK").count(), 100);
}

/// To look at all names for each new one would take hours.
#[test]
fn values_whose_names_come_out_as_one_are_called_by_all_that_they_are() {
    const COUNT: usize = 4_000;
    let value = |number: usize| {
        let mark = |place: usize| ["-", "_", ".", " "][(number >> (2 * place)) % 4];
        format!("\"a{}\"", (0_usize..6).map(mark).collect::<String>())
    };
    let values: Vec<String> = (0..COUNT).map(value).collect();
    let mode = format!(
        r#""properties": {{"mode": {{"type": "string", "enum": [{}]}}, "#,
        values.join(", ")
    );
    let text = text("bounds-beyond-integers").replacen(r#""properties": {"#, &mode, 1);
    let (set, emitted) = lowered("values", text);
    let emitted = emitted.unwrap_or_else(|| panic!("{}", set.diagnostics));
    let names = emitted.lines().map(str::trim).filter(|line| line.starts_with("ALower"));
    let names: BTreeSet<&str> = names.filter(|line| line.ends_with("At6,")).collect();
    assert_eq!(names.len(), COUNT);
}
