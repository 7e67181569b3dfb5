//! What people read about a param, as the text that a table holds.

use wellhead_runtime::Json;
use wellhead_runtime::json::Object;

use crate::model::{About, Deprecation};

/// The text: JSON with a member for each thing that is known, and nothing if nothing is.
pub(crate) fn text(about: &About) -> String {
    let examples: Vec<Json> = about.examples.iter().map(|one| json(one)).collect();
    let members = [
        ("title", known(&about.title)),
        ("description", known(&about.description)),
        ("default", about.default.as_deref().map(json)),
        ("examples", Some(Json::from(examples)).filter(|_| !about.examples.is_empty())),
        ("note", known(&about.note)),
        ("deprecated", about.deprecated.as_ref().map(|one| Json::Object(deprecated(one)))),
    ];
    let members = object(members);
    if members.is_empty() { String::new() } else { Json::Object(members).to_string() }
}

fn deprecated(deprecated: &Deprecation) -> Object {
    let Deprecation { since, instead, note } = deprecated;
    object([("since", known(since)), ("instead", known(instead)), ("note", known(note))])
}

/// The members that there are.
fn object<const N: usize>(members: [(&str, Option<Json>); N]) -> Object {
    members.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
}

fn known(text: &str) -> Option<Json> {
    (!text.is_empty()).then(|| text.into())
}

/// A value that stands in a spec file.
fn json(text: &str) -> Json {
    Json::parse(text).unwrap_or_else(|_| text.into())
}
