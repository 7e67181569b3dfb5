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
    let mut ready = Vec::with_capacity(files.len());
    let written = files.iter().try_for_each(|(path, text)| {
        ready.push(write_beside(path, text)?);
        keep_permissions(path, ready.last())
    });
    let moved = written.and_then(|()| {
        let mut pairs = files.iter().zip(&ready);
        pairs.try_for_each(|((path, _), beside)| {
            fs::rename(beside, path).map_err(|error| at(path, &error))
        })
    });
    if moved.is_err() {
        for beside in &ready {
            // What is left of a failed write is ours alone; that it could not be removed adds nothing.
            let _ = fs::remove_file(beside);
        }
    }
    moved
}

/// Writes a file that must not be there yet. It is there as a whole or not at all, also when the run is killed.
///
/// # Errors
/// If it is there, or can't be written.
pub fn create(path: &Path, text: &str) -> io::Result<()> {
    let beside = write_beside(path, text)?;
    // Unlike a move, a link takes no place that is taken; where a file system has none, an empty file takes it first.
    let placed = match fs::hard_link(&beside, path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
            new_file(path).and_then(|_| fs::rename(&beside, path))
        }
        placed => placed,
    };
    // After a link a second name is left; that it could not be removed adds nothing.
    let _ = fs::remove_file(&beside);
    placed.map_err(|error| at(path, &error))
}

/// Writes the text to a file of its own beside its place.
fn write_beside(path: &Path, text: &str) -> io::Result<PathBuf> {
    make_folder(path)?;
    let (beside, mut file) = create_beside(path).map_err(|error| at(path, &error))?;
    match io::Write::write_all(&mut file, text.as_bytes()) {
        Ok(()) => Ok(beside),
        Err(error) => {
            let _ = fs::remove_file(&beside);
            Err(at(path, &error))
        }
    }
}

/// Makes a file that was not there, under a name that no one reads as a spec file's. A link that somebody put there is not
/// followed, and what another run writes, or left when it was killed, is not touched.
fn create_beside(path: &Path) -> io::Result<(PathBuf, fs::File)> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let run = std::process::id();
    let mut number = 0_u8;
    loop {
        let beside = path.with_file_name(format!(".{name}.{run}-{number}.new"));
        match new_file(&beside) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && number < u8::MAX => {
                number += 1;
            }
            made => return made.map(|file| (beside, file)),
        }
    }
}

fn new_file(path: &Path) -> io::Result<fs::File> {
    fs::OpenOptions::new().write(true).create_new(true).open(path)
}

/// Gives what lies beside a file the permissions of the file, if it is there.
fn keep_permissions(path: &Path, beside: Option<&PathBuf>) -> io::Result<()> {
    match (fs::metadata(path), beside) {
        (Ok(there), Some(beside)) => {
            fs::set_permissions(beside, there.permissions()).map_err(|error| at(path, &error))
        }
        _ => Ok(()),
    }
}

fn make_folder(path: &Path) -> io::Result<()> {
    match path.parent() {
        Some(folder) => fs::create_dir_all(folder).map_err(|error| at(folder, &error)),
        None => Ok(()),
    }
}

fn at(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {}", path.display(), error.kind()))
}
