//! Where a side can come from besides a folder: a git revision, and what the service printed.

mod git;
mod response;

pub use git::{GitError, Range, Revisions, revision_texts};
pub use response::{Matched, matched};
