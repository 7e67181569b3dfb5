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
