//! What happens on a terminal only: questions, and progress.

use std::process::Command;
use std::thread::sleep;
use std::time::{Duration, Instant};

use rexpect::session::{PtySession, spawn_command};
use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcsetattr};

use serde_json::json;

use crate::answering::Answering;
use crate::serve::Serving;
use crate::support::{Place, created, oracle};

const PATIENCE: Option<u64> = Some(30_000);

fn on_a_terminal(command: Command) -> PtySession {
    spawn_command(command, PATIENCE).unwrap()
}

/// Makes the terminal show what is typed, as a person's does; the one of a test is made without.
fn echo(session: &PtySession) {
    let terminal = session.process().get_file_handle().unwrap();
    let mut modes = tcgetattr(&terminal).unwrap();
    modes.local_modes.insert(LocalModes::ECHO);
    tcsetattr(&terminal, OptionalActions::Now, &modes).unwrap();
}

/// Waits until the terminal no longer shows what is typed.
fn until_hidden(session: &PtySession) {
    let terminal = session.process().get_file_handle().unwrap();
    let started = Instant::now();
    while tcgetattr(&terminal).unwrap().local_modes.contains(LocalModes::ECHO) {
        assert!(started.elapsed() < Duration::from_secs(60), "what is typed is shown");
        sleep(Duration::from_millis(5));
    }
}

/// Waits for the end, and returns what was on the terminal since.
fn ends(mut session: PtySession, code: i32) -> String {
    let rest = session.exp_eof().unwrap();
    let status = format!("{:?}", session.process().wait().unwrap());
    assert!(status.ends_with(&format!(", {code})")), "{status}: {rest}");
    rest
}

#[test]
fn missing_params_are_asked_for_and_secrets_are_not_shown_as_they_are_typed() {
    let place = Place::new();
    let mut request = oracle("Orders");
    let params = request["auth"]["params"].as_object_mut().unwrap();
    params.remove("password");
    params.remove("username");
    request.as_object_mut().unwrap().remove("name");
    place.write("orders.json", &request.to_string());
    let mut session = on_a_terminal(place.command(&["create", "--state", "state", "orders.json"]));
    session.exp_string("orders.json lacks what is required").unwrap();
    session.exp_string("name").unwrap();
    session.exp_string(": ").unwrap();
    echo(&session);
    session.send_line("From a terminal").unwrap();
    let mut seen = session.exp_string("username").unwrap();
    seen += &session.exp_string(": ").unwrap();
    session.send_line("zq46shown").unwrap();
    seen += &session.exp_string("password").unwrap();
    seen += &session.exp_string(": ").unwrap();
    until_hidden(&session);
    session.send_line("zq47planted").unwrap();
    seen += &session.exp_string("created From a terminal").unwrap();
    seen += &ends(session, 0);
    assert!(seen.contains("zq46") && !seen.contains("zq47"), "{seen}");
}

#[test]
fn ctrl_c_at_a_hidden_prompt_leaves_a_terminal_that_shows_what_is_typed() {
    let place = Place::new();
    let mut request = oracle("Orders");
    request["auth"]["params"].as_object_mut().unwrap().remove("password");
    request.as_object_mut().unwrap().remove("name");
    place.write("orders.json", &request.to_string());
    let mut session = on_a_terminal(place.command(&["create", "--state", "state", "orders.json"]));
    session.exp_string("name").unwrap();
    session.exp_string(": ").unwrap();
    echo(&session);
    session.send_line("Orders").unwrap();
    session.exp_string("password").unwrap();
    session.exp_string(": ").unwrap();
    until_hidden(&session);
    let terminal = session.process().get_file_handle().unwrap();
    session.send_control('c').unwrap();
    // Where the tests are run with signals from the keyboard ignored, so is this command: then it ends by an error.
    let status = format!("{:?}", session.process().wait().unwrap());
    assert!(status.contains("SIGINT") || status.contains(", 3)"), "{status}");
    let modes = tcgetattr(&terminal).unwrap().local_modes;
    assert!(modes.contains(LocalModes::ECHO | LocalModes::ICANON | LocalModes::ISIG), "{modes:?}");
    assert!(!place.path("state").exists());
}

