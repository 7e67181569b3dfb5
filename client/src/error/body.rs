//! Error bodies. Five shapes are documented, and IMS has a sixth; they differ in the names of their members alone, so one
//! reader that knows all the names reads them all, and mixtures of them.
//!
//! | shape | code | text |
//! |---|---|---|
//! | gateway | `error_code`, a string or an integer | `message` |
//! | message only | | `message` |
//! | Flow Service | | `errorMessage`, `errorDetails` |
//! | problem (RFC 9457) | last segment of `type` | `title`, `detail` |
//! | code catalogue, its JSON undocumented | `errorCode`, `code` | `title`, `message`, `detail` |
//! | IMS (RFC 6749) | `error` | `error_description` |

use serde_json::Value;

use crate::scrub::Secrets;

/// What a body says, without secrets.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Told {
    pub(super) code: Option<String>,
    pub(super) title: Option<String>,
    pub(super) detail: Option<String>,
    pub(super) request_id: Option<String>,
}

impl Told {
    /// Reads a body of any shape; one that is none of them says nothing.
    pub(super) fn read(body: &[u8], secrets: &Secrets) -> Self {
        let Ok(body) = serde_json::from_slice::<Value>(body) else { return Self::default() };
        // Some wrap it once more.
        let inner = body.get("error").filter(|inner| inner.is_object()).unwrap_or(&body);
        let first = |names: &[&str]| {
            let found = names.iter().find_map(|name| inner.get(name).and_then(text));
            found.map(|text| shown(&secrets.scrub(&text)))
        };
        let title = first(&["title", "error_title"]);
        let detail = with_details(
            first(&["detail", "message", "errorMessage", "error_description", "error_message"]),
            first(&["errorDetails"]),
        );
        let code = first(&["error_code", "errorCode", "code", "error"])
            .or_else(|| first(&["type"]).as_deref().and_then(code_of_type))
            .or_else(|| catalogue_code(title.as_deref().unwrap_or_default()))
            .or_else(|| catalogue_code(detail.as_deref().unwrap_or_default()));
        Self { code, title, detail, request_id: first(&["requestId", "request_id"]) }
    }

    /// The code's number: `1413` of `1413-400` and of `FLOW-1413-400`.
    pub(super) fn number(&self) -> &str {
        let code = self.code.as_deref().unwrap_or_default();
        let start = code.find(|char: char| char.is_ascii_digit()).unwrap_or(code.len());
        let (_, digits) = code.split_at(start);
        digits.split(|char: char| !char.is_ascii_digit()).next().unwrap_or_default()
    }

    /// Whether the texts hold `words`, which are lower-case; any text, also none, holds `""`.
    pub(super) fn mentions(&self, words: &str) -> bool {
        let mut texts = [&self.title, &self.detail].into_iter().flatten();
        words.is_empty() || texts.any(|text| text.to_lowercase().contains(words))
    }
}

/// A member as text: an integer code is as good as a string, and a structure is better shown than lost.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if text.trim().is_empty() => None,
        Value::String(text) => Some(text.clone()),
        Value::Null => None,
        other => Some(other.to_string()),
    }
}

/// The details, unless they repeat the message, as they mostly do.
fn with_details(message: Option<String>, details: Option<String>) -> Option<String> {
    match (message, details) {
        (Some(message), Some(details)) if message != details => {
            Some(format!("{message} ({details})"))
        }
        (message, details) => message.or(details),
    }
}

/// `http://ns.adobe.com/aep/errors/FLOW-1413-400` ends in a code; other types don't.
fn code_of_type(uri: &str) -> Option<String> {
    let (_, last) = uri.rsplit_once('/')?;
    catalogue_code(last).map(|_| last.to_owned())
}

/// A code in the catalogue's form, four digits and a status, somewhere in a text.
fn catalogue_code(text: &str) -> Option<String> {
    let mut pieces = text.split(|char: char| !char.is_ascii_digit() && char != '-');
    pieces.find_map(|piece| {
        let piece = piece.trim_matches('-');
        let (number, status) = piece.split_once('-')?;
        let all_digits = number.bytes().chain(status.bytes()).all(|byte| byte.is_ascii_digit());
        (number.len() == 4 && status.len() == 3 && all_digits).then(|| piece.to_owned())
    })
}

/// A text as a terminal may show it: no control characters, and an end.
fn shown(text: &str) -> String {
    const LONGEST: usize = 2000;
    let mut shown: String =
        text.chars().take(LONGEST).map(|char| if char.is_control() { ' ' } else { char }).collect();
    if text.chars().nth(LONGEST).is_some() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(json: &str) -> Told {
        Told::read(json.as_bytes(), &Secrets::default())
    }

    #[test]
    fn a_catalogue_code_is_found_wherever_it_stands() {
        let typed = told(r#"{"type":"http://ns.adobe.com/aep/errors/FLOW-1415-400","title":"No"}"#);
        assert_eq!((typed.code.as_deref(), typed.number()), (Some("FLOW-1415-400"), "1415"));
        assert_eq!(told(r#"{"message":"1304-400: field missing"}"#).number(), "1304");
        assert_eq!(told(r#"{"message":"in 2024-01-01 or 12345-400"}"#).code, None);
    }

    #[test]
    fn a_body_that_is_no_json_says_nothing() {
        assert_eq!(told("<html>502 Bad Gateway</html>"), Told::default());
    }

    #[test]
    fn control_characters_do_not_reach_a_terminal() {
        assert_eq!(told("{\"message\":\"a\\u001b[31mb\"}").detail.as_deref(), Some("a [31mb"));
    }
}
