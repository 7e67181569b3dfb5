//! Strings that are made of parts: their grammar, their parts, the parts' keys.
//!
//! Keys that no part has are left to the driver, unless the dialect knows none or they look like a misspelt one. So a part is not
//! judged as a param is: what is new was there before, as anything, and what is gone may still be.

use std::collections::BTreeSet;

use wellhead_runtime::nearest;
use wellhead_spec::model::{AddressPiece, ConnectionStringSpec, Dialect, Kind as JsonKind};
use wellhead_spec::model::{Property, Schema, Spanned};

use super::object::{order, presence, renamed};
use super::schema::schema;
use super::{At, Cx, Step, code, spans};
use crate::change::Kind;
use crate::pairing::{Pairing, Pairs};
use crate::wire::Effect;

pub(super) fn connection_string(cx: &mut Cx<'_>, old: &Schema, new: &Schema, at: &At<'_>) {
    match (&old.connection_string, &new.connection_string) {
        (None, None) => {}
        (Some(was), Some(is)) => both(cx, was, is, at),
        (None, Some(_)) => {
            let what = "it is a connection string of parts now";
            let effect = Effect::Narrowed("a text without the parts is refused".into());
            cx.note(at, Kind::ConnectionStringChanged, what, effect, spans(old, new));
        }
        (Some(_), None) => {
            let what = "it is no connection string of parts any more";
            let effect = Effect::Widened("any text is accepted".into());
            cx.note(at, Kind::ConnectionStringChanged, what, effect, spans(old, new));
        }
    }
}

fn both(cx: &mut Cx<'_>, was: &ConnectionStringSpec, is: &ConnectionStringSpec, at: &At<'_>) {
    dialect(cx, was, is, at);
    let pairs = pairs(was, is);
    let texts = Texts::of(was, is, &pairs);
    let (old, new) = (&was.parts, &is.parts);
    let at = &at.to_parts();
    for part in pairs.removed.iter().filter_map(|one| old.object.properties.get(*one)) {
        let what = format!("{} is gone", code(&part.name));
        let effect = worst(keys_of(part).iter().map(|key| texts.without(key, false, None)));
        let place = (Some(part.name.span), Some(new.span));
        cx.note(&at.to_param(&part.name), Kind::ParamRemoved, what, effect, place);
    }
    for part in pairs.added.iter().filter_map(|one| new.object.properties.get(*one)) {
        added(cx, part, (old, new), &texts, at);
    }
    for (one, other) in &pairs.both {
        let both = (old.object.properties.get(*one), new.object.properties.get(*other));
        if let (Some(before), Some(now)) = both {
            pair(cx, (before, old), (now, new), &texts, at);
        }
    }
    order(cx, &pairs, old, new, at);
}

fn dialect(cx: &mut Cx<'_>, was: &ConnectionStringSpec, is: &ConnectionStringSpec, at: &At<'_>) {
    let what = match (&was.dialect.value, &is.dialect.value) {
        // What its parts are called, the text does not say.
        (Dialect::Url(was), Dialect::Url(is)) if written(was).eq(written(is)) => return,
        (Dialect::Url(_), Dialect::Url(_)) => "its address is another".to_owned(),
        (was, is) if was == is => return,
        (was, is) => format!("its dialect is {} now, it was {}", word(is), word(was)),
    };
    let effect = Effect::Narrowed("a text of the old form is refused, or means another".into());
    let places = (Some(was.dialect.span), Some(is.dialect.span));
    cx.note(at, Kind::ConnectionStringChanged, what, effect, places);
}

/// The pieces of an address, the parts without their names.
fn written(address: &[AddressPiece]) -> impl Iterator<Item = Option<&String>> {
    address.iter().map(|piece| match piece {
        AddressPiece::Text(text) => Some(text),
        AddressPiece::Part(_) => None,
    })
}

/// Where a part is found in a text.
#[derive(PartialEq, Eq, Hash)]
enum Found {
    By(String),
    InAddress(usize),
}

