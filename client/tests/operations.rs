//! Every other operation: what goes over the wire, and what comes back typed.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod support;

use serde_json::json;
use support::{Asked, Fake, PASSWORD, acme};
use wellhead_client::{Client, Error, Explore, Explored, Filter, ObjectType, Update};

async fn with_answer(status: u16, body: impl ToString) -> (Fake, Client) {
    let body = body.to_string();
    let fake = Fake::start(move |_| support::json(status, body.clone())).await;
    let client = fake.with_token().build().unwrap();
    (fake, client)
}

fn only(fake: &Fake) -> Asked {
    let [asked] = &fake.asked("")[..] else { panic!("one request") };
    asked.clone()
}

/// By script: what goes over the wire is looked at, which the stand-in takes and does not show.
#[tokio::test]
async fn an_update_is_a_json_patch_with_the_etag_as_it_was_given() {
    let (fake, client) = with_answer(200, json!({ "id": "abc", "etag": "\"new\"" })).await;
    let update = Update::new().name("CRM \"2\"").description("nightly").params(acme());
    let updated = client.update("abc", "\"old-0000\"", &update).await.unwrap();
    assert_eq!((updated.id.as_str(), updated.etag.as_deref()), ("abc", Some("\"new\"")));
    let asked = only(&fake);
    assert_eq!((asked.method(), asked.path()), ("PATCH", "/flowservice/connections/abc"));
    assert_eq!(asked.header("if-match"), "\"old-0000\"");
    assert_eq!(asked.header("content-type"), "application/json");
    let expected = json!([
        { "op": "replace", "path": "/name", "value": "CRM \"2\"" },
        { "op": "add", "path": "/description", "value": "nightly" },
        { "op": "replace", "path": "/auth/params",
          "value": { "host": "acme.example", "password": PASSWORD } },
    ]);
    assert_eq!(asked.json(), expected, "params are sent whole");
}

/// By script: the stand-in answers an update as it is documented.
#[tokio::test]
async fn an_update_that_is_answered_without_a_body_worked() {
    let fake = Fake::start(|_| {
        let mut answer = support::json(204, "");
        answer.headers_mut().insert("etag", "\"new\"".parse().unwrap());
        answer
    })
    .await;
    let client = fake.with_token().build().unwrap();
    let updated = client.update("abc", "\"old\"", &Update::new().name("CRM")).await.unwrap();
    assert_eq!((updated.id.as_str(), updated.etag.as_deref()), ("abc", Some("\"new\"")));
}

/// By script: what goes over the wire is looked at, which the stand-in takes and does not show.
#[tokio::test]
async fn a_delete_has_no_body_and_no_answer() {
    let (fake, client) = with_answer(204, "").await;
    client.delete("abc").await.unwrap();
    let asked = only(&fake);
    assert_eq!((asked.method(), asked.path()), ("DELETE", "/flowservice/connections/abc"));
    assert_eq!((asked.body.as_str(), asked.header("x-sandbox-name")), ("", "dev"));
}

/// By script: no service answers this, and something before it may.
#[tokio::test]
async fn what_is_answered_with_a_page_was_not_deleted() {
    let (fake, client) = with_answer(200, "<html>sign in</html>").await;
    let error = client.delete("abc").await.unwrap_err();
    assert!(matches!(error, Error::BadAnswer(_)) && error.is_outcome_unknown(), "{error}");
    assert_eq!(only(&fake).method(), "DELETE");
}

/// By script: the stand-in gives what it is asked for.
#[tokio::test]
async fn what_is_answered_of_another_one_is_told_as_such() {
    let (_fake, client) =
        with_answer(200, json!({ "id": "def", "items": [{ "id": "def" }] })).await;
    let updated = client.update("abc", "\"old\"", &Update::new().name("CRM")).await.unwrap_err();
    assert!(updated.to_string().contains("it is about another connection"), "{updated}");
    assert!(updated.is_outcome_unknown(), "{updated}");
    let spec = client.get_spec("abc").await.unwrap_err();
    assert!(spec.to_string().contains("it is about another connection spec"), "{spec}");
}

