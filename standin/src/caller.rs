//! Who is calling, and for which sandbox: the headers that every call must have, checked in the service's order.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};

use crate::refusal::Refusal;
use crate::server::Service;
use crate::token;

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

impl FromRequestParts<Arc<Service>> for Caller {
    type Rejection = Refusal;

    async fn from_request_parts(
        parts: &mut Parts,
        service: &Arc<Service>,
    ) -> Result<Self, Refusal> {
        check_token(&parts.headers, service)?;
        let api_key = header(&parts.headers, "x-api-key").ok_or_else(|| {
            Refusal::gateway(StatusCode::FORBIDDEN, "403000", "Api Key is required")
        })?;
        let org_id = header(&parts.headers, "x-gw-ims-org-id").ok_or_else(|| {
            Refusal::gateway(StatusCode::BAD_REQUEST, "400003", "Missing header: x-gw-ims-org-id")
        })?;
        let sandbox = sandbox(&parts.headers)?;
        Ok(Self { api_key, place: Place { org_id, sandbox } })
    }
}

fn check_token(headers: &HeaderMap, service: &Service) -> Result<(), Refusal> {
    let authorization = header(headers, "authorization");
    let token = authorization.as_deref().and_then(bearer).ok_or_else(|| {
        Refusal::gateway(StatusCode::FORBIDDEN, "403010", "Oauth token is missing.")
    })?;
    if token::is_good(&service.key, token) {
        return Ok(());
    }
    Err(Refusal::gateway(StatusCode::UNAUTHORIZED, "401013", "Oauth token is not valid"))
}

fn bearer(authorization: &str) -> Option<&str> {
    let (scheme, token) = authorization.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim()).filter(|token| !token.is_empty())
}

fn sandbox(headers: &HeaderMap) -> Result<String, Refusal> {
    let sandbox = header(headers, "x-sandbox-name").ok_or_else(|| {
        let message = "The header x-sandbox-name is missing in the request. \
                       Please add the header in the request and try again.";
        Refusal::catalogue("2105-400", "Header is missing", message)
    })?;
    if sandbox == "*" {
        let message = "The header x-sandbox-name with value * is restricted. \
                       Please name one sandbox and try again.";
        return Err(Refusal::catalogue("2111-403", "Headers with value restricted", message));
    }
    Ok(sandbox)
}

/// The header's text; `None` if it is missing or empty.
fn header(headers: &HeaderMap, name: &str) -> Option<String> {
    let text = headers.get(name)?.to_str().ok()?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}
