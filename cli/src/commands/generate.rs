//! `wellhead generate`

use std::io;
use std::path::Path;

use serde_json::{Value, json};
use wellhead_codegen::write::Changes;
use wellhead_codegen::{Builder, Failure as GeneratorFailure, Generated};
use wellhead_spec::diagnostic::Style;
use wellhead_spec::{Code, Diagnostic, Severity};

use crate::args::GenerateArgs;
use crate::failure::Failure;
use crate::print;

/// Where the house keeps the page about all sources.
const REFERENCE: &str = "docs/sources.md";

pub(crate) fn run(args: &GenerateArgs) -> Result<(), Failure> {
    let style = if print::is_coloured() { Style::Coloured } else { Style::Plain };
    let mut builder = Builder::new(&args.specs);
    if !args.ungated {
        builder = builder.features_by_category();
    }
    let generated = builder.generate().map_err(|failure| failed(&failure, style))?;
    print::err(&generated.set.render(style));
    if generated.set.specs.is_empty() {
        let message = format!("{} holds no spec file; nothing was changed", args.specs.display());
        return Err(Failure::you(message));
    }
    let changes =
        if args.check { generated.compare(&args.out) } else { generated.write_to(&args.out) };
    let changes = changes.map_err(Failure::world)?;
    let reference = reference(args, &generated).map_err(Failure::world)?;
    let stale = !(changes.is_empty() && reference.is_empty());
    let parts = [(format!("{}/", args.out.display()), &changes), (String::new(), &reference)];
    if args.json {
        print::json(&json_of(args, &generated, &parts))?;
    } else {
        parts.iter().try_for_each(|(folder, changes)| report(folder, changes))?;
    }
    if !stale && !args.json {
        let (out, files) = (args.out.display(), generated.files.len());
        print::out(&format!("{out} is up to date: {files} files\n"))?;
    }
    if args.check && stale { Err(out_of_date(args)) } else { Ok(()) }
}

/// What changed in the page about all sources; nothing where there is none and none was asked for.
fn reference(args: &GenerateArgs, generated: &Generated) -> io::Result<Changes> {
    let usual = args.specs == Path::new("specs") && args.out == Path::new("generated");
    let path = match &args.reference {
        Some(path) => path.as_path(),
        None if usual && Path::new(REFERENCE).exists() => Path::new(REFERENCE),
        None => return Ok(Changes::default()),
    };
    match args.check {
        true => generated.compare_reference(path),
        false => generated.write_reference(path),
    }
}

fn out_of_date(args: &GenerateArgs) -> Failure {
    let (specs, out) = (args.specs.display(), args.out.display());
    let usual = args.specs == Path::new("specs") && args.out == Path::new("generated");
    let mut more = if usual { String::new() } else { format!(" --specs {specs} --out {out}") };
    if let Some(reference) = &args.reference {
        more.push_str(&format!(" --reference {}", reference.display()));
    }
    if args.ungated {
        more.push_str(" --ungated");
    }
    Failure::you(format!("{out} is out of date; `wellhead generate{more}` brings it up to date"))
}

fn failed(failure: &GeneratorFailure, style: Style) -> Failure {
    match failure {
        GeneratorFailure::Specs(set) => {
            print::err(&failure.render(style));
            let unreadable = |one: &Diagnostic| one.code == Code::Unreadable;
            let errors = || set.diagnostics.iter().filter(|one| one.severity() == Severity::Error);
            if errors().all(unreadable) { Failure::world(failure) } else { Failure::you(failure) }
        }
        failure => Failure::world(failure),
    }
}

fn report(folder: &str, changes: &Changes) -> Result<(), Failure> {
    let lines = kinds(changes).map(|(kind, paths)| {
        paths.iter().map(|path| format!("{kind:8} {folder}{path}\n")).collect::<String>()
    });
    Ok(print::out(&lines.concat())?)
}

/// The same for programs; each part has its folder, which its paths begin with.
fn json_of(args: &GenerateArgs, generated: &Generated, parts: &[(String, &Changes)]) -> Value {
    let mut told = json!({
        "out": args.out,
        "files": generated.files.len(),
        "upToDate": parts.iter().all(|(_, changes)| changes.is_empty()),
        "added": [],
        "changed": [],
        "removed": [],
    });
    for (folder, changes) in parts {
        for (kind, paths) in kinds(changes) {
            if let Some(all) = told.get_mut(kind).and_then(Value::as_array_mut) {
                all.extend(paths.iter().map(|path| Value::from(format!("{folder}{path}"))));
            }
        }
    }
    told
}

fn kinds(changes: &Changes) -> [(&'static str, &[String]); 3] {
    [("added", &changes.added), ("changed", &changes.changed), ("removed", &changes.removed)]
}
