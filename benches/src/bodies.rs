//! Bodies of every auth type of the catalog.

use wellhead::Json;

use crate::derived;

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

impl Sample {
    /// The one that is sent again and again where one source is hot: of those with more than 300 bytes the one in the
    /// middle, so that who tries one type after the other is neither lucky nor unlucky.
    pub fn hot(samples: &[Self]) -> &Self {
        let long: Vec<&Self> = samples.iter().filter(|one| one.text.len() > 300).collect();
        long[long.len() / 2]
    }
}

/// A param misspelt, one of the wrong type, and one too many.
fn spoilt(mut body: Json) -> Vec<u8> {
    if let Some(params) = body.pointer_mut("/auth/params").and_then(Json::as_object_mut) {
        let first = params.keys().next().map(str::to_owned);
        if let Some(name) = first {
            let value = params.remove(&name).unwrap_or_default();
            params.insert(format!("{name}x"), value);
        }
        if let Some((_, value)) = params.iter_mut().last() {
            *value = Json::from(17.5);
        }
        params.insert("nobodyKnowsThis", true);
    }
    body.to_string().into_bytes()
}
