//! The request that creates a base connection: the envelope around typed params.

use std::fmt;

use crate::Secret;
use crate::cut;
use crate::json::{Json, Object};
use crate::path::Path;
use crate::requests::catalog::{AuthDescriptor, SourceDescriptor};
use crate::requests::param::{Params, ReadParams, View};
use crate::requests::rules::{self, Finding};
use crate::requests::table::TextRules;
use crate::requests::unlisted::{PARAMS, Unlisted};
use crate::requests::violation::{Rule, Violation, Violations};
use crate::requests::write::SecretText;
use crate::requests::{redact, validate};

/// Typed params together with the auth spec that they are for: one auth type, a source's `Auth`, or any `Source`.
#[diagnostic::on_unimplemented(
    message = "no request can be made of `{Self}`",
    label = "these are not the params of an auth spec",
    note = "params are what a builder makes: has its `build` been called?"
)]
pub trait Auth: Send + Sync {
    /// The params.
    fn params(&self) -> &dyn AuthParams;

    /// The auth spec.
    fn descriptor(&self) -> &'static AuthDescriptor {
        self.params().auth()
    }
}

/// An [`Auth`] that a dispatcher makes: its params are read into it.
pub trait ReadAuth: Auth {
    /// The params, to be filled in.
    fn params_mut(&mut self) -> &mut dyn ReadParams;
}

/// The params of one auth spec, which is all that a struct has to say to be an [`Auth`].
pub trait AuthParams: Params {
    /// The auth spec.
    fn auth(&self) -> &'static AuthDescriptor;
}

impl fmt::Debug for dyn AuthParams + '_ {
    /// The type and everything that is set, secrets as `[secret]`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        redact::debug(self.auth().rust_type, self, f)
    }
}

impl PartialEq for dyn AuthParams + '_ {
    /// Whether they are for one auth spec and hold the same values.
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.auth(), other.auth()) && redact::equal(self, other)
    }
}

