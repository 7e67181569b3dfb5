//! The command, run as a process: what it prints where, what it exits with, what it leaves behind.
//!
//! One binary for all commands, since each takes seconds to link; one module a command.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod answering;
mod beside;
mod bulk;
mod check;
mod create;
mod diff;
mod generate;
mod help;
mod json;
mod operations;
mod output;
mod profiles;
mod references;
mod secrets;
mod serve;
mod service;
mod show;
mod sources;
mod support;
#[cfg(unix)]
#[cfg(unix)]
mod terminal;
mod unlisted;
