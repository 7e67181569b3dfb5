//! The calls that look through a connection at its source: test, explore and configs. There is no source behind a
//! stand-in, so what they show is made up, and always the same.

use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, RawQuery, State};
use serde_json::{Value, json};

use crate::caller::Caller;
use crate::catalog::Catalog;
use crate::connections::{Id, found};
use crate::refusal::Refusal;
use crate::server::Service;
use crate::specs;

/// What there is in a source that has tables, and in one that has files.
const TABLES: [&str; 2] = ["accounts", "orders"];
const FOLDER: &str = "acme-customers";
const FILES: [&str; 2] = ["accounts.csv", "orders.csv"];

/// `GET /connections/{id}/test`; a test that fails is an answer like any other.
pub(crate) async fn test(
    State(service): State<Arc<Service>>,
    caller: Caller,
    id: Id,
) -> Result<Json<Value>, Refusal> {
    let row = found(&service, caller.place, id).await?;
    Ok(Json(json!({ "result": !row.test_fails })))
}

/// `GET /connections/{id}/configs`
///
/// Its schema is a list of files and folders, its example is what is returned here.
pub(crate) async fn configs(
    State(service): State<Arc<Service>>,
    caller: Caller,
    id: Id,
) -> Result<Json<Value>, Refusal> {
    let row = found(&service, caller.place, id).await?;
    check_supported(&row.spec_id, &service.catalog)?;
    Ok(Json(fields()))
}

/// `GET /connectionSpecs/{id}/explore` and `…/configs`: the reference has one example for both, and for the configs of a
/// connection, and gives them no parameters.
pub(crate) async fn of_spec(
    State(service): State<Arc<Service>>,
    _: Caller,
    id: Result<Path<String>, PathRejection>,
) -> Result<Json<Value>, Refusal> {
    let (id, _) = specs::found(&service.catalog, id)?;
    check_supported(&id, &service.catalog)?;
    Ok(Json(fields()))
}

/// The fields that everything here has, as configs show them.
fn fields() -> Value {
    let items =
        COLUMNS.iter().map(|(name, kind)| json!({ "columnName": name, "columnType": kind }));
    json!({ "items": items.collect::<Vec<_>>() })
}

/// `GET /connections/{id}/explore`
pub(crate) async fn explore(
    State(service): State<Arc<Service>>,
    caller: Caller,
    id: Id,
    RawQuery(query): RawQuery,
) -> Result<Json<Value>, Refusal> {
    let row = found(&service, caller.place, id).await?;
    check_supported(&row.spec_id, &service.catalog)?;
    let question = Question::read(query.as_deref().unwrap_or_default())?;
    question.answer(has_files(&row.spec_id, &service.catalog)).map(Json)
}

/// What is asked of a source.
#[derive(Default)]
struct Question {
    /// In lower case: the reference has it in upper case, the guides in lower case.
    object_type: String,
    object: String,
    preview: bool,
}

impl Question {
    fn read(query: &str) -> Result<Self, Refusal> {
        let mut question = Self::default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            match name.as_ref() {
                "objectType" => question.object_type = value.to_ascii_lowercase(),
                "object" => question.object = value.into_owned(),
                "preview" => question.preview = value == "true",
                // The reference begins it with a capital letter, the guides do not.
                "FileType" | "fileType" => check_file_type(&value)?,
                // How else a file is to be read makes no difference here.
                _ => {}
            }
        }
        Ok(question)
    }

    fn answer(&self, has_files: bool) -> Result<Value, Refusal> {
        match self.object_type.as_str() {
            "" | "root" if has_files => Ok(json!([folder(FOLDER)])),
            "" | "root" => Ok(TABLES.iter().map(|name| object("table", name, name)).collect()),
            "folder" if self.named()? == FOLDER => {
                Ok(FILES.iter().map(|name| object("file", name, &path_of(name))).collect())
            }
            "folder" => Ok(json!([])),
            "table" | "rest" if TABLES.contains(&self.named()?) => Ok(self.columns()),
            "file" if is_file(self.named()?) => Ok(self.columns()),
            "table" | "rest" | "file" => Err(no_columns(self.named()?)),
            _ => Err(Refusal::bad_request(
                "1358-400",
                "The provided param 'objectType' is invalid. Please provide a valid objectType and try again.",
            )),
        }
    }

    /// The object that is meant.
    fn named(&self) -> Result<&str, Refusal> {
        let name = self.object.trim_matches('/');
        if !name.is_empty() {
            return Ok(name);
        }
        let message = format!(
            "The object cannot be empty for objectType={}. Please provide valid object and try again.",
            self.object_type
        );
        Err(Refusal::bad_request("1337-400", &message))
    }

    fn columns(&self) -> Value {
        let columns: Vec<Value> = COLUMNS
            .iter()
            .map(|(name, kind)| json!({ "name": name, "type": kind, "xdm": { "type": kind } }))
            .collect();
        let mut answer = json!({ "format": "flat", "schema": { "columns": columns } });
        if let (true, Some(answer)) = (self.preview, answer.as_object_mut()) {
            let row = json!({ "id": "1", "name": "Ada", "createdAt": "2026-01-01" });
            answer.insert("data".into(), json!([row]));
        }
        answer
    }
}

