//! A service that answers by script and remembers what it was asked, and a source to ask it with. It is for what the stand-in
//! can't say or show; each test that uses it says why. All else is the suite beside the stand-in, `standin/tests/client/`.

#![allow(dead_code, unreachable_pub, reason = "each test binary uses a part of it")]

pub mod service;
mod wire;

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use std::time::{Duration, Instant};

use axum::body::{Body, Bytes};
use axum::http::request::Parts;
use axum::response::Response;
use tokio::net::TcpListener;
use wellhead_client::{Client, ClientBuilder, Credentials, RetryPolicy};
use wellhead_runtime::{
    AuthDescriptor, AuthParams, ConnectionRequest, Field, Params, Secret, Shape, SourceDescriptor,
    Status, Table, TextRules, View,
};

/// What the service was asked.
#[derive(Clone)]
pub struct Asked {
    pub head: Parts,
    pub body: String,
    pub at: Instant,
}

impl Asked {
    pub fn method(&self) -> &str {
        self.head.method.as_str()
    }

    pub fn path(&self) -> &str {
        self.head.uri.path()
    }

    pub fn query(&self) -> &str {
        self.head.uri.query().unwrap_or_default()
    }

    pub fn header(&self, name: &str) -> &str {
        self.head.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap()
    }
}

/// What a service does with what it was asked.
pub enum Reply {
    Answer(Response),
    After(Duration, Response),
    /// Breaks the connection off instead of answering.
    Broken,
    /// Breaks the connection off before the last byte of the answer.
    CutOff(Response),
    /// Never answers.
    Silence,
}

impl From<Response> for Reply {
    fn from(response: Response) -> Self {
        Self::Answer(response)
    }
}

/// A service on a free port.
pub struct Fake {
    pub address: SocketAddr,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Fake {
    pub async fn start<R: Into<Reply>>(
        answer: impl Fn(&Asked) -> R + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let asked = Arc::<Mutex<Vec<Asked>>>::default();
        let (remembered, answer) =
            (asked.clone(), Arc::new(move |asked: &Asked| answer(asked).into()));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(wire::serve(stream, remembered.clone(), answer.clone()));
            }
        });
        Self { address, asked }
    }

    /// Every request so far whose path ends in `end`.
    pub fn asked(&self, end: &str) -> Vec<Asked> {
        let asked = self.asked.lock().unwrap();
        asked.iter().filter(|asked| asked.path().ends_with(end)).cloned().collect()
    }

    /// How often that was asked.
    pub fn count(&self, method: &str, end: &str) -> usize {
        self.asked(end).iter().filter(|asked| asked.method() == method).count()
    }

    pub fn url(&self) -> String {
        format!("http://{}/flowservice", self.address)
    }

    /// Settings of a client for it, with credentials, that does not wait long between attempts.
    pub fn client(&self) -> ClientBuilder {
        let credentials =
            Credentials::new("the-client-id", CLIENT_SECRET).with_scopes(["openid", "AdobeID"]);
        Client::builder("dev", credentials)
            .org_id("ACME@AdobeOrg")
            .url(self.url())
            .ims_url(format!("http://{}/ims/token/v3", self.address))
            .retry(quick())
    }

    /// The same with a ready-made token, so that it is asked for nothing else.
    pub fn with_token(&self) -> ClientBuilder {
        Client::builder("dev", Secret::from(TOKEN))
            .org_id("ACME@AdobeOrg")
            .api_key("key")
            .url(self.url())
            .retry(quick())
    }
}

/// Retries that a test has time for.
pub fn quick() -> RetryPolicy {
    RetryPolicy::default()
        .waits(Duration::from_millis(5), Duration::from_millis(20))
        .settle(Duration::from_millis(30))
}

pub const CLIENT_SECRET: &str = "planted-client-secret-5d1f";
pub const TOKEN: &str = "planted-access-token-77aa";
pub const PASSWORD: &str = "planted-password-c0ffee";

/// An answer with a status and a JSON body.
pub fn json(status: u16, body: impl Into<String>) -> Response {
    let body: String = body.into();
    let response = Response::builder().status(status).header("content-type", "application/json");
    response.body(Body::from(Bytes::from(body))).unwrap()
}

/// The documented answer of IMS.
pub fn token(seconds: u64) -> Response {
    json(
        200,
        format!(r#"{{"access_token":"{TOKEN}","token_type":"bearer","expires_in":{seconds}}}"#),
    )
}

/// The documented answer to a create.
pub fn created() -> Response {
    json(201, r#"{"id":"2484f2df-c057-4ab5-84f2-dfc0577ab592","etag":"\"10033e77-0000\""}"#)
}

/// A request that holds [`PASSWORD`].
pub fn request() -> ConnectionRequest<Acme> {
    named("Acme")
}

/// The same under another name.
pub fn named(name: impl Into<String>) -> ConnectionRequest<Acme> {
    ConnectionRequest::new(name, acme())
}

/// Params that hold [`PASSWORD`].
pub fn acme() -> Acme {
    Acme { host: "acme.example".into(), password: PASSWORD.into() }
}

pub const SPEC_ID: &str = "0f1d7e1c-8f2c-4d1a-9d1a-0d6b1f6a2c11";
pub const SPEC_NAME: &str = "Basic Authentication";

/// The params of a source with a secret.
#[derive(Clone)]
pub struct Acme {
    pub host: String,
    pub password: Secret,
}

impl Params for Acme {
    fn table(&self) -> &'static Table {
        &TABLE
    }

    fn view(&self, index: usize) -> View<'_> {
        match index {
            0 => View::Text(&self.host),
            1 => View::Secret(&self.password),
            _ => View::Absent,
        }
    }
}

impl AuthParams for Acme {
    fn auth(&self) -> &'static AuthDescriptor {
        &BASIC
    }
}

static RULES: TextRules =
    TextRules { min_length: 1, max_length: None, pattern: None, format: None, only: None };
static TABLE: Table = Table::of(&[
    Field { name: "host", required: true, shape: Shape::Text(&RULES), also: None, about: "" },
    Field { name: "password", required: true, shape: Shape::Secret(&RULES), also: None, about: "" },
]);
static BASIC: AuthDescriptor = AuthDescriptor {
    source: &ACME,
    spec_name: Some(SPEC_NAME),
    rust_type: "acme::BasicAuthentication",
    description: "",
    clouds: &[],
    deprecated: None,
    note: "",
    table: &TABLE,
};
static ACME: SourceDescriptor = SourceDescriptor {
    slug: "acme",
    id: SPEC_ID,
    version: "1.0",
    name: "acme",
    provider_id: None,
    title: "Acme",
    description: "",
    category: "",
    status: Status::Ga,
    documentation: None,
    shared_id: None,
    deprecated: None,
    note: "",
    doubt: "",
    instead: "",
    aliases: &[],
    auth: wellhead_runtime::AuthSpecs::of(&[&BASIC]),
};
