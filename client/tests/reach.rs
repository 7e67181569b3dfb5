//! Where the client goes, and where it does not.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod support;

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::response::Response;
use rustls::pki_types::PrivatePkcs8KeyDer;
use rustls::{ServerConfig, ServerConnection};
use support::{Fake, TOKEN, request};
use tokio::net::TcpListener;
use wellhead_client::{Cause, Client, ClientBuilder, Error};
use wellhead_runtime::Secret;

fn with_token(url: &str) -> ClientBuilder {
    Client::builder("dev", Secret::from(TOKEN)).org_id("ACME@AdobeOrg").api_key("key").url(url)
}

#[tokio::test]
async fn plain_http_to_another_host_is_refused_before_anything_is_sent() {
    let error = with_token("http://platform.adobe.example/flowservice").build().unwrap_err();
    assert!(
        matches!(&error, Error::Unusable(problems) if problems[0].contains("https://")),
        "{error}"
    );
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let elsewhere = Fake::start(|_| support::created()).await;
    let target = format!("http://{}/flowservice/connections", elsewhere.address);
    let fake = Fake::start(move |_| {
        Response::builder().status(307).header("location", &target).body(Body::empty()).unwrap()
    })
    .await;
    let client = with_token(&format!("http://{}", fake.address)).build().unwrap();
    let error = client.create(&request()).await.unwrap_err();
    assert!(matches!(&error, Error::BadAnswer(answer) if answer.status == 307), "{error}");
    assert!(error.to_string().contains("redirect"), "{error}");
    assert_eq!(elsewhere.asked("").len(), 0);
}

#[tokio::test]
async fn a_host_that_is_not_there_is_told_as_such() {
    let port = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
    let client = with_token(&format!("http://127.0.0.1:{port}")).build().unwrap();
    let error = client.create(&request()).await.unwrap_err();
    let Error::Unreachable(unreachable) = &error else { panic!("{error}") };
    assert_eq!(unreachable.cause, Cause::NotConnected);
    assert!(!error.is_outcome_unknown());
}

#[tokio::test]
async fn a_service_that_stays_silent_runs_into_the_timeout() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let client = with_token(&url).timeout(Duration::from_millis(200)).build().unwrap();
    let error = client.create(&request()).await.unwrap_err();
    let Error::Unreachable(unreachable) = &error else { panic!("{error}") };
    assert_eq!(unreachable.cause, Cause::TimedOut);
    assert!(error.is_outcome_unknown());
}

#[tokio::test]
async fn a_broken_answer_is_told_as_such() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            drop(stream)
        }
    });
    let error = with_token(&url).build().unwrap().create(&request()).await.unwrap_err();
    let Error::Unreachable(unreachable) = &error else { panic!("{error}") };
    assert_eq!(unreachable.cause, Cause::Interrupted);
    assert!(error.is_outcome_unknown(), "{error}");
}

#[tokio::test]
async fn a_certificate_that_nobody_vouches_for_is_not_trusted() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("https://localhost:{}", listener.local_addr().unwrap().port());
    let server = std::thread::spawn(move || shake_hands(&listener, self_signed()));
    let error = with_token(&url).build().unwrap().create(&request()).await.unwrap_err();
    let Error::Unreachable(unreachable) = &error else { panic!("{error}") };
    assert_eq!(unreachable.cause, Cause::NotTrusted);
    assert!(unreachable.reason.contains("certificate"), "{error}");
    assert!(server.join().unwrap().is_err(), "the client must break off the handshake");
}

/// A TLS server for `localhost` whose certificate is its own authority.
fn self_signed() -> ServerConfig {
    let certified = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let key = PrivatePkcs8KeyDer::from(certified.signing_key.serialize_der());
    ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certified.cert.der().clone()], key.into())
        .unwrap()
}

fn shake_hands(listener: &std::net::TcpListener, config: ServerConfig) -> std::io::Result<()> {
    let (mut stream, _) = listener.accept()?;
    let mut connection = ServerConnection::new(Arc::new(config)).unwrap();
    while connection.is_handshaking() {
        connection.complete_io(&mut stream)?;
    }
    Ok(())
}

#[test]
fn everything_missing_is_told_at_once() {
    let error = Client::builder("", Secret::from("")).url("nonsense").build().unwrap_err();
    let Error::Unusable(problems) = &error else { panic!("{error}") };
    for expected in ["sandbox", "organization", "API key", "base URL", "token"] {
        assert!(
            problems.iter().any(|problem| problem.contains(expected)),
            "{expected}: {problems:?}"
        );
    }
}

#[test]
fn a_token_that_is_none_is_told_before_anything_is_sent() {
    for token in ["tok\n", "Bearer tok", " tok", "t\u{f6}k"] {
        let error = Client::builder("dev", Secret::from(token)).org_id("o").api_key("k").build();
        let error = error.unwrap_err().to_string();
        assert!(error.contains("the token holds characters"), "{token:?}: {error}");
    }
}

#[test]
fn a_sandbox_is_named_by_its_name() {
    for name in ["*", "My Sandbox", "Dev"] {
        let built = Client::builder(name, Secret::from(TOKEN)).org_id("o").api_key("k").build();
        assert!(matches!(built, Err(Error::Unusable(_))), "{name}");
    }
}
