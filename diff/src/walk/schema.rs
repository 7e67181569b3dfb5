//! Two schemas of one value: references followed, then one group of keywords after the other.

use wellhead_spec::model::{Kind as JsonKind, Schema};

use super::together::together;
use super::types::Overlap;
use super::values::Listed;
use super::{
    At, Cx, DEPTH, about, combined, connection_string, known, list, number, object, spans, text,
    types, values,
};
use crate::change::Kind;
use crate::wire::Effect;

pub(super) fn schema(cx: &mut Cx<'_>, old: &Schema, new: &Schema, at: &At<'_>) {
    if !cx.spend(at, old, new) {
        return;
    }
    let (Some(was), Some(is)) = (cx.root.old.followed(old), cx.root.new.followed(new)) else {
        let effect = Effect::Unclear("a reference leads nowhere".into());
        return cx.note(
            at,
            Kind::CombinationChanged,
            "a reference changed",
            effect,
            spans(old, new),
        );
    };
    let step = at.seen(was, is);
    if cx.trail.contains(&step) {
        // The same is being compared already, around this: if it is included there, it is here.
        return;
    }
    if cx.trail.len() >= DEPTH {
        let effect = Effect::Unclear("it nests deeper than is compared".into());
        return cx.note(
            at,
            Kind::CombinationChanged,
            "it nests very deep",
            effect,
            spans(old, new),
        );
    }
    cx.trail.push(step);
    let (was, is) = (together(cx.root.old, old, was), together(cx.root.new, new, is));
    resolved(cx, &was, &is, at);
    cx.trail.pop();
}

fn resolved(cx: &mut Cx<'_>, old: &Schema, new: &Schema, at: &At<'_>) {
    let noted = cx.found.len();
    about::about(cx, old, new, at);
    if old.always != new.always {
        let what = "whether anything is accepted changed";
        let effect = match (old.always, new.always) {
            (Some(false), _) => Effect::Widened("nothing was accepted before".into()),
            (_, Some(true)) => Effect::Widened("anything is accepted now".into()),
            (_, Some(false)) => Effect::Narrowed("nothing is accepted any more".into()),
            // `true` says nothing; what the other says is compared below.
            _ => Effect::None,
        };
        if effect != Effect::None {
            return cx.note(at, Kind::TypeChanged, what, effect, spans(old, new));
        }
    }
    let overlap = types::types(cx, old, new, at);
    let listed = values::values(cx, old, new, at);
    if overlap == Overlap::Nothing {
        // What the keywords say is about other values.
        return;
    }
    // What keywords say of values of a type that were none takes nothing away. The part of a text is written as one whatever it is.
    let was = types::both(cx, old, new, at).0;
    let never = |kind: JsonKind| !at.is_part && !was.has(kind);
    let scalar = at.keeping(listed == Listed::Kept);
    number::number(cx, old, new, &scalar.keeping(never(JsonKind::Number)));
    number::largest(cx, old, new, at);
    text::text(cx, old, new, &scalar.keeping(never(JsonKind::String)));
    list::list(cx, old, new, &at.keeping(never(JsonKind::Array)));
    connection_string::connection_string(cx, old, new, at);
    object::object(cx, old, new, &at.keeping(never(JsonKind::Object)));
    combined::combined(cx, old, new, at);
    known::known(cx, noted, old, new, at);
}
