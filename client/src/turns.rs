//! One after the other, where it has to be: whoever wants the same waits for the one before.

use std::collections::HashMap;
use std::fmt;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::{Mutex as AsyncMutex, OwnedMutexGuard};

/// Turns for each of many things; of those that nobody wants, nothing is kept.
pub(crate) struct Turns<K>(Mutex<HashMap<K, Arc<AsyncMutex<()>>>>);

impl<K: Clone + Eq + Hash> Turns<K> {
    /// Waits until nobody else has a turn for this.
    pub(crate) async fn turn(&self, wanted: &K) -> Turn<'_, K> {
        // Whoever gives up waiting leaves nothing behind either.
        let mut turn = Turn { turns: self, wanted: wanted.clone(), held: None };
        let lock = self.lock().entry(wanted.clone()).or_default().clone();
        turn.held = Some(lock.lock_owned().await);
        turn
    }
}

impl<K> Turns<K> {
    fn lock(&self) -> MutexGuard<'_, HashMap<K, Arc<AsyncMutex<()>>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<K> Default for Turns<K> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K> fmt::Debug for Turns<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Turns").field(&self.lock().len()).finish()
    }
}

/// Held for as long as it takes.
pub(crate) struct Turn<'t, K: Eq + Hash> {
    turns: &'t Turns<K>,
    wanted: K,
    held: Option<OwnedMutexGuard<()>>,
}

impl<K: Eq + Hash> Drop for Turn<'_, K> {
    fn drop(&mut self) {
        drop(self.held.take());
        let mut turns = self.turns.lock();
        // Whoever waits holds one as well.
        if turns.get(&self.wanted).is_some_and(|lock| Arc::strong_count(lock) == 1) {
            turns.remove(&self.wanted);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[tokio::test]
    async fn the_same_is_done_one_after_the_other_and_nothing_is_kept_after() {
        let turns = Turns::default();
        let first = turns.turn(&"CRM").await;
        let second = turns.turn(&"CRM");
        tokio::pin!(second);
        let waited = tokio::time::timeout(Duration::from_millis(20), second.as_mut()).await;
        assert!(waited.is_err(), "the first is not done yet");
        drop(turns.turn(&"ERP").await);
        drop(first);
        drop(second.await);
        assert!(turns.lock().is_empty());
    }

    #[tokio::test]
    async fn of_what_nobody_waits_for_any_more_nothing_is_kept() {
        let turns = Turns::default();
        let first = turns.turn(&"CRM").await;
        let mut second = Box::pin(turns.turn(&"CRM"));
        let waited = tokio::time::timeout(Duration::from_millis(20), second.as_mut()).await;
        assert!(waited.is_err(), "the first is not done yet");
        drop(first);
        drop(second);
        assert!(turns.lock().is_empty());
    }
}
