//! `--specs DIR`: sources that are read from spec files, beside the compiled catalog.

use std::fs;

use serde_json::{Value, json};

use crate::support::{Place, assert_has, oracle, repository};

/// A place with `mine/acme-crm.json`, which no catalog has.
fn with_acme() -> Place {
    let place = Place::new();
    place.write("mine/acme-crm.json", &acme().to_string());
    place
}

fn acme() -> Value {
    let text = fs::read_to_string(repository("examples/specs").join("acme-crm.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

fn request() -> Value {
    json!({
        "name": "Acme accounts",
        "auth": {
            "specName": "API Key",
            "params": {"apiKey": "k-47-not-shown-at-all-ever", "region": "eu"}
        },
        "connectionSpec": {"id": "5c0a2f6e-3b1d-4c52-9f0e-7a6b1d2c3e4f", "version": "1.0"}
    })
}

#[test]
fn a_source_of_the_folder_is_shown_listed_and_checked_like_any_other() {
    let place = with_acme();
    place.write("good.json", &request().to_string());
    let wrong = request().to_string().replace("\"eu\"", "\"eux\"");
    place.write("wrong.json", &wrong);
    place.write("orders.json", &oracle("Orders").to_string());
    assert_has(&place.run(&["check", "good.json"]).exits_with(1).err, &["[specId]"]);

    let shown = place.run(&["--specs", "mine", "show", "acme-crm"]).exits_with(0).out;
    assert_has(&shown, &["Acme CRM", "wellhead::acme_crm::ApiKey", "us | eu | ap-south"]);
    let listed = place.run(&["sources", "--specs", "mine", "--json"]).exits_with(0).json();
    let slugs = listed.as_array().unwrap().iter().map(|source| source["slug"].as_str().unwrap());
    assert!(slugs.clone().is_sorted() && slugs.clone().any(|slug| slug == "salesforce"));
    assert_eq!(slugs.filter(|slug| *slug == "acme-crm").count(), 1);

    let checked = place.run(&["check", "--specs", "mine", "good.json", "orders.json"]);
    let told = checked.exits_with(0).out;
    assert_has(&told, &["good.json: ok (acme-crm, API Key)", "orders.json: ok (oracle, "]);
    let ran = place.run(&["--specs", "mine", "check", "wrong.json"]).exits_with(1);
    assert_has(&ran.err, &["`/auth/params/region`", "did you mean `eu`?"]);
}

#[test]
fn what_the_folder_brings_is_created_changed_and_looked_up_in_the_embedded_stand_in() {
    let place = with_acme();
    place.write("good.json", &request().to_string());
    let dry = place.run(&["create", "--specs", "mine", "--dry-run", "good.json"]).exits_with(0);
    assert_eq!(dry.json()["auth"]["params"]["apiKey"], "[secret]");
    let state = ["--specs", "mine", "--state", "state"];
    let run = |args: &[&str]| place.run(&[args, state.as_slice()].concat()).exits_with(0);
    let created = run(&["create", "--json", "good.json"]).json();
    let id = created[0]["id"].as_str().unwrap();
    assert_eq!(
        (&created[0]["source"], &created[0]["result"]),
        (&"acme-crm".into(), &"created".into())
    );
    assert_has(&run(&["get", id]).out, &["acme-crm, API Key"]);
    assert_has(&run(&["list", "--source", "acme-crm"]).out, &[id, "acme-crm, API Key"]);
    run(&["update", id, "--params", "good.json"]);
    run(&["test", id]);
    let unknown = place.run(&["get", "--state", "state", id]).exits_with(0).out;
    assert!(!unknown.contains("acme-crm"), "nobody said where it is described: {unknown}");
}

#[test]
fn a_secret_of_the_folder_may_be_referred_to() {
    let place = with_acme();
    let referring = request().to_string().replace("k-47-not-shown-at-all-ever", "${env:ACME_KEY}");
    place.write("mine.json", &referring);
    let checked = place.run(&["check", "--specs", "mine", "mine.json"]).exits_with(0);
    assert_has(&checked.out, &["ok (acme-crm, API Key)"]);
    let args = ["create", "--specs", "mine", "--state", "state", "mine.json"];
    assert_has(&place.run(&args).exits_with(1).err, &["ACME_KEY", "not set"]);
    let mut command = place.command(&args);
    let created = crate::support::Ran::of(command.env("ACME_KEY", "k-47-not-shown-at-all-ever"));
    assert!(!created.exits_with(0).err.contains("k-47"));
}

#[test]
fn a_file_replaces_the_source_of_its_slug() {
    let place = Place::new();
    let text = fs::read_to_string(repository("specs").join("oracle.json")).unwrap();
    let mut spec: Value = serde_json::from_str(&text).unwrap();
    let auth = spec["authSpec"].as_array_mut().unwrap();
    auth.retain(|auth| auth["name"] == "ConnectionString");
    place.write("mine/oracle.json", &spec.to_string());
    place.write("orders.json", &oracle("Orders").to_string());
    place.run(&["check", "orders.json"]).exits_with(0);
    let ran = place.run(&["check", "--specs", "mine", "orders.json"]).exits_with(1);
    assert_has(&ran.err, &["`Basic Authentication` is no known specName", "`ConnectionString`"]);
}

#[test]
fn an_id_of_the_catalog_is_a_clash_unless_the_file_says_why_or_replaces_the_source() {
    let place = Place::new();
    let mut spec = acme();
    spec["id"] = "d6b52d86-f0f8-475f-89d4-ce54c8527328".into();
    place.write("mine/acme-crm.json", &format!("{spec:#}"));
    let ran = place.run(&["--specs", "mine", "sources"]).exits_with(1);
    assert_has(
        &ran.err,
        &["error[duplicate-id]", "mine/acme-crm.json:3:", "the catalog's `oracle`", "x-shared-id"],
    );
    assert!(ran.out.is_empty());
    spec["x-shared-id"] = "Both are tried.".into();
    place.write("mine/acme-crm.json", &format!("{spec:#}"));
    place.write("orders.json", &oracle("Orders").to_string());
    let checked = place.run(&["--specs", "mine", "check", "orders.json"]).exits_with(0).out;
    assert_has(&checked, &["ok (oracle, Basic Authentication)"]);

    spec["x-aliases"] = json!(["salesforce"]);
    place.write("mine/acme-crm.json", &format!("{spec:#}"));
    let ran = place.run(&["--specs", "mine", "sources"]).exits_with(1);
    assert_has(&ran.err, &["error[duplicate-slug]", "taken by the catalog's `salesforce`"]);
}

#[test]
fn errors_in_the_folder_are_told_as_check_tells_them() {
    let place = Place::new();
    let broken = fs::read_to_string(repository("examples/broken").join("acme-crm.json")).unwrap();
    place.write("mine/acme-crm.json", &broken);
    place.write("good.json", &request().to_string());
    let checked = place.run(&["check", "mine"]).exits_with(1).err;
    let ran = place.run(&["create", "--specs", "mine", "good.json"]).exits_with(1);
    for error in checked.split("\n\n").filter(|one| one.starts_with("error")) {
        assert_has(&ran.err, &[error.trim_end()]);
    }
    assert!(!place.path("home").exists(), "nothing was begun");
    let ran = place.run(&["--specs", "none", "sources"]).exits_with(3);
    assert_has(&ran.err, &["none: no such file"]);
}

#[test]
fn a_command_that_goes_by_no_catalog_refuses_the_option_before_it() {
    let place = with_acme();
    let ran = place.run(&["--specs", "mine", "fmt", "mine"]).exits_with(2);
    assert_has(&ran.err, &["goes by no catalog"]);
    place.run(&["fmt", "--specs", "mine"]).exits_with(2);
}

/// All that the command prints of the whole catalog is the same when its spec files are loaded.
#[test]
fn the_catalog_looks_the_same_when_it_is_loaded() {
    let place = Place::new();
    let specs = repository("specs");
    let specs = specs.to_str().unwrap();
    let loaded = |args: &[&str]| place.run(&[args, &["--specs", specs]].concat()).exits_with(0).out;
    let compiled = |args: &[&str]| place.run(args).exits_with(0).out;
    assert_eq!(compiled(&["sources"]), loaded(&["sources"]));
    for slug in ["oracle", "azure-event-hubs", "snowflake", "pathfactory", "pendo", "mysql"] {
        assert_eq!(compiled(&["show", slug]), loaded(&["show", slug]));
        assert_eq!(compiled(&["show", slug, "--json"]), loaded(&["show", slug, "--json"]));
    }
}

#[test]
fn a_request_that_fits_two_sources_is_told_with_the_option_that_names_one() {
    let place = Place::new();
    for slug in ["acme-crm", "acme-two"] {
        let mut spec = acme();
        spec["x-shared-id"] = "both are one".into();
        place.write(&format!("mine/{slug}.json"), &spec.to_string());
    }
    place.write("good.json", &request().to_string());
    for command in ["check", "create"] {
        let args = [command, "--specs", "mine", "good.json"];
        let ran = place.run(&args).exits_with(1);
        assert_has(&ran.err, &["`acme-crm`, `acme-two`", "name one by `--source SLUG`"]);
    }
}

#[test]
fn what_a_spec_file_says_does_not_act_on_the_terminal() {
    let place = Place::new();
    let evil = "x\u{1b}]0;owned\u{7}\u{9b}2J";
    let mut spec = acme();
    spec["sourceSpec"]["attributes"]["uiAttributes"]["label"]["text"] = evil.into();
    let auth = &mut spec["authSpec"][0];
    auth["name"] = evil.into();
    auth["spec"]["properties"]["region"]["enum"] = json!(["us", evil]);
    auth["spec"]["properties"]["region"]["examples"] = json!([evil]);
    place.write("mine/acme-crm.json", &spec.to_string());
    let mut request = request();
    request["auth"]["specName"] = evil.into();
    request["auth"]["params"]["region"] = "us".into();
    place.write("good.json", &request.to_string());
    for args in [["show", "acme-crm"].as_slice(), &["sources"], &["check", "good.json"]] {
        let ran = place.run(&[args, &["--specs", "mine"]].concat()).exits_with(0);
        assert!(!ran.out.contains(['\u{1b}', '\u{7}', '\u{9b}']), "{ran:#?}");
        assert_has(&ran.out, &["x\\u{1b}]0;owned\\u{7}"]);
    }
    let ran = place.run(&["show", "acme-crm", "--auth", "y", "--specs", "mine"]).exits_with(1);
    assert_has(&ran.err, &["x\\u{1b}]0;owned\\u{7}\\u{9b}2J"]);
}
