//! A service that says what a test wants it to say, whatever it is asked.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::process::Command;
use std::thread;

use serde_json::Value;

use crate::support::{Place, Ran};

/// Where it listens. It ends with the tests.
pub(crate) struct Answering(String);

impl Answering {
    pub(crate) fn with(answer: &Value) -> Self {
        let answer = answer.to_string();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/flow", listener.local_addr().unwrap());
        thread::spawn(move || {
            for connection in listener.incoming() {
                let mut connection = connection.unwrap();
                let lines = BufReader::new(connection.try_clone().unwrap()).lines();
                // No request of these tests has a body.
                lines.take_while(|line| line.as_ref().is_ok_and(|line| !line.is_empty())).count();
                let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close";
                let length = answer.len();
                // A command that has ended reads no more.
                let _ = write!(connection, "{head}\r\ncontent-length: {length}\r\n\r\n{answer}");
            }
        });
        Self(url)
    }

    /// The command, with everything that it needs to know to ask this service.
    pub(crate) fn command(&self, place: &Place, args: &[&str]) -> Command {
        let mut command = place.command(args);
        command.env("WELLHEAD_URL", &self.0).env("WELLHEAD_TOKEN", "t-47-not-shown");
        command.env("WELLHEAD_ORG", "acme@AdobeOrg").env("WELLHEAD_SANDBOX", "dev");
        command.env("WELLHEAD_CLIENT_ID", "acme-client");
        command
    }

    pub(crate) fn run(&self, place: &Place, args: &[&str]) -> Ran {
        Ran::of(&mut self.command(place, args))
    }
}
