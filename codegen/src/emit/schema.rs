//! A schema as a static value: what validation looks at beside a shape.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use wellhead_spec::model::{Additional, Kind, Schema, Text};

use super::table::{Statics, text_rules};
use crate::model::{Alone, Also, Text as TextModel};

/// `Some(&Schema…)`, or `None`.
pub(super) fn also(also: Option<&Also>, owner: &str, statics: &mut Statics) -> TokenStream {
    let Some(also) = also else { return quote!(None) };
    let mut emitter = Emitter { root: &also.root, owner, statics };
    let mut keywords = emitter.keywords(&also.schema);
    keywords.extend(also.alone.as_ref().map(|alone| emitter.alone(alone)));
    quote!(Some(&runtime::Schema::of(&[#(#keywords),*])))
}

struct Emitter<'e> {
    root: &'e Schema,
    owner: &'e str,
    statics: &'e mut Statics,
}

impl Emitter<'_> {
    fn schema(&mut self, schema: &Schema) -> TokenStream {
        let keywords = self.keywords(schema);
        quote!(runtime::Schema::of(&[#(#keywords),*]))
    }

    fn keywords(&mut self, schema: &Schema) -> Vec<TokenStream> {
        match schema.always {
            Some(true) => return Vec::new(),
            Some(false) => return vec![quote!(runtime::Keyword::Never)],
            None => {}
        }
        if let Some(reference) = &schema.combined.reference {
            return vec![self.reference(reference)];
        }
        let mut keywords = values(schema);
        keywords.extend(self.text(schema));
        keywords.extend(encoding(schema));
        keywords.extend(number(schema));
        self.objects(schema, &mut keywords);
        self.arrays(schema, &mut keywords);
        self.combined(schema, &mut keywords);
        keywords
    }

    /// A definition is a static of its own, made once: it may lead back to itself.
    fn reference(&mut self, reference: &Text) -> TokenStream {
        let (name, is_new) = self.statics.definition(reference);
        if is_new && let Some(target) = self.root.definition(reference) {
            let target = target.clone();
            let schema = self.schema(&target);
            self.statics.push(quote!(static #name: runtime::Schema = #schema;));
        }
        quote!(runtime::Keyword::Ref(&#name))
    }

    fn alone(&mut self, alone: &Alone) -> TokenStream {
        let (kind, by) = (&alone.kind, &alone.by);
        let others = alone.others.iter().map(|(name, other)| {
            let other = self.schema(other);
            quote!((#name, #other))
        });
        let others: Vec<_> = others.collect();
        quote!(runtime::Keyword::Alone(&runtime::Alone {
            kind: #kind, others: &[#(#others),*], by: &[#(#by),*]
        }))
    }

    fn text(&mut self, schema: &Schema) -> Option<TokenStream> {
        let text = TextModel {
            min_length: schema.text.min_length.as_ref().map_or(0, |length| length.value),
            max_length: schema.text.max_length.as_ref().map(|length| length.value),
            pattern: schema.text.pattern.as_ref().map(|pattern| pattern.value.clone()),
            format: schema.text.format.as_ref().map(|format| format.value.clone()),
            only: None,
        };
        let says = text.min_length > 0 || text.max_length.is_some() || text.pattern.is_some();
        let checked = text.format.as_deref().and_then(wellhead_spec::Format::named).is_some();
        let rules = (says || checked).then(|| text_rules(&text, self.owner, self.statics));
        rules.map(|rules| quote!(runtime::Keyword::Text(#rules)))
    }

    fn objects(&mut self, schema: &Schema, keywords: &mut Vec<TokenStream>) {
        let object = &schema.object;
        if !object.properties.is_empty() {
            let named = object.properties.iter().map(|property| (&property.name, &property.schema));
            let entries = self.named(named);
            keywords.push(quote!(runtime::Keyword::Properties(&[#(#entries),*])));
        }
        let mut patterns = Vec::new();
        for (pattern, inner) in &schema.combined.pattern_properties {
            let pattern = self.statics.pattern(self.owner, pattern);
            let inner = self.schema(inner);
            patterns.push((pattern, inner));
        }
        if !patterns.is_empty() {
            let entries = patterns.iter().map(|(pattern, inner)| quote!((#pattern, #inner)));
            keywords.push(quote!(runtime::Keyword::PatternProperties(&[#(#entries),*])));
        }
        if let Some(rest) = object.additional.as_ref().and_then(|rest| self.others(&rest.value)) {
            let names = object.properties.iter().map(|property| &property.name.value);
            let patterns = patterns.iter().map(|(pattern, _)| pattern);
            keywords.push(quote!(runtime::Keyword::Additional {
                names: &[#(#names),*], patterns: &[#(#patterns),*], schema: &#rest
            }));
        }
        if !object.required.is_empty() {
            let names = object.required.iter().map(|name| &name.value);
            keywords.push(quote!(runtime::Keyword::Required(&[#(#names),*])));
        }
        if let Some(names) = &schema.combined.property_names {
            let names = self.schema(names);
            keywords.push(quote!(runtime::Keyword::PropertyNames(&#names)));
        }
        count(
            quote!(MinProperties),
            schema.combined.min_properties.as_ref().map(|count| count.value),
            keywords,
        );
        count(
            quote!(MaxProperties),
            schema.combined.max_properties.as_ref().map(|count| count.value),
            keywords,
        );
    }

    fn others(&mut self, additional: &Additional) -> Option<TokenStream> {
        match additional {
            Additional::Any => None,
            Additional::None => Some(quote!(runtime::Schema::of(&[runtime::Keyword::Never]))),
            Additional::Fitting(schema) => Some(self.schema(schema)),
        }
    }

    fn arrays(&mut self, schema: &Schema, keywords: &mut Vec<TokenStream>) {
        let first: Vec<_> =
            schema.combined.first_items.iter().map(|item| self.schema(item)).collect();
        let rest = schema.list.items.as_ref().or(schema.combined.rest_items.as_ref());
        if !first.is_empty() || rest.is_some() {
            let rest = match rest.map(|rest| self.schema(rest)) {
                Some(rest) => quote!(Some(&#rest)),
                None => quote!(None),
            };
            keywords.push(quote!(runtime::Keyword::Items { first: &[#(#first),*], rest: #rest }));
        }
        if let Some(contains) = &schema.combined.contains {
            let contains = self.schema(contains);
            keywords.push(quote!(runtime::Keyword::Contains(&#contains)));
        }
        count(quote!(MinItems), schema.list.min_items.as_ref().map(|count| count.value), keywords);
        count(quote!(MaxItems), schema.list.max_items.as_ref().map(|count| count.value), keywords);
        if schema.list.unique {
            keywords.push(quote!(runtime::Keyword::Unique));
        }
    }

    fn combined(&mut self, schema: &Schema, keywords: &mut Vec<TokenStream>) {
        let combined = &schema.combined;
        for (name, schemas) in [
            (quote!(AllOf), &combined.all_of),
            (quote!(AnyOf), &combined.any_of),
            (quote!(OneOf), &combined.one_of),
        ] {
            if !schemas.is_empty() {
                let schemas: Vec<_> = schemas.iter().map(|schema| self.schema(schema)).collect();
                keywords.push(quote!(runtime::Keyword::#name(&[#(#schemas),*])));
            }
        }
        if let Some(not) = &combined.not {
            let not = self.schema(not);
            keywords.push(quote!(runtime::Keyword::Not(&#not)));
        }
        if let Some(condition) = &combined.condition {
            let condition = self.schema(condition);
            let [then, otherwise] =
                [&combined.then, &combined.otherwise].map(|branch| match branch {
                    Some(branch) => {
                        let branch = self.schema(branch);
                        quote!(Some(&#branch))
                    }
                    None => quote!(None),
                });
            keywords.push(quote!(runtime::Keyword::If {
                condition: &#condition, then: #then, otherwise: #otherwise
            }));
        }
        if !combined.dependent_required.is_empty() {
            let entries = combined.dependent_required.iter().map(|(name, names)| {
                let (name, names) = (&name.value, names.iter().map(|name| &name.value));
                quote!((#name, &[#(#names),*]))
            });
            keywords.push(quote!(runtime::Keyword::DependentRequired(&[#(#entries),*])));
        }
        if !combined.dependent_schemas.is_empty() {
            let entries =
                self.named(combined.dependent_schemas.iter().map(|(name, schema)| (name, schema)));
            keywords.push(quote!(runtime::Keyword::DependentSchemas(&[#(#entries),*])));
        }
    }

    fn named<'a>(
        &mut self,
        named: impl Iterator<Item = (&'a Text, &'a Schema)>,
    ) -> Vec<TokenStream> {
        named
            .map(|(name, schema)| {
                let name = &name.value;
                let schema = self.schema(schema);
                quote!((#name, #schema))
            })
            .collect()
    }
}

/// An encoding stands beside the format.
fn encoding(schema: &Schema) -> Option<TokenStream> {
    schema.text.encoding.as_ref().map(|_| {
        quote!(runtime::Keyword::Text(&runtime::TextRules {
            format: Some(runtime::Format::Byte),
            ..runtime::TextRules::NONE
        }))
    })
}

fn values(schema: &Schema) -> Vec<TokenStream> {
    let mut keywords = Vec::new();
    if !schema.kinds.is_empty() {
        let kinds = schema.kinds.iter().map(|kind| match kind.value {
            Kind::String => quote!(runtime::Type::String),
            Kind::Integer => quote!(runtime::Type::Integer),
            Kind::Number => quote!(runtime::Type::Number),
            Kind::Boolean => quote!(runtime::Type::Boolean),
            Kind::Object => quote!(runtime::Type::Object),
            Kind::Array => quote!(runtime::Type::Array),
            Kind::Null => quote!(runtime::Type::Null),
        });
        keywords.push(quote!(runtime::Keyword::Type(&[#(#kinds),*])));
    }
    if let Some(choices) = &schema.choices {
        let texts = choices.value.iter().map(|choice| choice.value.to_string());
        keywords.push(quote!(runtime::Keyword::Enum(&[#(#texts),*])));
    }
    if let Some(only) = &schema.only {
        let text = only.value.to_string();
        keywords.push(quote!(runtime::Keyword::Const(#text)));
    }
    keywords
}

fn number(schema: &Schema) -> Vec<TokenStream> {
    let rules = &schema.number;
    let value = |number: &Option<wellhead_spec::model::Spanned<f64>>| {
        number.as_ref().map(|number| Literal::f64_unsuffixed(number.value))
    };
    let members = [
        value(&rules.minimum).map(|min| quote!(min: #min)),
        value(&rules.maximum).map(|max| quote!(max: #max)),
        value(&rules.exclusive_minimum).map(|min| quote!(min: #min, above: true)),
        value(&rules.exclusive_maximum).map(|max| quote!(max: #max, below: true)),
        value(&rules.multiple_of).map(|step| quote!(multiple_of: #step)),
    ];
    let members = members.into_iter().flatten();
    members
        .map(|member| quote!(runtime::Keyword::Number(&runtime::NumberRules { #member, ..runtime::NumberRules::NONE })))
        .collect()
}

fn count(keyword: TokenStream, count: Option<u32>, keywords: &mut Vec<TokenStream>) {
    if let Some(count) = count.map(Literal::u32_unsuffixed) {
        keywords.push(quote!(runtime::Keyword::#keyword(#count)));
    }
}
