//! What generated Wellhead code stands on.
//!
//! A generated source is data: structs, and static [tables](Table) that say what each param is called and may hold.
//! Everything that happens to them happens here, once: reading JSON into them with every violation noted, validating,
//! writing, redacting, and dispatching a whole request body to the type it is a request of.
//!
//! | step | where |
//! |---|---|
//! | JSON text, with places | [`json`] |
//! | which type is it? | [`dispatch()`] |
//! | into the type, by its table | [`Input`], [`ReadParam`], [`ReadParams`] |
//! | is every value allowed? | [`ConnectionRequest::validate`], [`Violations`] |
//! | onto the wire | [`ConnectionRequest`] |
//!
//! Consumers use the `wellhead` crate, which re-exports what they need. What is public here and not there is for
//! generated code, for other catalogs than Wellhead's own, and for tools.

mod about;
mod builder;
mod catalog;
mod connection_string;
mod cut;
mod dispatch;
mod either;
mod example;
mod format;
mod instance;
pub mod json;
mod known;
#[cfg(feature = "loaded")]
mod loaded;
mod param;
mod path;
pub mod pattern;
mod read;
mod redact;
mod request;
mod rules;
mod schema;
mod secret;
#[cfg(feature = "serde")]
mod serialize;
mod suggest;
mod table;
mod unlisted;
mod validate;
mod violation;
mod write;

pub use about::About;
pub use builder::{Set, Unset};
pub use catalog::{AuthDescriptor, AuthSpecs, SourceDescriptor, Status};
pub use connection_string::{AddressPiece, ConnectionString, ConnectionStringParts, Dialect};
pub use dispatch::{
    Candidate, Catalog, Compiled, DispatchError, Index, Route, Routes, Sources, UnknownName,
    dispatch, dispatch_as, dispatch_params, dispatch_slug, dispatch_unlisted,
};
pub use either::{Either, dispatch_either};
pub use format::Format;
pub use json::Json;
#[cfg(feature = "loaded")]
pub use loaded::{LoadedCatalog, LoadedParams, LoadedSource};
pub use param::{List, Map, Nullable, Param, Params, ReadParam, ReadParams, View};
pub use path::Path;
pub use pattern::{Pattern, PatternError};
pub use read::{Chosen, Input};
pub use redact::{debug, equal, masked};
pub use request::{Auth, AuthParams, ConnectionRequest, ReadAuth};
pub use schema::{Alone, Keyword, Schema, Type};
pub use secret::Secret;
pub use suggest::nearest;
pub use table::{
    ANY_TEXT, ConnectionStringRules, Constant, Deprecation, FILLED_TEXT, Field, IntegerRules,
    JsonRules, ListRules, NumberRules, OneOfRules, Shape, Table, TextRules,
};
pub use violation::{Rule, Violation, Violations};
pub use write::SecretText;
