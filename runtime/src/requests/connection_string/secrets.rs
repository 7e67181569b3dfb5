//! The secret parts of a text, for those who have to keep them out of what is reported.

use super::visit;
use crate::requests::table::ConnectionStringRules;

impl ConnectionStringRules {
    /// Calls `take` with the value of each part of `text` that is a secret, and with its spelling there where that is another.
    ///
    /// A text that can't be read gives those before the place where it can't. Not for consumers: the client asks.
    #[doc(hidden)]
    pub fn secrets_in(&self, text: &str, take: &mut dyn FnMut(&str)) {
        // What is wrong with the text is told by the checks.
        let _ = visit(self, text, &mut |(key, value)| {
            let part = key.part(self).and_then(|index| self.parts.fields.get(index));
            if part.is_some_and(|part| part.shape.is_secret()) {
                take(&value);
                if value.spelt() != &*value {
                    take(value.spelt());
                }
            }
        });
    }
}
