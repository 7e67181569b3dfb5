//! Spec files among the files that a command is given, told from requests by what is in them.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use wellhead_spec::Diagnostics;
use wellhead_spec::files::{self, SCHEMA_FILE, SpecText};
use wellhead_spec::read::{self, TextKind};

use super::requests::{self, Unread};

/// A spec file that can be written anew.
pub(crate) struct SpecFile {
    pub(crate) path: PathBuf,
    pub(crate) text: SpecText,
}

/// What paths lead to.
#[derive(Default)]
pub(crate) struct SpecFiles {
    pub(crate) files: Vec<SpecFile>,
    /// What can't be read of folders, and is no file to be read.
    pub(crate) unreadable: Diagnostics,
    /// Files that were named and can't be read.
    pub(crate) unread: Vec<Unread>,
    /// Paths that were named and lead to no spec file: each, and what it is instead.
    pub(crate) others: Vec<(PathBuf, &'static str)>,
}

/// The spec files among `paths` and in the folders among them.
pub(crate) fn spec_files(paths: &[PathBuf]) -> SpecFiles {
    let mut found = SpecFiles::default();
    each_once(paths).filter(|path| !is_schema(path)).for_each(|path| found.add(path));
    found
}

/// The paths, each once, and without the files of folders that are among them: a file would clash with itself.
pub(crate) fn each_once(paths: &[PathBuf]) -> impl Iterator<Item = &Path> {
    let led_to = |path: &PathBuf| {
        let place = fs::canonicalize(path).ok().filter(|_| !requests::is_stdin(path));
        place.unwrap_or_else(|| path.clone())
    };
    let places: Vec<PathBuf> = paths.iter().map(led_to).collect();
    let folders: HashSet<PathBuf> = places.iter().filter(|place| place.is_dir()).cloned().collect();
    let mut seen = HashSet::new();
    let each = paths.iter().zip(places).filter(move |(_, place)| {
        let is_in_folder = files::is_spec_file(place)
            && place.parent().is_some_and(|folder| folders.contains(folder));
        seen.insert(place.clone()) && !is_in_folder
    });
    each.map(|(path, _)| path.as_path())
}

impl SpecFiles {
    fn add(&mut self, path: &Path) {
        let texts = if path.is_dir() { self.folder(path) } else { self.file(path) };
        let Some(texts) = texts else { return };
        let other = if path.is_dir() { "a folder without spec files" } else { "a request" };
        let before = self.files.len();
        self.files.extend(texts.into_iter().filter(|file| !read::is_request(&file.text.text)));
        if self.files.len() == before {
            self.others.push((path.to_owned(), other));
        }
    }

    /// The texts of a folder; `None` if something there can't be read.
    fn folder(&mut self, path: &Path) -> Option<Vec<SpecFile>> {
        let mut unreadable = Diagnostics::default();
        let texts = files::read_folder(path, &path.display().to_string(), &mut unreadable);
        let is_told = texts.is_empty() && !unreadable.is_empty();
        self.unreadable.extend(unreadable);
        let file = |text: SpecText| {
            let path = path.join(format!("{}.json", text.slug));
            SpecFile { path, text }
        };
        (!is_told).then(|| texts.into_iter().map(file).collect())
    }

    /// The text of a file, or of what it is a link to; `None` if it can't be read.
    fn file(&mut self, path: &Path) -> Option<Vec<SpecFile>> {
        let bytes = requests::read(path).map_err(|unread| self.unread.push(unread)).ok()?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let text = files::decoded(&name, requests::shown(path), &bytes);
        let text = text.map_err(|diagnostic| self.unreadable.push(*diagnostic)).ok()?;
        Some(vec![SpecFile { path: path.to_owned(), text }])
    }
}

/// Whether it is the JSON Schema that lies among spec files.
pub(crate) fn is_schema(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == SCHEMA_FILE)
}

/// The file as a spec file, if that is what it is.
pub(crate) fn spec_text(path: &Path, bytes: &[u8]) -> Option<SpecText> {
    let text = wellhead::json::decode_utf8(bytes).ok()?;
    let slug = match path.file_stem() {
        _ if requests::is_stdin(path) => "stdin".to_owned(),
        stem => stem.map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default(),
    };
    let is_spec = read::kind_of(text) == TextKind::Spec;
    is_spec.then(|| SpecText { slug, file: requests::shown(path), text: text.to_owned() })
}
