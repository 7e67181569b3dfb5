//! What stand-ins met, and how what is in them differs from what was acknowledged.

use std::collections::BTreeMap;
use std::iter::Sum;
use std::ops::Add;
use std::time::Duration;

use serde_json::{Value, json};
use wellhead_client::Connection;

use super::ledger::{Difference, Ledger};

/// The figures of one stand-in, or of many.
#[derive(Clone, Debug, Default)]
pub(crate) struct Report {
    requests: u64,
    /// How many requests met each kind of fault.
    faults: BTreeMap<String, u64>,
    difference: Difference,
}

impl Report {
    /// `counts` are the stand-in's own, `found` is all that is in it.
    pub(crate) fn of(counts: &Value, ledger: &Ledger, found: &[Connection]) -> Self {
        let count = |value: &Value| value.as_u64().unwrap();
        let kinds = counts.as_object().unwrap().iter().filter(|(kind, _)| *kind != "calls");
        Self {
            requests: count(&counts["calls"]),
            faults: kinds.map(|(kind, value)| (kind.clone(), count(value))).collect(),
            difference: ledger.compared_with(found),
        }
    }

    /// A line for people.
    pub(crate) fn told(&self, what: &str, took: Duration) -> String {
        let Difference { writes, open, duplicates, lost } = self.difference;
        format!(
            "{what}: {} requests, {} faults {}, {duplicates} duplicates, \
             {lost} of {writes} acknowledged writes lost, {open} left open, {:.1} s",
            self.requests,
            self.faults.values().sum::<u64>(),
            json!(self.faults),
            took.as_secs_f64()
        )
    }

    pub(crate) fn has_doubled_or_lost(&self) -> bool {
        (self.difference.duplicates, self.difference.lost) != (0, 0)
    }

    pub(crate) fn assert_nothing_doubled_or_lost(&self) {
        assert!(!self.has_doubled_or_lost(), "{self:?}");
        assert!(self.difference.writes > 0, "{self:?}");
    }

    /// Each kind has to have been met; scenarios bring some of their own.
    pub(crate) fn assert_every_fault_was_met(&self) {
        let never: Vec<_> = self.faults.iter().filter(|(_, count)| **count == 0).collect();
        assert!(never.is_empty(), "never met: {never:?}");
    }
}

impl Add for Report {
    type Output = Self;

    fn add(mut self, other: Self) -> Self {
        for (kind, count) in other.faults {
            *self.faults.entry(kind).or_default() += count;
        }
        let (one, other_one) = (self.difference, other.difference);
        Self {
            requests: self.requests + other.requests,
            faults: self.faults,
            difference: Difference {
                writes: one.writes + other_one.writes,
                open: one.open + other_one.open,
                duplicates: one.duplicates + other_one.duplicates,
                lost: one.lost + other_one.lost,
            },
        }
    }
}

impl Sum for Report {
    fn sum<I: Iterator<Item = Self>>(reports: I) -> Self {
        reports.fold(Self::default(), Add::add)
    }
}
