//! The params of any source of a loaded catalog.

use std::fmt;

use super::LoadedParams;
use crate::requests::catalog::AuthDescriptor;
use crate::requests::param::{Params, ReadParams, View};
use crate::requests::redact;
use crate::requests::request::{AuthParams, ReadAuth};
use crate::requests::table::Table;

/// The params of any source of a [`LoadedCatalog`](super::LoadedCatalog): what its dispatcher returns.
#[derive(Clone)]
pub struct LoadedSource {
    auth: &'static AuthDescriptor,
    params: LoadedParams,
}

impl LoadedSource {
    /// The params of this auth spec with nothing set yet.
    pub(super) fn blank_of(auth: &'static AuthDescriptor) -> Self {
        Self { auth, params: LoadedParams::blank_of(auth.table) }
    }

    /// The source's slug, such as `salesforce`.
    pub fn slug(&self) -> &'static str {
        self.auth.source.slug
    }

    /// The wire's `specName`; `None` for a source whose requests have no `auth`.
    pub fn spec_name(&self) -> Option<&'static str> {
        self.auth.spec_name
    }
}

impl Params for LoadedSource {
    fn table(&self) -> &'static Table {
        self.auth.table
    }

    fn view(&self, index: usize) -> View<'_> {
        self.params.view(index)
    }
}

impl AuthParams for LoadedSource {
    fn auth(&self) -> &'static AuthDescriptor {
        self.auth
    }
}

impl ReadAuth for LoadedSource {
    fn params_mut(&mut self) -> &mut dyn ReadParams {
        &mut self.params
    }
}

impl PartialEq for LoadedSource {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.auth, other.auth) && self.params == other.params
    }
}

impl fmt::Debug for LoadedSource {
    /// Everything that is set, secrets as `[secret]`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        redact::debug(self.auth.rust_type, &self.params, f)
    }
}
