//! The escape hatch: what a spec does not list yet is sent deliberately, in its place and order, named in a warning, and
//! shown nowhere.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod support;

use std::collections::HashSet;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use serde_json::{Map, Value, json};
use support::json::body;
use support::{Catalog, auths, name, runner, small, values};
use wellhead::json::Place;
use wellhead::sources::generic_rest::BasicAuthentication;
use wellhead::sources::http_api::{NonAuthenticatedConnection, non_authenticated_connection};
use wellhead::{Auth, ConnectionRequest, Json, Rule, Shape, Source, Table, Violation};
use wellhead_runtime::{DispatchError, dispatch, dispatch_unlisted};

/// What must be seen nowhere.
const PLANTED: &str = "Hunter2Hunter2";

fn rest() -> ConnectionRequest<BasicAuthentication> {
    let auth = BasicAuthentication::builder()
        .host("https://api.acme.example")
        .username("reader")
        .password("p")
        .build();
    ConnectionRequest::new("REST", auth)
}

/// The body of a REST connection, with more members in its params.
fn rest_body(more: &str) -> String {
    format!(
        r#"{{"name":"REST","auth":{{"specName":"Basic Authentication","params":{{"host":"https://api.acme.example","username":"reader","password":"p"{more}}}}},
"connectionSpec":{{"id":"{}","version":"1.0"}}}}"#,
        wellhead::sources::generic_rest::SOURCE.id
    )
}

fn params(request: &ConnectionRequest<impl Auth>) -> Value {
    let json: Value = serde_json::from_str(&request.to_json()).expect("JSON");
    assert_eq!(serde_json::to_value(request).expect("JSON"), json);
    let params = serde_json::from_str::<Value>(&request.params_to_json()).expect("JSON");
    assert_eq!(json["auth"]["params"], params);
    params
}

fn names(params: &Value) -> Vec<&str> {
    params.as_object().expect("an object").keys().map(String::as_str).collect()
}

/// Pointers and rules.
fn told<'v>(found: impl IntoIterator<Item = &'v Violation>) -> Vec<(String, Rule)> {
    found.into_iter().map(|one| (one.pointer.clone(), one.rule)).collect()
}

fn wrong(request: &ConnectionRequest<impl Auth>) -> Vec<(String, Rule)> {
    request.validate().map_or_else(|found| told(&found), |()| Vec::new())
}

#[test]
fn extra_params_follow_the_listed_ones_in_the_order_given() {
    let request = rest().with_unlisted("/zone", "eu").with_unlisted("/alpha", json!([1, null]));
    assert_eq!(names(&params(&request)), ["host", "username", "password", "zone", "alpha"]);
    assert_eq!(request.validate(), Ok(()));
    let pointers: Vec<&str> = request.unlisted().map(|(pointer, _)| pointer).collect();
    assert_eq!(pointers, ["/zone", "/alpha"]);
    let expected = ["/auth/params/zone", "/auth/params/alpha"].map(|at| (at.into(), Rule::Unknown));
    assert_eq!(told(&request.warnings()), expected);
}