#[diagnostic::do_not_recommend]
impl<P: AuthParams> Auth for P {
    fn params(&self) -> &dyn AuthParams {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<P: AuthParams + ReadParams> ReadAuth for P {
    fn params_mut(&mut self) -> &mut dyn ReadParams {
        self
    }
}

/// The body of `POST /connections`.
///
/// It serializes to exactly what the service documents: `name`, `description` if there is one, `auth` with `specName`
/// and `params` (left out for a source without auth specs), and `connectionSpec` with `id` and, always, `version`,
/// since the documentation disagrees on whether it may be left out. `Debug` shows it without its secrets.
///
/// ```text
/// {"name":"CRM","auth":{"specName":"Basic Authentication","params":{…}},"connectionSpec":{"id":"…","version":"1.0"}}
/// ```
#[derive(Clone, PartialEq)]
pub struct ConnectionRequest<A> {
    envelope: Envelope,
    auth: A,
}

/// What a request has beside its typed params. What is done with all of it is done here: it is compiled once, whatever the
/// params are.
#[derive(Clone, PartialEq)]
struct Envelope {
    name: String,
    description: Option<String>,
    provider_id: Option<String>,
    unlisted: Unlisted,
}

impl<A> ConnectionRequest<A> {
    /// The same request under another name: a copy of one that was read, for example, with all that it has.
    #[must_use]
    pub fn with_name(mut self, name: impl Into<String>) -> Self {
        self.envelope.name = name.into();
        self
    }

    /// Adds a description.
    #[must_use]
    pub fn with_description(mut self, description: impl Into<String>) -> Self {
        self.envelope.description = Some(description.into());
        self
    }

    /// Adds a provider id, which some streaming sources want beside the connection spec.
    #[must_use]
    pub fn with_provider_id(mut self, provider_id: impl Into<String>) -> Self {
        self.envelope.provider_id = Some(provider_id.into());
        self
    }

    /// Sets a param that the spec does not list yet, by its JSON pointer below the params: `/newParam`, `/options/mode`,
    /// `/hosts/0`. A new member goes to the end, in the order of these calls; what is there already is replaced in its
    /// place, and what its rules say of it no longer counts. A pointer that leads nowhere is told by
    /// [`validate`](Self::validate).
    ///
    /// Nobody knows what the value is, so it is treated as a secret: it is sent, and never shown. An enum param has a
    /// variant `Unlisted` for a value that its spec does not list.
    #[must_use]
    pub fn with_unlisted(mut self, pointer: impl Into<String>, value: impl Into<Json>) -> Self {
        self.envelope.unlisted.set(pointer.into(), value.into());
        self
    }

    /// Sets name, description and provider id as they were read.
    pub(crate) fn tell(
        &mut self,
        (name, description, provider_id): (String, Option<String>, Option<String>),
    ) {
        let envelope = &mut self.envelope;
        (envelope.name, envelope.description, envelope.provider_id) =
            (name, description, provider_id);
    }

    pub(crate) fn let_through(&mut self, unlisted: Unlisted) {
        self.envelope.unlisted = unlisted;
    }

    /// The params that were set beside the typed ones, in order: each with its JSON pointer below the params, and its value as
    /// JSON.
    pub fn unlisted(&self) -> impl Iterator<Item = (&str, &Secret)> {
        self.envelope.unlisted.iter()
    }

    /// The base connection's name.
    pub fn name(&self) -> &str {
        &self.envelope.name
    }

    /// The description, if there is one.
    pub fn description(&self) -> Option<&str> {
        self.envelope.description.as_deref()
    }

    /// The provider id, if there is one.
    pub fn provider_id(&self) -> Option<&str> {
        self.envelope.provider_id.as_deref()
    }

    /// The typed params.
    pub fn auth(&self) -> &A {
        &self.auth
    }

    /// The typed params, to be changed.
    pub fn auth_mut(&mut self) -> &mut A {
        &mut self.auth
    }

    /// The typed params, taken out.
    pub fn into_auth(self) -> A {
        self.auth
    }

    /// The same request around other params, such as a `Source` made of them.
    pub fn map_auth<B>(self, map: impl FnOnce(A) -> B) -> ConnectionRequest<B> {
        ConnectionRequest { envelope: self.envelope, auth: map(self.auth) }
    }
}

impl<A: Auth> ConnectionRequest<A> {
    /// A request for a base connection that people will know as `name`. What it is made of has to be params:
    ///
    /// ```compile_fail,E0277
    /// wellhead_runtime::ConnectionRequest::new("CRM", "a builder, for example");
    /// ```
    pub fn new(name: impl Into<String>, auth: A) -> Self {
        let (description, provider_id) = (None, None);
        let unlisted = Unlisted::default();
        Self { envelope: Envelope { name: name.into(), description, provider_id, unlisted }, auth }
    }

    /// Checks every value against its rules; whether all required params are set, the compiler has checked.
    ///
    /// # Errors
    /// Everything wrong, each with its JSON pointer.
    pub fn validate(&self) -> Result<(), Violations> {
        self.envelope.validate(self.auth.params())
    }

    /// What is sent deliberately although the spec does not list it: unknown params, and values that their rules refuse.
    /// Each is the violation that it would be in a request that was not told to let it through; one whose text was
    /// read has its place. None has a value in it.
    pub fn warnings(&self) -> Vec<Violation> {
        self.envelope.unlisted.judged(self.auth.params()).1
    }

    /// The body as JSON text, secrets and all; its memory is overwritten when it is dropped.
    pub fn to_json(&self) -> SecretText {
        self.envelope.to_json(self.auth.params())
    }

    /// The params alone as JSON text; its memory is overwritten when it is dropped.
    pub fn params_to_json(&self) -> SecretText {
        let mut text = SecretText::default();
        self.envelope.push_params(self.auth.params(), &mut text);
        text
    }

    /// The body as JSON for people to read: every secret reads `[secret]`, and so does what may hold one.
    pub fn to_masked_json(&self) -> Json {
        self.envelope.to_masked_json(self.auth.params())
    }

    /// The params as they are sent, if that is not as the type has them.
    #[cfg(feature = "serde")]
    pub(crate) fn merged(&self) -> Option<crate::json::Scratch> {
        self.envelope.unlisted.merged(self.auth.params())
    }
}

impl Envelope {
    fn validate(&self, params: &dyn AuthParams) -> Result<(), Violations> {
        let mut found = Vec::new();
        if cut::is_blank(&self.name) {
            found.push(empty_name().at("/name".into()));
        }
        if let Some(provider_id) = &self.provider_id {
            let report = &mut |finding: Finding| found.push(finding.at("/providerId".into()));
            rules::text(&PROVIDER_ID, provider_id, report);
        }
        self.note_wrong_params(params, &mut found);
        Violations::check(found)
    }

    fn note_wrong_params(&self, params: &dyn AuthParams, found: &mut Vec<Violation>) {
        if !self.unlisted.is_empty() && params.auth().spec_name.is_none() {
            return found.push(no_params());
        }
        let before = found.len();
        validate::params(params, &Path::root(PARAMS), found);
        if found.len() == before && self.unlisted.is_empty() {
            return;
        }
        // What is unlisted is not judged; that takes the JSON as it is sent.
        let (mut wrong, let_through) = self.unlisted.judged(params);
        if !(self.unlisted.is_empty() && let_through.is_empty()) {
            found.truncate(before);
            found.append(&mut wrong);
        }
    }

    fn to_json(&self, params: &dyn AuthParams) -> SecretText {
        let descriptor = params.auth();
        let mut text = SecretText::default();
        text.push("{\"name\":");
        text.push_string(&self.name);
        if let Some(description) = &self.description {
            text.push(",\"description\":");
            text.push_string(description);
        }
        if let Some(provider_id) = &self.provider_id {
            text.push(",\"providerId\":");
            text.push_string(provider_id);
        }
        if let Some(spec_name) = descriptor.spec_name {
            text.push(",\"auth\":{\"specName\":");
            text.push_string(spec_name);
            text.push(",\"params\":");
            self.push_params(params, &mut text);
            text.push("}");
        }
        text.push(",\"connectionSpec\":{\"id\":");
        text.push_string(descriptor.source.id);
        text.push(",\"version\":");
        text.push_string(descriptor.source.version);
        text.push("}}");
        text
    }

    #[inline]
    fn push_params(&self, params: &dyn AuthParams, text: &mut SecretText) {
        match self.unlisted.merged(params) {
            None => text.push_params(params),
            Some(merged) => text.push_view(View::Json(&merged.0)),
        }
    }

    fn to_masked_json(&self, params: &dyn AuthParams) -> Json {
        let descriptor = params.auth();
        let mut body = Object::new();
        body.push("name", self.name.as_str().into());
        if let Some(description) = &self.description {
            body.push("description", description.as_str().into());
        }
        if let Some(provider_id) = &self.provider_id {
            body.push("providerId", provider_id.as_str().into());
        }
        if let Some(spec_name) = descriptor.spec_name {
            body.push("auth", auth_part(spec_name, self.unlisted.masked(params)));
        }
        body.push("connectionSpec", spec_part(descriptor.source));
        body.into()
    }

    fn show(&self, params: &dyn AuthParams, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("ConnectionRequest");
        shown.field("name", &self.name).field("description", &self.description);
        shown.field("auth", &params);
        if !self.unlisted.is_empty() {
            shown.field("unlisted", &self.unlisted);
        }
        shown.finish_non_exhaustive()
    }
}

/// The `auth` of a body.
pub(crate) fn auth_part(spec_name: &str, params: Json) -> Json {
    let mut auth = Object::new();
    auth.push("specName", spec_name.into());
    auth.push("params", params);
    auth.into()
}

/// The `connectionSpec` of a body.
pub(crate) fn spec_part(source: &SourceDescriptor) -> Json {
    let mut spec = Object::new();
    spec.push("id", source.id.into());
    spec.push("version", source.version.into());
    spec.into()
}

fn no_params() -> Violation {
    let message = "is set, but requests of this source have no params";
    Finding::new(Rule::Pointer, message).help("leave it out").at(PARAMS.into())
}

/// What a provider id may be.
pub(crate) static PROVIDER_ID: TextRules = TextRules { min_length: 1, ..TextRules::NONE };

pub(crate) fn empty_name() -> Finding {
    Finding::new(Rule::MinLength, "is empty")
        .help("name the base connection, so that people can tell it from others")
}

impl<A: Auth> fmt::Debug for ConnectionRequest<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.envelope.show(self.auth.params(), f)
    }
}
