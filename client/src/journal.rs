//! What a bulk of creates has done so far, so that a run that was broken off goes on where it was.
//!
//! One line of JSON for each step: that a create begins, before it is sent; and how it ended. A process that is killed in
//! between leaves a create begun, and the next run looks for its connection before it makes one. Lines hold keys, ids, etags
//! and times; never a param.

use std::collections::HashMap;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};

use crate::connection::Created;
use crate::error::Error;

/// What a bulk of creates has done so far. It may be kept in a file, and is then written before and after each create; what
/// is written survives the end of the process, not that of the machine.
#[derive(Debug, Default)]
pub struct Journal {
    steps: Mutex<HashMap<String, Step>>,
    kept: Option<Kept>,
}

/// The file that a journal is kept in, locked.
#[derive(Debug)]
struct Kept {
    path: PathBuf,
    file: Mutex<File>,
}

impl Drop for Kept {
    /// Closing it is not enough: a process that another thread is just starting has the file open for a moment, and its lock.
    fn drop(&mut self) {
        let _ = lock(&self.file).unlock();
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

#[derive(Serialize, Deserialize)]
struct Line<'l> {
    #[serde(borrow)]
    key: std::borrow::Cow<'l, str>,
    step: Step,
}

impl Journal {
    /// A journal that ends with the process.
    #[must_use]
    pub fn in_memory() -> Self {
        Self::default()
    }

    /// The journal in the file at `path`, which is made if it is not there. It is locked as long as this lives: two runs would
    /// both create what neither has noted yet.
    ///
    /// # Errors
    /// [`Error::File`] if the file can't be read or written, or another journal is open in it; [`Error::Unusable`] if it holds
    /// something else.
    pub fn open(path: impl Into<PathBuf>) -> Result<Self, Error> {
        let path = path.into();
        let open = OpenOptions::new().read(true).append(true).create(true).open(&path);
        let mut file = open.map_err(|error| inaccessible(&path, &error))?;
        lock_file(&file, &path)?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(|error| inaccessible(&path, &error))?;
        let text = text(&bytes).ok_or_else(|| {
            Error::unusable(format!("{}: this is no journal of creates", path.display()))
        })?;
        let (steps, end) = read(text).map_err(|line| {
            Error::unusable(format!(
                "{}:{line}: this is no line of a journal of creates",
                path.display()
            ))
        })?;
        let mended = match end {
            End::Whole => Ok(()),
            End::Open => file.write_all(b"\n"),
            End::Half(start) => file.set_len(start as u64),
        };
        mended.map_err(|error| inaccessible(&path, &error))?;
        Ok(Self { steps: Mutex::new(steps), kept: Some(Kept { path, file: Mutex::new(file) }) })
    }

    /// The connections that were created, each with its key.
    pub fn created(&self) -> Vec<(String, Created)> {
        let steps = lock(&self.steps);
        let created = steps.iter().filter_map(|(key, step)| match step {
            Step::Created(created) => Some((key.clone(), created.clone())),
            Step::Begun(_) | Step::Failed => None,
        });
        created.collect()
    }

    /// The keys of the creates that began, and of which it is not known how they ended.
    pub fn unsettled(&self) -> Vec<String> {
        let steps = lock(&self.steps);
        let begun = steps.iter().filter(|(_, step)| matches!(step, Step::Begun(_)));
        begun.map(|(key, _)| key.clone()).collect()
    }

    pub(crate) fn step(&self, key: &str) -> Option<Step> {
        lock(&self.steps).get(key).cloned()
    }

