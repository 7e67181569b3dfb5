//! What needs no type of its own: a catalog, and params, that are read, validated, written and shown by tables alone.
//!
//! Spec files that are read at run time become such a catalog (`wellhead_codegen::Loader`), and a compiled catalog can be
//! seen as one. The engine is the one that compiled sources have: only where values are kept differs.

mod catalog;
mod params;
mod source;
mod value;

pub use catalog::LoadedCatalog;
pub use params::LoadedParams;
pub use source::LoadedSource;
