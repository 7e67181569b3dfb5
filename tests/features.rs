//! Cargo features by category: a source whose feature is off is not compiled, and a request for it is told why it is
//! refused. The test holds whatever features it is built with; `.ci/run` builds it with all of them and with few.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use wellhead::DispatchError;
use wellhead_codegen::spec::category;

/// Every category's key, and whether its feature is on.
fn categories() -> Vec<(&'static str, bool)> {
    macro_rules! on {
        ($($feature:literal),+ $(,)?) => { [$(($feature, cfg!(feature = $feature))),+] };
    }
    let features = on![
        "advertising",
        "analytics",
        "cloud-storage",
        "consent-and-preferences",
        "crm",
        "customer-success",
        "data-partners",
        "databases",
        "ecommerce",
        "local-system",
        "loyalty",
        "marketing-automation",
        "payments",
        "protocols",
        "sdk",
        "streaming",
        "surveys",
    ];
    let is_on = |key: &str| {
        let feature = category::feature(key).expect("a feature");
        features.iter().find(|(known, _)| *known == feature).expect("it is declared").1
    };
    category::CATEGORIES.iter().map(|(key, _)| (*key, is_on(key))).collect()
}

fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Every spec file: its slug, its id, and whether its source is in this build.
fn specs() -> Vec<(String, String, bool)> {
    let categories = categories();
    let entries = fs::read_dir(root("specs")).unwrap().map(|entry| entry.unwrap().path());
    let specs = entries.filter_map(|path| {
        let slug = path.file_name()?.to_str()?.strip_suffix(".json")?.to_owned();
        let spec: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        let id = spec["id"].as_str()?.to_owned();
        let key = spec["sourceSpec"]["attributes"]["uiAttributes"]["category"]["key"].as_str();
        let is_on =
            categories.iter().find(|(known, _)| Some(*known) == key).is_none_or(|(_, on)| *on);
        Some((slug, id, is_on))
    });
    specs.collect()
}

#[test]
fn the_catalog_has_the_sources_whose_features_are_on() {
    let expected: BTreeSet<String> =
        specs().into_iter().filter(|(.., is_on)| *is_on).map(|(slug, ..)| slug).collect();
    let found: BTreeSet<String> =
        wellhead::CATALOG.iter().map(|source| source.slug.to_owned()).collect();
    assert_eq!(found, expected);
}

#[test]
fn a_request_for_a_source_that_is_left_out_is_told_so() {
    let specs = specs();
    for entry in fs::read_dir(root("examples")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let body = fs::read(&path).unwrap();
        let json: Value = serde_json::from_slice(&body).unwrap();
        let id = json["connectionSpec"]["id"].as_str().unwrap();
        let stem = path.file_stem().unwrap().to_str().unwrap();
        let is_own = |slug: &str| stem == slug || stem.starts_with(&format!("{slug}-"));
        let own = specs.iter().filter(|(slug, known, _)| known == id && is_own(slug));
        let is_on = own.clone().any(|(.., is_on)| *is_on);
        assert!(own.count() > 0, "{} is of no source", path.display());
        let others = specs.iter().any(|(_, known, is_on)| known == id && *is_on);
        match wellhead::dispatch(&body) {
            Ok(_) => assert!(is_on, "{}", path.display()),
            // Another source of the same id is there, and can't be meant.
            Err(_) if others && !is_on => {}
            Err(DispatchError::UnknownSpecId(name)) if !is_on => {
                assert!(name.help.contains("left out"), "{}: {name:?}", path.display());
            }
            Err(error) => panic!("{}: {error}", path.display()),
        }
    }
}

#[test]
fn every_category_is_a_feature_that_is_on_by_default() {
    let manifest = fs::read_to_string(root("Cargo.toml")).unwrap();
    let (_, features) = manifest.split_once("\n[features]\n").unwrap();
    let default = features.split_once("default = [").unwrap().1.split_once(']').unwrap().0;
    for (key, _) in category::CATEGORIES {
        let feature = category::feature(key).unwrap();
        assert!(default.contains(&format!("\"{feature}\"")), "{feature} is not on by default");
        assert!(features.contains(&format!("\n{feature} = []\n")), "{feature} is not declared");
    }
}
