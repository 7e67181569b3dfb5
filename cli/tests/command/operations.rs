//! `wellhead list` with filters, `update`, `delete`, `test`, `explore` and `specs pull`.

use std::fs;

use serde_json::{Value, json};

use crate::serve::Serving;
use crate::support::{Place, Ran, assert_has, created, deprecated, oracle, repository};

fn with_state<'a>(args: &[&'a str]) -> Vec<&'a str> {
    [args, &["--state", "state"]].concat()
}

fn run(place: &Place, args: &[&str]) -> Ran {
    place.run(&with_state(args))
}

fn etag(place: &Place, id: &str) -> String {
    let found = run(place, &["get", "--json", id]).exits_with(0).json();
    found["etag"].as_str().unwrap().to_owned()
}

#[test]
fn a_list_has_what_fits_all_filters() {
    let place = Place::new();
    created(&place, "Orders");
    let id = created(&place, "Sales");
    place.write("old.json", &deprecated().to_string());
    run(&place, &["create", "old.json"]).exits_with(0);
    let listed = |more: &[&str]| {
        let listed = run(&place, &[&["list", "--json"], more].concat()).exits_with(0).json();
        let names = listed.as_array().unwrap().iter().map(|one| one["name"].to_string());
        names.collect::<Vec<_>>()
    };
    assert_eq!(listed(&["--name", "Sales"]), ["\"Sales\""]);
    assert_eq!(listed(&["--source", "salesforce"]), ["\"Old login\""]);
    assert_eq!(listed(&["--source", "oracle", "--name", "Old login"]), [""; 0]);
    assert_eq!(listed(&["--filter", &format!("id=={id}")]), ["\"Sales\""]);
    assert_eq!(listed(&["--order", "createdAt", "--limit", "1"]), ["\"Orders\""]);
    assert_eq!(listed(&["--order", "-createdAt", "--limit", "1"]), ["\"Old login\""]);
    let ran = run(&place, &["list", "--name", "Nobody"]).exits_with(0);
    assert_eq!((ran.out.as_str(), ran.err.as_str()), ("", "no connection fits\n"));
    let ran = run(&place, &["list", "--source", "orcle"]).exits_with(1);
    assert_has(&ran.err, &["`orcle` is no known source; did you mean `oracle`?"]);
}

#[test]
fn a_connection_has_the_service_s_own_members_but_for_its_params() {
    let place = Place::new();
    let id = created(&place, "Orders");
    let found = run(&place, &["get", "--json", &id]).exits_with(0).json();
    assert_eq!(run(&place, &["list", "--json"]).exits_with(0).json(), json!([found]));
    assert_eq!(found["auth"], json!({"specName": "Basic Authentication"}));
    assert_eq!(
        (&found["imsOrgId"], &found["sandboxName"]),
        (&"local@AdobeOrg".into(), &"local".into())
    );
    assert!(found["sandboxId"].is_string(), "{found}");
}

/// PathFactory and Salesforce Marketing Cloud have one connection spec id, with a specName each; two sources of LinkedIn and
/// SugarCRM have both in common.
#[test]
fn a_source_is_told_from_another_of_the_same_id() {
    let place = Place::new();
    let mut files = Vec::new();
    for slug in ["pathfactory", "salesforce-marketing-cloud", "linkedin-ads"] {
        let text = fs::read_to_string(repository("examples").join(format!("{slug}.json"))).unwrap();
        let mut request: Value = serde_json::from_str(&text).unwrap();
        request["name"] = slug.into();
        files.push(format!("{slug}.json"));
        place.write(&files[files.len() - 1], &request.to_string());
    }
    let args = ["create"].into_iter().chain(files.iter().map(String::as_str));
    run(&place, &args.collect::<Vec<_>>()).exits_with(0);
    for (slug, name) in [
        ("pathfactory", "pathfactory"),
        ("salesforce-marketing-cloud", "salesforce-marketing-cloud"),
        ("linkedin-ads", "linkedin-ads"),
        ("sugarcrm-events", "linkedin-ads"),
    ] {
        let args = ["list", "--json", "--limit", "1", "--source", slug];
        let listed = run(&place, &args).exits_with(0).json();
        let found: Vec<_> = listed.as_array().unwrap().iter().map(|one| &one["name"]).collect();
        assert_eq!(found, [name], "{slug}");
    }
    let shown = run(&place, &["list", "--source", "linkedin-ads"]).exits_with(0).out;
    assert_has(&shown, &["linkedin-ads", " or sugarcrm-", ", OAuth2 Refresh Code"]);
}

