//! A place of its own for each test, and the command run in it.

use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::{env, fs, io};

use serde_json::{Value, json};
use tempfile::TempDir;

/// The repository's folder of that name.
pub(crate) fn repository(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(folder)
}

/// An empty folder that is gone after the test: the command's working folder, with a home folder of its own.
pub(crate) struct Place(TempDir);

impl Place {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Writes a file; its folders are made.
    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// Copies spec files of the repository to `specs/`.
    pub(crate) fn copy_specs(&self, slugs: &[&str]) {
        for slug in slugs {
            let name = format!("{slug}.json");
            self.write(
                &format!("specs/{name}"),
                &fs::read_to_string(repository("specs").join(name)).unwrap(),
            );
        }
    }

    /// Every file below a folder of this place, by its path there.
    pub(crate) fn files(&self, name: &str) -> Vec<(String, Vec<u8>)> {
        let mut found = Vec::new();
        collect(&self.path(name), "", &mut found);
        found.sort();
        found
    }

    /// The command, to be changed before it is run. Nothing of the person who runs the tests reaches it.
    pub(crate) fn command<A: AsRef<OsStr>>(&self, args: &[A]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_wellhead"));
        let is_personal = |name: &str| {
            ["WELLHEAD_", "XDG_", "CLICOLOR", "NO_COLOR", "RUST_LOG"]
                .iter()
                .any(|start| name.starts_with(start))
        };
        for (name, _) in env::vars_os().filter(|(name, _)| name.to_str().is_some_and(is_personal)) {
            command.env_remove(name);
        }
        command.args(args).current_dir(self.0.path()).env("HOME", self.path("home"));
        command
    }

    pub(crate) fn run<A: AsRef<OsStr>>(&self, args: &[A]) -> Ran {
        Ran::of(&mut self.command(args))
    }

    /// Runs it as under `| head -1`, at its earliest.
    pub(crate) fn run_unread<A: AsRef<OsStr>>(&self, args: &[A]) -> Ran {
        Ran::unread(self.command(args))
    }

    pub(crate) fn run_with_input<A: AsRef<OsStr>>(&self, args: &[A], input: &str) -> Ran {
        let mut command = self.command(args);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        // A command that does not read its input closes it; what it then says is what is tested.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        Ran::from(child.wait_with_output().unwrap())
    }
}

fn collect(folder: &Path, prefix: &str, found: &mut Vec<(String, Vec<u8>)>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries {
        let entry = entry.unwrap();
        let name = format!("{prefix}{}", entry.file_name().to_str().unwrap());
        if entry.path().is_dir() {
            collect(&entry.path(), &format!("{name}/"), found);
        } else {
            found.push((name, fs::read(entry.path()).unwrap()));
        }
    }
}

/// A command that has ended.
#[derive(Debug)]
pub(crate) struct Ran {
    /// The exit code; none if a signal ended it.
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Ran {
    pub(crate) fn of(command: &mut Command) -> Self {
        command.stdin(Stdio::null()).output().unwrap().into()
    }

    /// What becomes of a command whose reader has gone before it prints the first byte.
    pub(crate) fn unread(mut command: Command) -> Self {
        let (reader, writer) = io::pipe().unwrap();
        drop(reader);
        command.stdin(Stdio::null()).stdout(writer).stderr(Stdio::piped());
        let child = command.spawn().unwrap();
        // The command itself holds the end that it writes to.
        drop(command);
        child.wait_with_output().unwrap().into()
    }

    /// Fails the test unless the command ended with that code.
    #[track_caller]
    pub(crate) fn exits_with(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{self:#?}");
        self
    }

    /// Standard output as JSON.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:#?}"))
    }
}

/// Fails the test unless every part is in the text.
#[track_caller]
pub(crate) fn assert_has(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "no {part:?} in:\n{text}");
    }
}

/// Every source with its specNames, as the command itself lists them; no specName for a source without auth specs.
pub(crate) fn catalog() -> Vec<(String, Vec<String>)> {
    let listed = Place::new().run(&["sources", "--json"]).exits_with(0).json();
    let names = |source: &Value| {
        let names = source["specNames"].as_array().unwrap();
        names.iter().map(|name| name.as_str().unwrap().to_owned()).collect()
    };
    let sources = listed.as_array().unwrap();
    sources
        .iter()
        .map(|source| (source["slug"].as_str().unwrap().to_owned(), names(source)))
        .collect()
}

/// A good request for Oracle.
pub(crate) fn oracle(name: &str) -> Value {
    json!({
        "name": name,
        "auth": {
            "specName": "Basic Authentication",
            "params": {
                "server": "db.acme.example",
                "port": "1521",
                "database": "ORCL",
                "username": "aep",
                "password": "p-47-not-shown",
                "schema": "SALES"
            }
        },
        "connectionSpec": {"id": "d6b52d86-f0f8-475f-89d4-ce54c8527328", "version": "1.0"}
    })
}

/// The id of a connection to Oracle, just created with the embedded stand-in in `state`.
pub(crate) fn created(place: &Place, name: &str) -> String {
    place.write("created.json", &oracle(name).to_string());
    let told = place.run(&["create", "--state", "state", "--json", "created.json"]).exits_with(0);
    told.json()[0]["id"].as_str().unwrap().to_owned()
}

/// A good request with an auth spec that is going away.
pub(crate) fn deprecated() -> Value {
    json!({
        "name": "Old login",
        "auth": {
            "specName": "Basic Authentication",
            "params": {
                "environmentUrl": "https://acme.my.salesforce.com",
                "username": "ops@acme.example",
                "password": "p-47-not-shown",
                "securityToken": "t-47-not-shown"
            }
        },
        "connectionSpec": {"id": "cfc0fee1-7dc0-40ef-b73e-d8b134c436f5", "version": "1.0"}
    })
}
