//! Taking out of a service's text what looks like a secret: not every secret that it may repeat was sent in the same call.
//! A failed test of a connection, for instance, may show the connection string that was sent a year ago.
//!
//! Where a value ends depends on how it is written, which no text says of itself. What stands between marks ends at the closing
//! one, and ends the text where there is none: too much is hidden rather than too little. A bare value ends with the word, since
//! a sentence may follow, unless it is one of a connection string's, which may hold spaces and ends at the `;`.

use std::ops::Range;

/// What the name of a secret holds, lower-case and without `_` and `-`.
const NAMES: &[&str] = &[
    "password",
    "passwd",
    "pwd",
    "passphrase",
    "secret",
    "token",
    "credential",
    "signature",
    "apikey",
    "accesskey",
    "accountkey",
    "privatekey",
    "sharedkey",
    "sshkey",
];

/// What a value stands behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sign {
    Equals,
    Colon,
    Space,
}

impl Sign {
    fn of(char: char) -> Option<Self> {
        match char {
            '=' => Some(Self::Equals),
            ':' => Some(Self::Colon),
            ' ' => Some(Self::Space),
            _ => None,
        }
    }
}

/// Where the values of secrets stand in `text`: `Password=x`, `"password":"x"`, `Bearer x`, `scheme://user:x@host`.
pub(crate) fn places(text: &str) -> Vec<Range<usize>> {
    let mut reader = Reader { text, ends: 0 };
    let (mut places, mut start, mut from) = (Vec::new(), 0, 0);
    while let Some((sign, at)) = reader.sign(from) {
        // The sign is one byte.
        from = at + 1;
        let before = text.get(start..at).unwrap_or_default();
        let hidden = match sign {
            Sign::Space => reader.token(before, from),
            Sign::Equals => reader.named(before, from, sign),
            Sign::Colon => reader.named(before, from, sign).or_else(|| reader.of_user(from)),
        };
        if let Some(hidden) = hidden.filter(|hidden| !hidden.is_empty()) {
            (start, from) = (hidden.end, hidden.end);
            places.push(hidden);
        }
    }
    places
}

/// Finds values.
struct Reader<'t> {
    text: &'t str,
    /// Where the next pair of a connection string ends that was looked for. It only moves on, so that the whole text is looked
    /// through once, whatever it holds.
    ends: usize,
}

