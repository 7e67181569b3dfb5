//! Who is calling, and for which sandbox: the headers that every call must have, checked in the service's order.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};

use crate::refusal::Refusal;
use crate::server::Service;
use crate::token::{self, EMBEDDED_TOKEN};

/// A caller whose headers are in order.
#[derive(Clone, Debug)]
pub(crate) struct Caller {
    pub(crate) api_key: String,
    pub(crate) place: Place,
}

/// Where connections live; what is in one place can't be seen from another.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub(crate) org_id: String,
    pub(crate) sandbox: String,
}

/// The organizations and sandboxes that there are; none named means any.
#[derive(Clone, Debug, Default)]
pub(crate) struct Known {
    pub(crate) org_ids: Vec<String>,
    pub(crate) sandboxes: Vec<String>,
}

impl FromRequestParts<Arc<Service>> for Caller {
    type Rejection = Refusal;

    async fn from_request_parts(
        parts: &mut Parts,
        service: &Arc<Service>,
    ) -> Result<Self, Refusal> {
        let caller = Self::read(&parts.headers, service).await;
        // Nothing after this needs the token.
        parts.headers.remove(AUTHORIZATION);
        caller
    }
}

impl Caller {
    async fn read(headers: &HeaderMap, service: &Service) -> Result<Self, Refusal> {
        let client = client_of_token(headers, service).await?;
        let api_key = api_key(headers, client.as_deref(), service)?;
        let org_id = org_id(headers, &service.known)?;
        let sandbox = sandbox(headers, &service.known)?;
        Ok(Self { api_key, place: Place { org_id, sandbox } })
    }
}

/// The fingerprint of the client that the token was given to; `None` for the embedded token, which is nobody's.
async fn client_of_token(
    headers: &HeaderMap,
    service: &Service,
) -> Result<Option<String>, Refusal> {
    let token = header(headers, "authorization").and_then(bearer).ok_or_else(|| {
        Refusal::gateway(StatusCode::FORBIDDEN, "403010", "Oauth token is missing.")
    })?;
    if token == EMBEDDED_TOKEN {
        return Ok(None);
    }
    let not_valid =
        || Refusal::gateway(StatusCode::UNAUTHORIZED, "401013", "Oauth token is not valid");
    let claims = token::read(&service.key, token).ok_or_else(not_valid)?;
    if claims.generation < service.store.token_generation().await? {
        return Err(not_valid());
    }
    Ok(Some(claims.client))
}

fn bearer(authorization: &str) -> Option<&str> {
    let (scheme, token) = authorization.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim()).filter(|token| !token.is_empty())
}

fn api_key(
    headers: &HeaderMap,
    client: Option<&str>,
    service: &Service,
) -> Result<String, Refusal> {
    let forbidden = |code, message| Refusal::gateway(StatusCode::FORBIDDEN, code, message);
    let api_key =
        header(headers, "x-api-key").ok_or_else(|| forbidden("403000", "Api Key is required"))?;
    // An API key is the client id that tokens are given to.
    if client.is_some_and(|client| client != service.key.client(api_key)) {
        return Err(forbidden("403003", "Api Key is invalid"));
    }
    Ok(api_key.to_owned())
}

fn org_id(headers: &HeaderMap, known: &Known) -> Result<String, Refusal> {
    let org_id = header(headers, "x-gw-ims-org-id").ok_or_else(|| {
        Refusal::gateway(StatusCode::BAD_REQUEST, "400003", "Missing header: x-gw-ims-org-id")
    })?;
    if is_known(&known.org_ids, org_id) {
        return Ok(org_id.to_owned());
    }
    let message = "The authorization token does not have access to this organization or the organization does \
                   not exist. Please ensure that the organization exists or contact your administrator to gain access.";
    Err(Refusal::catalogue("2000-401", "Invalid authorization token", message))
}

fn sandbox(headers: &HeaderMap, known: &Known) -> Result<String, Refusal> {
    if headers.contains_key("x-sandbox-id") {
        let message = "The header x-sandbox-id is not allowed with the user token. \
                       Please update the header and try again.";
        return Err(Refusal::catalogue("2110-400", "Headers not allowed", message));
    }
    let sandbox = header(headers, "x-sandbox-name").ok_or_else(|| {
        let message = "The header x-sandbox-name is missing in the request. \
                       Please add the header in the request and try again.";
        Refusal::catalogue("2105-400", "Header is missing", message)
    })?;
    if sandbox == "*" {
        let message = "The header x-sandbox-name with value * is restricted with the user token. \
                       Please update the header and value and try again.";
        return Err(Refusal::catalogue("2111-403", "Headers with value restricted", message));
    }
    if is_known(&known.sandboxes, sandbox) {
        return Ok(sandbox.to_owned());
    }
    let message = format!(
        "The sandbox with the name '{sandbox}' could not be found. \
         Please ensure that the sandbox name is correct and try again."
    );
    Err(Refusal::catalogue("2100-404", "Sandbox not found", &message))
}

fn is_known(known: &[String], name: &str) -> bool {
    known.is_empty() || known.iter().any(|known| known == name)
}

/// The header's text; `None` if it is missing or empty.
pub(crate) fn header<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let text = headers.get(name)?.to_str().ok()?.trim();
    (!text.is_empty()).then_some(text)
}
