//! Connection specs, as the service lists them: what types a request, and all the rest as it came.
//!
//! The full model of a spec file, with places and checks, is `wellhead-spec`'s. A consumer of the client does not need it, so
//! here is the part that says what a request may be, with the JSON kept for those who import it.

use serde::Deserialize;
use serde_json::Value;

/// A connection spec of the service.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ConnectionSpec {
    /// Its id: what a request calls `connectionSpec.id`.
    pub id: String,
    /// Its version, such as `1.0`.
    pub version: Option<String>,
    /// The service's own name for it, such as `maria-db`.
    pub name: Option<String>,
    /// The id of its provider, which many specs share; never to be sent as the spec's id.
    pub provider_id: Option<String>,
    /// The ways to authenticate; none for a source without auth.
    pub auth_specs: Vec<AuthSpec>,
    json: Value,
}

/// One way to authenticate.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[non_exhaustive]
pub struct AuthSpec {
    /// Its name: what a request calls `auth.specName`.
    pub name: String,
    /// What kind it is, such as `connectionStringAuth`; not what `specName` means.
    #[serde(rename = "type", default)]
    pub kind: Option<String>,
    /// The params, as JSON Schema.
    #[serde(default)]
    pub spec: Value,
}

/// The members that are typed.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Typed {
    id: String,
    #[serde(default)]
    version: Option<String>,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    provider_id: Option<String>,
    #[serde(default)]
    auth_spec: Option<Vec<AuthSpec>>,
}

impl ConnectionSpec {
    /// The whole spec, as the service gave it: what `wellhead import` makes a spec file of.
    pub fn json(&self) -> &Value {
        &self.json
    }

    /// The same, to be kept.
    pub fn into_json(self) -> Value {
        self.json
    }

    /// The names of its auth specs.
    pub fn auth_spec_names(&self) -> impl Iterator<Item = &str> {
        self.auth_specs.iter().map(|auth| auth.name.as_str())
    }
}

impl<'de> Deserialize<'de> for ConnectionSpec {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let json = Value::deserialize(deserializer)?;
        let typed = Typed::deserialize(&json).map_err(serde::de::Error::custom)?;
        Ok(Self {
            id: typed.id,
            version: typed.version,
            name: typed.name,
            provider_id: typed.provider_id,
            auth_specs: typed.auth_spec.unwrap_or_default(),
            json,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spec_is_typed_and_kept_whole() {
        let text = r#"{"id":"s","name":"acme","providerId":"p","version":"1.0","newThing":{"a":[1]},
            "authSpec":[{"name":"Basic","type":"basicAuth","spec":{"type":"object","properties":{}}}]}"#;
        let spec: ConnectionSpec = serde_json::from_str(text).unwrap();
        assert_eq!((spec.id.as_str(), spec.provider_id.as_deref()), ("s", Some("p")));
        assert_eq!(spec.auth_spec_names().collect::<Vec<_>>(), ["Basic"]);
        assert_eq!(*spec.json(), serde_json::from_str::<Value>(text).unwrap());
    }

    #[test]
    fn a_spec_without_auth_has_none() {
        for text in [r#"{"id":"s"}"#, r#"{"id":"s","authSpec":null}"#] {
            let spec: ConnectionSpec = serde_json::from_str(text).unwrap();
            assert!(spec.auth_specs.is_empty());
        }
    }
}
