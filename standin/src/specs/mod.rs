//! The calls on `/connectionSpecs`: the catalog, as the service would show it.

mod schema;

use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use serde_json::{Map, Value, json};
use wellhead_runtime::{AuthDescriptor, SourceDescriptor};

use crate::caller::Caller;
use crate::catalog::Catalog;
use crate::query::values_of_filter;
use crate::refusal::Refusal;
use crate::server::Service;

/// `GET /connectionSpecs`, by `property` and nothing else, as documented; all of them at once.
pub(crate) async fn list(
    State(service): State<Arc<Service>>,
    _: Caller,
    RawQuery(query): RawQuery,
) -> Result<Json<Value>, Refusal> {
    let query = query.unwrap_or_default();
    let mut specs: Vec<Value> =
        service.catalog.sources().iter().map(|source| shown(source)).collect();
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        if name != "property" {
            let message = format!("Invalid params {name} provided in query params.");
            return Err(Refusal::invalid("1451-400", &message));
        }
        let (path, values) = values_of_filter(&value)?;
        let pointer = pointer(path)?;
        specs.retain(|spec| {
            let found = spec.pointer(&pointer).map(text);
            found.is_some_and(|found| values.contains(&found.as_str()))
        });
    }
    Ok(Json(json!({ "items": specs })))
}

/// `GET /connectionSpecs/{id}`: all specs of that id, since a few share one.
pub(crate) async fn get(
    State(service): State<Arc<Service>>,
    _: Caller,
    id: Result<Path<String>, PathRejection>,
) -> Result<Json<Value>, Refusal> {
    let (_, sources) = found(&service.catalog, id)?;
    let specs: Vec<Value> = sources.into_iter().map(shown).collect();
    Ok(Json(json!({ "items": specs })))
}

/// The sources of the connection spec id in a path, with it.
pub(crate) fn found(
    catalog: &Catalog,
    id: Result<Path<String>, PathRejection>,
) -> Result<(String, Vec<&'static SourceDescriptor>), Refusal> {
    let Path(id) = id.unwrap_or_else(|_| Path(String::new()));
    let sources = catalog.sources_of(&id);
    if sources.is_empty() {
        let message = "The requested connection spec does not exist.";
        return Err(Refusal::flow_service(StatusCode::NOT_FOUND, message));
    }
    Ok((id, sources))
}

/// Where a property stands that can be asked for.
fn pointer(path: &str) -> Result<String, Refusal> {
    let known = ["id", "name", "providerId", "version"].contains(&path);
    if known || path.starts_with("attributes.") {
        return Ok(format!("/{}", path.replace('.', "/")));
    }
    Err(Refusal::invalid("1449-400", &format!("Invalid field {path} in filter params.")))
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned)
}

/// A spec as the service shows it.
fn shown(source: &SourceDescriptor) -> Value {
    let auth = source.auth.iter().filter_map(|auth| Some((auth.spec_name?, *auth)));
    let auth: Vec<Value> = auth_specs(auth);
    let mut spec = Map::new();
    spec.insert("id".into(), source.id.into());
    spec.insert("name".into(), source.name.into());
    if let Some(provider_id) = source.provider_id {
        spec.insert("providerId".into(), provider_id.into());
    }
    spec.insert("version".into(), source.version.into());
    spec.insert("authSpec".into(), auth.into());
    spec.insert("sourceSpec".into(), json!({ "attributes": { "uiAttributes": ui(source) } }));
    spec.insert("attributes".into(), json!({ "category": source.category, "isSource": true }));
    Value::Object(spec)
}

fn ui(source: &SourceDescriptor) -> Value {
    let mut ui = json!({
        "isSource": true,
        "label": { "text": source.title },
        "description": { "text": source.description },
        "category": { "key": source.category },
    });
    if let (Some(link), Some(ui)) = (source.documentation, ui.as_object_mut()) {
        ui.insert("documentationLink".into(), link.into());
    }
    ui
}

/// Auth specs of one name are alternatives of one auth spec.
fn auth_specs<'a>(auth: impl Iterator<Item = (&'static str, &'a AuthDescriptor)>) -> Vec<Value> {
    let mut named: Vec<(&str, Vec<Value>)> = Vec::new();
    for (name, auth) in auth {
        let schema = schema::of_params(auth);
        match named.iter_mut().find(|(known, _)| *known == name) {
            Some((_, alternatives)) => alternatives.push(schema),
            None => named.push((name, vec![schema])),
        }
    }
    let specs = named.into_iter().map(|(name, mut alternatives)| {
        let only = if alternatives.len() == 1 { alternatives.pop() } else { None };
        let spec = only.unwrap_or_else(|| json!({ "type": "object", "oneOf": alternatives }));
        json!({ "name": name, "type": name, "spec": spec })
    });
    specs.collect()
}
