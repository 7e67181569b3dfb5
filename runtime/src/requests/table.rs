//! The static tables that generated code consists of: what an object's params are called and what they may hold.
//!
//! One table drives everything that happens to a params object: reading, validating, writing, redacting, and what
//! `wellhead show` prints. Tables are plain data; nothing here acts.

use crate::json::is_same;
use crate::pattern::Pattern;
use crate::requests::phrase::append;
use crate::requests::schema::Schema;

/// The params of an auth spec, or an object nested in them.
#[derive(Debug)]
pub struct Table {
    /// Every param, in the spec file's order; an index into this is what [`Params`](crate::Params) speaks of.
    pub fields: &'static [Field],
    /// What members that are not listed may be; `None` refuses them.
    pub additional: Option<Shape>,
    /// What the object as a whole must fit as well.
    pub also: Option<&'static Schema>,
    /// A bit for each required field; none if there are more than it has bits.
    required: Option<u64>,
}

impl Table {
    /// A table of these params and nothing else.
    pub const fn of(fields: &'static [Field]) -> Self {
        Self::new(fields, None, None)
    }

    /// A table of these params; others fit `additional`, and all of the object `also`.
    pub const fn new(
        fields: &'static [Field],
        additional: Option<Shape>,
        also: Option<&'static Schema>,
    ) -> Self {
        Self { fields, additional, also, required: required(fields) }
    }

    /// The param of that name with its index, if it is listed.
    pub(crate) fn field(&self, name: &str) -> Option<(usize, &'static Field)> {
        for (index, field) in self.fields.iter().enumerate() {
            if is_same(field.name.as_bytes(), name.as_bytes()) {
                return Some((index, field));
            }
        }
        None
    }

    /// A bit for each required field, the first field's the lowest; none if there are more than 64 fields.
    pub(crate) const fn required(&self) -> Option<u64> {
        self.required
    }
}

const fn required(mut fields: &[Field]) -> Option<u64> {
    if fields.len() > 64 {
        return None;
    }
    let mut required = 0;
    while let [before @ .., last] = fields {
        required = required << 1 | last.required as u64;
        fields = before;
    }
    Some(required)
}

/// One param.
#[derive(Debug)]
pub struct Field {
    /// Its name on the wire.
    pub name: &'static str,
    /// Whether a request without it is refused.
    pub required: bool,
    /// What it may hold.
    pub shape: Shape,
    /// What the value must fit as well, where its shape does not say it all.
    pub also: Option<&'static Schema>,
    /// What people read about it, as JSON, or `""`: [`about`](Self::about) takes it apart.
    pub about: &'static str,
}

/// Since when something should not be used any more, and what instead.
#[derive(Debug)]
pub struct Deprecation {
    /// A date or month (`2026-01`), or `""`.
    pub since: &'static str,
    /// What to use instead, or `""`.
    pub instead: &'static str,
    /// What else there is to know, or `""`.
    pub note: &'static str,
}

impl std::fmt::Display for Deprecation {
    /// `deprecated since 2026-01: use X. Note`
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&deprecated(self.since, self.instead, self.note))
    }
}

/// The phrase that says since when something should not be used any more, and what instead.
pub(crate) fn deprecated(since: &str, instead: &str, note: &str) -> String {
    let mut text = "deprecated".to_owned();
    let note = note.strip_suffix(".").unwrap_or(note);
    for (before, what, after) in
        &[(" since ", since, ""), (": use ", instead, ""), (" (", note, ")")]
    {
        if !what.is_empty() {
            append(&mut text, &[before, what, after]);
        }
    }
    text
}

