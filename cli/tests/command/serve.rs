//! `wellhead serve`, and the commands that talk to it by the variables that it prints.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::support::{Place, Ran, assert_has, oracle};

/// A `serve` that runs; it is ended with the test at the latest.
pub(crate) struct Serving {
    pub(crate) child: Child,
    /// The variables that it prints.
    pub(crate) variables: Vec<(String, String)>,
}

impl Serving {
    /// Starts it on a free port, its state in the place's folder `state`.
    pub(crate) fn start(place: &Place) -> Self {
        Self::spawn(&mut place.command(&["serve", "--port", "0", "--state", "state"]))
    }

    pub(crate) fn spawn(command: &mut Command) -> Self {
        let child =
            command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        // Owned before anything can fail, so that a test that fails leaves no process behind.
        let mut serving = Self { child: child.unwrap(), variables: Vec::new() };
        let lines = BufReader::new(serving.child.stdout.as_mut().unwrap()).lines();
        for line in lines.take(6) {
            let line = line.unwrap();
            let export = line.strip_prefix("export ").and_then(|export| export.split_once('='));
            let (name, value) = export.unwrap_or_else(|| panic!("no export: {line}"));
            serving.variables.push((name.to_owned(), value.to_owned()));
        }
        assert_eq!(serving.variables.len(), 6, "{:?}", serving.variables);
        serving
    }

    /// The same with more arguments.
    pub(crate) fn start_with(place: &Place, args: &[&str]) -> Self {
        let mut command = place.command(&["serve", "--port", "0", "--state", "state"]);
        Self::spawn(command.args(args))
    }

    pub(crate) fn run(&self, place: &Place, args: &[&str]) -> Ran {
        Ran::of(place.command(args).envs(self.variables.iter().cloned()))
    }

    /// Sends the signal that Ctrl-C sends.
    fn press_ctrl_c(&self) {
        self.send("INT");
    }

    fn send(&self, signal: &str) {
        let kill = format!("kill -{signal} \"$0\"");
        let sent = Command::new("sh").args(["-c", &kill, &self.child.id().to_string()]).status();
        assert!(sent.unwrap().success());
    }

    /// Presses Ctrl-C, and returns the exit code and what stood on standard error.
    pub(crate) fn interrupt(self) -> (Option<i32>, String) {
        self.press_ctrl_c();
        self.ended()
    }

