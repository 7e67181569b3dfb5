//! Alternatives that are told apart by a constant or by what they require: a Rust type each.

use wellhead_runtime::Json;
use wellhead_spec::model::{Combined, Kind, Schema};

use super::root::Root;
use super::typed::{self, merge, typed};
use super::values;
use crate::names;

/// One of the kinds that an object may be of.
pub(super) struct OneKind {
    /// The type's name.
    pub(super) name: String,
    /// The schema of this kind: what all have and what it has alone.
    pub(super) schema: Schema,
    /// The kinds that an object of this one may be mistaken for, with their names: it must fit none of them.
    pub(super) rivals: Vec<(String, Schema)>,
    /// The members that tell it from those where they are there.
    pub(super) told_by: Vec<String>,
}

/// The kinds of an object schema and whether a value may be of several, if it has alternatives that a value can be
/// told to be one of; `base` names a kind that has nothing to be named after.
pub(super) fn kinds(root: &Root, schema: &Schema, base: &str) -> Option<(Vec<OneKind>, bool)> {
    let combined = &schema.combined;
    let (branches, any) = match (combined.one_of.as_slice(), combined.any_of.as_slice()) {
        ([], []) => return None,
        (one_of, []) => (one_of, false),
        ([], any_of) => (any_of, true),
        _ => return None,
    };
    let common = Combined { one_of: Vec::new(), any_of: Vec::new(), ..combined.clone() };
    let common = Schema { combined: common, ..schema.clone() };
    let (mut flat, mut whole) = (Vec::new(), Vec::new());
    for branch in branches {
        let typed_branch = typed(root, branch);
        let may_be_object = typed_branch.kinds.is_empty();
        if !may_be_object && typed_branch.kind() != Some(Kind::Object) {
            return None;
        }
        flat.push(typed_branch);
        let both = together(root, &common, branch);
        if typed(root, &both).object.properties.is_empty() {
            return None;
        }
        whole.push(both);
    }
    if branches.len() < 2 || !told_apart(&flat) {
        return None;
    }
    let mut kinds = Vec::with_capacity(whole.len());
    for (schema, own) in whole.into_iter().zip(&flat) {
        let mut rivals = Vec::new();
        for (other, flat) in branches.iter().zip(&flat) {
            if !any && !std::ptr::eq(flat, own) && !exclude(own, flat) {
                rivals.push((other, flat));
            }
        }
        kinds.push(kind(schema, own, &rivals, &|branch| {
            name(branch, &flat).unwrap_or_else(|| base.to_owned())
        }));
    }
    Some((kinds, any))
}

/// One kind: `own` is what it has alone, `called` gives it and its rivals names.
fn kind(
    schema: Schema,
    own: &Schema,
    rivals: &[(&Schema, &Schema)],
    called: &dyn Fn(&Schema) -> String,
) -> OneKind {
    let told_by = told_by(own, rivals);
    let mut named = Vec::with_capacity(rivals.len());
    for (rival, flat) in rivals {
        named.push((called(flat), (*rival).clone()));
    }
    let title = own.title.clone().or_else(|| schema.title.clone());
    let description = own.description.clone().or_else(|| schema.description.clone());
    let (rust_name, clouds) = (own.rust_name.clone(), own.clouds.clone());
    let (note, deprecated) = (own.note.clone(), own.deprecated.clone());
    let schema = Schema { title, description, rust_name, clouds, note, deprecated, ..schema };
    OneKind { name: called(own), schema, rivals: named, told_by }
}

/// What all kinds have, and what one has alone, as one schema; merged where that says the same.
fn together(root: &Root, common: &Schema, branch: &Schema) -> Schema {
    let branch = typed::followed(root, branch).unwrap_or(branch);
    let mut merged = common.clone();
    // What others may be is said beside the names of one schema; merged, it would be beside those of both.
    let closes = |schema: &Schema| schema.object.additional.is_some();
    let plain = common.combined.is_empty() && branch.combined.is_empty();
    let plain = plain && !closes(common) && !closes(branch);
    if merge(&mut merged, branch.clone()) && plain {
        return merged;
    }
    let definitions = common.combined.definitions.clone();
    let all_of = vec![common.clone(), branch.clone()];
    Schema {
        combined: Combined { all_of, definitions, ..Combined::default() },
        ..Schema::any(common.span)
    }
}

