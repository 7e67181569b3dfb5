//! The API axis against two oracles: `rustc`, which compiles a consumer's code of each kind against the types of either side, and
//! `cargo-semver-checks`, which compares their documentation.
//!
//! Every case is a module of one crate, once as it was and once as it is, so that what is found has its case in its path. It takes
//! minutes, so it runs in `.ci/semver-oracle` and not with the other tests.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;
use wellhead_codegen::Builder;
use wellhead_diff::change::Code;

use crate::table::{CASES, Case, Spec};
use crate::{compared, edited};

const SNIPPETS: [(Code, &str); 4] = [
    (Code::BuilderCall, include_str!("consumer/builder_call.rs")),
    (Code::FieldRead, include_str!("consumer/field_read.rs")),
    (Code::Match, include_str!("consumer/match.rs")),
    (Code::TypeName, include_str!("consumer/type_name.rs")),
];

/// What a consumer has at hand. Its crate has the feature of its source's category on, and no other.
const IMPORTS: &str = "\
#![allow(unused, deprecated)]
use std::collections::BTreeMap;
use subject::runtime::{ConnectionString, Secret, Set, Unset};
use subject::CASE::{Source, sources::acme};
";

/// Where `cargo-semver-checks` sees otherwise.
const BLIND: &str = include_str!("semver_disagreements.txt");

/// A crate with a module for each case.
struct Subject {
    folder: PathBuf,
}

impl Subject {
    fn make(name: &str, spec: impl Fn(&Case) -> Spec) -> Self {
        let folder = tmp().join(name);
        let source = folder.join("src");
        let _ = fs::remove_dir_all(&source);
        fs::create_dir_all(&source).unwrap();
        let package = Path::new(env!("CARGO_MANIFEST_DIR"));
        let runtime = package.join("../runtime").canonicalize().unwrap();
        let features = wellhead_spec::category::CATEGORIES
            .map(|(key, _)| wellhead_spec::category::feature(key).unwrap() + " = []\n")
            .concat();
        let manifest = format!(
            "[package]\nname = \"subject\"\nversion = \"1.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n[features]\n{features}\n[dependencies]\nwellhead-runtime = {{ path = {runtime:?} }}\n"
        );
        fs::write(folder.join("Cargo.toml"), manifest).unwrap();
        fs::copy(package.join("../Cargo.lock"), folder.join("Cargo.lock")).unwrap();
        let mut lib = String::from("//! Every case.\npub use wellhead_runtime as runtime;\n");
        for (at, case) in CASES.iter().enumerate() {
            generate(&spec(case), &source.join(format!("case_{at}")));
            lib += &format!("pub mod case_{at};\n");
        }
        fs::write(source.join("lib.rs"), lib).unwrap();
        Self { folder }
    }

    /// Checks the crate as a consumer has it built, and returns where its metadata is.
    fn check(&self, target: &Path) -> PathBuf {
        let output = Command::new(env!("CARGO"))
            .args(["check", "--offline", "--features", "crm", "--message-format", "json"])
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", target)
            .env("RUSTFLAGS", "-Awarnings")
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let said = String::from_utf8(output.stdout).unwrap();
        let messages = said.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
        let own = messages.into_iter().filter(|one| one["target"]["name"] == "subject");
        let files = own.flat_map(|one| one["filenames"].as_array().cloned().unwrap_or_default());
        let metadata = files.filter_map(|file| file.as_str().map(PathBuf::from));
        metadata.into_iter().find(|file| file.extension().is_some_and(|it| it == "rmeta")).unwrap()
    }
}

fn generate(spec: &Spec, folder: &Path) {
    let specs = TempDir::new().unwrap();
    let own = spec.json.iter().map(|json| (&spec.slug, json));
    for (slug, json) in own.chain(spec.others.iter().map(|(slug, json)| (slug, json))) {
        fs::write(specs.path().join(format!("{slug}.json")), format!("{json:#}")).unwrap();
    }
    let generated = Builder::new(specs.path()).shown_as("specs").features_by_category().generate();
    generated.unwrap_or_else(|failure| panic!("{failure}")).write_to(folder).unwrap();
}

fn tmp() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("kinds")
}

/// The code that does not compile against the crate with that metadata.
fn broken(at: usize, metadata: &Path, folder: &Path) -> BTreeSet<Code> {
    let fails = |snippet: &str| {
        let file = folder.join("snippet.rs");
        let imports = IMPORTS.replace("CASE", &format!("case_{at}"));
        fs::write(&file, format!("{imports}{snippet}")).unwrap();
        let output = Command::new("rustc")
            .args(["--edition=2024", "--crate-type=lib", "--emit=metadata", "--out-dir"])
            .arg(folder)
            .arg("--extern")
            .arg(format!("subject={}", metadata.display()))
            .arg("-L")
            .arg(format!("dependency={}", metadata.parent().unwrap().display()))
            .arg(&file)
            .output()
            .unwrap();
        !output.status.success()
    };
    SNIPPETS.into_iter().filter(|(_, snippet)| fails(snippet)).map(|(code, _)| code).collect()
}

