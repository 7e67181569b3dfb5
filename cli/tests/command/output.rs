//! What is true of the output of every command.

use std::io;
use std::process::Stdio;

use serde_json::json;

use crate::answering::Answering;
use crate::support::{Place, Ran, assert_has, oracle};

/// Calls that print on standard output, on standard error, and on both.
fn calls() -> Vec<Vec<&'static str>> {
    vec![
        vec!["sources"],
        vec!["show", "oracle"],
        vec!["show", "salesfroce"],
        vec!["check", "orders.json", "bad.json", "specs"],
        vec!["create", "--state", "state", "orders.json"],
        vec!["list", "--state", "state"],
        vec!["get", "--state", "state", "77eeb629-f08a-48e2-8c7b-e345e246ff45"],
        vec!["update", "--state", "state", "77eeb629-f08a-48e2-8c7b-e345e246ff45", "--name", "x"],
        vec!["delete", "--state", "state", "77eeb629-f08a-48e2-8c7b-e345e246ff45"],
        vec!["test", "--state", "state", "77eeb629-f08a-48e2-8c7b-e345e246ff45"],
        vec!["explore", "--state", "state", "77eeb629-f08a-48e2-8c7b-e345e246ff45"],
        vec!["list", "--state", "state", "-vvv"],
        vec!["profiles"],
        vec!["generate"],
        vec!["--help"],
        vec!["frobnicate"],
    ]
}

fn place() -> Place {
    let place = Place::new();
    place.write("orders.json", &oracle("Orders").to_string());
    place.write("bad.json", "{}");
    place.copy_specs(&["oracle"]);
    let wrong = place.read("specs/oracle.json").replace("\"version\": \"1.0\",", "");
    place.write("specs/wrong.json", &wrong);
    place.write("broken/broken.json", "{\"id\": ");
    place
}

#[test]
fn piped_output_has_no_escape_codes() {
    let place = place();
    for call in calls() {
        let ran = place.run(&call);
        assert!(!ran.out.is_empty() || !ran.err.is_empty(), "{call:?}");
        assert!(!ran.out.contains('\x1b') && !ran.err.contains('\x1b'), "{call:?}: {ran:#?}");
    }
}

#[test]
fn a_level_that_is_not_understood_is_told_and_stops_nothing() {
    let place = place();
    let run = |level: &str| Ran::of(place.command(&["sources"]).env("RUST_LOG", level));
    for level in ["wellhead=loud", "info=debug=trace"] {
        let ran = run(level).exits_with(0);
        assert_has(&ran.err, &["warning: RUST_LOG is not understood", "info, debug, trace"]);
    }
    for level in ["", "info", "wellhead_client=debug,warn"] {
        assert_eq!(run(level).exits_with(0).err, "", "{level}");
    }
}

#[test]
fn output_is_coloured_when_that_is_forced_unless_no_color_is_set() {
    let place = place();
    let run = |call: &[&str], no_color: &str| {
        Ran::of(place.command(call).env("CLICOLOR_FORCE", "1").env("NO_COLOR", no_color))
    };
    for call in [["show", "oracle"], ["check", "bad.json"], ["check", "specs"]] {
        let ran = run(&call, "");
        assert!(ran.out.contains('\x1b') || ran.err.contains('\x1b'), "{call:?}: {ran:#?}");
        let ran = run(&call, "1");
        assert!(!ran.out.contains('\x1b') && !ran.err.contains('\x1b'), "{call:?}: {ran:#?}");
    }
}

#[test]
fn no_line_of_the_tables_ends_in_spaces() {
    let place = place();
    place.run(&["create", "--state", "state", "orders.json"]).exits_with(0);
    for call in [vec!["sources"], vec!["show", "oracle"], vec!["list", "--state", "state"]] {
        let ran = place.run(&call).exits_with(0);
        assert!(ran.out.lines().all(|line| line == line.trim_end()), "{}", ran.out);
    }
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let place = place();
    for call in
        [vec!["sources"], vec!["show", "oracle"], vec!["schema"], vec!["completions", "bash"]]
    {
        let ran = place.run_unread(&call).exits_with(0);
        assert_eq!(ran.err, "", "{call:?}");
    }
}