#[test]
fn an_answer_that_breaks_a_rule_is_asked_for_again_with_the_reason() {
    let place = Place::new();
    let mut request = oracle("Orders");
    let params = request["auth"]["params"].as_object_mut().unwrap();
    params.remove("port");
    params.remove("schema");
    place.write("orders.json", &request.to_string());
    let mut session = on_a_terminal(place.command(&["create", "--state", "state", "orders.json"]));
    session.exp_string("port").unwrap();
    session.exp_string(": ").unwrap();
    session.send_line("fifteen").unwrap();
    session.exp_string("does not fit the pattern").unwrap();
    session.exp_string("port").unwrap();
    session.exp_string(": ").unwrap();
    session.send_line("1521").unwrap();
    session.exp_string("schema").unwrap();
    session.exp_string(": ").unwrap();
    session.send_line("SALES").unwrap();
    session.exp_string("created Orders").unwrap();
    ends(session, 0);
}

#[test]
fn what_is_wrong_beyond_what_is_missing_is_told_and_nothing_asked() {
    let place = Place::new();
    let mut request = oracle("Orders");
    let params = request["auth"]["params"].as_object_mut().unwrap();
    params.remove("password");
    params.insert("port".into(), 1521.into());
    place.write("orders.json", &request.to_string());
    let session = on_a_terminal(place.command(&["create", "--state", "state", "orders.json"]));
    let seen = ends(session, 1);
    assert!(seen.contains("`/auth/params/port`") && !seen.contains("lacks what"), "{seen}");
}

#[test]
fn a_connection_string_that_lacks_a_part_is_told_and_not_asked_for_once_more() {
    let place = Place::new();
    let mut request = oracle("Orders");
    request["auth"] = json!({ "specName": "ConnectionString", "params": {
        "connectionString": "Host=db.acme.example;Sid=ORCL;User Id=aep;Password=x",
    }});
    place.write("orders.json", &request.to_string());
    let session = on_a_terminal(place.command(&["create", "--state", "state", "orders.json"]));
    let seen = ends(session, 1);
    assert!(seen.contains("has no `Port`") && !seen.contains("lacks what"), "{seen}");
}

#[test]
fn every_file_is_judged_before_the_first_question() {
    let place = Place::new();
    let mut request = oracle("Orders");
    request["auth"]["params"].as_object_mut().unwrap().remove("password");
    place.write("orders.json", &request.to_string());
    place.write("broken.json", "{");
    for other in ["broken.json", "nowhere.json"] {
        let args = ["create", "--state", "state", "orders.json", other];
        let mut session = on_a_terminal(place.command(&args));
        let seen = session.exp_eof().unwrap();
        assert!(seen.contains(other) && seen.contains("/auth/params/password"), "{seen}");
        assert!(!seen.contains("lacks what"), "{seen}");
    }
}

#[test]
fn an_answer_means_what_it_would_mean_in_the_file() {
    let place = Place::new();
    let mut request = oracle("Orders");
    let params = request["auth"]["params"].as_object_mut().unwrap();
    params.remove("password");
    params.remove("username");
    place.write("orders.json", &request.to_string());
    let mut command = place.command(&["create", "--state", "state", "orders.json"]);
    command.env("ORACLE_PASSWORD", "p-47-not-shown");
    let mut session = on_a_terminal(command);
    for (param, answer, told) in [
        ("username", "${env:ORACLE_PASSWORD}", "has a reference, and is no secret"),
        ("username", "aep", "password"),
        ("", "${env:NOT_SET}", "the variable NOT_SET, which is not set"),
        ("password", "${env:ORACLE", "without its `}`"),
        ("password", "${cmd:touch ran}", "--allow-cmd"),
        ("password", "${env:ORACLE_PASSWORD}", "created Orders"),
    ] {
        session.exp_string(param).unwrap();
        session.exp_string(": ").unwrap();
        session.send_line(answer).unwrap();
        session.exp_string(told).unwrap();
    }
    ends(session, 0);
    assert!(!place.path("ran").exists());
}

#[test]
fn deleting_asks_first_and_takes_a_no() {
    let place = Place::new();
    let id = created(&place, "Orders");
    let args = ["delete", "--state", "state", id.as_str()];
    for (answer, code, told) in
        [("n", 1, "nothing was deleted"), ("", 1, "nothing was deleted"), ("y", 0, "deleted ")]
    {
        let mut session = on_a_terminal(place.command(&args));
        session.exp_string("Orders, oracle").unwrap();
        session.exp_string("[y/N] ").unwrap();
        session.send_line(answer).unwrap();
        let seen = ends(session, code);
        assert!(seen.contains(told), "{seen}");
    }
}

#[test]
fn one_that_is_not_there_is_named_before_it_asks() {
    let place = Place::new();
    let id = created(&place, "Orders");
    let args = ["delete", "--state", "state", id.as_str(), "no-such-id"];
    let seen = ends(on_a_terminal(place.command(&args)), 3);
    assert!(seen.contains(": no-such-id: the Flow Service") && !seen.contains("[y/N]"), "{seen}");
}

