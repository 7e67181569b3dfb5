//! What has to be met altogether, as one schema: a param means the same in whichever part of an `allOf` it is listed.

use std::borrow::Cow;

use wellhead_codegen::lower::merge;
use wellhead_spec::model::{Combined, Schema};

use super::schema::followed;

/// How many parts are laid together: they may lead to each other over and over.
const PARTS: usize = 50;

/// How deep parts are followed into parts of their own.
const DEPTH: usize = 16;

/// The schema with the parts of its `allOf` that can be said beside it; those that can't are left in it.
pub(super) fn together<'s>(root: &Schema, schema: &'s Schema) -> Cow<'s, Schema> {
    match schema.combined.all_of.is_empty() {
        true => Cow::Borrowed(schema),
        false => Cow::Owned(laid_together(root, schema, DEPTH, &mut { PARTS })),
    }
}

fn laid_together(root: &Schema, schema: &Schema, depth: usize, left: &mut usize) -> Schema {
    let mut whole = schema.clone();
    let parts = std::mem::take(&mut whole.combined.all_of);
    let mut apart = Vec::new();
    for part in parts {
        let target = followed(root, &part).filter(|_| depth > 0 && *left > 0);
        *left = left.saturating_sub(1);
        let inner = target.map(|target| laid_together(root, target, depth - 1, left));
        match inner.and_then(|inner| with(&whole, inner)) {
            Some(both) => whole = both,
            None => apart.push(part),
        }
    }
    whole.combined.all_of.extend(apart);
    whole
}

/// Both as one schema, if that says the same.
fn with(whole: &Schema, mut part: Schema) -> Option<Schema> {
    // What other members may be is said beside the names of one schema, and would be beside those of both.
    let closes =
        |one: &Schema, other: &Schema| one.object.additional.is_some() && names_members(other);
    if part.always.is_some() || closes(whole, &part) || closes(&part, whole) {
        return None;
    }
    let mut both = whole.clone();
    let combined = std::mem::take(&mut part.combined);
    both.combined = add(std::mem::take(&mut both.combined), combined)?;
    merge(&mut both, part).then_some(both)
}

fn names_members(schema: &Schema) -> bool {
    !schema.object.properties.is_empty() || !schema.combined.pattern_properties.is_empty()
}

/// What both combine, if only one of them combines anything besides parts that could not be laid together.
fn add(whole: Combined, part: Combined) -> Option<Combined> {
    let apart = |mut combined: Combined| {
        let parts = std::mem::take(&mut combined.all_of);
        (combined, parts)
    };
    let ((whole, mut parts), (part, more)) = (apart(whole), apart(part));
    parts.extend(more);
    let definitions = whole.definitions.clone();
    let one = match (whole.is_empty(), part.is_empty()) {
        (_, true) => whole,
        (true, false) => part,
        (false, false) => return None,
    };
    Some(Combined { all_of: parts, definitions, ..one })
}
