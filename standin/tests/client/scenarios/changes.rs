//! Updates and deletes.

use serde_json::json;
use wellhead::oracle;
use wellhead::salesforce::{OAuth2ClientCredential, OAuth2JwtTokenCredential};
use wellhead_client::{Error, Reason, Refusal, Update};
use wellhead_runtime::Secret;

use super::access::reason;
use crate::service::{ORG, Service};
use crate::stage::Stage;
use crate::support::{APP_SECRET, JWT, request};

fn refusal(error: Error) -> Refusal {
    let Error::Refused(refusal) = error else { panic!("{error}") };
    *refusal
}

pub(crate) async fn an_update_changes_what_it_names_and_moves_the_etag(stage: Stage) {
    let service = stage.service().await;
    let caller = service.caller();
    let (id, before) = caller.enabled(&request("CRM")).await;
    let update = || Update::new().name("CRM").params(request("CRM").into_auth());
    let etag = caller.update_surely(&id, update, "moved").await;
    let after = caller.get(&id).await.unwrap();
    assert_eq!(after.description.as_deref(), Some("moved"));
    assert_eq!((after.etag.as_ref(), after.version.as_ref()), (Some(&etag), Some(&etag)));
    assert_ne!(etag, before);
    assert!(after.updated_at >= after.created_at);
}

/// A connection that somebody else has changed, by its id and the etag that it had before.
async fn changed(service: &Service) -> (String, String) {
    let caller = service.caller();
    let (id, before) = caller.enabled(&request("CRM")).await;
    caller.update_surely(&id, Update::new, "by somebody else").await;
    (id, before)
}

async fn refused_update(service: &Service, id: &str, etag: &str) -> Refusal {
    let caller = service.caller_by(service.client_with_token());
    // The update, and the look at what there is.
    service.calm_for(2).await;
    let update = Update::new().params(request("CRM").into_auth());
    refusal(caller.update(id, etag, update, "mine").await.unwrap_err())
}

pub(crate) async fn a_412_says_who_changed_the_connection_and_when(stage: Stage) {
    let service = stage.service().await;
    let (id, before) = changed(&service).await;
    let refusal = refused_update(&service, &id, &before).await;
    assert_eq!((refusal.status, refusal.reason), (412, Reason::EtagMismatch));
    let now = service.caller().get(&id).await.unwrap();
    let (by, etag) = (now.updated_by.unwrap(), now.etag.unwrap());
    assert!(refusal.help.starts_with(&format!("it was changed by {by} at 20")), "{}", refusal.help);
    assert!(refusal.help.contains(&format!("its etag is {etag} now")), "{}", refusal.help);
    let told = refusal.to_string();
    assert!(!told.contains(JWT) && !told.contains(APP_SECRET), "{told}");
}

pub(crate) async fn a_412_for_missing_quotes_says_so(stage: Stage) {
    let service = stage.service().await;
    let (id, etag) = service.caller().enabled(&request("CRM")).await;
    let refusal = refused_update(&service, &id, etag.trim_matches('"')).await;
    assert_eq!(refusal.help, format!("the quotes are part of the etag: send it as {etag}"));
}

pub(crate) async fn an_update_that_can_not_work_is_not_sent(stage: Stage) {
    let service = stage.service().await;
    let caller = service.caller();
    for (etag, update) in [
        ("\"e\"", Update::new()),
        ("\"e\"", Update::new().name(" ")),
        ("", Update::new().name("CRM")),
        ("a\nb", Update::new().name("CRM")),
    ] {
        let client: &wellhead_client::Client = &caller;
        let error = client.update("abc", etag, &update).await.unwrap_err();
        assert!(matches!(&error, Error::Unusable(_)), "{error}");
    }
    let no_url = OAuth2JwtTokenCredential::builder()
        .jwt_token(JWT)
        .client_id("acme-consumer-key")
        .client_secret(APP_SECRET)
        .instance_url("nowhere")
        .build();
    let error = caller.update("abc", "\"e\"", Update::new().params(no_url), "x").await.unwrap_err();
    assert!(matches!(&error, Error::Invalid(_)), "{error}");
    assert_eq!(service.calls().await, 0);
}

