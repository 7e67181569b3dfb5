//! Example requests, made of the examples in the tables: what `wellhead show` prints and people start from.

use crate::catalog::AuthDescriptor;
use crate::connection_string::example as connection_string;
use crate::json::{Json, Object, Reader};
use crate::path::Path;
use crate::table::{Constant, Field, Shape, Table};
use crate::violation::{Rule, Violation};

impl AuthDescriptor {
    /// A whole request body for this auth spec: every required param, with its example where there is one, and
    /// `<name>` for a secret.
    pub fn example_request(&self) -> Json {
        let mut body = Object::from([("name", format!("{} connection", self.source.title))]);
        if let Some(spec_name) = self.spec_name {
            body.insert("auth", [("specName", spec_name.into()), ("params", params(self.table))]);
        }
        let (id, version) = (self.source.id, self.source.version);
        body.insert("connectionSpec", [("id", id), ("version", version)]);
        body.into()
    }
}

fn params(table: &Table) -> Json {
    let required = table.fields.iter().filter(|field| field.required);
    required.map(|field| (field.name.to_owned(), field.example())).collect()
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
        violation.help = example.map(|example| format!("write it like `{example}`").into());
    }

    /// A value that this param may have; `<name>` for a secret.
    pub(crate) fn example(&self) -> Json {
        let about = self.about();
        let given = about.examples.iter().chain(&about.default);
        let given = given.filter_map(|example| Json::parse(example).ok()).next();
        given.unwrap_or_else(|| value(&self.shape, self.name))
    }
}

fn value(shape: &Shape, name: &str) -> Json {
    match shape {
        Shape::Text(rules) | Shape::Secret(rules) => match (rules.only, rules.format) {
            (Some(only), _) => only.into(),
            (None, Some(format)) => format.example().into(),
            (None, None) => format!("<{name}>").into(),
        },
        Shape::ConnectionString(rules) => connection_string(rules).into(),
        Shape::Integer(rules) => whole(rules.min, rules.max, rules.multiple_of),
        Shape::Number(rules) if rules.min.is_finite() => rules.min.into(),
        Shape::Number(rules) => 0.0_f64.min(rules.max).into(),
        Shape::Boolean => true.into(),
        Shape::Choice(names) => names.first().copied().into(),
        Shape::Object(table) => params(table),
        Shape::List(rules) => (0..rules.min).map(|_| value(&rules.items, name)).collect(),
        Shape::Map(_) | Shape::Json(_) => Object::new().into(),
        Shape::Constant(Constant::Text(text)) => (*text).into(),
        Shape::Constant(Constant::Integer(value)) => whole(*value, *value, 1),
        Shape::Constant(Constant::Boolean(flag)) => (*flag).into(),
        Shape::OneOf(rules) => rules.kinds.first().map(|(_, table)| params(table)).into(),
        Shape::Nullable(shape) => value(shape, name),
    }
}

/// The number nearest to 0 that is allowed.
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
