//! Writing spec files: each beside its place first, and moved there, so that there is the old one or the new one at any
//! moment, and several at once change together as far as a file system lets them.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Writes each text to its path.
///
/// # Errors
/// If one can't be written. Up to the moment when all of them lie ready, nothing has changed then; the error names the
/// path.
pub fn replace(files: &[(PathBuf, String)]) -> io::Result<()> {
    let ready = files.iter().try_for_each(|(path, text)| prepare(path, text));
    let moved = ready.and_then(|()| {
        files.iter().try_for_each(|(path, _)| {
            fs::rename(beside(path), path).map_err(|error| at(path, &error))
        })
    });
    if moved.is_err() {
        for (path, _) in files {
            // What is left of a failed write is ours alone; that it could not be removed adds nothing.
            let _ = fs::remove_file(beside(path));
        }
    }
    moved
}

/// Writes a file that must not be there yet.
///
/// # Errors
/// If it is there, or can't be written.
pub fn create(path: &Path, text: &str) -> io::Result<()> {
    make_folder(path)?;
    let file = fs::OpenOptions::new().write(true).create_new(true).open(path);
    file.and_then(|mut file| io::Write::write_all(&mut file, text.as_bytes()))
        .map_err(|error| at(path, &error))
}

/// Writes the text beside its place, with the permissions of the file that is there.
fn prepare(path: &Path, text: &str) -> io::Result<()> {
    make_folder(path)?;
    let beside = beside(path);
    fs::write(&beside, text).map_err(|error| at(path, &error))?;
    match fs::metadata(path) {
        Ok(there) => {
            fs::set_permissions(&beside, there.permissions()).map_err(|error| at(path, &error))
        }
        Err(_) => Ok(()),
    }
}

fn make_folder(path: &Path) -> io::Result<()> {
    match path.parent() {
        Some(folder) => fs::create_dir_all(folder).map_err(|error| at(folder, &error)),
        None => Ok(()),
    }
}

/// A name that no one reads as a spec file's.
fn beside(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.new"))
}

fn at(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {}", path.display(), error.kind()))
}
