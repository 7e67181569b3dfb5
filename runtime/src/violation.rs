//! What is wrong with a request: everything, each with its place and its way out.

use std::borrow::Cow;
use std::fmt;

use crate::json::{Place, is_printable_but};
use crate::path::push_escape;

/// One thing wrong in a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// Where, as a JSON pointer (RFC 6901).
    pub pointer: String,
    /// Where in the text, if the request was one; a typed request that was built has no text.
    pub place: Option<Place>,
    /// The rule that is violated.
    pub rule: Rule,
    /// What is wrong, as a phrase. Never holds a value, since it may be a secret.
    pub message: Cow<'static, str>,
    /// What to do, as a phrase.
    pub help: Option<Cow<'static, str>>,
}

impl fmt::Display for Violation {
    /// `8:15 /auth/params/pasword: [unknown] … (did you mean …?)`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(place) = self.place {
            write!(f, "{place} ")?;
        }
        let pointer = if self.pointer.is_empty() { "the request" } else { self.pointer.as_str() };
        write!(f, "{pointer}: {} [{}]", self.message, self.rule)?;
        match &self.help {
            Some(help) => write!(f, "; {help}"),
            None => Ok(()),
        }
    }
}

/// The rules that a request can violate. [`Display`](fmt::Display) gives the stable name: that of the JSON Schema
/// keyword, where there is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Rule {
    /// A required member is missing.
    Required,
    /// A member that the spec does not know.
    Unknown,
    /// A key that stands twice in one object.
    Duplicate,
    /// A value of the wrong JSON type.
    Type,
    /// A string shorter than `minLength`.
    MinLength,
    /// A string longer than `maxLength`.
    MaxLength,
    /// A string that does not fit its `pattern`.
    Pattern,
    /// A string that is not what its `format` says.
    Format,
    /// A value that is not one of those listed.
    Enum,
    /// A value other than the only one allowed.
    Const,
    /// A number below `minimum`.
    Minimum,
    /// A number above `maximum`.
    Maximum,
    /// A number that is no multiple of `multipleOf`.
    MultipleOf,
    /// An array with too few elements.
    MinItems,
    /// An array with too many elements.
    MaxItems,
    /// An array in which an element stands twice.
    UniqueItems,
    /// An object with too few members.
    MinProperties,
    /// An object with too many members.
    MaxProperties,
    /// An array without an element that it must contain.
    Contains,
    /// A value that fits none of several alternatives.
    AnyOf,
    /// A value that does not fit exactly one of several alternatives.
    OneOf,
    /// A value that fits what it must not.
    Not,
    /// A value that its schema refuses for another reason.
    Schema,
    /// A connection string that its dialect can't read.
    ConnectionString,
    /// A connection spec version other than the catalog's.
    Version,
    /// A param that was set by a JSON pointer which leads nowhere.
    Pointer,
    /// A text that is not JSON.
    Syntax,
    /// A connection spec id that no source has.
    SpecId,
    /// A specName that the source does not have.
    SpecName,
    /// A slug that no source has.
    Slug,
    /// Params that fit more than one source of the same id and specName.
    Ambiguous,
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Required => "required",
            Self::Unknown => "unknown",
            Self::Duplicate => "duplicate",
            Self::Type => "type",
            Self::MinLength => "minLength",
            Self::MaxLength => "maxLength",
            Self::Pattern => "pattern",
            Self::Format => "format",
            Self::Enum => "enum",
            Self::Const => "const",
            Self::Minimum => "minimum",
            Self::Maximum => "maximum",
            Self::MultipleOf => "multipleOf",
            Self::MinItems => "minItems",
            Self::MaxItems => "maxItems",
            Self::UniqueItems => "uniqueItems",
            Self::MinProperties => "minProperties",
            Self::MaxProperties => "maxProperties",
            Self::Contains => "contains",
            Self::AnyOf => "anyOf",
            Self::OneOf => "oneOf",
            Self::Not => "not",
            Self::Schema => "schema",
            Self::ConnectionString => "connectionString",
            Self::Version => "version",
            Self::Pointer => "pointer",
            Self::Syntax => "syntax",
            Self::SpecId => "specId",
            Self::SpecName => "specName",
            Self::Slug => "slug",
            Self::Ambiguous => "ambiguous",
        })
    }
}

/// Everything wrong with a request, in the order of the text; never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violations(pub(crate) Vec<Violation>);

impl Violations {
    /// `Ok` if there is nothing in `violations`.
    pub(crate) fn check(violations: Vec<Violation>) -> Result<(), Self> {
        if violations.is_empty() { Ok(()) } else { Err(Self(violations)) }
    }

    /// The violations one by one.
    pub fn iter(&self) -> std::slice::Iter<'_, Violation> {
        self.0.iter()
    }
}

impl<'a> IntoIterator for &'a Violations {
    type Item = &'a Violation;
    type IntoIter = std::slice::Iter<'a, Violation>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Display for Violations {
    /// One violation a line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, violation) in self.0.iter().enumerate() {
            let newline = if index == 0 { "" } else { "\n" };
            write!(f, "{newline}{violation}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Violations {}

/// A phrase put together of its pieces, in less code than `format!` takes.
#[cold]
#[inline(never)]
pub(crate) fn phrase(pieces: &[&str]) -> String {
    let mut phrase = String::with_capacity(length(pieces));
    append(&mut phrase, pieces);
    phrase
}

/// The question that a violation's help asks.
#[cold]
#[inline(never)]
pub(crate) fn did_you_mean(meant: &str) -> String {
    phrase(&["did you mean `", meant, "`?"])
}

/// Appends pieces one after the other, in a function of its own: making room is much code.
#[cold]
#[inline(never)]
pub(crate) fn append(text: &mut String, pieces: &[&str]) {
    text.reserve(length(pieces));
    for piece in pieces {
        text.push_str(piece);
    }
}

fn length(pieces: &[&str]) -> usize {
    let mut length = 0;
    for piece in pieces {
        length += piece.len();
    }
    length
}

/// A name out of a request as a message may show it: control characters escaped, cut when very long.
#[cold]
#[inline(never)]
pub(crate) fn shown(name: &str) -> Cow<'_, str> {
    const LONGEST: usize = 80;
    if name.len() <= LONGEST && is_printable_but(name, []) {
        return Cow::Borrowed(name);
    }
    let mut shown = String::with_capacity(name.len().min(4 * LONGEST));
    for (count, char) in name.chars().enumerate() {
        if count == LONGEST {
            shown.push('…');
            break;
        }
        push_visible(&mut shown, char);
    }
    Cow::Owned(shown)
}

/// Appends a character, or its escape if it would act on a terminal or hide (controls, bidirectional marks).
fn push_visible(text: &mut String, char: char) {
    let acts = char.is_control()
        || matches!(char, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
    if acts {
        push_escape(text, char);
    } else {
        text.push(char);
    }
}
