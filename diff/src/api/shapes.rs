//! The types of values: what they are in Rust, which types of their own they bring, what a call may pass for them.

use std::collections::{BTreeSet, HashMap};

use proc_macro2::Ident;
use wellhead_codegen::emit::value_type;
use wellhead_codegen::model::{Choice, Object, OneOf, Shape};

use super::{Changes, EVERYTHING, is_another, shown};
use crate::change::Code;
use crate::walk::{Path, Sides, Step};

/// A type that is generated for a value.
#[derive(Clone, Copy, Debug)]
pub(super) enum Own<'s> {
    Choice(&'s Choice),
    Struct(&'s Object),
    Parts(&'s Object),
    OneOf(&'s OneOf),
}

impl Own<'_> {
    fn name(&self) -> &Ident {
        match self {
            Self::Choice(choice) => &choice.name,
            Self::Struct(object) | Self::Parts(object) => &object.name,
            Self::OneOf(one_of) => &one_of.name,
        }
    }

    /// The code that uses it, besides that which uses the field: with the types inside, which are gone with it.
    pub(super) fn uses(&self) -> BTreeSet<Code> {
        let (mut uses, inside) = match self {
            Self::Struct(object) => {
                ([Code::BuilderCall, Code::FieldRead, Code::TypeName].into(), Some(object))
            }
            Self::Parts(object) => ([Code::BuilderCall, Code::TypeName].into(), Some(object)),
            Self::Choice(_) => ([Code::BuilderCall, Code::Match, Code::TypeName].into(), None),
            Self::OneOf(_) => (BTreeSet::from(EVERYTHING), None),
        };
        let fields = inside.into_iter().flat_map(|object| object.own_fields());
        let shapes = fields.map(|field| &field.shape);
        let others = inside.and_then(|object| object.additional.as_deref());
        uses.extend(shapes.chain(others).filter_map(own).flat_map(|own| own.uses()));
        uses
    }
}

/// The type that a shape brings with it.
pub(super) fn own(shape: &Shape) -> Option<Own<'_>> {
    match shape {
        Shape::Choice(choice) => Some(Own::Choice(choice)),
        Shape::Object(object) => Some(Own::Struct(object)),
        Shape::ConnectionString(string) => Some(Own::Parts(&string.parts)),
        Shape::OneOf(one_of) => Some(Own::OneOf(one_of)),
        Shape::List(list) => own(&list.items),
        Shape::Map(inner) | Shape::Nullable(inner) => own(inner),
        Shape::Text(_)
        | Shape::Secret(_)
        | Shape::Integer(_)
        | Shape::Number(_)
        | Shape::Boolean
        | Shape::Json { .. }
        | Shape::Constant(_) => None,
    }
}

/// The type in Rust.
pub(super) fn rust(shape: &Shape) -> String {
    value_type(shape)
}

/// Whether a builder's method still takes what calls pass for the old type: texts as `&str` or `String`, all else as a value
/// of that type.
pub(super) fn still_takes(old: &Shape, new: &Shape) -> bool {
    match (old, new) {
        (Shape::Text(_), Shape::Secret(_) | Shape::ConnectionString(_)) => true,
        (Shape::Secret(_), Shape::ConnectionString(_)) => true,
        (old, Shape::Json { .. }) => becomes_json(old),
        (Shape::Boolean | Shape::Choice(_) | Shape::Object(_), Shape::Nullable(inner)) => {
            rust(old) == rust(inner)
        }
        (Shape::Text(_) | Shape::Secret(_), Shape::Nullable(inner)) => {
            matches!((old, &**inner), (Shape::Text(_), Shape::Text(_)) | (_, Shape::Secret(_)))
        }
        (Shape::List(old), Shape::List(new)) => still_takes(&old.items, &new.items),
        (Shape::Map(old), Shape::Map(new)) => still_takes(old, new),
        _ => rust(old) == rust(new),
    }
}

/// Whether a value of the type can be given where any JSON is taken.
fn becomes_json(shape: &Shape) -> bool {
    match shape {
        Shape::Text(_) | Shape::Integer(_) | Shape::Number(_) | Shape::Boolean => true,
        Shape::Json { .. } => true,
        Shape::List(list) => becomes_json(&list.items),
        Shape::Map(inner) | Shape::Nullable(inner) => becomes_json(inner),
        _ => false,
    }
}

impl Changes {
    /// The types that two values bring with them.
    pub(super) fn shape(&mut self, old: &Shape, new: &Shape, path: &Sides<Path>) {
        let Some(was) = own(old) else { return };
        let is = own(new).filter(|is| is.name() == was.name());
        match (was, is) {
            (Own::Choice(was), Some(Own::Choice(is))) => self.choice(was, is, path),
            (Own::OneOf(was), Some(Own::OneOf(is))) => self.one_of(was, is, path),
            (Own::Struct(was), Some(Own::Struct(is))) | (Own::Parts(was), Some(Own::Parts(is))) => {
                self.object(was, is, path);
            }
            (was, _) => {
                let what = format!("the type `{}` is gone", was.name());
                self.add(path, &[], was.uses(), what);
            }
        }
    }

    fn choice(&mut self, old: &Choice, new: &Choice, path: &Sides<Path>) {
        let names = |choice: &Choice| -> BTreeSet<String> {
            choice.variants.iter().map(|(name, _)| name.to_string()).collect()
        };
        let (was, is) = (names(old), names(new));
        for name in was.difference(&is) {
            let what = format!("the variant `{}::{name}` is gone", old.name);
            self.add(path, &[], [Code::BuilderCall, Code::Match], what);
        }
        for name in is.difference(&was) {
            self.add(path, &[], [], format!("the variant `{}::{name}` is new", old.name));
        }
        self.values(old, new, path);
    }

    /// The values that the variants of an enum stand for.
    fn values(&mut self, old: &Choice, new: &Choice, path: &Sides<Path>) {
        let wires = |choice: &Choice| -> BTreeSet<String> {
            choice.variants.iter().map(|(_, wire)| wire.clone()).collect()
        };
        let all = (&wires(old), &wires(new));
        let by_name: HashMap<_, _> = new.variants.iter().map(|(name, is)| (name, is)).collect();
        for (name, was) in &old.variants {
            let is = by_name.get(name).filter(|is| is_another((was, is), all));
            if let Some(is) = is {
                let [was, is] = [was, is].map(|wire| shown(wire));
                let what = format!(
                    "the variant `{}::{name}` stands for {is} now, it stood for {was}",
                    old.name
                );
                self.add(path, &[], [Code::BuilderCall, Code::Match], what);
            }
        }
    }

    fn one_of(&mut self, old: &OneOf, new: &OneOf, path: &Sides<Path>) {
        let inner = |name: &Ident| {
            let step = Step::Variant(name.to_string());
            Sides { old: path.old.with(step.clone()), new: path.new.with(step) }
        };
        for kind in &old.kinds {
            match new.kinds.iter().find(|other| other.name == kind.name) {
                Some(other) => self.object(kind, other, &inner(&kind.name)),
                None => {
                    let what = format!("the variant `{}::{}` is gone", old.name, kind.name);
                    self.add(&inner(&kind.name), &[], EVERYTHING, what);
                }
            }
        }
        for kind in &new.kinds {
            if !old.kinds.iter().any(|other| other.name == kind.name) {
                let what = format!("the variant `{}::{}` is new", old.name, kind.name);
                self.add(&inner(&kind.name), &[], [], what);
            }
        }
    }
}
