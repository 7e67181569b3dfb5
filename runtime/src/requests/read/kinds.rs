//! Reading an object that is of one of several kinds.

use super::Input;
use super::found::Found;
use super::seen::Seen;
use crate::json::{Kind, Token};
use crate::path::Path;
use crate::requests::phrase::listed;
use crate::requests::rules::{self, Finding};
use crate::requests::schema::Schema;
use crate::requests::table::{Constant, Field, OneOfRules, Shape, Table, TextRules};
use crate::requests::violation::Rule;

/// How far a value is from fitting, nearest first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Faults {
    /// How many constants it does not have: they are there to tell kinds apart.
    pub(crate) constants: usize,
    /// How much is wrong with it, in all.
    pub(crate) wrong: usize,
    /// How much of it is not listed and let through.
    let_through: usize,
}

/// The first of those that a value is nearest to.
#[derive(Default)]
pub(crate) struct Nearest<F> {
    /// Its index.
    pub(crate) index: usize,
    pub(crate) faults: F,
    /// To how many others it is as near.
    pub(crate) equals: usize,
}

impl<F: Ord> Nearest<F> {
    /// Takes another one in place of `nearest` if the value is nearer to that.
    #[inline(never)]
    pub(crate) fn consider(nearest: &mut Option<Self>, index: usize, faults: F) {
        match nearest {
            Some(best) if best.faults < faults => {}
            Some(best) if best.faults == faults => best.equals += 1,
            _ => *nearest = Some(Self { index, faults, equals: 0 }),
        }
    }
}

/// The one value that is allowed, where that is so.
fn only(field: &Field) -> Option<Constant> {
    match &field.shape {
        Shape::Text(TextRules { only: Some(only), .. }) => Some(Constant::Text(only)),
        Shape::Constant(constant) => Some(*constant),
        _ => field.also.and_then(Schema::flag).map(Constant::Boolean),
    }
}

/// The constants that these kinds have for the member of that name, each once, if all of them have one.
fn constants(kinds: &[&'static Table], name: &str) -> Option<Vec<Constant>> {
    let mut constants = Vec::with_capacity(kinds.len());
    for kind in kinds {
        let constant = only(kind.field(name)?.1)?;
        if !constants.contains(&constant) {
            constants.push(constant);
        }
    }
    Some(constants)
}

impl Input<'_> {
    /// How far the value of that index is from fitting that table.
    pub(crate) fn faults_of(&self, value: usize, table: &'static Table, path: &Path<'_>) -> Faults {
        // What is let through is known by what is noted.
        let found = match self.let_through {
            Some(_) => Found::default(),
            None => Found::counting(),
        };
        let let_through = self.let_through.as_ref().map(|_| Vec::new());
        let mut probe = Input { at: value, found, let_through, ..*self };
        probe.object(table, None, path);
        Faults {
            constants: probe.found.constants(),
            wrong: probe.found.count(),
            let_through: probe.let_through.map_or(0, |let_through| let_through.len()),
        }
    }

    /// Whether the object of that index has what tells a table from others: all members that it requires, its constants, and no
    /// members that it does not know.
    pub(crate) fn has_members_of(&self, value: usize, table: &'static Table) -> bool {
        let Some(pairs) = self.pairs(value) else { return false };
        let (mut seen, mut expected) = (Seen::default(), 0);
        for (key, _, member) in pairs {
            match self.find(key, table, expected) {
                Some((_, field)) if !self.may_be(member, field) => return false,
                Some((index, _)) => {
                    seen.insert(index);
                    expected = index + 1;
                }
                None if table.additional.is_none() => return false,
                None => {}
            }
        }
        table.required().is_none() || seen.has_all_of(table.required())
    }

    /// Whether a value is the one that is allowed, where that is so.
    fn may_be(&self, value: &Token, field: &Field) -> bool {
        only(field).is_none_or(|only| self.is(value, only))
    }

    /// Notes that the object of that index is of none of the kinds, if a member says so for which each of them has a constant. What
    /// else may be wrong with it depends on the kind, so nothing is known of that.
    #[cold]
    pub(crate) fn note_no_kind(
        &mut self,
        object: usize,
        kinds: &[&'static Table],
        path: &Path<'_>,
    ) -> bool {
        // What is not listed may be let through.
        let [first, ..] = kinds else { return false };
        if self.let_through.is_some() {
            return false;
        }
        for field in first.fields {
            let Some(constants) = constants(kinds, field.name) else { continue };
            if constants.len() < 2 {
                continue;
            }
            let Some(member) = self.member(object, field.name) else { continue };
            if constants.iter().any(|constant| self.is(&member, *constant)) {
                continue;
            }
            let (start, text) = (member.span().start, self.text);
            let found = &mut self.found;
            found.note(start, &path.key(field.name), Rule::Const, &|| {
                let is_text = member.kind == Kind::String;
                rules::none_of(&constants, is_text.then(|| member.string(text)).as_deref())
            });
            return true;
        }
        false
    }

    /// The first member of that name.
    fn member(&self, object: usize, name: &str) -> Option<Token> {
        for (key, _, member) in self.pairs(object)? {
            if self.string(key) == name {
                return Some(*member);
            }
        }
        None
    }

    /// Finds which kind of object comes next, and leaves it unread; an object that fits none is told to be of the kind
    /// whose members it has, or that it comes nearest to.
    pub fn alternative(&mut self, shape: &'static Shape, path: &Path<'_>) -> Option<usize> {
        let token = self.token();
        let Shape::OneOf(rules) = shape else {
            self.pass();
            return None;
        };
        if token.kind != Kind::Object {
            self.unexpected(Kind::Object, path);
            return None;
        }
        // Mostly one kind alone has its members.
        if let Some(index) = self.only_kind(rules) {
            return Some(index);
        }
        let mut nearest = None;
        for (index, (_, table)) in rules.kinds.iter().enumerate() {
            Nearest::consider(&mut nearest, index, self.faults_of(self.at, table, path));
        }
        let Nearest { index, faults: best, equals } = nearest?;
        if best.constants > 0 {
            let mut tables = Vec::with_capacity(rules.kinds.len());
            for (_, table) in rules.kinds {
                tables.push(*table);
            }
            if self.note_no_kind(self.at, &tables, path) {
                self.pass();
                return None;
            }
        }
        if equals > 0 && best.wrong == 0 && !rules.any {
            let mut fitting = Vec::with_capacity(equals + 1);
            for (name, table) in rules.kinds {
                if self.faults_of(self.at, table, path) == best {
                    fitting.push(*name);
                }
            }
            self.found.note(token.span().start, path, Rule::OneOf, &|| {
                Finding::new(Rule::OneOf, listed("fits more than one kind: ", &fitting))
            });
        }
        Some(index)
    }

    /// The kind whose members the next value has, if that is one alone.
    fn only_kind(&self, rules: &OneOfRules) -> Option<usize> {
        let mut only = None;
        for (index, (_, table)) in rules.kinds.iter().enumerate() {
            if self.has_members_of(self.at, table) && only.replace(index).is_some() {
                return None;
            }
        }
        only
    }
}
