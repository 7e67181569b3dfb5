//! Values of another JSON type than their key asks for, and what people who write them mean.

use wellhead_runtime::json::{Kind, Node};

use super::Cx;
use crate::diagnostic::{Code, Diagnostic};

/// Notes that the value of the key `what` is not what is `expected`; a `what` with its article is no key.
pub(super) fn wrong_type(cx: &mut Cx<'_>, node: &Node<'_>, what: &str, expected: &str) {
    let found = node.kind();
    let shown = if what.contains(' ') { what.to_owned() } else { format!("`{what}`") };
    let message = format!("{shown} is {expected}, not {}", found.described());
    let mut diagnostic = Diagnostic::new(Code::WrongType, &cx.places, node.span, message);
    diagnostic.help = way_out(what, expected, found).map(str::to_owned);
    cx.found.push(diagnostic.label(format!("expected {expected}")));
}

/// What to write instead, where that is plain.
fn way_out(what: &str, expected: &str, found: Kind) -> Option<&'static str> {
    let help = match (what, expected, found) {
        (_, _, Kind::Null) => "remove it, or give a value",
        ("required", _, Kind::Boolean) => {
            "list the name in the `required` of the object around: \"required\": [\"…\"]"
        }
        ("exclusiveMinimum" | "exclusiveMaximum", _, Kind::Boolean) => {
            "write the bound itself here, and no `minimum` or `maximum` beside it"
        }
        ("type", ..) => "write one type, such as \"string\", or a list of some",
        ("label" | "description", "an object", Kind::String) => "write {\"text\": \"…\"}",
        ("category", "an object", Kind::String) => "write {\"key\": \"…\"}",
        ("a schema", _, Kind::String) => "write {\"type\": \"…\"}",
        ("properties", _, Kind::Array) => "write {\"NAME\": {\"type\": \"…\"}}",
        (_, "a string", Kind::Number | Kind::Boolean) => "put it in double quotes",
        (_, "a number", Kind::String) => "write it without quotes",
        (_, "a boolean", _) => "write true or false",
        (_, "an array", _) => "put it into a list: […]",
        _ => return None,
    };
    Some(help)
}
