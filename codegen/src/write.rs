//! Bringing a folder up to date: writing what changed, removing what has no spec any more, touching nothing else.
//!
//! A folder is ours if it holds something that was generated, or nothing at all; any other is refused. It changes as a
//! whole: whoever reads it, and whoever comes after a run that was killed, finds the old tree or the new one.

mod tree;

#[cfg(feature = "command")]
use std::collections::BTreeMap;
use std::fs::{self, DirEntry};
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use wellhead_spec::store;

use crate::format::{MARKDOWN_MARKER, MARKER, TOML_MARKER};
use crate::record::{fill, hash_of_file};
use crate::system::open;
use tree::Tree;

/// How much of a file tells whether it was generated, behind the name of a branch as well.
const MARKER_BYTES: u64 = 512;

/// The folder below a generated one where the modules of sources lie.
const SOURCES: &str = "sources";

/// What differs between a folder and what it should hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Files that are not there yet.
    pub added: Vec<String>,
    /// Files whose bytes differ.
    pub changed: Vec<String>,
    /// Generated files that no spec file stands behind.
    pub removed: Vec<String>,
}

impl Changes {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty() && self.removed.is_empty()
    }

    /// Adds others, each file called what `name` makes of its name.
    #[cfg(feature = "command")]
    pub(crate) fn extend(&mut self, others: Self, name: impl Fn(&str) -> String) {
        let named =
            |paths: Vec<String>| paths.into_iter().map(|path| name(&path)).collect::<Vec<_>>();
        self.added.extend(named(others.added));
        self.changed.extend(named(others.changed));
        self.removed.extend(named(others.removed));
    }
}

/// How what lies at a place differs from what should.
enum Difference {
    /// Nothing lies there.
    Added,
    /// Something else does.
    Changed,
    /// A file without a byte does, which says nothing of whose it is: a power cut may have left it of one that was just written.
    Emptied,
}

impl Difference {
    /// How what lies at `place` differs from `text`.
    fn between(place: &Path, text: &str) -> io::Result<Option<Self>> {
        match read(place)? {
            None => Ok(Some(Self::Added)),
            Some(found) if found == text.as_bytes() => Ok(None),
            Some(found) if found.is_empty() => Ok(Some(Self::Emptied)),
            Some(found) if begins_as_ours(&found) => Ok(Some(Self::Changed)),
            Some(_) => Err(not_ours(place)),
        }
    }
}

/// A folder that is told, file by file, what it should hold: in any order, from any thread. What differs is made ready
/// beside it at once, so that nobody has to hold all files; the folder itself changes at the end, or not at all.
#[derive(Debug)]
pub struct Update {
    folder: PathBuf,
    /// The folder as it will be; nothing where it is only compared.
    tree: Option<Tree>,
    told: Mutex<Told>,
}

#[derive(Debug, Default)]
struct Told {
    /// Every file that the folder should hold.
    paths: Vec<String>,
    changes: Changes,
    /// Whether one of them lies there.
    is_ours: bool,
    /// What stands in the way, and of which file; of several, that of the first file is told.
    failure: Option<(String, io::Error)>,
}

impl Update {
    /// Brings `folder` up to date. What a run that was killed left beside it is cleared away first.
    pub fn of(folder: &Path) -> Self {
        let mut update = Self::comparing(folder);
        match Tree::open(&update.folder) {
            Ok(tree) => update.tree = Some(tree),
            Err(error) => update.told().fail("", error),
        }
        update
    }

    /// Says what would change, and changes nothing.
    pub fn comparing(folder: &Path) -> Self {
        Self { folder: meant(folder), tree: None, told: Mutex::default() }
    }

    /// Whether the folder will change.
    pub(crate) fn writes(&self) -> bool {
        self.tree.is_some()
    }

    /// Tells it that a file should hold this text.
    pub fn put(&self, path: &str, text: &str) {
        let differs = Difference::between(&self.folder.join(path), text);
        let is_staged = match (&differs, &self.tree) {
            (Ok(Some(_)), Some(tree)) if !self.told().has_failed() => tree.stage(path, text),
            _ => Ok(()),
        };
        let mut told = self.told();
        told.paths.push(path.to_owned());
        match differs.and_then(|differs| is_staged.map(|()| differs)) {
            Ok(Some(Difference::Added)) => told.changes.added.push(path.to_owned()),
            Ok(differs) => {
                told.is_ours |= !matches!(differs, Some(Difference::Emptied));
                told.changes.changed.extend(differs.map(|_| path.to_owned()));
            }
            Err(error) => told.fail(path, error),
        }
    }

