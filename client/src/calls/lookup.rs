//! Finding out whether a create that was not answered made a connection.

use std::collections::HashSet;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio::time::Instant;

use crate::call::{Call, is_id};
use crate::client::Client;
use crate::connection::{Connection, Created};
use crate::creating::Wanted;
use crate::error::{Cause, Error, Operation, Unreachable};
use crate::list::{Filter, ListAnswer, ListQuery, Order};
use crate::scrub::Secrets;
use crate::told;
use crate::transport::Answer;

/// When a create began, by this machine's clocks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Since {
    wall: SystemTime,
    /// By a clock that nobody sets, if it began in this process.
    steady: Option<Instant>,
}

impl Since {
    pub(super) fn now() -> Self {
        Self { wall: SystemTime::now(), steady: Some(Instant::now()) }
    }

    pub(super) fn at(unix_millis: u64) -> Self {
        // A time that this system has none for is taken for the earliest: the connection is looked for among all.
        let wall = UNIX_EPOCH.checked_add(Duration::from_millis(unix_millis));
        Self { wall: wall.unwrap_or(UNIX_EPOCH), steady: None }
    }

    /// Whether less than that has passed; a clock that was set back tells nothing, and may be nearer.
    pub(super) fn is_nearer_than(self, time: Duration) -> bool {
        SystemTime::now().duration_since(self.wall).map_or(true, |age| age < time)
    }

    pub(super) fn unix_millis(self) -> u64 {
        unix_millis(self.wall)
    }

    /// The same moment by the service's clock, in milliseconds since the Unix epoch, and a little before it: what is made
    /// by this create is not older. The clock stands in the answer's head, in whole seconds and of a server that may not be the
    /// one that dates connections; without it, the two machines are taken to be a minute apart at most.
    fn by_the_clock_of(self, answer: &Answer) -> u64 {
        const CLOCKS_APART: Duration = Duration::from_secs(60);
        const SERVERS_APART: Duration = Duration::from_secs(1);
        let by_wall = || SystemTime::now().duration_since(self.wall).unwrap_or_default();
        let ago = self.steady.map_or_else(by_wall, |began| began.elapsed());
        let began = match answer.date {
            Some(now) => now.checked_sub(ago + SERVERS_APART),
            None => self.wall.checked_sub(CLOCKS_APART),
        };
        began.map_or(0, unix_millis)
    }
}

fn unix_millis(time: SystemTime) -> u64 {
    let since_epoch = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since_epoch.as_millis()).unwrap_or(u64::MAX)
}

/// The connections that a create may have made.
pub(crate) struct Found(Vec<Connection>);

impl Found {
    /// The one, if there is one. Two that can't be told apart are nobody's guess, and one that no call can be made about is no find.
    pub(super) fn one(self, secrets: &Secrets) -> Result<Option<Created>, Error> {
        let mut found = self.0.into_iter();
        let reason = match (found.next(), found.next()) {
            (None, _) => return Ok(None),
            (Some(one), None) if is_id(&one.id) => return Ok(Some(Created::found(one))),
            (Some(_), None) => {
                "a connection of this name and source was created since, and its id is none \
                                that the service gives"
                    .to_owned()
            }
            (Some(one), Some(other)) => format!(
                "two connections of this name and source were created since, {} and {}, \
                 and one of them may be this",
                told::text(&one.id, secrets),
                told::text(&other.id, secrets)
            ),
        };
        let (operation, cause) = (Operation::Create, Cause::Interrupted);
        Err(Error::Unreachable(Unreachable { operation, cause, reason }))
    }
}

impl Client {
    /// The connections of this name and source that were created since, and by no other call of this client.
    pub(super) async fn find(
        &self,
        wanted: &Wanted,
        since: &Since,
        until: Instant,
    ) -> Result<Found, Error> {
        let mut query = ListQuery::default()
            .filter(Filter::equal("connectionSpec.id", wanted.spec_id))
            .order_by(Order::descending("createdAt"));
        let (mut found, mut seen) = (Vec::new(), HashSet::new());
        loop {
            let mut url = self.url(&["connections"]);
            query.write(&mut url);
            let answer = self.send(&Call::get(Operation::List, url), until).await?;
            let began = since.by_the_clock_of(&answer);
            let page = answer
                .read::<ListAnswer<Connection>>()?
                .into_page()
                .map_err(|problem| answer.bad(problem))?;
            // Newest first: after one that is older, all are.
            let is_older =
                |connection: &Connection| connection.created_at.is_some_and(|at| at < began);
            let is_last = page.items.iter().any(is_older);
            for item in page.items {
                // A page may repeat one of the page before, since others are created meanwhile.
                let is_known = found.iter().any(|known: &Connection| known.id == item.id);
                if !is_known && !is_older(&item) && self.is_wanted(wanted, &item) {
                    found.push(item);
                }
            }
            match page.next {
                // A list that leads in a circle never ends.
                Some(next) if !is_last && seen.insert(next.clone()) => query = query.after(next),
                _ => return Ok(Found(found)),
            }
        }
    }

    fn is_wanted(&self, wanted: &Wanted, connection: &Connection) -> bool {
        let spec_id = connection.connection_spec.as_ref().map(|spec| spec.id.as_str());
        let spec_name = connection.auth.as_ref().map(|auth| auth.spec_name.as_str());
        let same_name = connection.name.as_deref().map(str::trim) == Some(wanted.name.trim());
        same_name
            && spec_id.is_none_or(|id| id == wanted.spec_id)
            && (spec_name.is_none() || spec_name == wanted.spec_name)
            && !self.parts.creating.is_claimed(&connection.id)
    }
}
