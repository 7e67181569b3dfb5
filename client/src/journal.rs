//! What a bulk of creates has done so far, so that a run that was broken off goes on where it was.
//!
//! Lines of JSON. The first says which service, organization and sandbox it is for: elsewhere, nothing that it tells is true.
//! Then one for each step: that a create begins, before it is sent; and how it ended. A process that is killed in between
//! leaves a create begun, and the next run looks for its connection before it makes one. Steps hold keys, ids, etags and times;
//! never a param.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, BufRead, BufReader, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};

use crate::connection::Created;
use crate::error::Error;
use crate::target::Target;

/// What a bulk of creates has done so far, in one sandbox of one service. It may be kept in a file, and is then written before and
/// after each create; what is written survives the end of the process, not that of the machine.
#[derive(Debug, Default)]
pub struct Journal {
    known: Mutex<Known>,
    kept: Option<Kept>,
}

/// What a journal tells.
#[derive(Debug, Default)]
struct Known {
    /// `None` until the first bulk begins.
    target: Option<Target>,
    /// The last step of each key.
    steps: HashMap<String, Step>,
}

/// The file that a journal is kept in, locked.
#[derive(Debug)]
struct Kept {
    path: PathBuf,
    file: File,
}

impl Drop for Kept {
    /// Closing it is not enough: a process that another thread is just starting has the file open for a moment, and its lock.
    fn drop(&mut self) {
        let _ = self.file.unlock();
    }
}

/// The last that is known of a create.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Step {
    /// It was sent at this time, in milliseconds since the Unix epoch, or a little later.
    Begun(u64),
    /// It made this connection.
    Created(Created),
    /// It surely made none.
    Failed,
}

/// The first line.
#[derive(Serialize, Deserialize)]
struct Beginning<'l> {
    target: Cow<'l, Target>,
}

/// Every other line.
#[derive(Serialize, Deserialize)]
struct Line<'l> {
    #[serde(borrow)]
    key: Cow<'l, str>,
    step: Step,
}

impl Journal {
    /// A journal that ends with the process.
    #[must_use]
    pub fn in_memory() -> Self {
        Self::default()
    }

    /// The journal in the file at `path`, which is made if it is not there. It is locked as long as this lives: two runs would
    /// both create what neither has noted yet. The first bulk makes it the journal of its client's service, organization and
    /// sandbox, and it stays theirs.
    ///
    /// # Errors
    /// [`Error::File`] if the file can't be read or written, or another journal is open in it; [`Error::Unusable`] if it is no
    /// regular file, or holds something else.
    pub fn open(path: impl Into<PathBuf>) -> Result<Self, Error> {
        let path = path.into();
        let open = OpenOptions::new().read(true).append(true).create(true).open(&path);
        let file = open.map_err(|error| inaccessible(&path, &error))?;
        let metadata = file.metadata().map_err(|error| inaccessible(&path, &error))?;
        if !metadata.is_file() {
            return Err(Error::unusable(format!(
                "{}: a journal is kept in a regular file, which this is not; name another file",
                path.display()
            )));
        }
        lock_file(&file, &path)?;
        let (known, end) = read(BufReader::new(&file)).map_err(|why| why.of(&path))?;
        let mended = match end {
            End::Whole => Ok(()),
            End::Open => (&file).write_all(b"\n"),
            End::Half(start) => file.set_len(start),
        };
        mended.map_err(|error| inaccessible(&path, &error))?;
        Ok(Self { known: Mutex::new(known), kept: Some(Kept { path, file }) })
    }

    /// The connections that were created, each with its key.
    pub fn created(&self) -> Vec<(String, Created)> {
        let known = self.known();
        let created = known.steps.iter().filter_map(|(key, step)| match step {
            Step::Created(created) => Some((key.clone(), created.clone())),
            Step::Begun(_) | Step::Failed => None,
        });
        created.collect()
    }

    /// The keys of the creates that began, and of which it is not known how they ended.
    pub fn unsettled(&self) -> Vec<String> {
        let known = self.known();
        let begun = known.steps.iter().filter(|(_, step)| matches!(step, Step::Begun(_)));
        begun.map(|(key, _)| key.clone()).collect()
    }

