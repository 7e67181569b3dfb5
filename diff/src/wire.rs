//! The wire axis: would a request that was valid before still be accepted?
//!
//! The walk says of each keyword what it does to the values that are accepted where it stands. Here that becomes a verdict on
//! the request: inside `not`, more values mean fewer requests.

use crate::change::{Verdict, Wire};

/// What a change does to the values that are accepted where it stands; the text is the reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    /// The same values are accepted.
    None,
    /// All that were accepted still are, and more.
    Widened(String),
    /// It can't be decided.
    Unclear(String),
    /// Some that were accepted are not any more.
    Narrowed(String),
}

/// What a value that is accepted means for the request around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Polarity {
    /// The request may be accepted as well.
    Same,
    /// The request is refused: the place is inside a `not`.
    Reversed,
    /// The same, and every value that was accepted is known to be accepted still: they are listed.
    Kept,
    /// The request may be accepted as well, if nothing else accepts the value: the place is in one of a `oneOf`.
    Alone,
    /// It depends: on which alternative is taken, or whether a condition holds.
    Depends,
}

impl Effect {
    /// How bad it is, for the worst of several.
    pub(crate) fn rank(&self) -> usize {
        match self {
            Self::None => 0,
            Self::Widened(_) => 1,
            Self::Unclear(_) => 2,
            Self::Narrowed(_) => 3,
        }
    }

    /// Whether all that was accepted is known to be accepted still.
    pub(crate) fn keeps(&self) -> bool {
        self.rank() <= 1
    }
}

impl Polarity {
    /// The effect on the request.
    pub(crate) fn applied(self, effect: Effect) -> Effect {
        match (self, effect) {
            (Self::Same, effect) => effect,
            (_, Effect::None) => Effect::None,
            (Self::Kept, Effect::Widened(reason)) => Effect::Widened(reason),
            (Self::Kept, _) => Effect::None,
            (Self::Alone, Effect::Narrowed(reason)) => Effect::Narrowed(reason),
            (Self::Alone, Effect::Widened(_)) => Effect::Unclear(
                "whether another alternative accepts the same can't be decided".into(),
            ),
            (Self::Reversed, Effect::Widened(_)) => {
                Effect::Narrowed("inside `not`, what is accepted makes a request be refused".into())
            }
            // What was narrowed may have been widened at the same place.
            (Self::Reversed, Effect::Narrowed(_)) => {
                Effect::Unclear("it is inside `not`; can't be decided".into())
            }
            (_, Effect::Unclear(reason)) => Effect::Unclear(reason),
            (Self::Depends, Effect::Widened(_) | Effect::Narrowed(_)) => Effect::Unclear(
                "whether it holds decides on something else; can't be decided".into(),
            ),
        }
    }

    /// This place inside that one.
    pub(crate) fn within(self, around: Self) -> Self {
        match (around, self) {
            (Self::Same | Self::Kept, inner) => inner,
            (around, Self::Same | Self::Kept) => around,
            _ => Self::Depends,
        }
    }
}

/// The verdict on requests.
pub(crate) fn judge(effect: &Effect, polarity: Polarity) -> Verdict<Wire> {
    match polarity.applied(effect.clone()) {
        Effect::None => Verdict::default(),
        Effect::Widened(reason) => Verdict::new(Wire::Compatible, reason),
        Effect::Unclear(reason) => Verdict::new(Wire::Undecided, reason),
        Effect::Narrowed(reason) => Verdict::new(Wire::Breaking, reason),
    }
}
