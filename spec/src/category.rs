//! The platform's categories of sources.

/// Every category: its key, as in a spec's `uiAttributes.category.key`, and its title.
pub const CATEGORIES: [(&str, &str); 17] = [
    ("advertising", "Advertising"),
    ("analytics", "Analytics"),
    ("cloudStorage", "Cloud storage"),
    ("consentAndPreferences", "Consent and preferences"),
    ("crm", "CRM"),
    ("customerSuccess", "Customer success"),
    ("databases", "Databases"),
    ("dataPartners", "Data and identity partners"),
    ("ecommerce", "eCommerce"),
    ("localSystem", "Local system"),
    ("loyalty", "Loyalty"),
    ("marketingAutomation", "Marketing automation"),
    ("payments", "Payments"),
    ("protocols", "Protocols"),
    ("sdk", "Self-service"),
    ("streaming", "Streaming"),
    ("surveys", "Surveys"),
];

/// The title of the category of that key, or the key itself for one that is not listed.
pub fn title(key: &str) -> &str {
    CATEGORIES.iter().find(|(known, _)| *known == key).map_or(key, |(_, title)| title)
}

/// The Cargo feature that a category's sources stand behind in a crate that has one for each: its key in kebab-case.
/// A source of no listed category stands behind none.
pub fn feature(key: &str) -> Option<String> {
    let (key, _) = CATEGORIES.iter().find(|(known, _)| *known == key)?;
    let mut feature = String::with_capacity(key.len() + 2);
    for char in key.chars() {
        if char.is_ascii_uppercase() {
            feature.push('-');
        }
        feature.push(char.to_ascii_lowercase());
    }
    Some(feature)
}

#[cfg(test)]
mod tests {
    use super::feature;

    #[test]
    fn a_feature_is_the_key_in_kebab_case() {
        assert_eq!(feature("cloudStorage").as_deref(), Some("cloud-storage"));
        assert_eq!(feature("crm").as_deref(), Some("crm"));
        assert_eq!(feature("acmeTools"), None);
    }
}
