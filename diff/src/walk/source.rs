//! Two connection specs: what identifies the source and what people read of it.

use wellhead_codegen::model::Source;
use wellhead_spec::Span;
use wellhead_spec::Spec;
use wellhead_spec::model::{ConnectionSpec, Status, Text};

use super::{Found, Sides, auth, code, deprecated, word};
use crate::change::Kind;
use crate::wire::{Effect, Polarity};

pub(super) fn differences(was: (&Spec, &Source), is: (&Spec, &Source)) -> Vec<Found> {
    let mut found = Vec::new();
    let (old_slug, new_slug) = (&was.0.source.slug, &is.0.source.slug);
    let (old, new) = (&was.0.spec, &is.0.spec);
    let mut note = |kind, what: String, effect, old: Option<Span>, new: Option<Span>| {
        let (auth, path) = (Sides::default(), Sides::default());
        let (polarity, span) = (Polarity::Same, Sides { old, new });
        found.push(Found { kind, auth, path, what, effect, polarity, span });
    };
    if old_slug != new_slug {
        let what = format!("{} is called {} now", code(old_slug), code(new_slug));
        note(Kind::SourceRenamed, what, Effect::None, Some(old.name.span), Some(new.name.span));
    }
    identity(old, new, &mut note);
    standing(old, new, &mut note);
    aliases(old, new, new_slug, &mut note);
    docs(old, new, &mut note);
    found.extend(auth::differences(was, is));
    found
}

/// Notes a change of a source.
type Note<'n> = &'n mut dyn FnMut(Kind, String, Effect, Option<Span>, Option<Span>);

/// What a request says of the source.
fn identity(old: &ConnectionSpec, new: &ConnectionSpec, note: Note<'_>) {
    let parts = [
        (Kind::IdChanged, "the connection spec id", &old.id, &new.id),
        (Kind::VersionChanged, "the connection spec version", &old.version, &new.version),
    ];
    for (kind, what, old, new) in parts.into_iter().filter(|(.., old, new)| old.value != new.value)
    {
        let what = format!("{what} is {} now, it was {}", code(&new.value), code(&old.value));
        let reason = "every request sends it, and the one that was sent is not this one's any more";
        note(kind, what, Effect::Narrowed(reason.into()), Some(old.span), Some(new.span));
    }
    let names = (Some(&old.name), Some(&new.name));
    let providers = (old.provider_id.as_ref(), new.provider_id.as_ref());
    for (what, (old, new)) in [("name", names), ("provider id", providers)] {
        if text(old) != text(new) {
            let what = format!("the service's {what} of the source is another");
            note(Kind::IdentityChanged, what, Effect::None, span(old), span(new));
        }
    }
}

/// How far the source is, where it stands, what it shares.
fn standing(old: &ConnectionSpec, new: &ConnectionSpec, note: Note<'_>) {
    let (was, is) = (status(old), status(new));
    let place = |spec: &ConnectionSpec| {
        let status = spec.status.as_ref().map(|status| status.span);
        Some(status.unwrap_or(spec.name.span))
    };
    if was != is {
        let what = format!("the source is {} now, it was {}", status_word(is), status_word(was));
        note(Kind::StatusChanged, what, Effect::None, place(old), place(new));
    }
    if let Some(what) = deprecated(old.deprecated.as_ref(), new.deprecated.as_ref()) {
        let what = format!("the source {what}");
        note(Kind::DeprecationChanged, what, Effect::None, place(old), place(new));
    }
    let parts = [
        (Kind::CategoryChanged, "category", &old.ui.category, &new.ui.category),
        (Kind::SharedIdChanged, "reason for sharing its id", &old.shared_id, &new.shared_id),
        (Kind::RustNameChanged, "`x-rust-name`", &old.rust_name, &new.rust_name),
    ];
    for (kind, what, was, is) in parts {
        if word(was) != word(is) {
            let what = format!("its {what} is {}, it was {}", said(word(is)), said(word(was)));
            let places = (span(was.as_ref()), span(is.as_ref()));
            let (was, is) = (places.0.or(Some(old.name.span)), places.1.or(Some(new.name.span)));
            note(kind, what, Effect::None, was, is);
        }
    }
}

fn said(text: &str) -> String {
    if text.is_empty() { "none".into() } else { code(text) }
}

/// The slugs that lead to the source still.
fn aliases(old: &ConnectionSpec, new: &ConnectionSpec, new_slug: &str, note: Note<'_>) {
    let has = |aliases: &[Text], alias: &Text| aliases.iter().any(|one| one.value == alias.value);
    for alias in new.aliases.iter().filter(|alias| !has(&old.aliases, alias)) {
        let what = format!("{} leads to it as well", code(&alias.value));
        note(Kind::AliasAdded, what, Effect::None, None, Some(alias.span));
    }
    let gone = |alias: &&Text| !has(&new.aliases, alias) && alias.value != new_slug;
    for alias in old.aliases.iter().filter(gone) {
        let what = format!("{} does not lead to it any more", code(&alias.value));
        note(Kind::AliasRemoved, what, Effect::None, Some(alias.span), None);
    }
}

/// What people read.
fn docs(old: &ConnectionSpec, new: &ConnectionSpec, note: Note<'_>) {
    let parts = [
        ("label", &old.ui.label, &new.ui.label),
        ("description", &old.ui.description, &new.ui.description),
        ("link to its documentation", &old.ui.documentation, &new.ui.documentation),
        ("note", &old.note, &new.note),
        ("doubt", &old.doubt, &new.doubt),
        ("advice on what to do instead", &old.instead, &new.instead),
    ];
    for (what, was, is) in parts {
        if word(was) != word(is) {
            let what = format!("its {what} is {}", became(word(was), word(is)));
            note(Kind::DocsChanged, what, Effect::None, span(was.as_ref()), span(is.as_ref()));
        }
    }
}

/// What became of a text.
pub(super) fn became(old: &str, new: &str) -> &'static str {
    match (old.is_empty(), new.is_empty()) {
        (true, _) => "new",
        (_, true) => "gone",
        _ => "another",
    }
}

fn status(spec: &ConnectionSpec) -> Status {
    match &spec.status {
        Some(status) => status.value,
        None if spec.deprecated.is_some() => Status::Deprecated,
        None if spec.ui.beta => Status::Beta,
        None => Status::Ga,
    }
}

fn status_word(status: Status) -> &'static str {
    match status {
        Status::Ga => "generally available",
        Status::Beta => "in beta",
        Status::Deprecated => "deprecated",
    }
}

fn text(text: Option<&Text>) -> &str {
    text.map(|text| text.value.as_str()).unwrap_or_default()
}

fn span(text: Option<&Text>) -> Option<Span> {
    text.map(|text| text.span)
}
