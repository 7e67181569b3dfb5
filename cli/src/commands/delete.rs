//! `wellhead delete`

use std::collections::HashSet;
use std::io::{self, IsTerminal};

use serde_json::{Value, json};
use wellhead_client::{Client, Connection, Error};
use wellhead_runtime::LoadedCatalog;
use wellhead_spec::diagnostic::visible;

use super::list;
use crate::args::DeleteArgs;
use crate::failure::Failure;
use crate::print;
use crate::service;

pub(crate) fn run(args: &DeleteArgs) -> Result<(), Failure> {
    let asks = !args.yes && io::stdin().is_terminal();
    if asks && !io::stderr().is_terminal() {
        return Err(Failure::you(
            "standard error is no terminal to ask on; `--yes` deletes without asking",
        ));
    }
    let mut known = HashSet::new();
    let ids: Vec<&str> =
        args.ids.iter().map(String::as_str).filter(|id| known.insert(*id)).collect();
    service::with_client(&args.service, async |client, catalog| {
        if asks {
            confirmed(&ids, client, catalog).await?;
        }
        delete_all(&ids, args.json, client).await
    })
}

/// Deletes one after the other. One that can't be deleted stops no other, nor does a reader that has gone: it was begun.
async fn delete_all(ids: &[&str], as_json: bool, client: &Client) -> Result<(), Failure> {
    let mut told: Vec<Value> = Vec::new();
    let mut printed = Ok(());
    let mut verdict = Ok(());
    for id in ids {
        match client.delete(id).await {
            Ok(()) if as_json => told.push(json!({"id": id, "result": "deleted"})),
            Ok(()) => printed = printed.and_then(|()| print::out(&format!("deleted {id}\n"))),
            Err(error) => {
                told.push(json!({"id": id, "result": "failed", "error": error.to_string()}));
                verdict = Err(failed(id, error));
            }
        }
    }
    if as_json {
        printed = print::json(&Value::Array(told));
    }
    print::then(printed, verdict)
}

/// Tells of which connection an error is.
fn failed(id: &str, error: Error) -> Failure {
    print::error(&format!("{}: {error}", visible(id)));
    Failure::from(error).reported()
}

/// Shows what is to be deleted and asks whether that is meant.
async fn confirmed(ids: &[&str], client: &Client, catalog: &LoadedCatalog) -> Result<(), Failure> {
    for id in ids {
        let connection = client.get(id).await.map_err(|error| failed(id, error))?;
        print::err(&format!("{id}  {}\n", shown(&connection, catalog)));
    }
    print::err("delete for good? [y/N] ");
    let mut answer = String::new();
    let read = io::stdin().read_line(&mut answer);
    read.map_err(|error| Failure::world(format!("standard input: {}", error.kind())))?;
    match answer.trim().to_ascii_lowercase().as_str() {
        "y" | "yes" => Ok(()),
        _ => Err(Failure::you("nothing was deleted")),
    }
}

fn shown(connection: &Connection, catalog: &LoadedCatalog) -> String {
    let name = connection.name.as_deref().unwrap_or_default();
    visible(&format!("{name}, {}", list::source(connection, catalog)))
}
