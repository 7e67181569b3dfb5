//! A catalog of a size that a package is named for: the same ten sources over and over, each with an id of its own.

#[allow(missing_docs, deprecated, dead_code)]
mod generated {
    include!(concat!(env!("OUT_DIR"), "/generated/mod.rs"));
}

use generated::{CATALOG, Source};

/// Whether a body is a request that the catalog knows.
pub fn dispatches(body: &[u8]) -> bool {
    std::hint::black_box(wellhead_runtime::dispatch::<Source>(body)).is_ok()
}

/// A body of every auth type that something in it tells from all others.
pub fn bodies() -> Vec<Vec<u8>> {
    let auths = CATALOG.iter().flat_map(|source| source.auth);
    let auths = auths.filter(|auth| auth.spec_name.is_some());
    let bodies = auths.map(|auth| auth.example_request().to_string().into_bytes());
    bodies.filter(|body| dispatches(body)).collect()
}
