//! `wellhead check`

use std::fs;

use serde_json::Value;

use crate::support::{Place, assert_has, deprecated, oracle, repository};

/// Seven things are wrong with it.
const BAD: &str = r#"{
  "name": "Orders",
  "auth": {
    "specName": "Basic Authentication",
    "params": {
      "server": "db.acme.example",
      "port": 1521,
      "databse": "ORCL",
      "username": "aep",
      "pasword": "p-47-not-shown",
      "schema": "SALES",
      "sslMode": "treu"
    }
  },
  "connectionSpec": {"id": "d6b52d86-f0f8-475f-89d4-ce54c8527328", "version": "2.0"}
}
"#;

#[test]
fn a_good_request_is_ok_and_told_by_source_and_spec_name() {
    let place = Place::new();
    place.write("orders.json", &oracle("Orders").to_string());
    let ran = place.run(&["check", "orders.json"]).exits_with(0);
    assert_eq!(ran.out, "orders.json: ok (oracle, Basic Authentication)\n");
    assert_eq!(ran.err, "");
}

#[test]
fn a_reference_to_a_secret_is_not_judged_by_the_rules_of_what_it_stands_for() {
    let place = Place::new();
    let body = |text: &str| {
        format!(
            r#"{{"name": "Shop", "auth": {{"specName": "Connection String Based Authentication", "params": {{"connectionString": "{text}"}}}},
            "connectionSpec": {{"id": "26d738e0-8963-47ea-aadf-c60de735468a", "version": "1.0"}}}}"#
        )
    };
    place.write("good.json", &body("${env:SHOP}"));
    let ran = place.run(&["check", "good.json"]).exits_with(0);
    assert_eq!(ran.out, "good.json: ok (mysql, Connection String Based Authentication)\n");
    place.write("bad.json", &body("no reference"));
    place.run(&["check", "bad.json"]).exits_with(1);
}

#[test]
fn a_reference_where_none_may_stand_is_judged_as_the_text_that_it_is() {
    let place = Place::new();
    let mut body = oracle("Orders");
    body["auth"]["params"]["port"] = "${env:PORT}".into();
    place.write("orders.json", &body.to_string());
    let ran = place.run(&["check", "orders.json"]).exits_with(1);
    assert_has(&ran.err, &["`/auth/params/port` does not fit the pattern"]);
}

#[test]
fn every_example_of_the_repository_is_ok() {
    let requests = fs::read_dir(repository("examples")).unwrap().map(|entry| entry.unwrap().path());
    let requests: Vec<_> = requests
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .collect();
    assert!(requests.len() >= 5, "{requests:?}");
    let mut args = vec!["check".into()];
    args.extend(requests.iter().cloned());
    let ran = Place::new().run(&args).exits_with(0);
    assert_eq!(ran.out.matches(": ok (").count(), requests.len(), "{ran:#?}");
}

#[test]
fn everything_wrong_with_a_request_is_told_in_one_go_with_its_place_and_the_way_out() {
    let place = Place::new();
    place.write("bad.json", BAD);
    let ran = place.run(&["check", "bad.json"]).exits_with(1);
    let expected = "\
error: bad.json:5:15: `/auth/params/database` is missing [required]
  help: add `\"database\"`
error: bad.json:5:15: `/auth/params/password` is missing [required]
  help: add `\"password\"`
error: bad.json:7:15: `/auth/params/port` expected a string, found a number [type]
  help: put it in double quotes
error: bad.json:8:7: `/auth/params/databse` is not known here [unknown]
  help: did you mean `database`?
error: bad.json:10:7: `/auth/params/pasword` is not known here [unknown]
  help: did you mean `password`?
error: bad.json:12:18: `/auth/params/sslMode` is not one of `true`, `false` [enum]
  help: did you mean `true`?
error: bad.json:15:79: `/connectionSpec/version` `2.0` is not a known version of this connection spec [version]
  help: write `1.0`
";
    assert_eq!(ran.err, expected);
    assert_eq!(ran.out, "");
}

#[test]
fn an_unknown_id_and_an_unknown_spec_name_are_told_with_the_nearest_known_one() {
    let place = Place::new();
    place.write("id.json", &BAD.replace("d6b52d86", "d6b52d87"));
    place.write("name.json", &BAD.replace("Basic Auth", "Basic Aut"));
    let ran = place.run(&["check", "id.json", "name.json"]).exits_with(1);
    assert_has(&ran.err, &["id.json:15:28: `/connectionSpec/id`", "[specId]"]);
    assert_has(&ran.err, &["did you mean `d6b52d86-f0f8-475f-89d4-ce54c8527328` (`oracle`)?"]);
    assert_has(&ran.err, &["name.json:4:17: `/auth/specName`", "[specName]"]);
    assert_has(&ran.err, &["did you mean `Basic Authentication`?"]);
}

