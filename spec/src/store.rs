//! Writing files: each beside its place first, and moved there, so that there is the old one or the new one at any moment, and
//! several at once change together as far as a file system lets them. A link is followed: what it leads to is replaced.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Writes each text to its path. What is replaced is what people wrote, so that each text is on the disk before it takes its
/// place: not even a power cut leaves neither.
///
/// # Errors
/// If one can't be written. Up to the moment when all of them lie ready, nothing has changed then; the error names the
/// path.
pub fn replace(files: &[(PathBuf, String)]) -> io::Result<()> {
    let mut ready = Vec::with_capacity(files.len());
    let written = files.iter().try_for_each(|(path, text)| {
        ready.push(Ready::written(path, text, Lasts::Forever)?);
        Ok(())
    });
    match written {
        Ok(()) => placed(ready),
        Err(error) => {
            ready.iter().for_each(Ready::discard);
            Err(error)
        }
    }
}

/// The same for one text that can be made again, which waits for no disk: a power cut may leave an empty file.
///
/// # Errors
/// If it can't be written.
pub fn regenerate(path: &Path, text: &str) -> io::Result<()> {
    placed(vec![Ready::written(path, text, Lasts::UntilMadeAgain)?])
}

/// Writes a file that must not be there yet. It is there as a whole or not at all, also when the run is killed.
///
/// # Errors
/// If it is there, or can't be written.
pub fn create(path: &Path, text: &str) -> io::Result<()> {
    let ready = Ready::beside(path, text, Lasts::Forever, None)?;
    // Unlike a move, a link takes no place that is taken.
    let placed = match fs::hard_link(&ready.beside, path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => moved_to_free(&ready, path),
        placed => placed,
    };
    // After a link a second name is left.
    ready.discard();
    placed.map_err(|error| at(path, &error))
}

/// The same where a file system has no links: a file that another run makes between the two steps is replaced. To take the place
/// first would leave an empty file after a kill.
fn moved_to_free(ready: &Ready, path: &Path) -> io::Result<()> {
    match fs::symlink_metadata(path) {
        Ok(_) => Err(io::ErrorKind::AlreadyExists.into()),
        Err(_) => fs::rename(&ready.beside, path),
    }
}

/// Moves files to their places, all that lie ready.
fn placed(ready: Vec<Ready>) -> io::Result<()> {
    let mut all = ready.iter();
    let moved = all.try_for_each(|one| {
        fs::rename(&one.beside, &one.place).map_err(|error| at(&one.place, &error))
    });
    if moved.is_err() {
        ready.iter().for_each(Ready::discard);
    }
    moved
}

/// What has to be left of a text after a power cut.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lasts {
    /// All of it, or what was there before.
    Forever,
    /// Nothing.
    UntilMadeAgain,
}

/// A file that lies beside its place.
struct Ready {
    beside: PathBuf,
    place: PathBuf,
}

impl Ready {
    /// Writes the text beside what it is to replace, with the permissions of that.
    fn written(path: &Path, text: &str, lasts: Lasts) -> io::Result<Self> {
        let place = led_to(path).map_err(|error| at(path, &error))?;
        let permissions = fs::metadata(&place).ok().map(|replaced| replaced.permissions());
        let ready = Self::beside(&place, text, lasts, permissions.as_ref())?;
        let kept = permissions.map_or(Ok(()), |kept| fs::set_permissions(&ready.beside, kept));
        match kept {
            Ok(()) => Ok(ready),
            Err(error) => {
                ready.discard();
                Err(at(path, &error))
            }
        }
    }

    /// Writes the text to a file of its own beside its place; nobody may read it who may not read what it replaces.
    fn beside(
        place: &Path,
        text: &str,
        lasts: Lasts,
        replaced: Option<&fs::Permissions>,
    ) -> io::Result<Self> {
        make_folder(place)?;
        let made = create_beside(place, replaced).map_err(|error| at(place, &error));
        let (beside, mut file) = made?;
        let ready = Self { beside, place: place.to_owned() };
        let written = io::Write::write_all(&mut file, text.as_bytes()).and_then(|()| match lasts {
            Lasts::Forever => file.sync_all(),
            Lasts::UntilMadeAgain => Ok(()),
        });
        match written {
            Ok(()) => Ok(ready),
            Err(error) => {
                ready.discard();
                Err(at(place, &error))
            }
        }
    }

    /// Removes it. It is ours alone; that it could not be removed adds nothing.
    fn discard(&self) {
        let _ = fs::remove_file(&self.beside);
    }
}

/// Where a link leads to; the path itself if there is none.
fn led_to(path: &Path) -> io::Result<PathBuf> {
    let is_link = fs::symlink_metadata(path).is_ok_and(|found| found.is_symlink());
    if is_link { fs::canonicalize(path) } else { Ok(path.to_owned()) }
}

/// Makes a file that was not there, under a name that no one reads as a spec file's. A link that somebody put there is not
/// followed, and what another run writes, or left when it was killed, is not touched.
fn create_beside(
    path: &Path,
    replaced: Option<&fs::Permissions>,
) -> io::Result<(PathBuf, fs::File)> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let run = std::process::id();
    let mut number = 0_u8;
    loop {
        let beside = path.with_file_name(format!(".{name}.{run}-{number}.new"));
        match new_file(replaced).open(&beside) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && number < u8::MAX => {
                number += 1;
            }
            made => return made.map(|file| (beside, file)),
        }
    }
}

/// How a file is made that was not there.
fn new_file(replaced: Option<&fs::Permissions>) -> fs::OpenOptions {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    if let Some(replaced) = replaced {
        use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};

        options.mode(replaced.mode());
    }
    #[cfg(not(unix))]
    let _ = replaced;
    options
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
