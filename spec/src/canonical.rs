//! The canonical form of a spec file: one order of keys, one layout. What the file says stays as it is, every key and
//! every number's spelling included.

mod order;
mod print;

use std::collections::HashMap;

use wellhead_runtime::json::{Node, Value};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::files::SpecText;
use crate::places::Places;

/// The text in canonical form.
///
/// # Errors
/// If it is not JSON, not an object, or has a key twice: there is no telling which of two values counts.
pub fn canonical(source: &SpecText) -> Result<String, Diagnostics> {
    let mut diagnostics = Diagnostics::default();
    let places = Places::of(source);
    let node = parse(&places, &mut diagnostics);
    duplicates(&places, node.as_ref(), &mut diagnostics);
    match node {
        Some(node) if diagnostics.is_empty() => Ok(printed(node)),
        _ => Err(diagnostics),
    }
}

/// A tree as a canonical text.
pub(crate) fn printed(mut node: Node<'_>) -> String {
    order::file(&mut node);
    print::file(&node)
}

/// The text as an object, or a note why it is none.
fn parse<'s>(source: &Places<'s>, diagnostics: &mut Diagnostics) -> Option<Node<'s>> {
    let note = |code, span, message: &str| Diagnostic::new(code, source, span, message);
    match Node::parse(source.text) {
        Ok(node) if node.as_object().is_some() => Some(node),
        Ok(node) => {
            let message = format!("a spec file is an object, not {}", node.kind().described());
            diagnostics
                .push(note(Code::WrongType, node.span, &message).label("expected an object"));
            None
        }
        Err(error) => {
            let diagnostic = note(Code::Syntax, error.span, error.problem.message());
            diagnostics.push(diagnostic.help(error.problem.help()));
            None
        }
    }
}

/// Notes every key that stands twice in one object, at any depth.
pub(crate) fn duplicates(
    source: &Places<'_>,
    node: Option<&Node<'_>>,
    diagnostics: &mut Diagnostics,
) {
    match node.map(|node| &node.value) {
        Some(Value::Array(items)) => {
            items.iter().for_each(|item| duplicates(source, Some(item), diagnostics));
        }
        Some(Value::Object(members)) => {
            let mut first = HashMap::with_capacity(members.len());
            for member in members {
                if let Some(first) = first.insert(&*member.key, member.key_span) {
                    let (message, help) = ("this key stands here twice", "keep one of them");
                    let code = Code::DuplicateKey;
                    let note = diagnostics.note(source, code, member.key_span, message, help);
                    note.relate(first, "the first one");
                }
                duplicates(source, Some(&member.value), diagnostics);
            }
        }
        _ => {}
    }
}
