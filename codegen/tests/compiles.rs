//! Everything that is generated compiles under `deny(warnings)`, its documentation too, and no description becomes a
//! test, a link or a heading: a crate is made of it, and Cargo asked. So it does in programs that keep it to themselves, and use
//! some of it or nothing.
//!
//! The crate lies in the target folder and is built offline by this workspace's lock file.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use support::{folder, generate, package, slugs, small_specs, specs, text};

const LIB: &str = "\
//! Everything that the tests of the generator generate.
#![deny(warnings, missing_docs, missing_debug_implementations, unreachable_pub, rust_2018_idioms, unused, future_incompatible)]
#![forbid(unsafe_code)]

/// Every source of the catalog.
pub mod catalog;
/// The small specs.
pub mod small;
/// No source at all.
pub mod none;
";

const MANIFEST: &str = r#"[package]
name = "generated"
version = "0.0.0"
edition = "2024"

[workspace]

[dependencies]
wellhead-runtime = { path = "RUNTIME" }
"#;

/// A program that has what is generated for itself, as build.rs makes it, and uses the dispatcher or nothing.
const PROGRAM: &str = "\
//! A program with spec files of its own.
#![deny(warnings, missing_debug_implementations, unreachable_pub, rust_2018_idioms, unused, future_incompatible)]
#![forbid(unsafe_code)]

mod own {
    include!(\"../own/NAME/mod.rs\");
}

fn main() {
    USE
}
";

/// What a program does with what is generated.
const USES: [(&str, &str); 2] =
    [("unused", ""), ("dispatches", "let _ = wellhead_runtime::dispatch::<own::Source>(b\"{}\");")];

/// Spec files that somebody has for himself: one, one without auth specs, and several.
const OWN: [(&str, &[&str]); 3] =
    [("one", &["strings"]), ("no_auth", &["webhook"]), ("two", &["shapes", "webhook"])];

/// Adds the programs to the crate.
fn add_programs(source: &Path) {
    fs::create_dir_all(source.join("bin")).expect("a folder for the programs");
    for (name, specs) in OWN {
        let specs = folder(specs.iter().map(|slug| (*slug, text(&small_specs(), slug))));
        generate(specs.path()).write_to(&source.join("own").join(name)).expect("generated files");
        for (what, statement) in USES {
            let program = PROGRAM.replace("../own/NAME", &format!("../own/{name}"));
            let path = source.join(format!("bin/{name}_{what}.rs"));
            fs::write(path, program.replace("USE", statement)).expect("a program");
        }
    }
}

/// Makes the crate, touching only what changed.
fn make() -> PathBuf {
    let crate_folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("generated-crate");
    let source = crate_folder.join("src");
    fs::create_dir_all(&source).expect("a folder for the crate");
    let runtime = package().join("../runtime").canonicalize().expect("the runtime");
    let manifest = MANIFEST.replace("RUNTIME", &runtime.display().to_string().replace('\\', "/"));
    fs::write(crate_folder.join("Cargo.toml"), manifest).expect("a manifest");
    fs::copy(package().join("../Cargo.lock"), crate_folder.join("Cargo.lock"))
        .expect("the lock file");
    fs::write(source.join("lib.rs"), LIB).expect("a library");
    for (module, specs) in
        [("catalog", specs()), ("small", small_specs()), ("none", folder([]).keep())]
    {
        generate(&specs).write_to(&source.join(module)).expect("the generated files");
    }
    add_programs(&source);
    crate_folder
}

/// Runs Cargo on the crate; what it said, if it succeeded.
fn cargo(crate_folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO"))
        .args(arguments)
        .arg("--offline")
        .current_dir(crate_folder)
        .env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("generated-target"))
        .env("RUSTDOCFLAGS", "-D warnings")
        .env_remove("RUSTFLAGS")
        .output()
        .expect("Cargo runs");
    let said = String::from_utf8_lossy(&output.stdout).into_owned()
        + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "cargo {}:\n{said}", arguments.join(" "));
    said
}

#[test]
fn everything_that_is_generated_compiles_and_documents_without_a_warning() {
    let crate_folder = make();
    cargo(&crate_folder, &["check"]);
    cargo(&crate_folder, &["doc", "--no-deps"]);
    let tests = cargo(&crate_folder, &["test", "--doc"]);
    assert!(tests.contains("running 0 tests"), "a description became a test:\n{tests}");
}

#[test]
fn every_golden_is_among_what_compiles() {
    let all = generate(&specs()).files;
    for slug in slugs(&specs()) {
        let one = folder([(slug.as_str(), text(&specs(), &slug))]);
        for (path, text) in generate(one.path()).files {
            assert!(!path.starts_with("sources/") || all.get(&path) == Some(&text), "{path}");
        }
    }
}
