//! What programs read: `--json`, on every command.

use std::io::{BufRead, BufReader, Read};
use std::process::Stdio;

use serde_json::{Value, json};

use crate::help::commands;
use crate::serve::Serving;
use crate::support::{Place, assert_has, catalog, oracle};

const ID: &str = "5c0a2f6e-3b1d-4c52-9f0e-7a6b1d2c3e4f";
const OTHER: &str = "6d0a2f6e-3b1d-4c52-9f0e-7a6b1d2c3e4f";

/// A connection spec as the service prints it, with something to put right and something that stays to be done.
fn live() -> Value {
    json!({
        "id": ID,
        "createdAt": 1,
        "name": "Acme Files",
        "version": "1.0",
        "authSpec": [{"name": "Access Key", "spec": {
            "type": "object",
            "properties": {"secretKey": {"type": "string", "format": "password"}},
            "required": ["secretKey", "elsewhere"],
        }}],
    })
}

fn codes(findings: &Value) -> Vec<&str> {
    findings.as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap()).collect()
}

#[test]
fn every_command_takes_it_but_the_one_that_prints_a_script() {
    for command in commands() {
        let help = match command.as_str() {
            "specs" => Place::new().run(&["specs", "pull", "--help"]),
            command => Place::new().run(&[command, "--help"]),
        };
        let takes = help.exits_with(0).out.contains("--json");
        assert_eq!(takes, command != "completions", "{command}");
    }
    assert_eq!(Place::new().run(&["schema", "--json"]).exits_with(0).json()["type"], "object");
}

#[test]
fn explain_gives_the_list_and_a_page() {
    let listed = Place::new().run(&["explain", "--json"]).exits_with(0).json();
    let listed = listed.as_array().unwrap();
    let one = listed.iter().find(|one| one["code"] == "missing-property").unwrap();
    assert_eq!(one["severity"], "error");
    let page = Place::new().run(&["explain", "missing-property", "--json"]).exits_with(0).json();
    assert_eq!((&page["code"], &page["title"]), (&one["code"], &one["title"]));
    assert_has(page["explanation"].as_str().unwrap(), &["# missing-property", "```json wrong"]);
    assert!(listed.iter().all(|one| !one["title"].as_str().unwrap().is_empty()));
}

#[test]
fn fmt_tells_what_became_of_each_file() {
    let place = Place::new();
    place.copy_specs(&["oracle", "salesforce"]);
    let canonical = place.read("specs/oracle.json");
    place.write("specs/oracle.json", &canonical.replace("  ", " "));
    place.write("specs/wrong.json", "{\"id\": ");
    let files = |oracle: &str| {
        json!([
            {"file": "specs/oracle.json", "result": oracle},
            {"file": "specs/salesforce.json", "result": "unchanged"},
            {"file": "specs/wrong.json", "result": "failed"},
        ])
    };
    let ran = place.run(&["fmt", "--check", "--json"]).exits_with(1);
    assert_eq!(ran.json()["files"], files("notFormatted"));
    assert_has(&ran.err, &["error[syntax]", "specs/wrong.json"]);
    assert_ne!(place.read("specs/oracle.json"), canonical);
    let ran = place.run(&["fmt", "--json"]).exits_with(1);
    assert_eq!(ran.json()["files"], files("formatted"));
    assert_eq!(place.read("specs/oracle.json"), canonical);
    std::fs::remove_file(place.path("specs/wrong.json")).unwrap();
    let ran = place.run(&["fmt", "--json"]).exits_with(0);
    assert_eq!(ran.json()["files"].as_array().unwrap().len(), 2);
}

#[test]
fn fmt_tells_what_standard_input_becomes() {
    let place = Place::new();
    place.copy_specs(&["oracle"]);
    let canonical = place.read("specs/oracle.json");
    let told = |args: &[&str], input: &str, code: i32| {
        place.run_with_input(args, input).exits_with(code).json()["files"][0].clone()
    };
    let loose = canonical.replace("  ", " ");
    let formatted = json!({"file": "<stdin>", "result": "formatted", "text": canonical});
    assert_eq!(told(&["fmt", "-", "--json"], &loose, 0), formatted);
    let unchanged = json!({"file": "<stdin>", "result": "unchanged", "text": canonical});
    assert_eq!(told(&["fmt", "-", "--json"], &canonical, 0), unchanged);
    let stale = json!({"file": "<stdin>", "result": "notFormatted", "text": null});
    assert_eq!(told(&["fmt", "-", "--check", "--json"], &loose, 1), stale);
    let failed = json!({"file": "<stdin>", "result": "failed", "text": null});
    assert_eq!(told(&["fmt", "-", "--json"], "{", 1), failed);
}

