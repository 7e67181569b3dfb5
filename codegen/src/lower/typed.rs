//! What a type can show of a schema: references followed, `allOf` merged, alternatives laid over each other.
//!
//! The result accepts at least what the schema accepts. What it does not show, [`also`](super::also) enforces.

use wellhead_runtime::Json;
use wellhead_spec::model::{Additional, Combined, Kind, Property, Schema, Spanned, TextKeywords};

use super::root::Root;

/// How deep schemas may be laid over each other; what is deeper is left to validation.
const DEPTH: usize = 16;

/// The schema without anything that combines; `root` is what its references lead into.
pub(super) fn typed(root: &Root, schema: &Schema) -> Schema {
    let mut typed = flat(root, schema, DEPTH);
    declare_required(&mut typed);
    typed
}

/// What is required and nowhere described can be anything; without a field, it would be unknown.
fn declare_required(typed: &mut Schema) {
    let object = &mut typed.object;
    if object.properties.is_empty() || object.additional.is_some() {
        return;
    }
    for name in &object.required {
        if !object.properties.iter().any(|property| property.name.value == name.value) {
            let schema = Schema::any(name.span);
            object.properties.push(Property { name: name.clone(), schema });
        }
    }
}

/// The schema that a chain of references ends at, if it does.
pub(super) fn followed<'s>(root: &'s Schema, schema: &'s Schema) -> Option<&'s Schema> {
    root.followed(schema, DEPTH)
}

fn flat(root: &Root, schema: &Schema, depth: usize) -> Schema {
    let Some(target) = followed(root, schema).filter(|target| depth > 0 && root.spend(target))
    else {
        return Schema { secret: schema.secret, ..Schema::any(schema.span) };
    };
    let mut typed = Schema { combined: Combined::default(), ..target.clone() };
    let combined = &target.combined;
    for all in &combined.all_of {
        merge(&mut typed, flat(root, all, depth - 1));
    }
    let alternatives =
        [&combined.any_of, &combined.one_of].map(|branches| all_flat(root, branches, depth - 1));
    let mut may_be_objects = true;
    for branches in &alternatives {
        share_kind(&mut typed, branches);
        may_be_objects &= branches.iter().all(may_be_object);
    }
    // Where one alternative is no object, the properties of the others say nothing about the type.
    if typed.kind() == Some(Kind::Object) || may_be_objects {
        for branches in &alternatives {
            lay_over(root, &mut typed, branches, depth);
        }
        conditions(root, &mut typed, target, depth);
    }
    if !combined.pattern_properties.is_empty() || combined.property_names.is_some() {
        let span = typed.span;
        typed.object.additional = Some(Spanned { value: Additional::Any, span });
    }
    typed
}

fn all_flat(root: &Root, schemas: &[Schema], depth: usize) -> Vec<Schema> {
    let mut all = Vec::with_capacity(schemas.len());
    for schema in schemas {
        all.push(flat(root, schema, depth));
    }
    all
}

/// Lays over a schema what holds on a condition: `then` or `else`, and what may hold beside.
fn conditions(root: &Root, typed: &mut Schema, target: &Schema, depth: usize) {
    let combined = &target.combined;
    let either = |branch: &Option<Box<Schema>>| match branch {
        Some(branch) => flat(root, branch, depth - 1),
        None => Schema::any(target.span),
    };
    let mut maybe = Vec::new();
    if let Some(condition) = &combined.condition {
        maybe.push(flat(root, condition, depth - 1));
    }
    let either = [either(&combined.then), either(&combined.otherwise)];
    lay_over(root, typed, &either, depth);
    for (_, dependent) in &combined.dependent_schemas {
        maybe.push(flat(root, dependent, depth - 1));
    }
    for maybe in maybe {
        lay_over(root, typed, &[maybe, Schema::any(target.span)], depth);
    }
}

/// Alternatives that are all of one type make a value of that type.
fn share_kind(typed: &mut Schema, branches: &[Schema]) {
    let Some((first, others)) = branches.split_first() else { return };
    let kind = first.kind();
    let shared = kind.is_some() && others.iter().all(|other| other.kind() == kind);
    if typed.kinds.is_empty() && shared {
        for branch in branches {
            add_kinds(&mut typed.kinds, &branch.kinds);
        }
    }
    typed.secret |= branches.iter().any(|branch| branch.secret);
}

/// Adds the types that are not there yet.
fn add_kinds(kinds: &mut Vec<Spanned<Kind>>, more: &[Spanned<Kind>]) {
    for kind in more {
        if !kinds.iter().any(|known| known.value == kind.value) {
            kinds.push(kind.clone());
        }
    }
}

