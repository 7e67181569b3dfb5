//! Descriptors: what is known of a source and of its auth specs, for people and for the dispatcher.

use std::fmt;
use std::ops::Deref;
use std::sync::OnceLock;

use crate::requests::table::{Deprecation, Table};

/// One source: a connection spec.
#[derive(Debug)]
pub struct SourceDescriptor {
    /// The spec file's stem, kebab-case: the source's name for people and commands.
    pub slug: &'static str,
    /// The connection spec id.
    pub id: &'static str,
    /// The connection spec version, such as `1.0`.
    pub version: &'static str,
    /// The service's own name for the spec.
    pub name: &'static str,
    /// The provider id, where it is known.
    pub provider_id: Option<&'static str>,
    /// The label that people know it by.
    pub title: &'static str,
    /// One sentence on what it is, or `""`.
    pub description: &'static str,
    /// The category's key, such as `crm`, or `""`.
    pub category: &'static str,
    /// How far the source is.
    pub status: Status,
    /// Where it is documented.
    pub documentation: Option<&'static str>,
    /// Why another source has the same id.
    pub shared_id: Option<&'static str>,
    /// Why the source should no longer be used.
    pub deprecated: Option<&'static Deprecation>,
    /// A settlement about it, or `""`.
    pub note: &'static str,
    /// Why its id, or another fact, may be wrong, or `""`.
    pub doubt: &'static str,
    /// For a source without a base connection, what to do instead; or `""`.
    pub instead: &'static str,
    /// Slugs that it had.
    pub aliases: &'static [&'static str],
    /// The ways to authenticate, in the spec file's order.
    pub auth: AuthSpecs,
}

impl SourceDescriptor {
    /// Whether that is its slug, or one that it had.
    pub fn is_called(&self, slug: &str) -> bool {
        self.slug == slug || self.aliases.contains(&slug)
    }
}

/// How far a source is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Status {
    /// Generally available.
    Ga,
    /// For trying: it may change.
    Beta,
    /// Going away.
    Deprecated,
}

impl Status {
    /// The word that spec files use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ga => "ga",
            Self::Beta => "beta",
            Self::Deprecated => "deprecated",
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The auth specs of a source, each of which leads back to it: a slice that a catalog which is loaded can set only after
/// the source.
#[derive(Clone, Copy)]
pub struct AuthSpecs(Held);

#[derive(Clone, Copy)]
enum Held {
    Now(&'static [&'static AuthDescriptor]),
    Later(&'static OnceLock<&'static [&'static AuthDescriptor]>),
}

impl AuthSpecs {
    /// These auth specs.
    pub const fn of(all: &'static [&'static AuthDescriptor]) -> Self {
        Self(Held::Now(all))
    }

    /// Those that `all` will be set to; until then there are none.
    pub const fn later(all: &'static OnceLock<&'static [&'static AuthDescriptor]>) -> Self {
        Self(Held::Later(all))
    }

    fn held(self) -> &'static [&'static AuthDescriptor] {
        match self.0 {
            Held::Now(all) => all,
            Held::Later(all) => all.get().copied().unwrap_or_default(),
        }
    }
}

impl Deref for AuthSpecs {
    type Target = [&'static AuthDescriptor];

    fn deref(&self) -> &Self::Target {
        self.held()
    }
}

impl IntoIterator for AuthSpecs {
    type Item = &'static &'static AuthDescriptor;
    type IntoIter = std::slice::Iter<'static, &'static AuthDescriptor>;

    fn into_iter(self) -> Self::IntoIter {
        self.held().iter()
    }
}

impl fmt::Debug for AuthSpecs {
    /// Their types alone: each auth spec shows its source.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter().map(|auth| auth.rust_type)).finish()
    }
}

/// One way to authenticate to a source: an auth spec.
#[derive(Debug)]
pub struct AuthDescriptor {
    /// The source.
    pub source: &'static SourceDescriptor,
    /// The wire's `specName`; `None` for a source whose requests have no `auth`.
    pub spec_name: Option<&'static str>,
    /// The Rust type of the params, relative to the catalog: `salesforce::BasicAuthentication`.
    pub rust_type: &'static str,
    /// What people read about it, or `""`.
    pub description: &'static str,
    /// The clouds that it is limited to; empty for all.
    pub clouds: &'static [&'static str],
    /// Why it should no longer be used.
    pub deprecated: Option<&'static Deprecation>,
    /// A settlement or doubt about it, or `""`.
    pub note: &'static str,
    /// Its params.
    pub table: &'static Table,
}
