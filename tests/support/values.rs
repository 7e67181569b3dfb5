//! Values that fit a shape, whatever it is: drawn at random for properties, or one for each shape for examples.

use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use proptest::string::string_regex;
use serde_json::{Map, Number, Value};
use wellhead::{Field, Shape, Table};
use wellhead_runtime::{Constant, Format, IntegerRules, NumberRules, Schema, TextRules};

use super::connection_strings::connection_string;
use super::schemas;

/// Any params that fit a table, in any order.
pub(crate) fn params(table: &'static Table) -> BoxedStrategy<Value> {
    let members: Vec<_> = table.fields.iter().map(member).collect();
    let others = match &table.additional {
        Some(shape) => btree_map("other[a-z]{1,4}", value(shape), 0..3).boxed(),
        None => Just(Default::default()).boxed(),
    };
    (members.prop_shuffle(), others)
        .prop_map(|(members, others)| {
            let members = members.into_iter().flatten().chain(others);
            Value::Object(members.collect::<Map<_, _>>())
        })
        .prop_filter("the object fits as a whole", |params| fits(table.also, params))
        .boxed()
}

fn member(field: &'static Field) -> BoxedStrategy<Option<(String, Value)>> {
    let member = of_field(field).prop_map(|value| (field.name.to_owned(), value));
    perhaps(field.required, member)
}

/// Any value that a param may have.
pub(crate) fn of_field(field: &'static Field) -> BoxedStrategy<Value> {
    let drawn = match (&field.shape, field.also) {
        (Shape::Json(_), Some(schema)) if !schema.keywords.is_empty() => schemas::values(schema),
        (shape, Some(schema)) => schemas::listed(schema).unwrap_or_else(|| value(shape)),
        (shape, None) => value(shape),
    };
    drawn.prop_filter("the value fits", |value| fits(field.also, value)).boxed()
}

/// A value that is always there if it is required, and now and then if it is not.
pub(crate) fn perhaps<T: Clone + std::fmt::Debug + 'static>(
    required: bool,
    values: impl Strategy<Value = T> + 'static,
) -> BoxedStrategy<Option<T>> {
    if required { values.prop_map(Some).boxed() } else { prop::option::of(values).boxed() }
}

fn fits(also: Option<&Schema>, value: &Value) -> bool {
    also.is_none_or(|schema| schema.accepts(&value.clone().into()))
}

/// Any value that fits a shape.
pub(crate) fn value(shape: &'static Shape) -> BoxedStrategy<Value> {
    match shape {
        Shape::Text(rules) | Shape::Secret(rules) => text(rules).prop_map(Value::from).boxed(),
        Shape::ConnectionString(rules) => connection_string(rules).prop_map(Value::from).boxed(),
        Shape::Integer(rules) => integer(rules),
        Shape::Number(rules) => number(rules),
        Shape::Boolean => any::<bool>().prop_map(Value::from).boxed(),
        Shape::Choice(names) => prop::sample::select(*names).prop_map(Value::from).boxed(),
        Shape::Object(table) => params(table),
        Shape::List(rules) => {
            let most = rules.max.unwrap_or(rules.min + 4) as usize;
            let unique = rules.unique;
            vec(value(&rules.items), rules.min as usize..=most)
                .prop_filter("elements differ", move |items| {
                    !unique
                        || items.iter().enumerate().all(|(at, item)| !items[..at].contains(item))
                })
                .prop_map(Value::from)
                .boxed()
        }
        Shape::Map(values) => {
            let members = btree_map(any::<String>(), value(values), 0..4);
            members.prop_map(|members| Value::Object(members.into_iter().collect())).boxed()
        }
        Shape::Json(rules) if rules.object => any_object(any_json()).boxed(),
        Shape::Json(_) => any_json().boxed(),
        Shape::Constant(constant) => Just(constant_value(*constant)).boxed(),
        Shape::OneOf(rules) => {
            let kinds: Vec<_> = rules.kinds.iter().map(|(_, table)| params(table)).collect();
            prop::strategy::Union::new(kinds).boxed()
        }
        Shape::Nullable(shape) => prop_oneof![Just(Value::Null), value(shape)].boxed(),
    }
}

fn constant_value(constant: Constant) -> Value {
    match constant {
        Constant::Text(text) => text.into(),
        Constant::Integer(value) => whole(value),
        Constant::Boolean(flag) => flag.into(),
    }
}

