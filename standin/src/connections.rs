//! The calls on `/connections`.

use std::collections::HashMap;
use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, PathRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::header::{CONTENT_TYPE, HeaderName, LOCATION};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::caller::Caller;
use crate::check::Accepted;
use crate::page::{Wanted, token_after};
use crate::refusal::Refusal;
use crate::server::{BASE_PATH, Service};
use crate::shown::Shown;
use crate::store::Row;
use crate::token::now;

/// `POST /connections`
pub(crate) async fn create(
    State(service): State<Arc<Service>>,
    caller: Caller,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<(StatusCode, [(HeaderName, String); 1], Json<Value>), Refusal> {
    check_content_type(&headers)?;
    let body = body.map_err(|rejection| {
        Refusal::problem(rejection.status(), "BadRequestError", &rejection.body_text())
    })?;
    let row = new_row((service.check)(&body)?, caller, &service);
    let answer = json!({ "id": row.id, "etag": row.etag });
    let location = format!("{BASE_PATH}/connections/{}", row.id);
    service.store.insert(row).await?;
    Ok((StatusCode::CREATED, [(LOCATION, location)], Json(answer)))
}

/// `GET /connections/{id}`
pub(crate) async fn get(
    State(service): State<Arc<Service>>,
    caller: Caller,
    id: Result<Path<String>, PathRejection>,
) -> Result<Response, Refusal> {
    let Path(id) = id.map_err(|_| not_found())?;
    let row = service.store.find(caller.place, id).await?.ok_or_else(not_found)?;
    Ok(Json(Shown::new(&[row])).into_response())
}

/// `GET /connections`, newest first.
pub(crate) async fn list(
    State(service): State<Arc<Service>>,
    caller: Caller,
    query: Result<Query<HashMap<String, String>>, QueryRejection>,
) -> Result<Response, Refusal> {
    let Query(query) = query.map_err(|_| {
        Refusal::catalogue("1453-400", "Invalid request", "Invalid query params provided.")
    })?;
    match Wanted::read(&query)? {
        Wanted::Count => {
            let count = service.store.count(caller.place).await?;
            Ok(Json(json!({ "count": count })).into_response())
        }
        Wanted::Page { limit, before } => {
            // One more than is asked for tells whether there is a next page.
            let mut rows = service.store.page(caller.place, before, limit + 1).await?;
            let more = rows.len() > limit as usize;
            rows.truncate(limit as usize);
            let shown = Shown::new(&rows);
            let shown = match rows.last() {
                Some(last) if more => shown.with_next(&token_after(last.number)),
                _ => shown,
            };
            Ok(Json(shown).into_response())
        }
    }
}

fn not_found() -> Refusal {
    let message = "The requested connection does not exist in this sandbox.";
    Refusal::flow_service(StatusCode::NOT_FOUND, message)
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

fn new_row(accepted: Accepted, caller: Caller, service: &Service) -> Row {
    let fingerprint = service.key.sign("auth", accepted.whole_auth.as_bytes());
    Row {
        number: 0,
        id: Uuid::new_v4().to_string(),
        etag: new_etag(),
        place: caller.place,
        created_at: i64::try_from(now().as_millis()).unwrap_or(i64::MAX),
        created_by: caller.api_key,
        name: accepted.name,
        description: accepted.description,
        provider_id: accepted.provider_id,
        spec_id: accepted.spec_id.into(),
        spec_version: accepted.spec_version.into(),
        spec_name: accepted.spec_name.map(Into::into),
        public_params: accepted.public_params,
        fingerprint,
    }
}

/// Like the service's own, whose quotes are part of the value.
fn new_etag() -> String {
    let random = Uuid::new_v4().simple().to_string();
    let (head, tail) = (random.get(..8).unwrap_or_default(), random.get(20..).unwrap_or_default());
    format!("\"{head}-0000-0200-0000-{tail}\"")
}