#[test]
fn what_is_larger_than_a_request_may_be_is_not_taken_for_its_start() {
    let place = Place::new();
    let large = format!("{}{}x", oracle("Orders"), " ".repeat(17 << 20));
    let ran = place.run_with_input(&["check", "-"], &large).exits_with(1);
    assert_eq!(ran.err, "error: <stdin>: larger than 16 MiB\n");
    place.write("large.json", &large);
    let ran = place.run(&["check", "large.json"]).exits_with(1);
    assert_eq!(ran.err, "error: large.json: larger than 16 MiB\n");
    // A pipe does not say how long it is.
    if cfg!(unix) {
        let ran = place.run_with_input(&["check", "/dev/stdin"], &large).exits_with(1);
        assert_eq!(ran.err, "error: /dev/stdin: larger than 16 MiB\n");
    }
}

#[test]
fn a_file_that_is_not_json_is_told_with_the_place_and_what_was_expected() {
    let place = Place::new();
    place.write("comma.json", "{\n  \"name\": \"Orders\",\n}\n");
    let ran = place.run(&["check", "comma.json"]).exits_with(1);
    assert_has(&ran.err, &["comma.json:2:19: expected another value after this `,` [syntax]"]);
    assert_has(&ran.err, &["help: remove the `,`"]);
}

#[test]
fn good_and_bad_files_are_each_told_and_one_bad_one_is_enough_to_fail() {
    let place = Place::new();
    place.write("good.json", &oracle("Orders").to_string());
    place.write("bad.json", BAD);
    let ran = place.run(&["check", "good.json", "bad.json"]).exits_with(1);
    assert_has(&ran.out, &["good.json: ok"]);
    assert_has(&ran.err, &["bad.json:7:15"]);
}

#[test]
fn standard_input_is_checked_in_the_place_of_a_file() {
    let place = Place::new();
    let good = oracle("Orders").to_string();
    let ran = place.run_with_input(&["check", "-"], &good).exits_with(0);
    assert_eq!(ran.out, "<stdin>: ok (oracle, Basic Authentication)\n");
    let ran = place.run_with_input(&["check", "-"], BAD).exits_with(1);
    assert_has(&ran.err, &["<stdin>:7:15"]);
}

#[test]
fn a_spec_file_is_ok_as_a_file_and_as_standard_input() {
    let place = Place::new();
    place.copy_specs(&["oracle"]);
    let ran = place.run(&["check", "specs/oracle.json"]).exits_with(0);
    assert_eq!(ran.out, "specs/oracle.json: ok\n");
    let text = place.read("specs/oracle.json");
    let ran = place.run_with_input(&["check", "-"], &text).exits_with(0);
    assert_eq!((ran.out.as_str(), ran.err.as_str()), ("<stdin>: ok\n", ""));
}

#[test]
fn a_mistake_in_a_spec_file_is_told_with_its_line_its_place_and_the_way_out() {
    let place = Place::new();
    place.copy_specs(&["oracle"]);
    let text = place
        .read("specs/oracle.json")
        .replace("\"required\": [\"server\"", "\"required\": [\"sever\"");
    place.write("acme-db.json", &text);
    let ran = place.run(&["check", "acme-db.json"]).exits_with(1);
    let line = 1 + text.lines().position(|line| line.contains("\"sever\"")).unwrap();
    assert_has(&ran.err, &["error[missing-property]: `required` names `sever`"]);
    assert_has(&ran.err, &[&format!("--> acme-db.json:{line}:"), "^^^^^^^ no such property"]);
    assert_has(&ran.err, &["help: did you mean `server`?"]);
    assert_eq!(ran.out, "");
}

#[test]
fn a_folder_is_checked_file_by_file_as_what_each_file_is() {
    let place = Place::new();
    place.copy_specs(&["oracle", "pathfactory"]);
    place.write("specs/orders.json", &oracle("Orders").to_string());
    place.write("specs/bad.json", BAD);
    let ran = place.run(&["check", "specs"]).exits_with(1);
    assert_has(&ran.out, &["specs/oracle.json: ok\n", "specs/pathfactory.json: ok\n"]);
    assert_has(&ran.out, &["specs/orders.json: ok (oracle, Basic Authentication)\n"]);
    assert_has(&ran.err, &["error: specs/bad.json:7:15: `/auth/params/port`"]);
}

