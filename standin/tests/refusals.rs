//! The documented codes and shapes, for everything that the stand-in refuses.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod support;

use serde_json::{Value, json};
use support::{Answer, CONNECTIONS, JWT, call, client, create, headers, request, standin};
use wellhead_client::Error;

async fn list_with(change: impl FnOnce(&mut Vec<(&'static str, String)>)) -> Answer {
    let standin = standin().await;
    let mut headers = headers();
    change(&mut headers);
    call(&standin, "GET", CONNECTIONS, &headers, "").await
}

async fn list_without(name: &str) -> Answer {
    list_with(|headers| headers.retain(|(header, _)| *header != name)).await
}

async fn list_with_value(name: &'static str, value: &str) -> Answer {
    list_with(|headers| {
        headers.retain(|(header, _)| *header != name);
        headers.push((name, value.into()));
    })
    .await
}

#[tokio::test]
async fn a_call_without_a_token_is_forbidden() {
    for answer in
        [list_without("authorization").await, list_with_value("authorization", "Bearer").await]
    {
        assert_eq!(answer.status, 403);
        assert_eq!(
            answer.json(),
            json!({"error_code": "403010", "message": "Oauth token is missing."})
        );
    }
}

#[tokio::test]
async fn a_token_that_was_not_given_here_is_not_valid() {
    for token in ["Bearer nonsense", "Bearer standin.99999999999.0.00", "bearer standin.x.y.zz"] {
        let answer = list_with_value("authorization", token).await;
        assert_eq!(answer.status, 401, "{token}");
        assert_eq!(
            answer.json(),
            json!({"error_code": "401013", "message": "Oauth token is not valid"})
        );
    }
}

#[tokio::test]
async fn a_call_without_an_api_key_is_forbidden() {
    for answer in [list_without("x-api-key").await, list_with_value("x-api-key", "").await] {
        assert_eq!((answer.status, &answer.json()["error_code"]), (403, &json!("403000")));
    }
}

#[tokio::test]
async fn a_call_without_an_organization_is_refused() {
    let answer = list_without("x-gw-ims-org-id").await;
    assert_eq!((answer.status, &answer.json()["error_code"]), (400, &json!("400003")));
}

#[tokio::test]
async fn a_call_without_a_sandbox_is_refused() {
    let answer = list_without("x-sandbox-name").await;
    assert_eq!((answer.status, &answer.json()["errorCode"]), (400, &json!("2105-400")));
}

#[tokio::test]
async fn a_call_across_sandboxes_is_forbidden() {
    let answer = list_with_value("x-sandbox-name", "*").await;
    assert_eq!((answer.status, &answer.json()["errorCode"]), (403, &json!("2111-403")));
}

#[tokio::test]
async fn a_call_under_a_name_that_is_not_this_machines_is_forbidden() {
    assert_eq!(list_with_value("host", "attacker.example").await.status, 403);
    for host in ["localhost:1234", "LOCALHOST", "LocalHost:1234", "127.0.0.1", "[::1]:1234"] {
        assert_eq!(list_with_value("host", host).await.status, 200, "{host}");
    }
}

async fn refused(change: impl FnOnce(&mut Value)) -> Answer {
    let standin = standin().await;
    let mut body: Value = serde_json::from_str(&request("CRM").to_json()).unwrap();
    change(&mut body);
    let answer = create(&standin, &body.to_string()).await;
    assert_eq!(answer.status, 400, "{answer:?}");
    assert!(!answer.text.contains(JWT), "{answer:?}");
    answer
}

#[tokio::test]
async fn an_unknown_spec_id_is_refused_with_the_nearest() {
    let answer = refused(|body| {
        body["connectionSpec"]["id"] = "cfc0fee1-7dc0-40ef-b73e-d8b134c436f6".into();
    })
    .await;
    assert_eq!(answer.json()["errorCode"], "1413-400");
    assert!(answer.text.contains("cfc0fee1-7dc0-40ef-b73e-d8b134c436f5"), "{answer:?}");
}

#[tokio::test]
async fn an_unknown_auth_spec_is_refused() {
    let answer = refused(|body| body["auth"]["specName"] = "OAuth2".into()).await;
    assert_eq!(answer.json()["errorCode"], "1415-400");
}

#[tokio::test]
async fn a_missing_param_is_refused_by_name() {
    let answer = refused(|body| {
        body["auth"]["params"].as_object_mut().unwrap().remove("jwtToken");
    })
    .await;
    assert_eq!(answer.json()["errorCode"], "1304-400");
    assert!(answer.text.contains("mandatory field jwtToken"), "{answer:?}");
}

#[tokio::test]
async fn a_connection_string_that_lacks_a_part_is_wrong_and_not_missing() {
    let standin = standin().await;
    let body = json!({
        "name": "orders",
        "auth": { "specName": "ConnectionString", "params": {
            "connectionString": "Host=db.acme.example;Sid=ORCL;User Id=aep;Password=planted-7c1",
        }},
        "connectionSpec": { "id": "d6b52d86-f0f8-475f-89d4-ce54c8527328", "version": "1.0" },
    });
    let answer = create(&standin, &body.to_string()).await;
    assert_eq!(answer.code(), (400, "1312-400".into()));
    assert!(answer.text.contains("property=connectionString"), "{answer:?}");
    assert!(answer.text.contains("has no `Port`"), "{answer:?}");
    assert!(!answer.text.contains("not provided"), "{answer:?}");
    assert!(!answer.text.contains("planted-7c1"), "{answer:?}");
}

#[tokio::test]
async fn an_unknown_param_is_refused_with_a_message() {
    let answer = refused(|body| body["auth"]["params"]["jwtTokn"] = "x".into()).await;
    assert!(
        answer.json()["message"].as_str().unwrap().contains("/auth/params/jwtTokn"),
        "{answer:?}"
    );
}

#[tokio::test]
async fn a_body_that_is_not_json_is_refused_with_its_place() {
    let standin = standin().await;
    let answer = create(&standin, "{\n  \"name\": \"CRM\"\n  \"auth\": {}\n}").await;
    assert_eq!((answer.status, &answer.json()["title"]), (400, &json!("BadRequestError")));
    assert!(answer.json()["detail"].as_str().unwrap().contains("2:"), "{answer:?}");
}

#[tokio::test]
async fn an_empty_body_is_refused() {
    let answer = create(&standin().await, " ").await;
    assert_eq!((answer.status, &answer.json()["errorCode"]), (400, &json!("1405-400")));
}

#[tokio::test]
async fn a_body_without_its_content_type_is_refused() {
    let standin = standin().await;
    let headers: Vec<_> =
        headers().into_iter().filter(|(name, _)| *name != "content-type").collect();
    let answer = call(&standin, "POST", CONNECTIONS, &headers, &request("CRM").to_json()).await;
    assert_eq!((answer.status, &answer.json()["title"]), (400, &json!("BadRequestError")));
}

#[tokio::test]
async fn a_body_of_more_than_a_mebibyte_is_refused() {
    let answer = create(&standin().await, &" ".repeat(1024 * 1024 + 1)).await;
    assert_eq!(answer.status, 413);
}

#[tokio::test]
async fn a_connection_that_does_not_exist_is_not_found() {
    let standin = standin().await;
    let path = format!("{CONNECTIONS}/2484f2df-c057-4ab5-84f2-dfc0577ab592");
    let answer = call(&standin, "GET", &path, &headers(), "").await;
    assert_eq!(answer.status, 404);
    let body = answer.json();
    assert_eq!(body["errorMessage"], body["errorDetails"]);
}

#[tokio::test]
async fn calls_that_the_stand_in_does_not_know_are_told_as_such() {
    let standin = standin().await;
    assert_eq!(call(&standin, "GET", "/elsewhere", &headers(), "").await.status, 404);
    assert_eq!(call(&standin, "DELETE", CONNECTIONS, &headers(), "").await.status, 405);
}

const FORM: &str = "application/x-www-form-urlencoded";

async fn ask_for_token(content_type: &str, form: &str) -> Answer {
    let headers = [("content-type", content_type.to_owned())];
    call(&standin().await, "POST", "/ims/token/v3", &headers, form).await
}

#[tokio::test]
async fn a_token_is_answered_as_documented() {
    let form = "grant_type=client_credentials&client_id=a&client_secret=b&scope=openid%2CAdobeID";
    let answer = ask_for_token(FORM, form).await;
    assert_eq!(answer.status, 200);
    let body = answer.json();
    assert!(body["access_token"].as_str().is_some_and(|token| token.len() > 40));
    assert_eq!((&body["token_type"], &body["expires_in"]), (&json!("bearer"), &json!(86399)));
}

#[tokio::test]
async fn a_token_call_without_what_it_needs_is_refused_as_ims_refuses() {
    for (form, error) in [
        ("client_id=a&client_secret=b", "invalid_request"),
        ("grant_type=&client_id=a&client_secret=b", "invalid_request"),
        ("grant_type=password&client_id=a&client_secret=b", "unsupported_grant_type"),
        ("grant_type=client_credentials&client_secret=b", "invalid_client"),
        ("grant_type=client_credentials&client_id=a", "invalid_client"),
    ] {
        let answer = ask_for_token(FORM, form).await;
        assert_eq!((answer.status, &answer.json()["error"]), (400, &json!(error)), "{form}");
    }
    let answer = ask_for_token("application/json", "{}").await;
    assert_eq!((answer.status, &answer.json()["error"]), (400, &json!("invalid_request")));
}

#[tokio::test]
async fn the_client_tells_what_the_stand_in_refuses() {
    let standin = standin().await;
    let client = client(&standin, "ACME@AdobeOrg", "dev");
    let error = client.get("2484f2df-c057-4ab5-84f2-dfc0577ab592").await.unwrap_err();
    let Error::Refused(refusal) = &error else { panic!("{error}") };
    assert_eq!(refusal.status, 404);
    assert!(refusal.request_id.is_some());
    assert!(error.to_string().contains("check the id and the sandbox"), "{error}");
}
