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
use crate::model::Catalog;

/// The reference of all sources, a page of Markdown.
pub fn reference(catalog: &Catalog) -> String {
    reference::page(catalog)
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
