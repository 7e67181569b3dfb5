//! What a schema says, keyword by keyword, in the order in which it is checked. It is settled here for those who emit it
//! and for those who load it: both turn one keyword into one, and what stands inside it in the same way.

use wellhead_spec::model::{Additional, Combined, Kind, Schema, Text};

use crate::model::{Number, Text as TextRules};

/// The format that means base64, as `contentEncoding` does.
pub(crate) const BYTE: &str = "byte";

/// A keyword with its value; see `wellhead_runtime::Keyword` for what each means.
pub(crate) enum Keyword<'s> {
    Never,
    Type(Vec<Kind>),
    /// Each value as JSON text.
    Enum(Vec<String>),
    Const(String),
    Text(TextRules),
    Number(Number),
    Properties(Vec<Named<'s>>),
    PatternProperties(Vec<Named<'s>>),
    /// What members must fit that neither `names` nor the pattern properties of the same schema know; nothing fits
    /// where there is no schema.
    Additional {
        names: Vec<&'s str>,
        schema: Option<&'s Schema>,
    },
    PropertyNames(&'s Schema),
    Required(Vec<&'s str>),
    MinProperties(u32),
    MaxProperties(u32),
    Items {
        first: &'s [Schema],
        rest: Option<&'s Schema>,
    },
    Contains(&'s Schema),
    MinItems(u32),
    MaxItems(u32),
    Unique,
    AllOf(&'s [Schema]),
    AnyOf(&'s [Schema]),
    OneOf(&'s [Schema]),
    Not(&'s Schema),
    If {
        condition: &'s Schema,
        then: Option<&'s Schema>,
        otherwise: Option<&'s Schema>,
    },
    DependentRequired(Vec<(&'s str, Vec<&'s str>)>),
    DependentSchemas(Vec<Named<'s>>),
    Ref(&'s str),
}

/// A schema by a name or pattern.
pub(crate) type Named<'s> = (&'s str, &'s Schema);

/// Every keyword of a schema.
pub(crate) fn keywords(schema: &Schema) -> Vec<Keyword<'_>> {
    match schema.always {
        Some(true) => return Vec::new(),
        Some(false) => return vec![Keyword::Never],
        None => {}
    }
    if let Some(reference) = &schema.combined.reference {
        return vec![Keyword::Ref(&reference.value)];
    }
    let mut keywords = values(schema);
    keywords.extend(text(schema));
    keywords.extend(encoding(schema));
    keywords.extend(numbers(schema));
    keywords.extend(objects(schema));
    keywords.extend(arrays(schema));
    keywords.extend(combined(&schema.combined));
    keywords
}

fn values(schema: &Schema) -> Vec<Keyword<'_>> {
    let mut keywords = Vec::new();
    if !schema.kinds.is_empty() {
        let mut kinds = Vec::with_capacity(schema.kinds.len());
        for kind in &schema.kinds {
            kinds.push(kind.value);
        }
        keywords.push(Keyword::Type(kinds));
    }
    if let Some(choices) = &schema.choices {
        let mut texts = Vec::with_capacity(choices.value.len());
        for choice in &choices.value {
            texts.push(choice.value.to_string());
        }
        keywords.push(Keyword::Enum(texts));
    }
    if let Some(only) = &schema.only {
        keywords.push(Keyword::Const(only.value.to_string()));
    }
    keywords
}

fn text(schema: &Schema) -> Option<Keyword<'_>> {
    let text = TextRules {
        min_length: schema.text.min_length.as_ref().map_or(0, |length| length.value),
        max_length: schema.text.max_length.as_ref().map(|length| length.value),
        pattern: schema.text.pattern.as_ref().map(|pattern| pattern.value.clone()),
        format: schema.text.format.as_ref().map(|format| format.value.clone()),
        only: None,
    };
    let says = text.min_length > 0 || text.max_length.is_some() || text.pattern.is_some();
    (says || text.checked_format().is_some()).then_some(Keyword::Text(text))
}

/// An encoding stands beside the format.
fn encoding(schema: &Schema) -> Option<Keyword<'_>> {
    schema
        .text
        .encoding
        .as_ref()
        .map(|_| Keyword::Text(TextRules { format: Some(BYTE.into()), ..TextRules::default() }))
}

fn numbers(schema: &Schema) -> Vec<Keyword<'_>> {
    let rules = &schema.number;
    let mut keywords = Vec::new();
    let plain = (&rules.minimum, &rules.maximum, false);
    let exclusive = (&rules.exclusive_minimum, &rules.exclusive_maximum, true);
    for (min, max, is_out) in [plain, exclusive] {
        if let Some(min) = min {
            let min = Some((min.value, is_out));
            keywords.push(Keyword::Number(Number { min, ..Number::default() }));
        }
        if let Some(max) = max {
            let max = Some((max.value, is_out));
            keywords.push(Keyword::Number(Number { max, ..Number::default() }));
        }
    }
    if let Some(step) = &rules.multiple_of {
        let multiple_of = Some(step.value);
        keywords.push(Keyword::Number(Number { multiple_of, ..Number::default() }));
    }
    keywords
}

fn objects(schema: &Schema) -> Vec<Keyword<'_>> {
    let (object, combined) = (&schema.object, &schema.combined);
    let mut keywords = Vec::new();
    let mut properties = Vec::with_capacity(object.properties.len());
    let mut names = Vec::with_capacity(object.properties.len());
    for property in &object.properties {
        properties.push((property.name.value.as_str(), &property.schema));
        names.push(property.name.value.as_str());
    }
    if !properties.is_empty() {
        keywords.push(Keyword::Properties(properties));
    }
    if !combined.pattern_properties.is_empty() {
        keywords.push(Keyword::PatternProperties(named(&combined.pattern_properties)));
    }
    match object.additional.as_ref().map(|others| &others.value) {
        None | Some(Additional::Any) => {}
        Some(Additional::None) => keywords.push(Keyword::Additional { names, schema: None }),
        Some(Additional::Fitting(schema)) => {
            keywords.push(Keyword::Additional { names, schema: Some(schema) });
        }
    }
    if !object.required.is_empty() {
        keywords.push(Keyword::Required(self::names(&object.required)));
    }
    if let Some(names) = &combined.property_names {
        keywords.push(Keyword::PropertyNames(names));
    }
    if let Some(min) = &combined.min_properties {
        keywords.push(Keyword::MinProperties(min.value));
    }
    if let Some(max) = &combined.max_properties {
        keywords.push(Keyword::MaxProperties(max.value));
    }
    keywords
}

fn arrays(schema: &Schema) -> Vec<Keyword<'_>> {
    let mut keywords = Vec::new();
    let first = schema.combined.first_items.as_slice();
    let rest = schema.list.items.as_ref().or(schema.combined.rest_items.as_ref());
    if !first.is_empty() || rest.is_some() {
        keywords.push(Keyword::Items { first, rest: rest.map(Box::as_ref) });
    }
    if let Some(contains) = &schema.combined.contains {
        keywords.push(Keyword::Contains(contains));
    }
    if let Some(min) = &schema.list.min_items {
        keywords.push(Keyword::MinItems(min.value));
    }
    if let Some(max) = &schema.list.max_items {
        keywords.push(Keyword::MaxItems(max.value));
    }
    if schema.list.unique {
        keywords.push(Keyword::Unique);
    }
    keywords
}

fn combined(combined: &Combined) -> Vec<Keyword<'_>> {
    let mut keywords = Vec::new();
    if !combined.all_of.is_empty() {
        keywords.push(Keyword::AllOf(&combined.all_of));
    }
    if !combined.any_of.is_empty() {
        keywords.push(Keyword::AnyOf(&combined.any_of));
    }
    if !combined.one_of.is_empty() {
        keywords.push(Keyword::OneOf(&combined.one_of));
    }
    if let Some(not) = &combined.not {
        keywords.push(Keyword::Not(not));
    }
    if let Some(condition) = &combined.condition {
        let (then, otherwise) = (combined.then.as_deref(), combined.otherwise.as_deref());
        keywords.push(Keyword::If { condition, then, otherwise });
    }
    if !combined.dependent_required.is_empty() {
        let mut all = Vec::with_capacity(combined.dependent_required.len());
        for (name, needed) in &combined.dependent_required {
            all.push((name.value.as_str(), names(needed)));
        }
        keywords.push(Keyword::DependentRequired(all));
    }
    if !combined.dependent_schemas.is_empty() {
        keywords.push(Keyword::DependentSchemas(named(&combined.dependent_schemas)));
    }
    keywords
}

fn named(all: &[(Text, Schema)]) -> Vec<Named<'_>> {
    let mut named = Vec::with_capacity(all.len());
    for (name, schema) in all {
        named.push((name.value.as_str(), schema));
    }
    named
}

fn names(all: &[Text]) -> Vec<&str> {
    let mut names = Vec::with_capacity(all.len());
    for name in all {
        names.push(name.value.as_str());
    }
    names
}
