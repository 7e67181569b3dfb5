//! Texts of spec files as they may be shown: without what acts on a screen or hides.

use wellhead_runtime::screen::acts_or_hides;
use wellhead_spec::model::{Deprecated, Text};
use wellhead_spec::on_one_line;

use crate::model::Deprecation;

/// A text without what acts on a screen or hides, its white space as it was.
pub(crate) fn visible(text: &str) -> String {
    let mut seen = text.to_owned();
    seen.retain(|char| !acts_or_hides(char) || (char.is_control() && char.is_whitespace()));
    seen
}

/// The same, folded onto one line: how texts stand in tables.
pub(crate) fn folded(text: &str) -> String {
    if is_folded(text) {
        return text.to_owned();
    }
    on_one_line(&visible(text))
}

/// Whether a text is on one line already, as nearly all are: ASCII that can be seen, with single spaces between.
fn is_folded(text: &str) -> bool {
    let mut before = b' ';
    for byte in text.as_bytes() {
        let fits = if *byte == b' ' { before != b' ' } else { byte.is_ascii_graphic() };
        if !fits {
            return false;
        }
        before = *byte;
    }
    before != b' ' || text.is_empty()
}

/// A text that may be left out, on one line.
pub(crate) fn folded_or_nothing(text: &Option<Text>) -> String {
    text.as_ref().map(|text| folded(text)).unwrap_or_default()
}

/// Since when something should not be used, and what instead, each on one line.
pub(crate) fn deprecation(deprecated: &Deprecated) -> Deprecation {
    Deprecation {
        since: folded_or_nothing(&deprecated.since),
        instead: folded_or_nothing(&deprecated.instead),
        note: folded_or_nothing(&deprecated.note),
    }
}
