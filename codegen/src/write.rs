//! Bringing a folder up to date: writing what changed, removing what has no spec any more, touching nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::format::MARKER;

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
}

/// What would have to change in `folder` for it to hold `files`.
///
/// # Errors
/// If the folder can't be read, or holds files that were not generated where generated ones should be.
pub fn compare(folder: &Path, files: &BTreeMap<String, String>) -> io::Result<Changes> {
    let mut changes = Changes::default();
    for (path, text) in files {
        match read(&folder.join(path))? {
            None => changes.added.push(path.clone()),
            Some(found) if found == *text => {}
            Some(found) if found.starts_with(MARKER) => changes.changed.push(path.clone()),
            Some(_) => return Err(not_ours(&folder.join(path))),
        }
    }
    let wanted: BTreeSet<&str> = files.keys().map(String::as_str).collect();
    for path in generated(folder)? {
        if !wanted.contains(path.as_str()) {
            changes.removed.push(path);
        }
    }
    Ok(changes)
}

/// Makes `folder` hold `files`: each file is written beside its place and moved there; files that were not generated
/// stay.
///
/// # Errors
/// Those of [`compare`], before anything is changed, and those of writing.
pub fn sync(folder: &Path, files: &BTreeMap<String, String>) -> io::Result<Changes> {
    let changes = compare(folder, files)?;
    for path in changes.added.iter().chain(&changes.changed) {
        let text = files.get(path).map(String::as_str).unwrap_or_default();
        replace(&folder.join(path), text)?;
    }
    for path in &changes.removed {
        fs::remove_file(folder.join(path)).map_err(|error| at(&folder.join(path), &error))?;
    }
    Ok(changes)
}

/// Writes a file so that at any moment there is the old one or the new one.
fn replace(path: &Path, text: &str) -> io::Result<()> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).map_err(|error| at(parent, &error))?;
    }
    let mut beside = path.as_os_str().to_owned();
    beside.push(".new");
    let beside = PathBuf::from(beside);
    let moved = fs::write(&beside, text).and_then(|()| fs::rename(&beside, path));
    moved.map_err(|error| {
        // What is left of a failed write is ours alone; that it could not be removed adds nothing.
        let _ = fs::remove_file(&beside);
        at(path, &error)
    })
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
            if is_rust
                && path.is_file()
                && read(&path)?.is_some_and(|text| text.starts_with(MARKER))
            {
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
