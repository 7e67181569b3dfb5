//! Which of some names is meant where nobody is asked. A help may propose what is further away, since a person decides.

/// The one name that is meant: the only one that is [alike](is_alike), or else the only one that is a letter apart.
pub(crate) fn only<'c>(name: &str, candidates: &[&'c str]) -> Option<&'c str> {
    let (mut alike, mut near) = (Vec::new(), Vec::new());
    for candidate in candidates {
        if is_alike(name, candidate) {
            alike.push(*candidate);
        } else if is_near(name, candidate) {
            near.push(*candidate);
        }
    }
    match (&alike[..], &near[..]) {
        ([only], _) | ([], [only]) => Some(only),
        _ => None,
    }
}

/// Whether two names differ in letter case, `-`, `_` and spaces at most: `client_id`, `clientId`.
pub(crate) fn is_alike(name: &str, other: &str) -> bool {
    letters(name) == letters(other)
}

/// Whether two names differ in one letter beside, or in two that changed places. Digits tell names apart: `key1` and `key2`
/// are two.
fn is_near(name: &str, other: &str) -> bool {
    let (name, other) = (letters(name), letters(other));
    let shorter = name.len().min(other.len());
    let (mut start, mut end) = (0, 0);
    while start < shorter && name.get(start) == other.get(start) {
        start += 1;
    }
    while end < shorter - start && name.iter().nth_back(end) == other.iter().nth_back(end) {
        end += 1;
    }
    let name = name.get(start..name.len() - end).unwrap_or_default();
    let other = other.get(start..other.len() - end).unwrap_or_default();
    let has_digit = name.iter().chain(other).any(char::is_ascii_digit);
    let is_near = match (name, other) {
        ([], [_]) | ([_], [] | [_]) => true,
        ([one, two], [three, four]) => one == four && two == three,
        _ => false,
    };
    is_near && !has_digit
}

fn letters(name: &str) -> Vec<char> {
    let mut letters = Vec::with_capacity(name.len());
    for char in name.chars() {
        if !matches!(char, '-' | '_' | ' ') {
            letters.extend(char.to_lowercase());
        }
    }
    letters
}

#[cfg(test)]
mod tests {
    use super::only;

    #[test]
    fn a_name_is_meant_if_no_other_one_may_be() {
        for (name, candidates, meant) in [
            ("clientId", &["client_id", "client_ids"][..], Some("client_id")),
            ("client_ld", &["client_id"], Some("client_id")),
            ("hots", &["host", "port"], Some("host")),
            ("clientId", &["client_id", "client-id"], None),
            ("hosts", &["host", "hosta"], None),
            ("key1", &["key2", "key3"], None),
            ("accessKey1", &["accessKey2"], None),
            ("accessKey1", &["accessKey"], None),
            ("accessKey1", &["access_key1", "accessKey2"], Some("access_key1")),
            ("key12", &["key21"], None),
            ("region", &["reason"], None),
        ] {
            assert_eq!(only(name, candidates), meant, "{name}");
        }
    }
}
