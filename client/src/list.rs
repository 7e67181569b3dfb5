//! Pages of connections, and how one leads to the next.
//!
//! The token of the next page is documented in two forms: as a member of the answer, and as a query parameter of a link,
//! which is relative and lacks the base path. Either way only the token is taken: following a link as it stands could
//! carry credentials to another host.

use std::num::NonZeroU32;

use serde::Deserialize;
use url::Url;

use crate::connection::Connection;

/// Which page to ask for. It can't ask for a count: the service refuses `limit` together with `count`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListQuery {
    limit: Option<NonZeroU32>,
    after: Option<ContinuationToken>,
}

impl ListQuery {
    /// At most that many connections; the service's own limit is 100.
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

    /// Whether this asks for the page that `next` leads to.
    pub(crate) fn leads_to(&self, next: &ContinuationToken) -> bool {
        self.after.as_ref() == Some(next)
    }

    pub(crate) fn write(&self, url: &mut Url) {
        if let Some(limit) = self.limit {
            url.query_pairs_mut().append_pair("limit", &limit.to_string());
        }
        if let Some(ContinuationToken(token)) = &self.after {
            url.query_pairs_mut().append_pair("continuationToken", token);
        }
    }
}

/// Where a page ends; opaque.
#[derive(Clone, Debug, PartialEq, Eq)]
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

/// Some of the connections of a sandbox, newest first.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Page {
    /// The connections.
    pub items: Vec<Connection>,
    /// Where the next page begins; `None` on the last one.
    pub next: Option<ContinuationToken>,
}

/// A page as the service writes it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ListAnswer {
    items: Vec<Connection>,
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

impl ListAnswer {
    pub(crate) fn into_page(self) -> Result<Page, String> {
        let href = self.links.and_then(|links| links.next).and_then(|link| link.href);
        let token = match (self.continuation_token, href) {
            (Some(token), _) => Some(token),
            (None, Some(href)) => Some(
                token_in(&href).ok_or("its link to the next page has no `continuationToken`")?,
            ),
            (None, None) => None,
        };
        let next = token.filter(|token| !token.is_empty()).map(ContinuationToken);
        Ok(Page { items: self.items, next })
    }
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
        let answer: ListAnswer = serde_json::from_str(json).unwrap();
        answer.into_page().map(|page| page.next.map(|token| token.0))
    }

    #[test]
    fn the_token_is_read_in_both_documented_forms() {
        let link = r#"{"items":[],"_links":{"next":{"href":"/connections?limit=2&continuationToken=a%2Bb"}}}"#;
        assert_eq!(next(link), Ok(Some("a+b".into())));
        assert_eq!(next(r#"{"items":[],"continuationToken":"abc"}"#), Ok(Some("abc".into())));
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
    fn a_link_without_a_token_is_told() {
        assert!(next(r#"{"items":[],"_links":{"next":{"href":"/connections?start=3"}}}"#).is_err());
    }
}
