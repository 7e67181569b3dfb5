//! What the service says of a base connection: every member that its API describes, but for the params, of which some are
//! credentials. Members that are described nowhere are ignored.

use serde::{Deserialize, Serialize};

use crate::told;

/// The answer to a create.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[non_exhaustive]
pub struct Created {
    /// The new connection's id.
    #[serde(deserialize_with = "told::read_id")]
    pub id: String,
    /// Its version, for `If-Match`; the quotes are part of it. `None` if the service gave none, which must not cost the id.
    #[serde(default)]
    pub etag: Option<String>,
    /// Whether the answer to the create was lost, and the connection was found by its name and source.
    #[serde(skip)]
    pub was_looked_up: bool,
}

impl Created {
    pub(crate) fn found(connection: Connection) -> Self {
        Self { id: connection.id, etag: connection.etag, was_looked_up: true }
    }
}

/// A base connection, without its params: which of them are credentials, and whether the service masks those, is not documented. It
/// serializes in the service's own names.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Connection {
    /// The connection's id.
    #[serde(deserialize_with = "told::read_id")]
    pub id: String,
    /// What people know it by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Whether it can be used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<State>,
    /// When it was created, in milliseconds since the Unix epoch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_at: Option<u64>,
    /// When it was last changed, in milliseconds since the Unix epoch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<u64>,
    /// Who created it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_by: Option<String>,
    /// Who changed it last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated_by: Option<String>,
    /// The application that created it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_client: Option<String>,
    /// The application that changed it last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated_client: Option<String>,
    /// The id of the sandbox that it is in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sandbox_id: Option<String>,
    /// The sandbox that it is in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sandbox_name: Option<String>,
    /// The organization that it is of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ims_org_id: Option<String>,
    /// The id of the provider of its connection spec, where the request named it, as those of streaming sources do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider_id: Option<String>,
    /// Its version; the quotes are part of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// Its version, for `If-Match`; the quotes are part of it. A connection that is initializing may have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub etag: Option<String>,
    /// How it authenticates; `None` for a source without auth specs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub auth: Option<AuthSpecRef>,
    /// What it is a connection to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub connection_spec: Option<ConnectionSpecRef>,
}

/// The auth spec of a connection.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AuthSpecRef {
    /// The auth spec's name.
    pub spec_name: String,
}

/// The connection spec of a connection.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[non_exhaustive]
pub struct ConnectionSpecRef {
    /// The connection spec's id.
    pub id: String,
    /// The connection spec's version, such as `1.0`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
}

/// Whether a connection can be used.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(from = "String", into = "String")]
#[non_exhaustive]
pub enum State {
    /// It can be used.
    Enabled,
    /// It is switched off.
    Disabled,
    /// It is still being created.
    Initializing,
    /// A state that no documentation lists as a value, in the service's own word.
    Other(String),
}

impl State {
    /// The service's own word.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Enabled => "enabled",
            Self::Disabled => "disabled",
            Self::Initializing => "initializing",
            Self::Other(word) => word,
        }
    }

    /// Whether it will become another by itself, as far as is known: states that nobody documents as values are taken for
    /// such, since those that error messages mention are (`updating`, `enabled-finalizing`).
    pub fn is_passing(&self) -> bool {
        !matches!(self, Self::Enabled | Self::Disabled)
    }
}

impl From<String> for State {
    fn from(word: String) -> Self {
        match word.as_str() {
            "enabled" => Self::Enabled,
            "disabled" => Self::Disabled,
            "initializing" => Self::Initializing,
            _ => Self::Other(word),
        }
    }
}

impl From<State> for String {
    fn from(state: State) -> Self {
        state.as_str().into()
    }
}

impl std::fmt::Display for State {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&told::shown(self.as_str()))
    }
}

/// A lookup is answered with a list, too.
#[derive(Deserialize)]
pub(crate) struct Items<T> {
    pub(crate) items: Vec<T>,
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn a_connection_is_told_as_it_came_but_for_its_params_and_what_nobody_describes() {
        let documented = json!({
            "id": "c", "name": "CRM", "description": "nightly", "state": "enabled",
            "createdAt": 1, "updatedAt": 2, "createdBy": "a@AdobeID", "updatedBy": "b@AdobeID",
            "createdClient": "exc_app", "updatedClient": "acme", "sandboxId": "s",
            "sandboxName": "dev", "imsOrgId": "ACME@AdobeOrg", "providerId": "p",
            "version": "\"e\"", "etag": "\"e\"", "auth": { "specName": "Basic" },
            "connectionSpec": { "id": "x", "version": "1.0" },
        });
        let mut answer = documented.clone();
        answer["auth"]["params"] = json!({ "host": "acme.example", "password": "hunter2" });
        answer["newThing"] = json!("hunter2");
        let connection: Connection = serde_json::from_value(answer).unwrap();
        assert!(!format!("{connection:?}").contains("hunter2"));
        assert_eq!(serde_json::to_value(connection).unwrap(), documented);
        let least: Connection = serde_json::from_str(r#"{"id":"c"}"#).unwrap();
        assert_eq!(serde_json::to_value(least).unwrap(), Value::from_iter([("id", "c")]));
    }
}