/// The members with a constant that each of the rivals has another one for.
fn told_by(one: &Schema, rivals: &[(&Schema, &Schema)]) -> Vec<String> {
    let mut told_by = Vec::new();
    for (name, value) in constants(one) {
        let all_differ = rivals.iter().all(|(_, rival)| is_another(rival, name, value));
        if all_differ && !rivals.is_empty() {
            told_by.push(name.to_owned());
        }
    }
    told_by
}

/// Whether a schema has another constant for that member.
fn is_another(schema: &Schema, name: &str, value: &Json) -> bool {
    for (same, different) in constants(schema) {
        if name == same && value != different {
            return true;
        }
    }
    false
}

/// Whether no object can fit both: a constant differs, and may not be left out in both.
fn exclude(one: &Schema, other: &Schema) -> bool {
    for (name, value) in constants(one) {
        let is_needed = requires(one, name) || requires(other, name);
        if is_needed && is_another(other, name, value) {
            return true;
        }
    }
    false
}

/// Whether no two alternatives could be meant by the same object: a constant differs, or what they require or know does.
fn told_apart(flat: &[Schema]) -> bool {
    for (at, one) in flat.iter().enumerate() {
        for other in flat.get(at + 1..).unwrap_or_default() {
            if !differ(one, other) {
                return false;
            }
        }
    }
    true
}

fn differ(one: &Schema, other: &Schema) -> bool {
    for (name, value) in constants(one) {
        if is_another(other, name, value) {
            return true;
        }
    }
    required(one) != required(other) || known(one) != known(other)
}

/// Whether a schema requires that member.
fn requires(schema: &Schema, name: &str) -> bool {
    schema.object.required.iter().any(|required| required.value == name)
}

/// The members that a schema requires, in the order of their names, each once.
fn required(schema: &Schema) -> Vec<String> {
    in_order(values(&schema.object.required))
}

/// The members that a schema knows, in the same way.
fn known(schema: &Schema) -> Vec<String> {
    let mut names = Vec::with_capacity(schema.object.properties.len());
    for property in &schema.object.properties {
        names.push(property.name.value.clone());
    }
    in_order(names)
}

fn in_order(mut names: Vec<String>) -> Vec<String> {
    names.sort();
    names.dedup();
    names
}

/// The properties that can have one value only.
fn constants(schema: &Schema) -> Vec<(&str, &Json)> {
    let mut constants = Vec::new();
    for property in &schema.object.properties {
        let choices = property.schema.choices.as_ref().map(|choices| choices.value.as_slice());
        let only = match (&property.schema.only, choices) {
            (Some(only), _) | (None, Some([only])) => only,
            _ => continue,
        };
        constants.push((property.name.value.as_str(), &only.value));
    }
    constants
}

/// A kind's name: given, its title, its constant, or what it alone requires.
fn name(branch: &Schema, all: &[Schema]) -> Option<String> {
    if let Some(name) = &branch.rust_name {
        return Some(name.value.clone());
    }
    if let Some(title) = branch.title.as_ref().filter(|title| !title.value.trim().is_empty()) {
        return Some(title.value.clone());
    }
    for (name, value) in constants(branch) {
        match value {
            Json::String(text) => return Some(text.clone()),
            Json::Boolean(true) => return Some(format!("with {name}")),
            Json::Boolean(false) => return Some(format!("without {name}")),
            _ => {}
        }
    }
    for own in required(branch) {
        let is_other = |other: &Schema| !std::ptr::eq(other, branch) && requires(other, &own);
        if !all.iter().any(is_other) {
            return Some(format!("with {}", names::snake(&own)));
        }
    }
    None
}
