//! A crate of its own: for those who want neither the catalog's crate nor a build script.
//!
//! Its `src` is one tree that changes as a whole. Its manifest and its README say nothing of the spec files, so they
//! change only with the generator: the features of all categories are declared, whether a source has them or not.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use wellhead_spec::category::{self, CATEGORIES};

use crate::format::{MARKDOWN_MARKER, MARKER, TOML_MARKER};
use crate::generated::Generated;
use crate::names::is_keyword;
use crate::write::{self, Changes};

/// The files of a crate.
#[derive(Debug)]
pub struct Standalone {
    /// `Cargo.toml` and `README.md`, by name.
    pub beside: BTreeMap<String, String>,
    /// The files below `src`, by their paths there.
    pub source: BTreeMap<String, String>,
}

impl Standalone {
    /// What was generated, as a crate of that name. It is to have been generated with features by category.
    ///
    /// # Errors
    /// Why no crate can be called that.
    pub fn new(name: &str, generated: &Generated) -> Result<Self, String> {
        if !is_crate_name(name) {
            return Err(format!(
                "`{}` is no name for a crate: it is made of a-z, 0-9, `-` and `_`, a letter first, and no keyword of Rust",
                name.escape_debug()
            ));
        }
        let mut source = generated.files.clone();
        source.remove("mod.rs");
        source.insert("lib.rs".into(), format!("{MARKER} {FROM}\n\n{LIBRARY}"));
        let beside = [("Cargo.toml", manifest(name)), ("README.md", readme(name))];
        let beside = beside.map(|(name, text)| (name.to_owned(), text)).into();
        Ok(Self { beside, source })
    }

    /// What would have to change in `folder` for it to hold this crate.
    ///
    /// # Errors
    /// If the folder can't be read, or holds files that were not generated where these belong.
    pub fn compare(&self, folder: &Path) -> io::Result<Changes> {
        self.each(folder, write::compare_file, write::compare)
    }

    /// Brings `folder` up to date, and says what changed; files that were not generated stay.
    ///
    /// # Errors
    /// Those of [`compare`](Self::compare), before anything is changed, and those of writing.
    pub fn write_to(&self, folder: &Path) -> io::Result<Changes> {
        self.compare(folder)?;
        self.each(folder, write::sync_file, write::sync)
    }

    fn each(
        &self,
        folder: &Path,
        file: fn(&Path, &str) -> io::Result<Changes>,
        tree: fn(&Path, &BTreeMap<String, String>) -> io::Result<Changes>,
    ) -> io::Result<Changes> {
        let (folder, mut changes) = (write::meant(folder), Changes::default());
        for (name, text) in &self.beside {
            changes.extend(file(&folder.join(name), text)?, |_| name.clone());
        }
        let source = tree(&folder.join("src"), &self.source)?;
        changes.extend(source, |path| format!("src/{path}"));
        Ok(changes)
    }
}

fn is_crate_name(name: &str) -> bool {
    let is_letter = |char: char| char.is_ascii_lowercase();
    let fits = |char: char| is_letter(char) || char.is_ascii_digit() || char == '-' || char == '_';
    name.starts_with(is_letter) && name.chars().all(fits) && !is_keyword(&name.replace('-', "_"))
}

const FROM: &str =
    "from every spec file. Do not edit: change the spec file and run `wellhead generate`.";

fn manifest(name: &str) -> String {
    let mut features: Vec<String> =
        CATEGORIES.iter().filter_map(|(key, _)| category::feature(key)).collect();
    features.sort();
    let default: String = features.iter().map(|name| format!("    \"{name}\",\n")).collect();
    let declared: String = features.iter().map(|name| format!("{name} = []\n")).collect();
    let version = env!("CARGO_PKG_VERSION");
    format!(
        "{TOML_MARKER} {FROM}\n\n\
         [package]\n\
         name = \"{name}\"\n\
         description = \"Base connections of Adobe Experience Platform sources as types\"\n\
         version = \"{version}\"\n\
         edition = \"2024\"\n\
         rust-version = \"{}\"\n\
         publish = false\n\n\
         [features]\n\
         # The sources of each category of the platform; one that is off is not compiled at all.\n\
         default = [\n{default}]\n\
         {declared}\
         # `serde::Serialize` of requests and of free JSON.\n\
         serde = [\"wellhead-runtime/serde\"]\n\
         # Free JSON as `serde_json::Value`, and back.\n\
         serde_json = [\"wellhead-runtime/serde_json\"]\n\n\
         [dependencies]\n\
         wellhead-runtime = \"{version}\"\n\n\
         # Nothing around this crate is taken for its workspace.\n\
         [workspace]\n",
        env!("CARGO_PKG_RUST_VERSION")
    )
}

fn readme(name: &str) -> String {
    let module = name.replace('-', "_");
    format!(
        "{MARKDOWN_MARKER} {FROM} -->\n\n\
         # {name}\n\n\
         Base connections of Adobe Experience Platform sources, as types. Each source is a module, each way to authenticate a\n\
         struct with a builder; `{module}::dispatch` takes a request body to the type that it is.\n\n\
         It stands on `wellhead-runtime` alone. The sources of a category are behind the Cargo feature of its name; the\n\
         features `serde` and `serde_json` are those of the runtime.\n"
    )
}

const LIBRARY: &str = include_str!("standalone/lib.rs.txt");
