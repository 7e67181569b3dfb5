//! The database's tables, and how those of an earlier version become today's.

use rusqlite::{Connection, TransactionBehavior};

use super::StoreError;

/// The version that the tables below have.
const VERSION: i64 = 3;

const FIRST: &str = "
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

/// Connections that change, that take their time to be enabled, and that can't be deleted.
const SECOND: &str = "
    ALTER TABLE connections ADD COLUMN updated_at INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE connections ADD COLUMN updated_by TEXT NOT NULL DEFAULT '';
    ALTER TABLE connections ADD COLUMN enabled_at INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE connections ADD COLUMN next_etag  TEXT;
    ALTER TABLE connections ADD COLUMN held_state TEXT;
    ALTER TABLE connections ADD COLUMN in_use     INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE connections ADD COLUMN test_fails INTEGER NOT NULL DEFAULT 0;
    UPDATE connections SET updated_at = created_at, updated_by = created_by, enabled_at = created_at;
";

/// Tokens that are revoked for good.
const THIRD: &str = "
    CREATE TABLE tokens (generation INTEGER NOT NULL) STRICT;
    INSERT INTO tokens VALUES (0);
";

/// Makes the tables, or brings them up to date.
pub(super) fn prepare(connection: &Connection) -> Result<(), StoreError> {
    if is_up_to_date(connection)? {
        return Ok(());
    }
    // Another stand-in may be at the same work: whoever comes second finds it done.
    let transaction =
        rusqlite::Transaction::new_unchecked(connection, TransactionBehavior::Immediate)?;
    if is_up_to_date(&transaction)? {
        return Ok(());
    }
    let found = version(&transaction)?;
    // The first version's number is that of a database without tables.
    if found < 2 {
        transaction.execute_batch(FIRST)?;
        transaction.execute_batch(SECOND)?;
    }
    if found < 3 {
        transaction.execute_batch(THIRD)?;
    }
    transaction.pragma_update(None, "user_version", VERSION)?;
    Ok(transaction.commit()?)
}

/// Whether there is nothing to do; an error if what is to be done is not known here.
fn is_up_to_date(connection: &Connection) -> Result<bool, StoreError> {
    match version(connection)? {
        newer if newer > VERSION => Err(StoreError::newer(newer, VERSION)),
        found => Ok(found == VERSION),
    }
}

fn version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.query_row("PRAGMA user_version", [], |row| row.get(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn connections_of_the_first_version_are_enabled_and_as_old_as_they_were() {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch(FIRST).unwrap();
        let values = "(1, 'id', 'etag', 'org', 'dev', 7, 'me', 'CRM', NULL, NULL, 's', '1.0', NULL, '{}', 'f')";
        connection.execute(&format!("INSERT INTO connections VALUES {values}"), []).unwrap();
        prepare(&connection).unwrap();
        prepare(&connection).unwrap();
        let row = connection.query_row("SELECT * FROM connections", [], super::super::Row::read);
        let row = row.unwrap();
        assert_eq!(
            (row.state(8), row.updated_at(8), row.updated_by.as_str()),
            ("enabled", 7, "me")
        );
    }
    #[test]
    fn no_token_of_the_second_version_is_revoked() {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch(FIRST).unwrap();
        connection.execute_batch(SECOND).unwrap();
        connection.pragma_update(None, "user_version", 2).unwrap();
        prepare(&connection).unwrap();
        prepare(&connection).unwrap();
        let generation: i64 =
            connection.query_row("SELECT generation FROM tokens", [], |row| row.get(0)).unwrap();
        assert_eq!(generation, 0);
    }
    #[test]
    fn a_database_of_a_newer_version_is_left_as_it_is_and_told() {
        let connection = Connection::open_in_memory().unwrap();
        connection.pragma_update(None, "user_version", VERSION + 1).unwrap();
        let error = prepare(&connection).unwrap_err().to_string();
        assert!(error.contains("newer Wellhead"), "{error}");
        assert_eq!(version(&connection).unwrap(), VERSION + 1);
    }
}
