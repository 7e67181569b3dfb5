//! The dispatcher: from a request body to the type that it is a request of.
//!
//! The key is (connection spec id, specName). Ids are looked up in a hash, so that the time does not depend on how many
//! sources there are; below an id stand the few auth specs of its one or two sources. The envelope is read first and the
//! params are passed over, because on the wire they come before the id that says what they are.

mod catalog;
mod envelope;
mod error;
mod index;

use crate::json::{Tape, decode_utf8};
use crate::path::Path;
use crate::requests::read::{Input, Nearest};
use crate::requests::request::{ConnectionRequest, ReadAuth};
use crate::requests::unlisted::PARAMS;

pub use catalog::{Catalog, Compiled, Route, Routes, Sources};
use envelope::Envelope;
pub use error::{Candidate, DispatchError, UnknownName};
pub use index::Index;

/// Takes a whole request body, keys in any order, to the typed request that it is, validated: [`Catalog::dispatch`] of
/// a compiled catalog.
///
/// # Errors
/// Why it is none; everything in one go, and nothing of a secret in it.
pub fn dispatch<S: Sources>(body: &[u8]) -> Result<ConnectionRequest<S>, DispatchError> {
    Compiled::<S>::new().dispatch(body)
}

/// The same as [`dispatch`], for a body that is known to be of the source of that slug: where nothing in a body tells two
/// sources apart, somebody has to.
///
/// # Errors
/// Those of [`dispatch`]; an id of other sources is told as a violation.
pub fn dispatch_as<S: Sources>(
    slug: &str,
    body: &[u8],
) -> Result<ConnectionRequest<S>, DispatchError> {
    Compiled::<S>::new().dispatch_as(slug, body)
}

/// The same as [`dispatch`], or with a slug as [`dispatch_as`], for a body that deliberately holds what its spec does not list
/// yet: unknown params and unlisted values of enums go through as they are, and [`ConnectionRequest::warnings`] names
/// each. Everything else that is wrong stays an error.
///
/// # Errors
/// Those of [`dispatch_as`].
pub fn dispatch_unlisted<S: Sources>(
    slug: Option<&str>,
    body: &[u8],
) -> Result<ConnectionRequest<S>, DispatchError> {
    Compiled::<S>::new().dispatch_unlisted(slug, body)
}

/// Takes params to the type that (id, specName) says they are, validated; `spec_name` is `None` for a source whose
/// requests have no `auth`.
///
/// # Errors
/// Those of [`dispatch`]; pointers start at the params.
pub fn dispatch_params<S: Sources>(
    id: &str,
    spec_name: Option<&str>,
    params: &[u8],
) -> Result<S, DispatchError> {
    Compiled::<S>::new().dispatch_params(id, spec_name, params)
}

/// The same as [`dispatch_params`], for the source of that slug.
///
/// # Errors
/// Those of [`dispatch`]; pointers start at the params.
pub fn dispatch_slug<S: Sources>(
    slug: &str,
    spec_name: Option<&str>,
    params: &[u8],
) -> Result<S, DispatchError> {
    Compiled::<S>::new().dispatch_slug(slug, spec_name, params)
}

/// Where an id leads.
fn of_id<'c, C: Catalog>(catalog: &'c C, id: &str) -> Result<&'c [Route], UnknownName> {
    match catalog.of_id(id) {
        Some([]) => Err(UnknownName::left_out(id)),
        Some(known) => Ok(known),
        None => Err(UnknownName::spec_id(id, catalog.sources())),
    }
}

/// Where a slug leads.
fn of_slug<'c, C: Catalog>(catalog: &'c C, slug: &str) -> Result<&'c [Route], DispatchError> {
    match catalog.of_slug(slug) {
        Some([]) => Err(DispatchError::UnknownSlug(UnknownName::left_out(slug))),
        Some(known) => Ok(known),
        None => Err(DispatchError::UnknownSlug(UnknownName::slug(slug, catalog.sources()))),
    }
}

