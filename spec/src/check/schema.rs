//! Checks of params: of each schema, and of objects as a whole.

mod combined;
mod connection_string;
mod description;
mod implied;
mod pattern;

use wellhead_runtime::nearest;

use super::example::meanings;
use super::{Cx, example, names};
use crate::ByName;
use crate::diagnostic::Code;
use crate::model::{AuthSpec, Kind, Property, Schema};

/// Words that a secret's name has. A name that ends in one of the others is none: `clientId`, `tokenUrl`.
const SECRET_WORDS: [&str; 8] =
    ["password", "passphrase", "secret", "token", "apikey", "privatekey", "secretkey", "sastoken"];

/// So many names are compared with all properties: nobody misspells more of them.
const MISSPELT: usize = 100;

pub(super) fn check(cx: &mut Cx<'_>, auth: &AuthSpec) {
    object(cx, &auth.params);
    implied::check(cx, &auth.params);
    description::copied(cx, &auth.params);
    combined::check(cx, &auth.params);
}

fn object(cx: &mut Cx<'_>, schema: &Schema) {
    // What is combined may bring the property.
    if schema.combined.is_empty() {
        required(cx, schema);
    }
    for property in &schema.object.properties {
        description::missing(cx, property);
        unmarked_secret(cx, property);
        value(cx, &property.schema);
    }
}

fn value(cx: &mut Cx<'_>, schema: &Schema) {
    names::rust_name(cx, &schema.rust_name);
    rules(cx, schema);
    example::check(cx, schema);
    object(cx, schema);
    if let Some(items) = &schema.list.items {
        value(cx, items);
    }
    if let Some(others) = schema.object.others() {
        value(cx, others);
    }
    if let Some(string) = &schema.connection_string {
        object(cx, &string.parts);
        connection_string::check(cx, string);
    }
}

/// What is wrong with the keywords of one schema, wherever it stands.
fn rules(cx: &mut Cx<'_>, schema: &Schema) {
    secret_shown(cx, schema);
    lengths(cx, schema);
    bounds(cx, schema);
    counts(cx, schema);
    choices(cx, schema);
    pattern::check(cx, schema);
    useless(cx, schema);
}

fn required(cx: &mut Cx<'_>, schema: &Schema) {
    let properties = &schema.object.properties;
    if properties.is_empty() && schema.object.required.is_empty() {
        return;
    }
    let mut known = ByName::with_capacity(properties.len());
    for property in properties {
        known.insert(&property.name.value, 0);
    }
    let mut missing = 0;
    for name in &schema.object.required {
        if known.contains_key(name.value.as_str()) {
            continue;
        }
        missing += 1;
        let names = properties.iter().map(|property| property.name.value.as_str());
        let meant = if missing <= MISSPELT { nearest(name, names) } else { None };
        let message =
            format!("`required` names `{}`, which `properties` does not have", name.value);
        let help = "add the property, or remove the name";
        let note = cx.note(Code::MissingProperty, name.span, &message, help);
        note.label = "no such property".into();
        note.meant(meant);
    }
}

fn unmarked_secret(cx: &mut Cx<'_>, property: &Property) {
    let schema = &property.schema;
    let mut name = property.name.value.to_ascii_lowercase();
    name.retain(|char| char.is_ascii_alphanumeric());
    let is_text = schema.kind().is_none_or(|kind| kind == Kind::String);
    if is_text && !schema.carries_secret() && SECRET_WORDS.iter().any(|word| name.ends_with(word)) {
        let message =
            format!("`{}` sounds like a secret and is not marked as one", property.name.value);
        cx.note(Code::SecretUnmarked, property.name.span, &message, "add \"format\": \"password\"");
    }
}

fn secret_shown(cx: &mut Cx<'_>, schema: &Schema) {
    if !schema.secret || schema.connection_string.is_some() {
        return;
    }
    let mut shown = schema.shown();
    shown.extend(&schema.only);
    for value in shown {
        cx.note(
            Code::SecretShown,
            value.span,
            "a secret has no default, example or constant",
            "remove it: what stands here ends up in documentation and code",
        );
    }
}