    pub(crate) fn note(&self, key: &str, step: Step) -> Result<(), Error> {
        if let Some(Kept { path, file }) = &self.kept {
            let line = serde_json::to_string(&Line { key: key.into(), step: step.clone() });
            let line = line
                .map_err(|_| Error::unusable("a line of the journal can't be written as JSON"))?;
            append(&mut lock(file), &line).map_err(|error| inaccessible(path, &error))?;
        }
        lock(&self.steps).insert(key.to_owned(), step);
        Ok(())
    }
}

/// How each line starts.
const START: &str = "{\"key\":";

/// How a journal ends.
enum End {
    /// With a line break.
    Whole,
    /// With a step that lacks its line break.
    Open,
    /// With half a line of a process that was killed while it wrote, which starts there. It says nothing, and must not run
    /// into the next.
    Half(usize),
}

/// What was written; a process that was killed may have ended with a part of a character.
fn text(bytes: &[u8]) -> Option<&str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(text),
        Err(error) if error.error_len().is_some() => None,
        Err(error) => std::str::from_utf8(bytes.get(..error.valid_up_to())?).ok(),
    }
}

/// The last step of each key, or the number of a line that is none.
fn read(text: &str) -> Result<(HashMap<String, Step>, End), usize> {
    let mut steps = HashMap::new();
    let mut end = End::Whole;
    for (index, line) in text.split_inclusive('\n').enumerate() {
        let is_open = !line.ends_with('\n');
        match serde_json::from_str::<Line<'_>>(line) {
            Ok(read) => {
                steps.insert(read.key.into_owned(), read.step);
                if is_open {
                    end = End::Open;
                }
            }
            // Only half of one of our own lines may be dropped, not somebody's file.
            Err(_) if is_open && (line.starts_with(START) || START.starts_with(line)) => {
                end = End::Half(text.len() - line.len());
            }
            Err(_) => return Err(index + 1),
        }
    }
    Ok((steps, end))
}

/// Writes a line as a whole; what was written of it before that failed is taken back.
fn append(file: &mut File, line: &str) -> std::io::Result<()> {
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

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn created() -> Step {
        Step::Created(Created { id: "abc".into(), etag: None, was_looked_up: false })
    }

    #[test]
    fn a_journal_is_found_again_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal");
        let journal = Journal::open(&path).unwrap();
        journal.note("a", Step::Begun(7)).unwrap();
        journal.note("b", Step::Begun(8)).unwrap();
        journal.note("a", created()).unwrap();
        drop(journal);
        let again = Journal::open(&path).unwrap();
        assert_eq!(again.step("a"), Some(created()));
        assert_eq!((again.step("b"), again.step("c")), (Some(Step::Begun(8)), None));
        assert_eq!((again.created().len(), again.unsettled()), (1, vec!["b".to_owned()]));
    }

    #[test]
    fn half_a_line_of_a_killed_process_says_nothing_and_spoils_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal");
        // The last one ends within a character.
        for half in ["{\"key\":\"b\",\"st".as_bytes(), b"{\"key\":\"\xc3"] {
            let whole = b"{\"key\":\"a\",\"step\":{\"begun\":7}}\n";
            std::fs::write(&path, [whole, half].concat()).unwrap();
            let journal = Journal::open(&path).unwrap();
            journal.note("c", Step::Failed).unwrap();
            drop(journal);
            let again = Journal::open(&path).unwrap();
            assert_eq!((again.step("a"), again.step("b")), (Some(Step::Begun(7)), None));
            assert_eq!(again.step("c"), Some(Step::Failed));
        }
    }

    #[test]
    fn a_step_that_lacks_its_line_break_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal");
        std::fs::write(&path, "{\"key\":\"a\",\"step\":{\"begun\":7}}").unwrap();
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
        let inherited = lock(&journal.kept.as_ref().unwrap().file).try_clone().unwrap();
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
        std::fs::write(&path, "{\"key\":\"a\",\"step\":\"failed\"}\n{\"name\":\"CRM\"}\n").unwrap();
        let error = Journal::open(&path).unwrap_err().to_string();
        assert!(error.contains("request.json:2:"), "{error}");
        let one_line = folder.path().join("one.json");
        std::fs::write(&one_line, "{\"name\":\"CRM\"}").unwrap();
        assert!(Journal::open(&one_line).is_err());
        assert_eq!(std::fs::read_to_string(&one_line).unwrap(), "{\"name\":\"CRM\"}");
        assert!(Journal::open(folder.path()).unwrap_err().to_string().contains("can't be read"));
    }
}
