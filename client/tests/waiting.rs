//! A connection that the service creates in its own time is waited for.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod support;

use std::sync::Mutex;
use std::time::{Duration, Instant};

use serde_json::json;
use support::{Fake, Reply};
use wellhead_client::{Error, State, Wait};

/// A connection in these states, one after the other, and for ever in the last.
async fn connection(states: &'static [&'static str]) -> Fake {
    let looks = Mutex::new(0);
    Fake::start(move |_| {
        let mut look = looks.lock().unwrap();
        let state = states[(*look).min(states.len() - 1)];
        *look += 1;
        let etag = (state == "enabled").then_some("\"e\"");
        let item = json!({ "id": "abc", "state": state, "etag": etag });
        support::json(200, json!({ "items": [item] }).to_string())
    })
    .await
}

fn quickly() -> Wait {
    Wait::default().every(Duration::from_millis(10)).deadline(Duration::from_secs(2))
}

/// By script: the states come one by one, at each look another.
#[tokio::test]
async fn it_is_looked_at_until_it_is_enabled_and_each_look_is_told() {
    let fake = connection(&["initializing", "enabled-finalizing", "enabled"]).await;
    let mut told = Vec::new();
    let client = fake.with_token().build().unwrap();
    let connection = client
        .wait_until_enabled("abc", &quickly(), |progress| {
            told.push((progress.looks, progress.connection.state.clone().unwrap().to_string()));
        })
        .await
        .unwrap();
    assert_eq!(connection.etag.as_deref(), Some("\"e\""));
    let expected = [(1, "initializing"), (2, "enabled-finalizing"), (3, "enabled")];
    assert_eq!(told, expected.map(|(look, state)| (look, state.to_owned())));
}

/// By script: the service counts the looks.
#[tokio::test]
async fn however_often_it_is_to_be_looked_at_the_service_is_not_flooded() {
    let fake = connection(&["initializing"]).await;
    let wait = Wait::default().every(Duration::ZERO).deadline(Duration::from_millis(450));
    fake.with_token().build().unwrap().wait_until_enabled("abc", &wait, |_| ()).await.unwrap_err();
    assert!(fake.asked("/abc").len() <= 5, "{}", fake.asked("/abc").len());
}

/// By script: the stand-in has no such states.
#[tokio::test]
async fn a_state_does_not_reach_a_terminal_as_commands() {
    let fake = Fake::start(|_| {
        let item = json!({ "id": "abc", "state": "\u{1b}[31mweird\n" });
        support::json(200, json!({ "items": [item] }).to_string())
    })
    .await;
    let wait = quickly().deadline(Duration::ZERO);
    let client = fake.with_token().build().unwrap();
    let error = client.wait_until_enabled("abc", &wait, |_| ()).await.unwrap_err();
    assert!(matches!(error, Error::NotEnabled(_)), "{error}");
    assert_eq!(error.to_string().find(char::is_control), None, "{error:?}");
}

/// By script: the stand-in answers in the end, however late.
#[tokio::test]
async fn a_look_that_hangs_does_not_outlast_the_deadline() {
    let looks = Mutex::new(0);
    let fake = Fake::start(move |_| {
        *looks.lock().unwrap() += 1;
        let body = r#"{"items":[{"id":"abc","state":"initializing"}]}"#;
        if *looks.lock().unwrap() == 1 { support::json(200, body).into() } else { Reply::Silence }
    })
    .await;
    let started = Instant::now();
    let error = fake
        .with_token()
        .build()
        .unwrap()
        .wait_until_enabled("abc", &quickly(), |_| ())
        .await
        .unwrap_err();
    assert!(started.elapsed() < Duration::from_secs(10), "{:?}", started.elapsed());
    // What was seen before is told still.
    let Error::NotEnabled(waited) = &error else { panic!("{error}") };
    assert_eq!(waited.connection.state, Some(State::Initializing));
}
