//! Names that become file names or Rust code, and so must be nothing else.

use super::Cx;
use crate::diagnostic::Code;
use crate::model::Text;

const LONGEST_SLUG: usize = 64;

/// Whether `text` is a slug: kebab-case of lower-case letters and digits, starting with a letter.
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
    starts && before != b'-' && text.len() <= LONGEST_SLUG
}

/// Whether `text` may be given as a Rust name.
pub fn is_rust_name(text: &str) -> bool {
    text.len() <= LONGEST_SLUG
        && text.starts_with(|char: char| char.is_ascii_alphabetic())
        && text.chars().all(|char| char.is_ascii_alphanumeric() || char == '_')
}

pub(super) fn rust_name(cx: &mut Cx<'_>, name: &Option<Text>) {
    if let Some(name) = name
        && !is_rust_name(name)
    {
        let help = "write ASCII letters, digits and `_`, starting with a letter";
        cx.note(Code::BadValue, name.span, "not a name that Rust can have", help);
    }
}
