//! What the service printed against the spec files of a folder.
//!
//! The service knows nothing of our own keys (`x-status`, `x-aliases`, `x-connection-string` …), so those of the spec file are
//! taken over where the service has the same part: what nobody said there did not change. What the service gets wrong is put
//! right as `wellhead import` does.

use std::collections::HashMap;

use wellhead_runtime::Json;
use wellhead_runtime::json::{Node, Object};
use wellhead_spec::import::{Import, is_connection, items};
use wellhead_spec::{Diagnostics, Spec, SpecText};

use crate::change::Apart;
use crate::side::{Response, Side};

/// A folder's side and the service's, of the sources that both have.
#[derive(Debug)]
pub struct Matched {
    /// The service's side.
    pub service: Side,
    /// What only one of them has.
    pub apart: Apart,
    /// What keeps the response from being compared, and its rendering.
    pub problems: Diagnostics,
}

/// Keys that spec files and the service both have, though they start like ours.
const THEIRS: [&str; 1] = ["x-secret"];

/// Matches what the service printed, as `input`, with the specs of `ours`: by the connection spec id, and by name where several
/// have that.
///
/// # Errors
/// What is wrong with the text as a whole: it is no JSON, or no connection spec is in it. The import says it, for rendering.
pub fn matched(ours: &Side, input: SpecText) -> Result<Matched, Box<Import>> {
    let node = match Node::parse(&input.text) {
        Ok(node) if is_list_of_specs(&node) => node,
        // Whatever it is, an import says what is wrong with it.
        _ => return Err(Box::new(Import::of(input, "", None))),
    };
    let items = items(&node);
    let mut made = Made::default();
    let mut unmatched = Vec::new();
    let mut by_id: HashMap<&str, Vec<&Spec>> = HashMap::new();
    for spec in &ours.set.specs {
        by_id.entry(&spec.spec.id.value).or_default().push(spec);
    }
    for (pointer, item) in &items {
        let specs = specs_of(&by_id, item);
        if specs.is_empty() {
            unmatched.push(called(item));
        }
        for spec in specs {
            made.add(spec, pointer, item, &input);
        }
    }
    let has = |spec: &&Spec| made.pointers.contains_key(&spec.source.slug);
    let mut apart = Apart {
        not_at_service: ours
            .set
            .specs
            .iter()
            .filter(|spec| !has(spec))
            .map(|spec| spec.source.slug.clone())
            .collect(),
        not_in_catalog: unmatched,
    };
    apart.not_in_catalog.sort();
    apart.not_in_catalog.dedup();
    let mut service = Side::texts(made.texts);
    let file = input.file.clone();
    service.response = Some(Response { file, text: input.text, items: made.pointers });
    Ok(Matched { service, apart, problems: made.problems })
}

/// What becomes of the items.
#[derive(Default)]
struct Made {
    texts: Vec<SpecText>,
    pointers: HashMap<String, String>,
    problems: Diagnostics,
}

impl Made {
    fn add(&mut self, spec: &Spec, pointer: &str, item: &Node<'_>, input: &SpecText) {
        let slug = &spec.source.slug;
        if self.pointers.contains_key(slug) {
            return;
        }
        let mut value = item.to_json();
        if let Ok(ours) = Json::parse(&spec.source.text) {
            overlay(&mut value, &ours);
        }
        let file = format!("{}#{pointer}", input.file);
        let text = SpecText { slug: String::new(), file, text: format!("{value:#}") };
        let import = Import::of(text, "", Some(slug));
        let errors = import.diagnostics.iter().filter(|_| import.sources.is_empty());
        self.problems.extend(errors.cloned());
        for mut source in import.sources {
            source.file = format!("{}#{pointer}", input.file);
            self.pointers.insert(slug.clone(), pointer.to_owned());
            self.texts.push(source);
        }
    }
}

/// Whether the text is what can be imported: objects, none of which is a connection.
fn is_list_of_specs(node: &Node<'_>) -> bool {
    let items = items(node);
    let is_spec = |item: &Node<'_>| item.as_object().is_some() && !is_connection(item);
    !items.is_empty() && items.iter().all(|(_, item)| is_spec(item))
}

/// The spec files that an item is about.
fn specs_of<'s>(by_id: &HashMap<&str, Vec<&'s Spec>>, item: &Node<'_>) -> Vec<&'s Spec> {
    let text = |key: &str| item.get(key).and_then(Node::as_str).unwrap_or_default();
    let (id, name) = (text("id").to_ascii_lowercase(), text("name"));
    let of_id: Vec<&Spec> = by_id.get(id.as_str()).cloned().unwrap_or_default();
    let of_name: Vec<&Spec> =
        of_id.iter().copied().filter(|spec| spec.spec.name.value == name).collect();
    if of_name.is_empty() { of_id } else { of_name }
}

/// What an item is called.
fn called(item: &Node<'_>) -> String {
    let text = |key: &str| item.get(key).and_then(Node::as_str).filter(|text| !text.is_empty());
    text("name").or_else(|| text("id")).unwrap_or("an item without a name").to_owned()
}

/// Takes over our own keys where the service has the part that they are in.
fn overlay(theirs: &mut Json, ours: &Json) {
    match (theirs, ours) {
        (Json::Object(theirs), Json::Object(ours)) => members(theirs, ours),
        (Json::Array(theirs), Json::Array(ours)) => {
            for one in theirs {
                let name = one.get("name").filter(|name| name.as_str().is_some()).cloned();
                let same =
                    ours.iter().find(|other| name.is_some() && other.get("name") == name.as_ref());
                if let Some(other) = same {
                    overlay(one, other);
                }
            }
        }
        _ => {}
    }
}

fn members(theirs: &mut Object, ours: &Object) {
    for (key, value) in ours.iter() {
        let is_ours = key.starts_with("x-") && !THEIRS.contains(&key);
        match theirs.get_mut(key) {
            Some(known) => overlay(known, value),
            None if is_ours => drop(theirs.insert(key, value.clone())),
            None => {}
        }
    }
}
