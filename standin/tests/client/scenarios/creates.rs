//! One call makes one connection, whatever becomes of the answer.

use std::collections::HashSet;

use futures_util::future::join_all;
use wellhead_client::{Error, State};
use wellhead_runtime::ConnectionRequest;

use crate::service::patient;
use crate::stage::Stage;
use crate::support::request;
use crate::support::setup::Setup;

pub(crate) async fn a_connection_is_found_as_it_was_created(stage: Stage) {
    let service = stage.service().await;
    let caller = service.caller();
    let created = caller.create(&request("CRM")).await.unwrap();
    let found = caller.get(&created.id).await.unwrap();
    assert_eq!((&found.id, found.name.as_deref()), (&created.id, Some("CRM")));
    assert_eq!(found.description.as_deref(), Some("for a test"));
    assert_eq!(found.state, Some(State::Enabled));
    assert_eq!((&found.etag, &found.version), (&created.etag, &created.etag));
    assert_eq!(found.auth.as_ref().unwrap().spec_name, "OAuth2 JWT Token Credential");
    assert_eq!(found.sandbox_name.as_deref(), Some("dev"));
    assert!(found.created_at.unwrap() > 1_600_000_000_000, "milliseconds");
    assert_eq!(caller.list_all().await.unwrap(), [found]);
}

pub(crate) async fn every_example_is_created(stage: Stage) {
    let service = stage.service().await;
    let caller = service.caller();
    let examples = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../examples")).unwrap();
    let paths = examples.map(|entry| entry.unwrap().path());
    let paths = paths.filter(|path| path.extension().is_some_and(|extension| extension == "json"));
    let mut count = 0;
    for path in paths {
        let request = wellhead::dispatch(&std::fs::read(&path).unwrap())
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let created = caller.create(&request).await;
        created.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        count += 1;
    }
    assert!(count >= 5, "{count}");
    assert_eq!(caller.list_all().await.unwrap().len(), count);
}

pub(crate) async fn a_source_that_only_its_slug_tells_from_another_is_created(stage: Stage) {
    let service = stage.service().await;
    let caller = service.caller();
    for slug in ["sugarcrm-accounts-contacts", "sugarcrm-events"] {
        let example = wellhead::source(slug).unwrap().auth[0].example_request().to_string();
        let request = wellhead::dispatch_as(slug, example.as_bytes()).unwrap();
        caller.create(&request).await.unwrap();
    }
    assert_eq!(caller.list_all().await.unwrap().len(), 2);
}

pub(crate) async fn what_can_not_work_is_not_sent(stage: Stage) {
    let service = stage.service().await;
    let caller = service.caller();
    let nameless = ConnectionRequest::new(" ", request("CRM").into_auth());
    let error = caller.create(&nameless).await.unwrap_err();
    assert!(matches!(&error, Error::Invalid(_)), "{error}");
    for id in ["", "..", "a/b", "a?limit=1", "a b"] {
        assert!(matches!(caller.get(id).await, Err(Error::Unusable(_))), "{id}");
    }
    assert_eq!(service.calls().await, 0);
}

pub(crate) async fn a_connection_whose_answer_was_lost_is_found_and_not_made_again(stage: Stage) {
    for fault in ["reset-after", "truncate"] {
        let service = stage.service().await;
        service.faults(&[], &[&format!("creates={fault}")]).await;
        let caller = service.caller_by(service.client_with_token());
        let created = caller.create(&request("CRM")).await.unwrap();
        assert!(created.was_looked_up && created.etag.is_some(), "{fault}");
        if service.is_calm() {
            assert_eq!(service.calls().await, 2, "{fault}: a create and a look");
        }
    }
}

pub(crate) async fn a_connection_that_was_not_made_is_made_after_it_was_looked_for_twice(
    stage: Stage,
) {
    for fault in ["reset-before", "503:none"] {
        let service = stage.service().await;
        service.faults(&[], &[&format!("creates={fault},{fault}")]).await;
        let caller = service.caller_by(service.client_with_token());
        let created = caller.create(&request("CRM")).await.unwrap();
        if service.is_calm() {
            assert!(!created.was_looked_up, "{fault}");
            assert_eq!(service.calls().await, 3 + 4, "{fault}: three creates, four looks");
        }
    }
}

