//! A folder that changes as a whole.
//!
//! The new tree is made ready beside the old one: what changed is written, everything else is the same file by a hard
//! link, with its time. Then the two change places in one step of the file system. Where a file system has no such
//! step, or not all of the old tree can be linked to, a record says which files are ready, these are moved one by one,
//! and a run that finds the record moves the rest. What is left over without a record is cleared away. Nothing is ever
//! copied that was not generated: of the old tree, only that is removed which was generated, or is in the new one.
//!
//! Where one file changed and no other, that file is made ready in the place of the new tree, and changes places by itself.

mod carry;

use std::collections::BTreeSet;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::{Changes, at, begins_as_ours, head, not_ours};
use crate::format::MARKER;
use crate::system::{CAN_EXCHANGE, exchange};
use carry::Carried;

/// The record beside what is ready: the files that are to be moved to their places, then those that are to be removed.
const RECORD: &str = ".wellhead-complete";

/// As much of the record as is written.
const INCOMPLETE: &str = ".wellhead-incomplete";

/// What ends an entry of the record; no path holds it. An entry is `MOVED` or `REMOVED` and a path.
const END: char = '\0';
const MOVED: char = '+';
const REMOVED: char = '-';

/// How often, and for how long each time, a lock is waited for without a word.
const WAITS: u32 = 100;
const WAIT: Duration = Duration::from_millis(10);

/// A folder that is to be replaced, held by this process alone.
#[derive(Debug)]
pub(super) struct Tree {
    folder: PathBuf,
    /// Where the next tree is made ready: beside the folder, so on its file system.
    next: PathBuf,
    /// Held while the folder is looked at and replaced. Nothing is left behind by it, and a killed process lets go.
    lock: Option<File>,
    staged: Mutex<Staged>,
}

/// What was made ready.
#[derive(Debug, Default)]
enum Staged {
    #[default]
    Nothing,
    /// One file, its path and text: as long as there is no other, nothing is written.
    One(String, String),
    /// Files of the next tree.
    Files,
}

impl Tree {
    /// The folder behind that path, links followed; nothing is touched.
    pub(super) fn of(path: &Path) -> io::Result<Self> {
        let folder = match fs::symlink_metadata(path) {
            Ok(_) => fs::canonicalize(path).map_err(|error| match error.kind() {
                io::ErrorKind::NotFound => leads_nowhere(path),
                _ => at(path, &error),
            })?,
            Err(_) => std::path::absolute(path).map_err(|error| at(path, &error))?,
        };
        let Some(name) = folder.file_name() else {
            let message = format!("{}: not a folder that could be replaced", path.display());
            return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
        };
        let next = format!(".{}.wellhead-new", name.to_string_lossy());
        Ok(Self { next: folder.with_file_name(next), folder, lock: None, staged: Mutex::default() })
    }

