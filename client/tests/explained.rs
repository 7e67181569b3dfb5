//! Refusals say what the service knows: the spec that was meant, the auth specs that there are, who changed the connection.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod support;

use serde_json::{Value, json};
use support::{Fake, PASSWORD, SPEC_ID, TOKEN, acme, request};
use wellhead_client::{Error, Reason, Refusal, Update};

/// A service that refuses what changes something, and knows these specs.
async fn refusing(status: u16, refusal: Value, specs: Value) -> Fake {
    let (refusal, specs) = (refusal.to_string(), json!({ "items": specs }).to_string());
    Fake::start(move |asked| match (asked.method(), asked.path()) {
        ("GET", path) if path.contains("connectionSpecs") => support::json(200, specs.clone()),
        _ => support::json(status, refusal.clone()),
    })
    .await
}

async fn create(fake: &Fake) -> Refusal {
    let error = fake.with_token().build().unwrap().create(&request()).await.unwrap_err();
    refusal(error)
}

fn refusal(error: Error) -> Refusal {
    let Error::Refused(refusal) = error else { panic!("{error}") };
    *refusal
}

fn wrong_spec_id() -> Value {
    json!({ "errorCode": "1413-400", "title": "Invalid request", "message": "The spec ID provided is  invalid." })
}

/// By script: a typed request has an id that the stand-in knows.
#[tokio::test]
async fn a_wrong_spec_id_is_answered_with_the_one_of_the_same_name() {
    let specs = json!([{ "id": "f00", "name": "other" }, { "id": "right-one", "name": "acme" }]);
    let refusal = create(&refusing(400, wrong_spec_id(), specs).await).await;
    assert_eq!(refusal.reason, Reason::SpecId);
    let expected =
        format!("there is no connection spec {SPEC_ID} here: did you mean right-one (acme)?");
    assert_eq!(refusal.help, expected);
}

/// By script: a typed request has an id that the stand-in knows.
#[tokio::test]
async fn a_wrong_spec_id_is_answered_with_the_nearest() {
    let near = SPEC_ID.replace("c11", "c12");
    let specs = json!([{ "id": "f00", "name": "other" }, { "id": near, "name": "acme-crm" }]);
    let refusal =
        create(&refusing(400, json!({ "message": "Please provide a valid spec id" }), specs).await)
            .await;
    assert!(
        refusal.help.ends_with(&format!("did you mean {near} (acme-crm)?")),
        "{}",
        refusal.help
    );
}

/// By script: a typed request has an id that the stand-in knows.
#[tokio::test]
async fn a_spec_id_that_is_the_providers_is_told_as_such() {
    let specs = json!([
        { "id": "right-one", "name": "acme", "providerId": SPEC_ID },
        { "id": "another", "name": "other", "providerId": SPEC_ID },
    ]);
    let refusal = create(&refusing(400, wrong_spec_id(), specs).await).await;
    let expected = format!(
        "{SPEC_ID} is the id of the provider, which 2 connection specs have in common: \
         the connection spec is right-one (acme)"
    );
    assert_eq!(refusal.help, expected);
}

/// By script: a typed request has an auth spec that the stand-in knows.
#[tokio::test]
async fn a_wrong_auth_spec_is_answered_with_those_that_there_are() {
    let refused = json!({ "errorCode": "1415-400", "title": "Invalid request",
        "message": "The auth spec 'Basic Authentication' could not be found for the connection spec ID." });
    let specs = json!([{ "id": SPEC_ID, "authSpec": [
        { "name": "OAuth2 Refresh Code", "type": "OAuth2RefreshCode" },
        { "name": "Basic Authentication for acme" },
    ] }]);
    let fake = refusing(400, refused, specs).await;
    let refusal = create(&fake).await;
    assert_eq!(refusal.reason, Reason::AuthSpec);
    let expected = "the auth specs of this connection spec are `OAuth2 Refresh Code`, `Basic Authentication for acme`";
    assert!(refusal.help.starts_with(expected), "{}", refusal.help);
    assert_eq!(fake.count("GET", SPEC_ID), 1);
}

