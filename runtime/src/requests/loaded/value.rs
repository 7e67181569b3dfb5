//! A value of any shape.

use std::collections::BTreeMap;

use super::LoadedParams;
use crate::Secret;
use crate::json::Json;
use crate::path::Path;
use crate::requests::param::{Param, ReadParam, View};
use crate::requests::read::Input;
use crate::requests::table::Shape;

/// What a param holds, whatever its shape.
#[derive(Clone)]
pub(super) enum Value {
    /// Not set.
    Unset,
    /// `null`
    Null,
    Text(String),
    Secret(Secret),
    Integer(i128),
    Number(f64),
    Boolean(bool),
    Choice(&'static str),
    Json(Json),
    Object(LoadedParams),
    List(Vec<Value>),
    Map(BTreeMap<String, Value>),
}

impl Param for Value {
    fn view(&self) -> View<'_> {
        match self {
            Self::Unset => View::Absent,
            Self::Null => View::Null,
            Self::Text(text) => View::Text(text),
            Self::Secret(secret) => View::Secret(secret),
            Self::Integer(value) => View::Integer(*value),
            Self::Number(value) => View::Number(*value),
            Self::Boolean(value) => View::Boolean(*value),
            Self::Choice(name) => View::Text(name),
            Self::Json(value) => View::Json(value),
            Self::Object(params) => View::Object(params),
            Self::List(items) => View::List(items),
            Self::Map(members) => View::Map(members),
        }
    }
}

impl ReadParam for Value {
    fn read(&mut self, input: &mut Input<'_>, shape: &'static Shape, path: &Path<'_>) {
        *self = match shape {
            Shape::Text(_) => Self::Text(read(input, shape, path)),
            Shape::Secret(_) | Shape::ConnectionString(_) => Self::Secret(read(input, shape, path)),
            Shape::Integer(_) => input.integer(shape, path).map_or(Self::Unset, Self::Integer),
            Shape::Number(_) => Self::Number(read(input, shape, path)),
            Shape::Boolean => Self::Boolean(read(input, shape, path)),
            Shape::Choice(names) => match input.text(shape, path) {
                Some(text) => match names.iter().find(|name| **name == text) {
                    Some(name) => Self::Choice(name),
                    None => Self::Secret(Secret::from(&*text)),
                },
                None => Self::Unset,
            },
            Shape::Object(table) => Self::Object(LoadedParams::read(table, input, path)),
            Shape::List(_) => Self::List(read(input, shape, path)),
            Shape::Map(_) => Self::Map(read(input, shape, path)),
            Shape::Json(_) => Self::Json(read(input, shape, path)),
            Shape::OneOf(rules) => {
                match input.alternative(shape, path).and_then(|index| rules.kinds.get(index)) {
                    Some((_, table)) => Self::Object(LoadedParams::read(table, input, path)),
                    None => Self::Unset,
                }
            }
            Shape::Nullable(_) if input.null() => Self::Null,
            Shape::Nullable(inner) => read(input, inner, path),
            // It is in the table alone.
            Shape::Constant(_) => {
                input.check(shape, path);
                Self::Unset
            }
        };
    }

    fn blank() -> Self {
        Self::Unset
    }
}

/// The next value as the type that compiled params have for such a shape.
fn read<T: ReadParam>(input: &mut Input<'_>, shape: &'static Shape, path: &Path<'_>) -> T {
    let mut value = T::blank();
    value.read(input, shape, path);
    value
}
