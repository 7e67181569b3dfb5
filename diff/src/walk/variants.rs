//! `oneOf` and `anyOf`: which alternative of one side is which of the other, and whether a value can be of several.

use std::collections::BTreeSet;

use wellhead_codegen::names::camel;
use wellhead_runtime::Json;
use wellhead_spec::model::Schema;

use super::schema::{followed, schema};
use super::types::Types;
use super::values::listed;
use super::{At, Cx, Step, code, names_of, object, spans, word};
use crate::change::Kind;
use crate::pairing::{Pairing, Pairs, names, overlap};
use crate::wire::{Effect, Polarity};

/// How alike alternatives have to be to be one that was changed.
const LEAST: f64 = 0.5;

/// How many alternatives are looked at in pairs.
const MANY: usize = 64;

/// Which of the two keywords.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Choice {
    AnyOf,
    OneOf,
}

impl Choice {
    fn of(self, schema: &Schema) -> &[Schema] {
        match self {
            Self::AnyOf => &schema.combined.any_of,
            Self::OneOf => &schema.combined.one_of,
        }
    }

    fn keyword(self) -> &'static str {
        match self {
            Self::AnyOf => "anyOf",
            Self::OneOf => "oneOf",
        }
    }

    /// The one that a schema has alternatives by.
    fn only(schema: &Schema) -> Option<Self> {
        let has = |choice: Self| !choice.of(schema).is_empty();
        match (has(Self::AnyOf), has(Self::OneOf)) {
            (true, false) => Some(Self::AnyOf),
            (false, true) => Some(Self::OneOf),
            _ => None,
        }
    }
}

pub(super) fn variants(cx: &mut Cx<'_>, old: &Schema, new: &Schema, at: &At<'_>) {
    match (Choice::only(old), Choice::only(new)) {
        (Some(was), Some(is)) if was != is => other_choice(cx, was, is, (old, new), at),
        _ => {
            one_choice(cx, Choice::AnyOf, old, new, at);
            one_choice(cx, Choice::OneOf, old, new, at);
        }
    }
}

/// Alternatives that are listed by the other keyword.
fn other_choice(
    cx: &mut Cx<'_>,
    one: Choice,
    other: Choice,
    (old, new): (&Schema, &Schema),
    at: &At<'_>,
) {
    let (was, is) = (one.of(old), other.of(new));
    let what = format!("`{}` is `{}` now", one.keyword(), other.keyword());
    let effect = match other {
        _ if all_apart(cx.root.old, was, old) && all_apart(cx.root.new, is, new) => Effect::None,
        Choice::AnyOf => Effect::Widened("what fits several alternatives is accepted".into()),
        Choice::OneOf => Effect::Unclear("whether anything fits several alternatives".into()),
    };
    cx.note(at, Kind::CombinationChanged, what, effect, spans(old, new));
    both(cx, other, (was, old), (is, new), at);
}

fn one_choice(cx: &mut Cx<'_>, choice: Choice, old: &Schema, new: &Schema, at: &At<'_>) {
    let (was, is) = (choice.of(old), choice.of(new));
    match (was.is_empty(), is.is_empty()) {
        (true, true) => {}
        (true, false) => introduced(cx, choice, old, new, at),
        (false, true) => {
            let what = format!("`{}` is gone", choice.keyword());
            let effect = object::gone();
            cx.note(at, Kind::CombinationChanged, what, effect, spans(old, new));
        }
        (false, false) => both(cx, choice, (was, old), (is, new), at),
    }
}

/// Alternatives where there were none: nothing is lost if one of them takes all that was taken.
fn introduced(cx: &mut Cx<'_>, choice: Choice, old: &Schema, new: &Schema, at: &At<'_>) {
    let branches = choice.of(new);
    let plain = Schema { combined: Default::default(), ..old.clone() };
    let apart = choice == Choice::AnyOf || all_apart(cx.root.new, branches, new);
    let mut all = branches.iter().enumerate();
    let keeps = all.any(|(one, branch)| {
        cx.inclusion(&plain, branch, &at.alternative(one, one, Polarity::Same)).keeps()
    });
    let effect = match (keeps, apart) {
        (true, true) => Effect::Widened("one alternative takes all that was taken".into()),
        (true, false) => Effect::Unclear("whether another alternative fits as well".into()),
        (false, _) => Effect::Narrowed("what fits no alternative is refused".into()),
    };
    let what = format!("`{}` is new", choice.keyword());
    cx.note(at, Kind::CombinationChanged, what, effect, spans(old, new));
}

