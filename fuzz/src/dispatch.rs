//! Bytes as a request: accepted ones come back as they went, and nothing of a secret is ever shown.

use serde_json::Value;
use wellhead::{Auth, ConnectionRequest, DispatchError, Source};

use crate::{any_body, is_text, show};

/// The text that must not be seen.
pub(crate) const PLANTED: &str = "pLaNtEd-9f3c";

/// Dispatches the bytes as a body; bytes that start like no JSON object are the choices by which a valid body with
/// planted secrets is changed.
pub fn holds(data: &[u8]) {
    if is_text(data) {
        return answers(data);
    }
    let body = any_body::of(data);
    show(&body);
    answers(&body);
}

fn answers(body: &[u8]) {
    match wellhead::dispatch(body) {
        Ok(request) => {
            comes_back(&request);
            if planted_in_secrets(body, &request) {
                hides(&format!("{request:?} {request:#?} {}", request.to_masked_json()));
            }
        }
        Err(error) => {
            if planted_in_params(body) {
                hides(&told(&error));
            }
        }
    }
}

fn comes_back(request: &ConnectionRequest<Source>) {
    if let Err(violations) = request.validate() {
        panic!("accepted, but not valid: {violations}");
    }
    let json = request.to_json();
    let again = wellhead::dispatch(json.as_bytes()).unwrap_or_else(|error| panic!("{error}"));
    assert!(again == *request, "comes back as another");
    assert_eq!(again.to_json(), json);
    let by_serde = serde_json::to_value(request).expect("a request is JSON");
    assert_eq!(serde_json::from_str::<Value>(&json).expect("JSON"), by_serde);
}

/// Everything that an error shows.
fn told(error: &DispatchError) -> String {
    format!("{error} {error:?} {:?}", error.violations())
}

fn hides(shown: &str) {
    assert!(!shown.contains(PLANTED), "a secret is shown: {shown}");
}

/// Whether the planted text stands in the values of params alone: a name may be shown, and where the text is no JSON,
/// nobody can say what is a name, but then nothing of it may be shown.
fn planted_in_params(body: &[u8]) -> bool {
    let Ok(mut body) = serde_json::from_slice::<Value>(body) else { return true };
    let params = body.pointer_mut("/auth/params").map(Value::take).unwrap_or_default();
    !in_names(&params) && !body.to_string().contains(PLANTED)
}

fn in_names(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.iter().any(in_names),
        Value::Object(members) => {
            members.iter().any(|(name, value)| name.contains(PLANTED) || in_names(value))
        }
        _ => false,
    }
}

/// Whether the planted text stands in params that are secrets alone.
fn planted_in_secrets(body: &[u8], request: &ConnectionRequest<Source>) -> bool {
    let Ok(mut body) = serde_json::from_slice::<Value>(body) else { return false };
    for field in
        request.auth().descriptor().table.fields.iter().filter(|field| field.shape.is_secret())
    {
        if let Some(params) = body.pointer_mut("/auth/params").and_then(Value::as_object_mut) {
            params.remove(field.name);
        }
    }
    !body.to_string().contains(PLANTED)
}
