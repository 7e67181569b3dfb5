//! Emitting: the model into files of Rust. Emitters are pure and decide nothing: every name stands in the model.

mod builder;
mod catalog;
mod choice;
mod compared;
mod doc;
mod object;
mod one_of;
#[cfg(feature = "command")]
mod reference;
mod schema;
mod source;
mod table;

#[cfg(feature = "command")]
use std::collections::BTreeMap;

use proc_macro2::{Literal, TokenStream};

use crate::format;
#[cfg(feature = "command")]
use crate::model::Catalog;
use crate::model::{Field, Shape, Source};
#[cfg(feature = "command")]
use crate::outline::Entry;
use crate::outline::Outline;

/// The reference of all sources, a page of Markdown.
#[cfg(feature = "command")]
pub fn reference(entries: &[Entry]) -> String {
    reference::page(entries)
}

/// What the reference says of a source.
#[cfg(feature = "command")]
pub fn entry(source: &Source) -> Entry {
    reference::entry(source)
}

/// The type of a field as it is emitted: `Option<String>`; types of its own stand under the name of their struct's module.
pub fn field_type(field: &Field) -> String {
    spelt(&object::field_type(field, &TokenStream::new()))
}

/// The type of a value.
pub fn value_type(shape: &Shape) -> String {
    spelt(&object::shape_type(shape, &TokenStream::new()))
}

/// What the builder's method for a field takes: `impl Into<String>`.
pub fn argument_type(field: &Field) -> String {
    spelt(&builder::argument(field).0)
}

/// A type as people write it: without the paths that keep emitted code apart from what stands around it.
fn spelt(tokens: &TokenStream) -> String {
    let text = tokens.to_string().replace(' ', "").replace("implInto", "impl Into");
    let prefixes =
        ["::std::string::", "::std::vec::", "::std::collections::", "runtime::", "self::"];
    prefixes.iter().fold(text, |text, prefix| text.replace(prefix, "")).replace(',', ", ")
}

/// Every output file by its path below the output folder.
#[cfg(feature = "command")]
pub fn files(catalog: &Catalog) -> BTreeMap<String, String> {
    let outlines: Vec<Outline> = catalog.sources.iter().map(Outline::of).collect();
    let mut files = BTreeMap::from(spanning(&outlines.iter().collect::<Vec<_>>()));
    let modules = catalog.sources.iter();
    files.extend(modules.map(|source| (module_path(&source.module), module(source))));
    files
}

/// The paths of the files that span all sources, below the output folder.
pub const SPANNING: [&str; 3] = ["mod.rs", "catalog.rs", "sources.rs"];

/// The files that span all sources, each with its path below the output folder.
pub fn spanning(outlines: &[&Outline]) -> [(String, String); SPANNING.len()] {
    let tokens = [catalog::root(), catalog::catalog(outlines), catalog::modules(outlines)];
    let [root, catalog, modules] = tokens.map(|tokens| format::file("every spec file", tokens));
    let [root_path, catalog_path, modules_path] = SPANNING.map(str::to_owned);
    [(root_path, root), (catalog_path, catalog), (modules_path, modules)]
}

/// Where a source's module of that name lies below the output folder.
pub fn module_path(module: impl std::fmt::Display) -> String {
    format!("sources/{module}.rs")
}

/// The module of a source.
pub fn module(source: &Source) -> String {
    format::file(&source.file, source::module(source))
}

/// Rust's bound on the hashes of a raw literal.
const MOST_HASHES: usize = 255;

/// A text as a raw literal, with that many hashes or more if there are quotes before them; nothing where no such literal
/// holds it.
fn raw(text: &str, hashes: usize) -> Option<Literal> {
    let mut fences = (hashes..=text.len().min(MOST_HASHES)).map(|count| "#".repeat(count));
    let fence = fences.find(|fence| !text.contains(&format!("\"{fence}")))?;
    format!("r{fence}\"{text}\"{fence}").parse().ok()
}

#[cfg(test)]
mod tests;
