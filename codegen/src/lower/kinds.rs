//! Alternatives that are told apart by a constant or by what they require: a Rust type each.

use std::rc::Rc;

use proc_macro2::Ident;
use wellhead_runtime::Json;
use wellhead_spec::model::{Combined, Kind, Schema, Spanned, Text};
use wellhead_spec::{ByName, Span};

use super::root::Root;
use super::typed::{self, merge};
use crate::model::Alone;
use crate::names;

/// One of the kinds that an object may be of.
pub(super) struct OneKind {
    /// The type's name.
    pub(super) name: Ident,
    /// What it is named after, and where that stands.
    pub(super) called: Text,
    /// The schema of this kind: what all have and what it has alone.
    pub(super) schema: Schema,
    /// The kinds that an object of this one may be mistaken for, none of which it may fit.
    pub(super) alone: Option<Alone>,
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
    let (flat, whole) = laid_out(root, schema, branches)?;
    let mut marks = Vec::with_capacity(flat.len());
    for branch in &flat {
        marks.push(Marks::of(branch));
    }
    if branches.len() < 2 || !told_apart(&marks) {
        return None;
    }
    let required = counted(&marks);
    let mut kinds = Vec::with_capacity(whole.len());
    for ((schema, branch), own) in whole.into_iter().zip(branches).zip(&marks) {
        let place = root.followed(branch).unwrap_or(branch).span;
        let called = called(own, &required, place, base);
        let name = names::camel(&called.value);
        kinds.push(OneKind { name, called, schema: described(schema, own.branch), alone: None });
    }
    if !any {
        keep_apart(root, &mut kinds, branches, &marks, schema.span);
    }
    Some((kinds, any))
}

/// Each alternative by itself, and with what all of them have; nothing unless all are objects with properties.
fn laid_out(
    root: &Root,
    schema: &Schema,
    branches: &[Schema],
) -> Option<(Vec<Schema>, Vec<Schema>)> {
    let common = Combined { one_of: Vec::new(), any_of: Vec::new(), ..schema.combined.clone() };
    let common = Schema { combined: common, ..schema.clone() };
    let (mut flat, mut whole) = (Vec::new(), Vec::new());
    for branch in branches {
        let typed_branch = typed::of_object(root, branch);
        let may_be_object = typed_branch.kinds.is_empty();
        if !may_be_object && typed_branch.kind() != Some(Kind::Object) {
            return None;
        }
        flat.push(typed_branch);
        let both = together(root, &common, branch);
        if typed::of_object(root, &both).object.properties.is_empty() {
            return None;
        }
        whole.push(both);
    }
    Some((flat, whole))
}

/// A kind's schema with what people read about the kind itself, which stands in `own`.
fn described(schema: Schema, own: &Schema) -> Schema {
    let title = own.title.clone().or_else(|| schema.title.clone());
    let description = own.description.clone().or_else(|| schema.description.clone());
    let (rust_name, clouds) = (own.rust_name.clone(), own.clouds.clone());
    let (note, deprecated) = (own.note.clone(), own.deprecated.clone());
    Schema { title, description, rust_name, clouds, note, deprecated, ..schema }
}

/// Says of each kind which others an object of it must not fit. That may be all of them for each of them, and so there is
/// an end to it.
fn keep_apart(
    root: &Root,
    kinds: &mut [OneKind],
    branches: &[Schema],
    marks: &[Marks<'_>],
    place: Span,
) {
    let mut named = Vec::with_capacity(kinds.len());
    for (kind, branch) in kinds.iter().zip(branches) {
        named.push((kind.name.to_string(), Rc::new(branch.clone())));
    }
    for (at, (kind, own)) in kinds.iter_mut().zip(marks).enumerate() {
        let (mut others, mut rivals) = (Vec::new(), Vec::new());
        for (number, (other, (name, branch))) in marks.iter().zip(&named).enumerate() {
            if number == at || exclude(own, other) {
                continue;
            }
            if !root.spend_on_rival(branch, place) {
                return;
            }
            others.push((name.clone(), Rc::clone(branch)));
            rivals.push(other);
        }
        if !others.is_empty() {
            let by = told_by(own, &rivals);
            kind.alone = Some(Alone { kind: kind.name.to_string(), others, by });
        }
    }
}

/// What all kinds have, and what one has alone, as one schema; merged where that says the same.
fn together(root: &Root, common: &Schema, branch: &Schema) -> Schema {
    let branch = root.followed(branch).unwrap_or(branch);
    let mut merged = common.clone();
    // What others may be is said beside the names of one schema; merged, it would be beside those of both.
    let closes = |schema: &Schema| schema.object.additional.is_some();
    let plain = common.combined.is_empty() && branch.combined.is_empty();
    let plain = plain && !closes(common) && !closes(branch);
    if merge(root, &mut merged, branch.clone()) && plain {
        return merged;
    }
    let definitions = common.combined.definitions.clone();
    let all_of = vec![common.clone(), branch.clone()];
    Schema {
        combined: Combined { all_of, definitions, ..Combined::default() },
        ..Schema::any(common.span)
    }
}

/// What an alternative is told from others by.
struct Marks<'b> {
    /// The alternative by itself.
    branch: &'b Schema,
    /// The properties that can have one value only.
    constants: Vec<(&'b str, &'b Spanned<Json>)>,
    /// The members that it requires, in the order of their names, each once.
    required: Vec<&'b str>,
    /// The members that it knows, in the same way.
    known: Vec<&'b str>,
}

