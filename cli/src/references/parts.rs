//! The secrets of a connection string that are written out beside references to others.
//!
//! The text is not read as its dialect is read, since it may be wrong still: it is cut where parts can end. Quotes that hold a
//! separator cut a part in two, of which the second is no known key, so nothing is said of it.

use wellhead_runtime::{AddressPiece, ConnectionStringRules, Dialect, SecretText};

use super::syntax::Piece;

/// Stands for a reference: no text of a request has it as a character of its own.
const REFERRED: &str = "\u{1}";

/// What `judge` says of the values that are written out where a secret belongs.
pub(super) fn written_out<T>(
    rules: &ConnectionStringRules,
    pieces: &[Piece<'_>],
    judge: impl Fn(&str) -> Option<T>,
) -> Vec<T> {
    let masked = masked(pieces);
    let (address, pairs, between) = match rules.dialect {
        Dialect::Url(_) => {
            let (address, query) = masked.split_once('?').unwrap_or((&masked, ""));
            (Some(address), query, '&')
        }
        _ => (None, masked.as_str(), ';'),
    };
    let pairs = pairs.split(between).filter_map(|pair| pair.split_once('='));
    let secrets = pairs.filter(|(key, _)| is_secret(rules, key.trim())).map(|(_, value)| value);
    let secrets = secrets.chain(address.filter(|_| has_secret_address(rules)));
    let values = secrets.map(unquoted).filter(|value| !value.contains(REFERRED));
    values.filter_map(judge).collect()
}

/// The text, without what its references stand for.
fn masked(pieces: &[Piece<'_>]) -> SecretText {
    let mut masked = SecretText::default();
    for piece in pieces {
        masked.push(match piece {
            Piece::Text(text) => text,
            Piece::Reference(_) => REFERRED,
        });
    }
    masked
}

fn unquoted(value: &str) -> &str {
    value.trim().trim_matches(['"', '\''])
}

fn is_secret(rules: &ConnectionStringRules, key: &str) -> bool {
    let keys = rules.keys.iter().zip(rules.parts.fields).filter(|(_, part)| part.shape.is_secret());
    keys.flat_map(|(keys, _)| keys.iter()).any(|known| known.eq_ignore_ascii_case(key))
}

/// Whether a secret stands in what comes before the query.
fn has_secret_address(rules: &ConnectionStringRules) -> bool {
    let Dialect::Url(pieces) = rules.dialect else { return false };
    pieces.iter().any(|piece| match piece {
        AddressPiece::Part(index) => {
            rules.parts.fields.get(*index).is_some_and(|part| part.shape.is_secret())
        }
        AddressPiece::Text(_) => false,
    })
}
