//! A schema as a static value: what validation looks at beside a shape.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use wellhead_spec::model::{Kind, Schema};

use super::table::{Statics, text_rules};
use crate::keywords::{Keyword, Named, keywords};
use crate::model::{Alone, Also, Number};

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
        let mut patterns = Vec::new();
        let all = keywords(schema);
        let all = all.iter().map(|keyword| {
            let keyword = self.keyword(keyword, &mut patterns);
            quote!(runtime::Keyword::#keyword)
        });
        all.collect()
    }

    /// `patterns` are those of the pattern properties of the same schema, which come before what refers to them.
    fn keyword(&mut self, keyword: &Keyword<'_>, patterns: &mut Vec<TokenStream>) -> TokenStream {
        match keyword {
            Keyword::Never => quote!(Never),
            Keyword::Type(kinds) => listed(quote!(Type), kinds.iter().map(|one| kind(*one))),
            Keyword::Enum(texts) => quote!(Enum(&[#(#texts),*])),
            Keyword::Const(text) => quote!(Const(#text)),
            Keyword::Text(text) => {
                let rules = text_rules(text, self.owner, self.statics);
                quote!(Text(#rules))
            }
            Keyword::Number(rules) => number(rules),
            Keyword::Properties(all) => listed(quote!(Properties), self.named(all)),
            Keyword::PatternProperties(all) => {
                listed(quote!(PatternProperties), self.by_pattern(all, patterns))
            }
            Keyword::Additional { names, schema } => self.additional(names, *schema, patterns),
            Keyword::PropertyNames(names) => self.one(quote!(PropertyNames), names),
            Keyword::Required(names) => quote!(Required(&[#(#names),*])),
            Keyword::MinProperties(count) => counted(quote!(MinProperties), *count),
            Keyword::MaxProperties(count) => counted(quote!(MaxProperties), *count),
            Keyword::Items { first, rest } => self.items(first, *rest),
            Keyword::Contains(element) => self.one(quote!(Contains), element),
            Keyword::MinItems(count) => counted(quote!(MinItems), *count),
            Keyword::MaxItems(count) => counted(quote!(MaxItems), *count),
            Keyword::Unique => quote!(Unique),
            Keyword::AllOf(all) => listed(quote!(AllOf), self.each(all)),
            Keyword::AnyOf(all) => listed(quote!(AnyOf), self.each(all)),
            Keyword::OneOf(all) => listed(quote!(OneOf), self.each(all)),
            Keyword::Not(schema) => self.one(quote!(Not), schema),
            Keyword::If { condition, then, otherwise } => {
                let condition = self.schema(condition);
                let [then, otherwise] = [then, otherwise].map(|branch| self.perhaps(*branch));
                quote!(If { condition: &#condition, then: #then, otherwise: #otherwise })
            }
            Keyword::DependentRequired(all) => {
                let entries = all.iter().map(|(name, names)| quote!((#name, &[#(#names),*])));
                listed(quote!(DependentRequired), entries)
            }
            Keyword::DependentSchemas(all) => listed(quote!(DependentSchemas), self.named(all)),
            Keyword::Ref(reference) => self.reference(reference),
        }
    }

    fn additional(
        &mut self,
        names: &[&str],
        schema: Option<&Schema>,
        patterns: &[TokenStream],
    ) -> TokenStream {
        let schema = match schema {
            Some(schema) => self.schema(schema),
            None => quote!(runtime::Schema::of(&[runtime::Keyword::Never])),
        };
        quote!(Additional { names: &[#(#names),*], patterns: &[#(#patterns),*], schema: &#schema })
    }

    fn items(&mut self, first: &[Schema], rest: Option<&Schema>) -> TokenStream {
        let first = self.each(first);
        let rest = self.perhaps(rest);
        quote!(Items { first: &[#(#first),*], rest: #rest })
    }

    /// A definition is a static of its own, made once: it may lead back to itself.
    fn reference(&mut self, reference: &str) -> TokenStream {
        let (name, is_new) = self.statics.definition(reference);
        if is_new && let Some(target) = self.root.definition(reference) {
            let schema = self.schema(target);
            self.statics.push(quote!(static #name: runtime::Schema = #schema;));
        }
        quote!(Ref(&#name))
    }

    fn alone(&mut self, alone: &Alone) -> TokenStream {
        let (kind, by) = (&alone.kind, &alone.by);
        let others: Vec<Named<'_>> =
            alone.others.iter().map(|(name, other)| (name.as_str(), &**other)).collect();
        let others = self.named(&others);
        quote!(runtime::Keyword::Alone(&runtime::Alone {
            kind: #kind, others: &[#(#others),*], by: &[#(#by),*]
        }))
    }

    fn one(&mut self, name: TokenStream, schema: &Schema) -> TokenStream {
        let schema = self.schema(schema);
        quote!(#name(&#schema))
    }

    fn perhaps(&mut self, schema: Option<&Schema>) -> TokenStream {
        match schema.map(|schema| self.schema(schema)) {
            Some(schema) => quote!(Some(&#schema)),
            None => quote!(None),
        }
    }

    fn each(&mut self, schemas: &[Schema]) -> Vec<TokenStream> {
        schemas.iter().map(|schema| self.schema(schema)).collect()
    }

    fn named(&mut self, named: &[Named<'_>]) -> Vec<TokenStream> {
        let entries = named.iter().map(|(name, schema)| {
            let schema = self.schema(schema);
            quote!((#name, #schema))
        });
        entries.collect()
    }

    fn by_pattern(
        &mut self,
        all: &[Named<'_>],
        patterns: &mut Vec<TokenStream>,
    ) -> Vec<TokenStream> {
        let entries = all.iter().map(|(pattern, schema)| {
            let pattern = self.statics.pattern(self.owner, pattern);
            let schema = self.schema(schema);
            patterns.push(pattern.clone());
            quote!((#pattern, #schema))
        });
        entries.collect()
    }
}

fn listed(name: TokenStream, entries: impl IntoIterator<Item = TokenStream>) -> TokenStream {
    let entries = entries.into_iter();
    quote!(#name(&[#(#entries),*]))
}

fn kind(kind: Kind) -> TokenStream {
    match kind {
        Kind::String => quote!(runtime::Type::String),
        Kind::Integer => quote!(runtime::Type::Integer),
        Kind::Number => quote!(runtime::Type::Number),
        Kind::Boolean => quote!(runtime::Type::Boolean),
        Kind::Object => quote!(runtime::Type::Object),
        Kind::Array => quote!(runtime::Type::Array),
        Kind::Null => quote!(runtime::Type::Null),
    }
}

/// One bound, or a step.
fn number(rules: &Number) -> TokenStream {
    let mut members = Vec::new();
    for (name, out, bound) in
        [(quote!(min), quote!(above), rules.min), (quote!(max), quote!(below), rules.max)]
    {
        let Some((bound, is_out)) = bound else { continue };
        let bound = Literal::f64_unsuffixed(bound);
        members.push(quote!(#name: #bound));
        members.extend(is_out.then(|| quote!(#out: true)));
    }
    if let Some(step) = rules.multiple_of.map(Literal::f64_unsuffixed) {
        members.push(quote!(multiple_of: #step));
    }
    quote!(Number(&runtime::NumberRules { #(#members,)* ..runtime::NumberRules::NONE }))
}

fn counted(name: TokenStream, count: u32) -> TokenStream {
    let count = Literal::u32_unsuffixed(count);
    quote!(#name(#count))
}
