//! What a reference stands for. No error repeats it, and no command's output is printed.

use std::collections::HashMap;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use wellhead::Secret;
use zeroize::Zeroizing;

use super::syntax::Reference;
use crate::bytes::bounded;
use crate::failure::{Blame, reason};

/// The longest secret.
const MAX_BYTES: usize = 1024 * 1024;
/// How long to let pass between two looks at a command.
const LOOK: Duration = Duration::from_millis(5);

/// Why there is nothing that a reference stands for.
#[derive(Clone, Debug)]
pub(crate) struct Problem {
    /// What is wrong, as a phrase that goes on from what is to hold the secret: `refers to …`.
    pub(crate) message: String,
    /// What to do, as a phrase.
    pub(crate) help: String,
    pub(crate) blame: Blame,
}

impl Problem {
    pub(super) fn given(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: help.into(), blame: Blame::You }
    }

    fn world(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { blame: Blame::World, ..Self::given(message, help) }
    }
}

/// Follows references, each once.
#[derive(Debug)]
pub(crate) struct Fetcher {
    allow_cmd: bool,
    timeout: Duration,
    known: HashMap<(Reference, PathBuf), Result<Secret, Problem>>,
}

impl Fetcher {
    pub(crate) fn new(allow_cmd: bool, timeout: Duration) -> Self {
        Self { allow_cmd, timeout, known: HashMap::new() }
    }

    /// For a file of the person's own, such as that of profiles.
    pub(crate) fn trusting() -> Self {
        Self::new(true, Duration::from_secs(30))
    }

    /// What `reference` stands for; a path in it starts at `folder`.
    pub(crate) fn fetch(
        &mut self,
        reference: &Reference,
        folder: &Path,
    ) -> Result<Secret, Problem> {
        let key = (reference.clone(), folder.to_owned());
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        let fetched = match reference {
            Reference::Env(name) => variable(name),
            Reference::File(path) => file(&folder.join(path), path),
            Reference::Command(_) if !self.allow_cmd => Err(Problem::given(
                "refers to a command, and request files may not run any",
                "if you trust the file, allow it by `--allow-cmd` or in the profile",
            )),
            Reference::Command(command) => printed(command, self.timeout),
        };
        self.known.insert(key, fetched.clone());
        fetched
    }
}

fn variable(name: &str) -> Result<Secret, Problem> {
    match std::env::var(name) {
        Ok(value) if !value.is_empty() => Ok(Secret::from(value)),
        Ok(_) => {
            Err(Problem::given(format!("refers to the variable {name}, which is empty"), "set it"))
        }
        Err(std::env::VarError::NotPresent) => Err(Problem::given(
            format!("refers to the variable {name}, which is not set"),
            "set it",
        )),
        Err(std::env::VarError::NotUnicode(_)) => Err(Problem::given(
            format!("refers to the variable {name}, which is not UTF-8"),
            "set it to a text",
        )),
    }
}

fn file(path: &Path, shown: &str) -> Result<Secret, Problem> {
    let what = format!("the file {shown}");
    let bytes = File::open(path).and_then(|file| bounded(file, MAX_BYTES)).map_err(|error| {
        let message = format!("refers to {what}: {}", reason(&error));
        Problem::world(message, "paths start at the folder of the file that names them")
    })?;
    text(&bytes.ok_or_else(|| too_large(&what))?, &what)
}

fn too_large(what: &str) -> Problem {
    let message = format!("refers to {what}, which is larger than {} MiB", MAX_BYTES >> 20);
    Problem::given(message, "refer to the secret alone")
}

/// The secret that bytes are, without the line break at their end.
fn text(bytes: &[u8], what: &str) -> Result<Secret, Problem> {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return Err(Problem::given(format!("refers to {what}, which is not UTF-8"), "give a text"));
    };
    let text = text.strip_suffix('\n').unwrap_or(text);
    let text = text.strip_suffix('\r').unwrap_or(text);
    if text.is_empty() {
        return Err(Problem::given(
            format!("refers to {what}, which is empty"),
            "put the secret there",
        ));
    }
    Ok(Secret::from(text))
}

/// What a command prints. Its words are split as a shell splits them, and nothing is expanded: there is no shell.
fn printed(command: &str, timeout: Duration) -> Result<Secret, Problem> {
    let words = shlex::split(command).unwrap_or_default();
    let Some((program, arguments)) = words.split_first() else {
        return Err(Problem::given(
            "refers to a command with a quote that is not closed",
            "close it",
        ));
    };
    let child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn();
    let mut child = child.map_err(|error| {
        let help = "there is no shell: for pipes or variables, write `sh -c '…'`";
        let reason = match error.kind() {
            io::ErrorKind::NotFound => "there is no such program".to_owned(),
            _ => reason(&error),
        };
        Problem::world(format!("refers to `{program}`, which can't be run: {reason}"), help)
    })?;
    let result = output(&mut child, program, timeout);
    // Whatever came of it, nobody wants more of it. It may have ended already, which is as good.
    let _ = child.kill();
    let _ = child.wait();
    text(&result?, &format!("the output of `{program}`"))
}