/// Adds what `other` says to `into`: both hold. Where both say something and it can't be said in one, the first stays,
/// and `false` is returned.
pub(super) fn merge(into: &mut Schema, other: Schema) -> bool {
    let mut exact = true;
    if into.kinds.is_empty() {
        into.kinds = other.kinds;
    } else if !other.kinds.is_empty() {
        let mut narrowed = into.kinds.clone();
        narrowed.retain(|kind| other.kinds.iter().any(|other| other.value == kind.value));
        exact &= narrowed.len() == into.kinds.len();
        if !narrowed.is_empty() {
            into.kinds = narrowed;
        }
    }
    exact &= merge_texts(&mut into.text, other.text);
    exact &= keep(&mut into.choices, other.choices);
    exact &= keep(&mut into.only, other.only);
    exact &= keep(&mut into.number.minimum, other.number.minimum);
    exact &= keep(&mut into.number.maximum, other.number.maximum);
    exact &= keep(&mut into.number.exclusive_minimum, other.number.exclusive_minimum);
    exact &= keep(&mut into.number.exclusive_maximum, other.number.exclusive_maximum);
    exact &= keep(&mut into.number.multiple_of, other.number.multiple_of);
    exact &= keep(&mut into.list.items, other.list.items);
    exact &= keep(&mut into.list.min_items, other.list.min_items);
    exact &= keep(&mut into.list.max_items, other.list.max_items);
    exact &= keep(&mut into.object.additional, other.object.additional);
    exact &= keep(&mut into.connection_string, other.connection_string);
    into.title = into.title.take().or(other.title);
    into.description = into.description.take().or(other.description);
    into.default = into.default.take().or(other.default);
    into.note = into.note.take().or(other.note);
    into.examples.extend(other.examples);
    into.list.unique |= other.list.unique;
    into.secret |= other.secret;
    into.read_only |= other.read_only;
    into.object.required.extend(other.object.required);
    for property in other.object.properties {
        let known =
            into.object.properties.iter_mut().find(|known| known.name.value == property.name.value);
        match known {
            Some(known) => {
                known.schema.secret |= property.schema.secret;
                // What stands beside a reference would say nothing.
                exact &= known.schema.combined.is_empty()
                    && property.schema.combined.is_empty()
                    && merge(&mut known.schema, property.schema);
            }
            None => into.object.properties.push(property),
        }
    }
    exact
}

fn merge_texts(into: &mut TextKeywords, other: TextKeywords) -> bool {
    let mut exact = keep(&mut into.format, other.format);
    exact &= keep(&mut into.encoding, other.encoding);
    exact &= keep(&mut into.pattern, other.pattern);
    exact &= keep(&mut into.min_length, other.min_length);
    exact &= keep(&mut into.max_length, other.max_length);
    exact
}

/// Keeps what is there, else takes the other; `false` if there are two.
fn keep<T>(into: &mut Option<T>, other: Option<T>) -> bool {
    match (&into, other) {
        (Some(_), Some(_)) => false,
        (Some(_), None) => true,
        (None, other) => {
            *into = other;
            true
        }
    }
}

fn may_be_object(schema: &Schema) -> bool {
    schema.kinds.is_empty() || schema.kinds.iter().any(|kind| kind.value == Kind::Object)
}

/// Adds the properties of branches, one of which holds: each may be there, and its type is sure if all agree on it.
fn lay_over(root: &Root, typed: &mut Schema, branches: &[Schema], depth: usize) {
    for branch in branches {
        for property in &branch.object.properties {
            if own(typed, property).is_some() {
                continue;
            }
            let mut shown = loose(root, &property.schema, depth - 1);
            let agree = branches.iter().all(|branch| {
                let own = own(branch, property);
                own.is_some_and(|own| alike(&loose(root, &own.schema, depth - 1), &shown))
            });
            if !agree {
                shown.kinds.clear();
                shown.list.items = None;
            }
            typed.object.properties.push(Property { name: property.name.clone(), schema: shown });
        }
    }
}

/// A schema's property of the name of another one.
fn own<'s>(schema: &'s Schema, property: &Property) -> Option<&'s Property> {
    schema.object.properties.iter().find(|own| own.name.value == property.name.value)
}

/// Whether both say the same type; one that says none is like no other.
fn alike(one: &Schema, other: &Schema) -> bool {
    let items = match (&one.list.items, &other.list.items) {
        (Some(one), Some(other)) => alike(one, other) || (any(one) && any(other)),
        (None, None) => true,
        _ => false,
    };
    !one.kinds.is_empty() && are_same(&one.kinds, &other.kinds) && items
}

fn are_same(kinds: &[Spanned<Kind>], others: &[Spanned<Kind>]) -> bool {
    let mut pairs = kinds.iter().zip(others);
    kinds.len() == others.len() && pairs.all(|(one, other)| one.value == other.value)
}

fn any(schema: &Schema) -> bool {
    schema.kinds.is_empty()
}

/// The schema's type and what people read, without its rules.
fn loose(root: &Root, schema: &Schema, depth: usize) -> Schema {
    let flat = flat(root, schema, depth);
    let mut kinds = Vec::new();
    add_kinds(&mut kinds, &flat.kinds);
    if kinds.is_empty() {
        if let Some(only) = &flat.only {
            kinds.push(kind_of(only));
        }
        for choice in flat.choices.iter().flat_map(|choices| &choices.value) {
            add_kinds(&mut kinds, &[kind_of(choice)]);
        }
    }
    let mut loose = Schema {
        kinds,
        title: flat.title,
        description: flat.description,
        secret: flat.secret,
        read_only: flat.read_only,
        note: flat.note,
        rust_name: flat.rust_name,
        ..Schema::any(flat.span)
    };
    if let Some(items) = flat.list.items.filter(|_| depth > 0) {
        loose.list.items = Some(Box::new(self::loose(root, &items, depth - 1)));
    }
    if loose.kind() == Some(Kind::Array) && loose.list.items.is_none() {
        loose.list.items = Some(Box::new(Schema::any(flat.span)));
    }
    loose
}

/// The narrowest type of a value.
fn kind_of(value: &Spanned<Json>) -> Spanned<Kind> {
    let kind = match &value.value {
        Json::Null => Kind::Null,
        Json::String(_) => Kind::String,
        Json::Boolean(_) => Kind::Boolean,
        Json::Number(number) if number.as_i64().is_some() => Kind::Integer,
        Json::Number(_) => Kind::Number,
        Json::Array(_) => Kind::Array,
        Json::Object(_) => Kind::Object,
    };
    Spanned { value: kind, span: value.span }
}
