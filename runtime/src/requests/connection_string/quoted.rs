//! What ADO.NET's and ODBC's connection strings have in common: a value that stands between marks, of which the closing one is
//! doubled inside, or bare up to the next semicolon.

use super::Value;
use crate::cut;
use crate::requests::phrase::{phrase, shown};
use crate::requests::rules::Finding;
use crate::requests::violation::Rule;
use crate::requests::write::SecretText;

/// What a value stands between.
pub(super) struct Marks {
    /// The closing one, of ASCII.
    pub(super) close: u8,
    /// What both are called.
    pub(super) called: &'static str,
}

/// What is wrong with a value between marks, put so that the key follows.
#[derive(Clone, Copy)]
pub(super) enum Problem {
    NotOpened,
    NotClosed,
    TextBehind,
}

/// The value whose opening mark stands before `inside`, and what follows it.
pub(super) fn value<'t>(inside: &'t str, marks: &Marks) -> Result<(Value<'t>, &'t str), Problem> {
    let mut value = SecretText::default();
    let mut rest = inside;
    while let Some((before, after)) = cut::at(rest, marks.close) {
        if after.as_bytes().first() != Some(&marks.close) {
            let whole = match value.as_str() {
                "" => Value::InText(before),
                _ => {
                    value.push(before);
                    let length = inside.len() - after.len() - 1;
                    Value::Own(inside.get(..length).unwrap_or_default(), value)
                }
            };
            let after = cut::trim_start(after);
            return match matches!(after.as_bytes().first(), None | Some(b';')) {
                true => Ok((whole, after)),
                false => Err(Problem::TextBehind),
            };
        }
        // One of both marks is the value's.
        value.push(rest.get(..=before.len()).unwrap_or_default());
        rest = after.get(1..).unwrap_or_default();
    }
    Err(Problem::NotClosed)
}

/// The bare value at the start of `text`, and what follows it.
pub(super) fn bare(text: &str) -> (Value<'_>, &str) {
    let (value, rest) = cut::before(text, b';');
    (Value::InText(cut::trim_end(value)), rest)
}

/// Says what is wrong with the value of a key, which is named if it is known: any other may be the tail of a password that
/// needed quotes.
pub(super) fn finding(problem: Problem, marks: &Marks, key: &str, is_known: bool) -> Finding {
    let mark = marks.called;
    let key = match is_known {
        true => phrase(&["`", &shown(key), "`"]),
        false => "a key that is not known".to_owned(),
    };
    let message = match problem {
        Problem::NotOpened => phrase(&["has no opening ", mark, " after ", &key]),
        Problem::NotClosed => phrase(&["has no closing ", mark, " after ", &key]),
        Problem::TextBehind => phrase(&["has text after the closing ", mark, " of ", &key]),
    };
    Finding::new(Rule::ConnectionString, message)
}
