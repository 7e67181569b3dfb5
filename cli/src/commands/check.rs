//! `wellhead check`: spec files and request bodies, told apart by what is in them.

use std::path::Path;

use serde_json::{Value, json};
use wellhead::{Auth, Violation};
use wellhead_spec::diagnostic::Style;
use wellhead_spec::files::{self, SpecText};
use wellhead_spec::{Diagnostic, Diagnostics, Severity, SpecSet};

use super::requests::{self, Request};
use crate::args::CheckArgs;
use crate::failure::Failure;
use crate::print;

pub(crate) fn run(args: &CheckArgs) -> Result<(), Failure> {
    let mut findings = Findings::default();
    let mut texts = Vec::new();
    for path in &args.files {
        if path.is_dir() {
            texts.extend(findings.folder(path));
        } else {
            let bytes = requests::read(path)?;
            match spec_text(path, &bytes) {
                Some(text) => texts.push(text),
                None => findings.request(requests::shown(path), &bytes),
            }
        }
    }
    if !texts.is_empty() || !findings.unreadable.is_empty() {
        let mut set = SpecSet::from_texts(texts);
        set.diagnostics.extend(findings.unreadable.iter().cloned());
        wellhead_codegen::check(&mut set);
        findings.specs = Some(set);
    }
    if args.json {
        print::json(&findings.to_json())?
    } else {
        findings.print()?
    }
    if findings.has_errors() { Err(Failure::You(None)) } else { Ok(()) }
}

#[derive(Default)]
struct Findings {
    specs: Option<SpecSet>,
    unreadable: Diagnostics,
    good: Vec<Request>,
    bad: Vec<(String, Vec<Violation>)>,
}

impl Findings {
    /// Takes the requests of a folder and returns its spec files, which is what all others are.
    fn folder(&mut self, path: &Path) -> Vec<SpecText> {
        let shown = path.display().to_string();
        let texts = files::read_folder(path, &shown, &mut self.unreadable);
        // A request must not be read as a spec file: the lines that are shown of those would show its secrets.
        let (requests, specs) = texts.into_iter().partition(|file| is_request(&file.text));
        let requests: Vec<SpecText> = requests;
        requests.into_iter().for_each(|file| self.request(file.file, file.text.as_bytes()));
        specs
    }

    fn request(&mut self, file: String, bytes: &[u8]) {
        match wellhead::dispatch(bytes) {
            Ok(request) => self.good.push(Request { file, request }),
            Err(error) => self.bad.push((file, error.violations())),
        }
    }

    fn has_errors(&self) -> bool {
        !self.bad.is_empty() || self.specs.as_ref().is_some_and(|set| set.diagnostics.has_errors())
    }

    fn print(&self) -> Result<(), Failure> {
        if let Some(set) = &self.specs {
            let style = if print::is_coloured() { Style::Coloured } else { Style::Plain };
            print::err(&set.render(style));
            let errors = |file: &str| {
                set.diagnostics
                    .iter()
                    .any(|one| one.file == file && one.severity() == Severity::Error)
            };
            for spec in set.specs.iter().filter(|spec| !errors(&spec.source.file)) {
                print::out(&format!("{}: ok\n", spec.source.file))?;
            }
        }
        for (file, violations) in &self.bad {
            violations.iter().for_each(|violation| print::error(&requests::line(file, violation)));
        }
        for request in &self.good {
            request.warnings().iter().for_each(|warning| print::warning(warning));
            let name = requests::name(request.request.auth().descriptor());
            print::out(&format!("{}: ok ({name})\n", request.file))?;
        }
        Ok(())
    }

    fn to_json(&self) -> Value {
        let diagnostics = self.specs.iter().flat_map(|set| set.diagnostics.iter());
        let bad = self
            .bad
            .iter()
            .flat_map(|(file, all)| all.iter().map(move |one| violation_json(file, one)));
        let warnings = self.good.iter().flat_map(Request::warnings);
        let warnings = warnings.map(
            |message| json!({"severity": "warning", "code": "deprecated", "message": message}),
        );
        diagnostics.map(diagnostic_json).chain(bad).chain(warnings).collect()
    }
}

/// The file as a spec file, if that is what it is.
fn spec_text(path: &Path, bytes: &[u8]) -> Option<SpecText> {
    let text = wellhead::json::decode_utf8(bytes).ok()?;
    let slug = match path.file_stem() {
        _ if path == Path::new("-") => "stdin".to_owned(),
        stem => stem.map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default(),
    };
    is_spec(text).then(|| SpecText { slug, file: requests::shown(path), text: text.to_owned() })
}

fn is_spec(text: &str) -> bool {
    has_any(
        text,
        &["authSpec", "items", "sourceSpec", "exploreSpec"],
        &["authSpec", "sourceSpec", "x-status"],
    )
}

fn is_request(text: &str) -> bool {
    const KEYS: &[&str] = &["auth", "connectionSpec"];
    has_any(text, KEYS, KEYS) && !is_spec(text)
}

/// Whether the text has any of `keys`; if it is not even JSON, whether any of `words` stands in it as a key may.
fn has_any(text: &str, keys: &[&str], words: &[&str]) -> bool {
    match wellhead::json::Node::parse(text) {
        Ok(node) => keys.iter().any(|key| node.get(key).is_some()),
        Err(_) => words.iter().any(|word| text.contains(&format!("\"{word}\""))),
    }
}

fn diagnostic_json(diagnostic: &Diagnostic) -> Value {
    json!({
        "file": diagnostic.file,
        "line": diagnostic.place.line,
        "column": diagnostic.place.column,
        "severity": diagnostic.severity().to_string(),
        "code": diagnostic.code.as_str(),
        "message": diagnostic.message,
        "help": diagnostic.help,
    })
}

fn violation_json(file: &str, violation: &Violation) -> Value {
    json!({
        "file": file,
        "line": violation.place.map(|place| place.line),
        "column": violation.place.map(|place| place.column),
        "pointer": violation.pointer,
        "severity": "error",
        "code": violation.rule.to_string(),
        "message": violation.message,
        "help": violation.help,
    })
}
