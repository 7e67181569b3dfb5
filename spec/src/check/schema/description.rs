//! Descriptions: each param has one, and it is its own.

use std::collections::HashMap;

use super::Cx;
use crate::diagnostic::Code;
use crate::model::{Additional, Property, Schema};

pub(super) fn missing(cx: &mut Cx<'_>, property: &Property) {
    if property.schema.description.as_ref().is_none_or(|text| text.value.trim().is_empty()) {
        let message = format!("`{}` has no description", property.name.value);
        cx.note(
            Code::MissingDescription,
            property.name.span,
            &message,
            "say what it is and where a person finds it",
        );
    }
}

/// Notes each param that is described in the words of another one of the same params. Alternatives may share words: a
/// request has one of them only.
pub(super) fn copied(cx: &mut Cx<'_>, params: &Schema) {
    let mut described = Vec::new();
    collect(params, &mut described);
    let mut first: HashMap<String, &Property> = HashMap::new();
    for property in described {
        let Some(description) = &property.schema.description else { continue };
        let words = description.value.split_whitespace().collect::<Vec<_>>().join(" ");
        match first.get(&words.to_lowercase()) {
            _ if words.is_empty() => {}
            None => drop(first.insert(words.to_lowercase(), property)),
            Some(earlier) => note(cx, property, earlier),
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
    let values = match schema.object.additional.as_ref().map(|others| &others.value) {
        Some(Additional::Fitting(values)) => Some(values.as_ref()),
        _ => None,
    };
    let parts = schema.connection_string.as_ref().map(|string| &string.parts);
    for inner in schema.list.items.as_deref().into_iter().chain(values).chain(parts) {
        collect(inner, into);
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
