//! Whether any params could be meant by two types.

use wellhead_codegen::model::{Constant, Field, Object, Shape};

use super::made::Made;
use super::types::Types;

/// Whether no object can be of both: one has to have what the other refuses, by its name or by its type.
pub(crate) fn apart(one: &Object, other: &Object) -> bool {
    let asks = |one: &Object, other: &Object| {
        let mut required = one.fields.iter().filter(|field| field.required);
        required.any(|field| match other.fields.iter().find(|known| known.wire == field.wire) {
            Some(known) => are_others(field, known),
            None => other.additional.is_none(),
        })
    };
    asks(one, other) || asks(other, one)
}

/// Whether no value may be that of both.
fn are_others(one: &Field, other: &Field) -> bool {
    match (&one.shape, &other.shape) {
        (Shape::Nullable(_), _) | (_, Shape::Nullable(_)) => false,
        (Shape::Constant(one), Shape::Constant(other)) => !are_same(one, other),
        (one, other) => match [one, other].map(|shape| Made::of(shape).kind_of_json()) {
            [Some(one), Some(other)] => Types::of_kind(one).are_others_than(Types::of_kind(other)),
            _ => false,
        },
    }
}

fn are_same(one: &Constant, other: &Constant) -> bool {
    match (one, other) {
        (Constant::Text(one), Constant::Text(other)) => one == other,
        (Constant::Integer(one), Constant::Integer(other)) => one == other,
        (Constant::Boolean(one), Constant::Boolean(other)) => one == other,
        _ => false,
    }
}
