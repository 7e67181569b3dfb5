//! Request bodies. They may hold secrets, so they are read whole into memory that is overwritten when it is done with.

use axum::extract::{FromRequest, Request};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use http_body_util::BodyExt;
use wellhead_runtime::append_overwriting;
use zeroize::{Zeroize, Zeroizing};

use crate::refusal::Refusal;

/// The largest request body; a base connection is far smaller.
const LARGEST: usize = 1024 * 1024;

/// A whole body of any kind.
pub(crate) struct Whole(Zeroizing<Vec<u8>>);

/// A whole body that is said to be JSON, and is not empty.
pub(crate) struct Json(Whole);

impl Whole {
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.0
    }

    fn with_room_for(length: usize) -> Self {
        Self(Zeroizing::new(Vec::with_capacity(length)))
    }
}

impl Json {
    pub(crate) fn bytes(&self) -> &[u8] {
        self.0.bytes()
    }
}

impl<S: Send + Sync> FromRequest<S> for Whole {
    type Rejection = Refusal;

    async fn from_request(request: Request, _: &S) -> Result<Self, Refusal> {
        let mut whole = Self::with_room_for(announced(request.headers()).min(LARGEST));
        let mut body = request.into_body();
        while let Some(frame) = body.frame().await {
            let Ok(data) = frame.map_err(|_| cut_off())?.into_data() else { continue };
            if whole.0.len().saturating_add(data.len()) > LARGEST {
                return Err(too_large());
            }
            append_overwriting(&mut whole.0, &data);
            // What the server read from the socket can only be overwritten where nothing else is read into the same place.
            if let Ok(mut data) = data.try_into_mut() {
                data.zeroize();
            }
        }
        Ok(whole)
    }
}

impl<S: Send + Sync> FromRequest<S> for Json {
    type Rejection = Refusal;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refusal> {
        check_content_type(request.headers())?;
        let whole = Whole::from_request(request, state).await?;
        if whole.bytes().iter().all(u8::is_ascii_whitespace) {
            let message = "The request body cannot be null or empty. \
                           Please provide a request body and try again.";
            return Err(Refusal::invalid("1405-400", message));
        }
        Ok(Self(whole))
    }
}

fn announced(headers: &HeaderMap) -> usize {
    let length = headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok());
    length.and_then(|length| length.parse().ok()).unwrap_or_default()
}

fn check_content_type(headers: &HeaderMap) -> Result<(), Refusal> {
    let given = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let media_type = given.split(';').next().unwrap_or_default().trim();
    if media_type.eq_ignore_ascii_case("application/json") {
        return Ok(());
    }
    let detail = "A valid content-type must be specified: application/json";
    Err(Refusal::problem(StatusCode::BAD_REQUEST, "BadRequestError", detail))
}

fn too_large() -> Refusal {
    let detail = "the body is larger than a mebibyte";
    Refusal::problem(StatusCode::PAYLOAD_TOO_LARGE, "Payload Too Large", detail)
}

fn cut_off() -> Refusal {
    let detail = "the body ended before it was complete";
    Refusal::problem(StatusCode::BAD_REQUEST, "BadRequestError", detail)
}