    /// Waits for its end, and returns the exit code and what stood on standard error.
    fn ended(mut self) -> (Option<i32>, String) {
        let deadline = Instant::now() + Duration::from_secs(30);
        while self.child.try_wait().unwrap().is_none() {
            assert!(Instant::now() < deadline, "it still runs");
            thread::sleep(Duration::from_millis(10));
        }
        let mut err = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
        (self.child.wait().unwrap().code(), err)
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // It may have ended already, which is as good.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn other_commands_create_and_find_connections_in_it_by_the_variables_it_prints() {
    let place = Place::new();
    place.write("orders.json", &oracle("Orders").to_string());
    let serving = Serving::start(&place);
    let created = serving.run(&place, &["create", "--json", "orders.json"]).exits_with(0).json();
    let id = created[0]["id"].as_str().unwrap();
    let found = serving.run(&place, &["get", "--json", id]).exits_with(0).json();
    assert_eq!((&found["id"], &found["etag"]), (&created[0]["id"], &created[0]["etag"]));
    assert_has(&serving.run(&place, &["list"]).exits_with(0).out, &[id, "Orders"]);
}

#[test]
fn what_it_prints_is_understood_by_a_shell() {
    let place = Place::new();
    place.write("orders.json", &oracle("Orders").to_string());
    let serving = Serving::start(&place);
    let lines = serving.variables.iter().map(|(name, value)| format!("export {name}={value}\n"));
    place.write("exports", &lines.collect::<String>());
    let wellhead = place.command::<&str>(&[]);
    let mut shell = Command::new("sh");
    shell.args(["-c", ". ./exports && \"$0\" create orders.json && \"$0\" list"]);
    shell.arg(wellhead.get_program()).current_dir(place.path("")).env("HOME", place.path("home"));
    let ran = Ran::of(&mut shell).exits_with(0);
    assert_has(&ran.out, &["created Orders", "oracle, Basic Authentication"]);
    assert!(!place.path("home").exists());
}

#[test]
fn an_interrupt_ends_it_as_done() {
    let place = Place::new();
    let (code, err) = Serving::start(&place).interrupt();
    assert_eq!(code, Some(0), "{err}");
    assert_has(&err, &["connections are kept in state", "Ctrl-C"]);
}

#[test]
fn what_a_service_manager_sends_ends_it_as_done() {
    let place = Place::new();
    let serving = Serving::start(&place);
    serving.send("TERM");
    let (code, err) = serving.ended();
    assert_eq!(code, Some(0), "{err}");
}

#[test]
fn a_second_interrupt_ends_it_while_a_call_is_under_way() {
    let place = Place::new();
    let mut serving = Serving::start(&place);
    let (_, url) = serving.variables[0].clone();
    let address = url.strip_prefix("http://").unwrap().split('/').next().unwrap();
    let mut half_a_call = TcpStream::connect(address).unwrap();
    half_a_call.write_all(b"POST /data").unwrap();
    // Answered on another connection, so that what came first has been taken up.
    serving.run(&place, &["list"]).exits_with(0);
    serving.press_ctrl_c();
    let lines = BufReader::new(serving.child.stderr.as_mut().unwrap()).lines();
    let told = lines.map(Result::unwrap).find(|line| line.contains("Ctrl-C again"));
    assert!(told.is_some());
    let begun = Instant::now();
    assert_eq!(serving.interrupt().0, Some(0));
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    drop(half_a_call);
}

#[test]
fn what_was_created_in_it_is_there_after_a_restart_and_for_the_embedded_one() {
    let place = Place::new();
    place.write("orders.json", &oracle("Orders").to_string());
    let serving = Serving::start(&place);
    serving.run(&place, &["create", "orders.json"]).exits_with(0);
    assert_eq!(serving.interrupt().0, Some(0));
    let again = Serving::start(&place);
    assert_has(&again.run(&place, &["list"]).exits_with(0).out, &["Orders"]);
    assert_eq!(again.interrupt().0, Some(0));
    assert_has(&place.run(&["list", "--state", "state"]).exits_with(0).out, &["Orders"]);
}

#[test]
fn a_port_that_is_taken_is_told_with_the_way_out() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let ran = Place::new().run(&["serve", "--port", &port, "--state", "state"]).exits_with(3);
    assert_has(&ran.err, &[&format!("can't listen on port {port}"), "choose another port"]);
    assert_eq!(ran.out, "");
}

#[test]
fn calls_meet_the_faults_that_are_asked_for() {
    let place = Place::new();
    place.write("orders.json", &oracle("Orders").to_string());
    // Again and again, so that trying again does not help.
    let serving = Serving::start_with(&place, &["--fault", "503:none@creates=1"]);
    serving.run(&place, &["create", "orders.json"]).exits_with(3);
    assert_eq!(
        serving.run(&place, &["list", "--json"]).exits_with(0).json(),
        serde_json::json!([])
    );
}

#[test]
fn a_connection_takes_the_time_that_is_asked_for() {
    let place = Place::new();
    place.write("orders.json", &oracle("Orders").to_string());
    let serving = Serving::start_with(&place, &["--creation-time", "3600"]);
    let created = serving.run(&place, &["create", "--json", "orders.json"]).exits_with(0).json();
    let id = created[0]["id"].as_str().unwrap();
    let found = serving.run(&place, &["get", "--json", id]).exits_with(0).json();
    assert_eq!(found["state"], "initializing");
}

#[test]
fn a_fault_that_does_not_exist_is_told_with_those_that_do() {
    for (option, value, told) in [
        ("--fault", "reset=0.1", "reset-before"),
        ("--fault", "429", "429=0.05"),
        ("--fault-script", "creates=ok,nonsense", "reset-after"),
    ] {
        let ran = Place::new().run(&["serve", option, value]).exits_with(2);
        assert_has(&ran.err, &[told]);
    }
}
