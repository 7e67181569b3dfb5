//! Connection strings that are URLs: some parts stand in the address, at places that the spec file names, and the others
//! are the query's parameters (JDBC's URLs, shared access signatures).
//!
//! Values are percent-encoded, in the query as HTML forms do it.

use zeroize::Zeroizing;

use super::{Pair, percent};
use crate::rules::Finding;
use crate::violation::Rule;
use crate::write::Text;

/// A piece of an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressPiece {
    /// What always stands there.
    Text(&'static str),
    /// The part of that index.
    Part(usize),
}

/// What a part keeps as it is.
const PART: &str = "-._~";
/// The same for a part that nothing follows: it may be a path.
const LAST: &str = "-._~/";

/// A text taken apart: the address's parts by their index, and the query's parameters.
pub(super) type Taken = (Vec<(usize, Zeroizing<String>)>, Vec<Pair>);

/// Takes a text apart. `name` names a part.
pub(super) fn parse<'n>(
    pieces: &[AddressPiece],
    text: &str,
    name: impl Fn(usize) -> &'n str,
) -> Result<Taken, Finding> {
    let (address, query) = text.split_once('?').unwrap_or((text, ""));
    let parts = match address_parts(pieces, address) {
        Some(parts) => parts?,
        // Its last slash may be missing.
        None => match address_parts(pieces, &Zeroizing::new(format!("{address}/"))) {
            Some(parts) => parts?,
            None => return Err(other_address(pieces, name)),
        },
    };
    let pairs = percent::parameters(query)
        .map(|(key, value)| (key.into_owned(), Zeroizing::new(value.into_owned())));
    Ok((parts, pairs.collect()))
}

/// The parts of an address, or none if it is another address.
#[expect(clippy::type_complexity, reason = "said once")]
fn address_parts(
    pieces: &[AddressPiece],
    address: &str,
) -> Option<Result<Vec<(usize, Zeroizing<String>)>, Finding>> {
    let mut parts = Vec::new();
    let mut rest = address;
    let mut open = None;
    for piece in pieces {
        match piece {
            AddressPiece::Part(index) => open = Some(*index),
            AddressPiece::Text(text) => {
                let at = find(rest, text).filter(|at| *at == 0 || open.is_some())?;
                let (value, after) = rest.split_at(at);
                parts.extend(open.take().map(|index| (index, value)));
                rest = after.get(text.len()..)?;
            }
        }
    }
    match open {
        Some(index) => parts.push((index, rest)),
        None if !rest.is_empty() => return None,
        None => {}
    }
    // A part that is empty is not there.
    let parts = parts.into_iter().filter(|(_, value)| !value.is_empty());
    Some(parts.map(|(index, value)| Ok((index, decoded(value)?))).collect())
}

/// Where a text begins, in whatever letter case: schemes and hosts have none.
fn find(text: &str, what: &str) -> Option<usize> {
    text.char_indices().map(|(at, _)| at).chain([text.len()]).find(|at| {
        let here = text.get(*at..at.saturating_add(what.len()));
        here.is_some_and(|here| here.eq_ignore_ascii_case(what))
    })
}

fn decoded(value: &str) -> Result<Zeroizing<String>, Finding> {
    let value = percent::decode(value).ok_or_else(|| {
        Finding::new(Rule::ConnectionString, "is percent-encoded wrongly before the `?`")
            .help("encode each byte of UTF-8 as `%` and two hexadecimal digits")
    })?;
    Ok(Zeroizing::new(value.into_owned()))
}

fn other_address<'n>(pieces: &[AddressPiece], name: impl Fn(usize) -> &'n str) -> Finding {
    let shape: String = pieces
        .iter()
        .map(|piece| match piece {
            AddressPiece::Text(text) => (*text).to_owned(),
            AddressPiece::Part(index) => format!("{{{}}}", name(*index)),
        })
        .collect();
    Finding::new(Rule::ConnectionString, "has another address than it should")
        .help(format!("write `{shape}`, then `?` and the parameters"))
}

