//! What is to change of a base connection, as a JSON Patch.
//!
//! The API's own description has one object with an operation in upper case; its prose and every sample have an array in lower
//! case, which is JSON Patch (RFC 6902), and what is sent here.

use std::fmt;

use reqwest::header::HeaderValue;
use wellhead_runtime::{Auth, ConnectionRequest, SecretText, Violations};
use zeroize::Zeroizing;

use crate::call::names;
use crate::connection::Connection;
use crate::error::Error;
use crate::scrub::Secrets;
use crate::told::shown;

/// What is to change of a base connection. `Debug` shows no params.
///
/// Params are always sent whole: the service replaces them all, so a patch that names one of them would lose the others. What
/// dataflows use changes with the connection, at once.
///
/// ```
/// use wellhead_client::Update;
/// let update = Update::new().name("CRM").description("nightly");
/// # let _ = update;
/// ```
#[derive(Clone, Default)]
pub struct Update {
    name: Option<String>,
    description: Option<String>,
    params: Option<Params>,
}

/// New params, as the JSON they are sent as.
#[derive(Clone)]
struct Params {
    json: SecretText,
    secrets: Secrets,
    names: Vec<&'static str>,
    spec_id: &'static str,
    spec_name: Option<&'static str>,
    checked: Result<(), Violations>,
}

impl Update {
    /// Nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Another name.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Another description, or a first one.
    #[must_use]
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }

    /// Other params, all of them: those of a typed request for the same source and auth spec. They are validated before they
    /// are sent.
    #[must_use]
    pub fn params<A: Auth>(self, auth: A) -> Self {
        // The envelope's name is not sent; it has to pass the check.
        self.params_of(&ConnectionRequest::new("update", auth))
    }

    /// The same with the params of a whole request, those included that its spec does not list.
    #[must_use]
    pub fn params_of<A: Auth>(mut self, request: &ConnectionRequest<A>) -> Self {
        let descriptor = request.auth().descriptor();
        self.params = Some(Params {
            json: request.params_to_json(),
            secrets: Secrets::of_request(request),
            names: names(request.auth().params()),
            spec_id: descriptor.source.id,
            spec_name: descriptor.spec_name,
            checked: request.validate(),
        });
        self
    }

    /// Whether it fits `connection`: params of another source or auth spec would leave it unusable, and the service does not
    /// look.
    ///
    /// # Errors
    /// [`Error::Unusable`], with both names.
    pub fn check(&self, connection: &Connection) -> Result<(), Error> {
        let Some(params) = &self.params else { return Ok(()) };
        let spec_id = connection.connection_spec.as_ref().map(|spec| spec.id.as_str());
        if let Some(other) = spec_id.filter(|id| *id != params.spec_id) {
            return Err(Error::unusable(format!(
                "the params are for the connection spec {}, and the connection {} is of {}: \
                 a connection keeps its connection spec",
                params.spec_id,
                connection.id,
                shown(other)
            )));
        }
        let spec_name = connection.auth.as_ref().map(|auth| auth.spec_name.as_str());
        if spec_name.is_some() && spec_name != params.spec_name {
            return Err(Error::unusable(format!(
                "the params are for the auth spec `{}`, and the connection {} uses `{}`: \
                 give params of that auth spec, or create another connection",
                params.spec_name.unwrap_or_default(),
                connection.id,
                shown(spec_name.unwrap_or_default())
            )));
        }
        Ok(())
    }

    /// The body, once everything in it is known to be good.
    pub(crate) fn to_json(&self) -> Result<Zeroizing<String>, Error> {
        if let Some(params) = &self.params {
            params.checked.clone().map_err(Error::Invalid)?;
        }
        if self.name.as_ref().is_some_and(|name| name.trim().is_empty()) {
            return Err(Error::unusable(
                "the new name is empty: give one, or leave the name as it is",
            ));
        }
        let text =
            |text: &String| SecretText::from(serde_json::Value::from(text.as_str()).to_string());
        let changes = [
            ("replace", "/name", self.name.as_ref().map(text)),
            // `add` replaces what is there, and works where nothing is.
            ("add", "/description", self.description.as_ref().map(text)),
            ("replace", "/auth/params", self.params.as_ref().map(|params| params.json.clone())),
        ];
        let length =
            changes.iter().flat_map(|(_, _, value)| value).map(|value| value.len() + 64).sum();
        let mut body = Zeroizing::new(String::with_capacity(length));
        for (op, path, value) in changes {
            let Some(value) = value else { continue };
            let start = if body.is_empty() { "[" } else { "," };
            for part in
                [start, r#"{"op":""#, op, r#"","path":""#, path, r#"","value":"#, &value, "}"]
            {
                body.push_str(part);
            }
        }
        if body.is_empty() {
            return Err(Error::unusable(
                "the update changes nothing: give it a name, a description or params",
            ));
        }
        body.push(']');
        Ok(body)
    }

    pub(crate) fn secrets(&self) -> Secrets {
        self.params.as_ref().map(|params| params.secrets.clone()).unwrap_or_default()
    }

    pub(crate) fn param_names(&self) -> Vec<&'static str> {
        self.params.as_ref().map(|params| params.names.clone()).unwrap_or_default()
    }
}

impl fmt::Debug for Update {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Update")
            .field("name", &self.name)
            .field("description", &self.description)
            .field("params", &self.params.as_ref().map(|params| &params.names))
            .finish()
    }
}

/// `If-Match`: the etag as the service gave it, quotes included.
pub(crate) fn if_match(etag: &str) -> Result<HeaderValue, Error> {
    match HeaderValue::from_str(etag) {
        Ok(header) if !etag.trim().is_empty() => Ok(header),
        _ => Err(Error::unusable(
            "the etag is empty or holds characters that no header may have: \
             read the connection, and give its etag as it stands there; \
             a connection that is initializing has none yet",
        )),
    }
}
