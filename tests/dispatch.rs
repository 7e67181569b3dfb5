//! The dispatcher: a body in any order to the type that it is, and every way in which it is none, told whole.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod support;

use proptest::prelude::*;
use serde_json::{Map, Value, json};
use support::{auths, json::body, name, rivals, runner, small, values};
use wellhead::json::{Place, Problem};
use wellhead::{
    Candidate, DispatchError, Rule, Source, UnknownName, Violation, dispatch, dispatch_as,
    dispatch_params, dispatch_slug,
};

const SALESFORCE: &str = "cfc0fee1-7dc0-40ef-b73e-d8b134c436f5";
const BASIC: &str = "Basic Authentication";

/// A sound body of Salesforce, to be spoilt.
fn salesforce() -> Value {
    json!({
        "name": "CRM",
        "auth": {
            "specName": BASIC,
            "params": {"username": "ops@acme.example", "password": "p", "securityToken": "t"},
        },
        "connectionSpec": {"id": SALESFORCE, "version": "1.0"},
    })
}

/// What is wrong with the body once `spoil` has been at it.
fn spoilt(spoil: impl FnOnce(&mut Value)) -> DispatchError {
    let mut body = salesforce();
    spoil(&mut body);
    dispatch(body.to_string().as_bytes()).expect_err("it was spoilt")
}

#[test]
fn every_example_of_the_catalog_is_a_request() {
    for auth in auths::<Source>() {
        let example = auth.example_request().to_string();
        let taken = dispatch_as(auth.source.slug, example.as_bytes());
        assert!(taken.is_ok(), "{}: {example}: {taken:?}", name(auth));
    }
}

/// Pointers and rules of what is wrong.
fn told(error: &DispatchError) -> Vec<(String, Rule)> {
    error.violations().into_iter().map(|found| (found.pointer, found.rule)).collect()
}

fn unknown(error: DispatchError) -> UnknownName {
    match error {
        DispatchError::UnknownSpecId(name)
        | DispatchError::UnknownSpecName(name)
        | DispatchError::UnknownSlug(name) => name,
        other => panic!("{other:?}"),
    }
}

/// The same value with the members of every object turned around.
fn reversed(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let members = members.iter().rev().map(|(key, value)| (key.clone(), reversed(value)));
            Value::Object(members.collect::<Map<_, _>>())
        }
        Value::Array(items) => items.iter().map(reversed).collect(),
        scalar => scalar.clone(),
    }
}

#[test]
fn the_order_of_keys_does_not_matter() {
    for auth in auths::<Source>() {
        let outcome = runner(32).run(&values::params(auth.table), |params| {
            let body = body(auth, &params);
            let slug = auth.source.slug;
            let forward = dispatch_as(slug, body.to_string().as_bytes());
            let backward = dispatch_as(slug, reversed(&body).to_string().as_bytes());
            prop_assert!(forward.is_ok(), "{:?}", forward);
            prop_assert_eq!(forward, backward);
            Ok(())
        });
        outcome.unwrap_or_else(|error| panic!("{}: {error}", name(auth)));
    }
}

#[test]
fn a_body_that_is_said_to_be_of_a_source_has_its_id() {
    let body = salesforce().to_string();
    assert_eq!(dispatch_as("salesforce", body.as_bytes()), dispatch(body.as_bytes()));
    let error = dispatch_as("oracle", body.as_bytes()).unwrap_err();
    assert_eq!(told(&error), [("/connectionSpec/id".into(), Rule::SpecId)]);
    assert!(matches!(dispatch_as("orcale", body.as_bytes()), Err(DispatchError::UnknownSlug(_))));
    let aliased = dispatch_as("sfdc-that-is-none", body.as_bytes());
    assert!(matches!(aliased, Err(DispatchError::UnknownSlug(_))));
}

