//! The envelope of a request: everything but the params, of which nothing is understood before the id is known. What stands
//! where is noted, and nothing else where all is as it should be. Where it is not, the envelope is read by tables like
//! any params object, which tells what is wrong.

use std::borrow::Cow;
use std::num::NonZeroU32;

use crate::cut;
use crate::json::{Kind, Place};
use crate::path::Path;
use crate::requests::catalog::SourceDescriptor;
use crate::requests::dispatch::{Route, error::spec_names};
use crate::requests::param::{Param, Params, ReadParam, ReadParams, View};
use crate::requests::phrase::{listed, phrase, shown};
use crate::requests::read::Input;
use crate::requests::request::{PROVIDER_ID, empty_name};
use crate::requests::rules::Finding;
use crate::requests::table::{Field, JsonRules, Shape, Table, TextRules};
use crate::requests::violation::Rule;

/// What stands around the params.
#[derive(Default)]
pub(super) struct Envelope {
    name: Name,
    description: Spot,
    provider_id: Spot,
    auth: AuthPart,
    spec: SpecPart,
}

impl Envelope {
    pub(super) fn read(input: &mut Input<'_>) -> Self {
        if let Some(envelope) = Self::as_it_should_be(input) {
            return envelope;
        }
        let mut envelope = Self::default();
        input.object(&ENVELOPE, Some(&mut envelope), &Path::root(""));
        envelope
    }

    /// The envelope, if nothing is wrong with it.
    fn as_it_should_be(input: &Input<'_>) -> Option<Self> {
        let mut envelope = Self::default();
        for (key, value) in input.members(0)? {
            // Compared as wholes: the arms of a `match` would be, byte by byte.
            let spot = if key == b"name" {
                &mut envelope.name.0
            } else if key == b"auth" && envelope.auth.start.is_empty() {
                envelope.auth = AuthPart::as_it_should_be(input, value)?;
                continue;
            } else if key == b"connectionSpec" && envelope.spec.id.is_empty() {
                envelope.spec = SpecPart::as_it_should_be(input, value)?;
                continue;
            } else if key == b"description" {
                &mut envelope.description
            } else if key == b"providerId" {
                &mut envelope.provider_id
            } else {
                return None;
            };
            spot.set(input, value, Kind::String)?;
        }
        let has_name = envelope.name.0.string(input).is_some_and(|name| !cut::is_blank(&name));
        let has_provider = envelope.provider_id.string(input).is_none_or(|id| !id.is_empty());
        (has_name && has_provider && !envelope.spec.id.is_empty()).then_some(envelope)
    }

    /// Name, description and provider id.
    pub(super) fn texts(&self, input: &Input<'_>) -> (String, Option<String>, Option<String>) {
        let text = |spot: &Spot| spot.string(input).map(Cow::into_owned);
        let name = text(&self.name.0).unwrap_or_default();
        (name, text(&self.description), text(&self.provider_id))
    }

    pub(super) fn id<'a>(&self, input: &Input<'a>) -> Option<Cow<'a, str>> {
        self.spec.id.string(input)
    }

    pub(super) fn id_place(&self, input: &Input<'_>) -> Option<Place> {
        self.spec.id.place(input)
    }

    pub(super) fn spec_name<'a>(&self, input: &Input<'a>) -> Option<Cow<'a, str>> {
        self.auth.spec_name.string(input)
    }

    pub(super) fn spec_name_place(&self, input: &Input<'_>) -> Option<Place> {
        self.auth.spec_name.place(input)
    }

    /// The index of the params.
    pub(super) fn params(&self) -> Option<usize> {
        self.auth.params.index()
    }

    pub(super) fn has_auth(&self) -> bool {
        !self.auth.start.is_empty()
    }

    /// Notes that `auth` is missing, or is there for a source that has none.
    pub(super) fn note_auth(&self, known: &[Route], input: &mut Input<'_>) {
        let finding = match self.has_auth() {
            true => Finding::new(Rule::Unknown, "is not known here")
                .help("remove it: this source has no auth specs"),
            false => {
                let names = listed("add it with a specName: ", &spec_names(known));
                Finding::new(Rule::Required, "is missing").help(names)
            }
        };
        input.note(self.auth.start.offset(input), &Path::root("/auth"), finding);
    }

    /// Notes that the id is another source's.
    pub(super) fn note_id(&self, source: &SourceDescriptor, input: &mut Input<'_>) {
        let message = phrase(&["is not the connection spec id of `", source.slug, "`"]);
        let help = phrase(&["write `", source.id, "`"]);
        let finding = Finding::new(Rule::SpecId, message).help(help);
        let start = self.spec.id.offset(input);
        input.note(start, &Path::root("/connectionSpec/id"), finding);
    }

    /// Notes a version that is not the source's.
    pub(super) fn check_version(&self, source: &SourceDescriptor, input: &mut Input<'_>) {
        let Some(version) = self.spec.version.string(input) else { return };
        if version != source.version {
            let version = shown(&version);
            let message =
                phrase(&["`", &version, "` is not a known version of this connection spec"]);
            let help = phrase(&["write `", source.version, "`"]);
            let finding = Finding::new(Rule::Version, message).help(help);
            let start = self.spec.version.offset(input);
            input.note(start, &Path::root("/connectionSpec/version"), finding);
        }
    }
}

/// A value that is passed over, by its index; that of the whole text, 0, is never passed over.
#[derive(Clone, Copy, Default)]
struct Spot(Option<NonZeroU32>);

impl Spot {
    fn at(index: usize) -> Self {
        Self(NonZeroU32::new(index as u32))
    }

    fn is_empty(self) -> bool {
        self.0.is_none()
    }

    fn index(self) -> Option<usize> {
        self.0.map(|index| index.get() as usize)
    }

