//! What a spec file says, every part with its place in the text.
//!
//! The shape is the Flow Service's own (`GET /connectionSpecs`); only what types a request is kept. `docs/spec-files.md`
//! is the reference for authors.

use std::ops::Deref;

use wellhead_runtime::json::Span;

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Its place.
    pub span: Span,
}

impl<T> Deref for Spanned<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// A text with its place.
pub type Text = Spanned<String>;

/// One source: a connection spec.
#[derive(Clone, Debug, PartialEq)]
pub struct ConnectionSpec {
    /// `id`: the connection spec id, a UUID.
    pub id: Text,
    /// `name`: the service's own name for the spec.
    pub name: Text,
    /// `version`, such as `1.0`.
    pub version: Text,
    /// `providerId`.
    pub provider_id: Option<Text>,
    /// `authSpec`: the ways to authenticate; none for a source without a base connection's credentials.
    pub auth_specs: Vec<AuthSpec>,
    /// `sourceSpec.attributes.uiAttributes`: how the platform shows the source.
    pub ui: UiAttributes,
    /// `x-status`; by default beta if `isBeta`, else generally available.
    pub status: Option<Spanned<Status>>,
    /// `x-deprecated`.
    pub deprecated: Option<Deprecated>,
    /// `x-aliases`: slugs that this source had.
    pub aliases: Vec<Text>,
    /// `x-shared-id`: why another source has the same id.
    pub shared_id: Option<Text>,
    /// `x-rust-name`: the module's name, where the slug's does not do.
    pub rust_name: Option<Text>,
    /// `x-note`: a settlement or doubt.
    pub note: Option<Text>,
}

/// How the platform shows a source.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UiAttributes {
    /// `label.text`
    pub label: Option<Text>,
    /// `description.text`
    pub description: Option<Text>,
    /// `category.key`
    pub category: Option<Text>,
    /// `documentationLink`
    pub documentation: Option<Text>,
    /// `isBeta`
    pub beta: bool,
}

/// How far a source is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Generally available.
    Ga,
    /// For trying.
    Beta,
    /// Going away.
    Deprecated,
}

/// Since when something should not be used, and what instead.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Deprecated {
    /// `since`: a date or month.
    pub since: Option<Text>,
    /// `use`: what to use instead.
    pub instead: Option<Text>,
    /// `note`: what else there is to know.
    pub note: Option<Text>,
}

/// One way to authenticate.
#[derive(Clone, Debug, PartialEq)]
pub struct AuthSpec {
    /// `name`: the wire's `specName`.
    pub name: Text,
    /// `x-cloud`: the clouds that it is limited to; none listed means all.
    pub clouds: Vec<Text>,
    /// `x-deprecated`.
    pub deprecated: Option<Deprecated>,
    /// `x-rust-name`: the struct's name, where the specName's does not do.
    pub rust_name: Option<Text>,
    /// `x-note`: a settlement or doubt.
    pub note: Option<Text>,
    /// `spec`: the params, as a JSON Schema for an object.
    pub params: Schema,
}

/// A JSON Schema (draft-07), as far as it types a request.
#[derive(Clone, Debug, PartialEq)]
pub struct Schema {
    /// Where it stands.
    pub span: Span,
    /// `type`.
    pub kind: Option<Spanned<Kind>>,
    /// `title`.
    pub title: Option<Text>,
    /// `description`.
    pub description: Option<Text>,
    /// `default`.
    pub default: Option<Spanned<serde_json::Value>>,
    /// `examples`, and `example` as the service also writes it.
    pub examples: Vec<Spanned<serde_json::Value>>,
    /// `enum`.
    pub choices: Option<Spanned<Vec<Spanned<serde_json::Value>>>>,
    /// `const`.
    pub only: Option<Spanned<serde_json::Value>>,
    /// What a string must fit.
    pub text: TextKeywords,
    /// What a number must fit.
    pub number: NumberKeywords,
    /// What an array must fit.
    pub list: ListKeywords,
    /// What an object must fit.
    pub object: ObjectKeywords,
    /// It must not be seen: `format: password`, `writeOnly`, `airbyte_secret` or `x-secret`.
    pub secret: bool,
    /// `x-deprecated`, or `deprecated: true`.
    pub deprecated: Option<Deprecated>,
    /// `x-rust-name`: the field's name, where the param's does not do.
    pub rust_name: Option<Text>,
    /// `x-note`: a settlement or doubt.
    pub note: Option<Text>,
    /// `x-keys`: for a part of a connection string, its keys in the text.
    pub keys: Vec<Text>,
    /// `x-connection-string`: the parts of a string that is made of some.
    pub connection_string: Option<Box<ConnectionStringSpec>>,
}

/// A JSON type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `string`
    String,
    /// `integer`
    Integer,
    /// `number`
    Number,
    /// `boolean`
    Boolean,
    /// `object`
    Object,
    /// `array`
    Array,
}

/// Keywords for strings.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TextKeywords {
    /// `format`
    pub format: Option<Text>,
    /// `pattern`
    pub pattern: Option<Text>,
    /// `minLength`
    pub min_length: Option<Spanned<u32>>,
    /// `maxLength`
    pub max_length: Option<Spanned<u32>>,
}

/// Keywords for numbers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NumberKeywords {
    /// `minimum`
    pub minimum: Option<Spanned<f64>>,
    /// `maximum`
    pub maximum: Option<Spanned<f64>>,
    /// `exclusiveMinimum`
    pub exclusive_minimum: Option<Spanned<f64>>,
    /// `exclusiveMaximum`
    pub exclusive_maximum: Option<Spanned<f64>>,
    /// `multipleOf`
    pub multiple_of: Option<Spanned<f64>>,
}

/// Keywords for arrays.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListKeywords {
    /// `items`
    pub items: Option<Box<Schema>>,
    /// `minItems`
    pub min_items: Option<Spanned<u32>>,
    /// `maxItems`
    pub max_items: Option<Spanned<u32>>,
    /// `uniqueItems`
    pub unique: bool,
}

/// Keywords for objects.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ObjectKeywords {
    /// `properties`, in the file's order.
    pub properties: Vec<Property>,
    /// `required`
    pub required: Vec<Text>,
    /// `additionalProperties`
    pub additional: Option<Spanned<Additional>>,
}

/// What members beyond `properties` may be.
#[derive(Clone, Debug, PartialEq)]
pub enum Additional {
    /// Anything.
    Any,
    /// None may be there.
    None,
    /// Values that fit the schema.
    Fitting(Box<Schema>),
}

/// One property of an object.
#[derive(Clone, Debug, PartialEq)]
pub struct Property {
    /// Its name on the wire.
    pub name: Text,
    /// What it may hold.
    pub schema: Schema,
}

impl Property {
    /// Whether a request without this property of `object` is refused.
    pub fn is_required(&self, object: &Schema) -> bool {
        object.object.required.iter().any(|name| name.value == self.name.value)
    }
}

/// How a connection string is put together.
#[derive(Clone, Debug, PartialEq)]
pub struct ConnectionStringSpec {
    /// `dialect`
    pub dialect: Spanned<Dialect>,
    /// The parts, as the properties of an object.
    pub parts: Schema,
}

/// The grammar of a connection string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// `ado.net`
    AdoNet,
}

impl Schema {
    /// Whether it must not be seen, or a part of it must not.
    pub fn carries_secret(&self) -> bool {
        self.secret
            || self.connection_string.as_ref().is_some_and(|string| string.parts.carries_secret())
            || self.object.properties.iter().any(|property| property.schema.carries_secret())
    }
}