#[test]
fn white_space_escapes_and_a_byte_order_mark_do_not_matter() {
    let expected = dispatch(salesforce().to_string().as_bytes());
    let pretty = serde_json::to_string_pretty(&salesforce()).unwrap();
    for text in [
        pretty.clone(),
        pretty.replace('\n', "\r\n"),
        format!("\u{feff}{pretty}"),
        pretty.replace("\"name\"", "\"n\\u0061me\""),
        pretty.replace(BASIC, "Basic\\u0020Authentication"),
        pretty.replace("cfc0", "\\u0063fc0"),
    ] {
        assert_eq!(dispatch(text.as_bytes()), expected, "{text}");
    }
}

#[test]
fn params_alone_are_dispatched_by_id_or_slug() {
    let params = salesforce()["auth"]["params"].to_string();
    let by_id = dispatch_params(SALESFORCE, Some(BASIC), params.as_bytes()).unwrap();
    let by_slug = dispatch_slug("salesforce", Some(BASIC), params.as_bytes()).unwrap();
    assert_eq!(by_id, by_slug);
    assert_eq!(&by_id, dispatch(salesforce().to_string().as_bytes()).unwrap().auth());
}

#[test]
fn pointers_of_params_alone_start_at_the_params() {
    let error = dispatch_slug("salesforce", Some(BASIC), br#"{"username": 1, "pasword": "p"}"#)
        .unwrap_err();
    let told = told(&error);
    assert!(told.contains(&("/username".into(), Rule::Type)), "{told:?}");
    assert!(told.contains(&("/pasword".into(), Rule::Unknown)), "{told:?}");
    assert!(told.contains(&("/password".into(), Rule::Required)), "{told:?}");
}

#[test]
fn an_unknown_id_is_told_with_the_nearest_known_one() {
    let error =
        spoilt(|body| body["connectionSpec"]["id"] = "cfc0fee1-7dc0-40ef-b73e-d8b134c436f6".into());
    let text = error.to_string();
    assert!(text.contains("(`salesforce`)"), "{text}");
    let name = unknown(error);
    assert_eq!(name.nearest.as_deref(), Some(SALESFORCE));
    assert!(name.place.is_some());
    let name =
        unknown(dispatch_params("cfc0fee1-7dc0-40ef-b73e-d8b134c436f6", None, b"{}").unwrap_err());
    assert_eq!((name.nearest.as_deref(), name.place), (Some(SALESFORCE), None));
}

#[test]
fn an_id_shared_by_two_sources_is_offered_with_both() {
    let error = spoilt(|body| {
        body["connectionSpec"]["id"] = "cea1c2a08-b722-11eb-8529-0242ac130003".into()
    });
    let text = error.to_string();
    assert!(text.contains("`pathfactory`, `salesforce-marketing-cloud`"), "{text}");
}

#[test]
fn an_id_that_is_near_to_none_is_not_guessed() {
    let name = unknown(spoilt(|body| body["connectionSpec"]["id"] = "acme".into()));
    assert_eq!(name.nearest, None);
    assert!(name.help.contains("wellhead sources"), "{}", name.help);
}

#[test]
fn the_id_of_a_provider_is_told_to_be_one() {
    let error =
        spoilt(|body| body["connectionSpec"]["id"] = "0ed90a81-07f4-4586-8190-b40eccef1c5a".into());
    assert!(matches!(error, DispatchError::UnknownSpecId(_)));
    assert!(unknown(error).help.contains("provider"));
}

#[test]
fn an_unknown_spec_name_is_told_with_the_nearest_or_with_all() {
    let error = spoilt(|body| body["auth"]["specName"] = "basic-authentication".into());
    assert_eq!(told(&error), [("/auth/specName".into(), Rule::SpecName)]);
    assert_eq!(unknown(error).nearest.as_deref(), Some(BASIC));
    let name = unknown(spoilt(|body| body["auth"]["specName"] = "Kerberos".into()));
    assert_eq!(name.nearest, None);
    for known in [BASIC, "OAuth2 Client Credential", "OAuth2 JWT Token Credential"] {
        assert!(name.help.contains(known), "{}", name.help);
    }
}

#[test]
fn a_spec_name_that_is_needed_is_told_to_be_missing_and_one_too_many_to_be_so() {
    let error = dispatch_slug("salesforce", None, b"{}").unwrap_err().to_string();
    assert!(error.contains("the specName of this source is missing"), "{error}");
    assert!(error.contains(BASIC), "{error}");
    let error = dispatch_slug("chatlio", Some(BASIC), b"{}").unwrap_err().to_string();
    assert!(error.contains("this source has none: leave it out"), "{error}");
}

#[test]
fn of_two_kinds_with_as_much_wrong_that_one_is_meant_whose_constants_are_there() {
    let params = br#"{"authenticationRequired": true, "dataType": "xdm"}"#;
    let error = dispatch_slug("http-api", Some("Streaming Connection"), params).unwrap_err();
    assert_eq!(told(&error), [("/name".into(), Rule::Required)]);
}

#[test]
fn a_spec_name_of_another_source_with_the_same_id_is_that_source() {
    let text = |spec_name: &str| {
        json!({
            "name": "Acme",
            "auth": {"specName": spec_name, "params": {"host": "h", "clientId": "c", "clientSecret": "s"}},
            "connectionSpec": {"id": "ea1c2a08-b722-11eb-8529-0242ac130003", "version": "1.0"},
        })
        .to_string()
    };
    let slug = |spec_name| dispatch(text(spec_name).as_bytes()).unwrap().auth().slug();
    assert_eq!(slug(BASIC), "pathfactory");
    assert_eq!(slug("Client-Id-Secret Based Authentication"), "salesforce-marketing-cloud");
}

#[test]
fn an_unknown_slug_is_told_with_the_nearest() {
    let error = dispatch_slug("sales-force", Some(BASIC), b"{}").unwrap_err();
    assert!(matches!(error, DispatchError::UnknownSlug(_)));
    assert_eq!(unknown(error).nearest.as_deref(), Some("salesforce"));
    assert_eq!(unknown(dispatch_slug("kafka", None, b"{}").unwrap_err()).nearest, None);
}

#[test]
fn a_name_nearest_to_the_unknown_one_comes_with_what_else_is_wrong() {
    let error = spoilt(|body| {
        body["auth"]["specName"] = "Basic".into();
        body["nam"] = "x".into();
        body["connectionSpec"]["version"] = "9".into();
    });
    let told = told(&error);
    assert!(told.contains(&("/auth/specName".into(), Rule::SpecName)), "{told:?}");
    assert!(told.contains(&("/nam".into(), Rule::Unknown)), "{told:?}");
}

#[test]
fn everything_wrong_is_told_in_one_go_with_its_place() {
    let body = r#"{
  "nmae": "CRM",
  "name": 7,
  "auth": {
    "specName": "OAuth2 Client Credential",
    "params": {
      "environmentUrl": "acme.my.salesforce.com",
      "clientid": "c",
      "clientSecret": null,
      "clientSecret": "s",
      "apiVersion": "v60",
      "includeDeletedObjects": "true"
    }
  },
  "connectionSpec": {"id": "cfc0fee1-7dc0-40ef-b73e-d8b134c436f5", "version": "2.0"}
}"#;
    let Err(DispatchError::Invalid(violations)) = dispatch(body.as_bytes()) else {
        panic!("it is invalid")
    };
    let found: Vec<_> = violations
        .iter()
        .map(|found| {
            let Place { line, column } = found.place.expect("a place");
            (line, column, found.pointer.as_str(), found.rule)
        })
        .collect();
    assert_eq!(
        found,
        [
            (2, 3, "/nmae", Rule::Unknown),
            (3, 11, "/name", Rule::Type),
            (6, 15, "/auth/params/clientId", Rule::Required),
            (7, 25, "/auth/params/environmentUrl", Rule::Format),
            (8, 7, "/auth/params/clientid", Rule::Unknown),
            (9, 23, "/auth/params/clientSecret", Rule::Type),
            (10, 7, "/auth/params/clientSecret", Rule::Duplicate),
            (11, 21, "/auth/params/apiVersion", Rule::Pattern),
            (12, 32, "/auth/params/includeDeletedObjects", Rule::Type),
            (15, 79, "/connectionSpec/version", Rule::Version),
        ]
    );
    let help = |pointer: &str| {
        let found = violations.iter().find(|found| found.pointer == pointer);
        found.and_then(|found| found.help.clone()).expect("help")
    };
    assert_eq!(help("/nmae"), "did you mean `name`?");
    assert_eq!(help("/auth/params/clientid"), "did you mean `clientId`?");
    assert_eq!(help("/auth/params/clientId"), "add `\"clientId\"`");
    assert_eq!(help("/auth/params/includeDeletedObjects"), "write it without quotes");
    let shown = violations.to_string();
    assert_eq!(shown.lines().count(), violations.iter().count());
    assert!(
        shown.starts_with("2:3 /nmae: is not known here [unknown]; did you mean `name`?"),
        "{shown}"
    );
}

