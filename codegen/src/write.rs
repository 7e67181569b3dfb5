//! Bringing a folder up to date: writing what changed, removing what has no spec any more, touching nothing else.
//!
//! A folder is ours if it holds something that was generated, or nothing at all; any other is refused. It changes as a
//! whole: whoever reads it, and whoever comes after a run that was killed, finds the old tree or the new one.

mod tree;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use wellhead_spec::store;

use crate::format::{MARKDOWN_MARKER, MARKER, TOML_MARKER};
use tree::Tree;

/// How much of a file tells whether it was generated.
const MARKER_BYTES: u64 = 64;

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
    pub(crate) fn extend(&mut self, others: Self, name: impl Fn(&str) -> String) {
        let named =
            |paths: Vec<String>| paths.into_iter().map(|path| name(&path)).collect::<Vec<_>>();
        self.added.extend(named(others.added));
        self.changed.extend(named(others.changed));
        self.removed.extend(named(others.removed));
    }

    /// Adds what has to change at `place` for it to hold `text`; `name` is what the file is called.
    fn add(&mut self, name: String, place: &Path, text: &str) -> io::Result<()> {
        match read(place)? {
            None => self.added.push(name),
            Some(found) if found == text.as_bytes() => {}
            Some(found) if begins_as_ours(&found) => self.changed.push(name),
            Some(_) => return Err(not_ours(place)),
        }
        Ok(())
    }
}

/// What would have to change in `folder` for it to hold `files`.
///
/// # Errors
/// If the folder can't be read, was not generated, or holds files that were not where generated ones should be.
pub fn compare(folder: &Path, files: &BTreeMap<String, String>) -> io::Result<Changes> {
    let mut changes = Changes::default();
    for (path, text) in files {
        changes.add(path.clone(), &folder.join(path), text)?;
    }
    let found = generated(folder)?;
    if found.is_empty() && !is_vacant(folder) {
        return Err(not_owned(folder));
    }
    changes.removed = found.into_iter().filter(|path| !files.contains_key(path)).collect();
    Ok(changes)
}

/// Makes `folder` hold `files`, all of them at one moment; files that were not generated stay. What a run that was
/// killed left beside the folder is cleared away first.
///
/// # Errors
/// Those of [`compare`], before anything is changed, and those of writing; then nothing has changed either.
pub fn sync(folder: &Path, files: &BTreeMap<String, String>) -> io::Result<Changes> {
    let tree = Tree::open(folder)?;
    let changes = compare(folder, files)?;
    if !changes.is_empty() {
        tree.replace(&changes, files)?;
    }
    Ok(changes)
}

/// Whether no run that was killed has left something beside `folder`.
pub(crate) fn is_settled(folder: &Path) -> bool {
    Tree::of(folder).is_ok_and(|tree| tree.is_settled())
}

/// Whether the one file `path` would have to change for it to hold `text`, as [`compare`] for a folder.
///
/// # Errors
/// If it can't be read, or was not generated.
pub fn compare_file(path: &Path, text: &str) -> io::Result<Changes> {
    let mut changes = Changes::default();
    changes.add(path.display().to_string(), path, text)?;
    Ok(changes)
}

/// Makes the one file `path` hold `text`, as [`sync`] for a folder.
///
/// # Errors
/// Those of [`compare_file`], and those of writing.
pub fn sync_file(path: &Path, text: &str) -> io::Result<Changes> {
    let changes = compare_file(path, text)?;
    if !changes.is_empty() {
        store::replace(&[(path.to_owned(), text.to_owned())])?;
    }
    Ok(changes)
}

/// Every generated file below `folder`, by its path with `/`.
pub(crate) fn generated(folder: &Path) -> io::Result<Vec<String>> {
    let mut found = Vec::new();
    for (folder, prefix) in [(folder.to_owned(), ""), (folder.join("sources"), "sources/")] {
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(at(&folder, &error)),
        };
        for entry in entries {
            let path = entry?.path();
            let name = path
                .file_name()
                .map(|name| name.to_string_lossy().into_owned())
                .unwrap_or_default();
            let is_rust = path.extension().is_some_and(|extension| extension == "rs");
            if is_rust && path.is_file() && is_ours_at(&path)? {
                found.push(format!("{prefix}{name}"));
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Whether nothing is there: no folder, or an empty one.
fn is_vacant(folder: &Path) -> bool {
    fs::read_dir(folder).map_or(true, |mut entries| entries.next().is_none())
}

fn read(path: &Path) -> io::Result<Option<Vec<u8>>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(at(path, &error)),
    }
}

fn is_ours_at(path: &Path) -> io::Result<bool> {
    let mut head = Vec::new();
    let read = File::open(path).and_then(|file| file.take(MARKER_BYTES).read_to_end(&mut head));
    read.map_err(|error| at(path, &error))?;
    Ok(begins_as_ours(&head))
}

/// Whether a file's text says that it was generated.
pub fn is_ours(text: &str) -> bool {
    begins_as_ours(text.as_bytes())
}

fn begins_as_ours(text: &[u8]) -> bool {
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
