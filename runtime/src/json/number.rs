//! Numbers as they are spelt, and what a spelling means.

use std::fmt;
use std::str::FromStr;

use super::error::SyntaxError;
use super::reader::Reader;
use crate::cut;

/// A number of JSON: it keeps its spelling, and is compared by its value; if that is not a whole number of up to 128 bits, by the
/// nearest float, so that all beyond every float are equal.
///
/// ```
/// use wellhead_runtime::json::Number;
/// let number: Number = "1.50e1".parse()?;
/// assert_eq!((number.as_str(), number.as_i64()), ("1.50e1", Some(15)));
/// assert_eq!(number, Number::from(15));
/// # Ok::<(), wellhead_runtime::json::SyntaxError>(())
/// ```
#[derive(Clone)]
pub struct Number(pub(super) Box<str>);

impl Number {
    /// The number of a float, in the shortest spelling that means it; JSON has none for infinities and NaN.
    pub fn from_f64(value: f64) -> Option<Self> {
        value.is_finite().then(|| Self(format!("{value:?}").into()))
    }

    /// A whole number.
    fn of_whole(value: &dyn fmt::Display) -> Self {
        Self(value.to_string().into())
    }

    /// A number that the reader has just read, so that its spelling is JSON's.
    pub(super) fn of_spelling(spelling: &str) -> Self {
        Self(spelling.into())
    }

    /// The spelling.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The number, if it is whole and fits; `1.0` and `1e3` are whole.
    pub fn as_i128(&self) -> Option<i128> {
        whole(&self.0)
    }

    /// The number, if it is whole and fits; `1.0` and `1e3` are whole.
    pub fn as_i64(&self) -> Option<i64> {
        self.as_i128()?.try_into().ok()
    }

    /// The number, if it is whole and fits; `1.0` and `1e3` are whole.
    pub fn as_u64(&self) -> Option<u64> {
        self.as_i128()?.try_into().ok()
    }

    /// The nearest float, unless the number is beyond all of them.
    pub fn as_f64(&self) -> Option<f64> {
        match self.0.parse::<f64>() {
            Ok(value) if value.is_finite() => Some(value),
            _ => None,
        }
    }

    pub(crate) fn numeric(&self) -> Numeric {
        Numeric::spelt(&self.0)
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
            || match (self.numeric(), other.numeric()) {
                (Numeric::Whole(one), Numeric::Whole(other)) => one == other,
                (Numeric::Float(one), Numeric::Float(other)) => one == other,
                _ => false,
            }
    }
}

impl Eq for Number {}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Number {
    type Err = SyntaxError;

    #[inline]
    fn from_str(text: &str) -> Result<Self, SyntaxError> {
        let mut reader = Reader::new(text);
        let spelling = reader.number()?;
        reader.end()?;
        Ok(Self(spelling.into()))
    }
}

macro_rules! whole_numbers {
    ($($integer:ty),*) => {$(
        impl From<$integer> for Number {
            #[inline]
            fn from(value: $integer) -> Self {
                Self::of_whole(&value)
            }
        }
    )*};
}

whole_numbers!(i8, i16, i32, i64, i128, isize, u8, u16, u32, u64, u128, usize);

/// Whether a number is a multiple of `step`, as near as floats come to it: 0.3 is one of 0.1. A step of 0 or less asks nothing.
pub fn is_multiple(number: f64, step: f64) -> bool {
    if step <= 0.0 {
        return true;
    }
    let quotient = number / step;
    let is_between = (quotient - quotient.round()).abs() > f64::EPSILON * quotient.abs();
    !is_between
}

/// The value of a number, as JSON Schema compares it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Numeric {
    /// A whole number, exactly.
    Whole(i128),
    /// Any number, as near as a float comes to it.
    Float(f64),
}

impl Numeric {
    /// The value that a spelling means; one that fits JSON's grammar always means one.
    pub(crate) fn spelt(spelling: &str) -> Self {
        match whole(spelling) {
            Some(value) => Self::Whole(value),
            None => Self::Float(spelling.parse().unwrap_or(f64::NAN)),
        }
    }

    /// The value as a float.
    pub(crate) fn float(self) -> f64 {
        match self {
            Self::Whole(value) => value as f64,
            Self::Float(value) => value,
        }
    }

    /// The same number, as a whole one if it is one and not too large to be known exactly.
    pub(crate) fn exact(self) -> Self {
        const EXACT: f64 = (1_u64 << 53) as f64;
        match self {
            Self::Float(value) if value.fract() == 0.0 && value.abs() <= EXACT => {
                Self::Whole(value as i128)
            }
            other => other,
        }
    }

    /// Whether both are the same number: exactly, if both are known exactly.
    pub(crate) fn is(self, other: Self) -> bool {
        match (self, other) {
            (Self::Whole(one), Self::Whole(other)) => one == other,
            (one, other) => one.float() == other.float(),
        }
    }
}

