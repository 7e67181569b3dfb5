//! A stand-in, wherever it is: what calls it, what it is made to do, and what it counted.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;
use wellhead_client::{Client, ClientBuilder, Connection, Credentials, RetryPolicy};
use wellhead_runtime::Secret;
use wellhead_standin::{EMBEDDED_TOKEN, Running, Standin};

use super::caller::Caller;
use super::ledger::Ledger;
use super::report::Report;
use super::stage::Where;
use super::support::process::Process;
use super::support::setup::Setup;
use super::support::{Answer, BASE, CLIENT_SECRET, exchange};

pub(crate) const ORG: &str = "ACME@AdobeOrg";

/// One call in eight fails; updates, which are never repeated, fail often enough to be left in doubt.
const BY_CHANCE: [&str; 9] = [
    "latency:20ms=0.1",
    "429:1=0.01",
    "429:date:1=0.01",
    "503:1=0.01",
    "503:date:1=0.01",
    "503:none=0.01",
    "reset-before=0.025",
    "reset-after=0.025",
    "truncate=0.025",
];

/// What keeps a stand-in running.
enum Keeper {
    Here { _running: Running },
    InAProcess { _process: Process, _folder: TempDir },
}

/// A stand-in that is running.
#[derive(Clone)]
pub(crate) struct Service {
    address: SocketAddr,
    has_faults: bool,
    ledger: Ledger,
    /// Sandboxes that were called, each with its organization.
    places: Arc<Mutex<Vec<(String, String)>>>,
    _keeper: Arc<Keeper>,
}

impl Service {
    pub(crate) async fn start(place: Where, setup: Setup, has_faults: bool) -> Self {
        let (address, keeper) = match place {
            Where::Here => {
                let running = Standin::start(setup.options()).await.unwrap();
                (running.address(), Keeper::Here { _running: running })
            }
            Where::InAProcess => {
                tokio::task::spawn_blocking(move || in_a_process(&setup)).await.unwrap()
            }
        };
        let service = Self {
            address,
            has_faults,
            ledger: Ledger::default(),
            places: Arc::default(),
            _keeper: Arc::new(keeper),
        };
        service.faults(&[], &[]).await;
        service
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}{BASE}", self.address)
    }

    /// Whether calls fail by chance: then none can be counted on to be the only one.
    pub(crate) fn is_calm(&self) -> bool {
        !self.has_faults
    }

    pub(crate) fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// A client with credentials, in the sandbox `dev`.
    pub(crate) fn caller(&self) -> Caller {
        self.caller_by(self.client())
    }

    /// Another client of that sandbox.
    pub(crate) fn caller_in(&self, org: &str, sandbox: &str) -> Caller {
        self.caller_by(self.client_in(org, sandbox))
    }

    /// A client of what is not there; nothing is looked for there in the end.
    pub(crate) fn elsewhere(&self, org: &str, sandbox: &str) -> Caller {
        self.caller_by(self.client_of(org, sandbox))
    }

    /// The client that a builder makes, of the sandbox `dev` in the usual organization.
    pub(crate) fn caller_by(&self, client: ClientBuilder) -> Caller {
        Caller::new(client.build().unwrap(), self.ledger.clone())
    }

    pub(crate) fn client(&self) -> ClientBuilder {
        self.client_in(ORG, "dev")
    }

    fn client_in(&self, org: &str, sandbox: &str) -> ClientBuilder {
        let place = (org.to_owned(), sandbox.to_owned());
        let mut places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        if !places.contains(&place) {
            places.push(place);
        }
        self.client_of(org, sandbox)
    }

    fn client_of(&self, org: &str, sandbox: &str) -> ClientBuilder {
        Client::builder(sandbox, Credentials::new("test-client", CLIENT_SECRET))
            .org_id(org)
            .url(self.url())
            .ims_url(format!("http://{}/ims/token/v3", self.address))
            .retry(patient())
    }

    /// Settings with a token that is there already, so that nothing else is asked for.
    pub(crate) fn client_with_token(&self) -> ClientBuilder {
        let _ = self.client();
        Client::builder("dev", Secret::from(EMBEDDED_TOKEN))
            .org_id(ORG)
            .api_key("test-client")
            .url(self.url())
            .retry(patient())
    }

    /// From now on these faults; chance has its own beside them, if faults are on.
    pub(crate) async fn faults(&self, rates: &[&str], scripts: &[&str]) {
        let by_chance: &[&str] = if self.has_faults { &BY_CHANCE } else { &[] };
        let rates = [rates, by_chance].concat();
        let body = json!({ "seed": 7, "rates": rates, "scripts": scripts });
        self.control("PUT", "/standin/faults", &body).await;
    }

    /// The next calls of the service go well, whatever chance has for them.
    pub(crate) async fn calm_for(&self, calls: usize) {
        self.faults(&[], &[&format!("service={}", vec!["ok"; calls].join(","))]).await;
    }

    /// How many calls met that kind of fault.
    pub(crate) async fn met(&self, kind: &str) -> u64 {
        self.counts().await[kind].as_u64().unwrap()
    }

    /// What the service would find out about a connection by itself.
    pub(crate) async fn mark(&self, id: &str, what: Value) {
        self.control("PUT", &format!("/standin/connections/{id}"), &what).await;
    }

    pub(crate) async fn revoke_tokens(&self) {
        self.control("DELETE", "/standin/tokens", &Value::Null).await;
    }

    /// How many calls there were so far.
    pub(crate) async fn calls(&self) -> u64 {
        self.counts().await["calls"].as_u64().unwrap()
    }

    async fn counts(&self) -> Value {
        self.control("GET", "/standin/faults", &Value::Null).await.json()
    }

    async fn control(&self, method: &str, path: &str, body: &Value) -> Answer {
        let headers = [("content-type", "application/json".to_owned())];
        let (text, _) = exchange(self.address, method, path, &headers, &body.to_string()).await;
        let answer = Answer::read(&text).unwrap();
        assert!(answer.status < 300, "{method} {path}: {answer:?}");
        answer
    }

    /// What it met, and what is in it compared with what was acknowledged.
    pub(crate) async fn settled(&self) -> Report {
        let counts = self.counts().await;
        let off = json!({ "rates": [], "scripts": [] });
        self.control("PUT", "/standin/faults", &off).await;
        let places = self.places.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let mut found: Vec<Connection> = Vec::new();
        for (org, sandbox) in places {
            let client = Client::builder(sandbox, Secret::from(EMBEDDED_TOKEN))
                .org_id(org)
                .api_key("test-client")
                .url(self.url())
                .build()
                .unwrap();
            found.extend(client.list_all().await.unwrap());
        }
        Report::of(&counts, &self.ledger, &found)
    }
}

fn in_a_process(setup: &Setup) -> (SocketAddr, Keeper) {
    let folder = tempfile::tempdir().unwrap();
    let process = Process::start_as("stand_in_of_its_own", folder.path(), setup);
    (process.address, Keeper::InAProcess { _process: process, _folder: folder })
}

/// Retries that a test has time for. A service that fails this often uses up a budget that is meant for one that works.
pub(crate) fn patient() -> RetryPolicy {
    RetryPolicy::default()
        .attempts(8)
        .budget(1000)
        .waits(Duration::from_millis(5), Duration::from_millis(100))
        .settle(Duration::from_millis(30))
}
