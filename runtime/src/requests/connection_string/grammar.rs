//! A grammar of keys and values, as its tests try it.

use super::{Key, Pair, visit_pairs};
use crate::requests::rules::Finding;
use crate::requests::write::SecretText;

/// Each key with its value.
pub(super) type Pairs = Vec<(String, String)>;

/// What reads a pair, and what writes one.
pub(super) struct Grammar {
    #[allow(clippy::type_complexity, reason = "it is the signature that each dialect has")]
    pub(super) pair:
        for<'t> fn(&'t str, &dyn Fn(&str) -> bool) -> Result<(Pair<'t>, &'t str), Finding>,
    pub(super) push: fn(&mut SecretText, &str, &str),
}

impl Grammar {
    /// The pairs of a text.
    pub(super) fn taken(
        &self,
        text: &str,
        is_known: impl Fn(&str) -> bool,
    ) -> Result<Pairs, Finding> {
        let mut pairs = Vec::new();
        visit_pairs(text, &|rest| (self.pair)(rest, &is_known), &mut |(key, value)| match key {
            Key::Written(key) => pairs.push((key.into_owned(), value.to_string())),
            Key::Part(index) => pairs.push((index.to_string(), value.to_string())),
        })?;
        Ok(pairs)
    }

    /// The text of some pairs.
    pub(super) fn built(&self, pairs: &[(&str, &str)]) -> SecretText {
        let mut text = SecretText::default();
        pairs.iter().for_each(|(key, value)| (self.push)(&mut text, key, value));
        text
    }

    /// The text of some pairs, and the pairs of that.
    pub(super) fn round_trip(&self, pairs: &[(&str, &str)]) -> (String, Pairs) {
        let text = self.built(pairs);
        let parsed = self
            .taken(text.as_str(), |_| true)
            .unwrap_or_else(|finding| panic!("{}: {}", text.as_str(), finding.message));
        (text.as_str().to_owned(), parsed)
    }
}
