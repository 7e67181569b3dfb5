//! Schemas without a `type`, where a type is needed: JSON Schema accepts values of any other type there, and a Rust type
//! can't. They are taken to be of the type that their keywords are about.

use wellhead_runtime::json::Span;

use super::Cx;
use crate::diagnostic::Code;
use crate::model::{Kind, Schema};

/// Checks the params, and every value in them that becomes a type.
pub(super) fn check(cx: &mut Cx<'_>, schema: &Schema) {
    if let Some((kind, keyword)) = schema.implied() {
        note(cx, schema, kind, keyword);
    }
    within(cx, schema);
}

/// What is combined speaks of a value that has its type already, but brings properties of its own.
fn within(cx: &mut Cx<'_>, schema: &Schema) {
    for part in schema.parts() {
        check(cx, part);
    }
    if let Some(string) = &schema.connection_string {
        for part in &string.parts.object.properties {
            check(cx, &part.schema);
        }
    }
    let combined = &schema.combined;
    for branches in [&combined.all_of, &combined.any_of, &combined.one_of] {
        for branch in branches {
            within(cx, branch);
        }
    }
}

fn note(cx: &mut Cx<'_>, schema: &Schema, kind: Kind, keyword: &str) {
    let (article, word) = match kind {
        Kind::Object | Kind::Array | Kind::Integer => ("an", kind.as_str()),
        _ => ("a", kind.as_str()),
    };
    let brace = Span::new(schema.span.start, schema.span.start + 1);
    let message = format!("no `type`: taken as {article} {word}, as `{keyword}` is about those");
    let help = format!("add \"type\": \"{word}\"");
    cx.note(Code::ImpliedType, brace, &message, &help).suggestion = Some(word.to_owned());
}
