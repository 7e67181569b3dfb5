//! Request bodies from files, made whole: references to secrets followed, and what is missing asked for on a terminal.

use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::time::Duration;

use wellhead::Violation;
use wellhead::json::{Node, Place, decode_utf8};

use super::missing;
use super::requests::{self, Request};
use crate::args::ReferenceArgs;
use crate::catalog::Known;
use crate::failure::Failure;
use crate::print;
use crate::references::{Edit, Edits, Fetcher, Filled, Literal, fill};

/// Reads request files.
pub(crate) struct Reader<'a> {
    known: Known<'a>,
    fetcher: Fetcher,
    /// Whether requests with placeholders for secrets may go without a warning: nothing is sent.
    takes_placeholders: bool,
}

/// Why a file is no request, in lines to print.
struct Wrong {
    lines: Vec<String>,
    is_of_the_world: bool,
}

impl<'a> Reader<'a> {
    /// A reader for requests of what is known. `is_cmd_allowed` is what the profile says.
    pub(crate) fn new(known: Known<'a>, args: &ReferenceArgs, is_cmd_allowed: bool) -> Self {
        let timeout = Duration::from_secs(args.cmd_timeout);
        let fetcher = Fetcher::new(args.allow_cmd || is_cmd_allowed, timeout);
        Self { known, fetcher, takes_placeholders: false }
    }

    /// The same for a dry run, where placeholders are in their place.
    pub(crate) fn taking_placeholders(mut self, takes: bool) -> Self {
        self.takes_placeholders = takes;
        self
    }

    /// Reads every file as a request. If any is wrong, everything that is wrong with all of them is printed.
    pub(crate) fn read_all(&mut self, paths: &[PathBuf]) -> Result<Vec<Request>, Failure> {
        let may_ask = io::stdin().is_terminal()
            && io::stderr().is_terminal()
            && !paths.iter().any(|path| requests::is_stdin(path));
        let mut requests = Vec::new();
        let mut warnings = Vec::new();
        let mut wrong: Vec<Wrong> = Vec::new();
        for path in paths {
            match self.read(path, may_ask, &mut warnings)? {
                Ok(request) => requests.push(request),
                Err(one) => wrong.push(one),
            }
        }
        wrong.iter().flat_map(|one| &one.lines).for_each(|line| print::error(line));
        if wrong.iter().any(|one| !one.is_of_the_world) {
            return Err(Failure::You(None));
        }
        if !wrong.is_empty() {
            return Err(Failure::Reported);
        }
        warnings.iter().for_each(|warning| print::warning(warning));
        Ok(requests)
    }

    fn read(
        &mut self,
        path: &Path,
        may_ask: bool,
        warnings: &mut Vec<String>,
    ) -> Result<Result<Request, Wrong>, Failure> {
        let bytes = requests::read(path)?;
        let file = requests::shown(path);
        let parsed = decode_utf8(&bytes).and_then(|text| Ok((text, Node::parse(text)?)));
        let Ok((text, node)) = parsed else {
            // What is wrong with it is the dispatcher's to say.
            return Ok(self.dispatched(&file, &bytes, |place| place).map_err(|(_, wrong)| wrong));
        };
        let folder = path.parent().unwrap_or(Path::new(""));
        let filled = fill(text, &node, self.known, folder, &mut self.fetcher);
        if !filled.problems.is_empty() {
            return Ok(Err(unresolved(&file, &filled)));
        }
        warnings.extend(literals(path, &filled, self.takes_placeholders));
        self.complete(&file, text, &node, filled.edits, may_ask)
    }

    /// Takes the text to its type; what is missing is asked for, once.
    fn complete(
        &self,
        file: &str,
        text: &str,
        node: &Node<'_>,
        mut edits: Edits,
        may_ask: bool,
    ) -> Result<Result<Request, Wrong>, Failure> {
        let attempt = |edits: &Edits| {
            self.dispatched(file, edits.applied(text).as_bytes(), |place| {
                edits.place_in(text, place)
            })
        };
        let (violations, wrong) = match attempt(&edits) {
            Ok(request) => return Ok(Ok(request)),
            Err(failed) => failed,
        };
        if !may_ask {
            return Ok(Err(wrong));
        }
        let wrong_with = |answers: &[Edit]| {
            let mut edits = edits.clone();
            answers.iter().for_each(|answer| edits.add(answer.clone()));
            attempt(&edits).err().map(|(violations, _)| violations).unwrap_or_default()
        };
        let asked = missing::asked_for(file, node, self.known, &violations, wrong_with)?;
        let Some(answers) = asked else { return Ok(Err(wrong)) };
        answers.into_iter().for_each(|answer| edits.add(answer));
        Ok(attempt(&edits).map_err(|(_, wrong)| wrong))
    }

    fn dispatched(
        &self,
        file: &str,
        body: &[u8],
        place_in_file: impl Fn(Place) -> Place,
    ) -> Result<Request, (Vec<Violation>, Wrong)> {
        let in_file = |mut found: Vec<Violation>| {
            for violation in &mut found {
                violation.place = violation.place.map(&place_in_file);
            }
            found
        };
        match self.known.dispatch(body) {
            Ok(request) => {
                let unlisted = in_file(request.warnings());
                Ok(Request { file: file.to_owned(), request, unlisted })
            }
            Err(error) => {
                let violations = in_file(error.violations());
                let lines = violations.iter().map(|one| requests::line(file, one)).collect();
                Err((violations, Wrong { lines, is_of_the_world: false }))
            }
        }
    }
}

fn unresolved(file: &str, filled: &Filled) -> Wrong {
    let lines = filled.problems.iter().map(|found| {
        let (place, pointer, what) = (found.place, &found.pointer, &found.what);
        format!("{file}:{place}: `{pointer}` {} [reference]\n  help: {}", what.message, what.help)
    });
    Wrong {
        lines: lines.collect(),
        is_of_the_world: filled.problems.iter().all(|found| found.what.is_of_the_world),
    }
}

fn literals(path: &Path, filled: &Filled, takes_placeholders: bool) -> Vec<String> {
    let file = requests::shown(path);
    let told = filled.literals.iter().filter_map(|found| {
        let what = match found.what {
            // What a pipe brings need not lie in a file.
            Literal::Secret if requests::is_stdin(path) => return None,
            Literal::Secret => "is a secret that is written out",
            Literal::Placeholder if takes_placeholders => return None,
            Literal::Placeholder => "is a placeholder for a secret",
        };
        let (place, pointer) = (found.place, &found.pointer);
        Some(format!(
            "{file}:{place}: `{pointer}` {what}; \
             refer to it: `${{env:NAME}}`, `${{file:PATH}}` or `${{cmd:COMMAND}}`"
        ))
    });
    told.collect()
}
