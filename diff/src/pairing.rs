//! What of the old side is what of the new one: by its name first, then by what else names it, then by likeness.

use std::collections::{BTreeSet, HashMap};
use std::hash::Hash;

/// How many of each side are compared for likeness: it is a product, and a set may hold thousands.
const CAP: usize = 200;

/// What belongs together, and what stands alone.
#[derive(Debug, Default)]
pub(crate) struct Pairs {
    /// Indices on the old and the new side, in the old side's order.
    pub(crate) both: Vec<(usize, usize)>,
    /// What the new side does not have.
    pub(crate) removed: Vec<usize>,
    /// What the old side did not have.
    pub(crate) added: Vec<usize>,
}

impl Pairs {
    /// Whether what both sides have stands in the same order.
    pub(crate) fn are_in_order(&self) -> bool {
        self.both.windows(2).all(|pair| match pair {
            [(_, one), (_, other)] => one < other,
            _ => true,
        })
    }
}

/// Pairs being made: what has none yet.
#[derive(Debug)]
pub(crate) struct Pairing {
    old: Vec<usize>,
    new: Vec<usize>,
    both: Vec<(usize, usize)>,
}

impl Pairing {
    /// So many on either side, none with its other half.
    pub(crate) fn of(old: usize, new: usize) -> Self {
        Self { old: (0..old).collect(), new: (0..new).collect(), both: Vec::new() }
    }

    /// Pairs what has the same key, where only one on either side that is left has it.
    #[must_use]
    pub(crate) fn by_key<K: Eq + Hash>(
        self,
        old_key: impl Fn(usize) -> Vec<K>,
        new_key: impl Fn(usize) -> Vec<K>,
    ) -> Self {
        let (old, new) = (by(&self.old, old_key), by(&self.new, new_key));
        let mut found: Vec<(usize, usize)> = old
            .into_iter()
            .filter_map(|(key, one)| Some((one?, new.get(&key).copied()??)))
            .collect();
        found.sort_unstable();
        self.with(found)
    }

    /// Pairs what is most alike first, where it is alike enough: `likeness` is from 0 to 1.
    #[must_use]
    pub(crate) fn by_likeness(self, least: f64, likeness: impl Fn(usize, usize) -> f64) -> Self {
        let mut found = Vec::new();
        for &old in self.old.iter().take(CAP) {
            for &new in self.new.iter().take(CAP) {
                let alike = likeness(old, new);
                if alike >= least {
                    found.push((alike, old, new));
                }
            }
        }
        found.sort_by(|one, other| {
            other.0.total_cmp(&one.0).then_with(|| (one.1, one.2).cmp(&(other.1, other.2)))
        });
        let found: Vec<_> = found.into_iter().map(|(_, old, new)| (old, new)).collect();
        self.with(found)
    }

    /// Pairs what is left in its order.
    #[must_use]
    pub(crate) fn in_order(self) -> Self {
        let found = self.old.iter().copied().zip(self.new.iter().copied()).collect();
        self.with(found)
    }

    /// Takes each pair whose halves are both still alone.
    fn with(mut self, pairs: Vec<(usize, usize)>) -> Self {
        let mut old: BTreeSet<usize> = self.old.iter().copied().collect();
        let mut new: BTreeSet<usize> = self.new.iter().copied().collect();
        for (one, other) in pairs {
            if old.contains(&one) && new.contains(&other) {
                old.remove(&one);
                new.remove(&other);
                self.both.push((one, other));
            }
        }
        (self.old, self.new) = (old.into_iter().collect(), new.into_iter().collect());
        self
    }

    /// What belongs together, and what is left.
    pub(crate) fn done(mut self) -> Pairs {
        self.both.sort_unstable();
        Pairs { both: self.both, removed: self.old, added: self.new }
    }
}

/// The one that has each key; none where several have it.
fn by<K: Eq + Hash>(all: &[usize], keys: impl Fn(usize) -> Vec<K>) -> HashMap<K, Option<usize>> {
    let mut by = HashMap::new();
    for &one in all {
        for key in keys(one) {
            by.entry(key)
                .and_modify(|known: &mut Option<usize>| {
                    *known = known.filter(|known| *known == one)
                })
                .or_insert(Some(one));
        }
    }
    by
}

/// How alike two sets are: how much of what either has, both have.
pub(crate) fn overlap<T: Ord>(one: &BTreeSet<T>, other: &BTreeSet<T>) -> f64 {
    let all = one.union(other).count();
    if all == 0 { 0.0 } else { one.intersection(other).count() as f64 / all as f64 }
}

/// How alike two names are, whatever their letter case and separators.
pub(crate) fn names(one: &str, other: &str) -> f64 {
    let plain = |name: &str| -> String {
        let kept = name.chars().filter(|char| char.is_alphanumeric());
        kept.take(64).flat_map(char::to_lowercase).collect()
    };
    let (one, other) = (plain(one), plain(other));
    if one.is_empty() || other.is_empty() {
        0.0
    } else {
        strsim::normalized_damerau_levenshtein(&one, &other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_that_two_have_pairs_nothing() {
        let keys = [vec!["a"], vec!["a"], vec!["b"]];
        let one = |at: usize| keys[at].clone();
        let pairs = Pairing::of(3, 3).by_key(one, one).done();
        assert_eq!(
            (pairs.both, pairs.removed, pairs.added),
            (vec![(2, 2)], vec![0, 1], vec![0, 1])
        );
    }

    #[test]
    fn the_most_alike_are_paired_first() {
        let (old, new) = (["clientId", "token"], ["tokens", "client_id"]);
        let pairs = Pairing::of(2, 2).by_likeness(0.6, |one, other| names(old[one], new[other]));
        assert_eq!(pairs.done().both, [(0, 1), (1, 0)]);
    }

    #[test]
    fn thousands_that_have_no_other_half_are_not_multiplied() {
        let asked = std::cell::Cell::new(0);
        let pairs = Pairing::of(5_000, 5_000).by_likeness(0.5, |_, _| {
            asked.set(asked.get() + 1);
            0.0
        });
        assert_eq!(asked.get(), CAP * CAP);
        assert_eq!(pairs.done().removed.len(), 5_000);
    }
}
