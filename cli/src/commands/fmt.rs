//! `wellhead fmt`: spec files in their canonical form.

use std::fs;
use std::path::{Path, PathBuf};

use wellhead_spec::canonical::canonical;
use wellhead_spec::diagnostic::{Style, render};
use wellhead_spec::files::SpecText;
use wellhead_spec::{Diagnostics, store};

use super::requests;
use super::texts::{self, SpecFile};
use crate::args::FmtArgs;
use crate::failure::Failure;
use crate::print;

pub(crate) fn run(args: &FmtArgs) -> Result<(), Failure> {
    if args.paths.iter().any(|path| path == Path::new("-")) {
        return standard_input(args);
    }
    let mut diagnostics = Diagnostics::default();
    let files = texts::spec_files(&args.paths, &mut diagnostics)?;
    let changed = changed(&files, &mut diagnostics)?;
    if args.check {
        changed.iter().try_for_each(|(path, _)| print::out(&line("not formatted", path)))?;
    } else {
        store::replace(&changed).map_err(Failure::world)?;
        changed.iter().try_for_each(|(path, _)| print::out(&line("formatted", path)))?;
    }
    report(&diagnostics, files.iter().map(|file| &file.text));
    match changed.len() {
        _ if diagnostics.has_errors() => Err(Failure::You(None)),
        0 => Ok(()),
        _ if !args.check => Ok(()),
        _ => Err(Failure::you("not in canonical form; `wellhead fmt` writes it")),
    }
}

/// The files whose canonical form is another one, with it.
fn changed(
    files: &[SpecFile],
    diagnostics: &mut Diagnostics,
) -> Result<Vec<(PathBuf, String)>, Failure> {
    let mut changed = Vec::new();
    for file in files {
        match canonical(&file.text) {
            Ok(text) => {
                let bytes =
                    fs::read(&file.path).map_err(|error| Failure::file(&file.path, &error))?;
                if bytes != text.as_bytes() {
                    changed.push((file.path.clone(), text));
                }
            }
            Err(found) => diagnostics.extend(found),
        }
    }
    Ok(changed)
}

fn standard_input(args: &FmtArgs) -> Result<(), Failure> {
    let [path] = args.paths.as_slice() else {
        return Err(Failure::you("`-` stands alone"));
    };
    let bytes = requests::read(path)?;
    let text = wellhead::json::decode_utf8(&bytes).map_err(Failure::you)?;
    if wellhead_spec::read::is_request(text) {
        return Err(Failure::you("this is a request, not a spec file"));
    }
    let source =
        SpecText { slug: "stdin".into(), file: requests::shown(path), text: text.to_owned() };
    match canonical(&source) {
        Ok(text) if args.check && text.as_bytes() == bytes => Ok(()),
        Ok(_) if args.check => Err(Failure::you("not in canonical form")),
        Ok(text) => Ok(print::out(&text)?),
        Err(found) => {
            report(&found, [&source]);
            Err(Failure::You(None))
        }
    }
}

fn report<'t>(diagnostics: &Diagnostics, texts: impl IntoIterator<Item = &'t SpecText> + Clone) {
    let style = if print::is_coloured() { Style::Coloured } else { Style::Plain };
    let text = |file: &str| {
        let mut texts = texts.clone().into_iter();
        texts.find(|text| text.file == file).map(|text| text.text.as_str())
    };
    print::err(&render(diagnostics, style, text));
}

fn line(what: &str, path: &Path) -> String {
    format!("{what} {}\n", path.display())
}
