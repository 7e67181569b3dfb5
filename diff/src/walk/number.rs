//! Bounds and steps of numbers.

use wellhead_runtime::Json;
use wellhead_runtime::json::{Number, is_multiple};
use wellhead_spec::Span;
use wellhead_spec::model::{NumberKeywords, Schema, Spanned};

use super::types::Types;
use super::values::listed;
use super::{At, Cx, places, spans};
use crate::change::Kind;
use crate::wire::Effect;

/// A bound: where it is, and whether it is itself out.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Bound {
    at: f64,
    is_out: bool,
}

pub(super) fn number(cx: &mut Cx<'_>, old: &Schema, new: &Schema, at: &At<'_>) {
    // Of whole numbers only, a bound that is out is the next one that is in.
    let whole = Types::of(cx.root.old, old, &at.made.old, at).is_whole();
    let lower = (lower(&old.number, whole), lower(&new.number, whole));
    let upper = uppers(old, new, whole);
    if lower.0 != lower.1 {
        let tightens = tighter(lower, |one, other| one > other);
        bound(cx, ("lower", "below"), lower, tightens, (old, new), at);
    }
    if upper.0 != upper.1 {
        bound(cx, ("upper", "above"), upper, lowers(upper), (old, new), at);
    }
    step(cx, old, new, at, whole);
}

/// The upper bounds of both.
fn uppers(old: &Schema, new: &Schema, whole: bool) -> (Option<Bound>, Option<Bound>) {
    (upper(&old.number, whole), upper(&new.number, whole))
}

/// Whether the second upper bound leaves out something that the first does not.
fn lowers(upper: (Option<Bound>, Option<Bound>)) -> bool {
    tighter(upper, |one, other| one < other)
}

/// Whether the second bound leaves out something that the first does not.
fn tighter(bounds: (Option<Bound>, Option<Bound>), is_further: fn(f64, f64) -> bool) -> bool {
    match bounds {
        (_, None) => false,
        (None, Some(_)) => true,
        (Some(old), Some(new)) => {
            is_further(new.at, old.at) || (new.at == old.at && new.is_out && !old.is_out)
        }
    }
}

/// Whole numbers above those that the new type holds: one that may be below 0 ends where one that may not goes on.
pub(super) fn largest(cx: &mut Cx<'_>, old: &Schema, new: &Schema, at: &At<'_>) {
    let (Some(was), Some(is)) = (at.made.old.largest(), at.made.new.largest()) else { return };
    let end = i128::from(i64::MAX);
    let is_lost = |value: &Json| value.as_number().and_then(Number::as_i128) > Some(end);
    let loses = match listed(old) {
        Some(values) => values.iter().any(|value| is_lost(&value.value)),
        None => true,
    };
    // A bound that leaves them out is told as that.
    if at.is_own && was > end && is == end && loses && !lowers(uppers(old, new, true)) {
        let what = format!("whole numbers go up to {is} now, it was {was}");
        let reason =
            format!("a number above {is} is refused: its type has numbers below 0 as well");
        cx.note(at, Kind::BoundChanged, what, Effect::Narrowed(reason), spans(old, new));
    }
}

fn bound(
    cx: &mut Cx<'_>,
    (side, beyond): (&str, &str),
    (was, is): (Option<Bound>, Option<Bound>),
    tightens: bool,
    (old, new): (&Schema, &Schema),
    at: &At<'_>,
) {
    let what = format!("its {side} bound is {} now, it was {}", said(is), said(was));
    let effect = match (tightens, is) {
        (true, Some(is)) => Effect::Narrowed(format!("a number {beyond} {} is refused", is.at)),
        _ => Effect::Widened("the new bound leaves out nothing that the old one did not".into()),
    };
    let place = |schema: &Schema| Some(keyword(&schema.number, side).unwrap_or(schema.span));
    cx.note(at, Kind::BoundChanged, what, effect, (place(old), place(new)));
}

fn keyword(number: &NumberKeywords, side: &str) -> Option<Span> {
    let (inclusive, exclusive) = match side {
        "lower" => (&number.minimum, &number.exclusive_minimum),
        _ => (&number.maximum, &number.exclusive_maximum),
    };
    inclusive.as_ref().or(exclusive.as_ref()).map(|bound| bound.span)
}

fn said(bound: Option<Bound>) -> String {
    match bound {
        None => "none".into(),
        Some(Bound { at, is_out: true }) => format!("{at}, itself out"),
        Some(Bound { at, is_out: false }) => at.to_string(),
    }
}

fn lower(number: &NumberKeywords, whole: bool) -> Option<Bound> {
    let inclusive = number.minimum.as_ref().map(|bound| (bound.value, false));
    let exclusive = number.exclusive_minimum.as_ref().map(|bound| (bound.value, true));
    let both = inclusive.into_iter().chain(exclusive).map(|(at, is_out)| match whole {
        true if is_out => Bound { at: at.floor() + 1.0, is_out: false },
        true => Bound { at: at.ceil(), is_out: false },
        false => Bound { at, is_out },
    });
    both.max_by(|one, other| one.at.total_cmp(&other.at).then(one.is_out.cmp(&other.is_out)))
}

fn upper(number: &NumberKeywords, whole: bool) -> Option<Bound> {
    let inclusive = number.maximum.as_ref().map(|bound| (bound.value, false));
    let exclusive = number.exclusive_maximum.as_ref().map(|bound| (bound.value, true));
    let both = inclusive.into_iter().chain(exclusive).map(|(at, is_out)| match whole {
        true if is_out => Bound { at: at.ceil() - 1.0, is_out: false },
        true => Bound { at: at.floor(), is_out: false },
        false => Bound { at, is_out },
    });
    both.min_by(|one, other| one.at.total_cmp(&other.at).then(other.is_out.cmp(&one.is_out)))
}

fn step(cx: &mut Cx<'_>, old: &Schema, new: &Schema, at: &At<'_>, whole: bool) {
    let value = |step: &Option<Spanned<f64>>| step.as_ref().map(|step| step.value);
    let (was, is) = (value(&old.number.multiple_of), value(&new.number.multiple_of));
    if was == is {
        return;
    }
    let said = |step: Option<f64>| step.map_or("none".to_owned(), |step| step.to_string());
    let what = format!("numbers are multiples of {} now, it was {}", said(is), said(was));
    let effect = match (was, is) {
        (_, None) => Effect::Widened("there is no step any more".into()),
        (None, Some(is)) if whole && is_multiple(1.0, is) => {
            Effect::Widened("whole numbers are multiples of it".into())
        }
        (Some(was), Some(is)) if is_multiple(if whole { whole_step(was) } else { was }, is) => {
            Effect::Widened("the old step is a multiple of the new one".into())
        }
        (_, Some(is)) => Effect::Narrowed(format!("what is no multiple of {is} is refused")),
    };
    let places = places((&old.number.multiple_of, old), (&new.number.multiple_of, new));
    cx.note(at, Kind::StepChanged, what, effect, places);
}

/// How far apart the whole numbers are among the multiples of a step, if that is soon told.
fn whole_step(step: f64) -> f64 {
    let mut multiples = (1..=1000_u16).map(|times| step * f64::from(times));
    multiples.find(|multiple| is_multiple(*multiple, 1.0)).unwrap_or(step)
}
