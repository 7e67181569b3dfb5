//! Schemas that are combined, and keywords that no type shows.

use wellhead_runtime::Json;
use wellhead_spec::model::{Schema, Text};

use super::list::{Least, least, most};
use super::schema::schema;
use super::types::{Types, both};
use super::variants::variants;
use super::{At, Cx, Sides, code, names_of, object, spans};
use crate::change::Kind;
use crate::pairing::{Pairing, Pairs, overlap};
use crate::wire::{Effect, Polarity};

/// How alike parts of an `allOf` have to be to be one that was changed.
const LEAST: f64 = 0.5;

pub(super) fn combined(cx: &mut Cx<'_>, old: &Schema, new: &Schema, at: &At<'_>) {
    all_of(cx, old, new, at);
    variants(cx, old, new, at);
    conditions(cx, old, new, at);
    dependencies(cx, old, new, at);
    members(cx, old, new, at);
    elements(cx, old, new, at);
}

/// A schema that has to be met as well, on either side.
struct Part<'s> {
    what: &'s str,
    old: Option<&'s Schema>,
    new: Option<&'s Schema>,
    /// What it speaks of, and what it means for the request that it is met.
    inner: At<'s>,
    /// Whether it is known that no value that was accepted is refused for it.
    is_idle: bool,
}

/// Compares a part that may be missing on a side; where it is, nothing is asked there.
fn part(cx: &mut Cx<'_>, part: &Part<'_>, (old, new): (&Schema, &Schema), at: &At<'_>) {
    let (what, effect, places) = match (part.old, part.new) {
        (None, None) => return,
        (Some(was), Some(is)) => return schema(cx, was, is, &part.inner),
        (None, Some(is)) => (
            format!("`{}` is new", part.what),
            match part.is_idle {
                true => Effect::None,
                false => Effect::Narrowed("what it asks for was not asked before".into()),
            },
            (Some(old.span), Some(is.span)),
        ),
        (Some(was), None) => {
            (format!("`{}` is gone", part.what), object::gone(), (Some(was.span), Some(new.span)))
        }
    };
    cx.note(at, Kind::CombinationChanged, what, effect, places);
}

fn all_of(cx: &mut Cx<'_>, old: &Schema, new: &Schema, at: &At<'_>) {
    let (was, is) = (&old.combined.all_of, &new.combined.all_of);
    // What the type of the whole becomes was told of the whole.
    let (before, now) = both(cx, old, new, at);
    let inner = At { within: before.and(now), ..at.branch(at.polarity) };
    let pairs = parts(&cx.text, was, is);
    let mut note = |before: Option<usize>, now: Option<usize>| {
        let old_part = before.and_then(|one| was.get(one));
        let new_part = now.and_then(|one| is.get(one));
        if let (None, Some(is)) = (old_part, new_part) {
            let effect = match cx.inclusion(old, is, &inner) {
                effect if !effect.keeps() => effect,
                _ => Effect::None,
            };
            let places = (Some(old.span), Some(is.span));
            return cx.note(at, Kind::CombinationChanged, "`allOf` is new", effect, places);
        }
        let inner = inner.clone();
        let one = Part { what: "allOf", old: old_part, new: new_part, inner, is_idle: false };
        part(cx, &one, (old, new), at);
    };
    for (one, other) in pairs.both {
        note(Some(one), Some(other));
    }
    for one in pairs.removed {
        note(Some(one), None);
    }
    for one in pairs.added {
        note(None, Some(one));
    }
}

/// All have to be met, so their order says nothing: those that read the same first, then by what they know, then in their order.
fn parts(text: &Sides<&str>, old: &[Schema], new: &[Schema]) -> Pairs {
    let written = |text: &str, all: &[Schema], at: usize| -> Vec<String> {
        let span = all.get(at).map(|part| part.span).unwrap_or_default();
        let json = text.get(span.start..span.end).and_then(|text| text.parse::<Json>().ok());
        json.map(|json| json.to_string()).into_iter().collect()
    };
    let likeness = |one: usize, other: usize| match (old.get(one), new.get(other)) {
        (Some(one), Some(other)) => overlap(&names_of(one), &names_of(other)),
        _ => 0.0,
    };
    Pairing::of(old.len(), new.len())
        .by_key(|at| written(text.old, old, at), |at| written(text.new, new, at))
        .by_likeness(LEAST, likeness)
        .in_order()
        .done()
}

