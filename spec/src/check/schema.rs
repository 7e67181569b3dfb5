//! Checks of params: of each schema, and of objects as a whole.

mod combined;
mod conditions;
mod connection_string;
mod description;
mod implied;
mod pattern;
mod satisfiable;

use wellhead_runtime::json::Span;
use wellhead_runtime::{Json, nearest};

use super::example::meanings;
use super::{Cx, example, names};
use crate::ByName;
use crate::diagnostic::Code;
use crate::meant::{self, is_alike};
use crate::model::{AuthSpec, Bound, Kind, Property, Schema, Spanned};

/// What a secret's name ends in: `clientId` and `tokenUrl` end in something else. An `accessKey` may be an id, as Amazon's is.
const SECRET_WORDS: [&str; 19] = [
    "password",
    "passphrase",
    "passwd",
    "pwd",
    "secret",
    "token",
    "credentials",
    "connectionstring",
    "apikey",
    "privatekey",
    "secretkey",
    "secretaccesskey",
    "accountkey",
    "principalkey",
    "privatekeycontent",
    "keyfilecontent",
    "saskey",
    "sastoken",
    "sasuri",
];

/// The formats that JSON Schema and OpenAPI know, and those that are checked here.
const FORMATS: [&str; 32] = [
    "password",
    "uri",
    "email",
    "hostname",
    "ipv4",
    "ipv6",
    "uuid",
    "date",
    "date-time",
    "time",
    "duration",
    "byte",
    "uri-reference",
    "uri-template",
    "iri",
    "iri-reference",
    "idn-email",
    "idn-hostname",
    "json-pointer",
    "relative-json-pointer",
    "regex",
    "binary",
    "int8",
    "int16",
    "int32",
    "int64",
    "uint8",
    "uint16",
    "uint32",
    "uint64",
    "float",
    "double",
];

/// So many names are compared with all properties: nobody misspells more of them.
const MISSPELT: usize = 100;

pub(super) fn check(cx: &mut Cx<'_>, auth: &AuthSpec) {
    let params = &auth.params;
    rules(cx, params, params);
    conditions::check(cx, params, params);
    required(cx, params);
    object(cx, params, params);
    implied::check(cx, params);
    description::copied(cx, params);
    combined::check(cx, params);
}

/// Checks the properties of an object; `root` is what references lead into.
fn object(cx: &mut Cx<'_>, root: &Schema, schema: &Schema) {
    for property in &schema.object.properties {
        description::missing(cx, root, property);
        unmarked_secret(cx, root, property);
        value(cx, root, &property.schema);
    }
}

fn value(cx: &mut Cx<'_>, root: &Schema, schema: &Schema) {
    names::rust_name(cx, &schema.rust_name);
    rules(cx, root, schema);
    conditions::check(cx, root, schema);
    // An object that lists nothing may have any member.
    if !schema.object.properties.is_empty() {
        required(cx, schema);
    }
    object(cx, root, schema);
    if let Some(items) = &schema.list.items {
        value(cx, root, items);
    }
    if let Some(others) = schema.object.others() {
        value(cx, root, others);
    }
    if let Some(string) = &schema.connection_string {
        if schema.kind().is_some_and(|kind| kind != Kind::String) {
            let message = "a connection string is a string";
            cx.note(Code::BadValue, string.dialect.span, message, "write \"type\": \"string\"");
        }
        required(cx, &string.parts);
        object(cx, root, &string.parts);
        connection_string::check(cx, string);
    }
}

/// What is wrong with the keywords of one schema, wherever it stands.
fn rules(cx: &mut Cx<'_>, root: &Schema, schema: &Schema) {
    secret_shown(cx, root, schema);
    example::check(cx, root, schema);
    lengths(cx, schema);
    bounds(cx, schema);
    counts(cx, schema);
    elements(cx, schema);
    choices(cx, schema);
    beyond(cx, schema);
    pattern::check(cx, schema);
    satisfiable::check(cx, root, schema);
    format(cx, schema);
    useless(cx, schema);
}

