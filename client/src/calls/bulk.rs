//! Creating many connections: several at once, each reported as it is done, and never one of them twice.

use std::collections::HashSet;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Duration;

use futures_util::stream::{self, Stream, StreamExt};
use tokio::time::timeout_at;
use wellhead_runtime::{Auth, ConnectionRequest};

use super::lookup::Since;
use crate::client::Client;
use crate::connection::Created;
use crate::creating::Wanted;
use crate::error::{Cause, Error, Operation, Unreachable};
use crate::journal::{Journal, Step};
use crate::scrub::Secrets;

/// How long a create that was given up on may still show up. Nobody documents it; no call of a client waits as long.
const MAY_SHOW_UP_FOR: Duration = Duration::from_secs(60 * 60);

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
    /// answered before it creates it. What [`create`](Self::create) would not make again, after a timeout for example, is only looked
    /// for within the hour. Who has nothing to go on with gives [`Journal::in_memory`]. Nothing is sent before the stream is read,
    /// which may be dropped at any time. Streams may share a journal: each key is one create.
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
        let (until, wanted) = (self.until(), Wanted::of(request));
        let turn = timeout_at(until, journal.turn(key)).await;
        let _turn = turn.map_err(|_| {
            Error::not_sent(Operation::Create, "another create of this key is under way")
        })?;
        let begun = match journal.step(key) {
            Some(Step::Created(created)) => return Ok(Outcome::AlreadyCreated(created)),
            step => step.and_then(|step| Begun::of(&step)),
        };
        request.validate().map_err(Error::Invalid)?;
        let _turn = self.turn_to_create(&wanted, until).await?;
        let since = match begun {
            // What waited for its turn has not begun: it is noted now that it is sent.
            None => {
                let now = Since::now();
                journal.note(key, Step::Begun(now.unix_millis()))?;
                now
            }
            Some(Begun { since, may_show_up }) => {
                let secrets = Secrets::of_request(request);
                match self.find_in_turn(&wanted, &since, &secrets, until).await? {
                    Some(found) => {
                        note_end(journal, key, Step::Created(found.clone()));
                        return Ok(Outcome::Created(found));
                    }
                    None if may_show_up => return Err(not_there_yet()),
                    None => since,
                }
            }
        };
        let result = self.create_in_turn(request, &wanted, &since, until).await;
        match end_of(&result, since) {
            // An earlier run's create may have worked, even if looking for it did not.
            Some(Step::Failed) if begun.is_some() => {}
            Some(end) => note_end(journal, key, end),
            None => {}
        }
        result.map(Outcome::Created)
    }
}

/// A create of an earlier run whose end is not known.
#[derive(Clone, Copy)]
struct Begun {
    since: Since,
    /// Whether it was given up on so lately that it is only looked for.
    may_show_up: bool,
}

impl Begun {
    fn of(step: &Step) -> Option<Self> {
        match *step {
            Step::Begun(at) => Some(Self { since: Since::at(at), may_show_up: false }),
            Step::GivenUp { begun, at } => {
                let may_show_up = Since::at(at).is_nearer_than(MAY_SHOW_UP_FOR);
                Some(Self { since: Since::at(begun), may_show_up })
            }
            Step::Created(_) | Step::Failed => None,
        }
    }
}

/// How a create ended that began then; `None` if that is not known.
fn end_of(result: &Result<Created, Error>, since: Since) -> Option<Step> {
    match result {
        Ok(created) => Some(Step::Created(created.clone())),
        Err(error) if error.may_show_up() => {
            let (begun, at) = (since.unix_millis(), Since::now().unix_millis());
            Some(Step::GivenUp { begun, at })
        }
        Err(error) if error.is_outcome_unknown() => None,
        Err(_) => Some(Step::Failed),
    }
}

fn note_end(journal: &Journal, key: &str, end: Step) {
    if let Err(error) = journal.note(key, end) {
        tracing::error!(%error, key, "the journal misses how a create ended: the next run will look for it");
    }
}

fn not_there_yet() -> Error {
    Error::Unreachable(Unreachable {
        operation: Operation::Create,
        cause: Cause::TimedOut,
        reason: "that was in an earlier run, and the connection is not there yet".into(),
    })
}
