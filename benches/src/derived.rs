//! serde's derives, one struct a kind of params. The type of a body is known: [`READERS`] and [`WRITERS`] are indexed by
//! its kind.

use std::hint::black_box;

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;

include!(concat!(env!("OUT_DIR"), "/derived.rs"));

/// A body.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Body<P> {
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
