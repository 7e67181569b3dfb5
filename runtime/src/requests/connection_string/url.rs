//! Connection strings that are URLs: some parts stand in the address, at places that the spec file names, and the others
//! are the query's parameters (JDBC's URLs, shared access signatures).
//!
//! Values are percent-encoded, in the query as HTML forms do it. Readers of URLs cut off what follows a `#`, so none may stand there.

use super::{Key, Pair, PushPart, Value, percent, push_all};
use crate::cut;
use crate::requests::phrase::{append, phrase};
use crate::requests::rules::Finding;
use crate::requests::violation::Rule;
use crate::requests::write::SecretText;

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

/// Calls `take` with each part of a text: those of the address by their index, then the query's parameters. `name` names a
/// part.
pub(super) fn visit<'t>(
    pieces: &[AddressPiece],
    text: &'t str,
    name: &dyn Fn(usize) -> &'static str,
    take: &mut dyn FnMut(Pair<'t>),
) -> Result<(), Finding> {
    let (address, query) = cut::at(text, b'?').unwrap_or((text, ""));
    // Its last slash may be missing.
    let fits = |slash| walk(pieces, address, slash, &mut |_, _| Ok(())).is_some();
    let slash = !fits(false);
    if slash && !fits(true) {
        return Err(other_address(pieces, name));
    }
    let mut value_of = |index, value| {
        take((Key::Part(index), decoded(value)?));
        Ok(())
    };
    if let Some(Err(NotUtf8)) = walk(pieces, address, slash, &mut value_of) {
        let message = "is percent-encoded wrongly before the `?`";
        return Err(Finding::new(Rule::ConnectionString, message)
            .help("encode each byte of UTF-8 as `%` and two hexadecimal digits"));
    }
    percent::parameters(query, &mut |key, value| {
        take((Key::Written(key), Value::of_form(value)));
    });
    if cut::find(text, b'#').is_some() {
        let message = "has a `#`, which ends the parts of a URL";
        return Err(Finding::new(Rule::ConnectionString, message)
            .help("write a `#` that belongs to a value as `%23`"));
    }
    Ok(())
}

/// Bytes that are percent-encoded and no text.
#[derive(PartialEq)]
struct NotUtf8;

/// Goes along an address, which `slash` says to end in another one, and calls `take` with each part that is not empty; none if
/// it is another address.
fn walk<'t>(
    pieces: &[AddressPiece],
    address: &'t str,
    slash: bool,
    take: &mut dyn FnMut(usize, &'t str) -> Result<(), NotUtf8>,
) -> Option<Result<(), NotUtf8>> {
    // A part that is empty is not there.
    let mut take = |index: Option<usize>, value: &'t str| match index {
        Some(index) if !value.is_empty() => take(index, value),
        _ => Ok(()),
    };
    let (mut rest, mut open, mut slash) = (address, None, slash);
    for piece in pieces {
        match piece {
            AddressPiece::Part(index) => open = Some(*index),
            AddressPiece::Text(text) => {
                let (mut at, mut length) = (find(rest, text), text.len());
                if at.is_none() && slash {
                    slash = false;
                    length = text.strip_suffix("/")?.len();
                    let end = rest.len().checked_sub(length)?;
                    at = find(rest.get(end..)?, text.get(..length)?).map(|_| end);
                }
                let at = at.filter(|at| *at == 0 || open.is_some())?;
                let (value, after) = rest.split_at(at);
                if let Err(problem) = take(open.take(), value) {
                    return Some(Err(problem));
                }
                rest = after.get(length..)?;
            }
        }
    }
    let ends = !slash && (open.is_some() || rest.is_empty());
    ends.then(|| take(open, rest))
}

/// Where a text begins, in whatever letter case: schemes and hosts have none.
fn find(text: &str, what: &str) -> Option<usize> {
    let mut at = 0;
    while let Some(here) = text.as_bytes().get(at..at + what.len()) {
        if cut::is_alike(here, what.as_bytes()) {
            return Some(at);
        }
        at += 1;
    }
    None
}