pub(crate) async fn params_for_another_source_or_auth_spec_are_told_before_they_are_sent(
    stage: Stage,
) {
    let service = stage.service().await;
    let caller = service.caller();
    let (id, _) = caller.enabled(&request("CRM")).await;
    let connection = caller.get(&id).await.unwrap();
    Update::new().params(request("CRM").into_auth()).check(&connection).unwrap();
    Update::new().name("x").check(&connection).unwrap();
    let told = |update: Update| update.check(&connection).unwrap_err().to_string();
    let text = Secret::from("Host=a");
    let orders = oracle::ConnectionString::builder().connection_string(text).build();
    let error = told(Update::new().params(orders));
    let spec_id = &connection.connection_spec.as_ref().unwrap().id;
    assert!(error.contains(spec_id), "{error}");
    let other_auth = OAuth2ClientCredential::builder()
        .environment_url("https://acme.my.salesforce.com")
        .client_id("acme-consumer-key")
        .client_secret(APP_SECRET)
        .api_version("60.0")
        .build();
    let update = Update::new().params(other_auth);
    assert!(!format!("{update:?}").contains(APP_SECRET), "{update:?}");
    let error = told(update);
    assert!(
        error.contains("OAuth2 Client Credential") && error.contains("OAuth2 JWT Token Credential"),
        "{error}"
    );
}

pub(crate) async fn an_update_is_sent_again_only_if_it_surely_was_not_done(stage: Stage) {
    let service = stage.service().await;
    let caller = service.caller_by(service.client_with_token());
    let (id, etag) = caller.enabled(&request("CRM")).await;
    service.faults(&[], &["writes=429:none,ok"]).await;
    let before = service.calls().await;
    caller.update(&id, &etag, Update::new(), "throttled").await.unwrap();
    assert_eq!(service.calls().await, before + 2);
    for fault in ["503:none", "reset-before", "reset-after", "truncate"] {
        let etag = caller.get(&id).await.unwrap().etag.unwrap();
        service.faults(&[], &[&format!("writes={fault}")]).await;
        let before = service.calls().await;
        let error = caller.update(&id, &etag, Update::new(), fault).await.unwrap_err();
        assert!(error.is_outcome_unknown(), "{fault}: {error}");
        assert!(error.to_string().contains("may have been updated"), "{error}");
        assert_eq!(service.calls().await, before + 1, "{fault}");
    }
}

pub(crate) async fn a_delete_of_what_a_flow_uses_says_so(stage: Stage) {
    let service = stage.service().await;
    let caller = service.caller();
    let (id, _) = caller.enabled(&request("CRM")).await;
    service.mark(&id, json!({ "inUse": true })).await;
    let refusal = refusal(caller.delete(&id).await.unwrap_err());
    assert_eq!(refusal.reason, Reason::InUse);
    assert!(refusal.help.contains("flows"), "{}", refusal.help);
    service.mark(&id, json!({ "inUse": false })).await;
    caller.delete(&id).await.unwrap();
    let error = service.caller_in(ORG, "dev").get(&id).await.unwrap_err();
    assert_eq!(reason(&error), Reason::NotFound);
}

pub(crate) async fn a_delete_whose_answer_was_lost_is_done_when_the_connection_is_gone(
    stage: Stage,
) {
    let service = stage.service().await;
    let caller = service.caller_by(service.client_with_token());
    let (id, _) = caller.enabled(&request("CRM")).await;
    service.faults(&[], &["writes=reset-after"]).await;
    caller.delete(&id).await.unwrap();
    service.calm_for(1).await;
    let error = caller.delete(&id).await.unwrap_err();
    assert_eq!(reason(&error), Reason::NotFound, "it was not there in the first place");
}
