//! What is true of the output of every command.

use std::io;
use std::process::Stdio;

use crate::support::{Place, Ran, oracle};

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

/// As under `| head -1`, at its earliest: the pipe is closed before the first byte is written.
#[test]
fn a_reader_that_goes_away_is_no_error() {
    let place = place();
    for call in
        [vec!["sources"], vec!["show", "oracle"], vec!["schema"], vec!["completions", "bash"]]
    {
        let (reader, writer) = io::pipe().unwrap();
        drop(reader);
        let mut command = place.command(&call);
        let child =
            command.stdin(Stdio::null()).stdout(writer).stderr(Stdio::piped()).spawn().unwrap();
        let ran = Ran::from(child.wait_with_output().unwrap()).exits_with(0);
        assert_eq!(ran.err, "", "{call:?}");
    }
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
