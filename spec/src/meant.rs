//! Which of some names is meant where nobody is asked. A help may propose what is further away, since a person decides.

use wellhead_runtime::nearest;

/// The key that a help proposes: the one that only begins with `x-` or `$` beside, or else the nearest. A key of our own is a
/// misspelt one of our own.
pub(crate) fn key<'c>(key: &str, mut candidates: Vec<&'c str>) -> Option<&'c str> {
    for candidate in &candidates {
        if lacks_prefix(key, candidate) {
            return Some(candidate);
        }
    }
    if key.starts_with("x-") {
        candidates.retain(|candidate| candidate.starts_with("x-"));
    }
    nearest(key, candidates)
}

/// Whether `name` can hardly mean anything but `meant`, which a help proposes.
#[cfg(feature = "authoring")]
pub(crate) fn is_certain(name: &str, meant: &str) -> bool {
    lacks_prefix(name, meant) || is_alike(name, meant) || is_near(name, meant)
}

/// Whether `key` is `other` without what that begins with: `note` for `x-note`, `id` for `$id`.
fn lacks_prefix(key: &str, other: &str) -> bool {
    let bare = other.strip_prefix("x-").or_else(|| other.strip_prefix('$'));
    bare.is_some_and(|bare| is_alike(key, bare))
}

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
/// are two. So does every letter of the shortest: `id` is not `if`.
fn is_near(name: &str, other: &str) -> bool {
    let (name, other) = (letters(name), letters(other));
    let shorter = name.len().min(other.len());
    if shorter < 3 {
        return false;
    }
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
    use super::{key, only};

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
            ("id", &["ip"], None),
            ("ID", &["id"], Some("id")),
        ] {
            assert_eq!(only(name, candidates), meant, "{name}");
        }
    }

    #[test]
    fn a_key_that_lacks_its_prefix_is_meant_rather_than_a_near_one() {
        let keywords = ["not", "if", "x-note", "$id", "title"];
        for (name, meant) in [
            ("note", Some("x-note")),
            ("id", Some("$id")),
            ("nots", Some("not")),
            ("tilte", Some("title")),
            ("x-title", None),
        ] {
            assert_eq!(key(name, keywords.to_vec()), meant, "{name}");
        }
    }
}
