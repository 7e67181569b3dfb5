//! From byte offsets in a file to lines and columns, for as many of them as there may be.

use std::cell::OnceCell;

use wellhead_runtime::json::{Node, Place, Span};

use crate::files::SpecText;

/// A file whose places are asked for: there may be many, in no order, and the text long and all on one line.
#[derive(Clone, Debug)]
pub struct Places<'t> {
    /// The file's name as it is shown.
    pub file: &'t str,
    /// Its text.
    pub text: &'t str,
    marks: OnceCell<Vec<Mark>>,
}

/// An offset whose place is known.
#[derive(Clone, Copy, Debug)]
struct Mark {
    offset: usize,
    place: Place,
}

impl<'t> Places<'t> {
    /// How many bytes are counted for a place at most, but for a part of a character.
    const EVERY: usize = 4096;

    /// The places of a text, which is the file `file`. Nothing is counted before one is asked for.
    pub fn new(file: &'t str, text: &'t str) -> Self {
        Self { file, text, marks: OnceCell::new() }
    }

    /// The places of a spec file.
    pub fn of(source: &'t SpecText) -> Self {
        Self::new(&source.file, &source.text)
    }

    /// The place of byte `offset`; an offset past the end gives the place after the last character.
    pub fn at(&self, offset: usize) -> Place {
        if offset <= Self::EVERY {
            return Place::of(self.text, offset);
        }
        let marks = self.marks.get_or_init(|| marks(self.text));
        let next = marks.partition_point(|mark| mark.offset <= offset);
        match next.checked_sub(1).and_then(|last| marks.get(last)) {
            Some(mark) => mark.counted_to(self.text, offset),
            None => Place::of(self.text, offset),
        }
    }
}

impl Mark {
    /// The place of an offset behind this one.
    fn counted_to(self, text: &str, offset: usize) -> Place {
        let passed = text.get(self.offset..).unwrap_or_default();
        let Place { line, column } = Place::of(passed, offset - self.offset);
        if line == 1 {
            let column = self.place.column.saturating_add(column - 1);
            return Place { column, ..self.place };
        }
        Place { line: self.place.line.saturating_add(line - 1), column }
    }
}

/// A mark at every so many bytes of a text.
fn marks(text: &str) -> Vec<Mark> {
    let mut mark = Mark { offset: 0, place: Place { line: 1, column: 1 } };
    let mut marks = vec![mark];
    while text.len() - mark.offset > Places::EVERY {
        let mut offset = mark.offset + Places::EVERY;
        while !text.is_char_boundary(offset) {
            offset += 1;
        }
        mark = Mark { offset, place: mark.counted_to(text, offset) };
        marks.push(mark);
    }
    marks
}

/// The number of the member or element that holds the bytes `span`; a member's key is a part of it. They are in the order of the
/// text.
pub fn part_around(node: &Node<'_>, span: Span) -> Option<usize> {
    let (number, part) = if let Some(members) = node.as_object() {
        let number = members.partition_point(|member| member.value.span.end < span.end);
        let member = members.get(number)?;
        (number, Span::new(member.key_span.start, member.value.span.end))
    } else {
        let items = node.as_array()?;
        let number = items.partition_point(|item| item.span.end < span.end);
        (number, items.get(number)?.span)
    };
    (part.start <= span.start && span.end <= part.end).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_those_of_the_reader_wherever_they_are() {
        let text = "é\n".repeat(3_000) + &"xé".repeat(9_000);
        let places = Places::new("in.json", &text);
        for offset in (0..text.len() + 2_000).step_by(997) {
            assert_eq!(places.at(offset), Place::of(&text, offset), "{offset}");
        }
    }
}
