//! The envelope of a request: everything but the params. It is read by tables like any params object; what can't be
//! understood before the id is known is passed over, and its offset kept.

use std::borrow::Cow;

use crate::catalog::SourceDescriptor;
use crate::dispatch::Route;
use crate::json::Place;
use crate::param::{Param, Params, View};
use crate::path::Path;
use crate::read::{Input, listed};
use crate::request::{ConnectionRequest, empty_name};
use crate::rules::Finding;
use crate::table::{About, Field, JsonRules, Shape, Table, TextRules};
use crate::violation::{Rule, shown};

/// What stands around the params.
#[derive(Default)]
pub(super) struct Envelope {
    name: Name,
    description: Option<String>,
    provider_id: Option<String>,
    auth: AuthPart,
    spec: SpecPart,
}

impl Envelope {
    pub(super) fn read(input: &mut Input<'_>) -> Self {
        let mut envelope = Self::default();
        input.object(&ENVELOPE, Some(&mut envelope), &Path::root(""));
        envelope
    }

    pub(super) fn into_request<A>(self, auth: A) -> ConnectionRequest<A> {
        ConnectionRequest::read(self.name.0, self.description, self.provider_id, auth)
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
        self.auth.params.0
    }

    pub(super) fn has_auth(&self) -> bool {
        self.auth.start.is_some()
    }

    /// Notes that `auth` is missing, or is there for a source that has none.
    pub(super) fn note_auth(&self, known: &[Route], input: &mut Input<'_>) {
        let finding = match self.auth.start {
            Some(_) => Finding::new(Rule::Unknown, "is not known here")
                .help("remove it: this source has no auth specs"),
            None => {
                let names = listed(known.iter().filter_map(|route| route.auth.spec_name));
                Finding::new(Rule::Required, "is missing")
                    .help(format!("add it with a specName: {names}"))
            }
        };
        let start = input.offset_of(self.auth.start.unwrap_or_default());
        input.note(start, &Path::root("/auth"), finding);
    }

    /// Notes that the id is another source's.
    pub(super) fn note_id(&self, source: &SourceDescriptor, input: &mut Input<'_>) {
        let message = format!("is not the connection spec id of `{}`", source.slug);
        let finding = Finding::new(Rule::SpecId, message).help(format!("write `{}`", source.id));
        let start = self.spec.id.offset(input);
        input.note(start, &Path::root("/connectionSpec/id"), finding);
    }

    /// Notes a version that is not the source's.
    pub(super) fn check_version(&self, source: &SourceDescriptor, input: &mut Input<'_>) {
        let Some(version) = self.spec.version.string(input) else { return };
        if version != source.version {
            let message =
                format!("`{}` is not a known version of this connection spec", shown(&version));
            let finding =
                Finding::new(Rule::Version, message).help(format!("write `{}`", source.version));
            let start = self.spec.version.offset(input);
            input.note(start, &Path::root("/connectionSpec/version"), finding);
        }
    }
}

/// A value that is passed over, by its index.
#[derive(Default)]
struct Spot(Option<usize>);

impl Spot {
    fn string<'a>(&self, input: &Input<'a>) -> Option<Cow<'a, str>> {
        input.string_at(self.0?)
    }

    fn offset(&self, input: &Input<'_>) -> usize {
        self.0.map_or(0, |index| input.offset_of(index))
    }

    fn place(&self, input: &Input<'_>) -> Option<Place> {
        self.0.map(|_| Place::of(input.source(), self.offset(input)))
    }
}

impl Param for Spot {
    fn read(&mut self, input: &mut Input<'_>, shape: &'static Shape, path: &Path<'_>) {
        let index = input.index();
        let read = match shape {
            Shape::Text(_) => input.text(shape, path).is_some(),
            _ => {
                input.pass();
                true
            }
        };
        self.0 = read.then_some(index);
    }

    fn view(&self) -> View<'_> {
        View::Absent
    }

    fn blank() -> Self {
        Self::default()
    }
}

/// The base connection's name, which must tell people something.
#[derive(Default)]
struct Name(String);

impl Param for Name {
    fn read(&mut self, input: &mut Input<'_>, shape: &'static Shape, path: &Path<'_>) {
        let index = input.index();
        if let Some(text) = input.text(shape, path) {
            if text.trim().is_empty() {
                input.note(input.offset_of(index), path, empty_name());
            }
            self.0 = text.into_owned();
        }
    }

    fn view(&self) -> View<'_> {
        View::Absent
    }

    fn blank() -> Self {
        Self::default()
    }
}

#[derive(Default)]
struct AuthPart {
    start: Option<usize>,
    spec_name: Spot,
    params: Spot,
}

#[derive(Default)]
struct SpecPart {
    id: Spot,
    version: Spot,
}

macro_rules! fields {
    ($type:ty, $table:ident, [$($index:literal => $field:ident),+]) => {
        impl Params for $type {
            fn table(&self) -> &'static Table {
                &$table
            }

            fn slot(&mut self, index: usize) -> Option<&mut dyn Param> {
                match index {
                    $($index => Some(&mut self.$field),)+
                    _ => None,
                }
            }

            fn view(&self, _: usize) -> View<'_> {
                View::Absent
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
    fn read(&mut self, input: &mut Input<'_>, _: &'static Shape, path: &Path<'_>) {
        self.start = Some(input.index());
        input.object(&AUTH, Some(self), path)
    }

    fn view(&self) -> View<'_> {
        View::Absent
    }

    fn blank() -> Self {
        Self::default()
    }
}

impl Param for SpecPart {
    fn read(&mut self, input: &mut Input<'_>, _: &'static Shape, path: &Path<'_>) {
        input.object(&SPEC, Some(self), path)
    }

    fn view(&self) -> View<'_> {
        View::Absent
    }

    fn blank() -> Self {
        Self::default()
    }
}

static SOME_TEXT: TextRules = TextRules { min_length: 1, ..TextRules::NONE };

const fn field(name: &'static str, required: bool, shape: Shape) -> Field {
    Field { name, required, shape, also: None, about: &About::NONE }
}

static ENVELOPE: Table = Table::of(&[
    field("name", true, Shape::Text(&TextRules::NONE)),
    field("description", false, Shape::Text(&TextRules::NONE)),
    field("providerId", false, Shape::Text(&SOME_TEXT)),
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
