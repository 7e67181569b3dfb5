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

use proc_macro2::{Ident, TokenStream};

use crate::format;
use crate::model::{Catalog, Field, Shape, Source};

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
pub fn files(catalog: &Catalog) -> BTreeMap<String, String> {
    let mut files = spanning(catalog);
    let modules = catalog.sources.iter();
    files.extend(modules.map(|source| (module_path(&source.module), module(source))));
    files
}

/// The files that span all sources, by their paths below the output folder.
pub fn spanning(catalog: &Catalog) -> BTreeMap<String, String> {
    let files = [
        ("mod.rs", catalog::root()),
        ("catalog.rs", catalog::catalog(catalog)),
        ("sources.rs", catalog::modules(catalog)),
    ];
    let all =
        files.map(|(path, tokens)| (path.to_owned(), format::file("every spec file", tokens)));
    all.into()
}

/// Where a source's module of that name lies below the output folder.
pub fn module_path(module: &Ident) -> String {
    format!("sources/{module}.rs")
}

/// The module of a source.
pub fn module(source: &Source) -> String {
    format::file(&source.file, source::module(source))
}

#[cfg(test)]
mod tests;
