//! A place to run what a page says, and the comparison of what comes with what is printed there.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How long one command may take; the examples of the crate are built here, if they are not yet.
const PATIENCE: Duration = Duration::from_secs(600);

/// A folder that looks like a checkout, with a home of its own, `wellhead` and `cargo run` in reach, and one shell for all
/// that a page says, so that a later command finds what an earlier one set.
pub(crate) struct Place {
    folder: tempfile::TempDir,
    shell: Child,
    commands: usize,
    /// Ids and etags as a page prints them, and what they are this time.
    ids: BTreeMap<String, String>,
}

impl Place {
    pub(crate) fn new(root: &Path) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (checkout, bin, home) =
            (folder.path().join("checkout"), folder.path().join("bin"), folder.path().join("home"));
        for part in ["specs", "examples", "generated", "docs"] {
            copy(&root.join(part), &checkout.join(part));
        }
        fs::create_dir_all(&bin).unwrap();
        fs::create_dir_all(&home).unwrap();
        script(&bin.join("wellhead"), &format!("exec {} \"$@\"", env!("CARGO_BIN_EXE_wellhead")));
        script(&bin.join("cargo"), &cargo(root));
        let shell = shell(&checkout, &bin, &home);
        Self { folder, shell, commands: 0, ids: BTreeMap::new() }
    }

    /// Writes a file, of which a relative path starts at the config folder of `wellhead`.
    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.folder.path().join("home/.config/wellhead").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Runs commands that have to succeed.
    pub(crate) fn must(&mut self, commands: &str) -> Result<(), String> {
        match self.run(commands)? {
            (true, _) => Ok(()),
            (false, printed) => Err(format!("failed: {commands}\n{printed}")),
        }
    }

    /// Runs each `$ command`, and compares what it prints with what stands below it.
    pub(crate) fn session(&mut self, text: &str) -> Result<(), String> {
        for (command, expected) in commands(text) {
            let known = self.ids.iter();
            let command = known.fold(command, |command, (shown, id)| command.replace(shown, id));
            let (_, found) = self.run(&command)?;
            if masked(&found).trim_end() != masked(&expected).trim_end() {
                return Err(format!(
                    "$ {command}\n--- stands there\n{expected}--- is printed\n{found}---"
                ));
            }
            self.ids.extend(ids(&expected).zip(ids(&found)));
        }
        Ok(())
    }

    /// Whether commands succeeded, and what they printed.
    fn run(&mut self, commands: &str) -> Result<(bool, String), String> {
        self.commands += 1;
        let file = |name: &str| self.folder.path().join(format!("{name}-{}", self.commands));
        let (printed, status) = (file("printed"), file("status"));
        let (to, end) = (printed.display(), status.display());
        let input = self.shell.stdin.as_mut().unwrap();
        // The status is moved into place, so that it is there as a whole or not at all.
        writeln!(input, "{{\n{commands}\n}} > {to} 2>&1; echo $? > {end}.new; mv {end}.new {end}")
            .map_err(|error| error.to_string())?;
        let started = Instant::now();
        while !status.exists() {
            if started.elapsed() > PATIENCE {
                return Err(format!("not done after {} s: {commands}", PATIENCE.as_secs()));
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        let text = String::from_utf8_lossy(&fs::read(&printed).unwrap()).into_owned();
        Ok((fs::read_to_string(&status).unwrap().trim() == "0", text))
    }
}

impl Drop for Place {
    /// Ends the shell and all that it started.
    fn drop(&mut self) {
        let group = format!("-{}", self.shell.id());
        drop(Command::new("kill").args(["-KILL", "--", &group]).status());
        drop(self.shell.wait());
    }
}

fn shell(checkout: &Path, bin: &Path, home: &Path) -> Child {
    use std::os::unix::process::CommandExt;
    let path = std::env::var("PATH").unwrap_or_default();
    let mut bash = Command::new("bash");
    for (variable, _) in std::env::vars().filter(|(name, _)| name.starts_with("WELLHEAD_")) {
        bash.env_remove(variable);
    }
    bash.args(["--noprofile", "--norc"])
        .current_dir(checkout)
        .env("PATH", format!("{}:{path}", bin.display()))
        .env("HOME", home)
        .env("CARGO_HOME", cargo_home())
        .env("RUSTUP_HOME", rustup_home())
        .env_remove("XDG_CONFIG_HOME")
        .env_remove("XDG_DATA_HOME")
        .env_remove("XDG_STATE_HOME")
        .process_group(0)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// `cargo run` is the command that is under test already; an example is run by the real Cargo.
fn cargo(root: &Path) -> String {
    let (real, manifest) = (env!("CARGO"), root.join("Cargo.toml"));
    format!(
        r#"case "$*" in
"run -- "*) shift 2; exec wellhead "$@" ;;
"run -q -- "*) shift 3; exec wellhead "$@" ;;
"run -q --example "*) shift; exec {real} run --manifest-path {} "$@" ;;
*) echo "no cargo for: $*" >&2; exit 1 ;;
esac"#,
        manifest.display()
    )
}

fn cargo_home() -> PathBuf {
    let home = || std::env::home_dir().unwrap_or_default().join(".cargo");
    std::env::var_os("CARGO_HOME").map_or_else(home, PathBuf::from)
}

fn rustup_home() -> PathBuf {
    let home = || std::env::home_dir().unwrap_or_default().join(".rustup");
    std::env::var_os("RUSTUP_HOME").map_or_else(home, PathBuf::from)
}

fn script(path: &Path, text: &str) {
    use std::os::unix::fs::PermissionsExt;
    fs::write(path, format!("#!/usr/bin/env bash\n{text}\n")).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        match path.is_dir() {
            true if path.ends_with("target") => {}
            true => copy(&path, &target),
            false => drop(fs::copy(&path, &target).unwrap()),
        }
    }
}

/// Each command with the lines that stand below it.
fn commands(text: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    for line in text.lines() {
        match (line.strip_prefix("$ "), found.last_mut()) {
            (Some(command), _) => found.push((command.to_owned(), String::new())),
            (None, Some((_, expected))) => expected.push_str(&format!("{line}\n")),
            (None, None) => panic!("a console block starts with `$ `: {line}"),
        }
    }
    found
}

/// The text with every id and etag made the same: they are new each time.
fn masked(text: &str) -> String {
    ids(text).fold(text.to_owned(), |text, id| text.replace(&id, "<id>"))
}

/// What has the form of an id: `8-4-4-4-12` hexadecimal digits; etags have it too.
fn ids(text: &str) -> impl Iterator<Item = String> {
    let is_part = |char: char| char.is_ascii_hexdigit() || char == '-';
    let words = text.split(move |char| !is_part(char));
    words.filter(|word| is_id(word)).map(str::to_owned)
}

fn is_id(word: &str) -> bool {
    word.split('-').map(str::len).eq([8, 4, 4, 4, 12])
}
