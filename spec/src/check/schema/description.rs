//! Descriptions: each param has one, and it is its own.

use super::Cx;
use crate::diagnostic::Code;
use crate::model::{Property, Schema};
use crate::{ByName, on_one_line};

pub(super) fn missing(cx: &mut Cx<'_>, root: &Schema, property: &Property) {
    if !is_described(root, &property.schema, &mut Vec::new()) {
        let message = format!("`{}` has no description", property.name.value);
        cx.note(
            Code::MissingDescription,
            property.name.span,
            &message,
            "say what it is and where a person finds it",
        );
    }
}

/// Whether a schema has a description, or what it leads to has, or what has to be met with it. `met` says where the
/// definitions start that were asked.
fn is_described(root: &Schema, schema: &Schema, met: &mut Vec<usize>) -> bool {
    let is_own = |schema: &Schema| {
        schema.description.as_ref().is_some_and(|text| !text.value.trim().is_empty())
    };
    // What is behind a reference that leads nowhere, which is told, is not known.
    if is_own(schema) || root.followed(schema).is_none() {
        return true;
    }
    let Some(schema) = schema.arrived(root, met) else { return false };
    is_own(schema) || schema.combined.all_of.iter().any(|part| is_described(root, part, met))
}

/// Notes each param that is described in the words of another one of the same params. Alternatives may share words: a
/// request has one of them only.
pub(super) fn copied(cx: &mut Cx<'_>, params: &Schema) {
    let mut properties = Vec::new();
    collect(params, &mut properties);
    let mut described = Vec::new();
    for property in properties {
        if let Some(description) = &property.schema.description {
            // However it is spaced and capitalised.
            described.push((on_one_line(description).to_lowercase(), property));
        }
    }
    let mut first = ByName::new();
    for (number, (words, property)) in described.iter().enumerate() {
        match first.get(words.as_str()).and_then(|first| described.get(*first)) {
            _ if words.is_empty() => {}
            None => drop(first.insert(words, number)),
            Some((_, earlier)) => note(cx, property, earlier),
        }
    }
    for alternative in params.combined.schemas() {
        copied(cx, alternative);
    }
}

/// The properties of an object and of what is in them.
fn collect<'s>(schema: &'s Schema, into: &mut Vec<&'s Property>) {
    for property in &schema.object.properties {
        into.push(property);
        collect(&property.schema, into);
    }
    if let Some(items) = &schema.list.items {
        collect(items, into);
    }
    if let Some(others) = schema.object.others() {
        collect(others, into);
    }
    if let Some(string) = &schema.connection_string {
        collect(&string.parts, into);
    }
}

fn note(cx: &mut Cx<'_>, property: &Property, earlier: &Property) {
    let Some(description) = &property.schema.description else { return };
    let message =
        format!("`{}` has the description of `{}`", property.name.value, earlier.name.value);
    let first = earlier.schema.description.as_ref().map_or(earlier.name.span, |text| text.span);
    let help = "say what tells the two apart";
    let note = cx.note(Code::CopiedDescription, description.span, &message, help);
    note.relate(first, "the first one");
}
