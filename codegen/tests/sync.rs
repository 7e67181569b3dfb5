//! Bringing a folder up to date: nothing is written that did not change, nothing is lost that is not ours.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::SystemTime;

use support::{files, folder, slugs, specs, text};
use tempfile::TempDir;
use wellhead_codegen::write::{Changes, compare, sync};

fn target() -> TempDir {
    tempfile::tempdir().expect("a folder")
}

fn five() -> BTreeMap<String, String> {
    files(&specs())
}

/// What is generated without PathFactory's spec.
fn four() -> BTreeMap<String, String> {
    let all = slugs(&specs());
    let four = all.iter().filter(|slug| *slug != "pathfactory");
    files(folder(four.map(|slug| (slug.as_str(), text(&specs(), slug)))).path())
}

/// Every file below a folder: its path, text and time.
fn contents(root: &Path) -> BTreeMap<String, (String, SystemTime)> {
    let mut found = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.strip_prefix(root).expect("below").to_string_lossy().replace('\\', "/");
            let time = fs::metadata(&path).and_then(|data| data.modified()).expect("a time");
            found.insert(name, (fs::read_to_string(&path).expect("a text"), time));
        }
    }
    found
}

fn texts(root: &Path) -> BTreeMap<String, String> {
    contents(root).into_iter().map(|(name, (text, _))| (name, text)).collect()
}

#[test]
fn a_folder_that_is_not_there_yet_is_made() {
    let target = target();
    let folder = target.path().join("src/generated");
    let changes = sync(&folder, &five()).expect("written");
    assert_eq!(changes.added.len(), five().len());
    assert!(changes.changed.is_empty() && changes.removed.is_empty());
    assert_eq!(texts(&folder), five());
}

#[test]
fn a_second_run_changes_nothing_not_even_a_time() {
    let target = target();
    sync(target.path(), &five()).expect("written");
    let before = contents(target.path());
    assert_eq!(sync(target.path(), &five()).expect("compared"), Changes::default());
    assert_eq!(contents(target.path()), before);
}

#[test]
fn only_what_changed_is_written() {
    let target = target();
    let mut files = five();
    sync(target.path(), &files).expect("written");
    let before = contents(target.path());
    files.entry("sources/oracle.rs".into()).and_modify(|text| text.push_str("\n// More.\n"));
    let changes = sync(target.path(), &files).expect("written");
    assert_eq!(changes.changed, ["sources/oracle.rs"]);
    let after = contents(target.path());
    let differing: Vec<_> =
        before.iter().filter(|(name, file)| after.get(*name) != Some(file)).collect();
    assert_eq!(differing.len(), 1);
}

#[test]
fn a_file_whose_spec_is_gone_is_removed() {
    let target = target();
    sync(target.path(), &five()).expect("written");
    let changes = sync(target.path(), &four()).expect("written");
    assert_eq!(changes.removed, ["sources/pathfactory.rs"]);
    assert_eq!(texts(target.path()), four());
    let changes = sync(target.path(), &five()).expect("written");
    assert_eq!(changes.added, ["sources/pathfactory.rs"]);
}

#[test]
fn comparing_writes_nothing() {
    let target = target();
    sync(target.path(), &five()).expect("written");
    let before = contents(target.path());
    let changes = compare(target.path(), &four()).expect("compared");
    assert_eq!(changes.removed, ["sources/pathfactory.rs"]);
    assert_eq!(changes.changed, ["catalog.rs", "sources.rs"]);
    assert_eq!(contents(target.path()), before);
    assert!(
        compare(&target.path().join("none"), &five())
            .is_ok_and(|changes| changes.added.len() == five().len())
    );
}

#[test]
fn files_that_were_not_generated_stay() {
    let target = target();
    let ours = [
        "NOTES.md",
        "sources/notes.txt",
        "sources/extra.rs",
        "lib.rs",
        "sources/deep/generated.rs",
    ];
    fs::create_dir_all(target.path().join("sources/deep")).expect("a folder");
    for name in ours {
        fs::write(target.path().join(name), "// Written by hand.\n").expect("a file");
    }
    sync(target.path(), &five()).expect("written");
    sync(target.path(), &four()).expect("written");
    let texts = texts(target.path());
    for name in ours {
        assert_eq!(texts.get(name).map(String::as_str), Some("// Written by hand.\n"), "{name}");
    }
}

#[test]
fn a_file_in_the_way_that_was_not_generated_stops_everything() {
    for name in ["mod.rs", "sources/oracle.rs"] {
        let target = target();
        fs::create_dir(target.path().join("sources")).expect("a folder");
        fs::write(target.path().join(name), "// Written by hand.\n").expect("a file");
        let before = contents(target.path());
        let error = sync(target.path(), &five()).expect_err(name);
        assert!(
            error.to_string().contains(name) && error.to_string().contains("not a generated file"),
            "{error}"
        );
        assert_eq!(contents(target.path()), before);
    }
}

#[test]
fn a_folder_in_the_way_of_a_file_leaves_everything_as_it_was() {
    let target = target();
    sync(target.path(), &four()).expect("written");
    fs::create_dir_all(target.path().join("sources/pathfactory.rs/inner")).expect("a folder");
    let before = contents(target.path());
    let error = sync(target.path(), &five()).expect_err("a folder is in the way");
    assert!(error.to_string().contains("pathfactory.rs"), "{error}");
    assert_eq!(contents(target.path()), before);
}

#[test]
fn a_write_that_fails_half_way_leaves_everything_as_it_was() {
    let target = target();
    sync(target.path(), &four()).expect("written");
    fs::create_dir_all(target.path().join("sources/pathfactory.rs.new/inner")).expect("a folder");
    let before = contents(target.path());
    let error = sync(target.path(), &five()).expect_err("a folder is where the file is staged");
    assert!(error.to_string().contains("pathfactory.rs"), "{error}");
    assert_eq!(contents(target.path()), before);
}

#[test]
fn a_file_in_the_place_of_the_folder_is_refused() {
    let target = target();
    fs::write(target.path().join("generated"), "a file").expect("a file");
    sync(&target.path().join("generated"), &five()).expect_err("no folder");
    assert_eq!(texts(target.path()), [("generated".to_owned(), "a file".to_owned())].into());
}

#[test]
fn a_mistake_in_a_spec_leaves_the_output_as_it_was() {
    let specs = folder([("acme", "{".to_owned())]);
    let target = target();
    sync(target.path(), &five()).expect("written");
    let before = contents(target.path());
    let written = wellhead_codegen::Builder::new(specs.path())
        .generate()
        .map(|generated| generated.write_to(target.path()));
    assert!(written.is_err());
    assert_eq!(contents(target.path()), before);
}
