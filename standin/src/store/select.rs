//! Lists and counts: a query as SQL. Whatever a caller wrote is bound, never part of the text.

use rusqlite::types::Value;
use rusqlite::{Connection, Result, params_from_iter};
use serde::Serialize;
use serde_json::json;

use super::Row;
use crate::caller::Place;
use crate::clock;
use crate::query::{Condition, Field, Operand, Page, Step};

/// The text of a statement so far, and the values that it binds.
struct Sql {
    text: String,
    values: Vec<Value>,
}

/// The connections of a page, and one more if there is a next page.
pub(super) fn page(connection: &Connection, place: &Place, page: &Page) -> Result<Vec<Row>> {
    let mut sql = Sql::new("SELECT * FROM connections", place);
    sql.push_conditions(&page.conditions);
    sql.push_position(page);
    sql.push_order(page);
    let mut statement = connection.prepare_cached(&sql.text)?;
    statement.query_map(params_from_iter(sql.values), Row::read)?.collect()
}

/// How many connections fit.
pub(super) fn count(
    connection: &Connection,
    place: &Place,
    conditions: &[Condition],
) -> Result<i64> {
    let mut sql = Sql::new("SELECT count(*) FROM connections", place);
    sql.push_conditions(conditions);
    let mut statement = connection.prepare_cached(&sql.text)?;
    statement.query_row(params_from_iter(sql.values), |row| row.get(0))
}

impl Sql {
    /// The time is `?1`, which the expressions of fields count on.
    fn new(text: &str, place: &Place) -> Self {
        let now = clock::now_in_milliseconds();
        Self {
            text: format!("{text} WHERE org_id = ?2 AND sandbox = ?3"),
            values: vec![now.into(), place.org_id.clone().into(), place.sandbox.clone().into()],
        }
    }

    /// Binds a value, and returns what stands for it.
    fn bind(&mut self, value: impl Into<Value>) -> String {
        self.values.push(value.into());
        format!("?{}", self.values.len())
    }

    fn bind_operand(&mut self, operand: &Operand) -> String {
        match operand {
            Operand::Integer(value) => self.bind(*value),
            Operand::Text(text) => self.bind(text.clone()),
        }
    }

    /// Binds any number of values as one, since a statement has room for so many and no more.
    fn bind_all(&mut self, values: &[impl Serialize]) -> String {
        let values = self.bind(json!(values).to_string());
        format!("(SELECT value FROM json_each({values}))")
    }

    fn push_conditions(&mut self, conditions: &[Condition]) {
        for condition in conditions {
            let text = match &condition.field {
                Field::Known(known) => self.compared(known.sql, condition),
                Field::Param(steps) => self.param(steps, condition),
            };
            self.text.push_str(" AND ");
            self.text.push_str(&text);
        }
    }

    fn compared(&mut self, sql: &str, condition: &Condition) -> String {
        match condition.operands.as_slice() {
            [operand] => {
                let value = self.bind_operand(operand);
                format!("({sql}) {} {value}", condition.operator.sql())
            }
            operands => format!("({sql}) IN {}", self.bind_all(operands)),
        }
    }

    /// Whether a param has one of the values, wherever the steps lead to.
    fn param(&mut self, steps: &[Step], condition: &Condition) -> String {
        let mut from = Vec::new();
        let mut source = "public_params".to_owned();
        for (depth, step) in steps.iter().enumerate() {
            let path = self.bind(step.path());
            if !step.each {
                source = format!("({source} -> {path})");
                continue;
            }
            from.push(format!("json_each({source}, {path}) AS e{depth}"));
            source = format!(
                "(CASE e{depth}.type WHEN 'true' THEN 'true' WHEN 'false' THEN 'false' \
                 WHEN 'object' THEN e{depth}.value WHEN 'array' THEN e{depth}.value \
                 ELSE json_quote(e{depth}.value) END)"
            );
        }
        let texts = condition.operands.iter().map(Operand::as_text);
        let spellings = texts.flat_map(|text| [json!(text).to_string(), text]);
        let any = self.bind_all(&spellings.collect::<Vec<_>>());
        let from =
            if from.is_empty() { String::new() } else { format!("FROM {}", from.join(", ")) };
        format!("EXISTS (SELECT 1 {from} WHERE {source} IN {any})")
    }

    /// Only what comes after the last one of the page before.
    fn push_position(&mut self, page: &Page) {
        let Some(position) = &page.after else { return };
        let operator = if page.order.descending { "<" } else { ">" };
        let number = self.bind(position.number);
        let text = match (&page.order.by, &position.key) {
            (Some(by), Some(key)) => {
                let key = self.bind_operand(key);
                format!(" AND (({}), number) {operator} ({key}, {number})", by.ordered_sql())
            }
            _ => format!(" AND number {operator} {number}"),
        };
        self.text.push_str(&text);
    }

    fn push_order(&mut self, page: &Page) {
        let direction = if page.order.descending { "DESC" } else { "ASC" };
        let limit = self.bind(i64::from(page.limit) + 1);
        let by = page.order.by.map(|by| format!("({}) {direction}, ", by.ordered_sql()));
        let by = by.unwrap_or_default();
        self.text.push_str(&format!(" ORDER BY {by}number {direction} LIMIT {limit}"));
    }
}
