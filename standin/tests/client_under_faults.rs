//! Every operation of the real client, against a stand-in that fails in every way it can: no connection is made twice, and
//! nothing that was acknowledged is lost. What happened is printed (`--nocapture`).

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking, and this one reports"
)]

mod support;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::net::SocketAddr;
use std::num::{NonZeroU32, NonZeroUsize};
use std::pin::pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::{StreamExt, TryStreamExt};
use serde_json::{Value, json};
use support::process::{self, Process};
use support::{Answer, CLIENT_SECRET, exchange, request, standin};
use wellhead_client::{
    Client, Connection, Credentials, Error, Explore, Filter, Journal, ListQuery, ObjectType,
    RetryPolicy, SearchQuery, Update, Wait,
};

const WORKERS: usize = 8;
const ROUNDS: usize = 5;
/// Three changes of each connection, so that some of them meet a fault.
const UPDATES: usize = 3;
/// Salesforce, whose requests `support::request` makes.
const SPEC_ID: &str = "cfc0fee1-7dc0-40ef-b73e-d8b134c436f5";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_operation_in_one_process_loses_and_doubles_nothing() {
    let standin = standin().await;
    every_operation("in one process", standin.address()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_operation_over_a_socket_to_another_process_loses_and_doubles_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let process = Process::start("stand_in_of_its_own", folder.path());
    every_operation("in another process", process.address).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_creates_with_one_in_twenty_failing_make_a_thousand_connections() {
    let folder = tempfile::tempdir().unwrap();
    let process = Process::start("stand_in_of_its_own", folder.path());
    thousand_creates(process.address).await;
}

/// Not a test: the process that the tests above start.
#[tokio::test]
#[ignore = "the stand-in that other tests start"]
async fn stand_in_of_its_own() {
    process::serve().await;
}

/// One call in eight fails; updates, which are never repeated, fail often enough to be left in doubt.
fn many_faults() -> Value {
    json!({ "seed": 7, "rates": [
        "latency:20ms=0.1", "429:1=0.01", "429:date:1=0.01", "503:1=0.01", "503:date:1=0.01", "503:none=0.01",
        "reset-before=0.025", "reset-after=0.025", "truncate=0.025",
    ] })
}

/// One call in twenty fails.
fn one_in_twenty() -> Value {
    json!({ "seed": 11, "rates": [
        "429:1=0.005", "429:date:1=0.005", "503:1=0.005", "503:none=0.005", "reset-before=0.01", "reset-after=0.01",
        "truncate=0.01",
    ] })
}

fn client(address: SocketAddr, retry: RetryPolicy) -> Client {
    Client::builder("dev", Credentials::new("test-client", CLIENT_SECRET))
        .org_id("ACME@AdobeOrg")
        .url(format!("http://{address}{}", support::BASE))
        .ims_url(format!("http://{address}/ims/token/v3"))
        .retry(retry)
        .build()
        .unwrap()
}

/// Sets or counts faults, in whichever process the stand-in is.
async fn faults(address: SocketAddr, method: &str, body: &Value) -> Answer {
    let headers = [("content-type", "application/json".to_owned())];
    let (text, _) = exchange(address, method, "/standin/faults", &headers, &body.to_string()).await;
    let answer = Answer::read(&text).unwrap();
    assert!(answer.status < 300, "{answer:?}");
    answer
}

/// What a worker was told of a connection.
struct Acknowledged {
    id: String,
    name: String,
    /// What its description may be: the last one that was acknowledged, and those that were sent since, with no answer.
    descriptions: Vec<String>,
    is_deleted: bool,
    /// How many writes were acknowledged.
    writes: usize,
}

async fn every_operation(place: &str, address: SocketAddr) {
    faults(address, "PUT", &many_faults()).await;
    // A service that fails this often uses up a budget that is meant for one that works.
    let retry = RetryPolicy::default().attempts(8).budget(1000).settle(Duration::from_millis(50));
    let client = client(address, retry);
    let start = Instant::now();
    let workers: Vec<_> =
        (0..WORKERS).map(|worker| tokio::spawn(rounds(client.clone(), worker))).collect();
    let mut acknowledged = Vec::new();
    for worker in workers {
        acknowledged.extend(worker.await.unwrap());
    }
    let took = start.elapsed();
    let counts = faults(address, "GET", &Value::Null).await.json();
    let found = without_faults(address).await;
    let lost = acknowledged.iter().filter(|one| is_lost(one, &found)).count();
    let duplicates = duplicates(&found, acknowledged.iter().map(|one| &one.id));
    report(place, took, &counts, duplicates, lost);
    let open = acknowledged.iter().map(|one| one.descriptions.len() - 1).sum::<usize>();
    let writes: usize = acknowledged.iter().map(|one| one.writes).sum();
    println!("  {writes} acknowledged writes; {open} updates whose outcome stayed open");
    let left = acknowledged.iter().filter(|one| !one.is_deleted).count();
    assert_eq!((acknowledged.len(), found.len()), (WORKERS * ROUNDS, left));
    assert_all_kinds(&counts);
}

async fn rounds(client: Client, worker: usize) -> Vec<Acknowledged> {
    let mut acknowledged = Vec::new();
    for round in 0..ROUNDS {
        let mut one = create(&client, &format!("worker {worker} round {round}")).await;
        read(&client, &one).await.unwrap();
        inspect(&client, &one.id).await.unwrap();
        update(&client, &mut one).await;
        if round % 2 == 0 {
            client.delete(&one.id).await.unwrap();
            one.is_deleted = true;
            one.writes += 1;
        }
        acknowledged.push(one);
    }
    acknowledged
}

async fn create(client: &Client, name: &str) -> Acknowledged {
    let id = client.create(&request(name)).await.unwrap().id;
    let wait = Wait::default().every(Duration::from_millis(20));
    let enabled = client.wait_until_enabled(&id, &wait, |_| ()).await.unwrap();
    let descriptions = vec![enabled.description.unwrap_or_default()];
    Acknowledged { id, name: name.to_owned(), descriptions, is_deleted: false, writes: 1 }
}

/// All that finds the connection, each in its own way.
async fn read(client: &Client, one: &Acknowledged) -> Result<(), Error> {
    let by_name = || Filter::equal("name", &one.name);
    let is_it = |connection: &Connection| connection.id == one.id;
    assert!(is_it(&client.get(&one.id).await?));
    let query = ListQuery::default().limit(NonZeroU32::new(7).unwrap());
    assert!(client.list(&query).await?.items.len() <= 7);
    let listed: Vec<_> = client.list_stream(query).try_collect().await?;
    assert!(listed.iter().any(is_it), "{} is in no list", one.name);
    assert!(client.list_all().await?.iter().any(is_it));
    assert_eq!(client.count(&[by_name()]).await?, 1);
    let search = SearchQuery::new(format!("name=={}", one.name));
    assert!(client.search(&search, None).await?.items.iter().all(is_it));
    let found: Vec<_> = client.search_stream(search.clone()).try_collect().await?;
    assert!(matches!(found.as_slice(), [found] if is_it(found)), "{found:?}");
    assert_eq!(client.search_count(&search).await?, 1);
    Ok(())
}

async fn inspect(client: &Client, id: &str) -> Result<(), Error> {
    assert!(client.test(id).await?.passed);
    client.explore(id, &Explore::root()).await?;
    client.explore(id, &Explore::of(ObjectType::Table, "accounts")).await?;
    assert!(!client.configs(id).await?.is_empty());
    let specs = client.list_specs(&[Filter::equal("name", "salesforce")]).await?;
    assert!(specs.iter().any(|spec| spec.id == SPEC_ID));
    assert_eq!(client.get_spec(SPEC_ID).await?.id, SPEC_ID);
    Ok(())
}

/// Changes what there is to change; where it is not known whether that worked, the next change starts from what is there.
async fn update(client: &Client, one: &mut Acknowledged) {
    for number in 0..UPDATES {
        let etag = client.get(&one.id).await.unwrap().etag.unwrap();
        let description = format!("change {number}");
        let auth = request(&one.name).into_auth();
        let update = Update::new().name(&one.name).description(&description).params(auth);
        match client.update(&one.id, &etag, &update).await {
            Ok(_) => {
                one.descriptions = vec![description];
                one.writes += 1;
            }
            Err(error) if error.is_outcome_unknown() => one.descriptions.push(description),
            Err(error) => panic!("{error}"),
        }
    }
}

/// What there is in the end.
async fn without_faults(address: SocketAddr) -> Vec<Connection> {
    faults(address, "PUT", &json!({})).await;
    client(address, RetryPolicy::never()).list_all().await.unwrap()
}

fn is_lost(one: &Acknowledged, found: &[Connection]) -> bool {
    match found.iter().find(|connection| connection.id == one.id) {
        None => !one.is_deleted,
        Some(connection) => {
            let description = connection.description.clone().unwrap_or_default();
            one.is_deleted
                || connection.name.as_ref() != Some(&one.name)
                || !one.descriptions.contains(&description)
        }
    }
}

/// How many connections nobody was told of: each create was acknowledged, so these were made by one that was sent twice.
fn duplicates<'a>(found: &[Connection], acknowledged: impl Iterator<Item = &'a String>) -> usize {
    let acknowledged: HashSet<_> = acknowledged.collect();
    found.iter().filter(|connection| !acknowledged.contains(&connection.id)).count()
}

fn report(what: &str, took: Duration, counts: &Value, duplicates: usize, lost: usize) {
    let faults: u64 = kinds(counts).values().sum();
    println!(
        "{what}: {} requests, {faults} faults {}, {duplicates} duplicates, {lost} acknowledged writes lost, {:.1} s",
        counts["calls"],
        json!(kinds(counts)),
        took.as_secs_f64()
    );
    assert_eq!((duplicates, lost), (0, 0));
}

fn kinds(counts: &Value) -> BTreeMap<String, u64> {
    let kinds = counts.as_object().unwrap().iter().filter(|(kind, _)| *kind != "calls");
    kinds.map(|(kind, count)| (kind.clone(), count.as_u64().unwrap())).collect()
}

fn assert_all_kinds(counts: &Value) {
    assert!(kinds(counts).values().all(|count| *count > 0), "a kind was never met: {counts}");
}

/// With the client's own retry policy.
async fn thousand_creates(address: SocketAddr) {
    faults(address, "PUT", &one_in_twenty()).await;
    let client = client(address, RetryPolicy::default());
    let requests = (0..1000).map(|number| (number.to_string(), request(&format!("c {number}"))));
    let journal = Arc::new(Journal::in_memory());
    let start = Instant::now();
    let mut creates =
        pin!(client.create_many(requests, NonZeroUsize::new(32).unwrap(), journal.clone()));
    let mut acknowledged = HashMap::new();
    let mut looked_up = 0;
    while let Some(item) = creates.next().await {
        let outcome = item.result.unwrap_or_else(|error| panic!("{}: {error}", item.key));
        looked_up += usize::from(outcome.connection().was_looked_up);
        acknowledged.insert(outcome.connection().id.clone(), item.key);
    }
    let took = start.elapsed();
    let counts = faults(address, "GET", &Value::Null).await.json();
    let found = without_faults(address).await;
    let named: HashMap<_, _> = found.iter().map(|one| (&one.id, one.name.as_deref())).collect();
    let is_there =
        |id: &String, key: &str| named.get(id) == Some(&Some(format!("c {key}").as_str()));
    let lost = acknowledged.iter().filter(|(id, key)| !is_there(id, key)).count();
    let duplicates = duplicates(&found, acknowledged.keys());
    report("1000 creates, 32 at once", took, &counts, duplicates, lost);
    println!("  {looked_up} of them were looked up");
    assert_eq!((acknowledged.len(), found.len(), journal.created().len()), (1000, 1000, 1000));
    assert!(looked_up > 0, "no create was in doubt");
}
