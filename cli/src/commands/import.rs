//! `wellhead import`: what the service printed, as spec files.

use std::fs;
use std::path::{Path, PathBuf};

use wellhead_spec::diagnostic::Style;
use wellhead_spec::import::Import;
use wellhead_spec::{SpecText, store};

use super::{folder, requests};
use crate::args::ImportArgs;
use crate::failure::Failure;
use crate::print;

pub(crate) fn run(args: &ImportArgs) -> Result<(), Failure> {
    let import = read(args)?;
    let warnings = folder::fits(&args.out, &import.sources)?;
    let files = import.sources.iter().map(|source| path(args, source));
    let (changed, same): (Vec<_>, Vec<_>) =
        files.zip(&import.sources).partition(|(path, source)| !holds(path, &source.text));
    refuse_others(args, changed.iter().map(|(path, _)| path.as_path()))?;
    let texts: Vec<_> =
        changed.iter().map(|(path, source)| (path.clone(), source.text.clone())).collect();
    store::replace(&texts).map_err(Failure::world)?;
    for (what, files) in [("imported", changed), ("unchanged", same)] {
        for (path, _) in files {
            print::out(&format!("{what} {}\n", path.display()))?;
        }
    }
    if warnings > 0 {
        let folder = args.out.display();
        print::err(&format!("{}: `wellhead check {folder}`\n", counted(warnings)));
    }
    Ok(())
}

fn read(args: &ImportArgs) -> Result<Import, Failure> {
    let bytes = requests::read(&args.file)?;
    let file = requests::shown(&args.file);
    let text = wellhead::json::decode_utf8(&bytes)
        .map_err(|error| Failure::you(format!("{file}: {error}")))?;
    if wellhead_spec::read::is_request(text) {
        return Err(Failure::you(format!(
            "{file}: a request or connection, not a connection spec"
        )));
    }
    let input = SpecText { slug: String::new(), file, text: text.to_owned() };
    let import = Import::of(input, &args.out.display().to_string(), args.slug.as_deref());
    let style = if print::is_coloured() { Style::Coloured } else { Style::Plain };
    print::err(&import.render(style));
    if import.sources.is_empty() {
        return Err(Failure::you("nothing was written"));
    }
    if args.slug.is_some() && import.sources.len() > 1 {
        return Err(Failure::you(format!(
            "`--slug` names one source, and there are {}; nothing was written",
            import.sources.len()
        )));
    }
    Ok(import)
}

/// Fails if there is a file that would be lost.
fn refuse_others<'p>(
    args: &ImportArgs,
    paths: impl Iterator<Item = &'p Path>,
) -> Result<(), Failure> {
    let others: Vec<String> = paths
        .filter(|path| fs::symlink_metadata(path).is_ok() && !args.force)
        .map(|path| format!("  {}", path.display()))
        .collect();
    if others.is_empty() {
        return Ok(());
    }
    Err(Failure::you(format!(
        "these files are there and differ; `--force` writes over them, nothing was written:\n{}",
        others.join("\n")
    )))
}

fn path(args: &ImportArgs, source: &SpecText) -> PathBuf {
    args.out.join(format!("{}.json", source.slug))
}

fn holds(path: &Path, text: &str) -> bool {
    fs::read(path).is_ok_and(|bytes| bytes == text.as_bytes())
}

fn counted(warnings: usize) -> String {
    if warnings == 1 { "1 warning is left".into() } else { format!("{warnings} warnings are left") }
}
