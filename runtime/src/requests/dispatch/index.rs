//! Names to what they lead to, in a time that does not depend on how many there are.

use super::Route;
use crate::bucket;
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

    /// Names in the order of their [bucket](bucket::of), and where each bucket starts, and the last one ends.
    pub const fn new(
        starts: &'static [u32],
        entries: &'static [(&'static str, &'static [Route])],
    ) -> Self {
        Self { starts, entries }
    }

    /// All names, in no order that means anything.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.entries.iter().map(|(name, _)| *name)
    }

    /// Where a name leads; `None` if it is none of them.
    pub fn get(&self, name: &str) -> Option<&'static [Route]> {
        let bucket = bucket::of(name, self.starts.len().saturating_sub(1));
        let [start, end] = *self.starts.get(bucket..)?.first_chunk()?;
        let entries = self.entries.get(start as usize..end as usize)?;
        let is_it = |(known, _): &&(&str, _)| is_same(known.as_bytes(), name.as_bytes());
        entries.iter().find(is_it).map(|(_, routes)| *routes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As a generator does it.
    fn indexed(names: &[&'static str]) -> Index {
        let buckets = bucket::count(names.len());
        let mut sorted: Vec<_> =
            names.iter().map(|name| (bucket::of(name, buckets), *name)).collect();
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
        let buckets = bucket::count(1000);
        let mut counts = vec![0; buckets];
        for number in 0..1000 {
            counts[bucket::of(&format!("cfc0fee1-7dc0-40ef-b73e-d8b134c4{number:04}"), buckets)] +=
                1;
        }
        assert!(counts.iter().all(|count| *count < 10), "{counts:?}");
    }
}
