//! Connection strings that hold the parts they should: keys in any spelling and order, values quoted or, where they may
//! be, bare.

use proptest::prelude::*;
use serde_json::Value;
use wellhead::Field;
use wellhead_runtime::{AddressPiece, ConnectionStringRules, Dialect};

use super::values::{of_field, perhaps};

/// A part's index, its key and its value; no key for a part of an address.
type Part = (usize, Option<String>, String);

pub(crate) fn connection_string(rules: &'static ConnectionStringRules) -> BoxedStrategy<String> {
    let parts: Vec<_> = rules
        .parts
        .fields
        .iter()
        .zip(rules.keys)
        .enumerate()
        .map(|(at, (part, keys))| drawn(at, part, keys))
        .collect();
    (parts.prop_shuffle(), any::<bool>())
        .prop_map(|(parts, single)| {
            let parts: Vec<Part> = parts.into_iter().flatten().collect();
            written(rules.dialect, &parts, single)
        })
        .prop_filter("the whole text fits its rules", |text| {
            rules.text.pattern.is_none_or(|pattern| pattern.matches(text) == Ok(true))
                && text.chars().count() >= rules.text.min_length as usize
        })
        .prop_filter("Azure Storage has no spelling for it", |text| {
            rules.dialect != Dialect::AzureStorage || !text.contains('\0')
        })
        .boxed()
}

fn drawn(
    at: usize,
    part: &'static Field,
    keys: &'static [&'static str],
) -> BoxedStrategy<Option<Part>> {
    let keys = keys.iter().copied().map(Some).collect::<Vec<_>>();
    let keys = if keys.is_empty() { vec![None] } else { keys };
    let key = (prop::sample::select(keys), any::<Option<bool>>()).prop_map(|(key, case)| {
        key.map(|key| match case {
            None => key.to_owned(),
            Some(true) => key.to_ascii_uppercase(),
            Some(false) => key.to_ascii_lowercase(),
        })
    });
    let text = |value: Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let value = of_field(part).prop_map(text).prop_filter("it is there", |text| !text.is_empty());
    perhaps(part.required, (Just(at), key, value))
}

fn written(dialect: Dialect, parts: &[Part], single: bool) -> String {
    let keyed = parts.iter().filter_map(|(_, key, value)| Some((key.as_ref()?, value.as_str())));
    match dialect {
        Dialect::AdoNet => joined(";", keyed.map(|(key, value)| quoted(key, value, single))),
        Dialect::Odbc => joined(";", keyed.map(|(key, value)| braced(key, value))),
        Dialect::AzureStorage => {
            joined(";", keyed.map(|(key, value)| format!("{key}={}", value.replace(';', "\0"))))
        }
        Dialect::Url(pieces) => {
            let address: String = pieces.iter().map(|piece| addressed(*piece, parts)).collect();
            format!(
                "{address}?{}",
                joined("&", keyed.map(|(key, value)| format!("{key}={}", encoded(value))))
            )
        }
        other => panic!("{other:?} is not written here yet"),
    }
}

fn joined(between: &str, pairs: impl Iterator<Item = String>) -> String {
    pairs.collect::<Vec<_>>().join(between)
}

fn is_bare(value: &str) -> bool {
    value.chars().all(|char| char.is_ascii_alphanumeric())
}

fn quoted(key: &str, value: &str, single: bool) -> String {
    let quote = if single { "'" } else { "\"" };
    match is_bare(value) {
        true => format!("{key}={value}"),
        false => format!("{key}={quote}{}{quote}", value.replace(quote, &quote.repeat(2))),
    }
}

fn braced(key: &str, value: &str) -> String {
    match is_bare(value) {
        true => format!("{key}={value}"),
        false => format!("{key}={{{}}}", value.replace('}', "}}")),
    }
}

fn addressed(piece: AddressPiece, parts: &[Part]) -> String {
    match piece {
        AddressPiece::Text(text) => text.to_owned(),
        AddressPiece::Part(at) => {
            let part = parts.iter().find(|(index, ..)| *index == at);
            part.map(|(.., value)| encoded(value)).unwrap_or_default()
        }
    }
}

/// Every byte percent-encoded that is not a letter or digit.
fn encoded(value: &str) -> String {
    let byte = |byte: u8| match byte.is_ascii_alphanumeric() {
        true => char::from(byte).to_string(),
        false => format!("%{byte:02X}"),
    };
    value.bytes().map(byte).collect()
}
