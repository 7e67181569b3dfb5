//! Every kind of change, each as one edit of a spec: what it is called, and what the judges say of it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking, and the oracles report their counts"
)]

#[path = "../oracle/closed.rs"]
mod closed;
mod code;
mod near;
mod table;
mod wire;

use std::collections::BTreeSet;

use serde_json::Value;
use wellhead_diff::change::{Change, Code, Kind, Wire};
use wellhead_diff::{Comparison, Side, compare};
use wellhead_spec::SpecText;
use wellhead_spec::diagnostic::Style;

use table::{CASES, Case, Spec};

/// A side of one spec and what stands beside it.
fn side(spec: &Spec) -> Side {
    let text = |slug: &str, json: &Value| SpecText {
        slug: slug.to_owned(),
        file: format!("specs/{slug}.json"),
        text: format!("{json:#}"),
    };
    let own = spec.json.iter().map(|json| text(&spec.slug, json));
    let others = spec.others.iter().map(|(slug, json)| text(slug, json));
    let side = Side::texts(own.chain(others).collect());
    assert!(!side.has_errors(), "{}", side.render_errors(Style::Plain));
    side
}

fn edited(case: &Case) -> Spec {
    let mut spec = Spec::base();
    (case.edit)(&mut spec);
    spec
}

fn compared(case: &Case) -> Comparison {
    compare(&side(&Spec::base()), &side(&edited(case)))
}

fn shown(comparison: &Comparison) -> String {
    wellhead_diff::render::human(comparison)
}

#[test]
fn every_kind_is_told_with_its_verdicts() {
    let mut wrong = Vec::new();
    for case in CASES {
        let comparison = compared(case);
        let changes: Vec<&Change> = comparison.changes().map(|(_, change)| change).collect();
        let worst = changes.iter().map(|change| change.wire.severity).max().unwrap_or(Wire::Same);
        let broken: BTreeSet<Code> =
            changes.iter().flat_map(|change| change.broken.iter().copied()).collect();
        let behaviour = changes.iter().map(|change| change.behaviour.severity).max();
        let has = changes.iter().any(|change| change.kind == case.kind);
        let expected: BTreeSet<Code> = case.broken.iter().copied().collect();
        let stray = changes.iter().any(|change| change.kind == Kind::TypesChanged);
        if !has
            || stray
            || worst != case.wire
            || broken != expected
            || behaviour != Some(case.behaviour)
        {
            wrong.push(format!(
                "{}: expected {} {} {expected:?} {}\n{}",
                case.name,
                case.kind,
                case.wire,
                case.behaviour,
                shown(&comparison)
            ));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), CASES.len(), wrong.join("\n"));
}

#[test]
fn the_table_has_every_kind_once_by_name() {
    let names: BTreeSet<&str> = CASES.iter().map(|case| case.name).collect();
    assert_eq!(names.len(), CASES.len());
    assert!(CASES.len() >= 40);
    let kinds: BTreeSet<Kind> = CASES.iter().map(|case| case.kind).collect();
    let missing: Vec<_> = Kind::ALL.iter().filter(|kind| !kinds.contains(kind)).collect();
    // One can't be edited into a spec alone, the other is for what no edit explains.
    assert_eq!(missing, [&Kind::SharedIdChanged, &Kind::TypesChanged]);
}

#[test]
fn the_same_specs_do_not_differ() {
    let comparison = compare(&side(&Spec::base()), &side(&Spec::base()));
    assert!(comparison.is_empty());
    let mut moved = Spec::base();
    moved.json = moved.json.map(|json| json.to_string().parse().unwrap());
    let text = SpecText {
        slug: "acme".into(),
        file: "specs/acme.json".into(),
        text: moved.json.unwrap().to_string(),
    };
    assert!(
        compare(&side(&Spec::base()), &Side::texts(vec![text])).is_empty(),
        "layout is nothing"
    );
}

/// The page that shows the table, and what stands around it there.
const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/diff.md");
const MARKS: [&str; 2] = ["<!-- kinds -->\n", "<!-- end -->"];

#[test]
fn the_page_shows_the_table() {
    let mut table = String::from(
        "\n| change | kind | requests | code that breaks | behaviour |\n|---|---|---|---|---|\n",
    );
    for case in CASES {
        let broken: Vec<&str> = case.broken.iter().map(|code| code.as_str()).collect();
        let broken = if broken.is_empty() { "none".to_owned() } else { broken.join(", ") };
        table += &format!(
            "| {} | `{}` | {} | {broken} | {} |\n",
            case.name, case.kind, case.wire, case.behaviour
        );
    }
    let page = std::fs::read_to_string(PAGE).unwrap();
    let (before, rest) = page.split_once(MARKS[0]).unwrap();
    let (_, after) = rest.split_once(MARKS[1]).unwrap();
    let expected = [before, MARKS[0], &table, "\n", MARKS[1], after].concat();
    if std::env::var_os("WELLHEAD_BLESS").is_some() {
        return std::fs::write(PAGE, &expected).unwrap();
    }
    assert!(page == expected, "docs/diff.md is not up to date: WELLHEAD_BLESS=1 writes it anew");
}