#[test]
fn a_name_is_found_as_it_is_whatever_it_means_in_a_filter() {
    let place = Place::new();
    let names =
        ["a,b", "a", "b", "say \"hi\"", "\"q\"", " x", "x", "=x", "~x", "<x", ">x", "x==x", "A"];
    let files: Vec<String> = (0..names.len()).map(|number| format!("{number}.json")).collect();
    for (file, name) in files.iter().zip(names) {
        place.write(file, &oracle(name).to_string());
    }
    let args = ["create"].into_iter().chain(files.iter().map(String::as_str));
    run(&place, &args.collect::<Vec<_>>()).exits_with(0);
    for name in names {
        let args = ["list", "--json", "--limit", "1", "--name", name];
        let listed = run(&place, &args).exits_with(0).json();
        let found: Vec<_> = listed.as_array().unwrap().iter().map(|one| &one["name"]).collect();
        assert_eq!(found, [name]);
    }
}

#[test]
fn a_state_that_there_is_not_is_told_as_a_filter_s() {
    let ran = run(&Place::new(), &["list", "--filter", "state==nope"]).exits_with(3);
    assert_has(&ran.err, &["1456", "nope", "check the filters"]);
    let ran = run(&Place::new(), &["list", "--filter", "name"]).exits_with(2);
    assert_has(&ran.err, &["--filter", "compares nothing", "PROPERTY==VALUE"]);
}

#[test]
fn a_url_that_leads_past_the_service_is_told_as_such() {
    let place = Place::new();
    let serving = Serving::start(&place);
    let url = &serving.variables.iter().find(|(name, _)| name == "WELLHEAD_URL").unwrap().1;
    let (root, _) = url.trim_matches('"').split_once("/data").unwrap();
    let ran = serving.run(&place, &["list", "--url", root]).exits_with(3);
    assert_has(&ran.err, &["404", "check the URL: ", "ends in `/data/foundation/flowservice`"]);
    assert!(!ran.err.contains("check the id"), "{}", ran.err);
}

#[test]
fn a_list_of_many_pages_is_whole_and_one_table() {
    let place = Place::new();
    let files: Vec<String> = (0..130).map(|number| format!("{number}.json")).collect();
    for file in &files {
        place.write(file, &oracle(file).to_string());
    }
    let args = ["create", "--at-once", "16"].into_iter().chain(files.iter().map(String::as_str));
    run(&place, &args.collect::<Vec<_>>()).exits_with(0);
    let listed = run(&place, &["list"]).exits_with(0).out;
    assert_eq!(listed.lines().count(), 131);
    let columns = listed.lines().map(|line| line.find("oracle, ").or(line.find("SOURCE")));
    assert_eq!(columns.collect::<std::collections::HashSet<_>>().len(), 1, "{listed}");
    let listed = run(&place, &["list", "--json"]).exits_with(0).json();
    assert_eq!(listed.as_array().unwrap().len(), 130);
    let listed = run(&place, &["list", "--json", "--limit", "120"]).exits_with(0).json();
    assert_eq!(listed.as_array().unwrap().len(), 120);
}

#[test]
fn an_update_changes_what_it_names_and_moves_the_etag() {
    let place = Place::new();
    let id = created(&place, "Orders");
    let before = etag(&place, &id);
    let ran = run(&place, &["update", &id, "--name", "Sales", "--description", "nightly"]);
    assert_has(&ran.exits_with(0).out, &[&format!("updated {id}"), "  etag  \""]);
    let found = run(&place, &["get", "--json", &id]).exits_with(0).json();
    assert_eq!((&found["name"], &found["description"]), (&"Sales".into(), &"nightly".into()));
    assert_ne!(found["etag"], before.as_str());
    let told = run(&place, &["update", "--json", &id, "--name", "Again"]).exits_with(0).json();
    assert_eq!(told, json!({"id": id, "etag": etag(&place, &id)}));
}

