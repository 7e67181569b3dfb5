//! The client itself. What it can do stands in `calls`, one file for one kind of operation.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::HeaderMap;
use tokio::time::Instant;
use url::Url;

use crate::builder::ClientBuilder;
use crate::creating::Creating;
use crate::credentials::Access;
use crate::endpoint::Endpoint;
use crate::pace::{Pace, moment_after};
use crate::retry::{Budget, RetryPolicy};
use crate::target::Target;
use crate::tokens::Tokens;
use crate::transport::Transport;

/// A client of the Flow Service, for one sandbox of one organization.
///
/// Cloning is cheap, and clones share the token, the limits and the retry budget. `Debug` shows no credentials.
///
/// Every method may fail with any [`Error`](crate::Error); what passes by itself is tried again as the [`RetryPolicy`] says. No
/// method takes longer than the client's [deadline](ClientBuilder::deadline), but those that go on: [`list_all`](Self::list_all)
/// and the streams have it for each page, [`create_many`](Self::create_many) for each create, and
/// [`wait_until_enabled`](Self::wait_until_enabled) has one of its own.
#[derive(Clone)]
pub struct Client {
    pub(crate) parts: Arc<Parts>,
    deadline: Duration,
}

/// What clones share.
pub(crate) struct Parts {
    pub(crate) service: Endpoint,
    pub(crate) transport: Transport,
    pub(crate) tokens: Tokens,
    pub(crate) headers: HeaderMap,
    pub(crate) target: Target,
    /// How long one attempt may take.
    pub(crate) timeout: Duration,
    pub(crate) retry: RetryPolicy,
    pub(crate) budget: Budget,
    pub(crate) pace: Pace,
    pub(crate) creating: Creating,
}

impl Client {
    /// Settings of a client for the sandbox of that name, which proves who it is with `access`: [`Credentials`], or a
    /// [`Secret`] that is a token.
    ///
    /// [`Credentials`]: crate::Credentials
    /// [`Secret`]: wellhead_runtime::Secret
    pub fn builder(sandbox: impl Into<String>, access: impl Into<Access>) -> ClientBuilder {
        ClientBuilder::new(sandbox.into(), access.into())
    }

    pub(crate) fn new(parts: Parts, deadline: Duration) -> Self {
        Self { parts: Arc::new(parts), deadline }
    }

    /// The sandbox that every call is for.
    pub fn sandbox(&self) -> &str {
        &self.parts.target.sandbox
    }

    /// The same client with another [deadline](ClientBuilder::deadline), for a call that may take longer, or must not; how long
    /// waiting for a connection may take, its [`Wait`](crate::Wait) says.
    ///
    /// ```no_run
    /// # async fn example(client: wellhead_client::Client) -> Result<(), wellhead_client::Error> {
    /// use std::time::Duration;
    /// let connection = client.within(Duration::from_secs(5)).get("77eeb629-f08a-48e2-8c7b-e345e246ff45").await?;
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn within(&self, deadline: Duration) -> Self {
        Self { parts: self.parts.clone(), deadline }
    }

    /// The same client with this deadline, unless its own is nearer.
    pub(crate) fn within_less(&self, deadline: Duration) -> Self {
        self.within(self.deadline.min(deadline))
    }

    /// When a call that starts now has to end.
    pub(crate) fn until(&self) -> Instant {
        moment_after(self.deadline)
    }

    pub(crate) fn url(&self, segments: &[&str]) -> Url {
        self.parts.service.below(segments)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("url", &self.parts.service.url().as_str())
            .field("sandbox", &self.sandbox())
            .finish_non_exhaustive()
    }
}
