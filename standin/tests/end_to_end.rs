//! The real client against the stand-in, over a socket.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod support;

use std::num::NonZeroU32;

use support::{CONNECTIONS, call, client, create, headers, request, standin};
use wellhead_client::{Error, ListQuery, State};
use wellhead_standin::{Options, Standin};

#[tokio::test]
async fn a_connection_that_is_created_can_be_looked_up_and_listed() {
    let standin = standin().await;
    let client = client(&standin, "ACME@AdobeOrg", "dev");
    let created = client.create(&request("CRM")).await.unwrap();
    let found = client.get(&created.id).await.unwrap();
    assert_eq!(found.id, created.id);
    assert_eq!(found.name.as_deref(), Some("CRM"));
    assert_eq!(found.description.as_deref(), Some("for a test"));
    assert_eq!(found.state, Some(State::Enabled));
    assert_eq!((&found.etag, &found.version), (&created.etag, &created.etag));
    assert_eq!(found.auth.as_ref().unwrap().spec_name, "OAuth2 JWT Token Credential");
    assert_eq!(found.sandbox_name.as_deref(), Some("dev"));
    assert!(found.created_at.unwrap() > 1_600_000_000_000, "milliseconds");
    assert_eq!(client.list_all().await.unwrap(), [found]);
    standin.shutdown().await;
}

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
async fn every_example_is_created() {
    let standin = standin().await;
    let client = client(&standin, "ACME@AdobeOrg", "dev");
    let examples = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../examples")).unwrap();
    let mut count = 0;
    for path in examples.map(|entry| entry.unwrap().path()) {
        if path.extension().is_some_and(|extension| extension == "json") {
            let request = wellhead::dispatch(&std::fs::read(&path).unwrap())
                .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            client
                .create(&request)
                .await
                .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            count += 1;
        }
    }
    assert!(count >= 5, "{count}");
    assert_eq!(client.list_all().await.unwrap().len(), count);
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
async fn sandboxes_and_organizations_do_not_see_each_other() {
    let standin = standin().await;
    let created = client(&standin, "ACME@AdobeOrg", "dev").create(&request("CRM")).await.unwrap();
    for (org_id, sandbox) in [("ACME@AdobeOrg", "prod"), ("OTHER@AdobeOrg", "dev")] {
        let other = client(&standin, org_id, sandbox);
        let error = other.get(&created.id).await.unwrap_err();
        assert!(matches!(&error, Error::Refused(refusal) if refusal.status == 404), "{error}");
        assert_eq!(other.list_all().await.unwrap(), []);
    }
}

#[tokio::test]
async fn pages_lead_through_the_list_newest_first_while_connections_are_added() {
    let standin = standin().await;
    let client = client(&standin, "ACME@AdobeOrg", "dev");
    for number in 1..=5 {
        client.create(&request(&format!("number {number}"))).await.unwrap();
    }
    let mut names = Vec::new();
    let mut query = ListQuery::default().limit(NonZeroU32::new(2).unwrap());
    loop {
        let page = client.list(&query).await.unwrap();
        assert!(page.items.len() <= 2);
        names.extend(page.items.into_iter().filter_map(|item| item.name));
        client.create(&request("in between")).await.unwrap();
        let Some(next) = page.next else { break };
        query = query.after(next);
    }
    assert_eq!(names, ["number 5", "number 4", "number 3", "number 2", "number 1"]);
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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_clients_at_once_lose_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let standin = Standin::start(Options::default().folder(folder.path())).await.unwrap();
    let client = client(&standin, "ACME@AdobeOrg", "dev");
    let creates: Vec<_> = (0..40)
        .map(|number| {
            let client = client.clone();
            tokio::spawn(
                async move { client.create(&request(&number.to_string())).await.unwrap().id },
            )
        })
        .collect();
    let mut created = Vec::new();
    for create in creates {
        created.push(create.await.unwrap());
    }
    let mut listed: Vec<_> =
        client.list_all().await.unwrap().into_iter().map(|connection| connection.id).collect();
    created.sort();
    listed.sort();
    assert_eq!(listed, created);
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