/// The whole number that a JSON number means, if it is one: `1.0` and `1e3` are. Exact, as no float would be.
pub(crate) fn whole(spelling: &str) -> Option<i128> {
    // Most have neither a fraction nor an exponent.
    if let Some(value) = digits(spelling, "") {
        return Some(value);
    }
    let (mantissa, exponent) =
        cut::at(spelling, b'e').or_else(|| cut::at(spelling, b'E')).unwrap_or((spelling, "0"));
    let (whole, fraction) = cut::at(mantissa, b'.').unwrap_or((mantissa, ""));
    let fraction = without_zeros(fraction);
    // Zeros at the end say how large a number is, and need not fit.
    let kept = if fraction.is_empty() { without_zeros(whole) } else { whole };
    let mut digits = digits(kept, fraction)?;
    if digits == 0 {
        return Some(0);
    }
    let zeros = whole.len() as i128 - kept.len() as i128;
    let exponent = self::digits(exponent.strip_prefix("+").unwrap_or(exponent), "")?;
    let shift = exponent.checked_add(zeros - fraction.len() as i128)?;
    // After a few dozen steps there are too many digits, or none left to take off.
    for _ in 0..shift {
        digits = digits.checked_mul(10)?;
    }
    for _ in shift..0 {
        if digits % 10 != 0 {
            return None;
        }
        digits /= 10;
    }
    Some(digits)
}

/// Digits without the zeros that they end in.
fn without_zeros(digits: &str) -> &str {
    let mut rest = digits;
    while let Some(shorter) = rest.strip_suffix("0") {
        rest = shorter;
    }
    rest
}

/// The digits on both sides of the point as one number, with the sign before them.
fn digits(whole: &str, fraction: &str) -> Option<i128> {
    let (sign, whole) = match whole.strip_prefix("-") {
        Some(whole) => (-1, whole),
        None => (1, whole),
    };
    let mut digits = 0_i128;
    for part in &[whole, fraction] {
        for byte in part.bytes() {
            if !byte.is_ascii_digit() {
                return None;
            }
            digits = digits.checked_mul(10)?.checked_add(sign * i128::from(byte - b'0'))?;
        }
    }
    Some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_without_a_fraction_is_whole_however_it_is_spelt() {
        for (spelling, value) in [
            ("0", Some(0)),
            ("-0.0", Some(0)),
            ("1.0", Some(1)),
            ("1E+3", Some(1000)),
            ("-1500e-2", Some(-15)),
            ("9007199254740993.0", Some(9_007_199_254_740_993)),
            ("-170141183460469231731687303715884105728", Some(i128::MIN)),
            ("170141183460469231731687303715884105728", None),
            ("0.5", None),
            ("1e-1", None),
            ("1e400", None),
            ("1e99999999999999999999", None),
            ("-0e99999999999999999999999999999999999999999", Some(0)),
            ("1e-99999999999999999999999999999999999999999", None),
            ("-1200000000000000000000000000000000000000000000e-44", Some(-12)),
            ("1200000000000000000000000000000000000000000000e-46", None),
        ] {
            assert_eq!(whole(spelling), value, "{spelling}");
        }
    }

    #[test]
    fn a_multiple_is_as_near_to_one_as_floats_come() {
        for (number, step, expected) in [
            (0.3, 0.1, true),
            (0.35, 0.1, false),
            (-6.0, 3.0, true),
            (7.0, 3.0, false),
            (0.0, 3.0, true),
            (7.0, 0.0, true),
            (7.0, -2.0, true),
            (1e-17, 1.0, false),
            (0.1, 1e15, false),
            // There are more steps than a float can count.
            (1e308, 1e-10, true),
        ] {
            assert_eq!(is_multiple(number, step), expected, "{number} of {step}");
        }
    }

    #[test]
    fn a_float_is_spelt_as_json_spells_it() {
        for value in [0.0, -0.0, 1.0, 0.1, -2.5, 1e-5, 1e16, 1.5e300, f64::MIN_POSITIVE, f64::MAX] {
            let number = Number::from_f64(value).expect("it is finite");
            assert_eq!(number.as_str().parse::<Number>().as_ref(), Ok(&number), "{number}");
            assert_eq!(number.as_f64(), Some(value), "{number}");
        }
        assert_eq!(Number::from_f64(f64::NAN), None);
        assert_eq!(Number::from_f64(f64::INFINITY), None);
    }

    #[test]
    fn what_is_no_number_of_json_is_refused() {
        for text in ["", "01", "1.", "+1", ".5", "1e", "NaN", "1 2", "\"1\""] {
            assert!(text.parse::<Number>().is_err(), "{text}");
        }
    }

    #[test]
    fn numbers_are_compared_by_value_and_whole_ones_exactly() {
        let same = |one, other| Numeric::spelt(one).is(Numeric::spelt(other));
        assert!(same("1", "1.0") && same("0.5", "5e-1") && same("1e300", "10e299"));
        assert!(!same("9007199254740993", "9007199254740992"), "as floats they are the same");
        assert!(!same("0.5", "0.25"));
        assert!(Numeric::Float(4.0).is(Numeric::spelt("4")));
    }
}
