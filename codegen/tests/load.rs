//! Loading: what comes of a folder of spec files at run time, alone and beside another catalog. That it says the same as
//! what is compiled is tested by `agree`, and for the catalog by the root's `loaded`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod support;

use serde_json::{Value, json};
use support::{folder, package, render, slugs, small_specs, specs, text};
use wellhead_codegen::{Builder, Failure, Loader};
use wellhead_runtime::{Catalog, DispatchError, LoadedCatalog};

/// A spec file with one param that is called so.
fn spec(id: &str, param: &str, more: &Value) -> String {
    let mut spec = json!({
        "id": id,
        "name": "any",
        "version": "1.0",
        "authSpec": [{"name": "Key", "spec": {
            "type": "object", "title": "Key", "required": [param],
            "properties": {param: {"type": "string", "title": "Any"}}
        }}],
    });
    spec.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    spec.to_string()
}

const ONE: &str = "5c0a2f6e-3b1d-4c52-9f0e-7a6b1d2c3e4f";
const OTHER: &str = "0b0f6a52-6c1e-4d0e-9f5a-2f6f3c1d7e48";

fn load(files: &[(&str, String)], base: LoadedCatalog) -> Result<LoadedCatalog, String> {
    let folder = folder(files.iter().cloned());
    let loaded = Loader::new(folder.path()).shown_as("specs").beside(base).load();
    loaded.map(|loaded| loaded.catalog).map_err(|failure| render(&failure))
}

/// A catalog of `acme`, which was called `acme-old`, with the param `first`.
fn base() -> LoadedCatalog {
    let acme = spec(ONE, "first", &json!({"x-aliases": ["acme-old"]}));
    load(&[("acme", acme)], LoadedCatalog::default()).unwrap()
}

fn takes(catalog: &LoadedCatalog, slug: &str, param: &str) -> bool {
    let params = json!({param: "x"}).to_string();
    catalog.dispatch_slug(slug, Some("Key"), params.as_bytes()).is_ok()
}

#[test]
fn a_wrong_spec_file_is_told_as_the_generator_tells_it() {
    let broken = package().join("../examples/broken");
    let folder = folder([("acme-crm", text(&broken, "acme-crm"))]);
    let loaded = Loader::new(folder.path()).shown_as("specs").load().unwrap_err();
    let generated = Builder::new(folder.path()).shown_as("specs").generate().unwrap_err();
    assert!(matches!(loaded, Failure::Specs(_)));
    assert_eq!(render(&loaded), render(&generated));
    assert_eq!(loaded.to_string(), "4 errors in spec files");
}

#[test]
fn a_folder_that_is_not_there_is_an_error_and_an_empty_one_an_empty_catalog() {
    let empty = folder([]);
    let loaded = Loader::new(empty.path()).load().unwrap();
    assert!(loaded.catalog.sources().is_empty());
    assert!(matches!(
        loaded.catalog.dispatch_slug("acme", None, b"{}"),
        Err(DispatchError::UnknownSlug(_))
    ));
    assert!(Loader::new(empty.path().join("none")).load().is_err());
}

#[test]
fn a_source_replaces_the_one_of_its_slug_and_the_others_stay() {
    let other = spec(OTHER, "other", &json!({}));
    let both = load(&[("zulu", other)], base()).unwrap();
    let slugs = |catalog: &LoadedCatalog| -> Vec<_> {
        catalog.sources().iter().map(|source| source.slug).collect()
    };
    assert_eq!(slugs(&both), ["acme", "zulu"]);
    assert!(takes(&both, "acme", "first") && takes(&both, "acme-old", "first"));

    let replaced = load(&[("acme", spec(ONE, "second", &json!({})))], both).unwrap();
    assert_eq!(slugs(&replaced), ["acme", "zulu"]);
    assert!(takes(&replaced, "acme", "second") && !takes(&replaced, "acme", "first"));
    assert!(replaced.source("acme-old").is_none(), "it says no more what it was called");
    assert!(takes(&replaced, "zulu", "other"));
    assert_eq!(replaced.of_id(ONE).unwrap().len(), 1);
}

