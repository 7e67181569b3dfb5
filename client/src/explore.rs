//! What a connection leads to: the answers of test, explore and configs.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use url::Url;

use crate::scrub::Secrets;
use crate::told;

/// The outcome of a test: the service answers 200 whether it passed or not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct TestResult {
    /// Whether the source could be reached with the connection's params.
    #[serde(rename = "result")]
    pub passed: bool,
    /// What the service says besides, if anything, without what was sent as a secret or looks like one; that it does is not
    /// documented.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

/// The outcome of a test as the service writes it. What it says besides may be of any form: it must not cost the outcome.
#[derive(Deserialize)]
pub(crate) struct TestAnswer {
    result: bool,
    #[serde(flatten)]
    more: Map<String, Value>,
}

impl TestAnswer {
    /// The outcome, without any of `secrets`. What was sent a year ago is known to nobody here.
    pub(crate) fn told_without(&self, secrets: &Secrets) -> TestResult {
        let said = |name| {
            let said = self.more.get(name).and_then(told::member)?;
            Some(told::text(&said, secrets))
        };
        let message = told::with_details(said("message"), said("errorMessage"));
        TestResult { passed: self.result, message }
    }
}

/// What kind of thing to explore.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ObjectType {
    /// The top: all tables, or the first folders.
    Root,
    /// A table's columns.
    Table,
    /// A folder's content.
    Folder,
    /// A file's columns.
    File,
    /// A REST resource.
    Rest,
}

impl ObjectType {
    /// The service's own word, as its API description has it; tutorials write it in lower case.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Root => "ROOT",
            Self::Table => "TABLE",
            Self::Folder => "FOLDER",
            Self::File => "FILE",
            Self::Rest => "REST",
        }
    }
}

/// What to explore of a connection.
///
/// ```
/// use wellhead_client::{Explore, ObjectType};
/// let top = Explore::root();
/// let file = Explore::of(ObjectType::File, "/sales/2026.csv").file_type("Delimited");
/// # let _ = (top, file);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explore {
    object_type: ObjectType,
    object: Option<String>,
    more: Vec<(String, String)>,
}

impl Explore {
    /// The top of what the connection leads to.
    #[must_use]
    pub fn root() -> Self {
        Self { object_type: ObjectType::Root, object: None, more: Vec::new() }
    }

    /// A table by its name, or a folder or file by its path, as exploring what is above it gave it.
    pub fn of(object_type: ObjectType, object: impl Into<String>) -> Self {
        Self { object_type, object: Some(object.into()), more: Vec::new() }
    }

    /// How a file is written: `delimited`, `json` or `parquet`; the API reference has them capitalized, and without the last.
    #[must_use]
    pub fn file_type(self, file_type: impl Into<String>) -> Self {
        self.query("FileType", file_type)
    }

    /// How a file is compressed.
    #[must_use]
    pub fn compression(self, compression: impl Into<String>) -> Self {
        self.query("CompressionType", compression)
    }

    /// Something else that a source takes here.
    #[must_use]
    pub fn query(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.more.push((name.into(), value.into()));
        self
    }

    pub(crate) fn write(&self, url: &mut Url) {
        let mut query = url.query_pairs_mut();
        query.append_pair("objectType", self.object_type.as_str());
        query.extend_pairs(self.object.iter().map(|object| ("object", object)));
        query.extend_pairs(&self.more);
    }
}

/// What exploring found.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum Explored {
    /// Tables, folders and files.
    Entries(Vec<Entry>),
    /// The columns of one.
    Schema(TableSchema),
    /// Something that is not documented, as it came.
    Other(Value),
}

/// A table, folder or file.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Entry {
    /// What it is, in the service's own word: `table`, `folder`, `file`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Where it is: what to explore it by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// Whether its content can be looked at.
    #[serde(default)]
    pub can_preview: bool,
    /// Whether its columns can be read.
    #[serde(default)]
    pub can_fetch_schema: bool,
    /// What else the service says of it.
    #[serde(flatten)]
    pub more: Map<String, Value>,
}

/// The columns of a table or file.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[non_exhaustive]
pub struct TableSchema {
    /// How rows are laid out, such as `flat`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<String>,
    /// The columns.
    pub schema: Columns,
    /// What else the service says, such as rows for a preview.
    #[serde(flatten)]
    pub more: Map<String, Value>,
}

/// The columns of a table or file.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[non_exhaustive]
pub struct Columns {
    /// The columns, in the source's order.
    pub columns: Vec<Column>,
}

/// One column.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[non_exhaustive]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Its type, in the source's own word.
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// What it would be in Experience Data Model, and what else the service says.
    #[serde(flatten)]
    pub more: Map<String, Value>,
}

/// One config of a connection: a column, in the only documented example.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Config {
    /// The column's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column_name: Option<String>,
    /// The column's type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column_type: Option<String>,
    /// What else the service says of it.
    #[serde(flatten)]
    pub more: Map<String, Value>,
}

/// A list: its schema is an array, its example an object with `items`.
#[derive(Deserialize)]
#[serde(untagged)]
pub(crate) enum ConfigsAnswer {
    Items { items: Vec<Config> },
    Array(Vec<Config>),
}

impl ConfigsAnswer {
    pub(crate) fn into_configs(self) -> Vec<Config> {
        match self {
            Self::Items { items } | Self::Array(items) => items,
        }
    }
}
