//! What is wrong with a request: everything, each with its place and its way out.

use std::fmt;

use crate::json::Place;
use crate::requests::phrase::Phrase;

/// One thing wrong in a request.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Violation {
    /// Where, as a JSON pointer (RFC 6901) that is made to be shown: in it, what acts on a screen or hides is escaped, and a key
    /// of more than 80 characters is cut.
    pub pointer: String,
    /// Where in the text, if the request was one; a typed request that was built has no text.
    pub place: Option<Place>,
    /// The rule that is violated.
    pub rule: Rule,
    /// What is wrong. Never holds a value, since it may be a secret.
    pub message: Phrase,
    /// What to do.
    pub help: Option<Phrase>,
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

/// The rules that a request can violate. [`as_str`](Self::as_str) and `Display` give the stable name: that of the
/// JSON Schema keyword, where there is one.
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
    /// A connection string that lacks a part which it must have.
    MissingPart,
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

impl Rule {
    /// The stable name.
    pub fn as_str(self) -> &'static str {
        match self {
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
            Self::MissingPart => "missingPart",
            Self::Version => "version",
            Self::Pointer => "pointer",
            Self::Syntax => "syntax",
            Self::SpecId => "specId",
            Self::SpecName => "specName",
            Self::Slug => "slug",
            Self::Ambiguous => "ambiguous",
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
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

impl IntoIterator for Violations {
    type Item = Violation;
    type IntoIter = std::vec::IntoIter<Violation>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
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
