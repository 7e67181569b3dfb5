//! The schema of an auth spec as what references lead into, and how much may be made of it.
//!
//! A definition becomes a type at each place that leads to it, and alternatives are laid over each other: a small file
//! can ask for more than any memory holds. What is made is therefore bounded by a multiple of what was written.

use std::cell::Cell;
use std::ops::Deref;
use std::rc::Rc;

use wellhead_spec::model::Schema;

/// How many schemas may be looked at for each that is written: each is, a few times for each schema it stands in.
const FOR_EACH: usize = 200;

/// How many more, so that small files may lead far.
const FOR_ALL: usize = 100_000;

/// A schema that references lead into.
pub(super) struct Root {
    schema: Rc<Schema>,
    left: Cell<usize>,
    spent: Cell<bool>,
}

impl Root {
    pub(super) fn new(schema: Schema) -> Self {
        let left = size(&schema).saturating_mul(FOR_EACH).saturating_add(FOR_ALL);
        Self { schema: Rc::new(schema), left: Cell::new(left), spent: Cell::new(false) }
    }

    /// The schema alone.
    pub(super) fn schema(&self) -> Rc<Schema> {
        Rc::clone(&self.schema)
    }

    /// Whether `schema` may still be looked at: it may, until too much was.
    pub(super) fn spend(&self, schema: &Schema) -> bool {
        match self.left.get().checked_sub(size(schema)) {
            Some(left) if !self.is_spent() => self.left.set(left),
            _ => self.spent.set(true),
        }
        !self.is_spent()
    }

    /// Whether more was asked for than there may be: what was lowered is no good.
    pub(super) fn is_spent(&self) -> bool {
        self.spent.get()
    }
}

impl Deref for Root {
    type Target = Schema;

    fn deref(&self) -> &Schema {
        &self.schema
    }
}

/// How many schemas stand in a schema, itself among them.
fn size(schema: &Schema) -> usize {
    let mut all = 1;
    for part in schema.parts() {
        all += size(part);
    }
    for inner in schema.combined.schemas() {
        all += size(inner);
    }
    for (_, definition) in &schema.combined.definitions {
        all += size(definition);
    }
    all
}