#[test]
fn what_is_listed_is_replaced_in_its_place_and_no_longer_judged() {
    let request = rest().with_unlisted("/host", 7);
    assert_eq!(params(&request).to_string(), r#"{"host":7,"username":"reader","password":"p"}"#);
    assert_eq!(wrong(&request), []);
    assert_eq!(told(&request.warnings()), [("/auth/params/host".into(), Rule::Type)]);
}

#[test]
fn everything_else_is_judged_as_before() {
    let mut request = rest().with_unlisted("/zone", "eu");
    request.auth_mut().username = String::new();
    assert_eq!(wrong(&request), [("/auth/params/username".into(), Rule::MinLength)]);
}

#[test]
fn what_the_spec_lists_by_now_draws_no_warning() {
    assert_eq!(rest().with_unlisted("/host", "https://other.acme.example").warnings(), []);
}

#[test]
fn later_pointers_may_lead_into_earlier_values() {
    let request = rest()
        .with_unlisted("/proxy", json!({"hosts": []}))
        .with_unlisted("/proxy/hosts/-", "one")
        .with_unlisted("/proxy/hosts/1", "two")
        .with_unlisted("/proxy/a~1b~0", true);
    assert_eq!(params(&request)["proxy"], json!({"hosts": ["one", "two"], "a/b~": true}));
}

#[test]
fn a_pointer_that_leads_nowhere_is_told_with_a_way_out_and_left_out() {
    let tried = [
        ("", "write it like"),
        ("zone", "write it like"),
        ("/host/name", "replace that value"),
        ("/proxy/host", "set what it stands in"),
        ("/list/2", "the next element is 1"),
        ("/list/one", "write the element's number"),
        ("/list/01", "write the element's number"),
    ];
    for (pointer, help) in tried {
        let request = rest().with_unlisted("/list", json!([0])).with_unlisted(pointer, "x");
        let found = request.validate().expect_err(pointer);
        let only = found.iter().next().expect("a violation");
        assert_eq!((found.iter().count(), only.rule), (1, Rule::Pointer), "{found}");
        assert!(only.help.as_ref().is_some_and(|told| told.to_string().contains(help)), "{found}");
        assert_eq!(names(&params(&request)), ["host", "username", "password", "list"]);
        assert_eq!(request.to_masked_json()["auth"]["params"]["list"], "[secret]");
    }
}

#[test]
fn what_nests_deeper_than_a_body_may_is_told_and_left_out() {
    let nested = |levels: usize| -> Json {
        format!("{}{}", "[".repeat(levels), "]".repeat(levels)).parse().unwrap()
    };
    // A param stands in three objects: the body, `auth` and `params`.
    let deepest = rest().with_unlisted("/deep", nested(125));
    assert_eq!(wrong(&deepest), []);
    assert!(dispatch_unlisted::<Source>(None, deepest.to_json().as_bytes()).is_ok());
    let deeper = [nested(126), nested(128), Json::Array(vec![nested(128)])];
    for value in deeper {
        let request = rest().with_unlisted("/deep", value);
        assert_eq!(wrong(&request), [("/auth/params/deep".to_owned(), Rule::Syntax)]);
        assert_eq!(names(&params(&request)), ["host", "username", "password"]);
    }
}

#[test]
fn a_source_without_params_takes_none() {
    let request = ConnectionRequest::new(
        "Hook",
        small::Source::from(small::sources::webhook::NoAuth::builder().build()),
    );
    assert_eq!(request.validate(), Ok(()));
    let request = request.with_unlisted("/zone", 1);
    assert_eq!(wrong(&request), [("/auth/params".into(), Rule::Pointer)]);
}

#[test]
fn requests_are_equal_only_with_the_same_unlisted_params() {
    assert_eq!(rest().with_unlisted("/zone", 1), rest().with_unlisted("/zone", 1));
    assert_ne!(rest().with_unlisted("/zone", 1), rest().with_unlisted("/zone", 2));
    assert_ne!(rest().with_unlisted("/zone", 1), rest());
    let two = |one: (&str, i32), other: (&str, i32)| {
        rest().with_unlisted(one.0, one.1).with_unlisted(other.0, other.1)
    };
    assert_eq!(two(("/a", 1), ("/b", 2)), two(("/b", 2), ("/a", 1)));
    assert_eq!(two(("/a", 1), ("/a", 2)), rest().with_unlisted("/a", 2));
    assert_ne!(two(("/a", 1), ("/a", 2)), two(("/a", 2), ("/a", 1)));
}

#[test]
fn unlisted_params_go_with_the_request_to_another_type() {
    let request = rest().with_unlisted("/zone", 1).map_auth(Source::from);
    assert_eq!(params(&request)["zone"], 1);
}

#[test]
fn a_body_is_read_with_its_extra_params_each_named_with_its_place() {
    let body = rest_body(r#","zone":{"name":"eu"},"usernam":"x""#);
    let strict = dispatch::<Source>(body.as_bytes()).expect_err("it is not listed");
    let request = dispatch_unlisted::<Source>(None, body.as_bytes()).expect("it is let through");
    assert_eq!(request.validate(), Ok(()));
    assert_eq!(request.warnings(), strict.violations());
    assert_eq!(request.warnings()[0].place.map(|place| place.line), Some(1));
    assert_eq!(names(&params(&request)), ["host", "username", "password", "zone", "usernam"]);
    assert_eq!(request.warnings()[1].help, Some("did you mean `username`?".into()));
    let by_slug = dispatch_unlisted::<Source>(Some("generic-rest"), body.as_bytes());
    assert_eq!(by_slug, Ok(request));
}

#[test]
fn everything_else_in_a_body_stays_an_error() {
    let refused = |body: String| {
        let error = dispatch_unlisted::<Source>(None, body.as_bytes()).expect_err("an error");
        told(&error.violations())
    };
    let twice = rest_body(r#","zone":1,"zone":2"#);
    assert_eq!(refused(twice), [("/auth/params/zone".into(), Rule::Duplicate)]);
    let typed = rest_body(r#","zone":1"#).replace(r#""reader""#, "7");
    assert_eq!(refused(typed), [("/auth/params/username".into(), Rule::Type)]);
    let missing = rest_body(r#","zone":1"#).replace(r#","password":"p""#, "");
    assert_eq!(refused(missing), [("/auth/params/password".into(), Rule::Required)]);
    let around = rest_body("").replace(r#"{"name":"REST""#, r#"{"zone":1,"name":"REST""#);
    assert_eq!(refused(around), [("/zone".into(), Rule::Unknown)]);
    let slug = dispatch_unlisted::<Source>(Some("no-such"), rest_body("").as_bytes());
    assert!(matches!(slug, Err(DispatchError::UnknownSlug(_))), "{slug:?}");
}

#[test]
fn an_unlisted_value_of_an_enum_is_a_variant_that_is_sent_and_named_and_not_shown() {
    use non_authenticated_connection::DataType;
    let auth = NonAuthenticatedConnection::builder()
        .source_id("acme")
        .data_type(DataType::Unlisted(PLANTED.into()))
        .name("acme")
        .build();
    let request = ConnectionRequest::new("Events", Source::from(auth));
    assert_eq!(request.validate(), Ok(()));
    assert_eq!(params(&request)["dataType"], PLANTED);
    assert_eq!(told(&request.warnings()), [("/auth/params/dataType".into(), Rule::Enum)]);
    assert!(!shown(&request).contains(PLANTED), "{}", shown(&request));

    let body = request.to_json();
    dispatch::<Source>(body.as_bytes()).expect_err("it is not listed");
    let again = dispatch_unlisted::<Source>(None, body.as_bytes()).expect("it is let through");
    assert_eq!((&again, again.to_json()), (&request, body));
    assert_eq!(again.warnings()[0].place.map(|place: Place| place.line), Some(1));
    assert_eq!(again.unlisted().count(), 0);
}

#[test]
fn a_value_of_an_enum_equals_itself_alone_and_shows_as_it_is_sent() {
    use non_authenticated_connection::DataType;
    let values = [
        DataType::Xdm,
        DataType::Raw,
        DataType::Unlisted("raw".into()),
        DataType::Unlisted(PLANTED.into()),
    ];
    let shown = values.each_ref().map(|value| format!("{value:?}"));
    assert_eq!(shown, [r#""xdm""#, r#""raw""#, "[secret]", "[secret]"]);
    for (at, value) in values.iter().enumerate() {
        let same: Vec<usize> = (0..values.len()).filter(|other| values[*other] == *value).collect();
        assert_eq!(same, [at], "{value:?}");
        assert!(HashSet::from([value.clone()]).contains(value), "{value:?}");
    }
    assert_eq!(HashSet::from(values).len(), 4);
}

/// Everything that is ever shown of a request.
fn shown(request: &ConnectionRequest<impl Auth>) -> String {
    let verdict = request.validate();
    let text = verdict.as_ref().map_or_else(ToString::to_string, |()| String::new());
    let warnings = request.warnings();
    let told: Vec<String> = warnings.iter().map(ToString::to_string).collect();
    let masked = request.to_masked_json();
    format!("{request:?}{request:#?}{masked}{verdict:?}{text}{warnings:?}{}", told.join("\n"))
}

/// Any JSON, with the planted text in it.
fn planted() -> BoxedStrategy<Value> {
    let leaf = prop_oneof![
        Just(json!(PLANTED)),
        any::<i64>().prop_map(Value::from),
        any::<bool>().prop_map(Value::from),
        Just(Value::Null),
    ];
    let nested = leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..3).prop_map(Value::from),
            vec(("\\PC{0,4}", inner), 0..3)
                .prop_map(|members| Value::Object(members.into_iter().collect::<Map<_, _>>())),
        ]
    });
    nested.boxed()
}

/// The pointers of the objects in `value` that know their members, `value` itself first.
fn objects(value: &Value, table: &Table, pointer: &str, found: &mut Vec<String>) {
    if table.additional.is_none() {
        found.push(pointer.to_owned());
    }
    for field in table.fields {
        let pointer = format!("{pointer}/{}", field.name.replace('~', "~0").replace('/', "~1"));
        match (&field.shape, &value[field.name]) {
            (Shape::Object(inner), value) if value.is_object() => {
                objects(value, inner, &pointer, found);
            }
            (Shape::List(rules), Value::Array(items)) => {
                let Shape::Object(inner) = &rules.items else { continue };
                let items = items.iter().enumerate();
                items.for_each(|(at, item)| {
                    objects(item, inner, &format!("{pointer}/{at}"), found);
                });
            }
            _ => {}
        }
    }
}

/// Random extra params at random objects of sound params: one run of the property.
fn trips<S: Catalog>(
    auth: &'static wellhead::AuthDescriptor,
    sound: &Value,
    extras: &[(prop::sample::Index, Value)],
) -> Result<(), TestCaseError> {
    let mut places = Vec::new();
    objects(sound, auth.table, "", &mut places);
    prop_assume!(!places.is_empty());
    let mut whole = sound.clone();
    let mut request = typed::<S>(auth, sound)?;
    for (number, (at, value)) in extras.iter().enumerate() {
        let place = at.get(&places);
        let key = format!("un/listed~{number}");
        let object = whole.pointer_mut(place).and_then(Value::as_object_mut).expect("an object");
        object.insert(key.clone(), value.clone());
        request = request.with_unlisted(format!("{place}/un~1listed~0{number}"), value.clone());
    }
    let sent = params(&request);
    // Nothing is lost and nothing else is changed, order included where JSON has one.
    prop_assert_eq!(&sent, &whole);
    let order = |params: &Value| -> Vec<String> {
        let all = names(params).into_iter().filter(|name| name.starts_with("un/listed"));
        all.map(str::to_owned).collect()
    };
    prop_assert_eq!(order(&sent), order(&whole));
    prop_assert!(!shown(&request).contains(PLANTED), "{}", shown(&request));

    let text = body(auth, &whole).to_string();
    match dispatch_unlisted::<S>(Some(auth.source.slug), text.as_bytes()) {
        Ok(read) => {
            prop_assert_eq!(params(&read), whole.clone());
            prop_assert_eq!(order(&params(&read)), order(&whole));
            prop_assert_eq!(read.validate(), Ok(()));
            prop_assert!(!shown(&read).contains(PLANTED), "{}", shown(&read));
            let again = dispatch_unlisted::<S>(Some(auth.source.slug), read.to_json().as_bytes());
            prop_assert_eq!(again.map_err(|error| error.violations()), Ok(read));
        }
        // A schema of the object as a whole may refuse it.
        Err(error) => {
            let told = format!("{error:?} {error}");
            prop_assert!(!told.contains(PLANTED));
            let is_whole = |found: &Violation| {
                places.iter().any(|at| found.pointer == format!("/auth/params{at}"))
            };
            prop_assert!(error.violations().iter().all(is_whole), "{}", error);
            prop_assert!(request.validate().is_err());
        }
    }
    Ok(())
}

fn typed<S: Catalog>(
    auth: &'static wellhead::AuthDescriptor,
    params: &Value,
) -> Result<ConnectionRequest<S>, TestCaseError> {
    let text = params.to_string();
    let typed = wellhead_runtime::dispatch_slug(auth.source.slug, auth.spec_name, text.as_bytes());
    let typed = typed.map_err(|error: DispatchError| TestCaseError::fail(error.to_string()))?;
    Ok(ConnectionRequest::new("Acme", typed))
}

fn every_auth_spec_of<S: Catalog>() {
    for auth in auths::<S>().into_iter().filter(|auth| auth.spec_name.is_some()) {
        // Which of several a value is, its members may tell.
        let extras = vec((any::<prop::sample::Index>(), planted()), 1..4);
        let strategy = (values::params(auth.table), extras);
        let outcome =
            runner(16).run(&strategy, |(sound, extras)| trips::<S>(auth, &sound, &extras));
        outcome.unwrap_or_else(|error| panic!("{}: {error}", name(auth)));
    }
}

#[test]
fn any_extra_params_of_the_catalog_keep_their_order_and_change_nothing_else() {
    every_auth_spec_of::<Source>();
}

#[test]
fn any_extra_params_of_every_shape_keep_their_order_and_change_nothing_else() {
    every_auth_spec_of::<small::Source>();
}

/// The members of closed objects that are enums: of strings, or by a schema beside the shape.
fn enums(table: &'static Table) -> Vec<(&'static str, Value)> {
    let is_choice = |shape: &Shape| match shape {
        Shape::Nullable(inner) => matches!(inner, Shape::Choice(_)),
        shape => matches!(shape, Shape::Choice(_)),
    };
    let listed = table.fields.iter().filter(|field| is_choice(&field.shape));
    let texts = listed.map(|field| (field.name, json!(PLANTED)));
    let numbers = table.fields.iter().filter(|field| matches!(field.shape, Shape::Integer(_)));
    let is_enum = |field: &&wellhead::Field| {
        let schema = field.also.iter().flat_map(|also| also.keywords);
        schema.into_iter().any(|keyword| format!("{keyword:?}").contains("Enum"))
    };
    texts.chain(numbers.filter(is_enum).map(|field| (field.name, json!(47)))).collect()
}

/// Every enum of a catalog with a value that is not listed; how many there are.
fn every_enum_of<S: Catalog>() -> usize {
    let mut tried = 0;
    for auth in auths::<S>() {
        let tree = values::params(auth.table).new_tree(&mut support::fixed_runner());
        let sound = tree.expect("params").current();
        for (member, value) in enums(auth.table) {
            let mut whole = sound.clone();
            whole[member] = value;
            let text = body(auth, &whole).to_string();
            let slug = auth.source.slug;
            let strict = wellhead_runtime::dispatch_as::<S>(slug, text.as_bytes());
            assert!(strict.is_err(), "{} {member}", name(auth));
            let read = dispatch_unlisted::<S>(Some(slug), text.as_bytes());
            let read = read.unwrap_or_else(|error| panic!("{} {member}: {error}", name(auth)));
            assert_eq!(params(&read), whole, "{} {member}", name(auth));
            assert_eq!(read.validate(), Ok(()), "{} {member}", name(auth));
            let pointer = format!("/auth/params/{member}");
            assert_eq!(told(&read.warnings()), [(pointer, Rule::Enum)], "{}", name(auth));
            assert!(read.warnings()[0].place.is_some());
            assert!(!shown(&read).contains(PLANTED), "{}", shown(&read));
            tried += 1;
        }
    }
    tried
}

#[test]
fn an_unlisted_value_of_any_enum_goes_through_and_is_the_only_warning() {
    assert!(every_enum_of::<Source>() > 0);
    assert!(every_enum_of::<small::Source>() > 0);
    let tried = auths::<small::Source>().into_iter().flat_map(|auth| enums(auth.table));
    assert!(tried.into_iter().any(|(_, value)| value.is_number()), "one is an enum of numbers");
}
