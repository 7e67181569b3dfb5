//! Tokens are asked for once, kept, and replaced in time.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod support;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use support::{Asked, Fake, json, token};

const FOUND: &str = r#"{"items":[{"id":"abc"}]}"#;

fn answer(asked: &Asked, seconds: u64) -> axum::response::Response {
    if asked.path().contains("ims") { token(seconds) } else { json(200, FOUND) }
}

/// Lets the clock of the client go forward; the network is not in use meanwhile.
async fn pass(time: Duration) {
    tokio::time::pause();
    tokio::time::advance(time).await;
    tokio::time::resume();
}

#[tokio::test]
async fn a_token_is_kept_until_it_nears_its_expiry() {
    let fake = Fake::start(|asked| answer(asked, 3600)).await;
    let client = fake.client().refresh_before(Duration::from_secs(600)).build().unwrap();
    client.get("abc").await.unwrap();
    pass(Duration::from_secs(2900)).await;
    client.get("abc").await.unwrap();
    assert_eq!(fake.asked("/ims/token/v3").len(), 1, "50 minutes on, the token is still good");
    pass(Duration::from_secs(200)).await;
    client.get("abc").await.unwrap();
    assert_eq!(
        fake.asked("/ims/token/v3").len(),
        2,
        "within 10 minutes of its expiry it is replaced"
    );
}

#[tokio::test]
async fn a_margin_longer_than_the_life_of_a_token_does_not_ask_every_time() {
    let fake = Fake::start(|asked| answer(asked, 60)).await;
    let client = fake.client().refresh_before(Duration::from_secs(600)).build().unwrap();
    client.get("abc").await.unwrap();
    client.get("abc").await.unwrap();
    assert_eq!(fake.asked("/ims/token/v3").len(), 1);
}

#[tokio::test]
async fn an_expiry_in_milliseconds_is_not_believed() {
    let fake = Fake::start(|asked| answer(asked, 86_399_992)).await;
    let client = fake.client().build().unwrap();
    client.get("abc").await.unwrap();
    pass(Duration::from_secs(25 * 60 * 60)).await;
    client.get("abc").await.unwrap();
    assert_eq!(fake.asked("/ims/token/v3").len(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_callers_at_once_cause_one_token_request() {
    let fake = Fake::start(|asked| {
        if asked.path().contains("ims") {
            std::thread::sleep(Duration::from_millis(50));
        }
        answer(asked, 3600)
    })
    .await;
    let client = fake.client().build().unwrap();
    let calls: Vec<_> = (0..16)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.get("abc").await.map(drop) })
        })
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!(fake.asked("/ims/token/v3").len(), 1);
    assert_eq!(fake.asked("/connections/abc").len(), 16);
}

#[tokio::test]
async fn callers_that_wait_together_fail_together() {
    let fake = Fake::start(|_| json(400, r#"{"error":"invalid_client"}"#)).await;
    let client = fake.client().build().unwrap();
    let (first, second) = tokio::join!(client.get("abc"), client.get("abc"));
    assert!(first.is_err() && second.is_err());
    assert_eq!(fake.asked("/ims/token/v3").len(), 1);
    client.get("abc").await.unwrap_err();
    assert_eq!(fake.asked("/ims/token/v3").len(), 2, "a later call tries again");
}

#[tokio::test]
async fn a_token_that_was_revoked_is_replaced_and_the_call_sent_again_once() {
    let refusals = Arc::new(AtomicUsize::new(1));
    let left = refusals.clone();
    let fake = Fake::start(move |asked| {
        let revoked = !asked.path().contains("ims")
            && left
                .fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1))
                .is_ok();
        if revoked {
            json(401, r#"{"error_code":"401013","message":"bad"}"#)
        } else {
            answer(asked, 3600)
        }
    })
    .await;
    let client = fake.client().build().unwrap();
    client.get("abc").await.unwrap();
    assert_eq!((fake.asked("/ims/token/v3").len(), fake.asked("/abc").len()), (2, 2));
    refusals.store(9, Ordering::SeqCst);
    client.get("abc").await.unwrap_err();
    assert_eq!(fake.asked("/abc").len(), 4, "twice, not for ever");
}
