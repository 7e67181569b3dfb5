//! A folder of spec files as texts. Nothing outside the folder is read, nothing very large, no link.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use wellhead_runtime::json::decode_utf8;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, visible};

/// The largest file that is read, in bytes.
pub const MAX_BYTES: u64 = 16 * 1024 * 1024;

/// The JSON Schema for spec files, which stands among them and is none.
pub const SCHEMA_FILE: &str = "connection-spec.schema.json";

/// A spec file's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpecText {
    /// The file's stem: kebab-case, the source's name for people, modules and commands.
    pub slug: String,
    /// The file's name as it is shown.
    pub file: String,
    /// The text, without a byte order mark.
    pub text: String,
}

/// A spec file that was found, and is still to be read.
#[derive(Clone, Debug)]
pub struct Found<'s> {
    path: PathBuf,
    name: String,
    /// How its folder is shown.
    shown: &'s str,
    /// Whether it is a file by itself: no folder, no link.
    is_regular: bool,
}

impl<'s> Found<'s> {
    fn new(path: PathBuf, shown: &'s str, is_regular: bool) -> Self {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Self { path, name, shown, is_regular }
    }

    /// The file's stem.
    pub fn slug(&self) -> &str {
        slug(&self.name)
    }

    /// The file's name as it is shown.
    fn file(&self) -> String {
        match self.shown {
            "" => visible(&self.name),
            shown => format!("{}/{}", shown.trim_end_matches('/'), visible(&self.name)),
        }
    }

    /// Where it lies, if it is a file by itself.
    pub fn path(&self) -> Option<&Path> {
        self.is_regular.then_some(&self.path)
    }

    /// What it holds.
    ///
    /// # Errors
    /// Why it can't be read.
    pub fn bytes(&self) -> Result<Vec<u8>, Box<Diagnostic>> {
        self.read().map_err(|reason| Box::new(unreadable(&self.file(), reason)))
    }

    fn read(&self) -> Result<Vec<u8>, String> {
        if !self.is_regular {
            return Err(IRREGULAR.into());
        }
        let file = File::open(&self.path).map_err(|error| kind(&error))?;
        let metadata = file.metadata().map_err(|error| kind(&error))?;
        if !metadata.is_file() {
            return Err(IRREGULAR.into());
        }
        let bytes = bounded(file, metadata.len()).map_err(|error| kind(&error))?;
        bytes.ok_or_else(too_large)
    }

    /// What it says, if it holds these bytes.
    ///
    /// # Errors
    /// Why that is no text.
    pub fn text(&self, bytes: &[u8]) -> Result<SpecText, Box<Diagnostic>> {
        decoded(&self.name, self.file(), bytes)
    }

    fn into_text(self, diagnostics: &mut Diagnostics) -> Option<SpecText> {
        let text = self.bytes().and_then(|bytes| self.text(&bytes));
        text.map_err(|diagnostic| diagnostics.push(*diagnostic)).ok()
    }
}

/// What a file called `name` says, if it holds these bytes; it is shown as `file`.
///
/// # Errors
/// Why that is no text.
pub fn decoded(name: &str, file: String, bytes: &[u8]) -> Result<SpecText, Box<Diagnostic>> {
    match decode_utf8(bytes) {
        Ok(text) => Ok(SpecText { slug: slug(name).to_owned(), file, text: text.to_owned() }),
        Err(error) => {
            let message = error.problem.message();
            let mut diagnostic = Diagnostic::of_file(Code::Syntax, &file, message);
            diagnostic.place = error.place;
            Err(Box::new(diagnostic.help(error.problem.help())))
        }
    }
}

/// The stem of a file's name.
fn slug(name: &str) -> &str {
    name.strip_suffix(".json").unwrap_or(name)
}

/// Why a link, a folder or what is no file at all is not read.
pub const IRREGULAR: &str = "not a regular file (links are not followed)";

/// Why a file that is larger than [`MAX_BYTES`] is not read.
pub fn too_large() -> String {
    format!("larger than {} MiB", MAX_BYTES >> 20)
}

