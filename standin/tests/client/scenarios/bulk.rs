//! Many creates: several at once, gone on with after a break, and none of them twice.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use wellhead::salesforce::OAuth2JwtTokenCredential;
use wellhead_client::{BulkItem, Error, Journal, Outcome, RetryPolicy};
use wellhead_runtime::ConnectionRequest;

use crate::service::{ORG, patient};
use crate::stage::Stage;
use crate::support::{APP_SECRET, request};

type Requests = Vec<(String, ConnectionRequest<OAuth2JwtTokenCredential>)>;

/// One call in twenty fails.
const ONE_IN_TWENTY: [&str; 7] = [
    "429:1=0.005",
    "429:date:1=0.005",
    "503:1=0.005",
    "503:none=0.005",
    "reset-before=0.01",
    "reset-after=0.01",
    "truncate=0.01",
];

fn requests(numbers: Range<usize>) -> Requests {
    numbers.map(|number| (format!("{number}.json"), request(&format!("number {number}")))).collect()
}

fn done(items: &[BulkItem]) -> usize {
    items.iter().filter(|item| item.result.is_ok()).count()
}

fn ids(items: &[BulkItem]) -> HashSet<&str> {
    items.iter().flat_map(|item| &item.result).map(|done| done.connection().id.as_str()).collect()
}

pub(crate) async fn a_second_run_creates_what_the_first_did_not(stage: Stage) {
    let service = stage.service().await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("creates.journal");
    service.faults(&[], &["creates=ok,429:none,ok"]).await;
    let once = service.caller_by(service.client_with_token().retry(RetryPolicy::never()));
    let journal = Arc::new(Journal::open(&path).unwrap());
    assert_eq!(done(&once.create_many(requests(0..3), 1, &journal).await), 2);
    drop(journal);

    let journal = Arc::new(Journal::open(&path).unwrap());
    let again = service.caller().create_many(requests(0..4), 8, &journal).await;
    let already = |item: &&BulkItem| matches!(item.result, Ok(Outcome::AlreadyCreated(_)));
    assert_eq!((again.iter().filter(already).count(), done(&again)), (2, 4));
    assert_eq!(service.caller().list_all().await.unwrap().len(), 4);
    assert!(!std::fs::read_to_string(&path).unwrap().contains(APP_SECRET));
}

pub(crate) async fn a_run_that_was_broken_off_is_gone_on_with(stage: Stage) {
    let service = stage.service().await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("creates.journal");
    // The first twelve are made, and none of these is answered, nor found.
    let twelve = format!("creates={}", ["reset-after"; 12].join(","));
    service.faults(&["503:none@reads=1"], &[&twelve]).await;
    let retry = patient().attempts(1000).budget(100_000);
    let caller = service.caller_by(service.client_with_token().retry(retry));
    let journal = Arc::new(Journal::open(&path).unwrap());
    let all_are_made = async {
        while service.met("resetAfter").await < 12 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::select! {
        items = caller.create_many(requests(0..40), 12, &journal) => panic!("it ended: {items:?}"),
        () = all_are_made => {}
    }
    drop(journal);

    service.faults(&[], &[]).await;
    let journal = Arc::new(Journal::open(&path).unwrap());
    assert_eq!(journal.unsettled().len(), 12);
    let items = service.caller().create_many(requests(0..40), 8, &journal).await;
    assert_eq!((ids(&items).len(), service.caller().list_all().await.unwrap().len()), (40, 40));
    assert!(journal.unsettled().is_empty());
    assert_eq!(journal.created().len(), 40);
}

pub(crate) async fn a_create_whose_outcome_stays_unknown_stays_open_in_the_journal(stage: Stage) {
    let service = stage.service().await;
    service.faults(&["503:none@reads=1"], &["creates=reset-before"]).await;
    let caller = service.caller_by(service.client_with_token().retry(patient().attempts(2)));
    let journal = Arc::new(Journal::in_memory());
    let items = caller.create_many(requests(0..1), 1, &journal).await;
    assert!(items[0].result.as_ref().unwrap_err().is_outcome_unknown(), "{items:?}");
    assert_eq!(journal.unsettled(), ["0.json"]);
}

pub(crate) async fn one_key_for_two_requests_is_refused_before_anything_is_sent(stage: Stage) {
    let service = stage.service().await;
    let twice = [requests(0..2), requests(0..1)].concat();
    let error = service.caller().try_create_many(twice, 8, &Arc::default()).await.unwrap_err();
    assert!(matches!(error, Error::Unusable(_)), "{error:?}");
    assert_eq!(service.caller().list_all().await.unwrap(), []);
}

/// What was created there is not created here.
pub(crate) async fn a_journal_of_another_sandbox_or_organization_is_refused(stage: Stage) {
    let service = stage.service().await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("creates.journal");
    let journal = Arc::new(Journal::open(&path).unwrap());
    service.caller().create_many(requests(0..1), 1, &journal).await;
    drop(journal);
    for (org, sandbox) in [(ORG, "prod"), ("OTHER@AdobeOrg", "dev")] {
        let journal = Arc::new(Journal::open(&path).unwrap());
        let other = service.caller_in(org, sandbox);
        let error = other.try_create_many(requests(0..1), 1, &journal).await.unwrap_err();
        assert!(matches!(error, Error::Unusable(_)), "{error:?}");
        assert_eq!(other.list_all().await.unwrap(), []);
    }
}

pub(crate) async fn many_creates_survive_being_throttled(stage: Stage) {
    let service = stage.service().await;
    service.faults(&["429:none@creates=0.33"], &[]).await;
    let caller = service.caller_by(service.client().retry(patient().attempts(20)));
    let items = caller.create_many(requests(0..60), 8, &Arc::default()).await;
    assert_eq!((done(&items), ids(&items).len()), (60, 60));
}

/// With the retry policy that everybody has.
pub(crate) async fn a_thousand_creates_32_at_once_make_a_thousand_connections(stage: Stage) {
    let service = stage.service().await;
    service.faults(&ONE_IN_TWENTY, &[]).await;
    let caller = service.caller_by(service.client().retry(RetryPolicy::default()));
    let journal = Arc::new(Journal::in_memory());
    let items = caller.create_many(requests(0..1000), 32, &journal).await;
    let failed: Vec<_> = items.iter().filter(|item| item.result.is_err()).collect();
    assert!(failed.is_empty(), "{failed:?}");
    assert_eq!((ids(&items).len(), journal.created().len()), (1000, 1000));
    let outcomes = items.iter().flat_map(|item| &item.result);
    let looked_up = outcomes.filter(|outcome| outcome.connection().was_looked_up).count();
    assert!(looked_up > 0, "no create was in doubt");
}
