//! Reading a query, from the parameters of a list and from the body of a search.

use serde::Deserialize;

use super::condition::{Condition, split, unknown_field};
use super::field::{Known, TOP_LEVEL};
use super::{Order, Page, Position, Wanted, quotes, token};
use crate::key::Key;
use crate::refusal::Refusal;
use crate::store::Row;

/// The most filters of one query, far from what SQLite can't take.
const MOST_PROPERTIES: usize = 100;

/// A query in the caller's words.
#[derive(Clone, Debug, Default)]
pub(crate) struct Raw {
    pub(crate) properties: Vec<String>,
    pub(crate) orderby: Option<String>,
    pub(crate) limit: Option<u32>,
    pub(crate) count: Option<bool>,
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

/// What a list can be asked by.
#[derive(Clone, Copy)]
enum Parameter {
    Property,
    Orderby,
    Limit,
    Count,
    ContinuationToken,
}

impl Parameter {
    const ALL: [Self; 5] =
        [Self::Property, Self::Orderby, Self::Limit, Self::Count, Self::ContinuationToken];

    fn named(name: &str) -> Result<Self, Refusal> {
        let mut all = Self::ALL.into_iter();
        all.find(|parameter| parameter.name() == name).ok_or_else(|| unknown_parameter(name))
    }

    fn name(self) -> &'static str {
        match self {
            Self::Property => "property",
            Self::Orderby => "orderby",
            Self::Limit => "limit",
            Self::Count => "count",
            Self::ContinuationToken => "continuationToken",
        }
    }
}

impl Raw {
    /// The parameters of a list.
    pub(crate) fn from_query(query: &str) -> Result<Self, Refusal> {
        let mut raw = Self::default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            raw.take(Parameter::named(&name)?, value.into_owned())?;
        }
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
        let Search { query_string, limit, orderby, count } = search;
        let mut raw = Self { orderby, limit, count, ..Self::default() };
        if raw.limit == Some(0) {
            return Err(invalid_value("limit"));
        }
        raw.take_all(query_string.as_deref().unwrap_or_default())?;
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            match Parameter::named(&name)? {
                token @ Parameter::ContinuationToken => raw.take(token, value.into_owned())?,
                _ => return Err(unknown_parameter(&name)),
            }
        }
        Ok(raw)
    }

    /// Takes a search's `queryString`: parameters as a list has them, filters alone, or both, with `&` between them.
    fn take_all(&mut self, text: &str) -> Result<(), Refusal> {
        for part in quotes::filters(text).into_iter().filter(|part| !part.is_empty()) {
            let name = part.split_once('=').map(|(name, _)| name);
            let Some(parameter) = name.and_then(|name| Parameter::named(name).ok()) else {
                self.properties.push(part.to_owned());
                continue;
            };
            // In quotes, it separates nothing.
            let encoded = part.replace('&', "%26");
            for (_, value) in form_urlencoded::parse(encoded.as_bytes()) {
                self.take(parameter, value.into_owned())?;
            }
        }
        Ok(())
    }

    /// Takes one parameter; each can be given once, but for filters.
    fn take(&mut self, parameter: Parameter, value: String) -> Result<(), Refusal> {
        let repeated = match parameter {
            Parameter::Property => {
                self.properties.push(value);
                false
            }
            Parameter::Orderby => self.orderby.replace(value).is_some(),
            Parameter::Limit => self.limit.replace(limit(&value)?).is_some(),
            Parameter::Count => self.count.replace(boolean(&value)?).is_some(),
            Parameter::ContinuationToken => self.token.replace(value).is_some(),
        };
        if !repeated {
            return Ok(());
        }
        let name = parameter.name();
        let message =
            format!("Invalid query value {name} provided in query param: it stands twice.");
        Err(Refusal::invalid("1453-400", &message))
    }

    /// What is asked for, at most `largest` at a time.
    pub(crate) fn wanted(self, key: &Key, largest: u32) -> Result<Wanted, Refusal> {
        if self.count == Some(true) && self.limit.is_some() {
            let message = "The limit and count parameters cannot be given together in the same request. \
                           Please provide either only the limit or the count parameter and try again.";
            return Err(Refusal::invalid("1401-400", message));
        }
        let (raw, after) = self.continued(key)?;
        let (conditions, shown) = filters(&raw.properties)?;
        if raw.count == Some(true) {
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
    if properties.len() > MOST_PROPERTIES {
        let message = format!(
            "The request is invalid. Please check the request and try again. \
             It has `property` {} times; here, it can have it {MOST_PROPERTIES} times.",
            properties.len()
        );
        return Err(Refusal::bad_request("1000-400", &message));
    }
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