fn required(cx: &mut Cx<'_>, schema: &Schema) {
    let (properties, required) = (&schema.object.properties, &schema.object.required);
    // What is combined may bring the property, and where others may be there, it is one of those.
    let is_open = schema.object.additional.as_ref().is_some_and(|others| others.value.are_some());
    if is_open || required.is_empty() || !schema.combined.is_empty() {
        return;
    }
    let mut known = ByName::with_capacity(properties.len());
    for property in properties {
        known.insert(&property.name.value, 0);
    }
    let mut missing = 0;
    for name in required {
        if known.contains_key(name.value.as_str()) {
            continue;
        }
        missing += 1;
        let names = if missing <= MISSPELT { names_of(properties) } else { Vec::new() };
        let message =
            format!("`required` names `{}`, which `properties` does not have", name.value);
        let help = "add the property, or remove the name";
        let only = meant::only(name, &names).filter(|only| {
            // Where that is required as well, a name that is a letter apart is another one's.
            is_alike(name, only) || !schema.object.requires(only)
        });
        let note = cx.note(Code::MissingProperty, name.span, &message, help);
        note.label = "no such property".into();
        note.meant(only.or_else(|| nearest(name, names.iter().copied())));
        note.suggestion = only.map(str::to_owned);
    }
}

fn names_of(properties: &[Property]) -> Vec<&str> {
    let mut names = Vec::with_capacity(properties.len());
    for property in properties {
        names.push(property.name.value.as_str());
    }
    names
}

/// Whether a param of this name is most likely a secret.
pub(crate) fn sounds_secret(name: &str) -> bool {
    let mut name = name.to_ascii_lowercase();
    name.retain(|char| char.is_ascii_alphanumeric());
    SECRET_WORDS.iter().any(|word| name.ends_with(word))
}

fn unmarked_secret(cx: &mut Cx<'_>, root: &Schema, property: &Property) {
    let schema = &property.schema;
    // What a list holds is published with it, so it is no secret.
    let may_be = schema.choices.is_none() && !schema.no_secret;
    let may_be = may_be && schema.kind().is_none_or(|kind| kind == Kind::String);
    if may_be && sounds_secret(&property.name.value) && !schema.carries_secret(root) {
        let message =
            format!("`{}` sounds like a secret and is not marked as one", property.name.value);
        cx.note(Code::SecretUnmarked, property.name.span, &message, "add \"format\": \"password\"");
    }
}

fn secret_shown(cx: &mut Cx<'_>, root: &Schema, schema: &Schema) {
    let mut shown = schema.shown();
    shown.extend(&schema.only);
    shown.retain(|shown| schema.shows_secret(root, &shown.value));
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
    let text = &schema.text;
    swapped(cx, (&text.min_length, "minLength"), (&text.max_length, "maxLength"), "string");
}

fn counts(cx: &mut Cx<'_>, schema: &Schema) {
    let (list, object) = (&schema.list, &schema.combined);
    swapped(cx, (&list.min_items, "minItems"), (&list.max_items, "maxItems"), "array");
    let least = (&object.min_properties, "minProperties");
    swapped(cx, least, (&object.max_properties, "maxProperties"), "object");
}

/// Notes a least length or count that is above the largest one.
fn swapped(
    cx: &mut Cx<'_>,
    (min, least): (&Option<Spanned<u32>>, &str),
    (max, most): (&Option<Spanned<u32>>, &str),
    what: &str,
) {
    if let (Some(min), Some(max)) = (min, max)
        && min.value > max.value
    {
        let message = format!("`{least}` is more than `{most}`");
        let help = format!("no {what} is both: correct one of them");
        cx.note(Code::Unsatisfiable, min.span, &message, &help);
    }
}

