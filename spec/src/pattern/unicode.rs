//! What only Unicode's tables tell: properties, and cases beyond ASCII.
//!
//! The tables, and the crate that has them, are behind the feature `unicode`: to build them takes a build script longer than all
//! else that is done with patterns, which hardly ever need them.

use super::chars::Chars;

/// White space, as `\s` has it.
pub(super) const SPACE: &[(char, char)] = &[
    ('\t', '\r'),
    (' ', ' '),
    ('\u{a0}', '\u{a0}'),
    ('\u{1680}', '\u{1680}'),
    ('\u{2000}', '\u{200a}'),
    ('\u{2028}', '\u{2029}'),
    ('\u{202f}', '\u{202f}'),
    ('\u{205f}', '\u{205f}'),
    ('\u{3000}', '\u{3000}'),
    ('\u{feff}', '\u{feff}'),
];

/// What is said where tables are needed and not there.
#[cfg(not(feature = "unicode"))]
pub(super) const MISSING: &str = "this takes Unicode's tables, which are left out here: build `wellhead-codegen` with its feature `unicode`";

/// The characters with a property, by its name; none if there is no such property.
#[cfg(feature = "unicode")]
pub(super) fn property(name: &str) -> Result<Option<Chars>, &'static str> {
    use regex_syntax::hir::{Class, HirKind};

    let parsed = regex_syntax::parse(&format!("\\p{{{name}}}")).ok();
    Ok(match parsed.as_ref().map(|hir| hir.kind()) {
        Some(HirKind::Class(Class::Unicode(class))) => Some(chars(class)),
        _ => None,
    })
}

#[cfg(not(feature = "unicode"))]
pub(super) fn property(_: &str) -> Result<Option<Chars>, &'static str> {
    Err(MISSING)
}

/// With the same characters in the other case.
pub(super) fn cased(set: &Chars) -> Result<Chars, &'static str> {
    let mut beyond = set.clone();
    beyond.difference(&Chars::of(&[('\0', '\u{7f}')]));
    // White space has no cases.
    beyond.difference(&Chars::of(SPACE));
    if beyond.is_empty() { Ok(ascii_cased(set)) } else { cased_beyond_ascii(set) }
}

/// The same where only characters of ASCII have cases. Two of them have cases elsewhere: the sign for kelvin, and a long s.
fn ascii_cased(set: &Chars) -> Chars {
    let mut all = set.clone();
    for letter in 'A'..='z' {
        if !letter.is_ascii_alphabetic() || !set.has(letter) {
            continue;
        }
        let other = char::from(letter as u8 ^ b' ');
        all.add(other, other);
        match letter {
            'k' | 'K' => all.add('\u{212a}', '\u{212a}'),
            's' | 'S' => all.add('\u{17f}', '\u{17f}'),
            _ => {}
        }
    }
    all
}

#[cfg(feature = "unicode")]
fn cased_beyond_ascii(set: &Chars) -> Result<Chars, &'static str> {
    use regex_syntax::hir::{ClassUnicode, ClassUnicodeRange};

    let ranges = set.ranges().iter().map(|(first, last)| ClassUnicodeRange::new(*first, *last));
    let mut class = ClassUnicode::new(ranges);
    // Without the tables for it, which come with the feature, nothing would be added.
    let _ = class.try_case_fold_simple();
    Ok(chars(&class))
}

#[cfg(not(feature = "unicode"))]
fn cased_beyond_ascii(_: &Chars) -> Result<Chars, &'static str> {
    Err(MISSING)
}

#[cfg(feature = "unicode")]
fn chars(class: &regex_syntax::hir::ClassUnicode) -> Chars {
    let ranges: Vec<_> = class.ranges().iter().map(|range| (range.start(), range.end())).collect();
    Chars::of(&ranges)
}

#[cfg(all(test, feature = "unicode"))]
mod tests {
    use super::*;

    #[test]
    fn cases_within_ascii_need_no_tables() {
        for first in '\0'..='\u{7f}' {
            for last in first..='\u{7f}' {
                let set = Chars::of(&[(first, last)]);
                assert_eq!(ascii_cased(&set), cased_beyond_ascii(&set).unwrap(), "{set:?}");
            }
        }
    }
}
