//! Checks of schemas that are combined: each by itself, and where references lead.

use wellhead_runtime::nearest;

use super::{Cx, rules};
use crate::diagnostic::Code;
use crate::model::{CHAIN, Schema, Text, definition_name};

pub(super) fn check(cx: &mut Cx<'_>, root: &Schema) {
    let mut used = Vec::new();
    schema(cx, root, root, &mut used);
    used.sort();
    for (name, _) in &root.combined.definitions {
        if used.binary_search(&name.value).is_err() {
            let message = format!("no `$ref` leads to the definition `{}`", name.value);
            cx.note(Code::UnusedDefinition, name.span, &message, "remove it, or use it");
        }
    }
}

/// Checks what stands in `schema` and is not checked as a param, and every reference.
fn schema(cx: &mut Cx<'_>, root: &Schema, schema: &Schema, used: &mut Vec<String>) {
    if let Some(reference) = &schema.combined.reference {
        used.extend(definition_name(reference));
        check_reference(cx, root, reference);
    }
    for inner in schema.combined.schemas() {
        rules(cx, root, inner);
        self::schema(cx, root, inner, used);
    }
    for (_, inner) in &schema.combined.definitions {
        rules(cx, root, inner);
        self::schema(cx, root, inner, used);
    }
    for part in schema.parts() {
        self::schema(cx, root, part, used);
    }
}

fn check_reference(cx: &mut Cx<'_>, root: &Schema, reference: &Text) {
    let Some(target) = root.definition(reference) else {
        let known = root.combined.definitions.iter().map(|(name, _)| name.value.as_str());
        let wanted = reference.value.rsplit('/').next().unwrap_or_default();
        let meant = nearest(wanted, known).map(|meant| format!("#/definitions/{meant}"));
        let otherwise = "write `#/definitions/NAME`, with the definition in the auth spec's `spec`";
        cx.note(Code::BadReference, reference.span, "this `$ref` leads nowhere", otherwise)
            .meant(meant.as_deref());
        return;
    };
    if root.chain(target).nth(CHAIN).is_some() {
        let help = "let one of the definitions say what it is";
        cx.note(Code::BadReference, reference.span, "this `$ref` leads in a circle", help);
    }
}
