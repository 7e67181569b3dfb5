//! What a connection shows of its source.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod support;

use serde_json::json;
use support::{Answer, created, get, standin};
use wellhead_standin::Running;

async fn explored(standin: &Running, id: &str, query: &str) -> Answer {
    get(standin, &format!("/connections/{id}/explore{query}")).await
}

#[tokio::test]
async fn the_root_lists_what_can_be_explored_next() {
    let standin = standin().await;
    let id = created(&standin, "CRM").await.id;
    let root = explored(&standin, &id, "?objectType=root").await.json();
    assert_eq!(
        root[0],
        json!({ "type": "table", "name": "accounts", "path": "accounts", "canPreview": true, "canFetchSchema": true })
    );
    for table in root.as_array().unwrap() {
        let query = format!("?objectType=table&object={}", table["path"].as_str().unwrap());
        let schema = explored(&standin, &id, &query).await.json();
        assert_eq!(schema["format"], "flat");
        assert_eq!(schema["schema"]["columns"][0]["name"], "id");
        assert!(schema.get("data").is_none());
        let preview = explored(&standin, &id, &format!("{query}&preview=true")).await.json();
        assert_eq!(preview["data"].as_array().unwrap().len(), 1);
    }
}

#[tokio::test]
async fn object_types_are_read_in_both_documented_spellings() {
    let standin = standin().await;
    let id = created(&standin, "CRM").await.id;
    let lower = explored(&standin, &id, "?objectType=root").await;
    assert_eq!(explored(&standin, &id, "?objectType=ROOT").await.text, lower.text);
    assert_eq!(explored(&standin, &id, "").await.text, lower.text);
}

#[tokio::test]
async fn what_can_not_be_explored_is_refused_by_its_code() {
    let standin = standin().await;
    let id = created(&standin, "CRM").await.id;
    for (query, code) in [
        ("?objectType=nonsense", "1358-400"),
        ("?objectType=table", "1337-400"),
        ("?objectType=file", "1337-400"),
        ("?objectType=folder", "1337-400"),
        ("?objectType=table&object=none", "1330-400"),
        ("?objectType=rest&object=none", "1330-400"),
        ("?FileType=nonsense", "1399-400"),
    ] {
        assert_eq!(explored(&standin, &id, query).await.code(), (400, code.into()), "{query}");
    }
}

#[tokio::test]
async fn configs_are_answered_as_in_the_documents_example() {
    let standin = standin().await;
    let id = created(&standin, "CRM").await.id;
    let configs = get(&standin, &format!("/connections/{id}/configs")).await;
    assert_eq!(configs.status, 200);
    assert_eq!(configs.json()["items"][0], json!({ "columnName": "id", "columnType": "string" }));
}

#[tokio::test]
async fn a_connection_spec_is_explored_as_in_the_documents_example() {
    let standin = standin().await;
    for call in ["explore", "configs"] {
        let of = async |id: &str| get(&standin, &format!("/connectionSpecs/{id}/{call}")).await;
        let answer = of("cfc0fee1-7dc0-40ef-b73e-d8b134c436f5").await;
        assert_eq!(answer.status, 200, "{answer:?}");
        let field = json!({ "columnName": "id", "columnType": "string" });
        assert_eq!(answer.json()["items"][0], field);
        assert_eq!(of("none").await.status, 404);
        let streaming = wellhead::CATALOG.iter().find(|source| source.category == "streaming");
        let answer = of(streaming.unwrap().id).await;
        assert_eq!(answer.code(), (400, "1336-400".into()), "{answer:?}");
    }
}