impl<'t> Reader<'t> {
    fn rest(&self, from: usize) -> &'t str {
        self.text.get(from..).unwrap_or_default()
    }

    fn next(&self, from: usize, is_it: impl Fn(char) -> bool) -> Option<usize> {
        self.rest(from).find(is_it).map(|at| from + at)
    }

    fn sign(&self, from: usize) -> Option<(Sign, usize)> {
        let mut chars = self.rest(from).char_indices();
        chars.find_map(|(at, char)| Some((Sign::of(char)?, from + at)))
    }

    /// Where the token behind the name of its scheme is.
    fn token(&self, before: &str, from: usize) -> Option<Range<usize>> {
        // No English word that follows is as long: `bearer token`.
        const SHORTEST: usize = 12;
        let mut words = before.rsplit(|char: char| !char.is_alphanumeric());
        let scheme = words.next()?;
        let is_bearer = scheme.eq_ignore_ascii_case("bearer");
        // By itself, `Basic` is a word before others: `Basic Authentication`.
        let is_basic = scheme.eq_ignore_ascii_case("basic")
            && words.find(|word| !word.is_empty())?.eq_ignore_ascii_case("authorization");
        if !is_bearer && !is_basic {
            return None;
        }
        let end = self.next(from, |char| matches!(char, ' ' | '"' | '\'' | ',' | ';' | '\\'));
        let end = end.unwrap_or(self.text.len());
        (is_basic || end - from >= SHORTEST).then_some(from..end)
    }

    /// Where the password before a URL's host is, if `from` is behind the colon of its scheme.
    fn of_user(&self, from: usize) -> Option<Range<usize>> {
        let start = from + self.rest(from).len() - self.rest(from).strip_prefix("//")?.len();
        let is_over = |char: char| {
            char.is_whitespace() || matches!(char, '/' | '?' | '#' | '"' | '<' | '>' | '\\')
        };
        let authority = self.rest(start).split(is_over).next()?;
        let user_info = authority.get(..authority.rfind('@')?)?;
        Some(start + user_info.find(':')? + 1..start + user_info.len())
    }

    /// Where the value of a secret is behind a sign, if `before` ends in the name of one.
    fn named(&mut self, before: &str, from: usize, sign: Sign) -> Option<Range<usize>> {
        let before = before.trim_end();
        let name = before.trim_end_matches(['"', '\'', '\\']);
        let quoted = name.len() < before.len();
        let lead =
            name.trim_end_matches(|char: char| char.is_alphanumeric() || matches!(char, '_' | '-'));
        if !is_name(name.get(lead.len()..)?) {
            return None;
        }
        let value = self.rest(from);
        let spaces = value.len() - value.trim_start().len();
        // `token: expired` is a sentence; `"token": "x"` is JSON.
        if spaces > 0 && !quoted && sign == Sign::Colon {
            return None;
        }
        let start = from + spaces;
        if let Some(inside) = between_marks(self.rest(start), sign) {
            return Some(start + inside.start..start + inside.end);
        }
        let is_pair = sign == Sign::Equals
            && (lead.trim_end().ends_with(';') || self.ends_like_a_pair(start));
        let end = match self.end_of_pair(start) {
            Some(end) if is_pair => Some(end),
            _ => self
                .next(start, |char| matches!(char, ' ' | ';' | ',' | '&' | ')' | '}' | '"' | '\'')),
        };
        Some(start..end.unwrap_or(self.text.len()))
    }

    /// The `;` behind a bare value, if there is one before the text ends, or the JSON string that it is in.
    fn end_of_pair(&mut self, from: usize) -> Option<usize> {
        if self.ends < from {
            let mut chars = self.rest(from).char_indices().peekable();
            let mut length = None;
            while let Some((at, char)) = chars.next() {
                let behind = chars.peek().map(|(_, char)| *char);
                let is_string_over =
                    char == '"' && matches!(behind, None | Some(',' | ':' | '}' | ']'));
                if char == ';' || is_string_over {
                    length = Some(at);
                    break;
                }
            }
            self.ends = length.map_or(self.text.len(), |length| from + length);
        }
        self.rest(self.ends).starts_with(';').then_some(self.ends)
    }

    /// Whether the `;` that is next is a connection string's: it is the last, or another pair follows.
    fn ends_like_a_pair(&mut self, from: usize) -> bool {
        const LONGEST_KEY: usize = 64;
        let Some(end) = self.end_of_pair(from) else { return false };
        let is_between = |char: &char| matches!(char, ';' | ' ');
        let is_of_a_key =
            |char: &char| char.is_alphanumeric() || matches!(char, ' ' | '_' | '-' | '.');
        let behind = self.rest(end).chars().take(LONGEST_KEY);
        let mut behind = behind.skip_while(is_between).peekable();
        match behind.peek() {
            None | Some('"' | '\'' | '\\' | ')' | '}' | ']') => true,
            Some(first) if is_of_a_key(first) => {
                behind.find(|char| !is_of_a_key(char)) == Some('=')
            }
            Some(_) => false,
        }
    }
}