fn dispatch_whole<C: Catalog>(
    catalog: &C,
    body: &[u8],
    wanted: Option<&[Route]>,
    allow_unlisted: bool,
) -> Result<ConnectionRequest<C::Source>, DispatchError> {
    let text = decode_utf8(body)?;
    let mut tape = Tape::new();
    tape.read(text)?;
    let mut input = Input::of(text, &tape);
    let envelope = Envelope::read(&mut input);
    let known = routes(catalog, &envelope, wanted, &mut input);
    if allow_unlisted {
        // The envelope is ours to know: only params may be unlisted.
        input.allow_unlisted();
    }
    let route = match known.and_then(|known| route(&envelope, known, &mut input)) {
        Ok(route) => route,
        Err(missed) => return Err(missed.with(input)),
    };
    let Some(blank) = catalog.blank(route) else {
        return Err(DispatchError::Ambiguous(Vec::new()));
    };
    // Params are large: they are read in their place.
    let mut request = ConnectionRequest::new(String::new(), blank);
    if let Some(params) = envelope.params() {
        input.seek(params);
        let target = request.auth_mut().params_mut();
        input.object(route.auth.table, Some(target), &Path::root(PARAMS));
    }
    if input.violation_count() > 0 {
        return Err(DispatchError::invalid(input));
    }
    request.tell(envelope.texts(&input));
    if allow_unlisted {
        request.let_through(input.into_unlisted());
    }
    Ok(request)
}

fn read_params<C: Catalog>(
    catalog: &C,
    known: &[Route],
    spec_name: Option<&str>,
    params: &[u8],
) -> Result<C::Source, DispatchError> {
    let text = decode_utf8(params)?;
    let mut tape = Tape::new();
    tape.read(text)?;
    let mut input = Input::of(text, &tape);
    let route = match first(known, spec_name) {
        Some((only, true)) => only,
        Some(_) => match best(known, spec_name, &mut input, Some(0), "") {
            Ok(route) => route,
            Err(missed) => return Err(missed.with(input)),
        },
        None => {
            let name = spec_name.unwrap_or_default();
            return Err(DispatchError::UnknownSpecName(UnknownName::spec_name(name, None, known)));
        }
    };
    let mut auth = catalog.blank(route).ok_or(DispatchError::Ambiguous(Vec::new()))?;
    input.object(route.auth.table, Some(auth.params_mut()), &Path::root(""));
    if input.violation_count() > 0 { Err(DispatchError::invalid(input)) } else { Ok(auth) }
}

/// Why an envelope leads to no auth spec.
enum Missed {
    /// Something is wrong with it, or with the member of its params that tells their kinds apart, and noted.
    Envelope,
    /// Its connection spec id is not known.
    SpecId(UnknownName),
    /// Its specName is not known.
    SpecName(UnknownName),
    /// Its params fit all of these.
    Ambiguous(Vec<Candidate>),
}

impl Missed {
    /// The error, with what else is wrong.
    fn with(self, input: Input<'_>) -> DispatchError {
        match self {
            Self::Envelope => DispatchError::invalid(input),
            Self::SpecId(name) => DispatchError::UnknownSpecId(name.and(input)),
            Self::SpecName(name) => DispatchError::UnknownSpecName(name.and(input)),
            Self::Ambiguous(rivals) => DispatchError::Ambiguous(rivals),
        }
    }
}

/// The auth specs of the id that an envelope has, or those that are wanted, if they are of that id.
fn routes<'c, C: Catalog>(
    catalog: &'c C,
    envelope: &Envelope,
    wanted: Option<&'c [Route]>,
    input: &mut Input<'_>,
) -> Result<&'c [Route], Missed> {
    let id = envelope.id(input).ok_or(Missed::Envelope)?;
    let known =
        of_id(catalog, &id).map_err(|name| Missed::SpecId(name.at(envelope.id_place(input))))?;
    let source = wanted.and_then(<[Route]>::first).map(|route| route.auth.source);
    if let Some(source) = source.filter(|source| source.id != id) {
        envelope.note_id(source, input);
        return Err(Missed::Envelope);
    }
    Ok(wanted.unwrap_or(known))
}

