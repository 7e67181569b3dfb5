//! One filter: `property=createdAt>=1670880253121`.

use serde::{Deserialize, Serialize};

use super::field::{Field, Kind};
use super::quotes::{self, is_operator};
use crate::refusal::Refusal;
use crate::store::{DISABLED, ENABLED, INITIALIZING};

/// What a connection has to fit.
#[derive(Debug)]
pub(crate) struct Condition {
    pub(crate) field: Field,
    pub(crate) operator: Operator,
    /// At least one; any of them will do.
    pub(crate) operands: Vec<Operand>,
}

/// How a property is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operator {
    Equal,
    AtLeast,
    AtMost,
    Above,
    Below,
}

/// What a property is compared with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum Operand {
    Integer(i64),
    Text(String),
}

impl From<&str> for Operand {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// What is missing comes first.
impl From<Option<&str>> for Operand {
    fn from(text: Option<&str>) -> Self {
        text.unwrap_or_default().into()
    }
}

impl From<i64> for Operand {
    fn from(value: i64) -> Self {
        Self::Integer(value)
    }
}

impl Operand {
    pub(crate) fn as_text(&self) -> String {
        match self {
            Self::Integer(value) => value.to_string(),
            Self::Text(text) => text.clone(),
        }
    }
}

impl Operator {
    /// A single `=` stands in one of the guide's own examples.
    fn named(name: &str) -> Result<Self, Refusal> {
        match name {
            "==" | "=" => Ok(Self::Equal),
            ">=" => Ok(Self::AtLeast),
            "<=" => Ok(Self::AtMost),
            ">" => Ok(Self::Above),
            "<" => Ok(Self::Below),
            "~" => Err(Refusal::invalid("1440-400", "Operator '~' not implemented.")),
            _ => Err(Refusal::invalid(
                "1450-400",
                &format!("Invalid operator {name} in filter params."),
            )),
        }
    }

    pub(crate) fn sql(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::AtLeast => ">=",
            Self::AtMost => "<=",
            Self::Above => ">",
            Self::Below => "<",
        }
    }
}

/// A filter's three parts: path, operator and values; `None` if it has no operator.
pub(crate) fn split(text: &str) -> Option<(&str, &str, &str)> {
    let (path, rest) = text.split_at_checked(text.find(is_operator)?)?;
    let values = rest.trim_start_matches(is_operator);
    let operator = rest.strip_suffix(values)?;
    Some((path.trim(), operator, values.trim()))
}

impl Condition {
    pub(crate) fn read(path: &str, operator: &str, text: &str) -> Result<Self, Refusal> {
        let field = Field::named(path).ok_or_else(|| unknown_field(path))?;
        let operator = Operator::named(operator)?;
        if text.is_empty() {
            let message = format!("Invalid query value {path}== provided in query param.");
            return Err(Refusal::invalid("1453-400", &message));
        }
        let values = quotes::values(text);
        check_operator(&field, operator, path, values.len())?;
        let operands = values.iter().map(|value| operand(&field, path, value));
        Ok(Self { operands: operands.collect::<Result<_, _>>()?, operator, field })
    }
}

pub(crate) fn unknown_field(path: &str) -> Refusal {
    Refusal::invalid("1449-400", &format!("Invalid field {path} in filter params."))
}

fn check_operator(
    field: &Field,
    operator: Operator,
    path: &str,
    values: usize,
) -> Result<(), Refusal> {
    if operator == Operator::Equal {
        return Ok(());
    }
    let name = operator.sql();
    if !matches!(field, Field::Known(known) if known.kind == Kind::Integer) {
        let message = format!("Operator {name} not supported for field {path}.");
        return Err(Refusal::invalid("1448-400", &message));
    }
    if values > 1 {
        let message = format!("Operator '{name}' is not allowed for multiple values.");
        return Err(Refusal::invalid("1443-400", &message));
    }
    Ok(())
}

fn operand(field: &Field, path: &str, value: &str) -> Result<Operand, Refusal> {
    const STATES: [&str; 3] = [ENABLED, DISABLED, INITIALIZING];
    match field {
        Field::Known(known) if known.kind == Kind::Integer => {
            value.parse().map(Operand::Integer).map_err(|_| {
                let message = format!("Invalid value {value} for field {path}.");
                Refusal::invalid("1452-400", &message)
            })
        }
        Field::Known(known) if known.kind == Kind::State && !STATES.contains(&value) => {
            let message = format!(
                "State {value} is not a valid value. Allowed values are [{}].",
                STATES.join(", ")
            );
            Err(Refusal::invalid("1456-400", &message))
        }
        _ => Ok(value.into()),
    }
}

/// A filter that asks for one of several values, by its path.
pub(crate) fn values_of_filter(text: &str) -> Result<(&str, Vec<&str>), Refusal> {
    let (path, operator, values) = split(text).ok_or_else(|| unknown_field(text))?;
    match Operator::named(operator)? {
        Operator::Equal => Ok((path, quotes::values(values))),
        other => {
            let message = format!("Operator {} not supported for field {path}.", other.sql());
            Err(Refusal::invalid("1448-400", &message))
        }
    }
}
