//! A params object that is kept by its table.

use std::collections::BTreeMap;
use std::fmt;

use super::value::Value;
use crate::param::{Param, Params, View};
use crate::path::Path;
use crate::read::Input;
use crate::redact;
use crate::table::{Constant, Shape, Table};

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

    fn slot(&mut self, index: usize) -> Option<&mut dyn Param> {
        match self.constant(index) {
            Some(_) => None,
            None => self.values.get_mut(index).map(|value| value as &mut dyn Param),
        }
    }

    fn view(&self, index: usize) -> View<'_> {
        match self.constant(index) {
            Some(constant) => constant.into(),
            None => self.values.get(index).map_or(View::Absent, Param::view),
        }
    }

    fn additional(&mut self, key: &str) -> Option<&mut dyn Param> {
        self.table.additional.as_ref()?;
        Some(self.others.entry(key.to_owned()).or_insert(Value::Unset))
    }

    fn additional_view(&self) -> View<'_> {
        match self.table.additional {
            Some(_) => View::Map(&self.others),
            None => View::Absent,
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
        redact::debug("", self, f)
    }
}
