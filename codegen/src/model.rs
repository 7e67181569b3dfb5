//! What is to be emitted: every decision taken, every name settled. Emitters only read it.

use std::rc::Rc;

use proc_macro2::Ident;
use wellhead_spec::Format;
use wellhead_spec::model::{AddressPiece, Dialect, Schema, Status};

/// Everything that one run emits.
#[derive(Debug)]
pub struct Catalog {
    /// The sources, sorted by slug.
    pub sources: Vec<Source>,
}

/// One source: a module, an `Auth` enum and a variant of `Source`.
#[derive(Debug)]
pub struct Source {
    /// The spec file as it is shown, for the header of the module.
    pub file: String,
    /// The slug.
    pub slug: String,
    /// The module's name.
    pub module: Ident,
    /// The variant's name.
    pub variant: Ident,
    /// The connection spec id.
    pub id: String,
    /// The connection spec version.
    pub version: String,
    /// The service's name for it.
    pub name: String,
    /// The provider id.
    pub provider_id: Option<String>,
    /// The label for people.
    pub title: String,
    /// One sentence on it, or nothing.
    pub description: String,
    /// The category's key, or nothing.
    pub category: String,
    /// How far it is.
    pub status: Status,
    /// Where it is documented.
    pub documentation: Option<String>,
    /// Why another source has its id.
    pub shared_id: Option<String>,
    /// Why it should not be used.
    pub deprecated: Option<Deprecation>,
    /// A settlement or doubt, or nothing.
    pub note: String,
    /// Slugs that it had.
    pub aliases: Vec<String>,
    /// The Cargo feature that it stands behind, in a crate that has one for each category.
    pub feature: Option<String>,
    /// Why its id may be wrong, or nothing.
    pub doubt: String,
    /// What to do where there is no base connection, or nothing.
    pub instead: String,
    /// The ways to authenticate; a source without auth specs has one without a `specName`.
    pub auth: Vec<Auth>,
}

/// One way to authenticate: a struct of params and a variant of the source's `Auth`.
#[derive(Debug)]
pub struct Auth {
    /// The wire's `specName`; `None` where requests have no `auth`.
    pub spec_name: Option<String>,
    /// Whether params may fit several auth types of this `specName`; the first is taken.
    pub any: bool,
    /// The clouds that it is limited to.
    pub clouds: Vec<String>,
    /// Why it should not be used.
    pub deprecated: Option<Deprecation>,
    /// A settlement or doubt, or nothing.
    pub note: String,
    /// The params.
    pub object: Object,
}

/// Since when something should not be used any more, and what instead.
#[derive(Debug)]
pub struct Deprecation {
    /// A date or month, or nothing.
    pub since: String,
    /// What to use instead, or nothing.
    pub instead: String,
    /// What else there is to know, or nothing.
    pub note: String,
}

/// A struct with its table and builder.
#[derive(Debug)]
pub struct Object {
    /// The struct's name.
    pub name: Ident,
    /// The module beside it: builder, tables, and the types of its fields.
    pub module: Ident,
    /// What it is, or nothing.
    pub description: String,
    /// The fields, in the spec file's order.
    pub fields: Vec<Field>,
    /// What members that are not listed may be.
    pub additional: Option<Box<Shape>>,
    /// What the object as a whole must fit as well.
    pub also: Option<Also>,
}

/// A schema that is checked beside a shape, and what its references lead into.
#[derive(Debug)]
pub struct Also {
    /// The schema.
    pub schema: Schema,
    /// The schema around it.
    pub root: Rc<Schema>,
    /// For a kind of a `oneOf`: the others, none of which a value may fit.
    pub alone: Option<Alone>,
}

/// A kind and those that a value of it may be mistaken for.
#[derive(Debug)]
pub struct Alone {
    /// What the kind is called.
    pub kind: String,
    /// The others, each with what it is called.
    pub others: Vec<(String, Rc<Schema>)>,
    /// The members that tell them apart where they are there.
    pub by: Vec<String>,
}

/// One param.
#[derive(Debug)]
pub struct Field {
    /// Its name on the wire.
    pub wire: String,
    /// For a part of a connection string, its keys in the text: the one that is written, then those also read.
    pub keys: Vec<String>,
    /// The field's name.
    pub name: Ident,
    /// The builder's type parameter that tells whether it is set.
    pub marker: Ident,
    /// Whether it must be set.
    pub required: bool,
    /// What it may hold.
    pub shape: Shape,
    /// What the value must fit as well.
    pub also: Option<Also>,
    /// What people read about it.
    pub about: About,
}

/// What people read about a param.
#[derive(Debug, Default)]
pub struct About {
    /// A short label, or nothing.
    pub title: String,
    /// What it is, or nothing.
    pub description: String,
    /// The default, as JSON.
    pub default: Option<String>,
    /// Examples, as JSON.
    pub examples: Vec<String>,
    /// A settlement or doubt, or nothing.
    pub note: String,
    /// Why it should not be sent.
    pub deprecated: Option<Deprecation>,
}

