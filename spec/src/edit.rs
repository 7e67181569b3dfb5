//! Changes to a text's tree, each at the place that a diagnostic points at. What is not found is not changed.

use std::borrow::Cow;
use std::collections::HashSet;

use wellhead_runtime::json::{Member, Node, Span, Value};

/// Writes another string where one stands, be it a key or a value. A key that its object has already is not written
/// again.
pub(crate) fn respell<'t>(root: &mut Node<'t>, span: Span, to: &str) -> bool {
    anywhere(root, &mut |node| match &mut node.value {
        Value::String(text) if node.span == span => {
            *text = Cow::Owned(to.to_owned());
            true
        }
        Value::Object(members) => rename_key(members, span, to),
        _ => false,
    })
}

fn rename_key(members: &mut [Member<'_>], span: Span, to: &str) -> bool {
    if members.iter().any(|member| member.key == to) {
        return false;
    }
    match members.iter_mut().find(|member| member.key_span == span) {
        Some(member) => {
            member.key = Cow::Owned(to.to_owned());
            true
        }
        None => false,
    }
}

/// Removes the member whose key or value stands there, or the element; an array that is empty then goes with it.
pub(crate) fn remove(root: &mut Node<'_>, span: Span) -> bool {
    anywhere(root, &mut |node| {
        let Value::Object(members) = &mut node.value else { return false };
        let before = members.len();
        members.retain(|member| member.key_span != span && member.value.span != span);
        members.len() < before || remove_element(members, span)
    })
}

fn remove_element(members: &mut Vec<Member<'_>>, span: Span) -> bool {
    for (index, member) in members.iter_mut().enumerate() {
        let Value::Array(items) = &mut member.value.value else { continue };
        let before = items.len();
        items.retain(|item| item.span != span);
        if items.len() < before {
            if items.is_empty() {
                members.remove(index);
            }
            return true;
        }
    }
    false
}

/// Changes the object that is the value of the key at `span`; says what `change` says.
pub(crate) fn change_value<'t>(
    root: &mut Node<'t>,
    span: Span,
    change: impl Fn(&mut Node<'t>) -> bool,
) -> bool {
    anywhere(root, &mut |node| {
        let Value::Object(members) = &mut node.value else { return false };
        let member = members.iter_mut().find(|member| member.key_span == span);
        member.is_some_and(|member| change(&mut member.value))
    })
}

/// Changes the object that starts where `span` does; says what `change` says.
pub(crate) fn change_at<'t>(
    root: &mut Node<'t>,
    span: Span,
    change: impl Fn(&mut Node<'t>) -> bool,
) -> bool {
    anywhere(root, &mut |node| {
        let is_meant = node.as_object().is_some() && node.span.start == span.start;
        is_meant && change(node)
    })
}

/// The key or string at `span`.
pub(crate) fn spelling(root: &Node<'_>, span: Span) -> Option<String> {
    match &root.value {
        Value::String(text) if root.span == span => Some(text.to_string()),
        Value::Array(items) => items.iter().find_map(|item| spelling(item, span)),
        Value::Object(members) => members.iter().find_map(|member| {
            let is_key = member.key_span == span;
            is_key.then(|| member.key.to_string()).or_else(|| spelling(&member.value, span))
        }),
        _ => None,
    }
}

/// The elements of the array that has one at `span`, if they are strings.
pub(crate) fn beside(root: &Node<'_>, span: Span) -> Vec<String> {
    match &root.value {
        Value::Array(items) if items.iter().any(|item| item.span == span) => {
            items.iter().filter_map(Node::as_str).map(str::to_owned).collect()
        }
        Value::Array(items) => items.iter().flat_map(|item| beside(item, span)).collect(),
        Value::Object(members) => {
            members.iter().flat_map(|member| beside(&member.value, span)).collect()
        }
        _ => Vec::new(),
    }
}

/// Removes the strings that the array with an element at `span` has had before; says whether there are any.
pub(crate) fn remove_repeated(root: &mut Node<'_>, span: Span) -> bool {
    anywhere(root, &mut |node| {
        let Value::Array(items) = &mut node.value else { return false };
        if !items.iter().any(|item| item.span == span) {
            return false;
        }
        let (before, mut seen) = (items.len(), HashSet::new());
        items.retain(|item| item.as_str().is_none_or(|text| seen.insert(text.to_owned())));
        items.len() < before
    })
}

/// Adds a member to an object that does not have that key.
pub(crate) fn insert<'t>(object: &mut Node<'t>, key: &'static str, value: Value<'t>) -> bool {
    let Value::Object(members) = &mut object.value else { return false };
    if members.iter().any(|member| member.key == key) {
        return false;
    }
    members.push(member(key, value));
    true
}

/// A member that stands in no text.
pub(crate) fn member<'t>(key: impl Into<Cow<'t, str>>, value: Value<'t>) -> Member<'t> {
    Member { key: key.into(), key_span: Span::default(), value: node(value) }
}

/// A value that stands in no text.
pub(crate) fn node(value: Value<'_>) -> Node<'_> {
    Node { span: Span::default(), value }
}

/// Visits a tree until `visit` says that it has done what it was to do. Depth is bounded by the reader.
fn anywhere<'t>(node: &mut Node<'t>, visit: &mut impl FnMut(&mut Node<'t>) -> bool) -> bool {
    if visit(node) {
        return true;
    }
    match &mut node.value {
        Value::Array(items) => items.iter_mut().any(|item| anywhere(item, visit)),
        Value::Object(members) => {
            members.iter_mut().any(|member| anywhere(&mut member.value, visit))
        }
        _ => false,
    }
}
