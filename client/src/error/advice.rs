//! What to do about a refusal. One table, read from above; what a row says stands for the codes that it names, if the
//! text fits as well: the two catalogues of codes collide, so a code alone decides nothing.

use super::Operation;
use super::body::Told;

struct Advice {
    /// The numbers of the codes.
    codes: &'static [&'static str],
    /// Words that the text has to hold, lower-case; `""` where the code has one meaning.
    words: &'static str,
    help: &'static str,
}

const fn advice_on(
    codes: &'static [&'static str],
    words: &'static str,
    help: &'static str,
) -> Advice {
    Advice { codes, words, help }
}

static BY_CODE: &[Advice] = &[
    advice_on(
        &["403010", "2114"],
        "",
        "no token arrived: check what stands between you and the service",
    ),
    advice_on(&["401013", "2115"], "", "the token has expired or was revoked: get a new one"),
    advice_on(&["403000", "403003"], "", "check the API key: it is the client id of your project"),
    advice_on(
        &["403025"],
        "",
        "add the API to your project, and your project to a product profile",
    ),
    advice_on(
        &["400003", "2000", "2001", "2002"],
        "",
        "check the organization id, and that your project belongs to it",
    ),
    advice_on(&["2105"], "", "name the sandbox"),
    advice_on(
        &["2100", "2101", "2103"],
        "",
        "check the sandbox name: it is the name, not the title",
    ),
    advice_on(
        &["1100"],
        "entitled",
        "your organization has no licence for this source: ask your administrator",
    ),
    advice_on(
        &["1413"],
        "",
        "check the connection spec id: the id of the provider, which many sources share, is not it",
    ),
    advice_on(&["1415"], "", "check the specName against the auth specs of the connection spec"),
    advice_on(
        &["1301", "1302"],
        "",
        "check the specName against the auth specs of the connection spec",
    ),
    advice_on(&["1304", "1359"], "", "add the param that it names"),
    advice_on(&["1401"], "count", "leave out either the limit or the count"),
    advice_on(
        &["2118", "2120", "2121"],
        "",
        "ask your administrator for the permission to manage sources",
    ),
    advice_on(&["2110", "2111", "2112", "2113"], "", "name one sandbox, by its name"),
];

/// What to do, as a phrase.
pub(super) fn advice(operation: Operation, status: u16, told: &Told) -> &'static str {
    if operation == Operation::Token {
        return advice_on_token(status, told);
    }
    let number = told.number();
    let row = BY_CODE.iter().find(|row| row.codes.contains(&number) && told.mentions(row.words));
    match row {
        Some(row) => row.help,
        None if told.mentions("valid spec id") => "check the connection spec id",
        None => advice_on_status(status),
    }
}

fn advice_on_token(status: u16, told: &Told) -> &'static str {
    match told.code.as_deref() {
        Some("invalid_client") => "check the client id and the client secret",
        Some("invalid_scope") => "ask for the scopes that your project lists, and no others",
        Some("unauthorized_client") => {
            "check that your project has OAuth server-to-server credentials"
        }
        _ if status >= 500 => "try again; if it stays, check the scopes and the client id",
        _ => "check the client id, the client secret and the scopes",
    }
}

fn advice_on_status(status: u16) -> &'static str {
    match status {
        400 | 422 => "compare the request with the source's documentation",
        401 => "get a new token",
        403 => "check the API key, the organization, and the permissions of your project",
        404 => "check the id and the sandbox: each sandbox has its own connections",
        408 | 429 => "wait, then try again",
        409 | 412 => "somebody changed it meanwhile: read it again",
        500.. => "try again later; if it stays, give support the request id",
        _ => "check the URL",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scrub::Secrets;

    fn help(status: u16, body: &str) -> &'static str {
        advice(Operation::List, status, &Told::read(body.as_bytes(), &Secrets::default()))
    }

    #[test]
    fn a_code_with_two_meanings_is_told_apart_by_its_text() {
        let count = help(400, r#"{"errorCode":"1401-400","message":"limit and count together"}"#);
        let action = help(400, r#"{"errorCode":"1401-400","message":"unsupported run action"}"#);
        assert!(count.contains("count"), "{count}");
        assert!(!action.contains("count"), "{action}");
    }
}
