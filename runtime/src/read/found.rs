//! What was found wrong so far.

use crate::path::Path;
use crate::rules::Finding;
use crate::violation::{Rule, Violation};

/// What was found wrong: each with its offset, or, where only that matters, how much.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    noted: Vec<(usize, Violation)>,
    /// Set if nobody will read what is noted.
    only_count: Option<Count>,
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
        let noted = self.noted.iter().filter(|(_, one)| one.rule == Rule::Const);
        self.only_count.map_or_else(|| noted.count(), |count| count.constants)
    }

    /// Notes that at byte `offset` a rule is violated. The words are made only if somebody will read them.
    #[cold]
    pub(super) fn note(
        &mut self,
        offset: usize,
        path: &Path<'_>,
        rule: Rule,
        finding: impl FnOnce() -> Finding,
    ) {
        match &mut self.only_count {
            Some(count) => {
                count.all += 1;
                count.constants += usize::from(rule == Rule::Const);
            }
            None => self.noted.push((offset, super::violation(path, finding()))),
        }
    }

    /// Notes what is put into words already.
    #[cold]
    pub(super) fn add(&mut self, offset: usize, path: &Path<'_>, finding: Finding) {
        self.note(offset, path, finding.rule, || finding);
    }

    /// What was noted after the first `before`.
    pub(super) fn noted_since(&mut self, before: usize) -> impl Iterator<Item = &mut Violation> {
        self.noted.iter_mut().skip(before).map(|(_, violation)| violation)
    }

    /// The same with offsets, for who takes some of it away.
    pub(super) fn noted(&mut self) -> &mut Vec<(usize, Violation)> {
        &mut self.noted
    }

    /// All of it.
    pub(super) fn into_noted(self) -> Vec<(usize, Violation)> {
        self.noted
    }
}
