//! The table of a params object, and what it points to.

use wellhead_runtime::{
    AddressPiece, ConnectionStringRules, Constant, Dialect, Field, IntegerRules, JsonRules,
    ListRules, NumberRules, OneOfRules, Pattern, Shape, Table, TextRules,
};
use wellhead_spec::model;
use wellhead_spec::pattern::compile;

use super::schema::Definitions;
use super::{all_kept, kept, schema, text, texts};
use crate::model as lowered;
use crate::model::{ConnectionString, Object, Piece};

/// The table of an object; `definitions` are those of its auth spec.
pub(super) fn table(object: &Object, definitions: &mut Definitions) -> &'static Table {
    let fields: Vec<Field> = object.fields.iter().map(|one| field(one, definitions)).collect();
    kept(Table::new(
        all_kept(fields),
        object.additional.as_deref().map(|others| shape(others, definitions)),
        schema::also(object.also.as_ref(), definitions),
    ))
}

fn field(field: &lowered::Field, definitions: &mut Definitions) -> Field {
    Field {
        name: text(&field.wire),
        required: field.required,
        shape: shape(&field.shape, definitions),
        also: schema::also(field.also.as_ref(), definitions),
        about: text(&crate::about::text(&field.about)),
    }
}

fn shape(shape: &lowered::Shape, definitions: &mut Definitions) -> Shape {
    match shape {
        lowered::Shape::Text(rules) => Shape::Text(text_rules(rules)),
        lowered::Shape::Secret(rules) => Shape::Secret(text_rules(rules)),
        lowered::Shape::ConnectionString(string) => {
            Shape::ConnectionString(connection_string(string, definitions))
        }
        lowered::Shape::Integer(rules) => Shape::Integer(kept(IntegerRules {
            min: rules.min,
            max: rules.max,
            multiple_of: rules.multiple_of,
        })),
        lowered::Shape::Number(rules) => Shape::Number(number_rules(rules)),
        lowered::Shape::Boolean => Shape::Boolean,
        lowered::Shape::Choice(choice) => {
            Shape::Choice(texts(choice.variants.iter().map(|(_, value)| value)))
        }
        lowered::Shape::Object(object) => Shape::Object(table(object, definitions)),
        lowered::Shape::List(list) => Shape::List(kept(ListRules {
            items: self::shape(&list.items, definitions),
            min: list.min,
            max: list.max,
            unique: list.unique,
        })),
        lowered::Shape::Map(values) => Shape::Map(kept(self::shape(values, definitions))),
        lowered::Shape::Json { object, secret } => {
            Shape::Json(JsonRules { object: *object, secret: *secret })
        }
        lowered::Shape::Constant(constant) => Shape::Constant(match constant {
            lowered::Constant::Text(only) => Constant::Text(text(only)),
            lowered::Constant::Integer(only) => Constant::Integer((*only).into()),
            lowered::Constant::Boolean(only) => Constant::Boolean(*only),
        }),
        lowered::Shape::OneOf(one_of) => {
            let kinds = one_of.kinds.iter();
            let kinds = kinds.map(|kind| (text(&kind.name.to_string()), table(kind, definitions)));
            Shape::OneOf(kept(OneOfRules { kinds: all_kept(kinds), any: one_of.any }))
        }
        lowered::Shape::Nullable(inner) => Shape::Nullable(kept(self::shape(inner, definitions))),
    }
}

pub(super) fn text_rules(rules: &lowered::Text) -> &'static TextRules {
    kept(TextRules {
        min_length: rules.min_length,
        max_length: rules.max_length,
        pattern: rules.pattern.as_deref().map(pattern),
        format: rules.checked_format(),
        only: rules.only.as_deref().map(text),
    })
}

pub(super) fn pattern(pattern: &str) -> &'static Pattern {
    kept(Pattern::new(text(pattern), all_kept(compile(pattern).unwrap_or_default())))
}

pub(super) fn number_rules(rules: &lowered::Number) -> &'static NumberRules {
    let none = NumberRules::NONE;
    let (min, above) = rules.min.unwrap_or((none.min, none.above));
    let (max, below) = rules.max.unwrap_or((none.max, none.below));
    let multiple_of = rules.multiple_of.unwrap_or(none.multiple_of);
    kept(NumberRules { min, above, max, below, multiple_of })
}

fn connection_string(
    string: &ConnectionString,
    definitions: &mut Definitions,
) -> &'static ConnectionStringRules {
    kept(ConnectionStringRules {
        dialect: dialect(string),
        parts: table(&string.parts, definitions),
        keys: all_kept(string.parts.fields.iter().map(|part| texts(&part.keys))),
        text: text_rules(&string.text),
    })
}

fn dialect(string: &ConnectionString) -> Dialect {
    match &string.dialect {
        model::Dialect::AdoNet => Dialect::AdoNet,
        model::Dialect::Odbc => Dialect::Odbc,
        model::Dialect::AzureStorage => Dialect::AzureStorage,
        model::Dialect::Url(_) => {
            let pieces = string.address().into_iter().flatten().map(|piece| match piece {
                Piece::Text(always) => AddressPiece::Text(text(always)),
                Piece::Part(index) => AddressPiece::Part(index),
            });
            Dialect::Url(all_kept(pieces))
        }
    }
}