#[test]
fn a_file_that_can_not_be_read_hides_nothing_of_the_others() {
    let place = Place::new();
    place.copy_specs(&["oracle"]);
    place.write("orders.json", &oracle("Orders").to_string());
    place.write("bad.json", "{}");
    let told = place.run(&["check", "--json", "nofile", "orders.json", "bad.json"]).exits_with(1);
    assert_eq!(codes(&told.json()).first(), Some(&"unreadable"));
    assert!(codes(&told.json()).len() > 1, "{told:?}");
    let ran = place.run(&["check", "bad.json", "nofile"]).exits_with(1);
    assert_has(&ran.err, &["error: bad.json:1:", "error: nofile: no such file\n"]);
    let ran = place.run(&["check", "--json", "orders.json", "nofile"]).exits_with(3);
    assert_eq!(ran.json()[0]["file"], "nofile");
    assert_eq!(ran.json()[0]["message"], "no such file");
    let ran = place.run(&["fmt", "--json", "specs", "nofile"]).exits_with(3);
    let files = json!([
        {"file": "nofile", "result": "failed"},
        {"file": "specs/oracle.json", "result": "unchanged"},
    ]);
    assert_eq!(ran.json()["files"], files);
    assert_eq!(ran.err, "error: nofile: no such file\n");
    let ran = place.run(&["check", "--fix", "--json", "specs", "nofile"]).exits_with(3);
    assert_eq!(codes(&ran.json()), ["unreadable"]);
}

#[test]
fn create_tells_of_all_files_if_some_are_no_requests() {
    let place = Place::new();
    place.write("orders.json", &oracle("Orders").to_string());
    place.write("bad.json", "{}");
    let files = ["orders.json", "bad.json", "nofile"];
    let args = [["create", "--json", "--state", "state"].as_slice(), &files].concat();
    let told = place.run(&args).exits_with(1).json();
    let sent = json!({
        "file": "orders.json", "name": "Orders", "source": "oracle",
        "specName": "Basic Authentication", "result": "notSent",
    });
    assert_eq!(told[0], sent);
    assert_eq!((&told[1]["file"], &told[1]["result"]), (&json!("bad.json"), &json!("failed")));
    assert_has(told[1]["error"].as_str().unwrap(), &["bad.json:1:1: "]);
    assert_eq!(told[2]["error"], "nofile: no such file");
    let told = place.run(&[&args[..], &["--dry-run"]].concat()).exits_with(1).json();
    assert_eq!(told[0]["request"]["name"], "Orders");
    assert_eq!(told[2]["result"], "failed");
    assert!(!place.path("state").exists());
}

#[test]
fn new_tells_which_file_it_wrote() {
    let place = Place::new();
    let args = ["new", "acme-crm", "--title", "Acme CRM", "--id", ID, "--category", "crm"];
    let args = [&args[..], &["--auth", "basic", "--json"]].concat();
    let told = place.run(&args).exits_with(0).json();
    let file = json!({"file": "specs/acme-crm.json", "result": "written"});
    assert_eq!(told, json!({"files": [file], "warnings": []}));
    assert!(place.path("specs/acme-crm.json").exists());
    let ran = place.run(&args).exits_with(1);
    assert_eq!((ran.out.as_str(), ran.err.is_empty()), ("", false));
}

#[test]
fn import_tells_what_it_wrote_what_it_put_right_and_what_is_left() {
    let place = Place::new();
    place.write("live.json", &live().to_string());
    let told = place.run(&["import", "live.json", "--json"]).exits_with(0).json();
    let file = |result: &str| json!([{"file": "specs/acme-files.json", "result": result}]);
    assert_eq!(told["files"], file("imported"));
    assert_eq!(codes(&told["putRight"]), ["missing-property"]);
    assert_has(told["putRight"][0]["help"].as_str().unwrap(), &["put right"]);
    assert!(told["putRight"][0]["line"].is_u64(), "{told}");
    assert!(codes(&told["warnings"]).contains(&"missing-description"), "{told}");
    let told = place.run(&["import", "live.json", "--json"]).exits_with(0).json();
    assert_eq!(told["files"], file("unchanged"));
}

