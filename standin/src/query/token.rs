//! Continuation tokens. One holds the whole query and the place where a page ended, not a number of pages: so it stays
//! good while connections come and go, across a restart, and where nothing but the token is sent along. It is signed, so
//! that no other text is taken for one.

use serde::{Deserialize, Serialize};

use super::{Operand, Raw};
use crate::key::{Key, bytes, hexadecimal};

/// Where a page ended.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Position {
    /// The last one's value of what the list is ordered by; `None` for the order of creation.
    pub(crate) key: Option<Operand>,
    pub(crate) number: i64,
}

#[derive(Serialize, Deserialize)]
struct Token {
    properties: Vec<String>,
    orderby: Option<String>,
    limit: Option<u32>,
    after: Position,
}

const PURPOSE: &str = "page";

/// The token of the page that follows `after`.
pub(super) fn write(raw: &Raw, after: Position, key: &Key) -> String {
    let token = Token {
        properties: raw.properties.clone(),
        orderby: raw.orderby.clone(),
        limit: raw.limit,
        after,
    };
    let text = serde_json::to_vec(&token).unwrap_or_default();
    format!("{}.{}", hexadecimal(&text), short(key.sign(PURPOSE, &text)))
}

/// The query that the token holds, and where its last page ended.
pub(super) fn read(token: &str, key: &Key) -> Option<(Raw, Position)> {
    let (text, signature) = token.split_once('.')?;
    let text = bytes(text)?;
    if short(key.sign(PURPOSE, &text)) != signature {
        return None;
    }
    let Token { properties, orderby, limit, after } = serde_json::from_slice(&text).ok()?;
    Some((Raw { properties, orderby, limit, ..Raw::default() }, after))
}

/// Enough to tell a token from another text; it protects nothing.
fn short(mut signature: String) -> String {
    signature.truncate(16);
    signature
}
