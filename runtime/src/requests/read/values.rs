//! Reading one value of a kind.

use std::borrow::Cow;

use super::Input;
use crate::Secret;
use crate::json::{Kind, Token, whole};
use crate::known::{Known, named};
use crate::path::Path;
use crate::requests::connection_string;
use crate::requests::rules::{self, Finding};
use crate::requests::table::{Constant, Shape};
use crate::requests::violation::Rule;

/// Which of the listed strings was read. It is no type of the enum's own, so that reading is compiled once for all enums.
#[derive(Debug)]
pub enum Chosen {
    /// The one at this index of the shape's.
    Listed(usize),
    /// None of them, and let through.
    Unlisted(Secret),
}

impl<'a> Input<'a> {
    /// Reads a string that fits `shape`.
    #[inline]
    pub fn text(&mut self, shape: &'static Shape, path: &Path<'_>) -> Option<Cow<'a, str>> {
        let token = self.token();
        if token.kind != Kind::String {
            self.unexpected(Kind::String, path);
            return None;
        }
        self.at += 1;
        let text = self.string(&token);
        let found = &mut self.found;
        let start = token.span().start;
        let mut report = |finding| found.add(start, path, finding);
        match shape {
            Shape::Text(rules) | Shape::Secret(rules) => rules::text(rules, &text, &mut report),
            Shape::Choice(names) => rules::choice(names, &text, &mut |finding| {
                self.note_unlisted(start, path, finding);
            }),
            Shape::ConnectionString(rules) => connection_string::check(rules, &text, &mut report),
            _ => {}
        }
        Some(text)
    }

    /// Reads one of the listed strings.
    pub fn choice(&mut self, shape: &'static Shape, path: &Path<'_>) -> Option<Chosen> {
        let text = self.text(shape, path)?;
        let Shape::Choice(names) = shape else { return None };
        Some(match names.iter().position(|name| *name == text) {
            Some(index) => Chosen::Listed(index),
            None => Chosen::Unlisted(Secret::from(&*text)),
        })
    }

    /// Reads a whole number that fits `shape`; `1.0` and `1e3` are whole.
    pub fn integer(&mut self, shape: &'static Shape, path: &Path<'_>) -> Option<i128> {
        let (start, spelling) = self.spelt_number(path)?;
        let found = &mut self.found;
        let Some(value) = whole(spelling) else {
            let is_huge = spelling.parse::<f64>().is_ok_and(|value| value.abs() >= HUGE);
            found.add(start, path, if is_huge { rules::too_large() } else { not_whole() });
            return None;
        };
        if let Shape::Integer(rules) = shape {
            let mut report = |finding| found.add(start, path, finding);
            rules::integer(rules, value, &mut report);
        }
        Some(value)
    }

    /// Reads a number that fits `shape`.
    pub fn number(&mut self, shape: &'static Shape, path: &Path<'_>) -> Option<f64> {
        let (start, spelling) = self.spelt_number(path)?;
        let found = &mut self.found;
        let Some(value) = spelling.parse::<f64>().ok().filter(|value| value.is_finite()) else {
            found.add(start, path, rules::too_large());
            return None;
        };
        if let Shape::Number(rules) = shape {
            let mut report = |finding| found.add(start, path, finding);
            rules::number(rules, value, &mut report);
        }
        Some(value)
    }

    /// Reads a number as it is spelt, with its offset.
    fn spelt_number(&mut self, path: &Path<'_>) -> Option<(usize, &'a str)> {
        let token = self.token();
        if token.kind != Kind::Number {
            self.unexpected(Kind::Number, path);
            return None;
        }
        self.at += 1;
        Some((token.span().start, token.span().of(self.text)))
    }

    /// Reads `null`, if that comes next, and says whether it did.
    pub fn null(&mut self) -> bool {
        let is_null = self.token().kind == Kind::Null;
        self.at += usize::from(is_null);
        is_null
    }

    /// Reads `true` or `false`.
    pub fn boolean(&mut self, path: &Path<'_>) -> Option<bool> {
        let token = self.token();
        if token.kind != Kind::Boolean {
            self.unexpected(Kind::Boolean, path);
            return None;
        }
        self.at += 1;
        Some(token.span().of(self.text) == "true")
    }

    /// Reads an array that fits `shape`, each element by `read`.
    pub fn list(
        &mut self,
        shape: &'static Shape,
        path: &Path<'_>,
        mut read: impl FnMut(&mut Self, &'static Shape, &Path<'_>),
    ) {
        let Shape::List(rules) = shape else { return self.pass() };
        let token = self.token();
        if token.kind != Kind::Array {
            return self.unexpected(Kind::Array, path);
        }
        self.at += 1;
        let mut count = 0;
        let mut seen = rules.unique.then(Known::default);
        while self.at < token.next() {
            let (element, path) = (self.at, path.index(count));
            read(self, &rules.items, &path);
            if let Some(seen) = &mut seen {
                self.unique(seen, element, &path);
            }
            count += 1;
        }
        let (found, start) = (&mut self.found, token.span().start);
        rules::count(rules, count, &mut |finding| {
            found.add(start, path, finding);
        });
    }

    /// Reads an object with any keys, each value by `read`, which returns whether the key is new.
    pub fn map(
        &mut self,
        shape: &'static Shape,
        path: &Path<'_>,
        mut read: impl FnMut(&mut Self, &str, &'static Shape, &Path<'_>) -> bool,
    ) {
        let Shape::Map(values) = shape else { return self.pass() };
        let token = self.token();
        if token.kind != Kind::Object {
            return self.unexpected(Kind::Object, path);
        }
        self.at += 1;
        while self.at < token.next() {
            let key = self.token();
            let name = self.string(&key);
            self.at += 1;
            let path = path.key(&name);
            if !read(self, &name, values, &path) {
                self.duplicate(key.span().start, &path);
            }
        }
    }

    /// Whether a value is that constant.
    pub(super) fn is(&self, value: &Token, constant: Constant) -> bool {
        let spelling = value.span().of(self.text);
        match (constant, value.kind) {
            (Constant::Text(text), Kind::String) => self.string(value) == text,
            (Constant::Boolean(flag), Kind::Boolean) => (spelling == "true") == flag,
            (Constant::Integer(number), Kind::Number) => whole(spelling) == Some(number),
            _ => false,
        }
    }

    /// Reads the one value that is allowed.
    fn constant(&mut self, constant: Constant, path: &Path<'_>) {
        let token = self.token();
        if !self.is(&token, constant) {
            let start = token.span().start;
            self.found.note(start, path, Rule::Const, &|| rules::not_constant(constant));
        }
        self.pass();
    }

    /// Reads a value that fits `shape` and drops it.
    pub fn check(&mut self, shape: &'static Shape, path: &Path<'_>) {
        match shape {
            Shape::Text(_) | Shape::Secret(_) | Shape::ConnectionString(_) | Shape::Choice(_) => {
                self.text(shape, path);
            }
            Shape::Integer(_) => drop(self.integer(shape, path)),
            Shape::Number(_) => drop(self.number(shape, path)),
            Shape::Boolean => drop(self.boolean(path)),
            Shape::Object(table) => self.object(table, None, path),
            Shape::List(_) => self.list(shape, path, Self::check),
            Shape::Map(_) => {
                let mut keys = Known::default();
                self.map(shape, path, |input, key, shape, path| {
                    input.check(shape, path);
                    keys.note(named(key), 0).is_none()
                });
            }
            Shape::Json(_) => drop(self.json(shape, path)),
            Shape::Constant(constant) => self.constant(*constant, path),
            Shape::OneOf(rules) => {
                let kind = self.alternative(shape, path).and_then(|index| rules.kinds.get(index));
                if let Some((_, table)) = kind {
                    self.object(table, None, path);
                }
            }
            Shape::Nullable(inner) => {
                if !self.null() {
                    self.check(inner, path);
                }
            }
        }
    }
}

/// From here on, a number is beyond 128 bits, whole or not.
const HUGE: f64 = i128::MAX as f64;

fn not_whole() -> Finding {
    Finding::new(Rule::Type, "expected a whole number, found another")
}
