//! The same for code that is not async, and for such code inside of async code.

#![cfg(feature = "blocking")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod support;

use std::num::NonZeroUsize;
use std::sync::Arc;

use support::service::{Fate, Store, script, start};
use support::{Fake, named, request};
use tokio::runtime::Runtime;
use wellhead_client::{Journal, ListQuery, Wait, blocking};

fn started(runtime: &Runtime) -> (Fake, Store, blocking::Client) {
    let (fake, store) = runtime.block_on(start(script([Fate::BrokenAfter])));
    let client = blocking::Client::new(fake.with_token().build().unwrap()).unwrap();
    (fake, store, client)
}

#[test]
fn calls_wait_for_their_answer_and_create_once() {
    let runtime = Runtime::new().unwrap();
    let (_fake, store, client) = started(&runtime);
    let created = client.create(&request()).unwrap();
    assert_eq!(store.ids(), std::slice::from_ref(&created.id));
    assert_eq!(client.get(&created.id).unwrap().id, created.id);
    client.wait_until_enabled(&created.id, &Wait::default(), |_| ()).unwrap();
    assert_eq!(client.list_all().unwrap().len(), 1);
    assert!(client.get("a/b").is_err());
}

#[test]
fn streams_are_iterators() {
    let runtime = Runtime::new().unwrap();
    let (_fake, store, client) = started(&runtime);
    let requests = (0..120).map(|number| (number.to_string(), named(format!("number {number}"))));
    let journal = Arc::new(Journal::in_memory());
    let at_once = NonZeroUsize::new(8).unwrap();
    assert!(client.create_many(requests, at_once, journal).all(|item| item.result.is_ok()));
    let listed: Result<Vec<_>, _> = client.list_iter(ListQuery::default()).collect();
    assert_eq!((listed.unwrap().len(), store.len()), (120, 120));
}

#[tokio::test]
async fn inside_of_async_code_it_waits_without_a_panic() {
    let runtime = std::thread::spawn(|| Runtime::new().unwrap()).join().unwrap();
    let (store, client) = std::thread::scope(|scope| {
        let (_fake, store, client) = scope.spawn(|| started(&runtime)).join().unwrap();
        (store, client)
    });
    client.create(&request()).unwrap();
    assert_eq!(store.len(), 1);
    drop(client);
    runtime.shutdown_background();
}

#[test]
fn many_threads_may_share_it() {
    let runtime = Runtime::new().unwrap();
    let (_fake, store, client) = started(&runtime);
    std::thread::scope(|scope| {
        for number in 0..8 {
            let client = client.clone();
            scope.spawn(move || client.create(&named(number.to_string())).unwrap());
        }
    });
    assert_eq!(store.len(), 8);
}
