//! Emitting: the model into files of Rust. Emitters are pure and decide nothing: every name stands in the model.

mod builder;
mod catalog;
mod choice;
mod doc;
mod object;
mod one_of;
mod reference;
mod schema;
mod source;
mod table;

use std::collections::BTreeMap;

use proc_macro2::TokenStream;

use crate::format;
use crate::model::{Catalog, Field, Shape};

/// The reference of all sources, a page of Markdown.
pub fn reference(catalog: &Catalog) -> String {
    reference::page(catalog)
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
///
/// # Errors
/// The message of a mistake in an emitter: it made something that is not Rust.
pub fn files(catalog: &Catalog) -> Result<BTreeMap<String, String>, String> {
    let all = "every spec file";
    let mut files = BTreeMap::new();
    let mut add = |path: String, from: &str, tokens: TokenStream| -> Result<(), String> {
        let text = format::file(from, tokens).map_err(|reason| format!("{path}: {reason}"))?;
        files.insert(path, text);
        Ok(())
    };
    add("mod.rs".into(), all, catalog::root())?;
    add("catalog.rs".into(), all, catalog::catalog(catalog))?;
    add("sources.rs".into(), all, catalog::modules(catalog))?;
    for source in &catalog.sources {
        add(format!("sources/{}.rs", source.module), &source.file, source::module(source))?;
    }
    Ok(files)
}
