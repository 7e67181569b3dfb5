//! Creates under way, so that a lookup after an unknown outcome never takes one connection for another: creates of the same
//! name and connection spec go one after the other, and what one of them made is not found by the next.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{Mutex as AsyncMutex, OwnedMutexGuard};
use tokio::time::Instant;

/// What a connection is looked up by.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Wanted {
    pub(crate) name: String,
    pub(crate) spec_id: &'static str,
    pub(crate) spec_name: Option<&'static str>,
}

type Turns = HashMap<Wanted, Arc<AsyncMutex<()>>>;

/// What a client's clones are creating, and what they created.
#[derive(Debug, Default)]
pub(crate) struct Creating {
    turns: Mutex<Turns>,
    known: Mutex<VecDeque<(Instant, String)>>,
}

impl Creating {
    /// How long a connection is remembered: longer than any lookup looks back.
    const REMEMBERED: Duration = Duration::from_secs(60 * 60);
    const MOST: usize = 100_000;

    /// Waits until no other create of this is under way.
    pub(crate) async fn turn(&self, wanted: &Wanted) -> Turn<'_> {
        let lock = lock(&self.turns).entry(wanted.clone()).or_default().clone();
        let held = lock.lock_owned().await;
        Turn { creating: self, wanted: wanted.clone(), held: Some(held) }
    }

    /// Remembers a connection as one that a call has answered for.
    pub(crate) fn claim(&self, id: &str) {
        let mut known = lock(&self.known);
        let now = Instant::now();
        let is_old =
            |(claimed, _): &(Instant, String)| now.duration_since(*claimed) > Self::REMEMBERED;
        while known.front().is_some_and(is_old) || known.len() >= Self::MOST {
            known.pop_front();
        }
        known.push_back((now, id.to_owned()));
    }

    pub(crate) fn is_claimed(&self, id: &str) -> bool {
        lock(&self.known).iter().any(|(_, known)| known == id)
    }
}

/// Held while a connection is being created.
pub(crate) struct Turn<'c> {
    creating: &'c Creating,
    wanted: Wanted,
    held: Option<OwnedMutexGuard<()>>,
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        drop(self.held.take());
        let mut turns = lock(&self.creating.turns);
        // Whoever waits holds one as well.
        if turns.get(&self.wanted).is_some_and(|lock| Arc::strong_count(lock) == 1) {
            turns.remove(&self.wanted);
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_same_is_created_one_after_the_other_and_nothing_is_kept_after() {
        let creating = Creating::default();
        let wanted = Wanted { name: "CRM".into(), spec_id: "s", spec_name: None };
        let first = creating.turn(&wanted).await;
        let second = creating.turn(&wanted);
        tokio::pin!(second);
        let waited = tokio::time::timeout(Duration::from_millis(20), second.as_mut()).await;
        assert!(waited.is_err(), "the first is not done yet");
        let other = Wanted { name: "ERP".into(), ..wanted.clone() };
        drop(creating.turn(&other).await);
        drop(first);
        drop(second.await);
        assert!(lock(&creating.turns).is_empty());
    }
}
