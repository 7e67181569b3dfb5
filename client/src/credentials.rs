//! How the client may prove who it is.

use wellhead_runtime::Secret;

/// OAuth server-to-server credentials, as a project in the Adobe Developer Console has them.
///
/// `Debug` does not show the secret.
#[derive(Clone, Debug)]
pub struct Credentials {
    pub(crate) client_id: String,
    pub(crate) client_secret: Secret,
    pub(crate) scopes: Vec<String>,
}

impl Credentials {
    /// Credentials without scopes; see [`with_scopes`](Self::with_scopes).
    pub fn new(client_id: impl Into<String>, client_secret: impl Into<Secret>) -> Self {
        Self {
            client_id: client_id.into(),
            client_secret: client_secret.into(),
            scopes: Vec::new(),
        }
    }

    /// Sets the scopes that the project lists, such as `openid` and `AdobeID`.
    #[must_use]
    pub fn with_scopes(mut self, scopes: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.scopes = scopes.into_iter().map(Into::into).collect();
        self
    }
}

/// What a [`Client`](crate::Client) gets its bearer token from.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Access {
    /// IMS: tokens are asked for when needed, and kept until shortly before they expire.
    Credentials(Credentials),
    /// A token that was made elsewhere; when it expires, calls are refused.
    Token(Secret),
}

impl From<Credentials> for Access {
    fn from(credentials: Credentials) -> Self {
        Self::Credentials(credentials)
    }
}

impl From<Secret> for Access {
    fn from(token: Secret) -> Self {
        Self::Token(token)
    }
}
