//! Many creates: several at once, each told as it ends, gone on with after a break, and none of them twice.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod support;

use std::collections::HashSet;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures_util::StreamExt;
use support::service::{Fate, script, start};
use support::{Acme, Fake, PASSWORD, Reply, named, quick};
use wellhead_client::{BulkItem, Client, Error, Journal, Outcome};
use wellhead_runtime::ConnectionRequest;

type Requests = Vec<(String, ConnectionRequest<Acme>)>;

fn requests(numbers: std::ops::Range<usize>) -> Requests {
    numbers.map(|number| (format!("{number}.json"), named(format!("number {number}")))).collect()
}

fn at_once(count: usize) -> NonZeroUsize {
    NonZeroUsize::new(count).unwrap()
}

async fn all(client: &Client, requests: Requests, journal: &Arc<Journal>) -> Vec<BulkItem> {
    client.create_many(requests, at_once(8), journal.clone()).collect().await
}

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
        std::pin::pin!(client.create_many(requests(0..20), at_once(4), Arc::default()));
    while let Some(item) = stream.next().await {
        item.result.unwrap();
        now.fetch_sub(1, Ordering::SeqCst);
    }
    assert_eq!(most.load(Ordering::SeqCst), 4);
}

#[tokio::test]
async fn a_second_run_creates_what_the_first_did_not() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("creates.journal");
    let (fake, store) = start(script([Fate::Works, Fate::Refused])).await;
    let client = fake.with_token().build().unwrap();
    let journal = Arc::new(Journal::open(&path).unwrap());
    let one_by_one = client.create_many(requests(0..3), at_once(1), journal);
    let first: Vec<_> = one_by_one.collect().await;
    assert_eq!((first.iter().filter(|item| item.result.is_ok()).count(), store.len()), (2, 2));

    let journal = Arc::new(Journal::open(&path).unwrap());
    let again = all(&fake.with_token().build().unwrap(), requests(0..4), &journal).await;
    let already = |item: &&BulkItem| matches!(item.result, Ok(Outcome::AlreadyCreated(_)));
    assert_eq!(again.iter().filter(already).count(), 2);
    assert_eq!((again.iter().filter(|item| item.result.is_ok()).count(), store.len()), (4, 4));
    assert!(!std::fs::read_to_string(&path).unwrap().contains(PASSWORD));
}

#[tokio::test]
async fn a_run_that_was_broken_off_in_the_middle_is_gone_on_with_and_nothing_is_made_twice() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("creates.journal");
    // The first twelve are made, and none of these is answered.
    let mut silent = 12;
    let (fake, store) = start(move |_| match silent {
        0 => Fate::Works,
        _ => {
            silent -= 1;
            Fate::SilentAfter
        }
    })
    .await;
    let journal = Arc::new(Journal::open(&path).unwrap());
    let client = fake.with_token().build().unwrap();
    let run = client.create_many(requests(0..40), at_once(12), journal).collect::<Vec<_>>();
    assert!(tokio::time::timeout(Duration::from_millis(300), run).await.is_err(), "killed");
    assert_eq!(store.len(), 12);

    let journal = Arc::new(Journal::open(&path).unwrap());
    assert_eq!(journal.unsettled().len(), 12);
    let items = all(&fake.with_token().build().unwrap(), requests(0..40), &journal).await;
    let ids: HashSet<_> =
        items.into_iter().map(|item| item.result.unwrap().connection().id.clone()).collect();
    assert_eq!((ids.len(), store.len()), (40, 40));
    assert!(journal.unsettled().is_empty());
    assert_eq!(journal.created().len(), 40);
}

#[tokio::test]
async fn a_create_whose_outcome_stays_unknown_stays_open_in_the_journal() {
    let fake = Fake::start(|asked| match asked.method() {
        "POST" => Reply::Broken,
        _ => support::json(400, "{}").into(),
    })
    .await;
    let journal = Arc::new(Journal::in_memory());
    let items = all(&fake.with_token().build().unwrap(), requests(0..1), &journal).await;
    assert!(items[0].result.as_ref().unwrap_err().is_outcome_unknown());
    assert_eq!(journal.unsettled(), ["0.json"]);
}

#[tokio::test]
async fn one_key_for_two_requests_is_told() {
    let (fake, store) = start(script([])).await;
    let twice = [requests(0..1), requests(0..1)].into_iter().flatten().collect();
    let items = all(&fake.with_token().build().unwrap(), twice, &Arc::default()).await;
    let failed: Vec<_> = items.iter().filter_map(|item| item.result.as_ref().err()).collect();
    assert!(matches!(failed[..], [Error::Unusable(_)]), "{items:?}");
    assert_eq!(store.len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_creates_survive_being_throttled() {
    let mut count = 0;
    let (fake, store) = start(move |_| {
        count += 1;
        if count % 3 == 0 { Fate::TooMany } else { Fate::Works }
    })
    .await;
    let client = fake.with_token().retry(quick().attempts(10).budget(1000)).build().unwrap();
    let items = all(&client, requests(0..200), &Arc::default()).await;
    assert!(items.iter().all(|item| item.result.is_ok()));
    assert_eq!(store.len(), 200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_creates_32_at_once_with_a_twentieth_struck_make_a_thousand_connections() {
    const STRUCK: [Fate; 5] = [
        Fate::BrokenBefore,
        Fate::BrokenAfter,
        Fate::HalfAnAnswer,
        Fate::UnavailableAfter,
        Fate::TooMany,
    ];
    let mut random = fastrand::Rng::with_seed(20);
    let (fake, store) = start(move |_| match random.usize(..100) {
        struck if struck < STRUCK.len() => STRUCK[struck],
        _ => Fate::Works,
    })
    .await;
    // The policy that everybody has, but for the waits.
    let client = fake.with_token().build().unwrap();
    let creates = client.create_many(requests(0..1000), at_once(32), Arc::default());
    let items: Vec<_> = creates.collect().await;
    let failed: Vec<_> = items.iter().filter(|item| item.result.is_err()).collect();
    assert!(failed.is_empty(), "{failed:?}");
    let ids: HashSet<_> =
        items.iter().flat_map(|item| &item.result).map(|done| &done.connection().id).collect();
    assert_eq!((ids.len(), store.len()), (1000, 1000));
}