fn conditions(cx: &mut Cx<'_>, old: &Schema, new: &Schema, at: &At<'_>) {
    let (was, is) = (&old.combined, &new.combined);
    let not = Part {
        what: "not",
        old: was.not.as_deref(),
        new: is.not.as_deref(),
        inner: at.branch(Polarity::Reversed.within(at.polarity)),
        is_idle: is.not.as_deref().is_some_and(|not| fitted_none(cx, old, not, at)),
    };
    part(cx, &not, (old, new), at);
    match (&was.condition, &is.condition) {
        (Some(_), Some(_)) | (None, None) => {
            let branches = [
                ("if", &was.condition, &is.condition, Polarity::Depends),
                ("then", &was.then, &is.then, Polarity::Same),
                ("else", &was.otherwise, &is.otherwise, Polarity::Same),
            ];
            for (what, before, now, polarity) in branches {
                let (before, now) = (before.as_deref(), now.as_deref());
                let inner = at.branch(polarity.within(at.polarity));
                let one = Part { what, old: before, new: now, inner, is_idle: false };
                part(cx, &one, (old, new), at);
            }
        }
        (None, Some(condition)) => {
            let never = is.otherwise.is_none() && fitted_none(cx, old, condition, at);
            let inner = at.branch(at.polarity);
            let mut asked = [&is.then, &is.otherwise].into_iter().flatten();
            let is_idle = never || asked.all(|asked| cx.inclusion(old, asked, &inner).keeps());
            let effect = match is_idle {
                true => Effect::None,
                false => Effect::Narrowed("what it asks for was not asked before".into()),
            };
            let places = (Some(old.span), Some(condition.span));
            cx.note(at, Kind::CombinationChanged, "a condition is new", effect, places);
        }
        (Some(condition), None) => {
            let places = (Some(condition.span), Some(new.span));
            cx.note(at, Kind::CombinationChanged, "a condition is gone", object::gone(), places);
        }
    }
}

/// Whether no value that was accepted fits `schema`: it is about others, or asks for a member that none had.
fn fitted_none(cx: &Cx<'_>, old: &Schema, schema: &Schema, at: &At<'_>) -> bool {
    let was = Types::of(cx.root.old, old, &at.made.old, at);
    cx.root.new.followed(schema).is_some_and(|schema| {
        let asks = |name: &Text| at.made.old.never_has(&name.value);
        was.are_others_than(Types::named_by(schema))
            || was.is_object() && schema.object.required.iter().any(asks)
    })
}

fn dependencies(cx: &mut Cx<'_>, old: &Schema, new: &Schema, at: &At<'_>) {
    let (was, is) = (&old.combined.dependent_required, &new.combined.dependent_required);
    let pairs = |all: &[(Text, Vec<Text>)]| -> Vec<(String, String)> {
        let each = all.iter().flat_map(|(name, needs)| {
            needs.iter().map(|need| (name.value.clone(), need.value.clone()))
        });
        each.collect()
    };
    let (was, is) = (pairs(was), pairs(is));
    for (name, need) in is.iter().filter(|one| !was.contains(one)) {
        let what = format!("{} asks for {} now", code(name), code(need));
        let effect = match at.made.old.never_has(name) || old.object.requires(need) {
            true => Effect::None,
            false => Effect::Narrowed("the one without the other is refused".into()),
        };
        cx.note(at, Kind::CombinationChanged, what, effect, spans(old, new));
    }
    for (name, need) in was.iter().filter(|one| !is.contains(one)) {
        let what = format!("{} does not ask for {} any more", code(name), code(need));
        let effect = Effect::Widened("the one without the other is accepted".into());
        cx.note(at, Kind::CombinationChanged, what, effect, spans(old, new));
    }
    let (was, is) = (&old.combined.dependent_schemas, &new.combined.dependent_schemas);
    let inner = at.branch(at.polarity);
    let is_idle = |cx: &mut Cx<'_>, name: &str, asked: &Schema| {
        at.made.old.never_has(name) || cx.inclusion(old, asked, &inner).keeps()
    };
    named(cx, ("dependencies", &inner, &is_idle), (was, old), (is, new), at);
}