#[test]
fn a_value_that_is_not_listed_is_told_with_the_list_and_the_nearest() {
    let params = br#"{"server": "s", "port": "1521", "database": "d", "username": "u", "password": "p", "schema": "S", "sslMode": "True"}"#;
    let error = dispatch_slug("oracle", Some(BASIC), params).unwrap_err();
    let found: Vec<Violation> = error.violations();
    assert_eq!(found.len(), 1, "{error}");
    assert_eq!((found[0].pointer.as_str(), found[0].rule), ("/sslMode", Rule::Enum));
    assert_eq!(found[0].message, "is not one of `true`, `false`");
    assert_eq!(found[0].help, Some("did you mean `true`?".into()));
}

#[test]
fn what_is_missing_around_the_params_is_told() {
    type Spoil = fn(&mut Value);
    let cases: [(Spoil, &[(&str, Rule)]); 12] = [
        (|body| drop(remove(body, "name")), &[("/name", Rule::Required)]),
        (|body| body["name"] = "".into(), &[("/name", Rule::MinLength)]),
        (|body| body["name"] = "  ".into(), &[("/name", Rule::MinLength)]),
        (|body| drop(remove(body, "connectionSpec")), &[("/connectionSpec", Rule::Required)]),
        (
            |body| drop(remove(&mut body["connectionSpec"], "id")),
            &[("/connectionSpec/id", Rule::Required)],
        ),
        (
            |body| drop(remove(&mut body["connectionSpec"], "version")),
            &[("/connectionSpec/version", Rule::Required)],
        ),
        (
            |body| body["connectionSpec"]["version"] = 1.into(),
            &[("/connectionSpec/version", Rule::Type)],
        ),
        (|body| body["connectionSpec"] = SALESFORCE.into(), &[("/connectionSpec", Rule::Type)]),
        (|body| drop(remove(body, "auth")), &[("/auth", Rule::Required)]),
        (|body| drop(remove(&mut body["auth"], "specName")), &[("/auth/specName", Rule::Required)]),
        (|body| drop(remove(&mut body["auth"], "params")), &[("/auth/params", Rule::Required)]),
        (|body| body["auth"]["params"] = json!(["p"]), &[("/auth/params", Rule::Type)]),
    ];
    for (at, (spoil, expected)) in cases.into_iter().enumerate() {
        let told = told(&spoilt(spoil));
        for (pointer, rule) in expected {
            assert!(told.contains(&((*pointer).to_owned(), *rule)), "case {at}: {told:?}");
        }
        assert_eq!(told.len(), expected.len(), "case {at}: {told:?}");
    }
}