fn text(rules: &'static TextRules) -> BoxedStrategy<String> {
    if let Some(only) = rules.only {
        return Just(only.to_owned()).boxed();
    }
    let (min, max) = (rules.min_length as usize, rules.max_length.map(|max| max as usize));
    let any = match (rules.pattern, rules.format) {
        (Some(pattern), _) => fitting(pattern.source()),
        (None, Some(format)) => formatted(format),
        (None, None) => {
            let most = max.unwrap_or(min + 24);
            vec(any::<char>(), min..=most).prop_map(String::from_iter).boxed()
        }
    };
    any.prop_filter("the text fits its rules", move |text| {
        let length = text.chars().count();
        length >= min
            && max.is_none_or(|max| length <= max)
            && rules.pattern.is_none_or(|pattern| pattern.matches(text) == Ok(true))
            && rules.format.is_none_or(|format| format.accepts(text))
    })
    .boxed()
}

/// Texts that a pattern as a whole stands for; the rest of what it matches is not drawn.
fn fitting(pattern: &str) -> BoxedStrategy<String> {
    let body = pattern.strip_prefix('^').unwrap_or(pattern);
    let body = body.strip_suffix('$').unwrap_or(body);
    let strategy = string_regex(&without_look_ahead(body));
    strategy.unwrap_or_else(|error| panic!("no text can be made for `{pattern}`: {error}")).boxed()
}

/// A pattern without what it looks ahead to; what is drawn is tried against the whole pattern.
fn without_look_ahead(pattern: &str) -> String {
    let start = pattern.find("(?!").or_else(|| pattern.find("(?="));
    let Some(start) = start else { return pattern.to_owned() };
    let mut depth = 0;
    let end = pattern[start..].find(|char| {
        depth += i32::from(char == '(') - i32::from(char == ')');
        depth == 0
    });
    let end = start + end.expect("the group is closed");
    without_look_ahead(&format!("{}{}", &pattern[..start], &pattern[end + 1..]))
}

fn formatted(format: Format) -> BoxedStrategy<String> {
    let more = match format {
        Format::Uri => {
            "https?://[a-z]{1,8}\\.example(:[0-9]{2,4})?(/[a-zA-Z0-9._~%-]{0,0}[a-z]{0,6}){0,2}(\\?[a-z]=[0-9])?"
        }
        Format::Email => "[a-z]{1,8}(\\.[a-z]{1,4})?@[a-z]{1,8}\\.example",
        Format::Hostname => "[a-z][a-z0-9]{0,8}(-[a-z0-9]{1,3})?(\\.[a-z]{2,6}){0,3}",
        Format::Ipv4 => "192\\.0\\.2\\.[1-9][0-9]?",
        Format::Ipv6 => "2001:db8::[0-9a-f]{1,4}",
        Format::Uuid => "[0-9a-fA-F]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
        Format::Date => "20[0-9]{2}-0[1-9]-[012][1-8]",
        Format::DateTime => {
            "20[0-9]{2}-0[1-9]-[012][1-8]T[01][0-9]:[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,6})?(Z|[+-]0[0-9]:30)"
        }
        Format::Time => "[01][0-9]:[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,6})?(Z|[+-]0[0-9]:30)",
        _ => return Just(format.example().to_owned()).boxed(),
    };
    prop_oneof![Just(format.example().to_owned()), string_regex(more).expect("a pattern of ours")]
        .boxed()
}

fn integer(rules: &'static IntegerRules) -> BoxedStrategy<Value> {
    let step = rules.multiple_of.max(1);
    let (low, high) = (
        rules.min.div_euclid(step) + i128::from(rules.min.rem_euclid(step) != 0),
        rules.max.div_euclid(step),
    );
    let edges = prop::sample::select(vec![low, high]);
    prop_oneof![1 => edges, 4 => low..=high].prop_map(move |times| whole(times * step)).boxed()
}

fn whole(value: i128) -> Value {
    let number =
        i64::try_from(value).map(Number::from).or_else(|_| u64::try_from(value).map(Number::from));
    number.expect("it fits 64 bits").into()
}

fn number(rules: &'static NumberRules) -> BoxedStrategy<Value> {
    let (low, high) = (rules.min.max(-1e9), rules.max.min(1e9));
    let drawn = match rules.multiple_of {
        step if step > 0.0 => {
            let times = (low / step).ceil() as i64..=(high / step).floor() as i64;
            times.prop_map(move |times| times as f64 * step).boxed()
        }
        _ => (low..=high).boxed(),
    };
    drawn
        .prop_filter("within the bounds", |number| {
            (*number > rules.min || !rules.above) && (*number < rules.max || !rules.below)
        })
        .prop_map(Value::from)
        .boxed()
}

/// Any JSON, numbers with many digits included.
pub(crate) fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![vec(inner.clone(), 0..4).prop_map(Value::from), any_object(inner)]
    })
}

fn any_object(values: impl Strategy<Value = Value>) -> impl Strategy<Value = Value> {
    btree_map(any::<String>(), values, 0..4)
        .prop_map(|members| Value::Object(members.into_iter().collect()))
}
