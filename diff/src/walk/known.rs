//! Which members an object knows, by all that speaks of it: a name may stand in a condition or an alternative alone, or only be
//! required. What becomes of it is told here where no schema that was compared tells it.

use std::collections::BTreeSet;

use wellhead_spec::model::Schema;

use super::{At, Cx, code, object, spans};
use crate::change::Kind;
use crate::wire::Effect;

/// Tells it of the value that was compared; `noted` is how much had been found before.
pub(super) fn known(cx: &mut Cx<'_>, noted: usize, old: &Schema, new: &Schema, at: &At<'_>) {
    // Where both are of kinds, each kind tells what it knows.
    if !at.is_own || at.made.old.is_of_kinds() && at.made.new.is_of_kinds() {
        return;
    }
    types_apart(cx, old, new, at);
    for name in unknown_now(cx, noted, at) {
        let inner = at.to_param(name);
        let effect = Effect::Narrowed(object::REFUSED.into());
        let what = format!("{} is gone", code(name));
        cx.note(&inner, Kind::ParamRemoved, what, effect, spans(old, new));
    }
    let is_told = cx.found.iter().skip(noted).any(|one| one.effect != Effect::None);
    let mut listed = at.made.new.listed().into_iter();
    if let Some(name) = listed.find(|name| !is_told && at.made.old.never_has(name)) {
        let inner = at.to_param(name);
        let effect = Effect::Widened(object::never_had(&inner).into());
        let what = format!("{} is new", code(name));
        cx.note(&inner, Kind::ParamAdded, what, effect, spans(old, new));
    }
}

/// The members that were known and are not any more, but for those that have been told.
fn unknown_now<'m>(cx: &Cx<'_>, noted: usize, at: &At<'m>) -> Vec<&'m str> {
    let gone = cx.found.iter().skip(noted).filter(|one| one.effect != Effect::None);
    let gone = gone.filter(|one| matches!(one.kind, Kind::ParamRemoved | Kind::ParamRenamed));
    let below = at.path.old.len();
    let told: BTreeSet<&str> = gone.filter_map(|one| one.path.old.member(below)).collect();
    let listed = at.made.old.listed().into_iter();
    listed.filter(|name| at.made.new.never_has(name) && !told.contains(name)).collect()
}

/// Alternatives that became one type, which has the members of all, and become a type each, or the other way round.
fn types_apart(cx: &mut Cx<'_>, old: &Schema, new: &Schema, at: &At<'_>) {
    let (was, is) = (&at.made.old, &at.made.new);
    let (effect, name) = match (was.is_of_kinds(), is.is_of_kinds()) {
        (false, true) => {
            let reason = "an alternative that does not list it may refuse it now";
            let lost = was.listed_beside(|name| !is.may_refuse(name));
            (Effect::Unclear(reason.into()), lost)
        }
        (true, false) => {
            let reason = "an alternative that does not list it may have it now";
            let won = is.listed_beside(|name| !was.may_refuse(name));
            (Effect::Widened(reason.into()), won)
        }
        _ => return,
    };
    if let Some(name) = name {
        let what = format!("which alternative may have {} is another", code(name));
        cx.note(at, Kind::CombinationChanged, what, effect, spans(old, new));
    }
}