#[test]
fn generate_tells_what_changes() {
    let place = Place::new();
    place.copy_specs(&["oracle", "salesforce"]);
    let generate = |more: &[&str], code: i32| {
        place.run(&[&["generate", "--json"], more].concat()).exits_with(code)
    };
    let told = generate(&[], 0).json();
    assert_eq!(
        (&told["upToDate"], &told["files"], &told["changed"]),
        (&json!(false), &json!(5), &json!([]))
    );
    assert!(told["added"].as_array().unwrap().contains(&json!("generated/sources/oracle.rs")));
    let told = generate(&["--check"], 0).json();
    assert_eq!((&told["upToDate"], &told["added"]), (&json!(true), &json!([])));
    std::fs::remove_file(place.path("specs/salesforce.json")).unwrap();
    let ran = generate(&["--check"], 1);
    let expected = json!({
        "out": "generated", "files": 4, "upToDate": false, "added": [],
        "changed": ["generated/catalog.rs", "generated/sources.rs"],
        "removed": ["generated/sources/salesforce.rs"],
    });
    assert_eq!(ran.json(), expected);
    assert_has(&ran.err, &["generated is out of date"]);
}

#[test]
fn serve_prints_one_line_when_it_listens_and_goes_on() {
    let place = Place::new();
    let mut command = place.command(&["serve", "--port", "0", "--state", "state", "--json"]);
    let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut serving = Serving { child: child.unwrap(), variables: Vec::new() };
    let mut out = BufReader::new(serving.child.stdout.take().unwrap());
    let mut line = String::new();
    out.read_line(&mut line).unwrap();
    let told: Value = serde_json::from_str(&line).unwrap();
    let environment = told["environment"].as_object().unwrap();
    assert_eq!(environment["WELLHEAD_URL"], told["url"]);
    assert_eq!(environment["WELLHEAD_IMS_URL"], told["imsUrl"]);
    assert_eq!(told["folder"], "state");
    let variables =
        environment.iter().map(|(name, value)| (name.clone(), value.as_str().unwrap().to_owned()));
    serving.variables = variables.collect();
    assert_eq!(serving.run(&place, &["list", "--json"]).exits_with(0).json(), json!([]));
    assert_eq!(serving.interrupt().0, Some(0));
    let mut rest = String::new();
    out.read_to_string(&mut rest).unwrap();
    assert_eq!(rest, "", "one document");
}

/// Such a path can't be JSON: it is shown as nearly as may be, like in what people read.
#[cfg(target_os = "linux")]
#[test]
fn a_path_that_is_not_utf_8_is_shown() {
    use std::ffi::{OsStr, OsString};
    use std::os::unix::ffi::OsStrExt;

    let place = Place::new();
    place.copy_specs(&["oracle"]);
    place.write("live.json", &live().to_string());
    let odd = OsStr::from_bytes(b"odd-\xff");
    let told = |args: &[&str], code: i32| {
        let args: Vec<OsString> =
            args.iter().map(|arg| if *arg == "ODD" { odd.into() } else { arg.into() }).collect();
        place.run(&args).exits_with(code).json()
    };
    let shown = |name: &str| format!("odd-\u{fffd}{name}");
    assert_eq!(told(&["generate", "--json", "--out", "ODD"], 0)["out"], shown(""));
    let imported = told(&["import", "live.json", "--json", "--out", "ODD"], 0);
    assert_eq!(imported["files"][0]["file"], shown("/acme-files.json"));
    let formatted = told(&["fmt", "--json", "ODD"], 0);
    assert_eq!(formatted["files"][0]["file"], shown("/acme-files.json"));
    let new = ["new", "acme-crm", "--title", "Acme", "--id", OTHER, "--category", "crm"];
    let written = told(&[&new[..], &["--auth", "basic", "--json", "--specs", "ODD"]].concat(), 0);
    assert_eq!(written["files"][0]["file"], shown("/acme-crm.json"));
    let mut command = place.command(&["serve", "--port", "0", "--json", "--state"]);
    command.arg(odd).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut serving = Serving { child: command.spawn().unwrap(), variables: Vec::new() };
    let mut line = String::new();
    BufReader::new(serving.child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
    let told: Value = serde_json::from_str(&line).unwrap();
    assert_eq!(told["folder"], shown(""));
}

#[test]
fn the_commands_about_the_catalog_print_one_document_each() {
    let place = Place::new();
    let (slug, _) = catalog().swap_remove(0);
    for args in [&["sources", "--json"][..], &["show", &slug, "--json"], &["profiles", "--json"]] {
        place.run(args).exits_with(0).json();
    }
}
