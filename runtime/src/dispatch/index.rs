//! Names to what they lead to, in a time that does not depend on how many there are.

use super::Route;
use crate::json::is_same;

/// Names with their routes, in a static table: a hash leads to a bucket, which holds one name or two.
///
/// The names stand in the order of their buckets, so that a bucket is a range of them. Nothing has to be sought for while
/// generating, as for a perfect hash, and names that were chosen to fall into one bucket make it slow, not wrong.
#[derive(Debug)]
pub struct Index {
    /// Where each bucket starts, and the last one ends. Their number is a power of two.
    starts: &'static [u32],
    entries: &'static [(&'static str, &'static [Route])],
}

impl Index {
    /// No names.
    pub const EMPTY: Self = Self::new(&[0, 0], &[]);

    /// Names in the order of their [`bucket`](Self::bucket), and where each bucket starts, and the last one ends.
    pub const fn new(
        starts: &'static [u32],
        entries: &'static [(&'static str, &'static [Route])],
    ) -> Self {
        Self { starts, entries }
    }

    /// How many buckets there are for so many names.
    pub fn buckets(names: usize) -> usize {
        names.next_power_of_two()
    }

    /// The bucket of a name, of so many; a generator asks for it.
    #[inline]
    pub fn bucket(name: &str, buckets: usize) -> usize {
        hash(name.as_bytes()) as usize & buckets.saturating_sub(1)
    }

    /// All names, in no order that means anything.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.entries.iter().map(|(name, _)| *name)
    }

    /// Where a name leads; `None` if it is none of them.
    pub fn get(&self, name: &str) -> Option<&'static [Route]> {
        let bucket = Self::bucket(name, self.starts.len().saturating_sub(1));
        let [start, end] = *self.starts.get(bucket..)?.first_chunk()?;
        let entries = self.entries.get(start as usize..end as usize)?;
        let is_it = |(known, _): &&(&str, _)| is_same(known.as_bytes(), name.as_bytes());
        entries.iter().find(is_it).map(|(_, routes)| *routes)
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    /// As a generator does it.
    fn indexed(names: &[&'static str]) -> Index {
        let buckets = Index::buckets(names.len());
        let mut sorted: Vec<_> =
            names.iter().map(|name| (Index::bucket(name, buckets), *name)).collect();
        sorted.sort();
        let starts =
            (0..=buckets).map(|bucket| sorted.partition_point(|(of, _)| *of < bucket) as u32);
        let entries = sorted.iter().map(|(_, name)| (*name, &[] as &[Route]));
        Index::new(starts.collect::<Vec<_>>().leak(), entries.collect::<Vec<_>>().leak())
    }

    #[test]
    fn every_name_is_found_and_no_other() {
        for count in [0, 1, 2, 3, 80, 1000] {
            let names: Vec<String> = (0..count).map(|number| format!("source-{number}")).collect();
            let names: Vec<&'static str> = names.into_iter().map(|name| &*name.leak()).collect();
            let index = indexed(&names);
            assert!(names.iter().all(|name| index.get(name).is_some()));
            for other in [
                "",
                "source",
                "source-",
                "source-x",
                "source-1000",
                "a name that is longer than others",
            ] {
                assert!(index.get(other).is_none(), "{other}");
            }
        }
        assert!(Index::EMPTY.get("any").is_none());
    }

    #[test]
    fn names_spread_over_the_buckets() {
        let buckets = Index::buckets(1000);
        let mut counts = vec![0; buckets];
        for number in 0..1000 {
            counts[Index::bucket(
                &format!("cfc0fee1-7dc0-40ef-b73e-d8b134c4{number:04}"),
                buckets,
            )] += 1;
        }
        assert!(counts.iter().all(|count| *count < 10), "{counts:?}");
    }
}
