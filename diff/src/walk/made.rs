//! What the generator makes of a value, by its own model: which members a request may have, and which whole number is the largest.
//!
//! The keywords that stand at a place do not tell. Whether members that are not listed are refused depends on what stands around and
//! beside: an object that may be a text as well becomes any JSON, and of that nothing is refused for not being listed.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use wellhead_codegen::model::{Object, Shape, Source};
use wellhead_spec::model::Kind;

use super::{Step, apart};

/// What a value becomes, on one side.
#[derive(Clone, Debug, Default)]
pub(super) enum Made<'m> {
    /// Any JSON, which the keywords alone describe.
    #[default]
    Free,
    /// What is no object.
    Value(&'m Shape),
    /// An object.
    Object(Rc<Members<'m>>),
    /// An object that is of one of several kinds, in the order of the alternatives.
    Kinds(Rc<[Made<'m>]>),
    /// `null`, or what else there is.
    Nullable(Rc<Made<'m>>),
}

/// The members of an object.
#[derive(Clone, Debug)]
pub(super) struct Members<'m> {
    /// The object that has them.
    object: &'m Object,
    listed: BTreeMap<&'m str, &'m Shape>,
    /// What others become; none are accepted without.
    others: Option<&'m Shape>,
}

impl<'m> Made<'m> {
    pub(super) fn of(shape: &'m Shape) -> Self {
        match shape {
            Shape::Nullable(inner) => Self::Nullable(Rc::new(Self::of(inner))),
            Shape::Object(object) => Self::of_object(object),
            Shape::OneOf(one_of) => Self::Kinds(one_of.kinds.iter().map(Self::of_object).collect()),
            Shape::Json { .. } => Self::Free,
            other => Self::Value(other),
        }
    }

    /// What it is where it is not `null`.
    fn plain(&self) -> &Self {
        match self {
            Self::Nullable(inner) => inner.plain(),
            other => other,
        }
    }

    /// Whether it may be `null`, besides what else it is.
    pub(super) fn is_nullable(&self) -> bool {
        matches!(self, Self::Nullable(_))
    }

    fn of_object(object: &'m Object) -> Self {
        let listed = object.fields.iter().map(|field| (field.wire.as_str(), &field.shape));
        let others = object.additional.as_deref();
        Self::Object(Rc::new(Members { object, listed: listed.collect(), others }))
    }

    /// What tells it from whatever else a value becomes.
    pub(super) fn place(&self) -> *const () {
        match self.plain() {
            Self::Free | Self::Nullable(_) => std::ptr::null(),
            Self::Value(shape) => std::ptr::from_ref(*shape).cast(),
            Self::Object(members) => std::ptr::from_ref(members.object).cast(),
            Self::Kinds(kinds) => kinds.as_ptr().cast(),
        }
    }

    /// The params of the auth spec of that name.
    pub(super) fn of_auth(source: &'m Source, name: &str) -> Self {
        let types = source.auth.iter().filter(|auth| auth.spec_name.as_deref() == Some(name));
        let mut types: Vec<Self> = types.map(|auth| Self::of_object(&auth.object)).collect();
        match types.len() {
            0 | 1 => types.pop().unwrap_or_default(),
            _ => Self::Kinds(types.into()),
        }
    }

    /// What stands a step deeper becomes.
    pub(super) fn to(&self, step: &Step) -> Self {
        let shape = match (self.plain(), step) {
            (Self::Object(members), Step::Param(name)) => {
                members.listed.get(name.as_str()).copied().or(members.others)
            }
            (Self::Object(members), Step::Others) => members.others,
            (Self::Value(Shape::Map(values)), Step::Param(_) | Step::Others) => Some(&**values),
            (Self::Value(Shape::List(list)), Step::Items) => Some(&*list.items),
            // What all kinds have is the same in each.
            (Self::Kinds(kinds), Step::Param(name)) => {
                let mut having = kinds.iter().filter(|kind| kind.lists(name));
                return having.next().map_or(Self::Free, |kind| kind.to(step));
            }
            (Self::Kinds(kinds), Step::Others) => {
                let mut open = kinds.iter().filter(|kind| !kind.never_has_others());
                return open.next().map_or(Self::Free, |kind| kind.to(step));
            }
            _ => None,
        };
        shape.map_or(Self::Free, Self::of)
    }

    /// The kind that the alternative at that index becomes; without kinds, alternatives speak of the value itself.
    pub(super) fn kind(&self, at: usize) -> Self {
        match self.plain() {
            Self::Kinds(kinds) => kinds.get(at).cloned().unwrap_or_default(),
            whole => whole.clone(),
        }
    }

    /// Whether no object can be of both.
    pub(super) fn is_apart(&self, other: &Self) -> bool {
        match (self.plain(), other.plain()) {
            (Self::Object(one), Self::Object(other)) => apart(one.object, other.object),
            _ => false,
        }
    }

    /// The parts of a connection string.
    pub(super) fn parts(&self) -> Self {
        match self.plain() {
            Self::Value(Shape::ConnectionString(string)) => Self::of_object(&string.parts),
            _ => Self::Free,
        }
    }

    /// Whether it is of one of several kinds.
    pub(super) fn is_of_kinds(&self) -> bool {
        matches!(self.plain(), Self::Kinds(_))
    }

    /// The type of the JSON that it is written as, if it is one only.
    pub(super) fn kind_of_json(&self) -> Option<Kind> {
        let shape = match self.plain() {
            Self::Free | Self::Nullable(_) => return None,
            Self::Object(_) | Self::Kinds(_) => return Some(Kind::Object),
            Self::Value(shape) => shape,
        };
        match shape {
            Shape::Text(_) | Shape::Secret(_) | Shape::ConnectionString(_) | Shape::Choice(_) => {
                Some(Kind::String)
            }
            Shape::Integer(_) => Some(Kind::Integer),
            Shape::Number(_) => Some(Kind::Number),
            Shape::Boolean => Some(Kind::Boolean),
            Shape::List(_) => Some(Kind::Array),
            Shape::Map(_) | Shape::Object(_) | Shape::OneOf(_) => Some(Kind::Object),
            Shape::Constant(_) | Shape::Json { .. } | Shape::Nullable(_) => None,
        }
    }

    /// The largest of the whole numbers that it may be, if it is one.
    pub(super) fn largest(&self) -> Option<i128> {
        match self.plain() {
            Self::Value(Shape::Integer(integer)) => Some(integer.max),
            _ => None,
        }
    }

    /// Whether a member of that name is refused for not being listed, whatever kind the object is of.
    pub(super) fn never_has(&self, name: &str) -> bool {
        match self.plain() {
            Self::Kinds(kinds) => kinds.iter().all(|kind| kind.never_has(name)),
            one => one.never_has_others() && !one.lists(name),
        }
    }

    /// Whether a member of that name is refused for not being listed, in one kind at least.
    pub(super) fn may_refuse(&self, name: &str) -> bool {
        match self.plain() {
            Self::Kinds(kinds) => kinds.iter().any(|kind| kind.may_refuse(name)),
            one => one.never_has(name),
        }
    }

    /// Whether members that are not listed are refused, whatever kind the object is of.
    pub(super) fn never_has_others(&self) -> bool {
        match self.plain() {
            Self::Kinds(kinds) => kinds.iter().all(Self::never_has_others),
            Self::Object(members) => members.others.is_none(),
            Self::Free | Self::Value(_) | Self::Nullable(_) => false,
        }
    }

    /// Whether members that are not listed are refused, in one kind at least.
    pub(super) fn may_refuse_others(&self) -> bool {
        match self.plain() {
            Self::Kinds(kinds) => kinds.iter().any(Self::may_refuse_others),
            one => one.never_has_others(),
        }
    }

    /// A listed member that is none of these.
    pub(super) fn listed_beside(&self, known: impl Fn(&str) -> bool) -> Option<&'m str> {
        self.listed().into_iter().find(|name| !known(name))
    }

    /// The listed members, of whatever kind they are.
    pub(super) fn listed(&self) -> BTreeSet<&'m str> {
        match self.plain() {
            Self::Kinds(kinds) => kinds.iter().flat_map(Self::listed).collect(),
            Self::Object(members) => members.listed.keys().copied().collect(),
            Self::Free | Self::Value(_) | Self::Nullable(_) => BTreeSet::new(),
        }
    }

    /// Whether a member of that name is listed, in one kind at least.
    pub(super) fn lists(&self, name: &str) -> bool {
        match self.plain() {
            Self::Kinds(kinds) => kinds.iter().any(|kind| kind.lists(name)),
            Self::Object(members) => members.listed.contains_key(name),
            Self::Free | Self::Value(_) | Self::Nullable(_) => false,
        }
    }
}
