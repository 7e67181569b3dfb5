//! Writing files: each is there as a whole or not at all, and nothing else is written.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::thread;

use wellhead_spec::store::{create, replace};

/// The names of all that a folder holds.
fn held(folder: &Path) -> Vec<String> {
    let names = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        names.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_new_file_is_never_seen_in_part() {
    let folder = tempfile::tempdir().unwrap();
    let text = "x".repeat(32 << 20);
    let path = folder.path().join("new/acme.json");
    thread::scope(|scope| {
        let writer = scope.spawn(|| create(&path, &text).unwrap());
        let seen = loop {
            match fs::metadata(&path) {
                Ok(there) => break there.len(),
                Err(_) => assert!(!writer.is_finished() || path.exists(), "nothing is written"),
            }
        };
        assert_eq!(seen, text.len() as u64);
    });
    assert_eq!(held(path.parent().unwrap()), ["acme.json"]);
}

#[test]
fn a_file_that_is_there_is_not_created_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("acme.json");
    create(&path, "first").unwrap();
    assert_eq!(create(&path, "second").unwrap_err().kind(), ErrorKind::AlreadyExists);
    assert_eq!(fs::read_to_string(&path).unwrap(), "first");
    assert_eq!(held(folder.path()), ["acme.json"]);
}

#[test]
fn of_several_that_create_one_file_one_does() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("acme.json");
    let created = thread::scope(|scope| {
        let all: Vec<_> = (0..8)
            .map(|number: u8| {
                scope.spawn({
                    let path = &path;
                    move || create(path, &number.to_string().repeat(1000)).is_ok()
                })
            })
            .collect();
        all.into_iter().map(|one| one.join().unwrap()).collect::<Vec<_>>()
    });
    let winner = created.iter().position(|created| *created).unwrap();
    assert_eq!(created.iter().filter(|created| **created).count(), 1);
    assert_eq!(fs::read_to_string(&path).unwrap(), winner.to_string().repeat(1000));
    assert_eq!(held(folder.path()), ["acme.json"]);
}

#[test]
fn several_files_are_replaced_or_none_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    replace(&[(path("a.json"), "old a".into()), (path("b.json"), "old b".into())]).unwrap();
    // What can't be written is below a file.
    let failed = replace(&[(path("a.json"), "new".into()), (path("b.json/c.json"), "new".into())]);
    assert!(failed.is_err());
    assert_eq!(fs::read_to_string(path("a.json")).unwrap(), "old a");
    assert_eq!(held(folder.path()), ["a.json", "b.json"]);
}

#[cfg(unix)]
#[test]
fn a_link_with_the_name_of_what_lies_beside_is_not_followed() {
    use std::os::unix::fs::symlink;

    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    fs::write(path("others"), "precious").unwrap();
    let run = std::process::id();
    for name in [".acme.json.new".to_owned(), format!(".acme.json.{run}-0.new")] {
        symlink(path("others"), path(&name)).unwrap();
    }
    create(&path("acme.json"), "first").unwrap();
    replace(&[(path("acme.json"), "second".into())]).unwrap();
    assert_eq!(fs::read_to_string(path("acme.json")).unwrap(), "second");
    assert_eq!(fs::read_to_string(path("others")).unwrap(), "precious");
    assert!(!fs::symlink_metadata(path("acme.json")).unwrap().is_symlink());
}

#[cfg(unix)]
#[test]
fn a_file_keeps_its_permissions_when_it_is_replaced() {
    use std::os::unix::fs::PermissionsExt;

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("acme.json");
    create(&path, "first").unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    replace(&[(path.clone(), "second".into())]).unwrap();
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
}

#[cfg(unix)]
#[test]
fn what_replaces_a_file_is_at_no_moment_for_more_eyes() {
    use std::os::unix::fs::PermissionsExt;

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("acme.json");
    create(&path, "first").unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    let text = "x".repeat(64 << 20);
    let mut seen = Vec::new();
    thread::scope(|scope| {
        let writer = scope.spawn(|| replace(&[(path.clone(), text)]).unwrap());
        while !writer.is_finished() {
            let all = fs::read_dir(folder.path()).unwrap();
            let found = all.filter_map(|entry| entry.unwrap().metadata().ok());
            seen.extend(found.map(|file| file.permissions().mode() & 0o777));
        }
    });
    assert!(seen.len() > 2 && seen.iter().all(|mode| *mode == 0o600), "{seen:?}");
}

#[cfg(unix)]
#[test]
fn what_a_link_leads_to_is_replaced_and_the_link_stays() {
    use std::os::unix::fs::symlink;

    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    replace(&[(path("shared/CHANGELOG.md"), "old".into())]).unwrap();
    symlink("shared/CHANGELOG.md", path("middle.md")).unwrap();
    symlink("middle.md", path("CHANGELOG.md")).unwrap();
    replace(&[(path("CHANGELOG.md"), "new".into())]).unwrap();
    assert!(fs::symlink_metadata(path("CHANGELOG.md")).unwrap().is_symlink());
    assert_eq!(fs::read_to_string(path("shared/CHANGELOG.md")).unwrap(), "new");
    assert_eq!(held(&path("shared")), ["CHANGELOG.md"]);
    symlink("nowhere", path("lost.md")).unwrap();
    let lost = replace(&[(path("lost.md"), "new".into())]).unwrap_err();
    assert!(lost.to_string().contains("lost.md: entity not found"), "{lost}");
}
