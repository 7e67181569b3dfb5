//! What passes by itself is tried again: not too often, not too long, and only where it does no harm.

use std::num::NonZeroUsize;
use std::time::{Duration, Instant};

use futures_util::future::join_all;
use wellhead_client::{Cause, Error, Reason, RetryPolicy};

use super::access::reason;
use crate::service::patient;
use crate::stage::Stage;
use crate::support::request;

pub(crate) async fn a_read_that_fails_in_passing_is_sent_again(stage: Stage) {
    let service = stage.service().await;
    let caller = service.caller_by(service.client_with_token());
    let (id, _) = caller.enabled(&request("CRM")).await;
    let faults = "reads=429:none,503:none,reset-before,reset-after,truncate,ok";
    service.faults(&[], &[faults]).await;
    let before = service.calls().await;
    assert_eq!(caller.get(&id).await.unwrap().id, id);
    assert_eq!(service.calls().await, before + 6);
}

pub(crate) async fn retry_after_is_waited_for_in_both_forms(stage: Stage) {
    let service = stage.service().await;
    let caller = service.caller_by(service.client_with_token());
    let (id, _) = caller.enabled(&request("CRM")).await;
    // A date has whole seconds, so that the wait for one may be short.
    for (fault, least) in [("429:1", 950), ("429:date:2", 900), ("503:1", 950), ("503:date:2", 900)]
    {
        service.faults(&[], &[&format!("reads={fault},ok")]).await;
        let started = Instant::now();
        caller.get(&id).await.unwrap();
        assert!(started.elapsed().as_millis() >= least, "{fault}: {:?}", started.elapsed());
    }
}

pub(crate) async fn attempts_are_counted(stage: Stage) {
    let service = stage.service().await;
    service.faults(&["503:none@reads=1"], &[]).await;
    for attempts in [1, 2, 4] {
        let retry = patient().attempts(attempts);
        let caller = service.caller_by(service.client_with_token().retry(retry));
        let before = service.calls().await;
        let error = caller.get("abc").await.unwrap_err();
        assert_eq!(reason(&error), Reason::Unavailable);
        assert_eq!(service.calls().await - before, u64::from(attempts));
    }
}

pub(crate) async fn nothing_is_sent_twice_if_that_is_the_policy(stage: Stage) {
    let service = stage.service().await;
    service.faults(&["503:none@reads=1"], &[]).await;
    let caller = service.caller_by(service.client_with_token().retry(RetryPolicy::never()));
    caller.get("abc").await.unwrap_err();
    assert_eq!(service.calls().await, 1);
}

pub(crate) async fn a_wait_beyond_the_deadline_is_reported_at_once(stage: Stage) {
    let service = stage.service().await;
    service.faults(&[], &["reads=429:120"]).await;
    let client = service.client_with_token().deadline(Duration::from_secs(60));
    let caller = service.caller_by(client);
    let started = Instant::now();
    let error = caller.get("abc").await.unwrap_err();
    assert!(started.elapsed() < Duration::from_secs(30));
    let Error::Refused(refusal) = &error else { panic!("{error}") };
    assert_eq!(refusal.reason, Reason::TooMany);
    assert_eq!(refusal.retry_after, Some(Duration::from_secs(120)));
    let error = caller.get("other").await.unwrap_err();
    let Error::Unreachable(unreachable) = &error else { panic!("{error}") };
    assert_eq!(unreachable.cause, Cause::NotSent, "the service is left alone by other calls too");
    assert_eq!(service.calls().await, 1);
}

pub(crate) async fn the_deadline_ends_the_retries_and_a_slow_answer(stage: Stage) {
    for faults in ["503:none@reads=1", "latency:60s@reads=1"] {
        let service = stage.service().await;
        service.faults(&[faults], &[]).await;
        let retry = patient().attempts(1000).budget(100_000);
        let caller = service.caller_by(service.client_with_token().retry(retry));
        let started = Instant::now();
        caller.within(Duration::from_millis(300)).get("abc").await.unwrap_err();
        assert!(started.elapsed() < Duration::from_secs(30), "{:?}", started.elapsed());
    }
}

pub(crate) async fn a_budget_keeps_retries_few_when_everything_fails(stage: Stage) {
    let service = stage.service().await;
    service.faults(&["503:none@reads=1"], &[]).await;
    let retry = patient().attempts(10).budget(5);
    let caller = service.caller_by(service.client_with_token().retry(retry));
    join_all((0..20).map(|_| caller.get("abc"))).await;
    assert_eq!(service.calls().await, 20 + 5);
}

pub(crate) async fn ims_is_tried_again_too(stage: Stage) {
    let service = stage.service().await;
    service.faults(&[], &["tokens=503:none,reset-before,truncate"]).await;
    service.caller().list_all().await.unwrap();
    if service.is_calm() {
        assert_eq!(service.calls().await, 4 + 1);
    }
}

pub(crate) async fn a_turn_that_does_not_come_in_time_is_told_as_not_sent(stage: Stage) {
    let service = stage.service().await;
    service.faults(&[], &["reads=latency:600s"]).await;
    let client = service.client_with_token().concurrency_limit(NonZeroUsize::MIN);
    let caller = service.caller_by(client);
    let hurried = caller.within(Duration::from_millis(100));
    let before = service.calls().await;
    let second = async {
        // Its turn is the first one's from before it arrives until it is given up.
        while service.calls().await == before {
            tokio::task::yield_now().await;
        }
        hurried.create(&request("CRM")).await
    };
    let error = tokio::select! {
        _ = caller.list_all() => panic!("it takes ten minutes"),
        second = second => second.unwrap_err(),
    };
    assert!(!error.is_outcome_unknown(), "{error}");
    assert!(matches!(&error, Error::Unreachable(late) if late.cause == Cause::NotSent), "{error}");
    assert_eq!(caller.list_all().await.unwrap(), []);
}