    /// Notes a value of that kind, if it is the first.
    fn set(&mut self, input: &Input<'_>, value: usize, kind: Kind) -> Option<()> {
        let fits = self.is_empty() && input.kind_of(value) == kind;
        *self = Self::at(value);
        fits.then_some(())
    }

    fn string<'a>(self, input: &Input<'a>) -> Option<Cow<'a, str>> {
        input.string_at(self.index()?)
    }

    fn offset(self, input: &Input<'_>) -> usize {
        self.index().map_or(0, |index| input.offset_of(index))
    }

    fn place(self, input: &Input<'_>) -> Option<Place> {
        self.index().map(|_| Place::of(input.source(), self.offset(input)))
    }
}

impl Param for Spot {
    fn view(&self) -> View<'_> {
        View::Absent
    }
}

impl ReadParam for Spot {
    fn read(&mut self, input: &mut Input<'_>, shape: &'static Shape, path: &Path<'_>) {
        let index = input.index();
        let read = match shape {
            Shape::Text(_) => input.text(shape, path).is_some(),
            _ => {
                input.pass();
                true
            }
        };
        *self = if read { Self::at(index) } else { Self::default() };
    }

    fn blank() -> Self {
        Self::default()
    }
}

/// The base connection's name, which must tell people something.
#[derive(Default)]
struct Name(Spot);

impl Param for Name {
    fn view(&self) -> View<'_> {
        View::Absent
    }
}

impl ReadParam for Name {
    fn read(&mut self, input: &mut Input<'_>, shape: &'static Shape, path: &Path<'_>) {
        let index = input.index();
        if let Some(text) = input.text(shape, path) {
            if cut::is_blank(&text) {
                input.note(input.offset_of(index), path, empty_name());
            }
            self.0 = Spot::at(index);
        }
    }

    fn blank() -> Self {
        Self::default()
    }
}

#[derive(Default)]
struct AuthPart {
    start: Spot,
    spec_name: Spot,
    params: Spot,
}

impl AuthPart {
    fn as_it_should_be(input: &Input<'_>, auth: usize) -> Option<Self> {
        let mut part = Self { start: Spot::at(auth), ..Self::default() };
        for (key, value) in input.members(auth)? {
            let (spot, kind) = if key == b"specName" {
                (&mut part.spec_name, Kind::String)
            } else if key == b"params" {
                (&mut part.params, Kind::Object)
            } else {
                return None;
            };
            spot.set(input, value, kind)?;
        }
        (!part.spec_name.is_empty() && !part.params.is_empty()).then_some(part)
    }
}

#[derive(Default)]
struct SpecPart {
    id: Spot,
    version: Spot,
}

impl SpecPart {
    fn as_it_should_be(input: &Input<'_>, spec: usize) -> Option<Self> {
        let mut part = Self::default();
        for (key, value) in input.members(spec)? {
            let spot = if key == b"id" {
                &mut part.id
            } else if key == b"version" {
                &mut part.version
            } else {
                return None;
            };
            spot.set(input, value, Kind::String)?;
        }
        (!part.id.is_empty() && !part.version.is_empty()).then_some(part)
    }
}

macro_rules! fields {
    ($type:ty, $table:ident, [$($index:literal => $field:ident),+]) => {
        impl Params for $type {
            fn table(&self) -> &'static Table {
                &$table
            }

            fn view(&self, _: usize) -> View<'_> {
                View::Absent
            }
        }

        impl ReadParams for $type {
            fn slot(&mut self, index: usize) -> Option<&mut dyn ReadParam> {
                match index {
                    $($index => Some(&mut self.$field),)+
                    _ => None,
                }
            }

            fn blank() -> Self {
                Self::default()
            }
        }
    };
}

fields!(Envelope, ENVELOPE, [0 => name, 1 => description, 2 => provider_id, 3 => auth, 4 => spec]);
fields!(AuthPart, AUTH, [0 => spec_name, 1 => params]);
fields!(SpecPart, SPEC, [0 => id, 1 => version]);

impl Param for AuthPart {
    fn view(&self) -> View<'_> {
        View::Absent
    }
}

impl ReadParam for AuthPart {
    fn read(&mut self, input: &mut Input<'_>, _: &'static Shape, path: &Path<'_>) {
        self.start = Spot::at(input.index());
        input.object(&AUTH, Some(self), path)
    }

    fn blank() -> Self {
        Self::default()
    }
}

impl Param for SpecPart {
    fn view(&self) -> View<'_> {
        View::Absent
    }
}

impl ReadParam for SpecPart {
    fn read(&mut self, input: &mut Input<'_>, _: &'static Shape, path: &Path<'_>) {
        input.object(&SPEC, Some(self), path)
    }

    fn blank() -> Self {
        Self::default()
    }
}

const fn field(name: &'static str, required: bool, shape: Shape) -> Field {
    Field { name, required, shape, also: None, about: "" }
}

static ENVELOPE: Table = Table::of(&[
    field("name", true, Shape::Text(&TextRules::NONE)),
    field("description", false, Shape::Text(&TextRules::NONE)),
    field("providerId", false, Shape::Text(&PROVIDER_ID)),
    // Whether it must be there depends on the source.
    field("auth", false, Shape::Object(&AUTH)),
    field("connectionSpec", true, Shape::Object(&SPEC)),
]);

static AUTH: Table = Table::of(&[
    field("specName", true, Shape::Text(&TextRules::NONE)),
    field("params", true, Shape::Json(JsonRules { object: true, secret: true })),
]);

static SPEC: Table = Table::of(&[
    field("id", true, Shape::Text(&TextRules::NONE)),
    field("version", true, Shape::Text(&TextRules::NONE)),
]);
