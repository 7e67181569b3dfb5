//! What a type can show of a schema: references followed, `allOf` merged, alternatives laid over each other.
//!
//! The result accepts at least what the schema accepts. What it does not show, [`also`](super::also) enforces.

use wellhead_runtime::Json;
use wellhead_spec::Span;
use wellhead_spec::model::{Additional, Combined, Kind, Property, Schema, Spanned, TextKeywords};

use super::root::Root;
use super::{has_properties, marks};

/// How deep schemas may be laid over each other; what is deeper is left to validation.
const DEPTH: usize = 16;

/// The schema without anything that combines; `root` is what its references lead into.
pub(super) fn typed(root: &Root, schema: &Schema) -> Schema {
    let Flat { schema: mut typed, is_object } = flat(root, schema, DEPTH);
    if is_object {
        declare_required(&mut typed);
    } else if typed.kinds.is_empty() {
        // They are those of alternatives, of which another one is no object.
        typed.object.properties.clear();
    }
    typed
}

/// The same of a schema whose values are known to be objects.
pub(super) fn of_object(root: &Root, schema: &Schema) -> Schema {
    let mut typed = flat(root, schema, DEPTH).schema;
    declare_required(&mut typed);
    typed
}

/// A schema without anything that combines.
pub(super) struct Flat {
    /// It has the properties of all alternatives, whatever else a value may be.
    pub(super) schema: Schema,
    /// Whether every value is an object.
    is_object: bool,
}

impl Flat {
    fn any(span: Span) -> Self {
        Self { schema: Schema::any(span), is_object: false }
    }

    /// The one type of all values.
    fn kind(&self) -> Option<Kind> {
        if self.is_object { Some(Kind::Object) } else { self.schema.kind() }
    }
}

/// The type, said or implied, of a schema as it is `written`; `typed` is what a type can show of it. Several that are said are none.
pub(super) fn kind(root: &Root, typed: &Schema, written: &Schema) -> Option<Kind> {
    if !typed.kinds.is_empty() {
        return typed.kind();
    }
    let implied = written.implied(root).map(|implied| implied.kind);
    // Alternatives that are all of objects make one, though nothing else tells.
    implied.or(has_properties(typed).then_some(Kind::Object))
}

/// What is required and nowhere described can be anything; without a field, it would be unknown.
fn declare_required(typed: &mut Schema) {
    let object = &mut typed.object;
    if object.properties.is_empty() || object.additional.is_some() {
        return;
    }
    for name in &object.required {
        if object.property(name).is_none() {
            let schema = Schema::any(name.span);
            object.properties.push(Property { name: name.clone(), schema });
        }
    }
}

/// What all of `schema` says, of which `depth` levels are laid over each other.
pub(super) fn flat(root: &Root, schema: &Schema, depth: usize) -> Flat {
    let is_marked = schema.is_marked(root);
    let Some(target) = root.followed(schema).filter(|target| depth > 0 && root.spend(target))
    else {
        let any = Schema { secret: is_marked, ..Schema::any(schema.span) };
        return Flat { schema: any, is_object: false };
    };
    let mut typed = Schema { combined: Combined::default(), secret: is_marked, ..target.clone() };
    let implied = target.implied(root).map(|implied| implied.kind);
    let mut is_object = implied == Some(Kind::Object);
    let combined = &target.combined;
    if !combined.is_empty() {
        is_object |= together(root, &mut typed, &combined.all_of, depth);
        for branches in [&combined.any_of, &combined.one_of] {
            let branches = all_flat(root, branches, depth - 1);
            is_object |= share_kind(&mut typed, &branches);
            lay_over(root, &mut typed, &branches, depth);
        }
        conditions(root, &mut typed, target, depth);
        members(&mut typed, combined);
        marks::bring(root, &mut typed, combined);
    }
    if !typed.kinds.is_empty() {
        is_object = typed.kind() == Some(Kind::Object);
    }
    Flat { schema: typed, is_object }
}

fn all_flat(root: &Root, schemas: &[Schema], depth: usize) -> Vec<Flat> {
    let mut all = Vec::with_capacity(schemas.len());
    for schema in schemas {
        all.push(flat(root, schema, depth));
    }
    all
}

