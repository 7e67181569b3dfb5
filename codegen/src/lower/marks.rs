//! Marks of secrets. What is marked anywhere is marked on what a type shows of it, and where a mark can't be put where it
//! stands, all of the value around it is: rather too much is hidden than too little.

use std::mem;

use wellhead_spec::model::{Combined, Kind, Schema, Spanned};
use wellhead_spec::pattern;

use super::root::Root;
use super::typed;
use crate::model::{Object, Shape, Text};

/// Every type that there is, numbers standing for whole ones as well.
const ALL: [Kind; 6] =
    [Kind::String, Kind::Number, Kind::Boolean, Kind::Object, Kind::Array, Kind::Null];

/// Whether both say what elements or other members are, and the second one marks some of them: a type shows the first.
pub(super) fn clash(root: &Root, first: &Schema, second: &Schema) -> bool {
    let items = first.list.items.is_some();
    let items = second.list.items.as_deref().filter(|_| items);
    let others = first.object.additional.is_some();
    let others = second.object.others().filter(|_| others);
    items.into_iter().chain(others).any(|inside| inside.carries_secret(root))
}

/// Marks what a schema describes if `other`, which describes the same, marks anything of it.
pub(super) fn mark_by(root: &Root, schema: &mut Schema, other: &Schema) {
    if !other.carries_secret(root) || schema.is_marked(root) {
        return;
    }
    if schema.kinds.is_empty() && schema.combined.reference.is_none() {
        let typed = typed::typed(root, schema);
        match typed::kind(root, &typed, schema) {
            Some(kind) if typed.kinds.is_empty() => schema.kinds = named(schema, &[kind]),
            _ => schema.kinds = typed.kinds,
        }
    }
    schema.secret = true;
    if schema.combined.reference.is_none() {
        keep_open(schema);
    }
}

/// Makes secrets of all texts among the parts of a connection string, where the whole is one and none of them says so.
pub(super) fn hide_texts(parts: &mut Object) {
    for part in &mut parts.fields {
        part.shape = match mem::replace(&mut part.shape, Shape::Boolean) {
            Shape::Text(text) => {
                part.about.default = None;
                part.about.examples.clear();
                Shape::Secret(text)
            }
            other => other,
        };
    }
}

/// Makes texts of the parts of a connection string that are free JSON, being secret numbers: in it, everything is a text.
pub(super) fn write_as_texts(parts: &mut Object) {
    for part in &mut parts.fields {
        if matches!(part.shape, Shape::Json { .. }) {
            part.shape = Shape::Secret(Text::default());
            part.also = None;
        }
    }
}

/// Takes the types from a schema, as it may be of any.
pub(super) fn leave_open(schema: &mut Schema) {
    schema.kinds.clear();
    keep_open(schema);
}

/// Names all types where none is: a mark alone would make a string of what has it.
fn keep_open(schema: &mut Schema) {
    if schema.secret && schema.kinds.is_empty() {
        schema.kinds = named(schema, &ALL);
    }
}

fn named(schema: &Schema, kinds: &[Kind]) -> Vec<Spanned<Kind>> {
    let mut named = Vec::with_capacity(kinds.len());
    for kind in kinds {
        named.push(Spanned { value: *kind, span: schema.span });
    }
    named
}

/// Brings the marks of keywords that no type shows: of elements by their place, and of members by a pattern.
pub(super) fn bring(root: &Root, typed: &mut Schema, combined: &Combined) {
    let rest = combined.rest_items.as_deref().into_iter().chain(combined.contains.as_deref());
    for element in combined.first_items.iter().chain(rest) {
        typed.secret |= element.carries_secret(root);
    }
    for (pattern, members) in &combined.pattern_properties {
        for property in &mut typed.object.properties {
            if pattern::test(&pattern.value, &property.name.value) != Some(false) {
                mark_by(root, &mut property.schema, members);
            }
        }
    }
}
