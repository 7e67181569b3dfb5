//! One connection spec of an import: put right, with the places of the text that it came from.

use wellhead_runtime::json::{Node, Span, Value};

use crate::canonical;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::edit::{self, Tree};
use crate::files::SpecText;
use crate::places::Places;
use crate::repair::{Reach, in_rounds, repair};
use crate::set::SpecSet;

/// Who wrote it, when and where. It is about the service's copy, not about the source.
const AUDIT: [&str; 10] = [
    "createdAt",
    "createdBy",
    "createdClient",
    "etag",
    "imsOrgId",
    "sandboxId",
    "sandboxName",
    "updatedAt",
    "updatedBy",
    "updatedClient",
];

/// Where spec files have their JSON Schema.
const SCHEMA: &str = "./connection-spec.schema.json";

/// The id of a spec that the service has not given one to.
const NO_ID: &str = "00000000-0000-0000-0000-000000000000";

const NO_ID_NOTE: &str = "The id is a placeholder, since the imported text had none. Replace it by the one that the \
    service gives the connection spec.";

/// How many of those that share an id each of them names.
const MOST_NAMED: usize = 8;

/// A connection spec that is being imported.
pub(super) struct Entry<'i> {
    pub(super) slug: String,
    pub(super) id_span: Span,
    node: Node<'i>,
}

impl<'i> Entry<'i> {
    /// Reads and puts right the connection spec at `node` of `input`, whose own text is `alone`.
    pub(super) fn read(
        input: &Places<'_>,
        node: &Node<'_>,
        alone: &'i SpecText,
        diagnostics: &mut Diagnostics,
    ) -> Option<Self> {
        let offset = node.span.start;
        let id_span = node.get("id").map_or(brace(node), |id| id.span);
        if node.get("id").is_none() {
            diagnostics.push(no_id(input, id_span));
        }
        let mut node = Node::parse(&alone.text).ok()?;
        without_audit(&mut node);
        let (node, found) = put_right(alone, node);
        diagnostics.extend(found.into_iter().map(|one| moved(one, input, offset)));
        Some(Self { slug: alone.slug.clone(), id_span, node })
    }

    pub(super) fn id(&self) -> &str {
        self.node.get("id").and_then(Node::as_str).unwrap_or_default()
    }

    /// Says that others have this id; nothing if the spec says so already.
    pub(super) fn share_id(&mut self, sharing: &[String]) -> bool {
        let others = sharing.iter().map(String::as_str).filter(|slug| *slug != self.slug);
        let named: Vec<&str> = others.take(MOST_NAMED).collect();
        let left = sharing.len().saturating_sub(named.len() + 1);
        let more = if left > 0 { format!(" and {left} more") } else { String::new() };
        let named = named.join(", ");
        let reason = if self.id() == NO_ID {
            format!("A placeholder, as that of {named}{more} is.")
        } else {
            format!("The service gives this id to {named}{more} as well.")
        };
        edit::insert(&mut self.node, "x-shared-id", Value::String(reason.into()))
    }

    /// The finished text; what shows only now is noted with its places.
    pub(super) fn finished(mut self, named: SpecText, diagnostics: &mut Diagnostics) -> SpecText {
        edit::insert(&mut self.node, "$schema", Value::String(SCHEMA.into()));
        if self.id() == NO_ID {
            edit::insert(&mut self.node, "x-note", Value::String(NO_ID_NOTE.into()));
        }
        let mut source = SpecText { text: canonical::printed(self.node), ..named };
        let is_right = in_rounds(&mut source, |source| {
            let (node, found) = put_right(source, Node::parse(&source.text).ok()?);
            diagnostics.extend(found);
            Some(canonical::printed(node))
        });
        if !is_right {
            let left = SpecSet::from_texts(vec![source.clone()]).diagnostics;
            diagnostics.extend(left.into_iter().filter(|one| one.severity() == Severity::Error));
        }
        source
    }
}

/// The text of the connection spec at `node` of `input`; where that has no id, with a placeholder at its end.
///
/// A template has none: the service gives it one.
pub(super) fn alone(input: &Places<'_>, node: &Node<'_>, slug: String) -> SpecText {
    let text = node.span.of(input.text);
    let text = match text.strip_suffix('}') {
        Some(start) if node.get("id").is_none() => {
            let comma = if node.as_object().is_some_and(<[_]>::is_empty) { "" } else { "," };
            format!("{start}{comma}\"id\":\"{NO_ID}\"}}")
        }
        _ => text.to_owned(),
    };
    SpecText { slug, file: input.file.to_owned(), text }
}

fn no_id(input: &Places<'_>, place: Span) -> Diagnostic {
    let note = Diagnostic::new(Code::MissingKey, input, place, "`id` is missing");
    as_warning(note.help("put right: a placeholder is written; replace it by the service's own id"))
}

/// Where to point when the object itself is meant.
fn brace(node: &Node<'_>) -> Span {
    Span::new(node.span.start, node.span.start + 1)
}

/// Puts `node` right, which is the tree of `source`. Returns what was wrong: as warnings with what was done, and as errors.
fn put_right<'t>(source: &SpecText, node: Node<'t>) -> (Node<'t>, Vec<Diagnostic>) {
    let set = SpecSet::from_texts(vec![source.clone()]);
    let (mut tree, mut found) = (Tree::of(node), Vec::<Diagnostic>::new());
    for diagnostic in set.diagnostics {
        // They come in the order of the text.
        let mut of_place = found.iter().rev().take_while(|earlier| earlier.span == diagnostic.span);
        // Where something was put right before, nothing is left.
        if of_place.any(|earlier| earlier.severity() == Severity::Warning) {
            continue;
        }
        let done = repair(&mut tree, &diagnostic, Reach::Dropping);
        match done {
            Some(done) => found.push(as_warning(diagnostic.help(done))),
            // Other warnings are for `wellhead check`.
            None if diagnostic.severity() == Severity::Error => found.push(diagnostic),
            None => {}
        }
    }
    (tree.changed(), found)
}

fn as_warning(diagnostic: Diagnostic) -> Diagnostic {
    Diagnostic { severity: Severity::Warning, ..diagnostic }
}

fn without_audit(node: &mut Node<'_>) {
    if let Value::Object(members) = &mut node.value {
        members.retain(|member| !AUDIT.contains(&&*member.key));
    }
}

/// A diagnostic about a part of `input`, as one about the whole.
fn moved(mut diagnostic: Diagnostic, input: &Places<'_>, offset: usize) -> Diagnostic {
    let shift = |span: Span| Span::new(span.start + offset, span.end + offset);
    diagnostic.span = shift(diagnostic.span);
    diagnostic.place = input.at(diagnostic.span.start);
    if let Some(related) = &mut diagnostic.related {
        related.span = shift(related.span);
    }
    diagnostic
}
