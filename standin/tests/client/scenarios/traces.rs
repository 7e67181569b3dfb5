//! What is traced of calls that work and of calls that do not.

use std::io::Write;
use std::sync::{Arc, Mutex};

use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::fmt::format::FmtSpan;
use tracing_subscriber::util::SubscriberInitExt;

use crate::caller::Caller;
use crate::stage::Stage;
use crate::support::{APP_SECRET, CLIENT_SECRET, JWT, request};

/// What was traced.
#[derive(Clone, Default)]
struct Traced(Arc<Mutex<Vec<u8>>>);

impl Write for Traced {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

pub(crate) async fn calls_and_retries_are_traced_without_a_secret(stage: Stage) {
    let service = stage.service().await;
    service.faults(&[], &["creates=reset-after", "reads=503:none"]).await;
    let caller = service.caller();
    let traced = Traced::default();
    let text = tokio::task::spawn_blocking(move || traced_text(traced, &caller)).await.unwrap();
    for expected in [
        "flow_service",
        "ims",
        "operation=\"create\"",
        "operation=\"get\"",
        "sandbox=dev",
        "elapsed_ms=",
        "request_id=\"",
        "status=200",
        "trying again",
        "looking for the connection",
    ] {
        assert!(text.contains(expected), "no {expected} in {text}");
    }
    for planted in [JWT, APP_SECRET, CLIENT_SECRET, "Bearer "] {
        assert!(!text.contains(planted), "a secret is traced");
    }
}

/// Creates and looks up in a thread of its own, since a subscriber is for a thread.
fn traced_text(traced: Traced, caller: &Caller) -> String {
    let writer = traced.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(LevelFilter::TRACE)
        .with_span_events(FmtSpan::FULL)
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .finish();
    // Where there is one subscriber alone, what other threads reach first is taken to interest nobody.
    let other = tracing_subscriber::registry().set_default();
    let guard = subscriber.set_default();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let id = caller.create(&request("CRM")).await.unwrap().id;
        caller.get(&id).await.unwrap();
    });
    drop(guard);
    drop(other);
    String::from_utf8(traced.0.lock().unwrap().clone()).unwrap()
}