    /// Makes this the journal of `target`; that of another is refused.
    pub(crate) fn begin(&self, target: &Target) -> Result<(), Error> {
        let mut known = self.known();
        match &known.target {
            Some(own) if own == target => return Ok(()),
            Some(own) => {
                let name = self.kept.as_ref().map(|kept| kept.path.display().to_string());
                let name = name.map(|name| format!("{name}: ")).unwrap_or_default();
                return Err(Error::unusable(format!(
                    "{name}this journal is of {own}, and the creates are for {target}; \
                     take another journal for them"
                )));
            }
            None => {}
        }
        self.write(&Beginning { target: Cow::Borrowed(target) })?;
        known.target = Some(target.clone());
        Ok(())
    }

    pub(crate) fn step(&self, key: &str) -> Option<Step> {
        self.known().steps.get(key).cloned()
    }

    pub(crate) fn note(&self, key: &str, step: Step) -> Result<(), Error> {
        let mut known = self.known();
        self.write(&Line { key: key.into(), step: step.clone() })?;
        known.steps.insert(key.to_owned(), step);
        Ok(())
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes a line, if it is kept in a file. Whoever calls this holds what is known: lines come one after the other.
    fn write(&self, line: &impl Serialize) -> Result<(), Error> {
        let Some(Kept { path, file }) = &self.kept else { return Ok(()) };
        let line = serde_json::to_string(line).ok().filter(|line| line.len() < LONGEST_LINE);
        let line = line.ok_or_else(|| {
            Error::unusable(format!(
                "{}: a step is too long for a journal; give its request a shorter key",
                path.display()
            ))
        })?;
        append(file, &line).map_err(|error| inaccessible(path, &error))
    }
}

/// How the first line starts, and how every other.
const STARTS: [&[u8]; 2] = [b"{\"target\":", b"{\"key\":"];

/// No line is longer, in bytes, so that of a file that is no journal not more is read.
const LONGEST_LINE: usize = 1024 * 1024;

/// How a journal ends.
#[derive(Debug, PartialEq, Eq)]
enum End {
    /// With a line break.
    Whole,
    /// With a step that lacks its line break.
    Open,
    /// With half a line of a process that was killed while it wrote, which starts there. It says nothing, and must not run
    /// into the next.
    Half(u64),
}

/// Why a file can't be read as a journal.
enum Unreadable {
    /// The file itself.
    File(io::Error),
    /// The line of this number.
    Line(usize),
}

impl Unreadable {
    fn of(self, path: &Path) -> Error {
        let shown = path.display();
        match self {
            Self::File(error) => inaccessible(path, &error),
            Self::Line(1) => Error::unusable(format!(
                "{shown}:1: this is no line that a journal of creates begins with, which says what service it is for; \
                 name another file"
            )),
            Self::Line(line) => Error::unusable(format!(
                "{shown}:{line}: this is no line of a journal of creates; name another file"
            )),
        }
    }
}

impl Known {
    /// Takes in what a line says; `None` if it is none that may stand here.
    fn take_in(&mut self, line: &[u8]) -> Option<()> {
        if self.target.is_none() {
            let Beginning { target } = serde_json::from_slice(line).ok()?;
            self.target = Some(target.into_owned());
        } else {
            let Line { key, step } = serde_json::from_slice(line).ok()?;
            self.steps.insert(key.into_owned(), step);
        }
        Some(())
    }

