//! Free JSON and `serde`, for who turns the features on: values become those of `serde_json` and come back.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod support;

use proptest::prelude::*;
use serde_json::{Value, json};
use support::values::any_json;
use wellhead::{ConnectionRequest, Json, json::Object};

proptest! {
    #[test]
    fn any_value_becomes_one_of_serde_json_and_comes_back(value in any_json()) {
        let ours = Json::from(value.clone());
        prop_assert_eq!(&ours, &value);
        prop_assert_eq!(ours.to_string(), value.to_string().parse::<Json>().unwrap().to_string());
        prop_assert_eq!(&Value::from(ours.clone()), &value);
        prop_assert_eq!(&serde_json::to_value(&ours).unwrap(), &value);
        prop_assert_eq!(&serde_json::from_value::<Json>(value.clone()).unwrap(), &ours);
        prop_assert_eq!(serde_json::from_str::<Json>(&value.to_string()).unwrap(), ours);
    }
}

#[test]
fn a_number_that_serde_json_has_no_room_for_becomes_the_nearest() {
    for (spelling, nearest) in [
        ("1e400", json!(f64::MAX)),
        ("-1e400", json!(f64::MIN)),
        ("18446744073709551616", json!(18_446_744_073_709_551_616.0)),
    ] {
        let number: Json = spelling.parse().unwrap();
        assert_eq!(Value::from(number), nearest, "{spelling}");
    }
}

#[test]
fn an_object_keeps_its_order_there_and_back() {
    let text = r#"{"b":1,"a":{"d":2,"c":3}}"#;
    let ours: Json = text.parse().unwrap();
    assert_eq!(Value::from(ours.clone()).to_string(), text);
    assert_eq!(serde_json::to_string(&ours).unwrap(), text);
    assert_eq!(Json::from(Value::from(ours)).to_string(), text);
}

#[test]
fn a_param_that_may_be_anything_takes_both() {
    let given = json!({"page": {"size": 50}});
    let request = |json: Json| {
        let auth = wellhead::generic_rest::BasicAuthentication::builder()
            .host("https://api.acme.example")
            .username("reader")
            .password("not shown")
            .build();
        ConnectionRequest::new("REST", auth).with_unlisted("/override", json)
    };
    let page = Object::from([("page", [("size", 50)])]);
    let (one, other) = (request(given.into()), request(page.into()));
    assert_eq!(*one.to_json(), *other.to_json());
    assert_eq!(serde_json::to_string(&one).unwrap(), *one.to_json());
}

#[test]
fn what_no_reader_would_take_is_told_before_it_is_sent() {
    let nested: Json = format!("{}{}", "[".repeat(120), "]".repeat(120)).parse().unwrap();
    let deep = Json::from([("a", (0..20).fold(nested, |inner, _| Json::Array(vec![inner])))]);
    for (value, place, message) in [
        ("{\"a\": [0, 1e999]}".parse().unwrap(), "/a/1", "is too large"),
        (deep, "/a", "nested too deep"),
        ("[1]".parse().unwrap(), "", "expected an object, found an array"),
    ] {
        let auth = wellhead::generic_rest::OAuth2RefreshCode::builder()
            .host("https://api.acme.example")
            .authorization_test_url("https://api.acme.example/test")
            .access_token("not shown")
            .request_parameter_override(value)
            .build();
        let violations = ConnectionRequest::new("REST", auth).validate().unwrap_err();
        let told: Vec<_> =
            violations.iter().map(|one| (&one.pointer, one.message.to_string())).collect();
        let [(pointer, told)] = &*told else { unreachable!("{told:?}") };
        assert_eq!(told, message);
        assert!(
            pointer.starts_with(&format!("/auth/params/requestParameterOverride{place}")),
            "{pointer}"
        );
    }
}
