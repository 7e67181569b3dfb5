//! Which credentials, tokens, keys, organizations and sandboxes are good.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod support;

use serde_json::json;
use support::{Answer, CONNECTIONS, call, get, headers, standin};
use wellhead_standin::{Options, Running, Standin};

async fn ask_for_token(standin: &Running, client_id: &str, secret: &str) -> Answer {
    let form =
        format!("grant_type=client_credentials&client_id={client_id}&client_secret={secret}");
    let headers = [("content-type", "application/x-www-form-urlencoded".to_owned())];
    call(standin, "POST", "/ims/token/v3", &headers, &form).await
}

async fn list_with(standin: &Running, changes: &[(&'static str, String)]) -> Answer {
    let mut headers = headers();
    headers.retain(|(name, _)| !changes.iter().any(|(changed, _)| changed == name));
    headers.extend(changes.iter().cloned());
    call(standin, "GET", CONNECTIONS, &headers, "").await
}

async fn token(standin: &Running, client_id: &str) -> (&'static str, String) {
    let answer = ask_for_token(standin, client_id, "secret").await.json();
    ("authorization", format!("Bearer {}", answer["access_token"].as_str().unwrap()))
}

#[tokio::test]
async fn a_token_is_good_with_the_api_key_of_its_client_only() {
    let standin = standin().await;
    let token = token(&standin, "acme").await;
    let with_key = |key: &str| [token.clone(), ("x-api-key", key.to_owned())];
    assert_eq!(list_with(&standin, &with_key("acme")).await.status, 200);
    let answer = list_with(&standin, &with_key("other")).await;
    assert_eq!(answer.status, 403);
    assert_eq!(answer.json(), json!({ "error_code": "403003", "message": "Api Key is invalid" }));
}

#[tokio::test]
async fn a_revoked_token_is_not_valid_and_the_next_one_is() {
    let standin = standin().await;
    let before = [token(&standin, "test-client").await];
    assert_eq!(list_with(&standin, &before).await.status, 200);
    standin.revoke_tokens().await.unwrap();
    let answer = list_with(&standin, &before).await;
    assert_eq!((answer.status, &answer.json()["error_code"]), (401, &json!("401013")));
    assert_eq!(list_with(&standin, &[token(&standin, "test-client").await]).await.status, 200);
    assert_eq!(call(&standin, "DELETE", "/standin/tokens", &[], "").await.status, 204);
    assert_eq!(list_with(&standin, &before).await.status, 401);
}

#[tokio::test]
async fn a_revoked_token_stays_so_after_a_restart_and_for_whoever_shares_the_folder() {
    let folder = tempfile::tempdir().unwrap();
    let options = Options::default().folder(folder.path());
    let first = Standin::start(options.clone()).await.unwrap();
    let beside = Standin::start(options.clone()).await.unwrap();
    let before = [token(&first, "test-client").await];
    assert_eq!(list_with(&beside, &before).await.status, 200);
    first.revoke_tokens().await.unwrap();
    assert_eq!(list_with(&beside, &before).await.status, 401);
    let after = [token(&beside, "test-client").await];
    first.shutdown().await;
    let again = Standin::start(options).await.unwrap();
    assert_eq!(list_with(&again, &before).await.status, 401);
    assert_eq!(list_with(&again, &after).await.status, 200);
}

#[tokio::test]
async fn where_credentials_are_named_no_others_are_good() {
    let options = Options::default().credentials("acme", "the secret");
    assert!(!format!("{options:?}").contains("the secret"), "{options:?}");
    let standin = Standin::start(options).await.unwrap();
    assert_eq!(ask_for_token(&standin, "acme", "the+secret").await.status, 200);
    for (client_id, secret) in [("acme", "another+secret"), ("other", "the+secret")] {
        let answer = ask_for_token(&standin, client_id, secret).await;
        assert_eq!((answer.status, &answer.json()["error"]), (400, &json!("invalid_client")));
        assert!(!answer.text.contains("another"), "{answer:?}");
    }
}

#[tokio::test]
async fn where_organizations_and_sandboxes_are_named_there_are_no_others() {
    let options = Options::default().organization("ACME@AdobeOrg").sandbox("dev").sandbox("prod");
    let standin = Standin::start(options).await.unwrap();
    assert_eq!(get(&standin, "/connections").await.status, 200);
    let answer = list_with(&standin, &[("x-sandbox-name", "stage".into())]).await;
    assert_eq!(answer.code(), (404, "2100-404".into()));
    let answer = list_with(&standin, &[("x-gw-ims-org-id", "OTHER@AdobeOrg".into())]).await;
    assert_eq!(answer.code(), (401, "2000-401".into()));
}

#[tokio::test]
async fn a_sandbox_by_its_id_is_refused() {
    let standin = standin().await;
    let answer = list_with(&standin, &[("x-sandbox-id", "x".into())]).await;
    assert_eq!(answer.code(), (400, "2110-400".into()));
}

#[tokio::test]
async fn every_call_of_the_service_wants_its_headers() {
    let standin = standin().await;
    let base = "/data/foundation/flowservice";
    for (method, path) in [
        ("GET", "/connections"),
        ("POST", "/connections"),
        ("POST", "/connections/search"),
        ("GET", "/connections/x"),
        ("PATCH", "/connections/x"),
        ("DELETE", "/connections/x"),
        ("GET", "/connections/x/test"),
        ("GET", "/connections/x/explore"),
        ("GET", "/connections/x/configs"),
        ("GET", "/connectionSpecs"),
        ("GET", "/connectionSpecs/x"),
        ("GET", "/connectionSpecs/x/explore"),
        ("GET", "/connectionSpecs/x/configs"),
    ] {
        for (header, status) in [
            ("authorization", 403),
            ("x-api-key", 403),
            ("x-gw-ims-org-id", 400),
            ("x-sandbox-name", 400),
        ] {
            let mut headers = headers();
            headers.retain(|(name, _)| *name != header);
            let answer = call(&standin, method, &format!("{base}{path}"), &headers, "{}").await;
            assert_eq!(answer.status, status, "{method} {path} without {header}");
        }
    }
}