    /// Whether a file of that hash lies there, and so stays; if not, it is still to be told what it should hold.
    pub(crate) fn keeps(&self, path: &str, left: u64) -> bool {
        let is_kept = hash_of_file(&self.folder.join(path)).is_ok_and(|found| found == left);
        if is_kept {
            let mut told = self.told();
            told.is_ours = true;
            told.paths.push(path.to_owned());
        }
        is_kept
    }

    /// Lets the folder hold all that it was told and nothing else that was generated, in one moment; or only says what
    /// would change.
    ///
    /// # Errors
    /// If the folder can't be read or written, was not generated, or holds files that were not where generated ones should
    /// be. Then nothing has changed.
    pub fn finish(self) -> io::Result<Changes> {
        let mut told = std::mem::take(&mut *self.told());
        if let Some((_, error)) = told.failure {
            return Err(error);
        }
        let mut changes = told.changes;
        told.paths.sort();
        changes.removed = left_over(&self.folder, &told.paths)?;
        if !told.is_ours && changes.removed.is_empty() && !is_vacant(&self.folder, &told.paths)? {
            return Err(not_owned(&self.folder));
        }
        changes.added.sort();
        changes.changed.sort();
        if let Some(tree) = self.tree.as_ref().filter(|_| !changes.is_empty()) {
            tree.replace(&changes)?;
        }
        Ok(changes)
    }

    fn told(&self) -> MutexGuard<'_, Told> {
        self.told.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Update {
    /// Of an update that was not finished, nothing stays.
    fn drop(&mut self) {
        if let Some(tree) = &self.tree {
            tree.clear();
        }
    }
}

impl Told {
    fn has_failed(&self) -> bool {
        self.failure.is_some()
    }

