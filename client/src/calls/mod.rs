//! What a client can do: one file for one kind of operation, each an `impl Client`.

mod bulk;
mod create;
mod explain;
mod inspect;
mod lookup;
mod read;
mod specs;
mod update;
mod wait;

pub use bulk::{BulkItem, Outcome};
pub use wait::{Progress, Wait};
