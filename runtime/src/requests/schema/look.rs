//! What the keywords mean: a value looked at, keyword by keyword, within bounds. Nothing is allocated for a value that fits.

use std::cell::Cell;

use super::{Keyword, Schema, Type};
use crate::json::Kind;
use crate::path::Path;
use crate::pattern::Pattern;
use crate::requests::instance::{Distinct, Instance};
use crate::requests::phrase::{append, phrase};
use crate::requests::rules::{self, Finding, fewer, more};
use crate::requests::violation::Rule;

/// How many schemas may be looked at for one value: a spec file can nest alternatives so that their number explodes.
const STEPS: u32 = 200_000;

/// How deep schemas may lead into each other for one value: one may lead back to itself.
const DEPTH: u32 = 256;

/// Where it is told what is wrong with a value and what is inside it; what is not asked for is never put into words.
pub(super) type Report<'r> = &'r mut dyn FnMut(&Path<'_>, &dyn Fn() -> Finding);

/// Reports everything in `value` that does not fit `schema`.
pub(super) fn look(schema: &Schema, value: Instance<'_>, path: &Path<'_>, report: Report<'_>) {
    let steps = Cell::new(STEPS);
    Look { steps: &steps, depth: 0 }.schema(schema, value, path, report);
}

/// One look at a value, with what is left of its steps.
#[derive(Clone, Copy)]
struct Look<'s> {
    steps: &'s Cell<u32>,
    depth: u32,
}

impl Look<'_> {
    fn fits(self, schema: &Schema, value: Instance<'_>) -> bool {
        let mut fits = true;
        self.schema(schema, value, &Path::root(""), &mut |_, _| fits = false);
        fits
    }

    fn schema(self, schema: &Schema, value: Instance<'_>, path: &Path<'_>, report: Report<'_>) {
        let left = self.steps.get();
        if left == 0 || self.depth == DEPTH {
            let message = "takes too many steps to check";
            return report(path, &|| Finding::new(Rule::Schema, message));
        }
        self.steps.set(left - 1);
        let deeper = Look { depth: self.depth + 1, ..self };
        for keyword in schema.keywords {
            deeper.keyword(keyword, value, path, report);
        }
    }

    fn keyword(self, keyword: &Keyword, value: Instance<'_>, path: &Path<'_>, report: Report<'_>) {
        match keyword {
            Keyword::Never
            | Keyword::Type(_)
            | Keyword::Enum(_)
            | Keyword::Const(_)
            | Keyword::Text(_)
            | Keyword::Number(_) => scalar(keyword, value, &mut |finding| report(path, finding)),
            Keyword::AllOf(all) => {
                for one in *all {
                    self.schema(one, value, path, report);
                }
            }
            Keyword::If { condition, then, otherwise } => {
                let branch = if self.fits(condition, value) { then } else { otherwise };
                if let Some(branch) = branch {
                    self.schema(branch, value, path, report);
                }
            }
            Keyword::Ref(schema) => self.schema(schema, value, path, report),
            Keyword::Definition(definition) => {
                if let Some(schema) = definition.get() {
                    self.schema(schema, value, path, report);
                }
            }
            Keyword::AnyOf(_) | Keyword::OneOf(_) | Keyword::Not(_) | Keyword::Alone(_) => {
                self.alternatives(keyword, value, &mut |finding| report(path, finding));
            }
            keyword => match value.kind() {
                Kind::Object => {
                    self.members(keyword, value, path, report);
                    self.presence(keyword, value, path, report);
                }
                Kind::Array => self.items(keyword, value, path, report),
                _ => {}
            },
        }
    }

    /// Keywords that ask which schemas fit.
    fn alternatives(self, keyword: &Keyword, value: Instance<'_>, report: rules::Told<'_>) {
        match keyword {
            Keyword::AnyOf(any) if !self.fits_any(any, value) => {
                report(&|| Finding::new(Rule::AnyOf, "fits none of the alternatives"));
            }
            Keyword::OneOf(any) => match self.how_many_fit(any, value) {
                0 => report(&|| Finding::new(Rule::OneOf, "fits none of the alternatives")),
                1 => {}
                many => report(&|| {
                    Finding::new(Rule::OneOf, format!("fits {many} alternatives, not one"))
                }),
            },
            Keyword::Not(schema) if self.fits(schema, value) => {
                report(&|| Finding::new(Rule::Not, "is what it must not be"));
            }
            Keyword::Alone(alone) => {
                let mut also = Vec::new();
                for (name, other) in alone.others {
                    if self.fits(other, value) {
                        also.push(*name);
                    }
                }
                if !also.is_empty() {
                    report(&|| alone.finding(&also));
                }
            }
            _ => {}
        }
    }

    /// Whether an element of an array fits.
    fn contains(self, schema: &Schema, array: Instance<'_>) -> bool {
        for index in 0..array.count() {
            if array.item(index).is_some_and(|item| self.fits(schema, item)) {
                return true;
            }
        }
        false
    }

    fn fits_any(self, schemas: &[Schema], value: Instance<'_>) -> bool {
        for schema in schemas {
            if self.fits(schema, value) {
                return true;
            }
        }
        false
    }

    fn how_many_fit(self, schemas: &[Schema], value: Instance<'_>) -> usize {
        let mut count = 0;
        for schema in schemas {
            count += usize::from(self.fits(schema, value));
        }
        count
    }

    /// Keywords about what the members of an object are.
    fn members(self, keyword: &Keyword, object: Instance<'_>, path: &Path<'_>, report: Report<'_>) {
        match keyword {
            Keyword::Properties(properties) => {
                for (name, schema) in *properties {
                    if let Some(value) = object.get(name) {
                        self.schema(schema, value, &path.key(name), report);
                    }
                }
            }
            Keyword::PatternProperties(patterns) => {
                for (pattern, schema) in *patterns {
                    object.members(&mut |name, value| {
                        if occurs(pattern, name) {
                            self.schema(schema, value, &path.key(name), report);
                        }
                    });
                }
            }
            Keyword::Additional { names, patterns, schema } => {
                object.members(&mut |name, value| {
                    if !is_listed(name, names, patterns) {
                        self.schema(schema, value, &path.key(name), report);
                    }
                });
            }
            Keyword::PropertyNames(schema) => object.members(&mut |name, _| {
                self.schema(schema, Instance::of_text(name), &path.key(name), report);
            }),
            Keyword::DependentSchemas(all) => {
                for (name, schema) in *all {
                    if object.get(name).is_some() {
                        self.schema(schema, object, path, report);
                    }
                }
            }
            _ => {}
        }
    }

    /// Keywords about which members an object has, and how many.
    fn presence(
        self,
        keyword: &Keyword,
        object: Instance<'_>,
        path: &Path<'_>,
        report: Report<'_>,
    ) {
        match keyword {
            Keyword::Required(names) => require(object, names, path, report),
            Keyword::MinProperties(min) if object.count() < *min as usize => {
                report(path, &|| Finding::new(Rule::MinProperties, fewer(*min, "member")))
            }
            Keyword::MaxProperties(max) if object.count() > *max as usize => {
                report(path, &|| Finding::new(Rule::MaxProperties, more(*max, "member")))
            }
            Keyword::DependentRequired(all) => {
                for (name, names) in *all {
                    if object.get(name).is_some() {
                        require(object, names, path, report);
                    }
                }
            }
            _ => {}
        }
    }

    /// Keywords for arrays.
    fn items(self, keyword: &Keyword, array: Instance<'_>, path: &Path<'_>, report: Report<'_>) {
        match keyword {
            Keyword::Items { first, rest } => {
                for index in 0..array.count() {
                    if let Some(schema) = first.get(index).or(*rest)
                        && let Some(item) = array.item(index)
                    {
                        self.schema(schema, item, &path.index(index), report);
                    }
                }
            }
            Keyword::Contains(schema) if !self.contains(schema, array) => {
                let message = "has no element that it must contain";
                report(path, &|| Finding::new(Rule::Contains, message));
            }
            Keyword::MinItems(min) if array.count() < *min as usize => {
                report(path, &|| Finding::new(Rule::MinItems, fewer(*min, "element")))
            }
            Keyword::MaxItems(max) if array.count() > *max as usize => {
                report(path, &|| Finding::new(Rule::MaxItems, more(*max, "element")))
            }
            Keyword::Unique => {
                let mut seen = Distinct::default();
                for index in 0..array.count() {
                    if array.item(index).is_some_and(|item| !seen.insert(item)) {
                        report(&path.index(index), &rules::not_unique);
                    }
                }
            }
            _ => {}
        }
    }
}

