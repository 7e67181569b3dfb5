//! One module a command, each with one `run`.

pub(crate) mod changelog;
pub(crate) mod check;
pub(crate) mod completions;
pub(crate) mod create;
pub(crate) mod delete;
pub(crate) mod diff;
pub(crate) mod explain;
pub(crate) mod explore;
mod filled;
pub(crate) mod fmt;
mod folder;
pub(crate) mod generate;
pub(crate) mod get;
pub(crate) mod import;
pub(crate) mod list;
mod missing;
pub(crate) mod new;
pub(crate) mod profiles;
pub(crate) mod requests;
pub(crate) mod serve;
pub(crate) mod show;
pub(crate) mod sources;
pub(crate) mod specs;
pub(crate) mod test;
mod texts;
pub(crate) mod update;