#[test]
fn the_spec_files_of_the_repository_are_ok() {
    let ran = Place::new().run(&["check".into(), repository("specs")]).exits_with(0);
    assert!(ran.out.lines().count() >= 5, "{ran:#?}");
    assert!(ran.out.lines().all(|line| line.ends_with(": ok")), "{ran:#?}");
}

#[test]
fn two_spec_files_with_one_id_are_told_both() {
    let place = Place::new();
    place.copy_specs(&["oracle"]);
    let text = place.read("specs/oracle.json");
    place.write("specs/oracle-copy.json", &text);
    let ran = place.run(&["check", "specs"]).exits_with(1);
    assert_eq!(ran.err.matches("error[duplicate-id]").count(), 2, "{ran:#?}");
    assert_has(&ran.err, &["specs/oracle.json:3:", "specs/oracle-copy.json:3:", "x-shared-id"]);
}

#[test]
fn a_request_with_a_deprecated_auth_spec_is_ok_with_a_warning() {
    let place = Place::new();
    place.write("old.json", &deprecated().to_string());
    let ran = place.run(&["check", "old.json"]).exits_with(0);
    assert_has(&ran.out, &["old.json: ok (salesforce, Basic Authentication)"]);
    assert_has(&ran.err, &["warning: old.json:", "deprecated", "use OAuth2 Client Credential"]);
}

#[test]
fn as_json_every_finding_has_file_line_column_code_and_help() {
    let place = Place::new();
    place.write("bad.json", BAD);
    place.write("old.json", &deprecated().to_string());
    let ran = place.run(&["check", "--json", "bad.json", "old.json"]).exits_with(1);
    assert_eq!(ran.err, "");
    let found = ran.json();
    let found = found.as_array().unwrap();
    assert_eq!(found.len(), 8, "{found:#?}");
    let port = found.iter().find(|one| one["pointer"] == "/auth/params/port").unwrap();
    assert_eq!(
        (&port["file"], &port["line"], &port["column"]),
        (&"bad.json".into(), &7.into(), &15.into())
    );
    assert_eq!((&port["severity"], &port["code"]), (&"error".into(), &"type".into()));
    assert_eq!(port["help"], "put it in double quotes");
    let warning = found.iter().find(|one| one["severity"] == "warning").unwrap();
    assert_eq!(warning["code"], "deprecated");
}

#[test]
fn as_json_a_mistake_in_a_spec_file_is_a_finding_like_any_other() {
    let place = Place::new();
    place.copy_specs(&["oracle"]);
    let text = place
        .read("specs/oracle.json")
        .replace("\"required\": [\"server\"", "\"required\": [\"sever\"");
    place.write("acme-db.json", &text);
    let found = place.run(&["check", "--json", "acme-db.json"]).exits_with(1).json();
    assert_eq!(found[0]["code"], "missing-property");
    assert_eq!(found[0]["file"], "acme-db.json");
    assert!(found[0]["line"].is_u64() && found[0]["column"].is_u64(), "{found}");
}

#[test]
fn as_json_nothing_wrong_is_an_empty_list() {
    let place = Place::new();
    place.write("orders.json", &oracle("Orders").to_string());
    let found = place.run(&["check", "--json", "orders.json"]).exits_with(0).json();
    assert_eq!(found, Value::Array(Vec::new()));
}

#[test]
fn a_file_that_is_not_there_is_a_failure_of_the_world() {
    let ran = Place::new().run(&["check", "nowhere.json"]).exits_with(3);
    assert_eq!(ran.err, "error: nowhere.json: no such file\n");
    assert_eq!(ran.out, "");
}

#[test]
fn without_a_file_it_was_called_wrong() {
    let ran = Place::new().run(&["check"]).exits_with(2);
    assert_has(&ran.err, &["<FILE>...", "Usage: wellhead check"]);
}

#[test]
fn a_path_that_leads_to_nothing_to_do_is_told() {
    let place = Place::new();
    std::fs::create_dir(place.path("empty")).unwrap();
    place.write("orders.json", &oracle("Orders").to_string());
    let ran = place.run(&["check", "empty"]).exits_with(0);
    assert_has(&ran.err, &["warning: empty: ", "no `*.json`"]);
    for args in [["fmt", "orders.json"].as_slice(), &["fmt", "--check", "orders.json"]] {
        let ran = place.run(args).exits_with(0);
        assert_eq!(ran.err, "warning: orders.json: a request, left as it is\n");
    }
    let ran = place.run(&["fmt", "--json", "empty"]).exits_with(0);
    assert_eq!(ran.err, "warning: empty: a folder without spec files, left as it is\n");
    assert_eq!(ran.json()["files"], serde_json::json!([]));
}