/// Parts by what they are found by in a text, which does not hold their names; then by these.
fn pairs(was: &ConnectionStringSpec, is: &ConnectionStringSpec) -> Pairs {
    let (old, new) = (&was.parts.object.properties, &is.parts.object.properties);
    let found = |spec: &ConnectionStringSpec, at: usize| -> Vec<Found> {
        let Some(part) = spec.parts.object.properties.get(at) else { return Vec::new() };
        let mut found: Vec<Found> = keys_of(part).into_iter().map(Found::By).collect();
        if let Dialect::Url(pieces) = &spec.dialect.value {
            let is_it = |piece: &AddressPiece| matches!(piece, AddressPiece::Part(name) if *name == part.name.value);
            found.extend(pieces.iter().position(is_it).map(Found::InAddress));
        }
        found
    };
    let name = |all: &[Property], at: usize| -> Vec<String> {
        all.get(at).map(|part| part.name.value.clone()).into_iter().collect()
    };
    Pairing::of(old.len(), new.len())
        .by_key(|at| found(was, at), |at| found(is, at))
        .by_key(|at| name(old, at), |at| name(new, at))
        .done()
}

/// The keys of a part, as they are compared.
fn keys_of(part: &Property) -> Vec<String> {
    part.schema.keys.iter().map(|key| key.value.to_lowercase()).collect()
}

/// What texts may hold on either side.
struct Texts {
    /// Every key that a part has.
    old: BTreeSet<String>,
    new: BTreeSet<String>,
    /// Whether other keys are refused.
    was_closed: bool,
    is_closed: bool,
    /// The keys that another one may be a misspelling of: those that are written, of parts that a text may be without.
    meant: Vec<String>,
}

impl Texts {
    fn of(was: &ConnectionStringSpec, is: &ConnectionStringSpec, pairs: &Pairs) -> Self {
        let all = |spec: &ConnectionStringSpec| {
            spec.parts.object.properties.iter().flat_map(keys_of).collect()
        };
        let is_closed = |spec: &ConnectionStringSpec| spec.dialect.value == Dialect::AzureStorage;
        let always = |at: usize| {
            let other = pairs.both.iter().find(|(_, other)| *other == at).map(|(one, _)| *one);
            let part = other.and_then(|one| was.parts.object.properties.get(one));
            part.is_some_and(|part| part.is_required(&was.parts))
        };
        let parts = is.parts.object.properties.iter().enumerate();
        let meant = parts
            .filter(|(at, _)| !always(*at))
            .filter_map(|(_, part)| keys_of(part).into_iter().next());
        Self {
            old: all(was),
            new: all(is),
            was_closed: is_closed(was),
            is_closed: is_closed(is),
            meant: meant.collect(),
        }
    }

    /// The effect of a part not having this key any more; `is_needed` if a text has to have the part, which is written by the
    /// key `written`.
    fn without(&self, key: &str, is_needed: bool, written: Option<&String>) -> Effect {
        let shown = code(key);
        if self.is_closed && !self.new.contains(key) {
            Effect::Narrowed(format!("a text with the key {shown} is refused: no part has it"))
        } else if is_needed {
            Effect::Narrowed(format!(
                "the key {shown} is not read any more, and the part is required"
            ))
        } else if self.new.contains(key) {
            Effect::Unclear(format!("the key {shown} is that of another part now"))
        } else if let Some(meant) = nearest(key, self.meant.iter().map(String::as_str)) {
            Effect::Narrowed(format!("the key {shown} is taken for a misspelt {}", code(meant)))
        } else if let Some(written) = written {
            // With one letter more, it is a key that no part has.
            let written = code(written);
            Effect::Narrowed(format!(
                "a text with {shown} is without the part now, so that a key like {written} is taken for a misspelt one"
            ))
        } else {
            Effect::Widened(format!("the key {shown} is left to the driver"))
        }
    }

