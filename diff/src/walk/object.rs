//! The params of an object: which there are, which must be there, what others may be.
//!
//! A param that is not listed is refused in a request, though JSON Schema would let it pass: that is how it is judged here.

use std::collections::BTreeSet;

use wellhead_spec::model::{Additional, Property, Schema};

use super::schema::schema;
use super::{At, Cx, Step, code, spans, word};
use crate::change::Kind;
use crate::pairing::{Pairing, Pairs, names};
use crate::wire::Effect;

/// How deep branches are looked into for names.
const DEPTH: usize = 16;

/// How alike params of different names have to be to be one that was renamed.
const LEAST: f64 = 0.7;

/// Why a request with a member that was known is not accepted.
pub(super) const REFUSED: &str = "a request with it is refused: it is not known";

/// What members that are not listed may be.
enum Others<'s> {
    Any,
    /// None beside those of the schema itself.
    None,
    /// None beside those of the value's type.
    Unlisted,
    Fitting(&'s Schema),
}

pub(super) fn object(cx: &mut Cx<'_>, old: &Schema, new: &Schema, at: &At<'_>) {
    let pairs = pairs(old, new);
    for property in pairs.removed.iter().filter_map(|one| old.object.properties.get(*one)) {
        removed(cx, property, new, at);
    }
    for property in pairs.added.iter().filter_map(|one| new.object.properties.get(*one)) {
        added(cx, property, old, new, at);
    }
    for (one, other) in &pairs.both {
        let both = (old.object.properties.get(*one), new.object.properties.get(*other));
        if let (Some(was), Some(is)) = both {
            pair(cx, (was, old), (is, new), at);
        }
    }
    order(cx, &pairs, old, new, at);
    undescribed(cx, old, new, at);
    others(cx, old, new, at);
}

/// Params by their name, then by likeness of name and type; what says the same about itself is surely the same.
fn pairs(old: &Schema, new: &Schema) -> Pairs {
    let (was, is) = (&old.object.properties, &new.object.properties);
    let name = |all: &[Property], at: usize| -> Vec<String> {
        all.get(at).map(|property| property.name.value.clone()).into_iter().collect()
    };
    let likeness = |one: usize, other: usize| {
        let (Some(one), Some(other)) = (was.get(one), is.get(other)) else { return 0.0 };
        let (first, second) = (&one.schema, &other.schema);
        let kinds = |schema: &Schema| schema.kinds.iter().map(|it| it.value).collect::<Vec<_>>();
        if kinds(first) != kinds(second) || first.secret != second.secret {
            return 0.0;
        }
        let told = word(&first.description);
        let same_words = told.len() > 10 && told == word(&second.description);
        let called = names(&one.name, &other.name);
        if same_words { 0.8 + called / 5.0 } else { called }
    };
    Pairing::of(was.len(), is.len())
        .by_key(|at| name(was, at), |at| name(is, at))
        .by_likeness(LEAST, likeness)
        .done()
}

fn removed(cx: &mut Cx<'_>, property: &Property, new: &Schema, at: &At<'_>) {
    let name = &property.name.value;
    let inner = at.to_param(name);
    let effect = match said(new) {
        _ if at.made.new.may_refuse(name) => Effect::Narrowed(REFUSED.into()),
        Some(Additional::None) => Effect::Narrowed(REFUSED.into()),
        Some(Additional::Fitting(others)) => {
            match cx.inclusion(&property.schema, others, &inner).keeps() {
                true => Effect::Widened("it is one of the other members now".into()),
                false => Effect::Narrowed("it has to be what other members may be".into()),
            }
        }
        _ if at.is_own => Effect::Widened("it may be any other member now".into()),
        _ => Effect::Widened("this alternative says nothing of it any more".into()),
    };
    let what = format!("{} is gone", code(name));
    let place = (Some(property.name.span), Some(new.span));
    cx.note(&inner, Kind::ParamRemoved, what, effect, place);
}

