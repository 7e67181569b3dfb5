//! What is wrong with the parts of a connection string.

use super::Cx;
use crate::diagnostic::Code;
use crate::model::{AddressPiece, ConnectionStringSpec, Dialect, Kind, Property, Text};

pub(super) fn check(cx: &mut Cx<'_>, string: &ConnectionStringSpec) {
    let parts = &string.parts.object.properties;
    for part in parts {
        scalar(cx, part);
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

fn scalar(cx: &mut Cx<'_>, part: &Property) {
    let scalar = [Kind::String, Kind::Integer, Kind::Boolean];
    if !part.schema.kind().is_some_and(|kind| scalar.contains(&kind)) {
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
        if string.parts.object.properties.iter().any(|part| part.name.value == *name) {
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
