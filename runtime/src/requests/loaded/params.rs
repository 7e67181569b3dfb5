//! A params object that is kept by its table.

use std::collections::BTreeMap;
use std::fmt;

use super::value::Value;
use crate::path::Path;
use crate::requests::param::{Param, Params, ReadParam, ReadParams, View};
use crate::requests::read::Input;
use crate::requests::redact;
use crate::requests::table::{Constant, Shape, Table};

/// The params of an auth spec, or an object nested in them, with a table and no type of its own.
#[derive(Clone)]
pub struct LoadedParams {
    table: &'static Table,
    /// One for each field of the table.
    values: Vec<Value>,
    /// The members that the table does not list.
    others: BTreeMap<String, Value>,
}

impl LoadedParams {
    /// Params of this table with nothing set yet.
    pub(super) fn blank_of(table: &'static Table) -> Self {
        let values = table.fields.iter().map(|_| Value::Unset).collect();
        Self { table, values, others: BTreeMap::new() }
    }

    /// Reads an object of this table.
    pub(super) fn read(table: &'static Table, input: &mut Input<'_>, path: &Path<'_>) -> Self {
        let mut params = Self::blank_of(table);
        input.object(table, Some(&mut params), path);
        params
    }

    fn constant(&self, index: usize) -> Option<Constant> {
        match self.table.fields.get(index)?.shape {
            Shape::Constant(constant) => Some(constant),
            _ => None,
        }
    }
}

impl Params for LoadedParams {
    fn table(&self) -> &'static Table {
        self.table
    }

    fn view(&self, index: usize) -> View<'_> {
        match (self.constant(index), self.values.get(index)) {
            (Some(constant), _) => constant.into(),
            (None, Some(value)) => value.view(),
            (None, None) if self.table.additional.is_some() => View::Map(&self.others),
            (None, None) => View::Absent,
        }
    }
}

impl ReadParams for LoadedParams {
    fn slot(&mut self, index: usize) -> Option<&mut dyn ReadParam> {
        match (self.constant(index), self.values.get_mut(index)) {
            (Some(_), _) => None,
            (None, Some(value)) => Some(value),
            (None, None) => self.table.additional.as_ref().map(|_| &mut self.others as _),
        }
    }

    /// Params of no table: there are none.
    fn blank() -> Self {
        static NONE: Table = Table::of(&[]);
        Self::blank_of(&NONE)
    }
}

impl PartialEq for LoadedParams {
    fn eq(&self, other: &Self) -> bool {
        redact::equal(self, other)
    }
}

impl fmt::Debug for LoadedParams {
    /// Everything that is set, secrets as `[secret]`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        redact::object(self, f)
    }
}
