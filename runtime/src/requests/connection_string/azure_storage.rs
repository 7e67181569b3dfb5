//! Azure Storage's connection strings, as its client libraries read them: `Key=value` pairs between semicolons, with no
//! way to quote. A value is everything up to the next `;`, equals signs included, so account keys need no care.
//!
//! The libraries refuse keys that they do not know, and so is it done here.

use std::borrow::Cow;

use super::{Key, Pair, Value, push_all, push_split};
use crate::cut;
use crate::requests::phrase::{phrase, shown};
use crate::requests::rules::Finding;
use crate::requests::violation::Rule;
use crate::requests::write::SecretText;

/// Stands for a `;` inside a value, which has no spelling: such a text is refused, where a bare `;` would end the value
/// and turn its tail into a key of its own.
const NO_SPELLING: u8 = 0;

/// The pair at the start of a text, and what follows it; findings name keys that `is_known`, never values.
pub(super) fn pair<'t>(
    text: &'t str,
    is_known: &dyn Fn(&str) -> bool,
) -> Result<(Pair<'t>, &'t str), Finding> {
    let (piece, rest) = cut::before(text, b';');
    let Some((key, value)) = cut::at(piece, b'=') else {
        return Err(super::not_a_pair("a value can't hold `;` here; remove what is cut off"));
    };
    let key = cut::trim(key);
    if key.is_empty() {
        return Err(super::no_key());
    }
    if !is_known(key) {
        // What it is may be the tail of a secret.
        return Err(Finding::new(Rule::Unknown, "has a key that Azure Storage does not know")
            .help("copy the connection string from the storage account's access keys"));
    }
    if cut::find(value, NO_SPELLING).is_some() {
        let message = phrase(&["`", &shown(key), "` holds `;`, which can't be written here"]);
        return Err(Finding::new(Rule::ConnectionString, message).help("give it without `;`"));
    }
    Ok(((Key::Written(Cow::Borrowed(key)), Value::InText(value)), rest))
}

/// Appends `key=value`.
pub(super) fn push(text: &mut SecretText, key: &str, value: &str) {
    let separator = super::separator(text);
    push_all(text, &[separator, key, "="]);
    push_split(text, value, b';', "\0");
}

/// Whether there is a spelling for a value.
pub(super) fn is_bare(value: &str) -> bool {
    cut::find(value, b';').or(cut::find(value, NO_SPELLING)).is_none()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::grammar::Grammar;
    use super::*;

    const GRAMMAR: Grammar = Grammar { pair, push };

    proptest! {
        #[test]
        fn any_value_without_a_semicolon_comes_back(values in proptest::collection::vec("[^;\\x00]{0,12}", 1..4)) {
            let keys = ["AccountName", "AccountKey", "EndpointSuffix"];
            let pairs: Vec<_> = keys.into_iter().zip(values.iter().map(String::as_str)).collect();
            let parsed = GRAMMAR.taken(GRAMMAR.built(&pairs).as_str(), |_| true).unwrap_or_default();
            let parsed: Vec<_> = parsed.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
            prop_assert_eq!(parsed, pairs);
        }

        #[test]
        fn a_semicolon_never_becomes_the_start_of_another_key(before in "[a-zA-Z=]{0,8}", after in "(EndpointSuffix=)?[a-z.=]{0,8}") {
            let value = format!("{before};{after}");
            let finding = GRAMMAR.taken(GRAMMAR.built(&[("AccountKey", &value)]).as_str(), |_| true);
            prop_assert!(finding.is_err());
        }
    }

    #[test]
    fn findings_repeat_no_value() {
        for text in ["AccountKey=a;hunter2", "hunter2=b", "=hunter2", "AccountKey=hunter2\0"] {
            let finding = GRAMMAR.taken(text, |key| key == "AccountKey").expect_err(text);
            assert!(!format!("{finding:?}").contains("hunter2"), "{finding:?}");
        }
    }
}
