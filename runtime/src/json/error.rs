//! What is wrong with a text that is not JSON, told without repeating any of it.

use std::fmt;

use super::place::{Place, Span};

/// The first thing that keeps a text from being JSON, at the place of its cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// What is wrong.
    pub problem: Problem,
    /// The bytes to point at.
    pub span: Span,
    /// Line and column of the first of them.
    pub place: Place,
}

impl SyntaxError {
    pub(crate) fn new(text: &str, span: Span, problem: Problem) -> Self {
        Self { problem, span, place: Place::of(text, span.start) }
    }
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}; {}", self.place, self.problem.message(), self.problem.help())
    }
}

impl std::error::Error for SyntaxError {}

/// The ways in which a text fails to be JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Problem {
    /// The text ends where a value should begin, or inside an object or array.
    UnexpectedEnd,
    /// Two members or elements without a comma between them.
    MissingComma,
    /// A key without a colon after it.
    MissingColon,
    /// A string is followed by a colon where a whole value stood: an opening brace is missing before it.
    MissingBrace,
    /// A comma before `}` or `]`.
    TrailingComma,
    /// A string with no closing quote on its line.
    UnclosedString,
    /// A control character inside a string.
    ControlCharacter,
    /// A backslash with nothing that JSON knows after it.
    BadEscape,
    /// Half of a surrogate pair, which is no character.
    LoneSurrogate,
    /// Something that starts like a number and is none.
    BadNumber,
    /// Something other than a string where a key belongs.
    BadKey,
    /// A word that is not `true`, `false` or `null`.
    BareWord,
    /// A string in single quotes.
    SingleQuote,
    /// A comment.
    Comment,
    /// A character that no value starts with.
    BadValue,
    /// A character between values that looks like a space or like nothing, and is no white space of JSON's.
    NotSpace,
    /// Something after the end of the value.
    TrailingText,
    /// A closing bracket of the other kind, or none where one is needed.
    Mismatched,
    /// Objects and arrays nested deeper than [`MAX_DEPTH`](super::MAX_DEPTH).
    TooDeep,
    /// Bytes that are not UTF-8.
    NotUtf8,
    /// A text of more than 4 GiB.
    TooLong,
}

impl Problem {
    /// What is wrong, as a phrase: what was expected.
    pub fn message(self) -> &'static str {
        self.texts().0
    }

    /// What to do about it, as a phrase.
    pub fn help(self) -> &'static str {
        self.texts().1
    }

    /// Message and help. Long as it is, it is one match with an arm for each problem.
    #[inline(never)]
    fn texts(self) -> (&'static str, &'static str) {
        match self {
            Self::UnexpectedEnd => {
                ("the text ends too early", "close what is open, or give the missing value")
            }
            Self::MissingComma => {
                ("expected `,` or a closing bracket after this value", "put a `,` here")
            }
            Self::MissingColon => {
                ("expected `:` after this key", "put a `:` between key and value")
            }
            Self::MissingBrace => {
                ("expected `{` before this key", "put a `{` here: an object begins")
            }
            Self::TrailingComma => ("expected another value after this `,`", "remove the `,`"),
            Self::UnclosedString => {
                ("this string is not closed on its line", "put the missing `\"` at its end")
            }
            Self::ControlCharacter => {
                ("a control character inside a string", "write it as an escape, such as `\\n`")
            }
            Self::BadEscape => (
                "an escape that JSON does not know",
                "write a backslash as `\\\\`, or four hex digits after `\\u`",
            ),
            Self::LoneSurrogate => (
                "an escape of half a surrogate pair",
                "write the character itself, or the escapes of both halves",
            ),
            Self::BadNumber => (
                "not a number as JSON spells it",
                "write it like `42`, `-1` or `0.5`, or in quotes",
            ),
            Self::BadKey => ("expected a key in double quotes, or `}`", "write keys as `\"key\"`"),
            Self::BareWord => ("expected a value, found a bare word", "put it in double quotes"),
            Self::SingleQuote => {
                ("expected double quotes, found a single one", "write strings as `\"text\"`")
            }
            Self::Comment => ("JSON has no comments", "remove the comment"),
            Self::BadValue => {
                ("expected a value", "write a string, number, object, array, true, false or null")
            }
            Self::NotSpace => (
                "a character that looks like a space or like nothing, and is no white space of JSON's",
                "write a plain space, or remove it",
            ),
            Self::TrailingText => {
                ("expected the end of the text", "remove what stands after the value")
            }
            Self::Mismatched => {
                ("a closing bracket that does not fit", "close what was opened last, with its kind")
            }
            Self::TooDeep => ("nested too deep", "keep objects and arrays within 128 levels"),
            Self::NotUtf8 => ("not UTF-8", "save the text as UTF-8"),
            Self::TooLong => ("longer than 4 GiB", "send less"),
        }
    }
}
