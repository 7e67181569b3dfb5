//! Creates under way, so that a lookup after an unknown outcome never takes one connection for another: creates of the same
//! name and connection spec go one after the other, and what one of them made is not found by the next.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use crate::turns::Turns;

/// What a connection is looked up by.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Wanted {
    pub(crate) name: String,
    pub(crate) spec_id: &'static str,
    pub(crate) spec_name: Option<&'static str>,
}

/// What a client's clones are creating, and what they created.
#[derive(Debug, Default)]
pub(crate) struct Creating {
    pub(crate) turns: Turns<Wanted>,
    known: Mutex<VecDeque<(Instant, String)>>,
}

impl Creating {
    /// How long a connection is remembered: longer than any lookup looks back.
    const REMEMBERED: Duration = Duration::from_secs(60 * 60);
    const MOST: usize = 100_000;

    /// Remembers a connection as one that a call has answered for.
    pub(crate) fn claim(&self, id: &str) {
        let mut known = self.known();
        let now = Instant::now();
        let is_old =
            |(claimed, _): &(Instant, String)| now.duration_since(*claimed) > Self::REMEMBERED;
        while known.front().is_some_and(is_old) || known.len() >= Self::MOST {
            known.pop_front();
        }
        known.push_back((now, id.to_owned()));
    }

    pub(crate) fn is_claimed(&self, id: &str) -> bool {
        self.known().iter().any(|(_, known)| known == id)
    }

    fn known(&self) -> MutexGuard<'_, VecDeque<(Instant, String)>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
