//! Every documented error body becomes one error that says what failed and what to do.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod support;

use axum::response::Response;
use support::{CLIENT_SECRET, Fake, PASSWORD, TOKEN, json, request};
use wellhead_client::{Client, Error, Operation, Refusal};
use wellhead_runtime::Secret;

async fn refusal(answer: impl Fn() -> Response + Clone + Send + Sync + 'static) -> Refusal {
    match error(answer).await {
        Error::Refused(refusal) => *refusal,
        other => panic!("{other:?}"),
    }
}

async fn error(answer: impl Fn() -> Response + Clone + Send + Sync + 'static) -> Error {
    let fake = Fake::start(move |_| answer()).await;
    let client = Client::builder("dev", Secret::from(TOKEN))
        .org_id("ACME@AdobeOrg")
        .api_key("key")
        .url(format!("http://{}/flowservice", fake.address))
        .build()
        .unwrap();
    client.create(&request()).await.unwrap_err()
}

/// By script: the stand-in has no occasion to answer this.
#[tokio::test]
async fn the_gateways_shape_is_read_with_a_string_code() {
    let refusal =
        refusal(|| json(403, r#"{"error_code":"403003","message":"Api Key is not right"}"#)).await;
    assert_eq!(refusal.status, 403);
    assert_eq!(refusal.code.as_deref(), Some("403003"));
    assert_eq!(refusal.detail.as_deref(), Some("Api Key is not right"));
    assert!(refusal.help.contains("API key"), "{}", refusal.help);
}

/// By script: the stand-in has no occasion to answer this.
#[tokio::test]
async fn the_gateways_shape_is_read_with_an_integer_code() {
    let refusal =
        refusal(|| json(401, r#"{"error_code":401013,"message":"The token is bad"}"#)).await;
    assert_eq!(refusal.code.as_deref(), Some("401013"));
    assert!(refusal.help.contains("token"), "{}", refusal.help);
}

/// By script: the stand-in has no occasion to answer this.
#[tokio::test]
async fn a_body_with_a_message_alone_is_read() {
    let refusal = refusal(|| json(400, r#"{"message":"Please give a valid spec id"}"#)).await;
    assert_eq!((refusal.code, refusal.title), (None, None));
    assert_eq!(refusal.detail.as_deref(), Some("Please give a valid spec id"));
}

/// By script: the stand-in has no occasion to answer this.
#[tokio::test]
async fn the_flow_services_shape_is_read_and_told_once() {
    let refusal =
        refusal(|| json(412, r#"{"errorMessage":"old version","errorDetails":"old version"}"#))
            .await;
    assert_eq!(refusal.detail.as_deref(), Some("old version"));
}

/// By script: the stand-in has no occasion to answer this.
#[tokio::test]
async fn the_flow_services_details_are_kept_where_they_say_more() {
    let refusal =
        refusal(|| json(400, r#"{"errorMessage":"no","errorDetails":{"field":"port"}}"#)).await;
    assert_eq!(refusal.detail.as_deref(), Some(r#"no ({"field":"port"})"#));
}

/// By script: the stand-in has no occasion to answer this.
#[tokio::test]
async fn the_problem_shape_is_read() {
    let body = r#"{"type":"/some/type/uri","status":400,"title":"BadRequestError","detail":"content-type please"}"#;
    let refusal = refusal(move || json(400, body)).await;
    assert_eq!(refusal.code, None);
    assert_eq!(refusal.title.as_deref(), Some("BadRequestError"));
    assert_eq!(refusal.detail.as_deref(), Some("content-type please"));
}

/// By script: the stand-in has no occasion to answer this.
#[tokio::test]
async fn the_code_catalogues_shape_is_read() {
    let body =
        r#"{"errorCode":"1415-400","title":"Invalid request","message":"no such auth spec"}"#;
    let refusal = refusal(move || json(400, body)).await;
    assert_eq!(refusal.code.as_deref(), Some("1415-400"));
    assert!(refusal.help.contains("specName"), "{}", refusal.help);
}

/// By script: the stand-in has no occasion to answer this.
#[tokio::test]
async fn the_shape_of_ims_is_read() {
    let body = r#"{"error_description":"no such scope","error":"invalid_scope"}"#;
    let fake = Fake::start(move |_| json(400, body)).await;
    let error = fake.client().build().unwrap().get("abc").await.unwrap_err();
    let Error::Refused(refusal) = error else { panic!("{error}") };
    assert_eq!(refusal.operation, Operation::Token);
    assert_eq!(refusal.code.as_deref(), Some("invalid_scope"));
    assert!(refusal.help.contains("scopes"), "{}", refusal.help);
}

/// By script: a cache answers so, not the service.
#[tokio::test]
async fn that_nothing_was_modified_is_no_redirect() {
    let error = error(|| json(304, "")).await;
    assert!(matches!(&error, Error::BadAnswer(answer) if answer.status == 304), "{error}");
    assert!(error.to_string().contains("its status is none that is documented"), "{error}");
}

/// By script: a proxy answers so, not the service.
#[tokio::test]
async fn an_error_page_that_is_no_json_is_a_refusal_all_the_same() {
    let refusal = refusal(|| json(502, "<html>Bad Gateway</html>")).await;
    assert_eq!((refusal.status, refusal.code, refusal.detail), (502, None, None));
}

/// By script: the whole sentence is compared, request id and all.
#[tokio::test]
async fn a_refusal_reads_as_a_sentence_with_the_request_id_and_what_to_do() {
    let error = error(|| {
        let mut response = json(
            400,
            r#"{"errorCode":"1413-400","title":"Invalid request","message":"wrong spec id"}"#,
        );
        response.headers_mut().insert("x-request-id", "req-1".parse().unwrap());
        response
    })
    .await;
    assert_eq!(
        error.to_string(),
        "the Flow Service refused to create the base connection: 400 [1413-400] Invalid request: wrong spec id \
         (request id req-1); check the connection spec id: the id of the provider, which many sources share, is not it"
    );
}

/// By script: the stand-in repeats no secret.
#[tokio::test]
async fn what_the_service_repeats_of_a_secret_is_not_told() {
    let error = error(|| {
        let message = format!("login with {PASSWORD} failed, Bearer {TOKEN}");
        json(400, serde_json::json!({ "message": message }).to_string())
    })
    .await;
    for shown in [format!("{error}"), format!("{error:?}"), format!("{error:#?}")] {
        assert!(!shown.contains(PASSWORD) && !shown.contains(TOKEN), "{shown}");
    }
    assert!(error.to_string().contains("login with [secret] failed"), "{error}");
}

/// By script: the stand-in repeats no secret.
#[tokio::test]
async fn what_ims_repeats_of_the_client_secret_is_not_told() {
    let body = serde_json::json!({ "error": "invalid_client", "error_description": format!("bad {CLIENT_SECRET}") });
    let fake = Fake::start(move |_| json(401, body.to_string())).await;
    let client = fake.client().build().unwrap();
    let error = client.get("abc").await.unwrap_err();
    for shown in [
        format!("{error}"),
        format!("{error:?}"),
        format!("{client:?}"),
        format!("{:?}", fake.client()),
    ] {
        assert!(!shown.contains(CLIENT_SECRET), "{shown}");
    }
}

/// By script: no service answers this, and the client has to bear it.
#[tokio::test]
async fn an_answer_that_is_not_as_documented_is_told_without_its_content() {
    let fake =
        Fake::start(|_| json(200, format!(r#"{{"access_token":["{TOKEN}"],"expires_in":1}}"#)))
            .await;
    let error = fake.client().build().unwrap().get("abc").await.unwrap_err();
    assert!(matches!(error, Error::BadAnswer(_)), "{error}");
    assert!(!format!("{error}{error:?}").contains(TOKEN), "{error}");
}

/// By script: what is compared are three answers to one request, with nothing in between.
#[tokio::test]
async fn a_create_that_may_have_happened_says_so() {
    let failed = error(|| json(503, "{}")).await;
    assert!(
        failed.is_outcome_unknown() && failed.to_string().contains("may have been created"),
        "{failed}"
    );
    let garbled = error(|| json(201, r#"{"id""#)).await;
    assert!(garbled.is_outcome_unknown(), "{garbled}");
    let refused = error(|| json(400, "{}")).await;
    assert!(!refused.is_outcome_unknown(), "{refused}");
}
