//! Tokens are asked for once, kept, and replaced in time.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod support;

use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use support::{Asked, Fake, Reply, json, quick, token};
use wellhead_client::Error;

const FOUND: &str = r#"{"items":[{"id":"abc"}]}"#;

fn answer(asked: &Asked, seconds: u64) -> axum::response::Response {
    if asked.path().contains("ims") { token(seconds) } else { json(200, FOUND) }
}

/// What the gateway says to a token that was revoked.
fn revoked() -> axum::response::Response {
    json(401, r#"{"error_code":"401013","message":"bad"}"#)
}

/// Lets the clock of the client go forward; the network is not in use meanwhile.
async fn pass(time: Duration) {
    tokio::time::pause();
    tokio::time::advance(time).await;
    tokio::time::resume();
}

/// By script: the client's clock is moved, and the stand-in's would stay.
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

/// By script: no service answers this, and the client has to bear it.
#[tokio::test]
async fn an_expiry_in_milliseconds_is_not_believed() {
    let fake = Fake::start(|asked| answer(asked, 86_399_992)).await;
    let client = fake.client().build().unwrap();
    client.get("abc").await.unwrap();
    pass(Duration::from_secs(25 * 60 * 60)).await;
    client.get("abc").await.unwrap();
    assert_eq!(fake.asked("/ims/token/v3").len(), 2);
}

/// By script: the service takes no token at all, not even one that it has just given.
#[tokio::test]
async fn a_token_that_was_revoked_is_replaced_and_the_call_sent_again_once() {
    let refusals = Arc::new(AtomicUsize::new(1));
    let left = refusals.clone();
    let fake = Fake::start(move |asked| {
        let is_revoked = !asked.path().contains("ims")
            && left
                .fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1))
                .is_ok();
        if is_revoked { revoked() } else { answer(asked, 3600) }
    })
    .await;
    let client = fake.client().build().unwrap();
    client.get("abc").await.unwrap();
    assert_eq!((fake.asked("/ims/token/v3").len(), fake.asked("/abc").len()), (2, 2));
    refusals.store(9, Ordering::SeqCst);
    client.get("abc").await.unwrap_err();
    assert_eq!(fake.asked("/abc").len(), 4, "twice, not for ever");
}

/// By script: IMS falls silent, which the stand-in's never does.
#[tokio::test]
async fn who_has_no_time_for_a_new_token_does_not_wait_for_one_that_another_asks_for() {
    let tokens = AtomicUsize::new(0);
    let fake = Fake::start(move |asked| match asked.path().rsplit('/').next() {
        Some("v3") if tokens.fetch_add(1, Ordering::SeqCst) == 0 => token(3600).into(),
        Some("v3") => Reply::Silence,
        Some("patient") => Reply::from(revoked()),
        // Once IMS is being asked.
        _ => Reply::After(Duration::from_millis(100), revoked()),
    })
    .await;
    let client = fake.client().timeout(Duration::from_secs(20)).retry(quick().attempts(1));
    let client = client.build().unwrap();
    let hurried = client.within(Duration::from_millis(500));
    let error = tokio::select! {
        biased;
        _ = client.get("patient") => panic!("it waits for IMS"),
        ended = hurried.get("hurried") => ended.unwrap_err(),
    };
    assert!(error.to_string().contains("no token came in time"), "{error}");
}

/// By script: no IMS answers this, and the client has to bear it.
#[tokio::test]
async fn a_token_that_no_header_may_have_is_no_answer_and_not_kept() {
    let given = r#"{"access_token":"planted\r\nx-sandbox-name: prod","expires_in":3600}"#;
    let fake = Fake::start(move |_| json(200, given)).await;
    let client = fake.client().build().unwrap();
    for asked in 1..3 {
        let error = client.get("abc").await.unwrap_err();
        assert!(matches!(&error, Error::BadAnswer(_)), "{error:?}");
        assert!(!error.to_string().contains("planted"), "{error}");
        assert_eq!((fake.asked("/ims/token/v3").len(), fake.asked("/abc").len()), (asked, 0));
    }
}

/// By script: the stand-in's IMS does not ask to be left alone.
#[tokio::test]
async fn ims_is_left_alone_for_as_long_as_it_asks() {
    let fake = Fake::start(|_| {
        let mut limited = json(429, "{}");
        limited.headers_mut().insert("retry-after", "3600".parse().unwrap());
        limited
    })
    .await;
    let client = fake.client().build().unwrap();
    client.get("abc").await.unwrap_err();
    for _ in 0..3 {
        let kept_back = client.get("abc").await.unwrap_err().to_string();
        assert!(kept_back.starts_with("IMS was not asked in time"), "{kept_back}");
        assert!(kept_back.contains("wants to be left alone"), "{kept_back}");
    }
    assert_eq!(fake.asked("").len(), 1);
}

/// By script: when a request arrived is measured by the service.
#[tokio::test]
async fn the_second_attempt_with_a_new_token_keeps_to_the_rate_limit() {
    let fake = Fake::start(|asked| match asked.path().contains("ims") {
        true => token(3600),
        false => revoked(),
    })
    .await;
    let client = fake.client().rate_limit(NonZeroU32::new(5).unwrap()).build().unwrap();
    client.get("abc").await.unwrap_err();
    let [first, second] = &fake.asked("/abc")[..] else { panic!("two attempts") };
    assert!(second.at - first.at >= Duration::from_millis(190), "{:?}", second.at - first.at);
}
