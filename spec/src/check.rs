//! Checks: what is of the right form and still wrong. One small function a rule; each notes and none stops.

#[cfg(feature = "beside")]
mod beside;
mod example;
mod judge;
mod names;
mod schema;
mod set;

use wellhead_runtime::Format;
use wellhead_runtime::json::Span;

use crate::ByName;
use crate::category::CATEGORIES;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::ConnectionSpec;
use crate::places::Places;
use crate::set::Spec;

#[cfg(feature = "beside")]
pub use beside::beside;
pub use example::refusal;
pub use names::{SLUG_RULE, is_rust_name, is_slug};
#[cfg(feature = "authoring")]
pub(crate) use schema::sounds_secret;
pub use set::{Identity, are_apart, set};

/// Checks one spec by itself.
pub fn spec(spec: &Spec, diagnostics: &mut Diagnostics) {
    let mut cx = Cx::new(spec, diagnostics);
    let source = &spec.spec;
    slug(&mut cx);
    id(&mut cx, source);
    placeholder(&mut cx, source);
    category(&mut cx, source);
    description(&mut cx, source);
    rust_names(&mut cx, source);
    spec_names(&mut cx, source);
    for auth in &source.auth_specs {
        schema::check(&mut cx, auth);
    }
}

/// The spec that is being checked, and where findings go.
pub(crate) struct Cx<'s> {
    spec: &'s Spec,
    places: Places<'s>,
    diagnostics: &'s mut Diagnostics,
    /// The patterns that were tried for slowness, each with a text that it is slow on.
    tried: Vec<(String, Option<String>)>,
}

impl<'s> Cx<'s> {
    fn new(spec: &'s Spec, diagnostics: &'s mut Diagnostics) -> Self {
        Self { spec, places: Places::of(&spec.source), diagnostics, tried: Vec::new() }
    }

    fn note(&mut self, code: Code, span: Span, message: &str, help: &str) -> &mut Diagnostic {
        self.diagnostics.note(&self.places, code, span, message, help)
    }
}

fn slug(cx: &mut Cx<'_>) {
    if !is_slug(&cx.spec.source.slug) {
        let message = "the file's name makes no slug";
        let help = format!("name it in {SLUG_RULE}, such as `acme-crm.json`");
        cx.note(Code::BadSlug, Span::default(), message, &help);
    }
}

fn id(cx: &mut Cx<'_>, source: &ConnectionSpec) {
    let id = &source.id;
    if id.value.is_empty() {
        // It is missing or broken, which has been noted.
        return;
    }
    if !Format::Uuid.accepts(id) {
        let help =
            "copy the id from `GET /connectionSpecs`: 8-4-4-4-12 hexadecimal digits, 36 characters";
        let note = cx.note(Code::BadId, id.span, "a connection spec id is a UUID", help);
        note.label = format!("{} characters", id.value.chars().count());
    } else if id.value.chars().any(|char| char.is_ascii_uppercase()) {
        let message = "a connection spec id is written in lower case";
        let help = format!("write \"{}\"", id.value.to_ascii_lowercase());
        cx.note(Code::BadId, id.span, message, &help);
    } else if source.provider_id.as_ref().is_some_and(|provider| provider.value == id.value) {
        cx.note(
            Code::BadId,
            id.span,
            "this is the provider's id, which many sources share",
            "write the connection spec's own id",
        );
    }
}

/// An id of one digit is what people write while they have none.
fn placeholder(cx: &mut Cx<'_>, source: &ConnectionSpec) {
    let id = &source.id;
    let digits = id.value.replace("-", "");
    let is_one_digit = digits.chars().all(|digit| digits.starts_with(digit));
    if Format::Uuid.accepts(id) && is_one_digit {
        cx.note(
            Code::PlaceholderId,
            id.span,
            "this id is a placeholder: no source has it",
            "copy the id from `GET /connectionSpecs`",
        );
    }
}

fn category(cx: &mut Cx<'_>, source: &ConnectionSpec) {
    let Some(category) = &source.ui.category else { return };
    if !CATEGORIES.iter().any(|(key, _)| *key == category.value) {
        let meant = wellhead_runtime::nearest(category, CATEGORIES.iter().map(|(key, _)| *key));
        let message = "not a category of the platform";
        let help = "write the key of one that it has, such as `crm`";
        cx.note(Code::UnknownCategory, category.span, message, help).meant(meant);
    }
}

fn description(cx: &mut Cx<'_>, source: &ConnectionSpec) {
    if source.ui.description.is_none() {
        let message = "the source has no description";
        let help = "add one sentence at `sourceSpec.attributes.uiAttributes.description.text`";
        cx.note(Code::MissingDescription, source.name.span, message, help);
    }
}

fn rust_names(cx: &mut Cx<'_>, source: &ConnectionSpec) {
    names::rust_name(cx, &source.rust_name);
    for auth in &source.auth_specs {
        names::rust_name(cx, &auth.rust_name);
    }
}

fn spec_names(cx: &mut Cx<'_>, source: &ConnectionSpec) {
    let mut first = ByName::with_capacity(source.auth_specs.len());
    for (number, auth) in source.auth_specs.iter().enumerate() {
        let name = auth.name.value.as_str();
        if name.is_empty() {
            // It is missing or broken, which has been noted.
            continue;
        }
        let Some(earlier) = first.get(name).and_then(|first| source.auth_specs.get(*first)) else {
            first.insert(name, number);
            continue;
        };
        let message = "two auth specs have this name";
        let help = "a request could not say which one it means: rename one of them, or merge them";
        let note = cx.note(Code::DuplicateSpecName, auth.name.span, message, help);
        note.relate(earlier.name.span, "the first one");
    }
}
