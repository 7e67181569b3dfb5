//! What a connection shows of its source, and the connection specs.

use serde_json::json;
use wellhead::CATALOG;
use wellhead_client::{Error, Explore, Explored, Filter, ObjectType, Reason};

use super::access::reason;
use super::everything::SPEC_ID;
use crate::stage::Stage;
use crate::support::request;

pub(crate) async fn a_failed_test_is_an_answer_and_no_error(stage: Stage) {
    let service = stage.service().await;
    let caller = service.caller();
    let (id, _) = caller.enabled(&request("CRM")).await;
    assert!(caller.test(&id).await.unwrap().passed);
    service.mark(&id, json!({ "testFails": true })).await;
    assert!(!caller.test(&id).await.unwrap().passed);
}

pub(crate) async fn a_connection_is_explored_from_its_root_to_its_columns(stage: Stage) {
    let service = stage.service().await;
    let caller = service.caller();
    let (id, _) = caller.enabled(&request("CRM")).await;
    let root = caller.explore(&id, &Explore::root()).await.unwrap();
    let Explored::Entries(entries) = root else { panic!("{root:?}") };
    assert_eq!((entries[0].kind.as_str(), entries[0].can_preview), ("table", true));
    let table = Explore::of(ObjectType::Table, entries[0].path.clone().unwrap());
    let columns = caller.explore(&id, &table).await.unwrap();
    let Explored::Schema(columns) = columns else { panic!("{columns:?}") };
    assert_eq!(columns.schema.columns[0].name, "id");
    assert_eq!(columns.schema.columns[0].kind.as_deref(), Some("string"));
    assert_eq!(caller.configs(&id).await.unwrap()[0].column_name.as_deref(), Some("id"));
    let nothing = Explore::of(ObjectType::Table, "nothing");
    assert!(matches!(caller.explore(&id, &nothing).await, Err(Error::Refused(_))));
}

pub(crate) async fn connection_specs_are_listed_by_filters_and_looked_up(stage: Stage) {
    let service = stage.service().await;
    let caller = service.caller();
    let found = caller.get_spec(SPEC_ID).await.unwrap();
    assert_eq!((found.id.as_str(), found.name.as_deref()), (SPEC_ID, Some("salesforce")));
    let names: Vec<_> = found.auth_spec_names().collect();
    assert!(names.contains(&"OAuth2 JWT Token Credential"), "{names:?}");
    let listed = caller.list_specs(&[Filter::equal("name", "salesforce")]).await.unwrap();
    assert_eq!(listed, std::slice::from_ref(&found));
    assert_eq!(caller.list_specs(&[]).await.unwrap().len(), CATALOG.len());
    let error = caller.get_spec("none").await.unwrap_err();
    assert_eq!(reason(&error), Reason::NotFound, "{error}");
}

pub(crate) async fn a_spec_by_its_providers_id_is_told_as_such(stage: Stage) {
    let service = stage.service().await;
    let caller = service.caller();
    let provider_id = CATALOG.iter().find_map(|source| source.provider_id).unwrap();
    let Error::Refused(refusal) = caller.get_spec(provider_id).await.unwrap_err() else { panic!() };
    assert!(refusal.help.contains("is the id of the provider"), "{}", refusal.help);
}