/// Writes the address, with the parts that `value` gives.
pub(super) fn push_address(
    text: &mut Text,
    pieces: &[AddressPiece],
    value: impl Fn(usize) -> Option<Text>,
) {
    for (at, piece) in pieces.iter().enumerate() {
        match piece {
            AddressPiece::Text(piece) => text.push(piece),
            AddressPiece::Part(index) => {
                let keep = if at + 1 == pieces.len() { LAST } else { PART };
                let value = value(*index).unwrap_or_default();
                percent::push(text, value.as_str(), keep);
            }
        }
    }
}

/// Appends `key=value` to the query; `first` if nothing stands there yet.
pub(super) fn push(text: &mut Text, key: &str, value: &str, first: bool) {
    text.push(if first { "?" } else { "&" });
    percent::push_of_form(text, key);
    text.push("=");
    percent::push_of_form(text, value);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const PIECES: [AddressPiece; 3] = [
        AddressPiece::Text("jdbc:snowflake://"),
        AddressPiece::Part(0),
        AddressPiece::Text(".snowflakecomputing.com/"),
    ];
    const WITH_PATH: [AddressPiece; 4] = [
        AddressPiece::Text("https://"),
        AddressPiece::Part(0),
        AddressPiece::Text(".blob.core.windows.net/"),
        AddressPiece::Part(1),
    ];

    fn parts(pieces: &[AddressPiece], text: &str) -> Option<Vec<(usize, String)>> {
        let (parts, _) = parse(pieces, text, |_| "part").ok()?;
        Some(parts.into_iter().map(|(index, value)| (index, value.to_string())).collect())
    }

    #[test]
    fn an_address_gives_its_parts_in_any_letter_case_and_without_the_last_slash() {
        let acme = Some(vec![(0, "acme.eu".to_owned())]);
        assert_eq!(parts(&PIECES, "jdbc:snowflake://acme.eu.snowflakecomputing.com/?a=b"), acme);
        assert_eq!(parts(&PIECES, "JDBC:Snowflake://acme.eu.snowflakecomputing.com?a=b"), acme);
        assert_eq!(parts(&PIECES, "jdbc:oracle://acme.eu.snowflakecomputing.com"), None);
        assert_eq!(parts(&PIECES, "jdbc:snowflake://acme.snowflakecomputing.com/more?a=b"), None);
    }

    #[test]
    fn a_last_part_may_be_a_path_or_missing() {
        let blob = |path: &str| {
            parts(&WITH_PATH, &format!("https://acme.blob.core.windows.net/{path}?sv=1"))
        };
        assert_eq!(blob(""), Some(vec![(0, "acme".to_owned())]));
        assert_eq!(blob("a/b"), Some(vec![(0, "acme".to_owned()), (1, "a/b".to_owned())]));
    }

    proptest! {
        #[test]
        fn any_parts_come_back(account in "\\PC{1,12}|[/?#%&.= ]{1,8}", path in "\\PC{0,12}", query in "\\PC*|[&=+%;# ]{0,8}") {
            let mut text = Text::default();
            let values = [account.clone(), path.clone()];
            push_address(&mut text, &WITH_PATH, |index| {
                let mut value = Text::default();
                value.push(values.get(index).map_or("", String::as_str));
                Some(value)
            });
            push(&mut text, "sig", &query, true);
            let (parts, pairs) = parse(&WITH_PATH, text.as_str(), |_| "part").map_err(|finding| TestCaseError::fail(finding.message))?;
            let parts: Vec<_> = parts.iter().map(|(index, value)| (*index, value.as_str())).collect();
            let mut expected = vec![(0, account.as_str())];
            expected.extend((!path.is_empty()).then_some((1, path.as_str())));
            prop_assert_eq!(parts, expected);
            prop_assert_eq!(pairs, vec![("sig".to_owned(), Zeroizing::new(query))]);
        }
    }
}
