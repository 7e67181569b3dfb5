//! No secret reaches the disk, an answer or an error.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod support;

use std::path::Path;

use support::{
    APP_SECRET, CLIENT_SECRET, CONNECTIONS, JWT, call, client, create, created, get, headers,
    patch, request,
};
use wellhead::ConnectionRequest;
use wellhead_standin::{Options, Running, Standin};

const ORACLE_PASSWORD: &str = "planted-oracle-password-07ab";

const ROTATED: &str = "planted-rotated-secret-5ce1";

/// A request whose secret is a part of a text.
fn oracle() -> ConnectionRequest<wellhead::oracle::ConnectionString> {
    let text =
        format!("Host=db.acme.example;Port=1521;Sid=ORCL;User Id=aep;Password={ORACLE_PASSWORD}");
    let auth = wellhead::oracle::ConnectionString::builder().connection_string(text).build();
    ConnectionRequest::new("Orders", auth)
}

/// All bytes of all files in the folder.
fn bytes_in(folder: &Path) -> Vec<u8> {
    let mut bytes = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        bytes.extend(std::fs::read(entry.unwrap().path()).unwrap());
    }
    bytes
}

fn assert_no_secret(bytes: &[u8], place: &str) {
    for secret in [CLIENT_SECRET, JWT, APP_SECRET, ORACLE_PASSWORD, ROTATED] {
        let found = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
        assert!(!found, "{secret} is in {place}");
    }
}

async fn started(folder: &Path) -> Running {
    Standin::start(Options::default().folder(folder)).await.unwrap()
}

#[tokio::test]
async fn no_secret_is_in_any_byte_of_the_state() {
    let folder = tempfile::tempdir().unwrap();
    let standin = started(folder.path()).await;
    let client = client(&standin, "ACME@AdobeOrg", "dev");
    for number in 0..20 {
        client.create(&request(&format!("planted-name-{number}"))).await.unwrap();
    }
    client.create(&oracle()).await.unwrap();
    assert!(folder.path().join("connections.sqlite3-wal").exists(), "the log is searched, too");
    let running = bytes_in(folder.path());
    assert!(
        running.windows(15).any(|window| window == b"planted-name-19"),
        "the search finds what is there"
    );
    assert_no_secret(&running, "the folder of a running stand-in");
    standin.shutdown().await;
    assert_no_secret(&bytes_in(folder.path()), "the folder of a stand-in that has ended");
}

/// The params of [`request`], with other secrets.
fn rotated() -> serde_json::Value {
    serde_json::json!({
        "jwtToken": ROTATED,
        "clientId": "acme-consumer-key",
        "clientSecret": ROTATED,
        "instanceUrl": "https://acme.my.salesforce.com",
    })
}

#[tokio::test]
async fn no_secret_of_an_update_is_kept_or_answered_and_its_fingerprint_tells_the_change() {
    let folder = tempfile::tempdir().unwrap();
    let standin = started(folder.path()).await;
    let made = created(&standin, "CRM").await;
    let fingerprint = || -> String {
        let database = folder.path().join("connections.sqlite3");
        let database = rusqlite::Connection::open(database).unwrap();
        database.query_row("SELECT fingerprint FROM connections", [], |row| row.get(0)).unwrap()
    };
    let mut seen = vec![fingerprint()];
    let mut etag = made.etag.clone();
    let steps = [("/auth/params", rotated()), ("/auth/params", rotated()), ("/name", "x".into())];
    for (path, value) in steps {
        let body = serde_json::json!([{ "op": "replace", "path": path, "value": value }]);
        let answer = patch(&standin, &made.id, &etag, &body).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        assert_no_secret(answer.text.as_bytes(), "the answer to an update");
        answer.json()["etag"].as_str().unwrap().clone_into(&mut etag);
        seen.push(fingerprint());
    }
    assert_ne!(seen[0], seen[1], "another secret");
    assert!(seen[1] == seen[2] && seen[2] == seen[3], "the same secret: {seen:?}");
    assert_no_secret(get(&standin, "/connections").await.text.as_bytes(), "a list");
    assert_no_secret(&bytes_in(folder.path()), "the folder");
}

#[tokio::test]
async fn the_secret_of_a_token_call_is_not_kept_or_answered() {
    let folder = tempfile::tempdir().unwrap();
    let options = Options::default().folder(folder.path()).credentials("acme", CLIENT_SECRET);
    let standin = Standin::start(options).await.unwrap();
    for secret in [CLIENT_SECRET, ROTATED] {
        let form = format!("grant_type=client_credentials&client_id=acme&client_secret={secret}");
        let headers = [("content-type", "application/x-www-form-urlencoded".to_owned())];
        let answer = call(&standin, "POST", "/ims/token/v3", &headers, &form).await;
        assert_no_secret(answer.text.as_bytes(), "the answer to a token call");
    }
    assert_no_secret(&bytes_in(folder.path()), "the folder");
}

#[tokio::test]
async fn no_secret_is_in_any_answer() {
    let folder = tempfile::tempdir().unwrap();
    let standin = started(folder.path()).await;
    let created = create(&standin, &request("CRM").to_json()).await;
    assert_no_secret(created.text.as_bytes(), "the answer to a create");
    let created = create(&standin, &oracle().to_json()).await;
    assert_no_secret(created.text.as_bytes(), "the answer to a create");
    let list = call(&standin, "GET", CONNECTIONS, &headers(), "").await;
    assert_no_secret(list.text.as_bytes(), "a list");
    let params = &list.json()["items"][1]["auth"]["params"];
    assert_eq!(
        params,
        &serde_json::json!({
            "clientId": "acme-consumer-key",
            "instanceUrl": "https://acme.my.salesforce.com",
        }),
        "what is not secret is shown"
    );
}

#[tokio::test]
async fn no_secret_is_in_a_refusal_or_in_what_is_left_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let standin = started(folder.path()).await;
    let whole = request("CRM").to_json();
    let broken = [
        whole.replace("\"clientSecret\":", "\"clientSecrt\":"),
        whole.replace("\"acme-consumer-key\"", "7"),
        whole.replace("},\"connectionSpec\"", ",\"connectionSpec\""),
        whole.replace("OAuth2 JWT Token Credential", "OAuth2"),
        whole.replace("cfc0fee1", "00000000"),
        whole.get(..whole.len() - 40).unwrap().to_owned(),
    ];
    for body in broken {
        assert!(body.contains(JWT) && body != *whole);
        let answer = create(&standin, &body).await;
        assert_eq!(answer.status, 400, "{answer:?}");
        assert_no_secret(answer.text.as_bytes(), "a refusal");
    }
    standin.shutdown().await;
    assert_no_secret(&bytes_in(folder.path()), "the folder");
}

#[cfg(unix)]
#[tokio::test]
async fn only_the_owner_can_read_the_state() {
    use std::os::unix::fs::PermissionsExt;
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("deep/state");
    let standin = started(&folder).await;
    client(&standin, "ACME@AdobeOrg", "dev").create(&request("CRM")).await.unwrap();
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&folder), 0o700);
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        assert_eq!(mode(&path), 0o600, "{}", path.display());
    }
}
