//! Is a body a request of the catalog? If it is: what may be kept of it. If not: the documented code and shape.

use axum::http::StatusCode;
use serde_json::Value;
use wellhead_runtime::{ConnectionRequest, DispatchError, Rule, Sources, Violation, dispatch};
use zeroize::Zeroizing;

use crate::public::public;
use crate::refusal::Refusal;

/// Checks a body against one catalog.
pub(crate) type Check = fn(&[u8]) -> Result<Accepted, Refusal>;

/// A request that the catalog accepts.
pub(crate) struct Accepted {
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    pub(crate) provider_id: Option<String>,
    pub(crate) spec_id: &'static str,
    pub(crate) spec_version: &'static str,
    /// The specName; `None` for a source without auth specs.
    pub(crate) spec_name: Option<&'static str>,
    /// The params that are not secret.
    pub(crate) public_params: Value,
    /// All params, secrets and all, in one spelling: for a fingerprint only.
    pub(crate) whole_auth: Zeroizing<String>,
}

/// Checks `body` against the catalog `S`.
pub(crate) fn check<S: Sources>(body: &[u8]) -> Result<Accepted, Refusal> {
    if body.iter().all(u8::is_ascii_whitespace) {
        let message = "The request body cannot be null or empty. \
                       Please provide a request body and try again.";
        return Err(Refusal::catalogue("1405-400", "Invalid request", message));
    }
    dispatch::<S>(body).map(accepted).map_err(|error| refusal(&error))
}

fn accepted<S: Sources>(request: ConnectionRequest<S>) -> Accepted {
    let auth = request.auth();
    let descriptor = auth.descriptor();
    Accepted {
        name: request.name().into(),
        description: request.description().map(Into::into),
        provider_id: request.provider_id().map(Into::into),
        spec_id: descriptor.source.id,
        spec_version: descriptor.source.version,
        spec_name: descriptor.spec_name,
        public_params: public(auth.params()),
        // Without a name, so that the fingerprint tells of the params alone.
        whole_auth: ConnectionRequest::new("", request.into_auth()).to_json(),
    }
}

fn refusal(error: &DispatchError) -> Refusal {
    const INVALID: &str = "Invalid request";
    let violations = error.violations();
    let details = listed(&violations);
    match error {
        DispatchError::NotJson(_) => Refusal::problem(
            StatusCode::BAD_REQUEST,
            "BadRequestError",
            &format!("the body is not JSON: {details}"),
        ),
        DispatchError::UnknownSpecId(_) => {
            let message = format!(
                "The spec ID provided is invalid. Please provide a valid spec ID and try again. {details}"
            );
            Refusal::catalogue("1413-400", INVALID, &message)
        }
        DispatchError::UnknownSpecName(name) => {
            let message = format!(
                "The auth spec '{}' could not be found for the connection spec ID. {details}",
                name.name
            );
            Refusal::catalogue("1415-400", INVALID, &message)
        }
        _ => match violations.iter().find(|violation| violation.rule == Rule::Required) {
            Some(missing) => {
                let field = missing.pointer.rsplit('/').next().unwrap_or_default();
                let message = format!(
                    "The mandatory field {field} is not provided. \
                     Please provide the {field} and try again. {details}"
                );
                Refusal::catalogue("1304-400", "Bad Request", &message)
            }
            None => Refusal::message(&details),
        },
    }
}

/// Everything wrong, in one line.
fn listed(violations: &[Violation]) -> String {
    let all: Vec<String> = violations.iter().map(ToString::to_string).collect();
    all.join("; also ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepted(name: &str, params: &str) -> Accepted {
        let body = format!(
            r#"{{"name":"{name}","auth":{{"specName":"OAuth2 Client Credential","params":{{{params}}}}},
                "connectionSpec":{{"version":"1.0","id":"cfc0fee1-7dc0-40ef-b73e-d8b134c436f5"}}}}"#
        );
        check::<wellhead::Source>(body.as_bytes()).unwrap()
    }

    #[test]
    fn what_a_fingerprint_is_made_of_changes_with_the_params_and_with_nothing_else() {
        let url = r#""environmentUrl":"https://acme.my.salesforce.com","apiVersion":"60.0""#;
        let one = accepted("a", &format!(r#""clientId":"x","clientSecret":"y",{url}"#));
        let same = accepted("b", &format!(r#"{url},"clientSecret":"\u0079","clientId":"x""#));
        let other = accepted("a", &format!(r#""clientId":"x","clientSecret":"z",{url}"#));
        assert_eq!(*one.whole_auth, *same.whole_auth);
        assert_ne!(*one.whole_auth, *other.whole_auth);
    }
}
