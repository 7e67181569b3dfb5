//! What a list, a count or a search asks for: `property`, `orderby`, `limit`, `count` and `continuationToken`.
//!
//! Queries mean what the service's guide to sorting and filtering says, and are refused with the codes of its catalogue.

mod condition;
mod field;
mod quotes;
mod read;
mod token;

pub(crate) use condition::{Condition, Operand, values_of_filter};
pub(crate) use field::{Field, Known, Step};
pub(crate) use read::Raw;
pub(crate) use token::Position;

/// What is asked for.
#[derive(Debug)]
pub(crate) enum Wanted {
    /// How many connections fit.
    Count(Vec<Condition>),
    /// Some of the connections that fit.
    Page(Page),
}

/// A part of a list.
#[derive(Debug)]
pub(crate) struct Page {
    /// What was asked for, in the caller's words.
    pub(crate) raw: Raw,
    /// Every one of them has to hold.
    pub(crate) conditions: Vec<Condition>,
    /// The properties that are to be shown; `None` for all.
    pub(crate) shown: Option<Vec<&'static str>>,
    pub(crate) order: Order,
    /// From 1 on.
    pub(crate) limit: u32,
    /// Where the page before ended.
    pub(crate) after: Option<Position>,
}

/// The order of a list.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Order {
    /// `None` for the order of creation.
    pub(crate) by: Option<&'static Known>,
    pub(crate) descending: bool,
}
