//! Request bodies from files, made whole: references to secrets followed, and what is missing asked for on a terminal.

use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::time::Duration;

use wellhead::Violation;
use wellhead::json::{Node, Place, decode_utf8};
use zeroize::Zeroizing;

use super::missing::{self, Wanted};
use super::requests::{self, Request, Unread};
use crate::args::ReferenceArgs;
use crate::catalog::{Known, violations};
use crate::failure::{Blame, Failure};
use crate::print;
use crate::references::{Edit, Edits, Fetcher, Found, Literal, Problem, fill};

/// Reads request files.
pub(crate) struct Reader<'a> {
    known: Known<'a>,
    fetcher: Fetcher,
    /// Whether requests with placeholders for secrets may go without a warning: nothing is sent.
    takes_placeholders: bool,
}

/// Files of which some are no requests, so that none is sent. Everything that is wrong has been printed.
pub(crate) struct Unready {
    /// What became of each, in the order of the command line.
    pub(crate) files: Vec<Result<Request, Wrong>>,
    failure: Failure,
}

/// Why a file is no request, in lines to print.
pub(crate) struct Wrong {
    pub(crate) file: String,
    pub(crate) lines: Vec<String>,
    blame: Blame,
}

/// A file, once it was read and judged.
enum Judged {
    Right(Request),
    Lacking(Lacking),
    Wrong(Wrong),
}

/// A request that lacks what can be asked for, and is right otherwise.
struct Lacking {
    path: PathBuf,
    bytes: Zeroizing<Vec<u8>>,
    wanted: Vec<Wanted>,
    /// What there is to say if nobody can be asked.
    wrong: Wrong,
}

/// What is wrong with a text, with places in the file that it comes from.
enum Faults {
    /// References that lead nowhere, or stand where none may.
    Unresolved(Vec<Found<Problem>>),
    Violations(Vec<Violation>),
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

    /// Reads every file as a request. All are judged before anything is asked for, so that no answer is given in vain.
    ///
    /// # Errors
    /// Any is wrong; everything that is wrong with all of them is printed.
    pub(crate) fn read_all(&mut self, paths: &[PathBuf]) -> Result<Vec<Request>, Unready> {
        let mut warnings = Vec::new();
        let judged: Vec<_> = paths.iter().map(|path| self.read(path, &mut warnings)).collect();
        let mut asks = may_ask(paths) && !judged.iter().any(|one| matches!(one, Judged::Wrong(_)));
        let mut files = Vec::with_capacity(judged.len());
        for one in judged {
            let file = match one {
                Judged::Right(request) => Ok(request),
                Judged::Lacking(lacking) if asks => self.ask(lacking),
                Judged::Lacking(Lacking { wrong, .. }) | Judged::Wrong(wrong) => Err(wrong),
            };
            asks &= file.is_ok();
            files.push(file);
        }
        all_right(files).inspect(|_| warnings.iter().for_each(|warning| print::warning(warning)))
    }

    fn read(&mut self, path: &Path, warnings: &mut Vec<String>) -> Judged {
        let bytes = match requests::read(path) {
            Ok(bytes) => bytes,
            Err(unread) => return Judged::Wrong(unread.into()),
        };
        let file = requests::shown(path);
        let parsed = decode_utf8(&bytes).and_then(|text| Ok((text, Node::parse(text)?)));
        let Ok((text, node)) = parsed else {
            // What is wrong with it is the dispatcher's to say.
            let dispatched = self.dispatched(&file, &bytes, |place| place);
            return dispatched
                .map_or_else(|faults| Judged::Wrong(faults.told(file)), Judged::Right);
        };
        let mut literals = Vec::new();
        let judged = self.judge(path, text, &Edits::default(), &mut literals);
        warnings.extend(warnings_of(path, &literals, self.takes_placeholders));
        let faults = match judged {
            Ok(request) => return Judged::Right(request),
            Err(faults) => faults,
        };
        let wanted = match &faults {
            Faults::Violations(violations) => missing::wanted(&node, self.known, violations),
            Faults::Unresolved(_) => None,
        };
        let wrong = faults.told(file);
        match wanted {
            Some(wanted) => {
                Judged::Lacking(Lacking { path: path.to_owned(), bytes, wanted, wrong })
            }
            None => Judged::Wrong(wrong),
        }
    }

    /// Asks for what is missing, until it is as it has to be.
    fn ask(&mut self, lacking: Lacking) -> Result<Request, Wrong> {
        let Lacking { path, bytes, wanted, wrong } = lacking;
        let parsed = decode_utf8(&bytes).and_then(|text| Ok((text, Node::parse(text)?)));
        let Ok((text, node)) = parsed else { return Err(wrong) };
        let file = requests::shown(&path);
        let mut judge = |answers: &[Edit]| {
            // That a secret is written out is said of files, and not of answers.
            self.judge(&path, text, &answers.iter().cloned().collect(), &mut Vec::new())
        };
        let answers = missing::asked_for(&file, &node, &wanted, |answers| {
            judge(answers).err().map(|faults| faults.by_pointer()).unwrap_or_default()
        });
        match answers {
            Ok(answers) => judge(&answers).map_err(|faults| faults.told(file)),
            Err(failure) => Err(Wrong::new(file, &failure)),
        }
    }

