//! Why a call did not work. Each error says what failed and what to do, and none holds a secret.

mod advice;
mod body;

use std::fmt;

use wellhead_runtime::Violations;

use crate::scrub::Secrets;
use crate::transport::Answer;

/// Why a call did not work.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Error {
    /// The request breaks rules of its source. Nothing was sent.
    Invalid(Violations),
    /// What the client was given can't be used: everything that is wrong, one phrase each. Nothing was sent.
    Unusable(Vec<String>),
    /// The service, or IMS, said no.
    Refused(Box<Refusal>),
    /// The service, or IMS, could not be reached, or fell silent.
    Unreachable(Unreachable),
    /// The service, or IMS, answered with something that is not documented.
    BadAnswer(BadAnswer),
}

impl Error {
    /// A page of a list that leads to itself.
    pub(crate) fn endless_list() -> Self {
        Self::BadAnswer(BadAnswer {
            operation: Operation::List,
            status: 200,
            problem: "its next page is the same page again".into(),
            request_id: None,
        })
    }

    /// Whether a create that failed with this may have made a connection all the same. Look for it by its name before
    /// you create it again.
    pub fn is_outcome_unknown(&self) -> bool {
        match self {
            Self::Invalid(_) | Self::Unusable(_) => false,
            Self::Refused(refusal) => {
                refusal.operation == Operation::Create && refusal.status >= 500
            }
            Self::Unreachable(unreachable) => unreachable.is_outcome_unknown(),
            Self::BadAnswer(answer) => {
                answer.operation == Operation::Create && (200..300).contains(&answer.status)
            }
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Invalid(violations) => violations.fmt(f),
            Self::Unusable(problems) => f.write_str(&problems.join("\n")),
            Self::Refused(refusal) => refusal.fmt(f),
            Self::Unreachable(unreachable) => unreachable.fmt(f),
            Self::BadAnswer(answer) => answer.fmt(f),
        }?;
        if self.is_outcome_unknown() {
            f.write_str(
                "; the connection may have been created: \
                 look for its name before you create it again",
            )?;
        }
        Ok(())
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

/// What was being done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Operation {
    /// Asking IMS for a token.
    Token,
    /// Creating a base connection.
    Create,
    /// Looking up a base connection.
    Get,
    /// Listing base connections.
    List,
}

impl Operation {
    fn service(self) -> &'static str {
        match self {
            Self::Token => "IMS",
            Self::Create | Self::Get | Self::List => "the Flow Service",
        }
    }
}

impl fmt::Display for Operation {
    /// What was asked for: `create the base connection`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Token => "give a token",
            Self::Create => "create the base connection",
            Self::Get => "look up the base connection",
            Self::List => "list the base connections",
        })
    }
}

/// A no from the service or from IMS, in its own words as far as it gave any.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Refusal {
    /// What was being done.
    pub operation: Operation,
    /// The HTTP status.
    pub status: u16,
    /// The service's code, such as `1413-400` or `403010`. One code can have two meanings: read the texts, too.
    pub code: Option<String>,
    /// What kind of problem it is.
    pub title: Option<String>,
    /// What the problem is.
    pub detail: Option<String>,
    /// What to quote to support.
    pub request_id: Option<String>,
    /// What to do, as a phrase.
    pub help: &'static str,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} refused to {}: {}", self.operation.service(), self.operation, self.status)?;
        if let Some(code) = &self.code {
            write!(f, " [{code}]")?;
        }
        let texts = [&self.title, &self.detail].into_iter().flatten();
        texts.enumerate().try_for_each(|(index, text)| {
            write!(f, "{}{text}", if index == 0 { " " } else { ": " })
        })?;
        if let Some(id) = &self.request_id {
            write!(f, " (request id {id})")?;
        }
        write!(f, "; {}", self.help)
    }
}

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
    /// No network connection was made: nothing was sent.
    NotConnected,
    /// The time for the call ran out.
    TimedOut,
    /// The network connection broke.
    Interrupted,
}

impl Unreachable {
    fn is_outcome_unknown(&self) -> bool {
        self.operation == Operation::Create && self.cause != Cause::NotConnected
    }
}

impl fmt::Display for Unreachable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let service = self.operation.service();
        let (what, help) = match self.cause {
            Cause::NotConnected => {
                ("could not be reached", "check the URL, the network and the proxy settings")
            }
            Cause::TimedOut => ("did not answer in time", "try again, or allow more time"),
            Cause::Interrupted => ("broke off before it had answered", "try again"),
        };
        write!(f, "{service} {what} when asked to {}: {}", self.operation, self.reason)?;
        if self.is_outcome_unknown() { Ok(()) } else { write!(f, "; {help}") }
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

/// An answer that is not a success, as an error.
pub(crate) fn refused(answer: &Answer, secrets: &Secrets) -> Error {
    if answer.status.is_redirection() {
        return answer
            .bad("it is a redirect, and following it would carry credentials elsewhere".into());
    }
    if answer.status.is_success() {
        return answer.bad("its status is none that is documented for this call".into());
    }
    let told = body::Told::read(&answer.body, secrets);
    let status = answer.status.as_u16();
    Error::Refused(Box::new(Refusal {
        operation: answer.operation,
        status,
        help: advice::advice(answer.operation, status, &told),
        request_id: answer.request_id.clone().or(told.request_id),
        code: told.code,
        title: told.title,
        detail: told.detail,
    }))
}

/// Whether the gateway does not take the token: expired early, or revoked.
pub(crate) fn says_token_is_bad(answer: &Answer) -> bool {
    answer.status.as_u16() == 401
        && body::Told::read(&answer.body, &Secrets::default()).code.as_deref() == Some("401013")
}
