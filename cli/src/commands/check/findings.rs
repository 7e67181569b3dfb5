//! Everything that a check found, in spec files and in requests.

use std::path::Path;

use wellhead::json::{Node, decode_utf8};
use wellhead::{Auth, Rule, Violation};
use wellhead_spec::diagnostic::{Finding, Style};
use wellhead_spec::files::{self, SpecText};
use wellhead_spec::{Code, Diagnostics, Policy, Severity, SpecSet};

use crate::args::{CheckArgs, Cloud};
use crate::catalog::{Known, violations};
use crate::commands::requests::{self, Request, Unread, Warning};
use crate::commands::texts;
use crate::failure::{Blame, Failure};
use crate::references::referring;
use crate::settings::cloud;

/// What was found.
#[derive(Default)]
pub(super) struct Findings {
    specs: Option<SpecSet>,
    unreadable: Diagnostics,
    /// Files that were named and can't be read.
    unread: Vec<Unread>,
    /// Folders that were named and hold nothing to check.
    empty: Vec<String>,
    good: Vec<Request>,
    bad: Vec<(String, Vec<Violation>)>,
    /// Requests that are right as far as can be told before their references are followed, each with what it connects to.
    referring: Vec<(String, String)>,
    cloud: Option<Cloud>,
}

impl Findings {
    /// Checks files and folders.
    pub(super) fn of(args: &CheckArgs, policy: &Policy, known: Known<'_>) -> Result<Self, Failure> {
        let mut findings = Self { cloud: cloud(args.bodies.cloud)?, ..Self::default() };
        let mut texts = Vec::new();
        for path in texts::each_once(&args.files).filter(|path| !texts::is_schema(path)) {
            texts.extend(findings.read(path, known));
        }
        if !texts.is_empty() || !findings.unreadable.is_empty() {
            let mut set = SpecSet::from_texts(texts);
            set.diagnostics.extend(findings.unreadable.iter().cloned());
            wellhead_codegen::check(&mut set);
            policy.apply(&mut set.diagnostics);
            findings.specs = Some(set);
        }
        Ok(findings)
    }

    /// Takes the requests at a path and returns the spec files.
    fn read(&mut self, path: &Path, known: Known<'_>) -> Vec<SpecText> {
        if path.is_dir() {
            return self.folder(path, known);
        }
        let bytes = match requests::read(path) {
            Ok(bytes) => bytes,
            Err(unread) => {
                self.unread.push(unread);
                return Vec::new();
            }
        };
        let spec = texts::spec_text(path, &bytes);
        if spec.is_none() {
            self.request(requests::shown(path), &bytes, known);
        }
        spec.into_iter().collect()
    }

    /// Takes the requests of a folder and returns its spec files, which is what all others are.
    fn folder(&mut self, path: &Path, known: Known<'_>) -> Vec<SpecText> {
        let shown = path.display().to_string();
        let unreadable = self.unreadable.iter().count();
        let texts = files::read_folder(path, &shown, &mut self.unreadable);
        if texts.is_empty() && self.unreadable.iter().count() == unreadable {
            self.empty.push(shown);
        }
        // A request must not be read as a spec file: the lines that are shown of those would show its secrets.
        let (requests, specs): (Vec<_>, _) =
            texts.into_iter().partition(|file| wellhead_spec::read::is_request(&file.text));
        for file in requests {
            self.request(file.file, file.text.as_bytes(), known);
        }
        specs
    }

    fn request(&mut self, file: String, bytes: &[u8], known: Known<'_>) {
        match known.dispatch(bytes) {
            Ok(request) => {
                self.good.push(Request { file, unlisted: request.warnings(), request });
            }
            Err(error) => {
                let mut violations = violations(&error);
                let request = decode_utf8(bytes).and_then(Node::parse);
                let name = request.ok().and_then(|request| {
                    leave_out_references(&mut violations, &request, known);
                    known.auth_specs(&request).into_iter().next()
                });
                match name.filter(|_| violations.is_empty()) {
                    Some(auth) => self.referring.push((file, requests::name(auth))),
                    None => self.bad.push((file, violations)),
                }
            }
        }
    }

