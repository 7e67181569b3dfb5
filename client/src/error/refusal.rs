//! A no, in the service's own words and in ours.

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use reqwest::StatusCode;

use super::body::Told;
use super::{Error, Operation, Reason, advice};
use crate::scrub::Secrets;
use crate::transport::Answer;

/// A no from the service or from IMS, in its own words as far as it gave any.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Refusal {
    /// What was being done.
    pub operation: Operation,
    /// The HTTP status.
    pub status: u16,
    /// The service's code, such as `1413-400` or `403010`. One code can have two meanings: decide by the reason.
    pub code: Option<String>,
    /// What the code and the texts mean together.
    pub reason: Reason,
    /// What kind of problem it is.
    pub title: Option<String>,
    /// What the problem is.
    pub detail: Option<String>,
    /// The param that it is about, by its wire name, where the service names one.
    pub param: Option<String>,
    /// What to quote to support.
    pub request_id: Option<String>,
    /// How long the service asks to be left alone.
    pub retry_after: Option<Duration>,
    /// What to do, as a phrase.
    pub help: Cow<'static, str>,
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
        if let Some(param) = &self.param {
            write!(f, " (param {param})")?;
        }
        if let Some(id) = &self.request_id {
            write!(f, " (request id {id})")?;
        }
        write!(f, "; {}", self.help)
    }
}

/// An answer that is not a success, as an error; `params` are the names that were sent.
pub(crate) fn refused(answer: &Answer, params: &[&str]) -> Error {
    if answer.status.is_redirection() && answer.status != StatusCode::NOT_MODIFIED {
        return answer
            .bad("it is a redirect, and following it would carry credentials elsewhere".into());
    }
    if answer.status.is_success() || answer.status.is_redirection() {
        return answer.bad("its status is none that is documented for this call".into());
    }
    let told = Told::read(&answer.body, &answer.secrets);
    let status = answer.status.as_u16();
    let (reason, help) = advice::decode(answer.operation, status, &told);
    let param = told.param(params);
    Error::Refused(Box::new(Refusal {
        operation: answer.operation,
        status,
        reason,
        help: match (&param, reason) {
            (Some(param), Reason::ParamMissing) => format!("add the param {param}").into(),
            _ => help.into(),
        },
        param,
        request_id: answer.request_id.clone().or(told.request_id),
        retry_after: answer.retry_after,
        code: told.code,
        title: told.title,
        detail: told.detail,
    }))
}

/// Whether the gateway does not take the token: expired early, or revoked.
pub(crate) fn says_token_is_bad(answer: &Answer) -> bool {
    answer.status.as_u16() == 401
        && Told::read(&answer.body, &Secrets::default()).code.as_deref() == Some("401013")
}
