//! `wellhead generate`

use std::borrow::Cow;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;
use serde_json::json;
use wellhead_codegen::write::Changes;
use wellhead_codegen::{Builder, Failure as GeneratorFailure, Standalone};
use wellhead_spec::{Code, Diagnostic, Severity};

use crate::args::GenerateArgs;
use crate::failure::Failure;
use crate::print;

/// Where the house keeps the page about all sources.
const REFERENCE: &str = "docs/sources.md";

pub(crate) fn run(args: &GenerateArgs) -> Result<(), Failure> {
    match &args.standalone {
        Some(folder) => standalone(args, folder),
        None => folder(args),
    }
}

/// Brings a folder up to date.
fn folder(args: &GenerateArgs) -> Result<(), Failure> {
    let mut builder = Builder::new(&args.specs);
    if !args.ungated {
        builder = builder.features_by_category();
    }
    if let Some(record) = record(args) {
        builder = builder.recorded(record);
    }
    if let Some(page) = page(args) {
        builder = builder.with_page(page);
    }
    let prepare = if args.check { Builder::compare } else { Builder::prepare };
    let ready = prepare(&builder, &args.out);
    let ready = ready.map_err(|failure| failed(&failure))?;
    print::err(&ready.set.render(print::style()));
    let files = ready.files;
    let done = ready.finish().map_err(Failure::world)?;
    let parts = [(args.out.as_path(), &done.folder), (Path::new(""), &done.page)];
    tell(args, &args.out, files, &parts)
}

/// Brings a crate of its own up to date.
fn standalone(args: &GenerateArgs, folder: &Path) -> Result<(), Failure> {
    let builder = Builder::new(&args.specs).features_by_category();
    let whole = std::path::absolute(folder).map_err(|error| Failure::file(folder, &error))?;
    let name = whole.file_name().unwrap_or_default().to_string_lossy();
    let generated = builder.generate().map_err(|failure| failed(&failure))?;
    if generated.sources() == 0 {
        return Err(failed(&GeneratorFailure::Empty(args.specs.clone())));
    }
    print::err(&generated.set.render(print::style()));
    let made = Standalone::new(&name, &generated).map_err(Failure::you)?;
    let changes = if args.check { made.compare(folder) } else { made.write_to(folder) };
    let changes = changes.map_err(Failure::world)?;
    let files = made.beside.len() + made.source.len();
    tell(args, folder, files, &[(folder, &changes)])
}

/// Where the last run of these folders is recorded: among what the user's programs keep to be faster.
fn record(args: &GenerateArgs) -> Option<PathBuf> {
    let mut hasher = DefaultHasher::new();
    for folder in [&args.specs, &args.out] {
        std::path::absolute(folder).ok()?.hash(&mut hasher);
    }
    let base = etcetera::choose_base_strategy().ok()?;
    let name = format!("{:016x}.record", hasher.finish());
    Some(base.cache_dir().join("wellhead").join("generate").join(name))
}

/// The page about all sources; nothing where there is none and none was asked for.
fn page(args: &GenerateArgs) -> Option<&Path> {
    let usual = is_usual(args) && Path::new(REFERENCE).exists();
    args.reference.as_deref().or(usual.then_some(Path::new(REFERENCE)))
}

fn is_usual(args: &GenerateArgs) -> bool {
    args.specs == Path::new("specs") && args.out == Path::new("generated")
}

fn out_of_date(args: &GenerateArgs, folder: &Path) -> Failure {
    let shown = folder.display();
    let (specs, quoted_folder) = (quoted(&args.specs), quoted(folder));
    let mut more = match &args.standalone {
        Some(_) => format!(" --specs {specs} --crate {quoted_folder}"),
        None if is_usual(args) => String::new(),
        None => format!(" --specs {specs} --out {quoted_folder}"),
    };
    if let Some(reference) = &args.reference {
        more.push_str(&format!(" --reference {}", quoted(reference)));
    }
    if args.ungated {
        more.push_str(" --ungated");
    }
    Failure::you(format!("{shown} is out of date; `wellhead generate{more}` brings it up to date"))
}

/// A path as a shell takes it for one word.
fn quoted(path: &Path) -> String {
    let path = path.to_string_lossy();
    shlex::try_quote(&path).unwrap_or(Cow::Borrowed(&path)).into_owned()
}

fn failed(failure: &GeneratorFailure) -> Failure {
    match failure {
        GeneratorFailure::Specs(set) => {
            print::err(&failure.render(print::style()));
            let unreadable = |one: &Diagnostic| one.code == Code::Unreadable;
            let errors = || set.diagnostics.iter().filter(|one| one.severity() == Severity::Error);
            if errors().all(unreadable) { Failure::world(failure) } else { Failure::you(failure) }
        }
        GeneratorFailure::Empty(_) => Failure::you(failure),
        failure => Failure::world(failure),
    }
}

/// Prints what changed, and fails if it only would have to; each part has its folder.
fn tell(
    args: &GenerateArgs,
    out: &Path,
    files: usize,
    parts: &[(&Path, &Changes)],
) -> Result<(), Failure> {
    let is_fresh = parts.iter().all(|(_, changes)| changes.is_empty());
    let verdict = if args.check && !is_fresh { Err(out_of_date(args, out)) } else { Ok(()) };
    print::then(print_changes(args, out, (files, is_fresh), parts), verdict)
}

fn print_changes(
    args: &GenerateArgs,
    out: &Path,
    (files, is_fresh): (usize, bool),
    parts: &[(&Path, &Changes)],
) -> io::Result<()> {
    let paths = |of: fn(&Changes) -> &[String]| -> Vec<String> {
        let below = |(folder, changes): &(&Path, &Changes)| {
            let paths = of(changes).iter();
            paths.map(|path| folder.join(path).display().to_string()).collect::<Vec<_>>()
        };
        parts.iter().flat_map(below).collect()
    };
    let added = paths(|changes| &changes.added);
    let changed = paths(|changes| &changes.changed);
    let removed = paths(|changes| &changes.removed);
    if args.json {
        return print::json(&json!({
            "out": out.display().to_string(),
            "files": files,
            "upToDate": is_fresh,
            "added": added,
            "changed": changed,
            "removed": removed,
        }));
    }
    for (kind, paths) in [("added", &added), ("changed", &changed), ("removed", &removed)] {
        let lines: String = paths.iter().map(|path| format!("{kind:8} {path}\n")).collect();
        print::out(&lines)?;
    }
    if is_fresh {
        print::out(&format!("{} is up to date: {files} files\n", out.display()))?;
    }
    Ok(())
}
