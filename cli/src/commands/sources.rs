//! `wellhead sources`

use serde_json::{Value, json};
use wellhead::SourceDescriptor;
use wellhead_runtime::{Catalog, LoadedCatalog};
use wellhead_spec::category::{self, CATEGORIES};
use wellhead_spec::diagnostic::visible;

use crate::args::SourcesArgs;
use crate::catalog::catalog;
use crate::failure::Failure;
use crate::print;

pub(crate) fn run(args: &SourcesArgs) -> Result<(), Failure> {
    let catalog = catalog(&args.catalog)?;
    let category = args.category.as_deref().map(|given| known_category(given, &catalog));
    let category = category.transpose()?;
    let listed = catalog
        .sources()
        .iter()
        .filter(|source| category.as_deref().is_none_or(|key| source.category == key));
    if args.json {
        return Ok(print::json(&listed.map(|source| summary(source)).collect::<Value>())?);
    }
    let mut table = print::table(&["source", "category", "status", "auth specs", "title"]);
    for source in listed {
        let mut names: Vec<&str> =
            source.auth.iter().map(|auth| auth.spec_name.unwrap_or("(none)")).collect();
        names.dedup();
        let names = names.join(", ");
        table.add_row(
            [
                source.slug,
                category::title(source.category),
                source.status.as_str(),
                &names,
                source.title,
            ]
            .map(visible),
        );
    }
    Ok(print::out(&print::lines(&table, 0))?)
}

/// The key of a category that was given by its key or title, in any letter case.
fn known_category(given: &str, catalog: &LoadedCatalog) -> Result<String, Failure> {
    let plain = |name: &str| {
        name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase()
    };
    let fits = |name: &str| plain(name) == plain(given);
    let used = catalog.sources().iter().map(|source| source.category);
    let keys = || CATEGORIES.iter().map(|(key, _)| *key);
    match CATEGORIES
        .iter()
        .find(|(key, title)| fits(key) || fits(title))
        .map(|(key, _)| *key)
        .or_else(|| used.into_iter().find(|key| fits(key)))
    {
        Some(key) => Ok(key.to_owned()),
        None => Err(Failure::you(format!(
            "`{given}` is no category; these are: {}",
            keys().collect::<Vec<_>>().join(", ")
        ))),
    }
}

/// A source in a line of JSON.
fn summary(source: &SourceDescriptor) -> Value {
    json!({
        "slug": source.slug,
        "title": source.title,
        "category": source.category,
        "status": source.status.as_str(),
        "id": source.id,
        "version": source.version,
        "specNames": source.auth.iter().filter_map(|auth| auth.spec_name).collect::<Vec<_>>(),
        "documentation": source.documentation,
    })
}
