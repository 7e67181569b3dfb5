//! The params of an object: which there are, which must be there, what others may be.
//!
//! A param that is not listed is refused in a request, though JSON Schema would let it pass: that is how it is judged here.

use std::collections::BTreeSet;

use wellhead_spec::model::{Additional, Property, Schema};

use super::schema::{followed, schema};
use super::{At, Cx, Sides, Step, code, spans, word};
use crate::change::Kind;
use crate::pairing::{Pairing, Pairs, names};
use crate::wire::Effect;

/// How deep branches are looked into for names.
const DEPTH: usize = 16;

/// How alike params of different names have to be to be one that was renamed.
const LEAST: f64 = 0.7;

/// What members that are not listed may be.
enum Others<'s> {
    Any,
    None,
    Fitting(&'s Schema),
}

pub(super) fn object(cx: &mut Cx<'_>, old: &Schema, new: &Schema, at: &At) {
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

fn removed(cx: &mut Cx<'_>, property: &Property, new: &Schema, at: &At) {
    let name = property.name.value.clone();
    let inner = at.to(Step::Param(name.clone()), Step::Param(name.clone()));
    let effect = match others_of(new, at) {
        _ if at.is_branch && at.known.new.contains(&name) => {
            Effect::Widened("this alternative says nothing of it any more".into())
        }
        Others::None => Effect::Narrowed("a request with it is refused: it is not known".into()),
        _ if at.is_branch => {
            Effect::Narrowed("a request with it is refused: it is not known".into())
        }
        Others::Any => Effect::Widened("it may be any other member now".into()),
        Others::Fitting(others) => match cx.inclusion(&property.schema, others, &inner) {
            effect if effect.keeps() => {
                Effect::Widened("it is one of the other members now".into())
            }
            _ => Effect::Narrowed("it has to be what other members may be".into()),
        },
    };
    let what = format!("{} is gone", code(&name));
    let place = (Some(property.name.span), Some(new.span));
    cx.note(&inner, Kind::ParamRemoved, what, effect, place);
}

fn added(cx: &mut Cx<'_>, property: &Property, old: &Schema, new: &Schema, at: &At) {
    let name = property.name.value.clone();
    let inner = at.to(Step::Param(name.clone()), Step::Param(name.clone()));
    let place = (Some(old.span), Some(property.name.span));
    if property.is_required(new) {
        let what = format!("{} is new, and required", code(&name));
        let effect = match old.object.required.iter().any(|required| required.value == name) {
            true => Effect::Unclear("it was required before, and not described".into()),
            false => Effect::Narrowed("a request without it is refused".into()),
        };
        return cx.note(&inner, Kind::RequiredParamAdded, what, effect, place);
    }
    let any = Schema::any(property.schema.span);
    let effect = match others_of(old, at) {
        Others::None => Effect::Widened("no request had it".into()),
        _ if at.is_branch && !at.is_typed => {
            Effect::Unclear("whether a request had it can't be decided".into())
        }
        _ if at.is_branch && !at.known.old.contains(&name) => {
            Effect::Widened("no request had it".into())
        }
        Others::Any => fitting(cx, &any, property, &inner),
        Others::Fitting(others) => fitting(cx, others, property, &inner),
    };
    cx.note(&inner, Kind::ParamAdded, format!("{} is new", code(&name)), effect, place);
}

/// The effect of describing a member that was one of the others.
fn fitting(cx: &mut Cx<'_>, others: &Schema, property: &Property, inner: &At) -> Effect {
    match cx.inclusion(others, &property.schema, inner) {
        effect if effect.keeps() => Effect::None,
        _ => {
            Effect::Narrowed("it was one of the other members, which may be what it may not".into())
        }
    }
}

fn pair(
    cx: &mut Cx<'_>,
    (was, old): (&Property, &Schema),
    (is, new): (&Property, &Schema),
    at: &At,
) {
    let (before, now) = (was.name.value.clone(), is.name.value.clone());
    let inner = at.to(Step::Param(before.clone()), Step::Param(now.clone()));
    let places = (Some(was.name.span), Some(is.name.span));
    if before != now {
        let what = format!("{} is called {} now", code(&before), code(&now));
        let effect = Effect::Narrowed("a request with the old name is refused".into());
        cx.note(&inner, Kind::ParamRenamed, what, effect, places);
    }
    match (was.is_required(old), is.is_required(new)) {
        (false, true) => {
            let effect = Effect::Narrowed("a request without it is refused".into());
            let what = format!("{} is required now", code(&now));
            cx.note(&inner, Kind::BecameRequired, what, effect, places);
        }
        (true, false) => {
            let effect = Effect::Widened("it may be left out".into());
            let what = format!("{} is optional now", code(&now));
            cx.note(&inner, Kind::BecameOptional, what, effect, places);
        }
        _ => {}
    }
    schema(cx, &was.schema, &is.schema, &inner);
}

/// Whether what both have stands in another order.
fn order(cx: &mut Cx<'_>, pairs: &Pairs, old: &Schema, new: &Schema, at: &At) {
    let in_order = pairs.both.windows(2).all(|pair| match pair {
        [(_, one), (_, other)] => one < other,
        _ => true,
    });
    if !in_order {
        let what = "the params stand in another order";
        cx.note(at, Kind::ParamsReordered, what, Effect::None, spans(old, new));
    }
}

/// What is required without being described.
fn undescribed(cx: &mut Cx<'_>, old: &Schema, new: &Schema, at: &At) {
    let described = |schema: &Schema, name: &str| {
        schema.object.properties.iter().any(|property| property.name.value == name)
    };
    let requires = |schema: &Schema, name: &str| {
        schema.object.required.iter().any(|required| required.value == name)
    };
    for name in &new.object.required {
        if !requires(old, name) && !described(new, name) {
            let inner = at.to(Step::Param(name.value.clone()), Step::Param(name.value.clone()));
            let effect = Effect::Narrowed("a request without it is refused".into());
            let what = format!("{} is required now", code(name));
            let places = (Some(old.span), Some(name.span));
            cx.note(&inner, Kind::BecameRequired, what, effect, places);
        }
    }
    for name in &old.object.required {
        if !requires(new, name) && !described(old, name) {
            let inner = at.to(Step::Param(name.value.clone()), Step::Param(name.value.clone()));
            let effect = Effect::Widened("it may be left out".into());
            let what = format!("{} is not required any more", code(name));
            let places = (Some(name.span), Some(new.span));
            cx.note(&inner, Kind::BecameOptional, what, effect, places);
        }
    }
}

/// What other members may be.
fn others(cx: &mut Cx<'_>, old: &Schema, new: &Schema, at: &At) {
    let inner = at.to(Step::Others, Step::Others);
    let place = |schema: &Schema| {
        let said = schema.object.additional.as_ref().map(|additional| additional.span);
        Some(said.unwrap_or(schema.span))
    };
    let places = (place(old), place(new));
    let refused = "members that are not listed are refused";
    let (what, effect) = match (others_of(old, at), others_of(new, at)) {
        (Others::Any, Others::Any) | (Others::None, Others::None) => return,
        (Others::Fitting(was), Others::Fitting(is)) => return schema(cx, was, is, &inner),
        (Others::None, _) => (
            "there may be other members now",
            Effect::Widened("members that are not listed are accepted".into()),
        ),
        (_, Others::None) => {
            ("there may be no other members any more", Effect::Narrowed(refused.into()))
        }
        (Others::Fitting(_), Others::Any) => (
            "other members may be anything now",
            Effect::Widened("members that do not fit are accepted".into()),
        ),
        (Others::Any, Others::Fitting(is)) => {
            let any = Schema::any(old.span);
            match cx.inclusion(&any, is, &inner) {
                effect if effect.keeps() => return,
                _ => (
                    "what other members may be is said now",
                    Effect::Narrowed("members that do not fit are refused".into()),
                ),
            }
        }
    };
    cx.note(&inner, Kind::AdditionalChanged, what, effect, places);
}

fn others_of<'s>(schema: &'s Schema, at: &At) -> Others<'s> {
    match schema.object.additional.as_ref().map(|additional| &additional.value) {
        Some(Additional::Any) => return Others::Any,
        Some(Additional::None) => return Others::None,
        Some(Additional::Fitting(others)) => return Others::Fitting(others),
        None => {}
    }
    let combined = &schema.combined;
    let by_rule = !combined.pattern_properties.is_empty() || combined.property_names.is_some();
    let has_names = !schema.object.properties.is_empty() || !at.known.is_empty();
    if at.is_branch || by_rule || !has_names { Others::Any } else { Others::None }
}

impl Sides<BTreeSet<String>> {
    /// Whether neither side knows any.
    pub(super) fn is_empty(&self) -> bool {
        self.old.is_empty() && self.new.is_empty()
    }
}

/// The effect of parts of an object's schema being gone: nothing is asked any more, but what only they listed is not known.
pub(super) fn gone<'p>(
    cx: &Cx<'_>,
    parts: impl IntoIterator<Item = &'p Schema>,
    at: &At,
) -> Effect {
    let mut names = parts.into_iter().flat_map(|part| known(cx.root.old, part));
    match names.find(|name| !at.known.new.contains(name)) {
        Some(name) => {
            Effect::Narrowed(format!("a request with {} is refused: nothing lists it", code(&name)))
        }
        None => Effect::Widened("what it asked for is not asked any more".into()),
    }
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
    let Some(schema) = followed(root, schema).filter(|_| depth > 0 && *left > 0) else { return };
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
