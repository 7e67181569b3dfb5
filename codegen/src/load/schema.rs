//! A schema as a value that stays: what validation looks at beside a shape.

use std::collections::HashMap;
use std::sync::OnceLock;

use wellhead_runtime::{Alone, Keyword, Pattern, Schema, Type};
use wellhead_spec::model::{self, Kind};

use super::table::{number_rules, pattern, text_rules};
use super::{all_kept, kept, text, texts};
use crate::keywords::{self, Named};
use crate::model::{self as lowered, Also};

/// The definitions that the schemas of an auth spec refer to, by their references. One may lead back to itself: what refers to it
/// holds its place, which is filled once it is made.
pub(super) type Definitions = HashMap<String, &'static OnceLock<Schema>>;

pub(super) fn also(also: Option<&Also>, definitions: &mut Definitions) -> Option<&'static Schema> {
    let also = also?;
    let mut loader = Loader { root: &also.root, definitions };
    let mut keywords = loader.keywords(&also.schema);
    keywords.extend(also.alone.as_ref().map(|alone| loader.alone(alone)));
    Some(kept(Schema::of(all_kept(keywords))))
}

struct Loader<'l> {
    root: &'l model::Schema,
    definitions: &'l mut Definitions,
}

impl Loader<'_> {
    fn schema(&mut self, schema: &model::Schema) -> Schema {
        Schema::of(all_kept(self.keywords(schema)))
    }

    fn keywords(&mut self, schema: &model::Schema) -> Vec<Keyword> {
        let mut patterns = Vec::new();
        let all = keywords::keywords(schema);
        all.iter().map(|keyword| self.keyword(keyword, &mut patterns)).collect()
    }

    /// `patterns` are those of the pattern properties of the same schema, which come before what refers to them. Long as it is, it
    /// is one match with an arm for each keyword.
    fn keyword(
        &mut self,
        keyword: &keywords::Keyword<'_>,
        patterns: &mut Vec<&'static Pattern>,
    ) -> Keyword {
        use keywords::Keyword as Said;
        match keyword {
            Said::Never => Keyword::Never,
            Said::Type(kinds) => Keyword::Type(all_kept(kinds.iter().map(|one| kind(*one)))),
            Said::Enum(values) => Keyword::Enum(texts(values)),
            Said::Const(value) => Keyword::Const(text(value)),
            Said::Text(rules) => Keyword::Text(text_rules(rules)),
            Said::Number(rules) => Keyword::Number(number_rules(rules)),
            Said::Properties(all) => Keyword::Properties(self.named(all)),
            Said::PatternProperties(all) => {
                Keyword::PatternProperties(self.by_pattern(all, patterns))
            }
            Said::Additional { names, schema } => Keyword::Additional {
                names: texts(names),
                patterns: all_kept(patterns.iter().copied()),
                schema: kept(match schema {
                    Some(schema) => self.schema(schema),
                    None => Schema::of(&[Keyword::Never]),
                }),
            },
            Said::PropertyNames(names) => Keyword::PropertyNames(self.one(names)),
            Said::Required(names) => Keyword::Required(texts(names)),
            Said::MinProperties(count) => Keyword::MinProperties(*count),
            Said::MaxProperties(count) => Keyword::MaxProperties(*count),
            Said::Items { first, rest } => {
                Keyword::Items { first: self.each(first), rest: self.perhaps(*rest) }
            }
            Said::Contains(element) => Keyword::Contains(self.one(element)),
            Said::MinItems(count) => Keyword::MinItems(*count),
            Said::MaxItems(count) => Keyword::MaxItems(*count),
            Said::Unique => Keyword::Unique,
            Said::AllOf(all) => Keyword::AllOf(self.each(all)),
            Said::AnyOf(all) => Keyword::AnyOf(self.each(all)),
            Said::OneOf(all) => Keyword::OneOf(self.each(all)),
            Said::Not(schema) => Keyword::Not(self.one(schema)),
            Said::If { condition, then, otherwise } => Keyword::If {
                condition: self.one(condition),
                then: self.perhaps(*then),
                otherwise: self.perhaps(*otherwise),
            },
            Said::DependentRequired(all) => {
                let all = all.iter().map(|(name, names)| (text(name), texts(names)));
                Keyword::DependentRequired(all_kept(all))
            }
            Said::DependentSchemas(all) => Keyword::DependentSchemas(self.named(all)),
            Said::Ref(reference) => Keyword::Definition(self.definition(reference)),
        }
    }

    fn definition(&mut self, reference: &str) -> &'static OnceLock<Schema> {
        if let Some(known) = self.definitions.get(reference) {
            return known;
        }
        let place = kept(OnceLock::new());
        self.definitions.insert(reference.to_owned(), place);
        if let Some(target) = self.root.definition(reference) {
            let schema = self.schema(target);
            place.get_or_init(|| schema);
        }
        place
    }

    fn alone(&mut self, alone: &lowered::Alone) -> Keyword {
        let others: Vec<Named<'_>> =
            alone.others.iter().map(|(name, other)| (name.as_str(), &**other)).collect();
        Keyword::Alone(kept(Alone {
            kind: text(&alone.kind),
            others: self.named(&others),
            by: texts(&alone.by),
        }))
    }

    fn one(&mut self, schema: &model::Schema) -> &'static Schema {
        kept(self.schema(schema))
    }

    fn perhaps(&mut self, schema: Option<&model::Schema>) -> Option<&'static Schema> {
        schema.map(|schema| self.one(schema))
    }

    fn each(&mut self, schemas: &[model::Schema]) -> &'static [Schema] {
        let schemas: Vec<Schema> = schemas.iter().map(|schema| self.schema(schema)).collect();
        all_kept(schemas)
    }

    fn named(&mut self, named: &[Named<'_>]) -> &'static [(&'static str, Schema)] {
        let all = named.iter().map(|(name, schema)| (text(name), self.schema(schema)));
        all_kept(all.collect::<Vec<_>>())
    }

    fn by_pattern(
        &mut self,
        all: &[Named<'_>],
        patterns: &mut Vec<&'static Pattern>,
    ) -> &'static [(&'static Pattern, Schema)] {
        let all = all.iter().map(|(source, schema)| {
            let pattern = pattern(source);
            patterns.push(pattern);
            (pattern, self.schema(schema))
        });
        all_kept(all.collect::<Vec<_>>())
    }
}

fn kind(kind: Kind) -> Type {
    match kind {
        Kind::String => Type::String,
        Kind::Integer => Type::Integer,
        Kind::Number => Type::Number,
        Kind::Boolean => Type::Boolean,
        Kind::Object => Type::Object,
        Kind::Array => Type::Array,
        Kind::Null => Type::Null,
    }
}