/// What a param may hold.
#[derive(Debug)]
pub enum Shape {
    /// A `String`.
    Text(Text),
    /// A `Secret`.
    Secret(Text),
    /// A `ConnectionString` of parts.
    ConnectionString(ConnectionString),
    /// The integer that its bounds fit in.
    Integer(Integer),
    /// An `f64`.
    Number(Number),
    /// A `bool`.
    Boolean,
    /// An enum of the listed strings.
    Choice(Choice),
    /// A struct.
    Object(Object),
    /// A `Vec`.
    List(List),
    /// A map from any key.
    Map(Box<Shape>),
    /// Any JSON.
    Json {
        /// It has to be an object.
        object: bool,
        /// It must not be seen.
        secret: bool,
    },
    /// The one value that is allowed: no field, always sent.
    Constant(Constant),
    /// An enum of structs.
    OneOf(OneOf),
    /// `null`, or another shape.
    Nullable(Box<Shape>),
}

impl Shape {
    /// Whether a value of this shape must not be seen.
    pub fn is_secret(&self) -> bool {
        match self {
            Self::Secret(_) | Self::Json { secret: true, .. } => true,
            Self::ConnectionString(string) => string.parts.has_secret(),
            Self::Nullable(shape) => shape.is_secret(),
            _ => false,
        }
    }
}

/// A value that is the only one allowed.
#[derive(Debug)]
pub enum Constant {
    /// A string.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// `true` or `false`.
    Boolean(bool),
}

/// The kinds that an object may be of.
#[derive(Debug)]
pub struct OneOf {
    /// The enum's name.
    pub name: Ident,
    /// The module of the structs.
    pub module: Ident,
    /// What it is, or nothing.
    pub description: String,
    /// The structs, each also a variant.
    pub kinds: Vec<Object>,
    /// Whether an object may be of several kinds; the first is taken.
    pub any: bool,
}

/// What a string may be.
#[derive(Debug, Default)]
pub struct Text {
    /// `minLength`
    pub min_length: u32,
    /// `maxLength`
    pub max_length: Option<u32>,
    /// `pattern`
    pub pattern: Option<String>,
    /// `format`
    pub format: Option<String>,
    /// `const`
    pub only: Option<String>,
}

/// What a whole number may be.
#[derive(Debug)]
pub struct Integer {
    /// The Rust type: `u16`.
    pub rust: Ident,
    /// The smallest.
    pub min: i128,
    /// The largest.
    pub max: i128,
    /// `multipleOf`
    pub multiple_of: i128,
}

/// What a number may be.
#[derive(Debug, Default)]
pub struct Number {
    /// The lower bound, and whether it is itself out.
    pub min: Option<(f64, bool)>,
    /// The upper bound, and whether it is itself out.
    pub max: Option<(f64, bool)>,
    /// `multipleOf`
    pub multiple_of: Option<f64>,
}

/// An enum of strings.
#[derive(Debug)]
pub struct Choice {
    /// The enum's name.
    pub name: Ident,
    /// What it is, or nothing.
    pub description: String,
    /// Each variant and the string it stands for.
    pub variants: Vec<(Ident, String)>,
}

/// What an array may hold.
#[derive(Debug)]
pub struct List {
    /// Its elements.
    pub items: Box<Shape>,
    /// `minItems`
    pub min: u32,
    /// `maxItems`
    pub max: Option<u32>,
    /// `uniqueItems`
    pub unique: bool,
}

/// A string made of parts.
#[derive(Debug)]
pub struct ConnectionString {
    /// What the whole must fit.
    pub text: Text,
    /// Its grammar.
    pub dialect: Dialect,
    /// The struct of its parts.
    pub parts: Object,
}

/// A piece of the address of a connection string that is a URL.
#[derive(Debug)]
pub enum Piece<'p> {
    /// What always stands there.
    Text(&'p str),
    /// The part at that index.
    Part(usize),
}

impl ConnectionString {
    /// The pieces of the address; `None` if the dialect has none.
    pub fn address(&self) -> Option<impl Iterator<Item = Piece<'_>>> {
        let Dialect::Url(pieces) = &self.dialect else { return None };
        let index = |name: &str| self.parts.fields.iter().position(|part| part.wire == name);
        Some(pieces.iter().filter_map(move |piece| match piece {
            AddressPiece::Text(text) => Some(Piece::Text(text)),
            AddressPiece::Part(name) => index(name).map(Piece::Part),
        }))
    }
}

impl Auth {
    /// The Rust type of the params, relative to the catalog: `salesforce::BasicAuthentication`.
    pub fn rust_type(&self, source: &Source) -> String {
        format!("{}::{}", source.module, self.object.name)
    }
}

impl Text {
    /// The format, if it is one that is checked.
    pub fn checked_format(&self) -> Option<Format> {
        self.format.as_deref().and_then(Format::named)
    }
}

impl Object {
    /// Whether one of its params must not be seen.
    pub fn has_secret(&self) -> bool {
        self.fields.iter().any(|field| field.shape.is_secret())
    }

    /// The fields that the struct has: a constant is in the table alone.
    pub fn own_fields(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|field| !field.is_constant())
    }
}

impl Field {
    /// Whether only one value is allowed, which is then always sent.
    pub fn is_constant(&self) -> bool {
        matches!(self.shape, Shape::Constant(_))
    }
}
