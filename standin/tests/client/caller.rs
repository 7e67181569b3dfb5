//! A client whose writes are remembered: what was acknowledged has to be there in the end.

use std::num::NonZeroUsize;
use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use wellhead_client::{BulkItem, Client, Created, Error, Journal, Update, Wait};
use wellhead_runtime::{Auth, ConnectionRequest};

use super::ledger::Ledger;

/// The client. Calls that only read are those of the client itself.
#[derive(Clone)]
pub(crate) struct Caller {
    client: Client,
    ledger: Ledger,
}

impl Deref for Caller {
    type Target = Client;

    fn deref(&self) -> &Client {
        &self.client
    }
}

impl Caller {
    pub(crate) fn new(client: Client, ledger: Ledger) -> Self {
        Self { client, ledger }
    }

    pub(crate) async fn create<A: Auth>(
        &self,
        request: &ConnectionRequest<A>,
    ) -> Result<Created, Error> {
        self.ledger.creating(request.name());
        let result = self.client.create(request).await;
        self.ledger.created(request.name(), request.description(), &result);
        result
    }

    /// Creates it, and waits until it has an etag.
    pub(crate) async fn enabled<A: Auth>(
        &self,
        request: &ConnectionRequest<A>,
    ) -> (String, String) {
        let id = self.create(request).await.unwrap().id;
        let wait = Wait::default().every(Duration::from_millis(20));
        let enabled = self.client.wait_until_enabled(&id, &wait, |_| ()).await.unwrap();
        (id, enabled.etag.unwrap())
    }

    /// Sends an update, which sets this description as well.
    pub(crate) async fn update(
        &self,
        id: &str,
        etag: &str,
        update: Update,
        description: &str,
    ) -> Result<Created, Error> {
        let result = self.client.update(id, etag, &update.description(description)).await;
        self.ledger.updated(id, description, &result);
        result
    }

    /// Sends it until it is done: where that is not known, the connection says. Gives its etag.
    pub(crate) async fn update_surely(
        &self,
        id: &str,
        update: impl Fn() -> Update,
        description: &str,
    ) -> String {
        loop {
            let before = self.client.get(id).await.unwrap();
            let etag = before.etag.unwrap();
            if before.description.as_deref() == Some(description) {
                return etag;
            }
            match self.update(id, &etag, update(), description).await {
                Ok(updated) => return updated.etag.unwrap(),
                Err(error) if error.is_outcome_unknown() => {}
                Err(error) => panic!("{error}"),
            }
        }
    }

    pub(crate) async fn delete(&self, id: &str) -> Result<(), Error> {
        let result = self.client.delete(id).await;
        self.ledger.deleted(id, &result);
        result
    }

    /// Creates many, and gives them in the order in which they were done. It may be dropped at any time.
    pub(crate) async fn create_many<A: Auth>(
        &self,
        requests: Vec<(String, ConnectionRequest<A>)>,
        at_once: usize,
        journal: &Arc<Journal>,
    ) -> Vec<BulkItem> {
        self.try_create_many(requests, at_once, journal).await.unwrap()
    }

    /// The same where it may be refused before it begins.
    pub(crate) async fn try_create_many<A: Auth>(
        &self,
        requests: Vec<(String, ConnectionRequest<A>)>,
        at_once: usize,
        journal: &Arc<Journal>,
    ) -> Result<Vec<BulkItem>, Error> {
        let named: Vec<_> = requests
            .iter()
            .map(|(key, request)| {
                (
                    key.clone(),
                    request.name().to_owned(),
                    request.description().map(ToOwned::to_owned),
                )
            })
            .collect();
        let at_once = NonZeroUsize::new(at_once).unwrap();
        let creates = self.client.create_many(requests, at_once, journal.clone())?;
        // Nothing is sent before it is read.
        named.iter().for_each(|(_, name, _)| self.ledger.creating(name));
        let items: Vec<_> = creates.collect().await;
        for item in &items {
            let (_, name, description) = named.iter().find(|(key, ..)| *key == item.key).unwrap();
            let result = item.result.clone().map(|outcome| outcome.connection().clone());
            self.ledger.created(name, description.as_deref(), &result);
        }
        Ok(items)
    }
}
