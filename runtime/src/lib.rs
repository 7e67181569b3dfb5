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
//! The feature `requests`, on by default, is all but what spec files are read with as well: [`json`], [`pattern`], [`screen`], [`Format`]
//! and [`nearest`]. A generator turns it off.

// Requests ask more of JSON than spec files do.
#![cfg_attr(not(feature = "requests"), allow(dead_code, unused_imports))]

pub mod bucket;
mod builder;
mod cut;
mod format;
pub mod json;
mod known;
mod path;
pub mod pattern;
#[cfg(feature = "requests")]
mod requests;
pub mod screen;
mod suggest;

pub use builder::{Set, Unset};
pub use format::Format;
pub use json::Json;
pub use path::Path;
pub use pattern::{Pattern, PatternError};
#[cfg(feature = "requests")]
pub use requests::*;
pub use suggest::nearest;
