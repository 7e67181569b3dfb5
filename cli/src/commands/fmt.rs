//! `wellhead fmt`: spec files in their canonical form.

use std::path::PathBuf;
use std::{fs, io};

use serde_json::{Value, json};
use wellhead_spec::canonical::canonical;
use wellhead_spec::diagnostic::render;
use wellhead_spec::files::SpecText;
use wellhead_spec::{Diagnostics, store};

use super::requests;
use super::texts::{self, SpecFile};
use crate::args::FmtArgs;
use crate::failure::{Blame, Failure};
use crate::print;

/// A spec file, and how it stands to its canonical form.
struct Looked {
    path: PathBuf,
    form: Form,
}

enum Form {
    Canonical,
    /// The canonical form is this text.
    Other(String),
    /// It has none, which a diagnostic explains.
    None,
}

impl Looked {
    /// What became of it, in a word.
    fn result(&self, is_check: bool) -> &'static str {
        match self.form {
            Form::Canonical => "unchanged",
            Form::Other(_) if is_check => "notFormatted",
            Form::Other(_) => "formatted",
            Form::None => "failed",
        }
    }

    /// Its path, and the text that it should have instead.
    fn other(&self) -> Option<(PathBuf, String)> {
        match &self.form {
            Form::Other(text) => Some((self.path.clone(), text.clone())),
            Form::Canonical | Form::None => None,
        }
    }
}

pub(crate) fn run(args: &FmtArgs) -> Result<(), Failure> {
    if args.paths.iter().any(|path| requests::is_stdin(path)) {
        return standard_input(args);
    }
    let texts::SpecFiles { files, unreadable, unread, others: not_specs } =
        texts::spec_files(&args.paths);
    for (path, what) in not_specs {
        print::warning(&format!("{}: {what}, left as it is", path.display()));
    }
    let named = unread.iter().map(|one| &one.file);
    let unread_files = unreadable.iter().map(|one| &one.file).chain(named).map(PathBuf::from);
    let mut looked: Vec<_> = unread_files.map(|path| Looked { path, form: Form::None }).collect();
    let mut diagnostics = unreadable;
    for file in &files {
        looked.push(look(file, &mut diagnostics)?);
    }
    let others: Vec<_> = looked.iter().filter_map(Looked::other).collect();
    if !args.check {
        store::replace(&others).map_err(Failure::world)?;
    }
    unread.iter().for_each(|unread| print::error(&unread.to_string()));
    report(&diagnostics, files.iter().map(|file| &file.text));
    let verdict = match others.len() {
        _ if diagnostics.has_errors() => Err(Failure::You(None)),
        _ if !unread.is_empty() => Blame::verdict(unread.iter().map(|one| one.blame)),
        0 => Ok(()),
        _ if !args.check => Ok(()),
        _ => Err(Failure::you("not in canonical form; `wellhead fmt` writes it")),
    };
    let printed = match args.json {
        true => print::json(&json_of(&looked, args.check)),
        false => tell(&others, args.check),
    };
    print::then(printed, verdict)
}

fn look(file: &SpecFile, diagnostics: &mut Diagnostics) -> Result<Looked, Failure> {
    let form = match canonical(&file.text) {
        Ok(text) => {
            let bytes = fs::read(&file.path).map_err(|error| Failure::file(&file.path, &error))?;
            if bytes == text.as_bytes() { Form::Canonical } else { Form::Other(text) }
        }
        Err(found) => {
            diagnostics.extend(found);
            Form::None
        }
    };
    Ok(Looked { path: file.path.clone(), form })
}

fn tell(others: &[(PathBuf, String)], is_check: bool) -> io::Result<()> {
    let what = if is_check { "not formatted" } else { "formatted" };
    others.iter().try_for_each(|(path, _)| print::out(&format!("{what} {}\n", path.display())))
}

fn json_of(looked: &[Looked], is_check: bool) -> Value {
    let files = looked
        .iter()
        .map(|one| json!({"file": one.path.display().to_string(), "result": one.result(is_check)}));
    json!({"files": files.collect::<Vec<_>>()})
}

fn standard_input(args: &FmtArgs) -> Result<(), Failure> {
    let [path] = args.paths.as_slice() else {
        return Err(Failure::call("`-` stands alone"));
    };
    let bytes = requests::read(path)?;
    let text = wellhead::json::decode_utf8(&bytes).map_err(Failure::you)?;
    if wellhead_spec::read::is_request(text) {
        return Err(Failure::you("this is a request, not a spec file"));
    }
    let source =
        SpecText { slug: "stdin".into(), file: requests::shown(path), text: text.to_owned() };
    let form = match canonical(&source) {
        Ok(text) if text.as_bytes() == bytes.as_slice() => Form::Canonical,
        Ok(text) => Form::Other(text),
        Err(found) => {
            report(&found, [&source]);
            Form::None
        }
    };
    tell_standard_input(args, &Looked { path: source.file.into(), form }, text)
}

/// The canonical form of what was read, which goes where results go.
fn tell_standard_input(args: &FmtArgs, looked: &Looked, given: &str) -> Result<(), Failure> {
    let text = match &looked.form {
        Form::Canonical => Some(given),
        Form::Other(text) => Some(text.as_str()),
        Form::None => None,
    };
    let text = text.filter(|_| !args.check);
    let printed = if args.json {
        let result = looked.result(args.check);
        let file = looked.path.display().to_string();
        let file = json!({"file": file, "result": result, "text": text});
        print::json(&json!({"files": [file]}))
    } else {
        text.map_or(Ok(()), print::out)
    };
    let verdict = match looked.form {
        Form::None => Err(Failure::You(None)),
        Form::Other(_) if args.check => Err(Failure::you("not in canonical form")),
        Form::Canonical | Form::Other(_) => Ok(()),
    };
    print::then(printed, verdict)
}

fn report<'t>(diagnostics: &Diagnostics, texts: impl IntoIterator<Item = &'t SpecText> + Clone) {
    let text = |file: &str| {
        let mut texts = texts.clone().into_iter();
        texts.find(|text| text.file == file).map(|text| text.text.as_str())
    };
    print::err(&render(diagnostics, print::style(), text));
}
