//! Strings that are made of parts: their grammar, their parts, the parts' keys.

use std::collections::BTreeSet;

use wellhead_spec::model::{ConnectionStringSpec, Dialect, Schema};

use super::{At, Cx, Step, code, object, spans};
use crate::change::Kind;
use crate::wire::Effect;

pub(super) fn connection_string(cx: &mut Cx<'_>, old: &Schema, new: &Schema, at: &At) {
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

fn both(cx: &mut Cx<'_>, was: &ConnectionStringSpec, is: &ConnectionStringSpec, at: &At) {
    if was.dialect.value != is.dialect.value {
        let what = match (&was.dialect.value, &is.dialect.value) {
            (Dialect::Url(_), Dialect::Url(_)) => "its address is another".to_owned(),
            (was, is) => format!("its dialect is {} now, it was {}", word(is), word(was)),
        };
        let effect = Effect::Narrowed("a text of the old form is refused, or means another".into());
        let places = (Some(was.dialect.span), Some(is.dialect.span));
        cx.note(at, Kind::ConnectionStringChanged, what, effect, places);
    }
    object::object(cx, &was.parts, &is.parts, at);
    for part in &was.parts.object.properties {
        let other = is.parts.object.properties.iter();
        let Some(now) = other.clone().find(|one| one.name.value == part.name.value) else {
            continue;
        };
        let name = Step::Param(part.name.value.clone());
        keys(cx, &part.schema, &now.schema, &at.to(name.clone(), name));
    }
}

fn keys(cx: &mut Cx<'_>, old: &Schema, new: &Schema, at: &At) {
    let list = |schema: &Schema| -> Vec<String> {
        schema.keys.iter().map(|key| key.value.to_lowercase()).collect()
    };
    let (was, is) = (list(old), list(new));
    if was == is {
        return;
    }
    let lost: BTreeSet<&String> = was.iter().filter(|key| !is.contains(key)).collect();
    let effect = match lost.first() {
        Some(key) => Effect::Narrowed(format!("the key {} is not read any more", code(key))),
        None if is.len() > was.len() => Effect::Widened("another key is read as well".into()),
        None => Effect::None,
    };
    let what = match was.first() == is.first() {
        true => "the keys that are read are others",
        false => "the key that is written is another",
    };
    let place = |schema: &Schema| Some(schema.keys.first().map_or(schema.span, |key| key.span));
    cx.note(at, Kind::KeysChanged, what, effect, (place(old), place(new)));
}

fn word(dialect: &Dialect) -> &'static str {
    match dialect {
        Dialect::AdoNet => "`ado.net`",
        Dialect::Odbc => "`odbc`",
        Dialect::AzureStorage => "`azure-storage`",
        Dialect::Url(_) => "`url`",
    }
}
