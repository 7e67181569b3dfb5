//! Reading: JSON text into typed values, noting every violation on the way.

mod also;
mod found;
mod free;
mod kinds;
mod let_through;
mod places;
mod seen;
mod values;

use std::borrow::Cow;

use crate::json::{Kind, Tape, Token, is_same};
use crate::known::{Known, named};
use crate::path::Path;
use crate::requests::param::{ReadParam, ReadParams, View};
use crate::requests::phrase::Phrase;
use crate::requests::rules::{self, Finding};
use crate::requests::table::{Field, Table};
use crate::requests::unlisted::LetThrough;
use crate::requests::violation::{Rule, Violation};
use crate::suggest::Search;

use found::Found;
pub(crate) use kinds::Nearest;
pub(crate) use seen::Seen;
pub use values::Chosen;

/// A text that is being read, and what was found wrong in it so far.
///
/// Every method reads exactly one value. Where it is not of the right kind, that is noted, the value is passed
/// over, and `None` returned: reading goes on, so that everything wrong is found in one go. That the text is JSON was
/// found before.
#[derive(Clone, Debug)]
pub struct Input<'a> {
    text: &'a str,
    tokens: &'a [Token],
    /// The index of the token that is read next.
    at: usize,
    found: Found,
    /// What is not listed and was let through, where that is allowed.
    let_through: Option<Vec<LetThrough>>,
    /// Whether a map takes in the next value alone, as a member beside what it has.
    is_member: bool,
}

impl<'a> Input<'a> {
    /// An input at the start of a text and its tape.
    pub fn of(text: &'a str, tape: &'a Tape) -> Self {
        let (tokens, found) = (tape.tokens(), Found::default());
        Self { text, tokens, at: 0, found, let_through: None, is_member: false }
    }

    /// The key of the value that is read next, where a map is to take it in beside what it has.
    pub(crate) fn take_member(&mut self) -> Option<String> {
        if !std::mem::take(&mut self.is_member) {
            return None;
        }
        let key = self.tokens.get(self.at.checked_sub(1)?)?;
        Some(self.string(key).into_owned())
    }

    /// The token that is read next. There is always one: nobody reads past the end of an object or array.
    #[inline(always)]
    fn token(&self) -> Token {
        self.tokens.get(self.at).copied().unwrap_or(Token::NONE)
    }

    /// The index of the value that is read next.
    pub(crate) fn index(&self) -> usize {
        self.at
    }

    /// Goes on at the value of that index.
    pub(crate) fn seek(&mut self, index: usize) {
        self.at = index;
    }

    /// Passes over a value.
    #[inline(always)]
    pub(crate) fn pass(&mut self) {
        self.at = self.token().next();
    }

    /// The offset of the value of that index.
    pub(crate) fn offset_of(&self, index: usize) -> usize {
        self.tokens.get(index).map_or(0, |token| token.span().start)
    }

    /// The kind of the value of that index.
    #[inline]
    pub(crate) fn kind_of(&self, index: usize) -> Kind {
        self.tokens.get(index).map_or(Kind::Null, |token| token.kind)
    }

    /// The members of the object of that index: each key as it is written, and the index of its value. A key with escapes is
    /// empty.
    pub(crate) fn members(&self, object: usize) -> Option<impl Iterator<Item = (&'a [u8], usize)>> {
        let text = self.text.as_bytes();
        let pairs = self.pairs(object)?;
        Some(pairs.map(move |(key, value, _)| {
            let name = text.get(key.inside()).filter(|_| !key.escaped);
            (name.unwrap_or_default(), value)
        }))
    }

