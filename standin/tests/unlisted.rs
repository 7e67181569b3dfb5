//! What the catalog does not list: refused, or taken where that is wanted, and never shown.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod support;

use support::{client, request};
use wellhead::{ConnectionRequest, salesforce};
use wellhead_client::{Error, Update};
use wellhead_standin::{Options, Running, Standin};

const PLANTED: &str = "planted-unlisted-77aa";

fn unlisted() -> ConnectionRequest<salesforce::OAuth2JwtTokenCredential> {
    request("CRM").with_unlisted("/region", PLANTED).with_unlisted("/pool", [("size", 3)])
}

async fn taking() -> Running {
    Standin::start(Options::default().allow_unlisted()).await.unwrap()
}

#[tokio::test]
async fn it_is_refused_by_default_and_the_refusal_does_not_repeat_it() {
    let standin = support::standin().await;
    let error = client(&standin, "ACME@AdobeOrg", "dev").create(&unlisted()).await.unwrap_err();
    assert!(matches!(error, Error::Refused(_)), "{error:?}");
    let told = format!("{error} {error:?}");
    assert!(told.contains("/auth/params/region") && !told.contains(PLANTED), "{told}");
}

#[tokio::test]
async fn it_is_taken_where_that_is_wanted_and_not_shown() {
    let standin = taking().await;
    let client = client(&standin, "ACME@AdobeOrg", "dev");
    let created = client.create(&unlisted()).await.unwrap();
    let found = client.get(&created.id).await.unwrap();
    assert!(!format!("{found:?}").contains(PLANTED), "{found:?}");
    assert!(!format!("{found:?}").contains("region"), "{found:?}");
}

#[tokio::test]
async fn an_update_has_it_too() {
    let standin = taking().await;
    let client = client(&standin, "ACME@AdobeOrg", "dev");
    let created = client.create(&request("CRM")).await.unwrap();
    let update = Update::new().params_of(&unlisted());
    assert!(!format!("{update:?}").contains(PLANTED), "{update:?}");
    client.update(&created.id, created.etag.as_deref().unwrap(), &update).await.unwrap();
}

#[tokio::test]
async fn everything_else_is_refused_as_ever() {
    let standin = taking().await;
    let wrong = unlisted().with_unlisted("/instanceUrl", 7);
    let error = client(&standin, "ACME@AdobeOrg", "dev").create(&wrong).await.unwrap_err();
    assert!(matches!(error, Error::Refused(_)), "{error:?}");
}
