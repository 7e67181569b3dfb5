//! Showing: typed values for people, without what must not be seen; and comparing them.

use std::fmt;

use crate::json::{Json, Object};
use crate::requests::param::{self, Param, Params, View};
use crate::requests::table::Shape;
use crate::requests::write::free;

/// `Debug` of a params object: everything that is set, secrets as `[secret]`.
///
/// # Errors
/// Those of the formatter.
pub fn debug(name: &str, params: &dyn Params, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut shown = f.debug_struct(name);
    param::members(params, &mut |key, view, shape| {
        shown.field(key, &Shown { view, shape });
    });
    shown.finish()
}

/// `Debug` of a params object that has no name of its own.
pub(crate) fn object(params: &dyn Params, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut shown = f.debug_map();
    param::members(params, &mut |key, view, shape| {
        shown.entry(&format_args!("{key}"), &Shown { view, shape });
    });
    shown.finish()
}

/// `Debug` of one value, as it shows in its params object.
///
/// # Errors
/// Those of the formatter.
pub fn show(value: &dyn Param, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    fmt::Debug::fmt(&Shown { view: value.view(), shape: None }, f)
}

/// Whether two values are the same; secrets are compared in constant time.
pub fn same(left: &dyn Param, right: &dyn Param) -> bool {
    alike(left.view(), right.view())
}

/// Whether two params objects of one type hold the same values; secrets are compared in constant time.
pub fn equal(left: &dyn Params, right: &dyn Params) -> bool {
    let fields = left.table().fields;
    if !std::ptr::eq(fields, right.table().fields) {
        return false;
    }
    for index in 0..fields.len() {
        if !alike(left.view(index), right.view(index)) {
            return false;
        }
    }
    alike(left.additional_view(), right.additional_view())
}

/// The params as JSON for people: what is secret, or may hold a secret, reads `[secret]`.
pub fn masked(params: &dyn Params) -> Json {
    let mut members = Object::new();
    param::members(params, &mut |key, view, shape| {
        let is_secret = shape.is_some_and(Shape::is_secret);
        let value = if is_secret { "[secret]".into() } else { masked_view(view) };
        members.insert(key, value);
    });
    members.into()
}

fn masked_view(view: View<'_>) -> Json {
    match view {
        View::Object(params) => masked(params),
        View::List(list) => {
            let mut items = Vec::with_capacity(list.count());
            for index in 0..list.count() {
                items.push(masked_view(list.item(index)));
            }
            Json::Array(items)
        }
        View::Map(map) => {
            let mut members = Object::new();
            map.visit(&mut |key, view| members.push(key, masked_view(view)));
            members.into()
        }
        View::Secret(_) | View::Json(_) => "[secret]".into(),
        plain => free(plain),
    }
}

fn alike<'a>(left: View<'a>, right: View<'a>) -> bool {
    match (left, right) {
        (View::Absent, View::Absent) | (View::Null, View::Null) => true,
        (View::Text(left), View::Text(right)) => left == right,
        (View::Secret(left), View::Secret(right)) => left == right,
        (View::Integer(left), View::Integer(right)) => left == right,
        (View::Number(left), View::Number(right)) => left.total_cmp(&right).is_eq(),
        (View::Boolean(left), View::Boolean(right)) => left == right,
        (View::Json(left), View::Json(right)) => left == right,
        (View::Object(left), View::Object(right)) => equal(left, right),
        (View::List(left), View::List(right)) => {
            let mut equal = left.count() == right.count();
            for index in 0..left.count() {
                equal = equal && alike(left.item(index), right.item(index));
            }
            equal
        }
        (View::Map(left), View::Map(right)) => {
            let (mut equal, mut count, mut other_count) = (true, 0, 0);
            left.visit(&mut |key, view| {
                equal = equal && alike(view, right.member(key));
                count += 1;
            });
            right.visit(&mut |_, _| other_count += 1);
            equal && count == other_count
        }
        _ => false,
    }
}

struct Shown<'a> {
    view: View<'a>,
    shape: Option<&'static Shape>,
}

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.shape.is_some_and(Shape::is_secret) {
            return f.write_str("[secret]");
        }
        match self.view {
            View::Absent => f.write_str("None"),
            View::Null => f.write_str("null"),
            View::Text(text) => text.fmt(f),
            View::Secret(secret) => secret.fmt(f),
            View::Integer(value) => value.fmt(f),
            View::Number(value) => value.fmt(f),
            View::Boolean(value) => value.fmt(f),
            // No schema says what is in it, so it may be a secret.
            View::Json(_) => f.write_str("[not shown]"),
            View::Object(params) => object(params, f),
            View::List(list) => {
                let mut shown = f.debug_list();
                for index in 0..list.count() {
                    shown.entry(&Shown { view: list.item(index), shape: None });
                }
                shown.finish()
            }
            View::Map(map) => {
                let mut shown = f.debug_map();
                map.visit(&mut |key, view| {
                    shown.entry(&key, &Shown { view, shape: None });
                });
                shown.finish()
            }
        }
    }
}
