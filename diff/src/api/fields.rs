//! The fields of a struct and the methods of its builder.

use std::collections::BTreeSet;

use wellhead_codegen::emit::{argument_type, field_type};
use wellhead_codegen::model::{Field, Object};

use super::{Changes, EVERYTHING, is_another, shapes, shown};
use crate::change::{Code, Kind};
use crate::walk::{Path, Sides, Step};

impl Changes {
    /// Two structs of one name.
    pub(super) fn object(&mut self, old: &Object, new: &Object, path: &Sides<Path>) {
        if old.module != new.module {
            let what = format!("the module `{}` is `{}` now", old.module, new.module);
            self.add(path, &[], EVERYTHING, what);
        }
        let wires = |object: &Object| -> BTreeSet<String> {
            object.fields.iter().map(|field| field.wire.clone()).collect()
        };
        let all = (&wires(old), &wires(new));
        for one in old.own_fields() {
            let other = new.own_fields().find(|other| other.name == one.name);
            let inner = step(path, one, other.unwrap_or(one));
            match other {
                Some(other) => {
                    if is_another((&one.wire, &other.wire), all) {
                        let [was, is] = [one, other].map(|field| shown(&field.wire));
                        let what = format!(
                            "the field and method `{}` are those of {is} now, they were those of {was}",
                            one.name
                        );
                        self.add(&inner, &[], [Code::BuilderCall, Code::FieldRead], what);
                    }
                    self.field(one, other, &inner);
                }
                None => {
                    let what = format!("the field and method `{}` are gone", one.name);
                    self.add(&inner, &[], lost(one), what);
                }
            }
        }
        for one in new.own_fields() {
            if !old.own_fields().any(|other| other.name == one.name) {
                let inner = step(path, one, one);
                let what = format!("the field and method `{}` are new", one.name);
                self.add(&inner, &[], [], what);
            }
        }
        self.builder(old, new, path);
        self.additional(old, new, path);
    }

    /// A field that both have.
    fn field(&mut self, one: &Field, other: &Field, path: &Sides<Path>) {
        let (was, is) = (field_type(one), field_type(other));
        if was != is {
            let what = format!("the field `{}` is `{is}` now, it was `{was}`", one.name);
            self.add(path, &[], [Code::FieldRead], what);
        }
        let (was, is) = (argument_type(one), argument_type(other));
        if was != is {
            let what = format!("the method `{}` takes `{is}` now, it took `{was}`", one.name);
            let takes = shapes::still_takes(&one.shape, &other.shape);
            self.add(path, &[], (!takes).then_some(Code::BuilderCall), what);
        }
        self.shape(&one.shape, &other.shape, path);
    }

    /// What `build` asks for, and the type parameters of the builder.
    fn builder(&mut self, old: &Object, new: &Object, path: &Sides<Path>) {
        let required = |object: &'_ Object| -> Vec<String> {
            let required = object.own_fields().filter(|field| field.required);
            required.map(|field| field.marker.to_string()).collect()
        };
        let (was, is) = (required(old), required(new));
        for one in new.own_fields().filter(|field| field.required) {
            if !was.contains(&one.marker.to_string()) {
                let before = old.own_fields().find(|other| other.name == one.name);
                let inner = step(path, before.unwrap_or(one), one);
                let what = format!("`build` is there once {} is set", shown(&one.wire));
                let shifts = moves(&was, &is).then_some(Code::TypeName);
                self.add(&inner, &[], [Code::BuilderCall].into_iter().chain(shifts), what);
            }
        }
        for one in old.own_fields().filter(|field| field.required) {
            if !is.contains(&one.marker.to_string()) && moves(&was, &is) {
                let now = new.own_fields().find(|other| other.name == one.name);
                let inner = step(path, one, now.unwrap_or(one));
                let what = "the type of its builder has other parameters";
                self.add(&inner, &[], [Code::TypeName], what);
            }
        }
        let both = |list: &[String], other: &[String]| -> Vec<String> {
            list.iter().filter(|name| other.contains(name)).cloned().collect()
        };
        if both(&was, &is) != both(&is, &was) {
            let what = "the parameters of its builder's type stand in another order";
            self.add(path, &[Kind::ParamsReordered], [Code::TypeName], what);
        }
    }

    /// The members that are not listed.
    fn additional(&mut self, old: &Object, new: &Object, path: &Sides<Path>) {
        let others = Sides { old: path.old.with(Step::Others), new: path.new.with(Step::Others) };
        match (&old.additional, &new.additional) {
            (None, None) => {}
            (None, Some(_)) => {
                self.add(&others, &[], [], "the field and method `additional` are new");
            }
            (Some(_), None) => {
                let broken = [Code::BuilderCall, Code::FieldRead];
                self.add(&others, &[], broken, "the field and method `additional` are gone");
            }
            (Some(was), Some(is)) => {
                let (before, now) = (shapes::rust(was), shapes::rust(is));
                if before != now {
                    let what = format!("`additional` holds `{now}` now, it was `{before}`");
                    let takes = shapes::still_takes(was, is);
                    let call = (!takes).then_some(Code::BuilderCall);
                    self.add(&others, &[], [Code::FieldRead].into_iter().chain(call), what);
                }
                self.shape(was, is, &others);
            }
        }
    }
}

/// What does not compile without a field: with the types of its own, everything about them.
fn lost(field: &Field) -> Vec<Code> {
    let own = shapes::own(&field.shape);
    let by_type = own.into_iter().flat_map(|own| own.uses());
    [Code::BuilderCall, Code::FieldRead].into_iter().chain(by_type).collect()
}

/// Whether the type parameters of a builder, named by their place, are others now. One that is new at the end is `Unset` where
/// it is not named.
fn moves(was: &[String], is: &[String]) -> bool {
    let elsewhere = |(at, name): (usize, &String)| {
        is.iter().position(|other| other == name).is_some_and(|now| now != at)
    };
    is.len() < was.len() || was.iter().enumerate().any(elsewhere)
}

fn step(path: &Sides<Path>, old: &Field, new: &Field) -> Sides<Path> {
    Sides {
        old: path.old.with(Step::Param(old.wire.clone())),
        new: path.new.with(Step::Param(new.wire.clone())),
    }
}
