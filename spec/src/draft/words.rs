//! Names as people write them.

/// Words that are written in capitals.
const CAPITALS: [&str; 14] = [
    "api", "aws", "crm", "http", "https", "id", "ip", "jwt", "sas", "sftp", "sid", "sql", "uri",
    "url",
];

/// A slug or a param's name as a title: `acme-crm` is "Acme CRM", `clientId` is "Client ID".
pub fn title_of(name: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    let mut was_lower = false;
    for char in name.chars() {
        let starts = char.is_uppercase() && was_lower;
        was_lower = char.is_lowercase() || char.is_numeric();
        match words.last_mut() {
            _ if !char.is_alphanumeric() => words.push(String::new()),
            Some(word) if !starts => word.push(char),
            _ => words.push(char.into()),
        }
    }
    words.retain(|word| !word.is_empty());
    let first = |index: usize| index == 0;
    let titled = words.iter().enumerate().map(|(index, word)| titled(word, first(index), name));
    titled.collect::<Vec<_>>().join(" ")
}

/// A word of a title. In a slug every word is a name's; in a param's name only the first one starts a sentence.
fn titled(word: &str, is_first: bool, name: &str) -> String {
    let lower = word.to_lowercase();
    if CAPITALS.contains(&lower.as_str()) {
        return word.to_uppercase();
    }
    let is_name = name.contains('-') || is_first;
    let mut chars = lower.chars();
    match chars.next() {
        Some(char) if is_name => char.to_uppercase().chain(chars).collect(),
        _ => lower,
    }
}
