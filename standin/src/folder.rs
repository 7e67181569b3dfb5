//! The folder that state is kept in. Its files are their owner's alone, and so is a folder that is made here; one that was
//! there already stays as whoever made it wanted it.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{self, Path, PathBuf};

use crate::key::Key;

/// A folder that is there.
pub(crate) struct Folder(PathBuf);

impl Folder {
    /// Makes the folder if it is not there.
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        // SQLite takes a path that begins with `file:` for a URL, and what stands behind a `?` in it for settings.
        let path = &path::absolute(path)?;
        if !path.is_dir() {
            if let Some(parent) = path.parent() {
                fs::create_dir_all(parent)?;
            }
            make_private(path)?;
        }
        Ok(Self(path.to_owned()))
    }

    /// The database file; made here, because SQLite would let everybody read it. Its log takes over its permissions.
    ///
    /// One that is there is not even opened: to close it again would end all locks that this process has on it, and another
    /// stand-in may be running in it.
    pub(crate) fn database(&self) -> io::Result<PathBuf> {
        let path = self.0.join("connections.sqlite3");
        match private_file().write(true).create_new(true).open(&path) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
            _ => Ok(path),
        }
    }

    /// The key of this folder; a new one if there is none yet.
    ///
    /// It is a file of its own, so that the database can be passed on without it. Two stand-ins may start at once: one makes
    /// the key, under a lock, and it gets its name only when it is complete.
    pub(crate) fn key(&self) -> io::Result<Key> {
        let path = self.0.join("key");
        if !path.exists() {
            let lock = private_file().append(true).create(true).open(self.0.join("key.lock"))?;
            lock.lock()?;
            if !path.exists() {
                let draft = self.0.join("key.draft");
                // One that was never finished may be left.
                let _ = fs::remove_file(&draft);
                write_key(&draft)?;
                fs::rename(&draft, &path)?;
            }
        }
        let bytes = zeroize::Zeroizing::new(fs::read(&path)?);
        Key::from_bytes(&bytes).ok_or_else(|| {
            io::Error::other("its file `key` is damaged; remove it, and tokens are given anew")
        })
    }
}

fn write_key(path: &Path) -> io::Result<()> {
    let mut file: File = private_file().write(true).create_new(true).open(path)?;
    file.write_all(Key::random()?.as_bytes())?;
    file.sync_all()
}

fn make_private(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    match builder.create(path) {
        // Another stand-in was faster.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && path.is_dir() => Ok(()),
        made => made,
    }
}

fn private_file() -> OpenOptions {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_starts_at_once_finds_one_key() {
        let place = tempfile::tempdir().unwrap();
        let start = std::sync::Barrier::new(8);
        let keys: Vec<Vec<u8>> = std::thread::scope(|scope| {
            let stand_ins: Vec<_> = (0..8)
                .map(|_| {
                    scope.spawn(|| {
                        start.wait();
                        Folder::open(place.path()).unwrap().key().unwrap().as_bytes().to_vec()
                    })
                })
                .collect();
            stand_ins.into_iter().map(|stand_in| stand_in.join().unwrap()).collect()
        });
        assert!(keys.iter().all(|key| *key == keys[0]));
    }

    #[test]
    fn a_key_that_was_never_finished_is_made_anew() {
        let place = tempfile::tempdir().unwrap();
        fs::write(place.path().join("key.draft"), "cut").unwrap();
        let folder = Folder::open(place.path()).unwrap();
        assert_eq!(folder.key().unwrap().as_bytes(), folder.key().unwrap().as_bytes());
    }

    #[cfg(unix)]
    #[test]
    fn files_are_their_owners_alone_and_a_folder_that_was_there_keeps_its_mode() {
        use std::os::unix::fs::PermissionsExt;

        let place = tempfile::tempdir().unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        let there = place.path().join("there");
        fs::create_dir(&there).unwrap();
        fs::set_permissions(&there, fs::Permissions::from_mode(0o755)).unwrap();
        let made = place.path().join("made");
        for (path, expected) in [(&there, 0o755), (&made, 0o700)] {
            let folder = Folder::open(path).unwrap();
            folder.key().unwrap();
            folder.database().unwrap();
            assert_eq!(mode(path), expected, "{}", path.display());
            for file in fs::read_dir(path).unwrap() {
                let file = file.unwrap().path();
                assert_eq!(mode(&file), 0o600, "{}", file.display());
            }
        }
    }
}
