//! One module a command, each with one `run`.

pub(crate) mod check;
pub(crate) mod completions;
pub(crate) mod create;
pub(crate) mod explain;
pub(crate) mod fmt;
mod folder;
pub(crate) mod generate;
pub(crate) mod get;
pub(crate) mod import;
pub(crate) mod list;
pub(crate) mod new;
pub(crate) mod requests;
pub(crate) mod serve;
pub(crate) mod show;
pub(crate) mod sources;
mod texts;
