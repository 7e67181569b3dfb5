//! Two catalogs as one: that of this crate's own spec files beside Wellhead's.

use std::fmt;

use crate::requests::dispatch::{DispatchError, Sources, UnknownName, dispatch};
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
    match dispatch::<A>(body) {
        Err(DispatchError::UnknownSpecId(first)) => match dispatch::<B>(body) {
            Err(DispatchError::UnknownSpecId(second)) => {
                Err(DispatchError::UnknownSpecId(nearer(first, second)))
            }
            found => found.map(|request| request.map_auth(Either::Second)),
        },
        found => found.map(|request| request.map_auth(Either::First)),
    }
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