#[test]
fn an_update_of_params_takes_them_whole_and_follows_references() {
    let place = Place::new();
    let id = created(&place, "Orders");
    let mut request = oracle("Any name");
    request["auth"]["params"]["password"] = "${env:NEW_PASSWORD}".into();
    place.write("new.json", &request.to_string());
    let args = with_state(&["update", &id, "--params", "new.json"]);
    let ran = Ran::of(&mut place.command(&args)).exits_with(1);
    assert_has(&ran.err, &["`/auth/params/password`", "NEW_PASSWORD", "not set"]);
    let before = etag(&place, &id);
    Ran::of(place.command(&args).env("NEW_PASSWORD", "p-48-not-shown")).exits_with(0);
    assert_ne!(etag(&place, &id), before);
    let found = run(&place, &["get", "--json", &id]).exits_with(0).json();
    assert_eq!(found["name"], "Orders");
}

#[test]
fn params_of_another_source_or_auth_spec_are_refused_and_nothing_is_sent() {
    let place = Place::new();
    let id = created(&place, "Orders");
    let before = etag(&place, &id);
    place.write("old.json", &deprecated().to_string());
    let ran = run(&place, &["update", &id, "--params", "old.json"]).exits_with(1);
    assert_has(&ran.err, &["a connection keeps its connection spec"]);
    assert_eq!(etag(&place, &id), before);
}

#[test]
fn an_update_with_an_etag_that_is_old_is_refused_with_who_changed_it() {
    let place = Place::new();
    let id = created(&place, "Orders");
    let old = etag(&place, &id);
    run(&place, &["update", &id, "--name", "Sales"]).exits_with(0);
    let ran = run(&place, &["update", &id, "--name", "Mine", "--etag", &old]).exits_with(3);
    assert_has(&ran.err, &["412"]);
    let found = run(&place, &["get", "--json", &id]).exits_with(0).json();
    assert_eq!(found["name"], "Sales");
}

#[test]
fn an_update_of_nothing_is_called_wrong() {
    let ran = Place::new().run(&["update", "some-id"]).exits_with(2);
    assert_has(&ran.err, &["--name", "--description", "--params"]);
}

#[test]
fn a_connection_without_an_etag_yet_is_told_with_its_state() {
    let place = Place::new();
    place.write("orders.json", &oracle("Orders").to_string());
    let serving = Serving::start_with(&place, &["--creation-time", "3600"]);
    let told = serving.run(&place, &["create", "--json", "orders.json"]).exits_with(0).json();
    let id = told[0]["id"].as_str().unwrap();
    let ran = serving.run(&place, &["update", id, "--name", "x"]).exits_with(3);
    assert_has(&ran.err, &["has no etag yet: it is initializing"]);
}

#[test]
fn what_is_deleted_is_gone_and_one_that_is_not_there_stops_no_other() {
    let place = Place::new();
    let (first, second) = (created(&place, "Orders"), created(&place, "Sales"));
    let ran = run(&place, &["delete", &first]).exits_with(0);
    assert_eq!(ran.out, format!("deleted {first}\n"));
    let ran = run(&place, &["delete", "--json", &first, &second]).exits_with(3);
    let results: Vec<Value> =
        ran.json().as_array().unwrap().iter().map(|one| one["result"].clone()).collect();
    assert_eq!(results, ["failed", "deleted"]);
    assert_has(&ran.err, &[&format!("error: {first}: "), "404"]);
    let third = created(&place, "Returns");
    let ran = run(&place, &["delete", &third, &third]).exits_with(0);
    assert_eq!(ran.out, format!("deleted {third}\n"));
    assert_eq!(run(&place, &["list", "--json"]).exits_with(0).json(), json!([]));
}

#[test]
fn a_reader_that_goes_away_stops_no_delete_and_hides_no_failure() {
    let place = Place::new();
    let ids = ["Orders", "Sales", "Returns"].map(|name| created(&place, name));
    let [first, second, third] = &ids;
    let ran = place.run_unread(&with_state(&["delete", "--yes", first, "no-such-id", second]));
    assert_has(&ran.exits_with(3).err, &["error: no-such-id: ", "404"]);
    place.run_unread(&with_state(&["delete", "--yes", third])).exits_with(0);
    assert_eq!(run(&place, &["list", "--json"]).exits_with(0).json(), json!([]));
}

