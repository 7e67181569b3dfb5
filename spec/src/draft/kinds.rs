//! The usual ways to authenticate, with the names that the service gives them.

use super::param::{DraftParam, ParamType};

/// How a new source authenticates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuthKind {
    /// A user name and a password.
    Basic,
    /// One key.
    ApiKey,
    /// OAuth 2 with client id and client secret.
    ClientCredentials,
    /// One connection string.
    ConnectionString,
    /// Params of the author's own only.
    Own,
    /// No credentials: the source has no auth spec.
    None,
}

impl AuthKind {
    /// Every kind, with the word for it and what it is.
    pub const ALL: [(Self, &'static str, &'static str); 6] = [
        (Self::Basic, "basic", "user name and password"),
        (Self::ApiKey, "api-key", "one key"),
        (Self::ClientCredentials, "client-credentials", "OAuth 2 with client id and client secret"),
        (Self::ConnectionString, "connection-string", "one connection string"),
        (Self::Own, "own", "only the params that are given"),
        (Self::None, "none", "no credentials"),
    ];

    /// The kind that a word of [`ALL`](Self::ALL) names.
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, name, _)| *name == word).map(|(kind, ..)| *kind)
    }

    /// The usual `specName`; none where there is no auth spec.
    pub fn spec_name(self) -> Option<&'static str> {
        match self {
            Self::Basic => Some("Basic Authentication"),
            Self::ApiKey => Some("API Key"),
            Self::ClientCredentials => Some("OAuth2 Client Credential"),
            Self::ConnectionString => Some("ConnectionString"),
            Self::Own => Some("Custom Authentication"),
            Self::None => None,
        }
    }

    pub(super) fn wire_type(self) -> &'static str {
        match self {
            Self::Basic => "basicAuthentication",
            Self::ApiKey => "apiKey",
            Self::ClientCredentials => "oAuth2ClientCredential",
            Self::ConnectionString => "connectionString",
            Self::Own | Self::None => "customAuthentication",
        }
    }

    pub(super) fn description(self, title: &str) -> String {
        match self {
            Self::Basic => format!("Signs in to {title} with a user name and a password."),
            Self::ApiKey => format!("Calls {title} with one key."),
            Self::ClientCredentials => {
                format!("Calls {title} with the client ID and client secret of an application.")
            }
            Self::ConnectionString => format!("Connects to {title} with one connection string."),
            Self::Own | Self::None => format!("Connects to {title}."),
        }
    }

    pub(super) fn params(self) -> Vec<DraftParam> {
        match self {
            Self::Basic => vec![required("username"), secret("password")],
            Self::ApiKey => vec![secret("apiKey")],
            Self::ClientCredentials => vec![required("clientId"), secret("clientSecret")],
            Self::ConnectionString => vec![secret("connectionString")],
            Self::Own | Self::None => Vec::new(),
        }
    }
}

fn required(name: &str) -> DraftParam {
    DraftParam { name: name.to_owned(), kind: ParamType::String, required: true, secret: false }
}

fn secret(name: &str) -> DraftParam {
    DraftParam { secret: true, ..required(name) }
}
