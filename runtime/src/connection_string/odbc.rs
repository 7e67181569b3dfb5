//! ODBC's connection strings, as driver managers read and writes them: `Key=value` pairs between semicolons.
//!
//! White space around keys and bare values is dropped. A value in braces is taken as it is, `}` doubled; one that holds
//! what the grammar uses must stand in braces. As in ADO.NET's, a key that stands twice is a mistake here.

use std::borrow::Cow;

use super::{Key, Pair, Value};
use crate::rules::Finding;
use crate::violation::{Rule, shown};
use crate::write::SecretText;

/// What a value can only hold in braces, by the ODBC specification.
const SPECIAL: [char; 15] =
    ['[', ']', '{', '}', '(', ')', ',', ';', '?', '*', '=', '!', '@', '"', '\''];

/// The pair at the start of a text, and what follows it; findings name keys that `is_known`, never values.
pub(super) fn pair<'t>(
    text: &'t str,
    is_known: impl Fn(&str) -> bool,
) -> Result<(Pair<'t>, &'t str), Finding> {
    let Some((key, after)) = text.split_once('=').filter(|(key, _)| !key.contains(';')) else {
        return Err(super::not_a_pair("put a value that holds `;` in braces"));
    };
    let key = key.trim();
    if key.is_empty() {
        return Err(super::no_key());
    }
    let (value, after) = value(after).map_err(|problem| {
        let key = match is_known(key) {
            true => format!("`{}`", shown(key)),
            false => "a key that is not known".to_owned(),
        };
        Finding::new(Rule::ConnectionString, format!("{problem} {key}"))
            .help("put a value that holds `;`, `=` or braces in braces, `}` doubled")
    })?;
    Ok(((Key::Written(Cow::Borrowed(key)), value), after))
}

/// The value at the start of `text`, and what follows it.
fn value(text: &str) -> Result<(Value<'_>, &str), &'static str> {
    let text = text.trim_start();
    let Some(inside) = text.strip_prefix('{') else {
        let (value, rest) = text.split_at(text.find(';').unwrap_or(text.len()));
        return Ok((Value::InText(value.trim_end()), rest));
    };
    let mut rest = inside;
    let mut value = SecretText::default();
    while let Some((before, after)) = rest.split_once('}') {
        let Some(more) = after.strip_prefix('}') else {
            let whole = match value.as_str() {
                "" => Value::InText(before),
                _ => {
                    value.push(before);
                    Value::Own(value)
                }
            };
            let after = after.trim_start();
            return match after.is_empty() || after.starts_with(';') {
                true => Ok((whole, after)),
                false => Err("has text after the closing brace of"),
            };
        };
        value.push(before);
        value.push("}");
        rest = more;
    }
    Err("has no closing brace after")
}

/// Appends `key=value`, in braces where ODBC needs them.
pub(super) fn push(text: &mut SecretText, key: &str, value: &str) {
    if !text.as_str().is_empty() {
        text.push(";");
    }
    text.push(key);
    text.push("=");
    if is_bare(value) {
        return text.push(value);
    }
    text.push("{");
    for (index, piece) in value.split('}').enumerate() {
        if index > 0 {
            text.push("}}");
        }
        text.push(piece);
    }
    text.push("}");
}

/// Whether a value stands in a text without braces.
pub(super) fn is_bare(value: &str) -> bool {
    value.trim() == value
        && value.chars().all(|char| !SPECIAL.contains(&char) && !char.is_control())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::pairs_of;
    use super::*;

    fn taken(
        text: &str,
        is_known: impl Fn(&str) -> bool,
    ) -> Result<Vec<(String, String)>, Finding> {
        pairs_of(text, |rest| pair(rest, &is_known))
    }

    fn round_trip(pairs: &[(&str, &str)]) -> (String, Vec<(String, String)>) {
        let mut text = SecretText::default();
        pairs.iter().for_each(|(key, value)| push(&mut text, key, value));
        let parsed = taken(text.as_str(), |_| true)
            .unwrap_or_else(|finding| panic!("{}: {}", text.as_str(), finding.message));
        let parsed = parsed.into_iter().map(|(key, value)| (key, value.to_string())).collect();
        (text.as_str().to_owned(), parsed)
    }

    #[test]
    fn values_stand_in_braces_where_they_must() {
        for (value, text) in [
            ("tiger", "PWD=tiger"),
            ("a;b", "PWD={a;b}"),
            ("a}b", "PWD={a}}b}"),
            ("{a}", "PWD={{a}}}"),
            (" padded ", "PWD={ padded }"),
            ("two words", "PWD=two words"),
            ("p@ss", "PWD={p@ss}"),
        ] {
            assert_eq!(
                round_trip(&[("PWD", value)]),
                (text.to_owned(), vec![("PWD".into(), value.into())])
            );
        }
    }

    #[test]
    fn findings_repeat_no_value() {
        for text in [
            "PWD=hunter2;hunter2",
            "PWD={hunter2",
            "PWD={a}hunter2",
            "=hunter2",
            "PWD=a;hunter2={b",
        ] {
            let finding = taken(text, |key| key == "PWD").expect_err(text);
            assert!(!format!("{finding:?}").contains("hunter2"), "{finding:?}");
        }
    }

    proptest! {
        #[test]
        fn any_value_comes_back(values in proptest::collection::vec("\\PC*|[;={}\"' \\t\\na]{0,12}", 1..5)) {
            let keys = ["HOST", "PORT", "UID", "PWD"];
            let pairs: Vec<_> = keys.into_iter().zip(values.iter().map(String::as_str)).collect();
            let expected: Vec<_> = pairs.iter().map(|(key, value)| (key.to_string(), value.to_string())).collect();
            prop_assert_eq!(round_trip(&pairs).1, expected);
        }
    }
}
