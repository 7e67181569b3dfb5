//! Etags: how they look, and the condition that a change carries.

use axum::http::header::IF_MATCH;
use axum::http::{HeaderMap, StatusCode};
use uuid::Uuid;

use crate::caller::header;
use crate::refusal::Refusal;

/// Like the service's own, whose quotes are part of the value.
pub(crate) fn new() -> String {
    let random = Uuid::new_v4().simple().to_string();
    let (head, tail) = (random.get(..8).unwrap_or_default(), random.get(20..).unwrap_or_default());
    format!("\"{head}-0000-0200-0000-{tail}\"")
}

/// The etag that a change says it was made from.
pub(crate) fn supplied(headers: &HeaderMap) -> Result<String, Refusal> {
    header(headers, IF_MATCH.as_str()).map(ToOwned::to_owned).ok_or_else(|| {
        let message = "The header 'If-Match' is missing in the request. \
                       Please provide the header and try again.";
        Refusal::catalogue("1403-400", "Header is missing", message)
    })
}

/// Whether nobody has changed the connection since. The quotes count: the guide that has them says that they must be sent.
pub(crate) fn check(supplied: &str, current: &str) -> Result<(), Refusal> {
    if supplied == current {
        return Ok(());
    }
    let message = format!(
        "Supplied version=[{supplied}] does not match the current version on entity=[{current}]"
    );
    Err(Refusal::flow_service(StatusCode::PRECONDITION_FAILED, &message))
}
