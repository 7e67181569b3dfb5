//! Alternatives that are told apart by a constant or by what they require: a Rust type each.

use wellhead_runtime::Json;
use wellhead_spec::model::{Combined, Kind, Schema};

use super::root::Root;
use super::typed::{self, merge, typed};
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
    let flat: Vec<Schema> = branches.iter().map(|branch| typed(root, branch)).collect();
    let objects =
        flat.iter().all(|flat| matches!(flat.kind(), Some(Kind::Object)) || flat.kinds.is_empty());
    let whole: Vec<Schema> =
        branches.iter().map(|branch| together(root, &common, branch)).collect();
    let has_properties = whole.iter().all(|whole| !typed(root, whole).object.properties.is_empty());
    if branches.len() < 2 || !objects || !has_properties || !told_apart(&flat) {
        return None;
    }
    let called = |branch: &Schema| name(branch, &flat).unwrap_or_else(|| base.to_owned());
    let kinds = whole.into_iter().zip(&flat).map(|(schema, branch)| {
        let name = called(branch);
        let rivals: Vec<_> = branches
            .iter()
            .zip(&flat)
            .filter(|(_, other)| !any && !std::ptr::eq(*other, branch) && !exclude(branch, other))
            .collect();
        let told_by = told_by(branch, &rivals);
        let rivals =
            rivals.into_iter().map(|(rival, flat)| (called(flat), rival.clone())).collect();
        let title = branch.title.clone().or_else(|| schema.title.clone());
        let description = branch.description.clone().or_else(|| schema.description.clone());
        let (rust_name, clouds) = (branch.rust_name.clone(), branch.clouds.clone());
        let (note, deprecated) = (branch.note.clone(), branch.deprecated.clone());
        let own = Schema { title, description, rust_name, clouds, note, deprecated, ..schema };
        OneKind { name, schema: own, rivals, told_by }
    });
    Some((kinds.collect(), any))
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
    let differs = |name: &str, value: &Json, rival: &Schema| {
        constants(rival).any(|(same, different)| name == same && value != different)
    };
    constants(one)
        .filter(|_| !rivals.is_empty())
        .filter(|(name, value)| rivals.iter().all(|(_, rival)| differs(name, value, rival)))
        .map(|(name, _)| name.to_owned())
        .collect()
}

/// Whether no object can fit both: a constant differs, and may not be left out in both.
fn exclude(one: &Schema, other: &Schema) -> bool {
    let needed = |name: &str| requires(one, name) || requires(other, name);
    constants(one).filter(|(name, _)| needed(name)).any(|(name, value)| {
        constants(other).any(|(same, different)| name == same && value != different)
    })
}

/// Whether no two alternatives could be meant by the same object: a constant differs, or what they require or know does.
fn told_apart(flat: &[Schema]) -> bool {
    let pairs = flat
        .iter()
        .enumerate()
        .flat_map(|(at, one)| flat.iter().skip(at + 1).map(move |other| (one, other)));
    pairs.into_iter().all(|(one, other)| differ(one, other))
}

fn differ(one: &Schema, other: &Schema) -> bool {
    let constants = constants(one).any(|(name, value)| {
        self::constants(other).any(|(same, different)| name == same && value != different)
    });
    constants || required(one) != required(other) || known(one) != known(other)
}

/// Whether a schema requires that member.
fn requires(schema: &Schema, name: &str) -> bool {
    schema.object.required.iter().any(|required| required.value == name)
}

/// The members that a schema requires, in the order of their names, each once.
fn required(schema: &Schema) -> Vec<String> {
    in_order(schema.object.required.iter().map(|name| name.value.clone()).collect())
}

/// The members that a schema knows, in the same way.
fn known(schema: &Schema) -> Vec<String> {
    in_order(schema.object.properties.iter().map(|property| property.name.value.clone()).collect())
}

fn in_order(mut names: Vec<String>) -> Vec<String> {
    names.sort();
    names.dedup();
    names
}

/// The properties that can have one value only.
fn constants(schema: &Schema) -> impl Iterator<Item = (&str, &Json)> {
    schema.object.properties.iter().filter_map(|property| {
        let only = property.schema.only.as_ref().map(|only| &only.value);
        let choices = property.schema.choices.as_ref().map(|choices| choices.value.as_slice());
        let single = choices
            .and_then(|choices| if let [single] = choices { Some(&single.value) } else { None });
        Some((property.name.value.as_str(), only.or(single)?))
    })
}

/// A kind's name: given, its title, its constant, or what it alone requires.
fn name(branch: &Schema, all: &[Schema]) -> Option<String> {
    if let Some(name) = &branch.rust_name {
        return Some(name.value.clone());
    }
    if let Some(title) = branch.title.as_ref().filter(|title| !title.value.trim().is_empty()) {
        return Some(title.value.clone());
    }
    let text = constants(branch).find_map(|(name, value)| match value {
        Json::String(text) => Some(text.clone()),
        Json::Boolean(true) => Some(format!("with {name}")),
        Json::Boolean(false) => Some(format!("without {name}")),
        _ => None,
    });
    text.or_else(|| {
        let others = |name: &str| {
            all.iter()
                .filter(|other| !std::ptr::eq(*other, branch))
                .any(|other| requires(other, name))
        };
        let own = required(branch).into_iter().find(|name| !others(name));
        own.map(|own| format!("with {}", names::snake(&own)))
    })
}
