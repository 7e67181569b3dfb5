//! The catalog as the service would show it.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod support;

use serde_json::{Value, json};
use support::{create, get, standin};
use wellhead_codegen::Loader;
use wellhead_runtime::{LoadedCatalog, Sources};
use wellhead_spec::{Severity, SpecSet, SpecText};
use wellhead_standin::{Options, Running, Standin};

async fn specs(standin: &Running, query: &str) -> Vec<Value> {
    let answer = get(standin, &format!("/connectionSpecs{query}")).await;
    assert_eq!(answer.status, 200, "{query}: {answer:?}");
    answer.json()["items"].as_array().unwrap().clone()
}

#[tokio::test]
async fn every_source_of_the_catalog_is_listed_with_its_auth_specs_and_params() {
    let standin = standin().await;
    let specs = specs(&standin, "").await;
    assert_eq!(specs.len(), wellhead::CATALOG.len());
    for (spec, source) in specs.iter().zip(wellhead::CATALOG) {
        assert_eq!((&spec["id"], &spec["version"]), (&json!(source.id), &json!(source.version)));
        for auth in source.auth.iter().filter(|auth| auth.spec_name.is_some()) {
            let mut shown = spec["authSpec"].as_array().unwrap().iter();
            let shown = shown.find(|shown| shown["name"] == json!(auth.spec_name)).unwrap();
            let text = shown["spec"].to_string();
            for field in auth.table.fields {
                assert!(
                    text.contains(&format!("\"{}\"", field.name)),
                    "{}: {}",
                    source.slug,
                    field.name
                );
            }
        }
    }
}

#[tokio::test]
async fn a_secret_is_shown_as_one_and_a_required_param_as_required() {
    let standin = standin().await;
    let spec = &specs(&standin, "?property=name==oracle").await[0];
    let params = &spec["authSpec"][0]["spec"];
    assert_eq!(params["$schema"], "http://json-schema.org/draft-07/schema#");
    assert_eq!(params["required"], json!(["connectionString"]));
    assert_eq!(params["properties"]["connectionString"]["format"], "password");
    assert_eq!(params["properties"]["connectionString"]["type"], "string");
}

#[tokio::test]
async fn what_is_shown_is_a_spec_file_without_errors() {
    let standin = standin().await;
    for spec in specs(&standin, "").await {
        let name = spec["name"].as_str().unwrap().replace([' ', '_'], "-").to_lowercase();
        let text = serde_json::to_string_pretty(&spec).unwrap();
        let file = SpecText { file: format!("{name}.json"), slug: name.clone(), text };
        let set = SpecSet::from_texts(vec![file]);
        assert_eq!(set.specs.len(), 1, "{name}");
        let errors: Vec<_> = set
            .diagnostics
            .iter()
            .filter(|found| found.severity() == Severity::Error)
            .map(|found| found.message.clone())
            .collect();
        assert!(errors.is_empty(), "{name}: {errors:?}");
    }
}

#[tokio::test]
async fn specs_are_filtered_as_documented() {
    let standin = standin().await;
    let salesforce = "cfc0fee1-7dc0-40ef-b73e-d8b134c436f5";
    let oracle = "d6b52d86-f0f8-475f-89d4-ce54c8527328";
    let databases = wellhead::CATALOG.iter().filter(|source| source.category == "databases");
    for (query, count) in [
        (format!("?property=id=={oracle}"), 1),
        (format!("?property=id=={oracle},{salesforce}"), 2),
        (format!("?property=id=={oracle}&property=name==salesforce"), 0),
        ("?property=name==%22oracle%22".to_owned(), 1),
        ("?property=attributes.category=%22databases%22".to_owned(), databases.count()),
        ("?property=name==%22oracle%22,%22salesforce%22".to_owned(), 2),
        ("?property=name==none".to_owned(), 0),
    ] {
        assert_eq!(specs(&standin, &query).await.len(), count, "{query}");
    }
    for (query, code) in [
        ("?property=nonsense==x", "1449-400"),
        ("?property=name", "1449-400"),
        ("?property=name%3E=x", "1448-400"),
        ("?limit=1", "1451-400"),
    ] {
        let answer = get(&standin, &format!("/connectionSpecs{query}")).await;
        assert_eq!(answer.code(), (400, code.into()), "{query}");
    }
}

#[tokio::test]
async fn a_spec_is_looked_up_by_its_id_and_all_that_share_it_are_shown() {
    let standin = standin().await;
    for source in wellhead::CATALOG {
        let found = specs(&standin, &format!("/{}", source.id)).await;
        let sharing = wellhead::CATALOG.iter().filter(|other| other.id == source.id).count();
        assert_eq!(found.len(), sharing, "{}", source.slug);
    }
    assert_eq!(get(&standin, "/connectionSpecs/none").await.status, 404);
}

#[tokio::test]
async fn a_catalog_that_was_loaded_is_known_like_any_other() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/specs");
    let compiled = LoadedCatalog::of(wellhead::Source::routes());
    let loaded = Loader::new(folder).beside(compiled).load().unwrap().catalog;
    let acme = loaded.source("acme-crm").unwrap();
    let standin = Standin::start_with(Options::default(), loaded).await.unwrap();
    assert_eq!(specs(&standin, "").await.len(), wellhead::CATALOG.len() + 1);
    assert_eq!(specs(&standin, &format!("/{}", acme.id)).await[0]["name"], "acme-crm");

    let body = acme.auth[1].example_request();
    let wrong = body.to_string().replace("password", "pasword");
    assert_eq!(create(&standin, &wrong).await.status, 400);
    let created = create(&standin, &body.to_string()).await;
    assert_eq!(created.status, 201, "{created:?}");
    let oracle = wellhead::source("oracle").unwrap().auth[0].example_request();
    assert_eq!(create(&standin, &oracle.to_string()).await.status, 201);
}
