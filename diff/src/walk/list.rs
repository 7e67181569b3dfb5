//! What an array must fit.

use std::collections::BTreeSet;

use wellhead_spec::model::{Schema, Spanned};

use super::{At, Cx, Step, places, schema, spans};
use crate::change::Kind;
use crate::wire::Effect;

pub(super) fn list(cx: &mut Cx<'_>, old: &Schema, new: &Schema, at: &At<'_>) {
    let elements = ("element", Kind::CountChanged);
    least(cx, elements, Least::of_elements(old), Least::of_elements(new), at);
    most(cx, elements, (&old.list.max_items, old), (&new.list.max_items, new), at);
    if old.list.unique != new.list.unique {
        let (what, effect) = match new.list.unique {
            true => (
                "its elements have to differ now",
                match has_one_at_most(old) {
                    true => Effect::None,
                    false => Effect::Narrowed("a list with two of the same is refused".into()),
                },
            ),
            false => (
                "its elements may be the same now",
                match has_one_at_most(new) {
                    true => Effect::None,
                    false => Effect::Widened("a list with two of the same is accepted".into()),
                },
            ),
        };
        cx.note(at, Kind::UniqueChanged, what, effect, spans(old, new));
    }
    items(cx, old, new, at);
}

/// Whether there are no two elements that could be the same.
fn has_one_at_most(schema: &Schema) -> bool {
    schema.list.max_items.as_ref().is_some_and(|most| most.value <= 1)
}

fn items(cx: &mut Cx<'_>, old: &Schema, new: &Schema, at: &At<'_>) {
    let inner = at.to(Step::Items, Step::Items);
    match (&old.list.items, &new.list.items) {
        (None, None) => {}
        (Some(was), Some(is)) => schema::schema(cx, was, is, &inner),
        (None, Some(is)) => {
            let any = Schema::any(old.span);
            let effect = match cx.inclusion(&any, is, &inner) {
                Effect::None => Effect::None,
                _ => Effect::Narrowed("elements that do not fit are refused".into()),
            };
            let what = "what its elements may be is said now";
            cx.note(&inner, Kind::TypeNarrowed, what, effect, spans(old, is));
        }
        (Some(was), None) => {
            let effect = Effect::Widened("its elements may be anything".into());
            let what = "what its elements may be is not said any more";
            cx.note(&inner, Kind::TypeWidened, what, effect, spans(was, new));
        }
    }
}

/// A keyword with the schema that it stands in.
pub(super) type Count<'s> = (&'s Option<Spanned<u32>>, &'s Schema);

/// The least number of elements or members that is said, with what else asks for some, and where.
pub(super) struct Least<'s> {
    said: &'s Option<Spanned<u32>>,
    assured: u32,
    schema: &'s Schema,
}

impl<'s> Least<'s> {
    /// What it has to contain is an element.
    fn of_elements(schema: &'s Schema) -> Self {
        let assured = u32::from(schema.combined.contains.is_some());
        Self { said: &schema.list.min_items, assured, schema }
    }

    /// What is required has to be there.
    pub(super) fn of_members(schema: &'s Schema) -> Self {
        let required = schema.object.required.iter().map(|name| name.value.as_str());
        let assured = required.collect::<BTreeSet<_>>().len().try_into().unwrap_or(u32::MAX);
        Self { said: &schema.combined.min_properties, assured, schema }
    }
}

/// The least number of elements or members.
pub(super) fn least(
    cx: &mut Cx<'_>,
    (counted, kind): (&str, Kind),
    old: Least<'_>,
    new: Least<'_>,
    at: &At<'_>,
) {
    let value = |least: &Least<'_>| least.said.as_ref().map_or(0, |count| count.value);
    let (was, is) = (value(&old), value(&new));
    if was != is {
        let what = format!("it has at least {is} {counted}s now, it was {was}");
        let effect = if is > was.max(old.assured) {
            Effect::Narrowed(format!("fewer {counted}s are refused"))
        } else if was > is.max(new.assured) {
            Effect::Widened(format!("fewer {counted}s are accepted"))
        } else {
            Effect::None
        };
        cx.note(at, kind, what, effect, places((old.said, old.schema), (new.said, new.schema)));
    }
}

/// The largest number of elements or members.
pub(super) fn most(
    cx: &mut Cx<'_>,
    (counted, kind): (&str, Kind),
    old: Count<'_>,
    new: Count<'_>,
    at: &At<'_>,
) {
    let value = |count: Count<'_>| count.0.as_ref().map(|count| count.value);
    let (was, is) = (value(old), value(new));
    if was != is {
        let said = |most: Option<u32>| match most {
            Some(most) => format!("at most {most} {counted}s"),
            None => format!("any number of {counted}s"),
        };
        let what = format!("it has {} now, it was {}", said(is), said(was));
        let effect = match is.is_some_and(|is| was.is_none_or(|was| is < was)) {
            true => Effect::Narrowed(format!("more {counted}s are refused")),
            false => Effect::Widened(format!("more {counted}s are accepted")),
        };
        cx.note(at, kind, what, effect, places(old, new));
    }
}
