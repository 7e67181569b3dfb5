//! `wellhead import`: what the service printed, as spec files.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use wellhead::Json;
use wellhead_spec::diagnostic::Finding;
use wellhead_spec::import::Import;
use wellhead_spec::{Diagnostic, SpecText, store};

use super::{folder, requests};
use crate::args::ImportArgs;
use crate::failure::Failure;
use crate::print;

pub(crate) fn run(args: &ImportArgs) -> Result<(), Failure> {
    let kept = keep(read(args)?, &args.out, args.force)?;
    if args.json { Ok(print::json(&kept.json())?) } else { kept.tell(&args.out) }
}

/// Spec files that are to be, and what was put right to make them.
pub(super) struct Imported {
    sources: Vec<SpecText>,
    put_right: Vec<Finding>,
}

/// What became of the files.
pub(super) struct Kept {
    changed: Vec<PathBuf>,
    same: Vec<PathBuf>,
    put_right: Vec<Finding>,
    /// What is left to do.
    warnings: Vec<Finding>,
}

/// Writes what was imported, if it goes together with what is in the folder.
pub(super) fn keep(import: Imported, out: &Path, force: bool) -> Result<Kept, Failure> {
    if out.exists() && !out.is_dir() {
        let shown = out.display();
        return Err(Failure::you(format!("{shown} is no folder: name one by `--out DIR`")));
    }
    let warnings = folder::fits(out, &import.sources)?;
    let files = import.sources.into_iter().map(|source| (path(out, &source), source.text));
    let (changed, same): (Vec<_>, Vec<_>) = files.partition(|(path, text)| !holds(path, text));
    refuse_others(force, changed.iter().map(|(path, _)| path.as_path()))?;
    store::replace(&changed).map_err(Failure::world)?;
    let paths = |files: Vec<(PathBuf, String)>| files.into_iter().map(|(path, _)| path).collect();
    let (changed, same, put_right) = (paths(changed), paths(same), import.put_right);
    Ok(Kept { changed, same, put_right, warnings })
}

impl Kept {
    /// Tells it to a person.
    pub(super) fn tell(&self, out: &Path) -> Result<(), Failure> {
        for (what, files) in self.parts() {
            for path in files {
                print::out(&format!("{what} {}\n", path.display()))?;
            }
        }
        if !self.warnings.is_empty() {
            let left = counted(self.warnings.len());
            print::err(&format!("{left}: `wellhead check {}`\n", out.display()));
        }
        Ok(())
    }

    /// Tells it to a program.
    pub(super) fn json(&self) -> Value {
        let files = self.parts().into_iter().flat_map(|(what, files)| {
            let told =
                move |path: &PathBuf| json!({"file": path.display().to_string(), "result": what});
            files.iter().map(told)
        });
        let findings = |all: &[Finding]| all.iter().map(Finding::json).collect::<Json>();
        json!({
            "files": files.collect::<Vec<_>>(),
            "putRight": findings(&self.put_right),
            "warnings": findings(&self.warnings),
        })
    }

    fn parts(&self) -> [(&'static str, &[PathBuf]); 2] {
        [("imported", &self.changed), ("unchanged", &self.same)]
    }
}

fn read(args: &ImportArgs) -> Result<Imported, Failure> {
    let bytes = requests::read(&args.file)?;
    let file = requests::shown(&args.file);
    let text = wellhead::json::decode_utf8(&bytes)
        .map_err(|error| Failure::you(format!("{file}: {error}")))?;
    if wellhead_spec::read::is_request(text) {
        return Err(Failure::you(format!(
            "{file}: a request or connection, not a connection spec"
        )));
    }
    of(
        SpecText { slug: String::new(), file, text: text.to_owned() },
        &args.out,
        args.slug.as_deref(),
    )
}

/// What the service printed, as spec files; what is wrong with it, or was, is printed.
pub(super) fn of(input: SpecText, out: &Path, slug: Option<&str>) -> Result<Imported, Failure> {
    let (file, text) = (input.file.clone(), input.text.clone());
    let import = Import::of(input, &out.display().to_string(), slug);
    print::err(&import.render(print::style()));
    if import.sources.is_empty() {
        return Err(Failure::you("nothing was written"));
    }
    if slug.is_some() && import.sources.len() > 1 {
        return Err(Failure::you(format!(
            "`--slug` names one source, and there are {}; nothing was written",
            import.sources.len()
        )));
    }
    let text_of = |one: &Diagnostic| {
        let mut sources = import.sources.iter();
        let made = sources.find(|source| source.file == one.file);
        made.map(|source| source.text.as_str()).or((one.file == file).then_some(text.as_str()))
    };
    let put_right = import.diagnostics.iter().map(|one| Finding::of(one, text_of(one))).collect();
    Ok(Imported { sources: import.sources, put_right })
}

/// Fails if there is a file that would be lost.
fn refuse_others<'p>(force: bool, paths: impl Iterator<Item = &'p Path>) -> Result<(), Failure> {
    let others: Vec<String> = paths
        .filter(|path| fs::symlink_metadata(path).is_ok() && !force)
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

fn path(out: &Path, source: &SpecText) -> PathBuf {
    out.join(format!("{}.json", source.slug))
}

fn holds(path: &Path, text: &str) -> bool {
    fs::read(path).is_ok_and(|bytes| bytes == text.as_bytes())
}

fn counted(warnings: usize) -> String {
    if warnings == 1 { "1 warning is left".into() } else { format!("{warnings} warnings are left") }
}
