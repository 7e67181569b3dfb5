//! From byte offsets in a text to lines and columns.

use super::found::Noted;
use crate::json::{Place, is_printable_but, saturate};
use crate::requests::violation::Violation;

/// Violations in the order of the text, each with its place; those of one offset in the order in which they were noted.
pub(super) fn placed(text: &str, mut all: Vec<Noted>) -> Vec<Violation> {
    if !is_in_order(&all) {
        put_in_order(&mut all);
    }
    let mut places = Places::of_text(text);
    let mut placed = Vec::with_capacity(all.len());
    for Noted { offset, mut violation, .. } in all {
        violation.place = Some(places.of(offset));
        placed.push(violation);
    }
    placed
}

/// Whether none comes before one that stands behind it: mostly, they are noted as they stand.
fn is_in_order(all: &[Noted]) -> bool {
    let mut reached = 0;
    for noted in all {
        if noted.offset < reached {
            return false;
        }
        reached = noted.offset;
    }
    true
}

/// Sorts, by way of a heap: it takes a tenth of what the standard library's sort takes to compile, and never much longer to
/// run, whatever a text does.
fn put_in_order(all: &mut [Noted]) {
    for (number, noted) in all.iter_mut().enumerate() {
        noted.number = number;
    }
    for root in (0..all.len() / 2).rev() {
        sink(all, root);
    }
    for end in (1..all.len()).rev() {
        all.swap(0, end);
        sink(all.get_mut(..end).unwrap_or_default(), 0);
    }
}

/// Lets one sink to where nothing below it comes after it.
fn sink(heap: &mut [Noted], mut root: usize) {
    let order = |heap: &[Noted], at: usize| heap.get(at).map(|noted| (noted.offset, noted.number));
    loop {
        let mut below = 2 * root + 1;
        if order(heap, below) < order(heap, below + 1) {
            below += 1;
        }
        if order(heap, below) <= order(heap, root) {
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
    use crate::requests::violation::Rule;

    fn noted(offset: usize) -> Noted {
        let message = "is empty".into();
        let rule = Rule::MinLength;
        Noted::new(
            offset,
            Violation { pointer: String::new(), place: None, rule, message, help: None },
        )
    }

    proptest! {
        #[test]
        fn they_are_put_in_order_as_a_stable_sort_does(offsets in proptest::collection::vec(0usize..20, 0..40)) {
            let mut all: Vec<Noted> = offsets.iter().copied().map(noted).collect();
            put_in_order(&mut all);
            let mut expected: Vec<_> = offsets.into_iter().enumerate().map(|(number, offset)| (offset, number)).collect();
            expected.sort();
            let found: Vec<_> = all.iter().map(|noted| (noted.offset, noted.number)).collect();
            prop_assert_eq!(found, expected);
        }
    }
}
