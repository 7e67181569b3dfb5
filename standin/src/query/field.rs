//! The properties that can be asked for, and where each of them is kept.

use crate::store::Row;

use super::Operand;

/// What a query can speak of.
#[derive(Debug)]
pub(crate) enum Field {
    /// A property that every connection has.
    Known(&'static Known),
    /// A param below `auth.params`, step by step.
    Param(Vec<Step>),
}

/// A property that every connection has.
#[derive(Debug)]
pub(crate) struct Known {
    /// Its path on the wire.
    pub(crate) name: &'static str,
    /// Where it is kept; `?1` is the time in milliseconds.
    pub(crate) sql: &'static str,
    pub(crate) kind: Kind,
    /// Its value, to go on from.
    key: fn(&Row, i64) -> Operand,
}

/// What a property's values are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Integer,
    State,
}

/// One step on the way to a param.
#[derive(Debug)]
pub(crate) struct Step {
    /// Names of members, each below the one before.
    names: Vec<String>,
    /// Whether it goes on in each element of the array that the names lead to.
    pub(crate) each: bool,
}

/// The properties that `property=a,b` can choose from.
pub(crate) const TOP_LEVEL: &[&str] = &[
    "id",
    "createdAt",
    "updatedAt",
    "createdBy",
    "updatedBy",
    "createdClient",
    "updatedClient",
    "sandboxId",
    "sandboxName",
    "imsOrgId",
    "name",
    "description",
    "providerId",
    "auth",
    "connectionSpec",
    "state",
    "version",
    "etag",
];

const ETAG: &str =
    "CASE WHEN next_etag IS NOT NULL AND enabled_at <= ?1 THEN next_etag ELSE etag END";
const STATE: &str = "CASE WHEN held_state IS NOT NULL THEN held_state \
                     WHEN enabled_at > ?1 THEN 'initializing' ELSE 'enabled' END";
const UPDATED_AT: &str =
    "CASE WHEN enabled_at > updated_at AND enabled_at <= ?1 THEN enabled_at ELSE updated_at END";

const fn known(
    name: &'static str,
    sql: &'static str,
    kind: Kind,
    key: fn(&Row, i64) -> Operand,
) -> Known {
    Known { name, sql, kind, key }
}

const KNOWN: &[Known] = &[
    known("id", "id", Kind::Text, |row, _| row.id.as_str().into()),
    known("name", "name", Kind::Text, |row, _| row.name.as_str().into()),
    known("description", "description", Kind::Text, |row, _| row.description.as_deref().into()),
    known("createdAt", "created_at", Kind::Integer, |row, _| row.created_at.into()),
    known("updatedAt", UPDATED_AT, Kind::Integer, |row, now| row.updated_at(now).into()),
    known("createdBy", "created_by", Kind::Text, |row, _| row.created_by.as_str().into()),
    known("updatedBy", "updated_by", Kind::Text, |row, _| row.updated_by.as_str().into()),
    known("createdClient", "created_by", Kind::Text, |row, _| row.created_by.as_str().into()),
    known("updatedClient", "updated_by", Kind::Text, |row, _| row.updated_by.as_str().into()),
    known("sandboxName", "sandbox", Kind::Text, |row, _| row.place.sandbox.as_str().into()),
    known("imsOrgId", "org_id", Kind::Text, |row, _| row.place.org_id.as_str().into()),
    known("providerId", "provider_id", Kind::Text, |row, _| row.provider_id.as_deref().into()),
    known("state", STATE, Kind::State, |row, now| row.state(now).into()),
    known("version", ETAG, Kind::Text, |row, now| row.etag(now).into()),
    known("etag", ETAG, Kind::Text, |row, now| row.etag(now).into()),
    known("connectionSpec.id", "spec_id", Kind::Text, |row, _| row.spec_id.as_str().into()),
    known("connectionSpec.version", "spec_version", Kind::Text, |row, _| {
        row.spec_version.as_str().into()
    }),
    known("auth.specName", "spec_name", Kind::Text, |row, _| row.spec_name.as_deref().into()),
];

impl Known {
    pub(crate) fn named(name: &str) -> Option<&'static Self> {
        KNOWN.iter().find(|known| known.name == name)
    }

    /// Where it is kept, what is missing coming first.
    pub(crate) fn ordered_sql(&self) -> String {
        match self.kind {
            Kind::Integer => self.sql.to_owned(),
            Kind::Text | Kind::State => format!("coalesce({}, '')", self.sql),
        }
    }

    pub(crate) fn key(&self, row: &Row, now: i64) -> Operand {
        (self.key)(row, now)
    }
}

impl Field {
    /// The field of that path, if there is one.
    pub(crate) fn named(path: &str) -> Option<Self> {
        match path.strip_prefix("auth.params.") {
            Some(param) => steps(param).map(Self::Param),
            None => Known::named(path).map(Self::Known),
        }
    }
}

impl Step {
    /// SQLite's spelling of the names.
    pub(crate) fn path(&self) -> String {
        let names = self.names.iter().map(|name| format!(".\"{name}\""));
        format!("${}", names.collect::<String>())
    }
}

/// The most arrays that lead to a param; SQLite can go through 64.
const MOST_ARRAYS: usize = 32;

/// `a.b[].c` as two steps; `None` if a name is empty or can't be spelt in SQLite's way, or if there are too many of them.
fn steps(path: &str) -> Option<Vec<Step>> {
    let mut steps = Vec::new();
    let mut names = Vec::new();
    for name in path.split('.') {
        let (name, each) = match name.strip_suffix("[]") {
            Some(name) => (name, true),
            None => (name, false),
        };
        if name.is_empty() || name.contains(['"', '[', ']', '\\', '\0']) {
            return None;
        }
        names.push(name.to_owned());
        if each {
            steps.push(Step { names: std::mem::take(&mut names), each });
        }
    }
    if !names.is_empty() {
        steps.push(Step { names, each: false });
    }
    (steps.len() <= MOST_ARRAYS).then_some(steps)
}