fn remove(value: &mut Value, key: &str) -> Option<Value> {
    value.as_object_mut().and_then(|members| members.shift_remove(key))
}

#[test]
fn a_body_that_is_no_json_is_told_at_its_cause() {
    for (text, problem, line, column) in [
        (&b""[..], Problem::UnexpectedEnd, 1, 1),
        (b"name=acme", Problem::BareWord, 1, 1),
        (b"{\"name\": \"a\"\n \"auth\": {}}", Problem::MissingComma, 1, 13),
        (b"{\"auth\": {\"params\": {\"a\": [1, 2}}}", Problem::Mismatched, 1, 32),
        (b"{\"auth\": {\"params\": {\"password\": \"p\n\"}}}", Problem::UnclosedString, 1, 34),
        (b"{} {}", Problem::TrailingText, 1, 4),
        (b"{\"name\": \"\xff\"}", Problem::NotUtf8, 1, 11),
        (b"\xff\xfe{\0}\0", Problem::NotUtf8, 1, 1),
        (b"\xef\xbb\xbf{\"name\" 1}", Problem::MissingColon, 1, 2),
    ] {
        let shown = String::from_utf8_lossy(text);
        match dispatch(text).expect_err("no JSON") {
            DispatchError::NotJson(error) => {
                assert_eq!(
                    (error.problem, error.place),
                    (problem, Place { line, column }),
                    "{shown}"
                );
            }
            other => panic!("{shown}: {other:?}"),
        }
    }
}

