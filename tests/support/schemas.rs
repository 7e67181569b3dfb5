//! Values drawn from a schema, for params whose shape does not say it all. What is drawn may still break a keyword that
//! is not looked at here; whoever draws asks the schema in the end.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::Union;
use serde_json::{Map, Value};
use wellhead_runtime::{Keyword, Schema, Type};

use super::values::perhaps;

/// How deep a schema that leads back to itself is followed.
const DEPTH: u32 = 2;

/// Values of which most fit `schema`.
pub(crate) fn values(schema: &'static Schema) -> BoxedStrategy<Value> {
    drawn(schema, DEPTH)
}

/// Values that `schema` lists, or makes of listed elements: too few of all the values of a shape to be met by chance.
pub(crate) fn listed(schema: &'static Schema) -> Option<BoxedStrategy<Value>> {
    schema.keywords.iter().find_map(|keyword| match keyword {
        Keyword::Const(_) | Keyword::Enum(_) => Some(drawn(schema, DEPTH)),
        Keyword::Items { .. } => Some(array(schema, DEPTH)),
        _ => None,
    })
}

fn drawn(schema: &'static Schema, depth: u32) -> BoxedStrategy<Value> {
    for keyword in schema.keywords {
        match keyword {
            Keyword::Const(text) => return Just(parsed(text)).boxed(),
            Keyword::Enum(texts) => return prop::sample::select(*texts).prop_map(parsed).boxed(),
            Keyword::Ref(other) => return drawn(other, depth),
            Keyword::OneOf(others) | Keyword::AnyOf(others) => {
                return Union::new(others.iter().map(|other| drawn(other, depth))).boxed();
            }
            _ => {}
        }
    }
    let said = schema.keywords.iter().find_map(|keyword| match keyword {
        Keyword::Type(types) => Some(*types),
        _ => None,
    });
    let types = said.unwrap_or(&[Type::Null, Type::Boolean, Type::Integer, Type::String]);
    Union::new(types.iter().map(|kind| typed(*kind, schema, depth))).boxed()
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).expect("a table holds JSON")
}

fn typed(kind: Type, schema: &'static Schema, depth: u32) -> BoxedStrategy<Value> {
    match kind {
        Type::Null => Just(Value::Null).boxed(),
        Type::Boolean => any::<bool>().prop_map(Value::from).boxed(),
        Type::Integer => (-9_i64..100).prop_map(Value::from).boxed(),
        Type::Number => (-9.0..100.0).prop_map(Value::from).boxed(),
        Type::String => "[a-z]{0,6}".prop_map(Value::from).boxed(),
        Type::Array => array(schema, depth),
        Type::Object => object(schema, depth),
    }
}

fn array(schema: &'static Schema, depth: u32) -> BoxedStrategy<Value> {
    let items = schema.keywords.iter().find_map(|keyword| match keyword {
        Keyword::Items { first, rest } => Some((*first, *rest)),
        _ => None,
    });
    let (first, rest) = items.unwrap_or_default();
    let first: Vec<_> = first.iter().map(|item| drawn(item, depth.saturating_sub(1))).collect();
    let never =
        |schema: &Schema| schema.keywords.iter().any(|keyword| matches!(keyword, Keyword::Never));
    let rest = match rest.filter(|rest| depth > 0 && !never(rest)) {
        Some(rest) => vec(drawn(rest, depth - 1), 0..3).boxed(),
        None => Just(Vec::new()).boxed(),
    };
    (first, rest).prop_map(|(first, rest)| first.into_iter().chain(rest).collect()).boxed()
}

fn object(schema: &'static Schema, depth: u32) -> BoxedStrategy<Value> {
    let mut members = Vec::new();
    for keyword in schema.keywords {
        let Keyword::Properties(properties) = keyword else { continue };
        for (name, property) in *properties {
            let required = is_required(schema, name);
            if required || depth > 0 {
                let drawn = drawn(property, depth.saturating_sub(1))
                    .prop_map(|value| ((*name).to_owned(), value));
                members.push(perhaps(required, drawn));
            }
        }
    }
    members
        .prop_map(|members| Value::Object(members.into_iter().flatten().collect::<Map<_, _>>()))
        .boxed()
}

fn is_required(schema: &Schema, name: &str) -> bool {
    schema
        .keywords
        .iter()
        .any(|keyword| matches!(keyword, Keyword::Required(names) if names.contains(&name)))
}
