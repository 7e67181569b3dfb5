//! What the tests of the crate share: every auth spec of a catalog, params made from their tables, and a second catalog,
//! that of the generator's small specs, which has what the real ones do not: every shape, no auth spec, two sources of
//! one id.
//!
//! A test that is generic over [`Sources`] and goes through the tables covers a new source without an edit.

#![allow(dead_code, reason = "each test binary uses a part of it")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

pub(crate) mod connection_strings;
pub(crate) mod json;
pub(crate) mod schemas;
pub(crate) mod values;

use std::fmt::Debug;

use proptest::test_runner::{Config, TestRunner};
use wellhead::AuthDescriptor;
use wellhead_runtime::Sources;

/// The catalog of the generator's small specs.
#[rustfmt::skip]
#[path = "../../codegen/tests/golden/small/mod.rs"]
#[allow(unreachable_pub, unused_imports, missing_docs, reason = "it is generated for a library")]
pub(crate) mod small;

/// A catalog that tests go through.
pub(crate) trait Catalog: Sources + Clone + PartialEq + Debug {}

impl<S: Sources + Clone + PartialEq + Debug> Catalog for S {}

/// Every auth spec of every source.
pub(crate) fn auths<S: Sources>() -> Vec<&'static AuthDescriptor> {
    let auths = S::routes().catalog.iter().flat_map(|source| source.auth);
    let auths: Vec<_> = auths.copied().collect();
    assert!(!auths.is_empty(), "a catalog has auth specs");
    auths
}

/// How an auth spec is called in a test's message.
pub(crate) fn name(auth: &AuthDescriptor) -> String {
    format!("{} by {:?}", auth.source.slug, auth.spec_name)
}

/// The auth specs of other sources that share id and specName with this one.
pub(crate) fn rivals<S: Sources>(auth: &AuthDescriptor) -> Vec<&'static AuthDescriptor> {
    auths::<S>()
        .into_iter()
        .filter(|other| other.source.slug != auth.source.slug)
        .filter(|other| (other.source.id, other.spec_name) == (auth.source.id, auth.spec_name))
        .collect()
}

/// A runner for properties that are looped over auth specs.
pub(crate) fn runner(cases: u32) -> TestRunner {
    TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() })
}

/// A runner that draws the same values every time.
pub(crate) fn fixed_runner() -> TestRunner {
    TestRunner::deterministic()
}