/// By script: the stand-in says nothing besides the outcome.
#[tokio::test]
async fn the_outcome_of_a_test_is_told_whatever_is_said_besides() {
    for (said, expected) in [
        (json!({}), None),
        (json!({ "message": null, "errorMessage": "b" }), Some("b")),
        (json!({ "message": "a", "errorMessage": "a" }), Some("a")),
        (json!({ "message": "a", "errorMessage": "b" }), Some("a (b)")),
        (json!({ "message": { "x": "y" } }), Some(r#"{"x":"y"}"#)),
        (json!({ "message": { "password": "old" } }), Some(r#"{"password":"[secret]"}"#)),
        (json!({ "message": "\u{1b}[31mred\u{7}" }), Some(" [31mred ")),
        (json!({ "message": "PWD=old;", "more": 1 }), Some("PWD=[secret];")),
    ] {
        let mut answer = said.clone();
        answer["result"] = false.into();
        let (_fake, client) = with_answer(200, answer).await;
        let result = client.test("abc").await.unwrap();
        assert_eq!((result.passed, result.message.as_deref()), (false, expected), "{said}");
    }
}

/// By script: the stand-in's entries have no member that the client does not know.
#[tokio::test]
async fn exploring_the_root_gives_entries() {
    let body = json!([
        { "type": "table", "name": "Spring", "path": "spring", "canPreview": true, "canFetchSchema": true },
        { "type": "folder", "name": "old", "path": "/old/", "size": 3 },
    ]);
    let (fake, client) = with_answer(200, body).await;
    let Explored::Entries(entries) = client.explore("abc", &Explore::root()).await.unwrap() else {
        panic!()
    };
    assert_eq!(only(&fake).query(), "objectType=ROOT");
    assert_eq!((entries[0].kind.as_str(), entries[0].can_preview), ("table", true));
    assert_eq!(entries[1].more["size"], 3);
}

/// By script: what goes over the wire is looked at, which the stand-in takes and does not show.
#[tokio::test]
async fn exploring_a_file_asks_for_it_and_gives_columns() {
    let columns = json!([{ "name": "id", "type": "string", "xdm": { "type": "string" } }]);
    let body = json!({ "format": "flat", "schema": { "columns": columns } });
    let (fake, client) = with_answer(200, body).await;
    let explore =
        Explore::of(ObjectType::File, "/a b.csv").file_type("Delimited").compression("gzip");
    let Explored::Schema(schema) = client.explore("abc", &explore).await.unwrap() else { panic!() };
    let query = "objectType=FILE&object=%2Fa+b.csv&FileType=Delimited&CompressionType=gzip";
    assert_eq!(only(&fake).query(), query);
    assert_eq!(schema.schema.columns[0].kind.as_deref(), Some("string"));
    assert_eq!(schema.schema.columns[0].more["xdm"]["type"], "string");
}

/// By script: no service answers this, and the client has to bear it.
#[tokio::test]
async fn an_exploration_that_nobody_documents_is_kept_as_it_came() {
    let (_fake, client) = with_answer(200, r#"{"data":[1]}"#).await;
    let explored = client.explore("abc", &Explore::root()).await.unwrap();
    assert_eq!(explored, Explored::Other(json!({ "data": [1] })));
}

/// By script: the stand-in has one of the two forms.
#[tokio::test]
async fn configs_are_read_in_both_documented_forms() {
    let config = json!({ "columnName": "dob", "columnType": "date" });
    for body in [json!({ "items": [config] }), json!([config])] {
        let (fake, client) = with_answer(200, body).await;
        let configs = client.configs("abc").await.unwrap();
        assert_eq!(configs[0].column_name.as_deref(), Some("dob"));
        assert_eq!(only(&fake).path(), "/flowservice/connections/abc/configs");
    }
}

/// By script: what goes over the wire is looked at, which the stand-in takes and does not show.
#[tokio::test]
async fn connection_specs_are_listed_by_filters_and_looked_up() {
    let spec = json!({ "id": "s", "name": "acme", "providerId": "p", "version": "1.0",
        "authSpec": [{ "name": "Basic", "type": "basic", "spec": { "type": "object" } }], "attributes": { "a": 1 } });
    let (fake, client) = with_answer(200, json!({ "items": [spec] })).await;
    let listed = client.list_specs(&[Filter::equal("name", "acme")]).await.unwrap();
    let found = client.get_spec("s").await.unwrap();
    assert_eq!(listed, std::slice::from_ref(&found));
    assert_eq!(found.auth_specs[0].name, "Basic");
    assert_eq!(found.into_json(), spec);
    let [list, look] = &fake.asked("")[..] else { panic!("two requests") };
    assert_eq!(
        (list.path(), list.query()),
        ("/flowservice/connectionSpecs", "property=name%3D%3Dacme")
    );
    assert_eq!((look.path(), look.query()), ("/flowservice/connectionSpecs/s", ""));
    assert_eq!(list.header("x-sandbox-name"), "dev");
}

/// By script: no service answers this, and the client has to bear it.
#[tokio::test]
async fn a_null_etag_or_an_empty_list_is_told_without_a_panic() {
    let (_fake, client) = with_answer(200, r#"{"items":[]}"#).await;
    assert!(matches!(client.get("abc").await, Err(Error::BadAnswer(_))));
    assert!(matches!(client.get_spec("abc").await, Err(Error::BadAnswer(_))));
    assert!(matches!(client.test("abc").await, Err(Error::BadAnswer(_))));
}
