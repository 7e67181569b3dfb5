//! A small deterministic generator of random choices: the same seed makes the same specs on every machine.

/// `SplitMix64`.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn seeded(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `bound`.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound.max(1) as u64) as usize
    }

    /// A number of `range`.
    pub(crate) fn within(&mut self, range: std::ops::RangeInclusive<i64>) -> i64 {
        let width = range.end() - range.start() + 1;
        range.start() + self.below(width as usize) as i64
    }

    /// Whether something that happens `percent` of the time happens.
    pub(crate) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub(crate) fn pick<'t, T>(&mut self, of: &'t [T]) -> &'t T {
        &of[self.below(of.len())]
    }

    /// Two different ones.
    pub(crate) fn two<T: Copy>(&mut self, of: &[T]) -> [T; 2] {
        let first = self.below(of.len());
        let second = (first + 1 + self.below(of.len() - 1)) % of.len();
        [of[first], of[second]]
    }

    /// `count` different ones of `of`, in their order.
    pub(crate) fn some<T: Clone>(&mut self, of: &[T], count: usize) -> Vec<T> {
        let mut left: Vec<usize> = (0..of.len()).collect();
        let mut taken: Vec<usize> = (0..count.min(of.len()))
            .map(|_| {
                let at = self.below(left.len());
                left.remove(at)
            })
            .collect();
        taken.sort_unstable();
        taken.into_iter().map(|at| of[at].clone()).collect()
    }
}