fn both(
    cx: &mut Cx<'_>,
    choice: Choice,
    (was, old): (&[Schema], &Schema),
    (is, new): (&[Schema], &Schema),
    at: &At<'_>,
) {
    let (old_root, new_root) = (cx.root.old, cx.root.new);
    let pairs = pairs(old_root, was, new_root, is);
    for (one, branch) in pairs.removed.iter().filter_map(|one| Some((one, was.get(*one)?))) {
        let name = name(old_root, branch, *one);
        let step = Step::Variant(name.clone());
        let inner = at.branch(at.polarity).named(step.clone(), step);
        let (kind, what) = match is_object(old_root, branch) {
            true => (Kind::VariantRemoved, format!("the variant {} is gone", code(&name))),
            false => (Kind::CombinationChanged, "an alternative is gone".to_owned()),
        };
        let effect = Effect::Narrowed("what fitted this alternative alone is refused".into());
        cx.note(&inner, kind, what, effect, (Some(branch.span), Some(new.span)));
    }
    for (one, branch) in pairs.added.iter().filter_map(|one| Some((one, is.get(*one)?))) {
        let name = name(new_root, branch, *one);
        let step = Step::Variant(name.clone());
        let inner = at.branch(at.polarity).named(step.clone(), step);
        let (kind, what) = match is_object(new_root, branch) {
            true => (Kind::VariantAdded, format!("the variant {} is new", code(&name))),
            false => (Kind::CombinationChanged, "an alternative is new".to_owned()),
        };
        let effect = match choice == Choice::AnyOf || is_apart(new_root, is, *one, new) {
            true => Effect::Widened("there is one alternative more".into()),
            false => Effect::Unclear("whether it fits what another alternative fits".into()),
        };
        cx.note(&inner, kind, what, effect, (Some(old.span), Some(branch.span)));
    }
    let mut changed = Vec::new();
    for (one, other) in &pairs.both {
        let (Some(before), Some(now)) = (was.get(*one), is.get(*other)) else { continue };
        let apart = is_apart(new_root, is, *other, new);
        let alone =
            if choice == Choice::OneOf && !apart { Polarity::Alone } else { Polarity::Same };
        let noted = cx.found.len();
        pair(cx, (before, *one), (now, *other), alone, at);
        let found = cx.found.iter().skip(noted);
        changed
            .extend(found.map(|one| &one.effect).any(|it| *it != Effect::None).then_some(*other));
    }
    let taken = match choice {
        Choice::AnyOf => preferred(&pairs, &changed, at),
        Choice::OneOf => None,
    };
    let (kind, what) = match taken {
        Some((first, then)) => {
            let [first, then] = [first, then].map(|one| {
                is.get(one).map(|branch| code(&name(new_root, branch, one))).unwrap_or_default()
            });
            let what = format!("an object that was {then} may be taken for {first} now");
            (Kind::VariantPreferred, what)
        }
        None if !pairs.are_in_order() => {
            (Kind::VariantsReordered, "the alternatives stand in another order".to_owned())
        }
        None => return,
    };
    cx.note(at, kind, what, Effect::None, spans(old, new));
}

/// Of types that an object may be several of, and of which the first is taken: one that is taken now where another one was. That
/// is so where it stood behind the other, is new, or is among those that accept other objects than they did.
fn preferred(pairs: &Pairs, changed: &[usize], at: &At<'_>) -> Option<(usize, usize)> {
    let (old, new) = (&at.made.old, &at.made.new);
    if !old.is_of_kinds() || !new.is_of_kinds() {
        return None;
    }
    let before = |now: usize| pairs.both.iter().find(|(_, it)| *it == now).map(|(was, _)| *was);
    let mut all: Vec<usize> = pairs.added.clone();
    all.extend(pairs.both.iter().map(|(_, now)| *now));
    all.sort_unstable();
    let mut each = all.iter().flat_map(|first| {
        pairs.both.iter().filter(move |(_, then)| first < then).map(move |pair| (*first, pair))
    });
    let found = each.find(|(first, (then_was, then))| {
        let was = before(*first);
        let may_be_both = !new.kind(*first).is_apart(&new.kind(*then));
        let might_have_been = was.is_some_and(|was| !old.kind(was).is_apart(&new.kind(*then)));
        match was {
            None => may_be_both,
            Some(was) if was > *then_was => may_be_both,
            Some(_) => changed.contains(first) && (may_be_both || might_have_been),
        }
    });
    found.map(|(first, (_, then))| (first, *then))
}

