//! What the catalog says of a body: is it a request of it? If it is: what may be kept of it. If not: the documented code
//! and shape.

use std::sync::Arc;

use serde_json::{Value, json};
use wellhead_runtime::{
    Auth, Catalog as Dispatching, ConnectionRequest, DispatchError, Rule, SecretText,
    SourceDescriptor, Violation,
};
use zeroize::Zeroizing;

use crate::public::public;
use crate::refusal::Refusal;

/// One catalog, whatever type its sources have.
#[derive(Clone)]
pub(crate) struct Catalog {
    known: Arc<dyn Knows>,
    unlisted: Unlisted,
}

/// What becomes of params, and values of enums, that the catalog does not list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Unlisted {
    #[default]
    Refused,
    Taken,
}

/// What the stand-in asks a catalog.
trait Knows: Send + Sync {
    fn check(&self, body: &[u8], unlisted: Unlisted) -> Result<Accepted, DispatchError>;

    fn check_params(
        &self,
        spec_id: &str,
        spec_name: Option<&str>,
        params: &[u8],
        unlisted: Unlisted,
    ) -> Result<AcceptedParams, DispatchError>;

    fn sources(&self) -> &[&'static SourceDescriptor];
}

impl<C: Dispatching + Send + Sync> Knows for C {
    fn check(&self, body: &[u8], unlisted: Unlisted) -> Result<Accepted, DispatchError> {
        read(self, body, unlisted).map(accepted)
    }

    fn check_params(
        &self,
        spec_id: &str,
        spec_name: Option<&str>,
        params: &[u8],
        unlisted: Unlisted,
    ) -> Result<AcceptedParams, DispatchError> {
        read_params(self, spec_id, spec_name, params, unlisted).map(|one| accepted_params(&one))
    }

    fn sources(&self) -> &[&'static SourceDescriptor] {
        Dispatching::sources(self)
    }
}

/// A request that the catalog accepts.
pub(crate) struct Accepted {
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    pub(crate) provider_id: Option<String>,
    pub(crate) spec_id: &'static str,
    pub(crate) spec_version: &'static str,
    /// The specName; `None` for a source without auth specs.
    pub(crate) spec_name: Option<&'static str>,
    pub(crate) params: AcceptedParams,
}

/// Params that the catalog accepts.
pub(crate) struct AcceptedParams {
    /// Those that are not secret.
    pub(crate) public: Value,
    /// All of them, secrets and all, in one spelling: for a fingerprint only.
    pub(crate) whole: SecretText,
}

impl Catalog {
    /// The stand-in's face of this catalog.
    pub(crate) fn of(catalog: impl Dispatching + Send + Sync + 'static) -> Self {
        Self { known: Arc::new(catalog), unlisted: Unlisted::Refused }
    }

    /// The same catalog, which from here on takes what it does not list, or refuses it.
    pub(crate) fn with_unlisted(self, unlisted: Unlisted) -> Self {
        Self { unlisted, ..self }
    }

    /// Checks the body of a create.
    pub(crate) fn check(&self, body: &[u8]) -> Result<Accepted, Refusal> {
        self.known.check(body, self.unlisted).map_err(|error| refusal(&error))
    }

    /// Checks params of that auth spec.
    pub(crate) fn check_params(
        &self,
        spec_id: &str,
        spec_name: Option<&str>,
        params: &[u8],
    ) -> Result<AcceptedParams, Refusal> {
        let params = self.known.check_params(spec_id, spec_name, params, self.unlisted);
        params.map_err(|error| refusal(&error))
    }

    /// Every source, sorted by slug.
    pub(crate) fn sources(&self) -> &[&'static SourceDescriptor] {
        self.known.sources()
    }

    /// The sources of that id; several may share it.
    pub(crate) fn sources_of(&self, id: &str) -> Vec<&'static SourceDescriptor> {
        self.sources().iter().copied().filter(|source| source.id == id).collect()
    }
}

/// Reads a whole body.
fn read<C: Dispatching>(
    catalog: &C,
    body: &[u8],
    unlisted: Unlisted,
) -> Result<ConnectionRequest<C::Source>, DispatchError> {
    let as_one = |slug: Option<&str>| match (unlisted, slug) {
        (Unlisted::Taken, slug) => catalog.dispatch_unlisted(slug, body),
        (Unlisted::Refused, Some(slug)) => catalog.dispatch_as(slug, body),
        (Unlisted::Refused, None) => catalog.dispatch(body),
    };
    as_one(None).or_else(|error| match twin(&error) {
        Some(slug) => as_one(Some(slug)),
        None => Err(error),
    })
}

/// Reads params, as a request without a name.
fn read_params<C: Dispatching>(
    catalog: &C,
    id: &str,
    spec_name: Option<&str>,
    params: &[u8],
    unlisted: Unlisted,
) -> Result<ConnectionRequest<C::Source>, DispatchError> {
    if let (Unlisted::Taken, Some(body)) = (unlisted, whole(catalog, id, spec_name, params)) {
        return read(catalog, body.as_bytes(), unlisted);
    }
    let auth = catalog.dispatch_params(id, spec_name, params);
    let auth = auth.or_else(|error| match twin(&error) {
        Some(slug) => catalog.dispatch_slug(slug, spec_name, params),
        None => Err(error),
    });
    auth.map(|auth| ConnectionRequest::new("", auth))
}