#[test]
fn a_test_that_passes_says_so() {
    let place = Place::new();
    let id = created(&place, "Orders");
    assert_eq!(run(&place, &["test", &id]).exits_with(0).out, "passed\n");
    assert_eq!(run(&place, &["test", "--json", &id]).exits_with(0).json()["result"], true);
}

#[test]
fn exploring_shows_tables_and_then_columns() {
    let place = Place::new();
    let id = created(&place, "Orders");
    let top = run(&place, &["explore", &id]).exits_with(0).out;
    assert_has(&top, &["TYPE", "table", "orders", "previewed, explored"]);
    let columns = run(&place, &["explore", &id, "--table", "orders"]).exits_with(0).out;
    assert_has(columns.lines().next().unwrap(), &["COLUMN", "TYPE"]);
    let json = run(&place, &["explore", &id, "--table", "orders", "--json"]).exits_with(0).json();
    assert!(json["schema"]["columns"].is_array(), "{json}");
    let ran = run(&place, &["explore", &id, "--table", "nothing"]).exits_with(3);
    assert_has(&ran.err, &["refused to explore"]);
    run(&place, &["explore", &id, "--table", "a", "--folder", "b"]).exits_with(2);
    let top = run(&place, &["explore", &id]).exits_with(0).out;
    assert_eq!(run(&place, &["explore", &id, "--folder", "/"]).exits_with(0).out, top);
}

#[test]
fn live_specs_become_spec_files_that_check_takes() {
    let place = Place::new();
    let ran = run(&place, &["specs", "pull", "--name", "oracle", "--out", "live"]).exits_with(0);
    assert_eq!(ran.out, "imported live/oracle.json\n");
    let spec: Value = serde_json::from_str(&place.read("live/oracle.json")).unwrap();
    assert_eq!(spec["id"], "d6b52d86-f0f8-475f-89d4-ce54c8527328");
    place.run(&["check", "live"]).exits_with(0);
    let args = ["specs", "pull", "--name", "oracle", "--out", "live", "--json"];
    let told = run(&place, &args).exits_with(0).json();
    let unchanged = json!([{"file": "live/oracle.json", "result": "unchanged"}]);
    assert_eq!(told["files"], unchanged);
    let twice = [&args[..], &["--name", "oracle"]].concat();
    assert_eq!(run(&place, &twice).exits_with(0).json()["files"], unchanged);
}

#[test]
fn live_specs_write_over_no_file_that_differs() {
    let place = Place::new();
    place.copy_specs(&["oracle"]);
    let before = place.read("specs/oracle.json");
    let ran = run(&place, &["specs", "pull", "--name", "oracle"]).exits_with(1);
    assert_has(&ran.err, &["specs/oracle.json", "--force"]);
    assert_eq!(place.read("specs/oracle.json"), before);
    run(&place, &["specs", "pull", "--name", "oracle", "--force"]).exits_with(0);
    assert_ne!(place.read("specs/oracle.json"), before);
    let ran = run(&place, &["specs", "pull", "--name", "nothing-of-the-kind"]).exits_with(1);
    assert_has(&ran.err, &["no connection spec `nothing-of-the-kind`", "nothing was written"]);
}

#[test]
fn a_number_that_is_none_is_told_with_what_to_write() {
    let place = Place::new();
    for args in [["list", "--limit", "0"].as_slice(), &["create", "--at-once", "0", "a.json"]] {
        assert_has(&place.run(args).exits_with(2).err, &["write a whole number, 1 or more"]);
    }
    let ran = place.run(&["list", "--limit", "4294967296"]).exits_with(2);
    assert_has(&ran.err, &["write a smaller number"]);
}

#[test]
fn an_update_warns_of_what_is_on_another_cloud() {
    let place = Place::new();
    let id = created(&place, "Orders");
    let shown = place.run(&["show", "google-bigquery", "--example"]).exits_with(0).out;
    place.write("other.json", &shown);
    let args = ["update", &id, "--state", "state", "--params", "other.json"];
    let told = |command: &mut std::process::Command| Ran::of(command).exits_with(1).err;
    assert!(!told(&mut place.command(&args)).contains("alone"));
    let by_variable = told(place.command(&args).env("WELLHEAD_CLOUD", "aws"));
    let by_option = told(place.command(&args).args(["--cloud", "aws"]));
    assert_has(&by_variable, &["exists on azure alone"]);
    assert_eq!(by_variable, by_option);
}
