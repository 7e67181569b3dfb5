//! Names that come out as one in Rust: told to the author, with both places, before any code is generated.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod support;

use support::{check, folder, package, render};
use wellhead_codegen::spec::{Code, Severity, SpecSet};
use wellhead_codegen::{Builder, Failure};

/// A spec with these properties, each optional or, with a `!`, required.
fn spec(id: char, properties: &[(&str, &str)], more: &str) -> String {
    let members: Vec<String> = properties
        .iter()
        .enumerate()
        .map(|(at, (name, schema))| {
            let name = name.trim_end_matches('!');
            format!(r#"          "{name}": {{"description": "Param {at}.", {schema}}}"#)
        })
        .collect();
    let required: Vec<String> = properties
        .iter()
        .filter_map(|(name, _)| name.strip_suffix('!').map(|name| format!(r#""{name}""#)))
        .collect();
    format!(
        r#"{{
  "id": "6ba7b81{id}-9dad-11d1-80b4-00c04fd430c8",
  "name": "acme",
  "version": "1.0",
  "sourceSpec": {{"attributes": {{"uiAttributes": {{"description": {{"text": "Acme."}}}}}}}},
  "authSpec": [
    {{
      "name": "API Key",
      "spec": {{
        "type": "object",
        "properties": {{
{}
        }},
        "required": [{}]
      }}
    }}{more}
  ]
}}
"#,
        members.join(",\n"),
        required.join(", ")
    )
}

const TEXT: &str = r#""type": "string""#;
const CHOICE: &str = r#""type": "string", "enum": ["a"]"#;
const OBJECT: &str =
    r#""type": "object", "properties": {"a": {"type": "string", "description": "A."}}"#;
const CHOICES: &str = r#""type": "array", "items": {"type": "string", "enum": ["a"]}"#;

/// The set that was refused, or nothing if it was not.
fn refused<const N: usize>(specs: [(&str, String); N]) -> Option<Box<SpecSet>> {
    let folder = folder(specs);
    match Builder::new(folder.path()).shown_as("specs").generate() {
        Ok(_) => None,
        Err(Failure::Specs(set)) => Some(set),
        Err(other) => panic!("{other}"),
    }
}

fn collides(specs: Option<Box<SpecSet>>) -> bool {
    let found = specs.iter().flat_map(|set| set.diagnostics.iter());
    let errors = found.filter(|found| found.severity() == Severity::Error);
    let codes: Vec<Code> = errors.map(|found| found.code).collect();
    assert!(codes.iter().all(|code| *code == Code::NameCollision), "{codes:?}");
    !codes.is_empty()
}

#[test]
fn a_name_collision_is_shown_with_both_places_and_the_way_out() {
    let folder = folder([("acme", spec('0', &[("clientId", TEXT), ("client_id", TEXT)], ""))]);
    let failure =
        Builder::new(folder.path()).shown_as("specs").generate().expect_err("a collision");
    check(&package().join("tests/name-collision.stderr"), &render(&failure));
}

#[test]
fn params_whose_names_come_out_as_one_are_refused() {
    for (first, second) in [
        ("clientId", "client_id"),
        ("a1", "a_1"),
        ("type", "Type"),
        ("", "--"),
        ("1st", "n1st"),
        ("é", "ue9"),
    ] {
        assert!(
            collides(refused([("acme", spec('0', &[(first, TEXT), (second, TEXT)], ""))])),
            "{first:?} and {second:?}"
        );
    }
}

#[test]
fn types_whose_names_come_out_as_one_are_refused() {
    for (first, second) in [
        (("fields", CHOICES), ("fieldsItem", CHOICE)),
        (("mode!", TEXT), ("modeIsSet", CHOICE)),
        (("mode!", CHOICE), ("modeIsSet", OBJECT)),
        (("ab", OBJECT), ("a_b", OBJECT)),
        (("ab", CHOICE), ("a_b", CHOICE)),
    ] {
        let set = refused([("acme", spec('0', &[first, second], ""))]);
        assert!(collides(set), "{first:?} and {second:?}");
    }
}

/// A spec with a param whose other members are of this schema, beside a member of that name.
fn beside_others(name: &str, member: &str, others: &str) -> String {
    let schema = format!(
        r#""type": "object", "properties": {{"{name}": {{{member}, "description": "M."}}}}, "additionalProperties": {{{others}}}"#
    );
    spec('0', &[("options", &schema)], "")
}

#[test]
fn a_member_whose_type_is_called_like_that_of_all_others_is_refused() {
    for (name, member, others) in [
        ("additional", CHOICE, CHOICE),
        ("additional", OBJECT, OBJECT),
        ("additionalItem", CHOICE, CHOICES),
    ] {
        let set = refused([("acme", beside_others(name, member, others))]);
        assert!(collides(set), "{name}: {member} and {others}");
    }
}

#[test]
fn a_member_called_additional_stands_beside_all_others() {
    let renamed = format!(r#"{OBJECT}, "x-rust-name": "other""#);
    for (member, others) in [(TEXT, OBJECT), (OBJECT, TEXT), (OBJECT, renamed.as_str())] {
        let set = refused([("acme", beside_others("additional", member, others))]);
        assert!(!collides(set), "{member} and {others}");
    }
}

/// A kind of that title, with a member that it requires.
fn titled(title: &str, member: &str) -> String {
    format!(
        r#"{{"type": "object", "title": "{title}", "properties": {{"{member}": {{"type": "string", "description": "{member}."}}}}, "required": ["{member}"]}}"#
    )
}

/// A kind that this constant, which is JSON, tells from others.
fn marked(constant: &str) -> String {
    format!(
        r#"{{"type": "object", "properties": {{"version": {{"const": {constant}, "description": "V."}}}}, "required": ["version"]}}"#
    )
}

/// A spec with a param that is of one of these kinds: by itself, in an array, and beside properties.
fn of_kinds(keyword: &str, first: &str, second: &str) -> [String; 3] {
    let kinds = format!(r#""{keyword}": [{first}, {second}]"#);
    let items = format!(r#""type": "array", "items": {{{kinds}}}"#);
    let beside = format!("{OBJECT}, {kinds}");
    [kinds, items, beside].map(|schema| spec('0', &[("login!", &schema)], ""))
}

#[test]
fn kinds_whose_names_come_out_as_one_are_refused() {
    for (first, second) in [
        (titled("A", "b"), titled("A", "c")),
        (titled("A", "b"), titled("a", "c")),
        (titled("*/", "b"), titled("--", "c")),
        (titled("Basic", "b"), marked(r#""basic""#)),
        (marked(r#""basic""#), marked(r#""BASIC""#)),
        (marked(r#""a-b""#), marked(r#""a b""#)),
        (marked("0.5"), marked("null")),
    ] {
        for keyword in ["oneOf", "anyOf"] {
            for spec in of_kinds(keyword, &first, &second) {
                assert!(collides(refused([("acme", spec)])), "{keyword} of {first} and {second}");
            }
        }
    }
}

#[test]
fn kinds_whose_names_differ_are_accepted() {
    let renamed = titled("A", "c").replace(r#""title""#, r#""x-rust-name": "other", "title""#);
    for (first, second) in [
        (titled("A", "b"), renamed),
        (titled("login", "b"), titled("c", "c")),
        (marked("1"), marked("2")),
        (marked("2"), marked("-2")),
        (marked("true"), marked("false")),
    ] {
        for spec in of_kinds("oneOf", &first, &second) {
            assert!(!collides(refused([("acme", spec)])), "{first} and {second}");
        }
    }
}

#[test]
fn a_collision_of_kinds_is_shown_with_both_places() {
    let nested = format!(r#""oneOf": [{}, {}]"#, titled("A", "b"), titled("A", "c"));
    let unnamed = format!(r#""anyOf": [{}, {}]"#, marked("0.5"), marked("1.5"));
    let params =
        format!(r#"{{"type": "object", "oneOf": [{}, {}]}}"#, titled("C", "d"), marked(r#""c""#));
    let more = format!(r#", {{"name": "Kinds", "spec": {params}}}"#);
    let spec = spec('0', &[("login", &nested), ("proof", &unnamed)], &more);
    let folder =
        folder([("acme", spec.replace(r#", {"type": "object""#, ",\n{\"type\": \"object\""))]);
    let failure =
        Builder::new(folder.path()).shown_as("specs").generate().expect_err("a collision");
    check(&package().join("tests/kind-collision.stderr"), &render(&failure));
}

#[test]
fn names_that_differ_only_where_rust_does_not_care_are_accepted() {
    for (first, second) in [
        (("mode!", TEXT), ("modeIsSet!", TEXT)),
        (("fields", CHOICES), ("fieldsItem", TEXT)),
        (("ab", TEXT), ("a_b", TEXT)),
        (("self", TEXT), ("type", TEXT)),
    ] {
        let set = refused([("acme", spec('0', &[first, second], ""))]);
        assert!(!collides(set), "{first:?} and {second:?}");
    }
}

#[test]
fn auth_specs_whose_names_come_out_as_one_are_refused() {
    let more = |name: &str| {
        format!(
            r#", {{"name": "{name}", "spec": {{"type": "object", "description": "Another."}}}}"#
        )
    };
    for name in ["API-Key", "api key", "ApiKey", "API Key for Acme"] {
        assert!(collides(refused([("acme", spec('0', &[], &more(name)))])), "{name}");
    }
    for name in ["API Key 2", "Key", "API Key for everyone"] {
        assert!(!collides(refused([("acme", spec('0', &[], &more(name)))])), "{name}");
    }
}

#[test]
fn slugs_whose_modules_or_variants_come_out_as_one_are_refused() {
    for (first, second) in [("gen2", "gen-2"), ("ab", "a-b")] {
        let set = refused([(first, spec('0', &[], "")), (second, spec('1', &[], ""))]);
        assert_eq!(collides(set), first == "gen2", "{first} and {second}");
    }
}

#[test]
fn a_name_that_stands_there_twice_is_told_once() {
    let kinds = format!(r#""oneOf": [{}, {}]"#, titled("A", "b"), titled("B", "c"));
    let kinds = format!(r#", {{"name": "Kinds", "spec": {{"type": "object", {kinds}}}}}"#);
    for (spec, code) in [
        (spec('0', &[("host", TEXT), ("host", TEXT)], ""), Code::DuplicateKey),
        (
            spec('0', &[("host", TEXT)], r#", {"name": "API Key", "spec": {"type": "object"}}"#),
            Code::DuplicateSpecName,
        ),
        (
            spec(
                '0',
                &[("host", TEXT)],
                r#", {"name": "API Key", "spec": {"type": "object", "title": 1}}"#,
            ),
            Code::DuplicateSpecName,
        ),
        (spec('0', &[], &format!("{kinds}{kinds}")), Code::DuplicateSpecName),
    ] {
        let set = refused([("one", spec)]).expect("it is refused");
        let names = set.diagnostics.iter().map(|diagnostic| diagnostic.code);
        let names: Vec<Code> = names.filter(|code| *code != Code::WrongType).collect();
        assert_eq!(names, [code], "{}", set.diagnostics);
    }
}

#[test]
fn a_given_name_settles_a_collision() {
    let renamed = r#""type": "string", "x-rust-name": "other_id""#;
    let set = refused([("acme", spec('0', &[("clientId", TEXT), ("client_id", renamed)], ""))]);
    assert!(!collides(set));
    let renamed = spec('1', &[], "")
        .replace(r#""name": "acme","#, r#""name": "acme", "x-rust-name": "second","#);
    assert!(!collides(refused([("gen2", spec('0', &[], "")), ("gen-2", renamed)])));
}

/// What the variants of an enum of these values mean: each that stands in a doc comment before it.
fn variants(values: &str) -> Vec<(String, String)> {
    let schema = format!(r#""type": "string", "enum": [{values}]"#);
    let folder = folder([("acme", spec('0', &[("mode", &schema)], ""))]);
    let code = support::files(folder.path()).remove("sources/acme.rs").unwrap();
    let lines: Vec<&str> = code.lines().map(str::trim).collect();
    let meant = lines.windows(2).filter_map(|pair| {
        let value = pair[0].strip_prefix("/// `")?.strip_suffix('`')?;
        Some((pair[1].strip_suffix(',')?.to_owned(), value.to_owned()))
    });
    meant.collect()
}

#[test]
fn a_variant_means_the_same_value_whatever_else_is_listed() {
    let pairs = |all: &[(&str, &str)]| -> Vec<(String, String)> {
        all.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    };
    assert_eq!(variants(r#""csv", "json""#), pairs(&[("Csv", "csv"), ("Json", "json")]));
    let both = [("CsvUpper", "CSV"), ("CsvLower", "csv"), ("Json", "json")];
    assert_eq!(variants(r#""CSV", "csv", "json""#), pairs(&both));
    let [upper, lower, json] = both;
    assert_eq!(variants(r#""json", "csv", "CSV""#), pairs(&[json, lower, upper]));
    let also = [upper, lower, ("CsvUpperCapsAt0At3", "CsvUpper")];
    assert_eq!(variants(r#""CSV", "csv", "CsvUpper""#), pairs(&also));
}