fn is_name(name: &str) -> bool {
    let name: String =
        name.chars().filter(|char| char.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    name == "sig" || NAMES.iter().any(|secret| name.contains(secret))
}

/// What stands between the marks that `value` begins with, if it does: quotes, which may be escaped once more each time that JSON is
/// inside of JSON, or braces and brackets.
fn between_marks(value: &str, sign: Sign) -> Option<Range<usize>> {
    let slashes = value.len() - value.trim_start_matches('\\').len();
    let start = slashes + 1;
    let inside = value.get(start..);
    let length = match value.as_bytes().get(slashes)? {
        quote @ (b'"' | b'\'') => length_of_quoted(inside?, *quote, slashes),
        b'{' if slashes == 0 && sign == Sign::Equals => length_of_braced(inside?),
        b'{' | b'[' if slashes == 0 && sign == Sign::Colon => length_of_nested(inside?),
        _ => return None,
    };
    Some(start..start + length)
}

/// The length up to the closing quote, which has as many backslashes before it as the opening one. One that is escaped, or doubled,
/// is part of the value.
fn length_of_quoted(inside: &str, quote: u8, slashes: usize) -> usize {
    let bytes = inside.as_bytes();
    let (mut at, mut run) = (0, 0);
    while let Some(byte) = bytes.get(at) {
        at += 1;
        if *byte == b'\\' {
            run += 1;
            continue;
        }
        if *byte == quote && !is_escaped(run, slashes) {
            if !is_quote(bytes.get(at..).unwrap_or_default(), quote, slashes) {
                return at - 1 - run.min(slashes);
            }
            at += slashes + 1;
        }
        run = 0;
    }
    inside.len()
}

/// Whether so many backslashes before a quote say that it belongs to a text whose own quotes have `slashes` before them. Each
/// backslash of that text is written as `slashes + 1`.
fn is_escaped(run: usize, slashes: usize) -> bool {
    run.checked_sub(slashes).is_some_and(|more| more / (slashes + 1) % 2 == 1)
}

fn is_quote(bytes: &[u8], quote: u8, slashes: usize) -> bool {
    bytes.get(slashes) == Some(&quote) && bytes.iter().take(slashes).all(|byte| *byte == b'\\')
}

/// The length up to the closing brace of a value of ODBC, which is doubled inside.
fn length_of_braced(inside: &str) -> usize {
    let mut braces = inside.match_indices('}').map(|(at, _)| at).peekable();
    while let Some(at) = braces.next() {
        if braces.next_if_eq(&(at + 1)).is_none() {
            return at;
        }
    }
    inside.len()
}

/// The length up to the brace or bracket that closes a JSON object or array.
fn length_of_nested(inside: &str) -> usize {
    let bytes = inside.as_bytes();
    let (mut at, mut run, mut depth) = (0, 0, 0_usize);
    while let Some(byte) = bytes.get(at) {
        at += 1;
        match byte {
            b'\\' => {
                run += 1;
                continue;
            }
            b'"' | b'\'' => {
                at += length_of_quoted(inside.get(at..).unwrap_or_default(), *byte, run) + run + 1;
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' if depth == 0 => return at - 1,
            b'}' | b']' => depth -= 1,
            _ => {}
        }
        run = 0;
    }
    inside.len()
}

#[cfg(test)]
mod tests {
    use super::places;
    use crate::scrub::without;

    fn masked(text: &str) -> String {
        without(text, places(text))
    }

    #[test]
    fn what_looks_like_a_secret_is_masked() {
        for (text, expected) in [
            ("Server=a;UID=ops;PWD=hunter2;Port=1", "Server=a;UID=ops;PWD=[secret];Port=1"),
            (r#"{"password":"hunter 2","user":"ops"}"#, r#"{"password":"[secret]","user":"ops"}"#),
            (r#"{"clientSecret": "hunter2"}"#, r#"{"clientSecret": "[secret]"}"#),
            (r#"{\"jwtToken\":\"hunter2\"}"#, r#"{\"jwtToken\":\"[secret]\"}"#),
            (
                "Endpoint=sb://x/;SharedAccessKey=aGk=;E=y",
                "Endpoint=sb://x/;SharedAccessKey=[secret];E=y",
            ),
            ("https://a/b?sv=1&sig=abc%2F&x=1", "https://a/b?sv=1&sig=[secret]&x=1"),
            (
                "Authorization: Bearer abcdefghijklmnop failed",
                "Authorization: Bearer [secret] failed",
            ),
            ("password=hunter2", "password=[secret]"),
            ("authorization: basic dTpw", "authorization: basic [secret]"),
            (
                r#"{"Authorization":"Basic dTpw","a":1}"#,
                r#"{"Authorization":"Basic [secret]","a":1}"#,
            ),
            (
                "mongodb://ops:hun@ter:2@a.b:27017/c?x=1@y",
                "mongodb://ops:[secret]@a.b:27017/c?x=1@y",
            ),
            (
                r#"\"amqp://:OLD@a\" or ftp://u:OLD@b."#,
                r#"\"amqp://:[secret]@a\" or ftp://u:[secret]@b."#,
            ),
        ] {
            assert_eq!(masked(text), expected);
        }
    }

    #[test]
    fn a_value_between_marks_ends_at_the_closing_one() {
        for (text, expected) in [
            (r#"Password="a""OLD";x=1"#, r#"Password="[secret]";x=1"#),
            (r#"Password="";x=1"#, r#"Password="";x=1"#),
            (r#"Password="""OLD""";x=1"#, r#"Password="[secret]";x=1"#),
            ("password='a''OLD' is wrong", "password='[secret]' is wrong"),
            ("Driver=x;PWD={a;OLD};UID=u", "Driver=x;PWD={[secret]};UID=u"),
            ("PWD={a}};OLD}", "PWD={[secret]}"),
            (r#"{"password":"SENT\"OLD","a":"b"}"#, r#"{"password":"[secret]","a":"b"}"#),
            (r#"{"password":"SENT\\","a":"b"}"#, r#"{"password":"[secret]","a":"b"}"#),
            (r#"{"password":"","a":"b"}"#, r#"{"password":"","a":"b"}"#),
            (r#"{\"pwd\":\"SENT\\\"OLD\",\"a\":1}"#, r#"{\"pwd\":\"[secret]\",\"a\":1}"#),
            (r#"\"Password=\"a\"\"OLD\";x=1"#, r#"\"Password=\"[secret]\";x=1"#),
            (r#"{"password":{"value":"OLD"},"a":"b"}"#, r#"{"password":{[secret]},"a":"b"}"#),
            (r#"{"tokens": [{"a":"}"},"OLD"],"b":1}"#, r#"{"tokens": [[secret]],"b":1}"#),
            // Where nothing closes it, nobody knows where it ends.
            (r#"Password="a;OLD and more"#, r#"Password="[secret]"#),
            ("PWD={a;OLD and more", "PWD={[secret]"),
            (r#"{"password":{"a":"OLD"#, r#"{"password":{[secret]"#),
        ] {
            assert_eq!(masked(text), expected);
        }
    }

    #[test]
    fn a_bare_value_in_a_connection_string_ends_at_the_semicolon() {
        for (text, expected) in [
            ("Password=a OLD;", "Password=[secret];"),
            ("Password=a OLD;Server=x", "Password=[secret];Server=x"),
            ("Password=a, OLD; User Id=x", "Password=[secret]; User Id=x"),
            ("Server=x;PWD=a\"OLD&)}';Port=1", "Server=x;PWD=[secret];Port=1"),
            ("Password = a OLD; Server = x", "Password = [secret]; Server = x"),
            ("Pwd=a OLD;Password=b OLD;x=1", "Pwd=[secret];Password=[secret];x=1"),
            (
                r#"{"text":"Server=x;PWD=OLD","help":"no; a=b"}"#,
                r#"{"text":"Server=x;PWD=[secret]","help":"no; a=b"}"#,
            ),
        ] {
            assert_eq!(masked(text), expected);
        }
    }

    #[test]
    fn a_sentence_around_a_bare_value_is_kept() {
        for (text, expected) in [
            ("the login with Password=hunter2 failed", "the login with Password=[secret] failed"),
            ("Password=hunter2 is wrong; try again", "Password=[secret] is wrong; try again"),
            ("Server=x;PWD=hunter2 is not accepted", "Server=x;PWD=[secret] is not accepted"),
            ("password=hunter2, user=ops", "password=[secret], user=ops"),
        ] {
            assert_eq!(masked(text), expected);
        }
    }

    #[test]
    fn sentences_stay_as_they_are() {
        for text in [
            "Oauth token is not valid",
            "Invalid token: expired",
            "The mandatory field password is not provided.",
            "Supplied version=[\"a\"] does not match the current version on entity=[\"b\"]",
            "bearer token is missing",
            "no value for property=port: give one",
            "Authorization: Basic",
            "Authorization failed: Basic Authentication is not allowed",
            "http://a.b:8080/c@d and ops@a.b:22, sftp://ops@a.b:22/",
            "",
        ] {
            assert_eq!(masked(text), text);
        }
    }
}
