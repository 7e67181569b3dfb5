//! Connections as the service shows them.

use serde::Serialize;
use serde_json::Value;

use crate::store::Row;

/// A list, and also a lookup, which is a list of one.
#[derive(Serialize)]
pub(crate) struct Shown<'a> {
    items: Vec<Item<'a>>,
    #[serde(rename = "_links", skip_serializing_if = "Option::is_none")]
    links: Option<Links>,
}

#[derive(Serialize)]
struct Links {
    next: Link,
}

#[derive(Serialize)]
struct Link {
    href: String,
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
    state: &'static str,
    version: &'a str,
    etag: &'a str,
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

impl<'a> Shown<'a> {
    /// These connections.
    pub(crate) fn new(rows: &'a [Row]) -> Self {
        Self { items: rows.iter().map(Item::new).collect(), links: None }
    }

    /// These, and a link to the next page.
    pub(crate) fn with_next(self, token: &str) -> Self {
        // Relative and without the base path, as documented.
        let href = format!("/connections?continuationToken={token}");
        Self { links: Some(Links { next: Link { href } }), ..self }
    }
}

impl<'a> Item<'a> {
    fn new(row: &'a Row) -> Self {
        let auth = row.spec_name.as_deref();
        Self {
            id: &row.id,
            created_at: row.created_at,
            updated_at: row.created_at,
            created_by: &row.created_by,
            updated_by: &row.created_by,
            created_client: &row.created_by,
            updated_client: &row.created_by,
            sandbox_name: &row.place.sandbox,
            ims_org_id: &row.place.org_id,
            name: &row.name,
            description: row.description.as_deref(),
            provider_id: row.provider_id.as_deref(),
            auth: auth.map(|spec_name| Auth { spec_name, params: &row.public_params }),
            connection_spec: Spec { id: &row.spec_id, version: &row.spec_version },
            state: "enabled",
            version: &row.etag,
            etag: &row.etag,
        }
    }
}
