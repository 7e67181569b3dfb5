//! Lowering one schema to what a field may hold.

use std::collections::BTreeMap;
use std::rc::Rc;

use proc_macro2::Ident;
use wellhead_runtime::Json;
use wellhead_spec::Format;
use wellhead_spec::check::refusal;
use wellhead_spec::model::{ConnectionStringSpec, Kind, Schema, TextKeywords};

use super::kinds::{self, OneKind};
use super::marks;
use super::{Cx, also, has_properties, number, object, option, typed, value};
use crate::keywords::BYTE;
use crate::model::{
    Also, Choice, ConnectionString, Constant, Integer, List, Number, OneOf, Shape, Text,
};
use crate::names;

/// How deep types may nest; what is deeper is any JSON, and validated.
const DEPTH: usize = 24;

/// The shape of a value, and what it does not say; `name` is the type's name, should it need one of its own.
pub(super) fn shape(cx: &mut Cx<'_>, schema: &Schema, name: &str) -> (Shape, Option<Also>) {
    let reference = schema.combined.reference.as_ref().map(|reference| reference.value.clone());
    let leads_back = reference.as_ref().is_some_and(|reference| cx.trail.contains(reference));
    if leads_back || cx.trail.len() > DEPTH || cx.root.is_spent() {
        let shape = Shape::Json { object: false, secret: true };
        let also = Also { schema: schema.clone(), root: cx.root.schema(), alone: None };
        return (shape, Some(also));
    }
    // What is not a reference leads deeper as well.
    cx.trail.push(reference.unwrap_or_default());
    let root = Rc::clone(&cx.root);
    let target = root.followed(schema).unwrap_or(schema);
    let typed = typed::typed(&root, schema);
    let shape = cx.hidden(cx.is_hidden || typed.secret, |cx| whole(cx, &typed, target, name));
    let also = also::also(cx, schema, &typed, &shape);
    cx.trail.pop();
    (shape, also)
}

fn whole(cx: &mut Cx<'_>, typed: &Schema, schema: &Schema, name: &str) -> Shape {
    let inner = of_kind(cx, typed, schema, name);
    let nullable = typed.is_nullable() || (typed.kinds.is_empty() && lists_null(typed));
    match inner {
        Shape::Json { secret, .. } if nullable => Shape::Json { object: false, secret },
        inner if nullable => Shape::Nullable(Box::new(inner)),
        inner => inner,
    }
}

/// Whether `null` is one of the values that are listed.
pub(super) fn lists_null(schema: &Schema) -> bool {
    let Some(choices) = &schema.choices else { return false };
    choices.value.iter().any(|choice| choice.value.is_null())
}

/// The shape by the type; `typed` is what a type can show of `schema`.
fn of_kind(cx: &mut Cx<'_>, typed: &Schema, schema: &Schema, name: &str) -> Shape {
    let is_secret = cx.is_hidden;
    if let Some(string) = &typed.connection_string {
        // The mark is that of the text, which is never shown if one of its parts is a secret.
        let mut string = cx.hidden(false, |cx| connection_string(cx, typed, string, name));
        if is_secret && !string.parts.has_secret() {
            marks::hide_texts(&mut string.parts);
            if !string.parts.has_secret() {
                // It has numbers alone.
                return Shape::Secret(string.text);
            }
        }
        return Shape::ConnectionString(string);
    }
    if let Some(choices) = listed(typed).filter(|_| !is_secret) {
        return Shape::Choice(choice(typed, &choices, name));
    }
    let kind = typed::kind(&cx.root, typed, schema);
    match kind {
        Some(Kind::String) if is_secret => Shape::Secret(text(typed)),
        Some(Kind::String) => Shape::Text(text(typed)),
        // No type of these is a secret.
        Some(Kind::Integer | Kind::Number | Kind::Boolean) if is_secret => any(cx, false),
        Some(Kind::Integer) => Shape::Integer(integer(typed)),
        Some(Kind::Number) => Shape::Number(bounds(typed)),
        Some(Kind::Boolean) => Shape::Boolean,
        Some(Kind::Object) => object(cx, typed, schema, name),
        Some(Kind::Array) => list(cx, typed, schema, name),
        Some(Kind::Null) | None => any(cx, false),
    }
}