impl<'b> Marks<'b> {
    fn of(branch: &'b Schema) -> Self {
        let (mut required, mut known) = (Vec::new(), Vec::new());
        for name in &branch.object.required {
            required.push(name.value.as_str());
        }
        for property in &branch.object.properties {
            known.push(property.name.value.as_str());
        }
        for names in [&mut required, &mut known] {
            names.sort_unstable();
            names.dedup();
        }
        Self { branch, constants: constants(branch), required, known }
    }
}

/// The members with a constant that each of the rivals has another one for.
fn told_by(one: &Marks<'_>, rivals: &[&Marks<'_>]) -> Vec<String> {
    let mut told_by = Vec::new();
    for (name, value) in &one.constants {
        if rivals.iter().all(|rival| is_another(rival, name, value)) {
            told_by.push((*name).to_owned());
        }
    }
    told_by
}

/// Whether an alternative has another constant for that member.
fn is_another(one: &Marks<'_>, name: &str, value: &Spanned<Json>) -> bool {
    for (same, different) in &one.constants {
        if name == *same && value.value != different.value {
            return true;
        }
    }
    false
}

/// Whether no object can fit both: a constant differs, and may not be left out in both.
fn exclude(one: &Marks<'_>, other: &Marks<'_>) -> bool {
    for (name, value) in &one.constants {
        let is_needed = one.required.contains(name) || other.required.contains(name);
        if is_needed && is_another(other, name, value) {
            return true;
        }
    }
    false
}

/// Whether no two alternatives could be meant by the same object: a constant differs, or what they require or know does.
fn told_apart(marks: &[Marks<'_>]) -> bool {
    for (at, one) in marks.iter().enumerate() {
        for other in marks.get(at + 1..).unwrap_or_default() {
            if !differ(one, other) {
                return false;
            }
        }
    }
    true
}

fn differ(one: &Marks<'_>, other: &Marks<'_>) -> bool {
    for (name, value) in &one.constants {
        if is_another(other, name, value) {
            return true;
        }
    }
    one.required != other.required || one.known != other.known
}

/// The properties that can have one value only.
fn constants(schema: &Schema) -> Vec<(&str, &Spanned<Json>)> {
    let mut constants = Vec::new();
    for property in &schema.object.properties {
        let choices = property.schema.choices.as_ref().map(|choices| choices.value.as_slice());
        let only = match (&property.schema.only, choices) {
            (Some(only), _) | (None, Some([only])) => only,
            _ => continue,
        };
        constants.push((property.name.value.as_str(), only));
    }
    constants
}

/// How many alternatives require each of the members that some require.
fn counted<'b>(marks: &[Marks<'b>]) -> ByName<'b> {
    let mut counted = ByName::new();
    for one in marks {
        for name in &one.required {
            let before = counted.get(name).copied().unwrap_or_default();
            counted.insert(*name, before + 1);
        }
    }
    counted
}

/// What a kind is called: its name, or `base` if it has none. It stands in the alternative at `place`, or is told of that.
fn called(marks: &Marks<'_>, required: &ByName<'_>, place: Span, base: &str) -> Text {
    let brace = Span::new(place.start, place.start + 1);
    match name(marks, required) {
        Some(name) if place.start <= name.span.start && name.span.end <= place.end => name,
        Some(elsewhere) => Text { span: brace, ..elsewhere },
        None => Text { value: base.to_owned(), span: brace },
    }
}

/// A kind's name: given, its title, its constant, or what it alone requires.
fn name(marks: &Marks<'_>, required: &ByName<'_>) -> Option<Text> {
    let branch = marks.branch;
    if let Some(name) = &branch.rust_name {
        return Some(name.clone());
    }
    if let Some(title) = branch.title.as_ref().filter(|title| !title.value.trim().is_empty()) {
        return Some(title.clone());
    }
    marked(marks).or_else(|| {
        let all = &branch.object.required;
        let own = marks.required.iter().find(|own| required.get(**own) == Some(&1))?;
        let span = all.iter().find(|name| name.value == **own)?.span;
        Some(Text { value: format!("with {}", names::snake(own)), span })
    })
}

/// What the constants of a kind call it: its texts and flags, else its numbers.
fn marked(marks: &Marks<'_>) -> Option<Text> {
    for called in [by_text as fn(&str, &Json) -> Option<String>, by_number] {
        for (name, only) in &marks.constants {
            if let Some(value) = called(name, &only.value) {
                return Some(Text { value, span: only.span });
            }
        }
    }
    None
}

fn by_text(name: &str, only: &Json) -> Option<String> {
    match only {
        Json::String(text) => Some(text.clone()),
        Json::Boolean(true) => Some(format!("with {name}")),
        Json::Boolean(false) => Some(format!("without {name}")),
        _ => None,
    }
}

fn by_number(name: &str, only: &Json) -> Option<String> {
    let Json::Number(number) = only else { return None };
    let number = number.as_i64()?;
    let sign = if number < 0 { "minus " } else { "" };
    Some(format!("{name} {sign}{}", number.unsigned_abs()))
}
