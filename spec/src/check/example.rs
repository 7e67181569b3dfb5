//! Defaults and examples must be what their own schema accepts: people copy them.

use wellhead_runtime::{Format, Json, json};

use super::Cx;
use crate::diagnostic::Code;
use crate::model::{Kind, Schema};
use crate::pattern;

pub(super) fn check(cx: &mut Cx<'_>, schema: &Schema) {
    for value in schema.shown() {
        if let Some(reason) = refusal(schema, &value.value) {
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

/// Why the keywords about scalars, those of `schema` itself, refuse `value`, if they do.
pub fn refusal(schema: &Schema, value: &Json) -> Option<&'static str> {
    let kinds = &schema.kinds;
    if !kinds.is_empty() && !kinds.iter().any(|kind| is_of(kind.value, value)) {
        return Some("of another type");
    }
    if let Some(choices) = &schema.choices
        && !choices.value.iter().any(|choice| choice.value == *value)
    {
        return Some("not listed in `enum`");
    }
    if schema.only.as_ref().is_some_and(|only| only.value != *value) {
        return Some("not the constant");
    }
    match value {
        Json::String(text) => text_refusal(schema, text),
        Json::Number(number) => number_refusal(schema, number.as_f64()?),
        _ => None,
    }
}

fn is_of(kind: Kind, value: &Json) -> bool {
    match kind {
        Kind::String => value.kind() == json::Kind::String,
        Kind::Integer => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        Kind::Number => value.kind() == json::Kind::Number,
        Kind::Boolean => value.kind() == json::Kind::Boolean,
        Kind::Object => value.kind() == json::Kind::Object,
        Kind::Array => value.kind() == json::Kind::Array,
        Kind::Null => value.is_null(),
    }
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
