//! Reading what a spec does not list: noted as let through, where that is allowed, instead of as wrong.

use super::found::Noted;
use super::places::{Places, placed};
use super::{Input, Member, unknown, violation};
use crate::Secret;
use crate::known::{Known, named};
use crate::path::Path;
use crate::requests::rules::Finding;
use crate::requests::table::Table;
use crate::requests::unlisted::{self, LetThrough, Pointers, Unlisted};
use crate::requests::violation::{Rule, Violation};

impl<'a> Input<'a> {
    /// From here on, lets params and values of enums through that are not listed.
    pub(crate) fn allow_unlisted(&mut self) {
        self.let_through = Some(Vec::new());
    }

    /// What was found wrong, and what would have been if it were not let through; both in the order of the text.
    pub(crate) fn into_findings(mut self) -> (Vec<Violation>, Vec<Violation>) {
        let mut let_through = Vec::new();
        for LetThrough { offset, violation, .. } in self.let_through.take().unwrap_or_default() {
            let_through.push(Noted::new(offset, violation));
        }
        (placed(self.text, self.found.into_noted()), placed(self.text, let_through))
    }

    /// What was let through.
    pub(crate) fn into_unlisted(self) -> Unlisted {
        let mut places = Places::of_text(self.text);
        let let_through = self.let_through.unwrap_or_default();
        Unlisted::read(let_through, &mut |offset| places.of(offset))
    }

    /// Reads a member that the table does not list, to be sent as it is.
    pub(super) fn let_member_through(
        &mut self,
        table: &'static Table,
        member: Member<'a>,
        others: &mut Known,
        path: &Path<'_>,
    ) {
        let Member { key, offset } = member;
        let path = path.key(&key);
        if others.note(named(&key), offset).is_some() {
            self.duplicate(offset, &path);
            return self.pass();
        }
        let value = unlisted::json(self.free(&path));
        let violation = violation(&path, unknown(table, &key));
        let param = Some((path.exact_pointer(), value));
        if let Some(let_through) = &mut self.let_through {
            let_through.push(LetThrough { offset, violation, param });
        }
    }

    /// Leaves out what the schema of the object at byte `offset` found since `before` in values that are let through: they are
    /// not judged.
    pub(super) fn forget_let_through(&mut self, offset: usize, before: usize) {
        let Some(let_through) = &self.let_through else { return };
        let noted = self.found.noted();
        if noted.len() == before {
            return;
        }
        let mut inside = Pointers::default();
        for one in let_through.iter().rev().take_while(|one| one.offset > offset) {
            inside.note(&one.violation.pointer);
        }
        for found in noted.split_off(before) {
            if !inside.lead_to_or_above(&found.violation.pointer) {
                noted.push(found);
            }
        }
    }

    /// Whether the value that was just read is not listed and let through.
    pub(super) fn is_let_through(&self, path: &Path<'_>) -> bool {
        let last = self.let_through.as_ref().and_then(|let_through| let_through.last());
        last.is_some_and(|last| last.violation.pointer == path.pointer())
    }

    /// Lets the value of that index through, which was just read, if all that was found since `before` is that it is none of
    /// those that a schema beside its shape lists.
    pub(super) fn let_enum_through(&mut self, value: usize, before: usize, path: &Path<'_>) {
        let Some(let_through) = &mut self.let_through else { return };
        let pointer = path.pointer();
        let noted = self.found.noted();
        let new = noted.get(before..).unwrap_or_default();
        let is_enum = |one: &Violation| one.rule == Rule::Enum && one.pointer == pointer;
        if new.is_empty() || !new.iter().all(|noted| is_enum(&noted.violation)) {
            return;
        }
        // The first says it; the others are about the same.
        noted.truncate(before + 1);
        let text = self.tokens.get(value).map_or("", |token| token.span().of(self.text));
        let param = Some((path.exact_pointer(), Secret::from(text)));
        if let Some(Noted { offset, violation, .. }) = noted.pop() {
            let_through.push(LetThrough { offset, violation, param });
        }
    }

    /// Notes a value that is not listed, as let through where that is allowed.
    pub(super) fn note_unlisted(&mut self, offset: usize, path: &Path<'_>, finding: Finding) {
        match &mut self.let_through {
            Some(let_through) => {
                let violation = violation(path, finding);
                let_through.push(LetThrough { offset, violation, param: None });
            }
            None => self.found.add(offset, path, finding),
        }
    }
}
