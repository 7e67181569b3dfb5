//! What the benchmarks share: bodies of every auth type of the catalog, and the peers.

use std::collections::HashMap;
use std::hint::black_box;

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;

/// serde's derives, one struct a kind of params.
#[allow(missing_docs)]
pub mod derived {
    use super::{from_value, read, writer};
    include!(concat!(env!("OUT_DIR"), "/derived.rs"));
}

/// What typify makes of all bodies as one `oneOf`.
#[allow(clippy::all, missing_docs, dead_code, irrefutable_let_patterns)]
pub mod typified {
    include!(concat!(env!("OUT_DIR"), "/typified.rs"));
}

/// A body, as serde's derives read it when its type is known.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Body<P> {
    name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    auth: Auth<P>,
    connection_spec: Spec,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Auth<P> {
    spec_name: String,
    params: P,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Spec {
    id: String,
    version: String,
}

fn read<P: DeserializeOwned>(body: &[u8]) {
    black_box(serde_json::from_slice::<Body<P>>(body).expect("a body"));
}

fn from_value<P: DeserializeOwned>(body: Value) {
    black_box(serde_json::from_value::<Body<P>>(body).expect("a body"));
}

fn writer<P: DeserializeOwned + Serialize + Send + Sync + 'static>(
    body: &[u8],
) -> Box<dyn Fn() -> String + Sync> {
    let body: Body<P> = serde_json::from_slice(body).expect("a body");
    Box::new(move || serde_json::to_string(&body).expect("JSON"))
}

/// A valid body, and which of the peers' kinds it is.
#[derive(Debug)]
pub struct Sample {
    /// The number of its kind.
    pub kind: usize,
    /// The body, `auth` before `connectionSpec`.
    pub text: Vec<u8>,
    /// The same with three things wrong.
    pub wrong: Vec<u8>,
}

/// A body of every auth type that something in it tells from all others.
pub fn samples() -> Vec<Sample> {
    let auths = wellhead::CATALOG.iter().flat_map(|source| source.auth);
    let auths: Vec<_> = auths.filter(|auth| auth.spec_name.is_some()).collect();
    assert_eq!(auths.len(), derived::KEYS.len(), "the peers have the same kinds");
    let samples = auths.into_iter().enumerate().filter_map(|(kind, auth)| {
        assert_eq!(Some(derived::KEYS[kind].1), auth.spec_name);
        let body = auth.example_request();
        let text = body.to_string().into_bytes();
        wellhead::dispatch(&text).ok()?;
        Some(Sample { kind, text, wrong: spoilt(body) })
    });
    samples.collect()
}

/// A param misspelt, one of the wrong type, and one too many.
fn spoilt(mut body: Value) -> Vec<u8> {
    if let Some(params) = body["auth"]["params"].as_object_mut() {
        if let Some(name) = params.keys().next().cloned() {
            let value = params.remove(&name).unwrap_or_default();
            params.insert(format!("{name}x"), value);
        }
        if let Some(value) = params.values_mut().last() {
            *value = Value::from(17.5);
        }
        params.insert("nobodyKnowsThis".into(), true.into());
    }
    body.to_string().into_bytes()
}

/// A validator of the `jsonschema` crate for each kind, by id and specName.
pub fn validators() -> HashMap<(String, String), Vec<jsonschema::Validator>> {
    let schemas: Vec<Value> =
        serde_json::from_str(include_str!(concat!(env!("OUT_DIR"), "/schemas.json")))
            .expect("JSON");
    let mut validators: HashMap<_, Vec<_>> = HashMap::new();
    for ((id, name), schema) in derived::KEYS.iter().zip(&schemas) {
        let validator = jsonschema::options()
            .with_draft(jsonschema::Draft::Draft7)
            .should_validate_formats(true)
            .build(schema)
            .expect("a validator");
        validators.entry(((*id).to_owned(), (*name).to_owned())).or_default().push(validator);
    }
    validators
}
