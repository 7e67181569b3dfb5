//! `wellhead changelog`: the section for a CHANGELOG.md, and a version.

use std::fs;
use std::path::Path;

use serde_json::json;
use toml::de::DeTable;
use wellhead_diff::changelog::{self, Bump, Version};
use wellhead_spec::store;

use super::diff::sides;
use crate::args::ChangelogArgs;
use crate::failure::Failure;
use crate::print;

/// Where a crate says its version.
const MANIFEST: &str = "Cargo.toml";

pub(crate) fn run(args: &ChangelogArgs) -> Result<(), Failure> {
    let comparison = sides::compared(&args.sides)?;
    let bump = changelog::bump(&comparison);
    let current = args.current.or_else(|| version_in(Path::new(MANIFEST)));
    let next = current.map(|current| current.after(bump));
    if args.json {
        let entries = changelog::entries(&comparison).into_iter().map(|(part, lines)| {
            let heading = part.heading().trim_start_matches("### ");
            json!({"part": heading, "lines": lines})
        });
        return Ok(print::json(&json!({
            "bump": bump.as_str(),
            "current": current.map(|version| version.to_string()),
            "next": next.map(|version| version.to_string()),
            "entries": entries.collect::<Vec<_>>(),
        }))?);
    }
    match &args.write {
        Some(path) => write(path, &changelog::entries(&comparison))?,
        None => print::out(&changelog::section(&comparison))?,
    }
    print::err(&format!("{}\n", proposal(bump, current, next)));
    Ok(())
}

fn proposal(bump: Bump, current: Option<Version>, next: Option<Version>) -> String {
    let why = match bump {
        Bump::None => return "nothing differs: no new version is needed".into(),
        Bump::Patch => "neither code nor requests see the changes",
        Bump::Minor => "something was added, nothing breaks",
        Bump::Major => "code or requests break",
    };
    match (current, next) {
        (Some(current), Some(next)) => format!("version {current} → {next}: {why}"),
        _ => format!("a {} version: {why}; `--current VERSION` says from where", bump.as_str()),
    }
}

/// Puts the lines into a file that is there.
fn write(path: &Path, entries: &[(changelog::Part, Vec<String>)]) -> Result<(), Failure> {
    let text = fs::read_to_string(path).map_err(|error| Failure::file(path, &error))?;
    let written = changelog::added_to(&text, entries)
        .map_err(|error| Failure::you(format!("{}: {error}", path.display())))?;
    if written == text || entries.is_empty() {
        return Ok(print::out(&format!("{} has it all\n", path.display()))?);
    }
    store::replace(&[(path.to_owned(), written)]).map_err(Failure::world)?;
    Ok(print::out(&format!("changed {}\n", path.display()))?)
}

/// The version in a manifest: that of the package, or of its workspace.
fn version_in(manifest: &Path) -> Option<Version> {
    let text = fs::read_to_string(manifest).ok()?;
    let table = DeTable::parse(&text).ok()?.into_inner();
    let package = |table: &DeTable<'_>| -> Option<Version> {
        table.get("package")?.get_ref().get("version")?.get_ref().as_str()?.parse().ok()
    };
    package(&table).or_else(|| package(table.get("workspace")?.get_ref().as_table()?))
}
