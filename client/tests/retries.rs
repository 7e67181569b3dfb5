//! What passes by itself is tried again: apart, not too often, not too long, and only where it does no harm.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod support;

use std::num::{NonZeroU32, NonZeroUsize};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime};

use axum::response::Response;
use futures_util::future::join_all;
use support::{Fake, Reply, json, quick, request};
use wellhead_client::{Cause, Error, Reason, RetryPolicy, Update};

const FOUND: &str = r#"{"items":[{"id":"abc"}]}"#;

/// Answers as it is told, one after the other, and then with what is found.
async fn scripted(replies: impl IntoIterator<Item = Reply>) -> Fake {
    let replies = Mutex::new(replies.into_iter().collect::<Vec<_>>().into_iter());
    Fake::start(move |_| replies.lock().unwrap().next().unwrap_or(json(200, FOUND).into())).await
}

fn with_header(mut response: Response, name: &'static str, value: &str) -> Response {
    response.headers_mut().insert(name, value.parse().unwrap());
    response
}

fn refusal(error: &Error) -> &wellhead_client::Refusal {
    let Error::Refused(refusal) = error else { panic!("{error}") };
    refusal
}

#[tokio::test]
async fn a_read_that_fails_in_passing_is_sent_again() {
    for reply in [
        || json(408, "{}").into(),
        || json(429, "{}").into(),
        || json(500, "{}").into(),
        || json(502, "<html>").into(),
        || json(503, "{}").into(),
        || json(504, "{}").into(),
        || Reply::Broken,
        || Reply::Half(json(200, FOUND)),
    ] {
        let fake = scripted([reply(), reply()]).await;
        fake.with_token().build().unwrap().get("abc").await.unwrap();
        assert_eq!(fake.asked("/abc").len(), 3);
    }
}

#[tokio::test]
async fn what_would_fail_again_is_sent_once() {
    for status in [400, 401, 403, 404, 412, 422, 501] {
        let fake = Fake::start(move |_| json(status, "{}")).await;
        fake.with_token().build().unwrap().get("abc").await.unwrap_err();
        assert_eq!(fake.asked("").len(), 1, "{status}");
    }
}

#[tokio::test]
async fn attempts_are_counted() {
    for attempts in [1, 2, 4] {
        let fake = Fake::start(|_| json(503, "{}")).await;
        let client = fake.with_token().retry(quick().attempts(attempts)).build().unwrap();
        let error = client.get("abc").await.unwrap_err();
        assert_eq!(refusal(&error).reason, Reason::Unavailable);
        assert_eq!(fake.asked("").len(), usize::try_from(attempts).unwrap());
    }
}

#[tokio::test]
async fn retry_after_is_waited_for_in_both_forms_and_with_429_as_with_503() {
    for status in [429, 503] {
        let date = SystemTime::now() + Duration::from_secs(2);
        // A date has whole seconds.
        for (value, least) in [("1".to_owned(), 950), (httpdate::fmt_http_date(date), 0)] {
            let limited = with_header(json(status, "{}"), "retry-after", &value);
            let fake = scripted([limited.into()]).await;
            fake.with_token().build().unwrap().get("abc").await.unwrap();
            let [first, second] = &fake.asked("/abc")[..] else { panic!("two attempts") };
            let waited = (second.at - first.at).as_millis();
            assert!((least..5000).contains(&waited), "{status} {value}: {waited} ms");
            if value != "1" {
                assert!(SystemTime::now() >= httpdate::parse_http_date(&value).unwrap());
            }
        }
    }
}

#[tokio::test]
async fn a_wait_beyond_the_deadline_is_reported_at_once() {
    let fake = Fake::start(|_| with_header(json(429, "{}"), "retry-after", "120")).await;
    let client = fake.with_token().deadline(Duration::from_secs(60)).build().unwrap();
    let started = Instant::now();
    let error = client.get("abc").await.unwrap_err();
    assert!(started.elapsed() < Duration::from_secs(10));
    assert_eq!(refusal(&error).retry_after, Some(Duration::from_secs(120)));
    assert_eq!(refusal(&error).reason, Reason::TooMany);

    let error = client.get("other").await.unwrap_err();
    let Error::Unreachable(unreachable) = &error else { panic!("{error}") };
    assert_eq!(unreachable.cause, Cause::NotSent, "the service is left alone by other calls too");
    assert_eq!(fake.asked("").len(), 1);
}

#[tokio::test]
async fn callers_that_share_a_client_are_quiet_together() {
    let fake = scripted([with_header(json(429, "{}"), "retry-after", "1").into()]).await;
    let client = fake.with_token().build().unwrap();
    let first = client.get("abc");
    let second = async {
        tokio::time::sleep(Duration::from_millis(200)).await;
        client.get("def").await
    };
    let (first, second) = tokio::join!(first, second);
    first.unwrap();
    second.unwrap();
    let begun = fake.asked("/abc")[0].at;
    assert!(fake.asked("/def")[0].at - begun >= Duration::from_millis(950));
}