/// By script: the catalog of the stand-in always helps.
#[tokio::test]
async fn where_the_service_does_not_help_the_advice_is_the_general_one() {
    let fake = Fake::start(|_| support::json(400, wrong_spec_id().to_string())).await;
    let refusal = create(&fake).await;
    assert!(
        refusal.help.contains("the id of the provider, which many sources share"),
        "{}",
        refusal.help
    );
}

/// A service whose connection was changed.
async fn changed(body: Value) -> Fake {
    let items = json!({ "items": [body] }).to_string();
    let text = "Supplied version=[\"a\"] does not match the current version on entity=[\"b\"]";
    let refusal = json!({ "errorMessage": text, "errorDetails": text }).to_string();
    Fake::start(move |asked| match asked.method() {
        "GET" => support::json(200, items.clone()),
        _ => support::json(412, refusal.clone()),
    })
    .await
}

async fn update(fake: &Fake, etag: &str) -> Refusal {
    let update = Update::new().params(acme());
    refusal(fake.with_token().build().unwrap().update("abc", etag, &update).await.unwrap_err())
}

/// By script: the stand-in names people by the client id, which is no terminal's command.
#[tokio::test]
async fn names_from_other_people_do_not_reach_a_terminal_as_commands() {
    let fake =
        changed(json!({ "id": "abc", "etag": "\"new\"", "updatedBy": "a\u{1b}[31mb" })).await;
    assert!(!update(&fake, "\"old\"").await.help.contains('\u{1b}'));
}

/// By script: the stand-in repeats no secret.
#[tokio::test]
async fn what_the_service_repeats_in_its_other_answers_is_not_told_either() {
    let leak = format!("{PASSWORD} {TOKEN} {}", "x".repeat(5000));
    let near = json!([{ "id": SPEC_ID.replace("c11", "c12"), "name": leak }]);
    let known = json!([{ "id": SPEC_ID, "authSpec": [{ "name": leak }] }]);
    let no_auth_spec = json!({ "errorCode": "1415-400", "message": "no such auth spec" });
    let person = json!({ "id": "abc", "etag": "\"new\"", "updatedBy": leak });
    for refusal in [
        create(&refusing(400, wrong_spec_id(), near).await).await,
        create(&refusing(400, no_auth_spec, known).await).await,
        update(&changed(person).await, "\"old\"").await,
    ] {
        assert!(refusal.help.contains("[secret] [secret] xxx"), "{refusal}");
        assert!(!refusal.help.contains(PASSWORD) && !refusal.help.contains(TOKEN), "{refusal}");
        assert!(refusal.help.chars().count() <= 2001, "{refusal}");
    }
}

/// By script: the stand-in has no such auth specs.
#[tokio::test]
async fn what_an_update_does_not_fit_is_told_without_secrets_and_commands() {
    let item = json!({ "id": "abc", "auth": { "specName": format!("\u{1b}[31m{PASSWORD}") } });
    let fake = changed(item).await;
    let connection = fake.with_token().build().unwrap().get("abc").await.unwrap();
    let problem = Update::new().params(acme()).check(&connection).unwrap_err().to_string();
    assert!(problem.contains("uses ` [31m[secret]`"), "{problem}");
}

/// By script: a typed request lacks no param.
#[tokio::test]
async fn the_param_that_a_refusal_is_about_is_named() {
    for (body, expected) in [
        (
            json!({ "errorCode": "1304-400", "title": "Bad Request",
            "message": "The mandatory field password is not provided." }),
            Some("password"),
        ),
        (json!({ "message": "The param: host cannot be null or empty" }), Some("host")),
        (json!({ "errorMessage": "no", "errorDetails": "'host' is not known" }), Some("host")),
        (json!({ "error_code": 400_001, "message": "no" }), None),
    ] {
        let refusal = create(&refusing(400, body, json!([])).await).await;
        assert_eq!(refusal.param.as_deref(), expected, "{refusal}");
        if refusal.reason == Reason::ParamMissing {
            assert!(refusal.to_string().contains("param"), "{refusal}");
        }
    }
}