/// Keywords that look at a value as a whole.
fn scalar(keyword: &Keyword, value: Instance<'_>, report: rules::Told<'_>) {
    match keyword {
        Keyword::Never => report(&|| Finding::new(Rule::Schema, "is not allowed here")),
        Keyword::Type(types) if !is_of(value, types) => report(&|| {
            let mut message = "expected ".to_owned();
            for (index, kind) in types.iter().enumerate() {
                append(&mut message, &[if index == 0 { "" } else { " or " }, kind.described()]);
            }
            // Of what a number is, it is only told that it is not whole.
            let is_number = value.kind() == Kind::Number;
            let found = if is_number && types.contains(&Type::Integer) {
                "another number"
            } else {
                value.kind().described()
            };
            append(&mut message, &[", found ", found]);
            Finding::new(Rule::Type, message)
        }),
        Keyword::Enum(texts) if !is_spelt_by_one(value, texts) => {
            report(&|| rules::none_of_names(texts));
        }
        Keyword::Const(text) if !value.is(text) => report(&|| {
            let message = phrase(&["expected `", text, "`, the only value that is allowed"]);
            Finding::new(Rule::Const, message)
        }),
        Keyword::Text(rules) => {
            if let Some(text) = value.text() {
                rules::told_of_text(rules, text, report);
            }
        }
        Keyword::Number(rules) => {
            if let Some(number) = value.number() {
                rules::told_of_number(rules, number.float(), report);
            }
        }
        _ => {}
    }
}

fn is_of(value: Instance<'_>, types: &[Type]) -> bool {
    for kind in types {
        if kind.fits(value) {
            return true;
        }
    }
    false
}

/// Whether it is the value that one of the texts of JSON spells.
fn is_spelt_by_one(value: Instance<'_>, texts: &[&str]) -> bool {
    for text in texts {
        if value.is(text) {
            return true;
        }
    }
    false
}

fn require(object: Instance<'_>, names: &[&'static str], path: &Path<'_>, report: Report<'_>) {
    for name in names {
        if object.get(name).is_none() {
            report(&path.key(name), &|| rules::missing(name));
        }
    }
}

/// Whether a name is one of those, or fits one of the patterns.
fn is_listed(name: &str, names: &[&str], patterns: &[&Pattern]) -> bool {
    for pattern in patterns {
        if occurs(pattern, name) {
            return true;
        }
    }
    rules::is_one_of(name, names)
}

/// A pattern that can't be matched within bounds counts as one that does not occur.
fn occurs(pattern: &Pattern, text: &str) -> bool {
    matches!(pattern.matches(text), Ok(true))
}
