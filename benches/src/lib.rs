//! What the benchmarks share: bodies of every auth type of the catalog, what is done with them, and how it is measured.

pub mod allocations;
mod bodies;
pub mod derived;
#[cfg(feature = "peers")]
pub mod peers;
pub mod rounds;

pub use bodies::{Sample, samples};
