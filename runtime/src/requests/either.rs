//! Two catalogs as one: that of this crate's own spec files beside Wellhead's.

use std::fmt;

use crate::requests::dispatch::DispatchError::{self, UnknownSlug, UnknownSpecId};
use crate::requests::dispatch::{Sources, UnknownName, dispatch, dispatch_as, dispatch_unlisted};
use crate::requests::param::ReadParams;
use crate::requests::request::{Auth, AuthParams, ConnectionRequest, ReadAuth};
use crate::suggest::Search;

/// A source of one catalog or of another. Three catalogs are two of which one is two.
#[derive(Clone, PartialEq)]
pub enum Either<A, B> {
    /// A source of the first catalog.
    First(A),
    /// A source of the second catalog.
    Second(B),
}

impl<A: Auth, B: Auth> Auth for Either<A, B> {
    fn params(&self) -> &dyn AuthParams {
        match self {
            Self::First(source) => source.params(),
            Self::Second(source) => source.params(),
        }
    }
}

impl<A: ReadAuth, B: ReadAuth> ReadAuth for Either<A, B> {
    fn params_mut(&mut self) -> &mut dyn ReadParams {
        match self {
            Self::First(source) => source.params_mut(),
            Self::Second(source) => source.params_mut(),
        }
    }
}

/// As the source itself, so that nothing shows through which catalog it came.
impl<A: fmt::Debug, B: fmt::Debug> fmt::Debug for Either<A, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::First(source) => source.fmt(f),
            Self::Second(source) => source.fmt(f),
        }
    }
}

/// Takes a whole request body to the typed request that it is in one of two catalogs, as [`dispatch`] does for one.
///
/// A connection spec id that the first catalog knows is the first catalog's, so its spec files outweigh those of the
/// second.
///
/// # Errors
/// Why it is none; an id that neither knows is told with the nearest of both, one of a source that either leaves out with
/// the Cargo feature to turn on.
pub fn dispatch_either<A: Sources, B: Sources>(
    body: &[u8],
) -> Result<ConnectionRequest<Either<A, B>>, DispatchError> {
    either(dispatch(body), || dispatch(body))
}

/// The same as [`dispatch_either`], for a body that is known to be of the source of that slug, as [`dispatch_as`] does it for
/// one catalog. A slug that the first catalog knows is the first catalog's.
///
/// # Errors
/// Those of [`dispatch_as`].
pub fn dispatch_either_as<A: Sources, B: Sources>(
    slug: &str,
    body: &[u8],
) -> Result<ConnectionRequest<Either<A, B>>, DispatchError> {
    either(dispatch_as(slug, body), || dispatch_as(slug, body))
}

/// The same as [`dispatch_either`], or with a slug as [`dispatch_either_as`], for a body that deliberately holds what its spec
/// does not list yet, as [`dispatch_unlisted`] does it for one catalog.
///
/// # Errors
/// Those of [`dispatch_unlisted`].
pub fn dispatch_either_unlisted<A: Sources, B: Sources>(
    slug: Option<&str>,
    body: &[u8],
) -> Result<ConnectionRequest<Either<A, B>>, DispatchError> {
    either(dispatch_unlisted(slug, body), || dispatch_unlisted(slug, body))
}

/// What the first catalog says, unless it does not know the id or slug that the second is asked for then.
fn either<A, B>(
    first: Result<ConnectionRequest<A>, DispatchError>,
    second: impl FnOnce() -> Result<ConnectionRequest<B>, DispatchError>,
) -> Result<ConnectionRequest<Either<A, B>>, DispatchError> {
    let missed = match first {
        Ok(request) => return Ok(request.map_auth(Either::First)),
        Err(missed @ (UnknownSpecId(_) | UnknownSlug(_))) => missed,
        Err(error) => return Err(error),
    };
    let error = match second() {
        Ok(request) => return Ok(request.map_auth(Either::Second)),
        Err(error) => error,
    };
    Err(match (missed, error) {
        (UnknownSpecId(first), UnknownSpecId(second)) => UnknownSpecId(nearer(first, second)),
        (UnknownSlug(first), UnknownSlug(second)) => UnknownSlug(nearer(first, second)),
        // The slug is one of the first catalog.
        (missed, UnknownSlug(_)) => missed,
        (_, error) => error,
    })
}

/// The one that knows the name and leaves its source out; else the one whose proposal is nearer to it; that of the second
/// catalog, where none has one.
#[inline]
fn nearer(first: UnknownName, second: UnknownName) -> UnknownName {
    if first.left_out || second.left_out {
        return if first.left_out { first } else { second };
    }
    let mut search = Search::of(&first.name);
    if let Some(name) = &first.nearest {
        search.consider(name);
    }
    if let Some(name) = &second.nearest {
        search.consider(name);
    }
    let is_first = search.found.is_some() && search.found == first.nearest.as_deref();
    if is_first { first } else { second }
}
