//! From byte offsets in a text to lines and columns.

use std::borrow::Cow;

use super::found::Noted;
use crate::json::{Place, is_printable_but, saturate};
use crate::violation::{Rule, Violation};

/// Violations in the order of the text, each with its place; those of one offset in the order in which they were noted.
pub(super) fn placed(text: &str, mut all: Vec<Noted>) -> Vec<Violation> {
    let mut order = Vec::with_capacity(all.len());
    for (number, noted) in all.iter().enumerate() {
        order.push((noted.offset, number));
    }
    put_in_order(&mut order);
    let mut places = Places::of_text(text);
    let mut placed = Vec::with_capacity(all.len());
    for (offset, number) in order {
        if let Some(noted) = all.get_mut(number) {
            let mut violation = std::mem::replace(&mut noted.violation, NONE);
            violation.place = Some(places.of(offset));
            placed.push(violation);
        }
    }
    placed
}

/// What is left where a violation was taken away.
const NONE: Violation = Violation {
    pointer: String::new(),
    place: None,
    rule: Rule::Schema,
    message: Cow::Borrowed(""),
    help: None,
};

/// Sorts, by way of a heap: it takes a tenth of what the standard library's sort takes to compile, and never much longer to
/// run, whatever a text does.
fn put_in_order(all: &mut [(usize, usize)]) {
    for root in (0..all.len() / 2).rev() {
        sink(all, root);
    }
    for end in (1..all.len()).rev() {
        all.swap(0, end);
        sink(all.get_mut(..end).unwrap_or_default(), 0);
    }
}

/// Lets one sink to where nothing below it comes after it.
fn sink(heap: &mut [(usize, usize)], mut root: usize) {
    loop {
        let mut below = 2 * root + 1;
        if heap.get(below) < heap.get(below + 1) {
            below += 1;
        }
        if heap.get(below) <= heap.get(root) {
            return;
        }
        heap.swap(root, below);
        root = below;
    }
}

/// Turns ascending offsets into places in one pass over the text.
pub(super) struct Places<'a> {
    text: &'a str,
    offset: usize,
    place: Place,
}

impl<'a> Places<'a> {
    pub(super) fn of_text(text: &'a str) -> Self {
        Self { text, offset: 0, place: Place::START }
    }

    pub(super) fn of(&mut self, offset: usize) -> Place {
        let passed = self.text.get(self.offset..offset).unwrap_or_default();
        self.offset = offset.max(self.offset);
        if is_printable_but(passed, []) {
            self.place.column = self.place.column.saturating_add(saturate(passed.len()));
            return self.place;
        }
        self.place = self.place.after(passed);
        self.place
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn they_are_put_in_order(mut all in proptest::collection::vec((0usize..20, 0usize..40), 0..40)) {
            let mut expected = all.clone();
            expected.sort();
            put_in_order(&mut all);
            prop_assert_eq!(all, expected);
        }
    }
}
