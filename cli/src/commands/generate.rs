//! `wellhead generate`

use std::path::Path;

use wellhead_codegen::write::Changes;
use wellhead_codegen::{Builder, Failure as GeneratorFailure};
use wellhead_spec::diagnostic::Style;
use wellhead_spec::{Code, Diagnostic, Severity};

use crate::args::GenerateArgs;
use crate::failure::Failure;
use crate::print;

pub(crate) fn run(args: &GenerateArgs) -> Result<(), Failure> {
    let style = if print::is_coloured() { Style::Coloured } else { Style::Plain };
    let generated =
        Builder::new(&args.specs).generate().map_err(|failure| failed(&failure, style))?;
    print::err(&generated.set.render(style));
    if generated.set.specs.is_empty() {
        let message = format!("{} holds no spec file; nothing was changed", args.specs.display());
        return Err(Failure::you(message));
    }
    let changes =
        if args.check { generated.compare(&args.out) } else { generated.write_to(&args.out) };
    let changes = changes.map_err(Failure::world)?;
    report(args, &changes, generated.files.len())?;
    if args.check && !changes.is_empty() {
        let (specs, out) = (args.specs.display(), args.out.display());
        let usual = args.specs == Path::new("specs") && args.out == Path::new("generated");
        let folders = if usual { String::new() } else { format!(" --specs {specs} --out {out}") };
        let message =
            format!("{out} is out of date; `wellhead generate{folders}` brings it up to date");
        return Err(Failure::you(message));
    }
    Ok(())
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

fn report(args: &GenerateArgs, changes: &Changes, files: usize) -> Result<(), Failure> {
    let kinds =
        [("added", &changes.added), ("changed", &changes.changed), ("removed", &changes.removed)];
    let lines: String = kinds
        .iter()
        .flat_map(|(kind, paths)| {
            paths.iter().map(move |path| format!("{kind:8} {}/{path}\n", args.out.display()))
        })
        .collect();
    print::out(&lines)?;
    if changes.is_empty() {
        print::out(&format!("{} is up to date: {files} files\n", args.out.display()))?;
    }
    Ok(())
}
