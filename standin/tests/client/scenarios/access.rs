//! Tokens, organizations and sandboxes.

use std::time::Duration;

use futures_util::future::join_all;
use wellhead_client::{Error, Operation, Reason};

use crate::caller::Caller;
use crate::service::ORG;
use crate::stage::Stage;
use crate::support::request;
use crate::support::setup::Setup;

pub(super) fn reason(error: &Error) -> Reason {
    let Error::Refused(refusal) = error else { panic!("{error}") };
    refusal.reason
}

pub(crate) async fn a_token_is_asked_for_once_and_kept(stage: Stage) {
    // A margin longer than the life of a token must not make it asked for every time.
    let setup = Setup { token_life: Some(Duration::from_secs(60)), ..Setup::default() };
    let service = stage.service_as(setup).await;
    let caller = service.caller_by(service.client().refresh_before(Duration::from_secs(600)));
    let (id, _) = caller.enabled(&request("CRM")).await;
    for _ in 0..3 {
        caller.get(&id).await.unwrap();
    }
    if service.is_calm() {
        assert_eq!(service.calls().await, 1 + 5);
    }
}

pub(crate) async fn many_callers_at_once_cause_one_token_request(stage: Stage) {
    let service = stage.service().await;
    service.faults(&["latency:50ms@tokens=1"], &[]).await;
    let caller = service.caller();
    join_all((0..16).map(|_| caller.list_all()))
        .await
        .into_iter()
        .for_each(|done| drop(done.unwrap()));
    if service.is_calm() {
        assert_eq!(service.calls().await, 1 + 16);
    }
}

pub(crate) async fn a_token_is_replaced_when_it_expires(stage: Stage) {
    let setup = Setup { token_life: Some(Duration::from_secs(2)), ..Setup::default() };
    let service = stage.service_as(setup).await;
    let caller = service.caller();
    let (id, _) = caller.enabled(&request("CRM")).await;
    let before = service.calls().await;
    tokio::time::sleep(Duration::from_millis(2100)).await;
    caller.get(&id).await.unwrap();
    if service.is_calm() {
        assert_eq!(service.calls().await - before, 2, "a token, and what was asked with it");
    }
}

pub(crate) async fn a_token_that_was_revoked_is_replaced(stage: Stage) {
    let service = stage.service().await;
    let caller = service.caller();
    let (id, _) = caller.enabled(&request("CRM")).await;
    service.revoke_tokens().await;
    let before = service.calls().await;
    caller.get(&id).await.unwrap();
    if service.is_calm() {
        assert_eq!(service.calls().await - before, 3, "a refusal, a token, the call again");
    }
}

pub(crate) async fn a_token_that_is_there_already_is_taken(stage: Stage) {
    let service = stage.service().await;
    let caller = service.caller_by(service.client_with_token());
    let (id, _) = caller.enabled(&request("CRM")).await;
    caller.get(&id).await.unwrap();
    if service.is_calm() {
        assert_eq!(service.calls().await, 3, "no token was asked for");
    }
}

pub(crate) async fn callers_that_wait_together_fail_together(stage: Stage) {
    let setup = Setup {
        credentials: Some(("test-client".into(), "another secret".into())),
        ..Setup::default()
    };
    let service = stage.service_as(setup).await;
    let caller = service.caller();
    let failed = async |caller: &Caller| caller.list_all().await.unwrap_err();
    let (first, second) = tokio::join!(failed(&caller), failed(&caller));
    for error in [first, second] {
        assert_eq!((reason(&error), error.operation()), (Reason::Client, Some(Operation::Token)));
    }
    if service.is_calm() {
        assert_eq!(service.calls().await, 1);
        failed(&caller).await;
        assert_eq!(service.calls().await, 2, "a later call tries again");
    }
}

pub(crate) async fn an_organization_and_a_sandbox_that_are_not_there_are_told(stage: Stage) {
    let setup =
        Setup { organization: Some(ORG.into()), sandbox: Some("dev".into()), ..Setup::default() };
    let service = stage.service_as(setup).await;
    service.caller().create(&request("CRM")).await.unwrap();
    for (org, sandbox, expected) in
        [(ORG, "stage", Reason::Sandbox), ("OTHER@AdobeOrg", "dev", Reason::Organization)]
    {
        let error = service.elsewhere(org, sandbox).list_all().await.unwrap_err();
        assert_eq!(reason(&error), expected, "{error}");
    }
}

pub(crate) async fn sandboxes_and_organizations_do_not_see_each_other(stage: Stage) {
    let service = stage.service().await;
    let created = service.caller().create(&request("CRM")).await.unwrap();
    for (org, sandbox) in [(ORG, "prod"), ("OTHER@AdobeOrg", "dev")] {
        let other = service.caller_in(org, sandbox);
        let error = other.get(&created.id).await.unwrap_err();
        assert_eq!(reason(&error), Reason::NotFound, "{error}");
        assert_eq!(other.list_all().await.unwrap(), []);
    }
}
