//! The order of keys. What is listed comes first, in this order; what is not follows, in the order of the file.
//!
//! Only the part of a spec file that types requests is put in order. Properties keep their order everywhere: it is the
//! order in which people meet them.

use wellhead_runtime::json::{Member, Node, Value};

const SOURCE: &[&str] = &[
    "$schema",
    "id",
    "name",
    "providerId",
    "version",
    "type",
    "description",
    "state",
    "x-status",
    "x-deprecated",
    "x-aliases",
    "x-shared-id",
    "x-rust-name",
    "x-note",
    "x-doubt",
    "x-instead",
    "x-allow",
    "authSpec",
    "encryptionSpecs",
    "sourceSpec",
    "targetSpec",
    "exploreSpec",
    "attributes",
    "permissionsInfo",
];

const AUTH: &[&str] =
    &["name", "type", "settings", "x-cloud", "x-deprecated", "x-rust-name", "x-note", "spec"];

/// What a value is, whom it is for, what it may be, what it looks like.
const SCHEMA: &[&str] = &[
    "$schema",
    "$id",
    "$ref",
    "$comment",
    "dialect",
    "type",
    "title",
    "description",
    "deprecated",
    "x-deprecated",
    "x-rust-name",
    "x-cloud",
    "x-keys",
    "readOnly",
    "writeOnly",
    "x-secret",
    "airbyte_secret",
    "format",
    "contentEncoding",
    "contentMediaType",
    "const",
    "enum",
    "pattern",
    "minLength",
    "maxLength",
    "minimum",
    "exclusiveMinimum",
    "maximum",
    "exclusiveMaximum",
    "multipleOf",
    "x-connection-string",
    "items",
    "prefixItems",
    "additionalItems",
    "contains",
    "minItems",
    "maxItems",
    "uniqueItems",
    "properties",
    "patternProperties",
    "propertyNames",
    "additionalProperties",
    "minProperties",
    "maxProperties",
    "required",
    "dependencies",
    "dependentRequired",
    "dependentSchemas",
    "allOf",
    "anyOf",
    "oneOf",
    "not",
    "if",
    "then",
    "else",
    "default",
    "example",
    "examples",
    "links",
    "settings",
    "restAttributes",
    "uiAttributes",
    "x-note",
    "definitions",
    "$defs",
];

const UI: &[&str] = &[
    "documentationLink",
    "isSource",
    "isPreview",
    "isBeta",
    "monitoringSupported",
    "category",
    "icon",
    "label",
    "description",
    "frequency",
];

/// What the value of a schema's keyword is.
enum Inner {
    Schema,
    Schemas,
    Plain,
}

/// Puts a spec file in order, with or without the `{"items": […]}` that the service wraps around it.
pub(super) fn file(node: &mut Node<'_>) {
    match members(node).iter_mut().find(|member| member.key == "items") {
        Some(wrapper) => elements(&mut wrapper.value).iter_mut().for_each(source),
        None => source(node),
    }
}

fn source(node: &mut Node<'_>) {
    arrange(node, SOURCE);
    for auth in child(node, "authSpec").map(elements).unwrap_or_default() {
        arrange(auth, AUTH);
        child(auth, "spec").into_iter().for_each(schema);
    }
    let ui = child(node, "sourceSpec")
        .and_then(|node| child(node, "attributes"))
        .and_then(|node| child(node, "uiAttributes"));
    if let Some(ui) = ui {
        arrange(ui, UI);
    }
}

fn schema(node: &mut Node<'_>) {
    arrange(node, SCHEMA);
    for member in members(node) {
        match inner(&member.key) {
            Inner::Plain => {}
            Inner::Schema => each_element(&mut member.value, schema),
            Inner::Schemas => {
                members(&mut member.value).iter_mut().for_each(|member| schema(&mut member.value));
            }
        }
    }
}

fn inner(keyword: &str) -> Inner {
    match keyword {
        "additionalItems"
        | "additionalProperties"
        | "allOf"
        | "anyOf"
        | "contains"
        | "else"
        | "if"
        | "items"
        | "not"
        | "oneOf"
        | "prefixItems"
        | "propertyNames"
        | "then"
        | "x-connection-string" => Inner::Schema,
        "$defs" | "definitions" | "dependencies" | "dependentSchemas" | "patternProperties"
        | "properties" => Inner::Schemas,
        _ => Inner::Plain,
    }
}

/// Calls `visit` with the value, or with each element if it is an array.
fn each_element(node: &mut Node<'_>, visit: impl Fn(&mut Node<'_>)) {
    match &mut node.value {
        Value::Array(items) => items.iter_mut().for_each(visit),
        _ => visit(node),
    }
}

/// Sorts the members of an object; what `order` does not list stays as it was, at the end.
fn arrange(node: &mut Node<'_>, order: &[&str]) {
    let rank = |member: &Member<'_>| order.iter().position(|key| *key == member.key);
    if let Value::Object(members) = &mut node.value {
        members.sort_by_cached_key(|member| rank(member).unwrap_or(order.len()));
    }
}

fn child<'n, 't>(node: &'n mut Node<'t>, key: &str) -> Option<&'n mut Node<'t>> {
    members(node).iter_mut().find(|member| member.key == key).map(|member| &mut member.value)
}

fn members<'n, 't>(node: &'n mut Node<'t>) -> &'n mut [Member<'t>] {
    match &mut node.value {
        Value::Object(members) => members,
        _ => &mut [],
    }
}

fn elements<'n, 't>(node: &'n mut Node<'t>) -> &'n mut [Node<'t>] {
    match &mut node.value {
        Value::Array(items) => items,
        _ => &mut [],
    }
}
