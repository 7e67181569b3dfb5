//! A connection that the service creates in its own time is waited for.

use std::time::{Duration, Instant};

use serde_json::json;
use wellhead_client::{Error, State, Wait};

use crate::stage::Stage;
use crate::support::request;
use crate::support::setup::Setup;

fn taking(creation_time: Duration) -> Setup {
    Setup { creation_time, ..Setup::default() }
}

fn often() -> Wait {
    Wait::default().every(Duration::from_millis(20))
}

pub(crate) async fn a_connection_is_looked_at_until_it_is_enabled(stage: Stage) {
    let service = stage.service_as(taking(Duration::from_secs(2))).await;
    let caller = service.caller();
    let id = caller.create(&request("CRM")).await.unwrap().id;
    if service.is_calm() {
        let early = caller.get(&id).await.unwrap();
        assert_eq!((early.state, early.etag), (Some(State::Initializing), None));
    }
    let mut told = Vec::new();
    let tell = |progress: wellhead_client::Progress<'_>| {
        told.push((progress.looks, progress.connection.state.clone().unwrap()));
    };
    let enabled = caller.wait_until_enabled(&id, &often(), tell).await.unwrap();
    assert!(enabled.etag.is_some());
    let looks: Vec<u32> = told.iter().map(|(look, _)| *look).collect();
    assert!(looks.iter().zip(1..).all(|(look, number)| *look == number), "{told:?}");
    let (last, before) = told.split_last().unwrap();
    assert_eq!(last.1, State::Enabled);
    assert!(before.iter().all(|(_, state)| *state == State::Initializing), "{told:?}");
}

pub(crate) async fn the_deadline_ends_the_waiting_with_what_was_last_seen(stage: Stage) {
    let service = stage.service_as(taking(Duration::from_secs(3600))).await;
    let caller = service.caller();
    let id = caller.create(&request("CRM")).await.unwrap().id;
    // A refusal that asks for more time than there is left is told as it is.
    service.calm_for(1000).await;
    let started = Instant::now();
    let wait = often().deadline(Duration::from_secs(4));
    let error = caller.wait_until_enabled(&id, &wait, |_| ()).await.unwrap_err();
    assert!(started.elapsed() < Duration::from_secs(60));
    let Error::NotEnabled(waited) = &error else { panic!("{error}") };
    assert_eq!(waited.connection.state, Some(State::Initializing));
    assert!(error.to_string().contains(&format!("{id} is initializing")), "{error}");
}

pub(crate) async fn a_connection_that_is_disabled_is_not_waited_for(stage: Stage) {
    let service = stage.service_as(taking(Duration::from_secs(3600))).await;
    let caller = service.caller();
    let id = caller.create(&request("CRM")).await.unwrap().id;
    service.mark(&id, json!({ "state": "disabled" })).await;
    let error = caller.wait_until_enabled(&id, &often(), |_| ()).await.unwrap_err();
    assert!(matches!(&error, Error::NotEnabled(_)), "{error}");
    assert!(error.to_string().contains("disabled"), "{error}");
}
