//! Schemas without a `type`, where a type is needed: JSON Schema accepts values of any other type there, and a Rust type
//! can't. They are taken to be of the type that their keywords are about.

use wellhead_runtime::json::Span;

use super::Cx;
use crate::diagnostic::Code;
use crate::model::{Implied, Kind, Schema};

/// Checks the params, and every value in them that becomes a type.
pub(super) fn check(cx: &mut Cx<'_>, root: &Schema) {
    let mut walk = Walk { root, values: Vec::new(), branches: Vec::new() };
    let Some(params) = root.arrived(root, &mut walk.values) else { return };
    // They are an object, whatever else their keywords are about.
    if let Some(implied) = params.implied(root).filter(|implied| implied.kind == Kind::Object) {
        note(cx, params, &implied);
    }
    walk.within(cx, params, false);
}

/// The way through the params. Many references may lead to one definition, or back.
struct Walk<'s> {
    root: &'s Schema,
    /// Where the definitions start that were met as values, in their order.
    values: Vec<usize>,
    /// The same for those that were met as branches.
    branches: Vec<usize>,
}

impl<'s> Walk<'s> {
    /// `is_beside`: another schema may say of the same value what it is, so that a mark of a secret tells nothing.
    fn value(&mut self, cx: &mut Cx<'_>, schema: &'s Schema, is_beside: bool) {
        let Some(schema) = schema.arrived(self.root, &mut self.values) else { return };
        let implied = schema.implied(self.root);
        if let Some(implied) = implied.filter(|told| !is_beside || told.keyword != "x-secret") {
            note(cx, schema, &implied);
        }
        self.within(cx, schema, false);
    }

    /// What is combined speaks of a value that has its type already, but brings properties of its own.
    fn branch(&mut self, cx: &mut Cx<'_>, schema: &'s Schema) {
        if let Some(schema) = schema.arrived(self.root, &mut self.branches) {
            self.within(cx, schema, true);
        }
    }

    fn within(&mut self, cx: &mut Cx<'_>, schema: &'s Schema, is_branch: bool) {
        for part in schema.parts() {
            self.value(cx, part, is_branch);
        }
        if let Some(string) = &schema.connection_string {
            for part in &string.parts.object.properties {
                self.value(cx, &part.schema, false);
            }
        }
        let combined = &schema.combined;
        for branches in [&combined.all_of, &combined.any_of, &combined.one_of] {
            for branch in branches {
                self.branch(cx, branch);
            }
        }
    }
}

fn note(cx: &mut Cx<'_>, schema: &Schema, implied: &Implied) {
    let word = implied.kind.as_str();
    let article = match implied.kind {
        Kind::Object | Kind::Array | Kind::Integer => "an",
        _ => "a",
    };
    let brace = Span::new(schema.span.start, schema.span.start + 1);
    let why = match implied.keyword {
        "x-secret" => "as secrets are".to_owned(),
        keyword => format!("as `{keyword}` is about those"),
    };
    let message = format!("no `type`: taken as {article} {word}, {why}");
    if implied.or_null {
        let help = format!("add \"type\": [\"{word}\", \"null\"]");
        cx.note(Code::ImpliedType, brace, &message, &help);
    } else {
        let help = format!("add \"type\": \"{word}\"");
        cx.note(Code::ImpliedType, brace, &message, &help).suggestion = Some(word.to_owned());
    }
}
