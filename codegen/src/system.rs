//! What only some systems do, and `std` has no name for: where they do not, or without the feature `command`, there is another way.

pub(crate) use here::{CAN_EXCHANGE, exchange, number, number_of, open};

#[cfg(all(
    feature = "command",
    any(target_os = "linux", target_os = "android", target_vendor = "apple")
))]
mod here {
    use std::fs::{DirEntry, File, Metadata};
    use std::io;
    use std::os::unix::fs::{DirEntryExt, MetadataExt, OpenOptionsExt};
    use std::path::Path;

    use rustix::fs::{CWD, OFlags, RenameFlags, renameat_with};

    /// Whether two folders, or two files, can change places at all.
    pub(crate) const CAN_EXCHANGE: bool = true;

    /// Lets two folders, or two files, change places in one step.
    pub(crate) fn exchange(one: &Path, other: &Path) -> io::Result<()> {
        Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
    }

    /// The number of a file in its file system, whatever it is called.
    pub(crate) fn number(entry: &DirEntry) -> u64 {
        entry.ino()
    }

    /// The same, of a file that is described.
    pub(crate) fn number_of(data: &Metadata) -> u64 {
        data.ino()
    }

    /// Opens a file to be read. A named pipe, which may lie in a file's place, is not waited for.
    pub(crate) fn open(path: &Path) -> io::Result<File> {
        let now = OFlags::NONBLOCK.bits().cast_signed();
        File::options().read(true).custom_flags(now).open(path)
    }
}

#[cfg(not(all(
    feature = "command",
    any(target_os = "linux", target_os = "android", target_vendor = "apple")
)))]
mod here {
    use std::fs::{DirEntry, File, Metadata};
    use std::io;
    use std::path::Path;

    pub(crate) const CAN_EXCHANGE: bool = false;

    pub(crate) fn exchange(_: &Path, _: &Path) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    /// Files are not told apart, as nothing is carried over to where nothing changes places.
    pub(crate) fn number(_: &DirEntry) -> u64 {
        0
    }

    pub(crate) fn number_of(_: &Metadata) -> u64 {
        0
    }

    pub(crate) fn open(path: &Path) -> io::Result<File> {
        File::open(path)
    }
}
