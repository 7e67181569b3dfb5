//! What a text is, a spec file or the body of a request, by its keys. The lines of a request may hold secrets, so that it must
//! not be taken for a spec file, also where its keys are misspelt or it is listed among others.

use wellhead_runtime::json::Node;

use crate::meant::is_alike;

/// What a text is, or was meant to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextKind {
    /// A spec file.
    Spec,
    /// The body of a request, or a connection. Its lines may hold secrets and must not be shown.
    Request,
    /// Nothing tells.
    Unknown,
}

/// Keys that only requests and connections have.
const OF_REQUESTS: [&str; 4] = ["connectionSpec", "auth", "specName", "params"];

/// Keys that specs have, and neither requests nor what is read of connections has alone. So have all that start with `x-`.
const OF_SPECS: [&str; 4] = ["version", "sourceSpec", "exploreSpec", "$schema"];

/// What a text is; one that is no JSON, by what stands in it as a key may.
pub fn kind_of(text: &str) -> TextKind {
    told(text, Node::parse(text).as_ref().ok())
}

/// Whether a text is the body of a request or a connection, or was meant to be one, or lists some.
pub fn is_request(text: &str) -> bool {
    kind_of(text) == TextKind::Request
}

/// The same of a text that was parsed, if it is JSON.
pub(super) fn told(text: &str, parsed: Option<&Node<'_>>) -> TextKind {
    let Some(node) = parsed else { return broken(text) };
    let Some(items) = listed(node) else { return of(node) };
    let mut kind = if node.as_array().is_none() { TextKind::Spec } else { TextKind::Unknown };
    for item in items {
        match of(item) {
            TextKind::Request => return TextKind::Request,
            TextKind::Spec => kind = TextKind::Spec,
            TextKind::Unknown => {}
        }
    }
    kind
}

/// What a response or a list lists.
pub(super) fn listed<'n, 't>(node: &'n Node<'t>) -> Option<&'n [Node<'t>]> {
    node.as_array().or_else(|| node.get("items").and_then(Node::as_array))
}

/// What one object is.
pub(crate) fn of(node: &Node<'_>) -> TextKind {
    // Only a spec has this, whatever else is in it.
    if node.get("authSpec").is_some() {
        return TextKind::Spec;
    }
    let mut kind = TextKind::Unknown;
    for member in node.as_object().unwrap_or_default() {
        let is_one_of = |keys: &[&str]| keys.iter().any(|key| is_alike(&member.key, key));
        if is_one_of(&["authSpec"]) {
            return TextKind::Spec;
        }
        if is_one_of(&OF_REQUESTS) || member.value.get("specName").is_some() {
            kind = TextKind::Request;
        } else if kind == TextKind::Unknown
            && (is_one_of(&OF_SPECS) || member.key.starts_with("x-"))
        {
            kind = TextKind::Spec;
        }
    }
    kind
}

/// What a text was meant to be that is no JSON.
fn broken(text: &str) -> TextKind {
    let has = |keys: &[&str]| keys.iter().any(|key| text.contains(&format!("\"{key}\"")));
    if has(&["specName", "connectionSpec"]) {
        TextKind::Request
    } else if has(&["authSpec", "sourceSpec", "$schema", "x-status"]) {
        TextKind::Spec
    } else if has(&OF_REQUESTS) {
        TextKind::Request
    } else {
        TextKind::Unknown
    }
}
