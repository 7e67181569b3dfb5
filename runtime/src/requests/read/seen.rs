//! The params that an object has shown so far.

/// Which fields of a table have been seen; more than 64 spill to the heap.
#[derive(Default)]
pub(crate) struct Seen {
    low: u64,
    rest: Vec<usize>,
}

impl Seen {
    pub(crate) fn contains(&self, index: usize) -> bool {
        if index < 64 { self.low & (1 << index) != 0 } else { self.rest_contains(index) }
    }

    #[cold]
    #[inline(never)]
    fn rest_contains(&self, index: usize) -> bool {
        for seen in &self.rest {
            if *seen == index {
                return true;
            }
        }
        false
    }

    /// Whether all of these among the first 64 have been seen; `None` if there are others as well.
    #[inline(always)]
    pub(super) fn has_all_of(&self, fields: Option<u64>) -> bool {
        fields.is_some_and(|fields| fields & !self.low == 0)
    }

    /// Notes a field, and says whether it is new.
    #[inline(always)]
    pub(crate) fn insert(&mut self, index: usize) -> bool {
        if index < 64 {
            let bit = 1 << index;
            let is_new = self.low & bit == 0;
            self.low |= bit;
            return is_new;
        }
        let is_new = !self.rest_contains(index);
        if is_new {
            self.rest.push(index);
        }
        is_new
    }
}
