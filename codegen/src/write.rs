//! Bringing a folder up to date: writing what changed, removing what has no spec any more, touching nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::format::{MARKDOWN_MARKER, MARKER};

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

    /// Adds what has to change at `place` for it to hold `text`; `name` is what the file is called.
    fn add(&mut self, name: String, place: &Path, text: &str) -> io::Result<()> {
        match read(place)? {
            None => self.added.push(name),
            Some(found) if found == text => {}
            Some(found) if is_ours(&found) => self.changed.push(name),
            Some(_) => return Err(not_ours(place)),
        }
        Ok(())
    }
}

/// What would have to change in `folder` for it to hold `files`.
///
/// # Errors
/// If the folder can't be read, or holds files that were not generated where generated ones should be.
pub fn compare(folder: &Path, files: &BTreeMap<String, String>) -> io::Result<Changes> {
    let mut changes = Changes::default();
    for (path, text) in files {
        changes.add(path.clone(), &folder.join(path), text)?;
    }
    let wanted: BTreeSet<&str> = files.keys().map(String::as_str).collect();
    for path in generated(folder)? {
        if !wanted.contains(path.as_str()) {
            changes.removed.push(path);
        }
    }
    Ok(changes)
}

/// Makes `folder` hold `files`: all are written beside their places first, and moved there once that has succeeded;
/// files that were not generated stay.
///
/// # Errors
/// Those of [`compare`], before anything is changed, and those of writing.
pub fn sync(folder: &Path, files: &BTreeMap<String, String>) -> io::Result<Changes> {
    let changes = compare(folder, files)?;
    let paths = changes.added.iter().chain(&changes.changed);
    let texts = paths.filter_map(|path| Some((folder.join(path), files.get(path)?.as_str())));
    replace(&texts.collect::<Vec<_>>())?;
    for path in &changes.removed {
        fs::remove_file(folder.join(path)).map_err(|error| at(&folder.join(path), &error))?;
    }
    Ok(changes)
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
        replace(&[(path.to_owned(), text)])?;
    }
    Ok(changes)
}

/// Writes every text beside its place, and moves all of them there once that has succeeded.
fn replace(texts: &[(PathBuf, &str)]) -> io::Result<()> {
    let staged = || texts.iter().map(|(place, text)| (beside(place), place, text));
    if let Err(error) = staged().try_for_each(|(path, _, text)| stage(&path, text)) {
        // What was staged is ours alone; that it could not be removed adds nothing.
        staged().for_each(|(path, ..)| drop(fs::remove_file(path)));
        return Err(error);
    }
    staged()
        .try_for_each(|(path, place, _)| fs::rename(path, place).map_err(|error| at(place, &error)))
}

/// Where a file is written before it is moved to its place, so that at any moment there is the old one or the new one.
fn beside(place: &Path) -> PathBuf {
    let mut name = place.as_os_str().to_owned();
    name.push(".new");
    name.into()
}

fn stage(path: &Path, text: &str) -> io::Result<()> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).map_err(|error| at(parent, &error))?;
    }
    fs::write(path, text).map_err(|error| at(path, &error))
}

/// Every generated file below `folder`, by its path with `/`.
fn generated(folder: &Path) -> io::Result<Vec<String>> {
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
            if is_rust && path.is_file() && read(&path)?.is_some_and(|text| is_ours(&text)) {
                found.push(format!("{prefix}{name}"));
            }
        }
    }
    found.sort();
    Ok(found)
}

fn read(path: &Path) -> io::Result<Option<String>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(at(path, &error)),
    }
}

/// Whether a file's text says that it was generated.
pub fn is_ours(text: &str) -> bool {
    text.starts_with(MARKER) || text.starts_with(MARKDOWN_MARKER)
}

fn not_ours(path: &Path) -> io::Error {
    let message = format!(
        "{}: not a generated file, so it is left alone; move it away or generate elsewhere",
        path.display()
    );
    io::Error::new(io::ErrorKind::AlreadyExists, message)
}

fn at(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {}", path.display(), error.kind()))
}
