//! The strings of a request, each with whether it is a secret: by the tables of the auth specs that the request may be of,
//! since this is before it is known to be right.

use wellhead::json::{Node, Span, Value, pointer_below};
use wellhead::{Field, Shape, Table};
use wellhead_runtime::{ConnectionStringRules, JsonRules};

use super::syntax::Reference;
use crate::catalog::Known;

/// A string in a request.
#[derive(Debug)]
pub(super) struct Text<'t> {
    pub(super) span: Span,
    pub(super) pointer: String,
    pub(super) text: &'t str,
    pub(super) role: Role,
}

/// What a string is for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Role {
    /// Everybody may see it.
    Plain,
    /// Nobody may see it.
    Secret,
    /// Nothing says what it is, so it is not shown; it may be a secret.
    Free,
    /// Its parts are told apart, and some of them may be secrets.
    ConnectionString { rules: &'static ConnectionStringRules, has_secret: bool },
}

impl Role {
    pub(super) fn is_plain(self) -> bool {
        matches!(self, Self::Plain)
    }
}

/// The pointers of the strings that are one reference each, where one may stand.
pub(crate) fn referring(request: &Node<'_>, known: Known<'_>) -> Vec<String> {
    let texts = texts(request, known).into_iter().filter(|text| !text.role.is_plain());
    texts.filter(|text| Reference::whole(text.text).is_some()).map(|text| text.pointer).collect()
}

/// The node below `node` at these keys.
pub(crate) fn pointed<'n, 't>(node: &'n Node<'t>, keys: &[&str]) -> Option<&'n Node<'t>> {
    keys.iter().try_fold(node, |node, key| {
        node.as_object()?.iter().find(|member| member.key == *key).map(|member| &member.value)
    })
}

/// Every string of a request; without its params, if it is of no known auth spec: what those are, nobody can say.
pub(super) fn texts<'n>(request: &'n Node<'_>, known: Known<'_>) -> Vec<Text<'n>> {
    let specs = known.auth_specs(request);
    let mut found = Vec::new();
    for member in request.as_object().unwrap_or_default() {
        let pointer = pointer_below("", &member.key);
        let (true, Some(auth)) = (member.key == "auth", member.value.as_object()) else {
            collect(&member.value, &pointer, &[], &mut found);
            continue;
        };
        for member in auth {
            let pointer = pointer_below(&pointer, &member.key);
            let (true, Some(params)) = (member.key == "params", member.value.as_object()) else {
                collect(&member.value, &pointer, &[], &mut found);
                continue;
            };
            for param in params.iter().filter(|_| !specs.is_empty()) {
                let shapes: Vec<_> =
                    specs.iter().flat_map(|spec| member_of(spec.table, &param.key)).collect();
                let pointer = pointer_below(&pointer, &param.key);
                collect(&param.value, &pointer, &or_unlisted(shapes), &mut found);
            }
        }
    }
    found
}

fn collect<'n>(
    node: &'n Node<'_>,
    pointer: &str,
    shapes: &[&'static Shape],
    found: &mut Vec<Text<'n>>,
) {
    match &node.value {
        Value::String(text) => {
            let role = role(shapes);
            found.push(Text { span: node.span, pointer: pointer.to_owned(), text, role });
        }
        Value::Array(items) => {
            let inner: Vec<_> = shapes.iter().flat_map(|shape| items_of(shape)).collect();
            for (index, item) in items.iter().enumerate() {
                collect(item, &format!("{pointer}/{index}"), &inner, found);
            }
        }
        Value::Object(members) => {
            for member in members {
                let inner: Vec<_> =
                    shapes.iter().flat_map(|shape| members_of(shape, &member.key)).collect();
                let inner = if shapes.is_empty() { inner } else { or_unlisted(inner) };
                let pointer = pointer_below(pointer, &member.key);
                collect(&member.value, &pointer, &inner, found);
            }
        }
        Value::Null | Value::Boolean(_) | Value::Number(_) => {}
    }
}

/// The shapes of a param; one that no spec lists may be anything.
fn or_unlisted(shapes: Vec<&'static Shape>) -> Vec<&'static Shape> {
    static UNLISTED: Shape = Shape::Json(JsonRules { object: false, secret: false });
    if shapes.is_empty() { vec![&UNLISTED] } else { shapes }
}

fn role(shapes: &[&'static Shape]) -> Role {
    shapes
        .iter()
        .map(|shape| role_of(shape))
        .max_by_key(|role| !role.is_plain())
        .unwrap_or(Role::Plain)
}

fn role_of(shape: &'static Shape) -> Role {
    match shape {
        Shape::Secret(_) => Role::Secret,
        Shape::Json(rules) if rules.secret => Role::Secret,
        Shape::Json(_) => Role::Free,
        Shape::ConnectionString(rules) => {
            Role::ConnectionString { rules, has_secret: shape.is_secret() }
        }
        Shape::Nullable(inner) => role_of(inner),
        _ => Role::Plain,
    }
}

fn items_of(shape: &'static Shape) -> Option<&'static Shape> {
    match shape {
        Shape::List(rules) => Some(&rules.items),
        Shape::Json(_) => Some(shape),
        Shape::Nullable(inner) => items_of(inner),
        _ => None,
    }
}

fn members_of(shape: &'static Shape, key: &str) -> Vec<&'static Shape> {
    match shape {
        Shape::Object(table) => member_of(table, key).into_iter().collect(),
        Shape::OneOf(rules) => {
            rules.kinds.iter().filter_map(|(_, table)| member_of(table, key)).collect()
        }
        Shape::Map(values) => vec![*values],
        Shape::Json(_) => vec![shape],
        Shape::Nullable(inner) => members_of(inner, key),
        _ => Vec::new(),
    }
}

fn member_of(table: &'static Table, key: &str) -> Option<&'static Shape> {
    let field: Option<&Field> = table.fields.iter().find(|field| field.name == key);
    field.map(|field| &field.shape).or(table.additional.as_ref())
}
