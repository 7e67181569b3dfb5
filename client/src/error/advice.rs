//! What a refusal means and what to do about it. One table, read from above; a row stands for the codes that it names, if
//! the text fits as well where one of them has two meanings, and for its words where there is no code at all.
//!
//! Codes and texts: the two pages of error messages of the documentation, for the Flow Service and for sources, and the
//! destinations' OpenAPI for what has a text alone.

use super::body::Told;
use super::{Operation, Reason};

/// One meaning.
struct Meaning {
    /// The numbers of the codes.
    codes: &'static [&'static str],
    /// Words of the text, lower-case, any of which tells the meaning.
    words: &'static [&'static str],
    /// Whether a code is enough, since it has no other meaning.
    code_is_enough: bool,
    reason: Reason,
    help: &'static str,
}

const fn code(codes: &'static [&'static str], reason: Reason, help: &'static str) -> Meaning {
    Meaning { codes, words: &[], code_is_enough: true, reason, help }
}

impl Meaning {
    /// The same for a text without a code.
    const fn or_says(mut self, words: &'static [&'static str]) -> Self {
        self.words = words;
        self
    }

    /// Only if the text says so: the code has other meanings.
    const fn and_says(mut self, words: &'static [&'static str]) -> Self {
        self.words = words;
        self.code_is_enough = false;
        self
    }

    fn fits(&self, told: &Told) -> bool {
        let number = told.number();
        let says = self.words.iter().any(|words| told.mentions(words));
        if number.is_empty() {
            says
        } else {
            self.codes.contains(&number) && (self.code_is_enough || says)
        }
    }
}

static MEANINGS: &[Meaning] = &[
    code(
        &["403010", "2114"],
        Reason::Token,
        "no token arrived: check what stands between you and the service",
    )
    .or_says(&["token is missing"]),
    code(&["401013", "2115"], Reason::Token, "the token has expired or was revoked: get a new one")
        .or_says(&["token is not valid"]),
    code(
        &["403000", "403003"],
        Reason::ApiKey,
        "check the API key: it is the client id of your project",
    )
    .or_says(&["api key"]),
    code(
        &["403025"],
        Reason::Permission,
        "add the API to your project, and your project to a product profile",
    ),
    code(
        &["400003", "2000", "2001", "2002", "1008", "1009", "1339"],
        Reason::Organization,
        "check the organization id, and that your project belongs to it",
    ),
    code(&["2105"], Reason::Sandbox, "name the sandbox"),
    code(
        &["2100", "2101", "2103", "2106"],
        Reason::Sandbox,
        "check the sandbox name: it is the name, not the title",
    ),
    code(&["2110", "2111", "2112", "2113"], Reason::Sandbox, "name one sandbox, by its name"),
    code(
        &["1100"],
        Reason::NotEntitled,
        "your organization has no licence for this source: ask your administrator",
    )
    .and_says(&["entitled"]),
    code(
        &["1413"],
        Reason::SpecId,
        "check the connection spec id: the id of the provider, which many sources share, is not it",
    )
    .or_says(&["valid spec id"]),
    code(
        &["1415", "1301", "1302"],
        Reason::AuthSpec,
        "check the specName against the auth specs of the connection spec",
    )
    .or_says(&["auth spec "]),
    code(&["1304", "1329", "1359", "1393"], Reason::ParamMissing, "add the param that it names")
        .or_says(&["mandatory field"]),
    code(
        &["1308", "1318"],
        Reason::Provider,
        "what comes after is the source's own answer: check the params against the source, and test it there",
    ),
    code(&["1401"], Reason::LimitWithCount, "leave out either the limit or the count")
        .and_says(&["count"]),
    code(
        &[
            "1423", "1432", "1433", "1440", "1443", "1448", "1449", "1450", "1451", "1452", "1453",
            "1454", "1456",
        ],
        Reason::Query,
        "check the filters and the ordering: a filter is `property==value`, an order `name` or `-name`",
    ),
    code(&["1403"], Reason::EtagMissing, "send the etag that the connection was read with")
        .and_says(&["if-match"]),
    code(&["1404"], Reason::EtagMismatch, CHANGED)
        .and_says(&["does not match the current version", "supplied version"]),
    code(
        &["1414"],
        Reason::SpecIsFixed,
        "a connection keeps its connection spec: create another for another source",
    ),
    code(
        &["1416", "1417", "1420", "1421", "1457", "1458"],
        Reason::State,
        "wait until the connection is enabled or disabled, then try again",
    ),
    code(&["1418"], Reason::InUse, "delete the flows that use the connection first")
        .or_says(&["being used in"]),
    code(
        &["1300", "1445"],
        Reason::NotUpdatable,
        "this source can't be updated: create another connection, and move its flows",
    ),
    code(
        &["1365", "1434", "1455"],
        Reason::Patch,
        "replace what the connection has, and add what it does not have",
    ),
    code(
        &["1305", "1336", "1372"],
        Reason::NotExplorable,
        "this source can't be explored this way: read its documentation",
    ),
    code(&["1337", "1358"], Reason::Query, "check the object type and the object"),
    code(
        &["1002", "1106", "1426", "1606", "2118", "2120", "2121"],
        Reason::Permission,
        "ask your administrator for the permission to manage sources",
    ),
    code(&["1101", "1102"], Reason::NotFound, NOT_FOUND).and_says(&["not found", "does not exist"]),
    code(&["1003", "1602"], Reason::NotFound, NOT_FOUND),
];

const CHANGED: &str = "somebody changed it meanwhile: read it again";
const NOT_FOUND: &str = "check the id and the sandbox: each sandbox has its own connections";
const NO_SERVICE: &str =
    "check the URL: the base URL of Adobe's Flow Service ends in `/data/foundation/flowservice`";

