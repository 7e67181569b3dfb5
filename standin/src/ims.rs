//! IMS's token call. Any credentials are good unless some are named, since this is local; that there are some is checked.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::{CACHE_CONTROL, HeaderName};
use serde_json::{Value, json};
use wellhead_runtime::Secret;
use zeroize::Zeroizing;

use crate::body::Whole;
use crate::caller::header;
use crate::key::Key;
use crate::refusal::Refusal;
use crate::server::Service;
use crate::token;

/// The only credentials that are good.
#[derive(Debug)]
pub(crate) struct Credentials {
    client_id: String,
    /// Of the client secret.
    fingerprint: String,
}

impl Credentials {
    pub(crate) fn new(client_id: String, secret: &Secret, key: &Key) -> Self {
        Self { client_id, fingerprint: key.sign("client-secret", secret.expose().as_bytes()) }
    }

    fn accept(&self, form: &TokenForm, key: &Key) -> Result<(), Refusal> {
        if form.client_id != self.client_id {
            return Err(Refusal::ims("invalid_client", "invalid client_id parameter"));
        }
        if key.has_signed("client-secret", form.client_secret.as_bytes(), &self.fingerprint) {
            return Ok(());
        }
        Err(Refusal::ims("invalid_client", "invalid client_secret parameter"))
    }
}

/// The form; what else is in it is ignored.
#[derive(Default)]
struct TokenForm {
    grant_type: String,
    client_id: String,
    client_secret: Zeroizing<String>,
}

/// `POST /ims/token/v3`
pub(crate) async fn token(
    State(service): State<Arc<Service>>,
    headers: HeaderMap,
    body: Whole,
) -> Result<([(HeaderName, &'static str); 1], Json<Value>), Refusal> {
    let form = TokenForm::read(&headers, body.bytes())?;
    form.check()?;
    if let Some(credentials) = &service.credentials {
        credentials.accept(&form, &service.key)?;
    }
    let (life, generation) = (service.token_life, service.store.token_generation().await?);
    let answer = json!({
        "access_token": token::give(&service.key, life, generation, form.client_id.trim()),
        "token_type": "bearer",
        "expires_in": life.as_secs(),
    });
    Ok(([(CACHE_CONTROL, "no-store")], Json(answer)))
}

impl TokenForm {
    fn read(headers: &HeaderMap, body: &[u8]) -> Result<Self, Refusal> {
        let no_form = || {
            let description =
                "the body must be a form (application/x-www-form-urlencoded), each parameter once";
            Refusal::ims("invalid_request", description)
        };
        let content_type = header(headers, "content-type").unwrap_or_default();
        let media_type = content_type.split(';').next().unwrap_or_default().trim();
        if !media_type.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
            return Err(no_form());
        }
        let mut form = Self::default();
        for (name, value) in form_urlencoded::parse(body) {
            let value = Zeroizing::new(value.into_owned());
            let field = match name.as_ref() {
                "grant_type" => &mut form.grant_type,
                "client_id" => &mut form.client_id,
                "client_secret" => &mut *form.client_secret,
                _ => continue,
            };
            if !field.is_empty() {
                return Err(no_form());
            }
            field.push_str(&value);
        }
        Ok(form)
    }

    fn check(&self) -> Result<(), Refusal> {
        match self.grant_type.as_str() {
            "" => return Err(Refusal::ims("invalid_request", "grant_type is missing")),
            "client_credentials" => {}
            _ => {
                let description = "the grant_type has to be client_credentials";
                return Err(Refusal::ims("unsupported_grant_type", description));
            }
        }
        if self.client_id.trim().is_empty() {
            return Err(Refusal::ims("invalid_client", "client_id is missing"));
        }
        if self.client_secret.trim().is_empty() {
            return Err(Refusal::ims("invalid_client", "client_secret is missing"));
        }
        Ok(())
    }
}
