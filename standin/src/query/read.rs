//! Reading a query, from the parameters of a list and from the body of a search.

use serde::Deserialize;

use super::condition::{Condition, split, unknown_field};
use super::field::{Known, TOP_LEVEL};
use super::{Order, Page, Position, Wanted, quotes, token};
use crate::key::Key;
use crate::refusal::Refusal;
use crate::store::Row;

/// A query in the caller's words.
#[derive(Clone, Debug, Default)]
pub(crate) struct Raw {
    pub(crate) properties: Vec<String>,
    pub(crate) orderby: Option<String>,
    pub(crate) limit: Option<u32>,
    pub(crate) count: bool,
    pub(crate) token: Option<String>,
}

/// The body of a search.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Search {
    query_string: Option<String>,
    limit: Option<u32>,
    orderby: Option<String>,
    count: Option<bool>,
}

impl Raw {
    /// The parameters of a list.
    pub(crate) fn from_query(query: &str) -> Result<Self, Refusal> {
        let mut raw = Self::default();
        let mut count = None;
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            let repeated = match name.as_ref() {
                "property" => {
                    raw.properties.push(value.into_owned());
                    false
                }
                "orderby" => raw.orderby.replace(value.into_owned()).is_some(),
                "limit" => raw.limit.replace(limit(&value)?).is_some(),
                "count" => count.replace(boolean(&value)?).is_some(),
                "continuationToken" => raw.token.replace(value.into_owned()).is_some(),
                _ => return Err(unknown_parameter(&name)),
            };
            if repeated {
                let message =
                    format!("Invalid query value {name} provided in query param: it stands twice.");
                return Err(Refusal::invalid("1453-400", &message));
            }
        }
        raw.count = count.unwrap_or_default();
        Ok(raw)
    }

    /// The body of a search, and the parameters beside it.
    pub(crate) fn from_search(query: &str, body: &[u8]) -> Result<Self, Refusal> {
        let search: Search = serde_json::from_slice(body).map_err(|error| {
            let message = format!(
                "The request is invalid. Please check the request and try again. \
                 It may have queryString, limit, orderby and count; see line {}, column {}.",
                error.line(),
                error.column()
            );
            Refusal::bad_request("1000-400", &message)
        })?;
        let mut raw = Self {
            properties: expressions(search.query_string.as_deref().unwrap_or_default()),
            orderby: search.orderby,
            limit: search.limit,
            count: search.count.unwrap_or_default(),
            token: None,
        };
        if raw.limit == Some(0) {
            return Err(invalid_value("limit"));
        }
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            match name.as_ref() {
                "continuationToken" => raw.token = Some(value.into_owned()),
                _ => return Err(unknown_parameter(&name)),
            }
        }
        Ok(raw)
    }

    /// What is asked for, at most `largest` at a time.
    pub(crate) fn wanted(self, key: &Key, largest: u32) -> Result<Wanted, Refusal> {
        if self.count && self.limit.is_some() {
            let message = "The limit and count parameters cannot be given together in the same request. \
                           Please provide either only the limit or the count parameter and try again.";
            return Err(Refusal::invalid("1401-400", message));
        }
        let (raw, after) = self.continued(key)?;
        let (conditions, shown) = filters(&raw.properties)?;
        if raw.count {
            return Ok(Wanted::Count(conditions));
        }
        let order = order(raw.orderby.as_deref())?;
        let limit = raw.limit.unwrap_or(largest).min(largest);
        Ok(Wanted::Page(Page { raw, conditions, shown, order, limit, after }))
    }

    /// A token brings its query along; what is said beside it must not be another one.
    fn continued(self, key: &Key) -> Result<(Self, Option<Position>), Refusal> {
        let Some(text) = &self.token else { return Ok((self, None)) };
        let (mut raw, after) =
            token::read(text, key).ok_or_else(|| invalid_value("continuationToken"))?;
        let same = (self.properties.is_empty() || self.properties == raw.properties)
            && (self.orderby.is_none() || self.orderby == raw.orderby);
        if !same {
            return Err(invalid_value("continuationToken"));
        }
        raw.limit = self.limit.or(raw.limit);
        raw.count = self.count;
        Ok((raw, Some(after)))
    }
}

impl Page {
    /// The token of the page after the one that ends with `last`.
    pub(crate) fn token_after(&self, last: &Row, now: i64, key: &Key) -> String {
        let after =
            Position { key: self.order.by.map(|by| by.key(last, now)), number: last.number };
        token::write(&self.raw, after, key)
    }
}

/// Filters, and the properties that are to be shown: what has no operator.
fn filters(properties: &[String]) -> Result<(Vec<Condition>, Option<Vec<&'static str>>), Refusal> {
    let mut conditions = Vec::new();
    let mut shown = None;
    for property in properties {
        match split(property) {
            Some((path, operator, values)) => {
                conditions.push(Condition::read(path, operator, values)?);
            }
            None => shown.get_or_insert_with(Vec::new).extend(top_level(property)?),
        }
    }
    Ok((conditions, shown))
}

fn top_level(property: &str) -> Result<Vec<&'static str>, Refusal> {
    let names = property.split(',').map(str::trim);
    names
        .map(|name| {
            let known = TOP_LEVEL.iter().find(|known| **known == name).copied();
            known.ok_or_else(|| unknown_field(name))
        })
        .collect()
}

/// `name`, `+name` or `-name`; in a URL, a plus sign may have become a space.
fn order(orderby: Option<&str>) -> Result<Order, Refusal> {
    let Some(text) = orderby else { return Ok(Order { by: None, descending: true }) };
    let (name, descending) = match text.strip_prefix('-') {
        Some(name) => (name, true),
        None => (text.strip_prefix(['+', ' ']).unwrap_or(text), false),
    };
    let by = Known::named(name).ok_or_else(|| {
        let message =
            format!("Incorrect field= {name} passed in orderBy, example are +name, -name, name.");
        Refusal::invalid("1433-400", &message)
    })?;
    Ok(Order { by: Some(by), descending })
}

/// The filters of a search: as after the question mark of a list, or the expressions alone, with `&` between them.
fn expressions(text: &str) -> Vec<String> {
    if text.starts_with("property=") {
        let pairs = form_urlencoded::parse(text.as_bytes());
        return pairs
            .filter(|(name, _)| name == "property")
            .map(|(_, value)| value.into_owned())
            .collect();
    }
    let filters = quotes::filters(text).into_iter().filter(|filter| !filter.is_empty());
    filters.map(ToOwned::to_owned).collect()
}

fn limit(text: &str) -> Result<u32, Refusal> {
    text.parse().ok().filter(|limit| *limit > 0).ok_or_else(|| invalid_value("limit"))
}

fn boolean(text: &str) -> Result<bool, Refusal> {
    text.parse().map_err(|_| invalid_value("count"))
}

fn invalid_value(name: &str) -> Refusal {
    Refusal::invalid("1452-400", &format!("Invalid value for field {name}."))
}

fn unknown_parameter(name: &str) -> Refusal {
    // A filter that is silently ignored gives wrong results.
    Refusal::invalid("1451-400", &format!("Invalid params {name} provided in query params."))
}