    /// The same, for this process alone, when others are done; what a killed run began is completed or cleared away.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let mut tree = Self::of(path)?;
        // Where folders can't be opened or locked, two runs at once are left to the one who starts them.
        tree.lock = tree.folder.parent().and_then(locked);
        tree.settle()?;
        Ok(tree)
    }

    pub(super) fn is_settled(&self) -> bool {
        fs::symlink_metadata(&self.next).is_err()
    }

    fn settle(&self) -> io::Result<()> {
        match fs::read_to_string(self.next.join(RECORD)) {
            Ok(record) => self.complete(&record),
            Err(_) if self.is_settled() => Ok(()),
            Err(error) if self.is_left(&error) => {
                self.clear_away().map_err(|error| at(&self.next, &error))
            }
            Err(_) if self.next.is_file() => Err(not_ours(&self.next)),
            Err(error) => Err(at(&self.next, &error)),
        }
    }

    /// Whether a killed run left what lies in the place of the next tree, which `error` says has no record: a tree that is
    /// not complete, or as much as it wrote of a file that was to change places by itself.
    fn is_left(&self, error: &io::Error) -> bool {
        match head(&self.next) {
            Ok(head) => begins_as_ours(&head) || MARKER.as_bytes().starts_with(&head),
            Err(_) => error.kind() == io::ErrorKind::NotFound,
        }
    }

    /// Removes what a killed run left, but for what it was not to remove.
    fn clear_away(&self) -> io::Result<()> {
        match self.next.is_file() {
            true => fs::remove_file(&self.next),
            false => carry::retire(&self.next, &self.folder, None),
        }
    }

    fn remove_next(&self) -> io::Result<()> {
        match self.next.is_file() {
            true => fs::remove_file(&self.next),
            false => fs::remove_dir_all(&self.next),
        }
    }

    /// Makes one file of the next tree ready.
    pub(super) fn stage(&self, path: &str, text: &str) -> io::Result<()> {
        let one = {
            let mut staged = self.staged();
            if let Staged::Nothing = *staged {
                *staged = Staged::One(path.to_owned(), text.to_owned());
                return Ok(());
            }
            std::mem::replace(&mut *staged, Staged::Files)
        };
        self.write_one(&one)?;
        self.write(path, text)
    }

    fn staged(&self) -> MutexGuard<'_, Staged> {
        self.staged.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes what was kept back, if there is such a file.
    fn write_one(&self, staged: &Staged) -> io::Result<()> {
        match staged {
            Staged::One(path, text) => self.write(path, text),
            _ => Ok(()),
        }
    }

    fn write(&self, path: &str, text: &str) -> io::Result<()> {
        let place = self.next.join(path);
        let written = fs::write(&place, text).or_else(|error| match place.parent() {
            Some(parent) if error.kind() == io::ErrorKind::NotFound => {
                fs::create_dir_all(parent)?;
                fs::write(&place, text)
            }
            _ => Err(error),
        });
        written.map_err(|error| at(&place, &error))
    }

    /// Puts what was made ready in the place of what changed.
    pub(super) fn replace(&self, changes: &Changes) -> io::Result<()> {
        self.check_folders(changes)?;
        let staged = std::mem::take(&mut *self.staged());
        if let Staged::One(path, text) = &staged
            && changes.added.is_empty()
            && changes.removed.is_empty()
            && self.replace_one(path, text)?
        {
            return Ok(());
        }
        fs::create_dir_all(&self.next).map_err(|error| at(&self.next, &error))?;
        self.write_one(&staged)?;
        self.publish(changes)
    }

    /// Puts the one file that changed in its place, which is a step of the file system by itself; or says that there is no
    /// such step, since the folder lies on another file system than what is beside it.
    fn replace_one(&self, path: &str, text: &str) -> io::Result<bool> {
        let place = self.folder.join(path);
        fs::write(&self.next, text).map_err(|error| at(&self.next, &error))?;
        if exchange(&self.next, &place).is_ok() {
            // What lies there now is the old file. Were it not removed, the next run would do so.
            let _ = fs::remove_file(&self.next);
            return Ok(true);
        }
        match fs::rename(&self.next, &place) {
            Err(error) if error.kind() == io::ErrorKind::CrossesDevices => {
                let removed = fs::remove_file(&self.next);
                removed.map(|()| false).map_err(|error| at(&self.next, &error))
            }
            moved => moved.map(|()| true).map_err(|error| at(&place, &error)),
        }
    }

    /// Removes what was made ready, unless it is complete and only has to be moved to its place.
    pub(super) fn clear(&self) {
        if !self.is_settled() && !self.next.join(RECORD).exists() {
            // It is ours alone; that it could not be removed adds nothing.
            let _ = self.remove_next();
        }
    }

    /// What changes must lie in the folder itself, since what lies elsewhere can't change with it, and where it may change.
    fn check_folders(&self, changes: &Changes) -> io::Result<()> {
        let paths = changes.added.iter().chain(&changes.changed).chain(&changes.removed);
        let inner: BTreeSet<&Path> = paths.filter_map(|path| Path::new(path).parent()).collect();
        for inner in inner.into_iter().filter(|inner| *inner != "") {
            let folder = self.folder.join(inner);
            if fs::symlink_metadata(&folder).is_ok_and(|data| data.is_symlink()) {
                return Err(is_a_link(&folder));
            }
            writable(&folder)?;
        }
        writable(&self.folder)
    }

    /// Puts the next tree in the place of the old one.
    fn publish(&self, changes: &Changes) -> io::Result<()> {
        if !self.folder.exists() {
            return fs::rename(&self.next, &self.folder).map_err(|error| at(&self.folder, &error));
        }
        if let Some(carried) = self.exchanged(changes) {
            // What lies there now is the old tree. Were it not removed, the next run would do so, or say why not.
            let _ = carry::retire(&self.next, &self.folder, Some(&carried));
            return Ok(());
        }
        let record = record(changes);
        self.keep(&record)?;
        self.complete(&record)
    }

    /// What was carried over into the next tree, if that could be made whole and has changed places with the old one.
    fn exchanged(&self, changes: &Changes) -> Option<Carried> {
        if !CAN_EXCHANGE || self.is_stood_in() {
            return None;
        }
        let carried = carry::over(&self.folder, &self.next, changes).ok()?;
        exchange(&self.next, &self.folder).ok().map(|()| carried)
    }

    /// Whether this process, and so most likely the shell that started it, works in the folder: the folder itself
    /// must stay then.
    fn is_stood_in(&self) -> bool {
        std::env::current_dir().is_ok_and(|place| place.starts_with(&self.folder))
    }

    /// Says that what is to be moved is ready.
    fn keep(&self, text: &str) -> io::Result<()> {
        let (record, part) = (self.next.join(RECORD), self.next.join(INCOMPLETE));
        fs::write(&part, text)
            .and_then(|()| fs::rename(&part, &record))
            .map_err(|error| at(&record, &error))
    }

    /// Moves and removes what the record names, however much of it was done before. What else lies in the next tree is
    /// what could be carried over: it lies in the folder as well.
    fn complete(&self, record: &str) -> io::Result<()> {
        for entry in record.split_terminator(END) {
            if let Some(path) = entry.strip_prefix(MOVED).filter(|path| is_inside(path)) {
                self.move_one(path)?;
            } else if let Some(path) = entry.strip_prefix(REMOVED).filter(|path| is_inside(path)) {
                self.remove_one(path)?;
            }
        }
        fs::remove_dir_all(&self.next).map_err(|error| at(&self.next, &error))
    }

    fn move_one(&self, path: &str) -> io::Result<()> {
        let (new, place) = (self.next.join(path), self.folder.join(path));
        if fs::symlink_metadata(&new).is_err() {
            // A run that was stopped has moved it.
            return Ok(());
        }
        if let Some(folder) = place.parent() {
            fs::create_dir_all(folder).map_err(|error| at(folder, &error))?;
        }
        let moved = fs::rename(&new, &place).or_else(|error| match error.kind() {
            io::ErrorKind::CrossesDevices => move_across(&new, &place),
            _ => Err(error),
        });
        moved.map_err(|error| at(&place, &error))
    }

    fn remove_one(&self, path: &str) -> io::Result<()> {
        let place = self.folder.join(path);
        match fs::remove_file(&place) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(at(&place, &error)),
            _ => Ok(()),
        }
    }
}