/// Merges what holds as well, and returns whether one of them makes an object of every value.
fn together(root: &Root, typed: &mut Schema, all_of: &[Schema], depth: usize) -> bool {
    let mut is_object = false;
    for all in all_of {
        let all = flat(root, all, depth - 1);
        is_object |= all.is_object;
        merge(root, typed, all.schema);
    }
    is_object
}

/// Lays over a schema what holds on a condition: `then` or `else`, and what may hold beside.
fn conditions(root: &Root, typed: &mut Schema, target: &Schema, depth: usize) {
    let combined = &target.combined;
    let either = |branch: &Option<Box<Schema>>| match branch {
        Some(branch) => flat(root, branch, depth - 1),
        None => Flat::any(target.span),
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
        lay_over(root, typed, &[maybe, Flat::any(target.span)], depth);
    }
}

/// Members that are known by a pattern, or by what their names have to be, are any others.
fn members(typed: &mut Schema, combined: &Combined) {
    if !combined.pattern_properties.is_empty() || combined.property_names.is_some() {
        let span = typed.span;
        typed.object.additional = Some(Spanned { value: Additional::Any, span });
    }
}

/// Alternatives that are all of one type make a value of that type; returns whether that is an object.
fn share_kind(typed: &mut Schema, branches: &[Flat]) -> bool {
    let Some((first, others)) = branches.split_first() else { return false };
    let kind = first.kind();
    let shared = kind.is_some() && others.iter().all(|other| other.kind() == kind);
    if typed.kinds.is_empty() && shared {
        for branch in branches {
            add_kinds(&mut typed.kinds, &branch.schema.kinds);
        }
    }
    shared && kind == Some(Kind::Object)
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
pub(super) fn merge(root: &Root, into: &mut Schema, other: Schema) -> bool {
    let mut exact = true;
    into.secret |= other.secret || marks::clash(root, into, &other);
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
    into.read_only |= other.read_only;
    into.object.required.extend(other.object.required);
    for property in other.object.properties {
        match own_mut(into, &property) {
            Some(known) => exact &= merge_property(root, &mut known.schema, property.schema),
            None => into.object.properties.push(property),
        }
    }
    exact
}

/// Merges what both say of one property. What stands beside a reference would say nothing.
fn merge_property(root: &Root, into: &mut Schema, other: Schema) -> bool {
    if into.combined.is_empty() && other.combined.is_empty() {
        return merge(root, into, other);
    }
    marks::mark_by(root, into, &other);
    false
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

/// Adds what branches bring, one of which holds: each of their properties may be there, and its type is sure if all agree on
/// it. What one of them says of other members, or hides, may be so.
fn lay_over(root: &Root, typed: &mut Schema, branches: &[Flat], depth: usize) {
    for Flat { schema: branch, .. } in branches {
        typed.secret |= branch.secret || marks::clash(root, typed, branch);
        for property in &branch.object.properties {
            if let Some(known) = own_mut(typed, property) {
                marks::mark_by(root, &mut known.schema, &property.schema);
                continue;
            }
            let shown = one_of_them(root, branches, property, depth);
            typed.object.properties.push(Property { name: property.name.clone(), schema: shown });
        }
        let opens =
            branch.object.additional.as_ref().filter(|others| others.value != Additional::None);
        if let (None, Some(others)) = (&typed.object.additional, opens) {
            let span = others.span;
            typed.object.additional = Some(Spanned { value: Additional::Any, span });
        }
    }
}

/// What a type shows of a property that one of the branches brings.
fn one_of_them(root: &Root, branches: &[Flat], property: &Property, depth: usize) -> Schema {
    let mut shown = loose(root, &property.schema, depth - 1);
    let agree = branches.iter().all(|branch| {
        let own = own(&branch.schema, property);
        own.is_some_and(|own| alike(&loose(root, &own.schema, depth - 1), &shown))
    });
    if !agree {
        shown.list.items = None;
        marks::leave_open(&mut shown);
    }
    shown
}

/// A schema's property of the name of another one.
fn own<'s>(schema: &'s Schema, property: &Property) -> Option<&'s Property> {
    schema.object.property(&property.name)
}

fn own_mut<'s>(schema: &'s mut Schema, property: &Property) -> Option<&'s mut Property> {
    schema.object.properties.iter_mut().find(|own| own.name.value == property.name.value)
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
    let flat = flat(root, schema, depth).schema;
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
        secret: flat.secret || schema.carries_secret(root),
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