/// What it means, and what to do, as a phrase.
pub(super) fn decode(operation: Operation, status: u16, told: &Told) -> (Reason, &'static str) {
    if operation == Operation::Token {
        return of_token(status, told);
    }
    let meaning = MEANINGS.iter().find(|meaning| meaning.fits(told));
    match meaning.map_or_else(|| of_status(status), |meaning| (meaning.reason, meaning.help)) {
        // Where no id was asked for, it is the path that is not there.
        (Reason::NotFound, _) if !operation.is_about_an_id() => (Reason::Other, NO_SERVICE),
        told => told,
    }
}

fn of_token(status: u16, told: &Told) -> (Reason, &'static str) {
    match told.code.as_deref() {
        Some("invalid_client") => (Reason::Client, "check the client id and the client secret"),
        Some("invalid_scope") => {
            (Reason::Scopes, "ask for the scopes that your project lists, and no others")
        }
        Some("unauthorized_client") => {
            (Reason::Client, "check that your project has OAuth server-to-server credentials")
        }
        _ if status == 429 => (Reason::TooMany, "wait, then try again: IMS gives few tokens"),
        _ if status == 404 => (Reason::Other, "check the IMS URL"),
        _ if status >= 500 => {
            (Reason::Unavailable, "try again; if it stays, check the scopes and the client id")
        }
        _ => (Reason::Other, "check the client id, the client secret and the scopes"),
    }
}

fn of_status(status: u16) -> (Reason, &'static str) {
    match status {
        401 => (Reason::Token, "get a new token"),
        403 => (
            Reason::Permission,
            "check the API key, the organization, and the permissions of your project",
        ),
        404 => (Reason::NotFound, NOT_FOUND),
        408 => (Reason::Unavailable, "wait, then try again"),
        429 => (Reason::TooMany, "wait, then try again"),
        409 => (Reason::Other, CHANGED),
        412 => (Reason::EtagMismatch, CHANGED),
        400 | 422 => (Reason::Other, "compare the request with the source's documentation"),
        500.. => (Reason::Unavailable, "try again later; if it stays, give support the request id"),
        _ => (Reason::Other, "check the URL"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scrub::Secrets;

    fn reason(status: u16, body: &str) -> Reason {
        decode(Operation::Update, status, &Told::read(body.as_bytes(), &Secrets::default())).0
    }

    #[test]
    fn codes_with_two_meanings_are_told_apart_by_their_text() {
        for (status, code, text, expected) in [
            (
                400,
                "1401-400",
                "The limit and count parameters exclude each other",
                Reason::LimitWithCount,
            ),
            (400, "1401-400", "The flow run action is not supported", Reason::Other),
            (400, "1403-400", "The header 'If-Match' is missing", Reason::EtagMissing),
            (400, "1403-400", "The start time has passed", Reason::Other),
            (412, "1404-412", "The supplied version 'v1' does not match", Reason::EtagMismatch),
            (400, "1404-400", "The start time has passed: no backfill", Reason::Other),
            (404, "1101-404", "Resource with given id does not exist.", Reason::NotFound),
            (500, "1101-500", "An internal error has occurred.", Reason::Unavailable),
            (500, "1102-500", "An internal error has occurred.", Reason::Unavailable),
            (404, "1102-404", "The requested resource is not found.", Reason::NotFound),
            (400, "1100-400", "Not entitled to this operation.", Reason::NotEntitled),
            (400, "1100-400", "The request could not be processed.", Reason::Other),
        ] {
            let body = format!(r#"{{"errorCode":"{code}","message":"{text}"}}"#);
            assert_eq!(reason(status, &body), expected, "{body}");
        }
    }

    #[test]
    fn a_state_that_no_filter_takes_is_not_that_of_a_connection() {
        let body = r#"{"errorCode":"1456-400","message":"State nope is not a valid value."}"#;
        assert_eq!(reason(400, body), Reason::Query);
        let body = r#"{"errorCode":"1457-400","message":"Not in state delete-finalizing."}"#;
        assert_eq!(reason(400, body), Reason::State);
    }

    #[test]
    fn where_no_id_was_asked_for_a_404_is_about_the_url() {
        let decoded = |operation| {
            let told = Told::read(br#"{"message":"Not Found"}"#, &Secrets::default());
            decode(operation, 404, &told)
        };
        for operation in [Operation::Get, Operation::Delete, Operation::Explore, Operation::GetSpec]
        {
            assert_eq!(decoded(operation), (Reason::NotFound, NOT_FOUND), "{operation}");
        }
        for operation in [Operation::Create, Operation::List, Operation::Search] {
            assert_eq!(decoded(operation), (Reason::Other, NO_SERVICE), "{operation}");
        }
        assert_eq!(decoded(Operation::Token), (Reason::Other, "check the IMS URL"));
    }

    #[test]
    fn a_text_without_a_code_is_understood() {
        for (status, body, expected) in [
            (400, r#"{"message":"Please provide a valid spec id"}"#, Reason::SpecId),
            (
                412,
                r#"{"errorMessage":"Supplied version=[\"a\"] does not match the current version on entity=[\"b\"]"}"#,
                Reason::EtagMismatch,
            ),
            (
                400,
                r#"{"message":"The mandatory field port is not provided."}"#,
                Reason::ParamMissing,
            ),
            (400, r#"{"title":"BadRequestError","detail":"no"}"#, Reason::Other),
        ] {
            assert_eq!(reason(status, body), expected, "{body}");
        }
    }
}
