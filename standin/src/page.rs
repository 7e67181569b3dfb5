//! Which part of a list is asked for. A continuation token names the connection that the last page ended with, so it stays
//! good when connections are added, and across a restart.

use std::collections::HashMap;

use crate::refusal::Refusal;

/// The most connections on a page, and as many as there are without a limit.
const LARGEST: u32 = 100;

/// What a list call asks for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// How many connections there are.
    Count,
    /// At most `limit` connections, older than the one numbered `before`.
    Page {
        /// From 1 to 100.
        limit: u32,
        before: Option<i64>,
    },
}

impl Wanted {
    pub(crate) fn read(query: &HashMap<String, String>) -> Result<Self, Refusal> {
        const KNOWN: [&str; 3] = ["limit", "continuationToken", "count"];
        if let Some(unknown) = query.keys().find(|key| !KNOWN.contains(&key.as_str())) {
            // A filter that is silently ignored gives wrong results.
            let message = format!(
                "Invalid params {unknown} provided in query params: the stand-in knows {}.",
                KNOWN.join(", ")
            );
            return Err(invalid("1451-400", &message));
        }
        let limit = query.get("limit").map(|limit| number("limit", limit)).transpose()?;
        let before = query.get("continuationToken").map(|token| position(token)).transpose()?;
        match (query.get("count").map(String::as_str), limit) {
            (Some("true"), Some(_)) => Err(invalid(
                "1401-400",
                "The limit and count parameters cannot be given together in the same request.",
            )),
            (Some("true"), None) => Ok(Self::Count),
            (Some("false") | None, limit) => {
                Ok(Self::Page { limit: limit.unwrap_or(LARGEST).min(LARGEST), before })
            }
            (Some(_), _) => Err(invalid("1452-400", "Invalid value for field count.")),
        }
    }
}

/// The token of the page that follows the connection numbered `last`.
pub(crate) fn token_after(last: i64) -> String {
    format!("before-{last}")
}

fn position(token: &str) -> Result<i64, Refusal> {
    let number = token.strip_prefix("before-").and_then(|number| number.parse().ok());
    number.ok_or_else(|| invalid("1452-400", "Invalid value for field continuationToken."))
}

fn number(name: &str, text: &str) -> Result<u32, Refusal> {
    let number = text.parse().ok().filter(|number| *number > 0);
    number.ok_or_else(|| invalid("1452-400", &format!("Invalid value for field {name}.")))
}

fn invalid(code: &str, message: &str) -> Refusal {
    Refusal::catalogue(code, "Invalid request", message)
}
