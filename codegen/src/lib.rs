//! The generator: spec files in, Rust out, or a catalog in memory.
//!
//! The way, in numbered steps, each a module that a newcomer finds by its name:
//!
//! 1. `wellhead-spec` reads and checks a folder of spec files.
//! 2. [`lower`](mod@lower) turns specs into the [`model`]: what is to be emitted, every Rust name settled by [`names`].
//! 3. [`emit`](mod@emit) turns the model into tokens, one function an output file. It decides nothing.
//! 4. [`format`](mod@format) prints tokens as a person would have written them.
//! 5. [`write`](mod@write) brings a folder up to date, touching no byte that did not change.
//!
//! Steps 1 to 4 are done for every source by itself, on all cores, by `gather`; what comes out goes to its place at once. What the
//! files that span all sources say of one is its [`outline`](mod@outline); a `run` leaves it in a record, so that the
//! next one reads only the spec files that changed. Or, instead of the last three, `load` turns the model into tables in
//! memory.
//!
//! [`Builder`] is the front door to generating, for build scripts and for commands alike, and `Loader`, with the feature
//! `load`, to loading:
//!
//! ```no_run
//! // What the build.rs of a crate with spec files of its own does:
//! wellhead_codegen::Builder::new("specs").build_script();
//! ```
//!
//! To add an output: add its part to the model if it has none, write an emitter that returns tokens, and name its file
//! in `emit::spanning`. What is added to the tables is added to `load` as well.
//!
//! Who only loads turns the default feature `emit` off and `load` on, and has no crate that parses or prints Rust in the tree.

#[cfg(any(feature = "emit", feature = "load"))]
mod about;
#[cfg(feature = "emit")]
mod cores;
#[cfg(feature = "emit")]
pub mod emit;
mod failure;
#[cfg(feature = "emit")]
pub mod format;
#[cfg(feature = "emit")]
mod front;
#[cfg(feature = "emit")]
mod gather;
#[cfg(feature = "command")]
mod generated;
#[cfg_attr(
    not(any(feature = "emit", feature = "load")),
    expect(dead_code, reason = "they are for emitting and for loading")
)]
mod keywords;
#[cfg(feature = "load")]
mod load;
pub mod lower;
pub mod model;
pub mod names;
#[cfg(feature = "emit")]
pub mod outline;
#[cfg(feature = "command")]
mod page;
#[cfg(all(feature = "emit", not(feature = "command")))]
#[path = "no_page.rs"]
mod page;
mod prose;
#[cfg(feature = "emit")]
mod record;
#[cfg(feature = "emit")]
mod run;
#[cfg(feature = "command")]
mod standalone;
#[cfg(feature = "emit")]
mod system;
#[cfg(feature = "emit")]
pub mod write;

pub use failure::Failure;
#[cfg(feature = "emit")]
pub use front::Builder;
#[cfg(feature = "command")]
pub use generated::Generated;
#[cfg(feature = "load")]
pub use load::{Loaded, Loader};
pub use lower::check;
#[cfg(feature = "emit")]
pub use run::{Done, Ready};
#[cfg(feature = "command")]
pub use standalone::Standalone;
pub use wellhead_spec as spec;

/// The page about loading: its example is compiled.
#[cfg(doctest)]
#[doc = include_str!("../../docs/loaded.md")]
mod page_about_loading {}
