//! Values read by their shape: which spellings are whole numbers, where bounds lie, and that JSON Schema and Rust agree
//! on both.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use proptest::prelude::*;
use wellhead_runtime::json::Tape;
use wellhead_runtime::{Input, IntegerRules, NumberRules, Path, Rule, Shape, Violation};

static WHOLE: Shape =
    Shape::Integer(&IntegerRules { min: i64::MIN as i128, max: i64::MAX as i128, multiple_of: 1 });
static PORT: Shape = Shape::Integer(&IntegerRules { min: 1, max: 65_535, multiple_of: 1 });
static DOZENS: Shape = Shape::Integer(&IntegerRules { min: -120, max: 120, multiple_of: 12 });
static ANY_NUMBER: Shape = Shape::Number(&NumberRules::NONE);
static SHARE: Shape = Shape::Number(&NumberRules {
    min: 0.0,
    above: true,
    max: 1.0,
    below: false,
    multiple_of: 0.05,
});

/// What `text` is read as, and what is wrong with it.
fn integer(text: &str, shape: &'static Shape) -> (Option<i128>, Vec<Violation>) {
    let mut tape = Tape::new();
    tape.read(text).expect(text);
    let mut input = Input::of(text, &tape);
    let value = input.integer(shape, &Path::root(""));
    (value, input.into_violations())
}

fn number(text: &str, shape: &'static Shape) -> (Option<f64>, Vec<Violation>) {
    let mut tape = Tape::new();
    tape.read(text).expect(text);
    let mut input = Input::of(text, &tape);
    let value = input.number(shape, &Path::root(""));
    (value, input.into_violations())
}

fn rules(violations: &[Violation]) -> Vec<Rule> {
    violations.iter().map(|violation| violation.rule).collect()
}

#[test]
fn a_number_without_a_fraction_is_whole_however_it_is_spelt() {
    for (text, value) in [
        ("0", 0),
        ("-0", 0),
        ("1.0", 1),
        ("1e3", 1000),
        ("1E+3", 1000),
        ("1.50e1", 15),
        ("1500e-2", 15),
        ("-12.0e0", -12),
        ("0e-9", 0),
        ("1e18", 1_000_000_000_000_000_000),
        ("9007199254740993", 9_007_199_254_740_993),
        ("9007199254740993.0", 9_007_199_254_740_993),
        ("9223372036854775807", i128::from(i64::MAX)),
        ("-9223372036854775808", i128::from(i64::MIN)),
    ] {
        assert_eq!(integer(text, &WHOLE), (Some(value), vec![]), "{text}");
    }
}

#[test]
fn a_number_with_a_fraction_is_not_whole() {
    for text in ["1.5", "0.1", "1e-1", "15e-1", "-0.000001", "9007199254740993.5"] {
        let (value, found) = integer(text, &WHOLE);
        assert_eq!((value, rules(&found)), (None, vec![Rule::Type]), "{text}");
    }
}

#[test]
fn a_whole_number_beyond_64_bits_is_out_of_bounds() {
    for (text, rule) in [
        ("9223372036854775808", Rule::Maximum),
        ("-9223372036854775809", Rule::Minimum),
        ("1e19", Rule::Maximum),
        ("-1e30", Rule::Minimum),
    ] {
        assert_eq!(rules(&integer(text, &WHOLE).1), [rule], "{text}");
    }
}

#[test]
fn a_number_of_any_size_is_refused_without_a_panic() {
    for text in
        ["1e400", "-1e400", "1e99999999999999999999", "1e-99999999999999999999", &"9".repeat(5000)]
    {
        let (value, found) = integer(text, &WHOLE);
        assert!(value.is_none() && !found.is_empty(), "{text} is {value:?}");
    }
    assert_eq!(rules(&number("1e400", &ANY_NUMBER).1), [Rule::Type]);
}

#[test]
fn bounds_are_inclusive_and_steps_are_kept() {
    for (text, shape, expected) in [
        ("1", &PORT, vec![]),
        ("65535", &PORT, vec![]),
        ("6.5535e4", &PORT, vec![]),
        ("0", &PORT, vec![Rule::Minimum]),
        ("65536", &PORT, vec![Rule::Maximum]),
        ("-120", &DOZENS, vec![]),
        ("24", &DOZENS, vec![]),
        ("25", &DOZENS, vec![Rule::MultipleOf]),
        ("121", &DOZENS, vec![Rule::Maximum, Rule::MultipleOf]),
    ] {
        assert_eq!(rules(&integer(text, shape).1), expected, "{text}");
    }
}

#[test]
fn numbers_keep_exclusive_bounds_and_decimal_steps() {
    for (text, expected) in [
        ("0.05", vec![]),
        ("0.15", vec![]),
        ("1", vec![]),
        ("1.0", vec![]),
        ("0", vec![Rule::Minimum]),
        ("1.05", vec![Rule::Maximum]),
        ("0.12", vec![Rule::MultipleOf]),
    ] {
        assert_eq!(rules(&number(text, &SHARE).1), expected, "{text}");
    }
}

proptest! {
    #[test]
    fn every_64_bit_integer_is_read_as_itself(value in any::<i64>()) {
        for text in [format!("{value}"), format!("{value}.0"), format!("{value}.00e0"), format!("{value}0e-1")] {
            prop_assert_eq!(integer(&text, &WHOLE), (Some(i128::from(value)), vec![]), "{}", text);
        }
    }

    #[test]
    fn every_finite_number_is_read_as_itself(value in any::<f64>()) {
        let text = serde_json::to_string(&value).unwrap_or_default();
        let (read, found) = number(&text, &ANY_NUMBER);
        prop_assert_eq!(read.map(f64::to_bits), Some(value.to_bits()));
        prop_assert!(found.is_empty());
    }

    #[test]
    fn a_power_of_ten_is_whole_up_to_where_64_bits_end(digits in 1_i64..10, power in 0_u32..40) {
        let fits = 10_i64.checked_pow(power).and_then(|ten| ten.checked_mul(digits));
        let (value, found) = integer(&format!("{digits}e{power}"), &WHOLE);
        match fits {
            Some(fits) => prop_assert_eq!((value, found), (Some(i128::from(fits)), vec![])),
            None => prop_assert!(!found.is_empty()),
        }
    }
}
