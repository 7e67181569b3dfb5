//! What is generated, byte for byte: `golden/<slug>.rs` for the five sources that the project began from, `golden/small/`
//! for the specs under `tests/specs/`, which hold what the five do not: every shape, no auth spec, two sources of one id,
//! and names and texts that mean mischief. The whole catalog's output is checked in as `generated/`.
//!
//! `WELLHEAD_BLESS=1 cargo test -p wellhead-codegen --test golden` writes them anew; read the difference before you
//! commit it. That all of it compiles without a warning is `compiles.rs`'s affair.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod support;

use std::fs;

use support::{blesses, check, files, folder, package, slugs, small_specs, specs, text};

const FIVE: [&str; 5] =
    ["generic-rest", "oracle", "pathfactory", "salesforce", "salesforce-marketing-cloud"];

/// The only source's module among the files.
fn module(files: &std::collections::BTreeMap<String, String>) -> &str {
    let mut modules = files.iter().filter(|(path, _)| path.starts_with("sources/"));
    let (_, text) = modules.next().expect("a module");
    assert!(modules.next().is_none(), "one spec makes one module");
    text
}

#[test]
fn each_of_the_five_sources_generates_what_is_expected() {
    let golden = package().join("tests/golden");
    for slug in FIVE {
        let one = folder([(slug, text(&specs(), slug))]);
        check(&golden.join(format!("{slug}.rs")), module(&files(one.path())));
    }
    for entry in fs::read_dir(&golden).expect("the golden files") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|extension| extension == "rs") {
            let slug = path.file_stem().expect("a stem").to_string_lossy();
            assert!(FIVE.contains(&&*slug), "{} is of no source", path.display());
        }
    }
}

#[test]
fn the_small_specs_generate_what_is_expected() {
    let golden = package().join("tests/golden/small");
    let generated = support::generate(&small_specs());
    for (path, text) in &generated.files {
        check(&golden.join(path), text);
    }
    if !blesses() {
        let changes = generated.compare(&golden).expect("the golden folder");
        assert!(changes.is_empty(), "golden/small holds more than is generated: {changes:?}");
    }
}

#[test]
fn a_module_depends_on_its_own_spec_alone() {
    let all = files(&specs());
    for slug in slugs(&specs()) {
        let one = folder([(slug.as_str(), text(&specs(), &slug))]);
        for (path, text) in
            files(one.path()).iter().filter(|(path, _)| path.starts_with("sources/"))
        {
            assert_eq!(all.get(path), Some(text), "{path}");
        }
    }
}

#[test]
fn the_same_specs_in_another_order_or_folder_give_the_same_bytes() {
    let expected = files(&specs());
    let mut slugs = slugs(&specs());
    for _ in 0..3 {
        slugs.rotate_left(17);
        let other = folder(slugs.iter().map(|slug| (slug.as_str(), text(&specs(), slug))));
        assert_eq!(files(other.path()), expected);
    }
    slugs.reverse();
    let other = folder(slugs.iter().map(|slug| (slug.as_str(), text(&specs(), slug))));
    assert_eq!(files(other.path()), expected);
}

#[test]
fn one_changed_spec_changes_its_own_module_and_the_catalog_alone() {
    let before = files(&specs());
    let changed = |edit: fn(String) -> String| {
        let other = folder(slugs(&specs()).iter().map(|slug| {
            let text = text(&specs(), slug);
            (slug.as_str(), if slug == "salesforce" { edit(text) } else { text })
        }));
        let after = files(other.path());
        let differing = before.iter().filter(|(path, text)| after.get(*path) != Some(text));
        assert_eq!(before.len(), after.len());
        differing.map(|(path, _)| path.clone()).collect::<Vec<_>>()
    };
    let reworded =
        changed(|text| text.replace("Password of that Salesforce user", "The user's password"));
    assert_eq!(reworded, ["sources/salesforce.rs"]);
    let renamed = changed(|text| {
        text.replace("cfc0fee1-7dc0-40ef-b73e-d8b134c436f5", "6ba7b814-9dad-11d1-80b4-00c04fd430c8")
    });
    assert_eq!(renamed, ["catalog.rs", "sources/salesforce.rs"]);
}

#[test]
fn an_added_spec_changes_no_module_of_another() {
    let before = files(&specs());
    let all = slugs(&specs());
    let more = folder(
        all.iter()
            .map(|slug| (slug.as_str(), text(&specs(), slug)))
            .chain([("webhook", text(&small_specs(), "webhook"))]),
    );
    let after = files(more.path());
    let differing: Vec<_> = after
        .iter()
        .filter(|(path, text)| before.get(*path) != Some(text))
        .map(|(path, _)| path.as_str())
        .collect();
    assert_eq!(differing, ["catalog.rs", "sources.rs", "sources/webhook.rs"]);
}

#[test]
fn no_spec_at_all_generates_an_empty_catalog() {
    let files = files(folder([]).path());
    assert_eq!(files.keys().collect::<Vec<_>>(), ["catalog.rs", "mod.rs", "sources.rs"]);
}

#[test]
fn every_file_says_in_its_first_line_that_it_is_generated_and_from_what() {
    for (path, text) in files(&specs()) {
        let first = text.lines().next().unwrap_or_default();
        let slug = path
            .strip_prefix("sources/")
            .map(|name| name.trim_end_matches(".rs").replace('_', "-"));
        let from =
            slug.map_or_else(|| "every spec file".to_owned(), |slug| format!("specs/{slug}.json"));
        assert!(
            first.starts_with(&format!("// @generated by wellhead from {from}. ")),
            "{path}: {first}"
        );
    }
}

#[test]
fn no_text_of_a_spec_brings_what_hides_or_acts_into_the_code() {
    let acts = |char: char| {
        (char.is_control() && char != '\n')
            || matches!(char, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    for (path, text) in files(&small_specs()) {
        let line = text.lines().find(|line| line.contains(acts));
        assert_eq!(line, None, "{path}");
    }
}
