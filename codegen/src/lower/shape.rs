//! Lowering one schema to what a field may hold.

use wellhead_spec::model::{Additional, ConnectionStringSpec, Kind, Schema};

use super::{Cx, has_properties, number, object, option, value};
use crate::model::{Choice, ConnectionString, Integer, List, Number, Shape, Text};
use crate::names;

/// The shape of a value; `name` is the type's name, should it need one of its own.
pub(super) fn shape(cx: &mut Cx<'_>, schema: &Schema, name: &str) -> Shape {
    if let Some(string) = &schema.connection_string {
        return Shape::ConnectionString(connection_string(cx, schema, string, name));
    }
    if let Some(choices) = &schema.choices {
        let values = choices.value.iter().filter_map(|choice| choice.value.as_str());
        return Shape::Choice(choice(schema, values, name));
    }
    match kind(schema) {
        Some(Kind::String) if schema.secret => Shape::Secret(text(schema)),
        Some(Kind::String) => Shape::Text(text(schema)),
        Some(Kind::Integer) => Shape::Integer(integer(schema)),
        Some(Kind::Number) => Shape::Number(bounds(schema)),
        Some(Kind::Boolean) => Shape::Boolean,
        Some(Kind::Object) if has_properties(schema) => Shape::Object(object::object(
            cx,
            names::camel(name),
            schema,
            &value(&schema.description),
        )),
        Some(Kind::Object) => {
            match schema.object.additional.as_ref().map(|additional| &additional.value) {
                Some(Additional::Fitting(values)) => {
                    Shape::Map(Box::new(shape(cx, values, &format!("{name}Value"))))
                }
                _ => Shape::Json { object: true, secret: schema.secret },
            }
        }
        Some(Kind::Array) => list(cx, schema, name),
        Some(Kind::Null) | None => Shape::Json { object: false, secret: schema.secret },
    }
}

/// The type, said or implied: keywords for strings mean a string, properties an object.
fn kind(schema: &Schema) -> Option<Kind> {
    let said = schema.kind();
    let implied = || {
        let text = &schema.text;
        if has_properties(schema) {
            Some(Kind::Object)
        } else if schema.secret || text.pattern.is_some() || text.format.is_some() {
            Some(Kind::String)
        } else {
            None
        }
    };
    said.or_else(implied)
}

fn text(schema: &Schema) -> Text {
    Text {
        min_length: number(&schema.text.min_length).unwrap_or_default(),
        max_length: number(&schema.text.max_length),
        pattern: option(&schema.text.pattern),
        format: option(&schema.text.format),
        only: schema.only.as_ref().and_then(|only| only.value.as_str().map(str::to_owned)),
    }
}

fn choice<'v>(schema: &Schema, values: impl Iterator<Item = &'v str>, name: &str) -> Choice {
    let mut variants: Vec<(proc_macro2::Ident, String)> = Vec::new();
    for value in values {
        let plain = names::camel(value);
        // Values that differ in case or punctuation alone are told apart by number; the wire knows them by themselves.
        let taken = |ident: &proc_macro2::Ident| variants.iter().any(|(known, _)| known == ident);
        let numbered = (2..).map(|number| names::numbered(&plain, number));
        let ident = std::iter::once(plain.clone()).chain(numbered).find(|ident| !taken(ident));
        variants.push((ident.unwrap_or(plain), value.to_owned()));
    }
    Choice { name: names::camel(name), description: value(&schema.description), variants }
}

/// The narrowest type that the bounds fit in; without bounds, 64 bits.
fn integer(schema: &Schema) -> Integer {
    let rules = &schema.number;
    let lower = [
        number(&rules.minimum).map(|bound| bound.ceil() as i128),
        number(&rules.exclusive_minimum).map(|bound| bound.floor() as i128 + 1),
    ];
    let upper = [
        number(&rules.maximum).map(|bound| bound.floor() as i128),
        number(&rules.exclusive_maximum).map(|bound| bound.ceil() as i128 - 1),
    ];
    let min = lower.into_iter().flatten().max();
    let max = upper.into_iter().flatten().min();
    let (rust, narrowest, widest) = integer_type(min, max);
    Integer {
        rust: names::primitive(rust),
        min: min.unwrap_or(narrowest).clamp(narrowest, widest),
        max: max.unwrap_or(widest).clamp(narrowest, widest),
        multiple_of: number(&rules.multiple_of).map_or(1, |step| (step as i128).max(1)),
    }
}

fn integer_type(min: Option<i128>, max: Option<i128>) -> (&'static str, i128, i128) {
    macro_rules! range {
        ($integer:ty) => {
            (stringify!($integer), <$integer>::MIN as i128, <$integer>::MAX as i128)
        };
    }
    let unsigned = [range!(u8), range!(u16), range!(u32), range!(u64)];
    let signed = [range!(i8), range!(i16), range!(i32), range!(i64)];
    let is_unsigned = min.is_some_and(|min| min >= 0);
    let types = if is_unsigned { unsigned } else { signed };
    let [.., widest] = types;
    let (Some(min), Some(max)) = (min, max) else { return widest };
    types.into_iter().find(|(_, low, high)| *low <= min && max <= *high).unwrap_or(widest)
}

fn bounds(schema: &Schema) -> Number {
    let rules = &schema.number;
    let tighter = |inclusive: Option<f64>,
                   exclusive: Option<f64>,
                   is_tighter: fn(f64, f64) -> bool| match (inclusive, exclusive)
    {
        (Some(inclusive), Some(exclusive)) if is_tighter(inclusive, exclusive) => {
            Some((inclusive, false))
        }
        (_, Some(exclusive)) => Some((exclusive, true)),
        (inclusive, None) => inclusive.map(|inclusive| (inclusive, false)),
    };
    Number {
        min: tighter(number(&rules.minimum), number(&rules.exclusive_minimum), |one, other| {
            one > other
        }),
        max: tighter(number(&rules.maximum), number(&rules.exclusive_maximum), |one, other| {
            one < other
        }),
        multiple_of: number(&rules.multiple_of),
    }
}

fn list(cx: &mut Cx<'_>, schema: &Schema, name: &str) -> Shape {
    let rules = &schema.list;
    let items = match &rules.items {
        Some(items) => shape(cx, items, &format!("{name}Item")),
        None => Shape::Json { object: false, secret: schema.secret },
    };
    Shape::List(List {
        items: Box::new(items),
        min: number(&rules.min_items).unwrap_or_default(),
        max: number(&rules.max_items),
        unique: rules.unique,
    })
}

fn connection_string(
    cx: &mut Cx<'_>,
    schema: &Schema,
    string: &ConnectionStringSpec,
    name: &str,
) -> ConnectionString {
    let parts = names::camel(&format!("{name}Parts"));
    let description = value(&schema.description);
    ConnectionString {
        text: text(schema),
        dialect: string.dialect.value,
        parts: object::object(cx, parts, &string.parts, &description),
    }
}
