//! Which bucket of an [`Index`](crate::Index) a name falls into: it looks names up by it, and a generator puts them in the order of it.

/// How many buckets there are for so many names: a power of two.
pub fn count(names: usize) -> usize {
    names.next_power_of_two()
}

/// The bucket of a name, of so many.
#[inline]
pub fn of(name: &str, buckets: usize) -> usize {
    hash(name.as_bytes()) as usize & buckets.saturating_sub(1)
}

/// Eight bytes at a time. It is the same on every machine, and need not withstand anybody: the names are in a table.
#[inline]
fn hash(name: &[u8]) -> u64 {
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    let mix = |hash: u64, word: u64| (hash ^ word).wrapping_mul(FACTOR).rotate_left(29);
    let (words, rest) = name.as_chunks::<8>();
    let hash =
        words.iter().fold(name.len() as u64, |hash, word| mix(hash, u64::from_le_bytes(*word)));
    let rest = rest.iter().fold(0, |word, byte| word << 8 | u64::from(*byte));
    let hash = mix(hash, rest);
    hash ^ hash >> 32
}
