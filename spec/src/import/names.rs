//! Slugs from the names that the service gives its specs.

use std::collections::HashMap;

use wellhead_runtime::json::Node;

/// The longest slug that is made of a name; an id's first part fits behind it.
const LONGEST: usize = 50;

/// The slug of a source that has none yet.
pub(super) enum Named {
    /// What its name makes.
    Alone(String),
    /// The same with the first part of its id, since another source has this name.
    WithId(String),
    /// The same, and another source has that as well.
    Twice(String),
    /// Its name makes none.
    Not,
}

impl Named {
    /// The slug; where there is none, a word to go on with.
    pub(super) fn into_slug(self) -> String {
        match self {
            Self::Alone(slug) | Self::WithId(slug) | Self::Twice(slug) => slug,
            Self::Not => "unnamed".into(),
        }
    }
}

/// A slug for each entry.
pub(super) fn slugs(entries: &[&Node<'_>]) -> Vec<Named> {
    let plain: Vec<String> = entries.iter().map(|entry| slug(text(entry, "name"))).collect();
    let with_id = |(entry, slug): (&&Node<'_>, &String)| with_id(slug, text(entry, "id"));
    let long: Vec<String> = entries.iter().zip(&plain).map(with_id).collect();
    let (plain_count, long_count) = (counted(&plain), counted(&long));
    let named = plain.iter().zip(&long).map(|(plain, long)| {
        if plain.is_empty() {
            Named::Not
        } else if plain_count.get(plain) == Some(&1) {
            Named::Alone(plain.clone())
        } else if long_count.get(long) == Some(&1) {
            Named::WithId(long.clone())
        } else {
            Named::Twice(long.clone())
        }
    });
    named.collect()
}

fn counted(slugs: &[String]) -> HashMap<&String, usize> {
    let mut count = HashMap::new();
    slugs.iter().for_each(|slug| *count.entry(slug).or_default() += 1);
    count
}

/// A name as a slug: what is neither letter nor digit becomes a dash.
fn slug(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|char| if char.is_ascii_alphanumeric() { char.to_ascii_lowercase() } else { '-' })
        .collect();
    let words: Vec<&str> = plain.split('-').filter(|word| !word.is_empty()).collect();
    let slug = words.join("-");
    let slug = match slug.chars().next() {
        Some(first) if first.is_ascii_digit() => format!("source-{slug}"),
        _ => slug,
    };
    slug.chars().take(LONGEST).collect::<String>().trim_end_matches('-').to_owned()
}

/// A slug with the first part of an id.
fn with_id(slug: &str, id: &str) -> String {
    let part = id.split('-').next().unwrap_or_default().chars();
    let part: String = part.filter(char::is_ascii_alphanumeric).take(8).collect();
    format!("{slug}-{}", part.to_ascii_lowercase())
}

fn text<'n>(entry: &'n Node<'_>, key: &str) -> &'n str {
    entry.get(key).and_then(Node::as_str).unwrap_or_default()
}
