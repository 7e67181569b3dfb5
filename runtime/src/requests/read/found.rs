//! What was found wrong so far.

use crate::path::Path;
use crate::requests::rules::{self, Finding};
use crate::requests::violation::{Rule, Violation};

/// What was found wrong: each with its offset, or, where only that matters, how much.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    noted: Vec<Noted>,
    /// Set if nobody will read what is noted.
    only_count: Option<Count>,
}

/// Something that was found wrong.
#[derive(Clone, Debug)]
pub(super) struct Noted {
    /// Where in the text.
    pub(super) offset: usize,
    /// How many come before it, as they were noted; set by who brings them into another order.
    pub(super) number: usize,
    pub(super) violation: Violation,
}

impl Noted {
    pub(super) fn new(offset: usize, violation: Violation) -> Self {
        Self { offset, number: 0, violation }
    }
}

/// How much was found wrong.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    all: usize,
    constants: usize,
}

impl Found {
    /// Nothing yet, and of what is to be found nothing but its number.
    pub(super) fn counting() -> Self {
        Self { noted: Vec::new(), only_count: Some(Count::default()) }
    }

    /// How much there is.
    #[inline(always)]
    pub(super) fn count(&self) -> usize {
        self.only_count.map_or(self.noted.len(), |count| count.all)
    }

    /// How much of it is that a value is not the only one that is allowed.
    pub(super) fn constants(&self) -> usize {
        if let Some(count) = self.only_count {
            return count.constants;
        }
        let mut constants = 0;
        for noted in &self.noted {
            constants += usize::from(noted.violation.rule == Rule::Const);
        }
        constants
    }

    /// Notes that at byte `offset` a rule is violated. The words are made only if somebody will read them.
    #[cold]
    #[inline(never)]
    pub(super) fn note(
        &mut self,
        offset: usize,
        path: &Path<'_>,
        rule: Rule,
        finding: &dyn Fn() -> Finding,
    ) {
        if !self.counts(rule) {
            self.push(offset, path, finding());
        }
    }

    /// Notes what is put into words already.
    #[cold]
    #[inline(never)]
    pub(super) fn add(&mut self, offset: usize, path: &Path<'_>, finding: Finding) {
        if !self.counts(finding.rule) {
            self.push(offset, path, finding);
        }
    }

    /// Notes that a member is missing in the object at byte `offset`, in front of what was noted in it since `before`: all of
    /// that stands behind the object's start, so the order of the text is kept.
    #[inline(never)]
    pub(super) fn note_missing(
        &mut self,
        offset: usize,
        before: usize,
        path: &Path<'_>,
        name: &'static str,
    ) {
        if !self.counts(Rule::Required) {
            let noted = Noted::new(offset, super::violation(path, rules::missing(name)));
            self.noted.insert(before.min(self.noted.len()), noted);
        }
    }

    /// Whether a violation was counted, and nobody will read it.
    fn counts(&mut self, rule: Rule) -> bool {
        let Some(count) = &mut self.only_count else { return false };
        count.all += 1;
        count.constants += usize::from(rule == Rule::Const);
        true
    }

    fn push(&mut self, offset: usize, path: &Path<'_>, finding: Finding) {
        self.noted.push(Noted::new(offset, super::violation(path, finding)));
    }

    /// What was noted after the first `before`.
    pub(super) fn noted_since(&mut self, before: usize) -> &mut [Noted] {
        self.noted.get_mut(before..).unwrap_or_default()
    }

    /// All that was noted, for those who take some of it away.
    pub(super) fn noted(&mut self) -> &mut Vec<Noted> {
        &mut self.noted
    }

    /// All of it.
    pub(super) fn into_noted(self) -> Vec<Noted> {
        self.noted
    }
}
