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
    // A name that nobody wrote by hand is not worth the quadratic search.
    const LONGEST: usize = 256;
    if word.len() > LONGEST {
        return None;
    }
    let plain = simplified(word);
    let allowed = (plain.chars().count() / 3).max(1);
    candidates
        .into_iter()
        .filter(|candidate| candidate.len() <= LONGEST)
        .map(|candidate| (strsim::osa_distance(&plain, &simplified(candidate)), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

fn simplified(name: &str) -> String {
    name.chars()
        .filter(|char| !matches!(char, '-' | '_' | ' '))
        .flat_map(char::to_lowercase)
        .collect()
}