/// A body with these params, if the source is known and the params are text.
fn whole(
    catalog: &impl Dispatching,
    id: &str,
    spec_name: Option<&str>,
    params: &[u8],
) -> Option<Zeroizing<String>> {
    let source = catalog.sources().iter().find(|source| source.id == id)?;
    let params = std::str::from_utf8(params).ok()?;
    let (spec_name, spec) =
        (json!(spec_name?), json!({"id": source.id, "version": source.version}));
    Some(Zeroizing::new(format!(
        r#"{{"name":"-","auth":{{"specName":{spec_name},"params":{params}}},"connectionSpec":{spec}}}"#
    )))
}

/// The first of the sources that a request is equally one of: to the service they are the same.
fn twin(error: &DispatchError) -> Option<&'static str> {
    match error {
        DispatchError::Ambiguous(candidates) => candidates.first().map(|first| first.slug),
        _ => None,
    }
}

fn accepted<A: Auth>(request: ConnectionRequest<A>) -> Accepted {
    let descriptor = request.auth().descriptor();
    Accepted {
        name: request.name().into(),
        description: request.description().map(Into::into),
        provider_id: request.provider_id().map(Into::into),
        spec_id: descriptor.source.id,
        spec_version: descriptor.source.version,
        spec_name: descriptor.spec_name,
        params: accepted_params(&request),
    }
}

/// What the catalog does not list may be a secret: of that, the fingerprint alone tells.
fn accepted_params<A: Auth>(request: &ConnectionRequest<A>) -> AcceptedParams {
    AcceptedParams { public: public(request.auth().params()), whole: request.params_to_json() }
}

fn refusal(error: &DispatchError) -> Refusal {
    let violations = error.violations();
    let details = listed(&violations);
    match error {
        DispatchError::NotJson(_) => Refusal::not_json(&details),
        DispatchError::UnknownSpecId(_) => {
            let message = format!(
                "The spec ID provided is invalid. Please provide a valid spec ID and try again. {details}"
            );
            Refusal::invalid("1413-400", &message)
        }
        DispatchError::UnknownSpecName(name) => {
            let message = format!(
                "The auth spec '{}' could not be found for the connection spec ID. {details}",
                name.name
            );
            Refusal::invalid("1415-400", &message)
        }
        _ => broken_rule(&violations, &details),
    }
}

/// A missing param comes first, then an unknown one, then a value that is not allowed.
fn broken_rule(violations: &[Violation], details: &str) -> Refusal {
    let find = |rule| violations.iter().find(|violation| violation.rule == rule);
    if let Some(missing) = find(Rule::Required) {
        let field = last_name(missing);
        let message = format!(
            "The mandatory field {field} is not provided. \
             Please provide the {field} and try again. {details}"
        );
        return Refusal::bad_request("1304-400", &message);
    }
    match violations.first() {
        Some(wrong) if find(Rule::Unknown).is_none() && wrong.pointer.contains('/') => {
            // The documented message repeats the value, which may be a secret.
            let message = format!(
                "The provided param value is not a valid input for property={}. \
                 Please provide a valid param value and try again. {details}",
                last_name(wrong)
            );
            Refusal::bad_request("1312-400", &message)
        }
        _ => Refusal::message(details),
    }
}

fn last_name(violation: &Violation) -> &str {
    violation.pointer.rsplit('/').next().unwrap_or_default()
}

/// Everything wrong, in one line.
fn listed(violations: &[Violation]) -> String {
    let all: Vec<String> = violations.iter().map(ToString::to_string).collect();
    all.join("; also ")
}

#[cfg(test)]
mod tests {
    use wellhead_runtime::Compiled;

    use super::*;

    fn accepted(name: &str, params: &str) -> Accepted {
        let body = format!(
            r#"{{"name":"{name}","auth":{{"specName":"OAuth2 Client Credential","params":{{{params}}}}},
                "connectionSpec":{{"version":"1.0","id":"cfc0fee1-7dc0-40ef-b73e-d8b134c436f5"}}}}"#
        );
        let catalog = Catalog::of(Compiled::<wellhead::Source>::new());
        catalog.check(body.as_bytes()).unwrap()
    }

    #[test]
    fn what_a_fingerprint_is_made_of_changes_with_the_params_and_with_nothing_else() {
        let url = r#""environmentUrl":"https://acme.my.salesforce.com","apiVersion":"60.0""#;
        let one = accepted("a", &format!(r#""clientId":"x","clientSecret":"y",{url}"#));
        let same = accepted("b", &format!(r#"{url},"clientSecret":"\u0079","clientId":"x""#));
        let other = accepted("a", &format!(r#""clientId":"x","clientSecret":"z",{url}"#));
        assert_eq!(*one.params.whole, *same.params.whole);
        assert_ne!(*one.params.whole, *other.params.whole);
    }
}