/// Any JSON; a secret if what is lowered is one.
fn any(cx: &Cx<'_>, object: bool) -> Shape {
    Shape::Json { object, secret: cx.is_hidden }
}

/// The shape of an object: one of several kinds, a struct, a map, or any.
fn object(cx: &mut Cx<'_>, typed: &Schema, schema: &Schema, name: &str) -> Shape {
    let root = Rc::clone(&cx.root);
    if let Some((kinds, any)) = kinds::kinds(&root, schema, name) {
        return one_of(cx, typed, kinds, any, name);
    }
    if has_properties(typed) {
        let (name, description) = (names::camel(name), value(&typed.description));
        return Shape::Object(object::object(cx, name, schema, &description));
    }
    let others = typed.object.others().filter(|_| schema.combined.is_empty());
    let Some(values) = others else { return any(cx, true) };
    match shape(cx, values, &format!("{name}Value")) {
        (values, None) => Shape::Map(Box::new(values)),
        // A map says nothing beside the shape of its values.
        _ => any(cx, true),
    }
}

/// The one value that the schema allows, if it is of a type that can stand in a table.
pub(super) fn constant(schema: &Schema) -> Option<Constant> {
    if !schema.combined.is_empty() || schema.secret {
        return None;
    }
    let only = &schema.only.as_ref()?.value;
    if refusal(schema, only).is_some() {
        // What stands beside it refuses it, so that no value is allowed at all.
        return None;
    }
    match only {
        Json::String(text) => Some(Constant::Text(text.clone())),
        Json::Boolean(flag) => Some(Constant::Boolean(*flag)),
        Json::Number(number) => number.as_i64().map(Constant::Integer),
        _ => None,
    }
}

/// The strings that are listed, if nothing but strings and `null` is.
fn listed(schema: &Schema) -> Option<Vec<&str>> {
    let is_text = schema.kinds.is_empty() || schema.kind() == Some(Kind::String);
    if !is_text {
        return None;
    }
    let mut listed = Vec::new();
    for choice in &schema.choices.as_ref()?.value {
        match &choice.value {
            Json::String(text) => listed.push(text.as_str()),
            Json::Null => {}
            _ => return None,
        }
    }
    if listed.is_empty() { None } else { Some(listed) }
}

fn one_of(cx: &mut Cx<'_>, schema: &Schema, kinds: Vec<OneKind>, any: bool, name: &str) -> Shape {
    let (mut objects, mut called) = (Vec::with_capacity(kinds.len()), Vec::new());
    for kind in kinds {
        let description = value(&kind.schema.description);
        objects.push(object::kind(cx, kind.name, &kind.schema, kind.alone, &description));
        called.push(kind.called);
    }
    let mut types = Vec::with_capacity(objects.len());
    types.extend(objects.iter().zip(&called));
    cx.distinct_objects(&types);
    Shape::OneOf(OneOf {
        name: names::camel(name),
        module: names::snake(name),
        description: value(&schema.description),
        kinds: objects,
        any,
    })
}

/// Whether these keywords have a format that is checked.
pub(super) fn is_checked(text: &TextKeywords) -> bool {
    text.format.as_ref().and_then(|format| Format::named(format)).is_some()
}

fn text(schema: &Schema) -> Text {
    Text {
        min_length: number(&schema.text.min_length).unwrap_or_default(),
        max_length: number(&schema.text.max_length),
        pattern: option(&schema.text.pattern),
        format: format(&schema.text),
        only: schema.only.as_ref().and_then(|only| only.value.as_str().map(str::to_owned)),
    }
}

/// The format; an encoding that is checked is one, where it stands alone.
pub(crate) fn format(text: &TextKeywords) -> Option<String> {
    let encoded = text.encoding.is_some() && !is_checked(text);
    if encoded { Some(BYTE.to_owned()) } else { option(&text.format) }
}