/// Everything that there is to be read, if that is no more than [`MAX_BYTES`]; `None` otherwise. `expected` is how long it
/// seems to be, and need not be so.
///
/// # Errors
/// Why it can't be read.
fn bounded(from: impl Read, expected: u64) -> io::Result<Option<Vec<u8>>> {
    // One more than it has says that it ends there.
    let mut bytes = Vec::with_capacity(expected.min(MAX_BYTES) as usize + 1);
    let read = from.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    Ok((read as u64 <= MAX_BYTES).then_some(bytes))
}

/// Reads every `*.json` of `folder`, sorted by slug; each is shown as `shown` and its name. What can't be read is a
/// diagnostic, and the others are read all the same.
pub fn read_folder(folder: &Path, shown: &str, diagnostics: &mut Diagnostics) -> Vec<SpecText> {
    let found = list(folder, shown, diagnostics);
    found.into_iter().filter_map(|one| one.into_text(diagnostics)).collect()
}

/// Reads one spec file.
pub fn read_file(path: &Path, shown: &str, diagnostics: &mut Diagnostics) -> Option<SpecText> {
    // What is not there is told when it is opened.
    let is_regular = fs::symlink_metadata(path).map_or(true, |metadata| metadata.is_file());
    Found::new(path.to_owned(), shown, is_regular).into_text(diagnostics)
}

/// The spec files of `folder`, sorted by slug; that it can't be listed is a diagnostic.
pub fn list<'s>(folder: &Path, shown: &'s str, diagnostics: &mut Diagnostics) -> Vec<Found<'s>> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => {
            diagnostics.push(not_listed(shown, &error));
            return Vec::new();
        }
    };
    listed(entries, shown, diagnostics)
}

fn listed<'s>(
    entries: impl Iterator<Item = io::Result<fs::DirEntry>>,
    shown: &'s str,
    diagnostics: &mut Diagnostics,
) -> Vec<Found<'s>> {
    // Most folders hold no more, and to grow a list takes memory for each length that it had.
    let mut all = Vec::with_capacity(128);
    for entry in entries {
        let entry = match entry {
            Ok(entry) => entry,
            // What comes behind it is not known, and nothing that is not listed is to be taken for gone.
            Err(error) => {
                diagnostics.push(not_listed(shown, &error));
                break;
            }
        };
        let path = entry.path();
        if is_spec_file(&path) {
            let is_regular = entry.file_type().map_or(true, |kind| kind.is_file());
            all.push(Found::new(path, shown, is_regular));
        }
    }
    all.sort_unstable_by(|one, other| one.slug().cmp(other.slug()));
    all
}

/// Whether a file of a specs folder is a spec file by its name.
pub fn is_spec_file(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy());
    name.is_some_and(|name| {
        name.ends_with(".json") && !name.starts_with('.') && name != SCHEMA_FILE
    })
}

fn not_listed(shown: &str, error: &io::Error) -> Diagnostic {
    unreadable(shown, format!("can't list the folder: {}", kind(error)))
}

/// That a file can't be read, and why.
pub fn unreadable(file: &str, reason: impl Into<String>) -> Diagnostic {
    Diagnostic::of_file(Code::Unreadable, file, reason)
}

/// What went wrong, without the platform's error number.
fn kind(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder".into(),
        kind => kind.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
    fn a_folder_that_breaks_off_while_it_is_listed_is_an_error_beside_what_was_found() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("acme.json"), "{}").unwrap();
        let broken = std::iter::once(Err(io::ErrorKind::PermissionDenied.into()));
        let mut diagnostics = Diagnostics::default();
        let entries = fs::read_dir(folder.path()).unwrap().chain(broken);
        let slugs: Vec<_> = listed(entries, "specs", &mut diagnostics)
            .iter()
            .map(|one| one.slug().to_owned())
            .collect();
        assert_eq!(slugs, ["acme"]);
        let told = "specs:1:1: error[unreadable]: can't list the folder: permission denied\n";
        assert_eq!(diagnostics.to_string(), told);
    }
}
