//! A stand-in to call, by the real client and by hand.

#![allow(dead_code, unreachable_pub, reason = "each test binary uses a part of it")]

use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use wellhead::{ConnectionRequest, salesforce};
use wellhead_client::{Client, Credentials};
use wellhead_standin::{EMBEDDED_TOKEN, Options, Running, Standin};

pub const CLIENT_SECRET: &str = "planted-client-secret-9d0b";
pub const JWT: &str = "planted-jwt-41c7";
pub const APP_SECRET: &str = "planted-app-secret-e2f8";

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
    let mut text = format!(
        "{method} {path} HTTP/1.1\r\nconnection: close\r\ncontent-length: {}\r\n",
        body.len()
    );
    if !headers.iter().any(|(name, _)| *name == "host") {
        text.push_str(&format!("host: {}\r\n", standin.address()));
    }
    for (name, value) in headers {
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    let mut stream = TcpStream::connect(standin.address()).await.unwrap();
    stream.write_all(format!("{text}\r\n").as_bytes()).await.unwrap();
    // A server that refuses a large body need not read it.
    let _ = stream.write_all(body.as_bytes()).await;
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    let answer = String::from_utf8(answer).unwrap();
    let (head, text) = answer.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    Answer { status, head: head.into(), text: text.into() }
}

/// A create by hand.
pub async fn create(standin: &Running, body: &str) -> Answer {
    call(standin, "POST", CONNECTIONS, &headers(), body).await
}
