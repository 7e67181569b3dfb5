//! What violations say: words that are put together when somebody reads them.

use std::borrow::Cow;
use std::fmt;

use crate::json::{Kind, is_printable_but};
use crate::path::{cut_short, push_escape};
use crate::requests::table::Field;
use crate::screen::acts_or_hides;

/// What is wrong, or what to do about it, in a few words: they follow what they are said of, and have no full stop.
///
/// Most of them are made for each request again and read by nobody, so a phrase keeps what it is made of, and is put together
/// by [`Display`](fmt::Display). It compares with texts.
///
/// ```
/// use wellhead_runtime::Phrase;
/// let phrase = Phrase::from("is missing");
/// assert_eq!(phrase, "is missing");
/// assert_eq!(phrase.to_string(), "is missing");
/// ```
#[derive(Clone)]
pub struct Phrase(Words);

/// What a phrase is made of: as much as a text takes, and no more.
#[derive(Clone)]
enum Words {
    Text(Cow<'static, str>),
    Expected { wanted: Kind, found: Kind },
    DidYouMean(&'static str),
    Add(&'static str),
    Known(&'static [Field]),
}

impl Phrase {
    /// That another kind of value was expected.
    pub(crate) fn expected(wanted: Kind, found: Kind) -> Self {
        Self(Words::Expected { wanted, found })
    }

    /// The question that a violation's help asks.
    pub(crate) fn did_you_mean(name: &'static str) -> Self {
        Self(Words::DidYouMean(name))
    }

    /// The advice to add a member.
    pub(crate) fn add(name: &'static str) -> Self {
        Self(Words::Add(name))
    }

    /// Which members are known.
    pub(crate) fn known(fields: &'static [Field]) -> Self {
        Self(Words::Known(fields))
    }

    /// What it says.
    fn text(&self) -> Cow<'_, str> {
        Cow::Owned(match &self.0 {
            Words::Text(text) => return Cow::Borrowed(text),
            Words::Expected { wanted, found } => {
                phrase(&["expected ", wanted.described(), ", found ", found.described()])
            }
            Words::DidYouMean(name) => phrase(&["did you mean `", name, "`?"]),
            Words::Add(name) => phrase(&["add `\"", name, "\"`"]),
            Words::Known(fields) => {
                let mut known = Listed::after("known are ");
                for field in *fields {
                    known.add(field.name);
                }
                known.text()
            }
        })
    }
}

impl fmt::Display for Phrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}

impl fmt::Debug for Phrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.text().fmt(f)
    }
}

impl PartialEq for Phrase {
    fn eq(&self, other: &Self) -> bool {
        self.text() == other.text()
    }
}

impl Eq for Phrase {}

impl PartialEq<str> for Phrase {
    fn eq(&self, other: &str) -> bool {
        self.text() == other
    }
}

impl PartialEq<&str> for Phrase {
    fn eq(&self, other: &&str) -> bool {
        *self == **other
    }
}

impl From<&'static str> for Phrase {
    fn from(text: &'static str) -> Self {
        Self(Words::Text(Cow::Borrowed(text)))
    }
}

impl From<String> for Phrase {
    fn from(text: String) -> Self {
        Self(Words::Text(Cow::Owned(text)))
    }
}

/// A phrase put together of its pieces, in less code than `format!` takes.
#[cold]
#[inline(never)]
pub(crate) fn phrase(pieces: &[&str]) -> String {
    let mut phrase = String::with_capacity(length(pieces));
    append(&mut phrase, pieces);
    phrase
}

/// Appends pieces one after the other, in a function of its own: making room is much code.
#[cold]
#[inline(never)]
pub(crate) fn append(text: &mut String, pieces: &[&str]) {
    text.reserve(length(pieces));
    for piece in pieces {
        text.push_str(piece);
    }
}

fn length(pieces: &[&str]) -> usize {
    let mut length = 0;
    for piece in pieces {
        length += piece.len();
    }
    length
}

/// A name out of a request as a message may show it: what acts on a screen or hides is escaped, and a very long one cut.
#[cold]
#[inline(never)]
pub(crate) fn shown(name: &str) -> Cow<'_, str> {
    let (start, rest) = cut_short(name);
    if rest.is_empty() && is_printable_but(name, []) {
        return Cow::Borrowed(name);
    }
    let mut shown = String::with_capacity(start.len() + rest.len());
    for char in start.chars() {
        push_visible(&mut shown, char);
    }
    shown.push_str(rest);
    Cow::Owned(shown)
}

/// Appends a character, or its escape if it would act on a screen or hide.
fn push_visible(text: &mut String, char: char) {
    if acts_or_hides(char) {
        push_escape(text, char);
    } else {
        text.push(char);
    }
}

/// Names for a message, after the words before them: `a`, `b` and 3 more.
#[inline(never)]
pub(crate) fn listed(before: &str, names: &[&str]) -> String {
    let mut listed = Listed::after(before);
    for name in names {
        listed.add(name);
    }
    listed.text()
}

/// Names that are listed one by one.
struct Listed {
    text: String,
    count: usize,
}

/// How many names are shown.
const SHOWN: usize = 12;

impl Listed {
    fn after(before: &str) -> Self {
        let mut text = String::with_capacity(128);
        text.push_str(before);
        Self { text, count: 0 }
    }

    fn add(&mut self, name: &str) {
        self.count += 1;
        if self.count <= SHOWN {
            let before = if self.count == 1 { "`" } else { ", `" };
            append(&mut self.text, &[before, &shown(name), "`"]);
        }
    }

    fn text(mut self) -> String {
        if self.count > SHOWN {
            let others = (self.count - SHOWN).to_string();
            append(&mut self.text, &[" and ", &others, " more"]);
        }
        self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::requests::table::Shape;

    #[test]
    fn a_phrase_is_no_larger_than_a_text() {
        assert_eq!(size_of::<Option<Phrase>>(), size_of::<String>());
    }

    #[test]
    fn a_phrase_says_what_it_is_made_of() {
        let field =
            |name| Field { name, required: false, shape: Shape::TEXT, also: None, about: "" };
        let fields = &*Box::leak(Box::new([field("user"), field("p\u{202e}w\u{2028}\u{2060}")]));
        for (phrase, text) in [
            (Phrase::expected(Kind::String, Kind::Null), "expected a string, found null"),
            (Phrase::did_you_mean("user"), "did you mean `user`?"),
            (Phrase::add("user"), "add `\"user\"`"),
            (Phrase::known(fields), "known are `user`, `p\\u{202e}w\\u{2028}\\u{2060}`"),
            (Phrase::from("as it is"), "as it is"),
        ] {
            assert_eq!(phrase, text);
            assert_eq!(phrase, Phrase::from(text.to_owned()));
            assert_ne!(phrase, Phrase::from("else"));
            assert_eq!(format!("{phrase:?}"), format!("{text:?}"));
        }
    }
}
