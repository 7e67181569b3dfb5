//! A stand-in to call, by the real client and by hand.

#![allow(dead_code, unreachable_pub, reason = "each test binary uses a part of it")]

pub mod process;
pub mod setup;

use std::io;
use std::net::SocketAddr;

use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use wellhead::{ConnectionRequest, salesforce};
use wellhead_client::{Client, Credentials};
use wellhead_standin::{EMBEDDED_TOKEN, Options, Running, Standin};

pub const CLIENT_SECRET: &str = "planted-client-secret-9d0b";
pub const JWT: &str = "planted-jwt-41c7";
pub const APP_SECRET: &str = "planted-app-secret-e2f8";

pub const BASE: &str = "/data/foundation/flowservice";
pub const CONNECTIONS: &str = "/data/foundation/flowservice/connections";

/// A stand-in that keeps nothing.
pub async fn standin() -> Running {
    Standin::start(Options::default()).await.unwrap()
}

/// The real client, with credentials.
pub fn client(standin: &Running, org_id: &str, sandbox: &str) -> Client {
    Client::builder(sandbox, Credentials::new("test-client", CLIENT_SECRET))
        .org_id(org_id)
        .url(standin.url())
        .ims_url(standin.ims_url())
        .build()
        .unwrap()
}

/// A request with secrets.
pub fn request(name: &str) -> ConnectionRequest<salesforce::OAuth2JwtTokenCredential> {
    let auth = salesforce::OAuth2JwtTokenCredential::builder()
        .jwt_token(JWT)
        .client_id("acme-consumer-key")
        .client_secret(APP_SECRET)
        .instance_url("https://acme.my.salesforce.com")
        .build();
    ConnectionRequest::new(name, auth).with_description("for a test")
}

/// An answer, as it came.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    /// Status line and headers.
    pub head: String,
    pub text: String,
}

impl Answer {
    /// The parts of an answer; `None` if it has no end of headers.
    pub fn read(answer: &str) -> Option<Self> {
        let (head, text) = answer.split_once("\r\n\r\n")?;
        let status = head.split(' ').nth(1)?.parse().ok()?;
        Some(Self { status, head: head.into(), text: text.into() })
    }

    /// The code of the catalogue, with the status that it came with.
    pub fn code(&self) -> (u16, String) {
        (self.status, self.json()["errorCode"].as_str().unwrap_or_default().to_owned())
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("no JSON: {self:?}"))
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }
}

/// The headers of a call that is in order.
pub fn headers() -> Vec<(&'static str, String)> {
    vec![
        ("authorization", format!("Bearer {EMBEDDED_TOKEN}")),
        ("x-api-key", "test-client".into()),
        ("x-gw-ims-org-id", "ACME@AdobeOrg".into()),
        ("x-sandbox-name", "dev".into()),
        ("content-type", "application/json".into()),
    ]
}

/// A call by hand, so that it can be wrong in ways that the client can't.
pub async fn call(
    standin: &Running,
    method: &str,
    path: &str,
    headers: &[(&str, String)],
    body: &str,
) -> Answer {
    let (answer, _) = exchange(standin.address(), method, path, headers, body).await;
    Answer::read(&answer).unwrap()
}

/// What comes back for a call, and how the connection ended if not in order.
pub async fn exchange(
    address: SocketAddr,
    method: &str,
    path: &str,
    headers: &[(&str, String)],
    body: &str,
) -> (String, Option<io::ErrorKind>) {
    let mut text = format!(
        "{method} {path} HTTP/1.1\r\nconnection: close\r\ncontent-length: {}\r\n",
        body.len()
    );
    if !headers.iter().any(|(name, _)| *name == "host") {
        text.push_str(&format!("host: {address}\r\n"));
    }
    for (name, value) in headers {
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    let mut stream = match TcpStream::connect(address).await {
        Ok(stream) => stream,
        Err(error) => return (String::new(), Some(error.kind())),
    };
    // A server that refuses a large body need not read it.
    let _ = stream.write_all(format!("{text}\r\n{body}").as_bytes()).await;
    let mut answer = Vec::new();
    let ended = stream.read_to_end(&mut answer).await.err().map(|error| error.kind());
    (String::from_utf8(answer).unwrap(), ended)
}

/// A create by hand.
pub async fn create(standin: &Running, body: &str) -> Answer {
    call(standin, "POST", CONNECTIONS, &headers(), body).await
}

/// A connection that was created by hand.
#[derive(Clone, Debug)]
pub struct Created {
    pub id: String,
    pub etag: String,
}

/// Creates a connection of that name.
pub async fn created(standin: &Running, name: &str) -> Created {
    let answer = create(standin, &request(name).to_json()).await;
    assert_eq!(answer.status, 201, "{answer:?}");
    let body = answer.json();
    Created {
        id: body["id"].as_str().unwrap().to_owned(),
        etag: body["etag"].as_str().unwrap().to_owned(),
    }
}

/// A call for what is below the base path.
pub async fn get(standin: &Running, path: &str) -> Answer {
    call(standin, "GET", &format!("{BASE}{path}"), &headers(), "").await
}

/// The one connection of that id.
pub async fn one(standin: &Running, id: &str) -> Value {
    let answer = get(standin, &format!("/connections/{id}")).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.json()["items"][0].clone()
}

/// An update by hand.
pub async fn patch(standin: &Running, id: &str, etag: &str, body: &Value) -> Answer {
    let mut headers = headers();
    headers.push(("if-match", etag.to_owned()));
    call(standin, "PATCH", &format!("{CONNECTIONS}/{id}"), &headers, &body.to_string()).await
}

/// A delete by hand.
pub async fn delete(standin: &Running, id: &str) -> Answer {
    call(standin, "DELETE", &format!("{CONNECTIONS}/{id}"), &headers(), "").await
}