#[test]
fn a_reader_that_goes_away_makes_nothing_good_that_is_wrong() {
    let place = place();
    let oracle = place.read("specs/oracle.json");
    place.write("old/oracle.json", &oracle);
    place.write("new/oracle.json", &oracle.replace("Connects to", "Leads to").replace("  ", " "));
    for (call, told) in [
        (vec!["check", "orders.json", "bad.json"], "bad.json:1:1: "),
        (vec!["check", "specs/oracle.json", "specs/wrong.json"], "specs/wrong.json:"),
        (vec!["check", "--json", "bad.json"], ""),
        (vec!["fmt", "--check", "new"], "not in canonical form"),
        (vec!["fmt", "--check", "--json", "new", "broken"], "broken/broken.json:1:"),
        (vec!["generate", "--check", "--specs", "old"], "is out of date"),
        (vec!["diff", "--fail-on", "any", "old", "new"], "change"),
    ] {
        let ran = place.run_unread(&call).exits_with(1);
        assert_has(&ran.err, &[told]);
    }
    let service = Answering::with(&json!({"result": false, "message": "no such host"}));
    let test = service.command(&place, &["test", "some-id", "--json"]);
    assert_eq!(Ran::unread(test).exits_with(3).err, "");
}

/// Names come from requests, which anybody may have written.
#[test]
fn no_character_of_a_name_acts_on_the_terminal() {
    let place = Place::new();
    place.write("r.json", &oracle("a\u{1b}[2Jb\u{202e}c").to_string());
    let ran = place.run(&["create", "--state", "state", "r.json"]).exits_with(0);
    assert_has(&ran.out, &["created a\\u{1b}[2Jb\\u{202e}c"]);
}

/// What a service says may come from anybody who can name a table.
#[test]
fn no_character_of_what_the_service_says_acts_on_the_terminal() {
    let place = Place::new();
    let evil = "a\u{1b}[2Jb\u{7}\r\u{202e}c";
    // Ids, states and messages are shown by the client already, with spaces.
    let seen = ["a\\u{1b}[2Jb\\u{7}\\u{d}\\u{202e}c", "a [2Jb   c"];
    let connection = json!({
        "id": evil, "name": evil, "description": format!("{evil}\n{evil}"), "etag": evil,
        "state": evil, "sandboxName": evil, "auth": {"specName": evil},
        "connectionSpec": {"id": evil, "version": "1.0"},
    });
    let entry = json!({"type": evil, "name": evil, "path": evil});
    let column = json!({"name": evil, "type": evil});
    for (answer, call, count, code) in [
        (json!({"items": [connection]}), vec!["list"], 5, 0),
        (json!({"items": [connection]}), vec!["get", "some-id"], 9, 0),
        (json!([entry]), vec!["explore", "some-id"], 3, 0),
        (
            json!({"format": "flat", "schema": {"columns": [column]}}),
            vec!["explore", "some-id", "--table", "t"],
            2,
            0,
        ),
        (json!({"result": true, "message": evil}), vec!["test", "some-id"], 1, 0),
        (json!({"result": false, "message": evil}), vec!["test", "some-id"], 1, 3),
    ] {
        let ran = Answering::with(&answer).run(&place, &call).exits_with(code);
        let told = format!("{}{}", ran.out, ran.err);
        let count_of = |seen| told.matches(seen).count();
        assert_eq!(seen.map(count_of).into_iter().sum::<usize>(), count, "{call:?}: {told:?}");
        assert!(told.chars().all(|char| char == '\n' || !char.is_control()), "{told:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn results_that_can_not_be_printed_are_told_beside_what_is_wrong() {
    let place = place();
    let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
    let mut command = place.command(&["check", "--json", "bad.json"]);
    let child = command.stdin(Stdio::null()).stdout(full).stderr(Stdio::piped()).spawn().unwrap();
    let ran = Ran::from(child.wait_with_output().unwrap()).exits_with(1);
    assert_has(&ran.err, &["error: standard output: "]);
}

#[test]
fn an_error_that_nobody_reads_still_has_its_exit_code() {
    let place = place();
    for (call, code) in
        [(["show", "salesfroce"], 1), (["check", "bad.json"], 1), (["check", "nowhere"], 3)]
    {
        let (reader, writer) = io::pipe().unwrap();
        drop(reader);
        let mut command = place.command(&call);
        let status =
            command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(writer).status().unwrap();
        assert_eq!(status.code(), Some(code), "{call:?}");
    }
}
