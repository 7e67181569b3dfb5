//! `wellhead create` with many files.

use serde_json::Value;

use crate::serve::Serving;
use crate::support::{Place, Ran, assert_has, deprecated, oracle};

/// As many requests, in files of their own.
fn write(place: &Place, count: usize) -> Vec<String> {
    let files: Vec<String> = (1..=count).map(|number| format!("r{number}.json")).collect();
    for file in &files {
        place.write(file, &oracle(file).to_string());
    }
    files
}

fn names(listed: &Value) -> Vec<&str> {
    let mut names: Vec<_> =
        listed.as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
    names.sort_unstable();
    names
}

fn create<'a>(files: &'a [String], more: &[&'a str]) -> Vec<&'a str> {
    let start = ["create"].into_iter().chain(more.iter().copied());
    start.chain(files.iter().map(String::as_str)).collect()
}

#[test]
fn many_requests_are_summed_up_by_source_and_auth_spec() {
    let place = Place::new();
    let mut files = write(&place, 3);
    place.write("old.json", &deprecated().to_string());
    files.push("old.json".into());
    let ran = place.run(&create(&files, &["--state", "state"])).exits_with(0);
    assert_eq!(ran.out.lines().filter(|line| line.starts_with("created ")).count(), 4);
    let (_, summary) = ran.out.split_once("\n\n").unwrap();
    let rows: Vec<Vec<&str>> = summary
        .lines()
        .map(|line| line.split("  ").filter(|cell| !cell.is_empty()).map(str::trim).collect())
        .collect();
    assert_eq!(
        rows,
        [
            vec!["SOURCE", "CREATED", "ALREADY CREATED", "FAILED"],
            vec!["oracle, Basic Authentication", "3", "0", "0"],
            vec!["salesforce, Basic Authentication", "1", "0", "0"],
            vec!["all", "4", "0", "0"],
        ]
    );
}

#[test]
fn one_that_fails_stops_no_other_and_is_told() {
    let place = Place::new();
    let files = write(&place, 4);
    // Each try of the second create fails, so that trying again does not help.
    let script = ["creates=ok"].into_iter().chain(["503:none"; 12]).collect::<Vec<_>>().join(",");
    let serving = Serving::start_with(&place, &["--fault-script", &script]);
    let ran = serving.run(&place, &create(&files, &["--at-once", "1", "--json"])).exits_with(3);
    let told = ran.json();
    let results: Vec<&str> =
        told.as_array().unwrap().iter().map(|one| one["result"].as_str().unwrap()).collect();
    assert!(results.contains(&"created") && results.contains(&"failed"), "{told}");
    let failed = told.as_array().unwrap().iter().find(|one| one["result"] == "failed").unwrap();
    let file = failed["file"].as_str().unwrap();
    assert_has(&ran.err, &[&format!("error: {file}: "), "503"]);
    let created = results.iter().filter(|result| **result == "created").count();
    let listed = serving.run(&place, &["list", "--json"]).exits_with(0).json();
    assert_eq!(listed.as_array().unwrap().len(), created);
}

#[test]
fn with_faults_on_the_way_each_is_created_once() {
    let place = Place::new();
    let files = write(&place, 20);
    let faults = ["--fault", "reset-after@creates=0.2", "--fault", "503:none@creates=0.1"];
    let serving = Serving::start_with(&place, &faults);
    serving.run(&place, &create(&files, &["--at-once", "8"])).exits_with(0);
    let listed = serving.run(&place, &["list", "--json"]).exits_with(0).json();
    let mut expected: Vec<&str> = files.iter().map(String::as_str).collect();
    expected.sort_unstable();
    assert_eq!(names(&listed), expected);
}

#[test]
fn with_a_journal_a_second_run_creates_only_what_is_new() {
    let place = Place::new();
    let files = write(&place, 3);
    let more = ["--state", "state", "--journal", "creates.journal", "--json"];
    let first = place.run(&create(&files[..2], &more)).exits_with(0).json();
    let second = place.run(&create(&files, &more)).exits_with(0).json();
    let results: Vec<&Value> =
        second.as_array().unwrap().iter().map(|one| &one["result"]).collect();
    assert_eq!(results, ["alreadyCreated", "alreadyCreated", "created"]);
    assert_eq!(first[0]["id"], second[0]["id"]);
    let listed = place.run(&["list", "--state", "state", "--json"]).exits_with(0).json();
    assert_eq!(names(&listed), ["r1.json", "r2.json", "r3.json"]);
    let ran = place.run(&create(&files, &more[..4])).exits_with(0);
    assert_has(&ran.out, &["already created r1.json"]);
}

#[test]
fn a_journal_is_refused_where_it_was_not_begun() {
    let place = Place::new();
    let files = write(&place, 1);
    let at = |state: &str, more: &[&str]| {
        let args = [&["--state", state, "--journal", "creates.journal"], more].concat();
        place.run(&create(&files, &args))
    };
    at("state", &["--sandbox", "aa"]).exits_with(0);
    for (state, more) in [
        ("state", &["--sandbox", "bb"][..]),
        ("state", &["--sandbox", "aa", "--org", "ACME@AdobeOrg"]),
        ("other", &["--sandbox", "aa"]),
    ] {
        let ran = at(state, more).exits_with(1);
        let own = "creates.journal: this journal is of the sandbox aa of local@AdobeOrg at the stand-in in /";
        assert_has(&ran.err, &[own, "/state, and the creates are for ", "take another journal"]);
        assert_eq!(ran.out, "");
        let list = [&["list", "--json", "--state", state], more].concat();
        assert_eq!(place.run(&list).exits_with(0).json(), serde_json::json!([]));
    }
    assert_has(&at("./state", &["--sandbox", "aa"]).exits_with(0).out, &["already created"]);
    let serving = Serving::start(&place);
    let args = create(&files, &["--journal", "creates.journal"]);
    let ran = serving.run(&place, &args).exits_with(1);
    assert_has(&ran.err, &["and the creates are for ", " at http://127.0.0.1:"]);
}

#[test]
fn a_journal_that_is_none_is_refused_before_anything_is_created() {
    let place = Place::new();
    let files = write(&place, 1);
    let more = ["--state", "state", "--journal", "r1.json"];
    let ran = place.run(&create(&files, &more)).exits_with(1);
    assert_has(&ran.err, &["r1.json:1: this is no line that a journal"]);
    assert!(!place.path("state").exists());
}

#[test]
fn a_journal_that_another_run_keeps_ends_this_one_before_anything_is_sent() {
    let place = Place::new();
    let files = write(&place, 1);
    let more = ["--state", "state", "--journal", "creates.journal"];
    let other = std::fs::File::create(place.path("creates.journal")).unwrap();
    other.lock().unwrap();
    let ran = place.run(&create(&files, &more)).exits_with(3);
    assert_has(&ran.err, &["creates.journal: another run keeps this journal", "wait"]);
    assert!(!place.path("state").exists());
    drop(other);
    place.run(&create(&files, &more)).exits_with(0);
}

#[cfg(unix)]
#[test]
fn a_step_that_can_not_be_written_whole_is_not_written_at_all() {
    let place = Place::new();
    write(&place, 1);
    let serving = Serving::start(&place);
    // The last create that is kept in it failed.
    write(&place, 2);
    serving.run(&place, &["create", "--journal", "creates.journal", "r2.json"]).exits_with(0);
    let begun = place.read("creates.journal");
    let first = begun.lines().next().unwrap();
    let lines = |padding: usize| {
        format!("{first}\n{{\"key\":\"{}\",\"step\":\"failed\"}}\n", "x".repeat(padding))
    };
    let before = lines(1014 - lines(0).len());
    place.write("creates.journal", &before);
    // A block has 512 bytes: ten are left.
    let script = "trap '' XFSZ; ulimit -f 2; exec \"$0\" create --journal creates.journal r1.json";
    let mut shell = std::process::Command::new("sh");
    shell.args(["-c", script]).arg(place.command::<&str>(&[]).get_program());
    shell.current_dir(place.path("")).env("HOME", place.path("home"));
    let ran = Ran::of(shell.envs(serving.variables.iter().cloned())).exits_with(3);
    assert_has(&ran.err, &["creates.journal: the journal can't be read or written"]);
    assert_eq!(place.read("creates.journal"), before);
    let listed = serving.run(&place, &["list", "--json"]).exits_with(0).json();
    assert_eq!(names(&listed), ["r2.json"]);
}

#[test]
fn a_journal_is_for_requests_that_are_known_again_by_their_paths() {
    let place = Place::new();
    let args = ["create", "--state", "state", "--journal", "creates.journal"];
    let input = oracle("Orders").to_string();
    let ran = place.run_with_input(&[&args[..], &["-"]].concat(), &input).exits_with(1);
    assert_has(&ran.err, &["`--journal`", "instead of `-`"]);
    #[cfg(unix)]
    {
        use std::ffi::OsStr;
        use std::os::unix::ffi::OsStrExt;

        let args = args.iter().map(|arg| OsStr::new(*arg));
        let args: Vec<_> = args.chain([OsStr::from_bytes(b"odd-\xff.json")]).collect();
        let ran = place.run(&args).exits_with(1);
        assert_has(&ran.err, &["odd-\u{fffd}.json: `--journal`", "rename it"]);
    }
    assert!(!place.path("state").exists() && !place.path("creates.journal").exists());
}

#[test]
fn a_journal_that_can_not_be_opened_is_the_world_s_fault() {
    let place = Place::new();
    let files = write(&place, 1);
    for journal in ["nowhere/creates.journal", "."] {
        let more = ["--state", "state", "--journal", journal];
        let ran = place.run(&create(&files, &more)).exits_with(3);
        assert_has(&ran.err, &[journal, "the journal can't be read or written"]);
        assert!(!place.path("state").exists());
    }
    #[cfg(unix)]
    {
        let more = ["--state", "state", "--journal", "/dev/null"];
        let ran = place.run(&create(&files, &more)).exits_with(1);
        assert_has(&ran.err, &["/dev/null: a journal is kept in a regular file"]);
        assert!(!place.path("state").exists());
    }
}

#[test]
fn the_same_file_twice_is_refused_before_anything_is_sent() {
    let place = Place::new();
    write(&place, 2);
    let args = ["create", "--state", "state", "r1.json", "r2.json", "r1.json"];
    let ran = place.run(&args).exits_with(1);
    assert_has(&ran.err, &["error: r1.json is given twice"]);
    assert!(!place.path("state").exists());
}

#[test]
fn a_reader_that_goes_away_stops_no_create() {
    let place = Place::new();
    let files = write(&place, 4);
    place.run_unread(&create(&files, &["--state", "state", "--at-once", "1"])).exits_with(0);
    let listed = place.run(&["list", "--state", "state", "--json"]).exits_with(0).json();
    assert_eq!(names(&listed).len(), 4);
}

#[test]
fn no_progress_is_drawn_where_nobody_looks() {
    let place = Place::new();
    let files = write(&place, 3);
    let serving = Serving::start_with(&place, &["--fault", "latency:700ms@creates=1"]);
    let ran = serving.run(&place, &create(&files, &["--at-once", "1"])).exits_with(0);
    assert!(ran.err.lines().all(|line| line.starts_with("warning: ")), "{}", ran.err);
}
