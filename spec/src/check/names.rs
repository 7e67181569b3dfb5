//! Names that become file names or Rust code, and so must be nothing else.

use super::Cx;
use crate::diagnostic::Code;
use crate::model::Text;

/// How long slugs and Rust names are at most.
const LONGEST: usize = 64;

/// What [`is_slug`] asks for, as people read it.
pub const SLUG_RULE: &str =
    "lower-case letters, digits and single dashes, a letter first, 64 characters at most";

/// Whether `text` is a slug: kebab-case of lower-case letters and digits that starts with a letter, 64 characters at most.
pub fn is_slug(text: &str) -> bool {
    let mut before = b'-';
    for byte in text.as_bytes() {
        match byte {
            b'a'..=b'z' | b'0'..=b'9' => {}
            b'-' if before != b'-' => {}
            _ => return false,
        }
        before = *byte;
    }
    let starts = text.starts_with(|char: char| char.is_ascii_lowercase());
    starts && before != b'-' && text.len() <= LONGEST
}

/// Whether `text` may be given as a Rust name: ASCII letters, digits and `_`, a letter first, 64 characters at most.
pub fn is_rust_name(text: &str) -> bool {
    text.len() <= LONGEST
        && text.starts_with(|char: char| char.is_ascii_alphabetic())
        && text.chars().all(|char| char.is_ascii_alphanumeric() || char == '_')
}

pub(super) fn rust_name(cx: &mut Cx<'_>, name: &Option<Text>) {
    if let Some(name) = name
        && !is_rust_name(name)
    {
        let help = "write ASCII letters, digits and `_`, a letter first, 64 at most";
        cx.note(Code::BadValue, name.span, "not a name that Rust can have", help);
    }
}
