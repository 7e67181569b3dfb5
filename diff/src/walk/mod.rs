//! The walk: two spec files side by side, everything that differs noted with its places and what it does to the values
//! that are accepted. What follows from that is judged elsewhere, one judge an axis.

mod about;
mod apart;
mod auth;
mod combined;
mod connection_string;
mod known;
mod list;
mod made;
mod number;
mod object;
mod path;
mod schema;
mod source;
mod text;
mod together;
mod types;
mod values;
mod variants;

use std::collections::BTreeSet;

use wellhead_codegen::model::Source;
use wellhead_spec::Span;
use wellhead_spec::Spec;
use wellhead_spec::diagnostic::visible;
use wellhead_spec::model::{Deprecated, Schema, Text};

use crate::change::Kind;
use crate::wire::{Effect, Polarity};

use made::Made;
use types::Types;

pub(crate) use apart::apart;
pub(crate) use path::{Path, Step};

/// How many schemas are looked at for one auth spec: definitions that lead to one another multiply.
const STEPS: usize = 50_000;

/// How deep schemas are followed.
const DEPTH: usize = 64;

/// Something of the old side, and of the new one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sides<T> {
    pub(crate) old: T,
    pub(crate) new: T,
}

/// Something that differs.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub(crate) kind: Kind,
    /// The auth spec by its name on either side; none for what is about the source.
    pub(crate) auth: Sides<Option<String>>,
    /// What it is about, on either side.
    pub(crate) path: Sides<Path>,
    /// What changed, as a phrase.
    pub(crate) what: String,
    /// What it does to the values that are accepted where it stands.
    pub(crate) effect: Effect,
    /// What that does to the request around it.
    pub(crate) polarity: Polarity,
    /// Where it stands on either side.
    pub(crate) span: Sides<Option<Span>>,
}

/// Everything that differs between two specs of one source, each with what the generator makes of it.
pub(crate) fn differences(old: (&Spec, &Source), new: (&Spec, &Source)) -> Vec<Found> {
    source::differences(old, new)
}

/// The names of the params that an auth spec knows, whatever alternative they stand in.
pub(crate) fn names_of(root: &Schema) -> BTreeSet<String> {
    object::known(root, root)
}

/// What is being compared, and what was found so far.
struct Cx<'s> {
    /// What references lead into.
    root: Sides<&'s Schema>,
    /// The spec files that both stand in.
    text: Sides<&'s str>,
    auth: Sides<Option<String>>,
    found: Vec<Found>,
    /// The schemas that references have led to on the way here, so that what holds itself is compared once.
    trail: Vec<Seen>,
    left: usize,
}

/// Two schemas that are being compared, and what decides on what they mean for a request besides where they stand.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Seen {
    schemas: Sides<*const Schema>,
    made: Sides<*const ()>,
    polarity: Polarity,
    within: Types,
    is_own: bool,
    is_part: bool,
}

/// Where the walk is.
#[derive(Clone, Debug)]
struct At<'m> {
    path: Sides<Path>,
    polarity: Polarity,
    /// The types that the value may be of by what stands around its schema.
    within: Types,
    /// What the value becomes.
    made: Sides<Made<'m>>,
    /// Whether what the value becomes is that of this schema, and not of one around it.
    is_own: bool,
    /// Whether the value is a part of a text, where any value is one.
    is_part: bool,
}

impl<'m> At<'m> {
    fn top(made: Sides<Made<'m>>) -> Self {
        Self {
            path: Sides::default(),
            polarity: Polarity::Same,
            within: Types::ALL,
            made,
            is_own: true,
            is_part: false,
        }
    }

    /// What is compared here, if it is these two schemas.
    fn seen(&self, old: &Schema, new: &Schema) -> Seen {
        let Self { polarity, within, is_own, is_part, .. } = *self;
        let schemas = Sides { old: std::ptr::from_ref(old), new: std::ptr::from_ref(new) };
        let made = Sides { old: self.made.old.place(), new: self.made.new.place() };
        Seen { schemas, made, polarity, within, is_own, is_part }
    }

    /// A step deeper on both sides, to a value of its own.
    fn to(&self, old: Step, new: Step) -> Self {
        let made = Sides { old: self.made.old.to(&old), new: self.made.new.to(&new) };
        let path = Sides { old: self.path.old.with(old), new: self.path.new.with(new) };
        Self { path, made, within: Types::ALL, is_own: true, is_part: false, ..self.clone() }
    }

    /// The same place, where every value that was accepted is known to be accepted still.
    fn keeping(&self, is_known: bool) -> Self {
        match is_known && self.polarity == Polarity::Same {
            true => Self { polarity: Polarity::Kept, ..self.clone() },
            false => self.clone(),
        }
    }

    /// A step deeper to a param that has the same name on both sides.
    fn to_param(&self, name: &str) -> Self {
        self.to(Step::Param(name.to_owned()), Step::Param(name.to_owned()))
    }

