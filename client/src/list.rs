//! Which connections to list, in which order, and how one page leads to the next.
//!
//! The token of the next page is documented in two forms: as a member of the answer, and as a query parameter of a link,
//! which is relative and lacks the base path. Either way only the token is taken: following a link as it stands could
//! carry credentials to another host.

use std::fmt::Display;
use std::num::NonZeroU32;

use serde::Deserialize;
use url::Url;

use crate::connection::Connection;

/// Which connections to list, and which page of them. It can't ask for a count: the service refuses `limit` together with
/// `count`, so [`Client::count`](crate::Client::count) is a call of its own.
///
/// ```
/// use std::num::NonZeroU32;
/// use wellhead_client::{Filter, ListQuery, Order};
///
/// let query = ListQuery::default()
///     .filter(Filter::equal("state", "enabled"))
///     .order_by(Order::descending("createdAt"))
///     .limit(NonZeroU32::new(50).unwrap());
/// # let _ = query;
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListQuery {
    name: Option<String>,
    filters: Vec<Filter>,
    order: Option<Order>,
    limit: Option<NonZeroU32>,
    after: Option<ContinuationToken>,
}

impl ListQuery {
    /// Only those of exactly this name, whatever characters it has.
    ///
    /// What comes is compared here. The service is asked for the name only where it can't take it for something else, such as for two
    /// names with a comma between them; so a [`Page`] may hold fewer than its limit, or none, and lead to another.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Only what fits `filter`, and the filters before it.
    #[must_use]
    pub fn filter(mut self, filter: Filter) -> Self {
        self.filters.push(filter);
        self
    }

    /// In this order. Without, the service gives the newest first.
    #[must_use]
    pub fn order_by(mut self, order: Order) -> Self {
        self.order = Some(order);
        self
    }

    /// At most that many connections on a page; the service's own limit is 100.
    #[must_use]
    pub fn limit(mut self, limit: NonZeroU32) -> Self {
        self.limit = Some(limit);
        self
    }

    /// The page that `token`, out of a [`Page`], leads to.
    #[must_use]
    pub fn after(mut self, token: ContinuationToken) -> Self {
        self.after = Some(token);
        self
    }

    pub(crate) fn write(&self, url: &mut Url) {
        let name = self.name.as_deref().and_then(Filter::of_name);
        write_filters(name.as_slice(), url);
        write_filters(&self.filters, url);
        let pairs = [
            ("orderby", self.order.as_ref().map(|order| order.0.clone())),
            ("limit", self.limit.map(|limit| limit.to_string())),
            (
                "continuationToken",
                self.after.as_ref().map(|ContinuationToken(token)| token.clone()),
            ),
        ];
        for (key, value) in
            pairs.into_iter().filter_map(|(key, value)| value.map(|value| (key, value)))
        {
            url.query_pairs_mut().append_pair(key, &value);
        }
    }

    /// Whether a connection is among those that are wanted, as far as the service was not to decide that.
    pub(crate) fn wants(&self, connection: &Connection) -> bool {
        self.name.is_none() || self.name == connection.name
    }
}

pub(crate) fn write_filters(filters: &[Filter], url: &mut Url) {
    for Filter(filter) in filters {
        url.query_pairs_mut().append_pair("property", filter);
    }
}

/// What a listed thing has to fit: `state==enabled`. Several filters all have to fit.
///
/// A path into an array has `[]` after the array's name: `items[].name`. Values are sent as they stand. The service takes a comma in
/// one for "or", and nobody documents how such a value is written, or one with quotes; what has to be of one name whatever the name is
/// asked for by [`ListQuery::named`], or [`Client::list_specs_named`](crate::Client::list_specs_named).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter(String);

impl Filter {
    /// The property is this, or one of these, with commas between them.
    pub fn equal(property: &str, value: impl Display) -> Self {
        Self(format!("{property}=={value}"))
    }

    /// The property is this or more: times are milliseconds since the Unix epoch.
    pub fn at_least(property: &str, value: impl Display) -> Self {
        Self(format!("{property}>={value}"))
    }

    /// The name is this; `None` if it holds anything that may mean more than itself, or be left out. What comes is still to be
    /// compared.
    pub(crate) fn of_name(name: &str) -> Option<Self> {
        let is_plain = |char: char| char.is_alphanumeric() || matches!(char, '-' | '_' | '.');
        let is_word = |word: &str| !word.is_empty() && word.chars().all(is_plain);
        let is_safe = name.starts_with(char::is_alphabetic) && name.split(' ').all(is_word);
        is_safe.then(|| Self::equal("name", name))
    }

