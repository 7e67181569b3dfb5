//! What is wrong with spec files: each thing with a stable code, its place and the way out.

#[cfg(feature = "authoring")]
mod finding;
#[cfg(feature = "authoring")]
mod github;
#[cfg(not(feature = "snippets"))]
mod plain;
mod render;
#[cfg(feature = "authoring")]
mod sarif;
#[cfg(feature = "snippets")]
mod snippets;

use std::fmt;
use std::str::FromStr;

use wellhead_runtime::json::{Place, Span};
use wellhead_runtime::nearest;
use wellhead_runtime::screen::acts_or_hides;

use crate::places::Places;

#[cfg(feature = "authoring")]
pub use finding::Finding;
#[cfg(feature = "authoring")]
pub use github::github;
pub use render::{Style, render};
#[cfg(feature = "authoring")]
pub use sarif::sarif;

/// One thing wrong in a spec file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind of thing.
    pub code: Code,
    /// How bad it is: what the code says, until a [`Policy`](crate::Policy) says otherwise.
    pub severity: Severity,
    /// The file, as it is to be shown.
    pub file: String,
    /// The bytes to point at.
    pub span: Span,
    /// Line and column of the first of them.
    pub place: Place,
    /// What is wrong, as a phrase.
    pub message: String,
    /// What to say at the place itself; may be empty.
    pub label: String,
    /// What to do.
    pub help: Option<String>,
    /// What to write at the place instead, where only one name or word can be meant; the help says it to people.
    pub suggestion: Option<String>,
    /// Another place that belongs to it.
    pub related: Option<Related>,
}

/// A place that belongs to a diagnostic, besides its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// The file, as it is to be shown.
    pub file: String,
    /// The bytes to point at.
    pub span: Span,
    /// What to say there.
    pub label: String,
}

impl Diagnostic {
    /// A diagnostic about the bytes `span` of a file.
    pub fn new(code: Code, of: &Places<'_>, span: Span, message: impl Into<String>) -> Self {
        Self { span, place: of.at(span.start), ..Self::of_file(code, of.file, message) }
    }

    /// A diagnostic about a file whose text is not to be had, or not to be shown.
    pub fn of_file(code: Code, file: &str, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity(),
            file: file.to_owned(),
            span: Span::default(),
            place: Place { line: 1, column: 1 },
            message: message.into(),
            label: String::new(),
            help: None,
            suggestion: None,
            related: None,
        }
    }

    /// Adds what to say at the place itself.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// Adds what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Proposes what to write instead, if something is near enough to be meant; else its help stays what it is.
    pub(crate) fn meant(&mut self, meant: Option<&str>) {
        if let Some(meant) = meant {
            self.suggestion = Some(meant.to_owned());
            self.help = Some(format!("did you mean `{meant}`?"));
        }
    }

    /// Adds another place of the same file that belongs to it.
    pub fn relate(&mut self, span: Span, label: &str) {
        self.relate_in(self.file.clone(), span, label);
    }

    /// Adds a place of that file that belongs to it.
    pub(crate) fn relate_in(&mut self, file: String, span: Span, label: &str) {
        self.related = Some(Related { file, span, label: label.to_owned() });
    }

    /// How bad it is.
    pub fn severity(&self) -> Severity {
        self.severity
    }
}

impl fmt::Display for Diagnostic {
    /// One line: `specs/x.json:31:20: error[missing-property]: …`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}:{}: {}[{}]: {}",
            self.file,
            self.place,
            self.severity(),
            self.code,
            visible(&self.message)
        )?;
        self.help.iter().try_for_each(|help| write!(f, "; {}", visible(help)))
    }
}

/// How bad a diagnostic is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Code is generated all the same.
    Warning,
    /// No code is generated.
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $name:literal, $severity:ident;)+) => {
        /// The kinds of diagnostics. The names are stable: people search for them.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $($(#[$doc])* $variant,)+
        }

        impl Code {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The stable name.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)+
                }
            }

            /// How bad it is.
            pub fn severity(self) -> Severity {
                match self {
                    $(Self::$variant => Severity::$severity,)+
                }
            }
        }
    };
}

