//! How a call goes out: with a token, in its turn, again if that may help, and before its deadline.

use std::time::Duration;

use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderValue, IF_MATCH};
use reqwest::{Request, StatusCode};
use tokio::time::{Instant, sleep, timeout_at};
use tracing::{Instrument, Span, field};
use wellhead_runtime::Secret;

use crate::call::Call;
use crate::client::Client;
use crate::error::{Error, Operation, Refusal, refused, says_token_is_bad};
use crate::retry::Backoff;
use crate::scrub::Secrets;
use crate::transport::{Answer, bearer};

impl Client {
    /// Sends `call` until it works, can't work, or must not be repeated.
    pub(crate) async fn send(&self, call: &Call, until: Instant) -> Result<Answer, Error> {
        self.send_again(call, &mut self.parts.retry.backoff(), until).await
    }

    /// The same with what is left of the attempts, where a call has to be looked after between some of them.
    pub(crate) async fn send_again(
        &self,
        call: &Call,
        backoff: &mut Backoff,
        until: Instant,
    ) -> Result<Answer, Error> {
        loop {
            let error = match self.once(call, until).await {
                Ok(answer) => {
                    self.parts.budget.give_back();
                    return Ok(answer);
                }
                Err(error) => error,
            };
            let may_repeat = call.operation.is_idempotent() || error.was_not_done();
            if !may_repeat || !self.waited_to_repeat(&error, backoff, until).await {
                return Err(error);
            }
        }
    }

    /// Waits until it is time to try again after `error`; whether there is such a time.
    pub(crate) async fn waited_to_repeat(
        &self,
        error: &Error,
        backoff: &mut Backoff,
        until: Instant,
    ) -> bool {
        let asked = asked_to_wait(error);
        let Some(jitter) = backoff.next().filter(|_| error.is_passing()) else { return false };
        // Callers that were sent away together come back apart.
        let wait = asked.unwrap_or_default().saturating_add(jitter);
        if until.saturating_duration_since(Instant::now()) <= wait {
            return false;
        }
        if asked.is_none() && !self.parts.budget.take() {
            tracing::warn!("the retry budget is used up: the failure is reported as it is");
            return false;
        }
        tracing::info!(wait_ms = millis(wait), %error, "trying again");
        sleep(wait).await;
        true
    }

    /// Sends `call` with a token; once more with a new token if the service does not take the first any longer.
    pub(crate) async fn once(&self, call: &Call, until: Instant) -> Result<Answer, Error> {
        let span = tracing::info_span!(
            "flow_service",
            operation = call.operation.as_str(),
            sandbox = %self.sandbox(),
            id = call.id.as_deref(),
            status = field::Empty,
            request_id = field::Empty,
            elapsed_ms = field::Empty,
        );
        let started = Instant::now();
        let result = self.with_token(call, until).instrument(span.clone()).await;
        span.record("elapsed_ms", millis(started.elapsed()));
        let _entered = span.enter();
        match &result {
            Ok(_) => tracing::debug!("answered"),
            Err(error) => tracing::debug!(%error, "failed"),
        }
        result
    }

    async fn with_token(&self, call: &Call, until: Instant) -> Result<Answer, Error> {
        let token = self.token(call, None, until).await?;
        let answer = self.attempt(call, &token, until).await?;
        // Refused at the gate, so nothing was done: also a create may be sent again.
        if says_token_is_bad(&answer) && self.parts.tokens.are_renewed() {
            let token = self.token(call, Some(&token), until).await?;
            let answer = self.attempt(call, &token, until).await?;
            return checked(&answer, call).map(|()| answer);
        }
        checked(&answer, call).map(|()| answer)
    }

    async fn token(
        &self,
        call: &Call,
        refused: Option<&Secret>,
        until: Instant,
    ) -> Result<Secret, Error> {
        let token = timeout_at(until, self.parts.tokens.current(refused, until)).await;
        token.unwrap_or_else(|_| Err(Error::not_sent(call.operation, "no token came in time")))
    }

    /// Sends `call` once, in its turn.
    async fn attempt(&self, call: &Call, token: &Secret, until: Instant) -> Result<Answer, Error> {
        let not_sent = |reason| Error::not_sent(call.operation, reason);
        let _turn = self.parts.pace.turn(until).await.map_err(not_sent)?;
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(Error::not_sent(call.operation, "its deadline has passed"));
        }
        let mut request = Request::new(call.method.clone(), call.url.clone());
        *request.timeout_mut() = Some(self.parts.timeout.min(left));
        let headers = request.headers_mut();
        headers.clone_from(&self.parts.headers);
        headers.insert(AUTHORIZATION, bearer(token).map_err(Error::unusable)?);
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        if let Some(etag) = &call.etag {
            headers.insert(IF_MATCH, etag.clone());
        }
        if let Some(body) = &call.body {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
            *request.body_mut() = Some(body.clone().into());
        }
        let secrets = self.secrets_with(&call.secrets, Some(token));
        let answer = self.parts.transport.send(request, call.operation, secrets).await?;
        note(&answer);
        // All who share this client would be sent away as well.
        self.parts.pace.heed(&answer);
        Ok(answer)
    }

    /// What no error may tell of a call that has `sent`: that, the token, and what the token was got for.
    pub(crate) fn secrets_with(&self, sent: &Secrets, token: Option<&Secret>) -> Secrets {
        let known = token.into_iter().chain(self.parts.tokens.client_secret());
        known.fold(sent.clone(), |secrets, secret| secrets.and(secret))
    }
}

fn checked(answer: &Answer, call: &Call) -> Result<(), Error> {
    let is_documented = match call.operation {
        // Nothing else in the answer tells the service from a page that something before it shows to all who call.
        Operation::Delete => answer.status == StatusCode::NO_CONTENT,
        _ => {
            matches!(answer.status, StatusCode::OK | StatusCode::CREATED | StatusCode::NO_CONTENT)
        }
    };
    if is_documented { Ok(()) } else { Err(refused(answer, &call.params)) }
}

/// What an answer is known by goes into the span of its call.
fn note(answer: &Answer) {
    let span = Span::current();
    span.record("status", answer.status.as_u16());
    if let Some(id) = &answer.request_id {
        span.record("request_id", id.as_str());
    }
}

fn asked_to_wait(error: &Error) -> Option<Duration> {
    match error {
        Error::Refused(refusal) => {
            let Refusal { retry_after, .. } = **refusal;
            retry_after
        }
        _ => None,
    }
}

/// Whole milliseconds, as traces have them.
pub(crate) fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
