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
//!
//! The feature `requests`, on by default, is all but what spec files are read with as well: [`json`], [`pattern`], [`Format`] and
//! [`nearest`]. A generator turns it off.

// Requests ask more of JSON than spec files do.
#![cfg_attr(not(feature = "requests"), allow(dead_code, unused_imports))]

#[cfg(feature = "requests")]
mod about;
pub mod bucket;
#[cfg(feature = "requests")]
mod builder;
#[cfg(feature = "requests")]
mod catalog;
#[cfg(feature = "requests")]
mod connection_string;
mod cut;
#[cfg(feature = "requests")]
mod dispatch;
#[cfg(feature = "requests")]
mod either;
#[cfg(feature = "requests")]
mod example;
mod format;
#[cfg(feature = "requests")]
mod instance;
pub mod json;
mod known;
#[cfg(feature = "loaded")]
mod loaded;
#[cfg(feature = "requests")]
mod param;
mod path;
pub mod pattern;
#[cfg(feature = "requests")]
mod phrase;
#[cfg(feature = "requests")]
mod read;
#[cfg(feature = "requests")]
mod redact;
#[cfg(feature = "requests")]
mod request;
#[cfg(feature = "requests")]
mod rules;
#[cfg(feature = "requests")]
mod schema;
#[cfg(feature = "requests")]
mod secret;
#[cfg(feature = "serde")]
mod serialize;
mod suggest;
#[cfg(feature = "requests")]
mod table;
#[cfg(feature = "requests")]
mod unlisted;
#[cfg(feature = "requests")]
mod validate;
#[cfg(feature = "requests")]
mod violation;
#[cfg(feature = "requests")]
mod write;

#[cfg(feature = "requests")]
pub use self::{
    about::About,
    builder::{Set, Unset},
    catalog::{AuthDescriptor, AuthSpecs, SourceDescriptor, Status},
    connection_string::{AddressPiece, ConnectionString, ConnectionStringParts, Dialect},
    dispatch::{
        Candidate, Catalog, Compiled, DispatchError, Index, Route, Routes, Sources, UnknownName,
        dispatch, dispatch_as, dispatch_params, dispatch_slug, dispatch_unlisted,
    },
    either::{Either, dispatch_either},
    param::{EMPTY, List, Map, Nullable, Param, Params, ReadParam, ReadParams, View},
    phrase::Phrase,
    read::{Chosen, Input},
    redact::{debug, equal, masked, same, show},
    request::{Auth, AuthParams, ConnectionRequest, ReadAuth},
    schema::{Alone, Keyword, Schema, Type},
    secret::Secret,
    table::{
        ANY_TEXT, ConnectionStringRules, Constant, Deprecation, FILLED_TEXT, Field, IntegerRules,
        JsonRules, ListRules, NumberRules, OneOfRules, Shape, Table, TextRules,
    },
    violation::{Rule, Violation, Violations},
    write::SecretText,
};
pub use format::Format;
pub use json::Json;
#[cfg(feature = "loaded")]
pub use loaded::{LoadedCatalog, LoadedParams, LoadedSource};
pub use path::Path;
pub use pattern::{Pattern, PatternError};
pub use suggest::nearest;