    /// Whether this may be half of the line that has to stand here: only half of one of our own lines may be dropped, not
    /// somebody's file.
    fn is_half(&self, line: &[u8]) -> bool {
        let [first, other] = STARTS;
        let start = if self.target.is_none() { first } else { other };
        line.len() < LONGEST_LINE && (line.starts_with(start) || start.starts_with(line))
    }
}

/// What the lines say, one after the other.
fn read(mut from: impl BufRead) -> Result<(Known, End), Unreadable> {
    let mut known = Known::default();
    let (mut number, mut start) = (1, 0);
    let mut line = Vec::new();
    loop {
        let length = read_line(&mut from, &mut line).map_err(Unreadable::File)?;
        if length == 0 {
            return Ok((known, End::Whole));
        }
        let is_open = !line.ends_with(b"\n");
        match known.take_in(&line) {
            Some(()) if is_open => return Ok((known, End::Open)),
            Some(()) => {}
            None if is_open && known.is_half(&line) => return Ok((known, End::Half(start))),
            None => return Err(Unreadable::Line(number)),
        }
        (number, start) = (number + 1, start + length as u64);
    }
}

/// Reads a line with its line break, as far as a line can go.
fn read_line(from: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<usize> {
    line.clear();
    from.by_ref().take(LONGEST_LINE as u64).read_until(b'\n', line)
}

/// Writes a line as a whole; what was written of it before that failed is taken back.
fn append(mut file: &File, line: &str) -> io::Result<()> {
    let before = file.metadata()?.len();
    file.write_all(format!("{line}\n").as_bytes()).inspect_err(|_| {
        // Half a line that stays is known as such by the next run.
        let _ = file.set_len(before);
    })
}

/// Locks the file, where files can be locked.
fn lock_file(file: &File, path: &Path) -> Result<(), Error> {
    match file.try_lock() {
        Ok(()) => Ok(()),
        Err(TryLockError::Error(error)) if error.kind() == ErrorKind::Unsupported => Ok(()),
        Err(TryLockError::Error(error)) => Err(inaccessible(path, &error)),
        Err(TryLockError::WouldBlock) => Err(Error::File(format!(
            "{}: another run keeps this journal; wait for its end, or name another file",
            path.display()
        ))),
    }
}

fn inaccessible(path: &Path, error: &std::io::Error) -> Error {
    Error::File(format!(
        "{}: the journal can't be read or written: {}",
        path.display(),
        error.kind()
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How every journal of these tests begins.
    const FIRST: &str = "{\"target\":{\"service\":\"https://acme.example\",\"orgId\":\"A@AdobeOrg\",\"sandbox\":\"dev\"}}\n";

    fn target(sandbox: &str) -> Target {
        let (service, org_id) = ("https://acme.example".into(), "A@AdobeOrg".into());
        Target { service, org_id, sandbox: sandbox.into() }
    }

    fn created() -> Step {
        Step::Created(Created { id: "abc".into(), etag: None, was_looked_up: false })
    }

    #[test]
    fn a_journal_is_found_again_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal");
        let journal = Journal::open(&path).unwrap();
        journal.begin(&target("dev")).unwrap();
        journal.note("a", Step::Begun(7)).unwrap();
        journal.note("b", Step::Begun(8)).unwrap();
        journal.note("a", created()).unwrap();
        drop(journal);
        assert!(std::fs::read_to_string(&path).unwrap().starts_with(FIRST));
        let again = Journal::open(&path).unwrap();
        again.begin(&target("dev")).unwrap();
        assert_eq!(again.step("a"), Some(created()));
        assert_eq!((again.step("b"), again.step("c")), (Some(Step::Begun(8)), None));
        assert_eq!((again.created().len(), again.unsettled()), (1, vec!["b".to_owned()]));
    }

    #[test]
    fn a_journal_is_one_sandbox_s_and_says_whose() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal");
        Journal::open(&path).unwrap().begin(&target("dev")).unwrap();
        let in_memory = Journal::in_memory();
        in_memory.begin(&target("dev")).unwrap();
        let error = in_memory.begin(&target("\u{1b}[2J")).unwrap_err().to_string();
        assert!(!error.contains('\u{1b}'), "{error:?}");
        for journal in [Journal::open(&path).unwrap(), in_memory] {
            let error = journal.begin(&target("prod")).unwrap_err();
            assert!(matches!(error, Error::Unusable(_)), "{error:?}");
            let error = error.to_string();
            assert!(error.contains("is of the sandbox dev of A@AdobeOrg at https://"), "{error}");
            assert!(error.contains("are for the sandbox prod of A@AdobeOrg"), "{error}");
        }
        assert_eq!(std::fs::read_to_string(&path).unwrap(), FIRST);
    }

    #[test]
    fn half_a_line_of_a_killed_process_says_nothing_and_spoils_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal");
        // The last one ends within a character.
        for half in ["{\"key\":\"b\",\"st".as_bytes(), b"{\"key\":\"\xc3"] {
            let whole = b"{\"key\":\"a\",\"step\":{\"begun\":7}}\n";
            std::fs::write(&path, [FIRST.as_bytes(), whole, half].concat()).unwrap();
            let journal = Journal::open(&path).unwrap();
            journal.note("c", Step::Failed).unwrap();
            drop(journal);
            let again = Journal::open(&path).unwrap();
            assert_eq!((again.step("a"), again.step("b")), (Some(Step::Begun(7)), None));
            assert_eq!(again.step("c"), Some(Step::Failed));
        }
    }

    #[test]
    fn a_journal_may_end_anywhere_in_its_first_line() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal");
        for length in 0..FIRST.len() {
            std::fs::write(&path, &FIRST[..length]).unwrap();
            Journal::open(&path).unwrap().begin(&target("dev")).unwrap();
            assert_eq!(std::fs::read_to_string(&path).unwrap(), FIRST);
        }
    }

