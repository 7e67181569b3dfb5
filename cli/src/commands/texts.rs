//! Spec files among the files that a command is given, told from requests by what is in them.

use std::path::{Path, PathBuf};

use wellhead_spec::Diagnostics;
use wellhead_spec::files::{self, SCHEMA_FILE, SpecText};
use wellhead_spec::read::{self, TextKind};

use super::requests;
use crate::failure::Failure;

/// A spec file that can be written anew.
pub(crate) struct SpecFile {
    pub(crate) path: PathBuf,
    pub(crate) text: SpecText,
}

/// The spec files among `paths` and in the folders among them; what can't be read is noted.
pub(crate) fn spec_files(
    paths: &[PathBuf],
    unreadable: &mut Diagnostics,
) -> Result<Vec<SpecFile>, Failure> {
    let mut found = Vec::new();
    for path in paths.iter().filter(|path| !is_schema(path)) {
        if path.is_dir() {
            let texts = files::read_folder(path, &path.display().to_string(), unreadable);
            found.extend(
                texts
                    .into_iter()
                    .map(|text| SpecFile { path: path.join(format!("{}.json", text.slug)), text }),
            );
        } else {
            std::fs::metadata(path).map_err(|error| Failure::file(path, &error))?;
            let shown = path.parent().map(|folder| folder.display().to_string());
            let text = files::read_file(path, &shown.unwrap_or_default(), unreadable);
            found.extend(text.map(|text| SpecFile { path: path.clone(), text }));
        }
    }
    found.retain(|file| !read::is_request(&file.text.text));
    Ok(found)
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
