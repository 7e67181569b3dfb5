//! No answer, one that can't be used, or a connection that does not come up.

use std::fmt;
use std::time::Duration;

use super::Operation;
use crate::connection::Connection;

/// No answer, or half of one.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unreachable {
    /// What was being done.
    pub operation: Operation,
    /// How far it came.
    pub cause: Cause,
    /// What the network said.
    pub reason: String,
}

/// How far a call came that was not answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Cause {
    /// The time for the call ran out while it waited for its turn: nothing was sent.
    NotSent,
    /// No network connection was made: nothing was sent.
    NotConnected,
    /// The handshake of TLS failed, mostly since nobody that this system trusts vouches for the certificate: nothing was sent.
    NotTrusted,
    /// The time for the call ran out.
    TimedOut,
    /// The network connection broke.
    Interrupted,
}

impl Cause {
    pub(super) fn may_have_arrived(self) -> bool {
        matches!(self, Self::TimedOut | Self::Interrupted)
    }
}

impl fmt::Display for Unreachable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let service = self.operation.service();
        let (what, help) = match self.cause {
            Cause::NotSent => ("was not asked in time", "try again later, or allow more time"),
            Cause::NotConnected => {
                ("could not be reached", "check the URL, the network and the proxy settings")
            }
            Cause::NotTrusted => (
                "could not be reached in a way that is safe",
                "check the URL, and whether this system trusts what vouches for that host",
            ),
            Cause::TimedOut => ("did not answer in time", "try again, or allow more time"),
            Cause::Interrupted => ("broke off before it had answered", "try again"),
        };
        let asked = if self.cause == Cause::NotSent { "to" } else { "when asked to" };
        write!(f, "{service} {what} {asked} {}: {}", self.operation, self.reason)?;
        if self.operation.changes_something() && self.cause.may_have_arrived() {
            return Ok(());
        }
        write!(f, "; {help}")
    }
}

/// An answer that is not what is documented.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct BadAnswer {
    /// What was being done.
    pub operation: Operation,
    /// The HTTP status.
    pub status: u16,
    /// What is wrong with it, as a phrase.
    pub problem: String,
    /// What to quote to support.
    pub request_id: Option<String>,
}

impl fmt::Display for BadAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { operation, status, problem, request_id } = self;
        let service = operation.service();
        write!(
            f,
            "{service} was asked to {operation}, and its answer ({status}) can't be used: {problem}"
        )?;
        if let Some(id) = request_id {
            write!(f, " (request id {id})")?;
        }
        f.write_str("; check the URLs: something else than the service may have answered")
    }
}

/// A connection that was waited for in vain.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct NotEnabled {
    /// The connection as it was last seen.
    pub connection: Connection,
    /// How long it was waited for.
    pub waited: Duration,
}

impl fmt::Display for NotEnabled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { connection, waited } = self;
        let state = connection.state.as_ref().map(ToString::to_string);
        let state = state.as_deref().unwrap_or("without a state");
        let seconds = waited.as_secs();
        let help = match &connection.state {
            Some(state) if !state.is_passing() => "enable it, or delete it and create it again",
            _ => "wait longer: it goes on without you",
        };
        write!(
            f,
            "the base connection {} is {state} after {seconds} s of waiting; {help}",
            connection.id
        )
    }
}
