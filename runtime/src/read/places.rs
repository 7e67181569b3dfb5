//! From byte offsets in a text to lines and columns.

use crate::json::{Place, is_printable_but, saturate};
use crate::violation::Violation;

/// Violations in the order of the text, each with its place.
pub(super) fn placed(text: &str, mut found: Vec<(usize, Violation)>) -> Vec<Violation> {
    found.sort_by_key(|(offset, _)| *offset);
    let mut places = Places::of_text(text);
    // Not collected in place: memory that is cut to size costs more than memory of that size.
    let mut placed = Vec::with_capacity(found.len());
    for (offset, mut violation) in found {
        violation.place = Some(places.of(offset));
        placed.push(violation);
    }
    placed
}

/// Turns ascending offsets into places in one pass over the text.
pub(super) struct Places<'a> {
    text: &'a str,
    offset: usize,
    place: Place,
}

impl<'a> Places<'a> {
    pub(super) fn of_text(text: &'a str) -> Self {
        Self { text, offset: 0, place: Place { line: 1, column: 1 } }
    }

    pub(super) fn of(&mut self, offset: usize) -> Place {
        let passed = self.text.get(self.offset..offset).unwrap_or_default();
        self.offset = offset.max(self.offset);
        if is_printable_but(passed, []) {
            self.place.column = self.place.column.saturating_add(saturate(passed.len()));
            return self.place;
        }
        let (lines, line) = match passed.rfind('\n') {
            Some(last) => {
                (passed.bytes().filter(|byte| *byte == b'\n').count(), passed.get(last + 1..))
            }
            None => (0, Some(passed)),
        };
        if lines > 0 {
            self.place = Place { line: self.place.line.saturating_add(saturate(lines)), column: 1 };
        }
        let columns = line.unwrap_or_default().chars().count();
        self.place.column = self.place.column.saturating_add(saturate(columns));
        self.place
    }
}
