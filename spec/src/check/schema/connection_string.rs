//! What is wrong with the parts of a connection string.

use super::Cx;
use crate::diagnostic::Code;
use crate::model::{AddressPiece, ConnectionStringSpec, Dialect, Kind, Property, Schema, Text};

pub(super) fn check(cx: &mut Cx<'_>, string: &ConnectionStringSpec) {
    let parts = &string.parts.object.properties;
    if parts.is_empty() {
        let help = "list the parts: \"properties\": {\"host\": {\"type\": \"string\", \"x-keys\": [\"Host\"]}}";
        cx.note(Code::MissingKey, string.dialect.span, "a connection string has no parts", help);
    }
    for part in parts {
        scalar(cx, &string.parts, part);
        for key in &part.schema.keys {
            writable(cx, &string.dialect.value, key);
        }
        match string.dialect.has_in_address(&part.name.value) {
            true => in_address(cx, part),
            false => in_text(cx, part),
        }
    }
    address(cx, string);
    let mut keys: Vec<&Text> = Vec::new();
    for part in parts {
        keys.extend(&part.schema.keys);
    }
    for (index, key) in keys.iter().enumerate() {
        let known = keys.get(..index).unwrap_or_default();
        if known.iter().any(|known| known.value.eq_ignore_ascii_case(&key.value)) {
            let message = format!("another part has the key `{}` already", key.value);
            cx.note(
                Code::BadValue,
                key.span,
                &message,
                "letter case does not tell keys apart: remove one of them",
            );
        }
    }
}

/// A key that the dialect can neither write nor read is none.
fn writable(cx: &mut Cx<'_>, dialect: &Dialect, key: &Text) {
    let marks: &[char] = match dialect {
        Dialect::AdoNet => &[';'],
        Dialect::Odbc | Dialect::AzureStorage => &[';', '='],
        Dialect::Url(_) => &[],
    };
    let is_url = matches!(dialect, Dialect::Url(_));
    let is_trimmed = is_url || key.value.trim() == key.value;
    if key.value.is_empty() || !is_trimmed || key.value.contains(marks) {
        let message = "no key that this dialect can write and read";
        let help = match is_url {
            true => "write the parameter's name".to_owned(),
            false => {
                let marks: Vec<String> = marks.iter().map(|mark| format!("`{mark}`")).collect();
                format!("write it without {} and without spaces around it", marks.join(", "))
            }
        };
        cx.note(Code::BadValue, key.span, message, &help);
    }
}

fn scalar(cx: &mut Cx<'_>, parts: &Schema, part: &Property) {
    const SCALAR: [Kind; 3] = [Kind::String, Kind::Integer, Kind::Boolean];
    let schema = &part.schema;
    let implied = || schema.implied(parts).map(|implied| implied.kind);
    // A constant that is always written has the type of its value.
    let is_free = schema.kinds.is_empty() && part.is_required(parts);
    let only = schema.only.as_ref().filter(|_| is_free);
    let is_only = only.is_some_and(|only| SCALAR.iter().any(|kind| kind.has(&only.value)));
    let is_said = schema.kind().or_else(implied).is_some_and(|kind| SCALAR.contains(&kind));
    if !is_said && !is_only {
        let message = format!("part `{}` is not a string, integer or boolean", part.name.value);
        cx.note(
            Code::BadValue,
            part.name.span,
            &message,
            "a part is a piece of text: give it one of these types",
        );
    }
}

fn in_text(cx: &mut Cx<'_>, part: &Property) {
    if part.schema.keys.is_empty() {
        let message = format!("part `{}` has no `x-keys`", part.name.value);
        let help = "list its keys in the text, the one to write first: \"x-keys\": [\"User Id\", \"UserId\"]";
        cx.note(Code::MissingKey, part.name.span, &message, help);
    }
}

fn in_address(cx: &mut Cx<'_>, part: &Property) {
    if let Some(key) = part.schema.keys.first() {
        let message = format!("part `{}` stands in the address and has `x-keys`", part.name.value);
        cx.note(
            Code::BadValue,
            key.span,
            &message,
            "remove the keys, or the part from the address",
        );
    }
}

/// Every part that an address names is declared.
fn address(cx: &mut Cx<'_>, string: &ConnectionStringSpec) {
    let Dialect::Url(pieces) = &string.dialect.value else { return };
    for piece in pieces {
        let AddressPiece::Part(name) = piece else { continue };
        if string.parts.object.property(name).is_some() {
            continue;
        }
        let message = format!("the address has a part `{name}`, which `properties` does not have");
        cx.note(
            Code::MissingProperty,
            string.dialect.span,
            &message,
            "declare it in `properties`, or correct its name in `address`",
        );
    }
}
