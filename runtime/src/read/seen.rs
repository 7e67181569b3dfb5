//! The params that an object has shown so far.

/// Which fields of a table have been seen; more than 64 spill to the heap.
#[derive(Default)]
pub(super) struct Seen {
    low: u64,
    rest: Vec<usize>,
}

impl Seen {
    pub(super) fn contains(&self, index: usize) -> bool {
        if index < 64 { self.low & (1 << index) != 0 } else { self.rest.contains(&index) }
    }

    /// Notes a field, and says whether it is new.
    pub(super) fn insert(&mut self, index: usize) -> bool {
        if self.contains(index) {
            return false;
        }
        if index < 64 {
            self.low |= 1 << index
        } else {
            self.rest.push(index)
        }
        true
    }
}
