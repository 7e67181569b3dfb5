//! Planted secrets, everything at trace level: they are nowhere but on the wire.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod support;

use std::fmt::{Debug, Display};
use std::io::Write;
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use axum::response::Response;
use futures_util::StreamExt;
use support::{Asked, CLIENT_SECRET, Fake, PASSWORD, Reply, TOKEN, acme, named, request};
use wellhead_client::{
    Client, Error, Explore, Filter, Journal, ListQuery, SearchQuery, Update, Wait,
};

/// Everything that is shown to anybody.
#[derive(Clone, Default)]
struct Shown(Arc<Mutex<Vec<u8>>>);

impl Shown {
    fn show(&self, value: impl Debug) {
        writeln!(&mut self.clone(), "{value:?}\n{value:#?}").unwrap();
    }

    fn result<T: Debug, E: Debug + Display>(&self, result: Result<T, E>) {
        match &result {
            Ok(value) => self.show(value),
            Err(error) => {
                self.show(error);
                writeln!(&mut self.clone(), "{error}").unwrap();
            }
        }
    }

    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl Write for Shown {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// A service that repeats every secret it hears of, in answers that work as well as in refusals.
fn indiscreet(asked: &Asked, kind: usize) -> Reply {
    let leak = format!("{PASSWORD} Bearer {TOKEN} {CLIENT_SECRET}");
    // What was sent is known in any form; what was sent long ago, by what it is called.
    let words = match asked.body.contains(PASSWORD) {
        true => format!("bad {PASSWORD} {TOKEN} {CLIENT_SECRET}"),
        false => format!(
            r#"Server=a;PWD={PASSWORD};Port=1 {{"password":"{PASSWORD}"}} Bearer {TOKEN} {TOKEN} {CLIENT_SECRET}"#
        ),
    };
    let error = serde_json::json!({ "errorCode": "1308-400", "message": words });
    let item = serde_json::json!({ "id": "abc", "etag": "\"e\"", "state": "enabled", "secretPart": leak,
        "auth": { "specName": "Basic Authentication", "params": { "password": PASSWORD } } });
    let response = match (asked.method(), kind % 5) {
        (_, 1) => support::json(400, error.to_string()),
        (_, 2) => return Reply::Broken,
        (_, 3) => support::json(503, error.to_string()),
        (_, 4) => support::json(200, format!("[\"{TOKEN}\", {{")),
        ("POST", _) if !asked.path().ends_with("search") => support::created(),
        ("DELETE", _) => support::json(204, ""),
        _ if asked.path().ends_with("test") => {
            let said = format!("PWD={PASSWORD} {TOKEN} {CLIENT_SECRET}");
            support::json(200, format!(r#"{{"result":false,"message":"{said}"}}"#))
        }
        _ if asked.path().ends_with("explore") => support::json(200, "[]"),
        _ if asked.query().contains("count") => support::json(200, r#"{"count":1}"#),
        _ => support::json(200, serde_json::json!({ "items": [item] }).to_string()),
    };
    let id = match kind % 2 {
        0 => "req-planted-id",
        _ if asked.body.contains(PASSWORD) => PASSWORD,
        _ => TOKEN,
    };
    with_id(response, id).into()
}

fn with_id(mut response: Response, id: &str) -> Response {
    response.headers_mut().insert("x-request-id", id.parse().unwrap());
    response
}

async fn everything(client: &Client, shown: &Shown) {
    shown.show(client);
    shown.show(request());
    shown.result(client.create(&request()).await);
    shown.result(client.get("abc").await);
    shown.result(client.list(&ListQuery::default()).await);
    shown.result(client.list_all().await);
    shown.result(client.count(&[Filter::equal("state", "enabled")]).await);
    shown.result(client.search(&SearchQuery::new("x"), None).await);
    let update = Update::new().name("CRM").params(acme());
    shown.show(&update);
    shown.result(client.update("abc", "\"e\"", &update).await);
    shown.result(client.delete("abc").await);
    shown.result(client.test("abc").await);
    shown.result(client.explore("abc", &Explore::root()).await);
    shown.result(client.configs("abc").await.map(|configs| configs.len()));
    shown.result(client.list_specs(&[]).await.map(|specs| specs.len()));
    shown.result(client.wait_until_enabled("abc", &Wait::default(), |_| ()).await);
    let journal = Arc::new(Journal::in_memory());
    let requests = (0..5).map(|number| (number.to_string(), named(format!("number {number}"))));
    let items: Vec<_> = client
        .create_many(requests, NonZeroUsize::new(3).unwrap(), journal.clone())
        .unwrap()
        .collect()
        .await;
    items.into_iter().for_each(|item| shown.result(item.result));
    shown.show(&journal);
}

#[tokio::test]
async fn planted_secrets_are_in_no_trace_error_or_debug() {
    let shown = Shown::default();
    let writer = shown.clone();
    tracing_subscriber::fmt()
        .with_max_level(tracing_subscriber::filter::LevelFilter::TRACE)
        .with_span_events(tracing_subscriber::fmt::format::FmtSpan::FULL)
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .init();
    let count = AtomicUsize::new(0);
    let fake = Fake::start(move |asked| {
        if asked.path().contains("ims") {
            return support::token(3600).into();
        }
        indiscreet(asked, count.fetch_add(1, Ordering::SeqCst))
    })
    .await;
    for _ in 0..6 {
        let builder = fake.client();
        shown.show(&builder);
        everything(&builder.build().unwrap(), &shown).await;
    }
    let url = format!("https://ops:{PASSWORD}@acme.example/{TOKEN}?key={CLIENT_SECRET}");
    let odd = fake.client().url(url).ims_url(PASSWORD);
    shown.show(&odd);
    shown.result(odd.build());
    // IMS repeats the client secret.
    let body =
        format!(r#"{{"error":"invalid_client","error_description":"{CLIENT_SECRET} {TOKEN}"}}"#);
    let answer = move || support::json(400, body.replace(TOKEN, ""));
    let ims = Fake::start(move |_| with_id(answer(), CLIENT_SECRET)).await;
    shown.result(ims.client().build().unwrap().get("abc").await.map_err(|error: Error| error));

    let text = shown.text();
    for planted in [PASSWORD, TOKEN, CLIENT_SECRET] {
        let place = text.find(planted).map(|at| &text[at.saturating_sub(300)..at]);
        assert_eq!(place, None, "a secret is shown after this");
        let hidden = text.to_lowercase().contains(&planted.to_lowercase());
        assert!(!hidden);
    }
    // What is worth reading is there, from us and from below us.
    for expected in [
        "flow_service",
        "operation=\"create\"",
        "sandbox=dev",
        "id=\"abc\"",
        "elapsed_ms=",
        "request_id=\"req-planted-id\"",
        "status=400",
        "TRACE",
        "trying again",
        "looking for the connection",
    ] {
        assert!(text.contains(expected), "{expected}");
    }
}