#[test]
fn an_id_of_another_source_is_an_error_unless_the_file_says_why() {
    let error = load(&[("mine", spec(ONE, "second", &json!({})))], base()).unwrap_err();
    assert!(error.contains("error[duplicate-id]: the catalog's `acme` has this id"), "{error}");
    assert!(error.contains("specs/mine.json:1:") && error.contains("`acme.json`"), "{error}");
    let shared = spec(ONE, "second", &json!({"x-shared-id": "Both are tried."}));
    let both = load(&[("mine", shared)], base()).unwrap();
    for (param, slug) in [("first", "acme"), ("second", "mine")] {
        let params = json!({param: "x"}).to_string();
        let source = both.dispatch_params(ONE, Some("Key"), params.as_bytes()).unwrap();
        assert_eq!(source.slug(), slug);
    }
}

#[test]
fn a_slug_outweighs_an_alias_of_the_catalog_and_an_alias_clashes_with_its_names() {
    let mine = load(&[("acme-old", spec(OTHER, "second", &json!({})))], base()).unwrap();
    assert!(takes(&mine, "acme-old", "second") && takes(&mine, "acme", "first"));
    for taken in ["acme", "acme-old"] {
        let mine = spec(OTHER, "second", &json!({"x-aliases": [taken]}));
        let error = load(&[("mine", mine)], base()).unwrap_err();
        let told = format!("error[duplicate-slug]: `{taken}` is taken by the catalog's `acme`");
        assert!(error.contains(&told), "{error}");
    }
}

