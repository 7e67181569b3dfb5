//! Calls that the service does not have: they make a running stand-in behave as a test needs it. The same can be done by
//! the methods of [`Running`](crate::Running), where the stand-in is in the same process.
//!
//! They need no token: they are for this machine, like everything here. They meet no faults.

use std::sync::Arc;

use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::{delete, get, put};
use axum::{Json, Router};
use serde::de::Error;
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};

use crate::faults::{Faults, Rate, Script};
use crate::refusal::Refusal;
use crate::server::Service;
use crate::store::{Hold, Marks};

pub(crate) fn router() -> Router<Arc<Service>> {
    Router::new()
        .route("/standin/faults", get(counts).put(faults))
        .route("/standin/connections/{id}", put(mark))
        .route("/standin/tokens", delete(revoke))
}

/// What the service would find out about a connection by itself; what is left out stays as it is.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct MarkBody {
    in_use: Option<bool>,
    test_fails: Option<bool>,
    #[serde(default, deserialize_with = "hold")]
    state: Option<Hold>,
}

/// The name of a state, or `null`; what is left out does not come here.
fn hold<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Hold>, D::Error> {
    let state = Option::<String>::deserialize(deserializer)?;
    Hold::of(state.as_deref()).map(Some).map_err(D::Error::custom)
}

/// `PUT /standin/connections/{id}`
async fn mark(
    State(service): State<Arc<Service>>,
    Path(id): Path<String>,
    body: Result<Json<MarkBody>, JsonRejection>,
) -> Result<StatusCode, Refusal> {
    let Json(MarkBody { in_use, test_fails, state }) = body.map_err(|error| wrong(&error))?;
    let found = service.store.mark(id, Marks { in_use, test_fails, hold: state }).await?;
    if found { Ok(StatusCode::NO_CONTENT) } else { Err(Refusal::no_such_connection()) }
}

/// Faults, each as text.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FaultsBody {
    #[serde(default)]
    rates: Vec<String>,
    #[serde(default)]
    scripts: Vec<String>,
    #[serde(default)]
    seed: u64,
}

/// `PUT /standin/faults`: from now on these, and no others.
async fn faults(
    State(service): State<Arc<Service>>,
    body: Result<Json<FaultsBody>, JsonRejection>,
) -> Result<StatusCode, Refusal> {
    let Json(body) = body.map_err(|error| wrong(&error))?;
    let mut faults = Faults::default().seed(body.seed);
    for rate in body.rates {
        faults = faults.with_rate(rate.parse::<Rate>().map_err(|error| wrong(&error))?);
    }
    for script in body.scripts {
        faults = faults.with_script(script.parse::<Script>().map_err(|error| wrong(&error))?);
    }
    service.plan.replace(faults);
    Ok(StatusCode::NO_CONTENT)
}

/// `GET /standin/faults`: how many calls there were, and how many met which fault.
async fn counts(State(service): State<Arc<Service>>) -> Json<Value> {
    let counts = service.plan.counts();
    Json(json!({
        "calls": counts.calls,
        "latency": counts.latency,
        "tooManyRequests": counts.too_many_requests,
        "unavailable": counts.unavailable,
        "resetBefore": counts.reset_before,
        "resetAfter": counts.reset_after,
        "truncated": counts.truncated,
    }))
}

/// `DELETE /standin/tokens`: no token that was given before is good any more.
async fn revoke(State(service): State<Arc<Service>>) -> Result<StatusCode, Refusal> {
    service.store.revoke_tokens().await?;
    Ok(StatusCode::NO_CONTENT)
}

fn wrong(error: &impl ToString) -> Refusal {
    Refusal::problem(StatusCode::BAD_REQUEST, "BadRequestError", &error.to_string())
}