    /// Takes a file's text, with answers put into it, to its type. An answer means what it would mean in the file.
    fn judge(
        &mut self,
        path: &Path,
        text: &str,
        answers: &Edits,
        literals: &mut Vec<Found<Literal>>,
    ) -> Result<Request, Faults> {
        let file = requests::shown(path);
        let whole = answers.applied(text);
        let Ok(node) = Node::parse(&whole) else {
            return self.dispatched(&file, whole.as_bytes(), |place| place);
        };
        let folder = path.parent().unwrap_or(Path::new(""));
        let filled = fill(&whole, &node, self.known, folder, &mut self.fetcher);
        *literals = filled.literals;
        let mut problems = filled.problems;
        if !problems.is_empty() {
            for problem in &mut problems {
                problem.place = answers.place_in(text, problem.place);
            }
            return Err(Faults::Unresolved(problems));
        }
        self.dispatched(&file, filled.edits.applied(&whole).as_bytes(), |place| {
            answers.place_in(text, filled.edits.place_in(&whole, place))
        })
    }

    fn dispatched(
        &self,
        file: &str,
        body: &[u8],
        place_in_file: impl Fn(Place) -> Place,
    ) -> Result<Request, Faults> {
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
            Err(error) => Err(Faults::Violations(in_file(violations(&error)))),
        }
    }
}

/// Whether somebody can be asked.
fn may_ask(paths: &[PathBuf]) -> bool {
    io::stdin().is_terminal()
        && io::stderr().is_terminal()
        && !paths.iter().any(|path| requests::is_stdin(path))
}

/// The requests, if that is what all files are; otherwise what is wrong is printed.
fn all_right(files: Vec<Result<Request, Wrong>>) -> Result<Vec<Request>, Unready> {
    let wrong = files.iter().filter_map(|file| file.as_ref().err());
    wrong.clone().flat_map(|one| &one.lines).for_each(|line| print::error(line));
    match Blame::verdict(wrong.map(|one| one.blame)) {
        Ok(()) => Ok(files.into_iter().flatten().collect()),
        Err(failure) => Err(Unready { files, failure }),
    }
}

impl From<Unready> for Failure {
    fn from(unready: Unready) -> Self {
        unready.failure
    }
}

impl Wrong {
    fn new(file: String, failure: &Failure) -> Self {
        let lines = failure.message().into_iter().map(str::to_owned).collect();
        Self { file, lines, blame: failure.blame() }
    }
}

impl From<Unread> for Wrong {
    fn from(unread: Unread) -> Self {
        let lines = vec![unread.to_string()];
        Self { file: unread.file, lines, blame: unread.blame }
    }
}

impl Faults {
    /// Each with its pointer and what is wrong there. Neither problems nor violations hold a value.
    fn by_pointer(&self) -> Vec<(String, String)> {
        match self {
            Self::Unresolved(problems) => {
                let told =
                    |found: &Found<Problem>| format!("{}; {}", found.what.message, found.what.help);
                problems.iter().map(|found| (found.pointer.clone(), told(found))).collect()
            }
            Self::Violations(violations) => {
                let told = |one: &Violation| {
                    let help =
                        one.help.as_ref().map(|help| format!("; {help}")).unwrap_or_default();
                    format!("{}{help}", one.message)
                };
                violations.iter().map(|one| (one.pointer.to_string(), told(one))).collect()
            }
        }
    }

    fn told(&self, file: String) -> Wrong {
        match self {
            Self::Unresolved(problems) => {
                let lines = problems.iter().map(|found| {
                    let (place, pointer, what) = (found.place, &found.pointer, &found.what);
                    let (message, help) = (&what.message, &what.help);
                    format!("{file}:{place}: `{pointer}` {message} [reference]\n  help: {help}")
                });
                let lines = lines.collect();
                let blame = problems.iter().map(|found| found.what.blame).max();
                Wrong { file, lines, blame: blame.unwrap_or(Blame::You) }
            }
            Self::Violations(violations) => {
                let lines = violations.iter().map(|one| requests::line(&file, one)).collect();
                Wrong { file, lines, blame: Blame::You }
            }
        }
    }
}

/// The warnings of secrets that stand in a file.
fn warnings_of(path: &Path, literals: &[Found<Literal>], takes_placeholders: bool) -> Vec<String> {
    let file = requests::shown(path);
    let told = literals.iter().filter_map(|found| {
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
