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
