//! Bounds and steps of numbers.

use wellhead_runtime::Json;
use wellhead_runtime::json::{Number, is_multiple};
use wellhead_spec::model::{self, NumberKeywords, Schema, Spanned};

use super::types::Types;
use super::values::listed;
use super::{At, Cx, places, spans};
use crate::change::Kind;
use crate::wire::Effect;

/// Which end of the numbers that are accepted.
#[derive(Clone, Copy)]
enum End {
    Lower,
    Upper,
}

/// Where it is, and whether that is itself out.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Bound {
    at: f64,
    is_out: bool,
}

impl End {
    /// What the keywords say of it.
    fn said_of(self, number: &NumberKeywords) -> Vec<model::Bound> {
        match self {
            Self::Lower => number.lower(),
            Self::Upper => number.upper(),
        }
    }

    /// The bound, if there is one. Of whole numbers only, one that is out is the next one that is in.
    fn bound(self, number: &NumberKeywords, whole: bool) -> Option<Bound> {
        let all = self.said_of(number).into_iter().map(|model::Bound { at, is_out, .. }| {
            let at = match self {
                _ if !whole => return Bound { at, is_out },
                Self::Lower if is_out => at.floor() + 1.0,
                Self::Lower => at.ceil(),
                Self::Upper if is_out => at.ceil() - 1.0,
                Self::Upper => at.floor(),
            };
            Bound { at, is_out: false }
        });
        all.reduce(|one, other| if self.is_tighter(other, one) { other } else { one })
    }

    fn is_tighter(self, one: Bound, other: Bound) -> bool {
        let is_further = match self {
            Self::Lower => one.at > other.at,
            Self::Upper => one.at < other.at,
        };
        is_further || (one.at == other.at && one.is_out && !other.is_out)
    }

    /// Whether the new bound leaves out something that the old one does not.
    fn tightens(self, (was, is): (Option<Bound>, Option<Bound>)) -> bool {
        match (was, is) {
            (_, None) => false,
            (None, Some(_)) => true,
            (Some(old), Some(new)) => self.is_tighter(new, old),
        }
    }

    /// The word for it, and for what is past it.
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Lower => ("lower", "below"),
            Self::Upper => ("upper", "above"),
        }
    }
}

pub(super) fn number(cx: &mut Cx<'_>, old: &Schema, new: &Schema, at: &At<'_>) {
    let whole = Types::of(cx.root.old, old, &at.made.old, at).is_whole();
    for end in [End::Lower, End::Upper] {
        bound(cx, end, whole, (old, new), at);
    }
    step(cx, old, new, at, whole);
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
    let bounds = [old, new].map(|schema| End::Upper.bound(&schema.number, true));
    if at.is_own && was > end && is == end && loses && !End::Upper.tightens(bounds.into()) {
        let what = format!("whole numbers go up to {is} now, it was {was}");
        let reason =
            format!("a number above {is} is refused: its type has numbers below 0 as well");
        cx.note(at, Kind::BoundChanged, what, Effect::Narrowed(reason), spans(old, new));
    }
}

fn bound(cx: &mut Cx<'_>, end: End, whole: bool, (old, new): (&Schema, &Schema), at: &At<'_>) {
    let (was, is) = (end.bound(&old.number, whole), end.bound(&new.number, whole));
    if was == is {
        return;
    }
    let (word, past) = end.words();
    let what = format!("its {word} bound is {} now, it was {}", said(is), said(was));
    let effect = match is.filter(|_| end.tightens((was, is))) {
        Some(is) => Effect::Narrowed(format!("a number {past} {} is refused", is.at)),
        None => Effect::Widened("the new bound leaves out nothing that the old one did not".into()),
    };
    let place = |schema: &Schema| {
        let keyword = end.said_of(&schema.number).first().map(|bound| bound.span);
        Some(keyword.unwrap_or(schema.span))
    };
    cx.note(at, Kind::BoundChanged, what, effect, (place(old), place(new)));
}

fn said(bound: Option<Bound>) -> String {
    match bound {
        None => "none".into(),
        Some(Bound { at, is_out: true }) => format!("{at}, itself out"),
        Some(Bound { at, is_out: false }) => at.to_string(),
    }
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