fn added(cx: &mut Cx<'_>, property: &Property, old: &Schema, new: &Schema, at: &At<'_>) {
    let name = &property.name.value;
    let inner = at.to_param(name);
    let place = (Some(old.span), Some(property.name.span));
    if property.is_required(new) {
        let what = format!("{} is new, and required", code(name));
        let effect = match old.object.requires(name) {
            true => Effect::Unclear("it was required before, and not described".into()),
            false => Effect::Narrowed("a request without it is refused".into()),
        };
        return cx.note(&inner, Kind::RequiredParamAdded, what, effect, place);
    }
    let effect = match said(old) {
        _ if at.made.old.never_has(name) => Effect::Widened(never_had(&inner).into()),
        Some(Additional::None) => Effect::Widened(never_had(&inner).into()),
        Some(Additional::Fitting(others)) => fitting(cx, others, property, &inner),
        _ => fitting(cx, &Schema::any(property.schema.span), property, &inner),
    };
    cx.note(&inner, Kind::ParamAdded, format!("{} is new", code(name)), effect, place);
}

pub(super) fn never_had(inner: &At<'_>) -> &'static str {
    match inner.path.new.is_of_variant() {
        true => "none of this kind had it",
        false => "no request had it",
    }
}

/// The effect of describing a member that was one of the others.
fn fitting(cx: &mut Cx<'_>, others: &Schema, property: &Property, inner: &At<'_>) -> Effect {
    match cx.inclusion(others, &property.schema, inner) {
        effect if effect.keeps() => effect,
        _ => {
            Effect::Narrowed("it was one of the other members, which may be what it may not".into())
        }
    }
}

fn pair(
    cx: &mut Cx<'_>,
    (was, old): (&Property, &Schema),
    (is, new): (&Property, &Schema),
    at: &At<'_>,
) {
    let (before, now) = (&was.name.value, &is.name.value);
    let inner = at.to(Step::Param(before.clone()), Step::Param(now.clone()));
    if before != now {
        let refused = Effect::Narrowed("a request with the old name is refused".into());
        renamed(cx, was, is, refused, &inner);
    }
    presence(cx, (was, old), (is, new), &inner);
    schema(cx, &was.schema, &is.schema, &inner);
}

/// A param that has another name.
pub(super) fn renamed(
    cx: &mut Cx<'_>,
    was: &Property,
    is: &Property,
    effect: Effect,
    inner: &At<'_>,
) {
    let what = format!("{} is called {} now", code(&was.name), code(&is.name));
    let places = (Some(was.name.span), Some(is.name.span));
    cx.note(inner, Kind::ParamRenamed, what, effect, places);
}

/// Whether a param has to be there.
pub(super) fn presence(
    cx: &mut Cx<'_>,
    (was, old): (&Property, &Schema),
    (is, new): (&Property, &Schema),
    inner: &At<'_>,
) {
    let (now, places) = (&is.name.value, (Some(was.name.span), Some(is.name.span)));
    match (was.is_required(old), is.is_required(new)) {
        (false, true) => {
            let effect = Effect::Narrowed("a request without it is refused".into());
            let what = format!("{} is required now", code(now));
            cx.note(inner, Kind::BecameRequired, what, effect, places);
        }
        (true, false) => {
            let effect = Effect::Widened("it may be left out".into());
            let what = format!("{} is optional now", code(now));
            cx.note(inner, Kind::BecameOptional, what, effect, places);
        }
        _ => {}
    }
}

/// Whether what both have stands in another order.
pub(super) fn order(cx: &mut Cx<'_>, pairs: &Pairs, old: &Schema, new: &Schema, at: &At<'_>) {
    if !pairs.are_in_order() {
        let what = "the params stand in another order";
        cx.note(at, Kind::ParamsReordered, what, Effect::None, spans(old, new));
    }
}

/// What is required without being described.
fn undescribed(cx: &mut Cx<'_>, old: &Schema, new: &Schema, at: &At<'_>) {
    for name in &new.object.required {
        if !old.object.requires(name) && !lists(new, name) {
            let inner = at.to_param(&name.value);
            let effect = Effect::Narrowed("a request without it is refused".into());
            let what = format!("{} is required now", code(name));
            let places = (Some(old.span), Some(name.span));
            cx.note(&inner, Kind::BecameRequired, what, effect, places);
        }
    }
    for name in &old.object.required {
        // One that was known and is not any more is told to be gone.
        let is_gone = at.made.old.lists(name) && at.made.new.never_has(name);
        if !new.object.requires(name) && !lists(old, name) && !is_gone {
            let inner = at.to_param(&name.value);
            let effect = Effect::Widened("it may be left out".into());
            let what = format!("{} is not required any more", code(name));
            let places = (Some(name.span), Some(new.span));
            cx.note(&inner, Kind::BecameOptional, what, effect, places);
        }
    }
}

/// What other members may be.
fn others(cx: &mut Cx<'_>, old: &Schema, new: &Schema, at: &At<'_>) {
    let inner = at.to(Step::Others, Step::Others);
    let place = |schema: &Schema| {
        let said = schema.object.additional.as_ref().map(|additional| additional.span);
        Some(said.unwrap_or(schema.span))
    };
    let places = (place(old), place(new));
    // Where both are of kinds, each kind tells what it lists.
    let by_type = at.is_own && !(at.made.old.is_of_kinds() && at.made.new.is_of_kinds());
    let was = others_of(old, by_type && at.made.old.never_has_others());
    let is = others_of(new, by_type && at.made.new.may_refuse_others());
    let (what, effect) = match (was, is) {
        (Others::Any, Others::Any)
        | (Others::None, Others::None)
        | (Others::Unlisted, Others::Unlisted) => return,
        (Others::Unlisted, Others::None) => match at.made.old.listed_beside(|it| lists(new, it)) {
            Some(lost) => only_own(Effect::Narrowed(format!("{} is refused", code(lost)))),
            None => return,
        },
        (Others::None, Others::Unlisted) => match at.made.new.listed_beside(|it| lists(old, it)) {
            Some(won) => only_own(Effect::Widened(format!("{} is accepted", code(won)))),
            None => return,
        },
        (Others::Fitting(was), Others::Fitting(is)) => return schema(cx, was, is, &inner),
        (Others::None | Others::Unlisted, _) => (
            "there may be other members now",
            Effect::Widened("members that are not listed are accepted".into()),
        ),
        (_, Others::None | Others::Unlisted) => (
            "there may be no other members any more",
            Effect::Narrowed("members that are not listed are refused".into()),
        ),
        (Others::Fitting(_), Others::Any) => (
            "other members may be anything now",
            Effect::Widened("members that do not fit are accepted".into()),
        ),
        (Others::Any, Others::Fitting(is)) => {
            match cx.inclusion(&Schema::any(old.span), is, &inner).keeps() {
                true => return,
                false => (
                    "what other members may be is said now",
                    Effect::Narrowed("members that do not fit are refused".into()),
                ),
            }
        }
    };
    cx.note(&inner, Kind::AdditionalChanged, what, effect, places);
}

fn only_own(effect: Effect) -> (&'static str, Effect) {
    ("whether there may be members that this schema does not list itself changed", effect)
}

/// What is said of members that are not listed.
fn said(schema: &Schema) -> Option<&Additional> {
    schema.object.additional.as_ref().map(|additional| &additional.value)
}

fn others_of(schema: &Schema, refused: bool) -> Others<'_> {
    match said(schema) {
        Some(Additional::Any) => Others::Any,
        Some(Additional::None) => Others::None,
        Some(Additional::Fitting(others)) => Others::Fitting(others),
        None if refused => Others::Unlisted,
        None => Others::Any,
    }
}

