//! Where something stands in a text.

use std::fmt;

use super::error::{Problem, SyntaxError};
use crate::cut;

/// A range of bytes in a text; `start == end` is a point between two characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// Offset of the first byte.
    pub start: usize,
    /// Offset after the last byte.
    pub end: usize,
}

impl Span {
    /// The bytes from `start` up to, not including, `end`.
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The part of `text` that the span covers, or `""` when it does not fit.
    pub fn of<'a>(&self, text: &'a str) -> &'a str {
        text.get(self.start..self.end).unwrap_or_default()
    }
}

/// A line and a column as an editor shows them: both count from 1, the column in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The line, from 1.
    pub line: u32,
    /// The column, from 1, in Unicode scalar values.
    pub column: u32,
}

impl Place {
    /// The place of byte `offset` in `text`; an offset past the end gives the place after the last character.
    ///
    /// ```
    /// use wellhead_runtime::json::Place;
    /// assert_eq!(Place::of("{\n  \"é\": 1}", 9), Place { line: 2, column: 7 });
    /// ```
    pub fn of(text: &str, offset: usize) -> Self {
        let mut end = offset.min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        Self::START.after(text.get(..end).unwrap_or_default())
    }

    /// Where a text begins.
    pub(crate) const START: Self = Self { line: 1, column: 1 };

    /// The place behind a text that begins here.
    #[inline(never)]
    pub(crate) fn after(self, text: &str) -> Self {
        let Some((before, rest)) = cut::at_last(text, b'\n') else {
            let columns = saturate(text.chars().count());
            return Self { column: self.column.saturating_add(columns), ..self };
        };
        let mut lines = 1;
        for byte in before.as_bytes() {
            lines += usize::from(*byte == b'\n');
        }
        let line = self.line.saturating_add(saturate(lines));
        Self { line, ..Self::START }.after(rest)
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

pub(crate) fn saturate(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Decodes a text that JSON could stand in: UTF-8, with or without a byte order mark (which is dropped).
///
/// # Errors
/// [`Problem::NotUtf8`] at the first byte that is not UTF-8.
pub fn decode_utf8(bytes: &[u8]) -> Result<&str, SyntaxError> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.strip_prefix("\u{feff}").unwrap_or(text)),
        Err(error) => {
            let valid = bytes.get(..error.valid_up_to()).unwrap_or_default();
            let text = std::str::from_utf8(valid).unwrap_or_default();
            Err(SyntaxError::new(text, Span::new(text.len(), text.len() + 1), Problem::NotUtf8))
        }
    }
}
