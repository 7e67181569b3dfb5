//! What a client is told before it starts; everything is checked at once, in [`ClientBuilder::build`].

use std::num::{NonZeroU32, NonZeroUsize};
use std::time::Duration;

use reqwest::header::{HeaderMap, HeaderValue};

use crate::client::{Client, Parts};
use crate::creating::Creating;
use crate::credentials::Access;
use crate::endpoint::{Endpoint, Unchecked};
use crate::error::Error;
use crate::pace::{Limits, Pace};
use crate::retry::RetryPolicy;
use crate::target::Target;
use crate::tokens::Tokens;
use crate::transport::{Timeouts, Transport};

const FLOW_SERVICE: &str = "https://platform.adobe.io/data/foundation/flowservice";
const IMS: &str = "https://ims-na1.adobelogin.com/ims/token/v3";

/// Settings of a [`Client`]. Get one from [`Client::builder`].
///
/// `Debug` shows no credentials, and of a URL the host alone, since people put passwords into URLs.
#[derive(Clone, Debug)]
pub struct ClientBuilder {
    sandbox: String,
    access: Access,
    org_id: String,
    api_key: Option<String>,
    url: Unchecked,
    known_as: Option<String>,
    ims_url: Unchecked,
    timeouts: Timeouts,
    refresh_before: Duration,
    deadline: Duration,
    retry: RetryPolicy,
    limits: Limits,
}

impl ClientBuilder {
    pub(crate) fn new(sandbox: String, access: Access) -> Self {
        Self {
            sandbox,
            access,
            org_id: String::new(),
            api_key: None,
            url: Unchecked(FLOW_SERVICE.into()),
            known_as: None,
            ims_url: Unchecked(IMS.into()),
            timeouts: Timeouts::default(),
            refresh_before: Duration::from_secs(300),
            deadline: Duration::from_secs(180),
            retry: RetryPolicy::default(),
            limits: Limits::default(),
        }
    }

    /// The organization, such as `ABC123@AdobeOrg`. Required.
    #[must_use]
    pub fn org_id(mut self, org_id: impl Into<String>) -> Self {
        self.org_id = org_id.into();
        self
    }

    /// The API key: the client id of the project. Required with a ready-made token; otherwise that of the credentials.
    #[must_use]
    pub fn api_key(mut self, api_key: impl Into<String>) -> Self {
        self.api_key = Some(api_key.into());
        self
    }

    /// The Flow Service's base URL, without a query. Default: `https://platform.adobe.io/data/foundation/flowservice`.
    #[must_use]
    pub fn url(mut self, url: impl Into<String>) -> Self {
        self.url = Unchecked(url.into());
        self
    }

    /// What the service is known as, where its URL does not tell it from another: a stand-in listens on another port each time. A
    /// [`Journal`](crate::Journal) goes by it. Default: the base URL.
    #[must_use]
    pub fn known_as(mut self, name: impl Into<String>) -> Self {
        self.known_as = Some(name.into());
        self
    }

    /// Where IMS gives tokens. Default: `https://ims-na1.adobelogin.com/ims/token/v3`.
    #[must_use]
    pub fn ims_url(mut self, url: impl Into<String>) -> Self {
        self.ims_url = Unchecked(url.into());
        self
    }

