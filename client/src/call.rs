//! One call to the Flow Service: what it carries besides the headers that every call has.

use bytes::Bytes;
use reqwest::Method;
use reqwest::header::HeaderValue;
use url::Url;
use wellhead_runtime::{Auth, ConnectionRequest, Params, SecretText, View};

use crate::error::{Error, Operation};
use crate::scrub::Secrets;

/// What a request carries besides its headers.
pub(crate) struct Call {
    pub(crate) operation: Operation,
    pub(crate) method: Method,
    pub(crate) url: Url,
    pub(crate) body: Option<Bytes>,
    /// `If-Match`.
    pub(crate) etag: Option<HeaderValue>,
    /// What must not come back in an error.
    pub(crate) secrets: Secrets,
    /// The names of the params that may be sent, so that a refusal that is about one can be told as such.
    pub(crate) params: Vec<&'static str>,
    /// The connection or connection spec that it is about, for traces.
    pub(crate) id: Option<String>,
}

impl Call {
    pub(crate) fn new(operation: Operation, method: Method, url: Url) -> Self {
        Self {
            operation,
            method,
            url,
            body: None,
            etag: None,
            secrets: Secrets::default(),
            params: Vec::new(),
            id: None,
        }
    }

    pub(crate) fn get(operation: Operation, url: Url) -> Self {
        Self::new(operation, Method::GET, url)
    }

    pub(crate) fn about(mut self, id: &str) -> Self {
        self.id = Some(id.to_owned());
        self
    }

    /// A JSON body, whose memory is overwritten once it is sent.
    pub(crate) fn with_body(mut self, json: impl Into<SecretText>) -> Self {
        self.body = Some(Bytes::from_owner(json.into()));
        self
    }

    pub(crate) fn with_params_of<A: Auth>(mut self, request: &ConnectionRequest<A>) -> Self {
        self.secrets = Secrets::of_request(request);
        self.params = names(request.auth().params());
        self
    }
}

/// The names of params and of what is nested in them.
pub(crate) fn names(params: &dyn Params) -> Vec<&'static str> {
    let fields = params.table().fields;
    let mut names: Vec<_> = fields.iter().map(|field| field.name).collect();
    for index in 0..fields.len() {
        if let View::Object(nested) = params.view(index) {
            names.extend(self::names(nested));
        }
    }
    names
}

/// Whether a call can be made about what has this id.
pub(crate) fn is_id(id: &str) -> bool {
    let known = |char: char| char.is_ascii_alphanumeric() || char == '-';
    !id.is_empty() && id.chars().all(known)
}

/// An id out of place would name another resource, so only what an id can be goes into the path.
pub(crate) fn check_id(what: &str, id: &str) -> Result<(), Error> {
    if is_id(id) {
        return Ok(());
    }
    Err(Error::unusable(format!(
        "the {what} id may hold letters, digits and `-` only: write it as the service gave it"
    )))
}
