//! Reading: JSON text into typed values, noting every violation on the way.

mod let_through;
mod places;
mod seen;

use std::borrow::Cow;
use std::collections::HashSet;

use serde_json::{Map, Value};

use crate::Secret;
use crate::connection_string;
use crate::json::{Kind, Reader, SyntaxError};
use crate::param::{Param, Params};
use crate::path::Path;
use crate::rules::{self, Finding};
use crate::schema::{Schema, Scratch};
use crate::suggest::nearest;
use crate::table::{Constant, Field, Shape, Table};
use crate::unlisted::LetThrough;
use crate::violation::{Rule, Violation, shown};

use let_through::note_unlisted;
use seen::Seen;

type Read<T> = Result<T, SyntaxError>;

/// A text that is being read, and what was found wrong in it so far.
///
/// Every method reads exactly one value. Where it is not of the right kind, that is noted, the value is passed
/// over, and `None` returned: reading goes on, so that everything wrong is found in one go.
#[derive(Clone, Debug)]
pub struct Input<'a> {
    reader: Reader<'a>,
    found: Vec<(usize, Violation)>,
    /// What is not listed and was let through, where that is allowed.
    let_through: Option<Vec<LetThrough>>,
}

/// Which of the listed strings was read. It is no type of the enum's own, so that reading is compiled once for all enums.
#[derive(Debug)]
pub enum Chosen {
    /// The one at this index of the shape's.
    Listed(usize),
    /// None of them, and let through.
    Unlisted(Secret),
}

impl<'a> Input<'a> {
    /// An input that starts at byte `offset` of `text`.
    pub fn at(text: &'a str, offset: usize) -> Self {
        Self { reader: Reader::at(text, offset), found: Vec::new(), let_through: None }
    }

