//! Typed params become the documented body, and the body becomes the same typed params: for every auth spec of the
//! catalog and of the small one, through their tables, with any values that fit.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod support;

use std::collections::{BTreeMap, HashMap};

use proptest::prelude::*;
use serde_json::{Value, json};
use support::json::body;
use support::small::sources::combined::{Everything, everything};
use support::small::sources::shapes;
use support::{Catalog, auths, name, rivals, runner, small, values};
use wellhead::{AuthDescriptor, ConnectionRequest, DispatchError, Rule, Secret, Source, Violation};
use wellhead_runtime::{dispatch, dispatch_params, dispatch_slug};

/// Params as a request's text, and back: one run of the property.
fn trips<S: Catalog>(auth: &'static AuthDescriptor, params: &Value) -> Result<(), TestCaseError> {
    let typed: S = read(auth, params)?;
    prop_assert!(std::ptr::eq(typed.descriptor(), auth));
    let request = ConnectionRequest::new("Acme", typed);
    prop_assert_eq!(request.validate(), Ok(()));

    let json = request.to_json();
    let written: Value = serde_json::from_str(&json)?;
    prop_assert_eq!(&written, &body(auth, params));
    prop_assert_eq!(&written, &serde_json::to_value(&request)?);
    prop_assert_eq!(&written, &serde_json::from_str::<Value>(&serde_json::to_string(&request)?)?);

    match dispatch::<S>(json.as_bytes()) {
        Ok(again) => {
            prop_assert_eq!(&again, &request);
            prop_assert_eq!(again.to_json(), json);
        }
        Err(DispatchError::Ambiguous(found)) => {
            prop_assert!(found.iter().any(|candidate| candidate.slug == auth.source.slug));
            prop_assert!(!rivals::<S>(auth).is_empty());
        }
        Err(error) => prop_assert!(false, "{}", error),
    }
    Ok(())
}

/// The typed params by slug, and, where no rival shares it, by id: the same.
fn read<S: Catalog>(auth: &'static AuthDescriptor, params: &Value) -> Result<S, TestCaseError> {
    let text = params.to_string();
    let failed = |error: DispatchError| TestCaseError::fail(error.to_string());
    let by_slug: S =
        dispatch_slug(auth.source.slug, auth.spec_name, text.as_bytes()).map_err(failed)?;
    if rivals::<S>(auth).is_empty() {
        let by_id: S =
            dispatch_params(auth.source.id, auth.spec_name, text.as_bytes()).map_err(failed)?;
        prop_assert_eq!(&by_id, &by_slug);
    }
    Ok(by_slug)
}

fn every_auth_spec_of<S: Catalog>() {
    for auth in auths::<S>() {
        let outcome =
            runner(96).run(&values::params(auth.table), |params| trips::<S>(auth, &params));
        outcome.unwrap_or_else(|error| panic!("{}: {error}", name(auth)));
    }
}

#[test]
fn any_valid_params_of_the_catalog_come_back_as_they_went() {
    every_auth_spec_of::<Source>();
}

#[test]
fn any_valid_params_of_every_shape_come_back_as_they_went() {
    every_auth_spec_of::<small::Source>();
}

#[test]
fn params_that_differ_are_not_equal() {
    for auth in auths::<Source>() {
        let strategy = (values::params(auth.table), values::params(auth.table));
        let outcome = runner(64).run(&strategy, |(left, right)| {
            let (first, second): (Source, Source) = (read(auth, &left)?, read(auth, &right)?);
            prop_assert_eq!(first == second, left == right, "{} {}", left, right);
            Ok(())
        });
        outcome.unwrap_or_else(|error| panic!("{}: {error}", name(auth)));
    }
}

/// What validating says of a request, and what reads its text says: the same, but for the places.
fn told(request: &ConnectionRequest<small::Source>) -> [Vec<(String, Rule)>; 2] {
    let named = |found: &[Violation]| {
        found.iter().map(|one| (one.pointer.clone(), one.rule)).collect::<Vec<_>>()
    };
    let built = request.validate().map_or_else(|found| named(found.iter().as_slice()), |()| vec![]);
    let read = dispatch::<small::Source>(request.to_json().as_bytes());
    [built, read.map_or_else(|error| named(&error.violations()), |_| vec![])]
}

#[test]
fn an_envelope_that_would_be_refused_is_not_valid() {
    let request = |name| {
        let auth = small::sources::webhook::NoAuth::builder().build();
        ConnectionRequest::new(name, small::Source::from(auth))
    };
    let of = |pointer: &str| vec![(pointer.to_owned(), Rule::MinLength)];
    for (request, expected) in [
        (request("\u{a0}"), of("/name")),
        (request("n").with_provider_id(""), of("/providerId")),
        (request("n").with_provider_id(" ").with_description(""), vec![]),
    ] {
        assert_eq!(told(&request), [expected.clone(), expected]);
    }
}