#[test]
fn json_that_is_no_object_is_refused() {
    for text in ["null", "[]", "1", "\"{}\"", "true"] {
        let error = dispatch(text.as_bytes()).expect_err(text);
        assert!(matches!(error, DispatchError::Invalid(_)), "{text}: {error:?}");
    }
    assert_eq!(
        told(&dispatch(b"{}").unwrap_err()),
        [("/name".into(), Rule::Required), ("/connectionSpec".into(), Rule::Required)]
    );
}

#[test]
fn deep_nesting_is_refused_wherever_it_stands() {
    let deep = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    let at = |pointer: &str, text: &str| {
        let mut body = salesforce();
        *body.pointer_mut(pointer).expect("a place") = "DEEP".into();
        dispatch(body.to_string().replace("\"DEEP\"", text).as_bytes()).expect_err("deep")
    };
    for pointer in [
        "/name",
        "/auth",
        "/auth/params",
        "/auth/params/password",
        "/connectionSpec",
        "/connectionSpec/id",
    ] {
        let error = at(pointer, &deep(100_000));
        assert!(
            matches!(&error, DispatchError::NotJson(error) if error.problem == Problem::TooDeep),
            "{pointer}: {error:?}"
        );
        assert!(matches!(at(pointer, &deep(50)), DispatchError::Invalid(_)), "{pointer}");
    }
    let params = format!(
        r#"{{"requestParameterOverride": {{"a": {}}}, "host": "h", "accessToken": "t"}}"#,
        deep(100_000)
    );
    let error =
        dispatch_slug("generic-rest", Some("oAuth2RefreshCode"), params.as_bytes()).unwrap_err();
    assert!(
        matches!(&error, DispatchError::NotJson(error) if error.problem == Problem::TooDeep),
        "{error:?}"
    );
}

#[test]
fn a_megabyte_of_anything_is_answered() {
    let large = "x".repeat(1 << 20);
    for text in [
        large.clone(),
        format!("{{\"name\": \"{large}\"}}"),
        format!("{{\"{large}\": 1}}"),
        "{\"a\":1,".repeat(1 << 17),
        "[".repeat(1 << 20),
        "\u{0}".repeat(1 << 20),
        salesforce()
            .to_string()
            .replace("\"p\"", &format!("\"{large}\""))
            .replace(SALESFORCE, &large),
        salesforce().to_string().replace(BASIC, &large),
    ] {
        let error = dispatch(text.as_bytes()).expect_err("garbage");
        assert!(error.to_string().len() < 2000, "an error is no copy of the text");
    }
    let long = salesforce().to_string().replace("\"p\"", &format!("\"{large}\""));
    assert!(dispatch(long.as_bytes()).is_ok(), "a long password is a password");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_answered_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
        prop_assert!(dispatch(&bytes).is_err());
    }

    #[test]
    fn a_sound_body_with_a_slip_is_answered_without_a_panic(at in any::<prop::sample::Index>(), piece in "[{}\\[\\],:\"a0\\\\ \n]{0,3}", length in 0_usize..4) {
        let text = salesforce().to_string();
        let at = at.index(text.len());
        let end = (at + length).min(text.len());
        let spoilt = format!("{}{piece}{}", &text[..at], &text[end..]);
        if let Err(error) = dispatch(spoilt.as_bytes()) {
            prop_assert!(!error.to_string().is_empty());
            prop_assert!(!error.violations().is_empty());
        }
    }
}

