//! Writing: the parts as a text, in the grammar of its dialect.

use super::{Dialect, Key, ado_net, azure_storage, odbc, part_of, url, visit};
use crate::Secret;
use crate::cut;
use crate::json::Json;
use crate::requests::param::{Params, View};
use crate::requests::table::{ConnectionStringRules, Field};
use crate::requests::write::SecretText;

/// Writes the parts that are set as a text.
pub(super) fn build(rules: &ConnectionStringRules, parts: &dyn Params) -> Secret {
    Secret::from(written(rules, parts).as_str())
}

/// The same, and behind them what of an old text is no part.
pub(super) fn rebuild(rules: &ConnectionStringRules, old: &str, parts: &dyn Params) -> Secret {
    let mut text = written(rules, parts);
    // What is wrong with the old text is told by the checks.
    let _ = visit(rules, old, &mut |(key, value)| {
        if let Key::Written(key) = &key
            && part_of(rules, key).is_none()
        {
            push_pair(&mut text, rules.dialect, key, &value);
        }
    });
    Secret::from(text.as_str())
}

fn written(rules: &ConnectionStringRules, parts: &dyn Params) -> SecretText {
    assemble(rules, &|index, value| {
        match parts.view(index) {
            View::Text(text) => push_all(value, &[text]),
            View::Secret(secret) => push_all(value, &[secret.expose()]),
            View::Integer(number) => push_all(value, &[&number.to_string()]),
            View::Number(number) => push_all(value, &[&number.to_string()]),
            View::Boolean(flag) => push_all(value, &[if flag { "true" } else { "false" }]),
            _ => return false,
        }
        true
    })
}

/// A text of every required part's example, `<key>` for a secret.
#[inline]
pub(crate) fn example(rules: &ConnectionStringRules) -> String {
    let text = assemble(rules, &|index, value| {
        let part = rules.parts.fields.get(index).filter(|part| part.required);
        match part.map(Field::example) {
            Some(Json::String(example)) => push_all(value, &[&example]),
            Some(example) => push_all(value, &[&example.to_string()]),
            None => return false,
        }
        true
    });
    text.as_str().to_owned()
}

/// Appends the value of the part of that index, and says whether it has one.
pub(super) type PushPart<'p> = &'p dyn Fn(usize, &mut SecretText) -> bool;

/// Puts a text together from the parts that have a value.
fn assemble(rules: &ConnectionStringRules, push_part: PushPart<'_>) -> SecretText {
    let mut text = SecretText::default();
    if let Dialect::Url(pieces) = rules.dialect {
        url::push_address(&mut text, pieces, push_part);
    }
    for (index, keys) in rules.keys.iter().enumerate() {
        let mut value = SecretText::default();
        let Some(key) = keys.first().filter(|_| push_part(index, &mut value)) else { continue };
        push_pair(&mut text, rules.dialect, key, value.as_str());
    }
    text
}

/// Appends a key and its value.
fn push_pair(text: &mut SecretText, dialect: Dialect, key: &str, value: &str) {
    match dialect {
        Dialect::AdoNet => ado_net::push(text, key, value),
        Dialect::Odbc => odbc::push(text, key, value),
        Dialect::AzureStorage => azure_storage::push(text, key, value),
        Dialect::Url(_) => url::push(text, key, value),
    }
}

/// What stands before the next pair.
pub(super) fn separator(text: &SecretText) -> &'static str {
    if text.as_str().is_empty() { "" } else { ";" }
}

/// Appends a value with `between` wherever it holds `at`.
#[inline(never)]
pub(super) fn push_split(text: &mut SecretText, value: &str, at: u8, between: &str) {
    let mut rest = value;
    while let Some((piece, after)) = cut::at(rest, at) {
        push_all(text, &[piece, between]);
        rest = after;
    }
    push_all(text, &[rest]);
}

/// Appends pieces one after the other, in a function of its own: making room is much code.
#[inline(never)]
pub(super) fn push_all(text: &mut SecretText, pieces: &[&str]) {
    for piece in pieces {
        text.push(piece);
    }
}