fn bounds(cx: &mut Cx<'_>, schema: &Schema) {
    let number = &schema.number;
    let is_whole = schema.kind() == Some(Kind::Integer);
    for min in number.lower() {
        for max in number.upper() {
            let (message, help) = if min.crosses(max) {
                let message = "the lower bound is above the upper one";
                (message, "no number is within both: correct one of them")
            } else if is_whole && has_no_whole(min, max) {
                let message = "there is no whole number between the bounds";
                (message, "no integer is within both: correct one of them, or write \"number\"")
            } else {
                continue;
            };
            cx.note(Code::Unsatisfiable, min.span, message, help);
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

/// Whether no whole number is between two bounds.
fn has_no_whole(min: Bound, max: Bound) -> bool {
    let least = if min.is_out { min.at.floor() + 1.0 } else { min.at.ceil() };
    // Beyond 2^53 the next whole number may be too near for a float.
    least - min.at <= 1.0 && (least > max.at || (max.is_out && least >= max.at))
}

fn elements(cx: &mut Cx<'_>, schema: &Schema) {
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

/// Listed numbers that no type in Rust holds, whatever the bounds.
fn beyond(cx: &mut Cx<'_>, schema: &Schema) {
    let Some(kind) = schema.kind() else { return };
    let listed = schema.choices.iter().flat_map(|choices| &choices.value);
    let all = schema.only.iter().map(|only| ("const", only));
    for (keyword, value) in all.chain(listed.map(|choice| ("enum", choice))) {
        let Json::Number(number) = &value.value else { continue };
        let is_beyond = match (kind, number.as_i128()) {
            (Kind::Integer, Some(whole)) => {
                whole < i128::from(i64::MIN) || whole > i128::from(u64::MAX)
            }
            (Kind::Integer, None) => number.as_f64().is_none_or(|number| number.abs() > 1e30),
            (Kind::Number, _) => number.as_f64().is_none(),
            _ => false,
        };
        if is_beyond {
            let message = format!("the number of `{keyword}` is too large");
            let help = "write one that fits 64 bits, or remove it";
            cx.note(Code::BadValue, value.span, &message, help);
        }
    }
}

/// A format that is almost spelt as one that is known. One that is not known forbids nothing, and a misspelt `password` is no
/// mark.
fn format(cx: &mut Cx<'_>, schema: &Schema) {
    let Some(format) = &schema.text.format else { return };
    if FORMATS.contains(&format.value.as_str()) {
        return;
    }
    if let Some(meant) = nearest(format, FORMATS) {
        let message = format!("no format is called `{}`, so that it says nothing", format.value);
        cx.note(Code::UselessKeyword, format.span, &message, "").meant(Some(meant));
    }
}

/// Keywords that say nothing about values of the type beside them.
fn useless(cx: &mut Cx<'_>, schema: &Schema) {
    let Some(kind) = schema.kind() else { return };
    let (text, number, list) = (&schema.text, &schema.number, &schema.list);
    let members = &schema.combined;
    let is_number = matches!(kind, Kind::Integer | Kind::Number);
    let keywords = [
        ("pattern", place(&text.pattern), kind == Kind::String),
        ("minLength", place(&text.min_length), kind == Kind::String),
        ("maxLength", place(&text.max_length), kind == Kind::String),
        ("minimum", place(&number.minimum), is_number),
        ("maximum", place(&number.maximum), is_number),
        ("exclusiveMinimum", place(&number.exclusive_minimum), is_number),
        ("exclusiveMaximum", place(&number.exclusive_maximum), is_number),
        ("multipleOf", place(&number.multiple_of), is_number),
        ("minItems", place(&list.min_items), kind == Kind::Array),
        ("maxItems", place(&list.max_items), kind == Kind::Array),
        ("minProperties", place(&members.min_properties), kind == Kind::Object),
        ("maxProperties", place(&members.max_properties), kind == Kind::Object),
    ];
    for (keyword, span, is_useful) in keywords {
        let Some(span) = span.filter(|_| !is_useful) else { continue };
        let message = format!("`{keyword}` says nothing about a value of this type");
        cx.note(Code::UselessKeyword, span, &message, "remove it, or correct `type`");
    }
}

fn place<T>(keyword: &Option<Spanned<T>>) -> Option<Span> {
    keyword.as_ref().map(|keyword| keyword.span)
}
