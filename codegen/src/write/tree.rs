//! A folder that changes as a whole.
//!
//! The new tree is made ready beside the old one: what changed is written, everything else is the same file by a hard
//! link, with its time. Then the two change places in one step of the file system. Where a file system has no such
//! step, a record says that the new tree is complete, its files are moved one by one, and a run that finds the record
//! moves the rest. What is left over without a record is cleared away.
//!
//! Where one file changed and no other, that file is made ready in the place of the new tree, and changes places by itself.

use std::ffi::OsStr;
use std::fs::{self, File, Permissions};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::{Changes, at, begins_as_ours, head, not_ours};
use crate::format::MARKER;

/// The record in a new tree that is complete: the files that the old one has and the new one does not, one a line.
const RECORD: &str = ".wellhead-complete";

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
            Ok(_) => fs::canonicalize(path),
            Err(_) => std::path::absolute(path),
        };
        let folder = folder.map_err(|error| at(path, &error))?;
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
        let parent = tree.folder.parent().and_then(|parent| File::open(parent).ok());
        tree.lock = parent.filter(|parent| parent.lock().is_ok());
        tree.settle()?;
        Ok(tree)
    }

    pub(super) fn is_settled(&self) -> bool {
        fs::symlink_metadata(&self.next).is_err()
    }

    fn settle(&self) -> io::Result<()> {
        match fs::read_to_string(self.next.join(RECORD)) {
            Ok(removed) => self.complete(&removed),
            Err(_) if self.is_settled() => Ok(()),
            Err(error) if self.is_left(&error) => {
                self.remove_next().map_err(|error| at(&self.next, &error))
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
        self.refuse_links(changes)?;
        let staged = std::mem::take(&mut *self.staged());
        if let Staged::One(path, text) = &staged
            && changes.added.is_empty()
            && changes.removed.is_empty()
        {
            return self.replace_one(path, text);
        }
        self.write_one(&staged)?;
        self.carry_over_all(changes)?;
        self.publish(changes)
    }

    /// Puts the one file that changed in its place: a step of the file system by itself.
    fn replace_one(&self, path: &str, text: &str) -> io::Result<()> {
        let place = self.folder.join(path);
        writable(place.parent().unwrap_or(&self.folder))?;
        fs::write(&self.next, text).map_err(|error| at(&self.next, &error))?;
        if exchange(&self.next, &place).is_ok() {
            // What lies there now is the old file. Were it not removed, the next run would do so.
            let _ = fs::remove_file(&self.next);
            return Ok(());
        }
        fs::rename(&self.next, &place).map_err(|error| at(&place, &error))
    }

    /// Removes what was made ready, unless it is complete and only has to be moved to its place.
    pub(super) fn clear(&self) {
        if !self.is_settled() && !self.next.join(RECORD).exists() {
            // It is ours alone; that it could not be removed adds nothing.
            let _ = self.remove_next();
        }
    }

    /// What changes must lie in the folder itself: what lies elsewhere can't change with it.
    fn refuse_links(&self, changes: &Changes) -> io::Result<()> {
        let paths = changes.added.iter().chain(&changes.changed).chain(&changes.removed);
        let folders =
            paths.filter_map(|path| Path::new(path).parent()).filter(|inner| *inner != "");
        let mut folders = folders.map(|inner| self.folder.join(inner));
        let is_link =
            |path: &PathBuf| fs::symlink_metadata(path).is_ok_and(|data| data.is_symlink());
        folders.find(is_link).map_or(Ok(()), |link| Err(is_a_link(&link)))
    }

    /// Makes the next tree whole: with what does not change.
    fn carry_over_all(&self, changes: &Changes) -> io::Result<()> {
        fs::create_dir_all(&self.next).map_err(|error| at(&self.next, &error))?;
        if !self.folder.exists() {
            return Ok(());
        }
        carry_over(&self.folder, &self.next, "", changes)
    }

    /// Puts the next tree in the place of the old one.
    fn publish(&self, changes: &Changes) -> io::Result<()> {
        if !self.folder.exists() {
            return fs::rename(&self.next, &self.folder).map_err(|error| at(&self.folder, &error));
        }
        if !self.is_stood_in() && exchange(&self.next, &self.folder).is_ok() {
            // What lies there now is the old tree. Were it not removed, the next run would do so, or say why not.
            let _ = fs::remove_dir_all(&self.next);
            return Ok(());
        }
        let removed = changes.removed.join("\n");
        self.record(&removed)?;
        self.complete(&removed)
    }

    /// Whether this process, and so most likely the shell that started it, works in the folder: the folder itself
    /// must stay then.
    fn is_stood_in(&self) -> bool {
        std::env::current_dir().is_ok_and(|place| place.starts_with(&self.folder))
    }

    /// Says that the next tree is complete.
    fn record(&self, removed: &str) -> io::Result<()> {
        let (record, part) = (self.next.join(RECORD), self.next.join(".wellhead-incomplete"));
        fs::write(&part, removed)
            .and_then(|()| fs::rename(&part, &record))
            .map_err(|error| at(&record, &error))
    }

    /// Moves every file of the next tree to its place, however many were moved before.
    fn complete(&self, removed: &str) -> io::Result<()> {
        self.move_all(Path::new(""))?;
        for path in removed.lines().map(|path| self.folder.join(path)) {
            match fs::remove_file(&path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(at(&path, &error));
                }
                _ => {}
            }
        }
        fs::remove_dir_all(&self.next).map_err(|error| at(&self.next, &error))
    }

    fn move_all(&self, inner: &Path) -> io::Result<()> {
        let (new, old) = (self.next.join(inner), self.folder.join(inner));
        fs::create_dir_all(&old).map_err(|error| at(&old, &error))?;
        for entry in fs::read_dir(&new).map_err(|error| at(&new, &error))? {
            let entry = entry?;
            let path = inner.join(entry.file_name());
            if entry.file_type()?.is_dir() {
                self.move_all(&path)?;
            } else if path != Path::new(RECORD) {
                let place = self.folder.join(&path);
                fs::rename(entry.path(), &place).map_err(|error| at(&place, &error))?;
            }
        }
        Ok(())
    }
}

