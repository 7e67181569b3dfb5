//! What stays of a tree that another one takes the place of: carried over before, and looked after once more when it has.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs::{self, DirEntry};
use std::io;
use std::path::Path;

use super::super::{Changes, begins_as_ours, head};
use super::writable;
use crate::format::MARKER;
use crate::system::{number, number_of};

/// How often an old tree is looked at again for what came into it meanwhile.
const LOOKS: usize = 100;

/// The files that were carried over, by their paths in the tree: each by its number in the file system.
#[derive(Debug, Default)]
pub(super) struct Carried(BTreeMap<String, u64>);

/// Brings what stays of the tree `old` into the next one, `new`.
///
/// # Errors
/// If anything can't be linked to from there. Then the old tree has to stay, with what is in it.
pub(super) fn over(old: &Path, new: &Path, changes: &Changes) -> io::Result<Carried> {
    let mut carried = Carried::default();
    carried.folder(old, new, "", changes)?;
    Ok(carried)
}

impl Carried {
    /// Brings over what stays of a folder that changes know by `inner`.
    fn folder(&mut self, old: &Path, new: &Path, inner: &str, changes: &Changes) -> io::Result<()> {
        let is_stale = |path: &String| {
            [&changes.added, &changes.changed, &changes.removed]
                .into_iter()
                .any(|stale| stale.binary_search(path).is_ok())
        };
        writable(old)?;
        refuse_mount(old, new)?;
        for entry in fs::read_dir(old)? {
            let entry = entry?;
            let name = entry.file_name();
            let (path, place) = (below(inner, &name), new.join(&name));
            if entry.file_type()?.is_dir() {
                fs::create_dir_all(&place)?;
                self.folder(&entry.path(), &place, &path, changes)?;
            } else if !is_stale(&path) {
                fs::hard_link(entry.path(), &place)?;
                self.0.insert(path, number(&entry));
            }
        }
        fs::set_permissions(new, fs::metadata(old)?.permissions())
    }
}

/// Removes the tree `old`, whose place `new` has taken, or would have. Who writes into the folder does not know of that: what
/// is not among `carried`, since it came into the old tree later, is moved to its place. Of what a killed run left, nobody
/// knows what was carried over.
pub(super) fn retire(old: &Path, new: &Path, carried: Option<&Carried>) -> io::Result<()> {
    retire_folder(old, new, "", carried)
}

fn retire_folder(old: &Path, new: &Path, inner: &str, carried: Option<&Carried>) -> io::Result<()> {
    for _ in 0..LOOKS {
        for entry in fs::read_dir(old)? {
            let entry = entry?;
            let name = entry.file_name();
            let (path, from, to) = (below(inner, &name), entry.path(), new.join(&name));
            if entry.file_type()?.is_dir() {
                retire_folder(&from, &to, &path, carried)?;
            } else if is_spare(&entry, &to, &path, carried)? {
                fs::remove_file(&from)?;
            } else {
                fs::create_dir_all(new)?;
                fs::rename(&from, &to)?;
            }
        }
        match fs::remove_dir(old) {
            Err(error) if error.kind() == io::ErrorKind::DirectoryNotEmpty => {}
            removed => return removed,
        }
    }
    Err(io::ErrorKind::DirectoryNotEmpty.into())
}

/// Whether a file of an old tree is in the new one as well, in this form or a later one, or was generated.
fn is_spare(old: &DirEntry, new: &Path, path: &str, carried: Option<&Carried>) -> io::Result<bool> {
    let as_carried = carried.and_then(|carried| carried.0.get(path));
    if as_carried == Some(&number(old)) {
        return Ok(true);
    }
    if let Ok(there) = fs::symlink_metadata(new) {
        // What was carried over and stands there still is older than what came in its place.
        return Ok(as_carried != Some(&number_of(&there)));
    }
    if !old.file_type()?.is_file() {
        return Ok(false);
    }
    let head = head(&old.path())?;
    Ok(begins_as_ours(&head) || (carried.is_none() && is_begun(path, &head)))
}

/// Whether a file is as much as a killed run may have written of one: its first words, or no byte.
fn is_begun(path: &str, head: &[u8]) -> bool {
    path.ends_with(".rs") && MARKER.as_bytes().starts_with(head) || path == super::INCOMPLETE
}

/// An error if something else is mounted at the folder `old`, which a folder made in `new` could not stand for. Linux
/// moves nothing from one mount to another, even of one file system, and says so before it looks for what is to be
/// moved: there is nothing of that name in `new`.
fn refuse_mount(old: &Path, new: &Path) -> io::Result<()> {
    const NOTHING: &str = ".wellhead-nothing";
    match fs::rename(new.join(NOTHING), old.join(NOTHING)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        moved => moved,
    }
}

/// The path of an entry of a folder of the tree, with `/`, as changes name it. What is not UTF-8 was not generated.
fn below(inner: &str, name: &OsStr) -> String {
    let name = name.to_string_lossy();
    if inner.is_empty() { name.into_owned() } else { format!("{inner}/{name}") }
}
