//! Faults on demand: what a call meets, and what it leaves behind.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod support;

use std::io;
use std::time::{Duration, Instant, SystemTime};

use serde_json::{Value, json};
use support::{Answer, CONNECTIONS, call, create, exchange, get, headers, request};
use wellhead_standin::{Calls, Fault, Faults, Options, RetryAfter, Running, Standin};

async fn with(faults: Faults) -> Running {
    Standin::start(Options::default().faults(faults)).await.unwrap()
}

/// A stand-in whose next create meets that fault.
async fn creating_meets(fault: Fault) -> Running {
    with(Faults::default().script(Calls::Creates, [Some(fault)])).await
}

/// What comes back for a create, and how the connection ended if not in order.
async fn try_create(standin: &Running) -> (String, Option<io::ErrorKind>) {
    let body = request("CRM").to_json();
    exchange(standin.address(), "POST", CONNECTIONS, &headers(), &body).await
}

async fn count(standin: &Running) -> Value {
    get(standin, "/connections?count=true").await.json()["count"].clone()
}

#[tokio::test]
async fn a_reset_before_the_write_leaves_nothing_behind() {
    let standin = creating_meets(Fault::ResetBefore).await;
    assert_eq!(try_create(&standin).await, (String::new(), Some(io::ErrorKind::ConnectionReset)));
    assert_eq!(count(&standin).await, 0);
    assert_eq!(standin.counts().reset_before, 1);
}

#[tokio::test]
async fn a_reset_after_the_write_leaves_a_connection_that_nobody_was_told_of() {
    let standin = creating_meets(Fault::ResetAfter).await;
    assert_eq!(try_create(&standin).await, (String::new(), Some(io::ErrorKind::ConnectionReset)));
    assert_eq!(count(&standin).await, 1);
    assert_eq!(standin.counts().reset_after, 1);
}

#[tokio::test]
async fn an_answer_that_breaks_off_announces_more_than_it_brings() {
    let standin = creating_meets(Fault::Truncate).await;
    let (text, _) = try_create(&standin).await;
    let answer = Answer::read(&text).unwrap();
    let announced: usize = answer.header("content-length").unwrap().parse().unwrap();
    assert_eq!((answer.status, answer.text.len()), (201, announced / 2), "{answer:?}");
    assert!(serde_json::from_str::<Value>(&answer.text).is_err());
    assert_eq!(count(&standin).await, 1);
}

#[tokio::test]
async fn too_many_requests_and_unavailable_are_told_with_when_to_come_again() {
    for (status, make) in
        [(429, Fault::TooManyRequests as fn(RetryAfter) -> Fault), (503, Fault::Unavailable)]
    {
        let standin = creating_meets(make(RetryAfter::Seconds(7))).await;
        let answer = create(&standin, &request("CRM").to_json()).await;
        assert_eq!((answer.status, answer.header("retry-after")), (status, Some("7")));
        assert_eq!(count(&standin).await, 0);

        let standin = creating_meets(make(RetryAfter::None)).await;
        let answer = create(&standin, &request("CRM").to_json()).await;
        assert_eq!((answer.status, answer.header("retry-after")), (status, None));

        let standin = creating_meets(make(RetryAfter::Date(3600))).await;
        let answer = create(&standin, &request("CRM").to_json()).await;
        let date = httpdate::parse_http_date(answer.header("retry-after").unwrap()).unwrap();
        let wait = date.duration_since(SystemTime::now()).unwrap();
        assert!((3500..=3600).contains(&wait.as_secs()), "{wait:?}");
    }
}

#[tokio::test]
async fn refusals_have_the_documented_shapes() {
    let standin = creating_meets(Fault::TooManyRequests(RetryAfter::None)).await;
    let answer = create(&standin, &request("CRM").to_json()).await;
    assert_eq!(answer.json(), json!({ "error_code": "429050", "message": "Too many requests" }));
    assert!(answer.header("x-request-id").is_some());
    let standin = creating_meets(Fault::Unavailable(RetryAfter::None)).await;
    assert_eq!(create(&standin, &request("CRM").to_json()).await.code(), (503, "1103-503".into()));
}

#[tokio::test]
async fn latency_makes_a_call_take_longer_and_changes_nothing_else() {
    let latency = Duration::from_millis(120);
    let standin = creating_meets(Fault::Latency(latency)).await;
    let start = Instant::now();
    assert_eq!(create(&standin, &request("CRM").to_json()).await.status, 201);
    assert!(start.elapsed() >= latency);
    assert_eq!(standin.counts().latency, 1);
}

#[tokio::test]
async fn faults_are_for_the_calls_that_are_named() {
    let faults = Faults::default().rate(Calls::Tokens, Fault::Unavailable(RetryAfter::None), 1.0);
    let standin = with(faults).await;
    assert_eq!(count(&standin).await, 0);
    let form = [("content-type", "application/x-www-form-urlencoded".to_owned())];
    let body = "grant_type=client_credentials&client_id=a&client_secret=b";
    let token = async || call(&standin, "POST", "/ims/token/v3", &form, body).await.status;
    assert_eq!(token().await, 503);
    standin.inject(Faults::default().rate(Calls::Reads, Fault::ResetBefore, 1.0));
    assert_eq!(token().await, 200);
    assert_eq!(create(&standin, &request("CRM").to_json()).await.status, 201);
    let (text, ended) = exchange(standin.address(), "GET", CONNECTIONS, &headers(), "").await;
    assert_eq!((text.as_str(), ended), ("", Some(io::ErrorKind::ConnectionReset)));
}

#[tokio::test]
async fn a_call_for_the_head_of_an_answer_is_a_read_like_the_one_for_all_of_it() {
    let unavailable = Fault::Unavailable(RetryAfter::None);
    for (calls, status) in [(Calls::Writes, 200), (Calls::Reads, 503)] {
        let standin = with(Faults::default().rate(calls, unavailable, 1.0)).await;
        for method in ["GET", "HEAD"] {
            let answer = call(&standin, method, CONNECTIONS, &headers(), "").await;
            assert_eq!(answer.status, status, "{method}, {calls:?}");
        }
    }
}

/// Every create that was acknowledged is there once, and every one that was not is there at most once.
#[tokio::test]
async fn of_many_creates_with_faults_those_that_were_acknowledged_are_there() {
    let faults = Faults::default()
        .seed(11)
        .rate(Calls::Creates, Fault::ResetBefore, 0.1)
        .rate(Calls::Creates, Fault::ResetAfter, 0.1)
        .rate(Calls::Creates, Fault::Truncate, 0.1)
        .rate(Calls::Creates, Fault::TooManyRequests(RetryAfter::None), 0.1)
        .rate(Calls::Creates, Fault::Unavailable(RetryAfter::None), 0.1);
    let standin = with(faults).await;
    let mut acknowledged = 0;
    for _ in 0..300 {
        let (text, _) = try_create(&standin).await;
        let answer = Answer::read(&text);
        let whole = answer.filter(|answer| {
            answer.status == 201 && serde_json::from_str::<Value>(&answer.text).is_ok()
        });
        acknowledged += u64::from(whole.is_some());
    }
    let counts = standin.counts();
    assert_eq!(counts.calls, 300);
    assert!(counts.failures() > 80, "{counts:?}");
    assert_eq!(acknowledged, 300 - counts.failures());
    let there = acknowledged + counts.reset_after + counts.truncated;
    assert_eq!(count(&standin).await, there);
}
