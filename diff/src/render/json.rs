//! For programs. `docs/diff.md` describes the form; members are added to it, never taken away or renamed.

use serde_json::{Value, json as value};

use crate::change::{Change, Comparison, Line, Place, SourceChanges, Verdict};

/// The comparison as an object.
pub fn json(comparison: &Comparison) -> Value {
    value!({
        "summary": {
            "changes": comparison.changes().count(),
            "sources": comparison.sources.len(),
            "wire": comparison.over(Line::Wire),
            "api": comparison.over(Line::Api),
        },
        "sources": comparison.sources.iter().map(source).collect::<Vec<_>>(),
        "notAtService": comparison.apart.not_at_service,
        "notInCatalog": comparison.apart.not_in_catalog,
    })
}

fn source(source: &SourceChanges) -> Value {
    value!({
        "old": source.old,
        "new": source.new,
        "changes": source.changes.iter().map(change).collect::<Vec<_>>(),
    })
}

fn change(change: &Change) -> Value {
    let mut api = verdict(&change.api);
    let broken: Vec<&str> = change.broken.iter().map(|code| code.as_str()).collect();
    if let Value::Object(members) = &mut api {
        members.insert("breaks".into(), broken.into());
    }
    value!({
        "kind": change.kind.as_str(),
        "auth": change.auth,
        "param": Some(&change.param).filter(|param| !param.is_empty()),
        "what": change.what,
        "wire": verdict(&change.wire),
        "api": api,
        "behaviour": verdict(&change.behaviour),
        "old": change.old.as_ref().map(place),
        "new": change.new.as_ref().map(place),
    })
}

fn verdict<S: ToString>(verdict: &Verdict<S>) -> Value {
    value!({"verdict": verdict.severity.to_string(), "reason": verdict.reason})
}

fn place(place: &Place) -> Value {
    value!({
        "file": place.file,
        "line": place.place.line,
        "column": place.place.column,
        "pointer": place.pointer,
    })
}
