//! Creating many connections: several at once, each reported as it is done, and never one of them twice.

use std::collections::HashSet;
use std::num::NonZeroUsize;
use std::sync::Arc;

use futures_util::stream::{self, Stream, StreamExt};
use wellhead_runtime::{Auth, ConnectionRequest};

use super::lookup::Since;
use crate::client::Client;
use crate::connection::Created;
use crate::error::Error;
use crate::journal::{Journal, Step};

/// How one of many creates ended.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct BulkItem {
    /// The key that the request was given with.
    pub key: String,
    /// What came of it.
    pub result: Result<Outcome, Error>,
}

/// What came of one of many creates.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// It made this connection.
    Created(Created),
    /// An earlier run made this connection; nothing was sent.
    AlreadyCreated(Created),
}

impl Outcome {
    /// The connection, whenever it was made.
    pub fn connection(&self) -> &Created {
        match self {
            Self::Created(created) | Self::AlreadyCreated(created) => created,
        }
    }
}

impl Client {
    /// Creates many base connections, `at_once` at the same time, and gives each in the order in which they are done. One
    /// that fails stops no other. The deadline is for each, from its own start.
    ///
    /// Each request has a key of its own, such as the name of its file. `journal` keeps what became of each: a later run
    /// with the same keys and journal sends nothing for what was created, and looks for what was begun and not
    /// answered before it creates it. Who has nothing to go on with gives [`Journal::in_memory`]. Nothing is sent before the
    /// stream is read, which may be dropped at any time.
    ///
    /// ```no_run
    /// # async fn example<A: wellhead_runtime::Auth + 'static>(
    /// #     client: wellhead_client::Client,
    /// #     requests: Vec<(String, wellhead_runtime::ConnectionRequest<A>)>,
    /// # ) -> Result<(), wellhead_client::Error> {
    /// use std::num::NonZeroUsize;
    /// use std::pin::pin;
    /// use std::sync::Arc;
    /// use futures_util::StreamExt;
    /// use wellhead_client::Journal;
    ///
    /// let journal = Arc::new(Journal::open("creates.journal")?);
    /// let mut creates = pin!(client.create_many(requests, NonZeroUsize::new(16).unwrap(), journal)?);
    /// while let Some(item) = creates.next().await {
    ///     match item.result {
    ///         Ok(outcome) => println!("{}: {}", item.key, outcome.connection().id),
    ///         Err(error) => eprintln!("{}: {error}", item.key),
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`Error::Unusable`] if two requests have one key, or the journal is that of another service, organization or sandbox;
    /// [`Error::File`] if the journal can't be written.
    pub fn create_many<A, I>(
        &self,
        requests: I,
        at_once: NonZeroUsize,
        journal: Arc<Journal>,
    ) -> Result<impl Stream<Item = BulkItem> + Send + use<A, I>, Error>
    where
        A: Auth,
        I: IntoIterator<Item = (String, ConnectionRequest<A>)>,
    {
        let requests: Vec<_> = requests.into_iter().collect();
        let mut keys = HashSet::new();
        if let Some((key, _)) = requests.iter().find(|(key, _)| !keys.insert(key)) {
            return Err(Error::unusable(format!(
                "two requests have the key {key}: give each a key of its own"
            )));
        }
        journal.begin(&self.parts.target)?;
        // What earlier runs made is never found as what this run made.
        journal.created().iter().for_each(|(_, created)| self.parts.creating.claim(&created.id));
        let client = self.clone();
        let creates = requests.into_iter().map(move |(key, request)| {
            let (client, journal) = (client.clone(), journal.clone());
            async move {
                let result = client.create_noted(&key, &request, &journal).await;
                BulkItem { key, result }
            }
        });
        Ok(stream::iter(creates).buffer_unordered(at_once.get()))
    }

    async fn create_noted<A: Auth>(
        &self,
        key: &str,
        request: &ConnectionRequest<A>,
        journal: &Journal,
    ) -> Result<Outcome, Error> {
        let (since, was_begun) = match journal.step(key) {
            Some(Step::Created(created)) => return Ok(Outcome::AlreadyCreated(created)),
            Some(Step::Begun(at)) => (Since::at(at), true),
            Some(Step::Failed) | None => (Since::now(), false),
        };
        request.validate().map_err(Error::Invalid)?;
        if !was_begun {
            journal.note(key, Step::Begun(since.unix_millis()))?;
        }
        let result = self.create_since(request, since, was_begun).await;
        let step = match &result {
            Ok(created) => Some(Step::Created(created.clone())),
            // An earlier run's create may have worked, even if looking for it did not.
            Err(error) if was_begun || error.is_outcome_unknown() => None,
            Err(_) => Some(Step::Failed),
        };
        if let Some(step) = step
            && let Err(error) = journal.note(key, step)
        {
            tracing::error!(%error, key, "the journal misses how a create ended: the next run will look for it");
        }
        result.map(Outcome::Created)
    }
}
