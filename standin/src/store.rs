//! What is kept: one SQLite database, used off the async threads.
//!
//! A write that was acknowledged is on disk: the log is synced at every commit.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, OptionalExtension, Result, params};
use serde_json::Value;

use crate::caller::Place;

/// A connection as it is kept.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    /// Its place in the order of creation; given by the store.
    pub(crate) number: i64,
    pub(crate) id: String,
    pub(crate) etag: String,
    pub(crate) place: Place,
    /// Milliseconds since the Unix epoch.
    pub(crate) created_at: i64,
    pub(crate) created_by: String,
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    pub(crate) provider_id: Option<String>,
    pub(crate) spec_id: String,
    pub(crate) spec_version: String,
    pub(crate) spec_name: Option<String>,
    /// The params that are not secret.
    pub(crate) public_params: Value,
    /// Of all params: changes when one of them does, and tells nothing about them.
    pub(crate) fingerprint: String,
}

/// The database.
#[derive(Clone, Debug)]
pub(crate) struct Store(Arc<Mutex<Connection>>);

const SCHEMA: &str = "
    CREATE TABLE IF NOT EXISTS connections (
        number        INTEGER PRIMARY KEY AUTOINCREMENT,
        id            TEXT NOT NULL UNIQUE,
        etag          TEXT NOT NULL,
        org_id        TEXT NOT NULL,
        sandbox       TEXT NOT NULL,
        created_at    INTEGER NOT NULL,
        created_by    TEXT NOT NULL,
        name          TEXT NOT NULL,
        description   TEXT,
        provider_id   TEXT,
        spec_id       TEXT NOT NULL,
        spec_version  TEXT NOT NULL,
        spec_name     TEXT,
        public_params TEXT NOT NULL,
        fingerprint   TEXT NOT NULL
    ) STRICT;
    CREATE INDEX IF NOT EXISTS by_place ON connections (org_id, sandbox, number);
";

impl Store {
    /// Opens the database file, which several stand-ins may share.
    pub(crate) fn open(path: &Path) -> Result<Self> {
        let connection = Connection::open(path)?;
        connection.busy_timeout(Duration::from_secs(10))?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        Self::with(connection)
    }

    pub(crate) fn in_memory() -> Result<Self> {
        Self::with(Connection::open_in_memory()?)
    }

    fn with(connection: Connection) -> Result<Self> {
        connection.execute_batch(SCHEMA)?;
        Ok(Self(Arc::new(Mutex::new(connection))))
    }

    /// Keeps a new connection.
    pub(crate) async fn insert(&self, row: Row) -> Result<()> {
        self.run(move |connection| {
            let mut statement = connection.prepare_cached(
                "INSERT INTO connections
                     (id, etag, org_id, sandbox, created_at, created_by, name, description, provider_id,
                      spec_id, spec_version, spec_name, public_params, fingerprint)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
            )?;
            let values = params![
                row.id, row.etag, row.place.org_id, row.place.sandbox, row.created_at, row.created_by, row.name,
                row.description, row.provider_id, row.spec_id, row.spec_version, row.spec_name,
                row.public_params.to_string(), row.fingerprint,
            ];
            statement.execute(values).map(drop)
        })
        .await
    }

    /// The connection with that id, if it is in that place.
    pub(crate) async fn find(&self, place: Place, id: String) -> Result<Option<Row>> {
        self.run(move |connection| {
            let mut statement = connection.prepare_cached(
                "SELECT * FROM connections WHERE id = ?1 AND org_id = ?2 AND sandbox = ?3",
            )?;
            statement.query_row(params![id, place.org_id, place.sandbox], read).optional()
        })
        .await
    }

    /// At most `limit` connections in that place, newest first, all older than the one numbered `before`.
    pub(crate) async fn page(
        &self,
        place: Place,
        before: Option<i64>,
        limit: u32,
    ) -> Result<Vec<Row>> {
        self.run(move |connection| {
            let mut statement = connection.prepare_cached(
                "SELECT * FROM connections WHERE org_id = ?1 AND sandbox = ?2 AND number < ?3
                 ORDER BY number DESC LIMIT ?4",
            )?;
            let values = params![place.org_id, place.sandbox, before.unwrap_or(i64::MAX), limit];
            statement.query_map(values, read)?.collect()
        })
        .await
    }

    /// How many connections are in that place.
    pub(crate) async fn count(&self, place: Place) -> Result<i64> {
        self.run(move |connection| {
            connection.query_row(
                "SELECT count(*) FROM connections WHERE org_id = ?1 AND sandbox = ?2",
                params![place.org_id, place.sandbox],
                |row| row.get(0),
            )
        })
        .await
    }

    /// Runs `work` on a thread where waiting for the disk holds nobody up.
    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let store = self.0.clone();
        let done = tokio::task::spawn_blocking(move || {
            // A statement that panicked has been rolled back: the connection is as good as before.
            work(&store.lock().unwrap_or_else(PoisonError::into_inner))
        });
        done.await.unwrap_or(Err(rusqlite::Error::UnwindingPanic))
    }
}

fn read(row: &rusqlite::Row<'_>) -> Result<Row> {
    let public_params: String = row.get("public_params")?;
    Ok(Row {
        number: row.get("number")?,
        id: row.get("id")?,
        etag: row.get("etag")?,
        place: Place { org_id: row.get("org_id")?, sandbox: row.get("sandbox")? },
        created_at: row.get("created_at")?,
        created_by: row.get("created_by")?,
        name: row.get("name")?,
        description: row.get("description")?,
        provider_id: row.get("provider_id")?,
        spec_id: row.get("spec_id")?,
        spec_version: row.get("spec_version")?,
        spec_name: row.get("spec_name")?,
        public_params: serde_json::from_str(&public_params).unwrap_or_default(),
        fingerprint: row.get("fingerprint")?,
    })
}
