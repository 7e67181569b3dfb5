//! The auth specs of one source on either side.

use std::collections::BTreeSet;

use wellhead_codegen::model::Source;
use wellhead_spec::Spec;
use wellhead_spec::model::{AuthSpec, ConnectionSpec, Text};

use super::{At, Cx, Found, Made, Sides, code, deprecated, names_of, schema, word};
use crate::change::Kind;
use crate::pairing::{Pairing, Pairs, names, overlap};
use crate::wire::{Effect, Polarity};

/// How alike auth specs of different names have to be to be one that was renamed.
const LEAST: f64 = 0.6;

pub(super) fn differences(was: (&Spec, &Source), is: (&Spec, &Source)) -> Vec<Found> {
    let (old, new) = (&was.0.spec, &is.0.spec);
    let mut found = presence(old, new);
    let pairs = pairs(&old.auth_specs, &new.auth_specs);
    for auth in pairs.removed.iter().filter_map(|at| old.auth_specs.get(*at)) {
        let what = format!("the auth spec {} is gone", code(&auth.name));
        let reason = "a request with this `specName` is refused";
        let effect = Effect::Narrowed(reason.into());
        found.push(alone(Kind::AuthRemoved, what, effect, Sides { old: Some(auth), new: None }));
    }
    for auth in pairs.added.iter().filter_map(|at| new.auth_specs.get(*at)) {
        let what = format!("the auth spec {} is new", code(&auth.name));
        let reason = "there is one `specName` more";
        let effect = Effect::Widened(reason.into());
        found.push(alone(Kind::AuthAdded, what, effect, Sides { old: None, new: Some(auth) }));
    }
    if !pairs.are_in_order() {
        found.push(reordered(old, new));
    }
    for (one, other) in pairs.both {
        if let (Some(old), Some(new)) = (old.auth_specs.get(one), new.auth_specs.get(other)) {
            let made =
                Sides { old: Made::of_auth(was.1, &old.name), new: Made::of_auth(is.1, &new.name) };
            let text = Sides { old: was.0.source.text.as_str(), new: is.0.source.text.as_str() };
            found.extend(pair(old, new, made, text));
        }
    }
    found
}

/// Whether requests have an `auth` at all.
fn presence(old: &ConnectionSpec, new: &ConnectionSpec) -> Vec<Found> {
    let (had, has) = (!old.auth_specs.is_empty(), !new.auth_specs.is_empty());
    if had == has {
        return Vec::new();
    }
    let what = if has {
        "requests have an `auth` now, they had none"
    } else {
        "requests have no `auth` any more"
    };
    let effect = Effect::Narrowed("a request of the old form is refused".into());
    vec![of_source(Kind::AuthPresenceChanged, what, effect, old, new)]
}

fn reordered(old: &ConnectionSpec, new: &ConnectionSpec) -> Found {
    let what = "the auth specs stand in another order";
    of_source(Kind::AuthReordered, what, Effect::None, old, new)
}

/// What is about all auth specs.
fn of_source(
    kind: Kind,
    what: &str,
    effect: Effect,
    old: &ConnectionSpec,
    new: &ConnectionSpec,
) -> Found {
    Found {
        kind,
        auth: Sides::default(),
        path: Sides::default(),
        what: what.into(),
        effect,
        polarity: Polarity::Same,
        span: Sides { old: Some(old.name.span), new: Some(new.name.span) },
    }
}

/// An auth spec that only one side has.
fn alone(kind: Kind, what: String, effect: Effect, auth: Sides<Option<&AuthSpec>>) -> Found {
    let name = |auth: Option<&AuthSpec>| auth.map(|auth| auth.name.value.clone());
    let span = |auth: Option<&AuthSpec>| auth.map(|auth| auth.name.span);
    Found {
        kind,
        auth: Sides { old: name(auth.old), new: name(auth.new) },
        path: Sides::default(),
        what,
        effect,
        polarity: Polarity::Same,
        span: Sides { old: span(auth.old), new: span(auth.new) },
    }
}

/// Auth specs by their name, then by their params and the likeness of their names.
pub(crate) fn pairs(old: &[AuthSpec], new: &[AuthSpec]) -> Pairs {
    let name = |specs: &[AuthSpec], at: usize| -> Vec<String> {
        specs.get(at).map(|auth| auth.name.value.clone()).into_iter().collect()
    };
    let params = |specs: &[AuthSpec]| -> Vec<BTreeSet<String>> {
        specs.iter().map(|auth| names_of(&auth.params)).collect()
    };
    let (old_params, new_params) = (params(old), params(new));
    let likeness = |one: usize, other: usize| {
        let (Some(first), Some(second)) = (old.get(one), new.get(other)) else { return 0.0 };
        let called = names(&first.name, &second.name);
        match (old_params.get(one), new_params.get(other)) {
            (Some(one), Some(other)) if !(one.is_empty() && other.is_empty()) => {
                (2.0 * overlap(one, other) + called) / 3.0
            }
            _ => called,
        }
    };
    Pairing::of(old.len(), new.len())
        .by_key(|at| name(old, at), |at| name(new, at))
        .by_likeness(LEAST, likeness)
        .done()
}

fn pair(old: &AuthSpec, new: &AuthSpec, made: Sides<Made<'_>>, text: Sides<&str>) -> Vec<Found> {
    let names = Sides { old: Some(old.name.value.clone()), new: Some(new.name.value.clone()) };
    let mut cx = Cx::new(Sides { old: &old.params, new: &new.params }, text, names);
    let at = At::top(made);
    let places = (Some(old.name.span), Some(new.name.span));
    if old.name.value != new.name.value {
        let what = format!("the auth spec {} is called {} now", code(&old.name), code(&new.name));
        let reason = "a request with the old `specName` is refused";
        cx.note(&at, Kind::AuthRenamed, what, Effect::Narrowed(reason.into()), places);
    }
    if let Some(what) = deprecated(old.deprecated.as_ref(), new.deprecated.as_ref()) {
        let what = format!("the auth spec {what}");
        cx.note(&at, Kind::DeprecationChanged, what, Effect::None, places);
    }
    if clouds(&old.clouds) != clouds(&new.clouds) {
        let what = "the auth spec exists on other clouds";
        cx.note(&at, Kind::CloudsChanged, what, Effect::None, places);
    }
    if word(&old.rust_name) != word(&new.rust_name) {
        cx.note(&at, Kind::RustNameChanged, "its `x-rust-name` is another", Effect::None, places);
    }
    if word(&old.note) != word(&new.note) {
        cx.note(&at, Kind::DocsChanged, "its note is another", Effect::None, places);
    }
    schema::schema(&mut cx, &old.params, &new.params, &at);
    cx.found
}

/// The clouds as a set.
pub(super) fn clouds(clouds: &[Text]) -> BTreeSet<&str> {
    clouds.iter().map(|cloud| cloud.value.as_str()).collect()
}
