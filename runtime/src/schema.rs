//! JSON Schema as data, and its meaning: for what a typed shape can't say (`not`, `if`, `dependencies`, alternatives of
//! scalars …). Shapes do the daily work; a schema is looked at only where a spec file has such keywords.

use std::cell::Cell;
use std::sync::OnceLock;

use serde_json::Value;
use zeroize::Zeroize;

use crate::path::Path;
use crate::pattern::Pattern;
use crate::rules::{self, Finding, canonical};
use crate::table::{NumberRules, TextRules};
use crate::violation::{Rule, shown};

/// How many schemas may be looked at for one value: a spec file can nest alternatives so that their number explodes.
const STEPS: u32 = 200_000;

/// How deep schemas may lead into each other for one value: one may lead back to itself.
const DEPTH: u32 = 256;

/// A schema: every keyword must hold.
#[derive(Debug)]
pub struct Schema {
    /// The keywords.
    pub keywords: &'static [Keyword],
}

/// A keyword of JSON Schema (draft-07) with its value. One says nothing about values of a type that it is not for.
#[derive(Debug)]
pub enum Keyword {
    /// The schema `false`: nothing fits.
    Never,
    /// `type`
    Type(&'static [Type]),
    /// `enum`: each value as JSON text.
    Enum(&'static [&'static str]),
    /// `const`, as JSON text.
    Const(&'static str),
    /// `minLength`, `maxLength`, `pattern` and `format`.
    Text(&'static TextRules),
    /// `minimum`, `maximum`, the exclusive ones and `multipleOf`.
    Number(&'static NumberRules),
    /// `properties`
    Properties(&'static [(&'static str, Schema)]),
    /// `patternProperties`
    PatternProperties(&'static [(&'static Pattern, Schema)]),
    /// `additionalProperties`, with the names and patterns beside it.
    Additional {
        /// The names in `properties`.
        names: &'static [&'static str],
        /// The patterns in `patternProperties`.
        patterns: &'static [&'static Pattern],
        /// What the others must fit.
        schema: &'static Schema,
    },
    /// `propertyNames`
    PropertyNames(&'static Schema),
    /// `required`
    Required(&'static [&'static str]),
    /// `minProperties`
    MinProperties(u32),
    /// `maxProperties`
    MaxProperties(u32),
    /// `items`: a schema for each of the first elements, and one for the rest.
    Items {
        /// For the first elements, one each.
        first: &'static [Schema],
        /// For those after them.
        rest: Option<&'static Schema>,
    },
    /// `contains`
    Contains(&'static Schema),
    /// `minItems`
    MinItems(u32),
    /// `maxItems`
    MaxItems(u32),
    /// `uniqueItems`
    Unique,
    /// `allOf`
    AllOf(&'static [Schema]),
    /// `anyOf`
    AnyOf(&'static [Schema]),
    /// `oneOf`
    OneOf(&'static [Schema]),
    /// `not`
    Not(&'static Schema),
    /// Of the kinds of a `oneOf`, the value is of one alone.
    Alone(&'static Alone),
    /// `if` with `then` and `else`
    If {
        /// The condition.
        condition: &'static Schema,
        /// What must fit if it does.
        then: Option<&'static Schema>,
        /// What must fit if it does not.
        otherwise: Option<&'static Schema>,
    },
    /// `dependencies` on names.
    DependentRequired(&'static [(&'static str, &'static [&'static str])]),
    /// `dependencies` on schemas.
    DependentSchemas(&'static [(&'static str, Schema)]),
    /// `$ref`: another schema, perhaps one around this one.
    Ref(&'static Schema),
    /// `$ref` in a catalog that was loaded. A definition may lead back to itself, so it is set after what leads to it.
    Definition(&'static OnceLock<Schema>),
}

/// A kind of a `oneOf`, and the kinds that a value of it may be mistaken for.
#[derive(Debug)]
pub struct Alone {
    /// What the kind is called.
    pub kind: &'static str,
    /// The others, each with what it is called.
    pub others: &'static [(&'static str, Schema)],
    /// The members that tell them apart where they are there.
    pub by: &'static [&'static str],
}

