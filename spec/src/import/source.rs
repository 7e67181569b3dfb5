//! One connection spec of an import: put right, with the places of the text that it came from.

use wellhead_runtime::json::{Node, Place, Span, Value};

use crate::canonical;
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::edit;
use crate::files::SpecText;
use crate::repair::{Reach, repair};
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

/// How often a text is looked at again after it was put right.
const ROUNDS: usize = 4;

/// A connection spec that is being imported.
pub(super) struct Entry<'i> {
    pub(super) slug: String,
    pub(super) id_span: Span,
    node: Node<'i>,
}

impl<'i> Entry<'i> {
    /// Reads and puts right the connection spec at `node` of `input`. None if that can't be done; it is noted then.
    pub(super) fn read(
        input: &'i SpecText,
        node: &Node<'_>,
        slug: String,
        diagnostics: &mut Diagnostics,
    ) -> Option<Self> {
        let offset = node.span.start;
        let text = node.span.of(&input.text);
        let alone =
            SpecText { slug: slug.clone(), file: input.file.clone(), text: text.to_owned() };
        let id_span = node.get("id").map_or(node.span, |id| id.span);
        let mut node = Node::parse(text).ok()?;
        without_audit(&mut node);
        let found = put_right(&alone, &mut node).into_iter();
        diagnostics.extend(found.map(|one| moved(one, input, offset)));
        Some(Self { slug, id_span, node })
    }

    pub(super) fn id(&self) -> &str {
        self.node.get("id").and_then(Node::as_str).unwrap_or_default()
    }

    /// Says that others have this id; nothing if the spec says so already.
    pub(super) fn share_id(&mut self, sharing: &[String]) -> bool {
        let others: Vec<&str> =
            sharing.iter().map(String::as_str).filter(|slug| *slug != self.slug).collect();
        let reason = format!("The service gives this id to {} as well.", others.join(", "));
        edit::insert(&mut self.node, "x-shared-id", Value::String(reason.into()))
    }

    /// The finished text; what shows only now is noted with its places.
    pub(super) fn finished(mut self, named: SpecText, diagnostics: &mut Diagnostics) -> SpecText {
        edit::insert(&mut self.node, "$schema", Value::String(SCHEMA.into()));
        let mut source = SpecText { text: canonical::printed(self.node), ..named };
        for _ in 0..ROUNDS {
            let Ok(mut node) = Node::parse(&source.text) else { break };
            let found = put_right(&source, &mut node);
            let text = canonical::printed(node);
            let is_done = text == source.text;
            diagnostics.extend(found);
            if is_done {
                break;
            }
            source.text = text;
        }
        source
    }
}

/// Puts `node` right, which is the tree of `source`. Returns what was wrong: as warnings with what was done, and as errors.
fn put_right(source: &SpecText, node: &mut Node<'_>) -> Vec<Diagnostic> {
    let set = SpecSet::from_texts(vec![source.clone()]);
    let found = set.diagnostics.iter().filter_map(|diagnostic| {
        match repair(node, diagnostic, Reach::Dropping) {
            Some(done) => {
                let told = diagnostic.clone().help(done);
                Some(Diagnostic { severity: Severity::Warning, ..told })
            }
            // Other warnings are for `wellhead check`.
            None => (diagnostic.severity() == Severity::Error).then(|| diagnostic.clone()),
        }
    });
    found.collect()
}

fn without_audit(node: &mut Node<'_>) {
    if let Value::Object(members) = &mut node.value {
        members.retain(|member| !AUDIT.contains(&&*member.key));
    }
}

/// A diagnostic about a part of `input`, as one about the whole.
fn moved(mut diagnostic: Diagnostic, input: &SpecText, offset: usize) -> Diagnostic {
    let shift = |span: Span| Span::new(span.start + offset, span.end + offset);
    diagnostic.span = shift(diagnostic.span);
    diagnostic.place = Place::of(&input.text, diagnostic.span.start);
    diagnostic.related = diagnostic.related.map(|(file, span, label)| (file, shift(span), label));
    diagnostic
}
