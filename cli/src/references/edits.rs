//! A text with some of it replaced, and where what stands in the new one stood in the old one: a message about a request
//! has to give the place in the file, not in the text that was made of it.

use wellhead::json::{Place, Span};
use zeroize::Zeroizing;

/// One replacement. Neither text has a line break: both are JSON, on one line.
#[derive(Clone, Debug)]
pub(crate) struct Edit {
    /// What is replaced.
    pub(crate) span: Span,
    /// What by.
    pub(crate) by: Zeroizing<String>,
}

/// Replacements that do not overlap, in the order of the text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Edits(Vec<Edit>);

impl FromIterator<Edit> for Edits {
    fn from_iter<I: IntoIterator<Item = Edit>>(edits: I) -> Self {
        let mut all = Self::default();
        edits.into_iter().for_each(|edit| all.add(edit));
        all
    }
}

impl Edits {
    pub(crate) fn add(&mut self, edit: Edit) {
        let at = self.0.partition_point(|other| other.span.start <= edit.span.start);
        self.0.insert(at, edit);
    }

    /// The new text.
    pub(crate) fn applied(&self, text: &str) -> Zeroizing<String> {
        // All at once, since a text that grows leaves copies behind.
        let length = text.len() + self.0.iter().map(|edit| edit.by.len()).sum::<usize>();
        let mut new = Zeroizing::new(String::with_capacity(length));
        let mut done = 0;
        for Edit { span, by } in &self.0 {
            new.push_str(text.get(done..span.start).unwrap_or_default());
            new.push_str(by);
            done = span.end;
        }
        new.push_str(text.get(done..).unwrap_or_default());
        new
    }

    /// Where what stands at `place` of the new text stood in `text`.
    pub(crate) fn place_in(&self, text: &str, place: Place) -> Place {
        let mut shift = 0_i64;
        let here = i64::from(place.column);
        for Edit { span, by } in &self.0 {
            let start = Place::of(text, span.start);
            if start.line != place.line {
                continue;
            }
            let new_start = i64::from(start.column) + shift;
            let length = count(by);
            if here < new_start {
                break;
            }
            if here < new_start + length {
                return start;
            }
            shift += length - count(span.of(text));
        }
        Place { line: place.line, column: u32::try_from(here - shift).unwrap_or(1) }
    }
}

fn count(text: &str) -> i64 {
    i64::try_from(text.chars().count()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_of_the_new_text_lead_back_to_the_old_one() {
        let text = "{\"a\": \"x\", \"b\": \"y\",\n \"c\": 1}";
        let mut edits = Edits::default();
        for (old, by) in [("\"y\"", "\"\""), ("\"x\"", "\"a long ö secret\"")] {
            let start = text.find(old).unwrap();
            edits.add(Edit { span: Span::new(start, start + old.len()), by: by.to_owned().into() });
        }
        let new = edits.applied(text);
        assert_eq!(*new, "{\"a\": \"a long ö secret\", \"b\": \"\",\n \"c\": 1}");
        for part in ["\"a\"", "\"b\"", "\"c\"", "}"] {
            let place = Place::of(&new, new.find(part).unwrap());
            let expected = Place::of(text, text.find(part).unwrap());
            assert_eq!(edits.place_in(text, place), expected, "{part}");
        }
        let inside = Place::of(&new, new.find("secret").unwrap());
        assert_eq!(edits.place_in(text, inside), Place::of(text, text.find("\"x\"").unwrap()));
    }
}