/// A body for the twins, which have id and specName in common.
fn twin(more: &Value) -> String {
    let mut params = json!({"host": "h", "apiKey": "k"});
    for (key, value) in more.as_object().expect("an object") {
        params[key] = value.clone();
    }
    json!({
        "name": "Twin",
        "auth": {"specName": "API Key", "params": params},
        "connectionSpec": {"id": "6ba7b812-9dad-11d1-80b4-00c04fd430c8", "version": "1.0"},
    })
    .to_string()
}

#[test]
fn params_that_fit_two_sources_are_ambiguous_and_both_are_named() {
    let error =
        wellhead_runtime::dispatch::<small::Source>(twin(&json!({})).as_bytes()).unwrap_err();
    let candidate = |slug| Candidate { slug, spec_name: Some("API Key") };
    assert_eq!(error, DispatchError::Ambiguous(vec![candidate("twin-one"), candidate("twin-two")]));
    let text = error.to_string();
    assert!(text.contains("`twin-one`, `twin-two`") && text.contains("by slug"), "{text}");
    assert_eq!(told(&error), [("/auth/params".into(), Rule::Ambiguous)]);
}

#[test]
fn params_that_fit_one_of_two_sources_are_that_one() {
    for (key, slug) in [("one", "twin-one"), ("two", "twin-two")] {
        let text = twin(&json!({key: "x"}));
        let request = wellhead_runtime::dispatch::<small::Source>(text.as_bytes()).unwrap();
        assert_eq!(request.auth().slug(), slug);
    }
}

#[test]
fn params_that_fit_neither_of_two_sources_are_told_by_the_nearest() {
    let text = twin(&json!({"two": "x", "apiKey": 1}));
    let error = wellhead_runtime::dispatch::<small::Source>(text.as_bytes()).unwrap_err();
    let told = told(&error);
    assert_eq!(told, [("/auth/params/apiKey".into(), Rule::Type)]);
}

#[test]
fn a_slug_tells_twins_apart() {
    for slug in ["twin-one", "twin-two"] {
        let params = br#"{"host": "h", "apiKey": "k"}"#;
        let auth: small::Source =
            wellhead_runtime::dispatch_slug(slug, Some("API Key"), params).unwrap();
        assert_eq!(auth.slug(), slug);
        assert_eq!(rivals::<small::Source>(wellhead::Auth::descriptor(&auth)).len(), 1);
    }
}

#[test]
fn an_alias_is_as_good_as_a_slug() {
    let read =
        |slug| wellhead_runtime::dispatch_slug::<small::Source>(slug, Some("Optional"), b"{}");
    assert_eq!(read("acme-forms"), read("shapes"));
    assert!(read("acme-forms").is_ok());
}

#[test]
fn a_source_without_auth_specs_takes_no_auth() {
    let read =
        |body: &Value| wellhead_runtime::dispatch::<small::Source>(body.to_string().as_bytes());
    let mut body = json!({
        "name": "Hook",
        "connectionSpec": {"id": "6ba7b811-9dad-11d1-80b4-00c04fd430c8", "version": "2.1"},
    });
    let request = read(&body).unwrap();
    assert_eq!((request.auth().slug(), request.auth().spec_name()), ("webhook", None));
    assert!(wellhead_runtime::dispatch_slug::<small::Source>("webhook", None, b"{}").is_ok());
    body["auth"] = json!({"specName": BASIC, "params": {}});
    assert_eq!(told(&read(&body).unwrap_err()), [("/auth".into(), Rule::Unknown)]);
}
