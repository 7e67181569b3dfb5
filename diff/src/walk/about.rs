//! What people read of a value, whether it may be seen, and what it is without being sent.

use wellhead_runtime::Json;
use wellhead_spec::Span;
use wellhead_spec::model::{Schema, Text};

use super::auth::clouds;
use super::source::became;
use super::{At, Cx, deprecated, places, spans, word};
use crate::change::Kind;
use crate::wire::Effect;

pub(super) fn about(cx: &mut Cx<'_>, old: &Schema, new: &Schema, at: &At<'_>) {
    let whole = spans(old, new);
    if old.secret != new.secret {
        let what = if new.secret { "it is a secret now" } else { "it is no secret any more" };
        cx.note(at, Kind::SecretChanged, what, Effect::None, whole);
    }
    let value = |schema: &Schema| schema.default.as_ref().map(|default| default.value.clone());
    if value(old) != value(new) {
        let places = places((&old.default, old), (&new.default, new));
        let what = match (&old.default, &new.default) {
            (None, Some(_)) => "it has a default now",
            (Some(_), None) => "it has no default any more",
            _ => "its default is another",
        };
        cx.note(at, Kind::DefaultChanged, what, Effect::None, places);
    }
    if let Some(what) = deprecated(old.deprecated.as_ref(), new.deprecated.as_ref()) {
        cx.note(at, Kind::DeprecationChanged, format!("it {what}"), Effect::None, whole);
    }
    if clouds(&old.clouds) != clouds(&new.clouds) {
        cx.note(at, Kind::CloudsChanged, "it exists on other clouds", Effect::None, whole);
    }
    if word(&old.rust_name) != word(&new.rust_name) {
        let places = (place(&old.rust_name, old), place(&new.rust_name, new));
        cx.note(at, Kind::RustNameChanged, "its `x-rust-name` is another", Effect::None, places);
    }
    docs(cx, old, new, at);
}

fn docs(cx: &mut Cx<'_>, old: &Schema, new: &Schema, at: &At<'_>) {
    let texts = [
        ("title", &old.title, &new.title),
        ("description", &old.description, &new.description),
        ("note", &old.note, &new.note),
    ];
    for (what, was, is) in texts {
        if word(was) != word(is) {
            let what = format!("its {what} is {}", became(word(was), word(is)));
            let places = (place(was, old), place(is, new));
            cx.note(at, Kind::DocsChanged, what, Effect::None, places);
        }
    }
    let examples = |schema: &Schema| -> Vec<Json> {
        schema.examples.iter().map(|example| example.value.clone()).collect()
    };
    if examples(old) != examples(new) {
        cx.note(at, Kind::DocsChanged, "its examples are others", Effect::None, spans(old, new));
    }
    if old.read_only != new.read_only {
        let what =
            if new.read_only { "the service sets it" } else { "the service does not set it" };
        cx.note(at, Kind::DocsChanged, what, Effect::None, spans(old, new));
    }
}

fn place(text: &Option<Text>, schema: &Schema) -> Option<Span> {
    Some(text.as_ref().map_or(schema.span, |text| text.span))
}