/// What a value may be.
#[derive(Debug)]
pub enum Shape {
    /// A string.
    Text(&'static TextRules),
    /// A string that must not be seen.
    Secret(&'static TextRules),
    /// A string made of parts, such as `Host=…;Port=…`; it must not be seen when a part must not.
    ConnectionString(&'static ConnectionStringRules),
    /// A whole number.
    Integer(&'static IntegerRules),
    /// A number.
    Number(&'static NumberRules),
    /// `true` or `false`.
    Boolean,
    /// One of the listed strings.
    Choice(&'static [&'static str]),
    /// An object with params of its own.
    Object(&'static Table),
    /// An array.
    List(&'static ListRules),
    /// An object with any keys, its values of one shape.
    Map(&'static Shape),
    /// Any JSON value.
    Json(JsonRules),
    /// The one value that is allowed; a struct has no field for it, and it is always sent.
    Constant(Constant),
    /// An object of one of several kinds.
    OneOf(&'static OneOfRules),
    /// `null`, or a value of another shape.
    Nullable(&'static Shape),
}

impl Shape {
    /// A string that may be any.
    pub const TEXT: Self = Self::Text(&ANY_TEXT);

    /// A string that may be any but the empty one.
    pub const FILLED: Self = Self::Text(&FILLED_TEXT);

    /// A string that must not be seen, and may be any.
    pub const SECRET: Self = Self::Secret(&ANY_TEXT);

    /// A string that must not be seen, and may be any but the empty one.
    pub const FILLED_SECRET: Self = Self::Secret(&FILLED_TEXT);

    /// Whether a value of this shape must not be seen.
    pub fn is_secret(&self) -> bool {
        match self {
            Self::Secret(_) => true,
            Self::ConnectionString(rules) => {
                rules.parts.fields.iter().any(|part| part.shape.is_secret())
            }
            Self::Json(rules) => rules.secret,
            Self::Nullable(shape) => shape.is_secret(),
            _ => false,
        }
    }

    /// A word or two for the shape, as `wellhead show` prints it.
    pub fn described(&self) -> &'static str {
        match self {
            Self::Text(_) | Self::Secret(_) => "string",
            Self::ConnectionString(_) => "connection string",
            Self::Integer(_) => "integer",
            Self::Number(_) => "number",
            Self::Boolean => "boolean",
            Self::Choice(_) => "one of",
            Self::Object(_) | Self::Map(_) | Self::Json(JsonRules { object: true, .. }) => "object",
            Self::List(_) => "array",
            Self::Json(_) => "any JSON",
            Self::Constant(_) => "constant",
            Self::OneOf(_) => "object",
            Self::Nullable(shape) => shape.described(),
        }
    }
}

/// What a string may be; lengths count characters, as JSON Schema does.
#[derive(Debug)]
pub struct TextRules {
    /// `minLength`; 0 if none.
    pub min_length: u32,
    /// `maxLength`.
    pub max_length: Option<u32>,
    /// `pattern`.
    pub pattern: Option<&'static Pattern>,
    /// `format`, when it is one that is checked.
    pub format: Option<crate::Format>,
    /// `const`.
    pub only: Option<&'static str>,
}

impl TextRules {
    /// Any string.
    pub const NONE: Self =
        Self { min_length: 0, max_length: None, pattern: None, format: None, only: None };
}

/// The rules of a string that may be any; most optional strings have these, so they stand once.
pub static ANY_TEXT: TextRules = TextRules::NONE;

/// The rules of a string that may be any but the empty one; most required strings have these.
pub static FILLED_TEXT: TextRules = TextRules { min_length: 1, ..TextRules::NONE };

/// What a whole number may be.
#[derive(Debug)]
pub struct IntegerRules {
    /// The smallest.
    pub min: i128,
    /// The largest.
    pub max: i128,
    /// `multipleOf`, or 1.
    pub multiple_of: i128,
}

/// What a number may be.
#[derive(Debug)]
pub struct NumberRules {
    /// `minimum`, or negative infinity.
    pub min: f64,
    /// Whether `min` itself is out: `exclusiveMinimum`.
    pub above: bool,
    /// `maximum`, or infinity.
    pub max: f64,
    /// Whether `max` itself is out: `exclusiveMaximum`.
    pub below: bool,
    /// `multipleOf`, or 0 for none.
    pub multiple_of: f64,
}

impl NumberRules {
    /// Any number.
    pub const NONE: Self = Self {
        min: f64::NEG_INFINITY,
        above: false,
        max: f64::INFINITY,
        below: false,
        multiple_of: 0.0,
    };
}

/// A value that is the only one allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Constant {
    /// A string.
    Text(&'static str),
    /// A whole number.
    Integer(i128),
    /// `true` or `false`.
    Boolean(bool),
}

/// The kinds that an object may be of.
#[derive(Debug)]
pub struct OneOfRules {
    /// Each kind's params, and what it is called.
    pub kinds: &'static [(&'static str, &'static Table)],
    /// Whether an object may fit several kinds at once (`anyOf`); the first of them is taken.
    pub any: bool,
}

/// What an array may hold.
#[derive(Debug)]
pub struct ListRules {
    /// What each element may be.
    pub items: Shape,
    /// `minItems`; 0 if none.
    pub min: u32,
    /// `maxItems`.
    pub max: Option<u32>,
    /// `uniqueItems`.
    pub unique: bool,
}

/// What a free value may be.
#[derive(Clone, Copy, Debug)]
pub struct JsonRules {
    /// It has to be an object.
    pub object: bool,
    /// It must not be seen.
    pub secret: bool,
}

/// How a connection string is put together.
#[derive(Debug)]
pub struct ConnectionStringRules {
    /// The grammar: separators and quoting.
    pub dialect: crate::Dialect,
    /// The parts, named as the spec file names them.
    pub parts: &'static Table,
    /// For each part, in the same order, its keys in the text: the one that is written, then those also read.
    pub keys: &'static [&'static [&'static str]],
    /// What the whole text must fit as well.
    pub text: &'static TextRules,
}