    #[test]
    fn a_step_that_lacks_its_line_break_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal");
        std::fs::write(&path, format!("{FIRST}{{\"key\":\"a\",\"step\":{{\"begun\":7}}}}"))
            .unwrap();
        for _ in 0..2 {
            let journal = Journal::open(&path).unwrap();
            assert_eq!(journal.step("a"), Some(Step::Begun(7)));
            journal.note("b", Step::Failed).unwrap();
        }
        let again = Journal::open(&path).unwrap();
        assert_eq!((again.step("a"), again.step("b")), (Some(Step::Begun(7)), Some(Step::Failed)));
    }

    #[test]
    fn a_journal_that_is_closed_is_free_also_where_its_file_is_still_open() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal");
        let journal = Journal::open(&path).unwrap();
        // As in a process that is just being started.
        let inherited = journal.kept.as_ref().unwrap().file.try_clone().unwrap();
        drop(journal);
        Journal::open(&path).unwrap();
        drop(inherited);
    }

    #[test]
    fn a_journal_is_one_run_s_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal");
        let journal = Journal::open(&path).unwrap();
        let error = Journal::open(&path).unwrap_err();
        assert!(matches!(error, Error::File(_)), "{error:?}");
        assert!(error.to_string().contains("journal: another run keeps this journal"), "{error}");
        drop(journal);
        Journal::open(&path).unwrap();
    }

    #[test]
    fn a_file_that_is_no_journal_is_told_with_its_line_and_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("request.json");
        let step = "{\"key\":\"a\",\"step\":\"failed\"}\n";
        let long = format!("{{\"target\":{}", " ".repeat(2 * LONGEST_LINE));
        for (text, line) in [
            (format!("{FIRST}{step}{{\"name\":\"CRM\"}}\n"), 3),
            (format!("{FIRST}{step}{FIRST}"), 3),
            // It does not say what it is for.
            (step.to_owned(), 1),
            (step[..20].to_owned(), 1),
            ("{\"name\":\"CRM\"}".to_owned(), 1),
            (long, 1),
        ] {
            std::fs::write(&path, &text).unwrap();
            let error = Journal::open(&path).unwrap_err();
            assert!(matches!(error, Error::Unusable(_)), "{error:?}");
            assert!(error.to_string().contains(&format!("request.json:{line}: ")), "{error}");
            assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
        }
        assert!(Journal::open(folder.path()).unwrap_err().to_string().contains("can't be read"));
    }

    #[test]
    fn a_step_that_could_not_be_read_again_is_not_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal");
        let journal = Journal::open(&path).unwrap();
        journal.begin(&target("dev")).unwrap();
        let key = "k".repeat(LONGEST_LINE);
        let error = journal.note(&key, Step::Failed).unwrap_err();
        assert!(error.to_string().contains("a shorter key"));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), FIRST);
    }

    #[cfg(unix)]
    #[test]
    fn what_keeps_nothing_is_no_journal() {
        let error = Journal::open("/dev/null").unwrap_err();
        assert!(matches!(error, Error::Unusable(_)), "{error:?}");
        assert!(error.to_string().contains("/dev/null: a journal is kept in a regular file"));
    }
}
