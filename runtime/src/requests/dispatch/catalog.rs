//! What a dispatcher goes by: where ids and slugs lead, and what params are read into. A compiled catalog and a loaded one
//! differ in nothing else.

use std::marker::PhantomData;

use super::{DispatchError, Index, dispatch_whole, of_id, of_slug, read_params};
use crate::requests::catalog::{AuthDescriptor, SourceDescriptor};
use crate::requests::request::{ConnectionRequest, ReadAuth};

/// A catalog that bodies are dispatched by: [`Compiled`], or, with the feature `loaded`, a `LoadedCatalog`.
pub trait Catalog {
    /// The params of any of its sources.
    type Source: ReadAuth;

    /// The auth specs of every source that has this connection spec id; none if the id is known and its sources are left
    /// out of this build.
    fn of_id(&self, id: &str) -> Option<&[Route]>;

    /// The auth specs of the source that has, or had, this slug; none if it is left out of this build.
    fn of_slug(&self, slug: &str) -> Option<&[Route]>;

    /// Every source, sorted by slug.
    fn sources(&self) -> &[&'static SourceDescriptor];

    /// The params of this auth spec with nothing set yet, to be read into.
    #[doc(hidden)]
    fn blank(&self, route: &Route) -> Option<Self::Source>;

    /// Takes a whole request body, keys in any order, to the typed request that it is, validated.
    ///
    /// # Errors
    /// Why it is none; everything in one go, and nothing of a secret in it.
    fn dispatch(&self, body: &[u8]) -> Result<ConnectionRequest<Self::Source>, DispatchError>
    where
        Self: Sized,
    {
        dispatch_whole(self, body, None, false)
    }

    /// The same as [`dispatch`](Self::dispatch), for a body that is known to be of the source of that slug: where nothing
    /// in a body tells two sources apart, somebody has to.
    ///
    /// # Errors
    /// Those of [`dispatch`](Self::dispatch); an id of other sources is told as a violation.
    fn dispatch_as(
        &self,
        slug: &str,
        body: &[u8],
    ) -> Result<ConnectionRequest<Self::Source>, DispatchError>
    where
        Self: Sized,
    {
        dispatch_whole(self, body, Some(of_slug(self, slug)?), false)
    }

    /// The same as [`dispatch`](Self::dispatch), or with a slug as [`dispatch_as`](Self::dispatch_as), for a body that
    /// deliberately holds what its spec does not list yet: [`ConnectionRequest::warnings`] names each.
    ///
    /// # Errors
    /// Those of [`dispatch_as`](Self::dispatch_as), but for what is let through.
    fn dispatch_unlisted(
        &self,
        slug: Option<&str>,
        body: &[u8],
    ) -> Result<ConnectionRequest<Self::Source>, DispatchError>
    where
        Self: Sized,
    {
        let wanted = slug.map(|slug| of_slug(self, slug)).transpose()?;
        dispatch_whole(self, body, wanted, true)
    }

    /// Takes params to the type that (id, specName) says they are, validated; `spec_name` is `None` for a source whose
    /// requests have no `auth`.
    ///
    /// # Errors
    /// Those of [`dispatch`](Self::dispatch); pointers start at the params.
    fn dispatch_params(
        &self,
        id: &str,
        spec_name: Option<&str>,
        params: &[u8],
    ) -> Result<Self::Source, DispatchError>
    where
        Self: Sized,
    {
        let known = of_id(self, id).map_err(DispatchError::UnknownSpecId)?;
        read_params(self, known, spec_name, params)
    }

    /// The same as [`dispatch_params`](Self::dispatch_params), for the source of that slug.
    ///
    /// # Errors
    /// Those of [`dispatch`](Self::dispatch); pointers start at the params.
    fn dispatch_slug(
        &self,
        slug: &str,
        spec_name: Option<&str>,
        params: &[u8],
    ) -> Result<Self::Source, DispatchError>
    where
        Self: Sized,
    {
        read_params(self, of_slug(self, slug)?, spec_name, params)
    }
}

/// Every source of a compiled catalog, as one type: what a generated `Source` implements.
pub trait Sources: ReadAuth + Sized {
    /// Where each id and slug leads.
    fn routes() -> &'static Routes;

    /// The auth type at `index` with nothing set yet, to be read into.
    #[doc(hidden)]
    fn blank(index: u32) -> Option<Self>;
}

/// Where ids and slugs lead in a compiled catalog; generated.
#[derive(Debug)]
pub struct Routes {
    /// Connection spec id to the auth specs of every source that has it; none if Cargo features leave them out.
    pub ids: Index,
    /// Slug to the auth specs of that source.
    pub slugs: Index,
    /// Every source, sorted by slug.
    pub catalog: &'static [&'static SourceDescriptor],
}

/// One auth spec that an id leads to.
#[derive(Clone, Copy, Debug)]
pub struct Route {
    /// The auth spec.
    pub auth: &'static AuthDescriptor,
    /// Its number among all auth specs, for [`Sources::blank`].
    pub index: u32,
    /// Whether params may fit other auth types of the same source and specName as well; the first is taken.
    pub any: bool,
}

/// The compiled catalog whose sources are `S`. It holds nothing: all of it is the type's.
pub struct Compiled<S>(PhantomData<fn() -> S>);

impl<S> Compiled<S> {
    /// The catalog.
    pub const fn new() -> Self {
        Self(PhantomData)
    }
}

impl<S> Default for Compiled<S> {
    fn default() -> Self {
        Self::new()
    }
}

impl<S> Clone for Compiled<S> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S> Copy for Compiled<S> {}

impl<S> std::fmt::Debug for Compiled<S> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Compiled")
    }
}

impl<S: Sources> Catalog for Compiled<S> {
    type Source = S;

    fn of_id(&self, id: &str) -> Option<&[Route]> {
        S::routes().ids.get(id)
    }

    fn of_slug(&self, slug: &str) -> Option<&[Route]> {
        S::routes().slugs.get(slug)
    }

    fn sources(&self) -> &[&'static SourceDescriptor] {
        S::routes().catalog
    }

    fn blank(&self, route: &Route) -> Option<S> {
        S::blank(route.index)
    }
}