#[test]
fn what_is_shown_before_it_asks_does_not_act_on_the_terminal() {
    let place = Place::new();
    let name = "Orders\u{1b}[2K\r";
    let connection =
        json!({"id": "a", "name": name, "connectionSpec": {"id": "b", "version": "1.0"}});
    let service = Answering::with(&json!({"items": [connection]}));
    let mut session = on_a_terminal(service.command(&place, &["delete", "a"]));
    let seen = session.exp_string("[y/N] ").unwrap();
    assert!(seen.contains("Orders\\u{1b}[2K\\u{d}, b") && !seen.contains('\u{1b}'), "{seen:?}");
    session.send_line("n").unwrap();
    ends(session, 1);
}

#[test]
fn where_it_can_not_ask_nothing_is_deleted() {
    let place = Place::new();
    let id = created(&place, "Orders");
    let wellhead = place.command::<&str>(&[]);
    let mut shell = Command::new("sh");
    shell.args(["-c", "\"$0\" delete --state state \"$1\" 2> log"]);
    shell.arg(wellhead.get_program()).arg(&id);
    shell.current_dir(place.path("")).env("HOME", place.path("home"));
    ends(on_a_terminal(shell), 1);
    let log = place.read("log");
    assert!(log.contains("`--yes`"), "{log}");
    place.run(&["get", "--state", "state", &id]).exits_with(0);
}

#[test]
fn creating_that_takes_its_time_shows_how_far_it_is() {
    let place = Place::new();
    let files: Vec<String> = (0..4).map(|number| format!("{number}.json")).collect();
    for file in &files {
        place.write(file, &oracle(file).to_string());
    }
    let serving = Serving::start_with(&place, &["--fault", "latency:700ms@creates=1"]);
    let mut command = place.command(&["create", "--at-once", "1"]);
    command.args(&files).envs(serving.variables.iter().cloned()).env("TERM", "xterm");
    let mut session = on_a_terminal(command);
    session.exp_string("creating").unwrap();
    session.exp_string("/4").unwrap();
    let seen = ends(session, 0);
    assert!(seen.contains("ALREADY CREATED"), "{seen}");
}

#[test]
fn what_is_told_of_the_calls_is_coloured_on_a_terminal_and_nowhere_else() {
    let place = Place::new();
    let args = ["list", "--state", "state", "-v"];
    let seen = ends(on_a_terminal(place.command(&args)), 0);
    assert!(seen.contains("INFO") && seen.contains("\u{1b}["), "{seen:?}");
    let mut by_variable = place.command(&args[..3]);
    by_variable.env("RUST_LOG", "info");
    assert!(ends(on_a_terminal(by_variable), 0).contains("INFO"));
    let mut plain = place.command(&args);
    plain.env("NO_COLOR", "1");
    let seen = ends(on_a_terminal(plain), 0);
    assert!(seen.contains("INFO") && !seen.contains('\u{1b}'), "{seen:?}");
    assert!(!place.run(&args).exits_with(0).err.contains('\u{1b}'));
}

#[test]
fn an_id_can_be_copied_from_a_narrow_terminal() {
    let place = Place::new();
    let id =
        created(&place, "Orders of all regions, by the hour, without those that were cancelled");
    let wellhead = place.command::<&str>(&[]);
    let mut shell = Command::new("sh");
    shell.args(["-c", "stty rows 24 cols 80; exec \"$0\" list --state state"]);
    shell.arg(wellhead.get_program());
    shell.current_dir(place.path("")).env("HOME", place.path("home"));
    let seen = ends(on_a_terminal(shell), 0);
    assert!(seen.lines().count() > 2 && seen.contains(&id), "{seen}");
}

#[test]
fn new_asks_for_all_that_a_kind_of_ones_own_needs_and_takes_no_param_twice() {
    let place = Place::new();
    let id = "5c0a2f6e-3b1d-4c52-9f0e-7a6b1d2c3e4f";
    let args =
        ["new", "acme-crm", "--title", "Acme", "--id", id, "--category", "crm", "--auth", "own"];
    let mut session = on_a_terminal(place.command(&args));
    for (asked, answer) in [
        ("specName", "Acme Key"),
        ("Param", ""),
        ("name one at least", "host"),
        ("Param", "host:uri"),
        ("is there already", "port:integer"),
        ("Param", ""),
    ] {
        session.exp_string(asked).unwrap();
        session.exp_string(": ").unwrap();
        session.send_line(answer).unwrap();
    }
    assert!(ends(session, 0).contains("wrote specs/acme-crm.json"));
}