    /// What the check comes to.
    pub(super) fn verdict(&self) -> Result<(), Failure> {
        let are_specs_wrong = self.specs.as_ref().is_some_and(|set| set.diagnostics.has_errors());
        let wrong = (are_specs_wrong || !self.bad.is_empty()).then_some(Blame::You);
        Blame::verdict(self.unread.iter().map(|one| one.blame).chain(wrong))
    }

    /// The files that were named and can't be read.
    pub(super) fn unread(&self) -> &[Unread] {
        &self.unread
    }

    /// The folders that were named and hold nothing to check.
    pub(super) fn empty(&self) -> &[String] {
        &self.empty
    }

    /// What is wrong in spec files, with its lines.
    pub(super) fn rendered(&self, style: Style) -> String {
        self.specs.as_ref().map(|set| set.render(style)).unwrap_or_default()
    }

    /// The violations in requests, each with its file.
    pub(super) fn violations(&self) -> impl Iterator<Item = (&str, &Violation)> {
        self.bad.iter().flat_map(|(file, all)| all.iter().map(move |one| (file.as_str(), one)))
    }

    /// What is to be known of good requests.
    pub(super) fn warnings(&self) -> impl Iterator<Item = (&Request, Vec<Warning>)> {
        self.good.iter().map(|request| (request, request.warnings(self.cloud)))
    }

    /// The spec files without an error.
    pub(super) fn good_specs(&self) -> impl Iterator<Item = &str> {
        let specs = self.specs.iter().flat_map(|set| {
            let is_wrong = |file: &str| {
                let mut found = set.diagnostics.iter();
                found.any(|one| one.file == file && one.severity() == Severity::Error)
            };
            set.specs.iter().filter(move |spec| !is_wrong(&spec.source.file))
        });
        specs.map(|spec| spec.source.file.as_str())
    }

    /// The good requests: each with its file and what it connects to.
    pub(super) fn good_requests(&self) -> impl Iterator<Item = (&str, String)> {
        let typed = self.good.iter().map(|request| {
            (request.file.as_str(), requests::name(request.request.auth().descriptor()))
        });
        typed.chain(self.referring.iter().map(|(file, name)| (file.as_str(), name.clone())))
    }

    /// All of it in the form that other tools read.
    pub(super) fn for_tools(&self) -> Vec<Finding> {
        let specs = self.specs.iter().flat_map(|set| {
            set.diagnostics.iter().map(|one| Finding::of(one, set.text(&one.file)))
        });
        let violations = self.violations().map(|(file, violation)| violated(file, violation));
        let warnings = self.warnings().flat_map(|(request, warnings)| {
            warnings.into_iter().map(|warning| warned(&request.file, warning))
        });
        let unread = self.unread.iter().map(not_read);
        unread.chain(specs).chain(violations).chain(warnings).collect()
    }
}

/// Leaves out what is said of references to secrets: the rules are for what those stand for, which is not known here.
fn leave_out_references(violations: &mut Vec<Violation>, request: &Node<'_>, known: Known<'_>) {
    let referring = referring(request, known);
    violations.retain(|violation| {
        matches!(violation.rule, Rule::Unknown | Rule::Duplicate)
            || !referring.contains(&violation.pointer)
    });
}

fn not_read(unread: &Unread) -> Finding {
    Finding {
        file: unread.file.clone(),
        place: None,
        end: None,
        pointer: None,
        severity: Severity::Error,
        code: Code::Unreadable.to_string(),
        message: unread.reason.clone(),
        help: None,
    }
}

fn violated(file: &str, violation: &Violation) -> Finding {
    Finding {
        file: file.to_owned(),
        place: violation.place,
        end: None,
        pointer: Some(violation.pointer.to_string()),
        severity: Severity::Error,
        code: violation.rule.to_string(),
        message: violation.message.to_string(),
        help: violation.help.as_ref().map(ToString::to_string),
    }
}

fn warned(file: &str, warning: Warning) -> Finding {
    if let Some(unlisted) = &warning.unlisted {
        return Finding { severity: Severity::Warning, ..violated(file, unlisted) };
    }
    Finding {
        file: file.to_owned(),
        place: None,
        end: None,
        pointer: None,
        severity: Severity::Warning,
        code: warning.code,
        message: warning.message,
        help: None,
    }
}