    /// A filter in the service's own words: `lastRunDetails.startedAtUTC>=1670880253121`.
    pub fn raw(filter: impl Into<String>) -> Self {
        Self(filter.into())
    }
}

/// What a list is ordered by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order(String);

impl Order {
    /// The smallest first, such as the oldest by `createdAt`.
    pub fn ascending(property: &str) -> Self {
        Self(property.to_owned())
    }

    /// The largest first, such as the newest by `createdAt`.
    pub fn descending(property: &str) -> Self {
        Self(format!("-{property}"))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// Where a page ends; opaque.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ContinuationToken(String);

impl ContinuationToken {
    /// The token, to be kept.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for ContinuationToken {
    fn from(token: String) -> Self {
        Self(token)
    }
}

/// Some of a list: connections of a sandbox, unless it says something else.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Page<T = Connection> {
    /// What is on it.
    pub items: Vec<T>,
    /// Where the next page begins; `None` on the last one.
    pub next: Option<ContinuationToken>,
}

/// A page as the service writes it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ListAnswer<T> {
    items: Vec<T>,
    #[serde(default)]
    continuation_token: Option<String>,
    #[serde(default, rename = "_links")]
    links: Option<Links>,
}

#[derive(Deserialize)]
struct Links {
    #[serde(default)]
    next: Option<Link>,
}

#[derive(Deserialize)]
struct Link {
    #[serde(default)]
    href: Option<String>,
}

impl<T> ListAnswer<T> {
    pub(crate) fn into_page(self) -> Result<Page<T>, String> {
        let href = self.links.and_then(|links| links.next).and_then(|link| link.href);
        let is_one = |token: &String| !token.is_empty();
        let token = match (self.continuation_token.filter(is_one), href) {
            (Some(token), _) => Some(token),
            (None, Some(href)) => Some(
                token_in(&href).ok_or("its link to the next page has no `continuationToken`")?,
            ),
            (None, None) => None,
        };
        let next = token.filter(is_one).map(ContinuationToken);
        Ok(Page { items: self.items, next })
    }
}

/// The answer to a question with `count=true`.
#[derive(Deserialize)]
pub(crate) struct CountAnswer {
    pub(crate) count: u64,
}

fn token_in(href: &str) -> Option<String> {
    let (_, query) = href.split_once('?')?;
    let query = query.split('#').next()?;
    let mut pairs = url::form_urlencoded::parse(query.as_bytes());
    pairs.find(|(key, _)| key == "continuationToken").map(|(_, token)| token.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn next(json: &str) -> Result<Option<String>, String> {
        let answer: ListAnswer<Connection> = serde_json::from_str(json).unwrap();
        answer.into_page().map(|page| page.next.map(|token| token.0))
    }

    #[test]
    fn the_token_is_read_in_both_documented_forms() {
        let link = r#"{"items":[],"_links":{"next":{"href":"/connections?limit=2&continuationToken=a%2Bb"}}}"#;
        assert_eq!(next(link), Ok(Some("a+b".into())));
        assert_eq!(next(r#"{"items":[],"continuationToken":"abc"}"#), Ok(Some("abc".into())));
        let both = r#"{"items":[],"continuationToken":"","_links":{"next":{"href":"/c?continuationToken=abc"}}}"#;
        assert_eq!(next(both), Ok(Some("abc".into())), "an empty one is none");
    }

    #[test]
    fn the_last_page_leads_nowhere() {
        for last in [
            r#"{"items":[]}"#,
            r#"{"items":[],"_links":{}}"#,
            r#"{"items":[],"continuationToken":null}"#,
        ] {
            assert_eq!(next(last), Ok(None), "{last}");
        }
    }

    #[test]
    fn only_a_name_that_means_nothing_else_is_sent() {
        for plain in ["maria-db", "number 2", "Größe_1.0"] {
            assert_eq!(Filter::of_name(plain), Some(Filter(format!("name=={plain}"))));
        }
        for odd in
            ["", "a,b", "\"q\"", " a", "a ", "a  b", "=x", "~x", ">x", "a*", "a%2", "7", "-a"]
        {
            assert_eq!(Filter::of_name(odd), None, "{odd}");
        }
    }

    #[test]
    fn a_link_without_a_token_is_told() {
        assert!(next(r#"{"items":[],"_links":{"next":{"href":"/connections?start=3"}}}"#).is_err());
    }
}
