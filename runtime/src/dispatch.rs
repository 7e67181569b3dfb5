//! The dispatcher: from a request body to the type that it is a request of.
//!
//! The key is (connection spec id, specName). Ids are looked up in a hash, a perfect one where the catalog was compiled, so
//! that the time does not depend on how many sources there are; below an id stand the few auth specs of its one or two
//! sources. The envelope is read first and the params are passed over, because on the wire they come before the id that
//! says what they are.

mod catalog;
mod envelope;
mod error;

use crate::json::{Reader, decode_utf8};
use crate::path::Path;
use crate::read::Input;
use crate::request::{Auth, ConnectionRequest};
use crate::unlisted::PARAMS;

pub use catalog::{Catalog, Compiled, Route, Routes, Sources};
use envelope::Envelope;
pub use error::{Candidate, DispatchError, UnknownName};

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
    let mut input = Input::at(text, 0);
    let envelope = Envelope::read(&mut input)?;
    let Some(id) = envelope.id(text) else { return Err(DispatchError::invalid(input)) };
    let known = match of_id(catalog, &id) {
        Ok(known) => known,
        Err(name) => {
            let name = name.at(envelope.id_place(text)).and(input);
            return Err(DispatchError::UnknownSpecId(name));
        }
    };
    if let Some(source) = wanted.and_then(<[Route]>::first).map(|route| route.auth.source)
        && source.id != id
    {
        envelope.note_id(source, &mut input);
        return Err(DispatchError::invalid(input));
    }
    let known = wanted.unwrap_or(known);
    // The envelope is ours to know: only params may be unlisted.
    let input = if allow_unlisted { input.allowing_unlisted() } else { input };
    let (auth, input) = read_auth(catalog, &envelope, known, input)?;
    if input.violation_count() > 0 {
        return Err(DispatchError::invalid(input));
    }
    Ok(envelope.into_request(auth).with_what_was_let_through(input.into_unlisted()))
}

fn read_params<C: Catalog>(
    catalog: &C,
    known: &[Route],
    spec_name: Option<&str>,
    params: &[u8],
) -> Result<C::Source, DispatchError> {
    let text = decode_utf8(params)?;
    let mut reader = Reader::new(text);
    reader.skip()?;
    reader.end()?;
    let candidates = candidates(known, spec_name);
    if candidates.clone().next().is_none() {
        return Err(DispatchError::UnknownSpecName(UnknownName::spec_name(
            spec_name.unwrap_or_default(),
            None,
            known,
        )));
    }
    let (auth, input) = best(catalog, candidates, Input::at(text, 0), Some(0), "")?;
    if input.violation_count() > 0 { Err(DispatchError::invalid(input)) } else { Ok(auth) }
}

/// Reads what the envelope passed over as the auth type that it names.
fn read_auth<'a, C: Catalog>(
    catalog: &C,
    envelope: &Envelope,
    known: &[Route],
    mut input: Input<'a>,
) -> Result<(C::Source, Input<'a>), DispatchError> {
    let text = input.source();
    if envelope.has_auth() != known.iter().any(|route| route.auth.spec_name.is_some()) {
        envelope.note_auth(known, &mut input);
        return Err(DispatchError::invalid(input));
    }
    let spec_name = envelope.spec_name(text);
    if envelope.has_auth() && spec_name.is_none() {
        return Err(DispatchError::invalid(input));
    }
    let candidates = candidates(known, spec_name.as_deref());
    let Some(first) = candidates.clone().next() else {
        let name = spec_name.as_deref().unwrap_or_default();
        let place = envelope.spec_name_place(text);
        return Err(DispatchError::UnknownSpecName(
            UnknownName::spec_name(name, place, known).and(input),
        ));
    };
    envelope.check_version(first.auth.source, &mut input);
    best(catalog, candidates, input, envelope.params(), PARAMS)
}

fn candidates<'r>(
    known: &'r [Route],
    spec_name: Option<&str>,
) -> impl Iterator<Item = &'r Route> + Clone {
    known.iter().filter(move |route| route.auth.spec_name == spec_name)
}

/// Whether params may fit several of these: `anyOf` of one source.
fn are_alternatives(routes: &[&Route]) -> bool {
    let first = routes.first().map(|route| route.auth.source.slug);
    routes.iter().all(|route| route.any && Some(route.auth.source.slug) == first)
}

/// Reads params at `offset` as the one candidate that they fit. If they fit none, the nearest one tells why.
fn best<'a, 'r, C: Catalog>(
    catalog: &C,
    candidates: impl Iterator<Item = &'r Route> + Clone,
    input: Input<'a>,
    offset: Option<usize>,
    pointer: &str,
) -> Result<(C::Source, Input<'a>), DispatchError> {
    let mut all = candidates.clone();
    if let (Some(only), None) = (all.next(), all.next()) {
        return read_as(catalog, only, input, offset, pointer);
    }
    let candidates: Vec<&Route> = candidates.collect();
    let mut readings = Vec::with_capacity(candidates.len());
    for route in &candidates {
        let (auth, input) = read_as(catalog, route, input.clone(), offset, pointer)?;
        readings.push((route, auth, input));
    }
    let fewest = readings.iter().map(|(.., input)| input.faults()).min().unwrap_or_default();
    let fitting = readings.iter().filter(|(.., input)| input.faults() == fewest);
    let rivals: Vec<Candidate> = fitting.map(|(route, ..)| Candidate::of(route.auth)).collect();
    if fewest.0 == input.violation_count() && rivals.len() > 1 && !are_alternatives(&candidates) {
        return Err(DispatchError::Ambiguous(rivals));
    }
    let nearest = readings.into_iter().find(|(.., input)| input.faults() == fewest);
    nearest.map(|(_, auth, input)| (auth, input)).ok_or(DispatchError::Ambiguous(Vec::new()))
}

/// Reads params at `offset` as one auth type.
fn read_as<'a, C: Catalog>(
    catalog: &C,
    route: &Route,
    mut input: Input<'a>,
    offset: Option<usize>,
    pointer: &str,
) -> Result<(C::Source, Input<'a>), DispatchError> {
    let mut auth = catalog.blank(route).ok_or(DispatchError::Ambiguous(Vec::new()))?;
    if let Some(offset) = offset {
        input.seek(offset);
        input.object(route.auth.table, Some(auth.params_mut()), &Path::root(pointer))?;
    }
    Ok((auth, input))
}
