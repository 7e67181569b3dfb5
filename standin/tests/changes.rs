//! Updates, deletes, tests, and the states between them.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod support;

use std::time::Duration;

use serde_json::{Value, json};
use support::{
    APP_SECRET, CONNECTIONS, JWT, call, create, created, delete, get, headers, one, patch, request,
    standin,
};
use wellhead_standin::{Options, Running, Standin};

fn replace(path: &str, value: Value) -> Value {
    json!([{ "op": "replace", "path": path, "value": value }])
}

/// Params of the auth spec that [`created`] uses.
fn params(secret: &str) -> Value {
    json!({
        "jwtToken": JWT,
        "clientId": "another-consumer-key",
        "clientSecret": secret,
        "instanceUrl": "https://other.my.salesforce.com",
    })
}

#[tokio::test]
async fn an_update_changes_what_it_names_and_moves_the_etag() {
    let standin = standin().await;
    let before = created(&standin, "CRM").await;
    let body = json!([
        { "op": "replace", "path": "/name", "value": "CRM, nightly" },
        { "op": "add", "path": "/description", "value": "moved" },
    ]);
    let answer = patch(&standin, &before.id, &before.etag, &body).await;
    assert_eq!((answer.status, &answer.json()["id"]), (200, &json!(before.id)));
    let after = one(&standin, &before.id).await;
    assert_eq!((&after["name"], &after["description"]), (&json!("CRM, nightly"), &json!("moved")));
    assert_ne!(after["etag"], json!(before.etag));
    assert_eq!(
        (&after["etag"], &after["version"]),
        (&answer.json()["etag"], &answer.json()["etag"])
    );
    assert!(after["updatedAt"].as_i64() >= after["createdAt"].as_i64());
    let etag = after["etag"].as_str().unwrap();
    let body = json!([{ "op": "remove", "path": "/description" }]);
    assert_eq!(patch(&standin, &before.id, etag, &body).await.status, 200);
    assert_eq!(one(&standin, &before.id).await["description"], Value::Null);
}

#[tokio::test]
async fn an_update_is_taken_with_and_without_a_slash_at_the_end() {
    let standin = standin().await;
    let before = created(&standin, "CRM").await;
    let mut headers = headers();
    headers.push(("if-match", before.etag));
    let path = format!("{CONNECTIONS}/{}/", before.id);
    let body = replace("/name", "x".into()).to_string();
    assert_eq!(call(&standin, "PATCH", &path, &headers, &body).await.status, 200);
    assert_eq!(call(&standin, "DELETE", &path, &headers, "").await.status, 204);
}

#[tokio::test]
async fn params_are_replaced_whole_and_checked_against_the_catalog() {
    let standin = standin().await;
    let before = created(&standin, "CRM").await;
    let body = replace("/auth/params", params(APP_SECRET));
    let answer = patch(&standin, &before.id, &before.etag, &body).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let etag = answer.json()["etag"].as_str().unwrap().to_owned();
    let shown = one(&standin, &before.id).await["auth"]["params"].clone();
    let expected = json!({ "clientId": "another-consumer-key", "instanceUrl": "https://other.my.salesforce.com" });
    assert_eq!(shown, expected);
    let mut partial = params(APP_SECRET);
    partial.as_object_mut().unwrap().remove("jwtToken");
    let mut misspelt = params(APP_SECRET);
    misspelt["jwtTokn"] = "x".into();
    let mut wrong = params(APP_SECRET);
    wrong["clientId"] = 7.into();
    for (value, code) in [(partial, "1304-400"), (misspelt, ""), (wrong, "1312-400")] {
        let answer = patch(&standin, &before.id, &etag, &replace("/auth/params", value)).await;
        assert_eq!(answer.code(), (400, code.into()), "{answer:?}");
        assert!(!answer.text.contains(APP_SECRET) && !answer.text.contains(JWT), "{answer:?}");
    }
    assert_eq!(
        one(&standin, &before.id).await["etag"],
        json!(etag),
        "what is refused changes nothing"
    );
}

