//! What is told of many creates: each when it is done, how far it is on a terminal, and the sums at the end.

use std::collections::BTreeMap;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::{Map, Value, json};
use tokio::time::{Instant, sleep_until};
use wellhead::Auth;
use wellhead_client::{BulkItem, Created, Error, Outcome};
use wellhead_spec::diagnostic::visible;

use crate::args::CreateArgs;
use crate::commands::filled::{Unready, Wrong};
use crate::commands::requests::{self, Request};
use crate::failure::{Blame, Failure};
use crate::print::{self, DIM};

/// After that time, a person wants to know how far it is.
const PATIENCE: Duration = Duration::from_secs(1);

/// How often each outcome was there.
#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    created: usize,
    known: usize,
    failed: usize,
}

/// What is told of many creates.
pub(super) struct Report<'r> {
    requests: &'r [Request],
    as_json: bool,
    /// As JSON, in the order of the requests.
    items: Vec<Value>,
    sums: BTreeMap<String, Sums>,
    /// Who is to blame for those that failed.
    blame: Option<Blame>,
    /// Why results could not be printed, such as a reader that has gone. Creating goes on: it was begun.
    unprinted: Option<Failure>,
    bar: ProgressBar,
    patience_ends: Instant,
}

impl<'r> Report<'r> {
    pub(super) fn new(requests: &'r [Request], as_json: bool) -> Self {
        let all = u64::try_from(requests.len()).unwrap_or(u64::MAX);
        let bar = ProgressBar::with_draw_target(Some(all), ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template("creating {bar:30} {pos}/{len} {elapsed}") {
            bar.set_style(style);
        }
        Self {
            requests,
            as_json,
            items: vec![Value::Null; requests.len()],
            sums: BTreeMap::new(),
            blame: None,
            unprinted: None,
            bar,
            patience_ends: Instant::now() + PATIENCE,
        }
    }

    /// Until it is time to say how far it is, again.
    pub(super) fn next_second(&self) -> impl Future<Output = ()> + use<> {
        sleep_until(self.patience_ends)
    }

    /// Says how far it is, if standard error is a terminal.
    pub(super) fn show_progress(&mut self) {
        if self.bar.is_hidden() {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        self.bar.tick();
        self.patience_ends = Instant::now() + PATIENCE;
    }

    /// Tells of one that is done.
    pub(super) fn done(&mut self, item: BulkItem) {
        let mut requests = self.requests.iter().zip(&mut self.items);
        let fitting = requests.find(|(request, _)| request.file == item.key);
        let Some((request, told)) = fitting else { return };
        *told = json_of(request, &item.result);
        let bar = &self.bar;
        let sums =
            self.sums.entry(requests::name(request.request.auth().descriptor())).or_default();
        bar.inc(1);
        match item.result {
            Ok(outcome) => {
                match outcome {
                    Outcome::AlreadyCreated(_) => sums.known += 1,
                    _ => sums.created += 1,
                }
                if !self.as_json && self.unprinted.is_none() {
                    self.unprinted = bar.suspend(|| told_created(request, &outcome)).err();
                }
            }
            Err(error) => {
                sums.failed += 1;
                bar.suspend(|| print::error(&format!("{}: {error}", request.file)));
                self.blame = self.blame.max(Some(Failure::from(error).blame()));
            }
        }
    }

    /// Tells the sums, and who is to blame.
    pub(super) fn end(self) -> Result<(), Failure> {
        self.bar.finish_and_clear();
        let printed = match self.unprinted {
            Some(failure) => Err(failure),
            None if self.as_json => print::json(&Value::Array(self.items)).map_err(Failure::from),
            None if self.requests.len() > 1 => {
                print::out(&format!("\n{}", summary(&self.sums))).map_err(Failure::from)
            }
            None => Ok(()),
        };
        print::then(printed, Blame::verdict(self.blame))
    }
}

fn told_created(request: &Request, outcome: &Outcome) -> Result<(), Failure> {
    let Created { id, etag, .. } = outcome.connection();
    let descriptor = request.request.auth().descriptor();
    let what = match outcome {
        Outcome::AlreadyCreated(_) => "already created",
        _ => "created",
    };
    let etag = visible(etag.as_deref().unwrap_or("(none yet)"));
    Ok(print::out(&format!(
        "{what} {}  {DIM}{}{DIM:#}\n  id    {id}\n  etag  {etag}\n",
        visible(request.request.name()),
        requests::name(descriptor)
    ))?)
}

/// A row for each source and auth spec, and the sums.
fn summary(sums: &BTreeMap<String, Sums>) -> String {
    let mut table = print::table(&["source", "created", "already created", "failed"]);
    let row = |name: &str, Sums { created, known, failed }: Sums| {
        [name.to_owned(), created.to_string(), known.to_string(), failed.to_string()]
    };
    let mut all = Sums::default();
    for (name, one) in sums {
        table.add_row(row(name, *one));
        all = Sums {
            created: all.created + one.created,
            known: all.known + one.known,
            failed: all.failed + one.failed,
        };
    }
    if sums.len() > 1 {
        table.add_row(row("all", all));
    }
    print::lines(&table, 0)
}

/// What is told where nothing was sent, since some of the files are no requests.
pub(super) fn unready(unready: Unready, args: &CreateArgs) -> Result<(), Failure> {
    let told = |file: &Result<Request, Wrong>| match file {
        Ok(request) if args.dry_run => masked(request),
        Ok(request) => {
            let mut told = head(request);
            told.extend([("result".to_owned(), "notSent".into())]);
            Value::Object(told)
        }
        Err(Wrong { file, lines, .. }) => {
            json!({"file": file, "result": "failed", "error": lines.join("\n")})
        }
    };
    let printed = match args.json {
        true => print::json(&unready.files.iter().map(told).collect::<Value>()),
        false => Ok(()),
    };
    print::then(printed, Err(unready.into()))
}

/// What a dry run tells of a request.
pub(super) fn masked(request: &Request) -> Value {
    json!({"file": request.file, "request": request.request.to_masked_json()})
}

fn head(request: &Request) -> Map<String, Value> {
    let auth = request.request.auth();
    let told = [
        ("file", request.file.as_str().into()),
        ("name", request.request.name().into()),
        ("source", auth.slug().into()),
        ("specName", auth.spec_name().into()),
    ];
    told.map(|(key, value)| (key.to_owned(), value)).into_iter().collect()
}

fn json_of(request: &Request, result: &Result<Outcome, Error>) -> Value {
    let mut told = head(request);
    let more = match result {
        Ok(outcome) => {
            let Created { id, etag, .. } = outcome.connection();
            let result = match outcome {
                Outcome::AlreadyCreated(_) => "alreadyCreated",
                _ => "created",
            };
            json!({"result": result, "id": id, "etag": etag})
        }
        Err(error) => json!({
            "result": "failed",
            "error": error.to_string(),
            "requestId": error.request_id(),
            "isOutcomeUnknown": error.is_outcome_unknown(),
        }),
    };
    let unlisted: Value = request.unlisted.iter().map(|one| one.pointer.as_str()).collect();
    if let Value::Object(more) = more {
        told.extend(more);
    }
    told.extend((!request.unlisted.is_empty()).then(|| ("unlisted".to_owned(), unlisted)));
    Value::Object(told)
}