fn output(
    child: &mut Child,
    program: &str,
    timeout: Duration,
) -> Result<Zeroizing<Vec<u8>>, Problem> {
    let until = Instant::now() + timeout;
    let late = || {
        let message =
            format!("refers to `{program}`, which took more than {} s", timeout.as_secs());
        let help = "unlock what it waits for; `--cmd-timeout` gives those of requests more time";
        Problem::world(message, help)
    };
    let (sender, receiver) = mpsc::channel();
    if let Some(stdout) = child.stdout.take() {
        // It ends with the pipe; that nobody waits any more is no matter to it.
        thread::spawn(move || sender.send(bounded(stdout, MAX_BYTES)));
    }
    let read = receiver.recv_timeout(timeout).map_err(|_| late())?;
    let bytes = read.map_err(|error| {
        let message =
            format!("refers to `{program}`, whose output can't be read: {}", reason(&error));
        Problem::world(message, "try again")
    })?;
    let bytes = bytes.ok_or_else(|| too_large(&format!("the output of `{program}`")))?;
    loop {
        let ended = child.try_wait().map_err(|_| late())?;
        match ended {
            Some(status) if status.success() => return Ok(bytes),
            Some(status) => {
                let message = format!("refers to `{program}`, which failed: {status}");
                return Err(Problem::world(message, "run it by hand to see why"));
            }
            None if Instant::now() >= until => return Err(late()),
            None => thread::sleep(LOOK),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fetched(reference: Reference) -> Result<Secret, Problem> {
        let mut fetcher = Fetcher::new(true, Duration::from_millis(300));
        fetcher.fetch(&reference, Path::new("."))
    }

    fn command(command: &str) -> Result<Secret, Problem> {
        fetched(Reference::Command(command.into()))
    }

    #[cfg(unix)]
    #[test]
    fn a_command_runs_without_a_shell() {
        assert_eq!(command("echo '$HOME' \"*\" | cat").unwrap().expose(), "$HOME * | cat");
    }

    #[cfg(unix)]
    #[test]
    fn a_command_has_bounded_time_even_if_it_closes_its_output() {
        let started = Instant::now();
        for slow in ["sleep 60", "sh -c 'exec >&-; sleep 60'"] {
            let problem = command(slow).unwrap_err();
            assert!(problem.message.contains("took more than"), "{}", problem.message);
        }
        assert!(started.elapsed() < Duration::from_secs(20));
    }

    #[cfg(unix)]
    #[test]
    fn a_command_that_prints_without_end_is_cut_off() {
        let problem = fetched(Reference::Command("yes".into())).unwrap_err();
        assert!(problem.message.contains("larger than 1 MiB"), "{}", problem.message);
    }

    #[cfg(unix)]
    #[test]
    fn a_command_that_is_cut_off_is_ended_though_it_prints_no_more() {
        let folder = tempfile::tempdir().unwrap();
        let pid = folder.path().join("pid");
        let prints = "trap '' PIPE; head -c 2000000 /dev/zero; exec sleep 600";
        let problem = command(&format!(
            "sh -c 'echo $$ > {}; {}'",
            pid.display(),
            prints.replace("''", "\"\"")
        ));
        assert!(problem.unwrap_err().message.contains("larger than 1 MiB"));
        let is_there = format!("kill -0 {}", std::fs::read_to_string(pid).unwrap());
        let status = Command::new("sh").args(["-c", &is_there]).stderr(Stdio::null()).status();
        assert!(!status.unwrap().success(), "it goes on");
    }

    #[cfg(unix)]
    #[test]
    fn a_command_that_fails_is_told_without_what_it_printed() {
        let problem = command("sh -c 'echo hunter2; exit 7'").unwrap_err();
        assert!(problem.message.contains('7') && problem.blame == Blame::World, "{problem:?}");
        assert!(!format!("{problem:?}").contains("hunter2"));
    }

    #[test]
    fn one_line_break_at_the_end_is_left_off() {
        assert_eq!(text(b"a\nb\n", "x").unwrap().expose(), "a\nb");
        assert_eq!(text(b"a\r\n", "x").unwrap().expose(), "a");
        assert_eq!(text(b"a \n\n", "x").unwrap().expose(), "a \n");
        assert!(text(b"\n", "x").is_err() && text(b"\xff", "x").is_err());
    }
}
