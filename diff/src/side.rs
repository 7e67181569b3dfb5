//! One side of a comparison: spec files as they were read, and the model that code is generated from.

use std::collections::HashMap;
use std::path::Path;
use std::rc::Rc;

use wellhead_codegen::model::Catalog;
use wellhead_runtime::json::Node;
use wellhead_spec::diagnostic::Style;
use wellhead_spec::{
    Places as TextPlaces, Severity, Span, Spec, SpecSet, SpecText, category, part_around,
};

use crate::change::Place;

/// The specs of one side.
#[derive(Debug)]
pub struct Side {
    pub(crate) set: SpecSet,
    pub(crate) catalog: Catalog,
    pub(crate) response: Option<Response>,
}

/// What specs were made of that are not files of their own.
#[derive(Clone, Debug, Default)]
pub(crate) struct Response {
    /// How it is shown.
    pub(crate) file: String,
    pub(crate) text: String,
    /// Where in it each source stands, by slug.
    pub(crate) items: HashMap<String, String>,
}

impl Side {
    /// The side that a set of specs is, with whatever is wrong with it.
    pub fn new(mut set: SpecSet) -> Self {
        let mut catalog = wellhead_codegen::check(&mut set);
        for source in &mut catalog.sources {
            source.feature = category::feature(&source.category);
        }
        // What a warning is about is the affair of `check`.
        set.diagnostics.retain_mut(|one| one.severity() == Severity::Error);
        Self { set, catalog, response: None }
    }

    /// The spec files of a folder, shown as `shown` and their name.
    pub fn folder(folder: &Path, shown: &str) -> Self {
        Self::new(SpecSet::load(folder, shown))
    }

    /// These spec files.
    pub fn texts(texts: Vec<SpecText>) -> Self {
        Self::new(SpecSet::from_texts(texts))
    }

    /// Whether there is anything wrong with the spec files, so that they can't be compared.
    pub fn has_errors(&self) -> bool {
        self.set.diagnostics.has_errors()
    }

    /// Everything that is wrong, with the lines it is about.
    pub fn render_errors(&self, style: Style) -> String {
        self.set.render(style)
    }

    /// How many sources it has.
    pub fn len(&self) -> usize {
        self.set.specs.len()
    }

    /// Whether it has no source.
    pub fn is_empty(&self) -> bool {
        self.set.specs.is_empty()
    }
}

/// What specs were made of, taken apart once for all of them.
pub(crate) struct Printed<'s> {
    tree: Node<'s>,
    places: Rc<TextPlaces<'s>>,
    items: &'s HashMap<String, String>,
}

impl<'s> Printed<'s> {
    /// The response that a side was made of, if it was.
    pub(crate) fn of(side: &'s Side) -> Option<Self> {
        let Response { file, text, items } = side.response.as_ref()?;
        let (tree, places) = (Node::parse(text).ok()?, TextPlaces::new(file, text));
        Some(Self { tree, places: Rc::new(places), items })
    }
}

/// Finds the places of one spec.
pub(crate) struct Places<'s> {
    spec: &'s Spec,
    tree: Option<Node<'s>>,
    places: Rc<TextPlaces<'s>>,
    /// The tree of the response that the spec was made of, whose places they are then, and where the spec stands in it.
    origin: Option<(&'s Node<'s>, &'s str)>,
}

impl<'s> Places<'s> {
    pub(crate) fn of(spec: &'s Spec, response: Option<&'s Printed<'s>>) -> Self {
        let tree = Node::parse(&spec.source.text).ok();
        let origin = response
            .and_then(|printed| Some((printed, printed.items.get(&spec.source.slug)?.as_str())));
        let (places, origin) = match origin {
            Some((printed, item)) => (Rc::clone(&printed.places), Some((&printed.tree, item))),
            None => (Rc::new(TextPlaces::of(&spec.source)), None),
        };
        Self { spec, tree, places, origin }
    }

    /// The place of these bytes.
    pub(crate) fn at(&self, span: Span) -> Place {
        let pointer = self.tree.as_ref().map(|tree| pointer_to(tree, span)).unwrap_or_default();
        let (pointer, span) = match self.origin {
            None => (pointer, span),
            Some((tree, item)) => nearest(tree, &format!("{item}{pointer}")),
        };
        Place { file: self.places.file.to_owned(), place: self.places.at(span.start), pointer }
    }

    /// The place of the source as a whole.
    pub(crate) fn source(&self) -> Place {
        self.at(self.spec.spec.name.span)
    }
}

/// The JSON pointer of the innermost value that holds these bytes, or of the member whose key they are.
fn pointer_to(tree: &Node<'_>, span: Span) -> String {
    let (mut node, mut pointer) = (tree, String::new());
    while let Some(number) = part_around(node, span) {
        let part = match (node.as_object(), node.as_array()) {
            (Some(members), _) => {
                let member = members.get(number);
                member.map(|member| (below(&pointer, &member.key), &member.value))
            }
            (_, Some(items)) => {
                items.get(number).map(|item| (below(&pointer, &number.to_string()), item))
            }
            _ => None,
        };
        let Some((deeper, inner)) = part else { break };
        (pointer, node) = (deeper, inner);
    }
    pointer
}

fn below(pointer: &str, key: &str) -> String {
    wellhead_runtime::json::pointer_below(pointer, key)
}

/// What a pointer leads to, or the nearest thing around it that is there: what was put right is not.
fn nearest(tree: &Node<'_>, pointer: &str) -> (String, Span) {
    let (mut node, mut found, mut span) = (tree, String::new(), tree.span);
    for step in pointer.split('/').skip(1) {
        let deeper = below(&found, &step.replace("~1", "/").replace("~0", "~"));
        let next = match (node.as_object(), node.as_array()) {
            (Some(members), _) => members
                .iter()
                .find(|member| below(&found, &member.key) == deeper)
                .map(|member| (&member.value, member.key_span)),
            (_, Some(items)) => {
                let item = step.parse::<usize>().ok().and_then(|at| items.get(at));
                item.map(|item| (item, item.span))
            }
            _ => None,
        };
        let Some((inner, place)) = next else { break };
        (node, found, span) = (inner, deeper, place);
    }
    (found, span)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pointer_leads_to_the_innermost_value_or_the_member_of_a_key() {
        let text = r#"{"a": [1, {"b/c": "x"}], "d": 2}"#;
        let tree = Node::parse(text).expect("JSON");
        let pointer = |part: &str| {
            let start = text.find(part).expect("a part");
            pointer_to(&tree, Span::new(start, start + part.len()))
        };
        assert_eq!(pointer("\"x\""), "/a/1/b~1c");
        assert_eq!(pointer("\"b/c\""), "/a/1/b~1c");
        assert_eq!(pointer("\"d\""), "/d");
        assert_eq!(pointer("1"), "/a/0");
        assert_eq!(pointer_to(&tree, tree.span), "");
        assert_eq!(nearest(&tree, "/a/1/none/more").0, "/a/1");
    }
}
