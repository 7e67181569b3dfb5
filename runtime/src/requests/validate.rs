//! Validating: typed values that were built, by the same rules as those that were read.

use crate::json::{Json, Kind, MAX_DEPTH};
use crate::path::Path;
use crate::requests::connection_string;
use crate::requests::instance::{Distinct, Instance};
use crate::requests::param::{self, Params, View};
use crate::requests::phrase::{Phrase, phrase};
use crate::requests::rules::{self, Finding};
use crate::requests::schema::Schema;
use crate::requests::table::{Constant, Shape};
use crate::requests::violation::{Rule, Violation};

/// Everything wrong with `params`, as found at `path`.
pub(crate) fn params(params: &dyn Params, path: &Path<'_>, found: &mut Vec<Violation>) {
    let (table, start) = (params.table(), found.len());
    for (index, field) in table.fields.iter().enumerate() {
        let path = path.key(field.name);
        match param::view(params, index, field) {
            View::Absent if field.required => {
                note(found, &path, Finding::new(Rule::Required, "is missing").help("set it"));
            }
            View::Absent => {}
            view => {
                let before = found.len();
                value(view, &field.shape, &path, found);
                also(field.also, view, before, &path, found);
                for violation in found.get_mut(before..).unwrap_or_default() {
                    field.show_example(&path, violation);
                }
            }
        }
    }
    if let (Some(shape), View::Map(others)) = (&table.additional, params.additional_view()) {
        others.visit(&mut |key, view| match table.field(key) {
            Some(_) => note(found, &path.key(key), rules::not_additional()),
            None => value(view, shape, &path.key(key), found),
        });
    }
    also(table.also, View::Object(params), start, path, found);
}

/// Checks a value against what its shape does not say, unless something was found in it since `before`.
fn also(
    schema: Option<&Schema>,
    view: View<'_>,
    before: usize,
    path: &Path<'_>,
    found: &mut Vec<Violation>,
) {
    if let Some(schema) = schema.filter(|_| found.len() == before) {
        schema.check(view, path, &mut |path, finding| note(found, path, finding));
    }
}

fn value(view: View<'_>, shape: &'static Shape, path: &Path<'_>, found: &mut Vec<Violation>) {
    let mut report = |finding| note(found, path, finding);
    match (shape, view) {
        (_, View::Object(_) | View::List(_) | View::Map(_))
            if path.steps() >= MAX_DEPTH as usize =>
        {
            report(rules::too_deep());
        }
        (Shape::Text(rules), View::Text(text)) => rules::text(rules, text, &mut report),
        (Shape::Secret(rules), View::Secret(secret)) => {
            rules::text(rules, secret.expose(), &mut report)
        }
        (Shape::ConnectionString(rules), View::Secret(secret)) => {
            connection_string::check(rules, secret.expose(), &mut report);
        }
        (Shape::Choice(names), View::Text(text)) => rules::choice(names, text, &mut report),
        // One that is not listed; whoever made it meant it.
        (Shape::Choice(_), View::Secret(_)) => {}
        (Shape::Integer(rules), View::Integer(value)) => rules::integer(rules, value, &mut report),
        (Shape::Number(rules), View::Number(value)) if value.is_finite() => {
            rules::number(rules, value, &mut report)
        }
        (Shape::Number(_), View::Number(_)) => report(rules::not_finite()),
        (Shape::Boolean, View::Boolean(_)) | (Shape::Nullable(_), View::Null) => {}
        (Shape::Nullable(inner), view) => value(view, inner, path, found),
        (Shape::Constant(constant), view) if is_constant(*constant, view) => {}
        (Shape::Constant(constant), _) => report(rules::not_constant(*constant)),
        (Shape::Object(_) | Shape::OneOf(_), View::Object(object)) => params(object, path, found),
        (Shape::List(rules), View::List(list)) => {
            rules::count(rules, list.count(), &mut report);
            let mut seen = Distinct::default();
            for index in 0..list.count() {
                let (path, item) = (path.index(index), list.item(index));
                value(item, &rules.items, &path, found);
                let element = Instance::of(item).filter(|_| rules.unique);
                if element.is_some_and(|element| !seen.insert(element)) {
                    note(found, &path, rules::not_unique());
                }
            }
        }
        (Shape::Map(values), View::Map(map)) => {
            map.visit(&mut |key, view| value(view, values, &path.key(key), found));
        }
        (Shape::Json(rules), View::Json(json)) if rules.object && json.as_object().is_none() => {
            report(Finding::new(Rule::Type, Phrase::expected(Kind::Object, json.kind())));
        }
        (Shape::Json(_), View::Json(json)) => free(json, path.steps(), path, found),
        _ => report(Finding::new(Rule::Type, phrase(&["is not ", shape.described()]))),
    }
}

/// What keeps free JSON from being read again; it stands in that many objects and arrays.
fn free(json: &Json, above: usize, path: &Path<'_>, found: &mut Vec<Violation>) {
    match json {
        Json::Number(number) if number.as_f64().is_none() => note(found, path, rules::too_large()),
        Json::Array(_) | Json::Object(_) if above >= MAX_DEPTH as usize => {
            note(found, path, rules::too_deep());
        }
        Json::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                free(item, above + 1, &path.index(index), found);
            }
        }
        Json::Object(members) => {
            for (name, value) in members {
                free(value, above + 1, &path.key(name), found);
            }
        }
        _ => {}
    }
}

fn is_constant(constant: Constant, view: View<'_>) -> bool {
    match (constant, view) {
        (Constant::Text(only), View::Text(text)) => only == text,
        (Constant::Integer(only), View::Integer(value)) => only == value,
        (Constant::Boolean(only), View::Boolean(flag)) => only == flag,
        _ => false,
    }
}

fn note(found: &mut Vec<Violation>, path: &Path<'_>, finding: Finding) {
    found.push(finding.at(path.pointer()));
}
