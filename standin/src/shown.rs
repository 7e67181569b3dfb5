//! Connections as the service shows them.

use serde::Serialize;
use serde_json::{Value, json};

use crate::clock;
use crate::key::Key;
use crate::store::{INITIALIZING, Row};

/// How a list leads to its next page. The service's documentation has both forms.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Paging {
    /// `"_links": {"next": {"href": "/connections?continuationToken=…"}}`, relative and without the base path.
    #[default]
    Link,
    /// `"continuationToken": "…"`
    Token,
}

/// The way to the next page.
pub(crate) struct Next<'a> {
    pub(crate) paging: Paging,
    pub(crate) path: &'a str,
    pub(crate) token: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Item<'a> {
    id: &'a str,
    created_at: i64,
    updated_at: i64,
    created_by: &'a str,
    updated_by: &'a str,
    created_client: &'a str,
    updated_client: &'a str,
    sandbox_id: String,
    sandbox_name: &'a str,
    ims_org_id: &'a str,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    provider_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    auth: Option<Auth<'a>>,
    connection_spec: Spec<'a>,
    state: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    etag: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Auth<'a> {
    spec_name: &'a str,
    params: &'a Value,
}

#[derive(Serialize)]
struct Spec<'a> {
    id: &'a str,
    version: &'a str,
}

/// A list, and also a lookup, which is a list of one; `properties` are those to be shown, if not all.
pub(crate) fn list(
    rows: &[Row],
    properties: Option<&[&str]>,
    next: Option<Next<'_>>,
    key: &Key,
) -> Value {
    let now = clock::now_in_milliseconds();
    let items: Vec<Value> = rows
        .iter()
        .map(|row| {
            let mut item = serde_json::to_value(Item::new(row, now, key)).unwrap_or_default();
            if let (Some(properties), Value::Object(members)) = (properties, &mut item) {
                members.retain(|name, _| properties.contains(&name.as_str()));
            }
            item
        })
        .collect();
    let mut list = json!({ "items": items });
    if let (Some(Next { paging, path, token }), Some(list)) = (next, list.as_object_mut()) {
        match paging {
            Paging::Link => {
                let href = format!("{path}?continuationToken={token}");
                list.insert("_links".into(), json!({ "next": { "href": href } }));
            }
            Paging::Token => drop(list.insert("continuationToken".into(), token.into())),
        }
    }
    list
}

impl<'a> Item<'a> {
    fn new(row: &'a Row, now: i64, key: &Key) -> Self {
        let state = row.state(now);
        // As documented, a connection that is initializing has no etag yet.
        let etag = (state != INITIALIZING).then(|| row.etag(now));
        let auth = row.spec_name.as_deref();
        Self {
            id: &row.id,
            created_at: row.created_at,
            updated_at: row.updated_at(now),
            created_by: &row.created_by,
            updated_by: &row.updated_by,
            created_client: &row.created_by,
            updated_client: &row.updated_by,
            sandbox_id: key.sandbox_id(&row.place.org_id, &row.place.sandbox),
            sandbox_name: &row.place.sandbox,
            ims_org_id: &row.place.org_id,
            name: &row.name,
            description: row.description.as_deref(),
            provider_id: row.provider_id.as_deref(),
            auth: auth.map(|spec_name| Auth { spec_name, params: &row.public_params }),
            connection_spec: Spec { id: &row.spec_id, version: &row.spec_version },
            state,
            version: etag,
            etag,
        }
    }
}
