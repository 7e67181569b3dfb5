//! Reading: a spec file's text into the model. What is not of the right form is noted, and reading goes on, so that an
//! author sees everything at once.

mod fields;
pub(crate) mod kind;
mod schema;
mod source;
mod wrong_type;

use wellhead_runtime::json::{Node, Span};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::files::SpecText;
use crate::model::ConnectionSpec;
use crate::places::Places;

pub use kind::{TextKind, is_request, kind_of};

/// What could be read of a connection spec.
#[derive(Clone, Debug, PartialEq)]
pub enum Reading {
    /// All that everything else hangs on.
    Whole(ConnectionSpec),
    /// Its id, version or name, or that of an auth spec, is missing or broken, which has been noted; it is empty here, so that
    /// the rest can be checked.
    Part(ConnectionSpec),
    /// Nothing: it is none.
    Nothing,
}

/// Reads a text as a connection spec, with or without the `{"items": […]}` that the service wraps around one.
pub fn connection_spec(source: &SpecText) -> (Reading, Diagnostics) {
    let places = Places::of(source);
    let mut cx = Cx { places, found: Diagnostics::default(), depth: 0, is_whole: true };
    let parsed = Node::parse(&source.text);
    if kind::told(&source.text, parsed.as_ref().ok()) == TextKind::Request {
        cx.note(
            Code::NotASpec,
            Span::default(),
            "this is a request, not a spec file",
            "keep requests out of this folder; `wellhead check` checks them anywhere",
        );
        return (Reading::Nothing, cx.found);
    }
    let spec = match parsed {
        Ok(node) => one(&mut cx, &node).and_then(|node| source::connection_spec(&mut cx, node)),
        Err(error) => {
            cx.note(Code::Syntax, error.span, error.problem.message(), error.problem.help());
            None
        }
    };
    let reading = match spec {
        Some(spec) if cx.is_whole => Reading::Whole(spec),
        Some(spec) => Reading::Part(spec),
        None => Reading::Nothing,
    };
    (reading, cx.found)
}

/// The one spec of a response, or the node itself. That there are several is noted.
fn one<'n, 't>(cx: &mut Cx<'_>, node: &'n Node<'t>) -> Option<&'n Node<'t>> {
    match kind::listed(node) {
        None => Some(node),
        Some([one]) if node.as_array().is_none() => Some(one),
        Some(_) => {
            let message = "a spec file holds one connection spec, and this is a list";
            let help = "`wellhead import` makes a file of each that is listed";
            let span = node.get("items").map_or(node.span, |items| items.span);
            cx.note(Code::WrongType, Span::new(span.start, span.start + 1), message, help);
            None
        }
    }
}

/// The text that is being read, and what was found wrong in it so far.
struct Cx<'s> {
    places: Places<'s>,
    found: Diagnostics,
    /// How many schemas the one that is being read stands in.
    depth: usize,
    /// Everything is there that everything else hangs on.
    is_whole: bool,
}

impl Cx<'_> {
    fn note(&mut self, code: Code, span: Span, message: &str, help: &str) -> &mut Diagnostic {
        self.found.note(&self.places, code, span, message, help)
    }
}
