//! Example requests, made of the examples in the tables: what `wellhead show` prints and people start from. Most programs make
//! none, so they are compiled where they are called.

use crate::json::{Json, Object, Reader};
use crate::path::Path;
use crate::requests::catalog::AuthDescriptor;
use crate::requests::connection_string::example as connection_string;
use crate::requests::phrase::phrase;
use crate::requests::request::{auth_part, spec_part};
use crate::requests::table::{Constant, Field, Shape, Table};
use crate::requests::violation::{Rule, Violation};

impl AuthDescriptor {
    /// A whole request body for this auth spec: every required param, with its example where there is one, and
    /// `<name>` for a secret.
    #[inline]
    pub fn example_request(&self) -> Json {
        let mut body = Object::new();
        body.push("name", phrase(&[self.source.title, " connection"]).into());
        if let Some(spec_name) = self.spec_name {
            body.push("auth", auth_part(spec_name, params(self.table)));
        }
        body.push("connectionSpec", spec_part(self.source));
        body.into()
    }
}

#[inline]
fn params(table: &Table) -> Json {
    let mut params = Object::new();
    for field in table.fields {
        if field.required {
            params.push(field.name, field.example());
        }
    }
    params.into()
}

impl Field {
    /// Shows what the param at `path` may look like, to whoever broke its pattern.
    pub(crate) fn show_example(&self, path: &Path<'_>, violation: &mut Violation) {
        let is_told = violation.rule != Rule::Pattern || violation.help.is_some();
        if is_told || violation.pointer != path.pointer() {
            return;
        }
        let examples = self.about().examples;
        let example = examples.first().and_then(|json| Reader::new(json).string().ok());
        violation.help = example.map(|example| phrase(&["write it like `", &example, "`"]).into());
    }

    /// A value that this param may have; `<name>` for a secret.
    #[inline]
    pub(crate) fn example(&self) -> Json {
        let about = self.about();
        let mut given = about.examples;
        if let Some(default) = about.default {
            given.push(default);
        }
        for given in &given {
            if let Ok(example) = Json::parse(given) {
                return example;
            }
        }
        value(&self.shape, self.name)
    }
}

#[inline]
fn value(shape: &Shape, name: &str) -> Json {
    match shape {
        Shape::Text(rules) | Shape::Secret(rules) => match (rules.only, rules.format) {
            (Some(only), _) => only.into(),
            (None, Some(format)) => format.example().into(),
            (None, None) => phrase(&["<", name, ">"]).into(),
        },
        Shape::ConnectionString(rules) => connection_string(rules).into(),
        Shape::Integer(rules) => whole(rules.min, rules.max, rules.multiple_of),
        Shape::Number(rules) if rules.min.is_finite() => rules.min.into(),
        Shape::Number(rules) => 0.0_f64.min(rules.max).into(),
        Shape::Boolean => true.into(),
        Shape::Choice(names) => names.first().map_or(Json::Null, |name| (*name).into()),
        Shape::Object(table) => params(table),
        Shape::List(rules) => {
            let mut items = Vec::new();
            for _ in 0..rules.min {
                items.push(value(&rules.items, name));
            }
            Json::Array(items)
        }
        Shape::Map(_) | Shape::Json(_) => Object::new().into(),
        Shape::Constant(Constant::Text(text)) => (*text).into(),
        Shape::Constant(Constant::Integer(value)) => whole(*value, *value, 1),
        Shape::Constant(Constant::Boolean(flag)) => (*flag).into(),
        Shape::OneOf(rules) => rules.kinds.first().map_or(Json::Null, |(_, table)| params(table)),
        Shape::Nullable(shape) => value(shape, name),
    }
}

/// The number nearest to 0 that is allowed.
#[inline]
fn whole(min: i128, max: i128, step: i128) -> Json {
    let nearest = 0.clamp(min, max);
    let step = step.max(1);
    let fitting = if nearest > 0 {
        nearest.div_euclid(step) * step + step * i128::from(nearest % step != 0)
    } else {
        nearest - nearest % step
    };
    fitting.into()
}
