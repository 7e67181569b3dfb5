//! "Did you mean": the nearest of the known names.

/// The candidate nearest to `word` by edit distance, if one is near enough to be what was meant.
///
/// Letter case, `-`, `_` and spaces weigh nothing: `client_id` means `clientId`. Otherwise a third of the letters may differ.
///
/// ```
/// use wellhead_runtime::nearest;
/// assert_eq!(nearest("pasword", ["username", "password"]), Some("password"));
/// assert_eq!(nearest("client_id", ["clientId", "clientSecret"]), Some("clientId"));
/// assert_eq!(nearest("colour", ["username", "password"]), None);
/// ```
pub fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let mut search = Search::of(word);
    for candidate in candidates {
        search.consider(candidate);
    }
    search.found
}

/// The same among some names, compiled once.
pub(crate) fn nearest_of<'c>(word: &str, names: &[&'c str]) -> Option<&'c str> {
    nearest(word, names.iter().copied())
}

/// The search for what a word means, among names that come one by one.
pub(crate) struct Search<'w, 'c> {
    word: &'w str,
    letters_of_word: Option<u32>,
    /// How many letters weigh.
    count: usize,
    /// Hardly any candidate comes so far that letters are written down: those of the word, and its own.
    letters: Vec<char>,
    wanted: Vec<char>,
    /// So many edits are too many.
    limit: usize,
    /// The nearest of those that came.
    pub(crate) found: Option<&'c str>,
}

/// A name that nobody wrote by hand is not worth the quadratic search.
const LONGEST: usize = 256;

impl<'w, 'c> Search<'w, 'c> {
    pub(crate) fn of(word: &'w str) -> Self {
        let mut count = word.len();
        for byte in word.as_bytes() {
            // A letter counts by the first of its bytes.
            count -= usize::from(matches!(byte, b'-' | b'_' | b' ' | 0x80..=0xbf));
        }
        Self {
            word,
            letters_of_word: letters_of(word),
            count,
            letters: Vec::new(),
            wanted: Vec::new(),
            limit: if word.len() > LONGEST { 0 } else { (count / 3).max(1) + 1 },
            found: None,
        }
    }

    /// Takes a candidate if it is nearer than all before it.
    #[inline(never)]
    pub(crate) fn consider(&mut self, candidate: &'c str) {
        // It has no more letters than bytes.
        let is_short = self.count >= candidate.len() + self.limit;
        if candidate.len() > LONGEST
            || is_short
            || lacking(self.letters_of_word, letters_of(candidate)) >= self.limit
        {
            return;
        }
        let (word, wanted) = without_same_ends(self.word, candidate);
        // Mostly a letter is missing, or there is one too many.
        let distance = match (word, wanted) {
            ("", others) | (others, "") => weight(others),
            _ => self.edits_between(word, wanted),
        };
        if distance < self.limit {
            (self.found, self.limit) = (Some(candidate), distance);
        }
    }

    /// How many edits make one text of the other, or as many as are too many.
    #[inline(never)]
    fn edits_between(&mut self, word: &str, wanted: &str) -> usize {
        write_letters(word, &mut self.letters);
        write_letters(wanted, &mut self.wanted);
        if at_least(&self.letters, &self.wanted) >= self.limit {
            return self.limit;
        }
        edits(&self.letters, &self.wanted)
    }
}

/// How many letters weigh in a name, in lower case.
fn weight(name: &str) -> usize {
    let mut weight = 0;
    for char in name.chars() {
        weight += match char.is_ascii() {
            true => usize::from(has_weight(char)),
            false => char.to_lowercase().count(),
        };
    }
    weight
}

/// The letters of a name in ASCII as bits; a bit may stand for several. Those of marks that weigh nothing are never set.
fn letters_of(name: &str) -> Option<u32> {
    const NO_WEIGHT: u32 = 1 << (b'-' % 32) | 1 << (b'_' % 32) | 1 << (b' ' % 32);
    let (mut letters, mut all) = (0, 0);
    for byte in name.as_bytes() {
        letters |= 1 << (byte % 32);
        all |= byte;
    }
    if all.is_ascii() { Some(letters & !NO_WEIGHT) } else { None }
}

/// How many letters of one name the other lacks, each of which takes an edit.
fn lacking(one: Option<u32>, other: Option<u32>) -> usize {
    let (Some(one), Some(other)) = (one, other) else { return 0 };
    (one & !other).count_ones().max((other & !one).count_ones()) as usize
}

fn has_weight(char: char) -> bool {
    !matches!(char, '-' | '_' | ' ')
}

/// Writes what weighs in a name to `letters`, in lower case, and nothing else.
fn write_letters(name: &str, letters: &mut Vec<char>) {
    letters.clear();
    letters.reserve(name.len());
    for char in name.chars() {
        if char.is_ascii() {
            if has_weight(char) {
                letters.push(char.to_ascii_lowercase());
            }
            continue;
        }
        for lower in char.to_lowercase() {
            letters.push(lower);
        }
    }
}