    /// The whole text.
    pub(crate) fn source(&self) -> &'a str {
        self.reader.text()
    }

    /// Goes on at byte `offset`, where a value starts.
    pub(crate) fn seek(&mut self, offset: usize) {
        self.reader = Reader::at(self.reader.text(), offset);
    }

    /// Checks that nothing follows.
    pub(crate) fn end(&mut self) -> Read<()> {
        self.reader.end()
    }

    /// Passes over a value and returns where it starts.
    pub(crate) fn pass(&mut self) -> Read<usize> {
        self.reader.skip().map(|span| span.start)
    }

    /// Where the next value starts.
    pub(crate) fn start(&mut self) -> usize {
        self.reader.start()
    }

    /// Notes something wrong at byte `offset`.
    pub(crate) fn note(&mut self, offset: usize, path: &Path<'_>, finding: Finding) {
        note(&mut self.found, offset, path, finding);
    }

    /// How much was found wrong so far.
    pub fn violation_count(&self) -> usize {
        self.found.len()
    }

    /// What was found wrong, in the order of the text.
    pub fn into_violations(self) -> Vec<Violation> {
        self.into_findings().0
    }

    /// Reads a string that fits `shape`.
    ///
    /// # Errors
    /// If the text stops being JSON; so for every method here.
    pub fn text(&mut self, shape: &'static Shape, path: &Path<'_>) -> Read<Option<Cow<'a, str>>> {
        let start = self.reader.start();
        let text = match self.reader.plain_string() {
            Some(text) => Cow::Borrowed(text),
            None if !self.expect(Kind::String, path)? => return Ok(None),
            None => self.reader.string()?,
        };
        let mut report = |finding| note(&mut self.found, start, path, finding);
        match shape {
            Shape::Text(rules) | Shape::Secret(rules) => rules::text(rules, &text, &mut report),
            Shape::Choice(names) => rules::choice(names, &text, &mut |finding| {
                note_unlisted(&mut self.found, self.let_through.as_mut(), start, path, finding);
            }),
            Shape::ConnectionString(rules) => connection_string::check(rules, &text, &mut report),
            _ => {}
        }
        Ok(Some(text))
    }

    /// Reads one of the listed strings.
    pub fn choice(&mut self, shape: &'static Shape, path: &Path<'_>) -> Read<Option<Chosen>> {
        let Shape::Choice(names) = shape else { return self.reader.skip().map(|_| None) };
        let text = self.text(shape, path)?;
        Ok(text.map(|text| match names.iter().position(|name| *name == text) {
            Some(index) => Chosen::Listed(index),
            None => Chosen::Unlisted(Secret::from(&*text)),
        }))
    }

    /// Reads a whole number that fits `shape`; `1.0` and `1e3` are whole.
    pub fn integer(&mut self, shape: &'static Shape, path: &Path<'_>) -> Read<Option<i128>> {
        let start = self.reader.start();
        if !self.expect(Kind::Number, path)? {
            return Ok(None);
        }
        let spelling = self.reader.number()?;
        let Some(value) = whole(spelling) else {
            let is_huge = spelling.parse::<f64>().is_ok_and(|value| value.abs() >= HUGE);
            let finding = if is_huge { too_large() } else { not_whole() };
            note(&mut self.found, start, path, finding);
            return Ok(None);
        };
        if let Shape::Integer(rules) = shape {
            rules::integer(rules, value, &mut |finding| {
                note(&mut self.found, start, path, finding)
            });
        }
        Ok(Some(value))
    }

    /// Reads a number that fits `shape`.
    pub fn number(&mut self, shape: &'static Shape, path: &Path<'_>) -> Read<Option<f64>> {
        let start = self.reader.start();
        if !self.expect(Kind::Number, path)? {
            return Ok(None);
        }
        let spelling = self.reader.number()?;
        let Some(value) = spelling.parse::<f64>().ok().filter(|value| value.is_finite()) else {
            note(&mut self.found, start, path, too_large());
            return Ok(None);
        };
        if let Shape::Number(rules) = shape {
            rules::number(rules, value, &mut |finding| note(&mut self.found, start, path, finding));
        }
        Ok(Some(value))
    }

    /// Reads `null`, if that comes next, and says whether it did.
    ///
    /// # Errors
    /// If no value comes next.
    pub fn null(&mut self) -> Read<bool> {
        let is_null = self.reader.kind()? == Kind::Null;
        if is_null {
            self.reader.null()?;
        }
        Ok(is_null)
    }

    /// Reads `true` or `false`.
    pub fn boolean(&mut self, path: &Path<'_>) -> Read<Option<bool>> {
        if self.expect(Kind::Boolean, path)? { self.reader.boolean().map(Some) } else { Ok(None) }
    }

    /// Reads any value that fits `shape`.
    pub fn json(&mut self, shape: &'static Shape, path: &Path<'_>) -> Read<Option<Value>> {
        let object = matches!(shape, Shape::Json(rules) if rules.object);
        if object && !self.expect(Kind::Object, path)? {
            return Ok(None);
        }
        self.free(path).map(Some)
    }

    /// Reads an array that fits `shape`, each element by `read`.
    pub fn list(
        &mut self,
        shape: &'static Shape,
        path: &Path<'_>,
        mut read: impl FnMut(&mut Self, &'static Shape, &Path<'_>) -> Read<()>,
    ) -> Read<()> {
        let start = self.reader.start();
        let Shape::List(rules) = shape else { return self.reader.skip().map(drop) };
        if !self.expect(Kind::Array, path)? {
            return Ok(());
        }
        self.reader.open_array()?;
        let mut count = 0;
        let mut seen = HashSet::new();
        while self.reader.next_element()? {
            let element = self.reader.start();
            read(self, &rules.items, &path.index(count))?;
            if rules.unique {
                let text =
                    self.reader.text().get(element..self.reader.offset()).unwrap_or_default();
                self.unique(&mut seen, text, element, &path.index(count));
            }
            count += 1;
        }
        rules::count(rules, count, &mut |finding| note(&mut self.found, start, path, finding));
        Ok(())
    }

    /// Reads an object with any keys, each value by `read`, which returns whether the key is new.
    pub fn map(
        &mut self,
        shape: &'static Shape,
        path: &Path<'_>,
        mut read: impl FnMut(&mut Self, &str, &'static Shape, &Path<'_>) -> Read<bool>,
    ) -> Read<()> {
        let Shape::Map(values) = shape else { return self.reader.skip().map(drop) };
        if !self.expect(Kind::Object, path)? {
            return Ok(());
        }
        self.reader.open_object()?;
        while let Some((key, span)) = self.reader.next_key()? {
            let path = path.key(&key);
            if !read(self, &key, values, &path)? {
                self.duplicate(span.start, &path);
            }
        }
        Ok(())
    }

    /// Reads an object into `target`, or only checks it when there is none.
    pub fn object(
        &mut self,
        table: &'static Table,
        mut target: Option<&mut dyn Params>,
        path: &Path<'_>,
    ) -> Read<()> {
        let start = self.reader.start();
        if !self.expect(Kind::Object, path)? {
            return Ok(());
        }
        let before = self.found.len();
        self.reader.open_object()?;
        let mut seen = Seen::default();
        let mut others = HashSet::new();
        let mut expected = 0;
        while let Some((key, span)) = self.reader.next_key()? {
            let Some((index, field)) = table.find(&key, expected) else {
                if table.additional.is_none() && self.let_through.is_some() {
                    self.let_member_through(table, (&key, span.start), &mut others, path)?;
                    continue;
                }
                let name = shown(&key);
                let path = path.key(&name);
                let shape = self.other(table, (&key, span.start), &mut others, &path)?;
                let slot = target.as_deref_mut().and_then(|target| target.additional(&key));
                match (shape, slot) {
                    (Some(shape), Some(slot)) => slot.read(self, shape, &path)?,
                    (Some(shape), None) => self.check(shape, &path)?,
                    (None, _) => {}
                }
                continue;
            };
            expected = index + 1;
            let path = path.key(field.name);
            if !seen.insert(index) {
                self.duplicate(span.start, &path);
                self.reader.skip()?;
                continue;
            }
            let slot = target.as_deref_mut().and_then(|target| target.slot(index));
            self.field(field, slot, &path)?;
        }
        self.missing(table, &seen, start, path);
        let shaped = self.found.len();
        self.also(table.also, start, before, path);
        self.forget_let_through(shaped);
        Ok(())
    }

    /// Reads the value of a listed param.
    fn field(
        &mut self,
        field: &'static Field,
        slot: Option<&mut dyn Param>,
        path: &Path<'_>,
    ) -> Read<()> {
        let (start, before) = (self.reader.start(), self.found.len());
        match slot {
            Some(slot) => slot.read(self, &field.shape, path)?,
            None => self.check(&field.shape, path)?,
        }
        if !self.is_let_through(path) {
            self.also(field.also, start, before, path);
            self.let_enum_through(start, before, path);
        }
        if self.found.len() > before {
            let new = self.found.iter_mut().skip(before);
            field.show_example(path, new.map(|(_, violation)| violation));
        }
        Ok(())
    }

    /// What a member that the table does not list has to be; one that is refused is noted and passed over.
    fn other(
        &mut self,
        table: &'static Table,
        (key, offset): (&str, usize),
        others: &mut HashSet<String>,
        path: &Path<'_>,
    ) -> Read<Option<&'static Shape>> {
        match &table.additional {
            None => self.unknown(table, key, offset, path),
            Some(_) if !others.insert(key.to_owned()) => self.duplicate(offset, path),
            Some(shape) => return Ok(Some(shape)),
        }
        self.reader.skip().map(|_| None)
    }

    /// Checks the value that was just read, from `start` on, against what its shape does not say. A value in which
    /// something was found since `before` is refused already.
    #[inline]
    fn also(&mut self, schema: Option<&Schema>, start: usize, before: usize, path: &Path<'_>) {
        if let Some(schema) = schema.filter(|_| self.found.len() == before) {
            self.schema(schema, start, path);
        }
    }

    fn schema(&mut self, schema: &Schema, start: usize, path: &Path<'_>) {
        let text = self.reader.text().get(start..self.reader.offset()).unwrap_or_default();
        let Ok(value) = serde_json::from_str(text).map(Scratch) else { return };
        let found = &mut self.found;
        schema.check(&value.0, path, &mut |path, finding| note(found, start, path, finding));
    }

    /// Finds which kind of object comes next, and leaves it unread; an object that fits none is told to be of the kind
    /// that it comes nearest to.
    pub fn alternative(&mut self, shape: &'static Shape, path: &Path<'_>) -> Read<Option<usize>> {
        let start = self.reader.start();
        let Shape::OneOf(rules) = shape else { return self.reader.skip().map(|_| None) };
        if !self.expect(Kind::Object, path)? {
            return Ok(None);
        }
        let mut faults = Vec::with_capacity(rules.kinds.len());
        for (_, table) in rules.kinds {
            let let_through = self.let_through.as_ref().map(|_| Vec::new());
            let mut probe = Input { reader: self.reader.clone(), found: Vec::new(), let_through };
            probe.object(table, None, path)?;
            let constants = probe.found.iter().filter(|(_, one)| one.rule == Rule::Const).count();
            faults.push((constants, probe.faults()));
        }
        let nearest = faults.iter().min().copied();
        let is_fitting = |one: &(usize, (usize, usize))| one.1.0 == 0 && Some(*one) == nearest;
        if faults.iter().filter(|one| is_fitting(one)).count() > 1 && !rules.any {
            let names = listed(
                rules
                    .kinds
                    .iter()
                    .zip(&faults)
                    .filter(|(_, one)| is_fitting(one))
                    .map(|((name, _), _)| *name),
            );
            let finding = Finding::new(Rule::OneOf, format!("fits more than one kind: {names}"));
            note(&mut self.found, start, path, finding);
        }
        Ok((0..faults.len()).min_by_key(|index| faults.get(*index)))
    }

    /// Reads the one value that is allowed.
    fn constant(&mut self, constant: Constant, path: &Path<'_>) -> Read<()> {
        let start = self.reader.start();
        let fits = match (constant, self.reader.kind()?) {
            (Constant::Text(text), Kind::String) => self.reader.string()? == text,
            (Constant::Boolean(flag), Kind::Boolean) => self.reader.boolean()? == flag,
            (Constant::Integer(value), Kind::Number) => whole(self.reader.number()?) == Some(value),
            _ => {
                self.reader.skip()?;
                false
            }
        };
        if !fits {
            note(&mut self.found, start, path, rules::not_constant(constant));
        }
        Ok(())
    }

    /// Reads a value that fits `shape` and drops it.
    pub fn check(&mut self, shape: &'static Shape, path: &Path<'_>) -> Read<()> {
        match shape {
            Shape::Text(_) | Shape::Secret(_) | Shape::ConnectionString(_) | Shape::Choice(_) => {
                self.text(shape, path).map(drop)
            }
            Shape::Integer(_) => self.integer(shape, path).map(drop),
            Shape::Number(_) => self.number(shape, path).map(drop),
            Shape::Boolean => self.boolean(path).map(drop),
            Shape::Object(table) => self.object(table, None, path),
            Shape::List(_) => self.list(shape, path, Self::check),
            Shape::Map(_) => {
                let mut keys = HashSet::new();
                self.map(shape, path, |input, key, shape, path| {
                    input.check(shape, path)?;
                    Ok(keys.insert(key.to_owned()))
                })
            }
            Shape::Json(_) => self.json(shape, path).map(drop),
            Shape::Constant(constant) => self.constant(*constant, path),
            Shape::OneOf(rules) => {
                match self.alternative(shape, path)?.and_then(|index| rules.kinds.get(index)) {
                    Some((_, table)) => self.object(table, None, path),
                    None => Ok(()),
                }
            }
            Shape::Nullable(inner) => match self.null()? {
                true => Ok(()),
                false => self.check(inner, path),
            },
        }
    }

    /// Whether a value of `kind` comes next; one of another kind is noted and passed over.
    #[inline]
    fn expect(&mut self, kind: Kind, path: &Path<'_>) -> Read<bool> {
        match self.reader.kind()? {
            found if found == kind => Ok(true),
            found => self.unexpected(kind, found, path).map(|()| false),
        }
    }

    #[cold]
    fn unexpected(&mut self, kind: Kind, found: Kind, path: &Path<'_>) -> Read<()> {
        let start = self.reader.start();
        let mut finding = Finding::new(
            Rule::Type,
            format!("expected {}, found {}", kind.described(), found.described()),
        );
        finding.help = match (kind, found) {
            (_, Kind::Null) => Some("leave it out, or give it a value".into()),
            (Kind::String, Kind::Number | Kind::Boolean) => Some("put it in double quotes".into()),
            (Kind::Number | Kind::Boolean, Kind::String) => Some("write it without quotes".into()),
            _ => None,
        };
        note(&mut self.found, start, path, finding);
        self.reader.skip().map(drop)
    }

    fn unknown(&mut self, table: &Table, key: &str, offset: usize, path: &Path<'_>) {
        note(&mut self.found, offset, path, unknown(table, key));
    }

    fn missing(&mut self, table: &Table, seen: &Seen, offset: usize, path: &Path<'_>) {
        for (index, field) in table.fields.iter().enumerate() {
            if field.required && !seen.contains(index) {
                let finding = Finding::new(Rule::Required, "is missing")
                    .help(format!("add `\"{}\"`", field.name));
                note(&mut self.found, offset, &path.key(field.name), finding);
            }
        }
    }

    fn duplicate(&mut self, offset: usize, path: &Path<'_>) {
        note(
            &mut self.found,
            offset,
            path,
            Finding::new(Rule::Duplicate, "stands here twice").help("keep one of them"),
        );
    }

    /// Notes an element that equals one of `seen` before it.
    fn unique(&mut self, seen: &mut HashSet<String>, text: &str, offset: usize, path: &Path<'_>) {
        let Ok(value) = serde_json::from_str(text) else { return };
        if !seen.insert(rules::canonical(&value)) {
            note(&mut self.found, offset, path, rules::not_unique());
        }
    }

    fn free(&mut self, path: &Path<'_>) -> Read<Value> {
        Ok(match self.reader.kind()? {
            Kind::Null => self.reader.null().map(|()| Value::Null)?,
            Kind::Boolean => self.reader.boolean()?.into(),
            Kind::Number => {
                let start = self.reader.start();
                let spelling = self.reader.number()?;
                serde_json::from_str(spelling).unwrap_or_else(|_| {
                    note(&mut self.found, start, path, too_large());
                    Value::Null
                })
            }
            Kind::String => self.reader.string()?.into(),
            Kind::Array => {
                let mut items = Vec::new();
                self.reader.open_array()?;
                while self.reader.next_element()? {
                    let item = self.free(&path.index(items.len()))?;
                    items.push(item);
                }
                Value::Array(items)
            }
            Kind::Object => {
                let mut members = Map::new();
                self.reader.open_object()?;
                while let Some((key, span)) = self.reader.next_key()? {
                    let value = self.free(&path.key(&key))?;
                    if members.contains_key(&*key) {
                        self.duplicate(span.start, &path.key(&key));
                    }
                    members.insert(key.into_owned(), value);
                }
                Value::Object(members)
            }
        })
    }
}

