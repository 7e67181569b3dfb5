//! A stand-in in a process of its own: the test program itself, started once more for one ignored test.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use wellhead_standin::Standin;

use super::setup::Setup;

/// The folder that the process keeps its connections in; set by the test that starts it.
const FOLDER: &str = "WELLHEAD_STANDIN_OF_ITS_OWN";
/// How it is set up, as JSON.
const SETUP: &str = "WELLHEAD_STANDIN_SETUP";

/// What the ignored test does: serves until its process is killed. Whoever runs all ignored tests sees it end at once.
#[allow(clippy::print_stdout, reason = "the process that started this one reads it")]
pub async fn serve() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let setup: Setup = serde_json::from_str(&std::env::var(SETUP).unwrap()).unwrap();
    let standin = Standin::start(setup.options().folder(folder)).await.unwrap();
    println!("\nlistens on {}", standin.address());
    std::future::pending::<()>().await;
}

/// The process, which is killed when this is dropped.
pub struct Process {
    child: Child,
    pub address: SocketAddr,
}

impl Process {
    /// Starts the ignored `test` of this program, which calls [`serve`].
    pub fn start(test: &str, folder: &Path) -> Self {
        Self::start_as(test, folder, &Setup::default())
    }

    /// The same, set up as a test needs it.
    pub fn start_as(test: &str, folder: &Path, setup: &Setup) -> Self {
        let mut command = Command::new(std::env::current_exe().unwrap());
        let mut child = command
            .args(["--exact", test, "--ignored", "--nocapture"])
            .env(FOLDER, folder)
            .env(SETUP, serde_json::to_string(setup).unwrap())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.as_mut().unwrap()).lines();
        let mut addresses =
            lines.filter_map(|line| line.ok()?.strip_prefix("listens on ")?.parse().ok());
        let address = addresses.next().unwrap();
        drop(addresses);
        Self { child, address }
    }

    /// SIGKILL: the process gets no chance to do anything more.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
