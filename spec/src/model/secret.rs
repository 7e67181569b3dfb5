//! Where secrets are: in a schema, and in a value of it.

use wellhead_runtime::Json;

use super::Schema;

impl Schema {
    /// Whether it marks its values, or one does that a chain of references leads through: though what stands beside a reference
    /// says nothing about values, a mark there is meant. `root` is what references lead into.
    pub fn is_marked(&self, root: &Self) -> bool {
        root.chain(self).any(|schema| schema.secret)
    }

    /// Whether it must not be seen, or a part of it must not. `root` is what references lead into.
    pub fn carries_secret(&self, root: &Self) -> bool {
        carries(root, self, &mut Vec::new())
    }

    /// Whether a value of it shows a secret: is one, or holds one.
    pub fn shows_secret(&self, root: &Self, value: &Json) -> bool {
        shows(root, self, value, &mut Vec::new())
    }
}

/// `met` says where the definitions start that were looked at.
fn carries(root: &Schema, schema: &Schema, met: &mut Vec<usize>) -> bool {
    if schema.is_marked(root) {
        return true;
    }
    let Some(schema) = schema.arrived(root, met) else { return false };
    let parts = schema.connection_string.iter().map(|string| &string.parts);
    let within = schema.parts().into_iter().chain(schema.combined.schemas());
    parts.chain(within).any(|part| carries(root, part, met))
}

/// `met` says where the definitions start that were looked at for this value.
fn shows(root: &Schema, schema: &Schema, value: &Json, met: &mut Vec<usize>) -> bool {
    if schema.is_marked(root) {
        return true;
    }
    let Some(schema) = schema.arrived(root, met) else { return false };
    let is_made_of_some =
        schema.connection_string.as_ref().is_some_and(|string| string.parts.carries_secret(root));
    if is_made_of_some {
        return true;
    }
    let combined = &schema.combined;
    for branches in [&combined.all_of, &combined.any_of, &combined.one_of] {
        if branches.iter().any(|branch| shows(root, branch, value, met)) {
            return true;
        }
    }
    match value {
        Json::Object(members) => members.iter().any(|(name, value)| {
            let known = schema.object.property(name);
            let part = known.map(|known| &known.schema).or_else(|| schema.object.others());
            part.is_some_and(|part| part.shows_secret(root, value))
        }),
        Json::Array(items) => {
            let part = schema.list.items.as_deref();
            part.is_some_and(|part| items.iter().any(|item| part.shows_secret(root, item)))
        }
        _ => false,
    }
}
