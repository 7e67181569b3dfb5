//! What goes over the wire, and what comes back typed.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod support;

use std::num::NonZeroU32;

use support::{CLIENT_SECRET, Fake, PASSWORD, TOKEN, created, json, request, token};
use wellhead_client::{Client, Error, ListQuery, State};
use wellhead_runtime::Secret;

async fn with_answer(status: u16, body: &'static str) -> (Fake, Client) {
    let fake = Fake::start(move |_| json(status, body)).await;
    let client = Client::builder("dev", Secret::from(TOKEN))
        .org_id("ACME@AdobeOrg")
        .api_key("key")
        .url(format!("http://{}/flowservice", fake.address))
        .build()
        .unwrap();
    (fake, client)
}

/// By script: what goes over the wire is looked at, which the stand-in takes and does not show.
#[tokio::test]
async fn a_create_has_the_documented_headers_and_body() {
    let fake =
        Fake::start(|asked| if asked.path().contains("ims") { token(3600) } else { created() })
            .await;
    let created = fake.client().build().unwrap().create(&request()).await.unwrap();
    assert_eq!(created.id, "2484f2df-c057-4ab5-84f2-dfc0577ab592");
    assert_eq!(created.etag.as_deref(), Some("\"10033e77-0000\""));
    let [asked] = &fake.asked("/flowservice/connections")[..] else { panic!("one create") };
    assert_eq!(asked.head.method, "POST");
    assert_eq!(asked.header("authorization"), format!("Bearer {TOKEN}"));
    assert_eq!(asked.header("x-api-key"), "the-client-id");
    assert_eq!(asked.header("x-gw-ims-org-id"), "ACME@AdobeOrg");
    assert_eq!(asked.header("x-sandbox-name"), "dev");
    assert_eq!(asked.header("content-type"), "application/json");
    assert_eq!(asked.body, *request().to_json());
    assert!(asked.body.contains(PASSWORD));
}

/// By script: what goes over the wire is looked at, which the stand-in takes and does not show.
#[tokio::test]
async fn credentials_go_into_the_form_and_never_into_the_query() {
    let fake =
        Fake::start(|asked| if asked.path().contains("ims") { token(3600) } else { created() })
            .await;
    fake.client().build().unwrap().create(&request()).await.unwrap();
    let [asked] = &fake.asked("/ims/token/v3")[..] else { panic!("one token call") };
    assert_eq!(asked.head.uri.query(), None);
    assert_eq!(asked.header("content-type"), "application/x-www-form-urlencoded");
    let expected = format!(
        "grant_type=client_credentials&client_id=the-client-id&client_secret={CLIENT_SECRET}&scope=openid%2CAdobeID"
    );
    assert_eq!(asked.body, expected);
}

/// By script: the stand-in has no occasion to answer this.
#[tokio::test]
async fn a_create_without_an_etag_still_gives_the_id() {
    let (_fake, client) = with_answer(201, r#"{"id":"abc"}"#).await;
    let created = client.create(&request()).await.unwrap();
    assert_eq!((created.id.as_str(), created.etag), ("abc", None));
}

/// By script: the stand-in has no such ids.
#[tokio::test]
async fn an_id_that_no_call_can_be_made_with_is_no_success() {
    for body in [r#"{"id":""}"#, r#"{"id":"../../x"}"#, r#"{"id":"\u001b[31mred\n"}"#] {
        let (_fake, client) = with_answer(201, body).await;
        let error = client.create(&request()).await.unwrap_err();
        assert!(error.is_outcome_unknown(), "{error}");
        assert_eq!(error.to_string().find(char::is_control), None, "{error}");
    }
}

/// By script: the stand-in gives what it is asked for.
#[tokio::test]
async fn another_connection_than_the_one_that_was_asked_for_is_told_as_such() {
    let (_fake, client) = with_answer(200, r#"{"items":[{"id":"abc"}]}"#).await;
    let error = client.get("def").await.unwrap_err();
    assert!(error.to_string().contains("it is about another connection"), "{error}");
    assert_eq!(client.get("ABC").await.unwrap().id, "abc");
}

/// By script: the stand-in has no member that the client does not know.
#[tokio::test]
async fn a_looked_up_connection_is_typed_and_unknown_members_are_ignored() {
    let body = r#"{"items":[{"id":"abc","name":"Acme","createdAt":1690000000000,"updatedAt":1690000000001,
        "createdBy":"a@b","sandboxId":"x","sandboxName":"dev","state":"enabled","version":"\"v\"","etag":"\"v\"",
        "auth":{"specName":"Basic Authentication","params":{"host":"acme.example"}},
        "connectionSpec":{"id":"s","version":"1.0"},"somethingNew":[1]}]}"#;
    let (fake, client) = with_answer(200, body).await;
    let connection = client.get("abc").await.unwrap();
    assert_eq!(connection.state, Some(State::Enabled));
    assert_eq!(connection.created_at, Some(1_690_000_000_000));
    assert_eq!(connection.etag.as_deref(), Some("\"v\""));
    assert_eq!(connection.auth.unwrap().spec_name, "Basic Authentication");
    assert_eq!(connection.connection_spec.unwrap().version.as_deref(), Some("1.0"));
    assert_eq!(fake.asked("/flowservice/connections/abc").len(), 1);
}

/// By script: what goes over the wire is looked at, which the stand-in takes and does not show.
#[tokio::test]
async fn a_list_asks_for_its_limit_and_its_page_and_never_for_a_count() {
    let body = r#"{"items":[],"_links":{"next":{"href":"/connections?continuationToken=a%2Bb"}}}"#;
    let (fake, client) = with_answer(200, body).await;
    let query = ListQuery::default().limit(NonZeroU32::new(2).unwrap());
    let page = client.list(&query).await.unwrap();
    client.list(&query.after(page.next.unwrap())).await.unwrap();
    let queries: Vec<_> = fake
        .asked("/connections")
        .iter()
        .map(|asked| asked.head.uri.query().unwrap().to_owned())
        .collect();
    assert_eq!(queries, ["limit=2", "limit=2&continuationToken=a%2Bb"]);
}

/// By script: no service answers this, and the client has to bear it.
#[tokio::test]
async fn a_list_that_leads_to_itself_ends_in_an_error() {
    let (_fake, client) = with_answer(200, r#"{"items":[],"continuationToken":"x"}"#).await;
    assert!(matches!(client.list_all().await, Err(Error::BadAnswer(_))));
}
