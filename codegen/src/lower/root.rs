//! The schema of an auth spec as what references lead into, and how much may be made of it.
//!
//! A definition becomes a type at each place that leads to it, and alternatives are laid over each other: a small file
//! can ask for more than any memory holds. What is made is therefore bounded by a multiple of what was written.

use std::cell::Cell;
use std::ops::Deref;
use std::rc::Rc;

use wellhead_spec::Span;
use wellhead_spec::model::Schema;

/// How many schemas may be looked at for each that is written: each is, a few times for each schema it stands in.
const FOR_EACH: usize = 200;

/// How many more, so that small files may lead far.
const FOR_ALL: usize = 100_000;

/// How often a kind counts for each other one that may be mistaken for it: it is written out as a whole there.
const FOR_RIVAL: usize = 4;

/// A schema that references lead into.
pub(super) struct Root {
    schema: Rc<Schema>,
    left: Cell<usize>,
    excess: Cell<Option<Excess>>,
}

/// What there was too much of.
#[derive(Clone, Copy)]
pub(super) enum Excess {
    /// What the params may be.
    Params,
    /// The kinds of the object at that place, each of which may be mistaken for others.
    Kinds(Span),
}

impl Root {
    pub(super) fn new(schema: Schema) -> Self {
        let left = size(&schema).saturating_mul(FOR_EACH).saturating_add(FOR_ALL);
        Self { schema: Rc::new(schema), left: Cell::new(left), excess: Cell::new(None) }
    }

    /// The schema alone.
    pub(super) fn schema(&self) -> Rc<Schema> {
        Rc::clone(&self.schema)
    }

    /// Whether `schema` may still be looked at: it may, until too much was.
    pub(super) fn spend(&self, schema: &Schema) -> bool {
        self.spend_up_to(size(schema), Excess::Params)
    }

    /// Whether a kind of the object at `place` may still be told from another one, `rival`.
    pub(super) fn spend_on_rival(&self, rival: &Schema, place: Span) -> bool {
        self.spend_up_to(size(rival).saturating_mul(FOR_RIVAL), Excess::Kinds(place))
    }

    fn spend_up_to(&self, size: usize, excess: Excess) -> bool {
        match self.left.get().checked_sub(size) {
            Some(left) if !self.is_spent() => self.left.set(left),
            _ => self.excess.set(self.excess.get().or(Some(excess))),
        }
        !self.is_spent()
    }

    /// Whether more was asked for than there may be: what was lowered is no good.
    pub(super) fn is_spent(&self) -> bool {
        self.excess.get().is_some()
    }

    /// What more was asked for of than there may be.
    pub(super) fn excess(&self) -> Option<Excess> {
        self.excess.get()
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
