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
    let plain = simplified(word);
    let letters = Letters::of(&plain);
    let mut found = None;
    let mut limit = (plain.chars().count() / 3).max(1) + 1;
    for candidate in candidates.filter(|candidate| candidate.len() <= LONGEST) {
        if letters.differ_from(candidate) >= limit {
            continue;
        }
        let distance = edits(&plain, &simplified(candidate));
        if distance < limit {
            (found, limit) = (Some(candidate), distance);
        }
    }
    found
}

fn simplified(name: &str) -> String {
    let mut simple = String::with_capacity(name.len());
    for_each_letter(name, |letter| simple.push(letter));
    simple
}

/// Calls `take` with what weighs in a name, in lower case.
fn for_each_letter(name: &str, mut take: impl FnMut(char)) {
    for char in name.chars() {
        match char {
            '-' | '_' | ' ' => {}
            char if char.is_ascii() => take(char.to_ascii_lowercase()),
            char => char.to_lowercase().for_each(&mut take),
        }
    }
}

/// How many letters of one word have to be changed, added, removed or swapped with the one beside them to make another of
/// it, none of them twice.
fn edits(word: &str, wanted: &str) -> usize {
    let wanted: Vec<char> = wanted.chars().collect();
    let at = |row: &[usize], at: usize| row.get(at).copied().unwrap_or_default();
    // What it takes to make the first letters of `wanted` of those of `word` that were seen: of none fewer, one and two.
    let mut now: Vec<usize> = (0..=wanted.len()).collect();
    let (mut one_fewer, mut two_fewer) = (now.clone(), now.clone());
    let mut last = None;
    for (seen, letter) in word.chars().enumerate() {
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

/// How often each letter stands in a name. An edit changes one letter into another at most, so names whose letters differ in
/// too many can't be near: hardly any pair of names has to be compared letter by letter, which is quadratic.
struct Letters([i16; 32]);

impl Letters {
    fn of(name: &str) -> Self {
        let mut letters = Self([0; 32]);
        for_each_letter(name, |letter| letters.count(letter, 1));
        letters
    }

    /// Letters that fall on the same place only make names seem nearer than they are.
    fn count(&mut self, letter: char, by: i16) {
        if let Some(count) = self.0.get_mut(letter as usize % 32) {
            *count += by;
        }
    }

    /// How many edits there are at least between that name and this.
    fn differ_from(&self, name: &str) -> usize {
        let mut left = Self(self.0);
        for_each_letter(name, |letter| left.count(letter, -1));
        let (more, fewer) = left
            .0
            .iter()
            .fold((0, 0), |(more, fewer), count| (more + (*count).max(0), fewer - (*count).min(0)));
        usize::from(more.max(fewer).unsigned_abs())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn edits_are_counted_as_strsim_counts_them(one in "[a-c]{0,8}|\\PC{0,8}", other in "[a-c]{0,8}|\\PC{0,8}") {
            prop_assert_eq!(edits(&one, &other), strsim::osa_distance(&one, &other));
        }

        /// The short cut never hides a name that is near enough.
        #[test]
        fn names_differ_at_least_by_their_letters(one in "[a-dÄß_K ]{0,9}", other in "[a-dÄß_K ]{0,9}") {
            let distance = strsim::osa_distance(&simplified(&one), &simplified(&other));
            prop_assert!(Letters::of(&one).differ_from(&other) <= distance);
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