#[test]
fn lists_and_maps_are_made_of_what_their_values_are_made_of() {
    let of_literals = shapes::Optional::builder()
        .tokens(["a", "b"])
        .vault([("key", "c")])
        .limits([("one", 1)])
        .build();
    let owned = shapes::Optional::builder()
        .tokens(vec!["a".to_owned(), "b".to_owned()])
        .vault(BTreeMap::from([("key".to_owned(), Secret::from("c"))]))
        .limits(HashMap::from([("one".to_owned(), 1)]))
        .build();
    assert_eq!(of_literals, owned);
    let json = ConnectionRequest::new("n", owned).params_to_json();
    assert!(json.contains(r#""tokens":["a","b"],"vault":{"key":"c"},"limits":{"one":1}"#));
}

#[test]
fn a_float_that_is_no_number_of_json_is_not_valid() {
    for ratio in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let auth = shapes::Optional::builder().ratio(ratio).build();
        let request = ConnectionRequest::new("n", small::Source::from(auth));
        let expected = vec![("/auth/params/ratio".to_owned(), Rule::Type)];
        assert_eq!(told(&request), [expected.clone(), expected]);
        let told = request.validate().unwrap_err().to_string();
        assert!(told.contains("is infinite, or not a number"), "{told}");
    }
}

#[test]
fn a_copy_under_another_name_has_all_that_the_request_has() {
    let auth = small::sources::webhook::NoAuth::builder().build();
    let request = ConnectionRequest::new("one", small::Source::from(auth))
        .with_description("nightly")
        .with_provider_id("p");
    let copy = dispatch::<small::Source>(request.to_json().as_bytes()).unwrap().with_name("two");
    assert_eq!(*copy.to_json(), request.to_json().replace("\"one\"", "\"two\""));
}

#[test]
fn a_listed_param_among_the_additional_ones_is_told_and_not_sent() {
    let open = everything::Open::builder().a(5).additional("b", true).additional("a", true).build();
    let storage = everything::storage::S3::builder().bucket("acme").build();
    let auth = Everything::builder().storage(storage).extra("e").open(open).build();
    let request = ConnectionRequest::new("n", small::Source::from(auth));
    let [built, read] = told(&request);
    assert_eq!(built, [("/auth/params/open/a".to_owned(), Rule::Duplicate)]);
    assert_eq!(read, []);
    let json = request.to_json();
    assert!(json.contains(r#""open":{"a":5,"b":true}"#), "{}", &*json);
    assert_eq!(serde_json::to_string(&request).unwrap(), *json);
}

proptest! {
    #[test]
    fn any_name_description_and_provider_id_come_back(
        name in "\\PC*[^\\s]\\PC*",
        description in any::<Option<String>>(),
        provider_id in proptest::option::of("\\PC{1,8}"),
    ) {
        let auth = small::sources::webhook::NoAuth::builder().build();
        let mut request = ConnectionRequest::new(name.as_str(), small::Source::from(auth));
        if let Some(description) = &description {
            request = request.with_description(description.as_str());
        }
        if let Some(provider_id) = &provider_id {
            request = request.with_provider_id(provider_id.as_str());
        }
        let again = dispatch::<small::Source>(request.to_json().as_bytes()).map_err(|error| TestCaseError::fail(error.to_string()))?;
        prop_assert_eq!(again.name(), name);
        prop_assert_eq!(again.description(), description.as_deref());
        prop_assert_eq!(again.provider_id(), provider_id.as_deref());
        prop_assert_eq!(&again, &request);
    }
}

#[test]
fn a_request_is_written_in_the_documented_order_with_its_version_always() {
    let auth = wellhead::sources::generic_rest::BasicAuthentication::builder()
        .host("https://api.acme.example")
        .username("reader")
        .password("p\"w")
        .build();
    let request = ConnectionRequest::new("Acme", auth).with_description("Nightly");
    assert_eq!(
        request.to_json().as_str(),
        r#"{"name":"Acme","description":"Nightly","auth":{"specName":"Basic Authentication","params":{"host":"https://api.acme.example","username":"reader","password":"p\"w"}},"connectionSpec":{"id":"4e98f16f-87d6-4ef0-bdc6-7a2b0fe76e62","version":"1.0"}}"#
    );
    assert_eq!(*request.to_json(), serde_json::to_string(&request).unwrap());
}

#[test]
fn a_source_without_auth_specs_is_written_without_auth() {
    let request =
        ConnectionRequest::new("Hook", small::sources::webhook::NoAuth::builder().build());
    let expected = json!({
        "name": "Hook",
        "connectionSpec": {"id": "6ba7b811-9dad-11d1-80b4-00c04fd430c8", "version": "2.1"},
    });
    assert_eq!(serde_json::to_value(&request).unwrap(), expected);
    assert_eq!(serde_json::from_str::<Value>(&request.to_json()).unwrap(), expected);
}
