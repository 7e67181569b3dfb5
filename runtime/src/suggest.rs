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
    nearest_of(word, &mut candidates.into_iter())
}

/// Compiled once, whatever the candidates come from.
fn nearest_of<'c>(word: &str, candidates: &mut dyn Iterator<Item = &'c str>) -> Option<&'c str> {
    // A name that nobody wrote by hand is not worth the quadratic search.
    const LONGEST: usize = 256;
    if word.len() > LONGEST {
        return None;
    }
    let count = word.chars().filter(|letter| has_weight(*letter)).count();
    let of_word = letters_of(word);
    // Hardly any name comes so far that its letters are written down.
    let (mut left, mut right) = (Vec::new(), Vec::new());
    let mut found = None;
    let mut limit = (count / 3).max(1) + 1;
    for candidate in candidates.filter(|candidate| candidate.len() <= LONGEST) {
        // It has no more letters than bytes.
        let is_short = count >= candidate.len() + limit;
        if is_short || lacking(of_word, letters_of(candidate)) >= limit {
            continue;
        }
        let (word, wanted) = without_same_ends(word, candidate);
        write_letters(word, &mut left);
        write_letters(wanted, &mut right);
        if at_least(&left, &right) >= limit {
            continue;
        }
        let distance = edits(&left, &right);
        if distance < limit {
            (found, limit) = (Some(candidate), distance);
        }
    }
    found
}

/// The letters of a name in ASCII as bits; a bit may stand for several. Those of marks that weigh nothing are never set.
fn letters_of(name: &str) -> Option<u32> {
    const NO_WEIGHT: u32 = 1 << (b'-' % 32) | 1 << (b'_' % 32) | 1 << (b' ' % 32);
    let (mut letters, mut all) = (0, 0);
    for byte in name.bytes() {
        letters |= 1 << (byte % 32);
        all |= byte;
    }
    all.is_ascii().then_some(letters & !NO_WEIGHT)
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
    if !name.is_ascii() {
        let chars = name.chars().filter(|char| has_weight(*char));
        return letters.extend(chars.flat_map(char::to_lowercase));
    }
    for byte in name.bytes() {
        let letter = char::from(byte.to_ascii_lowercase());
        if has_weight(letter) {
            letters.push(letter);
        }
    }
}

/// Two words without the characters that are the same at their starts and ends: nothing else has to be edited.
fn without_same_ends<'w>(word: &'w str, wanted: &'w str) -> (&'w str, &'w str) {
    let both = word.bytes().zip(wanted.bytes());
    let start = word.floor_char_boundary(both.take_while(|(byte, other)| byte == other).count());
    let word = word.get(start..).unwrap_or_default();
    let wanted = wanted.get(start..).unwrap_or_default();
    let both = word.bytes().rev().zip(wanted.bytes().rev());
    let end = both.take_while(|(byte, other)| byte == other).count();
    let before = |name: &'w str| name.get(..name.ceil_char_boundary(name.len() - end));
    (before(word).unwrap_or_default(), before(wanted).unwrap_or_default())
}

/// How many letters of one word have to be changed, added, removed or swapped with the one beside them to make another of
/// it, none of them twice.
fn edits(word: &[char], wanted: &[char]) -> usize {
    if word.is_empty() || wanted.is_empty() {
        return word.len().max(wanted.len());
    }
    let at = |row: &[usize], at: usize| row.get(at).copied().unwrap_or_default();
    // What it takes to make the first letters of `wanted` of those of `word` that were seen: of none fewer, one and two.
    let mut now: Vec<usize> = (0..=wanted.len()).collect();
    let (mut one_fewer, mut two_fewer) = (now.clone(), now.clone());
    let mut last = None;
    for (seen, letter) in word.iter().copied().enumerate() {
        (two_fewer, one_fewer, now) = (one_fewer, now, two_fewer);
        now.clear();
        now.push(seen + 1);
        let mut left = None;
        for (index, wanted) in wanted.iter().copied().enumerate() {
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
    let all = more.iter().map(|count| usize::from(count.unsigned_abs())).sum::<usize>();
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
