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
use wellhead_client::{Error, Update};

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

/// By script: the stand-in has no 408, 500, 502 or 504.
#[tokio::test]
async fn a_read_that_fails_in_passing_is_sent_again() {
    for reply in
        [|| json(408, "{}"), || json(500, "{}"), || json(502, "<html>"), || json(504, "{}")]
    {
        let fake = scripted([reply().into(), reply().into()]).await;
        fake.with_token().build().unwrap().get("abc").await.unwrap();
        assert_eq!(fake.asked("/abc").len(), 3);
    }
}

/// By script: no answer of the stand-in is cut off.
#[tokio::test]
async fn a_read_whose_answer_was_cut_off_is_sent_again_and_an_update_is_not() {
    let fake = scripted([Reply::CutOff(json(200, FOUND))]).await;
    fake.with_token().build().unwrap().get("abc").await.unwrap();
    assert_eq!(fake.asked("/abc").len(), 2);

    let fake = scripted([Reply::CutOff(json(200, "{}"))]).await;
    let update = Update::new().name("CRM");
    let error =
        fake.with_token().build().unwrap().update("abc", "\"e\"", &update).await.unwrap_err();
    assert!(error.is_outcome_unknown(), "{error}");
    assert_eq!(fake.asked("/abc").len(), 1);
}

/// By script: the stand-in fails in turns by chance alone.
#[tokio::test]
async fn a_create_is_sent_as_often_as_is_said_whatever_it_fails_with() {
    let limited = || with_header(json(429, "{}"), "retry-after", "0");
    for turns in [[|| json(500, "{}"), limited], [limited, || json(500, "{}")]] {
        let creates = AtomicUsize::new(0);
        let fake = Fake::start(move |asked| match asked.method() {
            "POST" => turns[creates.fetch_add(1, Ordering::SeqCst) % turns.len()](),
            _ => json(200, r#"{"items":[]}"#),
        })
        .await;
        let client = fake.with_token().retry(quick().attempts(3)).build().unwrap();
        client.create(&request()).await.unwrap_err();
        assert_eq!(fake.count("POST", "/connections"), 3);
    }
}

/// By script: the stand-in has no 408.
#[tokio::test]
async fn after_a_408_nobody_knows_whether_it_was_done() {
    let fake = scripted([json(408, "{}").into()]).await;
    let update = Update::new().name("CRM");
    let error =
        fake.with_token().build().unwrap().update("abc", "\"e\"", &update).await.unwrap_err();
    assert!(error.is_outcome_unknown(), "{error}");
    assert_eq!(fake.asked("/abc").len(), 1);

    let gone = json(404, r#"{"errorMessage":"not found"}"#);
    let fake = scripted([json(408, "{}").into(), gone.into()]).await;
    fake.with_token().build().unwrap().delete("abc").await.unwrap();
    assert_eq!(fake.asked("/abc").len(), 2);
}

/// By script: the stand-in turns nobody away that it has just failed.
#[tokio::test]
async fn a_delete_that_may_have_been_done_says_so_however_the_next_attempt_is_turned_away() {
    let limited = || with_header(json(429, "{}"), "retry-after", "3600");
    for turned_away in [limited, || json(400, "{}"), || json(401, "{}"), || json(403, "{}")] {
        for lost in [|| Reply::Broken, || json(502, "").into()] {
            let fake = scripted([lost(), turned_away().into()]).await;
            let error = fake.with_token().build().unwrap().delete("abc").await.unwrap_err();
            assert!(error.is_outcome_unknown(), "{error}");
            assert!(error.to_string().contains("may have been deleted"), "{error}");
            assert_eq!(fake.asked("/abc").len(), 2);
        }
        let fake = scripted([turned_away().into()]).await;
        let error = fake.with_token().build().unwrap().delete("abc").await.unwrap_err();
        assert!(!error.is_outcome_unknown(), "{error}");
    }
}

/// By script: the stand-in has no occasion for all of these.
#[tokio::test]
async fn what_would_fail_again_is_sent_once() {
    for status in [400, 401, 403, 404, 412, 422, 501] {
        let fake = Fake::start(move |_| json(status, "{}")).await;
        fake.with_token().build().unwrap().get("abc").await.unwrap_err();
        assert_eq!(fake.asked("").len(), 1, "{status}");
    }
}

/// By script: when a request arrived is measured by the service.
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
            assert!((least..60_000).contains(&waited), "{status} {value}: {waited} ms");
            if value != "1" {
                assert!(SystemTime::now() >= httpdate::parse_http_date(&value).unwrap());
            }
        }
    }
}

/// By script: when a request arrived is measured by the service.
#[tokio::test]
async fn callers_that_share_a_client_are_quiet_together() {
    let fake = scripted([with_header(json(429, "{}"), "retry-after", "1").into()]).await;
    // The first one does not wait itself, so that the second comes when the answer is known, and not before.
    let client = fake.with_token().retry(quick().attempts(1)).build().unwrap();
    client.get("abc").await.unwrap_err();
    client.clone().get("abc").await.unwrap();
    let [first, second] = &fake.asked("/abc")[..] else { panic!("two attempts") };
    assert!(second.at - first.at >= Duration::from_millis(950));
}

/// By script: the stand-in asks for no such wait.
#[tokio::test]
async fn a_wait_that_is_too_long_to_be_counted_is_not_taken_for_none() {
    for seconds in ["18446744073709551615", "99999999999999999999"] {
        let fake = scripted([with_header(json(429, "{}"), "retry-after", seconds).into()]).await;
        let client = fake.with_token().build().unwrap();
        let refused = client.get("abc").await.unwrap_err();
        assert!(matches!(refused, Error::Refused(_)), "{refused}");
        let kept_back = client.get("abc").await.unwrap_err();
        assert!(kept_back.to_string().contains("wants to be left alone"), "{kept_back}");
        assert_eq!(fake.asked("/abc").len(), 1, "{seconds}");
    }
}

/// By script: the stand-in answers in the end, however late.
#[tokio::test]
async fn the_deadline_ends_a_silent_service() {
    let fake = Fake::start(|_| Reply::Silence).await;
    let patient = quick().attempts(1000).budget(100_000);
    let client = fake.with_token().retry(patient).build().unwrap();
    let started = Instant::now();
    client.within(Duration::from_millis(300)).get("abc").await.unwrap_err();
    assert!(started.elapsed() < Duration::from_secs(60), "{:?}", started.elapsed());
}

/// By script: when a request arrived is measured by the service.
#[tokio::test]
async fn a_rate_limit_spreads_calls_evenly() {
    let fake = Fake::start(|_| json(200, FOUND)).await;
    let client = fake.with_token().rate_limit(NonZeroU32::new(20).unwrap()).build().unwrap();
    let started = Instant::now();
    join_all((0..9).map(|_| client.get("abc"))).await;
    let mut arrived: Vec<_> = fake.asked("").iter().map(|asked| asked.at - started).collect();
    arrived.sort();
    assert_eq!(arrived.len(), 9);
    // On a busy machine each may come later, and none sooner.
    for (number, after) in (0..).zip(&arrived) {
        assert!(
            *after + Duration::from_millis(5) >= number * Duration::from_millis(50),
            "{arrived:?}"
        );
    }
}

/// By script: the service counts what is under way.
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
