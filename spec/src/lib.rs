//! Spec files: what a source's JSON file says, and everything that is wrong with it.
//!
//! The way of a spec file, each step one module:
//!
//! 1. [`files`]: a folder's `*.json` into texts, each with its slug.
//! 2. [`read`]: a text into a [`ConnectionSpec`], noting what is not of the right form.
//! 3. [`check`]: a spec by itself, then all specs together, one small function a rule.
//! 4. [`diagnostic`]: what was noted, rendered with file, line, column, caret and help.
//!
//! [`SpecSet::load`] does all of it for a folder. What is done with a spec set is `wellhead-codegen`'s affair.

#[cfg(feature = "authoring")]
pub mod canonical;
pub mod category;
pub mod check;
pub mod diagnostic;
#[cfg(feature = "authoring")]
pub mod draft;
#[cfg(feature = "authoring")]
mod edit;
#[cfg(feature = "authoring")]
pub mod explain;
pub mod files;
#[cfg(feature = "authoring")]
pub mod fix;
#[cfg(feature = "authoring")]
pub mod import;
mod meant;
pub mod model;
pub mod pattern;
mod places;
pub mod policy;
pub mod read;
#[cfg(feature = "authoring")]
mod repair;
#[cfg(feature = "schema")]
pub mod schema;
mod set;
pub mod store;
mod words;

/// What is numbered, by its name. It is the one kind of map that specs are read, checked and lowered by: each other kind would be
/// compiled as well, which who builds the generator waits for.
pub type ByName<'n> = std::collections::HashMap<&'n str, usize>;

pub use diagnostic::{Code, Diagnostic, Diagnostics, Severity};
pub use files::SpecText;
pub use model::ConnectionSpec;
pub use places::{Places, part_around};
pub use policy::Policy;
pub use set::{Alone, Spec, SpecSet};
pub use wellhead_runtime::Format;
pub use wellhead_runtime::json::Span;
pub use words::on_one_line;
