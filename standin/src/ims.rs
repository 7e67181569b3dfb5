//! IMS's token call. Any credentials are good, since this is local; that there are some is checked.

use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::FormRejection;
use axum::extract::{Form, State};
use axum::http::header::{CACHE_CONTROL, HeaderName};
use serde::Deserialize;
use serde_json::{Value, json};
use zeroize::Zeroizing;

use crate::refusal::Refusal;
use crate::server::Service;
use crate::token;

/// The form; what else is in it is ignored.
#[derive(Deserialize)]
pub(crate) struct TokenForm {
    grant_type: Option<String>,
    client_id: Option<String>,
    client_secret: Option<String>,
}

/// `POST /ims/token/v3`
pub(crate) async fn token(
    State(service): State<Arc<Service>>,
    form: Result<Form<TokenForm>, FormRejection>,
) -> Result<([(HeaderName, &'static str); 1], Json<Value>), Refusal> {
    let Ok(Form(form)) = form else {
        let description =
            "the body must be a form (application/x-www-form-urlencoded), each parameter once";
        return Err(Refusal::ims("invalid_request", description));
    };
    check(form)?;
    let answer = json!({
        "access_token": token::give(&service.key, service.token_life),
        "token_type": "bearer",
        "expires_in": service.token_life.as_secs(),
    });
    Ok(([(CACHE_CONTROL, "no-store")], Json(answer)))
}

fn check(form: TokenForm) -> Result<(), Refusal> {
    let secret = Zeroizing::new(form.client_secret.unwrap_or_default());
    match form.grant_type.as_deref() {
        None | Some("") => return Err(Refusal::ims("invalid_request", "grant_type is missing")),
        Some("client_credentials") => {}
        Some(_) => {
            let description = "the grant_type has to be client_credentials";
            return Err(Refusal::ims("unsupported_grant_type", description));
        }
    }
    if form.client_id.unwrap_or_default().trim().is_empty() {
        return Err(Refusal::ims("invalid_client", "client_id is missing"));
    }
    if secret.trim().is_empty() {
        return Err(Refusal::ims("invalid_client", "client_secret is missing"));
    }
    Ok(())
}
