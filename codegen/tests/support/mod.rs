//! What the tests of the generator share: where the specs lie, and generating from some of them.

#![allow(dead_code, reason = "each test binary uses a part of it")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;
use wellhead_codegen::{Builder, Failure, Generated};

/// This package's folder.
pub(crate) fn package() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The folder of the catalog.
pub(crate) fn specs() -> PathBuf {
    package().join("../specs")
}

/// The folder of the small specs: every shape, no auth spec, two sources of one id, hostile names and texts.
pub(crate) fn small_specs() -> PathBuf {
    package().join("tests/specs")
}

/// The spec files of a folder, by slug.
pub(crate) fn slugs(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder of specs");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let names = paths.map(|path| path.file_name().expect("a name").to_string_lossy().into_owned());
    let mut slugs: Vec<String> = names
        .filter(|name| name != "connection-spec.schema.json")
        .filter_map(|name| name.strip_suffix(".json").map(str::to_owned))
        .collect();
    slugs.sort();
    slugs
}

/// A folder with spec files, written in this order.
pub(crate) fn folder<'f>(files: impl IntoIterator<Item = (&'f str, String)>) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (slug, text) in files {
        fs::write(folder.path().join(format!("{slug}.json")), text).expect("a spec file");
    }
    folder
}

/// A spec file's text.
pub(crate) fn text(folder: &Path, slug: &str) -> String {
    fs::read_to_string(folder.join(format!("{slug}.json"))).expect("a spec file")
}

/// What a folder of sound specs generates; its files are shown as `specs/…`.
pub(crate) fn generate(specs: &Path) -> Generated {
    match Builder::new(specs).shown_as("specs").generate() {
        Ok(generated) => generated,
        Err(failure) => panic!("{}", render(&failure)),
    }
}

/// The files that a folder of sound specs generates.
pub(crate) fn files(specs: &Path) -> BTreeMap<String, String> {
    generate(specs).files
}

pub(crate) fn render(failure: &Failure) -> String {
    failure.render(wellhead_codegen::spec::diagnostic::Style::Plain)
}

/// Whether expected output is to be written anew.
pub(crate) fn blesses() -> bool {
    std::env::var_os("WELLHEAD_BLESS").is_some()
}

/// Compares a text with the file that holds it, or writes it there.
pub(crate) fn check(path: &Path, found: &str) {
    if blesses() {
        fs::create_dir_all(path.parent().expect("a folder")).expect("the folder");
        return fs::write(path, found).expect("the expected output can be written");
    }
    let expected = fs::read_to_string(path).unwrap_or_default();
    let differs =
        expected.lines().zip(found.lines()).position(|(expected, found)| expected != found);
    let line = differs.unwrap_or_else(|| expected.lines().count().min(found.lines().count())) + 1;
    assert!(
        expected == found,
        "{} differs from line {line} on; WELLHEAD_BLESS=1 writes it anew",
        path.display()
    );
}
