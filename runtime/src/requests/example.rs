//! Example requests, made of the examples in the tables: what `wellhead show` prints and people start from. Most programs make
//! none, so they are compiled where they are called.

use crate::json::{Json, Number, Object, Reader};
use crate::path::Path;
use crate::requests::catalog::AuthDescriptor;
use crate::requests::connection_string::example as connection_string;
use crate::requests::phrase::phrase;
use crate::requests::request::{auth_part, spec_part};
use crate::requests::rules;
use crate::requests::schema::{Keyword, Schema};
use crate::requests::table::{Constant, Field, IntegerRules, NumberRules, Shape, Table, TextRules};
use crate::requests::violation::{Rule, Violation};

impl AuthDescriptor {
    /// A whole request body for this auth spec: every required param, with its example where there is one, and
    /// `<name>` for a secret; where its pattern refuses that, its name over and over.
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

    /// A value that this param may have; `<name>`, or its name over and over, for a secret and a text without an example.
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
        let value = value(&self.shape, self.name);
        let fits = |schema: &&Schema| self.shape.is_secret() || schema.accepts(&value);
        match self.also.filter(|schema| !fits(schema)) {
            Some(also) => fitting(&self.shape, also, self.name).unwrap_or(value),
            None => value,
        }
    }
}

/// A value that fits `also`: one that is listed there, or one that the shape's own leads to.
#[inline]
fn fitting(shape: &Shape, also: &Schema, name: &str) -> Option<Json> {
    let mut values = Vec::new();
    listed(also, LISTED_DEPTH, &mut values);
    // Each is looked for in the whole list: of many that don't fit, another will not either.
    values.truncate(LISTED);
    match shape {
        Shape::Nullable(inner) => return fitting(inner, also, name),
        Shape::Integer(rules) => near(rules, &mut values),
        Shape::Json(_) => {
            let text = phrase(&["<", name, ">"]);
            let (list, object) = (Json::Array(Vec::new()), Object::new().into());
            values.extend([text.into(), 0.into(), true.into(), list, object, Json::Null]);
        }
        _ => {}
    }
    values.into_iter().find(|value| holds(shape, value) && also.accepts(value))
}

/// Whether a value that is listed is within the bounds of the shape.
#[inline]
fn holds(shape: &Shape, value: &Json) -> bool {
    let mut fits = true;
    match shape {
        Shape::Integer(rules) => match value.as_number().and_then(Number::as_i128) {
            Some(value) => rules::integer(rules, value, &mut |_| fits = false),
            None => fits = false,
        },
        Shape::Number(rules) => {
            fits = value.as_f64().is_some_and(|value| is_within(rules, value));
        }
        _ => {}
    }
    fits
}

#[inline]
fn is_within(rules: &NumberRules, value: f64) -> bool {
    let mut fits = value.is_finite();
    rules::told_of_number(rules, value, &mut |_| fits = false);
    fits
}

/// How many listed values are tried.
const LISTED: usize = 1000;

/// How deep lists are looked for: a definition may lead back to itself.
const LISTED_DEPTH: usize = 4;

/// Adds the values that a schema lists, or one of those that it consists of.
#[inline]
fn listed(schema: &Schema, depth: usize, values: &mut Vec<Json>) {
    let Some(depth) = depth.checked_sub(1) else { return };
    for keyword in schema.keywords {
        match keyword {
            Keyword::Enum(texts) => {
                values.extend(texts.iter().filter_map(|text| Json::parse(text).ok()));
            }
            Keyword::Const(text) => values.extend(Json::parse(text)),
            Keyword::AllOf(parts) | Keyword::AnyOf(parts) | Keyword::OneOf(parts) => {
                parts.iter().for_each(|part| listed(part, depth, values));
            }
            Keyword::Ref(schema) => listed(schema, depth, values),
            Keyword::Definition(schema) => {
                schema.get().into_iter().for_each(|schema| listed(schema, depth, values));
            }
            _ => {}
        }
    }
}

/// How far from 0, or from the bound next to it, an integer is looked for that is a multiple of a step with a fraction.
const NEAR: i128 = 1000;

/// Adds the integers within bounds that are near to 0, the nearest first.
#[inline]
fn near(rules: &IntegerRules, values: &mut Vec<Json>) {
    let nearest = 0.clamp(rules.min, rules.max);
    for away in 0..NEAR {
        let both = [nearest.saturating_add(away), nearest.saturating_sub(away)];
        let within = both.into_iter().filter(|value| (rules.min..=rules.max).contains(value));
        values.extend(within.map(Json::from));
    }
}

#[inline]
fn value(shape: &Shape, name: &str) -> Json {
    match shape {
        Shape::Text(rules) | Shape::Secret(rules) => match (rules.only, rules.format) {
            (Some(only), _) => only.into(),
            (None, Some(format)) => format.example().into(),
            (None, None) => placeholder(rules, name).into(),
        },
        Shape::ConnectionString(rules) => connection_string(rules).into(),
        Shape::Integer(rules) => whole(rules.min, rules.max, rules.multiple_of),
        Shape::Number(rules) => number(rules).into(),
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

/// What stands for a text that people have to write: `<name>`, and where the rules refuse that, as many letters of the name, over
/// and over, as they take.
#[inline]
fn placeholder(rules: &TextRules, name: &str) -> String {
    let fits = |text: &String| {
        let mut fits = true;
        rules::told_of_text(rules, text, &mut |_| fits = false);
        fits
    };
    let plain = phrase(&["<", name, ">"]);
    if fits(&plain) {
        return plain;
    }
    let once = name.chars().count();
    let lengths = (once..=LONGEST).chain(1..once);
    lengths.map(|length| over_and_over(name, length)).find(fits).unwrap_or(plain)
}

/// How long a placeholder becomes.
const LONGEST: usize = 512;

#[inline]
fn over_and_over(name: &str, length: usize) -> String {
    name.chars().cycle().take(length).collect()
}

/// Whether a text is one that an example writes for the param of that name because its rules refuse `<name>`.
#[inline]
pub fn is_name_over_and_over(name: &str, text: &str) -> bool {
    let length = text.chars().count();
    length >= name.chars().count() && text == over_and_over(name, length)
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

/// A number that is allowed: the lower bound, or what is near to it or to 0.
#[inline]
fn number(rules: &NumberRules) -> f64 {
    let NumberRules { min, max, multiple_of, .. } = *rules;
    let step = if multiple_of > 0.0 { multiple_of } else { 1.0 };
    let above = ((min / step).floor() + 1.0) * step;
    let below = ((max / step).ceil() - 1.0) * step;
    let candidates = [min, 0.0_f64.min(max), above, below, f64::midpoint(min, max)];
    candidates.into_iter().find(|value| is_within(rules, *value)).unwrap_or_default()
}