fn lists(schema: &Schema, name: &str) -> bool {
    schema.object.property(name).is_some()
}

/// The effect of parts of a schema being gone; what only they listed is told of the object.
pub(super) fn gone() -> Effect {
    Effect::Widened("what it asked for is not asked any more".into())
}

/// The names that an object knows, in whatever alternative they stand.
pub(super) fn known(root: &Schema, schema: &Schema) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut left = 2_000;
    collect(root, schema, DEPTH, &mut left, &mut names);
    names
}

fn collect(
    root: &Schema,
    schema: &Schema,
    depth: usize,
    left: &mut usize,
    names: &mut BTreeSet<String>,
) {
    let Some(schema) = root.followed(schema).filter(|_| depth > 0 && *left > 0) else { return };
    *left -= 1;
    names.extend(schema.object.properties.iter().map(|property| property.name.value.clone()));
    let combined = &schema.combined;
    let lists = combined.all_of.iter().chain(&combined.any_of).chain(&combined.one_of);
    let boxes = [&combined.condition, &combined.then, &combined.otherwise];
    let dependent = combined.dependent_schemas.iter().map(|(_, schema)| schema);
    for branch in lists.chain(boxes.into_iter().flatten().map(Box::as_ref)).chain(dependent) {
        collect(root, branch, depth - 1, left, names);
    }
}
