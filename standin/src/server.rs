//! From socket to handler: the routes, and what is the same for all of them.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::http::header::HOST;
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use uuid::Uuid;

use crate::caller::Known;
use crate::catalog::Catalog;
use crate::faults::{self, Plan};
use crate::ims::Credentials;
use crate::key::Key;
use crate::refusal::Refusal;
use crate::shown::Paging;
use crate::store::Store;
use crate::{connections, control, explore, ims, specs};

/// The path that the Flow Service's calls begin with.
pub(crate) const BASE_PATH: &str = "/data/foundation/flowservice";
/// The path of IMS's token call.
pub(crate) const TOKEN_PATH: &str = "/ims/token/v3";

/// What the handlers share.
pub(crate) struct Service {
    pub(crate) catalog: Catalog,
    pub(crate) key: Key,
    pub(crate) store: Store,
    /// How long a token lives.
    pub(crate) token_life: Duration,
    /// `None` takes any.
    pub(crate) credentials: Option<Credentials>,
    pub(crate) known: Known,
    /// How long a connection that was created is initializing.
    pub(crate) creation_time: Duration,
    pub(crate) paging: Paging,
    pub(crate) plan: Arc<Plan>,
}

/// Every call that is answered.
pub(crate) fn router(service: Arc<Service>) -> Router {
    let faults = middleware::from_fn_with_state(service.plan.clone(), faults::inject);
    Router::new()
        .route(TOKEN_PATH, post(ims::token))
        .nest(BASE_PATH, flow_service())
        .layer(faults)
        .merge(control::router())
        .fallback(async || no("Not Found", StatusCode::NOT_FOUND))
        .method_not_allowed_fallback(async || {
            no("Method Not Allowed", StatusCode::METHOD_NOT_ALLOWED)
        })
        .layer(middleware::from_fn(for_this_machine))
        .layer(middleware::map_response(with_request_id))
        .with_state(service)
}

fn flow_service() -> Router<Arc<Service>> {
    let one = || get(connections::get).patch(connections::update).delete(connections::delete);
    Router::new()
        .route("/connections", post(connections::create).get(connections::list))
        .route("/connections/search", post(connections::search))
        .route("/connections/{id}", one())
        // The reference has updates and deletes with a slash at the end, the guides without.
        .route("/connections/{id}/", one())
        .route("/connections/{id}/test", get(explore::test))
        .route("/connections/{id}/explore", get(explore::explore))
        .route("/connections/{id}/configs", get(explore::configs))
        .route("/connectionSpecs", get(specs::list))
        .route("/connectionSpecs/{id}", get(specs::get))
        .route("/connectionSpecs/{id}/explore", get(explore::of_spec))
        .route("/connectionSpecs/{id}/configs", get(explore::of_spec))
}

fn no(title: &'static str, status: StatusCode) -> Refusal {
    Refusal::problem(status, title, "the stand-in does not know this call")
}

/// A web page can make a browser call this machine under a name of its own; such calls show that name as their host.
async fn for_this_machine(request: Request, next: Next) -> Response {
    let host = request.headers().get(HOST).map_or(Some("localhost"), |host| host.to_str().ok());
    if host.is_some_and(is_this_machine) {
        return next.run(request).await;
    }
    let detail = "the stand-in answers calls to `localhost` and `127.0.0.1` only";
    Refusal::problem(StatusCode::FORBIDDEN, "Forbidden", detail).into_response()
}

fn is_this_machine(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    ["localhost", "127.0.0.1", "[::1]"].iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// So that a call can be spoken of, as with the service itself.
async fn with_request_id(mut response: Response) -> Response {
    let id = Uuid::new_v4().simple().to_string();
    if let Ok(id) = HeaderValue::from_str(&id) {
        response.headers_mut().insert("x-request-id", id);
    }
    response
}
