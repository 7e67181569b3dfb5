//! What a service says, as it may be told: without secrets, without what acts on a terminal, and with an end.

use serde::{Deserialize, Deserializer};
use serde_json::Value;
use wellhead_runtime::screen::acts_or_hides;

use crate::mask;
use crate::scrub::{Secrets, without};

/// A text without what was sent, and without what looks like a secret.
pub(crate) fn text(text: &str, secrets: &Secrets) -> String {
    // Of a secret that begins in what may be shown, all has to be seen.
    const MOST_SHOWN: usize = 32 * 1024;
    const MOST_READ: usize = 2 * MOST_SHOWN;
    let (text, read) = (beginning(text, MOST_SHOWN), beginning(text, MOST_READ));
    let mut places = secrets.places(read);
    // Each is looked for in the text as it is: what one of them hides may be what the other goes by.
    places.extend(mask::places(read));
    shown(&without(text, places))
}

/// A text as a terminal may show it: nothing that acts on it or hides, and an end.
pub(crate) fn shown(text: &str) -> String {
    const LONGEST: usize = 2000;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => visible(text.get(..end).unwrap_or_default()) + "…",
        None => visible(text),
    }
}

/// So many bytes of a text, and the rest of the character that they end in.
fn beginning(text: &str, length: usize) -> &str {
    text.get(..text.ceil_char_boundary(length)).unwrap_or(text)
}

/// A text with a space for each character that acts on a terminal or hides.
pub(crate) fn visible(text: &str) -> String {
    text.replace(acts_or_hides, " ")
}

/// A member as text: an integer code is as good as a string, and a structure is better shown than lost.
pub(crate) fn member(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if text.trim().is_empty() => None,
        Value::String(text) => Some(text.clone()),
        Value::Null => None,
        other => Some(other.to_string()),
    }
}

/// The details, unless they repeat the message, as they mostly do.
pub(crate) fn with_details(message: Option<String>, details: Option<String>) -> Option<String> {
    match (message, details) {
        (Some(message), Some(details)) if message != details => {
            Some(format!("{message} ({details})"))
        }
        (message, details) => message.or(details),
    }
}

/// An id to be quoted to support, if it looks like one and holds no secret: what else a header holds is nobody's id.
pub(crate) fn request_id(id: &str, secrets: &Secrets) -> Option<String> {
    const LONGEST: usize = 128;
    let known = |char: char| char.is_ascii_alphanumeric() || "._:-".contains(char);
    let is_id = id.len() <= LONGEST && !id.is_empty() && id.chars().all(known);
    (is_id && text(id, secrets) == id).then(|| id.to_owned())
}

/// Reads the id of a connection, which is shown wherever something is said of it.
pub(crate) fn read_id<'de, D: Deserializer<'de>>(input: D) -> Result<String, D::Error> {
    String::deserialize(input).map(|id| shown(&id))
}

#[cfg(test)]
mod tests {
    use wellhead_runtime::Secret;

    use super::*;

    #[test]
    fn a_secret_that_is_called_like_one_hides_no_other() {
        for sent in ["Password", "pwd", "Password="] {
            let said = r#"the string Server=x;Password=OLDPLANT;y=1 and "pwd":"OLDPLANT2""#;
            let told = text(said, &Secrets::of_secret(&Secret::from(sent)));
            assert!(!told.contains("OLDPLANT"), "{sent}: {told}");
        }
    }

    #[test]
    fn of_a_long_text_no_secret_is_told_in_part() {
        let secrets = Secrets::of_secret(&Secret::from("PLANT".repeat(1000)));
        for before in [0, 1990, 31_000] {
            let said = "x".repeat(before) + &"PLANT".repeat(1000) + &"y".repeat(3_000_000);
            let told = text(&said, &secrets);
            assert!(!told.contains("PLANT") && told.chars().count() <= 2001, "{before}");
        }
        // Fourteen such are more than is read, and the last of them is read in part.
        let told = text(&"PLANT".repeat(14_000), &secrets);
        assert_eq!(told, "[secret]");
    }

    #[test]
    fn what_acts_on_a_screen_or_hides_is_a_space() {
        assert_eq!(shown("a\u{1b}[31mb\u{202e}c\nd"), "a [31mb c d");
    }

    #[test]
    fn a_request_id_is_what_looks_like_one_and_holds_no_secret() {
        let secrets = Secrets::of_secret(&Secret::from("hunter2"));
        for good in ["req-1", "0HMV:1.a_b", "77eeb629-f08a-48e2-8c7b-e345e246ff45"] {
            assert_eq!(request_id(good, &secrets).as_deref(), Some(good));
        }
        let long = "a".repeat(129);
        for bad in ["", "a b", "\u{1b}[31m", "hunter2", "x-hunter2-y", "password:other", &long] {
            assert_eq!(request_id(bad, &secrets), None, "{bad}");
        }
    }
}