/// That folder, locked, once nobody else holds its lock; nothing where it can't be.
#[allow(clippy::print_stderr)] // Who waits without a word is taken for one that hangs.
fn locked(folder: &Path) -> Option<File> {
    let lock = File::open(folder).ok()?;
    for _ in 0..WAITS {
        match lock.try_lock() {
            Err(TryLockError::WouldBlock) => std::thread::sleep(WAIT),
            tried => return tried.ok().map(|()| lock),
        }
    }
    let folder = folder.display();
    eprintln!(
        "waiting for the lock of {folder}: another run generates there, or its lock is held by `flock`"
    );
    lock.lock().ok().map(|()| lock)
}

/// Moves a file to another file system: beside its place first, so that nobody finds a part of it. The record names it until
/// it has its place, so the next run ends what one that was stopped began.
fn move_across(from: &Path, to: &Path) -> io::Result<()> {
    let name = to.file_name().unwrap_or_default().to_string_lossy();
    let beside = to.with_file_name(format!(".{name}.wellhead-new"));
    let moved = fs::copy(from, &beside).and_then(|_| fs::rename(&beside, to));
    if moved.is_err() {
        // A part of a copy is of no use; that it could not be removed adds nothing.
        let _ = fs::remove_file(&beside);
    }
    moved?;
    fs::remove_file(from)
}

/// What is to be done to move file by file.
fn record(changes: &Changes) -> String {
    let moved = changes.added.iter().chain(&changes.changed).map(|path| (MOVED, path));
    let removed = changes.removed.iter().map(|path| (REMOVED, path));
    moved.chain(removed).flat_map(|(what, path)| [what.into(), path.clone(), END.into()]).collect()
}

/// Whether a path that a record names lies in the folder: a record is a file, and anybody may have written it.
fn is_inside(path: &str) -> bool {
    let mut parts = Path::new(path).components();
    !path.is_empty() && parts.all(|part| matches!(part, Component::Normal(_)))
}

/// An error if a folder is there that may not change.
fn writable(folder: &Path) -> io::Result<()> {
    match fs::metadata(folder) {
        Ok(data) if data.permissions().readonly() => {
            Err(at(folder, &io::ErrorKind::PermissionDenied.into()))
        }
        _ => Ok(()),
    }
}

fn leads_nowhere(path: &Path) -> io::Error {
    let message = format!(
        "{}: is a link that leads nowhere; make the folder that it names, or remove the link",
        path.display()
    );
    io::Error::new(io::ErrorKind::NotFound, message)
}

fn is_a_link(path: &Path) -> io::Error {
    let message = format!(
        "{}: is a link, so what it leads to could not change together with the rest; put a folder there",
        path.display()
    );
    io::Error::new(io::ErrorKind::InvalidInput, message)
}

#[cfg(test)]
mod tests;
