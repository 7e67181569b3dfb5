//! Sets of characters.

/// Some characters: ranges in their order, first and last included, with something between each and the next.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Chars(Vec<(char, char)>);

impl Chars {
    /// None.
    pub(super) const NONE: Self = Self(Vec::new());

    /// The characters of some ranges, each from its first to its last.
    pub(super) fn of(ranges: &[(char, char)]) -> Self {
        let mut all = Self::NONE;
        for (first, last) in ranges {
            all.add(*first, *last);
        }
        all
    }

    /// One alone.
    pub(super) fn one(char: char) -> Self {
        Self(vec![(char, char)])
    }

    pub(super) fn ranges(&self) -> &[(char, char)] {
        &self.0
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn has(&self, char: char) -> bool {
        let at = self.0.partition_point(|(_, last)| *last < char);
        self.0.get(at).is_some_and(|(first, _)| *first <= char)
    }

    /// Takes a range in: the ranges that it meets, and it, become one.
    pub(super) fn add(&mut self, first: char, last: char) {
        let start = self.0.partition_point(|(_, end)| after(*end).is_some_and(|next| next < first));
        let end = self.0.partition_point(|(begin, _)| before(*begin).is_none_or(|end| end <= last));
        let met = self.0.get(start..end).unwrap_or_default();
        let first = met.first().map_or(first, |met| met.0.min(first));
        let last = met.last().map_or(last, |met| met.1.max(last));
        self.0.drain(start..end.max(start));
        self.0.insert(start, (first, last));
    }

    /// Takes in what another one has.
    pub(super) fn union(&mut self, other: &Self) {
        for (first, last) in &other.0 {
            self.add(*first, *last);
        }
    }

    /// All that it has not.
    pub(super) fn negate(&mut self) {
        let mut others = Vec::with_capacity(self.0.len() + 1);
        let mut next = Some('\0');
        for (first, last) in &self.0 {
            if let (Some(start), Some(end)) = (next, before(*first))
                && start <= end
            {
                others.push((start, end));
            }
            next = after(*last);
        }
        others.extend(next.map(|start| (start, char::MAX)));
        self.0 = others;
    }

    /// Takes out what another one has.
    pub(super) fn difference(&mut self, other: &Self) {
        self.negate();
        self.union(other);
        self.negate();
    }
}

/// The next character, if there is one. No surrogate is one.
fn after(char: char) -> Option<char> {
    match char {
        '\u{d7ff}' => Some('\u{e000}'),
        char => char::from_u32(u32::from(char) + 1),
    }
}

fn before(char: char) -> Option<char> {
    match char {
        '\u{e000}' => Some('\u{d7ff}'),
        char => char::from_u32(u32::from(char).checked_sub(1)?),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_that_touch_are_one() {
        let all = Chars::of(&[('p', 'r'), ('a', 'c'), ('x', 'z'), ('d', 'f'), ('q', 'y')]);
        assert_eq!(all.ranges(), [('a', 'f'), ('p', 'z')]);
        let around = Chars::of(&[('\u{d000}', '\u{d7ff}'), ('\u{e000}', '\u{e001}')]);
        assert_eq!(around.ranges(), [('\u{d000}', '\u{e001}')]);
        let mut all = Chars::of(&[('\0', 'a'), ('c', char::MAX)]);
        all.add('b', 'b');
        assert_eq!(all.ranges(), [('\0', char::MAX)]);
    }

    /// Held against a plain list of the characters, for sets made by chance.
    #[test]
    fn sets_are_what_their_characters_are() {
        let mut random = fastrand::Rng::with_seed(1);
        let some = |random: &mut fastrand::Rng| -> Vec<(char, char)> {
            let one = |random: &mut fastrand::Rng| {
                let (a, b) = (random.char('\0'..'\u{30}'), random.char('\0'..'\u{30}'));
                (a.min(b), a.max(b).min(after(after(a.min(b)).unwrap()).unwrap()))
            };
            (0..random.usize(0..8)).map(|_| one(random)).collect()
        };
        for _ in 0..2000 {
            let (one, other) = (some(&mut random), some(&mut random));
            let has = |ranges: &[(char, char)], char| {
                ranges.iter().any(|(first, last)| (*first..=*last).contains(&char))
            };
            let sets = (Chars::of(&one), Chars::of(&other));
            let (mut both, mut less, mut not) = (sets.0.clone(), sets.0.clone(), sets.0.clone());
            both.union(&sets.1);
            less.difference(&sets.1);
            not.negate();
            for char in '\0'..'\u{40}' {
                let (is, too) = (has(&one, char), has(&other, char));
                assert_eq!(sets.0.has(char), is);
                assert_eq!(both.has(char), is || too);
                assert_eq!(less.has(char), is && !too);
                assert_eq!(not.has(char), !is);
            }
            for set in [&both, &less, &not] {
                let pairs = set.ranges().windows(2);
                assert!(pairs.clone().all(|pair| after(pair[0].1).unwrap() < pair[1].0), "{set:?}");
                assert!(set.ranges().iter().all(|(first, last)| first <= last), "{set:?}");
            }
            not.negate();
            assert_eq!(not, sets.0);
        }
    }
}
