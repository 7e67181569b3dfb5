//! The line that a diagnostic is about, as far as it is shown.

use std::borrow::Cow;
use std::ops::Range;

use wellhead_runtime::json::{Place, Span};

use super::super::render::{first_line, floor};

/// The longest line, in bytes, that is shown whole, or as the terminal cuts it. A minified file is one line.
const LONGEST: usize = 800;

/// How far its ends are looked for: more, by as much as a character may be cut there.
const FAR: usize = LONGEST + 4;

/// How many bytes of a longer one are shown before and behind what is meant, and of that itself.
const AROUND: usize = 40;

/// What stands for the rest of a line that is cut.
const REST: &str = "...";

/// A line with what is meant in it.
pub(super) struct Line<'t> {
    /// Its number, from 1.
    pub(super) number: usize,
    /// Its text with its line end, or what is around the place.
    pub(super) text: Cow<'t, str>,
    /// The bytes of `text` that are meant.
    pub(super) span: Range<usize>,
    /// Whether the text is not all of it.
    pub(super) is_cut: bool,
}

impl<'t> Line<'t> {
    /// The line of `text` that `span` begins on, at `place`. Behind the last line end, that is the line before.
    pub(super) fn of(text: &'t str, span: Span, place: Place) -> Self {
        let meant = first_line(text, span);
        let is_behind = meant.start == text.len() && text.ends_with('\n');
        let at = meant.start - usize::from(is_behind);
        // No further than tells that the line is cut: the text may be one line, and this one of many places in it.
        let (from, to) = (floor(text, at.saturating_sub(FAR)), floor(text, at + FAR));
        let part = |range: Range<usize>| text.get(range).unwrap_or_default();
        let start = part(from..at).rfind('\n').map_or(from, |end| from + end + 1);
        let end = part(at..to).find('\n').map_or(to, |end| at + end + 1);
        let number = place.line.saturating_sub(u32::from(is_behind));
        let number = usize::try_from(number).unwrap_or(usize::MAX);
        if end - start > LONGEST {
            return Self::cut(text, start..end, meant, number);
        }
        let shown = text.get(start..end).unwrap_or_default();
        let span = meant.start - start..meant.end - start;
        Self { number, text: Cow::Borrowed(shown), span, is_cut: false }
    }

    fn cut(text: &str, line: Range<usize>, meant: Range<usize>, number: usize) -> Self {
        let meant = meant.start..floor(text, meant.end.min(meant.start + AROUND));
        let from = floor(text, meant.start.saturating_sub(AROUND)).max(line.start);
        let to = floor(text, meant.end + AROUND).min(line.end);
        let part = |range: Range<usize>| text.get(range).unwrap_or_default();
        let (left, right) =
            (if from > line.start { REST } else { "" }, if to < line.end { REST } else { "" });
        let shown = format!("{left}{}{right}", part(from..to));
        let moved = |offset: usize| offset - from + left.len();
        let span = moved(meant.start)..moved(meant.end);
        Self { number, text: Cow::Owned(shown), span, is_cut: true }
    }
}
