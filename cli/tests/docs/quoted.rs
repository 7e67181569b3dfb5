//! Blocks that are quotations: of Rust that is compiled elsewhere, of JSON and of TOML.

use std::fs;
use std::path::{Path, PathBuf};

/// Where passages are quoted from: examples, and the examples in doc comments, which are tests.
const COMPILED: [&str; 6] =
    ["examples", "src", "client/src", "standin/src", "standin/examples", "codegen/src"];

/// Whether the paragraphs of `text` are passages of one file that is compiled, indentation aside.
pub(crate) fn rust(root: &Path, text: &str) -> Result<(), String> {
    let wanted: Vec<_> = text.split("\n\n").map(lines).collect();
    let is_there = |path: &PathBuf| {
        let found = lines(&fs::read_to_string(path).unwrap());
        wanted.iter().all(|wanted| found.windows(wanted.len()).any(|passage| passage == wanted))
    };
    let files = COMPILED.iter().flat_map(|folder| rust_files(&root.join(folder)));
    match files.into_iter().any(|path| is_there(&path)) {
        true => Ok(()),
        false => Err(format!("no example has this passage:\n{text}")),
    }
}

/// The lines of code, without what surrounds them in a doc comment, and without blank ones.
fn lines(text: &str) -> Vec<String> {
    text.lines()
        .map(|line| line.trim().trim_start_matches("//!").trim_start_matches("///").trim())
        .filter(|line| !line.is_empty())
        .map(str::to_owned)
        .collect()
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    entries
        .map(|entry| entry.unwrap().path())
        .flat_map(|path| match path.is_dir() {
            true => rust_files(&path),
            false if path.extension().is_some_and(|extension| extension == "rs") => vec![path],
            false => Vec::new(),
        })
        .collect()
}

/// Whether it is JSON, or members of an object.
pub(crate) fn json(text: &str) -> Result<(), String> {
    let parsed = |text: &str| serde_json::from_str::<serde_json::Value>(text);
    match parsed(text).or_else(|_| parsed(&format!("{{{text}}}"))) {
        Ok(_) => Ok(()),
        Err(error) => Err(format!("not JSON: {error}")),
    }
}

/// Whether it is TOML.
pub(crate) fn toml(text: &str) -> Result<(), String> {
    toml::de::DeTable::parse(text).map(drop).map_err(|error| format!("not TOML: {error}"))
}
