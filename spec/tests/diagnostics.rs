//! One small fixture for each kind of diagnostic, `ui/<code>.json`, with its rendering beside it, `ui/<code>.stderr`.
//! What takes several files, or a file of a certain name, is a folder `ui/<code>/`.
//!
//! A fixture shows its code and nothing else. `WELLHEAD_BLESS=1 cargo test -p wellhead-spec --test diagnostics` writes
//! the renderings anew; read the difference before you commit it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use std::fs;
use std::path::{Path, PathBuf};

use wellhead_spec::diagnostic::Style;
use wellhead_spec::{Code, SpecSet, SpecText};

/// What no file of that form can show: a file that can't be read (`tests/hostile.rs`), and what the generator notes
/// (its own tests).
const ELSEWHERE: [Code; 2] = [Code::Unreadable, Code::NameCollision];

fn ui() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ui")
}

fn load(code: Code) -> SpecSet {
    let folder = ui().join(code.as_str());
    if folder.is_dir() {
        return SpecSet::load(&folder, "specs");
    }
    let path = ui().join(format!("{code}.json"));
    let text = fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("{code} has no fixture {}: {error}", path.display()));
    SpecSet::from_texts(vec![spec_text(code.as_str(), text)])
}

fn spec_text(slug: &str, text: impl Into<String>) -> SpecText {
    SpecText { slug: slug.into(), file: format!("specs/{slug}.json"), text: text.into() }
}

fn codes() -> impl Iterator<Item = Code> {
    Code::ALL.iter().copied().filter(|code| !ELSEWHERE.contains(code))
}

fn noted(set: &SpecSet) -> Vec<Code> {
    set.diagnostics.iter().map(|diagnostic| diagnostic.code).collect()
}

/// Compares a rendering with the file that holds it, or writes it there.
fn check(name: &str, found: &str) {
    let path = ui().join(format!("{name}.stderr"));
    if std::env::var_os("WELLHEAD_BLESS").is_some() {
        return fs::write(&path, found).expect("the rendering can be written");
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(found, expected, "{} differs; WELLHEAD_BLESS=1 writes it anew", path.display());
}

#[test]
fn each_code_has_a_fixture_that_shows_it_and_no_other() {
    for code in codes() {
        let set = load(code);
        let noted = noted(&set);
        assert!(!noted.is_empty(), "{code}: nothing is noted");
        assert!(noted.iter().all(|noted| *noted == code), "{code}: {}", set.diagnostics);
    }
}

#[test]
fn each_code_is_rendered_with_its_lines_and_its_help() {
    for code in codes() {
        check(code.as_str(), &load(code).render(Style::Plain));
    }
}

#[test]
fn every_diagnostic_tells_the_way_out() {
    for code in codes() {
        for diagnostic in load(code).diagnostics.iter() {
            assert!(diagnostic.help.is_some() || !diagnostic.label.is_empty(), "{diagnostic}");
        }
    }
}

#[test]
fn a_fixture_is_8_to_30_lines_long_and_belongs_to_a_code() {
    for entry in fs::read_dir(ui()).expect("the fixtures") {
        let path = entry.expect("an entry").path();
        let stem = path.file_stem().expect("a stem").to_string_lossy().into_owned();
        let is_extra = ["all-at-once", "several-files"].contains(&stem.as_str());
        assert!(
            is_extra || codes().any(|code| code.as_str() == stem),
            "{} belongs to no code",
            path.display()
        );
        if path.extension().is_some_and(|extension| extension == "json") && !is_extra {
            let lines = fs::read_to_string(&path).expect("a fixture").lines().count();
            assert!((8..=30).contains(&lines), "{} has {lines} lines", path.display());
        }
    }
}

#[test]
fn only_errors_keep_code_from_being_generated() {
    for code in codes() {
        let set = load(code);
        let is_error = code.severity() == wellhead_spec::Severity::Error;
        assert_eq!(set.diagnostics.has_errors(), is_error, "{code}");
    }
}

#[test]
fn all_mistakes_of_a_file_come_in_one_go_in_the_order_of_the_text() {
    let text = fs::read_to_string(ui().join("all-at-once.json")).expect("the fixture");
    let set = SpecSet::from_texts(vec![spec_text("all-at-once", text)]);
    let mut places: Vec<_> = set.diagnostics.iter().map(|diagnostic| diagnostic.place).collect();
    assert!(noted(&set).len() >= 10, "{}", set.diagnostics);
    assert!(places.is_sorted(), "{}", set.diagnostics);
    places.dedup();
    assert!(places.len() >= 10, "{}", set.diagnostics);
    check("all-at-once", &set.render(Style::Plain));
}

#[test]
fn mistakes_of_several_files_come_in_one_go_in_the_order_of_the_files() {
    let set = SpecSet::load(&ui().join("several-files"), "specs");
    let files: Vec<_> = set.diagnostics.iter().map(|diagnostic| diagnostic.file.as_str()).collect();
    assert_eq!(files, ["specs/a.json", "specs/b.json", "specs/d.json"]);
    assert_eq!(
        set.specs.iter().map(|spec| spec.source.slug.as_str()).collect::<Vec<_>>(),
        ["b", "c", "d"]
    );
    check("several-files", &set.render(Style::Plain));
}

#[test]
fn the_wrapping_that_the_service_puts_around_a_spec_is_accepted() {
    let text = fs::read_to_string(ui().join("several-files/c.json")).expect("a sound spec");
    let plain = SpecSet::from_texts(vec![spec_text("acme", text.clone())]);
    let wrapped = SpecSet::from_texts(vec![spec_text(
        "acme",
        format!("{{\"items\": [{text}], \"_links\": {{}}}}"),
    )]);
    assert!(
        plain.diagnostics.is_empty() && wrapped.diagnostics.is_empty(),
        "{}",
        wrapped.diagnostics
    );
    let name = |set: &SpecSet| set.specs.first().map(|spec| spec.spec.name.value.clone());
    assert_eq!(name(&wrapped), Some("acme-crm".into()));
    assert_eq!(name(&wrapped), name(&plain));
}

#[test]
fn a_wrapping_around_two_specs_is_refused() {
    let text = fs::read_to_string(ui().join("several-files/c.json")).expect("a sound spec");
    let set =
        SpecSet::from_texts(vec![spec_text("acme", format!("{{\"items\": [{text}, {text}]}}"))]);
    assert!(set.diagnostics.has_errors() && set.specs.is_empty(), "{}", set.diagnostics);
}

#[test]
fn the_order_in_which_files_are_given_changes_nothing() {
    let texts = |slugs: [&str; 2]| {
        let text = |slug: &str| {
            fs::read_to_string(ui().join(format!("several-files/{slug}.json"))).expect("a file")
        };
        SpecSet::from_texts(slugs.map(|slug| spec_text(slug, text(slug))).to_vec())
            .render(Style::Plain)
    };
    assert_eq!(texts(["a", "d"]), texts(["d", "a"]));
}
