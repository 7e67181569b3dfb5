//! What `POST /connections/search` is asked.

use std::num::NonZeroU32;

use serde::Serialize;

use crate::list::Order;

/// A search. It can't ask for a count: [`Client::search_count`](crate::Client::search_count) is a call of its own, since the
/// service refuses `limit` together with `count`.
///
/// The language of the query string is the service's own, and not documented; it is sent as it stands. `docs/client.md` has what is
/// known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchQuery {
    query: String,
    order: Option<Order>,
    limit: Option<NonZeroU32>,
}

impl SearchQuery {
    /// A search for what `query` says.
    pub fn new(query: impl Into<String>) -> Self {
        Self { query: query.into(), order: None, limit: None }
    }

    /// In this order.
    #[must_use]
    pub fn order_by(mut self, order: Order) -> Self {
        self.order = Some(order);
        self
    }

    /// At most that many connections on a page; the service's own limit is 1000.
    #[must_use]
    pub fn limit(mut self, limit: NonZeroU32) -> Self {
        self.limit = Some(limit);
        self
    }

    /// The body that asks for the connections themselves.
    pub(crate) fn to_items_body(&self) -> SearchBody<'_> {
        let orderby = self.order.as_ref().map(Order::as_str);
        SearchBody { query_string: &self.query, orderby, limit: self.limit, count: None }
    }

    /// The body that asks how many there are.
    pub(crate) fn to_count_body(&self) -> SearchBody<'_> {
        SearchBody { query_string: &self.query, orderby: None, limit: None, count: Some(true) }
    }
}

/// `ConnectionFilterRequest` of the API's own description.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SearchBody<'q> {
    query_string: &'q str,
    #[serde(skip_serializing_if = "Option::is_none")]
    orderby: Option<&'q str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    limit: Option<NonZeroU32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    count: Option<bool>,
}