/// From here on, a number is beyond 128 bits, whole or not.
const HUGE: f64 = i128::MAX as f64;

fn too_large() -> Finding {
    Finding::new(Rule::Type, "is too large").help("write a number that fits 64 bits")
}

fn not_whole() -> Finding {
    Finding::new(Rule::Type, "expected a whole number, found another")
}

/// The whole number that a JSON number means, if it is one: `1.0` and `1e3` are. Exact, as no float would be.
fn whole(spelling: &str) -> Option<i128> {
    let (mantissa, exponent) = spelling.split_once(['e', 'E']).unwrap_or((spelling, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let fraction = fraction.trim_end_matches('0');
    let digits: i128 = format!("{whole}{fraction}").parse().ok()?;
    let shift = exponent.parse::<i64>().ok()?.checked_sub(fraction.len().try_into().ok()?)?;
    let scale = 10_i128.checked_pow(shift.unsigned_abs().try_into().ok()?);
    match scale {
        _ if digits == 0 => Some(0),
        Some(scale) if shift >= 0 => digits.checked_mul(scale),
        Some(scale) => (digits % scale == 0).then(|| digits / scale),
        None => None,
    }
}

fn note(found: &mut Vec<(usize, Violation)>, offset: usize, path: &Path<'_>, finding: Finding) {
    found.push((offset, violation(path, finding)));
}

fn violation(path: &Path<'_>, finding: Finding) -> Violation {
    let Finding { rule, message, help } = finding;
    Violation { pointer: path.pointer(), place: None, rule, message, help }
}

fn unknown(table: &Table, key: &str) -> Finding {
    let known = table.fields.iter().map(|field| field.name);
    Finding::new(Rule::Unknown, "is not known here").help(match nearest(key, known.clone()) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None if table.fields.is_empty() => "remove it: nothing is expected here".into(),
        None => format!("known are {}", listed(known)),
    })
}

/// Names for a message: `a`, `b` and 3 more.
pub(crate) fn listed<'n>(names: impl Iterator<Item = &'n str>) -> String {
    const SHOWN: usize = 12;
    let mut text = String::new();
    let mut count = 0_usize;
    for name in names {
        count += 1;
        if count <= SHOWN {
            text.push_str(if count == 1 { "`" } else { ", `" });
            text.push_str(&shown(name));
            text.push('`');
        }
    }
    if count > SHOWN {
        text.push_str(&format!(" and {} more", count - SHOWN));
    }
    text
}

impl Table {
    /// The field of that wire name and its index, looked for at `expected` first: most objects are in
    /// the table's order.
    #[inline]
    pub(crate) fn find(&self, name: &str, expected: usize) -> Option<(usize, &Field)> {
        if let Some(field) = self.fields.get(expected).filter(|field| field.name == name) {
            return Some((expected, field));
        }
        self.fields.iter().enumerate().find(|(_, field)| field.name == name)
    }
}
