//! `oneOf` and `anyOf`: which alternative of one side is which of the other, and whether a value can be of several.

use std::collections::BTreeSet;

use wellhead_codegen::names::camel;
use wellhead_runtime::Json;
use wellhead_spec::model::Schema;

use super::schema::schema;
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

    fn alternatives<'s>(self, root: &'s Schema, around: &'s Schema) -> Alternatives<'s> {
        Alternatives { root, all: self.of(around), around }
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

/// The alternatives of one side.
#[derive(Clone, Copy)]
struct Alternatives<'s> {
    /// What references lead into.
    root: &'s Schema,
    all: &'s [Schema],
    /// The schema that lists them.
    around: &'s Schema,
}

impl Alternatives<'_> {
    /// What an alternative is called: its type's name, if it has one.
    fn name(&self, at: usize) -> String {
        match self.label(at) {
            Some(label) => camel(&label).to_string(),
            None => format!("#{}", at + 1),
        }
    }

    /// The name given, the title, or the constant that tells it from others.
    fn label(&self, at: usize) -> Option<String> {
        let branch = self.root.followed(self.all.get(at)?)?;
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

    fn is_object(&self, at: usize) -> bool {
        let branch = self.all.get(at).and_then(|branch| self.root.followed(branch));
        branch.is_some_and(|branch| !branch.object.properties.is_empty())
    }

    /// Whether no value can fit the alternative at `at` and another one.
    fn is_apart(&self, at: usize) -> bool {
        let Some(one) = self.all.get(at).and_then(|one| self.root.followed(one)) else {
            return false;
        };
        let mut others = self.all.iter().enumerate().filter(|(other, _)| *other != at);
        self.all.len() <= MANY
            && others.all(|(_, other)| {
                let other = self.root.followed(other);
                other.is_some_and(|other| excludes(one, other, self.around))
            })
    }

    fn are_all_apart(&self) -> bool {
        (0..self.all.len()).all(|at| self.is_apart(at))
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
    let was = one.alternatives(cx.root.old, old);
    let is = other.alternatives(cx.root.new, new);
    let what = format!("`{}` is `{}` now", one.keyword(), other.keyword());
    let effect = match other {
        _ if was.are_all_apart() && is.are_all_apart() => Effect::None,
        Choice::AnyOf => Effect::Widened("what fits several alternatives is accepted".into()),
        Choice::OneOf => Effect::Unclear("whether anything fits several alternatives".into()),
    };
    cx.note(at, Kind::CombinationChanged, what, effect, spans(old, new));
    both(cx, other, was, is, at);
}

fn one_choice(cx: &mut Cx<'_>, choice: Choice, old: &Schema, new: &Schema, at: &At<'_>) {
    let was = choice.alternatives(cx.root.old, old);
    let is = choice.alternatives(cx.root.new, new);
    match (was.all.is_empty(), is.all.is_empty()) {
        (true, true) => {}
        (true, false) => introduced(cx, choice, old, is, at),
        (false, true) => {
            let what = format!("`{}` is gone", choice.keyword());
            let effect = object::gone();
            cx.note(at, Kind::CombinationChanged, what, effect, spans(old, new));
        }
        (false, false) => both(cx, choice, was, is, at),
    }
}

/// Alternatives where there were none: nothing is lost if one of them takes all that was taken.
fn introduced(cx: &mut Cx<'_>, choice: Choice, old: &Schema, is: Alternatives<'_>, at: &At<'_>) {
    let plain = Schema { combined: Default::default(), ..old.clone() };
    let apart = choice == Choice::AnyOf || is.are_all_apart();
    let mut all = is.all.iter().enumerate();
    let keeps = all.any(|(one, branch)| {
        cx.inclusion(&plain, branch, &at.alternative(one, one, Polarity::Same)).keeps()
    });
    let effect = match (keeps, apart) {
        (true, true) => Effect::Widened("one alternative takes all that was taken".into()),
        (true, false) => Effect::Unclear("whether another alternative fits as well".into()),
        (false, _) => Effect::Narrowed("what fits no alternative is refused".into()),
    };
    let what = format!("`{}` is new", choice.keyword());
    cx.note(at, Kind::CombinationChanged, what, effect, spans(old, is.around));
}

fn both(cx: &mut Cx<'_>, choice: Choice, was: Alternatives<'_>, is: Alternatives<'_>, at: &At<'_>) {
    let pairs = pairs(was, is);
    for one in &pairs.removed {
        removed(cx, was, *one, is.around, at);
    }
    for one in &pairs.added {
        added(cx, choice, was.around, (is, *one), at);
    }
    let changed = changed(cx, choice, &pairs, (was, is), at);
    order(cx, choice, (&pairs, &changed), (was, is), at);
}

fn removed(cx: &mut Cx<'_>, was: Alternatives<'_>, one: usize, new: &Schema, at: &At<'_>) {
    let Some(branch) = was.all.get(one) else { return };
    let name = was.name(one);
    let (kind, what) = match was.is_object(one) {
        true => (Kind::VariantRemoved, format!("the variant {} is gone", code(&name))),
        false => (Kind::CombinationChanged, "an alternative is gone".to_owned()),
    };
    let effect = Effect::Narrowed("what fitted this alternative alone is refused".into());
    let places = (Some(branch.span), Some(new.span));
    cx.note(&at.to_variant(name), kind, what, effect, places);
}

fn added(
    cx: &mut Cx<'_>,
    choice: Choice,
    old: &Schema,
    (is, one): (Alternatives<'_>, usize),
    at: &At<'_>,
) {
    let Some(branch) = is.all.get(one) else { return };
    let name = is.name(one);
    let (kind, what) = match is.is_object(one) {
        true => (Kind::VariantAdded, format!("the variant {} is new", code(&name))),
        false => (Kind::CombinationChanged, "an alternative is new".to_owned()),
    };
    let effect = match choice == Choice::AnyOf || is.is_apart(one) {
        true => Effect::Widened("there is one alternative more".into()),
        false => Effect::Unclear("whether it fits what another alternative fits".into()),
    };
    let places = (Some(old.span), Some(branch.span));
    cx.note(&at.to_variant(name), kind, what, effect, places);
}

/// Compares what both sides have; returns which alternatives accept something else now, by their place on the new side.
fn changed(
    cx: &mut Cx<'_>,
    choice: Choice,
    pairs: &Pairs,
    (was, is): (Alternatives<'_>, Alternatives<'_>),
    at: &At<'_>,
) -> Vec<usize> {
    let mut changed = Vec::new();
    for (one, other) in &pairs.both {
        let is_alone = choice == Choice::OneOf && !is.is_apart(*other);
        let polarity = if is_alone { Polarity::Alone } else { Polarity::Same };
        let noted = cx.found.len();
        pair(cx, (was, *one), (is, *other), polarity, at);
        if cx.found.iter().skip(noted).any(|found| found.effect != Effect::None) {
            changed.push(*other);
        }
    }
    changed
}

/// Whether objects are taken for another alternative, or else whether the alternatives stand in another order.
fn order(
    cx: &mut Cx<'_>,
    choice: Choice,
    (pairs, changed): (&Pairs, &[usize]),
    (was, is): (Alternatives<'_>, Alternatives<'_>),
    at: &At<'_>,
) {
    let taken = match choice {
        Choice::AnyOf => preferred(pairs, changed, at),
        Choice::OneOf => None,
    };
    let (kind, what) = match taken {
        Some((first, then)) => {
            let [first, then] = [first, then].map(|one| code(&is.name(one)));
            let what = format!("an object that was {then} may be taken for {first} now");
            (Kind::VariantPreferred, what)
        }
        None if !pairs.are_in_order() => {
            (Kind::VariantsReordered, "the alternatives stand in another order".to_owned())
        }
        None => return,
    };
    cx.note(at, kind, what, Effect::None, spans(was.around, is.around));
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
    (was, one): (Alternatives<'_>, usize),
    (is, other): (Alternatives<'_>, usize),
    polarity: Polarity,
    at: &At<'_>,
) {
    let (Some(before), Some(now)) = (was.all.get(one), is.all.get(other)) else { return };
    let (called, calls) = (was.name(one), is.name(other));
    let inner = at.alternative(one, other, polarity.within(at.polarity));
    let inner = inner.named(Step::Variant(called.clone()), Step::Variant(calls.clone()));
    if called != calls && is.is_object(other) {
        let what = format!("the variant {} is called {} now", code(&called), code(&calls));
        cx.note(&inner, Kind::VariantRenamed, what, Effect::None, spans(before, now));
    }
    schema(cx, before, now, &inner);
}

/// Alternatives by what they are called, then by what they know, then in their order.
fn pairs(was: Alternatives<'_>, is: Alternatives<'_>) -> Pairs {
    let key =
        |side: Alternatives<'_>, at: usize| -> Vec<String> { side.label(at).into_iter().collect() };
    let known = |side: Alternatives<'_>| -> Vec<BTreeSet<String>> {
        side.all.iter().map(|branch| object::known(side.root, branch)).collect()
    };
    let (knew, knows) = (known(was), known(is));
    let likeness = |one: usize, other: usize| {
        let (Some(first), Some(second)) = (was.all.get(one), is.all.get(other)) else { return 0.0 };
        let (Some(knew), Some(knows)) = (knew.get(one), knows.get(other)) else { return 0.0 };
        let known = overlap(knew, knows);
        let called = match (was.label(one), is.label(other)) {
            (Some(first), Some(second)) => names(&first, &second),
            _ => 0.0,
        };
        let scalars = names_of(first).is_empty() && names_of(second).is_empty() && one == other;
        if scalars { 1.0 } else { known.max(called) }
    };
    Pairing::of(was.all.len(), is.all.len())
        .by_key(|at| key(was, at), |at| key(is, at))
        .by_likeness(LEAST, likeness)
        .done()
}

fn constants(schema: &Schema) -> impl Iterator<Item = (&str, &Json)> {
    schema.object.properties.iter().filter_map(|property| {
        let values = listed(&property.schema)?;
        let [only] = values.as_slice() else { return None };
        Some((property.name.value.as_str(), &only.value))
    })
}

/// They are of other types, or a constant differs, and may not be left out in both.
fn excludes(one: &Schema, other: &Schema, around: &Schema) -> bool {
    if Types::named_by(one).are_others_than(Types::named_by(other)) {
        return true;
    }
    let needed = |name: &str| [one, other, around].into_iter().any(|it| it.object.requires(name));
    constants(one).filter(|(name, _)| needed(name)).any(|(name, value)| {
        constants(other).any(|(same, different)| name == same && value != different)
    })
}
