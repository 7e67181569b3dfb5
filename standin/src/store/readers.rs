//! Connections that read while another one writes.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::Connection;

use super::{PATIENCE, StoreError};

/// How many can read at once.
const COUNT: usize = 4;

/// Connections to the same file, used in turn.
#[derive(Debug)]
pub(super) struct Readers {
    connections: Vec<Mutex<Connection>>,
    turn: AtomicUsize,
}

impl Readers {
    pub(super) fn open(path: &Path) -> rusqlite::Result<Self> {
        let connections = (0..COUNT).map(|_| {
            let connection = Connection::open(path)?;
            connection.busy_timeout(PATIENCE)?;
            connection.pragma_update(None, "query_only", true)?;
            Ok(Mutex::new(connection))
        });
        Ok(Self {
            connections: connections.collect::<rusqlite::Result<_>>()?,
            turn: AtomicUsize::new(0),
        })
    }

    /// Runs `work` on a thread where waiting for the disk holds nobody up.
    pub(super) async fn run<T: Send + 'static>(
        self: Arc<Self>,
        work: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, StoreError> {
        let done = tokio::task::spawn_blocking(move || {
            let turn = self.turn.fetch_add(1, Ordering::Relaxed) % COUNT;
            let connection = self.connections.get(turn).ok_or(rusqlite::Error::InvalidQuery)?;
            // A statement that panicked has been rolled back: the connection is as good as before.
            work(&connection.lock().unwrap_or_else(PoisonError::into_inner))
        });
        Ok(done.await.unwrap_or(Err(rusqlite::Error::UnwindingPanic))?)
    }
}
