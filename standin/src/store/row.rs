//! A connection as it is kept.
//!
//! Time alone takes a connection from `initializing` to `enabled`, so that is not written but worked out: by the methods
//! here, and by the same expressions in `query::field` where connections are searched.

use rusqlite::{Connection, Result, params};
use serde_json::Value;

use crate::caller::Place;

/// The state of a connection that is not ready yet.
pub(crate) const INITIALIZING: &str = "initializing";
/// The state of a connection that is ready.
pub(crate) const ENABLED: &str = "enabled";

/// The state of a connection that is switched off.
pub(crate) const DISABLED: &str = "disabled";
/// Every state that the service's documentation names, if only in an error's message.
const STATES: [&str; 7] = [
    INITIALIZING,
    ENABLED,
    DISABLED,
    "disabling",
    "updating",
    "enabled-finalizing",
    "delete-finalizing",
];

/// A connection as it is kept.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    /// Its place in the order of creation; given by the store.
    pub(crate) number: i64,
    pub(crate) id: String,
    pub(crate) place: Place,
    /// Milliseconds since the Unix epoch, as all times here.
    pub(crate) created_at: i64,
    pub(crate) created_by: String,
    /// When somebody changed it last.
    pub(crate) changed_at: i64,
    pub(crate) updated_by: String,
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
    pub(crate) etag: String,
    /// The etag that it has once it is enabled, if that has yet to happen or has happened since it was changed.
    pub(crate) next_etag: Option<String>,
    /// When it is no longer initializing.
    pub(crate) enabled_at: i64,
    /// The state that it is held in, whatever time it is.
    pub(crate) held_state: Option<String>,
    pub(crate) in_use: bool,
    pub(crate) test_fails: bool,
}

/// What is known of a connection that the service would find out by itself; `None` leaves it as it is.
#[derive(Clone, Debug, Default)]
pub(crate) struct Marks {
    pub(crate) in_use: Option<bool>,
    pub(crate) test_fails: Option<bool>,
    pub(crate) hold: Option<Hold>,
}

/// Whether a connection is held in a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hold {
    /// In that one, whatever time it is.
    In(&'static str),
    /// It has the state that it has by the time.
    Released,
}

impl Hold {
    /// What holds in the state of that name, or releases if there is none; the error says which states there are.
    pub(crate) fn of(state: Option<&str>) -> std::result::Result<Self, String> {
        let Some(name) = state else { return Ok(Self::Released) };
        let known = STATES.iter().find(|known| **known == name).copied();
        known
            .map(Self::In)
            .ok_or_else(|| format!("there is no state `{name}`; there are {}", STATES.join(", ")))
    }

    fn state(self) -> Option<&'static str> {
        match self {
            Self::In(state) => Some(state),
            Self::Released => None,
        }
    }
}

impl Row {
    pub(crate) fn state(&self, now: i64) -> &str {
        match &self.held_state {
            Some(state) => state,
            None if self.enabled_at > now => INITIALIZING,
            None => ENABLED,
        }
    }

    /// The etag that a change has to name.
    pub(crate) fn etag(&self, now: i64) -> &str {
        match &self.next_etag {
            Some(next) if self.enabled_at <= now => next,
            _ => &self.etag,
        }
    }

    /// When it changed last, be it by becoming enabled.
    pub(crate) fn updated_at(&self, now: i64) -> i64 {
        if self.enabled_at <= now { self.changed_at.max(self.enabled_at) } else { self.changed_at }
    }

    pub(super) fn read(row: &rusqlite::Row<'_>) -> Result<Self> {
        let public_params: String = row.get("public_params")?;
        Ok(Self {
            number: row.get("number")?,
            id: row.get("id")?,
            place: Place { org_id: row.get("org_id")?, sandbox: row.get("sandbox")? },
            created_at: row.get("created_at")?,
            created_by: row.get("created_by")?,
            changed_at: row.get("updated_at")?,
            updated_by: row.get("updated_by")?,
            name: row.get("name")?,
            description: row.get("description")?,
            provider_id: row.get("provider_id")?,
            spec_id: row.get("spec_id")?,
            spec_version: row.get("spec_version")?,
            spec_name: row.get("spec_name")?,
            public_params: serde_json::from_str(&public_params).unwrap_or_default(),
            fingerprint: row.get("fingerprint")?,
            etag: row.get("etag")?,
            next_etag: row.get("next_etag")?,
            enabled_at: row.get("enabled_at")?,
            held_state: row.get("held_state")?,
            in_use: row.get("in_use")?,
            test_fails: row.get("test_fails")?,
        })
    }

    pub(super) fn insert(&self, connection: &Connection) -> Result<()> {
        let mut statement = connection.prepare_cached(
            "INSERT INTO connections
                 (id, etag, org_id, sandbox, created_at, created_by, updated_at, updated_by, name, description,
                  provider_id, spec_id, spec_version, spec_name, public_params, fingerprint, enabled_at, next_etag)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)",
        )?;
        let values = params![
            self.id,
            self.etag,
            self.place.org_id,
            self.place.sandbox,
            self.created_at,
            self.created_by,
            self.changed_at,
            self.updated_by,
            self.name,
            self.description,
            self.provider_id,
            self.spec_id,
            self.spec_version,
            self.spec_name,
            self.public_params.to_string(),
            self.fingerprint,
            self.enabled_at,
            self.next_etag,
        ];
        statement.execute(values).map(drop)
    }

    /// Writes what an update can change.
    pub(super) fn update(&self, connection: &Connection) -> Result<()> {
        let mut statement = connection.prepare_cached(
            "UPDATE connections
             SET name = ?2, description = ?3, public_params = ?4, fingerprint = ?5, etag = ?6, next_etag = ?7,
                 updated_at = ?8, updated_by = ?9
             WHERE number = ?1",
        )?;
        let values = params![
            self.number,
            self.name,
            self.description,
            self.public_params.to_string(),
            self.fingerprint,
            self.etag,
            self.next_etag,
            self.changed_at,
            self.updated_by,
        ];
        statement.execute(values).map(drop)
    }
}

impl Marks {
    pub(super) fn set(&self, connection: &Connection, id: &str) -> Result<bool> {
        let mut statement = connection.prepare_cached(
            "UPDATE connections
             SET in_use = coalesce(?2, in_use), test_fails = coalesce(?3, test_fails),
                 held_state = CASE WHEN ?4 THEN ?5 ELSE held_state END
             WHERE id = ?1",
        )?;
        let values = params![
            id,
            self.in_use,
            self.test_fails,
            self.hold.is_some(),
            self.hold.and_then(Hold::state),
        ];
        statement.execute(values).map(|rows| rows > 0)
    }
}
