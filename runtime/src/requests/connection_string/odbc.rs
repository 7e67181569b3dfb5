//! ODBC's connection strings, as driver managers read and writes them: `Key=value` pairs between semicolons.
//!
//! White space around keys and bare values is dropped. A value in braces is taken as it is, `}` doubled; one that holds
//! what the grammar uses must stand in braces. As in ADO.NET's, a key that stands twice is a mistake here.

use std::borrow::Cow;

use super::quoted::{self, Marks};
use super::{Key, Pair, push_all, push_split};
use crate::cut;
use crate::requests::rules::Finding;
use crate::requests::write::SecretText;

/// What a value can only hold in braces, by the ODBC specification.
const SPECIAL: &[u8] = b"[]{}(),;?*=!@\"'";

/// Braces.
const BRACES: Marks = Marks { close: b'}', called: "brace" };

/// The pair at the start of a text, and what follows it; findings name keys that `is_known`, never values.
pub(super) fn pair<'t>(
    text: &'t str,
    is_known: &dyn Fn(&str) -> bool,
) -> Result<(Pair<'t>, &'t str), Finding> {
    let (key, after) = match cut::at(text, b'=') {
        Some((key, after)) if cut::find(key, b';').is_none() => (key, after),
        _ => return Err(super::not_a_pair("put a value that holds `;` in braces")),
    };
    let (key, after) = (cut::trim(key), cut::trim_start(after));
    if key.is_empty() {
        return Err(super::no_key());
    }
    let (value, rest) = match after.strip_prefix("{") {
        None => quoted::bare(after),
        Some(inside) => quoted::value(inside, &BRACES).map_err(|problem| {
            quoted::finding(problem, &BRACES, key, is_known(key))
                .help("put a value that holds `;`, `=` or braces in braces, `}` doubled")
        })?,
    };
    Ok(((Key::Written(Cow::Borrowed(key)), value), rest))
}

/// Appends `key=value`, in braces where ODBC needs them.
pub(super) fn push(text: &mut SecretText, key: &str, value: &str) {
    let separator = super::separator(text);
    push_all(text, &[separator, key, "="]);
    if is_bare(value) {
        return push_all(text, &[value]);
    }
    push_all(text, &["{"]);
    push_split(text, value, b'}', "}}");
    push_all(text, &["}"]);
}

/// Whether a value stands in a text without braces.
pub(super) fn is_bare(value: &str) -> bool {
    cut::trim(value) == value
        && SPECIAL.iter().all(|mark| cut::find(value, *mark).is_none())
        && !value.chars().any(char::is_control)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::grammar::Grammar;
    use super::*;

    const GRAMMAR: Grammar = Grammar { pair, push };

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
                GRAMMAR.round_trip(&[("PWD", value)]),
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
            let finding = GRAMMAR.taken(text, |key| key == "PWD").expect_err(text);
            assert!(!format!("{finding:?}").contains("hunter2"), "{finding:?}");
        }
    }

    proptest! {
        #[test]
        fn any_value_comes_back(values in proptest::collection::vec("\\PC*|[;={}\"' \\t\\na]{0,12}", 1..5)) {
            let keys = ["HOST", "PORT", "UID", "PWD"];
            let pairs: Vec<_> = keys.into_iter().zip(values.iter().map(String::as_str)).collect();
            let expected: Vec<_> = pairs.iter().map(|(key, value)| (key.to_string(), value.to_string())).collect();
            prop_assert_eq!(GRAMMAR.round_trip(&pairs).1, expected);
        }
    }
}
