//! Lists come page by page, and a count comes alone.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod support;

use std::num::NonZeroU32;

use futures_util::TryStreamExt;
use serde_json::json;
use support::{Asked, Fake};
use wellhead_client::{Error, Filter, ListQuery, Order, SearchQuery};

fn token(asked: &Asked) -> Option<String> {
    let mut pairs = url::form_urlencoded::parse(asked.query().as_bytes());
    pairs.find(|(key, _)| key == "continuationToken").map(|(_, token)| token.into_owned())
}

/// Three pages of two, whose tokens have characters that a URL must escape.
fn page(asked: &Asked, in_a_link: bool) -> axum::response::Response {
    let number: usize =
        token(asked).map_or(0, |token| token.strip_prefix("a+/&=").unwrap().parse().unwrap());
    let items =
        json!([{ "id": format!("{}", 2 * number) }, { "id": format!("{}", 2 * number + 1) }]);
    let mut body = json!({ "items": items });
    if number < 2 && in_a_link {
        let href = format!("/connections?limit=2&continuationToken=a%2B%2F%26%3D{}", number + 1);
        body["_links"] = json!({ "next": { "href": href } });
    } else if number < 2 {
        body["continuationToken"] = json!(format!("a+/&={}", number + 1));
    }
    support::json(200, body.to_string())
}

/// By script: what goes over the wire is looked at, which the stand-in takes and does not show.
#[tokio::test]
async fn a_stream_follows_the_pages_in_both_documented_forms() {
    for in_a_link in [true, false] {
        let fake = Fake::start(move |asked| page(asked, in_a_link)).await;
        let client = fake.with_token().build().unwrap();
        let query = ListQuery::default()
            .filter(Filter::equal("state", "enabled"))
            .filter(Filter::at_least("updatedAt", 7))
            .order_by(Order::ascending("name"))
            .limit(NonZeroU32::new(2).unwrap());
        let ids: Vec<_> =
            client.list_stream(query).map_ok(|item| item.id).try_collect().await.unwrap();
        assert_eq!(ids, ["0", "1", "2", "3", "4", "5"]);
        let asked = fake.asked("/connections");
        assert_eq!(asked.len(), 3);
        let same = "property=state%3D%3Denabled&property=updatedAt%3E%3D7&orderby=name&limit=2";
        assert_eq!(asked[0].query(), same);
        assert_eq!(asked[2].query(), format!("{same}&continuationToken=a%2B%2F%26%3D2"));
        assert!(asked.iter().all(|asked| !asked.query().contains("count")));
    }
}

/// By script: a service that takes a filter for something else, and what goes over the wire.
#[tokio::test]
async fn those_of_a_name_are_exactly_those_whatever_the_service_takes_it_for() {
    let names = ["a,b", "a", "b", "say \"hi\"", " x", "=x", "A", "Orders 2"];
    let fake = Fake::start(move |asked| {
        let is_last = token(asked).is_some();
        let names = if is_last { &names[5..] } else { &names[..5] };
        let items: Vec<_> = names
            .iter()
            .map(|name| json!({ "id": name.replace(' ', "-"), "name": name }))
            .collect();
        let next = if is_last { "" } else { "next" };
        support::json(200, json!({ "items": items, "continuationToken": next }).to_string())
    })
    .await;
    let client = fake.with_token().build().unwrap();
    for name in names {
        let found = client.list_stream(ListQuery::default().named(name));
        let found: Vec<_> = found.map_ok(|one| one.name.unwrap()).try_collect().await.unwrap();
        assert_eq!(found, [name]);
        let specs = client.list_specs_named(name).await.unwrap();
        assert_eq!(specs.iter().map(|spec| spec.name.as_deref()).collect::<Vec<_>>(), [Some(name)]);
    }
    let first_asked = |end| {
        let asked = fake.asked(end).into_iter().filter(|asked| token(asked).is_none());
        asked.map(|asked| asked.query().to_owned()).collect::<Vec<_>>()
    };
    let sent = |name: &str| format!("property=name%3D%3D{name}");
    let plain = [sent("a"), sent("b"), sent("A"), sent("Orders+2")];
    for asked in [first_asked("/connections"), first_asked("/connectionSpecs")] {
        let (with, without): (Vec<_>, Vec<_>) =
            asked.into_iter().partition(|query| !query.is_empty());
        assert_eq!((with, without.len()), (plain.to_vec(), 4));
    }
}

/// By script: no service answers this, and the client has to bear it.
#[tokio::test]
async fn pages_that_lead_in_a_circle_end_in_an_error() {
    let fake = Fake::start(|asked| {
        let next = if token(asked).as_deref() == Some("a") { "b" } else { "a" };
        support::json(
            200,
            json!({ "items": [{ "id": next }], "continuationToken": next }).to_string(),
        )
    })
    .await;
    let error = fake.with_token().build().unwrap().list_all().await.unwrap_err();
    assert!(matches!(&error, Error::BadAnswer(_)), "{error}");
    assert_eq!(fake.asked("").len(), 3);
}

/// By script: what goes over the wire is looked at, which the stand-in takes and does not show.
#[tokio::test]
async fn a_count_goes_without_a_limit() {
    let fake = Fake::start(|_| support::json(200, r#"{"count":95}"#)).await;
    let client = fake.with_token().build().unwrap();
    assert_eq!(client.count(&[Filter::equal("state", "enabled")]).await.unwrap(), 95);
    assert_eq!(client.count(&[]).await.unwrap(), 95);
    let queries: Vec<_> =
        fake.asked("/connections").iter().map(|asked| asked.query().to_owned()).collect();
    assert_eq!(queries, ["property=state%3D%3Denabled&count=true", "count=true"]);
}

/// By script: what goes over the wire is looked at, which the stand-in takes and does not show.
#[tokio::test]
async fn a_search_has_its_filter_in_the_body_and_its_page_in_the_query() {
    let fake = Fake::start(|asked| page(asked, false)).await;
    let client = fake.with_token().build().unwrap();
    let query = SearchQuery::new("state==enabled")
        .order_by(Order::descending("createdAt"))
        .limit(NonZeroU32::new(1000).unwrap());
    let ids: Vec<_> =
        client.search_stream(query).map_ok(|item| item.id).try_collect().await.unwrap();
    assert_eq!(ids.len(), 6);
    let asked = fake.asked("/connections/search");
    assert_eq!((asked.len(), asked[0].method()), (3, "POST"));
    let body = json!({ "queryString": "state==enabled", "orderby": "-createdAt", "limit": 1000 });
    assert!(asked.iter().all(|asked| asked.json() == body));
    assert_eq!((asked[0].query(), asked[1].query()), ("", "continuationToken=a%2B%2F%26%3D1"));
}

/// By script: what goes over the wire is looked at, which the stand-in takes and does not show.
#[tokio::test]
async fn a_search_that_counts_has_no_limit() {
    let fake = Fake::start(|_| support::json(200, r#"{"count":7}"#)).await;
    let query = SearchQuery::new("x").limit(NonZeroU32::MIN).order_by(Order::ascending("name"));
    assert_eq!(fake.with_token().build().unwrap().search_count(&query).await.unwrap(), 7);
    assert_eq!(fake.asked("")[0].json(), json!({ "queryString": "x", "count": true }));
}
