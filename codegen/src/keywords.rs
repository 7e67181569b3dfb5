//! What a schema says, keyword by keyword, in the order in which it is checked. It is settled here for those who emit it
//! and for those who load it: both turn one keyword into one, and what stands inside it in the same way.

use wellhead_spec::model::{Additional, Combined, Kind, Schema, Spanned, Text};

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
        keywords.push(Keyword::Type(schema.kinds.iter().map(|kind| kind.value).collect()));
    }
    if let Some(choices) = &schema.choices {
        let texts = choices.value.iter().map(|choice| choice.value.to_string());
        keywords.push(Keyword::Enum(texts.collect()));
    }
    keywords.extend(schema.only.as_ref().map(|only| Keyword::Const(only.value.to_string())));
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

fn numbers(schema: &Schema) -> impl Iterator<Item = Keyword<'_>> {
    let rules = &schema.number;
    let bound = |bound: &Option<Spanned<f64>>, is_out| {
        bound.as_ref().map(|bound: &Spanned<f64>| (bound.value, is_out))
    };
    let min = |min| Number { min, ..Number::default() };
    let max = |max| Number { max, ..Number::default() };
    let step = rules.multiple_of.as_ref().map(|step| step.value);
    let all = [
        min(bound(&rules.minimum, false)),
        max(bound(&rules.maximum, false)),
        min(bound(&rules.exclusive_minimum, true)),
        max(bound(&rules.exclusive_maximum, true)),
        Number { multiple_of: step, ..Number::default() },
    ];
    let said =
        |rules: &Number| rules.min.is_some() || rules.max.is_some() || rules.multiple_of.is_some();
    all.into_iter().filter(said).map(Keyword::Number)
}

fn objects(schema: &Schema) -> Vec<Keyword<'_>> {
    let (object, combined) = (&schema.object, &schema.combined);
    let mut keywords = Vec::new();
    if !object.properties.is_empty() {
        let all = object.properties.iter();
        let named = all.map(|property| (property.name.value.as_str(), &property.schema));
        keywords.push(Keyword::Properties(named.collect()));
    }
    if !combined.pattern_properties.is_empty() {
        keywords.push(Keyword::PatternProperties(named(&combined.pattern_properties)));
    }
    let others = match object.additional.as_ref().map(|others| &others.value) {
        None | Some(Additional::Any) => None,
        Some(Additional::None) => Some(None),
        Some(Additional::Fitting(schema)) => Some(Some(schema.as_ref())),
    };
    if let Some(schema) = others {
        let all = object.properties.iter();
        let names = all.map(|property| property.name.value.as_str()).collect();
        keywords.push(Keyword::Additional { names, schema });
    }
    if !object.required.is_empty() {
        keywords.push(Keyword::Required(names(&object.required)));
    }
    keywords.extend(combined.property_names.as_deref().map(Keyword::PropertyNames));
    keywords.extend(combined.min_properties.as_ref().map(|min| Keyword::MinProperties(min.value)));
    keywords.extend(combined.max_properties.as_ref().map(|max| Keyword::MaxProperties(max.value)));
    keywords
}

fn arrays(schema: &Schema) -> Vec<Keyword<'_>> {
    let mut keywords = Vec::new();
    let first = schema.combined.first_items.as_slice();
    let rest = schema.list.items.as_ref().or(schema.combined.rest_items.as_ref());
    if !first.is_empty() || rest.is_some() {
        keywords.push(Keyword::Items { first, rest: rest.map(Box::as_ref) });
    }
    keywords.extend(schema.combined.contains.as_deref().map(Keyword::Contains));
    keywords.extend(schema.list.min_items.as_ref().map(|min| Keyword::MinItems(min.value)));
    keywords.extend(schema.list.max_items.as_ref().map(|max| Keyword::MaxItems(max.value)));
    keywords.extend(schema.list.unique.then_some(Keyword::Unique));
    keywords
}

fn combined(combined: &Combined) -> Vec<Keyword<'_>> {
    let mut keywords = Vec::new();
    for (keyword, schemas) in [
        (Keyword::AllOf as fn(_) -> _, &combined.all_of),
        (Keyword::AnyOf, &combined.any_of),
        (Keyword::OneOf, &combined.one_of),
    ] {
        keywords.extend((!schemas.is_empty()).then(|| keyword(schemas.as_slice())));
    }
    keywords.extend(combined.not.as_deref().map(Keyword::Not));
    keywords.extend(combined.condition.as_deref().map(|condition| Keyword::If {
        condition,
        then: combined.then.as_deref(),
        otherwise: combined.otherwise.as_deref(),
    }));
    if !combined.dependent_required.is_empty() {
        let all = combined.dependent_required.iter();
        let all = all.map(|(name, needed)| (name.value.as_str(), names(needed)));
        keywords.push(Keyword::DependentRequired(all.collect()));
    }
    if !combined.dependent_schemas.is_empty() {
        keywords.push(Keyword::DependentSchemas(named(&combined.dependent_schemas)));
    }
    keywords
}

fn named(all: &[(Text, Schema)]) -> Vec<Named<'_>> {
    all.iter().map(|(name, schema)| (name.value.as_str(), schema)).collect()
}

fn names(all: &[Text]) -> Vec<&str> {
    all.iter().map(|name| name.value.as_str()).collect()
}