fn pair(
    cx: &mut Cx<'_>,
    (before, one): (&Schema, usize),
    (now, other): (&Schema, usize),
    alone: Polarity,
    at: &At<'_>,
) {
    let (was, is) = (name(cx.root.old, before, one), name(cx.root.new, now, other));
    let inner = at.alternative(one, other, alone.within(at.polarity));
    let inner = inner.named(Step::Variant(was.clone()), Step::Variant(is.clone()));
    if was != is && is_object(cx.root.new, now) {
        let what = format!("the variant {} is called {} now", code(&was), code(&is));
        cx.note(&inner, Kind::VariantRenamed, what, Effect::None, spans(before, now));
    }
    schema(cx, before, now, &inner);
}

/// Alternatives by what they are called, then by what they know, then in their order.
fn pairs(old_root: &Schema, old: &[Schema], new_root: &Schema, new: &[Schema]) -> Pairs {
    let key = |root: &Schema, all: &[Schema], at: usize| -> Vec<String> {
        all.get(at).and_then(|branch| label(root, branch)).into_iter().collect()
    };
    let known = |root: &Schema, all: &[Schema]| -> Vec<BTreeSet<String>> {
        all.iter().map(|branch| object::known(root, branch)).collect()
    };
    let (was, is) = (known(old_root, old), known(new_root, new));
    let likeness = |one: usize, other: usize| {
        let (Some(first), Some(second)) = (old.get(one), new.get(other)) else { return 0.0 };
        let (Some(knew), Some(knows)) = (was.get(one), is.get(other)) else { return 0.0 };
        let known = overlap(knew, knows);
        let called = match (label(old_root, first), label(new_root, second)) {
            (Some(first), Some(second)) => names(&first, &second),
            _ => 0.0,
        };
        let scalars = names_of(first).is_empty() && names_of(second).is_empty() && one == other;
        if scalars { 1.0 } else { known.max(called) }
    };
    Pairing::of(old.len(), new.len())
        .by_key(|at| key(old_root, old, at), |at| key(new_root, new, at))
        .by_likeness(LEAST, likeness)
        .done()
}

/// What an alternative is called: its type's name, if it has one.
fn name(root: &Schema, branch: &Schema, at: usize) -> String {
    match label(root, branch) {
        Some(label) => camel(&label).to_string(),
        None => format!("#{}", at + 1),
    }
}

/// The name given, the title, or the constant that tells it from others.
fn label(root: &Schema, branch: &Schema) -> Option<String> {
    let branch = followed(root, branch)?;
    let given = word(&branch.rust_name);
    let title = word(&branch.title).trim();
    if let Some(name) = [given, title].into_iter().find(|name| !name.is_empty()) {
        return Some(name.to_owned());
    }
    constants(branch).find_map(|(name, value)| match value {
        Json::String(text) => Some(text.clone()),
        Json::Boolean(true) => Some(format!("with {name}")),
        Json::Boolean(false) => Some(format!("without {name}")),
        _ => None,
    })
}

fn constants(schema: &Schema) -> impl Iterator<Item = (&str, &Json)> {
    schema.object.properties.iter().filter_map(|property| {
        let values = listed(&property.schema)?;
        let [only] = values.as_slice() else { return None };
        Some((property.name.value.as_str(), &only.value))
    })
}

fn is_object(root: &Schema, branch: &Schema) -> bool {
    followed(root, branch).is_some_and(|branch| !branch.object.properties.is_empty())
}

/// Whether no value can fit the alternative at `at` and another one.
fn is_apart(root: &Schema, branches: &[Schema], at: usize, around: &Schema) -> bool {
    let Some(one) = branches.get(at).and_then(|one| followed(root, one)) else { return false };
    let mut others = branches.iter().enumerate().filter(|(other, _)| *other != at);
    branches.len() <= MANY
        && others.all(|(_, other)| {
            followed(root, other).is_some_and(|other| excludes(one, other, around))
        })
}

fn all_apart(root: &Schema, branches: &[Schema], around: &Schema) -> bool {
    (0..branches.len()).all(|at| is_apart(root, branches, at, around))
}

/// They are of other types, or a constant differs, and may not be left out in both.
fn excludes(one: &Schema, other: &Schema, around: &Schema) -> bool {
    if Types::named_by(one).are_others_than(Types::named_by(other)) {
        return true;
    }
    let requires = |schema: &Schema, name: &str| {
        schema.object.required.iter().any(|required| required.value == name)
    };
    let needed = |name: &str| [one, other, around].into_iter().any(|it| requires(it, name));
    constants(one).filter(|(name, _)| needed(name)).any(|(name, value)| {
        constants(other).any(|(same, different)| name == same && value != different)
    })
}