    /// How long one attempt may take, from its start to the last byte of the answer. Default: 60 seconds.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeouts.call = timeout;
        self
    }

    /// How long making a network connection may take. Default: 10 seconds.
    #[must_use]
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.timeouts.connect = timeout;
        self
    }

    /// How long before its expiry a token is replaced, at most half of its life. Default: 5 minutes.
    #[must_use]
    pub fn refresh_before(mut self, margin: Duration) -> Self {
        self.refresh_before = margin;
        self
    }

    /// How long one call of the client may take, with all its waits and attempts; what goes on has it for each step, as
    /// [`Client`] says. Default: 3 minutes. [`Client::within`] is for a single call.
    #[must_use]
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// How what fails in passing is tried again. Default: [`RetryPolicy::default`].
    #[must_use]
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// At most that many attempts a second, evenly spread, by all clones of the client together. Default: no limit, since the
    /// Flow Service documents none.
    #[must_use]
    pub fn rate_limit(mut self, per_second: NonZeroU32) -> Self {
        self.limits.per_second = Some(per_second);
        self
    }

    /// At most that many attempts at once, by all clones of the client together. Default: no limit.
    #[must_use]
    pub fn concurrency_limit(mut self, at_once: NonZeroUsize) -> Self {
        self.limits.at_once = Some(at_once);
        self
    }

    /// The client. Nothing is sent yet.
    ///
    /// # Errors
    /// [`Error::Unusable`] with everything that is missing or wrong.
    pub fn build(self) -> Result<Client, Error> {
        let mut problems = Vec::new();
        let headers = self.headers(&mut problems);
        let service = noted(Endpoint::parse("the base URL", &self.url.0), &mut problems);
        let ims = noted(Endpoint::parse("the IMS URL", &self.ims_url.0), &mut problems);
        self.check_access(&mut problems);
        let (Some(service), Some(ims), []) = (service, ims, problems.as_slice()) else {
            return Err(Error::Unusable(problems));
        };
        let transport = Transport::to(&service, self.timeouts)?;
        let tokens = match self.access {
            Access::Token(token) => Tokens::given(token),
            Access::Credentials(credentials) => {
                let transport = Transport::to(&ims, self.timeouts)?;
                Tokens::asked_for(credentials, ims, transport, self.refresh_before)
            }
        };
        let target = Target {
            // With a slash at its end, a base URL is the same.
            service: self.known_as.unwrap_or_else(|| service.below(&[]).into()),
            org_id: self.org_id,
            sandbox: self.sandbox,
        };
        let parts = Parts {
            service,
            transport,
            tokens,
            headers,
            target,
            timeout: self.timeouts.call,
            budget: self.retry.new_budget(),
            retry: self.retry,
            pace: Pace::of(self.limits),
            creating: Creating::default(),
        };
        Ok(Client::new(parts, self.deadline))
    }

    /// The headers that every call to the Flow Service has.
    fn headers(&self, problems: &mut Vec<String>) -> HeaderMap {
        let api_key = match (&self.api_key, &self.access) {
            (Some(api_key), _) => api_key.as_str(),
            (None, Access::Credentials(credentials)) => &credentials.client_id,
            (None, Access::Token(_)) => "",
        };
        check_sandbox(&self.sandbox, problems);
        let mut headers = HeaderMap::new();
        for (name, what, value) in [
            ("x-sandbox-name", "the sandbox name", self.sandbox.as_str()),
            ("x-gw-ims-org-id", "the organization id (`org_id`)", &self.org_id),
            ("x-api-key", "the API key (`api_key`)", api_key),
        ] {
            match HeaderValue::from_str(value) {
                Ok(header) if !value.trim().is_empty() => {
                    headers.insert(name, header);
                }
                Ok(_) => problems.push(format!("{what} is missing")),
                Err(_) => problems.push(format!("{what} holds characters that no header may have")),
            }
        }
        headers
    }

    fn check_access(&self, problems: &mut Vec<String>) {
        match &self.access {
            Access::Token(token) if token.expose().trim().is_empty() => {
                problems.push("the token is empty".into());
            }
            Access::Token(_) => {}
            Access::Credentials(credentials) => {
                if credentials.client_id.trim().is_empty() {
                    problems.push("the client id is empty".into());
                }
                if credentials.client_secret.expose().trim().is_empty() {
                    problems.push("the client secret is empty".into());
                }
            }
        }
    }
}

/// Sandbox names are documented to be lower-case; `*` would ask across sandboxes, which is restricted.
fn check_sandbox(name: &str, problems: &mut Vec<String>) {
    let known = |char: char| char.is_ascii_lowercase() || char.is_ascii_digit() || char == '-';
    if !name.is_empty() && !name.chars().all(known) {
        problems.push(
            "the sandbox name may hold lower-case letters, digits and `-` only: \
             write its name, not its title"
                .into(),
        );
    }
}

fn noted<T>(result: Result<T, String>, problems: &mut Vec<String>) -> Option<T> {
    result.map_err(|problem| problems.push(problem)).ok()
}

#[cfg(test)]
mod tests {
    use wellhead_runtime::Secret;

    use super::*;
    use crate::error::Error;

    fn target(set: impl FnOnce(ClientBuilder) -> ClientBuilder) -> Result<Target, Error> {
        let builder = Client::builder("dev", Secret::from("t")).org_id("A@AdobeOrg").api_key("key");
        set(builder).build().map(|client| client.parts.target.clone())
    }

    #[test]
    fn a_service_is_known_by_its_url_whether_that_ends_in_a_slash_or_not_unless_it_has_a_name() {
        let url = |url: &'static str| target(|builder| builder.url(url)).unwrap();
        let one = url("http://127.0.0.1:1/flow");
        assert_eq!(one.service, "http://127.0.0.1:1/flow");
        assert_eq!(one, url("http://127.0.0.1:1/flow/"));
        assert_ne!(one, url("http://127.0.0.1:2/flow"));
        let named =
            |url: &'static str| target(|one| one.url(url).known_as("the stand-in")).unwrap();
        assert_eq!(named("http://127.0.0.1:1"), named("http://127.0.0.1:2"));
    }
}
