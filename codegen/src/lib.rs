//! The generator: spec files in, Rust out.
//!
//! The way, in numbered steps, each a module that a newcomer finds by its name:
//!
//! 1. `wellhead-spec` reads and checks a folder of spec files.
//! 2. [`lower`](mod@lower) turns specs into the [`model`]: what is to be emitted, every Rust name settled by [`names`].
//! 3. [`emit`](mod@emit) turns the model into tokens, one function an output file. It decides nothing.
//! 4. [`format`](mod@format) prints tokens as a person would have written them.
//! 5. [`write`](mod@write) brings a folder up to date, touching no byte that did not change.
//!
//! Steps 2 to 4 are done for every source by itself, on all cores, and left out for a source that has not changed since
//! the last run that left a record.
//!
//! [`Builder`] is the front door to all of it, for build scripts and for commands alike:
//!
//! ```no_run
//! // What the build.rs of a crate with spec files of its own does:
//! wellhead_codegen::Builder::new("specs").build_script();
//! ```
//!
//! To add an output: add its part to the model if it has none, write an emitter that returns tokens, and name its file
//! in `emit::spanning`.

pub mod emit;
pub mod format;
mod front;
pub mod lower;
pub mod model;
mod modules;
pub mod names;
mod record;
mod standalone;
pub mod write;

pub use front::{Builder, Failure, Generated, check};
pub use standalone::Standalone;
pub use wellhead_spec as spec;
