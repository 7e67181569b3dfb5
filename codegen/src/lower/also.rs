//! What a shape does not say of a value: the rest of its schema, to be checked after the shape.

use std::rc::Rc;

use wellhead_runtime::Json;
use wellhead_spec::model::{Additional, Combined, Kind, ObjectKeywords, Property, Schema, Spanned};

use super::root::Root;
use super::{Cx, shape, typed};
use crate::model::{Also, Shape};

/// The rest of `schema` beside `shape`, if there is any; `typed` is what a type can show of it.
pub(super) fn also(cx: &Cx<'_>, schema: &Schema, typed: &Schema, shape: &Shape) -> Option<Also> {
    if matches!(shape, Shape::Object(_)) {
        // Its table says it.
        return None;
    }
    let root = Rc::clone(&cx.root);
    let Some(schema) = root.followed(schema) else {
        // A chain of references without an end; a check has said so.
        return None;
    };
    let rest = match shape {
        // Such a shape says that it is an object, and nothing else.
        Shape::Json { object: true, .. } if schema.kind() == Some(Kind::Object) => {
            Schema { kinds: Vec::new(), ..schema.clone() }
        }
        Shape::Json { .. } => Schema { kinds: kinds(&root, schema, typed), ..schema.clone() },
        Shape::OneOf(_) => {
            Schema { combined: common(&schema.combined), ..Schema::any(schema.span) }
        }
        _ => rest(cx, schema, shape),
    };
    let empty = Schema { combined: Combined::default(), ..rest.clone() } == Schema::any(rest.span);
    let unconstrained = rest.combined.is_empty() && empty;
    (!unconstrained && restricts(&rest)).then(|| Also {
        schema: rest,
        root: root.schema(),
        alone: None,
    })
}

/// The types that are said, or the one that is implied, which free JSON does not say.
fn kinds(root: &Root, schema: &Schema, typed: &Schema) -> Vec<Spanned<Kind>> {
    let mut kinds = schema.kinds.clone();
    let implied = typed::kind(root, typed, schema).filter(|_| typed.kinds.is_empty());
    let null = implied.filter(|_| shape::lists_null(typed)).map(|_| Kind::Null);
    for value in implied.into_iter().chain(null) {
        kinds.push(Spanned { value, span: schema.span });
    }
    kinds
}

/// What combines, without the alternatives that are types.
fn common(combined: &Combined) -> Combined {
    Combined { one_of: Vec::new(), any_of: Vec::new(), ..combined.clone() }
}

/// The keywords that no shape has, and those that this one does not show.
fn rest(cx: &Cx<'_>, schema: &Schema, shape: &Shape) -> Schema {
    let object = object(cx, schema);
    let mut rest = Schema { combined: schema.combined.clone(), object, ..Schema::any(schema.span) };
    let is_choice = matches!(inner(shape), Shape::Choice(_));
    if is_choice {
        rest.text = schema.text.clone();
    } else if shape::is_checked(&schema.text) {
        // A shape has one format.
        rest.text.encoding = schema.text.encoding.clone();
    }
    // A shape that takes `null` takes it beside a list or a constant that does not name it.
    let is_nullable = matches!(shape, Shape::Nullable(_));
    let are_texts =
        |choices: &[Spanned<Json>]| choices.iter().all(|one| one.value.as_str().is_some());
    if let Some(choices) = &schema.choices
        && !(is_choice && !is_nullable && are_texts(&choices.value))
    {
        rest.choices = Some(choices.clone());
    }
    let shown = match inner(shape) {
        _ if is_nullable => false,
        Shape::Text(text) | Shape::Secret(text) => text.only.is_some(),
        Shape::Constant(_) => true,
        _ => false,
    };
    if !shown {
        rest.only = schema.only.clone();
    }
    if kind_count(schema) > 1 {
        rest.kinds = schema.kinds.clone();
    }
    if let (Shape::Integer(_), Some(step)) = (inner(shape), &schema.number.multiple_of)
        && step.value.fract() != 0.0
    {
        rest.number.multiple_of = schema.number.multiple_of.clone();
    }
    rest
}

/// What a table does not show: required members that it does not list, and that others are told by the names and
/// patterns beside `additionalProperties`, whatever else brings properties.
fn object(cx: &Cx<'_>, schema: &Schema) -> ObjectKeywords {
    let mut rest = Schema::any(schema.span).object;
    let listed = typed::of_object(&cx.root, schema).object.properties;
    rest.required = schema.object.required.clone();
    rest.required.retain(|name| !listed.iter().any(|property| property.name.value == name.value));
    let Some(others) = &schema.object.additional else { return rest };
    if !schema.combined.is_empty() || !is_shown(&others.value, cx.is_hidden) {
        rest.additional = Some(others.clone());
        for property in &schema.object.properties {
            rest.properties.push(named(property));
        }
    }
    rest
}

/// Whether the shape of other members says all of them: a table has nothing beside it.
fn is_shown(others: &Additional, is_hidden: bool) -> bool {
    let Additional::Fitting(values) = others else { return true };
    if (is_hidden || values.secret) && values.kind() != Some(Kind::String) {
        // No shape of a secret says of what other type it is.
        return false;
    }
    let listed = values.choices.is_some() || values.only.is_some();
    let holds = !values.object.properties.is_empty() || values.list.items.is_some();
    values.combined.is_empty() && values.kinds.len() == 1 && !listed && !holds
}

fn named(property: &Property) -> Property {
    Property { name: property.name.clone(), schema: Schema::any(property.schema.span) }
}

fn inner(shape: &Shape) -> &Shape {
    match shape {
        Shape::Nullable(inner) => inner,
        shape => shape,
    }
}

fn kind_count(schema: &Schema) -> usize {
    schema.kinds.iter().filter(|kind| kind.value != Kind::Null).count()
}

/// Whether a schema says anything about values; what people read does not.
fn restricts(schema: &Schema) -> bool {
    let silent = Schema {
        title: schema.title.clone(),
        description: schema.description.clone(),
        default: schema.default.clone(),
        examples: schema.examples.clone(),
        secret: schema.secret,
        no_secret: schema.no_secret,
        read_only: schema.read_only,
        deprecated: schema.deprecated.clone(),
        rust_name: schema.rust_name.clone(),
        note: schema.note.clone(),
        clouds: schema.clouds.clone(),
        keys: schema.keys.clone(),
        ..Schema::any(schema.span)
    };
    let definitions = schema.combined.definitions.clone();
    *schema != Schema { combined: Combined { definitions, ..Combined::default() }, ..silent }
}
