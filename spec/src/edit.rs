//! Changes to a text's tree, each at the place that a diagnostic points at. What is not found is not changed.
//!
//! There may be as many diagnostics as values, so a place is found by its bytes, from the whole to the part, and what is to go
//! goes all at once.

use std::borrow::Cow;
use std::collections::HashSet;

use wellhead_runtime::json::{Member, Node, Span, Value};

use crate::places::part_around;

/// A tree that is being changed.
pub(crate) struct Tree<'t> {
    root: Node<'t>,
    /// The members and elements that are to go.
    gone: HashSet<Span>,
}

impl<'t> Tree<'t> {
    pub(crate) fn of(root: Node<'t>) -> Self {
        Self { root, gone: HashSet::new() }
    }

    /// The tree as it is now, but for what is to go.
    pub(crate) fn root(&self) -> &Node<'t> {
        &self.root
    }

    /// The changed tree. An array that is empty for what went goes as well.
    pub(crate) fn changed(mut self) -> Node<'t> {
        if !self.gone.is_empty() {
            take_out(&mut self.root, &self.gone);
        }
        self.root
    }

    /// Writes another string where one stands, be it a key or a value. A key that its object has already is not written
    /// again.
    pub(crate) fn respell(&mut self, span: Span, to: &str) -> bool {
        self.on_the_way(span, |node| match &mut node.value {
            Value::String(text) if node.span == span => {
                *text = Cow::Owned(to.to_owned());
                true
            }
            Value::Object(_) => rename_key(node, span, to),
            _ => false,
        })
    }

    /// Removes the member whose key or value stands there, or the element of an array that is a member's value.
    pub(crate) fn remove(&mut self, span: Span) -> bool {
        let mut found = None;
        self.on_the_way(span, |node| {
            found = removable(node, span);
            found.is_some()
        });
        found.is_some_and(|found| self.gone.insert(found))
    }

    /// Changes the object that is the value of the key at `span`; says what `change` says.
    pub(crate) fn change_value(
        &mut self,
        span: Span,
        change: impl Fn(&mut Node<'t>) -> bool,
    ) -> bool {
        self.on_the_way(span, |node| {
            let member = member_around(node, span).filter(|member| member.key_span == span);
            member.is_some_and(|member| change(&mut member.value))
        })
    }

    /// Changes the object that starts where `span` does; says what `change` says.
    pub(crate) fn change_at(&mut self, span: Span, change: impl Fn(&mut Node<'t>) -> bool) -> bool {
        self.on_the_way(span, |node| {
            let is_meant = node.as_object().is_some() && node.span.start == span.start;
            is_meant && change(node)
        })
    }

    /// The key or string at `span`.
    pub(crate) fn spelling(&mut self, span: Span) -> Option<String> {
        let mut found = None;
        self.on_the_way(span, |node| {
            found = match &node.value {
                Value::String(text) if node.span == span => Some(text.to_string()),
                _ => member_around(node, span)
                    .filter(|member| member.key_span == span)
                    .map(|member| member.key.to_string()),
            };
            found.is_some()
        });
        found
    }

    /// The elements of the array that has one at `span`, if they are strings.
    pub(crate) fn beside(&mut self, span: Span) -> Vec<String> {
        let mut found = Vec::new();
        self.on_the_way(span, |node| {
            let items = items_with(node, span).into_iter().flatten();
            found = items.filter_map(|item| item.as_str()).map(str::to_owned).collect();
            !found.is_empty()
        });
        found
    }

    /// Removes the strings that the array with an element at `span` has had before; says whether there are any.
    pub(crate) fn remove_repeated(&mut self, span: Span) -> bool {
        self.on_the_way(span, |node| {
            let Some(items) = items_with(node, span) else { return false };
            let (before, mut seen) = (items.len(), HashSet::new());
            items.retain(|item| item.as_str().is_none_or(|text| seen.insert(text.to_owned())));
            items.len() < before
        })
    }

    /// Visits what holds the bytes `span`, from the whole to the part, until `visit` says that it has done what it was to do.
    fn on_the_way(&mut self, span: Span, mut visit: impl FnMut(&mut Node<'t>) -> bool) -> bool {
        let mut node = &mut self.root;
        loop {
            if visit(node) {
                return true;
            }
            let Some(number) = part_around(node, span) else { return false };
            let part = match &mut node.value {
                Value::Object(members) => members.get_mut(number).map(|member| &mut member.value),
                Value::Array(items) => items.get_mut(number),
                _ => None,
            };
            let Some(part) = part else { return false };
            node = part;
        }
    }
}

/// The member of an object that holds the bytes `span`, its key included.
fn member_around<'n, 't>(node: &'n mut Node<'t>, span: Span) -> Option<&'n mut Member<'t>> {
    let number = part_around(node, span)?;
    match &mut node.value {
        Value::Object(members) => members.get_mut(number),
        _ => None,
    }
}

/// The elements of an array that has one at `span`.
fn items_with<'n, 't>(node: &'n mut Node<'t>, span: Span) -> Option<&'n mut Vec<Node<'t>>> {
    let number = part_around(node, span)?;
    match &mut node.value {
        Value::Array(items) if items.get(number)?.span == span => Some(items),
        _ => None,
    }
}

fn rename_key(node: &mut Node<'_>, span: Span, to: &str) -> bool {
    if node.get(to).is_some() {
        return false;
    }
    match member_around(node, span).filter(|member| member.key_span == span) {
        Some(member) => {
            member.key = Cow::Owned(to.to_owned());
            true
        }
        None => false,
    }
}

/// The value of an object's member, or the element of the array that it is, if its key or it stands at `span`.
fn removable(node: &mut Node<'_>, span: Span) -> Option<Span> {
    let member = member_around(node, span)?;
    if member.key_span == span || member.value.span == span {
        return Some(member.value.span);
    }
    items_with(&mut member.value, span).map(|_| span)
}

/// Takes out what is gone, and the arrays that are empty for it. Depth is bounded by the reader.
fn take_out(node: &mut Node<'_>, gone: &HashSet<Span>) {
    match &mut node.value {
        Value::Array(items) => items.iter_mut().for_each(|item| take_out(item, gone)),
        Value::Object(members) => members.retain_mut(|member| {
            let value = &mut member.value;
            let stays = !gone.contains(&value.span) && !is_emptied(value, gone);
            take_out(value, gone);
            stays
        }),
        _ => {}
    }
}

/// Takes what is gone out of an array; says whether it had something and has nothing now.
fn is_emptied(node: &mut Node<'_>, gone: &HashSet<Span>) -> bool {
    let Value::Array(items) = &mut node.value else { return false };
    let before = items.len();
    items.retain(|item| !gone.contains(&item.span));
    items.is_empty() && before > 0
}

/// Adds a member to an object that does not have that key.
pub(crate) fn insert<'t>(object: &mut Node<'t>, key: &'static str, value: Value<'t>) -> bool {
    let Value::Object(members) = &mut object.value else { return false };
    if members.iter().any(|member| member.key == key) {
        return false;
    }
    // Behind all that stands there, so that what is looked for by its bytes is found as before.
    let end = Span::new(object.span.end, object.span.end);
    let value = Node { span: end, value };
    members.push(Member { key: Cow::Borrowed(key), key_span: end, value });
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
