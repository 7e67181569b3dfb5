//! What people read about a param, as the text that a table holds.

use wellhead_runtime::Json;

use crate::model::{About, Deprecation};

/// The text: JSON with a member for each thing that is known, and nothing if nothing is.
pub(crate) fn text(about: &About) -> String {
    let mut members = Vec::new();
    add(&mut members, "title", &about.title);
    add(&mut members, "description", &about.description);
    if let Some(default) = &about.default {
        members.push(("default", json(default)));
    }
    if !about.examples.is_empty() {
        let mut examples = Vec::with_capacity(about.examples.len());
        for example in &about.examples {
            examples.push(json(example));
        }
        members.push(("examples", Json::Array(examples)));
    }
    add(&mut members, "note", &about.note);
    if let Some(one) = &about.deprecated {
        members.push(("deprecated", deprecated(one)));
    }
    if members.is_empty() { String::new() } else { object(members).to_string() }
}

/// The members of an object.
type Members = Vec<(&'static str, Json)>;

fn deprecated(deprecated: &Deprecation) -> Json {
    let Deprecation { since, instead, note } = deprecated;
    let mut members = Vec::new();
    add(&mut members, "since", since);
    add(&mut members, "instead", instead);
    add(&mut members, "note", note);
    object(members)
}

/// Adds what is known.
fn add(members: &mut Members, name: &'static str, text: &str) {
    if !text.is_empty() {
        members.push((name, text.into()));
    }
}

fn object(members: Members) -> Json {
    Json::Object(members.into_iter().collect())
}

/// A value that stands in a spec file.
fn json(text: &str) -> Json {
    Json::parse(text).unwrap_or_else(|_| text.into())
}