    /// The parts of the text that stands here.
    fn to_parts(&self) -> Self {
        let made = Sides { old: self.made.old.parts(), new: self.made.new.parts() };
        Self { made, ..self.clone() }
    }

    /// The same value, as another of its schemas sees it.
    fn branch(&self, polarity: Polarity) -> Self {
        Self { polarity, is_own: false, ..self.clone() }
    }

    /// The same value, as one of its alternatives sees it, which stands there on either side.
    fn alternative(&self, old: usize, new: usize, polarity: Polarity) -> Self {
        let is_own = self.made.old.is_of_kinds() && self.made.new.is_of_kinds();
        let made = Sides { old: self.made.old.kind(old), new: self.made.new.kind(new) };
        Self { made, is_own, ..self.branch(polarity) }
    }

    /// The same value, as an alternative sees it that only one side has.
    fn to_variant(&self, name: String) -> Self {
        let step = Step::Variant(name);
        self.branch(self.polarity).named(step.clone(), step)
    }

    /// What a keyword says of members or elements that no type shows.
    fn inside(&self) -> Self {
        Self { made: Sides::default(), ..self.branch(self.polarity) }
    }

    /// The same, called by what tells the branch from others.
    fn named(self, old: Step, new: Step) -> Self {
        let path = Sides { old: self.path.old.with(old), new: self.path.new.with(new) };
        Self { path, ..self }
    }
}

impl<'s> Cx<'s> {
    fn new(root: Sides<&'s Schema>, text: Sides<&'s str>, auth: Sides<Option<String>>) -> Self {
        Self { root, text, auth, found: Vec::new(), trail: Vec::new(), left: STEPS }
    }

    /// Notes a change.
    fn note(
        &mut self,
        at: &At<'_>,
        kind: Kind,
        what: impl Into<String>,
        effect: Effect,
        span: (Option<Span>, Option<Span>),
    ) {
        self.found.push(Found {
            kind,
            auth: self.auth.clone(),
            path: at.path.clone(),
            what: what.into(),
            effect,
            polarity: at.polarity,
            span: Sides { old: span.0, new: span.1 },
        });
    }

    /// Whether another schema may be looked at; the first time that it may not, that is noted.
    fn spend(&mut self, at: &At<'_>, old: &Schema, new: &Schema) -> bool {
        if self.left > 0 {
            self.left -= 1;
            if self.left == 0 {
                let what = "there is more to these schemas than is compared";
                let effect = Effect::Unclear("the rest was not compared".into());
                self.note(at, Kind::CombinationChanged, what, effect, spans(old, new));
            }
        }
        self.left > 0
    }

    /// Whether every value that `old` accepts is accepted by `new`: the walk, with nothing noted.
    fn inclusion(&mut self, old: &Schema, new: &Schema, at: &At<'_>) -> Effect {
        let found = std::mem::take(&mut self.found);
        let at = At { polarity: Polarity::Same, ..at.clone() };
        schema::schema(self, old, new, &at);
        let inner = std::mem::replace(&mut self.found, found);
        let effects = inner.into_iter().map(|found| found.polarity.applied(found.effect));
        effects.max_by_key(Effect::rank).unwrap_or(Effect::None)
    }
}

/// Where both stand.
fn spans(old: &Schema, new: &Schema) -> (Option<Span>, Option<Span>) {
    (Some(old.span), Some(new.span))
}

/// The place of a keyword on either side, or of the schema where there is none.
fn places<T>(
    old: (&Option<wellhead_spec::model::Spanned<T>>, &Schema),
    new: (&Option<wellhead_spec::model::Spanned<T>>, &Schema),
) -> (Option<Span>, Option<Span>) {
    let place = |(keyword, schema): (&Option<wellhead_spec::model::Spanned<T>>, &Schema)| {
        Some(keyword.as_ref().map_or(schema.span, |keyword| keyword.span))
    };
    (place(old), place(new))
}

/// A text, or nothing.
fn word(text: &Option<Text>) -> &str {
    text.as_ref().map(|text| text.value.as_str()).unwrap_or_default()
}

/// A name as it is shown.
fn code(name: &str) -> String {
    format!("`{}`", visible(name))
}

/// A deprecation as a text to compare.
fn deprecation(deprecated: Option<&Deprecated>) -> Option<[&str; 3]> {
    let deprecated = deprecated?;
    Some([word(&deprecated.since), word(&deprecated.instead), word(&deprecated.note)])
}

/// What became of a deprecation, if it differs.
fn deprecated(old: Option<&Deprecated>, new: Option<&Deprecated>) -> Option<&'static str> {
    match (deprecation(old), deprecation(new)) {
        (None, Some(_)) => Some("is deprecated now"),
        (Some(_), None) => Some("is not deprecated any more"),
        (old, new) if old != new => Some("is deprecated with another advice"),
        _ => None,
    }
}
