//! What of the params may be kept and shown: everything that is not secret and can't hold a secret.
//!
//! Secrets are left out, not masked: a mask could be taken for a value, and be sent back as one.

use serde_json::{Map, Number, Value};
use wellhead_runtime::{Params, Shape, View};

/// The params as a JSON object, without secrets.
pub(crate) fn public(params: &dyn Params) -> Value {
    let fields = params.table().fields.iter().enumerate();
    let shown = fields.filter_map(|(index, field)| {
        public_value(params.view(index), Some(&field.shape))
            .map(|value| (field.name.to_owned(), value))
    });
    Value::Object(shown.collect())
}

/// The value, if it may be shown. A value whose shape is not known may not, unless it can't be a secret.
fn public_value(view: View<'_>, shape: Option<&Shape>) -> Option<Value> {
    if shape.is_none_or(Shape::is_secret) {
        return None;
    }
    let shape = match shape {
        Some(Shape::Nullable(inner)) => Some(*inner),
        shape => shape,
    };
    match view {
        // Of free JSON nobody has said that it holds no secret.
        View::Absent | View::Secret(_) | View::Json(_) => None,
        View::Null => Some(Value::Null),
        View::Text(text) => Some(text.into()),
        View::Integer(value) => Number::from_i128(value).map(Value::Number),
        View::Number(value) => Some(value.into()),
        View::Boolean(value) => Some(value.into()),
        View::Object(params) => Some(public(params)),
        View::List(list) => {
            let Some(Shape::List(rules)) = shape else { return None };
            let items =
                (0..list.count()).map(|index| public_value(list.item(index), Some(&rules.items)));
            items.collect::<Option<Vec<_>>>().map(Value::Array)
        }
        View::Map(map) => {
            let Some(Shape::Map(values)) = shape else { return None };
            let mut members = Map::new();
            map.visit(&mut |key, view| {
                if let Some(value) = public_value(view, Some(values)) {
                    members.insert(key.to_owned(), value);
                }
            });
            Some(Value::Object(members))
        }
    }
}
