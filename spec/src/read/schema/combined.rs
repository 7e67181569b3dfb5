//! Keywords that combine schemas, in draft-07's spelling and in 2020-12's.

use wellhead_runtime::json::{Member, Node};

use super::super::Cx;
use super::super::fields::{Fields, texts};
use super::super::wrong_type::wrong_type;
use super::{members, schema};
use crate::diagnostic::Code;
use crate::model::{Combined, Schema, Spanned, Text};

/// So many definitions may lead deeper and deeper, one to the next: a stack has no room for thousands, which nobody writes.
const DEFINITIONS: usize = 500;

pub(super) fn combined(cx: &mut Cx<'_>, fields: &mut Fields<'_, '_>) -> Combined {
    let (mut dependent_required, mut dependent_schemas) = dependencies(cx, fields);
    dependent_required.extend(names_by_name(cx, fields, "dependentRequired"));
    dependent_schemas.extend(by_name(cx, fields, "dependentSchemas"));
    let definitions = definitions(cx, fields);
    let mut first_items = tuple(cx, fields);
    first_items.extend(list(cx, fields, "prefixItems"));
    Combined {
        reference: fields.text(cx, "$ref"),
        definitions,
        all_of: list(cx, fields, "allOf"),
        any_of: list(cx, fields, "anyOf"),
        one_of: list(cx, fields, "oneOf"),
        not: one(cx, fields, "not"),
        condition: one(cx, fields, "if"),
        then: one(cx, fields, "then"),
        otherwise: one(cx, fields, "else"),
        dependent_required,
        dependent_schemas,
        pattern_properties: by_name(cx, fields, "patternProperties"),
        property_names: one(cx, fields, "propertyNames"),
        min_properties: fields.count(cx, "minProperties"),
        max_properties: fields.count(cx, "maxProperties"),
        contains: one(cx, fields, "contains"),
        first_items,
        rest_items: one(cx, fields, "additionalItems"),
    }
}

/// Beside `prefixItems`, `items` is for the elements after them; without a tuple, `additionalItems` says nothing.
pub(super) fn with_tuple(mut schema: Schema) -> Schema {
    if schema.combined.first_items.is_empty() {
        schema.combined.rest_items = None;
    } else if let Some(items) = schema.list.items.take() {
        schema.combined.rest_items = Some(items);
    }
    schema
}

fn one(cx: &mut Cx<'_>, fields: &mut Fields<'_, '_>, key: &'static str) -> Option<Box<Schema>> {
    fields.get(key).and_then(|node| schema(cx, node)).map(Box::new)
}

fn list(cx: &mut Cx<'_>, fields: &mut Fields<'_, '_>, key: &'static str) -> Vec<Schema> {
    let Some((span, nodes)) = fields.array(cx, key) else { return Vec::new() };
    if nodes.is_empty() && key != "prefixItems" {
        let message = format!("`{key}` lists nothing");
        cx.note(Code::BadValue, span, &message, "list schemas, or remove it");
    }
    schemas(cx, nodes)
}

/// `items` as a list.
fn tuple(cx: &mut Cx<'_>, fields: &mut Fields<'_, '_>) -> Vec<Schema> {
    match fields.get("items").and_then(Node::as_array) {
        Some(nodes) => schemas(cx, nodes),
        None => Vec::new(),
    }
}

fn schemas(cx: &mut Cx<'_>, nodes: &[Node<'_>]) -> Vec<Schema> {
    let mut schemas = Vec::new();
    for node in nodes {
        schemas.extend(schema(cx, node));
    }
    schemas
}

/// Both spellings of them, up to as many as are followed.
fn definitions(cx: &mut Cx<'_>, fields: &mut Fields<'_, '_>) -> Vec<(Text, Schema)> {
    let mut definitions = by_name(cx, fields, "definitions");
    definitions.extend(by_name(cx, fields, "$defs"));
    if let Some((name, _)) = definitions.get(DEFINITIONS) {
        let message = format!("there are more than {DEFINITIONS} definitions");
        let help = "write out some of them where they are used";
        cx.note(Code::BadValue, name.span, &message, help);
    }
    definitions.truncate(DEFINITIONS);
    definitions
}

fn by_name(cx: &mut Cx<'_>, fields: &mut Fields<'_, '_>, key: &'static str) -> Vec<(Text, Schema)> {
    let mut schemas = Vec::new();
    for member in members(cx, fields, key) {
        if let Some(schema) = schema(cx, &member.value) {
            schemas.push((name(member), schema));
        }
    }
    schemas
}

fn names_by_name(
    cx: &mut Cx<'_>,
    fields: &mut Fields<'_, '_>,
    key: &'static str,
) -> Vec<(Text, Vec<Text>)> {
    let mut all = Vec::new();
    for member in members(cx, fields, key) {
        all.push((name(member), names(cx, &member.value, key)));
    }
    all
}

fn names(cx: &mut Cx<'_>, node: &Node<'_>, key: &str) -> Vec<Text> {
    match node.as_array() {
        Some(nodes) => {
            let listed = texts(cx, nodes, key);
            super::distinct(cx, listed, key)
        }
        None => {
            wrong_type(cx, node, key, "an array of names");
            Vec::new()
        }
    }
}

type Dependencies = (Vec<(Text, Vec<Text>)>, Vec<(Text, Schema)>);

/// `dependencies`: a list of names each, or a schema.
fn dependencies(cx: &mut Cx<'_>, fields: &mut Fields<'_, '_>) -> Dependencies {
    let (mut required, mut schemas) = (Vec::new(), Vec::new());
    for member in members(cx, fields, "dependencies") {
        if member.value.as_array().is_some() {
            required.push((name(member), names(cx, &member.value, "dependencies")));
        } else if let Some(schema) = schema(cx, &member.value) {
            schemas.push((name(member), schema));
        }
    }
    (required, schemas)
}

fn name(member: &Member<'_>) -> Text {
    Spanned { value: member.key.to_string(), span: member.key_span }
}