fn choice(schema: &Schema, values: &[&str], name: &str) -> Choice {
    let mut variants: Vec<(Ident, String)> = Vec::with_capacity(values.len());
    for value in values {
        variants.push((names::camel(value), (*value).to_owned()));
    }
    while spell_out(&mut variants) {}
    Choice { name: names::camel(name), description: value(&schema.description), variants }
}

/// Calls each value by all that it is whose name another one has as well, and says whether there was any. Told apart by number, a
/// name would mean another value once one is added before it.
fn spell_out(variants: &mut [(Ident, String)]) -> bool {
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    for (name, _) in &*variants {
        *count.entry(name.to_string()).or_default() += 1;
    }
    let mut is_any = false;
    for (name, value) in variants {
        let exact = names::exact(value);
        if count.get(&name.to_string()).is_some_and(|count| *count > 1) && *name != exact {
            *name = exact;
            is_any = true;
        }
    }
    is_any
}

/// The narrowest type that the bounds fit in; without bounds, 64 bits. Bounds beyond all integers saturate.
fn integer(schema: &Schema) -> Integer {
    let rules = &schema.number;
    let min = number(&rules.minimum).map(|bound| bound.ceil() as i128);
    let above =
        number(&rules.exclusive_minimum).map(|bound| (bound.floor() as i128).saturating_add(1));
    let max = number(&rules.maximum).map(|bound| bound.floor() as i128);
    let below =
        number(&rules.exclusive_maximum).map(|bound| (bound.ceil() as i128).saturating_sub(1));
    // Nothing is less than any number, and so no lower bound.
    let min = min.max(above);
    let max = if let (Some(max), Some(below)) = (max, below) {
        Some(max.min(below))
    } else {
        max.or(below)
    };
    let (rust, narrowest, widest) = integer_type(min, max);
    Integer {
        rust: names::primitive(rust),
        min: min.unwrap_or(narrowest).clamp(narrowest, widest),
        max: max.unwrap_or(widest).clamp(narrowest, widest),
        // A step with a fraction is told by the schema beside the shape.
        multiple_of: match number(&rules.multiple_of) {
            Some(step) if step.fract() == 0.0 => (step as i128).max(1),
            _ => 1,
        },
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
    Number {
        min: bound(number(&rules.minimum), number(&rules.exclusive_minimum), f64::max),
        max: bound(number(&rules.maximum), number(&rules.exclusive_maximum), f64::min),
        multiple_of: number(&rules.multiple_of),
    }
}

/// A bound, and whether it is itself out: the tighter one of two.
fn bound(
    inclusive: Option<f64>,
    exclusive: Option<f64>,
    tighter: fn(f64, f64) -> f64,
) -> Option<(f64, bool)> {
    match (inclusive, exclusive) {
        (Some(inclusive), Some(exclusive)) => {
            let is_out = tighter(inclusive, exclusive) == exclusive;
            Some((if is_out { exclusive } else { inclusive }, is_out))
        }
        (None, Some(exclusive)) => Some((exclusive, true)),
        (inclusive, None) => inclusive.map(|inclusive| (inclusive, false)),
    }
}

fn list(cx: &mut Cx<'_>, typed: &Schema, schema: &Schema, name: &str) -> Shape {
    let rules = &typed.list;
    let is_tuple = !schema.combined.first_items.is_empty();
    let items = match &rules.items {
        Some(items) if !is_tuple => shape(cx, items, &format!("{name}Item")),
        _ => (any(cx, false), None),
    };
    // An array says nothing of its elements beside their shape.
    if items.1.is_some() {
        return any(cx, false);
    }
    Shape::List(List {
        items: Box::new(items.0),
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
    let mut parts = object::object(cx, parts, &string.parts, &description);
    marks::write_as_texts(&mut parts);
    ConnectionString { text: text(schema), dialect: string.dialect.value.clone(), parts }
}
