//! ADO.NET's connection strings, as `System.Data.Common.DbConnectionStringBuilder` reads and writes them.
//!
//! `Key=value` pairs stand between semicolons; white space around keys and bare values is dropped; a value in single
//! or double quotes is taken as it is, the quote itself doubled, and one without does not end in a quote; `==` in a key is an equals sign. Unlike there, a key
//! that stands twice is a mistake, since one of its values would be lost.

use std::borrow::Cow;

use super::quoted::{self, Marks, Problem};
use super::{Key, Pair, Value, push_all, push_split};
use crate::cut;
use crate::requests::phrase::append;
use crate::requests::rules::Finding;
use crate::requests::write::SecretText;

/// The pair at the start of a text, and what follows it; findings name keys that `is_known`, never values. Any other key may
/// be the tail of a password that needed quotes.
pub(super) fn pair<'t>(
    text: &'t str,
    is_known: &dyn Fn(&str) -> bool,
) -> Result<(Pair<'t>, &'t str), Finding> {
    let (key, after) = key(text)?;
    let after = cut::trim_start(after);
    let opens = after.as_bytes().first().copied().filter(|first| is_quote(*first));
    let marks = Marks { close: opens.unwrap_or(b'"'), called: "quote" };
    let read = match opens {
        Some(_) => quoted::value(after.get(1..).unwrap_or_default(), &marks),
        None => bare(after),
    };
    match read {
        Ok((value, rest)) => Ok(((Key::Written(key), value), rest)),
        Err(problem) => Err(quoted::finding(problem, &marks, &key, is_known(&key))
            .help("put a value that holds quotes or `;` in double quotes, its own doubled")),
    }
}

fn is_quote(byte: u8) -> bool {
    matches!(byte, b'"' | b'\'')
}

/// A value without quotes may hold some, and not end in one.
fn bare(text: &str) -> Result<(Value<'_>, &str), Problem> {
    let (value, rest) = quoted::bare(text);
    match value.as_bytes().last() {
        Some(last) if is_quote(*last) => Err(Problem::NotOpened),
        _ => Ok((value, rest)),
    }
}

fn key(text: &str) -> Result<(Cow<'_, str>, &str), Finding> {
    // What stands before an equals sign that was doubled.
    let mut start = String::new();
    let mut rest = text;
    while let Some((before, after)) = cut::at(rest, b'=')
        && cut::find(before, b';').is_none()
    {
        if let Some(after) = after.strip_prefix("=") {
            append(&mut start, &[before, "="]);
            rest = after;
            continue;
        }
        let key = match start.is_empty() {
            true => Cow::Borrowed(cut::trim(before)),
            false => Cow::Owned(cut::trim(&(start + before)).to_owned()),
        };
        return if key.is_empty() { Err(super::no_key()) } else { Ok((key, after)) };
    }
    Err(super::not_a_pair("put a value that holds `;`, or begins with `=`, in double quotes"))
}

/// Appends `key=value`, quoted where ADO.NET quotes.
pub(super) fn push(text: &mut SecretText, key: &str, value: &str) {
    let separator = super::separator(text);
    push_all(text, &[separator]);
    push_split(text, key, b'=', "==");
    push_all(text, &["="]);
    if is_bare(value) {
        return push_all(text, &[value]);
    }
    let has = |mark| cut::find(value, mark).is_some();
    let (quote, mark, doubled) = match has(b'"') && !has(b'\'') {
        true => ("'", b'\'', "''"),
        false => ("\"", b'"', "\"\""),
    };
    push_all(text, &[quote]);
    push_split(text, value, mark, doubled);
    push_all(text, &[quote]);
}

/// Whether a value stands in a text without quotes.
pub(super) fn is_bare(value: &str) -> bool {
    cut::trim(value) == value && value.chars().all(needs_no_quotes)
}

fn needs_no_quotes(char: char) -> bool {
    char == ' '
        || !(matches!(char, '"' | '\'' | '=' | ';') || char.is_whitespace() || char.is_control())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::grammar::Grammar;
    use super::*;

    const GRAMMAR: Grammar = Grammar { pair, push };

    #[test]
    fn values_are_quoted_where_they_must_be() {
        for (value, text) in [
            ("tiger", "Password=tiger"),
            ("a;b", r#"Password="a;b""#),
            (r#"a"b"#, r#"Password='a"b'"#),
            ("it's", r#"Password="it's""#),
            (r#"'"both"#, r#"Password="'""both""#),
            (" padded ", r#"Password=" padded ""#),
            ("two words", "Password=two words"),
        ] {
            assert_eq!(
                GRAMMAR.round_trip(&[("Password", value)]),
                (text.to_owned(), vec![("Password".into(), value.into())])
            );
        }
    }

    #[test]
    fn white_space_and_empty_pieces_are_passed_over() {
        let pairs = GRAMMAR.taken(" ; Host = db ;; Port=1521 ; ", |_| true).unwrap_or_default();
        let pairs: Vec<_> =
            pairs.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
        assert_eq!(pairs, [("Host", "db"), ("Port", "1521")]);
    }

    #[test]
    fn a_value_without_quotes_holds_some_and_does_not_end_in_one() {
        let pairs = GRAMMAR.taken(r#"Password=it's "so" now;Port=1"#, |_| true);
        let pairs = pairs.expect("both are taken");
        assert_eq!(pairs.first().map(|(_, value)| value.as_str()), Some(r#"it's "so" now"#));
        for text in [r#"Password=tiger";Port=1"#, "Password=tiger' ", "Password=a''"] {
            let finding = GRAMMAR.taken(text, |_| true).expect_err(text);
            assert_eq!(finding.message, "has no opening quote after `Password`");
        }
    }

    #[test]
    fn findings_repeat_no_value() {
        for text in [
            "Password=hunter2;hunter2",
            r#"Password="hunter2"#,
            r#"Password="a"hunter2"#,
            r#"Password=hunter2""#,
            "Password=hunter2' ;",
            "=hunter2",
            r#"Password=a;hunter2="b"#,
        ] {
            let finding = GRAMMAR.taken(text, |key| key == "Password").expect_err(text);
            assert!(!format!("{finding:?}").contains("hunter2"), "{finding:?}");
        }
    }

    proptest! {
        #[test]
        fn any_value_comes_back(values in proptest::collection::vec("\\PC*|[;={}\"' \\t\\na]{0,12}", 1..5)) {
            let keys = ["Host", "Port", "User Id", "Password", "a=b"];
            let pairs: Vec<_> = keys.into_iter().zip(values.iter().map(String::as_str)).collect();
            let expected: Vec<_> = pairs.iter().map(|(key, value)| (key.to_string(), value.to_string())).collect();
            prop_assert_eq!(GRAMMAR.round_trip(&pairs).1, expected);
        }
    }
}