/// Brings what stays of the folder `old` of a tree, which changes know by `inner`, into the folder `new` of the next one.
fn carry_over(old: &Path, new: &Path, inner: &str, changes: &Changes) -> io::Result<()> {
    let is_stale = |path: &String| {
        [&changes.changed, &changes.removed]
            .into_iter()
            .any(|stale| stale.binary_search(path).is_ok())
    };
    let permissions = writable(old)?;
    fs::set_permissions(new, permissions).map_err(|error| at(new, &error))?;
    for entry in fs::read_dir(old).map_err(|error| at(old, &error))? {
        let entry = entry?;
        let name = entry.file_name();
        let (path, place) = (below(inner, &name), new.join(&name));
        if entry.file_type()?.is_dir() {
            fs::create_dir_all(&place).map_err(|error| at(&place, &error))?;
            carry_over(&entry.path(), &place, &path, changes)?;
        } else if !is_stale(&path) {
            link(&entry.path(), &place)?;
        }
    }
    Ok(())
}

/// The permissions of a folder, if they are such that it may change.
fn writable(folder: &Path) -> io::Result<Permissions> {
    let permissions = fs::metadata(folder).map_err(|error| at(folder, &error))?.permissions();
    match permissions.readonly() {
        true => Err(at(folder, &io::ErrorKind::PermissionDenied.into())),
        false => Ok(permissions),
    }
}

/// The path of an entry of a folder of the tree, with `/`, as changes name it. What is not UTF-8 was not generated.
fn below(inner: &str, name: &OsStr) -> String {
    let name = name.to_string_lossy();
    if inner.is_empty() { name.into_owned() } else { format!("{inner}/{name}") }
}

/// The same file at another place; where there are no hard links, a copy with its time.
fn link(from: &Path, to: &Path) -> io::Result<()> {
    if fs::hard_link(from, to).is_ok() {
        return Ok(());
    }
    let copied = fs::copy(from, to).and_then(|_| {
        let time = fs::metadata(from)?.modified()?;
        File::options().write(true).open(to)?.set_modified(time)
    });
    copied.map_err(|error| at(from, &error))
}

/// Lets two folders, or two files, change places in one step.
#[cfg(all(
    feature = "command",
    any(target_os = "linux", target_os = "android", target_vendor = "apple")
))]
fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
}

#[cfg(not(all(
    feature = "command",
    any(target_os = "linux", target_os = "android", target_vendor = "apple")
)))]
fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
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
