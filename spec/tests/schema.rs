//! The JSON Schema of spec files and the reader are of one mind: real spec files and small ones are changed in a place or
//! two, and what one of the two accepts, the other does, for the structure that both can express.
//!
//! `WELLHEAD_SCHEMA_CASES` sets how many changed files are tried, `WELLHEAD_SCHEMA_SEED` which ones.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking, and this one reports its counts"
)]

mod mutation;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use jsonschema::{Draft, Validator};
use mutation::{Random, mutate};
use serde_json::Value;
use wellhead_spec::{Code, Diagnostic, Severity, SpecSet, SpecText};

const CASES: u64 = 3000;
const SEED: u64 = 20_260_131;

/// The errors that no JSON Schema of spec files finds, by their code, what their message has, and why that is so.
const READER_ALONE: &[(Code, &str, &str)] = &[
    (Code::BadReference, "", "what a `$ref` leads to stands elsewhere"),
    (Code::MissingProperty, "", "`required` is compared with `properties`"),
    (Code::DuplicateSpecName, "", "two auth specs are compared"),
    (Code::DuplicateSlug, "", "an alias is compared with the file's name and with other aliases"),
    (Code::Unsatisfiable, "", "one bound is compared with the other"),
    (Code::BadPattern, "", "no pattern matches all patterns"),
    (Code::BadExample, "", "the schema of a value stands beside it"),
    (Code::SecretShown, "", "what marks a secret is spelt in four ways"),
    (
        Code::UnsupportedKeyword,
        "a secret is not one of a list",
        "what marks a secret is spelt in four ways",
    ),
    (
        Code::MissingKey,
        "an array has no `items`",
        "`type` may be a list, and other keywords speak of elements",
    ),
    (Code::BadValue, "schemas nest too deep", "no JSON Schema counts how often it was entered"),
    (
        Code::BadValue,
        "the params of an auth spec are an object",
        "what is a param may be of any type",
    ),
    (Code::BadValue, "no key that this dialect can write and read", "each dialect has its own"),
    (Code::BadValue, "a connection string is a string", "`type` may be a list"),
    (Code::MissingKey, "a connection string has no parts", "a part that can't be read is none"),
    (Code::BadValue, "a `{` is not closed", "an address has a grammar of its own"),
    (Code::BadValue, "not the address of a URL with parts", "an address has a grammar of its own"),
    (Code::BadValue, "can't be told from it", "an address has a grammar of its own"),
    (Code::BadValue, "only the dialect `url` has an address", "`dialect` stands beside it"),
    (Code::MissingKey, "`address` is missing", "`dialect` stands beside it"),
    (Code::BadId, "this is the provider's id", "two keys are compared"),
    (Code::MissingKey, "has no `x-keys`", "`address` says which parts need none"),
    (
        Code::BadValue,
        "is not a string, integer or boolean",
        "a `type` may be a list with `null`, or be implied",
    ),
    (Code::BadValue, "stands in the address and has `x-keys`", "`address` stands beside it"),
    (Code::BadValue, "another part has the key", "two parts are compared"),
    (Code::NotASpec, "", "a request is told by what it is not"),
];

fn folder(path: &str) -> Vec<Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let mut paths: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let texts = paths.iter().filter(|path| !path.ends_with("connection-spec.schema.json"));
    let texts = texts.filter(|path| path.extension().is_some_and(|extension| extension == "json"));
    texts.filter_map(|path| fs::read_to_string(path).unwrap().parse().ok()).collect()
}

fn validator() -> Validator {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs/connection-spec.schema.json");
    let schema: Value = fs::read_to_string(path).unwrap().parse().unwrap();
    jsonschema::options().with_draft(Draft::Draft202012).build(&schema).unwrap()
}

/// The errors of reader and checks.
fn errors(spec: &Value) -> Vec<Diagnostic> {
    let text = format!("{spec:#}");
    let source = SpecText { slug: "acme-crm".into(), file: "specs/acme-crm.json".into(), text };
    let found = SpecSet::from_texts(vec![source]).diagnostics.into_iter();
    found.filter(|diagnostic| diagnostic.severity() == Severity::Error).collect()
}

fn is_readers_alone(diagnostic: &Diagnostic) -> bool {
    READER_ALONE
        .iter()
        .any(|(code, message, _)| *code == diagnostic.code && diagnostic.message.contains(message))
}

/// How reader and schema differ on a spec file, if they do.
fn difference(validator: &Validator, spec: &Value) -> Option<String> {
    let errors = errors(spec);
    let by_schema: Vec<String> = validator
        .iter_errors(spec)
        .map(|error| format!("{} at {}", error, error.instance_path()))
        .collect();
    let structural: Vec<&Diagnostic> =
        errors.iter().filter(|error| !is_readers_alone(error)).collect();
    match (by_schema.is_empty(), structural.first()) {
        (true, Some(error)) => Some(format!("the schema accepts what the reader refuses: {error}")),
        (false, None) if errors.is_empty() => {
            let first: String = by_schema[0].chars().take(400).collect();
            Some(format!("the reader accepts what the schema refuses: {first}"))
        }
        _ => None,
    }
}

#[test]
fn the_catalog_passes_both() {
    let validator = validator();
    for spec in folder("../specs") {
        assert_eq!(difference(&validator, &spec), None, "{}", spec["name"]);
        assert!(errors(&spec).is_empty(), "{}", spec["name"]);
    }
}

#[test]
fn what_the_reader_accepts_fits_the_schema_and_the_other_way_round() {
    let number = |variable: &str, default| match std::env::var(variable) {
        Ok(text) => text.parse().expect("a number"),
        Err(_) => default,
    };
    let mut random = Random::seeded(number("WELLHEAD_SCHEMA_SEED", SEED));
    let cases = number("WELLHEAD_SCHEMA_CASES", CASES);
    let validator = validator();
    let bases = [folder("../specs"), folder("tests/ui"), folder("../codegen/tests/specs")].concat();
    let (mut accepted, mut differ) = (0, BTreeMap::new());
    for _ in 0..cases {
        let base = if random.chance(50) {
            mutation::small(&mut random)
        } else {
            random.pick(&bases).clone()
        };
        let mut spec = base;
        for _ in 0..random.below(3) {
            mutate(&mut random, &mut spec);
        }
        accepted += usize::from(validator.is_valid(&spec));
        if let Some(how) = difference(&validator, &spec) {
            let kind: String = how.chars().filter(|char| !char.is_ascii_digit()).collect();
            differ.entry(kind).or_insert_with(|| {
                let shown: String = spec.to_string().chars().take(1500).collect();
                format!("{how}\n{shown}")
            });
        }
    }
    println!(
        "{cases} spec files, {accepted} of which the schema accepts, {} disagreements",
        differ.len()
    );
    let shown: Vec<String> = differ.into_values().take(20).collect();
    assert!(shown.is_empty(), "{}", shown.join("\n\n"));
}

#[test]
fn every_error_that_is_the_readers_alone_says_why() {
    for (code, _, why) in READER_ALONE {
        assert!(code.severity() == Severity::Error && !why.is_empty(), "{code}");
    }
}
