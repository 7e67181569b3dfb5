//! Connection specs, as the service lists them: what types a request, and all the rest as it came.
//!
//! The full model of a spec file, with places and checks, is `wellhead-spec`'s. A consumer of the client does not need it, so
//! here is the part that says what a request may be, with the JSON kept for those who import it.

use serde::de::Error;
use serde::{Deserialize, Deserializer};
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
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct AuthSpec {
    /// Its name: what a request calls `auth.specName`.
    pub name: String,
    /// What kind it is, such as `connectionStringAuth`; not what `specName` means.
    pub kind: Option<String>,
    /// The params, as JSON Schema.
    pub spec: Value,
}

impl AuthSpec {
    /// `None` if it has no name.
    fn of(json: &Value) -> Option<Self> {
        let (name, kind) = (text(json, "name")?, text(json, "type"));
        Some(Self { name, kind, spec: json.get("spec").cloned().unwrap_or_default() })
    }
}

/// A member, if it is a text.
fn text(json: &Value, name: &str) -> Option<String> {
    json.get(name)?.as_str().map(str::to_owned)
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
    /// A member of another form is as good as none: whoever imports the JSON is told of it, and the rest of the list stays.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let json = Value::deserialize(deserializer)?;
        let auth_specs = json.get("authSpec").and_then(Value::as_array);
        Ok(Self {
            id: text(&json, "id").ok_or_else(|| D::Error::missing_field("id"))?,
            version: text(&json, "version"),
            name: text(&json, "name"),
            provider_id: text(&json, "providerId"),
            auth_specs: auth_specs.into_iter().flatten().filter_map(AuthSpec::of).collect(),
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
    fn a_member_of_another_form_costs_neither_the_spec_nor_the_list() {
        let text = r#"[{"id":"a","version":1,"name":7,"providerId":{},"authSpec":{"name":"x"}},
            {"id":"b","authSpec":[7,{"type":"x"},{"name":"Basic","type":[],"spec":null}]}]"#;
        let specs: Vec<ConnectionSpec> = serde_json::from_str(text).unwrap();
        let [a, b] = &specs[..] else { panic!("two specs") };
        assert_eq!(
            (&a.version, &a.name, &a.provider_id, a.auth_specs.len()),
            (&None, &None, &None, 0)
        );
        let basic = AuthSpec { name: "Basic".into(), kind: None, spec: Value::Null };
        assert_eq!(b.auth_specs, [basic]);
        assert_eq!(a.json()["version"], 1, "the JSON is whole");
    }

    #[test]
    fn a_spec_without_auth_has_none() {
        for text in [r#"{"id":"s"}"#, r#"{"id":"s","authSpec":null}"#] {
            let spec: ConnectionSpec = serde_json::from_str(text).unwrap();
            assert!(spec.auth_specs.is_empty());
        }
    }
}
