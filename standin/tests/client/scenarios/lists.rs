//! Lists, counts and searches, page by page.

use std::num::NonZeroU32;
use std::pin::pin;

use futures_util::{StreamExt, TryStreamExt};
use wellhead_client::{Filter, ListQuery, Order, RetryPolicy, SearchQuery};

use super::everything::SPEC_ID;
use crate::caller::Caller;
use crate::stage::Stage;
use crate::support::request;
use crate::support::setup::Setup;

async fn numbered(caller: &Caller, count: usize) {
    for number in 1..=count {
        caller.create(&request(&format!("number {number}"))).await.unwrap();
    }
}

async fn names(caller: &Caller, query: ListQuery) -> Vec<String> {
    caller.list_stream(query).map_ok(|one| one.name.unwrap()).try_collect().await.unwrap()
}

fn limit(limit: u32) -> NonZeroU32 {
    NonZeroU32::new(limit).unwrap()
}

pub(crate) async fn pages_are_followed_in_both_documented_forms(stage: Stage) {
    for pages_by_token in [false, true] {
        let service = stage.service_as(Setup { pages_by_token, ..Setup::default() }).await;
        let caller = service.caller();
        numbered(&caller, 5).await;
        let found = names(&caller, ListQuery::default().limit(limit(2))).await;
        assert_eq!(found, ["number 5", "number 4", "number 3", "number 2", "number 1"]);
        assert_eq!(caller.list_all().await.unwrap().len(), 5);
    }
}

pub(crate) async fn filters_and_order_are_the_services_own(stage: Stage) {
    let service = stage.service().await;
    let caller = service.caller();
    numbered(&caller, 4).await;
    let query = ListQuery::default()
        .filter(Filter::equal("connectionSpec.id", SPEC_ID))
        .filter(Filter::equal("state", "enabled"))
        .filter(Filter::at_least("createdAt", 1_600_000_000_000_u64))
        .order_by(Order::ascending("name"))
        .limit(limit(3));
    assert_eq!(names(&caller, query).await, ["number 1", "number 2", "number 3", "number 4"]);
    let one = ListQuery::default().filter(Filter::raw("name==number 2"));
    assert_eq!(names(&caller, one).await, ["number 2"]);
    assert_eq!(caller.count(&[]).await.unwrap(), 4);
    assert_eq!(caller.count(&[Filter::equal("state", "disabled")]).await.unwrap(), 0);
}

pub(crate) async fn pages_lead_through_the_list_newest_first_while_connections_are_added(
    stage: Stage,
) {
    let service = stage.service().await;
    let caller = service.caller();
    numbered(&caller, 5).await;
    let mut found = Vec::new();
    let mut query = ListQuery::default().limit(limit(2));
    for round in 0.. {
        let page = caller.list(&query).await.unwrap();
        assert!(page.items.len() <= 2);
        found.extend(page.items.into_iter().filter_map(|item| item.name));
        caller.create(&request(&format!("in between {round}"))).await.unwrap();
        let Some(next) = page.next else { break };
        query = query.after(next);
    }
    assert_eq!(found, ["number 5", "number 4", "number 3", "number 2", "number 1"]);
}

pub(crate) async fn a_page_is_asked_for_only_when_it_is_needed(stage: Stage) {
    let service = stage.service().await;
    let caller = service.caller_by(service.client_with_token());
    numbered(&caller, 3).await;
    let before = service.calls().await;
    let mut stream = pin!(caller.list_stream(ListQuery::default().limit(limit(2))));
    assert_eq!(service.calls().await, before);
    stream.next().await.unwrap().unwrap();
    stream.next().await.unwrap().unwrap();
    if service.is_calm() {
        assert_eq!(service.calls().await, before + 1);
    }
    stream.next().await.unwrap().unwrap();
    assert!(stream.next().await.is_none());
}

pub(crate) async fn a_stream_that_fails_ends(stage: Stage) {
    let service = stage.service().await;
    let caller = service.caller();
    numbered(&caller, 3).await;
    service.faults(&[], &["reads=ok,503:none"]).await;
    let once = service.caller_by(service.client_with_token().retry(RetryPolicy::never()));
    let items: Vec<_> = once.list_stream(ListQuery::default().limit(limit(2))).collect().await;
    assert_eq!(items.iter().map(Result::is_ok).collect::<Vec<_>>(), [true, true, false]);
}

pub(crate) async fn a_search_finds_what_a_list_finds(stage: Stage) {
    let service = stage.service().await;
    let caller = service.caller();
    numbered(&caller, 5).await;
    let query = SearchQuery::new("state==enabled").order_by(Order::descending("createdAt"));
    let paged = query.clone().limit(limit(2));
    let found: Vec<_> =
        caller.search_stream(paged).map_ok(|one| one.name.unwrap()).try_collect().await.unwrap();
    assert_eq!(found, names(&caller, ListQuery::default()).await);
    assert_eq!(caller.search_count(&query).await.unwrap(), 5);
    let none = SearchQuery::new("name==nobody");
    assert_eq!(caller.search(&none, None).await.unwrap().items, []);
}