impl Alone {
    /// What is wrong with a value that fits these other kinds as well.
    fn finding(&self, also: &[&str]) -> Finding {
        let (last, before) = also.split_last().unwrap_or((&"another", &[]));
        let both = if before.is_empty() { "both " } else { "" };
        let first: Vec<String> =
            [self.kind].iter().chain(before).map(|name| format!("`{name}`")).collect();
        let message = format!("fits {both}{} and `{last}`", first.join(", "));
        let by: Vec<String> = self.by.iter().map(|name| format!("`{name}`")).collect();
        let say = match by.is_empty() {
            true => String::new(),
            false => format!(", or say which by {}", by.join(" or ")),
        };
        Finding::new(Rule::OneOf, message).help(format!("remove what only one of them has{say}"))
    }
}

/// A type in JSON Schema's terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// `null`
    Null,
    /// `boolean`
    Boolean,
    /// `integer`
    Integer,
    /// `number`
    Number,
    /// `string`
    String,
    /// `array`
    Array,
    /// `object`
    Object,
}

/// Where findings about a value and what is inside it go.
pub(crate) type Report<'r> = &'r mut dyn FnMut(&Path<'_>, Finding);

impl Schema {
    /// A schema of these keywords.
    pub const fn of(keywords: &'static [Keyword]) -> Self {
        Self { keywords }
    }

    /// Whether `value` fits.
    pub fn accepts(&self, value: &Value) -> bool {
        let steps = Cell::new(STEPS);
        Look { steps: &steps, depth: 0 }.fits(self, value)
    }

    /// Reports everything in `value` that does not fit.
    pub(crate) fn check(&self, value: &Value, path: &Path<'_>, report: Report<'_>) {
        let steps = Cell::new(STEPS);
        Look { steps: &steps, depth: 0 }.schema(self, value, path, report);
    }
}

impl Type {
    fn fits(self, value: &Value) -> bool {
        match self {
            Self::Null => value.is_null(),
            Self::Boolean => value.is_boolean(),
            Self::Integer => value.as_f64().is_some_and(|number| number.fract() == 0.0),
            Self::Number => value.is_number(),
            Self::String => value.is_string(),
            Self::Array => value.is_array(),
            Self::Object => value.is_object(),
        }
    }

    fn described(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean => "a boolean",
            Self::Integer => "a whole number",
            Self::Number => "a number",
            Self::String => "a string",
            Self::Array => "an array",
            Self::Object => "an object",
        }
    }
}

/// One look at a value, with what is left of its steps.
#[derive(Clone, Copy)]
struct Look<'s> {
    steps: &'s Cell<u32>,
    depth: u32,
}

