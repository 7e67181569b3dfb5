//! The folder that state is kept in: only its owner may read what is in it.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use uuid::Uuid;

use crate::key::Key;

/// A folder that is there.
pub(crate) struct Folder(PathBuf);

impl Folder {
    /// Makes the folder if it is not there.
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        if !path.is_dir() {
            if let Some(parent) = path.parent() {
                fs::create_dir_all(parent)?;
            }
            make_private(path)?;
        }
        Ok(Self(path.to_owned()))
    }

    /// The database file; made here, because SQLite would let everybody read it. Its log takes over its permissions.
    pub(crate) fn database(&self) -> io::Result<PathBuf> {
        let path = self.0.join("connections.sqlite3");
        private_file().append(true).create(true).open(&path)?;
        Ok(path)
    }

    /// The key of this folder; a new one if there is none yet.
    ///
    /// It is a file of its own, so that the database can be passed on without it. Two stand-ins may start at once: a key
    /// gets its name only when it is complete, and whoever comes second finds the first one's.
    pub(crate) fn key(&self) -> io::Result<Key> {
        let path = self.0.join("key");
        if !path.exists() {
            let draft = self.0.join(format!("key.{}", Uuid::new_v4().simple()));
            write_key(&draft)?;
            let linked = fs::hard_link(&draft, &path);
            fs::remove_file(&draft)?;
            match linked {
                Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
                _ => {}
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
