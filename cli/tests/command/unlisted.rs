//! `--allow-unlisted`: what a spec does not list yet is let through and named.

use serde_json::{Value, json};

use crate::serve::Serving;
use crate::support::{Place, Ran, assert_has, oracle};

/// A request with a param, and a value, that Oracle's spec does not list.
fn unlisted() -> Value {
    let mut body = oracle("Orders");
    body["auth"]["params"]["sslMode"] = "p-47-not-shown".into();
    body["auth"]["params"]["wallet"] = json!({"key": "p-48-not-shown"});
    body
}

fn place() -> Place {
    let place = Place::new();
    place.write("orders.json", &format!("{:#}", unlisted()));
    place
}

/// What stands on standard error for both, each with its place.
const NAMED: [&str; 3] = [
    "warning: orders.json:12:18: `/auth/params/sslMode` is not one of",
    "warning: orders.json:13:7: `/auth/params/wallet` is not known here, and sent as it is [unknown]",
    "and sent as it is [enum]",
];

fn assert_shows_no_secret(ran: &Ran) {
    for planted in ["p-47-not-shown", "p-48-not-shown"] {
        assert!(!ran.out.contains(planted) && !ran.err.contains(planted), "{ran:#?}");
    }
}

#[test]
fn check_lets_it_through_when_told_to_and_names_it() {
    let place = place();
    place.run(&["check", "orders.json"]).exits_with(1);
    let ran = place.run(&["check", "--allow-unlisted", "orders.json"]).exits_with(0);
    assert_eq!(ran.out, "orders.json: ok (oracle, Basic Authentication)\n");
    assert_has(&ran.err, &NAMED);
    assert_shows_no_secret(&ran);
}

#[test]
fn check_names_it_for_tools_with_pointer_and_place() {
    let found = place().run(&["check", "--allow-unlisted", "--json", "orders.json"]);
    let found = found.exits_with(0).json();
    let one = &found[1];
    assert_eq!((&one["severity"], &one["code"]), (&"warning".into(), &"unknown".into()));
    assert_eq!((&one["pointer"], &one["line"]), (&"/auth/params/wallet".into(), &13.into()));
}

#[test]
fn everything_else_stays_an_error() {
    let place = Place::new();
    let mut body = unlisted();
    body["auth"]["params"]["port"] = 1521.into();
    place.write("orders.json", &body.to_string());
    let ran = place.run(&["check", "--allow-unlisted", "orders.json"]).exits_with(1);
    assert_has(&ran.err, &["`/auth/params/port` expected a string"]);
}

#[test]
fn the_embedded_stand_in_takes_it_and_shows_nothing_of_it() {
    let place = place();
    place.run(&["create", "--state", "state", "orders.json"]).exits_with(1);
    let created = ["create", "--state", "state", "--allow-unlisted", "--json", "orders.json"];
    let ran = place.run(&created).exits_with(0);
    assert_has(&ran.err, &NAMED);
    assert_shows_no_secret(&ran);
    let told = &ran.json()[0];
    assert_eq!(told["unlisted"], json!(["/auth/params/sslMode", "/auth/params/wallet"]));

    let id = told["id"].as_str().unwrap();
    let found = place.run(&["get", "--state", "state", "--json", id]).exits_with(0);
    assert_shows_no_secret(&found);
    assert_has(&found.out, &["Orders"]);
    let update = ["update", "--state", "state", id, "--params", "orders.json"];
    place.run(&update).exits_with(1);
    let ran = place.run(&[&update[..], &["--allow-unlisted"]].concat()).exits_with(0);
    assert_has(&ran.err, &NAMED);
}

#[test]
fn a_dry_run_shows_it_masked() {
    let ran = place().run(&["create", "--dry-run", "--allow-unlisted", "orders.json"]);
    let params = ran.exits_with(0).json()["auth"]["params"].clone();
    assert_eq!((&params["wallet"], &params["sslMode"]), (&"[secret]".into(), &"[secret]".into()));
}

#[test]
fn a_reference_in_it_is_followed() {
    let place = Place::new();
    let mut body = oracle("Orders");
    body["auth"]["params"]["wallet"] = "${env:NO_SUCH_WALLET}".into();
    place.write("orders.json", &body.to_string());
    let ran = place.run(&["create", "--state", "state", "--allow-unlisted", "orders.json"]);
    assert_has(&ran.exits_with(1).err, &["NO_SUCH_WALLET, which is not set"]);
    let mut create =
        place.command(&["create", "--state", "state", "--allow-unlisted", "orders.json"]);
    Ran::of(create.env("NO_SUCH_WALLET", "p-47-not-shown")).exits_with(0);
}

#[test]
fn a_running_stand_in_takes_it_only_when_it_was_started_so() {
    let place = place();
    for (more, code) in [(&[][..], 3), (&["--allow-unlisted"][..], 0)] {
        let serving = Serving::start_with(&place, more);
        let ran = serving.run(&place, &["create", "--allow-unlisted", "orders.json"]);
        assert_shows_no_secret(&ran.exits_with(code));
    }
}
