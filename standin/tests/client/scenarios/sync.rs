//! The same for code that is not async, and for such code inside of async code.

use std::num::NonZeroUsize;
use std::sync::Arc;

use wellhead_client::{Journal, ListQuery, Wait, blocking};

use crate::ledger::Ledger;
use crate::service::Service;
use crate::stage::Stage;
use crate::support::request;

/// Work with the blocking client, in a thread that is not async.
async fn blocking(service: &Service, work: impl FnOnce(&Blocking) + Send + 'static) {
    let (client, ledger) = (service.client_with_token(), service.ledger().clone());
    let worked = tokio::task::spawn_blocking(move || {
        let client = blocking::Client::new(client.build().unwrap()).unwrap();
        work(&Blocking { client, ledger });
    });
    worked.await.unwrap();
}

/// The client, whose creates are remembered.
#[derive(Clone)]
struct Blocking {
    client: blocking::Client,
    ledger: Ledger,
}

impl Blocking {
    fn create(&self, name: &str) -> String {
        let request = request(name);
        self.ledger.creating(name);
        let created = self.client.create(&request);
        self.ledger.created(name, request.description(), &created);
        created.unwrap().id
    }
}

pub(crate) async fn calls_wait_for_their_answer_and_create_once(stage: Stage) {
    let service = stage.service().await;
    service.faults(&[], &["creates=reset-after"]).await;
    let work = |blocking: &Blocking| {
        let id = blocking.create("CRM");
        let client = &blocking.client;
        assert_eq!(client.get(&id).unwrap().id, id);
        client.wait_until_enabled(&id, &Wait::default(), |_| ()).unwrap();
        assert_eq!(client.list_all().unwrap().len(), 1);
        assert!(client.get("a/b").is_err());
    };
    blocking(&service, work).await;
}

pub(crate) async fn streams_are_iterators(stage: Stage) {
    let service = stage.service().await;
    let work = |blocking: &Blocking| {
        let named = |number: u32| (number.to_string(), request(&format!("number {number}")));
        let at_once = NonZeroUsize::new(8).unwrap();
        let journal = Arc::new(Journal::in_memory());
        let items = blocking.client.create_many((0..120).map(named), at_once, journal);
        for item in items.unwrap() {
            let created = item.result.map(|outcome| outcome.connection().clone());
            blocking.ledger.created(&format!("number {}", item.key), Some("for a test"), &created);
            created.unwrap();
        }
        let listed: Result<Vec<_>, _> = blocking.client.list_iter(ListQuery::default()).collect();
        assert_eq!(listed.unwrap().len(), 120);
    };
    blocking(&service, work).await;
}

pub(crate) async fn inside_of_async_code_it_waits_without_a_panic(stage: Stage) {
    let service = stage.service().await;
    let work = |blocking: &Blocking| {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async { drop(blocking.create("CRM")) });
    };
    blocking(&service, work).await;
}

pub(crate) async fn many_threads_may_share_it(stage: Stage) {
    let service = stage.service().await;
    let work = |blocking: &Blocking| {
        std::thread::scope(|scope| {
            for number in 0..8 {
                let blocking = blocking.clone();
                scope.spawn(move || drop(blocking.create(&format!("number {number}"))));
            }
        });
    };
    blocking(&service, work).await;
    assert_eq!(service.caller().list_all().await.unwrap().len(), 8);
}
