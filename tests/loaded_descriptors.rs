//! What a loaded catalog knows of its sources is what the compiled one knows, to the last word of every table; and every
//! id, slug and alias leads to the same auth specs.
//!
//! A file of its own: patterns show whether they have been used, and here none has.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use std::path::Path;

use wellhead::Source;
use wellhead_codegen::Loader;
use wellhead_runtime::{Catalog, Compiled, LoadedCatalog, Route, Sources};

fn led(routes: Option<&[Route]>) -> Option<Vec<(&'static str, bool)>> {
    routes.map(|routes| routes.iter().map(|route| (route.auth.rust_type, route.any)).collect())
}

fn same_routes(compiled: &impl Catalog, other: &impl Catalog) {
    let routes = Source::routes();
    let (ids, slugs) = (routes.ids.names().count(), routes.slugs.names().count());
    assert!(ids > 50 && slugs > ids);
    for id in routes.ids.names() {
        assert_eq!(led(compiled.of_id(id)), led(other.of_id(id)), "{id}");
    }
    for slug in routes.slugs.names() {
        assert_eq!(led(compiled.of_slug(slug)), led(other.of_slug(slug)), "{slug}");
    }
}

#[test]
fn a_loaded_catalog_knows_what_the_compiled_one_knows() {
    let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("specs");
    let loaded = Loader::new(specs).load().expect("sound specs").catalog;
    let compiled = Compiled::<Source>::new();
    assert_eq!(loaded.sources().len(), compiled.sources().len());
    for (known, source) in compiled.sources().iter().zip(loaded.sources()) {
        assert_eq!(format!("{known:#?}"), format!("{source:#?}"));
        for (known, auth) in known.auth.iter().zip(source.auth) {
            assert_eq!(format!("{known:#?}"), format!("{auth:#?}"));
            assert_eq!(known.example_request(), auth.example_request());
            assert!(std::ptr::eq(auth.source, *source), "it leads back to its source");
        }
    }
    same_routes(&compiled, &loaded);
    let seen = LoadedCatalog::of(Source::routes());
    same_routes(&compiled, &seen);
    same_routes(&compiled, &seen.with(loaded));
}