    /// The effect of a part having this key now; `takes_any` if any text will do as its value.
    fn with(&self, key: &str, takes_any: bool) -> Effect {
        let shown = code(key);
        if self.was_closed && !self.old.contains(key) {
            Effect::Widened(format!("the key {shown} is read as well"))
        } else if takes_any {
            Effect::Unclear(format!(
                "a text may hold {shown}, or a key like it, for the driver: the part twice, or misspelt, is refused"
            ))
        } else {
            Effect::Narrowed(format!(
                "the key {shown} was left to the driver, and its value has to fit now"
            ))
        }
    }

    /// The effect of a part now being written by this key.
    fn written(&self, key: &str) -> Option<Effect> {
        let may_be_meant = !self.is_closed && self.meant.iter().any(|meant| meant == key);
        let reason =
            "a key like the one that is written is taken for it, and was left to the driver";
        may_be_meant.then(|| Effect::Unclear(reason.into()))
    }
}

/// The worst of the effects of several keys.
fn worst(effects: impl IntoIterator<Item = Effect>) -> Effect {
    effects.into_iter().max_by_key(Effect::rank).unwrap_or(Effect::None)
}

fn added(
    cx: &mut Cx<'_>,
    part: &Property,
    (old, new): (&Schema, &Schema),
    texts: &Texts,
    at: &At<'_>,
) {
    let inner = at.to_param(&part.name);
    let place = (Some(old.span), Some(part.name.span));
    let (kind, what, effect) = match part.is_required(new) {
        true => (
            Kind::RequiredParamAdded,
            format!("{} is new, and required", code(&part.name)),
            Effect::Narrowed("a text without it is refused".into()),
        ),
        false => {
            let takes_any = takes_any(cx, &part.schema, &inner);
            let effect = worst(keys_of(part).iter().map(|key| texts.with(key, takes_any)));
            (Kind::ParamAdded, format!("{} is new", code(&part.name)), effect)
        }
    };
    cx.note(&inner, kind, what, effect, place);
}

/// Whether any text will do as the value of a part.
fn takes_any(cx: &mut Cx<'_>, part: &Schema, inner: &At<'_>) -> bool {
    let kinds = vec![Spanned { value: JsonKind::String, span: part.span }];
    let text = Schema { kinds, ..Schema::any(part.span) };
    cx.inclusion(&text, part, inner).keeps()
}

fn pair(
    cx: &mut Cx<'_>,
    (was, old): (&Property, &Schema),
    (is, new): (&Property, &Schema),
    texts: &Texts,
    at: &At<'_>,
) {
    let steps = [was, is].map(|part| Step::Param(part.name.value.clone()));
    let [before, now] = steps;
    let inner = At { is_part: true, ..at.to(before, now) };
    if was.name.value != is.name.value {
        renamed(cx, was, is, Effect::None, &inner);
    }
    presence(cx, (was, old), (is, new), &inner);
    schema(cx, &was.schema, &is.schema, &inner);
    let (had, has) = (keys_of(was), keys_of(is));
    if had == has {
        return;
    }
    let takes_any = takes_any(cx, &is.schema, &inner);
    let lost = had.iter().filter(|key| !has.contains(key));
    let won = has.iter().filter(|key| !had.contains(key));
    let effects = lost.map(|key| texts.without(key, is.is_required(new), has.first()));
    let effects = effects.chain(won.map(|key| texts.with(key, takes_any)));
    let written = has.first().filter(|first| had.first() != Some(*first));
    let effect = worst(effects.chain(written.and_then(|key| texts.written(key))));
    let what = match had.first() == has.first() {
        true => "the keys that are read are others",
        false => "the key that is written is another",
    };
    let place =
        |part: &Property| Some(part.schema.keys.first().map_or(part.schema.span, |key| key.span));
    cx.note(&inner, Kind::KeysChanged, what, effect, (place(was), place(is)));
}

fn word(dialect: &Dialect) -> &'static str {
    match dialect {
        Dialect::AdoNet => "`ado.net`",
        Dialect::Odbc => "`odbc`",
        Dialect::AzureStorage => "`azure-storage`",
        Dialect::Url(_) => "`url`",
    }
}