codes! {
    /// The file or folder can't be read.
    Unreadable = "unreadable", Error;
    /// The file is not JSON.
    Syntax = "syntax", Error;
    /// The file is a request.
    NotASpec = "not-a-spec", Error;
    /// The file's stem is not a slug.
    BadSlug = "bad-slug", Error;
    /// A key stands twice in one object.
    DuplicateKey = "duplicate-key", Error;
    /// A key that spec files do not have.
    UnknownKey = "unknown-key", Error;
    /// A JSON Schema keyword that nobody knows.
    UnknownKeyword = "unknown-keyword", Warning;
    /// A JSON Schema keyword that is known and not honoured yet.
    UnsupportedKeyword = "unsupported-keyword", Error;
    /// A key that must be there and is not.
    MissingKey = "missing-key", Error;
    /// A value of the wrong JSON type.
    WrongType = "wrong-type", Error;
    /// A value that is none of those allowed.
    BadValue = "bad-value", Error;
    /// A `$ref` that leads nowhere, out of the file, or back to itself.
    BadReference = "bad-reference", Error;
    /// A definition that no `$ref` leads to.
    UnusedDefinition = "unused-definition", Warning;
    /// A connection spec id that is not a UUID.
    BadId = "bad-id", Error;
    /// A connection spec id that somebody made up to have one.
    PlaceholderId = "placeholder-id", Warning;
    /// `required` names a property that is not there.
    MissingProperty = "missing-property", Error;
    /// Two auth specs of one source have the same name.
    DuplicateSpecName = "duplicate-spec-name", Error;
    /// Two sources have the same id, and do not both say why.
    DuplicateId = "duplicate-id", Error;
    /// Two sources have the same slug or alias.
    DuplicateSlug = "duplicate-slug", Error;
    /// Two names come out as the same Rust name.
    NameCollision = "name-collision", Error;
    /// A secret with a `default` or `examples`.
    SecretShown = "secret-shown", Error;
    /// A param that sounds like a secret and is not marked as one.
    SecretUnmarked = "secret-unmarked", Warning;
    /// Rules that no value meets.
    Unsatisfiable = "unsatisfiable", Error;
    /// A `pattern` that is not a regular expression.
    BadPattern = "bad-pattern", Error;
    /// A `pattern` that some texts take a backtracking engine exponential time on.
    SlowPattern = "slow-pattern", Warning;
    /// A schema without `type` that is taken to be of the one that its keywords are about.
    ImpliedType = "implied-type", Warning;
    /// A condition that names what no property is called.
    UnlistedName = "unlisted-name", Warning;
    /// A keyword that says nothing, beside this type for example.
    UselessKeyword = "useless-keyword", Warning;
    /// A `default` or example that its own schema refuses.
    BadExample = "bad-example", Error;
    /// A param or source without a description.
    MissingDescription = "missing-description", Warning;
    /// Two params with the same description.
    CopiedDescription = "copied-description", Warning;
    /// A category that the platform does not have.
    UnknownCategory = "unknown-category", Warning;
    /// An `x-allow` that allows nothing in its file.
    UnusedAllow = "unused-allow", Warning;
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Code {
    type Err = UnknownCode;

    fn from_str(name: &str) -> Result<Self, UnknownCode> {
        Self::ALL
            .iter()
            .copied()
            .find(|code| code.as_str() == name)
            .ok_or_else(|| UnknownCode { name: name.to_owned() })
    }
}

/// A name that no diagnostic has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownCode {
    name: String,
}

impl UnknownCode {
    /// The code that was meant, if one is near.
    pub fn meant(&self) -> Option<&'static str> {
        nearest(&self.name, Code::ALL.iter().map(|code| code.as_str()))
    }
}

impl fmt::Display for UnknownCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is no diagnostic's code", visible(&self.name))?;
        match self.meant() {
            Some(meant) => write!(f, "; did you mean `{meant}`?"),
            None => f.write_str("; `wellhead explain` lists them"),
        }
    }
}

impl std::error::Error for UnknownCode {}

/// Diagnostics in the order of files and places.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Adds one about the bytes `span` of a spec file, with what to do. What else there is to say is said of what is returned.
    pub fn note(
        &mut self,
        of: &Places<'_>,
        code: Code,
        span: Span,
        message: &str,
        help: &str,
    ) -> &mut Diagnostic {
        let diagnostic = Diagnostic::new(code, of, span, message);
        self.0.push(diagnostic.help(help));
        let last = self.0.len() - 1;
        // Just pushed.
        #[allow(clippy::indexing_slicing)]
        &mut self.0[last]
    }

    /// Whether any of them is an error.
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(|diagnostic| diagnostic.severity() == Severity::Error)
    }

    /// How many of that severity there are.
    pub fn count(&self, severity: Severity) -> usize {
        self.0.iter().filter(|diagnostic| diagnostic.severity() == severity).count()
    }

    /// One by one.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.0.iter()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Keeps those for which `keep` says so; it may change them.
    pub fn retain_mut(&mut self, keep: impl FnMut(&mut Diagnostic) -> bool) {
        self.0.retain_mut(keep);
    }

    /// Puts them in the order of files and places.
    pub fn sort(&mut self) {
        self.0.sort_by(|left, right| {
            (&left.file, left.span, left.code).cmp(&(&right.file, right.span, right.code))
        });
    }
}

impl Extend<Diagnostic> for Diagnostics {
    fn extend<I: IntoIterator<Item = Diagnostic>>(&mut self, diagnostics: I) {
        self.0.extend(diagnostics);
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'d> IntoIterator for &'d Diagnostics {
    type Item = &'d Diagnostic;
    type IntoIter = std::slice::Iter<'d, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl fmt::Display for Diagnostics {
    /// One line each.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|diagnostic| writeln!(f, "{diagnostic}"))
    }
}

/// A text on one line, with an escape for each character that acts on a screen or hides: names come out of files that
/// anybody may have written.
pub fn visible(text: &str) -> String {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return text.to_owned();
    }
    let mut seen = String::with_capacity(text.len());
    for char in text.chars() {
        match acts_or_hides(char) {
            true => seen.extend(char.escape_unicode()),
            false => seen.push(char),
        }
    }
    seen
}