fn judged(case: &Case) -> BTreeSet<Code> {
    let comparison = compared(case);
    comparison.changes().flat_map(|(_, change)| change.broken.iter().copied()).collect()
}

#[test]
#[ignore = "minutes: `.ci/semver-oracle` runs it"]
fn a_consumers_code_compiles_where_the_verdict_says_so() {
    let target = tmp().join("target");
    let work = TempDir::new().unwrap();
    let old = Subject::make("old", |_| Spec::base()).check(&target);
    assert_eq!(broken(0, &old, work.path()), BTreeSet::new(), "it compiled before");
    let new = Subject::make("new", edited).check(&target);
    let mut wrong = Vec::new();
    for (at, case) in CASES.iter().enumerate() {
        let (ours, theirs) = (judged(case), broken(at, &new, work.path()));
        if ours != theirs {
            wrong.push(format!("{}: the verdict is {ours:?}, rustc finds {theirs:?}", case.name));
        }
    }
    let total = CASES.len() * SNIPPETS.len();
    println!(
        "code, by rustc: {} of {} kinds agreed, {total} snippets",
        CASES.len() - wrong.len(),
        CASES.len()
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
#[ignore = "minutes, and `cargo-semver-checks`: `.ci/semver-oracle` runs it"]
fn cargo_semver_checks_sees_the_same_or_is_known_to_be_blind() {
    let tool = std::env::var_os("CARGO_SEMVER_CHECKS").expect("CARGO_SEMVER_CHECKS is its path");
    let old = Subject::make("semver-old", |_| Spec::base());
    let new = Subject::make("semver-new", edited);
    let output = Command::new(tool)
        .args(["semver-checks", "--color", "never", "--release-type", "minor", "--manifest-path"])
        .arg(new.folder.join("Cargo.toml"))
        .arg("--baseline-root")
        .arg(&old.folder)
        .env("CARGO_TARGET_DIR", tmp().join("semver-target"))
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned()
        + &String::from_utf8_lossy(&output.stderr);
    let found = findings(&said);
    assert!(!found.is_empty(), "it found nothing at all:\n{said}");
    let listed = listed();
    let (mut agreed, mut known, mut wrong) = (0, 0, Vec::new());
    for (at, case) in CASES.iter().enumerate() {
        let (ours, theirs) = (!judged(case).is_empty(), found.get(&at));
        match (ours == theirs.is_some(), listed.get(case.name)) {
            (true, None) => agreed += 1,
            (false, Some(_)) => known += 1,
            (true, Some(_)) => {
                wrong.push(format!("{}: listed as a disagreement, and agreed", case.name))
            }
            (false, None) => {
                wrong.push(format!("{}: the verdict is {ours}, it finds {theirs:?}", case.name));
            }
        }
    }
    println!(
        "code, by cargo-semver-checks: {agreed} of {} agreed, {known} disagreements listed with their reasons",
        CASES.len()
    );
    assert!(wrong.is_empty(), "{}\n{}", wrong.len(), wrong.join("\n"));
}

/// The disagreements by case; a case's name may have a `: ` in it, a reason has none.
fn listed() -> BTreeMap<&'static str, &'static str> {
    let lines = BLIND.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(|line| line.rsplit_once(": ").expect("a case and a reason")).collect()
}

#[test]
fn every_listed_disagreement_is_of_a_case_that_breaks_code() {
    for (name, reason) in listed() {
        let case = CASES.iter().find(|case| case.name == name);
        assert!(case.is_some_and(|case| !case.broken.is_empty()), "{name}: {reason}");
    }
}

/// The lints that failed, by the case in whose module they did.
fn findings(said: &str) -> BTreeMap<usize, BTreeSet<String>> {
    let mut found: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
    let mut lint = None;
    for line in said.lines() {
        if let Some(head) = line.strip_prefix("--- ") {
            lint = head.strip_prefix("failure ").and_then(|head| head.split(':').next());
        }
        let case = line
            .split("case_")
            .nth(1)
            .map(|rest| rest.chars().take_while(char::is_ascii_digit).collect::<String>());
        if let (Some(lint), Some(Ok(at))) = (lint, case.map(|digits| digits.parse())) {
            found.entry(at).or_default().insert(lint.to_owned());
        }
    }
    found
}
