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
use crate::told;

/// What a body says, without secrets.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Told {
    pub(super) code: Option<String>,
    pub(super) title: Option<String>,
    pub(super) detail: Option<String>,
    pub(super) request_id: Option<String>,
    /// A member of the body that names a field.
    field: Option<String>,
}

impl Told {
    /// Reads a body of any shape; one that is none of them, or far too long, says nothing.
    pub(super) fn read(body: &[u8], secrets: &Secrets) -> Self {
        // As a value, a body may take seventy times its room; none that says something is as long.
        const LONGEST: usize = 256 * 1024;
        let body = Some(body).filter(|body| body.len() <= LONGEST);
        let Some(body) = body.and_then(|body| serde_json::from_slice::<Value>(body).ok()) else {
            return Self::default();
        };
        // Some wrap it once more.
        let inner = body.get("error").filter(|inner| inner.is_object()).unwrap_or(&body);
        let first = |names: &[&str]| {
            let found = names.iter().find_map(|name| inner.get(name).and_then(told::member));
            found.map(|text| told::text(&text, secrets))
        };
        let title = first(&["title", "error_title"]);
        let detail = told::with_details(
            first(&["detail", "message", "errorMessage", "error_description", "error_message"]),
            first(&["errorDetails"]),
        );
        let code = first(&["error_code", "errorCode", "code", "error"])
            .or_else(|| first(&["type"]).as_deref().and_then(code_of_type))
            .or_else(|| catalogue_code(title.as_deref().unwrap_or_default()))
            .or_else(|| catalogue_code(detail.as_deref().unwrap_or_default()));
        let request_id = first(&["requestId", "request_id"]);
        let request_id = request_id.and_then(|id| told::request_id(&id, secrets));
        let field = first(&["field", "fieldName", "param", "parameter", "property"]);
        Self { code, title, detail, request_id, field }
    }

    /// The code's number: `1413` of `1413-400` and of `FLOW-1413-400`.
    pub(super) fn number(&self) -> &str {
        let code = self.code.as_deref().unwrap_or_default();
        let start = code.find(|char: char| char.is_ascii_digit()).unwrap_or(code.len());
        let (_, digits) = code.split_at(start);
        digits.split(|char: char| !char.is_ascii_digit()).next().unwrap_or_default()
    }

    /// The param that it is about: one of `known`, or one that is said to be missing.
    ///
    /// Many params are plain words (`host`, `username`), so a text is believed only where it calls the word a field or
    /// param, or quotes it, or where no plain word looks like it (`securityToken`).
    pub(super) fn param(&self, known: &[&str]) -> Option<String> {
        if let Some(field) = &self.field {
            let last = field.rsplit(['/', '.']).next().unwrap_or(field);
            return Some(last.to_owned());
        }
        let texts: Vec<&str> =
            [&self.title, &self.detail].into_iter().flatten().map(String::as_str).collect();
        let named = texts.iter().flat_map(|text| called_params(text));
        let named: Vec<&str> = named.collect();
        let is_known = |word: &&&str| known.contains(*word);
        let called = named.iter().find(is_known).or_else(|| {
            named.first().filter(|_| {
                self.mentions("mandatory field") || self.mentions("is missing in the request")
            })
        });
        let spelt = || {
            let mut words = texts.iter().flat_map(|text| words(text));
            words
                .find(|(word, quoted)| known.contains(word) && (*quoted || is_camel(word)))
                .map(|(word, _)| word)
        };
        called.copied().or_else(spelt).map(str::to_owned)
    }

    /// Whether the texts hold `words`, which are lower-case; any text, also none, holds `""`.
    pub(super) fn mentions(&self, words: &str) -> bool {
        let mut texts = [&self.title, &self.detail].into_iter().flatten();
        words.is_empty() || texts.any(|text| text.to_lowercase().contains(words))
    }
}

/// The words that a text calls a field, param or property: `the mandatory field port`, `property=port`.
fn called_params(text: &str) -> impl Iterator<Item = &str> {
    let words: Vec<&str> = words(text).map(|(word, _)| word).collect();
    let pairs: Vec<_> =
        words.windows(2).filter_map(|pair| <[&str; 2]>::try_from(pair).ok()).collect();
    let is_call = |word: &str| {
        matches!(
            word.to_lowercase().as_str(),
            "field" | "param" | "parameter" | "property" | "params"
        )
    };
    pairs.into_iter().filter(move |[call, _]| is_call(call)).map(|[_, word]| word)
}

/// The words of a text, each with whether it stands in quotes.
fn words(text: &str) -> impl Iterator<Item = (&str, bool)> {
    let is_part = |char: char| char.is_alphanumeric() || matches!(char, '_' | '-');
    let pieces =
        text.split(|char: char| char.is_whitespace() || matches!(char, ':' | '=' | ',' | ';'));
    pieces.filter_map(move |piece| {
        let word = piece.trim_matches(|char: char| !is_part(char));
        let quoted = piece.starts_with(['\'', '"', '`']) || piece.ends_with(['\'', '"', '`']);
        (!word.is_empty()).then_some((word, quoted))
    })
}

/// Whether no plain word is spelt like it.
fn is_camel(word: &str) -> bool {
    word.chars().skip(1).any(char::is_uppercase) && word.chars().any(char::is_lowercase)
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
    fn the_param_that_a_text_is_about_is_found() {
        let known = ["host", "port", "securityToken"];
        for (body, expected) in [
            (r#"{"message":"The mandatory field port is not provided."}"#, Some("port")),
            (r#"{"message":"The mandatory field newOne is not provided."}"#, Some("newOne")),
            (r#"{"message":"The param: host cannot be null or empty"}"#, Some("host")),
            (r#"{"message":"no valid input for property=port."}"#, Some("port")),
            (r#"{"message":"'host' can't be resolved"}"#, Some("host")),
            (r#"{"message":"the securityToken is too old"}"#, Some("securityToken")),
            (r#"{"message":"no","field":"/auth/params/port"}"#, Some("port")),
            (r#"{"message":"the host did not answer"}"#, None),
            (r#"{"message":"the field of view"}"#, None),
        ] {
            assert_eq!(told(body).param(&known).as_deref(), expected, "{body}");
        }
    }

    #[test]
    fn a_body_that_is_no_json_says_nothing() {
        assert_eq!(told("<html>502 Bad Gateway</html>"), Told::default());
    }

    #[test]
    fn a_body_that_is_far_too_long_says_nothing() {
        assert!(told(&format!(r#"{{"message":"{}"}}"#, "x".repeat(200_000))).detail.is_some());
        let long = format!(r#"{{"message":[{}0]}}"#, r#"{"":0},"#.repeat(50_000));
        assert_eq!(told(&long), Told::default());
    }

    #[test]
    fn control_characters_do_not_reach_a_terminal() {
        assert_eq!(told("{\"message\":\"a\\u001b[31mb\"}").detail.as_deref(), Some("a [31mb"));
    }
}