/// Tells of a name, and what is asked of those that have it, whether nothing that was accepted is refused for it.
type Idle<'f> = &'f dyn Fn(&mut Cx<'_>, &str, &Schema) -> bool;

/// Schemas by names, on either side.
fn named(
    cx: &mut Cx<'_>,
    (what, inner, is_idle): (&str, &At<'_>, Idle<'_>),
    (was, old): (&[(Text, Schema)], &Schema),
    (is, new): (&[(Text, Schema)], &Schema),
    at: &At<'_>,
) {
    let find = |all: &'_ [(Text, Schema)], name: &str| -> Option<usize> {
        all.iter().position(|(known, _)| known.value == name)
    };
    for (name, before) in was {
        let now = find(is, name).and_then(|at| is.get(at)).map(|(_, schema)| schema);
        let one = Part { what, old: Some(before), new: now, inner: inner.clone(), is_idle: false };
        part(cx, &one, (old, new), at);
    }
    for (name, now) in is.iter().filter(|(name, _)| find(was, name).is_none()) {
        let (inner, is_idle) = (inner.clone(), is_idle(cx, name, now));
        let one = Part { what, old: None, new: Some(now), inner, is_idle };
        part(cx, &one, (old, new), at);
    }
}

/// The members of an object, by rule.
fn members(cx: &mut Cx<'_>, old: &Schema, new: &Schema, at: &At<'_>) {
    let (was, is) = (&old.combined, &new.combined);
    let inner = at.inside();
    let keys = |all: &[(Text, Schema)]| -> Vec<String> {
        all.iter().map(|(pattern, _)| pattern.value.clone()).collect()
    };
    let patterns = (keys(&was.pattern_properties), keys(&is.pattern_properties));
    if patterns.0 == patterns.1 {
        let (before, now) = (&was.pattern_properties, &is.pattern_properties);
        let never = |_: &mut Cx<'_>, _: &str, _: &Schema| false;
        named(cx, ("patternProperties", &inner, &never), (before, old), (now, new), at);
    } else {
        let what = "`patternProperties` has other patterns";
        let effect = Effect::Unclear("which names they fit can't be decided".into());
        cx.note(at, Kind::CombinationChanged, what, effect, spans(old, new));
    }
    let names = Part {
        what: "propertyNames",
        old: was.property_names.as_deref(),
        new: is.property_names.as_deref(),
        inner,
        is_idle: false,
    };
    part(cx, &names, (old, new), at);
    let counted = ("member", Kind::CountChanged);
    least(cx, counted, Least::of_members(old), Least::of_members(new), at);
    most(cx, counted, (&was.max_properties, old), (&is.max_properties, new), at);
}

/// The elements of an array, one by one.
fn elements(cx: &mut Cx<'_>, old: &Schema, new: &Schema, at: &At<'_>) {
    let (was, is) = (&old.combined, &new.combined);
    let contains = Part {
        what: "contains",
        old: was.contains.as_deref(),
        new: is.contains.as_deref(),
        inner: at.inside(),
        is_idle: false,
    };
    part(cx, &contains, (old, new), at);
    let (before, now) = (&was.first_items, &is.first_items);
    if before.len() == now.len() {
        for (before, now) in before.iter().zip(now) {
            let (before, now) = (Some(before), Some(now));
            let inner = at.inside();
            let one = Part { what: "items", old: before, new: now, inner, is_idle: false };
            part(cx, &one, (old, new), at);
        }
        let rest = Part {
            what: "additionalItems",
            old: was.rest_items.as_deref(),
            new: is.rest_items.as_deref(),
            inner: at.inside(),
            is_idle: false,
        };
        part(cx, &rest, (old, new), at);
    } else {
        let what = "another number of elements is described one by one";
        let effect = Effect::Unclear("it depends on what the others may be".into());
        cx.note(at, Kind::CombinationChanged, what, effect, spans(old, new));
    }
}
