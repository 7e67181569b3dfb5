//! What is kept: one SQLite database, used off the async threads.
//!
//! One thread writes, and commits all writes that are waiting in one go; several read beside it. A write that was
//! acknowledged is on disk: the log is synced at every commit.

mod readers;
mod row;
mod schema;
mod select;
mod writer;

use std::fmt;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rusqlite::{Connection, ErrorCode, OptionalExtension, params};

use crate::caller::Place;
use crate::query::{Condition, Page};
use readers::Readers;
pub(crate) use row::{DISABLED, ENABLED, Hold, INITIALIZING, Marks, Row};
use writer::Writer;

/// How long one stand-in waits for another that shares its folder.
const PATIENCE: Duration = Duration::from_secs(10);

/// The database.
#[derive(Clone, Debug)]
pub(crate) struct Store {
    writer: Writer,
    /// `None` for a database in memory: there, the writer's connection is the only one.
    readers: Option<Arc<Readers>>,
}

/// The database did not do what it was asked. SQLite's messages name columns, never values.
#[derive(Clone, Debug)]
pub(crate) struct StoreError {
    message: String,
    /// Whether the same may go well a moment later.
    is_busy: bool,
}

impl StoreError {
    fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), is_busy: false }
    }

    /// The tables have another version than the one that is known here.
    fn newer(found: i64, known: i64) -> Self {
        Self::new(format!(
            "its database was made by a newer Wellhead (version {found}, and this one knows {known})"
        ))
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for StoreError {}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        let busy = [Some(ErrorCode::DatabaseBusy), Some(ErrorCode::DatabaseLocked)];
        Self { message: error.to_string(), is_busy: busy.contains(&error.sqlite_error_code()) }
    }
}

impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> Self {
        Self::new(error.to_string())
    }
}

/// The file as a database that is ready to be written to.
///
/// SQLite does not wait where two would wait for each other, as when both turn the write-ahead log on: then one of them
/// begins again.
fn opened(path: &Path) -> Result<Connection, StoreError> {
    let begun = Instant::now();
    loop {
        match prepared(path) {
            Err(error) if error.is_busy && begun.elapsed() < PATIENCE => {
                std::thread::sleep(Duration::from_millis(20));
            }
            result => return result,
        }
    }
}

fn prepared(path: &Path) -> Result<Connection, StoreError> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(PATIENCE)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    schema::prepare(&connection)?;
    Ok(connection)
}

impl Store {
    /// Opens the database file, which several stand-ins may share.
    pub(crate) fn open(path: &Path) -> Result<Self, StoreError> {
        let connection = opened(path)?;
        let readers = Readers::open(path)?;
        Ok(Self { writer: Writer::start(connection)?, readers: Some(Arc::new(readers)) })
    }

    pub(crate) fn in_memory() -> Result<Self, StoreError> {
        let connection = Connection::open_in_memory()?;
        schema::prepare(&connection)?;
        Ok(Self { writer: Writer::start(connection)?, readers: None })
    }

    /// Keeps a new connection.
    pub(crate) async fn insert(&self, row: Row) -> Result<(), StoreError> {
        self.writer.run(move |connection| row.insert(connection)).await
    }

    /// The connection with that id, if it is in that place.
    pub(crate) async fn find(&self, place: Place, id: String) -> Result<Option<Row>, StoreError> {
        self.read(move |connection| find(connection, &place, &id)).await
    }

    /// The connections of a page, and one more if there is a next page.
    pub(crate) async fn page(
        &self,
        place: Place,
        page: Page,
    ) -> Result<(Page, Vec<Row>), StoreError> {
        self.read(move |connection| {
            let rows = select::page(connection, &place, &page)?;
            Ok((page, rows))
        })
        .await
    }

    /// How many connections fit all the conditions.
    pub(crate) async fn count(
        &self,
        place: Place,
        conditions: Vec<Condition>,
    ) -> Result<i64, StoreError> {
        self.read(move |connection| select::count(connection, &place, &conditions)).await
    }

    /// Changes the connection, unless `change` refuses what it finds; `None` if there is none. Nobody else changes it
    /// in between.
    pub(crate) async fn change<E: Send + 'static>(
        &self,
        place: Place,
        id: String,
        change: impl FnOnce(&mut Row) -> Result<(), E> + Send + 'static,
    ) -> Result<Option<Result<Row, E>>, StoreError> {
        let work = move |connection: &Connection| {
            let Some(mut row) = find(connection, &place, &id)? else { return Ok(None) };
            if let Err(refused) = change(&mut row) {
                return Ok(Some(Err(refused)));
            }
            row.update(connection)?;
            Ok(Some(Ok(row)))
        };
        self.writer.run(work).await
    }

    /// Removes the connection, unless `check` refuses what it finds; `None` if there is none.
    pub(crate) async fn remove<E: Send + 'static>(
        &self,
        place: Place,
        id: String,
        check: impl FnOnce(&Row) -> Result<(), E> + Send + 'static,
    ) -> Result<Option<Result<(), E>>, StoreError> {
        let work = move |connection: &Connection| {
            let Some(row) = find(connection, &place, &id)? else { return Ok(None) };
            if let Err(refused) = check(&row) {
                return Ok(Some(Err(refused)));
            }
            connection.execute("DELETE FROM connections WHERE number = ?1", [row.number])?;
            Ok(Some(Ok(())))
        };
        self.writer.run(work).await
    }

    /// Marks the connection with that id, wherever it is; false if there is none.
    pub(crate) async fn mark(&self, id: String, marks: Marks) -> Result<bool, StoreError> {
        self.writer.run(move |connection| marks.set(connection, &id)).await
    }

    /// The generation of the tokens that are good; those of an earlier one have been revoked.
    pub(crate) async fn token_generation(&self) -> Result<i64, StoreError> {
        let statement = "SELECT generation FROM tokens";
        self.read(|connection| {
            connection.prepare_cached(statement)?.query_row([], |row| row.get(0))
        })
        .await
    }

    /// Begins the next generation of tokens.
    pub(crate) async fn revoke_tokens(&self) -> Result<(), StoreError> {
        let statement = "UPDATE tokens SET generation = generation + 1";
        self.writer.run(|connection| connection.execute(statement, []).map(drop)).await
    }

    async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, StoreError> {
        match &self.readers {
            Some(readers) => readers.clone().run(work).await,
            None => self.writer.run(work).await,
        }
    }
}

fn find(connection: &Connection, place: &Place, id: &str) -> rusqlite::Result<Option<Row>> {
    let mut statement = connection.prepare_cached(
        "SELECT * FROM connections WHERE id = ?1 AND org_id = ?2 AND sandbox = ?3",
    )?;
    statement.query_row(params![id, place.org_id, place.sandbox], Row::read).optional()
}