impl Look<'_> {
    fn fits(self, schema: &Schema, value: &Value) -> bool {
        let mut fits = true;
        self.schema(schema, value, &Path::root(""), &mut |_, _| fits = false);
        fits
    }

    fn schema(self, schema: &Schema, value: &Value, path: &Path<'_>, report: Report<'_>) {
        let left = self.steps.get();
        if left == 0 || self.depth == DEPTH {
            return report(path, Finding::new(Rule::Schema, "takes too many steps to check"));
        }
        self.steps.set(left - 1);
        let deeper = Look { depth: self.depth + 1, ..self };
        for keyword in schema.keywords {
            deeper.keyword(keyword, value, path, report);
        }
    }

    fn keyword(self, keyword: &Keyword, value: &Value, path: &Path<'_>, report: Report<'_>) {
        match keyword {
            Keyword::Never => report(path, Finding::new(Rule::Schema, "is not allowed here")),
            Keyword::Type(types) if !types.iter().any(|kind| kind.fits(value)) => {
                let types: Vec<_> = types.iter().map(|kind| kind.described()).collect();
                report(path, Finding::new(Rule::Type, format!("expected {}", types.join(" or "))));
            }
            Keyword::Enum(texts) if !texts.iter().any(|text| same(text, value)) => {
                let listed: Vec<_> =
                    texts.iter().take(12).map(|text| format!("`{text}`")).collect();
                report(
                    path,
                    Finding::new(Rule::Enum, format!("is not one of {}", listed.join(", "))),
                );
            }
            Keyword::Const(text) if !same(text, value) => {
                let message = format!("expected `{text}`, the only value that is allowed");
                report(path, Finding::new(Rule::Const, message));
            }
            Keyword::Type(_) | Keyword::Enum(_) | Keyword::Const(_) => {}
            Keyword::Text(rules) => {
                if let Some(text) = value.as_str() {
                    rules::text(rules, text, &mut |finding| report(path, finding));
                }
            }
            Keyword::Number(rules) => {
                if let Some(number) = value.as_f64() {
                    rules::number(rules, number, &mut |finding| report(path, finding));
                }
            }
            Keyword::AllOf(all) => all.iter().for_each(|one| self.schema(one, value, path, report)),
            Keyword::AnyOf(any) => {
                if !any.iter().any(|one| self.fits(one, value)) {
                    report(path, Finding::new(Rule::AnyOf, "fits none of the alternatives"));
                }
            }
            Keyword::OneOf(any) => self.one_of(any, value, path, report),
            Keyword::Not(schema) => {
                if self.fits(schema, value) {
                    report(path, Finding::new(Rule::Not, "is what it must not be"));
                }
            }
            Keyword::Alone(alone) => {
                let also = alone.others.iter().filter(|(_, other)| self.fits(other, value));
                let also: Vec<&str> = also.map(|(name, _)| *name).collect();
                if !also.is_empty() {
                    report(path, alone.finding(&also));
                }
            }
            Keyword::If { condition, then, otherwise } => {
                let branch = if self.fits(condition, value) { then } else { otherwise };
                branch.iter().for_each(|branch| self.schema(branch, value, path, report));
            }
            Keyword::Ref(schema) => self.schema(schema, value, path, report),
            Keyword::Definition(definition) => {
                definition.get().into_iter().for_each(|one| self.schema(one, value, path, report));
            }
            keyword => match value {
                Value::Object(members) => self.members(keyword, members, value, path, report),
                Value::Array(items) => self.items(keyword, items, path, report),
                _ => {}
            },
        }
    }

    fn one_of(self, any: &[Schema], value: &Value, path: &Path<'_>, report: Report<'_>) {
        match any.iter().filter(|one| self.fits(one, value)).count() {
            0 => report(path, Finding::new(Rule::OneOf, "fits none of the alternatives")),
            1 => {}
            many => report(
                path,
                Finding::new(Rule::OneOf, format!("fits {many} alternatives, not one")),
            ),
        }
    }

    /// Keywords for objects.
    fn members(
        self,
        keyword: &Keyword,
        members: &serde_json::Map<String, Value>,
        value: &Value,
        path: &Path<'_>,
        report: Report<'_>,
    ) {
        match keyword {
            Keyword::Properties(properties) => {
                for (name, schema) in *properties {
                    if let Some(value) = members.get(*name) {
                        self.schema(schema, value, &path.key(name), report);
                    }
                }
            }
            Keyword::PatternProperties(patterns) => {
                for (pattern, schema) in *patterns {
                    for (name, value) in members.iter().filter(|(name, _)| occurs(pattern, name)) {
                        self.schema(schema, value, &path.key(name), report);
                    }
                }
            }
            Keyword::Additional { names, patterns, schema } => {
                let listed = |name: &str| {
                    names.contains(&name) || patterns.iter().any(|pattern| occurs(pattern, name))
                };
                for (name, value) in members.iter().filter(|(name, _)| !listed(name)) {
                    self.schema(schema, value, &path.key(&shown(name)), report);
                }
            }
            Keyword::PropertyNames(schema) => {
                for name in members.keys() {
                    self.schema(
                        schema,
                        &Value::from(name.as_str()),
                        &path.key(&shown(name)),
                        report,
                    );
                }
            }
            Keyword::Required(names) => require(members, names, path, report),
            Keyword::MinProperties(min) if members.len() < *min as usize => {
                report(
                    path,
                    Finding::new(Rule::MinProperties, format!("has fewer than {min} members")),
                );
            }
            Keyword::MaxProperties(max) if members.len() > *max as usize => {
                report(
                    path,
                    Finding::new(Rule::MaxProperties, format!("has more than {max} members")),
                );
            }
            Keyword::DependentRequired(all) => {
                let present = all.iter().filter(|(name, _)| members.contains_key(*name));
                present.for_each(|(_, names)| require(members, names, path, report));
            }
            Keyword::DependentSchemas(all) => {
                let present = all.iter().filter(|(name, _)| members.contains_key(*name));
                present.for_each(|(_, schema)| self.schema(schema, value, path, report));
            }
            _ => {}
        }
    }

    /// Keywords for arrays.
    fn items(self, keyword: &Keyword, items: &[Value], path: &Path<'_>, report: Report<'_>) {
        match keyword {
            Keyword::Items { first, rest } => {
                for (index, item) in items.iter().enumerate() {
                    if let Some(schema) = first.get(index).or(*rest) {
                        self.schema(schema, item, &path.index(index), report);
                    }
                }
            }
            Keyword::Contains(schema) if !items.iter().any(|item| self.fits(schema, item)) => {
                report(path, Finding::new(Rule::Contains, "has no element that it must contain"));
            }
            Keyword::MinItems(min) if items.len() < *min as usize => {
                report(
                    path,
                    Finding::new(Rule::MinItems, format!("has fewer than {min} elements")),
                );
            }
            Keyword::MaxItems(max) if items.len() > *max as usize => {
                report(path, Finding::new(Rule::MaxItems, format!("has more than {max} elements")));
            }
            Keyword::Unique => {
                let mut seen = std::collections::HashSet::new();
                for (index, item) in items.iter().enumerate() {
                    if !seen.insert(canonical(item)) {
                        report(&path.index(index), rules::not_unique());
                    }
                }
            }
            _ => {}
        }
    }
}

