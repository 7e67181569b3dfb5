//! Profiles, and what outweighs what.

use std::process::Command;

use crate::serve::Serving;
use crate::support::{Place, Ran, assert_has, created, oracle};

const FILE: &str = "home/.config/wellhead/config.toml";

/// A profile for a running stand-in, which takes any credentials.
fn write_profile(place: &Place, serving: &Serving, file: &str, more: &str) {
    let value = |name: &str| {
        let found = serving.variables.iter().find(|(variable, _)| variable == name);
        found.unwrap().1.clone()
    };
    let (url, ims) = (value("WELLHEAD_URL"), value("WELLHEAD_IMS_URL"));
    place.write(
        file,
        &format!(
            "[profiles.dev]\nurl = \"{url}\"\nims_url = \"{ims}\"\norg = \"acme@AdobeOrg\"\n\
             sandbox = \"dev\"\nclient_id = \"acme-client\"\n{more}\n"
        ),
    );
}

fn run(command: &mut Command) -> Ran {
    Ran::of(command.env("ACME_SECRET", "p-47-not-shown"))
}

#[test]
fn a_profile_names_a_running_service_and_refers_to_its_secret() {
    let place = Place::new();
    place.write("orders.json", &oracle("Orders").to_string());
    let serving = Serving::start(&place);
    place.write("home/.config/wellhead/secret.txt", "p-47-not-shown\n");
    for secret in ["${env:ACME_SECRET}", "${file:secret.txt}", "${cmd:echo p-47-not-shown}"] {
        write_profile(&place, &serving, FILE, &format!("client_secret = '{secret}'"));
        let mut command = place.command(&["create", "--profile", "dev", "orders.json"]);
        assert_has(&run(&mut command).exits_with(0).out, &["created Orders"]);
    }
    let mut command = place.command(&["list", "--profile", "dev", "--json"]);
    let listed = run(&mut command).exits_with(0).json();
    assert_eq!(listed.as_array().unwrap().len(), 3);
    assert_eq!(listed[0]["sandboxName"], "dev");
}

#[test]
fn the_default_is_local_whatever_profiles_there_are() {
    let place = Place::new();
    let serving = Serving::start(&place);
    write_profile(&place, &serving, FILE, "client_secret = '${env:ACME_SECRET}'");
    place.write("orders.json", &oracle("Orders").to_string());
    run(&mut place.command(&["create", "--state", "own", "orders.json"])).exits_with(0);
    let ran = run(&mut place.command(&["list", "--profile", "local", "--state", "own"]));
    assert_has(&ran.exits_with(0).out, &["Orders"]);
    let mut command = place.command(&["list", "--profile", "dev", "--json"]);
    assert_eq!(run(&mut command).exits_with(0).json(), serde_json::json!([]));
}

#[test]
fn an_option_outweighs_its_variable_and_a_variable_the_profile() {
    let place = Place::new();
    let serving = Serving::start(&place);
    write_profile(&place, &serving, "team.toml", "client_secret = '${env:ACME_SECRET}'");
    place.write("orders.json", &oracle("Orders").to_string());
    let sandbox_of = |variable: Option<&str>, option: Option<&str>| {
        let mut command = place.command(&["create", "--json", "orders.json"]);
        command.env("WELLHEAD_CONFIG", place.path("team.toml")).env("WELLHEAD_PROFILE", "dev");
        command.envs(variable.map(|name| ("WELLHEAD_SANDBOX", name)));
        command.args(option.map(|name| format!("--sandbox={name}")));
        let id = run(&mut command).exits_with(0).json()[0]["id"].as_str().unwrap().to_owned();
        let is_there = |sandbox: &str| {
            let args =
                ["get", &id, "--sandbox", sandbox, "--profile", "dev", "--config", "team.toml"];
            run(&mut place.command(&args)).code == Some(0)
        };
        ["dev", "from-variable", "from-option"].into_iter().find(|name| is_there(name)).unwrap()
    };
    assert_eq!(sandbox_of(None, None), "dev");
    assert_eq!(sandbox_of(Some("from-variable"), None), "from-variable");
    assert_eq!(sandbox_of(Some("from-variable"), Some("from-option")), "from-option");
}

#[test]
fn the_stand_in_that_an_option_names_is_taken_whatever_variables_name() {
    let place = Place::new();
    created(&place, "Mine");
    let mut command = place.command(&["list", "--profile", "local"]);
    command.env("WELLHEAD_URL", "https://acme.example").env("WELLHEAD_STATE", place.path("state"));
    assert_has(&run(&mut command).exits_with(0).out, &["Mine"]);
    let mut command = place.command(&["list", "--state", "state"]);
    command.env("WELLHEAD_URL", "https://acme.example");
    assert_has(&run(&mut command).exits_with(0).out, &["Mine"]);
}

