//! Many creates: several at once, each told as it ends, gone on with after a break, and none of them twice.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod support;

use std::num::NonZeroUsize;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures_util::StreamExt;
use support::{Acme, Fake, Reply, named};
use wellhead_client::{BulkItem, Client, Journal};
use wellhead_runtime::ConnectionRequest;

type Requests = Vec<(String, ConnectionRequest<Acme>)>;

fn requests(numbers: std::ops::Range<usize>) -> Requests {
    numbers.map(|number| (format!("{number}.json"), named(format!("number {number}")))).collect()
}

fn at_once(count: usize) -> NonZeroUsize {
    NonZeroUsize::new(count).unwrap()
}

async fn all(client: &Client, requests: Requests, journal: &Arc<Journal>) -> Vec<BulkItem> {
    client.create_many(requests, at_once(8), journal.clone()).unwrap().collect().await
}

/// By script: what happens to a create is told by its name.
#[tokio::test]
async fn each_is_told_as_it_is_done_and_a_failure_stops_no_other() {
    let fake = Fake::start(|asked| {
        let name = asked.json()["name"].as_str().unwrap().to_owned();
        match name.as_str() {
            "number 0" => Reply::After(Duration::from_millis(300), support::created()),
            "number 1" => support::json(400, r#"{"message":"no"}"#).into(),
            _ => support::created().into(),
        }
    })
    .await;
    let items = all(&fake.with_token().build().unwrap(), requests(0..4), &Arc::default()).await;
    assert_eq!(items.len(), 4);
    assert_eq!(items[3].key, "0.json", "the slowest comes last");
    let failed: Vec<_> =
        items.iter().filter(|item| item.result.is_err()).map(|item| &item.key).collect();
    assert_eq!(failed, ["1.json"]);
}

/// By script: the service counts what is under way.
#[tokio::test]
async fn no_more_are_under_way_than_were_asked_for() {
    let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let (entered, seen) = (now.clone(), most.clone());
    let fake = Fake::start(move |_| {
        seen.fetch_max(entered.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        Reply::After(Duration::from_millis(10), support::created())
    })
    .await;
    let client = fake.with_token().build().unwrap();
    let mut stream =
        std::pin::pin!(client.create_many(requests(0..20), at_once(4), Arc::default()).unwrap());
    while let Some(item) = stream.next().await {
        item.result.unwrap();
        now.fetch_sub(1, Ordering::SeqCst);
    }
    assert_eq!(most.load(Ordering::SeqCst), 4);
}