    fn fail(&mut self, path: &str, error: io::Error) {
        if self.failure.as_ref().is_none_or(|(first, _)| path < first.as_str()) {
            self.failure = Some((path.to_owned(), error));
        }
    }
}

/// What would have to change in `folder` for it to hold `files`.
///
/// # Errors
/// Those of [`Update::finish`].
#[cfg(feature = "command")]
pub fn compare(folder: &Path, files: &BTreeMap<String, String>) -> io::Result<Changes> {
    finished(Update::comparing(folder), files)
}

/// Makes `folder` hold `files`, all of them at one moment; files that were not generated stay.
///
/// # Errors
/// Those of [`Update::finish`].
#[cfg(feature = "command")]
pub fn sync(folder: &Path, files: &BTreeMap<String, String>) -> io::Result<Changes> {
    finished(Update::of(folder), files)
}

#[cfg(feature = "command")]
fn finished(update: Update, files: &BTreeMap<String, String>) -> io::Result<Changes> {
    files.iter().for_each(|(path, text)| update.put(path, text));
    update.finish()
}

/// Whether the one file `path` would have to change for it to hold `text`, as `compare` for a folder.
///
/// # Errors
/// If it can't be read, or was not generated.
pub fn compare_file(path: &Path, text: &str) -> io::Result<Changes> {
    let (mut changes, name) = (Changes::default(), path.display().to_string());
    match Difference::between(path, text)? {
        Some(Difference::Added) => changes.added.push(name),
        Some(Difference::Changed | Difference::Emptied) => changes.changed.push(name),
        None => {}
    }
    Ok(changes)
}

/// Makes the one file `path` hold `text`, as `sync` for a folder.
///
/// # Errors
/// Those of [`compare_file`], and those of writing.
pub fn sync_file(path: &Path, text: &str) -> io::Result<Changes> {
    let changes = compare_file(path, text)?;
    if !changes.is_empty() {
        store::regenerate(path, text)?;
    }
    Ok(changes)
}

/// The path that is meant where `..` leads out of a folder that is not there: the same without both. The system finds nothing
/// by the path as it is, until that folder is made.
pub(crate) fn meant(path: &Path) -> PathBuf {
    let mut meant = PathBuf::new();
    for part in path.components() {
        let leaves = part == Component::ParentDir && meant.file_name().is_some();
        if leaves && !meant.exists() {
            meant.pop();
        } else {
            meant.push(part);
        }
    }
    meant
}

/// The folders in which generated files lie: each with what their paths begin with.
fn folders(folder: &Path) -> [(PathBuf, &'static str); 2] {
    [(folder.to_owned(), ""), (folder.join(SOURCES), "sources/")]
}

/// The entries of a folder; none if it is not there.
fn entries(folder: &Path) -> io::Result<impl Iterator<Item = io::Result<DirEntry>>> {
    match fs::read_dir(folder) {
        Ok(entries) => Ok(Some(entries).into_iter().flatten()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None.into_iter().flatten()),
        Err(error) => Err(at(folder, &error)),
    }
}

/// The generated files below `folder` that are none of `wanted`, which is sorted, by their paths with `/`.
fn left_over(folder: &Path, wanted: &[String]) -> io::Result<Vec<String>> {
    let mut found = Vec::new();
    for (folder, prefix) in folders(folder) {
        for entry in entries(&folder)? {
            let name = entry?.file_name();
            let path = format!("{prefix}{}", name.to_string_lossy());
            if !path.ends_with(".rs") || wanted.binary_search(&path).is_ok() {
                continue;
            }
            let place = folder.join(&name);
            if place.is_file() && is_ours_at(&place)? {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Whether nothing is there, or nothing but empty files where `wanted`, which is sorted, belong: all that a power cut may
/// leave of a tree that was just written.
fn is_vacant(folder: &Path, wanted: &[String]) -> io::Result<bool> {
    for (folder, prefix) in folders(folder) {
        for entry in entries(&folder)? {
            let entry = entry?;
            let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
            let data = entry.metadata().map_err(|error| at(&entry.path(), &error))?;
            let is_emptied =
                data.is_file() && data.len() == 0 && wanted.binary_search(&path).is_ok();
            if !(is_emptied || data.is_dir() && path == SOURCES) {
                return Ok(false);
            }
        }
    }
    Ok(true)
}

/// What a file holds; nothing if there is none.
fn read(path: &Path) -> io::Result<Option<Vec<u8>>> {
    let mut file = match open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(at(path, &error)),
    };
    let data = file.metadata().map_err(|error| at(path, &error))?;
    if !data.is_file() {
        return Err(not_ours(path));
    }
    // One byte more than it has says that it ends there.
    let mut bytes = vec![0; data.len() as usize + 1];
    let read = fill(&mut file, &mut bytes).map_err(|error| at(path, &error))?;
    bytes.truncate(read);
    Ok(Some(bytes))
}

fn is_ours_at(path: &Path) -> io::Result<bool> {
    Ok(begins_as_ours(&head(path)?))
}

/// What a file begins with: as much as tells whether it was generated.
fn head(path: &Path) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    let read = open(path).and_then(|file| file.take(MARKER_BYTES).read_to_end(&mut head));
    read.map_err(|error| at(path, &error))?;
    Ok(head)
}

/// Whether a text begins as what was generated, also where an editor or a merge has put something before it: a byte order mark,
/// or the line that opens a conflict.
fn begins_as_ours(text: &[u8]) -> bool {
    let text = text.strip_prefix("\u{feff}".as_bytes()).unwrap_or(text);
    let line_end = text.iter().position(|byte| *byte == b'\n');
    let conflict = line_end.filter(|_| text.starts_with(b"<<<<<<< "));
    let text = conflict.and_then(|end| text.get(end + 1..)).unwrap_or(text);
    let markers = [MARKER, MARKDOWN_MARKER, TOML_MARKER];
    markers.iter().any(|marker| text.starts_with(marker.as_bytes()))
}

fn not_ours(path: &Path) -> io::Error {
    let message = format!(
        "{}: not a generated file, so it is left alone; move it away or generate elsewhere",
        path.display()
    );
    io::Error::new(io::ErrorKind::AlreadyExists, message)
}

fn not_owned(folder: &Path) -> io::Error {
    let message = format!(
        "{}: holds files, and none that was generated, so it is left alone; name an empty folder, or one that is not there yet",
        folder.display()
    );
    io::Error::new(io::ErrorKind::AlreadyExists, message)
}

fn at(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {}", path.display(), error.kind()))
}
