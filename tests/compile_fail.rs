//! A request with a required param missing does not compile, and the compiler names the param: for each required param of
//! each auth type of the sources that the project began from, `compile_fail/<module>--<auth type>.rs` with the compiler's
//! words beside it. All other sources are made by the same generator.
//!
//! The cases are written from the catalog. `WELLHEAD_BLESS=1 cargo test -p wellhead --test compile_fail` writes those of a new auth
//! type and removes those of one that is gone; `TRYBUILD=overwrite` writes the compiler's words.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use support::auths;
use wellhead::{AuthDescriptor, Field, Shape, Source};
use wellhead_codegen::names;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/compile_fail")
}

const FIVE: [&str; 5] =
    ["generic-rest", "oracle", "pathfactory", "salesforce", "salesforce-marketing-cloud"];

fn tried() -> impl Iterator<Item = &'static AuthDescriptor> {
    auths::<Source>().into_iter().filter(|auth| FIVE.contains(&auth.source.slug))
}

/// Every auth type with a required param: its file's stem, and the case.
fn cases() -> BTreeMap<String, String> {
    let all = tried();
    let some = all.filter(|auth| required(auth).next().is_some());
    some.map(|auth| (auth.rust_type.replace("::", "--"), case(auth))).collect()
}

fn required(auth: &AuthDescriptor) -> impl Iterator<Item = &'static Field> {
    auth.table
        .fields
        .iter()
        .filter(|field| field.required && !matches!(field.shape, Shape::Constant(_)))
}

/// One function for each required param, each leaving out that one.
fn case(auth: &AuthDescriptor) -> String {
    let rust_type = auth.rust_type;
    let functions = required(auth).map(|missing| {
        let others = required(auth).filter(|field| field.name != missing.name);
        let calls: String = others.map(|field| format!("\n        .{}({})", setter(field), argument(&field.shape))).collect();
        let name = setter(missing);
        format!("fn without_{name}() {{\n    let _ = wellhead::sources::{rust_type}::builder(){calls}\n        .build();\n}}\n")
    });
    let functions: Vec<String> = functions.collect();
    let names: String =
        required(auth).map(|field| format!("    without_{}();\n", setter(field))).collect();
    format!(
        "//! `{rust_type}` is not built while one of its required params is missing.\n#![allow(deprecated)]\n\n{}\nfn main() {{\n{names}}}\n",
        functions.join("\n")
    )
}

fn setter(field: &Field) -> String {
    names::snake(field.name).to_string()
}

/// An argument that a setter takes, whatever its value.
fn argument(shape: &Shape) -> &'static str {
    match shape {
        Shape::Text(_) | Shape::Secret(_) | Shape::ConnectionString(_) => "\"\"",
        Shape::Integer(_) => "1",
        Shape::Number(_) => "1.0",
        Shape::Boolean => "true",
        Shape::List(_) => "[\"\"]",
        _ => "todo!()",
    }
}

/// The cases that are checked in.
fn checked_in() -> BTreeMap<String, String> {
    let entries = fs::read_dir(folder()).into_iter().flatten();
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let cases = paths.filter(|path| path.extension().is_some_and(|extension| extension == "rs"));
    cases
        .map(|path| {
            let stem = path.file_stem().expect("a stem").to_string_lossy().into_owned();
            (stem, fs::read_to_string(&path).expect("a case"))
        })
        .collect()
}

fn bless() {
    fs::create_dir_all(folder()).expect("the folder");
    for stem in checked_in().keys().filter(|stem| !cases().contains_key(*stem)) {
        for extension in ["rs", "stderr"] {
            let _ = fs::remove_file(folder().join(format!("{stem}.{extension}")));
        }
    }
    for (stem, case) in cases() {
        fs::write(folder().join(format!("{stem}.rs")), case).expect("a case can be written");
    }
}

#[test]
fn every_auth_type_has_its_cases() {
    if std::env::var_os("WELLHEAD_BLESS").is_some() {
        bless();
    }
    let (expected, found) = (cases(), checked_in());
    let differing: Vec<_> = expected
        .keys()
        .chain(found.keys())
        .filter(|stem| expected.get(*stem) != found.get(*stem))
        .map(|stem| format!("tests/compile_fail/{stem}.rs"))
        .collect();
    assert!(
        differing.is_empty(),
        "these are not the cases that the catalog asks for: {}\nwrite them by `WELLHEAD_BLESS=1 TRYBUILD=overwrite cargo test -p wellhead --test compile_fail`",
        differing.join(", ")
    );
    assert!(!expected.is_empty());
}

#[test]
fn the_compiler_names_every_missing_param() {
    for auth in tried() {
        let stem = auth.rust_type.replace("::", "--");
        let said = fs::read_to_string(folder().join(format!("{stem}.stderr"))).unwrap_or_default();
        for field in required(auth) {
            let name = setter(field);
            for words in [
                format!("error[E0277]: the required param `{name}` is not set"),
                format!("call `.{name}(…)` before this"),
            ] {
                assert!(said.contains(&words), "{stem}.stderr does not say: {words}");
            }
        }
        assert_eq!(
            said.matches("\nerror[").count() + usize::from(said.starts_with("error[")),
            required(auth).count(),
            "{stem}"
        );
    }
}

/// Where the cases are compiled: the folder, or, since the compiler names the file that a bound stands in, with the
/// feature `regenerate` a copy of it in which that file is the one in `OUT_DIR`.
fn compiled() -> PathBuf {
    if !cfg!(feature = "regenerate") {
        return PathBuf::from("tests/compile_fail");
    }
    let copy = Path::new(env!("CARGO_TARGET_TMPDIR")).join("compile_fail");
    fs::create_dir_all(&copy).expect("a folder");
    let shown = copy.display().to_string().replace('\\', "/");
    for stem in cases().keys() {
        let name = |extension: &str| format!("{stem}.{extension}");
        fs::copy(folder().join(name("rs")), copy.join(name("rs"))).expect("a case");
        let said = fs::read_to_string(folder().join(name("stderr"))).expect("the compiler's words");
        let said = said
            .replace("src/../generated/", "$OUT_DIR[wellhead]/generated/")
            .replace("--> tests/compile_fail/", &format!("--> {shown}/"));
        fs::write(copy.join(name("stderr")), said).expect("a copy");
    }
    copy
}

#[test]
fn a_missing_param_does_not_compile_and_a_complete_request_does() {
    let tests = trybuild::TestCases::new();
    let folder = compiled();
    for stem in cases().keys() {
        tests.compile_fail(folder.join(format!("{stem}.rs")));
    }
    tests.pass("tests/compile_pass/*.rs");
}
