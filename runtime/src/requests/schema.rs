//! JSON Schema as data, and its meaning: for what a typed shape can't say (`not`, `if`, `dependencies`, alternatives of
//! scalars …). Shapes do the daily work; a schema is looked at only where a spec file has such keywords.

mod look;

use std::collections::BTreeSet;
use std::sync::OnceLock;

use crate::json::{Json, Kind};
use crate::path::Path;
use crate::pattern::Pattern;
use crate::requests::instance::Instance;
use crate::requests::param::View;
use crate::requests::phrase::{append, phrase};
use crate::requests::rules::Finding;
use crate::requests::table::{NumberRules, TextRules};
use crate::requests::violation::Rule;

use look::look;

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
        let mut names = Vec::with_capacity(also.len() + 1);
        names.push(self.kind);
        names.extend_from_slice(also);
        let both = if names.len() == 2 { "both " } else { "" };
        let (last, before) = names.split_last().unwrap_or((&"another", &[]));
        let message = phrase(&["fits ", both, &quoted(before, ", "), " and `", last, "`"]);
        let help = "remove what only one of them has";
        let finding = Finding::new(Rule::OneOf, message);
        match self.by {
            [] => finding.help(help),
            by => finding.help(phrase(&[help, ", or say which by ", &quoted(by, " or ")])),
        }
    }
}

/// Names, each in quotes.
fn quoted(names: &[&str], between: &str) -> String {
    let mut quoted = String::new();
    for (index, name) in names.iter().enumerate() {
        append(&mut quoted, &[if index == 0 { "" } else { between }, "`", name, "`"]);
    }
    quoted
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

impl Schema {
    /// The only boolean that fits, if there is one alone: what mostly tells kinds apart that differ in an optional flag.
    pub(crate) fn flag(&self) -> Option<bool> {
        for keyword in self.keywords {
            match keyword {
                Keyword::Const("true") => return Some(true),
                Keyword::Const("false") => return Some(false),
                _ => {}
            }
        }
        None
    }

    /// A schema of these keywords.
    pub const fn of(keywords: &'static [Keyword]) -> Self {
        Self { keywords }
    }

    /// Whether `value` fits.
    #[inline]
    pub fn accepts(&self, value: &Json) -> bool {
        let mut fits = true;
        if let Some(value) = Instance::of(View::Json(value)) {
            look(self, value, &Path::root(""), &mut |_, _| fits = false);
        }
        fits
    }

    /// Reports everything in a value that does not fit, each once; what is absent fits.
    pub(crate) fn check(
        &self,
        view: View<'_>,
        path: &Path<'_>,
        report: &mut dyn FnMut(&Path<'_>, Finding),
    ) {
        if let Some(value) = Instance::of(view) {
            // Several schemas may say the same.
            let mut told = BTreeSet::new();
            look(self, value, path, &mut |path, finding| {
                let finding = finding();
                let what = (path.pointer(), finding.message.to_string());
                if told.insert(what) {
                    report(path, finding);
                }
            });
        }
    }
}

impl Type {
    fn fits(self, value: Instance<'_>) -> bool {
        match self {
            Self::Null => value.kind() == Kind::Null,
            Self::Boolean => value.kind() == Kind::Boolean,
            Self::Integer => value.number().is_some_and(|number| number.float().fract() == 0.0),
            Self::Number => value.kind() == Kind::Number,
            Self::String => value.kind() == Kind::String,
            Self::Array => value.kind() == Kind::Array,
            Self::Object => value.kind() == Kind::Object,
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

#[cfg(test)]
mod tests {
    use super::*;

    static KEY: Schema = Schema::of(&[Keyword::Required(&["key"])]);

    fn told(alone: &'static Alone, value: &Json) -> Option<(Rule, String, Option<String>)> {
        let mut told = None;
        let schema = Schema::of(Box::leak(Box::new([Keyword::Alone(alone)])));
        schema.check(View::Json(value), &Path::root(""), &mut |_, finding| {
            let help = finding.help.as_ref().map(ToString::to_string);
            told = Some((finding.rule, finding.message.to_string(), help));
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
        let (rule, message, help) = told(&BY, &[("key", 1)].into()).unwrap();
        assert_eq!((rule, message.as_str()), (Rule::OneOf, "fits both `ByUser` and `ByKey`"));
        let help = help.unwrap();
        assert_eq!(help, "remove what only one of them has, or say which by `mode`");
        assert!(told(&BY, &[("user", 1)].into()).is_none());
    }

    #[test]
    fn a_value_that_is_not_listed_is_told_how_many_there_are() {
        static DIGITS: Schema = Schema::of(&[Keyword::Enum(&[
            "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12",
        ])]);
        let (value, mut told) = (Json::from(13), String::new());
        DIGITS.check(View::Json(&value), &Path::root(""), &mut |_, finding| {
            told = finding.message.to_string();
        });
        assert!(told.ends_with("`10`, `11` and 1 more"), "{told}");
    }

    #[test]
    fn an_object_of_three_kinds_is_told_all_of_them() {
        static MANY: Alone =
            Alone { kind: "A", others: &[("B", Schema::of(&[])), ("C", Schema::of(&[]))], by: &[] };
        let (_, message, help) = told(&MANY, &crate::json::Object::new().into()).unwrap();
        assert_eq!(message, "fits `A`, `B` and `C`");
        assert_eq!(help.as_deref(), Some("remove what only one of them has"));
    }
}