fn require(
    members: &serde_json::Map<String, Value>,
    names: &[&str],
    path: &Path<'_>,
    report: Report<'_>,
) {
    for name in names.iter().filter(|name| !members.contains_key(**name)) {
        let finding = Finding::new(Rule::Required, "is missing").help(format!("add `\"{name}\"`"));
        report(&path.key(name), finding);
    }
}

/// A pattern that can't be matched within bounds counts as one that does not occur.
fn occurs(pattern: &Pattern, text: &str) -> bool {
    pattern.matches(text).unwrap_or(false)
}

fn same(json: &str, value: &Value) -> bool {
    serde_json::from_str(json).is_ok_and(|expected: Value| canonical(&expected) == canonical(value))
}

/// A value that may hold secrets, overwritten when it is dropped.
pub(crate) struct Scratch(pub(crate) Value);

impl Drop for Scratch {
    fn drop(&mut self) {
        wipe(&mut self.0);
    }
}

fn wipe(value: &mut Value) {
    match value {
        Value::String(text) => text.zeroize(),
        Value::Array(items) => items.iter_mut().for_each(wipe),
        Value::Object(members) => members.values_mut().for_each(wipe),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    static KEY: Schema = Schema::of(&[Keyword::Required(&["key"])]);

    fn told(alone: &'static Alone, value: &Value) -> Option<(Rule, String, Option<String>)> {
        let mut told = None;
        let schema = Schema::of(Box::leak(Box::new([Keyword::Alone(alone)])));
        schema.check(value, &Path::root(""), &mut |_, finding| {
            told = Some((finding.rule, finding.message, finding.help));
        });
        told
    }

    #[test]
    fn an_object_of_two_kinds_is_told_both_and_the_way_out() {
        static BY: Alone = Alone {
            kind: "ByUser",
            others: &[("ByKey", Schema::of(&[Keyword::Ref(&KEY)]))],
            by: &["mode"],
        };
        let (rule, message, help) = told(&BY, &json!({"key": 1})).unwrap();
        assert_eq!((rule, message.as_str()), (Rule::OneOf, "fits both `ByUser` and `ByKey`"));
        let help = help.unwrap();
        assert_eq!(help, "remove what only one of them has, or say which by `mode`");
        assert!(told(&BY, &json!({"user": 1})).is_none());
    }

    #[test]
    fn an_object_of_three_kinds_is_told_all_of_them() {
        static MANY: Alone =
            Alone { kind: "A", others: &[("B", Schema::of(&[])), ("C", Schema::of(&[]))], by: &[] };
        let (_, message, help) = told(&MANY, &json!({})).unwrap();
        assert_eq!(message, "fits `A`, `B` and `C`");
        assert_eq!(help.as_deref(), Some("remove what only one of them has"));
    }
}
