//! Which JSON types a value may be of.

use wellhead_runtime::Json;
use wellhead_spec::model::{Kind as JsonKind, Schema, Spanned};

use super::made::Made;
use super::values::listed;
use super::{At, Cx, spans};
use crate::change::Kind;
use crate::wire::Effect;

/// Whether any value may be of a type that both name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Overlap {
    Something,
    Nothing,
}

/// The types in a fixed order; whole numbers and other numbers are told apart.
const KINDS: [(JsonKind, &[usize]); 7] = [
    (JsonKind::String, &[0]),
    (JsonKind::Integer, &[1]),
    (JsonKind::Number, &[1, 2]),
    (JsonKind::Boolean, &[3]),
    (JsonKind::Object, &[4]),
    (JsonKind::Array, &[5]),
    (JsonKind::Null, &[6]),
];

/// A set of types, a bit each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Types(u8);

impl Types {
    pub(super) const ALL: Self = Self(0x7f);

    /// The types that a schema names, if it names any.
    pub(super) fn named_by(schema: &Schema) -> Self {
        match schema.kinds.is_empty() {
            true => Self::ALL,
            false => {
                schema.kinds.iter().fold(Self(0), |all, kind| all.or(Self::of_kind(kind.value)))
            }
        }
    }

    /// The types of the value, by a schema and all that has to be met with it. Where none is named, one is implied: that of what
    /// the value becomes.
    pub(super) fn of(root: &Schema, schema: &Schema, made: &Made<'_>, at: &At<'_>) -> Self {
        let said = altogether(root, schema, &mut { PARTS });
        if said != Self::ALL {
            return said.and(at.within);
        }
        let Some(implied) = at.is_own.then(|| made.kind_of_json()).flatten() else {
            return at.within;
        };
        let null = if made.is_nullable() { Self::of_kind(JsonKind::Null) } else { Self(0) };
        Self::of_kind(implied).or(null).and(at.within)
    }

    pub(super) fn of_kind(kind: JsonKind) -> Self {
        Self(Self::bits(kind))
    }

    fn bits(kind: JsonKind) -> u8 {
        let bits = KINDS.iter().find(|(known, _)| *known == kind).map_or(&[][..], |(_, bits)| bits);
        bits.iter().fold(0, |all, bit| all | 1 << bit)
    }

    fn of_value(value: &Json) -> Self {
        let kind = match value {
            Json::Null => JsonKind::Null,
            Json::Boolean(_) => JsonKind::Boolean,
            Json::String(_) => JsonKind::String,
            Json::Array(_) => JsonKind::Array,
            Json::Object(_) => JsonKind::Object,
            Json::Number(number) if number.as_f64().is_some_and(|it| it.fract() == 0.0) => {
                JsonKind::Integer
            }
            Json::Number(_) => return Self(1 << 2),
        };
        Self(Self::bits(kind))
    }

    /// Whether there is no other number than whole ones among them.
    pub(super) fn is_whole(self) -> bool {
        self.0 & 1 << 2 == 0
    }

    fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The types that are both.
    pub(super) fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether every value is an object.
    pub(super) fn is_object(self) -> bool {
        self.without(Self::of_kind(JsonKind::Object)).is_empty()
    }

    /// Whether a value may be of that type.
    pub(super) fn has(self, kind: JsonKind) -> bool {
        self.0 & Self::bits(kind) != 0
    }

    /// Whether there are few values of these types, and all are among these.
    pub(super) fn are_all_in(self, listed: &[&Spanned<Json>]) -> bool {
        let few = [
            (JsonKind::Boolean, Json::Boolean(true)),
            (JsonKind::Boolean, Json::Boolean(false)),
            (JsonKind::Null, Json::Null),
        ];
        let types = few.iter().fold(Self(0), |all, (kind, _)| all.or(Self::of_kind(*kind)));
        let mut of_these = few.iter().filter(|(kind, _)| self.has(*kind));
        self.without(types).is_empty()
            && of_these.all(|(_, value)| listed.iter().any(|one| one.value == *value))
    }

    /// Whether no value is of both.
    pub(super) fn are_others_than(self, other: Self) -> bool {
        self.0 & other.0 == 0
    }

    fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The types as people read them.
    fn said(self) -> String {
        if self == Self::ALL {
            return "anything".into();
        }
        let names = ["string", "integer", "number", "boolean", "object", "array", "null"];
        let has = |bit: usize| self.0 & 1 << bit != 0;
        // A number may be whole.
        let shown = names.iter().enumerate().filter(|(bit, _)| has(*bit) && !(*bit == 1 && has(2)));
        shown.map(|(_, name)| *name).collect::<Vec<_>>().join(" or ")
    }
}

/// How many schemas that have to be met altogether are asked for their types: they may lead to each other over and over.
const PARTS: u32 = 200;

/// The types that all have which have to be met with a schema.
fn altogether(root: &Schema, schema: &Schema, left: &mut u32) -> Types {
    let mut types = Types::named_by(schema);
    for part in &schema.combined.all_of {
        let Some(next) = left.checked_sub(1) else { break };
        *left = next;
        if let Some(part) = root.followed(part) {
            types = types.and(altogether(root, part, left));
        }
    }
    types
}

/// The types of the value on either side.
pub(super) fn both(cx: &Cx<'_>, old: &Schema, new: &Schema, at: &At<'_>) -> (Types, Types) {
    let was = Types::of(cx.root.old, old, &at.made.old, at);
    (was, Types::of(cx.root.new, new, &at.made.new, at))
}

pub(super) fn types(cx: &mut Cx<'_>, old: &Schema, new: &Schema, at: &At<'_>) -> Overlap {
    let (was, is) = both(cx, old, new, at);
    if was == is {
        return Overlap::Something;
    }
    // Of listed values, only their own types count.
    let used = match listed(old) {
        Some(values) => values
            .iter()
            .map(|value| Types::of_value(&value.value))
            .fold(Types(0), |all, one| all.or(one.and(was))),
        None => was,
    };
    // A text is what every part of a connection string is.
    let takes_all = at.is_part && is.has(JsonKind::String);
    let lost = if takes_all { Types(0) } else { used.without(is) };
    let won = is.without(was);
    let (kind, effect) = match (lost.is_empty(), won.is_empty()) {
        (true, _) => (Kind::TypeWidened, Effect::Widened(format!("{} is accepted", is.said()))),
        (false, true) => (Kind::TypeNarrowed, Effect::Narrowed(refused(lost))),
        (false, false) => (Kind::TypeChanged, Effect::Narrowed(refused(lost))),
    };
    let what = format!("its type is {} now, it was {}", is.said(), was.said());
    cx.note(at, kind, what, effect, spans(old, new));
    if was.are_others_than(is) && !takes_all { Overlap::Nothing } else { Overlap::Something }
}

fn refused(lost: Types) -> String {
    match lost {
        Types(0b100) => "a number that is not whole is refused".into(),
        lost => format!("{} is refused", lost.said()),
    }
}
