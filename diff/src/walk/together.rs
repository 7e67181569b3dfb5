//! What has to be met altogether, as one schema: a param means the same in whichever part of an `allOf` it is listed.

use std::borrow::Cow;

use wellhead_spec::model::{Combined, Property, Schema};

/// How many parts are laid together: they may lead to each other over and over.
const PARTS: usize = 50;

/// How deep parts are followed into parts of their own.
const DEPTH: usize = 16;

/// The schema with the parts of its `allOf` that can be said beside it; those that can't are left in it. `schema` may be a
/// reference that ends at `target`.
pub(super) fn together<'s>(root: &Schema, schema: &Schema, target: &'s Schema) -> Cow<'s, Schema> {
    let is_marked = schema.is_marked(root);
    match target.combined.all_of.is_empty() && target.secret == is_marked {
        true => Cow::Borrowed(target),
        false => Cow::Owned(laid_together(root, (target, is_marked), DEPTH, &mut { PARTS })),
    }
}

/// A mark of a secret counts beside a reference as well, so that it is told of what that ends at.
fn laid_together(
    root: &Schema,
    (target, is_marked): (&Schema, bool),
    depth: usize,
    left: &mut usize,
) -> Schema {
    let mut whole = Schema { secret: is_marked, ..target.clone() };
    let parts = std::mem::take(&mut whole.combined.all_of);
    let mut apart = Vec::new();
    for part in parts {
        let target = root.followed(&part).filter(|_| depth > 0 && *left > 0);
        *left = left.saturating_sub(1);
        let marked = target.map(|target| (target, part.is_marked(root)));
        let inner = marked.map(|marked| laid_together(root, marked, depth - 1, left));
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
    // Beside a reference, and in a schema that is only `true` or `false`, nothing can be said.
    let says_all = |one: &Schema| one.always.is_some() || one.combined.reference.is_some();
    if says_all(whole) || says_all(&part) || closes(whole, &part) || closes(&part, whole) {
        return None;
    }
    let mut both = whole.clone();
    let combined = std::mem::take(&mut part.combined);
    both.combined = add(std::mem::take(&mut both.combined), combined)?;
    merge(&mut both, part)?;
    Some(both)
}

/// Adds what a schema that combines nothing asks for; nothing comes of it where one keyword would have to say two things.
fn merge(into: &mut Schema, part: Schema) -> Option<()> {
    let kinds = |schema: &Schema| schema.kinds.iter().map(|kind| kind.value).collect::<Vec<_>>();
    match (into.kinds.is_empty(), part.kinds.is_empty()) {
        (_, true) => {}
        (true, false) => into.kinds = part.kinds,
        (false, false) if kinds(into) == kinds(&part) => {}
        (false, false) => return None,
    }
    either(&mut into.choices, part.choices)?;
    either(&mut into.only, part.only)?;
    either(&mut into.text.format, part.text.format)?;
    either(&mut into.text.encoding, part.text.encoding)?;
    either(&mut into.text.pattern, part.text.pattern)?;
    either(&mut into.text.min_length, part.text.min_length)?;
    either(&mut into.text.max_length, part.text.max_length)?;
    either(&mut into.number.minimum, part.number.minimum)?;
    either(&mut into.number.maximum, part.number.maximum)?;
    either(&mut into.number.exclusive_minimum, part.number.exclusive_minimum)?;
    either(&mut into.number.exclusive_maximum, part.number.exclusive_maximum)?;
    either(&mut into.number.multiple_of, part.number.multiple_of)?;
    either(&mut into.list.items, part.list.items)?;
    either(&mut into.list.min_items, part.list.min_items)?;
    either(&mut into.list.max_items, part.list.max_items)?;
    either(&mut into.object.additional, part.object.additional)?;
    either(&mut into.connection_string, part.connection_string)?;
    into.list.unique |= part.list.unique;
    into.object.required.extend(part.object.required);
    part.object.properties.into_iter().try_for_each(|property| list(into, property))?;
    // What people read is that of the first that says it.
    into.title = into.title.take().or(part.title);
    into.description = into.description.take().or(part.description);
    into.default = into.default.take().or(part.default);
    into.note = into.note.take().or(part.note);
    into.examples.extend(part.examples);
    into.secret |= part.secret;
    into.read_only |= part.read_only;
    Some(())
}

/// Lists a param, which may be listed already.
fn list(into: &mut Schema, property: Property) -> Option<()> {
    let mut known = into.object.properties.iter_mut();
    match known.find(|known| known.name.value == property.name.value) {
        Some(known) if known.schema == property.schema => Some(()),
        Some(known) => {
            known.schema = with(&known.schema, property.schema)?;
            Some(())
        }
        None => {
            into.object.properties.push(property);
            Some(())
        }
    }
}

/// Takes a keyword that only one of both has.
fn either<T>(into: &mut Option<T>, part: Option<T>) -> Option<()> {
    match (&into, part) {
        (Some(_), Some(_)) => None,
        (Some(_), None) => Some(()),
        (None, part) => {
            *into = part;
            Some(())
        }
    }
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
