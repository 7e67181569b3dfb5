//! Bodies of requests, written for tests.

use serde_json::{Value, json};
use wellhead::AuthDescriptor;

/// The body of a request with these params.
pub(crate) fn body(auth: &AuthDescriptor, params: &Value) -> Value {
    let mut body = json!({"name": "Acme"});
    if let Some(spec_name) = auth.spec_name {
        body["auth"] = json!({"specName": spec_name, "params": params});
    }
    body["connectionSpec"] = json!({"id": auth.source.id, "version": auth.source.version});
    body
}
