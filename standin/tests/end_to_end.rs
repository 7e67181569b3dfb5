//! Starting and stopping, and what comes back word by word. What the real client makes of it is the suite in `client/`.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod support;

use support::{CONNECTIONS, call, client, create, headers, request, standin};
use wellhead_standin::{Options, Standin};

#[tokio::test]
async fn a_create_is_answered_as_documented() {
    let standin = standin().await;
    let answer = create(&standin, &request("CRM").to_json()).await;
    assert_eq!(answer.status, 201);
    let body = answer.json();
    let (id, etag) = (body["id"].as_str().unwrap(), body["etag"].as_str().unwrap());
    assert_eq!(answer.header("location").unwrap(), format!("{CONNECTIONS}/{id}"));
    assert!(etag.starts_with('"') && etag.ends_with('"'), "the quotes are part of {etag}");
    assert!(answer.header("x-request-id").is_some());
}

#[tokio::test]
async fn connections_and_tokens_survive_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let options = Options::default().folder(folder.path().join("state"));
    let first = Standin::start(options.clone()).await.unwrap();
    let before = client(&first, "ACME@AdobeOrg", "dev");
    let created = before.create(&request("CRM")).await.unwrap();
    let known = before.list_all().await.unwrap();
    let port = first.address().port();
    first.shutdown().await;

    // On the same port, so that the client goes on with the token that it has.
    let second = Standin::start(options.port(port)).await.unwrap();
    assert_eq!(before.get(&created.id).await.unwrap().id, created.id);
    let after = client(&second, "ACME@AdobeOrg", "dev");
    assert_eq!(after.list_all().await.unwrap(), known);
}

#[tokio::test]
async fn a_list_is_answered_as_documented() {
    let standin = standin().await;
    for name in ["a", "b"] {
        create(&standin, &request(name).to_json()).await;
    }
    let list = async |query: &str| {
        call(&standin, "GET", &format!("{CONNECTIONS}{query}"), &headers(), "").await
    };
    let page = list("?limit=1").await.json();
    let href = page["_links"]["next"]["href"].as_str().unwrap();
    assert!(href.starts_with("/connections?continuationToken="), "{href}");
    assert_eq!(list("").await.json()["_links"], serde_json::Value::Null);
    assert_eq!(list("?count=true").await.json(), serde_json::json!({ "count": 2 }));
    for (query, code) in [
        ("?limit=1&count=true", "1401-400"),
        ("?limit=0", "1452-400"),
        ("?continuationToken=nonsense", "1452-400"),
        ("?limit=%FF", "1452-400"),
    ] {
        let answer = list(query).await;
        assert_eq!(
            (answer.status, answer.json()["errorCode"].as_str()),
            (400, Some(code)),
            "{query}"
        );
    }
}

#[tokio::test]
async fn two_stand_ins_may_share_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    let options = Options::default().folder(folder.path());
    let (first, second) = tokio::join!(Standin::start(options.clone()), Standin::start(options));
    let (first, second) = (first.unwrap(), second.unwrap());
    let created = client(&first, "A@AdobeOrg", "dev").create(&request("CRM")).await.unwrap();
    client(&second, "A@AdobeOrg", "dev").get(&created.id).await.unwrap();
}

#[tokio::test]
async fn a_port_in_use_and_a_folder_that_is_a_file_are_told() {
    let standin = standin().await;
    let error =
        Standin::start(Options::default().port(standin.address().port())).await.unwrap_err();
    assert!(error.to_string().contains("choose another port"), "{error}");
    let file = tempfile::NamedTempFile::new().unwrap();
    let error = Standin::start(Options::default().folder(file.path())).await.unwrap_err();
    assert!(error.to_string().contains("choose another folder"), "{error}");
}

#[tokio::test]
async fn a_folder_of_a_newer_stand_in_is_told_and_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let database = rusqlite::Connection::open(folder.path().join("connections.sqlite3")).unwrap();
    database.pragma_update(None, "user_version", 1000).unwrap();
    let error = Standin::start(Options::default().folder(folder.path())).await.unwrap_err();
    let error = error.to_string();
    assert!(error.contains("newer Wellhead") && error.contains("another folder"), "{error}");
}

#[tokio::test]
async fn a_stand_in_that_is_dropped_stops_listening() {
    let standin = standin().await;
    let address = standin.address();
    drop(standin);
    for _ in 0..100 {
        if tokio::net::TcpStream::connect(address).await.is_err() {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("{address} is still listened on");
}
