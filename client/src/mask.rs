//! Taking out of a service's text what looks like a secret: not every secret that it may repeat was sent in the same call.
//! A failed test of a connection, for instance, may show the connection string that was sent a year ago.

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

/// `text` with the values of secrets masked: `Password=x`, `"password":"x"`, `Bearer x`.
pub(crate) fn masked(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['=', ':', ' ']) {
        let (before, after) = rest.split_at(at);
        // One byte each.
        let (sign, value) = after.split_at(1);
        shown.push_str(before);
        shown.push_str(sign);
        let hidden = if sign == " " { bearer(before, value) } else { named(before, value) };
        rest = value;
        if let Some((lead, length)) = hidden.filter(|(_, length)| *length > 0) {
            shown.push_str(value.get(..lead).unwrap_or_default());
            shown.push_str("[secret]");
            rest = value.get(lead + length..).unwrap_or_default();
        }
    }
    shown + rest
}

/// Where a token begins, and how long it is.
fn bearer(before: &str, value: &str) -> Option<(usize, usize)> {
    // No English word that follows is as long: `bearer token`.
    const SHORTEST: usize = 12;
    let length = value.find([' ', '"', '\'', ',', ';']).unwrap_or(value.len());
    let is_bearer =
        before.rsplit(|char: char| !char.is_alphanumeric()).next()?.eq_ignore_ascii_case("bearer");
    (is_bearer && length >= SHORTEST).then_some((0, length))
}

/// Where the value of a secret begins, and how long it is.
fn named(before: &str, value: &str) -> Option<(usize, usize)> {
    let quoted = before.ends_with(['"', '\'']);
    let name = before.trim_end_matches(['"', '\'', '\\']);
    let name =
        name.rsplit(|char: char| !char.is_alphanumeric() && !matches!(char, '_' | '-')).next()?;
    let name: String =
        name.chars().filter(|char| char.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    if name != "sig" && !NAMES.iter().any(|secret| name.contains(secret)) {
        return None;
    }
    let spaces = value.len() - value.trim_start().len();
    // `token: expired` is a sentence; `"token": "x"` is JSON.
    if spaces > 0 && !quoted {
        return None;
    }
    let content = value.get(spaces..)?;
    let quotes = content.len() - content.trim_start_matches(['"', '\'', '\\']).len();
    let content = content.get(quotes..)?;
    let end = match quotes {
        0 => content.find([' ', ';', ',', '&', ')', '}', '"', '\'']),
        _ => content.find(['"', '\'']),
    };
    Some((spaces + quotes, end.unwrap_or(content.len())))
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn what_looks_like_a_secret_is_masked() {
        for (text, expected) in [
            ("Server=a;UID=ops;PWD=hunter2;Port=1", "Server=a;UID=ops;PWD=[secret];Port=1"),
            (r#"{"password":"hunter 2","user":"ops"}"#, r#"{"password":"[secret]","user":"ops"}"#),
            (r#"{"clientSecret": "hunter2"}"#, r#"{"clientSecret": "[secret]"}"#),
            (r#"{\"jwtToken\":\"hunter2\"}"#, r#"{\"jwtToken\":\"[secret]"}"#),
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
            "",
        ] {
            assert_eq!(masked(text), text);
        }
    }
}
