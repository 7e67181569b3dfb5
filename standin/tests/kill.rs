//! Writes that were acknowledged survive `kill -9`: a stand-in in a process of its own is killed a hundred times, in the
//! middle of creates, updates and deletes, and each time what it had acknowledged is there when it starts again.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod support;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use support::process::{self, Process};
use support::{Answer, CONNECTIONS, exchange, headers, request};
use tokio::sync::mpsc;

const KILLS: usize = 100;
const CLIENTS: usize = 8;

/// Not a test: the process that the test below kills.
#[tokio::test]
#[ignore = "the stand-in that the test of kills starts"]
async fn stand_in_to_be_killed() {
    process::serve().await;
}

/// What is known of a connection.
#[derive(Clone, Debug)]
struct Known {
    etag: String,
    name: String,
    /// A write that was sent and not answered: `None` for none, else the name that it would have led to, if any.
    open: Option<Option<String>>,
    deleted: bool,
}

type Book = Arc<Mutex<BTreeMap<String, Known>>>;

/// Writes until the stand-in is gone, and notes in the book what was sent and what was acknowledged.
async fn write(
    address: SocketAddr,
    client: usize,
    book: Book,
    acknowledged: mpsc::UnboundedSender<()>,
) {
    for number in 0.. {
        let name = format!("client {client} number {number}");
        let Some(created) =
            send(address, "POST", CONNECTIONS, None, &request(&name).to_json()).await
        else {
            return;
        };
        let id = created["id"].as_str().unwrap().to_owned();
        let etag = created["etag"].as_str().unwrap().to_owned();
        let known = Known { etag: etag.clone(), name: name.clone(), open: None, deleted: false };
        book.lock().unwrap().insert(id.clone(), known);
        let _ = acknowledged.send(());
        let path = format!("{CONNECTIONS}/{id}");
        let note = |change: &dyn Fn(&mut Known)| change(book.lock().unwrap().get_mut(&id).unwrap());
        if number % 3 > 0 {
            let renamed = format!("{name} renamed");
            note(&|known| known.open = Some(Some(renamed.clone())));
            let body = json!([{ "op": "replace", "path": "/name", "value": renamed }]).to_string();
            let Some(updated) = send(address, "PATCH", &path, Some(&etag), &body).await else {
                return;
            };
            let etag = updated["etag"].as_str().unwrap().to_owned();
            note(&|known| {
                (known.etag, known.name, known.open) = (etag.clone(), renamed.clone(), None);
            });
            let _ = acknowledged.send(());
        }
        if number % 3 > 1 {
            note(&|known| known.open = Some(None));
            if send(address, "DELETE", &path, None, "").await.is_none() {
                return;
            }
            note(&|known| (known.deleted, known.open) = (true, None));
            let _ = acknowledged.send(());
        }
    }
}

/// The answer to a write; `None` if there was none.
async fn send(
    address: SocketAddr,
    method: &str,
    path: &str,
    etag: Option<&str>,
    body: &str,
) -> Option<Value> {
    let mut headers = headers();
    headers.extend(etag.map(|etag| ("if-match", etag.to_owned())));
    let (text, _) = exchange(address, method, path, &headers, body).await;
    let answer = Answer::read(&text)?;
    if answer.status == 204 {
        return Some(Value::Null);
    }
    let body = serde_json::from_str(&answer.text).ok()?;
    assert!(answer.status < 300, "{answer:?}");
    Some(body)
}

/// Whether each connection is as it was acknowledged, or as the write that was not answered would have made it.
async fn check(address: SocketAddr, book: &Book, round: usize) {
    let known = book.lock().unwrap().clone();
    for (id, known) in known {
        let path = format!("{CONNECTIONS}/{id}");
        let (text, _) = exchange(address, "GET", &path, &headers(), "").await;
        let answer = Answer::read(&text).unwrap();
        let found = (answer.status == 200).then(|| answer.json()["items"][0].clone());
        let as_acknowledged = match &found {
            Some(found) => {
                !known.deleted
                    && found["etag"] == json!(known.etag)
                    && found["name"] == json!(known.name)
            }
            None => known.deleted,
        };
        let as_sent = known.open.as_ref().is_some_and(|open| match (open, &found) {
            (Some(name), Some(found)) => found["name"] == json!(name),
            (None, None) => true,
            _ => false,
        });
        assert!(as_acknowledged || as_sent, "after kill {round}: {known:?} is {found:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_acknowledged_survives_a_hundred_kills() {
    let folder = tempfile::tempdir().unwrap();
    let mut process = Process::start("stand_in_to_be_killed", folder.path());
    let mut total = 0;
    for round in 1..=KILLS {
        let book = Book::default();
        let (sender, mut acknowledged) = mpsc::unbounded_channel();
        let writers: Vec<_> = (0..CLIENTS)
            .map(|client| {
                tokio::spawn(write(process.address, client, book.clone(), sender.clone()))
            })
            .collect();
        drop(sender);
        // Another number each time, so that the kill falls into another moment.
        for _ in 0..(5 + round * 7 % 31) {
            acknowledged.recv().await.unwrap();
            total += 1;
        }
        process.kill();
        for writer in writers {
            writer.await.unwrap();
        }
        while acknowledged.recv().await.is_some() {
            total += 1;
        }
        process = Process::start("stand_in_to_be_killed", folder.path());
        check(process.address, &book, round).await;
    }
    println!("{KILLS} kills, {total} acknowledged writes, 0 lost");
    assert!(total >= KILLS * 5, "{total}");
}
