//! `enum` and `const`: the values that are listed.

use std::collections::HashSet;

use wellhead_runtime::Json;
use wellhead_spec::check::refusal;
use wellhead_spec::diagnostic::visible;
use wellhead_spec::model::{Schema, Spanned};

use super::{At, Cx, spans, types};
use crate::change::Kind;
use crate::wire::Effect;

/// How long a value is shown.
const SHOWN: usize = 60;

/// What is known of the values from their lists alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Listed {
    /// Nothing: the keywords tell.
    Open,
    /// Every value that was accepted and is still listed passes all the new keywords about scalars.
    Kept,
}

/// The listed values, if any are: those of `enum`, of which `const` may leave one.
pub(super) fn listed(schema: &Schema) -> Option<Vec<&Spanned<Json>>> {
    let listed = schema.choices.as_ref().map(|choices| choices.value.iter().collect::<Vec<_>>());
    match (&schema.only, listed) {
        (Some(only), None) => Some(vec![only]),
        (Some(only), Some(values)) => {
            Some(values.into_iter().filter(|value| value.value == only.value).collect())
        }
        (None, listed) => listed,
    }
}

pub(super) fn values(cx: &mut Cx<'_>, old: &Schema, new: &Schema, at: &At<'_>) -> Listed {
    let (was, is) = (listed(old), listed(new));
    let constants = old.only.is_some() || new.only.is_some();
    match (&was, &is) {
        (None, None) => return Listed::Open,
        (Some(was), Some(is)) if constants => constant(cx, (old, was), (new, is), at),
        (Some(was), Some(is)) => lists(cx, (old, was), (new, is), at),
        (None, Some(is)) => {
            let (kind, what) = match constants {
                true => (Kind::ConstChanged, "only one value is allowed now"),
                false => (Kind::EnumAdded, "its values are listed now"),
            };
            let all = is.iter().map(|value| shown(&value.value)).collect::<Vec<_>>().join(", ");
            let effect = match types::both(cx, old, new, at).0.are_all_in(is) {
                true => Effect::None,
                false => Effect::Narrowed(format!("any other value than {all} is refused")),
            };
            cx.note(at, kind, what, effect, spans(old, new));
        }
        (Some(was), None) => {
            let (kind, what) = match constants {
                true => (Kind::ConstChanged, "it is not one value only any more"),
                false => (Kind::EnumRemoved, "its values are not listed any more"),
            };
            let effect = match types::both(cx, old, new, at).1.are_all_in(was) {
                true => Effect::None,
                false => Effect::Widened("other values are accepted as well".into()),
            };
            cx.note(at, kind, what, effect, spans(old, new));
        }
    }
    // What was listed is looked at one by one: whether it is refused by another keyword than the list.
    let scalar = Schema { choices: None, only: None, ..new.clone() };
    let passes = |was: &Vec<&Spanned<Json>>| {
        was.iter().all(|value| refusal(&scalar, &value.value).is_none() && is_scalar(&value.value))
    };
    match was.as_ref().is_some_and(passes) && new.combined.is_empty() {
        true => Listed::Kept,
        false => Listed::Open,
    }
}

fn is_scalar(value: &Json) -> bool {
    value.as_object().is_none() && value.as_array().is_none()
}

/// A list on either side, value by value.
fn lists(
    cx: &mut Cx<'_>,
    (old, was): (&Schema, &[&Spanned<Json>]),
    (new, is): (&Schema, &[&Spanned<Json>]),
    at: &At<'_>,
) {
    let list =
        |schema: &Schema| Some(schema.choices.as_ref().map_or(schema.span, |choices| choices.span));
    let meanings = |values: &[&Spanned<Json>]| {
        values.iter().map(|value| value.value.meaning()).collect::<HashSet<_>>()
    };
    let (known, kept) = (meanings(was), meanings(is));
    for value in was.iter().filter(|value| !kept.contains(&value.value.meaning())) {
        let what = format!("{} is not listed any more", shown(&value.value));
        let effect = Effect::Narrowed(format!("{} is refused", shown(&value.value)));
        cx.note(at, Kind::EnumValueRemoved, what, effect, (Some(value.span), list(new)));
    }
    for value in is.iter().filter(|value| !known.contains(&value.value.meaning())) {
        let what = format!("{} is listed as well", shown(&value.value));
        let effect = Effect::Widened(format!("{} is accepted", shown(&value.value)));
        cx.note(at, Kind::EnumValueAdded, what, effect, (list(old), Some(value.span)));
    }
    let in_both = |values: &[&Spanned<Json>]| {
        let all = values.iter().map(|value| value.value.meaning());
        all.filter(|one| known.contains(one) && kept.contains(one)).collect::<Vec<_>>()
    };
    if in_both(was) != in_both(is) {
        let what = "the listed values stand in another order";
        cx.note(at, Kind::EnumReordered, what, Effect::None, (list(old), list(new)));
    }
}

/// A list of one on at least one side. In a branch, a constant tells it from the others.
fn constant(
    cx: &mut Cx<'_>,
    (old, was): (&Schema, &[&Spanned<Json>]),
    (new, is): (&Schema, &[&Spanned<Json>]),
    at: &At<'_>,
) {
    let lost = was.iter().find(|value| !is.iter().any(|one| one.value == value.value));
    let won = is.iter().any(|value| !was.iter().any(|one| one.value == value.value));
    let effect = match (lost, won) {
        (None, false) => return,
        (Some(lost), _) => Effect::Narrowed(format!(
            "{} is refused, and the old types send it",
            shown(&lost.value)
        )),
        (None, true) => Effect::Widened("more values are accepted".into()),
    };
    let kind =
        if at.path.new.is_of_variant() { Kind::DiscriminatorChanged } else { Kind::ConstChanged };
    let all = |values: &[&Spanned<Json>]| {
        values.iter().map(|value| shown(&value.value)).collect::<Vec<_>>().join(", ")
    };
    let what = format!("it is {} now, it was {}", all(is), all(was));
    cx.note(at, kind, what, effect, spans(old, new));
}

/// A value as inline code.
pub(super) fn shown(value: &Json) -> String {
    let text = visible(&value.to_string());
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("`{}…`", text.get(..end).unwrap_or_default()),
        None => format!("`{text}`"),
    }
}
