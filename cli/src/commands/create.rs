//! `wellhead create`

mod report;

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::pin::pin;
use std::sync::Arc;

use futures_util::StreamExt;
use serde_json::Value;
use wellhead_client::{Client, Journal};

use self::report::Report;
use super::filled::Reader;
use super::requests::{self, Request};
use crate::args::CreateArgs;
use crate::catalog::Known;
use crate::failure::Failure;
use crate::print;
use crate::service;
use crate::settings::{self, Settings};

pub(crate) fn run(args: &CreateArgs) -> Result<(), Failure> {
    each_once(&args.requests)?;
    if args.journal.is_some() {
        args.requests.iter().try_for_each(|path| has_key(path))?;
    }
    let cloud = settings::cloud(args.bodies.cloud)?;
    let settings = Settings::of(&args.service)?.taking_unlisted(args.bodies.allow_unlisted);
    let known = Known::of(&settings.catalog, &args.bodies);
    let reader = Reader::new(known, &args.references, settings.allows_cmd);
    let requests = match reader.taking_placeholders(args.dry_run).read_all(&args.requests) {
        Ok(requests) => requests,
        Err(unready) => return report::unready(unready, args),
    };
    let warnings = requests.iter().flat_map(|request| request.warnings(cloud));
    warnings.for_each(|warning| print::warning(&warning.message));
    if args.dry_run {
        return dry_run(args, &requests);
    }
    let journal = match &args.journal {
        Some(path) => Journal::open(path)?,
        None => Journal::in_memory(),
    };
    service::with(settings, async |client, _| create_all(args, client, journal, &requests).await)
}

/// Fails if a request is given twice: by mistake, since two connections of one name are hard to tell apart.
fn each_once(paths: &[PathBuf]) -> Result<(), Failure> {
    let mut given = HashSet::new();
    let file = |path: &PathBuf| fs::canonicalize(path).unwrap_or_else(|_| path.clone());
    let twice = paths.iter().find(|path| !given.insert(file(path)));
    twice.map_or(Ok(()), |path| {
        let shown = requests::shown(path);
        Err(Failure::you(format!(
            "{shown} is given twice, and would be created twice: give it once, or a copy with a name of its own"
        )))
    })
}

/// Fails if a request can't be known again by its path, which is what a journal knows it by.
fn has_key(path: &Path) -> Result<(), Failure> {
    if requests::is_stdin(path) {
        return Err(Failure::you(
            "`--journal` knows requests by their files; give the name of one instead of `-`",
        ));
    }
    path.to_str().map(drop).ok_or_else(|| {
        let shown = requests::shown(path);
        Failure::you(format!("{shown}: `--journal` can't keep a path that is not UTF-8; rename it"))
    })
}

fn dry_run(args: &CreateArgs, requests: &[Request]) -> Result<(), Failure> {
    if args.json {
        return Ok(print::json(&requests.iter().map(report::masked).collect::<Value>())?);
    }
    for request in requests {
        print::json(&request.request.to_masked_json())?;
    }
    Ok(())
}

/// Creates all, several at the same time, and tells of each when it is done. One that fails stops no other.
async fn create_all(
    args: &CreateArgs,
    client: &Client,
    journal: Journal,
    requests: &[Request],
) -> Result<(), Failure> {
    let mut report = Report::new(requests, args.json);
    let bodies: Vec<_> =
        requests.iter().map(|request| (request.file.clone(), request.request.clone())).collect();
    let mut creates = pin!(client.create_many(bodies, args.at_once, Arc::new(journal))?);
    loop {
        tokio::select! {
            item = creates.next() => match item {
                Some(item) => report.done(item),
                None => return report.end(),
            },
            () = report.next_second() => report.show_progress(),
        }
    }
}
