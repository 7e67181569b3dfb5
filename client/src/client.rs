//! The client: one method for one operation of the Flow Service.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue};
use reqwest::{Method, Request, StatusCode};
use url::Url;
use wellhead_runtime::{Auth, ConnectionRequest, Secret};

use crate::builder::ClientBuilder;
use crate::connection::{Connection, Created, Items};
use crate::credentials::Access;
use crate::endpoint::Endpoint;
use crate::error::{Error, Operation, refused, says_token_is_bad};
use crate::list::{ListAnswer, ListQuery, Page};
use crate::scrub::Secrets;
use crate::tokens::Tokens;
use crate::transport::{Answer, Transport, bearer};

/// A client of the Flow Service, for one sandbox of one organization.
///
/// Cloning is cheap, and clones share the token. `Debug` shows no credentials.
#[derive(Clone)]
pub struct Client(Arc<Parts>);

struct Parts {
    service: Endpoint,
    transport: Transport,
    tokens: Tokens,
    headers: HeaderMap,
    sandbox: String,
}

/// What a request carries besides its URL.
struct Call {
    operation: Operation,
    method: Method,
    url: Url,
    body: Option<Bytes>,
    /// What must not come back in an error.
    secrets: Secrets,
}

impl Client {
    /// Settings of a client for the sandbox of that name, which proves who it is with `access`: [`Credentials`], or a
    /// [`Secret`] that is a token.
    ///
    /// [`Credentials`]: crate::Credentials
    pub fn builder(sandbox: impl Into<String>, access: impl Into<Access>) -> ClientBuilder {
        ClientBuilder::new(sandbox.into(), access.into())
    }

    pub(crate) fn new(
        service: Endpoint,
        transport: Transport,
        tokens: Tokens,
        headers: HeaderMap,
        sandbox: String,
    ) -> Self {
        Self(Arc::new(Parts { service, transport, tokens, headers, sandbox }))
    }

    /// The sandbox that every call is for.
    pub fn sandbox(&self) -> &str {
        &self.0.sandbox
    }

    /// Creates a base connection: `POST /connections`.
    ///
    /// The request is validated first, and not sent if it is invalid. It is sent once: the service knows no idempotency
    /// key, so repeating a call whose outcome is not known could make two connections.
    ///
    /// # Errors
    /// Any [`Error`]; [`Error::is_outcome_unknown`] tells whether the connection may have been created all the same.
    pub async fn create<A: Auth>(&self, request: &ConnectionRequest<A>) -> Result<Created, Error> {
        request.validate().map_err(Error::Invalid)?;
        let answer = self
            .send(Call {
                operation: Operation::Create,
                method: Method::POST,
                url: self.0.service.below(&["connections"]),
                body: Some(Bytes::from_owner(Body(request.to_json()))),
                secrets: Secrets::of(request.auth().params()),
            })
            .await?;
        answer.read()
    }

    /// Looks up a base connection: `GET /connections/{id}`.
    ///
    /// # Errors
    /// Any [`Error`]; one that does not exist is refused with the status 404.
    pub async fn get(&self, id: &str) -> Result<Connection, Error> {
        check_id(id)?;
        let url = self.0.service.below(&["connections", id]);
        let answer = self.send(Call::get(Operation::Get, url)).await?;
        let Items { items } = answer.read()?;
        items.into_iter().next().ok_or_else(|| answer.bad("its `items` is empty".into()))
    }

    /// One page of the sandbox's base connections: `GET /connections`.
    ///
    /// # Errors
    /// Any [`Error`].
    pub async fn list(&self, query: &ListQuery) -> Result<Page, Error> {
        let mut url = self.0.service.below(&["connections"]);
        query.write(&mut url);
        let answer = self.send(Call::get(Operation::List, url)).await?;
        answer.read::<ListAnswer>()?.into_page().map_err(|problem| answer.bad(problem))
    }

    /// All of the sandbox's base connections, page after page.
    ///
    /// # Errors
    /// Any [`Error`]; pages that were already read are lost with it.
    pub async fn list_all(&self) -> Result<Vec<Connection>, Error> {
        let mut all = Vec::new();
        let mut query = ListQuery::default();
        loop {
            let page = self.list(&query).await?;
            all.extend(page.items);
            let Some(next) = page.next else { return Ok(all) };
            if query.leads_to(&next) {
                return Err(Error::endless_list());
            }
            query = query.after(next);
        }
    }

    /// Sends `call` with a token; once more with a new token if the service does not take the first any longer.
    async fn send(&self, call: Call) -> Result<Answer, Error> {
        let token = self.0.tokens.current().await?;
        let answer = self.attempt(&call, &token).await?;
        // Refused at the gate, so nothing was done: also a create may be sent again.
        if says_token_is_bad(&answer) && self.0.tokens.drop_refused(&token).await {
            let token = self.0.tokens.current().await?;
            let answer = self.attempt(&call, &token).await?;
            return checked(answer, &call, &token);
        }
        checked(answer, &call, &token)
    }

    async fn attempt(&self, call: &Call, token: &Secret) -> Result<Answer, Error> {
        let mut request = Request::new(call.method.clone(), call.url.clone());
        let headers = request.headers_mut();
        headers.clone_from(&self.0.headers);
        headers.insert(AUTHORIZATION, bearer(token)?);
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        if let Some(body) = &call.body {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
            *request.body_mut() = Some(body.clone().into());
        }
        self.0.transport.send(request, call.operation).await
    }
}

impl Call {
    fn get(operation: Operation, url: Url) -> Self {
        Self { operation, method: Method::GET, url, body: None, secrets: Secrets::default() }
    }
}

fn checked(answer: Answer, call: &Call, token: &Secret) -> Result<Answer, Error> {
    match answer.status {
        StatusCode::OK | StatusCode::CREATED => Ok(answer),
        _ => Err(refused(&answer, &call.secrets.and(token))),
    }
}

/// An id out of place would name another resource, so only what an id can be goes into the path.
fn check_id(id: &str) -> Result<(), Error> {
    let known = |char: char| char.is_ascii_alphanumeric() || char == '-';
    if !id.is_empty() && id.chars().all(known) {
        return Ok(());
    }
    Err(Error::Unusable(vec![
        "the connection id may hold letters, digits and `-` only: write it as the service gave it"
            .into(),
    ]))
}

/// A request body whose memory is overwritten once it is sent.
struct Body(zeroize::Zeroizing<String>);

impl AsRef<[u8]> for Body {
    fn as_ref(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("url", &self.0.service.url().as_str())
            .field("sandbox", &self.0.sandbox)
            .finish_non_exhaustive()
    }
}