/// The auth spec that an envelope means.
fn route<'r>(
    envelope: &Envelope,
    known: &'r [Route],
    input: &mut Input<'_>,
) -> Result<&'r Route, Missed> {
    // Of sources that share an id, one may have auth specs and another none.
    if !known.iter().any(|route| route.auth.spec_name.is_some() == envelope.has_auth()) {
        envelope.note_auth(known, input);
        return Err(Missed::Envelope);
    }
    let spec_name = envelope.spec_name(input);
    if envelope.has_auth() && spec_name.is_none() {
        return Err(Missed::Envelope);
    }
    let spec_name = spec_name.as_deref();
    let Some((first, is_only)) = first(known, spec_name) else {
        let name = spec_name.unwrap_or_default();
        let place = envelope.spec_name_place(input);
        return Err(Missed::SpecName(UnknownName::spec_name(name, place, known)));
    };
    envelope.check_version(first.auth.source, input);
    if is_only {
        return Ok(first);
    }
    best(known, spec_name, input, envelope.params(), PARAMS)
}

/// Whether a route is that of an auth spec of that name.
fn is_called(route: &Route, spec_name: Option<&str>) -> bool {
    route.auth.spec_name == spec_name
}

/// The first of the auth specs of that name, and whether it is the only one: mostly it is.
#[inline]
fn first<'r>(known: &'r [Route], spec_name: Option<&str>) -> Option<(&'r Route, bool)> {
    let mut candidates = known.iter().filter(|route| is_called(route, spec_name));
    let first = candidates.next()?;
    Some((first, candidates.next().is_none()))
}

/// Whether params may fit several auth specs of that name: `anyOf` of one source.
fn are_alternatives(known: &[Route], spec_name: Option<&str>) -> bool {
    let mut slug = None;
    for route in known.iter().filter(|route| is_called(route, spec_name)) {
        if !route.any || *slug.get_or_insert(route.auth.source.slug) != route.auth.source.slug {
            return false;
        }
    }
    true
}

/// The one of several auth specs of that name that the params of that index fit; if they fit none, the nearest one, which
/// tells why.
fn best<'r>(
    known: &'r [Route],
    spec_name: Option<&str>,
    input: &mut Input<'_>,
    params: Option<usize>,
    pointer: &str,
) -> Result<&'r Route, Missed> {
    if let Some(only) = only_with_members(known, spec_name, input, params) {
        return Ok(only);
    }
    // A constant may well be what is wrong; where as much is wrong with several, it is not.
    let faults = |input: &Input<'_>, route: &Route| {
        let faults = params.map(|at| input.faults_of(at, route.auth.table, &Path::root(pointer)));
        let faults = faults.unwrap_or_default();
        (faults.wrong, faults)
    };
    let mut nearest = None;
    for (index, route) in known.iter().enumerate() {
        if is_called(route, spec_name) {
            Nearest::consider(&mut nearest, index, faults(input, route));
        }
    }
    let Nearest { index, faults: fewest, equals } = nearest.unwrap_or_default();
    let fits_several = equals > 0 && fewest.0 == 0;
    if let Some(params) = params.filter(|_| fewest.1.constants > 0) {
        let mut kinds = Vec::new();
        for route in known.iter().filter(|route| is_called(route, spec_name)) {
            kinds.push(route.auth.table);
        }
        if input.note_no_kind(params, &kinds, &Path::root(pointer)) {
            return Err(Missed::Envelope);
        }
    }
    match known.get(index) {
        Some(nearest) if !fits_several || are_alternatives(known, spec_name) => return Ok(nearest),
        _ => {}
    }
    let mut rivals = Vec::new();
    for route in known {
        if is_called(route, spec_name) && faults(input, route) == fewest {
            rivals.push(Candidate::of(route.auth));
        }
    }
    Err(Missed::Ambiguous(rivals))
}

/// The one of the auth specs of that name whose members the params of that index have, if that is one alone: mostly it is.
fn only_with_members<'r>(
    known: &'r [Route],
    spec_name: Option<&str>,
    input: &Input<'_>,
    params: Option<usize>,
) -> Option<&'r Route> {
    let (params, mut only) = (params?, None);
    for route in known {
        let fits = is_called(route, spec_name) && input.has_members_of(params, route.auth.table);
        if fits && only.replace(route).is_some() {
            return None;
        }
    }
    only
}
