//! Waiting for a connection that the service creates in its own time.

use std::time::Duration;

use tokio::time::{Instant, sleep};

use crate::client::Client;
use crate::connection::{Connection, State};
use crate::error::{Cause, Error, NotEnabled};

/// How to wait for a connection.
///
/// ```
/// use std::time::Duration;
/// use wellhead_client::Wait;
/// let wait = Wait::default().deadline(Duration::from_secs(120)).every(Duration::from_secs(2));
/// # let _ = wait;
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wait {
    deadline: Duration,
    every: Duration,
}

impl Default for Wait {
    fn default() -> Self {
        Self { deadline: Duration::from_secs(10 * 60), every: Duration::from_secs(3) }
    }
}

impl Wait {
    /// How long to wait at most. Default: 10 minutes; one minute and a half is documented as what a source took.
    #[must_use]
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// How long to let pass between two looks. Default: 3 seconds.
    #[must_use]
    pub fn every(mut self, every: Duration) -> Self {
        self.every = every;
        self
    }
}

/// How far the waiting has come.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Progress<'c> {
    /// The connection as it was just seen.
    pub connection: &'c Connection,
    /// How often it was looked at.
    pub looks: u32,
    /// How long it was waited for so far.
    pub waited: Duration,
}

impl Client {
    /// Waits until a connection is enabled, and gives it as it is then, with its etag. `progress` is told of each look. The deadline is
    /// that of `wait`; the client's own is for the first look, which is taken even if there is no time to wait.
    ///
    /// ```no_run
    /// # async fn example(client: wellhead_client::Client) -> Result<(), wellhead_client::Error> {
    /// use wellhead_client::Wait;
    ///
    /// let id = "77eeb629-f08a-48e2-8c7b-e345e246ff45";
    /// let connection = client
    ///     .wait_until_enabled(id, &Wait::default(), |progress| println!("{} s", progress.waited.as_secs()))
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`Error::NotEnabled`] when the deadline passes, or at once when the connection is disabled, which it would stay;
    /// any [`Error`] of [`get`](Self::get).
    pub async fn wait_until_enabled(
        &self,
        id: &str,
        wait: &Wait,
        mut progress: impl FnMut(Progress<'_>),
    ) -> Result<Connection, Error> {
        let started = Instant::now();
        let mut looks = 0_u32;
        let mut seen = None;
        loop {
            looks = looks.saturating_add(1);
            let left = wait.deadline.saturating_sub(started.elapsed());
            // The first look is worth a call even if there is no time to wait.
            let patience = if looks == 1 { self.clone() } else { self.within_less(left) };
            let looked = patience.get(id).await;
            let waited = started.elapsed();
            let connection = match (looked, seen.take()) {
                (Ok(connection), _) => connection,
                // The deadline is that of the waiting: what was last seen tells more than a look that it cut short.
                (Err(error), Some(last)) if waited >= wait.deadline && is_out_of_time(&error) => {
                    return Err(not_enabled(last, waited));
                }
                (Err(error), _) => return Err(error),
            };
            progress(Progress { connection: &connection, looks, waited });
            match &connection.state {
                Some(State::Enabled) => return Ok(connection),
                Some(state) if !state.is_passing() => return Err(not_enabled(connection, waited)),
                _ if waited.saturating_add(wait.every) >= wait.deadline => {
                    return Err(not_enabled(connection, waited));
                }
                _ => sleep(wait.every).await,
            }
            seen = Some(connection);
        }
    }
}

fn is_out_of_time(error: &Error) -> bool {
    let Error::Unreachable(unreachable) = error else { return false };
    matches!(unreachable.cause, Cause::NotSent | Cause::TimedOut)
}

fn not_enabled(connection: Connection, waited: Duration) -> Error {
    Error::NotEnabled(Box::new(NotEnabled { connection, waited }))
}