fn decoded(value: &str) -> Result<Value<'_>, NotUtf8> {
    percent::decode(value).map(|text| Value::of(value, text)).ok_or(NotUtf8)
}

fn other_address(pieces: &[AddressPiece], name: &dyn Fn(usize) -> &'static str) -> Finding {
    let mut shape = String::new();
    for piece in pieces {
        match piece {
            AddressPiece::Text(text) => shape.push_str(text),
            AddressPiece::Part(index) => {
                append(&mut shape, &["{", name(*index), "}"]);
            }
        }
    }
    Finding::new(Rule::ConnectionString, "has another address than it should").help(phrase(&[
        "write `",
        &shape,
        "`, then `?` and the parameters",
    ]))
}

/// Writes the address, with the parts that `value` gives.
pub(super) fn push_address(
    text: &mut SecretText,
    pieces: &[AddressPiece],
    push_part: PushPart<'_>,
) {
    for (at, piece) in pieces.iter().enumerate() {
        match piece {
            AddressPiece::Text(piece) => push_all(text, &[piece]),
            AddressPiece::Part(index) => {
                let keep = if at + 1 == pieces.len() { LAST } else { PART };
                let mut value = SecretText::default();
                push_part(*index, &mut value);
                percent::push(text, value.as_str(), keep);
            }
        }
    }
}

/// Appends `key=value` to the query, which begins with it if there is none yet.
pub(super) fn push(text: &mut SecretText, key: &str, value: &str) {
    let has_query = cut::find(text.as_str(), b'?').is_some();
    push_all(text, &[if has_query { "&" } else { "?" }]);
    percent::push_of_form(text, key);
    push_all(text, &["="]);
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
        taken(pieces, text).ok().map(|(parts, _)| parts)
    }

    /// The parts of the address, and those of the query.
    #[expect(clippy::type_complexity, reason = "said once")]
    fn taken(
        pieces: &[AddressPiece],
        text: &str,
    ) -> Result<(Vec<(usize, String)>, Vec<(String, String)>), Finding> {
        let (mut parts, mut pairs) = (Vec::new(), Vec::new());
        visit(pieces, text, &|_| "part", &mut |(key, value)| match key {
            Key::Part(index) => parts.push((index, value.to_string())),
            Key::Written(key) => pairs.push((key.into_owned(), value.to_string())),
        })?;
        Ok((parts, pairs))
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

    #[test]
    fn what_readers_of_urls_would_cut_off_is_told_and_not_taken() {
        for text in [
            "https://acme.blob.core.windows.net/a?sig=hunter#2",
            "https://acme.blob.core.windows.net/a#?sig=1",
        ] {
            let finding = taken(&WITH_PATH, text).expect_err(text);
            assert_eq!(finding.message, "has a `#`, which ends the parts of a URL");
            assert!(!format!("{finding:?}").contains("hunter"));
        }
        let encoded = taken(&WITH_PATH, "https://acme.blob.core.windows.net/a?sig=hunter%232");
        assert!(
            encoded.is_ok_and(|(_, pairs)| pairs == [("sig".to_owned(), "hunter#2".to_owned())])
        );
    }

    proptest! {
        #[test]
        fn any_parts_come_back(account in "\\PC{1,12}|[/?#%&.= ]{1,8}", path in "\\PC{0,12}", query in "\\PC*|[&=+%;# ]{0,8}") {
            let mut text = SecretText::default();
            let values = [account.clone(), path.clone()];
            push_address(&mut text, &WITH_PATH, &|index, text| {
                text.push(values.get(index).map_or("", String::as_str));
                true
            });
            push(&mut text, "sig", &query);
            let (parts, pairs) = taken(&WITH_PATH, text.as_str()).map_err(|finding| TestCaseError::fail(finding.message.to_string()))?;
            let parts: Vec<_> = parts.iter().map(|(index, value)| (*index, value.as_str())).collect();
            let mut expected = vec![(0, account.as_str())];
            expected.extend((!path.is_empty()).then_some((1, path.as_str())));
            prop_assert_eq!(parts, expected);
            prop_assert_eq!(pairs, vec![("sig".to_owned(), query)]);
        }
    }
}
