//! The options and variables that name a running service.

use std::net::TcpListener;

use crate::support::{Place, Ran, assert_has, oracle};

/// A URL of this machine that nobody listens at.
fn nobody() -> String {
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    format!("http://{address}/data/foundation/flowservice")
}

const COMPLETE: [(&str, &str); 4] = [
    ("WELLHEAD_SANDBOX", "dev"),
    ("WELLHEAD_ORG", "acme@AdobeOrg"),
    ("WELLHEAD_CLIENT_ID", "acme-client"),
    ("WELLHEAD_TOKEN", "t-47-not-shown"),
];

#[test]
fn a_url_alone_is_not_enough_and_everything_that_is_missing_is_named() {
    let ran = Place::new().run(&["list", "--url", &nobody()]).exits_with(1);
    assert_has(&ran.err, &["--sandbox", "WELLHEAD_SANDBOX", "--org", "WELLHEAD_ORG"]);
    assert_has(
        &ran.err,
        &["WELLHEAD_API_KEY", "WELLHEAD_TOKEN", "WELLHEAD_CLIENT_ID", "WELLHEAD_CLIENT_SECRET"],
    );
    assert_eq!(ran.out, "");
}

#[test]
fn of_what_is_needed_only_the_missing_is_named() {
    for missing in ["WELLHEAD_SANDBOX", "WELLHEAD_ORG", "WELLHEAD_TOKEN"] {
        let place = Place::new();
        let mut command = place.command(&["list", "--url", &nobody()]);
        command.envs(COMPLETE.into_iter().filter(|(name, _)| *name != missing));
        let ran = Ran::of(&mut command).exits_with(1);
        assert_has(&ran.err, &[missing]);
        assert_eq!(ran.err.lines().count(), 2, "{}", ran.err);
    }
}

#[test]
fn a_client_id_without_its_secret_is_no_credential() {
    let place = Place::new();
    let mut command =
        place.command(&["list", "--url", &nobody(), "--sandbox", "dev", "--org", "a@AdobeOrg"]);
    let ran = Ran::of(command.env("WELLHEAD_CLIENT_ID", "acme")).exits_with(1);
    assert_has(&ran.err, &["WELLHEAD_CLIENT_SECRET"]);
    assert_eq!(ran.err.lines().count(), 2, "{}", ran.err);
}

#[test]
fn a_service_that_can_not_be_reached_is_a_failure_of_the_world() {
    let place = Place::new();
    place.write("orders.json", &oracle("Orders").to_string());
    let url = nobody();
    for call in [vec!["list"], vec!["get", "some-id"], vec!["create", "orders.json"]] {
        let mut command = place.command(&call);
        let ran = Ran::of(command.args(["--url", &url]).envs(COMPLETE)).exits_with(3);
        assert_has(&ran.err, &["error: ", "could not be reached", "check the URL"]);
        assert_eq!(ran.out, "");
    }
}

#[test]
fn a_wrong_request_is_not_sent_anywhere() {
    let place = Place::new();
    place.write("bad.json", &oracle("Orders").to_string().replace("\"1521\"", "1521"));
    let mut command = place.command(&["create", "--url", &nobody(), "bad.json"]);
    let ran = Ran::of(command.envs(COMPLETE)).exits_with(1);
    assert_has(&ran.err, &["bad.json:1:", "`/auth/params/port`"]);
}

#[test]
fn plain_http_to_another_machine_is_refused() {
    for url in ["http://platform.acme.example/flow", "http://10.0.0.1/flow"] {
        let place = Place::new();
        let ran = Ran::of(place.command(&["list", "--url", url]).envs(COMPLETE)).exits_with(1);
        assert_has(&ran.err, &["unencrypted", "https://"]);
    }
}

#[test]
fn a_url_that_is_none_is_told_so() {
    let place = Place::new();
    let ran = Ran::of(place.command(&["list", "--url", "platform"]).envs(COMPLETE)).exits_with(1);
    assert_has(&ran.err, &["not a URL", "https://host/path"]);
}

#[test]
fn a_running_service_and_a_state_folder_exclude_each_other() {
    let ran = Place::new().run(&["list", "--url", &nobody(), "--state", "state"]).exits_with(2);
    assert_has(&ran.err, &["--url <URL>", "--state <DIR>", "cannot be used with"]);
}