/// The columns that everything here has.
const COLUMNS: [(&str, &str); 3] = [("id", "string"), ("name", "string"), ("createdAt", "date")];

fn check_file_type(name: &str) -> Result<(), Refusal> {
    let known = ["delimited", "json", "parquet"].contains(&name.to_ascii_lowercase().as_str());
    if known {
        return Ok(());
    }
    let message = "A valid requestFileType could not be found. Please provide a valid requestFileType and try again.";
    Err(Refusal::bad_request("1399-400", message))
}

fn no_columns(name: &str) -> Refusal {
    let message = format!(
        "No columns were found for table {name}. Please provide a valid table name and try again."
    );
    Refusal::bad_request("1330-400", &message)
}

fn path_of(file: &str) -> String {
    format!("/{FOLDER}/{file}")
}

fn is_file(path: &str) -> bool {
    FILES.iter().any(|file| path_of(file).trim_start_matches('/') == path)
}

fn folder(name: &str) -> Value {
    let path = format!("/{name}/");
    json!({ "type": "folder", "name": name, "path": path, "canPreview": false, "canFetchSchema": false })
}

fn object(kind: &str, name: &str, path: &str) -> Value {
    json!({ "type": kind, "name": name, "path": path, "canPreview": true, "canFetchSchema": true })
}

fn categories(spec_id: &str, catalog: &Catalog) -> Vec<String> {
    let sources = catalog.sources_of(spec_id);
    sources
        .into_iter()
        .map(|source| source.category.to_lowercase().replace([' ', '-'], ""))
        .collect()
}

fn has_files(spec_id: &str, catalog: &Catalog) -> bool {
    categories(spec_id, catalog).iter().any(|category| category == "cloudstorage")
}

/// Into a streaming source data is pushed; there is nothing to look at.
fn check_supported(spec_id: &str, catalog: &Catalog) -> Result<(), Refusal> {
    if categories(spec_id, catalog).iter().all(|category| category != "streaming") {
        return Ok(());
    }
    let message = format!(
        "Explore connection is not supported for connection spec ID: {spec_id}. \
         Please provide supported connection spec id and try again."
    );
    Err(Refusal::bad_request("1336-400", &message))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(query: &str) -> Value {
        Question::read(query).unwrap().answer(true).unwrap()
    }

    #[test]
    fn a_source_with_files_leads_from_its_root_to_the_columns_of_a_file() {
        let root = answer("objectType=root");
        let folder = root[0]["path"].as_str().unwrap();
        let files = answer(&format!("objectType=folder&object={folder}"));
        assert_eq!(files.as_array().unwrap().len(), FILES.len());
        let file = files[0]["path"].as_str().unwrap();
        assert_eq!(answer(&format!("objectType=file&object={file}"))["format"], "flat");
        assert_eq!(answer("objectType=folder&object=/elsewhere/"), json!([]));
    }

    #[test]
    fn a_file_that_is_not_there_has_no_columns() {
        let none =
            Question::read("objectType=file&object=/acme-customers/none.csv").unwrap().answer(true);
        assert!(none.is_err());
    }
}
