//! The envelope of a request: everything but the params. It is read by tables like any params object; what can't be
//! understood before the id is known is passed over, and its offset kept.

use std::borrow::Cow;

use crate::catalog::SourceDescriptor;
use crate::dispatch::Route;
use crate::json::{Place, Reader, SyntaxError};
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
    pub(super) fn read(input: &mut Input<'_>) -> Result<Self, SyntaxError> {
        let mut envelope = Self::default();
        input.object(&ENVELOPE, Some(&mut envelope), &Path::root(""))?;
        input.end()?;
        Ok(envelope)
    }

    pub(super) fn into_request<A>(self, auth: A) -> ConnectionRequest<A> {
        let mut request = ConnectionRequest::new(self.name.0, auth);
        if let Some(description) = self.description {
            request = request.with_description(description);
        }
        if let Some(provider_id) = self.provider_id {
            request = request.with_provider_id(provider_id);
        }
        request
    }

    pub(super) fn id<'a>(&self, text: &'a str) -> Option<Cow<'a, str>> {
        self.spec.id.string(text)
    }

    pub(super) fn id_place(&self, text: &str) -> Option<Place> {
        self.spec.id.place(text)
    }

    pub(super) fn spec_name<'a>(&self, text: &'a str) -> Option<Cow<'a, str>> {
        self.auth.spec_name.string(text)
    }

    pub(super) fn spec_name_place(&self, text: &str) -> Option<Place> {
        self.auth.spec_name.place(text)
    }

    /// The offset of the params.
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
        input.note(self.auth.start.unwrap_or_default(), &Path::root("/auth"), finding);
    }

    /// Notes that the id is another source's.
    pub(super) fn note_id(&self, source: &SourceDescriptor, input: &mut Input<'_>) {
        let message = format!("is not the connection spec id of `{}`", source.slug);
        let finding = Finding::new(Rule::SpecId, message).help(format!("write `{}`", source.id));
        let start = self.spec.id.0.unwrap_or_default();
        input.note(start, &Path::root("/connectionSpec/id"), finding);
    }

    /// Notes a version that is not the source's.
    pub(super) fn check_version(&self, source: &SourceDescriptor, input: &mut Input<'_>) {
        let Some(version) = self.spec.version.string(input.source()) else { return };
        if version != source.version {
            let message =
                format!("`{}` is not a known version of this connection spec", shown(&version));
            let finding =
                Finding::new(Rule::Version, message).help(format!("write `{}`", source.version));
            input.note(
                self.spec.version.0.unwrap_or_default(),
                &Path::root("/connectionSpec/version"),
                finding,
            );
        }
    }
}

/// A value that is passed over, by the offset at which it starts.
#[derive(Default)]
struct Spot(Option<usize>);

impl Spot {
    fn string<'a>(&self, text: &'a str) -> Option<Cow<'a, str>> {
        Reader::at(text, self.0?).string().ok()
    }

    fn place(&self, text: &str) -> Option<Place> {
        self.0.map(|offset| Place::of(text, offset))
    }
}

impl Param for Spot {
    fn read(
        &mut self,
        input: &mut Input<'_>,
        shape: &'static Shape,
        path: &Path<'_>,
    ) -> Result<(), SyntaxError> {
        let start = input.start();
        let read = match shape {
            Shape::Text(_) => input.text(shape, path)?.is_some(),
            _ => input.pass().map(|_| true)?,
        };
        self.0 = read.then_some(start);
        Ok(())
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
    fn read(
        &mut self,
        input: &mut Input<'_>,
        shape: &'static Shape,
        path: &Path<'_>,
    ) -> Result<(), SyntaxError> {
        let start = input.start();
        if let Some(text) = input.text(shape, path)? {
            if text.trim().is_empty() {
                input.note(start, path, empty_name());
            }
            self.0 = text.into_owned();
        }
        Ok(())
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
    fn read(
        &mut self,
        input: &mut Input<'_>,
        _: &'static Shape,
        path: &Path<'_>,
    ) -> Result<(), SyntaxError> {
        self.start = Some(input.start());
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
    fn read(
        &mut self,
        input: &mut Input<'_>,
        _: &'static Shape,
        path: &Path<'_>,
    ) -> Result<(), SyntaxError> {
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
