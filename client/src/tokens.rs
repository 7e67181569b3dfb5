//! Bearer tokens: asked for once, kept in memory, replaced shortly before they expire.
//!
//! However many callers need a token at once, one request is in flight; its failure is shared as its success is. IMS
//! throttles those who ask too often.

use std::time::Duration;

use bytes::Bytes;
use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderValue};
use reqwest::{Method, Request};
use serde::Deserialize;
use tokio::sync::Mutex;
use tokio::time::Instant;
use tracing::{Instrument, field};
use url::form_urlencoded;
use wellhead_runtime::Secret;
use zeroize::Zeroizing;

use crate::credentials::Credentials;
use crate::endpoint::Endpoint;
use crate::error::{Error, Operation, refused};
use crate::pace::{Limits, Pace};
use crate::scrub::Secrets;
use crate::send::millis;
use crate::transport::{Answer, Transport, bearer};

/// No token lives longer than it is documented to. An answer in milliseconds, as the endpoint before this one gave,
/// would otherwise be believed for years.
const LONGEST_LIFE: Duration = Duration::from_secs(24 * 60 * 60);

/// Where a client's tokens come from.
#[derive(Debug)]
pub(crate) enum Tokens {
    Given(Secret),
    Asked(Box<Asker>),
}

impl Tokens {
    pub(crate) fn given(token: Secret) -> Self {
        Self::Given(token)
    }

    pub(crate) fn asked_for(
        credentials: Credentials,
        ims: Endpoint,
        transport: Transport,
        refresh_before: Duration,
    ) -> Self {
        let (pace, kept) = (Pace::of(Limits::default()), Mutex::default());
        Self::Asked(Box::new(Asker { credentials, ims, transport, refresh_before, pace, kept }))
    }

    /// A token that is good for now and not the one that the service no longer takes, for a call that has to end then.
    pub(crate) async fn current(
        &self,
        refused: Option<&Secret>,
        until: Instant,
    ) -> Result<Secret, Error> {
        match self {
            Self::Given(token) => Ok(token.clone()),
            Self::Asked(asker) => asker.current(refused, until).await,
        }
    }

    /// Whether another token can be had in place of one that is refused.
    pub(crate) fn are_renewed(&self) -> bool {
        matches!(self, Self::Asked(_))
    }

    /// The token that was last in use, if there is one still.
    pub(crate) async fn in_use(&self) -> Option<Secret> {
        match self {
            Self::Given(token) => Some(token.clone()),
            Self::Asked(asker) => {
                asker.kept.lock().await.token.as_ref().map(|token| token.text.clone())
            }
        }
    }

    /// What the tokens are asked for with, if it is a secret.
    pub(crate) fn client_secret(&self) -> Option<&Secret> {
        match self {
            Self::Given(_) => None,
            Self::Asked(asker) => Some(&asker.credentials.client_secret),
        }
    }
}

/// Asks IMS.
#[derive(Debug)]
pub(crate) struct Asker {
    credentials: Credentials,
    ims: Endpoint,
    transport: Transport,
    refresh_before: Duration,
    pace: Pace,
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    token: Option<Token>,
    failure: Option<(Instant, Error)>,
}

#[derive(Debug)]
struct Token {
    text: Secret,
    good_until: Instant,
}

impl Asker {
    async fn current(&self, refused: Option<&Secret>, until: Instant) -> Result<Secret, Error> {
        let called = Instant::now();
        // Held while asking: whoever comes meanwhile waits here and finds the outcome.
        let mut kept = self.kept.lock().await;
        // Another caller may have replaced it already.
        kept.token.take_if(|token| refused == Some(&token.text));
        if let Some(token) = &kept.token
            && Instant::now() < token.good_until
        {
            return Ok(token.text.clone());
        }
        if let Some((failed, error)) = &kept.failure
            && *failed >= called
        {
            return Err(error.clone());
        }
        // That there is no time to wait for IMS is this caller's failure alone.
        let turn = self.pace.turn(until).await;
        let _turn = turn.map_err(|reason| Error::not_sent(Operation::Token, reason))?;
        match self.ask().await {
            Ok(token) => {
                let text = token.text.clone();
                *kept = Kept { token: Some(token), failure: None };
                Ok(text)
            }
            Err(error) => {
                *kept = Kept { token: None, failure: Some((Instant::now(), error.clone())) };
                Err(error)
            }
        }
    }

    async fn ask(&self) -> Result<Token, Error> {
        let asked = Instant::now();
        let mut request = Request::new(Method::POST, self.ims.url().clone());
        let form = HeaderValue::from_static("application/x-www-form-urlencoded");
        request.headers_mut().insert(CONTENT_TYPE, form);
        request.headers_mut().insert(ACCEPT, HeaderValue::from_static("application/json"));
        *request.body_mut() = Some(Bytes::from_owner(self.form()).into());
        let span = tracing::info_span!("ims", status = field::Empty, elapsed_ms = field::Empty);
        let secrets = Secrets::of_secret(&self.credentials.client_secret);
        let sent = self.transport.send(request, Operation::Token, secrets);
        let answer = sent.instrument(span.clone()).await?;
        span.record("status", answer.status.as_u16());
        span.record("elapsed_ms", millis(asked.elapsed()));
        self.pace.heed(&answer);
        let life = self.read(&answer)?;
        span.in_scope(|| tracing::debug!(expires_in = life.length.as_secs(), "a token was given"));
        let margin = self.refresh_before.min(life.length / 2);
        Ok(Token { text: life.token, good_until: asked + (life.length - margin) })
    }

    /// The credentials go into the body, never into the URL, which proxies and servers log.
    fn form(&self) -> Zeroizing<Vec<u8>> {
        let Credentials { client_id, client_secret, scopes } = &self.credentials;
        let scope = scopes.join(",");
        // Room for the worst case, so that the text never moves and leaves a copy behind.
        let room = 3 * (client_id.len() + client_secret.expose().len() + scope.len()) + 80;
        let mut form = form_urlencoded::Serializer::new(String::with_capacity(room));
        form.append_pair("grant_type", "client_credentials")
            .append_pair("client_id", client_id)
            .append_pair("client_secret", client_secret.expose());
        if !scope.is_empty() {
            form.append_pair("scope", &scope);
        }
        Zeroizing::new(form.finish().into_bytes())
    }

    fn read(&self, answer: &Answer) -> Result<Life, Error> {
        #[derive(Deserialize)]
        struct Body {
            access_token: String,
            /// Seconds.
            expires_in: u64,
        }
        if !answer.status.is_success() {
            return Err(refused(answer, &[]));
        }
        let body: Body = answer.read()?;
        let token = Secret::from(body.access_token);
        if token.expose().is_empty() {
            return Err(answer.bad("its access_token is empty".into()));
        }
        // What can't be sent is not kept either.
        bearer(&token).map_err(|problem| answer.bad(problem))?;
        Ok(Life { token, length: Duration::from_secs(body.expires_in).min(LONGEST_LIFE) })
    }
}

/// A token and how long it lives.
struct Life {
    token: Secret,
    length: Duration,
}