pub(crate) async fn two_creates_of_one_name_are_not_taken_for_each_other(stage: Stage) {
    let service = stage.service().await;
    service.faults(&[], &["creates=reset-after,reset-after"]).await;
    let caller = service.caller();
    let (one, other) = (request("CRM"), request("CRM"));
    let (first, second) = tokio::join!(caller.create(&one), caller.create(&other));
    let made: HashSet<_> = [first.unwrap().id, second.unwrap().id].into();
    assert_eq!((made.len(), caller.list_all().await.unwrap().len()), (2, 2));
}

pub(crate) async fn two_that_fit_are_nobodys_guess(stage: Stage) {
    let service = stage.service().await;
    // Two programs: while one waits for its token, the other creates a connection of the same name.
    service.faults(&["latency:2s@tokens=1"], &["creates=ok,reset-after"]).await;
    let (slow, quick) = (service.caller(), service.caller_by(service.client_with_token()));
    let (mine, theirs) = (request("CRM"), request("CRM"));
    let (mine, theirs) = tokio::join!(slow.create(&mine), quick.create(&theirs));
    let (error, theirs) = (mine.unwrap_err(), theirs.unwrap());
    assert!(error.is_outcome_unknown(), "{error}");
    assert!(error.to_string().contains(&theirs.id), "{error}");
    assert_eq!(quick.list_all().await.unwrap().len(), 2, "nothing was sent again");
}

pub(crate) async fn where_looking_fails_too_the_outcome_stays_unknown_and_nothing_is_sent_again(
    stage: Stage,
) {
    let service = stage.service().await;
    service.faults(&["503:none@reads=1"], &["creates=reset-after"]).await;
    let caller = service.caller_by(service.client_with_token().retry(patient().attempts(2)));
    let error = caller.create(&request("CRM")).await.unwrap_err();
    assert!(error.is_outcome_unknown(), "{error}");
    assert!(error.to_string().contains("look for its name"), "{error}");
    service.faults(&[], &[]).await;
    assert_eq!(service.caller().list_all().await.unwrap().len(), 1);
}

pub(crate) async fn a_create_that_was_turned_away_at_the_gate_is_sent_again_without_a_look(
    stage: Stage,
) {
    let service = stage.service().await;
    service.faults(&[], &["creates=429:none,429:none"]).await;
    let caller = service.caller_by(service.client_with_token());
    let created = caller.create(&request("CRM")).await.unwrap();
    if service.is_calm() {
        assert!(!created.was_looked_up);
        assert_eq!(service.calls().await, 3);
    }
}

pub(crate) async fn a_create_that_was_refused_is_not_sent_again(stage: Stage) {
    let setup = Setup { sandbox: Some("prod".into()), ..Setup::default() };
    let service = stage.service_as(setup).await;
    let error =
        service.elsewhere(crate::service::ORG, "dev").create(&request("CRM")).await.unwrap_err();
    assert!(matches!(&error, Error::Refused(_)) && !error.is_outcome_unknown(), "{error}");
    if service.is_calm() {
        assert_eq!(service.calls().await, 2, "a token, and a create");
    }
    let there = service.caller_in(crate::service::ORG, "prod");
    assert_eq!(there.list_all().await.unwrap(), []);
}

pub(crate) async fn a_hundred_creates_with_a_third_of_them_struck_make_a_hundred_connections(
    stage: Stage,
) {
    let service = stage.service().await;
    let struck = ["reset-before", "reset-after", "truncate", "503:none", "429:none"];
    let rates = struck.map(|fault| format!("{fault}@creates=0.066"));
    service.faults(&rates.each_ref().map(String::as_str), &[]).await;
    let retry = patient().attempts(20).budget(100_000);
    let caller = service.caller_by(service.client_with_token().retry(retry));
    let creates = (0..100).map(|number| {
        let caller = caller.clone();
        // A tenth of the names are given twice.
        let request = request(&format!("number {}", number % 90));
        async move { caller.create(&request).await.unwrap().id }
    });
    let answered: HashSet<String> = join_all(creates).await.into_iter().collect();
    assert_eq!(answered.len(), 100, "each call has a connection of its own");
}