fn lengths(cx: &mut Cx<'_>, schema: &Schema) {
    if let (Some(min), Some(max)) = (&schema.text.min_length, &schema.text.max_length)
        && min.value > max.value
    {
        cx.note(
            Code::Unsatisfiable,
            min.span,
            "`minLength` is more than `maxLength`",
            "no string is both: correct one of them",
        );
    }
}

fn bounds(cx: &mut Cx<'_>, schema: &Schema) {
    let number = &schema.number;
    for (min, above) in [(&number.minimum, false), (&number.exclusive_minimum, true)] {
        for (max, below) in [(&number.maximum, false), (&number.exclusive_maximum, true)] {
            let (Some(min), Some(max)) = (min, max) else { continue };
            if min.value > max.value || (min.value >= max.value && (above || below)) {
                cx.note(
                    Code::Unsatisfiable,
                    min.span,
                    "the lower bound is above the upper one",
                    "no number is within both: correct one of them",
                );
            }
        }
    }
    if let Some(step) = number.multiple_of.as_ref().filter(|step| step.value <= 0.0) {
        cx.note(
            Code::BadValue,
            step.span,
            "`multipleOf` is not more than 0",
            "write a number above 0, or remove it",
        );
    }
}

fn counts(cx: &mut Cx<'_>, schema: &Schema) {
    if let (Some(min), Some(max)) = (&schema.list.min_items, &schema.list.max_items)
        && min.value > max.value
    {
        cx.note(
            Code::Unsatisfiable,
            min.span,
            "`minItems` is more than `maxItems`",
            "no array is both: correct one of them",
        );
    }
    if schema.kind() == Some(Kind::Array)
        && schema.list.items.is_none()
        && schema.combined.is_empty()
    {
        cx.note(
            Code::MissingKey,
            schema.span,
            "an array has no `items`",
            "say what its elements are: \"items\": {\"type\": \"string\"}",
        );
    }
}

fn choices(cx: &mut Cx<'_>, schema: &Schema) {
    let Some(choices) = &schema.choices else { return };
    if choices.value.is_empty() {
        cx.note(
            Code::Unsatisfiable,
            choices.span,
            "`enum` lists nothing",
            "list the values, or remove `enum`",
        );
    }
    let meanings = meanings(&choices.value);
    let mut listed = ByName::with_capacity(meanings.len());
    for (choice, meaning) in choices.value.iter().zip(&meanings) {
        if listed.insert(meaning, 0).is_some() {
            cx.note(Code::BadValue, choice.span, "`enum` lists this twice", "keep one");
        }
    }
    if schema.secret {
        cx.note(
            Code::UnsupportedKeyword,
            choices.span,
            "a secret is not one of a list",
            "remove `enum`, or the mark that makes it a secret",
        );
    }
}

/// Keywords that say nothing about values of the type beside them.
fn useless(cx: &mut Cx<'_>, schema: &Schema) {
    let Some(kind) = schema.kind() else { return };
    let text = &schema.text;
    let number = &schema.number;
    let about_text = [
        ("pattern", text.pattern.as_ref().map(|pattern| pattern.span)),
        ("minLength", text.min_length.as_ref().map(|length| length.span)),
        ("maxLength", text.max_length.as_ref().map(|length| length.span)),
    ];
    let about_numbers = [
        ("minimum", number.minimum.as_ref().map(|bound| bound.span)),
        ("maximum", number.maximum.as_ref().map(|bound| bound.span)),
        ("multipleOf", number.multiple_of.as_ref().map(|step| step.span)),
    ];
    let is_text = kind == Kind::String;
    let is_number = matches!(kind, Kind::Integer | Kind::Number);
    for (keywords, is_useful) in [(about_text, is_text), (about_numbers, is_number)] {
        for (keyword, span) in keywords {
            let Some(span) = span.filter(|_| !is_useful) else { continue };
            let message = format!("`{keyword}` says nothing about a value of this type");
            cx.note(Code::UselessKeyword, span, &message, "remove it, or correct `type`");
        }
    }
}
