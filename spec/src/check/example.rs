//! Defaults and examples must be what their own schema accepts: people copy them.

use wellhead_runtime::json::Number;
use wellhead_runtime::{Format, Json, json};

use super::{Cx, judge};
use crate::ByName;
use crate::diagnostic::Code;
use crate::model::{Kind, Schema, Spanned};
use crate::pattern;

const TOO_LARGE: &str = "does not fit 64 bits";

/// Checks the values that a schema shows; `root` is what references lead into.
pub(super) fn check(cx: &mut Cx<'_>, root: &Schema, schema: &Schema) {
    let shown = schema.shown();
    if shown.is_empty() {
        return;
    }
    let target = root.followed(schema).unwrap_or(schema);
    let implied = target.implied(root);
    let meanings = target.choices.as_ref().map(|choices| meanings(&choices.value));
    let mut listed = ByName::new();
    for meaning in meanings.iter().flatten() {
        listed.insert(meaning, 0);
    }
    for value in shown {
        let is_listed = meanings.is_none() || listed.contains_key(value.value.meaning().as_str());
        let is_other = implied.is_some_and(|implied| !implied.takes(&value.value));
        let other = is_other.then_some("of another type");
        let reason = other.or_else(|| judge::refusal(root, target, &value.value, is_listed));
        if let Some(reason) = reason {
            cx.note(
                Code::BadExample,
                value.span,
                "its own schema refuses this value",
                "correct the value, or the schema",
            )
            .label = reason.into();
        }
    }
}

/// What each of the listed values means, to be looked up among many.
pub(super) fn meanings(listed: &[Spanned<Json>]) -> Vec<String> {
    let mut meanings = Vec::with_capacity(listed.len());
    for value in listed {
        meanings.push(value.value.meaning());
    }
    meanings
}

/// Why the keywords about scalars, those of `schema` itself, refuse `value`, if they do.
pub fn refusal(schema: &Schema, value: &Json) -> Option<&'static str> {
    let is_listed = schema
        .choices
        .as_ref()
        .is_none_or(|choices| choices.value.iter().any(|choice| choice.value == *value));
    refusal_of(schema, value, is_listed)
}

/// The same, without the list, and without the size of a number, which is judged by itself.
pub(super) fn refusal_beside(schema: &Schema, value: &Json) -> Option<&'static str> {
    refusal_of(schema, value, true).filter(|reason| *reason != TOO_LARGE)
}

pub(super) fn refusal_of(schema: &Schema, value: &Json, is_listed: bool) -> Option<&'static str> {
    let kinds = &schema.kinds;
    if !kinds.is_empty() && !kinds.iter().any(|kind| kind.value.has(value)) {
        return Some("of another type");
    }
    if !is_listed {
        return Some("not listed in `enum`");
    }
    if schema.only.as_ref().is_some_and(|only| only.value != *value) {
        return Some("not the constant");
    }
    match value {
        Json::String(text) => text_refusal(schema, text),
        Json::Number(number) if !fits(schema, number) => Some(TOO_LARGE),
        Json::Number(number) => number_refusal(schema, number.as_f64()?),
        _ => None,
    }
}

/// Whether a param of the schema's type can hold the number: integers and floats of 64 bits are what there is.
fn fits(schema: &Schema, number: &Number) -> bool {
    // What is listed is judged where it is listed, once.
    let implied = || schema.implied(schema).filter(|_| schema.choices.is_none());
    match schema.kind().or_else(|| implied().map(|implied| implied.kind)) {
        Some(Kind::Integer) => number
            .as_i128()
            .is_some_and(|number| (i128::from(i64::MIN)..=largest(schema)).contains(&number)),
        Some(Kind::Number) => number.as_f64().is_some(),
        _ => true,
    }
}

/// The largest integer that the type for the schema's bounds holds; what is combined may bring bounds.
fn largest(schema: &Schema) -> i128 {
    let rules = &schema.number;
    let is_unsigned = rules.minimum.as_ref().is_some_and(|min| min.value > -1.0)
        || rules.exclusive_minimum.as_ref().is_some_and(|min| min.value >= -1.0)
        || !schema.combined.is_empty();
    if is_unsigned { u64::MAX.into() } else { i64::MAX.into() }
}

fn text_refusal(schema: &Schema, text: &str) -> Option<&'static str> {
    let rules = &schema.text;
    let length = text.chars().count();
    if rules.min_length.as_ref().is_some_and(|min| length < min.value as usize) {
        return Some("shorter than `minLength`");
    }
    if rules.max_length.as_ref().is_some_and(|max| length > max.value as usize) {
        return Some("longer than `maxLength`");
    }
    if rules.pattern.as_ref().is_some_and(|pattern| pattern::test(pattern, text) == Some(false)) {
        return Some("does not fit `pattern`");
    }
    if rules.encoding.is_some() && !Format::Byte.accepts(text) {
        return Some("not in base64");
    }
    let format = rules.format.as_ref().and_then(|format| Format::named(format));
    format.is_some_and(|format| !format.accepts(text)).then_some("does not fit `format`")
}

fn number_refusal(schema: &Schema, number: f64) -> Option<&'static str> {
    let rules = &schema.number;
    let below = rules.minimum.as_ref().is_some_and(|min| number < min.value)
        || rules.exclusive_minimum.as_ref().is_some_and(|min| number <= min.value);
    let above = rules.maximum.as_ref().is_some_and(|max| number > max.value)
        || rules.exclusive_maximum.as_ref().is_some_and(|max| number >= max.value);
    let between =
        rules.multiple_of.as_ref().is_some_and(|step| !json::is_multiple(number, step.value));
    match () {
        () if below || above => Some("out of bounds"),
        () if between => Some("not a multiple of `multipleOf`"),
        () => None,
    }
}
