//! Diagnostics for people: as rustc shows its own.

#[cfg(any(feature = "authoring", feature = "snippets"))]
use wellhead_runtime::json::Span;

use crate::ByName;
use crate::places::Places;

use super::Diagnostics;
#[cfg(not(feature = "snippets"))]
use super::plain::shown;
#[cfg(feature = "snippets")]
use super::snippets::shown;

/// Whether to colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Plain text.
    Plain,
    /// Colours, for a terminal; without the feature `snippets`, there are none.
    Coloured,
}

/// Renders every diagnostic; `source` gives a file's text by its shown name. With the feature `snippets`, the lines that it is about
/// are shown.
pub fn render<'t>(
    diagnostics: &'t Diagnostics,
    style: Style,
    source: impl Fn(&str) -> Option<&'t str>,
) -> String {
    let mut files = Files { source: &source, numbers: ByName::new(), known: Vec::new() };
    let mut text = String::new();
    for diagnostic in diagnostics {
        text.push_str(&shown(diagnostic, style, &mut files));
        text.push_str("\n\n");
    }
    text
}

/// The files that diagnostics are about: each is looked up once, and its places are those of all of them.
pub(super) struct Files<'t, 's> {
    source: &'s dyn Fn(&str) -> Option<&'t str>,
    numbers: ByName<'t>,
    known: Vec<Option<Places<'t>>>,
}

impl<'t> Files<'t, '_> {
    /// A file by its shown name, if its text is known.
    pub(super) fn file(&mut self, name: &'t str) -> Option<&Places<'t>> {
        let number = match self.numbers.get(name) {
            Some(number) => *number,
            None => {
                self.known.push((self.source)(name).map(|text| Places::new(name, text)));
                let last = self.known.len() - 1;
                self.numbers.insert(name, last);
                last
            }
        };
        self.known.get(number)?.as_ref()
    }
}

#[cfg(any(feature = "authoring", feature = "snippets"))]
/// The part of `span` on its first line: a caret under a whole object helps nobody.
pub(super) fn first_line(text: &str, span: Span) -> std::ops::Range<usize> {
    let start = floor(text, span.start);
    let end = floor(text, span.end).max(start);
    let line = text.get(start..end).unwrap_or_default();
    let length = line.find('\n').unwrap_or(line.len());
    start..start + length
}

#[cfg(any(feature = "authoring", feature = "snippets"))]
/// The end of the last character that ends at `offset` or before.
pub(super) fn floor(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}