    /// The members of the object of that index: each key, and its value with its index.
    fn pairs(
        &self,
        object: usize,
    ) -> Option<impl Iterator<Item = (&'a Token, usize, &'a Token)> + use<'a>> {
        let tokens = self.tokens;
        let end = tokens.get(object).filter(|token| token.kind == Kind::Object)?.next();
        let mut at = object + 1;
        Some(std::iter::from_fn(move || {
            let [key, value] = tokens.get(at..end)?.first_chunk()?;
            let member = (key, at + 1, value);
            at = value.next();
            Some(member)
        }))
    }

    /// The string of that index.
    pub(crate) fn string_at(&self, index: usize) -> Option<Cow<'a, str>> {
        let token = self.tokens.get(index).filter(|token| token.kind == Kind::String)?;
        Some(self.string(token))
    }

    /// The text of a string or key.
    #[inline(always)]
    fn string(&self, token: &Token) -> Cow<'a, str> {
        token.string(self.text)
    }

    /// The field of a key and its index, looked for at `expected` first: most objects are in the table's order.
    #[inline(always)]
    fn find(
        &self,
        key: &Token,
        table: &'static Table,
        expected: usize,
    ) -> Option<(usize, &'static Field)> {
        let raw = self.text.as_bytes().get(key.inside())?;
        match table.fields.get(expected) {
            // A name with an escape in it is another text.
            Some(field) if !key.escaped && is_same(raw, field.name.as_bytes()) => {
                Some((expected, field))
            }
            _ => self.find_anywhere(key, table),
        }
    }

    #[inline(never)]
    fn find_anywhere(&self, key: &Token, table: &'static Table) -> Option<(usize, &'static Field)> {
        table.field(&self.string(key))
    }

    /// The whole text.
    pub(crate) fn source(&self) -> &'a str {
        self.text
    }

    /// Notes something wrong at byte `offset`.
    pub(crate) fn note(&mut self, offset: usize, path: &Path<'_>, finding: Finding) {
        self.found.add(offset, path, finding);
    }

    /// How much was found wrong so far.
    pub fn violation_count(&self) -> usize {
        self.found.count()
    }

    /// What was found wrong, in the order of the text.
    pub fn into_violations(self) -> Vec<Violation> {
        self.into_findings().0
    }

    /// Reads an object into `target`, or only checks it when there is none.
    pub fn object(
        &mut self,
        table: &'static Table,
        mut target: Option<&mut dyn ReadParams>,
        path: &Path<'_>,
    ) {
        let object = self.at;
        let token = self.token();
        if token.kind != Kind::Object {
            return self.unexpected(Kind::Object, path);
        }
        let before = self.found.count();
        self.at += 1;
        let mut seen = Seen::default();
        let mut others = Known::default();
        let mut expected = 0;
        while self.at < token.next() {
            let key = self.token();
            self.at += 1;
            let Some((index, field)) = self.find(&key, table, expected) else {
                let member = Member { key: self.string(&key), offset: key.span().start };
                self.unlisted_member(table, member, target.as_deref_mut(), &mut others, path);
                continue;
            };
            expected = index + 1;
            let path = path.key(field.name);
            if seen.insert(index) {
                let slot = target.as_deref_mut().and_then(|target| target.slot(index));
                self.field(field, slot, &path);
            } else {
                self.duplicate(key.span().start, &path);
                self.pass();
            }
        }
        if !seen.has_all_of(table.required()) {
            self.missing(table, &seen, (object, before), path);
        }
        if table.also.is_some() {
            let shaped = self.found.count();
            let read = target.as_deref().map(|target| View::Object(target));
            self.also(table.also, read, (object, before), path);
            self.forget_let_through(token.span().start, shaped);
        }
    }

    /// Reads the value of a listed param.
    #[inline(always)]
    fn field(
        &mut self,
        field: &'static Field,
        mut slot: Option<&mut dyn ReadParam>,
        path: &Path<'_>,
    ) {
        let (value, before) = (self.at, self.found.count());
        match &mut slot {
            Some(slot) => slot.read(self, &field.shape, path),
            None => self.check(&field.shape, path),
        }
        if field.also.is_some() || self.found.count() > before || self.let_through.is_some() {
            let read = field.also.and(slot.as_deref()).map(|slot| slot.view());
            self.judge_field(field, read, (value, before), path);
        }
    }

    /// What there is to say of a param that was just read, beside what its shape says.
    fn judge_field(
        &mut self,
        field: &'static Field,
        read: Option<View<'_>>,
        (value, before): (usize, usize),
        path: &Path<'_>,
    ) {
        if !self.is_let_through(path) {
            self.also(field.also, read, (value, before), path);
            self.let_enum_through(value, before, path);
        }
        for noted in self.found.noted_since(before) {
            field.show_example(path, &mut noted.violation);
        }
    }

    /// Reads a member that the table does not list.
    #[cold]
    fn unlisted_member(
        &mut self,
        table: &'static Table,
        member: Member<'a>,
        target: Option<&mut (dyn ReadParams + '_)>,
        others: &mut Known,
        path: &Path<'_>,
    ) {
        if table.additional.is_none() && self.let_through.is_some() {
            return self.let_member_through(table, member, others, path);
        }
        let path = path.key(&member.key);
        let Some(shape) = &table.additional else {
            self.found.note(member.offset, &path, Rule::Unknown, &|| unknown(table, &member.key));
            return self.pass();
        };
        if others.note(named(&member.key), member.offset).is_some() {
            self.duplicate(member.offset, &path);
            return self.pass();
        }
        match target.and_then(|target| target.others()) {
            Some(others) => {
                self.is_member = true;
                others.read(self, shape, &path);
                self.is_member = false;
            }
            None => self.check(shape, &path),
        }
    }

    /// Notes that something else than a value of `kind` comes next, and passes over it.
    #[cold]
    #[inline(never)]
    fn unexpected(&mut self, kind: Kind, path: &Path<'_>) {
        let (token, text) = (self.token(), self.text);
        self.found.note(token.span().start, path, Rule::Type, &|| {
            let help = match (kind, token.kind) {
                (_, Kind::Null) => Some("give it a value, or leave it out if it is optional"),
                (Kind::String, Kind::Number | Kind::Boolean) => Some("put it in double quotes"),
                (Kind::Number | Kind::Boolean, Kind::String)
                    if is_quoted(kind, text.get(token.inside()).unwrap_or_default()) =>
                {
                    Some("write it without quotes")
                }
                _ => None,
            };
            let finding = Finding::new(Rule::Type, Phrase::expected(kind, token.kind));
            Finding { help: help.map(Phrase::from), ..finding }
        });
        self.pass();
    }

    #[cold]
    fn missing(
        &mut self,
        table: &Table,
        seen: &Seen,
        (object, mut before): (usize, usize),
        path: &Path<'_>,
    ) {
        let offset = self.offset_of(object);
        for (index, field) in table.fields.iter().enumerate() {
            if field.required && !seen.contains(index) {
                self.found.note_missing(offset, before, &path.key(field.name), field.name);
                before += 1;
            }
        }
    }

    #[cold]
    fn duplicate(&mut self, offset: usize, path: &Path<'_>) {
        self.found.note(offset, path, Rule::Duplicate, &rules::twice);
    }
}

/// Whether a string is a number or a boolean in quotes.
fn is_quoted(kind: Kind, text: &str) -> bool {
    match kind {
        Kind::Boolean => matches!(text, "true" | "false"),
        _ => text.ends_with(|last: char| last.is_ascii_digit()) && text.parse::<f64>().is_ok(),
    }
}

/// A member of an object that its table does not list.
struct Member<'a> {
    key: Cow<'a, str>,
    /// The offset of the key.
    offset: usize,
}

#[inline(never)]
fn violation(path: &Path<'_>, finding: Finding) -> Violation {
    finding.at(path.pointer())
}

fn unknown(table: &'static Table, key: &str) -> Finding {
    let mut search = Search::of(key);
    for field in table.fields {
        search.consider(field.name);
    }
    let finding = Finding::new(Rule::Unknown, "is not known here");
    if let Some(meant) = search.found {
        return finding.help(Phrase::did_you_mean(meant));
    }
    if table.fields.is_empty() {
        return finding.help("remove it: nothing is expected here");
    }
    finding.help(Phrase::known(table.fields))
}