#[tokio::test]
async fn an_update_from_an_old_etag_is_refused_with_both() {
    let standin = standin().await;
    let before = created(&standin, "CRM").await;
    let body = replace("/name", "x".into());
    let after = patch(&standin, &before.id, &before.etag, &body).await.json();
    let unquoted = after["etag"].as_str().unwrap().trim_matches('"').to_owned();
    for stale in [before.etag.as_str(), &unquoted, "*"] {
        let answer = patch(&standin, &before.id, stale, &body).await;
        assert_eq!(answer.status, 412, "{answer:?}");
        let message = answer.json()["errorMessage"].as_str().unwrap().to_owned();
        assert!(
            message.contains(stale) && message.contains(after["etag"].as_str().unwrap()),
            "{message}"
        );
        assert_eq!(answer.json()["errorDetails"], message);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_updates_from_one_etag_one_is_taken() {
    let standin = standin().await;
    let before = created(&standin, "CRM").await;
    let updates = (0..20).map(|number| {
        let (standin, before) = (&standin, &before);
        async move {
            let body = replace("/name", format!("number {number}").into());
            patch(standin, &before.id, &before.etag, &body).await.status
        }
    });
    let statuses = all(updates).await;
    assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1, "{statuses:?}");
    assert_eq!(statuses.iter().filter(|status| **status == 412).count(), 19, "{statuses:?}");
}

/// Runs all at once.
async fn all<T>(futures: impl Iterator<Item = impl Future<Output = T>>) -> Vec<T> {
    let mut futures: Vec<_> = futures.map(Box::pin).collect();
    let mut done: Vec<Option<T>> = futures.iter().map(|_| None).collect();
    std::future::poll_fn(|context| {
        for (future, done) in futures.iter_mut().zip(&mut done).filter(|(_, done)| done.is_none()) {
            if let std::task::Poll::Ready(value) = future.as_mut().poll(context) {
                *done = Some(value);
            }
        }
        let ready = done.iter().all(Option::is_some);
        if ready { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    })
    .await;
    done.into_iter().flatten().collect()
}

#[tokio::test]
async fn an_update_without_an_etag_is_refused() {
    let standin = standin().await;
    let before = created(&standin, "CRM").await;
    let path = format!("{CONNECTIONS}/{}", before.id);
    let body = replace("/name", "x".into()).to_string();
    let answer = call(&standin, "PATCH", &path, &headers(), &body).await;
    assert_eq!(answer.code(), (400, "1403-400".into()));
    assert_eq!(answer.json()["title"], "Header is missing");
}

#[tokio::test]
async fn instructions_that_do_not_fit_are_refused_by_their_codes() {
    let standin = standin().await;
    let before = created(&standin, "CRM").await;
    for (body, code) in [
        (json!([]), "1455-400"),
        (json!({ "op": "replace", "path": "/name", "value": "x" }), "1455-400"),
        (json!([{ "path": "/name", "value": "x" }]), "1455-400"),
        (json!([{ "op": "replace", "value": "x" }]), "1455-400"),
        (json!([{ "op": "replace", "path": "/name" }]), "1455-400"),
        (replace("/name", 7.into()), "1455-400"),
        (replace("/name", " ".into()), "1455-400"),
        (replace("/nothing", "x".into()), "1455-400"),
        (replace("/name/", "x".into()), "1455-400"),
        (replace("/description///", "x".into()), "1455-400"),
        (replace("/auth/params/", params(APP_SECRET)), "1365-400"),
        (replace("/connectionSpec/id", "x".into()), "1414-400"),
        (replace("/auth/params/jwtToken", "x".into()), "1365-400"),
        (json!([{ "op": "remove", "path": "/name" }]), "1365-400"),
        (json!([{ "op": "move", "path": "/name", "from": "/description" }]), "1434-400"),
        (json!([{ "op": "REPLACE", "path": "/name", "value": "x" }]), "1434-400"),
    ] {
        let answer = patch(&standin, &before.id, &before.etag, &body).await;
        assert_eq!(answer.code(), (400, code.into()), "{body}");
    }
    let mut headers = headers();
    headers.push(("if-match", before.etag));
    let path = format!("{CONNECTIONS}/{}", before.id);
    let answer = call(&standin, "PATCH", &path, &headers, "[{\"op\": ]").await;
    assert_eq!((answer.status, &answer.json()["title"]), (400, &json!("BadRequestError")));
    for (members, name) in [
        (r#""op":"replace","op":"remove","path":"/description","value":"x""#, "op"),
        (r#""op":"replace","path":"/name","p\u0061th":"/description","value":"x""#, "path"),
        (r#""op":"replace","path":"/name","value":7,"value":"x""#, "value"),
        (r#""op":7,"op":"replace","path":"/name","value":"x""#, "op"),
    ] {
        let answer = call(&standin, "PATCH", &path, &headers, &format!("[{{{members}}}]")).await;
        assert_eq!(answer.code(), (400, "1455-400".into()), "{members}");
        let told = format!("the field \"{name}\" stands twice");
        assert!(answer.json()["message"].as_str().unwrap().contains(&told), "{answer:?}");
    }
}

#[tokio::test]
async fn a_connection_that_is_deleted_is_gone_and_so_it_is_for_every_call() {
    let standin = standin().await;
    let gone = created(&standin, "CRM").await;
    let answer = delete(&standin, &gone.id).await;
    assert_eq!((answer.status, answer.text.as_str()), (204, ""));
    assert_eq!(delete(&standin, &gone.id).await.status, 404);
    assert_eq!(
        patch(&standin, &gone.id, &gone.etag, &replace("/name", "x".into())).await.status,
        404
    );
    for rest in ["", "/test", "/explore", "/configs"] {
        assert_eq!(
            get(&standin, &format!("/connections/{}{rest}", gone.id)).await.status,
            404,
            "{rest}"
        );
    }
    assert_eq!(get(&standin, "/connections").await.json()["items"], json!([]));
}

#[tokio::test]
async fn a_connection_in_use_is_not_deleted() {
    let standin = standin().await;
    let used = created(&standin, "CRM").await;
    standin.set_in_use(&used.id, true).await.unwrap();
    let answer = delete(&standin, &used.id).await;
    assert_eq!(answer.code(), (400, "1418-400".into()));
    assert!(answer.text.contains(&used.id), "{answer:?}");
    standin.set_in_use(&used.id, false).await.unwrap();
    assert_eq!(delete(&standin, &used.id).await.status, 204);
    let error = standin.set_in_use(&used.id, true).await.unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::NotFound);
}

#[tokio::test]
async fn a_test_that_fails_is_an_answer_like_any_other() {
    let standin = standin().await;
    let tested = created(&standin, "CRM").await;
    let test = async || get(&standin, &format!("/connections/{}/test", tested.id)).await;
    assert_eq!((test().await.status, test().await.json()), (200, json!({ "result": true })));
    standin.set_test_fails(&tested.id, true).await.unwrap();
    assert_eq!((test().await.status, test().await.json()), (200, json!({ "result": false })));
}

#[tokio::test]
async fn a_state_in_between_refuses_updates_and_deletes_by_its_name() {
    let standin = standin().await;
    let held = created(&standin, "CRM").await;
    standin.set_state(&held.id, "delete-finalizing").await.unwrap();
    let update = patch(&standin, &held.id, &held.etag, &replace("/name", "x".into())).await;
    assert_eq!(update.code(), (400, "1457-400".into()));
    let answer = delete(&standin, &held.id).await;
    assert_eq!(answer.code(), (400, "1458-400".into()));
    assert!(answer.text.contains("state delete-finalizing"), "{answer:?}");
    standin.set_state(&held.id, "disabled").await.unwrap();
    assert_eq!(one(&standin, &held.id).await["state"], "disabled");
    assert_eq!(delete(&standin, &held.id).await.status, 204);
}

#[tokio::test]
async fn a_connection_that_was_held_in_a_state_is_released() {
    let standin = standin().await;
    let held = created(&standin, "CRM").await;
    standin.set_state(&held.id, "updating").await.unwrap();
    standin.set_in_use(&held.id, false).await.unwrap();
    assert_eq!(one(&standin, &held.id).await["state"], "updating");
    standin.set_state(&held.id, None).await.unwrap();
    assert_eq!(one(&standin, &held.id).await["state"], "enabled");
    assert_eq!(delete(&standin, &held.id).await.status, 204);
}

#[tokio::test]
async fn a_state_that_is_documented_nowhere_is_refused_with_those_that_are() {
    let standin = standin().await;
    let held = created(&standin, "CRM").await;
    for state in ["", "Updating", "hunter nonsense"] {
        let error = standin.set_state(&held.id, state).await.unwrap_err();
        assert_eq!(error.kind(), std::io::ErrorKind::InvalidInput);
        assert!(error.to_string().contains("delete-finalizing"), "{error}");
    }
    assert_eq!(one(&standin, &held.id).await["state"], "enabled");
}

async fn slow(time: Duration) -> Running {
    Standin::start(Options::default().creation_time(time)).await.unwrap()
}

#[tokio::test]
async fn a_connection_that_is_initializing_has_no_etag() {
    let standin = slow(Duration::from_secs(3600)).await;
    let created = created(&standin, "CRM").await;
    let shown = one(&standin, &created.id).await;
    assert_eq!(shown["state"], "initializing");
    assert!(shown.get("etag").is_none() && shown.get("version").is_none(), "{shown}");
    let count = async |state: &str| {
        let path = format!("/connections?property=state=={state}&count=true");
        get(&standin, &path).await.json()["count"].clone()
    };
    assert_eq!((count("initializing").await, count("enabled").await), (json!(1), json!(0)));
}

#[tokio::test]
async fn a_connection_is_enabled_when_its_time_has_come_and_its_etag_moves() {
    // Long enough for a first look on a busy machine.
    let standin = slow(Duration::from_secs(2)).await;
    let created = created(&standin, "CRM").await;
    let mut seen = vec![one(&standin, &created.id).await];
    while seen.last().unwrap()["state"] == "initializing" {
        seen.push(one(&standin, &created.id).await);
    }
    assert_eq!(seen[0]["state"], "initializing");
    let enabled = seen.last().unwrap();
    assert_eq!(enabled["state"], "enabled");
    assert_ne!(enabled["etag"], json!(created.etag));
    let time = enabled["updatedAt"].as_i64().unwrap() - enabled["createdAt"].as_i64().unwrap();
    assert_eq!(time, 2000);
    let body = replace("/name", "x".into());
    assert_eq!(patch(&standin, &created.id, &created.etag, &body).await.status, 412);
    let etag = enabled["etag"].as_str().unwrap();
    assert_eq!(patch(&standin, &created.id, etag, &body).await.status, 200);
}

#[tokio::test]
async fn what_was_changed_and_marked_survives_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let options = Options::default().folder(folder.path());
    let first = Standin::start(options.clone()).await.unwrap();
    let kept = created(&first, "CRM").await;
    let gone = created(&first, "gone").await;
    let answer = patch(&first, &kept.id, &kept.etag, &replace("/name", "x".into())).await;
    first.set_in_use(&kept.id, true).await.unwrap();
    first.set_test_fails(&kept.id, true).await.unwrap();
    assert_eq!(delete(&first, &gone.id).await.status, 204);
    let before = one(&first, &kept.id).await;
    first.shutdown().await;

    let second = Standin::start(options).await.unwrap();
    assert_eq!(one(&second, &kept.id).await, before);
    assert_eq!(before["etag"], answer.json()["etag"]);
    assert_eq!(delete(&second, &kept.id).await.code().1, "1418-400");
    assert_eq!(
        get(&second, &format!("/connections/{}/test", kept.id)).await.json()["result"],
        false
    );
    assert_eq!(get(&second, &format!("/connections/{}", gone.id)).await.status, 404);
}

#[tokio::test]
async fn a_stand_in_elsewhere_is_told_by_calls_what_a_test_needs() {
    let standin = standin().await;
    let marked = created(&standin, "CRM").await;
    let json = [("content-type", "application/json".to_owned())];
    let put = async |path: &str, body: &str| call(&standin, "PUT", path, &json, body).await.status;
    let path = format!("/standin/connections/{}", marked.id);
    assert_eq!(put(&path, r#"{"inUse": true, "testFails": true}"#).await, 204);
    assert_eq!(delete(&standin, &marked.id).await.code().1, "1418-400");
    assert_eq!(
        get(&standin, &format!("/connections/{}/test", marked.id)).await.json()["result"],
        false
    );
    assert_eq!(put(&path, r#"{"inUse": false, "state": "updating"}"#).await, 204);
    assert_eq!(one(&standin, &marked.id).await["state"], "updating");
    assert_eq!(put(&path, r#"{"state": "updatin"}"#).await, 400);
    assert_eq!(put(&path, r#"{"testFails": false}"#).await, 204);
    assert_eq!(one(&standin, &marked.id).await["state"], "updating");
    assert_eq!(put(&path, r#"{"state": null}"#).await, 204);
    assert_eq!(one(&standin, &marked.id).await["state"], "enabled");
    assert_eq!(put(&path, r#"{"inUs": false}"#).await, 400);
    assert_eq!(put("/standin/connections/none", "{}").await, 404);

    assert_eq!(put("/standin/faults", r#"{"scripts": ["creates=503:7"]}"#).await, 204);
    let refused = create(&standin, &request("x").to_json()).await;
    assert_eq!((refused.status, refused.header("retry-after")), (503, Some("7")));
    let counts = call(&standin, "GET", "/standin/faults", &json, "").await.json();
    assert_eq!(counts["unavailable"], 1);
    assert_eq!(put("/standin/faults", r#"{"rates": ["nonsense"]}"#).await, 400);
}
