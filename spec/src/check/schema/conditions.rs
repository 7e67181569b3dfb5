//! Names in conditions: a condition that names what no property is called holds never, or lets nothing pass.

use wellhead_runtime::nearest;

use super::Cx;
use crate::ByName;
use crate::diagnostic::Code;
use crate::meant;
use crate::model::{Schema, Text};

/// So many names are looked up among all properties: nobody misspells more of them.
const MISSPELT: usize = 100;

/// Checks the conditions of one object; `root` is what references lead into.
pub(super) fn check(cx: &mut Cx<'_>, root: &Schema, schema: &Schema) {
    if schema.combined.is_empty() || schema.object.properties.is_empty() {
        return;
    }
    let mut listed = Names::default();
    listed.brought(root, schema, &mut Vec::new());
    let mut named = Vec::new();
    conditions(root, schema, &mut named, &mut Vec::new());
    let mut known = ByName::with_capacity(listed.names.len());
    for (number, name) in listed.names.iter().enumerate() {
        known.insert(name, number);
    }
    let mut unknown = 0;
    for name in named {
        if unknown == MISSPELT || known.contains_key(name.value.as_str()) {
            continue;
        }
        unknown += 1;
        let meant = nearest(name, listed.names.iter().copied());
        // Where others may be there, only what is almost spelt as one that is listed is told.
        if listed.is_open && meant::only(name, &listed.names).is_none() {
            continue;
        }
        let message = format!("a condition names `{}`, which no property is called", name.value);
        let help = "add the property, or correct the name";
        cx.note(Code::UnlistedName, name.span, &message, help).meant(meant);
    }
}

/// The names that an object and its branches list.
#[derive(Default)]
struct Names<'s> {
    names: Vec<&'s str>,
    is_open: bool,
}

impl<'s> Names<'s> {
    fn brought(&mut self, root: &'s Schema, schema: &'s Schema, met: &mut Vec<usize>) {
        let Some(schema) = schema.arrived(root, met) else { return };
        let (object, combined) = (&schema.object, &schema.combined);
        let others = object.additional.as_ref().is_some_and(|others| others.value.are_some());
        self.is_open |= others || !combined.pattern_properties.is_empty();
        for property in &object.properties {
            self.names.push(&property.name.value);
        }
        for branches in [&combined.all_of, &combined.any_of, &combined.one_of] {
            for branch in branches {
                self.brought(root, branch, met);
            }
        }
        for branch in [&combined.then, &combined.otherwise].into_iter().flatten() {
            self.brought(root, branch, met);
        }
        for (_, dependent) in &combined.dependent_schemas {
            self.brought(root, dependent, met);
        }
    }
}

/// Collects the names that conditions depend on or ask for.
fn conditions<'s>(
    root: &'s Schema,
    schema: &'s Schema,
    into: &mut Vec<&'s Text>,
    met: &mut Vec<usize>,
) {
    let combined = &schema.combined;
    for (name, required) in &combined.dependent_required {
        into.push(name);
        into.extend(required);
    }
    for (name, dependent) in &combined.dependent_schemas {
        into.push(name);
        within(root, dependent, into, met);
    }
    for one in [&combined.condition, &combined.not].into_iter().flatten() {
        if let Some(target) = root.followed(one) {
            for property in &target.object.properties {
                into.push(&property.name);
            }
        }
        within(root, one, into, met);
    }
    for one in [&combined.then, &combined.otherwise].into_iter().flatten() {
        within(root, one, into, met);
    }
    for part in &combined.all_of {
        if let Some(part) = part.arrived(root, met) {
            conditions(root, part, into, met);
        }
    }
}

/// The names that a branch asks for, and those of conditions in it.
fn within<'s>(
    root: &'s Schema,
    schema: &'s Schema,
    into: &mut Vec<&'s Text>,
    met: &mut Vec<usize>,
) {
    if let Some(schema) = schema.arrived(root, met) {
        into.extend(&schema.object.required);
        conditions(root, schema, into, met);
    }
}
