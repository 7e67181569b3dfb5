//! What a number must fit, and its bounds whichever keyword says them.

use wellhead_runtime::json::Span;

use super::Spanned;

/// Keywords for numbers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NumberKeywords {
    /// `minimum`
    pub minimum: Option<Spanned<f64>>,
    /// `maximum`
    pub maximum: Option<Spanned<f64>>,
    /// `exclusiveMinimum`
    pub exclusive_minimum: Option<Spanned<f64>>,
    /// `exclusiveMaximum`
    pub exclusive_maximum: Option<Spanned<f64>>,
    /// `multipleOf`
    pub multiple_of: Option<Spanned<f64>>,
}

/// A bound of numbers, as a keyword says it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bound {
    /// The number.
    pub at: f64,
    /// Whether it is itself out.
    pub is_out: bool,
    /// Its place.
    pub span: Span,
}

impl Bound {
    /// Whether no number is between this lower bound and an upper one.
    pub(crate) fn crosses(self, upper: Self) -> bool {
        self.at > upper.at || (self.at >= upper.at && (self.is_out || upper.is_out))
    }
}

impl NumberKeywords {
    /// The lower bounds, `minimum` first.
    pub fn lower(&self) -> Vec<Bound> {
        bounds(&self.minimum, &self.exclusive_minimum)
    }

    /// The upper bounds, `maximum` first.
    pub fn upper(&self) -> Vec<Bound> {
        bounds(&self.maximum, &self.exclusive_maximum)
    }
}

fn bounds(inclusive: &Option<Spanned<f64>>, exclusive: &Option<Spanned<f64>>) -> Vec<Bound> {
    let mut bounds = Vec::new();
    for (bound, is_out) in [(inclusive, false), (exclusive, true)] {
        if let Some(bound) = bound {
            bounds.push(Bound { at: bound.value, is_out, span: bound.span });
        }
    }
    bounds
}
