//! What Wellhead is measured against, made from the same spec files: serde's derives, and typify's output for all bodies
//! as one `oneOf`. Catalogs of any size are made here too, so that every peer gets the same one.

#[cfg(feature = "crates")]
pub mod crates;
pub mod derived;
mod kinds;
mod specs;
#[cfg(feature = "typify")]
pub mod typified;

pub use kinds::{Kind, body_schema, kinds};
pub use specs::{Spec, catalog, read, synthetic, write};
