//! Many creates: several at once, each told as it ends, gone on with after a break, and none of them twice.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod support;

use std::io::Write;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures_util::StreamExt;
use support::service::{self, Fate};
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

/// The numbers of the connections that were made, by key, once all of `requests` are created.
async fn created(client: &Client, requests: Requests, journal: &Arc<Journal>) -> Vec<String> {
    let items = all(client, requests, journal).await;
    items.into_iter().map(|item| item.result.unwrap().connection().id.clone()).collect()
}

/// By script: which of two creates of one name is sent is told by their passwords, and the first is never answered.
#[tokio::test]
async fn a_create_that_waited_for_its_turn_is_not_taken_for_one_that_was_sent() {
    let mut is_first = true;
    let fate = move |_: &_| match std::mem::take(&mut is_first) {
        true => Fate::SilentAfter,
        false => Fate::Works,
    };
    let (fake, store) = service::start(fate).await;
    let request = |key: &str| (key.to_owned(), named("CRM"));
    let folder = tempfile::tempdir().unwrap();
    let journal = || Arc::new(Journal::open(folder.path().join("journal")).unwrap());
    let client = || fake.with_token().build().unwrap();
    // Broken off while the first has been sent, and the second waits for it.
    let both = vec![request("sent"), request("waiting")];
    let broken_off = tokio::time::timeout(Duration::from_millis(300), async {
        all(&client(), both, &journal()).await;
    });
    broken_off.await.unwrap_err();
    assert_eq!((store.len(), journal().unsettled()), (1, vec!["sent".to_owned()]));
    let kept = journal();
    let client = client();
    assert_eq!(created(&client, vec![request("waiting")], &kept).await, ["made-1"]);
    assert_eq!(created(&client, vec![request("sent")], &kept).await, ["made-0"]);
    assert_eq!(store.len(), 2);
}

/// By script: the service does what it did not answer when the client has long given it up.
#[tokio::test]
async fn what_timed_out_is_looked_for_by_later_runs_and_not_sent_again() {
    let (fake, store) = service::start(|_| Fate::SilentBefore).await;
    let client = fake.with_token().timeout(Duration::from_millis(100)).build().unwrap();
    let folder = tempfile::tempdir().unwrap();
    for _ in 0..3 {
        let journal = Arc::new(Journal::open(folder.path().join("journal")).unwrap());
        let items = all(&client, requests(0..1), &journal).await;
        let error = items[0].result.as_ref().unwrap_err();
        assert!(error.is_outcome_unknown(), "{error}");
        assert_eq!(journal.unsettled(), ["0.json"]);
        assert_eq!(fake.count("POST", "/connections"), 1, "{error}");
    }
    store.add("number 0", Duration::ZERO);
    let journal = Arc::new(Journal::open(folder.path().join("journal")).unwrap());
    assert_eq!(created(&client, requests(0..1), &journal).await, ["made-0"]);
    assert_eq!(fake.count("POST", "/connections"), 1);
}

/// By script: nobody documents how long a create may take to show up.
#[tokio::test]
async fn what_timed_out_an_hour_ago_is_sent_again_if_it_is_not_there() {
    let (fake, store) = service::start(|_| Fate::Works).await;
    let client = fake.with_token().build().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal");
    let journal = Arc::new(Journal::open(&path).unwrap());
    all(&client, Vec::new(), &journal).await;
    drop(journal);
    let mut file = std::fs::OpenOptions::new().append(true).open(&path).unwrap();
    writeln!(file, r#"{{"key":"0.json","step":{{"givenUp":{{"begun":7,"at":8}}}}}}"#).unwrap();
    let journal = Arc::new(Journal::open(&path).unwrap());
    assert_eq!(created(&client, requests(0..1), &journal).await, ["made-0"]);
    assert_eq!(store.len(), 1);
}

/// By script: the service counts what it makes.
#[tokio::test]
async fn streams_that_share_a_journal_make_each_key_once() {
    let (fake, store) = service::start(|_| Fate::Works).await;
    let client = || fake.with_token().build().unwrap();
    let (one, other, journal) = (client(), client(), Arc::default());
    let (some, same) = tokio::join!(
        created(&one, requests(0..20), &journal),
        created(&other, requests(0..20), &journal)
    );
    assert_eq!((some.len(), same.len(), store.len()), (20, 20, 20));
}