#[tokio::test]
async fn the_deadline_ends_the_retries_and_a_silent_service() {
    let failing = Fake::start(|_| json(503, "{}")).await;
    let silent = Fake::start(|_| Reply::Silence).await;
    let patient = quick().attempts(1000).budget(100_000);
    for fake in [failing, silent] {
        let client = fake.with_token().retry(patient.clone()).build().unwrap();
        let started = Instant::now();
        client.within(Duration::from_millis(300)).get("abc").await.unwrap_err();
        assert!(started.elapsed() < Duration::from_secs(10), "{:?}", started.elapsed());
    }
}

#[tokio::test]
async fn a_budget_keeps_retries_few_when_everything_fails() {
    let fake = Fake::start(|_| json(503, "{}")).await;
    let client = fake.with_token().retry(quick().attempts(10).budget(5)).build().unwrap();
    join_all((0..20).map(|_| client.get("abc"))).await;
    assert_eq!(fake.asked("").len(), 20 + 5);
}

#[tokio::test]
async fn an_update_is_sent_again_only_if_it_surely_was_not_done() {
    let update = Update::new().name("CRM");
    let fake = scripted([json(429, "{}").into(), json(200, r#"{"id":"abc"}"#).into()]).await;
    fake.with_token().build().unwrap().update("abc", "\"e\"", &update).await.unwrap();
    assert_eq!(fake.count("PATCH", "/abc"), 2);
    for reply in [json(503, "{}").into(), Reply::Broken] {
        let fake = scripted([reply]).await;
        let error =
            fake.with_token().build().unwrap().update("abc", "\"e\"", &update).await.unwrap_err();
        assert!(error.is_outcome_unknown(), "{error}");
        assert!(error.to_string().contains("may have been updated"), "{error}");
        assert_eq!(fake.asked("").len(), 1);
    }
}

#[tokio::test]
async fn a_delete_whose_answer_was_lost_is_done_when_the_connection_is_gone() {
    let gone = || json(404, r#"{"errorMessage":"not found"}"#);
    let fake = scripted([Reply::Broken, gone().into()]).await;
    fake.with_token().build().unwrap().delete("abc").await.unwrap();
    let fake = scripted([gone().into()]).await;
    let error = fake.with_token().build().unwrap().delete("abc").await.unwrap_err();
    assert_eq!(refusal(&error).reason, Reason::NotFound, "it was not there in the first place");
}

#[tokio::test]
async fn ims_is_tried_again_too() {
    let failures = AtomicUsize::new(2);
    let fake = Fake::start(move |asked| {
        if !asked.path().contains("ims") {
            return json(200, FOUND);
        }
        let left =
            failures.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
        if left.is_ok() { json(500, "{}") } else { support::token(3600) }
    })
    .await;
    fake.client().build().unwrap().get("abc").await.unwrap();
    assert_eq!((fake.asked("/ims/token/v3").len(), fake.asked("/abc").len()), (3, 1));
}

#[tokio::test]
async fn nothing_is_sent_twice_if_that_is_the_policy() {
    let fake = Fake::start(|_| json(503, "{}")).await;
    let client = fake.with_token().retry(RetryPolicy::never()).build().unwrap();
    client.get("abc").await.unwrap_err();
    assert_eq!(fake.asked("").len(), 1);
}

#[tokio::test]
async fn a_rate_limit_spreads_calls_evenly() {
    let fake = Fake::start(|_| json(200, FOUND)).await;
    let client = fake.with_token().rate_limit(NonZeroU32::new(20).unwrap()).build().unwrap();
    join_all((0..9).map(|_| client.get("abc"))).await;
    let asked = fake.asked("");
    let took = asked.iter().map(|asked| asked.at).max().unwrap() - asked[0].at;
    assert!(took >= Duration::from_millis(390), "nine calls, 50 ms apart: {took:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_concurrency_limit_holds_however_many_call() {
    let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let (entered, seen) = (now.clone(), most.clone());
    let fake = Fake::start(move |_| {
        seen.fetch_max(entered.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        std::thread::sleep(Duration::from_millis(5));
        entered.fetch_sub(1, Ordering::SeqCst);
        json(200, FOUND)
    })
    .await;
    let client = fake.with_token().concurrency_limit(NonZeroUsize::MIN).build().unwrap();
    join_all((0..10).map(|_| client.get("abc")))
        .await
        .into_iter()
        .for_each(|done| drop(done.unwrap()));
    assert_eq!((most.load(Ordering::SeqCst), fake.asked("").len()), (1, 10));
}

#[tokio::test]
async fn a_turn_that_does_not_come_in_time_is_told_as_not_sent() {
    let fake = Fake::start(|_| Reply::After(Duration::from_millis(400), json(200, FOUND))).await;
    let client = fake.with_token().concurrency_limit(NonZeroUsize::MIN).build().unwrap();
    let hurried = client.within(Duration::from_millis(100));
    let second = async {
        tokio::time::sleep(Duration::from_millis(50)).await;
        hurried.create(&request()).await
    };
    let (first, second) = tokio::join!(client.get("abc"), second);
    first.unwrap();
    let error = second.unwrap_err();
    assert!(!error.is_outcome_unknown(), "{error}");
    assert!(matches!(&error, Error::Unreachable(late) if late.cause == Cause::NotSent), "{error}");
    assert_eq!(fake.asked("").len(), 1);
}
