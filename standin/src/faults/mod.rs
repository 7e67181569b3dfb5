//! Faults on demand: what a network and a busy service do to a client, when and how often a test wants it.

mod inject;
mod parse;
mod plan;
mod retry_after;
mod wire;

use std::time::Duration;

pub(crate) use inject::inject;
pub use parse::FaultError;
pub(crate) use plan::Plan;
pub use plan::{Counts, Faults, Rate, Script};
pub use retry_after::RetryAfter;
pub(crate) use wire::{Cut, Door};

/// What can go wrong.
///
/// As text: `latency:200ms`, `429`, `429:none`, `429:3`, `429:date:3`, `503` and the same with it, `reset-before`,
/// `reset-after`, `truncate`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// The call takes that much longer.
    Latency(Duration),
    /// 429; nothing is done.
    TooManyRequests(RetryAfter),
    /// 503; nothing is done.
    Unavailable(RetryAfter),
    /// The connection is reset before anything is done.
    ResetBefore,
    /// What the call asks for is done, and then the connection is reset instead of an answer.
    ResetAfter,
    /// What the call asks for is done, and the answer breaks off in the middle of its body.
    Truncate,
}

/// The calls that a fault is for.
///
/// As text: `all`, `tokens`, `service`, `reads`, `writes`, `creates`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Calls {
    /// Every call.
    #[default]
    All,
    /// Calls for a token.
    Tokens,
    /// Calls to the Flow Service.
    Service,
    /// Calls to the Flow Service that change nothing: `GET`, `HEAD`, and searches.
    Reads,
    /// Calls to the Flow Service that change something.
    Writes,
    /// `POST /connections`
    Creates,
}
