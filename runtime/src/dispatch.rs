//! The dispatcher: from a request body to the type that it is a request of.
//!
//! The key is (connection spec id, specName). Ids are looked up in a perfect hash, so that the time does not depend
//! on how many sources there are; below an id stand the few auth specs of its one or two sources. The envelope is
//! read first and the params are passed over, because on the wire they come before the id that says what they are.

mod envelope;
mod error;

use crate::catalog::{AuthDescriptor, SourceDescriptor};
use crate::json::{Reader, decode_utf8};
use crate::path::Path;
use crate::read::Input;
use crate::request::{Auth, ConnectionRequest};

use envelope::Envelope;
pub use error::{Candidate, DispatchError, UnknownName};

/// Every source that a dispatcher knows, as one type: what a generated `Source` implements.
pub trait Sources: Auth + Sized {
    /// Where each id and slug leads.
    fn routes() -> &'static Routes;

    /// The auth type at `index` with nothing set yet, to be read into.
    #[doc(hidden)]
    fn blank(index: u32) -> Option<Self>;
}

/// Where ids and slugs lead; generated.
#[derive(Debug)]
pub struct Routes {
    /// Connection spec id to the auth specs of every source that has it; none if Cargo features leave them out.
    pub ids: phf::Map<&'static str, &'static [Route]>,
    /// Slug to the auth specs of that source.
    pub slugs: phf::Map<&'static str, &'static [Route]>,
    /// Every source, sorted by slug.
    pub catalog: &'static [&'static SourceDescriptor],
}

impl Routes {
    /// Where an id leads.
    fn of_id(&self, id: &str) -> Result<&'static [Route], UnknownName> {
        match self.ids.get(id) {
            Some([]) => Err(UnknownName::left_out(id)),
            Some(known) => Ok(known),
            None => Err(UnknownName::spec_id(id, self.catalog)),
        }
    }

    /// Where a slug leads.
    fn of_slug(&self, slug: &str) -> Result<&'static [Route], DispatchError> {
        match self.slugs.get(slug) {
            Some([]) => Err(DispatchError::UnknownSlug(UnknownName::left_out(slug))),
            Some(known) => Ok(known),
            None => Err(DispatchError::UnknownSlug(UnknownName::slug(slug, self.catalog))),
        }
    }
}

/// One auth spec that an id leads to.
#[derive(Debug)]
pub struct Route {
    /// The auth spec.
    pub auth: &'static AuthDescriptor,
    /// Its number among all auth specs, for [`Sources::blank`].
    pub index: u32,
    /// Whether params may fit other auth types of the same source and specName as well; the first is taken.
    pub any: bool,
}

/// Takes a whole request body, keys in any order, to the typed request that it is, validated.
///
/// # Errors
/// Why it is none; everything in one go, and nothing of a secret in it.
pub fn dispatch<S: Sources>(body: &[u8]) -> Result<ConnectionRequest<S>, DispatchError> {
    dispatch_whole(body, None)
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
    dispatch_whole(body, Some(S::routes().of_slug(slug)?))
}

fn dispatch_whole<S: Sources>(
    body: &[u8],
    wanted: Option<&[Route]>,
) -> Result<ConnectionRequest<S>, DispatchError> {
    let text = decode_utf8(body)?;
    let mut input = Input::at(text, 0);
    let envelope = Envelope::read(&mut input)?;
    let Some(id) = envelope.id(text) else { return Err(DispatchError::invalid(input)) };
    let known = match S::routes().of_id(&id) {
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
    let (auth, input) = read_auth(&envelope, known, input)?;
    if input.violation_count() > 0 {
        return Err(DispatchError::invalid(input));
    }
    Ok(envelope.into_request(auth))
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
    let known = S::routes().of_id(id).map_err(DispatchError::UnknownSpecId)?;
    read_params(known, spec_name, params)
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
    read_params(S::routes().of_slug(slug)?, spec_name, params)
}

fn read_params<S: Sources>(
    known: &[Route],
    spec_name: Option<&str>,
    params: &[u8],
) -> Result<S, DispatchError> {
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
    let (auth, input) = best(candidates, Input::at(text, 0), Some(0), "")?;
    if input.violation_count() > 0 { Err(DispatchError::invalid(input)) } else { Ok(auth) }
}

/// Reads what the envelope passed over as the auth type that it names.
fn read_auth<'a, S: Sources>(
    envelope: &Envelope,
    known: &[Route],
    mut input: Input<'a>,
) -> Result<(S, Input<'a>), DispatchError> {
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
    best(candidates, input, envelope.params(), "/auth/params")
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
fn best<'a, 'r, S: Sources>(
    candidates: impl Iterator<Item = &'r Route> + Clone,
    input: Input<'a>,
    offset: Option<usize>,
    pointer: &str,
) -> Result<(S, Input<'a>), DispatchError> {
    let mut all = candidates.clone();
    if let (Some(only), None) = (all.next(), all.next()) {
        return read_as(only, input, offset, pointer);
    }
    let candidates: Vec<&Route> = candidates.collect();
    let mut readings = Vec::with_capacity(candidates.len());
    for route in &candidates {
        let (auth, input) = read_as(route, input.clone(), offset, pointer)?;
        readings.push((route, auth, input));
    }
    let fewest =
        readings.iter().map(|(.., input)| input.violation_count()).min().unwrap_or_default();
    let fitting = readings.iter().filter(|(.., input)| input.violation_count() == fewest);
    let rivals: Vec<Candidate> = fitting.map(|(route, ..)| Candidate::of(route.auth)).collect();
    if fewest == input.violation_count() && rivals.len() > 1 && !are_alternatives(&candidates) {
        return Err(DispatchError::Ambiguous(rivals));
    }
    let nearest = readings.into_iter().find(|(.., input)| input.violation_count() == fewest);
    nearest.map(|(_, auth, input)| (auth, input)).ok_or(DispatchError::Ambiguous(Vec::new()))
}

/// Reads params at `offset` as one auth type.
fn read_as<'a, S: Sources>(
    route: &Route,
    mut input: Input<'a>,
    offset: Option<usize>,
    pointer: &str,
) -> Result<(S, Input<'a>), DispatchError> {
    let mut auth = S::blank(route.index).ok_or(DispatchError::Ambiguous(Vec::new()))?;
    if let Some(offset) = offset {
        input.seek(offset);
        input.object(route.auth.table, Some(auth.params_mut()), &Path::root(pointer))?;
    }
    Ok((auth, input))
}
