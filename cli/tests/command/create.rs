//! `wellhead create`, `get` and `list` with the embedded stand-in.

use crate::support::{Place, Ran, assert_has, deprecated, oracle};

/// The value of a line such as `  id    77ee…`.
fn value<'t>(text: &'t str, name: &str) -> &'t str {
    let line = text.lines().find(|line| line.trim_start().starts_with(&format!("{name} ")));
    line.unwrap_or_else(|| panic!("no {name} in:\n{text}")).split_whitespace().last().unwrap()
}

fn connections(place: &Place) -> Vec<String> {
    let listed = place.run(&["list", "--state", "state", "--json"]).exits_with(0).json();
    let names = listed.as_array().unwrap().iter();
    names.map(|connection| connection["name"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn what_is_created_is_found_by_later_processes_with_the_same_id_and_etag() {
    let place = Place::new();
    place.write("orders.json", &oracle("Orders").to_string());
    let created = place.run(&["create", "--state", "state", "orders.json"]).exits_with(0);
    assert_has(&created.out, &["created Orders", "oracle, Basic Authentication"]);
    let (id, etag) = (value(&created.out, "id"), value(&created.out, "etag"));

    let found = place.run(&["get", "--state", "state", id]).exits_with(0).out;
    assert_eq!((value(&found, "id"), value(&found, "etag")), (id, etag));
    assert_has(&found, &["Orders", "oracle, Basic Authentication", "enabled", "local"]);

    let listed = place.run(&["list", "--state", "state"]).exits_with(0).out;
    assert_eq!(listed.lines().count(), 2, "{listed}");
    assert_has(listed.lines().nth(1).unwrap(), &[id, "Orders", "oracle", "enabled"]);
}

#[test]
fn as_json_create_get_and_list_tell_the_same_connection() {
    let place = Place::new();
    place.write("orders.json", &oracle("Orders").to_string());
    let created =
        place.run(&["create", "--state", "state", "--json", "orders.json"]).exits_with(0).json();
    let created = &created[0];
    assert_eq!((&created["file"], &created["name"]), (&"orders.json".into(), &"Orders".into()));
    assert_eq!(created["source"], "oracle");
    assert_eq!(created["specName"], "Basic Authentication");
    let id = created["id"].as_str().unwrap();
    let found = place.run(&["get", "--state", "state", "--json", id]).exits_with(0).json();
    assert_eq!((&found["id"], &found["etag"]), (&created["id"], &created["etag"]));
    assert_eq!(found["connectionSpec"]["id"], "d6b52d86-f0f8-475f-89d4-ce54c8527328");
    let listed = place.run(&["list", "--state", "state", "--json"]).exits_with(0).json();
    assert_eq!(listed[0]["id"], created["id"]);
}

#[test]
fn several_requests_are_created_each_with_an_id_of_its_own_and_told_in_their_order() {
    let place = Place::new();
    place.write("a.json", &oracle("First").to_string());
    place.write("b.json", &oracle("Second").to_string());
    let created = place
        .run(&["create", "--state", "state", "--json", "a.json", "b.json"])
        .exits_with(0)
        .json();
    assert_eq!((&created[0]["name"], &created[1]["name"]), (&"First".into(), &"Second".into()));
    assert_ne!(created[0]["id"], created[1]["id"]);
    let mut names = connections(&place);
    names.sort();
    assert_eq!(names, ["First", "Second"]);
}

#[test]
fn one_wrong_request_among_several_and_none_is_created() {
    let place = Place::new();
    place.write("a.json", &oracle("First").to_string());
    place.write("b.json", &oracle("Second").to_string().replace("\"1521\"", "1521"));
    place.write("c.json", &oracle("Third").to_string().replace("aep", ""));
    let ran =
        place.run(&["create", "--state", "state", "a.json", "b.json", "c.json"]).exits_with(1);
    assert_eq!(ran.out, "");
    assert_has(
        &ran.err,
        &["b.json:1:", "`/auth/params/port`", "c.json:1:", "`/auth/params/username` is empty"],
    );
    assert_eq!(connections(&place), [""; 0]);
}

#[test]
fn a_request_file_that_is_not_there_is_a_failure_of_the_world_and_nothing_is_created() {
    let place = Place::new();
    place.write("a.json", &oracle("First").to_string());
    let ran = place.run(&["create", "--state", "state", "a.json", "nowhere.json"]).exits_with(3);
    assert_eq!(ran.err, "error: nowhere.json: no such file\n");
    assert_eq!(connections(&place), [""; 0]);
}

#[test]
fn a_request_is_read_from_standard_input() {
    let place = Place::new();
    let ran =
        place.run_with_input(&["create", "--state", "state", "-"], &oracle("Piped").to_string());
    assert_has(&ran.exits_with(0).out, &["created Piped"]);
    assert_eq!(connections(&place), ["Piped"]);
}

#[test]
fn a_dry_run_prints_the_request_with_its_secrets_masked_and_creates_nothing() {
    let place = Place::new();
    place.write("orders.json", &oracle("Orders").to_string());
    let ran = place.run(&["create", "--state", "state", "--dry-run", "orders.json"]).exits_with(0);
    let shown = ran.json();
    let mut expected = oracle("Orders");
    expected["auth"]["params"]["password"] = "[secret]".into();
    assert_eq!(shown, expected);
    assert!(!place.path("state").exists());
}

#[test]
fn a_dry_run_of_a_wrong_request_fails_like_the_real_one() {
    let place = Place::new();
    place.write("bad.json", "{}");
    let ran = place.run(&["create", "--dry-run", "bad.json"]).exits_with(1);
    assert_has(&ran.err, &["bad.json:1:1: `/name` is missing", "`/connectionSpec` is missing"]);
}

#[test]
fn a_deprecated_auth_spec_is_created_with_a_warning() {
    let place = Place::new();
    place.write("old.json", &deprecated().to_string());
    let ran = place.run(&["create", "--state", "state", "old.json"]).exits_with(0);
    assert_has(&ran.out, &["created Old login"]);
    assert_has(&ran.err, &["warning: old.json:", "deprecated", "use OAuth2 Client Credential"]);
}

#[test]
fn without_a_state_folder_the_one_of_the_user_is_taken() {
    let place = Place::new();
    place.write("orders.json", &oracle("Orders").to_string());
    let data = place.path("data");
    let run =
        |args: &[&str]| Ran::of(place.command(args).env("XDG_DATA_HOME", &data)).exits_with(0);
    run(&["create", "orders.json"]);
    assert!(data.join("wellhead").is_dir());
    assert_has(&run(&["list"]).out, &["Orders"]);
    assert!(!place.path("home").exists());
}

#[test]
fn without_a_data_folder_the_home_folder_has_one() {
    let place = Place::new();
    place.write("orders.json", &oracle("Orders").to_string());
    place.run(&["create", "orders.json"]).exits_with(0);
    assert!(place.path("home/.local/share/wellhead").is_dir());
}

#[test]
fn the_state_folder_may_come_from_a_variable() {
    let place = Place::new();
    place.write("orders.json", &oracle("Orders").to_string());
    let mut command = place.command(&["create", "orders.json"]);
    Ran::of(command.env("WELLHEAD_STATE", place.path("state"))).exits_with(0);
    assert_eq!(connections(&place), ["Orders"]);
}

#[test]
fn each_sandbox_has_its_own_connections() {
    let place = Place::new();
    place.write("orders.json", &oracle("Orders").to_string());
    place.run(&["create", "--state", "state", "--sandbox", "dev", "orders.json"]).exits_with(0);
    assert_eq!(connections(&place), [""; 0]);
    let listed = place.run(&["list", "--state", "state", "--sandbox", "dev"]).exits_with(0);
    assert_has(&listed.out, &["Orders"]);
}

#[test]
fn an_empty_list_says_how_to_make_the_first_connection() {
    let ran = Place::new().run(&["list", "--state", "state"]).exits_with(0);
    assert_has(&ran.err, &["no connections yet", "wellhead create"]);
    assert_eq!(ran.out, "");
}

#[test]
fn an_unknown_id_is_refused_with_what_to_look_at() {
    let ran =
        Place::new().run(&["get", "--state", "state", "77eeb629-f08a-48e2-8c7b-e345e246ff45"]);
    let ran = ran.exits_with(3);
    assert_has(&ran.err, &["404", "check the id and the sandbox"]);
    assert_eq!(ran.out, "");
}

#[test]
fn a_state_folder_that_can_not_be_one_is_told_by_its_name() {
    let place = Place::new();
    place.write("orders.json", &oracle("Orders").to_string());
    let ran = place.run(&["create", "--state", "orders.json", "orders.json"]).exits_with(3);
    assert_has(&ran.err, &["can't keep its state in orders.json", "choose another folder"]);
}

#[cfg(unix)]
#[test]
fn a_state_folder_may_be_called_as_what_is_a_url_to_sqlite() {
    let place = Place::new();
    place.write("orders.json", &oracle("Orders").to_string());
    for folder in ["file:state", "file:state?mode=memory&x="] {
        place.run(&["create", "--state", folder, "orders.json"]).exits_with(0);
        let listed = place.run(&["list", "--state", folder]).exits_with(0).out;
        assert_has(&listed, &["Orders"]);
    }
}
