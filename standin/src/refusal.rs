//! How the stand-in says no: in the shapes and with the codes that are documented.
//!
//! The JSON around the codes of the catalogue (`1413-400` and its kind) is not documented. It is given here the names that
//! the other shapes have.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::store::StoreError;

/// A call that is refused.
#[derive(Debug)]
pub(crate) struct Refusal {
    status: StatusCode,
    body: Value,
}

impl Refusal {
    /// The gateway's shape: who is calling is not clear.
    pub(crate) fn gateway(status: StatusCode, code: &str, message: &str) -> Self {
        Self { status, body: json!({ "error_code": code, "message": message }) }
    }

    /// A code of the catalogue; its last three digits are the status.
    pub(crate) fn catalogue(code: &str, title: &str, message: &str) -> Self {
        let status = code.rsplit('-').next().and_then(|status| status.parse().ok());
        Self {
            status: status.unwrap_or(StatusCode::BAD_REQUEST),
            body: json!({ "errorCode": code, "title": title, "message": message }),
        }
    }

    /// A code of the catalogue whose title is `Invalid request`, as most are.
    pub(crate) fn invalid(code: &str, message: &str) -> Self {
        Self::catalogue(code, "Invalid request", message)
    }

    /// A code of the catalogue whose title is `Bad Request`: those of the sources behind the service.
    pub(crate) fn bad_request(code: &str, message: &str) -> Self {
        Self::catalogue(code, "Bad Request", message)
    }

    /// There is no such connection here.
    pub(crate) fn no_such_connection() -> Self {
        let message = "The requested connection does not exist in this sandbox.";
        Self::flow_service(StatusCode::NOT_FOUND, message)
    }

    /// The shape that names a message alone.
    pub(crate) fn message(message: &str) -> Self {
        Self { status: StatusCode::BAD_REQUEST, body: json!({ "message": message }) }
    }

    /// The Flow Service's own shape.
    pub(crate) fn flow_service(status: StatusCode, message: &str) -> Self {
        Self { status, body: json!({ "errorMessage": message, "errorDetails": message }) }
    }

    /// The body is not JSON; `details` say where.
    pub(crate) fn not_json(details: &str) -> Self {
        let detail = format!("the body is not JSON: {details}");
        Self::problem(StatusCode::BAD_REQUEST, "BadRequestError", &detail)
    }

    /// The problem shape.
    pub(crate) fn problem(status: StatusCode, title: &str, detail: &str) -> Self {
        let number = status.as_u16();
        Self {
            status,
            body: json!({ "type": "about:blank", "status": number, "title": title, "detail": detail }),
        }
    }

    /// The shape of IMS.
    pub(crate) fn ims(error: &str, description: &str) -> Self {
        Self {
            status: StatusCode::BAD_REQUEST,
            body: json!({ "error": error, "error_description": description }),
        }
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        let message = format!("The stand-in could not read or write its state: {error}");
        Self::catalogue("1400-500", "Internal Error", &message)
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        (self.status, Json(self.body)).into_response()
    }
}
