//! Generating once more, with a record, gives what generating from nothing gives: files, page, and what is wrong. It reads the
//! spec files that changed, those that there is something to say about, and those whose output is not as it was left.

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
use std::path::{Path, PathBuf};

use support::{folder, render, specs, text};
use tempfile::TempDir;
use wellhead_codegen::spec::diagnostic::Style;
use wellhead_codegen::{Builder, Generated, Ready};

/// Two of them share an id.
const SLUGS: [&str; 9] = [
    "generic-rest",
    "mysql",
    "oracle",
    "pathfactory",
    "postgresql",
    "salesforce",
    "salesforce-marketing-cloud",
    "sftp",
    "zendesk",
];

/// Spec files, what was generated of them, and the record.
struct House {
    specs: TempDir,
    out: TempDir,
}

impl House {
    /// A house that is up to date.
    fn new() -> Self {
        let specs = folder(SLUGS.iter().map(|slug| (*slug, text(&specs(), slug))));
        let house = Self { specs, out: tempfile::tempdir().unwrap() };
        assert_eq!(house.bring_up_to_date(), SLUGS.len(), "nothing was recorded yet");
        house
    }

    fn spec(&self, slug: &str) -> PathBuf {
        self.specs.path().join(format!("{slug}.json"))
    }

    fn edit(&self, slug: &str, from: &str, to: &str) {
        let before = fs::read_to_string(self.spec(slug)).unwrap();
        assert!(before.contains(from), "{slug} holds {from}");
        fs::write(self.spec(slug), before.replace(from, to)).unwrap();
    }

    fn generated(&self) -> PathBuf {
        self.out.path().join("generated")
    }

    fn page(&self) -> PathBuf {
        self.out.path().join("sources.md")
    }

    /// Once with the record, once without: what is wrong is the same.
    fn prepare(&self) -> Result<(Generated, Ready), String> {
        let fresh = Builder::new(self.specs.path()).shown_as("specs");
        let again = fresh.clone().recorded(self.out.path().join("record"));
        let again = again.with_page(self.page()).prepare(&self.generated());
        match (fresh.generate(), again) {
            (Ok(fresh), Ok(again)) => {
                assert_eq!(fresh.set.diagnostics.to_string(), again.set.diagnostics.to_string());
                assert_eq!(fresh.set.render(Style::Plain), again.set.render(Style::Plain));
                assert_eq!(fresh.files.len(), again.files);
                Ok((fresh, again))
            }
            (Err(fresh), Err(again)) => {
                assert_eq!(render(&fresh), render(&again));
                Err(render(&again))
            }
            (fresh, again) => panic!("one of them is an error: {fresh:?} {again:?}"),
        }
    }

    /// What is wrong with the spec files; the folder stays as it was.
    fn refusal(&self) -> String {
        let before = self.found();
        let told = self.prepare().map(drop).expect_err("something is wrong");
        assert_eq!(self.found(), before);
        told
    }

    /// Generates and writes what generating without a record gives; how many spec files were read for it.
    fn bring_up_to_date(&self) -> usize {
        let (fresh, again) = self.prepare().unwrap();
        let read = again.read;
        again.finish().unwrap();
        assert_eq!(self.found(), fresh.files);
        assert_eq!(fs::read_to_string(self.page()).unwrap(), fresh.reference);
        read
    }

    /// Every file of the folder, and that nothing lies beside it.
    fn found(&self) -> BTreeMap<String, String> {
        assert!(!self.out.path().join(".generated.wellhead-new").exists());
        let mut found = BTreeMap::new();
        for (folder, prefix) in [("", ""), ("sources", "sources/")] {
            for entry in fs::read_dir(self.generated().join(folder)).unwrap() {
                let path = entry.unwrap().path();
                if path.is_file() {
                    let name = path.file_name().unwrap().to_string_lossy().into_owned();
                    found.insert(format!("{prefix}{name}"), fs::read_to_string(path).unwrap());
                }
            }
        }
        found
    }
}

