//! The calls on `/connections` that make, find, change and remove.

use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, RawQuery, State};
use axum::http::header::{HeaderName, LOCATION};
use axum::http::{HeaderMap, StatusCode};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::body;
use crate::caller::{Caller, Place};
use crate::catalog::Accepted;
use crate::query::{Page, Raw, Wanted};
use crate::refusal::Refusal;
use crate::server::{BASE_PATH, Service};
use crate::shown::{self, Next};
use crate::store::{DISABLED, ENABLED, INITIALIZING, Row};
use crate::{clock, etag, patch};

/// The most connections that a list shows at once, and a search.
const LARGEST_LIST: u32 = 100;
const LARGEST_SEARCH: u32 = 1000;

/// The id of a path.
pub(crate) type Id = Result<Path<String>, PathRejection>;

/// `POST /connections`
pub(crate) async fn create(
    State(service): State<Arc<Service>>,
    caller: Caller,
    body: body::Json,
) -> Result<(StatusCode, [(HeaderName, String); 1], Json<Value>), Refusal> {
    let row = new_row(service.catalog.check(body.bytes())?, caller, &service);
    drop(body);
    let answer = json!({ "id": row.id, "etag": row.etag });
    let location = format!("{BASE_PATH}/connections/{}", row.id);
    service.store.insert(row).await?;
    Ok((StatusCode::CREATED, [(LOCATION, location)], Json(answer)))
}

/// `GET /connections/{id}`
pub(crate) async fn get(
    State(service): State<Arc<Service>>,
    caller: Caller,
    id: Id,
) -> Result<Json<Value>, Refusal> {
    let row = found(&service, caller.place, id).await?;
    Ok(Json(shown::list(&[row], None, None, &service.key)))
}

/// `GET /connections`, newest first.
pub(crate) async fn list(
    State(service): State<Arc<Service>>,
    caller: Caller,
    RawQuery(query): RawQuery,
) -> Result<Json<Value>, Refusal> {
    let raw = Raw::from_query(query.as_deref().unwrap_or_default())?;
    let wanted = raw.wanted(&service.key, LARGEST_LIST)?;
    answer(&service, caller.place, wanted, "/connections").await
}

/// `POST /connections/search`
pub(crate) async fn search(
    State(service): State<Arc<Service>>,
    caller: Caller,
    RawQuery(query): RawQuery,
    body: body::Json,
) -> Result<Json<Value>, Refusal> {
    let raw = Raw::from_search(query.as_deref().unwrap_or_default(), body.bytes())?;
    let wanted = raw.wanted(&service.key, LARGEST_SEARCH)?;
    answer(&service, caller.place, wanted, "/connections/search").await
}

/// `PATCH /connections/{id}`
pub(crate) async fn update(
    State(service): State<Arc<Service>>,
    caller: Caller,
    id: Id,
    headers: HeaderMap,
    body: body::Json,
) -> Result<Json<Value>, Refusal> {
    let supplied = etag::supplied(&headers)?;
    // The spec of a connection never changes, so its params can be checked before the store is asked to write.
    let row = found(&service, caller.place.clone(), id).await?;
    let changes = patch::read(body.bytes(), &row, &service)?;
    drop(body);
    let change = move |row: &mut Row| -> Result<(), Refusal> {
        let now = clock::now_in_milliseconds();
        check_state(row, "update", "1457-400", now)?;
        etag::check(&supplied, row.etag(now))?;
        changes.into_iter().for_each(|change| change.apply(row));
        if row.enabled_at <= now {
            row.next_etag = None;
        }
        row.etag = etag::new();
        row.changed_at = now;
        row.updated_by = caller.api_key;
        Ok(())
    };
    let changed = service.store.change(caller.place, row.id, change).await?;
    let row = changed.ok_or_else(Refusal::no_such_connection)??;
    Ok(Json(json!({ "id": row.id, "etag": row.etag })))
}

/// `DELETE /connections/{id}`
pub(crate) async fn delete(
    State(service): State<Arc<Service>>,
    caller: Caller,
    id: Id,
) -> Result<StatusCode, Refusal> {
    let id = id_of(id)?;
    let check = |row: &Row| -> Result<(), Refusal> {
        check_state(row, "delete", "1458-400", clock::now_in_milliseconds())?;
        if row.in_use { Err(in_use(&row.id)) } else { Ok(()) }
    };
    let removed = service.store.remove(caller.place, id, check).await?;
    removed.ok_or_else(Refusal::no_such_connection)??;
    Ok(StatusCode::NO_CONTENT)
}

/// The connection of that id, if it is in that place.
pub(crate) async fn found(service: &Service, place: Place, id: Id) -> Result<Row, Refusal> {
    let row = service.store.find(place, id_of(id)?).await?;
    row.ok_or_else(Refusal::no_such_connection)
}

fn id_of(id: Id) -> Result<String, Refusal> {
    id.map(|Path(id)| id).map_err(|_| Refusal::no_such_connection())
}

async fn answer(
    service: &Service,
    place: Place,
    wanted: Wanted,
    path: &str,
) -> Result<Json<Value>, Refusal> {
    match wanted {
        Wanted::Count(conditions) => {
            let count = service.store.count(place, conditions).await?;
            Ok(Json(json!({ "count": count })))
        }
        Wanted::Page(page) => show(service, place, page, path).await.map(Json),
    }
}

async fn show(service: &Service, place: Place, page: Page, path: &str) -> Result<Value, Refusal> {
    let (page, mut rows) = service.store.page(place, page).await?;
    let limit = usize::try_from(page.limit).unwrap_or(usize::MAX);
    let more = rows.len() > limit;
    rows.truncate(limit);
    let now = clock::now_in_milliseconds();
    let token = rows.last().filter(|_| more).map(|last| page.token_after(last, now, &service.key));
    let next = token.map(|token| Next { paging: service.paging, path, token });
    Ok(shown::list(&rows, page.shown.as_deref(), next, &service.key))
}

fn in_use(id: &str) -> Refusal {
    let message = format!(
        "The base connection with the ID {id} cannot be deleted because the base connection is being used in one or \
         more flows. Please ensure that corresponding flows are deleted before deleting a base connection."
    );
    Refusal::invalid("1418-400", &message)
}

fn check_state(row: &Row, operation: &str, code: &str, now: i64) -> Result<(), Refusal> {
    match row.state(now) {
        ENABLED | INITIALIZING | DISABLED => Ok(()),
        state => {
            let message = format!("Operation {operation} cannot be applied in state {state}.");
            Err(Refusal::invalid(code, &message))
        }
    }
}

fn new_row(accepted: Accepted, caller: Caller, service: &Service) -> Row {
    let now = clock::now_in_milliseconds();
    let delay = clock::milliseconds(service.creation_time);
    Row {
        number: 0,
        id: Uuid::new_v4().to_string(),
        place: caller.place,
        created_at: now,
        created_by: caller.api_key.clone(),
        changed_at: now,
        updated_by: caller.api_key,
        name: accepted.name,
        description: accepted.description,
        provider_id: accepted.provider_id,
        spec_id: accepted.spec_id.into(),
        spec_version: accepted.spec_version.into(),
        spec_name: accepted.spec_name.map(Into::into),
        fingerprint: service.key.fingerprint(&accepted.params.whole),
        public_params: accepted.params.public,
        etag: etag::new(),
        next_etag: (delay > 0).then(etag::new),
        enabled_at: now.saturating_add(delay),
        held_state: None,
        in_use: false,
        test_fails: false,
    }
}
