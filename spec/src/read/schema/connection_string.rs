//! `x-connection-string`: the parts of a string that is made of some.

use wellhead_runtime::json::Node;
use wellhead_runtime::nearest;

use super::{Cx, Fields, object, other_keywords};
use crate::diagnostic::Code;
use crate::model::{AddressPiece, ConnectionStringSpec, Dialect, Kind, Schema, Spanned, Text};

const DIALECTS: [&str; 4] = ["ado.net", "odbc", "azure-storage", "url"];

pub(super) fn connection_string(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<ConnectionStringSpec> {
    let mut fields = Fields::open(cx, node, "x-connection-string")?;
    let word = fields.required_text(cx, "dialect", "write \"ado.net\"");
    let address = fields.text(cx, "address");
    let object = object(cx, &mut fields);
    let dialect = dialect(cx, &fields, &word?, address.as_ref());
    let span = fields.span();
    other_keywords(cx, &fields);
    let kinds = vec![Spanned { value: Kind::Object, span }];
    let parts = Schema { object, kinds, ..Schema::any(span) };
    Some(ConnectionStringSpec { dialect: dialect?, parts })
}

fn dialect(
    cx: &mut Cx<'_>,
    fields: &Fields<'_, '_>,
    word: &Text,
    address: Option<&Text>,
) -> Option<Spanned<Dialect>> {
    let value = match (word.value.as_str(), address) {
        ("ado.net", _) => Dialect::AdoNet,
        ("odbc", _) => Dialect::Odbc,
        ("azure-storage", _) => Dialect::AzureStorage,
        ("url", Some(address)) => Dialect::Url(pieces(cx, address)?),
        ("url", None) => {
            cx.note(
                Code::MissingKey,
                fields.place(),
                "`address` is missing",
                "add what stands before the `?`, such as \"https://{host}/\"",
            );
            return None;
        }
        (other, _) => {
            let otherwise = format!("write one of {}", DIALECTS.join(", "));
            cx.note(Code::BadValue, word.span, "not a known dialect", &otherwise)
                .meant(nearest(other, DIALECTS));
            return None;
        }
    };
    if let Some(address) = address.filter(|_| word.value != "url") {
        cx.note(
            Code::BadValue,
            address.span,
            "only the dialect `url` has an address",
            "remove it, or write \"dialect\": \"url\"",
        );
    }
    Some(Spanned { value, span: word.span })
}

/// An address in pieces: `{name}` is a part. A text between two parts must hold what an encoded part can't, so that
/// it is sure where the first one ends.
fn pieces(cx: &mut Cx<'_>, address: &Text) -> Option<Vec<AddressPiece>> {
    let mut pieces = Vec::new();
    let mut rest = address.value.as_str();
    while let Some((text, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else {
            cx.note(Code::BadValue, address.span, "a `{` is not closed", "write a part as {name}");
            return None;
        };
        if pieces.last().is_some() && !is_sure(text) {
            let message = match text {
                "" => "a part follows another one, and can't be told from it".to_owned(),
                text => format!("what follows a part can't be told from it: `{text}`"),
            };
            cx.note(
                Code::BadValue,
                address.span,
                &message,
                "write a text with `/`, `:` or `@` between two parts",
            );
            return None;
        }
        pieces.extend((!text.is_empty()).then(|| AddressPiece::Text(text.to_owned())));
        pieces.push(AddressPiece::Part(name.to_owned()));
        rest = after;
    }
    if pieces.is_empty()
        || !(rest.is_empty() || is_sure(rest))
        || address.value.contains(['?', '#'])
    {
        cx.note(
            Code::BadValue,
            address.span,
            "not the address of a URL with parts",
            "write what stands before the `?`, such as \"https://{host}/\"",
        );
        return None;
    }
    pieces.extend((!rest.is_empty()).then(|| AddressPiece::Text(rest.to_owned())));
    Some(pieces)
}

fn is_sure(text: &str) -> bool {
    text.contains(['/', ':', '@', ';', ','])
}