#[test]
fn an_example_is_one_of_the_values_that_are_listed_and_within_bounds() {
    for param in [
        json!({"type": "integer", "enum": [443, 8443]}),
        json!({"type": "integer", "minimum": 1000, "enum": [443, 8443]}),
        json!({"type": "number", "enum": [0.5, 2]}),
        json!({"type": "boolean", "enum": [false]}),
        json!({"enum": [1, "a", null]}),
        json!({"const": 0.1}),
        json!({"const": null}),
        json!({"const": {"a": 1}}),
        json!({"const": [1, 2]}),
        json!({"type": "null"}),
        json!({"type": ["integer", "string"], "enum": [7, "a"]}),
        json!({"type": ["integer", "boolean"]}),
        json!({"allOf": [{"type": "integer"}, {"anyOf": [{"const": 4}, {"const": 5}]}]}),
        json!({"$ref": "#/definitions/port"}),
        json!({"type": ["integer", "null"], "enum": [443]}),
        json!({"type": "number", "exclusiveMaximum": 0}),
        json!({"type": "number", "exclusiveMinimum": 0}),
        json!({"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1}),
        json!({"type": "number", "exclusiveMinimum": -1, "exclusiveMaximum": 0, "multipleOf": 0.25}),
        json!({"type": "number", "minimum": 1, "multipleOf": 2.5}),
        json!({"type": "number", "maximum": -1, "multipleOf": 2.5}),
        json!({"type": "integer", "exclusiveMinimum": 0}),
        json!({"type": "integer", "minimum": 1, "multipleOf": 2.5}),
        json!({"type": "integer", "maximum": -3, "multipleOf": 2.5}),
        json!({"type": "integer", "minimum": 1_000_000_000_001_u64, "multipleOf": 2.5}),
    ] {
        let mut acme: Value = serde_json::from_str(&spec(ONE, "first", &json!({}))).unwrap();
        acme["authSpec"][0]["spec"]["properties"]["first"] = param.clone();
        acme["authSpec"][0]["spec"]["definitions"] = json!({"port": {"enum": [443, 8443]}});
        let catalog = load(&[("acme", acme.to_string())], LoadedCatalog::default()).unwrap();
        let body = catalog.sources()[0].auth[0].example_request().to_string();
        let taken = catalog.dispatch_as("acme", body.as_bytes());
        assert!(taken.is_ok(), "{param}: {body}: {}", taken.unwrap_err());
    }
}

#[test]
fn params_are_equal_when_they_hold_the_same_and_show_no_secret() {
    for folder in [specs(), small_specs()] {
        let catalog = Loader::new(&folder).load().unwrap().catalog;
        assert_eq!(catalog.sources().len(), slugs(&folder).len());
        for auth in catalog.sources().iter().flat_map(|source| source.auth) {
            let request = catalog
                .dispatch_as(auth.source.slug, auth.example_request().to_string().as_bytes());
            // An example may be one that nobody can write: of a text that has to fit a pattern.
            let Ok(request) = request else { continue };
            assert_eq!(request, request.clone());
            assert!(std::ptr::eq(wellhead_runtime::Auth::descriptor(request.auth()), *auth));
        }
    }
    let key = json!({"properties": {"first": {"type": "string", "format": "password"}}});
    let mut acme: Value = serde_json::from_str(&spec(ONE, "first", &json!({}))).unwrap();
    acme["authSpec"][0]["spec"]["properties"] = key["properties"].clone();
    acme["authSpec"][0]["spec"]["properties"]["first"]["title"] = "Key".into();
    let catalog = load(&[("acme", acme.to_string())], LoadedCatalog::default()).unwrap();
    let of = |text: &str| {
        let params = json!({"first": text}).to_string();
        catalog.dispatch_slug("acme", Some("Key"), params.as_bytes()).unwrap()
    };
    assert!(of("hunter2") == of("hunter2") && of("hunter2") != of("hunter3"));
    assert_eq!(format!("{:?}", of("hunter2")), "acme::Key { first: [secret] }");
}

#[test]
fn a_step_with_a_fraction_has_whole_multiples() {
    let step = json!({"type": "integer", "title": "Any", "multipleOf": 2.5});
    let key = json!({"type": "object", "title": "Key", "properties": {"first": step}});
    let acme = spec(ONE, "first", &json!({"authSpec": [{"name": "Key", "spec": key}]}));
    let catalog = load(&[("acme", acme)], LoadedCatalog::default()).unwrap();
    let takes = |value: i64| {
        let params = json!({"first": value}).to_string();
        catalog.dispatch_slug("acme", Some("Key"), params.as_bytes()).is_ok()
    };
    let taken: Vec<i64> = (0..=15).filter(|value| takes(*value)).collect();
    assert_eq!(taken, [0, 5, 10, 15]);
}

#[test]
fn what_is_taken_for_an_array_is_one_whatever_its_elements_have_to_fit() {
    let plain = json!({"title": "Any", "items": {"type": "string"}});
    let ruled = json!({"title": "Any", "items": {"type": "string", "not": {"const": "x"}}});
    let listed = json!({"title": "Any", "enum": [null, ["a"]], "items": {"not": {"const": "x"}}});
    // What lists a number says itself that it takes more than arrays.
    let mixed = json!({"title": "Any", "enum": [null, ["a"], 5], "items": {"not": {"const": "x"}}});
    let combined = json!({"title": "Any", "allOf": [{"items": {"not": {"const": "x"}}}]});
    let cases = [
        (plain, [true, true, false, false, false]),
        (ruled, [true, false, false, false, false]),
        (listed, [true, false, true, false, false]),
        (mixed, [true, false, true, false, true]),
        (combined, [true, false, false, false, false]),
    ];
    for (schema, expected) in cases {
        let key = json!({"type": "object", "title": "Key", "properties": {"first": schema}});
        let acme = spec(ONE, "first", &json!({"authSpec": [{"name": "Key", "spec": key}]}));
        let catalog = load(&[("acme", acme)], LoadedCatalog::default()).unwrap();
        let values = [json!(["a"]), json!(["x"]), json!(null), json!("a"), json!(5)];
        let takes = values.map(|value| {
            let params = json!({"first": value}).to_string();
            catalog.dispatch_slug("acme", Some("Key"), params.as_bytes()).is_ok()
        });
        assert_eq!(takes, expected, "{schema}");
    }
}

/// Asserts which values a param of that schema takes.
fn takes_of(param: &Value, taken: &[Value], refused: &[Value]) {
    let mut acme: Value = serde_json::from_str(&spec(ONE, "first", &json!({}))).unwrap();
    acme["authSpec"][0]["spec"]["properties"]["first"] = param.clone();
    let catalog = load(&[("acme", acme.to_string())], LoadedCatalog::default()).unwrap();
    let is_taken = |value: &Value| {
        let params = json!({ "first": value }).to_string();
        catalog.dispatch_slug("acme", Some("Key"), params.as_bytes()).is_ok()
    };
    for value in taken {
        assert!(is_taken(value), "{param} refuses {value}");
    }
    for value in refused {
        assert!(!is_taken(value), "{param} takes {value}");
    }
}

#[test]
fn alternatives_of_an_object_and_something_else_take_both() {
    let closed = |name: &str| {
        json!({
            "type": "object", "properties": {name: {"type": "number"}}, "required": [name],
            "additionalProperties": false
        })
    };
    let (a, b, text, null, seven) =
        (json!({"a": 1}), json!({"b": 1}), json!("none"), json!(null), json!(7));
    let string_or_whole = json!({"anyOf": [{"type": "string"}, {"type": "integer"}]});
    let object_or_string = json!({"anyOf": [closed("b"), {"type": "string"}]});
    for (other, taken, refused) in [
        (json!({"const": "none"}), [&a, &text], [&b, &null, &seven]),
        (json!({"enum": ["none"]}), [&a, &text], [&b, &null, &seven]),
        (json!({"enum": [null]}), [&a, &null], [&b, &text, &seven]),
        (json!({"type": "string"}), [&a, &text], [&b, &null, &seven]),
        (string_or_whole, [&text, &seven], [&b, &null, &json!([])]),
        (object_or_string, [&b, &text], [&null, &seven, &json!({})]),
        (json!({}), [&b, &text], [&a, &a, &a]),
        (json!(true), [&null, &seven], [&a, &a, &a]),
        (json!({"not": {"type": "object"}}), [&a, &null], [&b, &b, &json!({})]),
        (
            json!({"type": "object", "additionalProperties": {"type": "string"}}),
            [&a, &json!({"q": "x"})],
            [&b, &text, &null],
        ),
    ] {
        let schema = json!({"oneOf": [closed("a"), other]});
        takes_of(&schema, &taken.map(Clone::clone), &refused.map(Clone::clone));
    }
    // Of what is an object for sure, each alternative has its members.
    let known = json!({
        "type": "object",
        "oneOf": [closed("a"), {"anyOf": [closed("b"), {"type": "string"}]}]
    });
    takes_of(&known, &[a, b], &[text, json!({"c": 1})]);
}

#[test]
fn elements_fit_items_where_one_of_them_has_to_be_contained() {
    let array = json!({"type": "array", "items": {"type": "string"}, "contains": {"const": "a"}});
    takes_of(&array, &[json!(["a"]), json!(["b", "a"])], &[json!([1, "a"]), json!(["b"])]);
}

/// All violations of params: pointer, message and help.
fn told(schema: &Value, params: &Value) -> Vec<(String, String, Option<String>)> {
    let mut acme: Value = serde_json::from_str(&spec(ONE, "first", &json!({}))).unwrap();
    acme["authSpec"][0]["spec"] = schema.clone();
    let catalog = load(&[("acme", acme.to_string())], LoadedCatalog::default()).unwrap();
    let error = catalog.dispatch_slug("acme", Some("Key"), params.to_string().as_bytes());
    let Err(error) = error else { panic!("{params} is taken") };
    let violations = error.violations();
    violations
        .iter()
        .map(|one| {
            let help = one.help.as_ref().map(ToString::to_string);
            (one.pointer.clone(), one.message.to_string(), help)
        })
        .collect()
}

#[test]
fn of_a_kind_that_is_none_all_that_there_are_are_told() {
    let kind = |name: &str, member: &str| {
        json!({
            "type": "object", "required": ["kind", member],
            "properties": {"kind": {"const": name}, member: {"type": "string"}}
        })
    };
    let either = json!({"title": "Key", "oneOf": [kind("basic", "user"), kind("key", "k")]});
    let params = json!({"kind": "kei", "k": "x"});
    let message = "is not one of `basic`, `key`".to_owned();
    let help = Some("did you mean `key`?".to_owned());
    let expected = |pointer: &str| vec![(pointer.to_owned(), message.clone(), help.clone())];
    assert_eq!(told(&either, &params), expected("/kind"));
    let nested = json!({"type": "object", "title": "Key", "properties": {"p": either}});
    assert_eq!(told(&nested, &json!({ "p": params })), expected("/p/kind"));
    let other = json!({"kind": "c", "x": 7});
    assert_eq!(told(&either, &other), [("/kind".to_owned(), message.clone(), None)]);
    // A constant that all of them have tells nothing apart, and a kind that is known tells what else is wrong.
    let missing = told(&either, &json!({"kind": "key"}));
    assert_eq!(missing[0].0, "/k");
}

#[test]
fn what_is_wrong_is_told_once_with_what_was_found() {
    let param =
        |schema: Value| json!({"type": "object", "title": "Key", "properties": {"p": schema}});
    let both = json!({"minLength": 3});
    let text = param(json!({"type": "string", "allOf": [both, both]}));
    let of = |schema: &Value, value: Value| -> Vec<String> {
        let told = told(schema, &json!({ "p": value }));
        told.into_iter()
            .map(|(_, message, help)| {
                help.into_iter().fold(message, |all, help| all + "; " + &help)
            })
            .collect()
    };
    assert_eq!(of(&text, json!("ab")), ["is shorter than 3 characters"]);
    let mixed = param(json!({"type": ["string", "integer"]}));
    assert_eq!(of(&mixed, json!(true)), ["expected a string or a whole number, found a boolean"]);
    assert_eq!(
        of(&mixed, json!(1.5)),
        ["expected a string or a whole number, found another number"]
    );
    let list =
        param(json!({"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": 1}));
    assert_eq!(of(&list, json!([])), ["has no element"]);
    assert_eq!(of(&list, json!(["a", "b"])), ["has more than one element"]);
    let number = param(json!({"type": "number"}));
    assert_eq!(of(&number, json!("abc")), ["expected a number, found a string"]);
    assert_eq!(
        of(&number, json!("1.5")),
        ["expected a number, found a string; write it without quotes"]
    );
    let flag = param(json!({"type": "boolean"}));
    assert_eq!(of(&flag, json!("yes")), ["expected a boolean, found a string"]);
    assert_eq!(
        of(&flag, json!("true")),
        ["expected a boolean, found a string; write it without quotes"]
    );
}

#[test]
fn a_source_without_auth_specs_may_share_its_id_with_one_that_has_some() {
    let shared = json!({"x-shared-id": "They are one service."});
    let with = spec(ONE, "first", &shared);
    let mut without: Value = with.parse().unwrap();
    without.as_object_mut().unwrap().remove("authSpec");
    let files = [("webhook", without.to_string()), ("with-key", with)];
    let catalog = load(&files, LoadedCatalog::default()).unwrap();
    let taken = |auth: Value| {
        let mut body = json!({"name": "any", "connectionSpec": {"id": ONE, "version": "1.0"}});
        body.as_object_mut().unwrap().extend(auth.as_object().unwrap().clone());
        catalog.dispatch(body.to_string().as_bytes()).map(|request| request.auth().slug())
    };
    let key = json!({"auth": {"specName": "Key", "params": {"first": "x"}}});
    assert_eq!(taken(json!({})).unwrap(), "webhook");
    assert_eq!(taken(key).unwrap(), "with-key");
    assert!(taken(json!({"auth": {"params": {}}})).is_err());
    assert!(taken(json!({"auth": {"specName": "Other", "params": {}}})).is_err());
}
