//! What was met before, where there may be so many that looking at all of them each time takes forever: a hostile text may
//! have a million names.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hasher};

/// Where each was met first, by its fingerprint.
#[derive(Clone, Debug, Default)]
pub(crate) struct Known(HashMap<u128, usize>);

impl Known {
    /// Notes that something was met at `at`, unless it was before: then where that was.
    pub(crate) fn note(&mut self, fingerprint: u128, at: usize) -> Option<usize> {
        let before = self.find(fingerprint);
        if before.is_none() {
            self.0.insert(fingerprint, at);
        }
        before
    }

    /// Where something was met.
    pub(crate) fn find(&self, fingerprint: u128) -> Option<usize> {
        self.0.get(&fingerprint).copied()
    }
}

/// The fingerprint of a name.
pub(crate) fn named(name: &str) -> u128 {
    fingerprint(0, name.as_bytes())
}

/// The same number for the same bytes of a kind, and another one for all others as surely as 128 bits can make it.
pub(crate) fn fingerprint(kind: u8, bytes: &[u8]) -> u128 {
    let half = |number: u8| {
        let mut hasher = DefaultHasher::new();
        hasher.write(&[number, kind]);
        hasher.write(bytes);
        u128::from(hasher.finish())
    };
    half(0) | half(1) << 64
}
