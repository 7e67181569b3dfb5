//! What was met before, where there may be so many that looking at all of them each time takes forever: a hostile text may
//! have a million names.

use std::hash::{DefaultHasher, Hasher};

/// Where each was met first, by its fingerprint: a tree whose branches are the fingerprint's bits, so that it is never deeper
/// than those are many, whatever a text does.
#[derive(Clone, Debug, Default)]
pub(crate) struct Known(Vec<Entry>);

#[derive(Clone, Debug)]
struct Entry {
    fingerprint: u128,
    at: usize,
    /// The entries below, for a next bit of 0 and of 1; none where it is 0, since nothing leads to the first one.
    below: [u32; 2],
}

impl Known {
    /// Notes that something was met at `at`, unless it was before: then where that was.
    #[inline(never)]
    pub(crate) fn note(&mut self, fingerprint: u128, at: usize) -> Option<usize> {
        let new = self.0.len() as u32;
        match self.seek(fingerprint) {
            Ok(before) => return Some(before),
            Err((above, bit)) => {
                let above = self.0.get_mut(above);
                if let Some(place) = above.and_then(|above| above.below.get_mut(bit)) {
                    *place = new;
                }
            }
        }
        self.0.push(Entry { fingerprint, at, below: [0; 2] });
        None
    }

    /// Where something was met.
    #[inline(never)]
    pub(crate) fn find(&self, fingerprint: u128) -> Option<usize> {
        self.seek(fingerprint).ok()
    }

    /// Where something was met; else the entry that it belongs below, and for which bit.
    fn seek(&self, fingerprint: u128) -> Result<usize, (usize, usize)> {
        let (mut index, mut bits) = (0, fingerprint);
        loop {
            let Some(entry) = self.0.get(index) else { return Err((index, 0)) };
            if entry.fingerprint == fingerprint {
                return Ok(entry.at);
            }
            let bit = (bits & 1) as usize;
            match entry.below.get(bit) {
                None | Some(0) => return Err((index, bit)),
                Some(next) => index = *next as usize,
            }
            bits >>= 1;
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_met_first_where_it_was_noted_first() {
        for kind in
            [|at: u128| at, |at: u128| at << 96, |at: u128| fingerprint(1, &at.to_le_bytes())]
        {
            let mut known = Known::default();
            for at in 0..1000 {
                assert_eq!(known.find(kind(at)), None);
                assert_eq!(known.note(kind(at), at as usize), None);
            }
            for at in 0..1000 {
                assert_eq!(known.find(kind(at)), Some(at as usize));
                assert_eq!(known.note(kind(at), 7), Some(at as usize));
            }
        }
    }
}