/// Two words without the characters that are the same at their starts and ends: nothing else has to be edited.
fn without_same_ends<'w>(word: &'w str, wanted: &'w str) -> (&'w str, &'w str) {
    let (mut left, mut right) = (word.as_bytes(), wanted.as_bytes());
    while let ([byte, others @ ..], [other, more @ ..]) = (left, right)
        && byte == other
    {
        (left, right) = (others, more);
    }
    // A character that is not the same may begin with the same byte.
    let start = word.floor_char_boundary(word.len() - left.len());
    let (word, wanted) = (word.get(start..), wanted.get(start..));
    let (word, wanted) = (word.unwrap_or_default(), wanted.unwrap_or_default());
    let (mut left, mut right) = (word.as_bytes(), wanted.as_bytes());
    while let ([others @ .., byte], [more @ .., other]) = (left, right)
        && byte == other
    {
        (left, right) = (others, more);
    }
    let word = word.get(..word.ceil_char_boundary(left.len()));
    let wanted = wanted.get(..wanted.ceil_char_boundary(right.len()));
    (word.unwrap_or_default(), wanted.unwrap_or_default())
}

/// How many letters of one word have to be changed, added, removed or swapped with the one beside them to make another of
/// it, none of them twice.
fn edits(word: &[char], wanted: &[char]) -> usize {
    if word.is_empty() || wanted.is_empty() {
        return word.len().max(wanted.len());
    }
    let at = |row: &[usize], at: usize| row.get(at).copied().unwrap_or_default();
    // What it takes to make the first letters of `wanted` of those of `word` that were seen: of none fewer, one and two.
    let row = || Vec::with_capacity(wanted.len() + 1);
    let (mut now, mut one_fewer, mut two_fewer) = (row(), row(), row());
    for count in 0..=wanted.len() {
        now.push(count);
    }
    let mut last = None;
    for (seen, letter) in word.iter().enumerate() {
        (two_fewer, one_fewer, now) = (one_fewer, now, two_fewer);
        now.clear();
        now.push(seen + 1);
        let mut left = None;
        for (index, wanted) in wanted.iter().enumerate() {
            let changed = at(&one_fewer, index) + usize::from(letter != wanted);
            let added_or_removed = at(&now, index).min(at(&one_fewer, index + 1)) + 1;
            let mut least = changed.min(added_or_removed);
            if last == Some(wanted) && left == Some(letter) {
                least = least.min(at(&two_fewer, index.saturating_sub(1)) + 1);
            }
            now.push(least);
            left = Some(wanted);
        }
        last = Some(letter);
    }
    now.last().copied().unwrap_or_default()
}

/// How many edits there are at least between two words. An edit changes one letter into another at most, so words whose letters
/// differ in too many can't be near: hardly any pair of names has to be compared letter by letter, which is quadratic.
fn at_least(word: &[char], wanted: &[char]) -> usize {
    let apart = word.len().abs_diff(wanted.len());
    if word.is_empty() || wanted.is_empty() {
        return apart;
    }
    // How many more of each letter one of them has; letters on the same place only make words seem nearer than they are.
    let mut more = [0_i16; 32];
    for (letters, by) in [(word, 1), (wanted, -1)] {
        for letter in letters {
            if let Some(count) = more.get_mut(*letter as usize % 32) {
                *count += by;
            }
        }
    }
    let mut all = 0;
    for count in &more {
        all += usize::from(count.unsigned_abs());
    }
    // Letters that only one has and letters that only the other has are changed into each other.
    (all + apart) / 2
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn letters(name: &str) -> Vec<char> {
        let mut letters = Vec::new();
        write_letters(name, &mut letters);
        letters
    }

    proptest! {
        #[test]
        fn edits_are_counted_as_strsim_counts_them(one in "[a-cäãéÃ©]{0,8}|\\PC{0,8}", other in "[a-cäãéÃ©]{0,8}|\\PC{0,8}") {
            let (left, right) = without_same_ends(&one, &other);
            let (left, right): (Vec<char>, Vec<char>) = (left.chars().collect(), right.chars().collect());
            prop_assert_eq!(edits(&left, &right), strsim::osa_distance(&one, &other));
        }

        /// The short cut never hides a name that is near enough.
        #[test]
        fn names_differ_at_least_by_their_letters(one in "[a-dÄß_K ]{0,9}", other in "[a-dÄß_K ]{0,9}") {
            let (one, other) = (letters(&one), letters(&other));
            let text = |letters: &[char]| letters.iter().collect::<String>();
            prop_assert!(at_least(&one, &other) <= strsim::osa_distance(&text(&one), &text(&other)));
        }

        #[test]
        fn the_first_of_the_nearest_is_meant(word in "[a-c]{1,6}", names in proptest::collection::vec("[a-c]{1,6}", 0..6)) {
            let allowed = (word.chars().count() / 3).max(1);
            let distances = names.iter().map(|name| (strsim::osa_distance(&word, name), name.as_str()));
            let expected = distances.filter(|(distance, _)| *distance <= allowed).min_by_key(|(distance, _)| *distance);
            let names = names.iter().map(String::as_str);
            prop_assert_eq!(nearest(&word, names), expected.map(|(_, name)| name));
        }
    }
}
