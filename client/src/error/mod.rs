//! Why a call did not work. Each error says what failed and what to do, and none holds a secret.

mod advice;
mod body;
mod operation;
mod reason;
mod refusal;
mod unanswered;

use std::fmt;

use wellhead_runtime::Violations;

pub use operation::Operation;
pub use reason::Reason;
pub use refusal::Refusal;
pub use unanswered::{BadAnswer, Cause, NotEnabled, Unreachable};

pub(crate) use refusal::{refused, says_token_is_bad};

/// Why a call did not work.
///
/// Its text is one sentence or more: what failed, what the service said, the request id, and what to do. [`Refusal`] has the
/// same in parts, for a program to decide by.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Error {
    /// The request breaks rules of its source. Nothing was sent.
    Invalid(Violations),
    /// What the client was given can't be used: everything that is wrong, one phrase each. Nothing was sent.
    Unusable(Vec<String>),
    /// A file on this machine can't be read or written, such as the journal of a bulk: what, and why. Nothing was sent.
    File(String),
    /// The service, or IMS, said no.
    Refused(Box<Refusal>),
    /// The service, or IMS, could not be reached, or fell silent.
    Unreachable(Unreachable),
    /// The service, or IMS, answered with something that is not documented.
    BadAnswer(BadAnswer),
    /// A connection was waited for, and can't be used yet, or ever.
    NotEnabled(Box<NotEnabled>),
}

impl Error {
    pub(crate) fn unusable(problem: impl Into<String>) -> Self {
        Self::Unusable(vec![problem.into()])
    }

    /// A page of a list that leads to one that was read already.
    pub(crate) fn endless_list(operation: Operation) -> Self {
        Self::BadAnswer(BadAnswer {
            operation,
            status: 200,
            problem: "its next page is one that came before".into(),
            request_id: None,
        })
    }

    /// The time for a call ran out before it was sent.
    pub(crate) fn not_sent(operation: Operation, reason: impl Into<String>) -> Self {
        Self::Unreachable(Unreachable { operation, cause: Cause::NotSent, reason: reason.into() })
    }

    /// What was being done; `None` where nothing was sent.
    pub fn operation(&self) -> Option<Operation> {
        match self {
            Self::Invalid(_) | Self::Unusable(_) | Self::File(_) => None,
            Self::Refused(refusal) => Some(refusal.operation),
            Self::Unreachable(unreachable) => Some(unreachable.operation),
            Self::BadAnswer(answer) => Some(answer.operation),
            Self::NotEnabled(_) => Some(Operation::Get),
        }
    }

    /// What to quote to support.
    pub fn request_id(&self) -> Option<&str> {
        match self {
            Self::Refused(refusal) => refusal.request_id.as_deref(),
            Self::BadAnswer(answer) => answer.request_id.as_deref(),
            _ => None,
        }
    }

    /// Whether a create, update or delete that failed with this may have been done all the same.
    ///
    /// A create looks for the connection before it gives this up, so it was not found, or looking failed as well: look for
    /// its name before you create it again.
    pub fn is_outcome_unknown(&self) -> bool {
        if !self.operation().is_some_and(Operation::changes_something) {
            return false;
        }
        match self {
            // Who answers 408 gave up waiting, and it may have been for the service.
            Self::Refused(refusal) => refusal.status >= 500 || refusal.status == 408,
            Self::Unreachable(unreachable) => unreachable.cause.may_have_arrived(),
            Self::BadAnswer(answer) => (200..300).contains(&answer.status),
            Self::Invalid(_) | Self::Unusable(_) | Self::File(_) | Self::NotEnabled(_) => false,
        }
    }

    /// Whether the same call may work a little later: a failure of the network, a 408, a 429, or most of what is a server's.
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Refused(refusal) => matches!(refusal.status, 408 | 429 | 500 | 502 | 503 | 504),
            Self::Unreachable(unreachable) => {
                !matches!(unreachable.cause, Cause::NotSent | Cause::NotTrusted)
            }
            _ => false,
        }
    }

    /// Whether the service surely did nothing: what failed came before it, or it was turned away at the gate.
    pub(crate) fn was_not_done(&self) -> bool {
        match self {
            Self::Refused(refusal) => {
                refusal.status == 429 || refusal.operation == Operation::Token
            }
            Self::Unreachable(unreachable) => {
                !unreachable.cause.may_have_arrived() || unreachable.operation == Operation::Token
            }
            _ => false,
        }
    }

    /// Whether what was to be changed may show up later: the service was given up on, not heard from, and may still be at it;
    /// or it says that it was done.
    pub(crate) fn may_show_up(&self) -> bool {
        let may = match self {
            Self::Refused(refusal) => refusal.status == 504,
            Self::Unreachable(unreachable) => unreachable.cause == Cause::TimedOut,
            Self::BadAnswer(_) => true,
            _ => false,
        };
        may && self.is_outcome_unknown()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Invalid(violations) => violations.fmt(f),
            Self::Unusable(problems) => f.write_str(&problems.join("\n")),
            Self::File(problem) => f.write_str(problem),
            Self::Refused(refusal) => refusal.fmt(f),
            Self::Unreachable(unreachable) => unreachable.fmt(f),
            Self::BadAnswer(answer) => answer.fmt(f),
            Self::NotEnabled(waited) => waited.fmt(f),
        }?;
        let doubt = self.operation().filter(|_| self.is_outcome_unknown());
        doubt.map_or(Ok(()), |operation| write!(f, "; {}", operation.doubt()))
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Invalid(violations) => Some(violations),
            _ => None,
        }
    }
}
