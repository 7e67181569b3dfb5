//! The options and variables that name a running service.

use crate::serve::Serving;
use crate::support::{Place, Ran, assert_has, oracle};

/// An address of this machine that nobody listens at. A free port would not do: another test may take it.
pub(crate) const NOBODY: &str = "127.0.0.1:1";

/// A URL there.
fn nobody() -> String {
    format!("http://{NOBODY}/data/foundation/flowservice")
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

#[cfg(unix)]
#[test]
fn a_variable_that_is_not_utf_8_is_told_and_never_passed_over() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    for (name, _) in COMPLETE.iter().chain(&[("WELLHEAD_URL", ""), ("WELLHEAD_PROFILE", "")]) {
        let place = Place::new();
        let mut command = place.command(&["list"]);
        command.env("WELLHEAD_URL", nobody()).envs(COMPLETE);
        command.env(name, OsStr::from_bytes(b"zq47planted-\xff"));
        let ran = Ran::of(&mut command).exits_with(1);
        assert_has(&ran.err, &[&format!("the variable {name} is not UTF-8")]);
        assert!(!ran.err.contains("zq47"), "{}", ran.err);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_variable_of_a_path_need_not_be_utf_8() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let place = Place::new();
    place.write("orders.json", &oracle("Orders").to_string());
    let odd = OsStr::from_bytes(b"odd-\xff");
    let mut command = place.command(&["create", "orders.json"]);
    Ran::of(command.env("WELLHEAD_STATE", odd)).exits_with(0);
    assert!(std::path::Path::new(&place.path("")).join(odd).is_dir());
    let config = place.command(&["profiles"]).env("WELLHEAD_CONFIG", odd).output().unwrap();
    assert_eq!(config.status.code(), Some(3));
}

#[test]
fn a_variable_that_is_empty_is_none() {
    let place = Place::new();
    place.write("orders.json", &oracle("Orders").to_string());
    for call in [["check", "orders.json"], ["create", "orders.json"]] {
        let mut command = place.command(&call);
        Ran::of(command.env("WELLHEAD_CLOUD", "").env("WELLHEAD_STATE", "")).exits_with(0);
    }
    let mut command = place.command(&["serve", "--port", "0"]);
    let serving = Serving::spawn(command.env("WELLHEAD_STATE", ""));
    assert_has(&serving.run(&place, &["list"]).exits_with(0).out, &["Orders"]);
}

#[test]
fn an_option_of_the_service_that_is_empty_is_refused() {
    let place = Place::new();
    place.write("orders.json", &oracle("Orders").to_string());
    for name in ["profile", "config", "url", "ims-url", "org", "sandbox", "client-id", "state"] {
        let empty = format!("--{name}=");
        let ran = place.run(&["create", &empty, "orders.json"]).exits_with(2);
        assert_has(&ran.err, &[&format!("--{name} <")]);
    }
    assert!(!place.path("home").exists());
}

#[test]
fn a_cloud_that_is_none_is_told_with_those_that_are_and_the_help_names_the_variable() {
    let place = Place::new();
    place.write("orders.json", &oracle("Orders").to_string());
    for call in ["check", "create"] {
        let mut command = place.command(&[call, "orders.json"]);
        let ran = Ran::of(command.env("WELLHEAD_CLOUD", "gcp")).exits_with(1);
        assert_has(&ran.err, &["WELLHEAD_CLOUD", "azure, aws"]);
        let help = place.run(&[call, "--help"]).exits_with(0).out;
        assert_has(&help, &["WELLHEAD_CLOUD"]);
    }
}
