//! Every operation, by many at once, several times.

use std::num::NonZeroU32;

use futures_util::TryStreamExt;
use wellhead_client::{
    Connection, Error, Explore, Filter, ListQuery, ObjectType, SearchQuery, Update,
};

use crate::caller::Caller;
use crate::stage::Stage;
use crate::support::request;

const WORKERS: usize = 8;
const ROUNDS: usize = 3;
/// Three changes of each connection, so that some of them meet a fault.
const UPDATES: usize = 3;
/// Salesforce, whose requests `request` makes.
pub(super) const SPEC_ID: &str = "cfc0fee1-7dc0-40ef-b73e-d8b134c436f5";

pub(crate) async fn every_operation_by_eight_workers_at_once(stage: Stage) {
    let service = stage.service().await;
    let caller = service.caller();
    let workers: Vec<_> =
        (0..WORKERS).map(|worker| tokio::spawn(rounds(caller.clone(), worker))).collect();
    for worker in workers {
        worker.await.unwrap();
    }
    assert_eq!(service.ledger().ids().len(), WORKERS * (ROUNDS / 2));
}

async fn rounds(caller: Caller, worker: usize) {
    for round in 0..ROUNDS {
        let name = format!("worker {worker} round {round}");
        let (id, _) = caller.enabled(&request(&name)).await;
        read(&caller, &id, &name).await.unwrap();
        inspect(&caller, &id).await.unwrap();
        for number in 0..UPDATES {
            let update = || Update::new().name(&name).params(request(&name).into_auth());
            caller.update_surely(&id, update, &format!("change {number}")).await;
        }
        if round % 2 == 0 {
            caller.delete(&id).await.unwrap();
        }
    }
}

/// All that finds the connection, each in its own way.
async fn read(caller: &Caller, id: &str, name: &str) -> Result<(), Error> {
    let is_it = |connection: &Connection| connection.id == id;
    assert!(is_it(&caller.get(id).await?));
    let query = ListQuery::default().limit(NonZeroU32::new(7).unwrap());
    assert!(caller.list(&query).await?.items.len() <= 7);
    let listed: Vec<_> = caller.list_stream(query).try_collect().await?;
    assert!(listed.iter().any(is_it), "{name} is in no list");
    assert!(caller.list_all().await?.iter().any(is_it));
    assert_eq!(caller.count(&[Filter::equal("name", name)]).await?, 1);
    let search = SearchQuery::new(format!("name=={name}"));
    assert!(caller.search(&search, None).await?.items.iter().all(is_it));
    let found: Vec<_> = caller.search_stream(search.clone()).try_collect().await?;
    assert!(matches!(found.as_slice(), [found] if is_it(found)), "{found:?}");
    assert_eq!(caller.search_count(&search).await?, 1);
    Ok(())
}

async fn inspect(caller: &Caller, id: &str) -> Result<(), Error> {
    assert!(caller.test(id).await?.passed);
    caller.explore(id, &Explore::root()).await?;
    caller.explore(id, &Explore::of(ObjectType::Table, "accounts")).await?;
    assert!(!caller.configs(id).await?.is_empty());
    let specs = caller.list_specs(&[Filter::equal("name", "salesforce")]).await?;
    assert!(specs.iter().any(|spec| spec.id == SPEC_ID));
    assert_eq!(caller.get_spec(SPEC_ID).await?.id, SPEC_ID);
    Ok(())
}
