//! What the service says no to, in the shapes that it says it in.

use serde_json::json;
use wellhead_client::{Client, Filter, ListQuery, Operation, Order, Reason, Update};
use wellhead_runtime::Secret;

use super::access::reason;
use crate::service::ORG;
use crate::stage::Stage;
use crate::support::request;

pub(crate) async fn each_documented_shape_is_told_by_what_it_means(stage: Stage) {
    let service = stage.service().await;
    let caller = service.caller();
    let (id, etag) = caller.enabled(&request("CRM")).await;
    // The gateway's.
    let other_key = service.caller_by(service.client().api_key("another-client"));
    assert_eq!(reason(&other_key.get(&id).await.unwrap_err()), Reason::ApiKey);
    let no_token =
        Client::builder("dev", Secret::from("nonsense")).org_id(ORG).api_key("test-client");
    let no_token = service.caller_by(no_token.url(service.url()));
    assert_eq!(reason(&no_token.get(&id).await.unwrap_err()), Reason::Token);
    // The Flow Service's own.
    let error = caller.get("00000000-0000-4000-8000-000000000000").await.unwrap_err();
    assert_eq!((reason(&error), error.operation()), (Reason::NotFound, Some(Operation::Get)));
    assert!(error.request_id().is_some_and(|id| error.to_string().contains(id)), "{error}");
    // The catalogue's.
    service.mark(&id, json!({ "state": "updating" })).await;
    service.calm_for(1).await;
    let error = caller.update(&id, &etag, Update::new(), "x").await.unwrap_err();
    assert_eq!(reason(&error), Reason::State, "{error}");
    assert!(error.to_string().contains("[1457-400]"), "{error}");
}

pub(crate) async fn a_query_that_the_service_does_not_take_is_told(stage: Stage) {
    let service = stage.service().await;
    let caller = service.caller();
    for query in [
        ListQuery::default().filter(Filter::equal("nonsense", "x")),
        ListQuery::default().order_by(Order::ascending("nonsense")),
    ] {
        let error = caller.list(&query).await.unwrap_err();
        assert_eq!(reason(&error), Reason::Query, "{error}");
    }
}
