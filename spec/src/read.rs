//! Reading: a spec file's text into the model. What is not of the right form is noted, and reading goes on, so that an
//! author sees everything at once.

mod fields;
mod schema;
mod source;

use wellhead_runtime::json::{Node, Span};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::files::SpecText;
use crate::model::ConnectionSpec;
use crate::places::Places;

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
    if told(&source.text, parsed.as_ref().ok()) == TextKind::Request {
        cx.note(
            Code::NotASpec,
            Span::default(),
            "this is a request, not a spec file",
            "keep requests out of this folder; `wellhead check` checks them anywhere",
        );
        return (Reading::Nothing, cx.found);
    }
    let spec = match parsed {
        Ok(node) => source::connection_spec(&mut cx, unwrapped(&node)),
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

/// What a text is, or was meant to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextKind {
    /// A spec file.
    Spec,
    /// The body of a request. Its lines may hold secrets and must not be shown.
    Request,
    /// Nothing tells.
    Unknown,
}

/// What a text is by its keys; one that is no JSON, by what stands in it as a key may.
pub fn kind_of(text: &str) -> TextKind {
    told(text, Node::parse(text).as_ref().ok())
}

/// Whether a text is the body of a request, or was meant to be one.
pub fn is_request(text: &str) -> bool {
    kind_of(text) == TextKind::Request
}

fn told(text: &str, parsed: Option<&Node<'_>>) -> TextKind {
    let (requests, specs): (&[&str], &[&str]) = match parsed {
        Some(_) => (&["connectionSpec", "auth"], &["sourceSpec", "exploreSpec"]),
        None => (&["specName", "connectionSpec"], &["authSpec", "sourceSpec", "x-status"]),
    };
    let has = |key: &&str| match parsed {
        Some(node) => node.get(key).is_some(),
        None => text.contains(&format!("\"{key}\"")),
    };
    // Only a spec has these, whatever else is in it.
    let is_sure = parsed.is_some() && ["authSpec", "items"].iter().any(has);
    match () {
        () if is_sure => TextKind::Spec,
        () if requests.iter().any(has) => TextKind::Request,
        () if specs.iter().any(has) => TextKind::Spec,
        () => TextKind::Unknown,
    }
}

/// The one spec of a response, or the node itself.
fn unwrapped<'n, 't>(node: &'n Node<'t>) -> &'n Node<'t> {
    match node.get("items").and_then(Node::as_array) {
        Some([one]) => one,
        _ => node,
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