#[test]
fn only_what_changed_is_read() {
    let house = House::new();
    assert_eq!(house.bring_up_to_date(), 0);
    house.edit("mysql", "MySQL", "Our SQL");
    assert_eq!(house.bring_up_to_date(), 1);
    house.edit("sftp", "\"version\": \"1.0\"", "\"version\": \"1.1\"");
    house.edit(
        "oracle",
        "\"id\": \"d6b52d86-f0f8-475f-89d4-ce54c8527328\"",
        "\"id\": \"6ba7b814-9dad-11d1-80b4-00c04fd430c8\"",
    );
    assert_eq!(house.bring_up_to_date(), 2);
    fs::copy(specs().join("hubspot.json"), house.spec("hubspot")).unwrap();
    assert_eq!(house.bring_up_to_date(), 1, "one was added");
    fs::remove_file(house.spec("zendesk")).unwrap();
    assert_eq!(house.bring_up_to_date(), 0, "one was removed");
    fs::rename(house.spec("hubspot"), house.spec("hub-spot")).unwrap();
    assert_eq!(house.bring_up_to_date(), 1, "one was renamed");
    assert_eq!(house.bring_up_to_date(), 0);
}

#[test]
fn what_clashes_with_a_spec_file_that_did_not_change_is_told() {
    let oracle = "d6b52d86-f0f8-475f-89d4-ce54c8527328";
    let slip = |slug: &str, from: &str, to: &str| {
        let house = House::new();
        house.edit(slug, from, to);
        let told = house.refusal();
        // Not even then is anything recorded.
        assert_eq!(house.refusal(), told);
        told
    };
    let mysql = text(&specs(), "mysql");
    let id = mysql.split("\"id\": \"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    assert!(slip("mysql", id, oracle).contains("duplicate-id"));
    let alias = slip("mysql", "\"version\":", "\"x-aliases\": [\"oracle\"],\n  \"version\":");
    assert!(alias.contains("duplicate-slug"), "{alias}");
    let name = slip("mysql", "\"version\":", "\"x-rust-name\": \"Oracle\",\n  \"version\":");
    assert!(name.contains("name-collision"), "{name}");
    let alone = slip("pathfactory", "\"x-shared-id\"", "\"x-note\"");
    assert!(!alone.is_empty());
}

#[test]
fn a_mistake_in_what_changed_is_told_and_a_warning_stays_one() {
    let house = House::new();
    house.edit("mysql", "\"version\": \"1.0\"", "\"version\": 1.0");
    assert!(!house.refusal().is_empty());
    let house = House::new();
    let id = "d6b52d86-f0f8-475f-89d4-ce54c8527328";
    house.edit("oracle", id, "11111111-1111-1111-1111-111111111111");
    for _ in 0..3 {
        assert_eq!(house.bring_up_to_date(), 1, "what there is to say is said every time");
    }
    house.edit(
        "oracle",
        "\"version\":",
        "\"x-allow\": {\"placeholder-id\": \"not known yet\"},\n  \"version\":",
    );
    assert_eq!(house.bring_up_to_date(), 1, "it is allowed now");
    assert_eq!(house.bring_up_to_date(), 0, "so there is nothing to say");
}

#[test]
fn what_is_not_as_it_was_left_is_made_anew() {
    type Damage = fn(&Path);
    let all = SLUGS.len();
    let damage: [(&str, usize, Damage); 8] = [
        ("record", all, |path| fs::remove_file(path).unwrap()),
        ("record", all, |path| cut(path, 1)),
        ("record", all, |path| {
            let text = fs::read_to_string(path).unwrap();
            fs::write(path, text.replace("BasicAuthentication", "BasicAuthenticatiom")).unwrap();
        }),
        ("sources.md", all, |path| cut(path, 2)),
        ("sources.md", all, |path| fs::remove_file(path).unwrap()),
        ("generated/sources/oracle.rs", 2, |path| cut(path, 2)),
        ("generated/sources/oracle.rs", 2, |path| fs::remove_file(path).unwrap()),
        ("generated/catalog.rs", 1, |path| cut(path, 2)),
    ];
    for (path, read, damage) in damage {
        let house = House::new();
        damage(&house.out.path().join(path));
        house.edit("salesforce", "Password of that", "The password of that");
        assert_eq!(house.bring_up_to_date(), read, "{path}");
        house.edit("salesforce", "The password of that", "Password of that");
        assert_eq!(house.bring_up_to_date(), 1, "{path}");
    }
}

/// Leaves a part of a file.
fn cut(path: &Path, parts: usize) {
    let text = fs::read(path).unwrap();
    let end = (text.len() - 1) / parts;
    fs::write(path, &text[..end]).unwrap();
}
