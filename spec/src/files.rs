//! A folder of spec files as texts. Nothing outside the folder is read, nothing very large, no link.

use std::fs;
use std::path::{Path, PathBuf};

use wellhead_runtime::json::{Place, Span, decode_utf8};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, visible};

/// The largest spec file that is read, in bytes.
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

/// Reads every `*.json` of `folder`, sorted by slug; each is shown as `shown` and its name. What can't be read is a
/// diagnostic, and the others are read all the same.
pub fn read_folder(folder: &Path, shown: &str, diagnostics: &mut Diagnostics) -> Vec<SpecText> {
    let paths = list(folder, shown, diagnostics);
    paths.iter().filter_map(|path| read_file(path, shown, diagnostics)).collect()
}

/// Reads one spec file.
pub fn read_file(path: &Path, shown: &str, diagnostics: &mut Diagnostics) -> Option<SpecText> {
    let name = name(path);
    let file = if shown.is_empty() {
        visible(&name)
    } else {
        format!("{}/{}", shown.trim_end_matches('/'), visible(&name))
    };
    let bytes = match read_bytes(path) {
        Ok(bytes) => bytes,
        Err(reason) => {
            diagnostics.push(unreadable(&file, reason));
            return None;
        }
    };
    match decode_utf8(&bytes) {
        Ok(text) => Some(SpecText { slug: slug(&name).to_owned(), file, text: text.to_owned() }),
        Err(error) => {
            let mut diagnostic =
                Diagnostic::new(Code::Syntax, &file, "", Span::default(), error.problem.message());
            diagnostic.place = error.place;
            diagnostics.push(diagnostic.help(error.problem.help()));
            None
        }
    }
}

/// The paths of the spec files of `folder`, sorted by slug; that it can't be listed is a diagnostic.
pub fn list(folder: &Path, shown: &str, diagnostics: &mut Diagnostics) -> Vec<PathBuf> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => {
            diagnostics.push(unreadable(shown, format!("can't list the folder: {}", kind(&error))));
            return Vec::new();
        }
    };
    let paths = entries.filter_map(Result::ok).map(|entry| entry.path());
    let mut paths: Vec<PathBuf> = paths.filter(|path| is_spec_file(path)).collect();
    paths.sort_by_cached_key(|path| slug(&name(path)).to_owned());
    paths
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn slug(name: &str) -> &str {
    name.strip_suffix(".json").unwrap_or(name)
}

/// Whether a file of a specs folder is a spec file by its name.
pub fn is_spec_file(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy());
    name.is_some_and(|name| {
        name.ends_with(".json") && !name.starts_with('.') && name != SCHEMA_FILE
    })
}

fn read_bytes(path: &Path) -> Result<Vec<u8>, String> {
    let metadata = fs::symlink_metadata(path).map_err(|error| kind(&error))?;
    if !metadata.is_file() {
        return Err("not a regular file (links are not followed)".into());
    }
    if metadata.len() > MAX_BYTES {
        return Err(format!("larger than {} MiB", MAX_BYTES >> 20));
    }
    fs::read(path).map_err(|error| kind(&error))
}

fn unreadable(file: &str, reason: impl Into<String>) -> Diagnostic {
    let mut diagnostic = Diagnostic::new(Code::Unreadable, file, "", Span::default(), reason);
    diagnostic.place = Place { line: 1, column: 1 };
    diagnostic
}

/// What went wrong, without the platform's error number.
fn kind(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "there is no such file or folder".into(),
        kind => kind.to_string(),
    }
}