#[test]
fn the_profiles_are_listed_with_what_they_refer_to_and_never_with_values() {
    let place = Place::new();
    place.write(
        FILE,
        "[profiles.prod]\norg = \"acme@AdobeOrg\"\nsandbox = \"prod\"\nclient_id = \"acme\"\n\
         client_secret = \"${env:ACME_SECRET}\"\n",
    );
    let ran = run(&mut place.command(&["profiles"])).exits_with(0);
    assert_has(&ran.out, &["local *", "the embedded stand-in", "prod", "acme@AdobeOrg"]);
    assert_has(&ran.out, &["${env:ACME_SECRET}"]);
    assert!(!ran.out.contains("p-47"), "{}", ran.out);
    let json = run(&mut place.command(&["profiles", "--json"])).exits_with(0).json();
    assert_eq!(json["profiles"][1]["clientSecret"], "${env:ACME_SECRET}");
    assert_eq!(json["default"], "local");
}

#[test]
fn what_a_profile_says_stays_in_its_cell() {
    let place = Place::new();
    place.write(FILE, "[profiles.\"d\\u001bev\"]\norg = \"a\\nb\\u001b[2J\"\n");
    let ran = place.run(&["profiles"]).exits_with(0);
    assert_eq!(ran.out.lines().count(), 3, "{}", ran.out);
    assert_has(&ran.out, &["d\\u{1b}ev", "a\\u{a}b\\u{1b}[2J"]);
}

#[test]
fn without_a_file_there_is_one_profile_and_a_named_file_has_to_be_there() {
    let place = Place::new();
    let ran = place.run(&["profiles"]).exits_with(0);
    assert_has(&ran.err, &["config.toml has none"]);
    assert_eq!(ran.out.lines().count(), 2);
    let ran = place.run(&["profiles", "--config", "nowhere.toml"]).exits_with(3);
    assert_eq!(ran.err, "error: nowhere.toml: no such file\n");
}

#[test]
fn a_literal_secret_in_a_profile_is_refused_with_the_way_out() {
    let place = Place::new();
    place.write(FILE, "[profiles.dev]\nclient_secret = \"zq47planted\"\n");
    for args in [vec!["profiles"], vec!["list", "--profile", "dev"]] {
        let ran = place.run(&args).exits_with(1);
        assert_has(&ran.err, &["config.toml:2:17: ", "`${env:NAME}`", "replace a secret"]);
        assert!(!ran.err.contains("zq47"), "{}", ran.err);
    }
}

#[test]
fn an_unknown_profile_is_told_with_the_one_that_was_meant() {
    let place = Place::new();
    place.write(FILE, "[profiles.staging]\n");
    let ran = place.run(&["list", "--profile", "stagin"]).exits_with(1);
    assert_has(&ran.err, &["there is no profile `stagin`", "did you mean `staging`?"]);
    let ran = place.run(&["list", "--profile", "staging"]).exits_with(1);
    assert_has(&ran.err, &["--sandbox", "--org", "WELLHEAD_TOKEN"]);
}

#[test]
fn a_profile_whose_secret_is_not_there_is_told_with_the_reference() {
    let place = Place::new();
    place.write(
        FILE,
        "[profiles.dev]\norg = \"a@AdobeOrg\"\nsandbox = \"dev\"\nclient_id = \"a\"\ntoken = \"${env:NOT_SET}\"\n",
    );
    let ran = place.run(&["list", "--profile", "dev"]).exits_with(1);
    assert_has(&ran.err, &["`token` of the profile", "NOT_SET, which is not set"]);
}

#[test]
fn a_profile_may_let_requests_run_commands() {
    let place = Place::new();
    let serving = Serving::start(&place);
    let mut request = oracle("Orders");
    request["auth"]["params"]["password"] = "${cmd:echo p-47-not-shown}".into();
    place.write("orders.json", &request.to_string());
    for (allow, code) in [("false", 1), ("true", 0)] {
        let more = format!("allow_cmd = {allow}\nclient_secret = '${{env:ACME_SECRET}}'");
        write_profile(&place, &serving, FILE, &more);
        run(&mut place.command(&["create", "--profile", "dev", "orders.json"])).exits_with(code);
    }
}

#[test]
fn the_stand_in_and_a_running_service_do_not_go_together() {
    let place = Place::new();
    place.write(FILE, "[profiles.dev]\n");
    let url = "http://127.0.0.1:9/flow";
    for (args, parts) in [
        (["--profile=dev", "--state=state"], ["`--state`", "`dev` is a running service"]),
        (["--profile=local", &format!("--url={url}")], ["`--profile local`", "`--url`"]),
        (["--profile=local", &format!("--ims-url={url}")], ["`--profile local`", "`--ims-url`"]),
    ] {
        let ran = place.run(&[["list"].as_slice(), &args].concat()).exits_with(2);
        assert_has(&ran.err, &parts);
        assert_has(&ran.err, &["leave one of them out"]);
    }
}
