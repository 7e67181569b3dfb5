//! The page about all sources, as a run finds it and leaves it: what it says of a source that is not read again is taken
//! from there.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use crate::emit;
pub(crate) use crate::emit::entry;
use crate::outline::Entry;
use crate::record::{Known, Record, hash, hash_of_file};

/// Where a page lies.
pub(crate) type At = PathBuf;

/// A page that is kept up to date.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) path: PathBuf,
    /// Whether it is as the last run left it.
    pub(crate) is_as_left: bool,
}

impl Page {
    /// The page at a place, and what the last run knew of it.
    pub(crate) fn at(path: &At, last: &Record) -> Self {
        let found = hash_of_file(path).ok();
        Self { path: path.to_owned(), is_as_left: found.is_some() && found == last.page }
    }

    /// What it should say: of each source what was made in this run, or else what it says already.
    ///
    /// # Errors
    /// If it is not any more as it was when the run began.
    pub(crate) fn text(
        &self,
        last: &Record,
        known: &[Arc<Known>],
        made: Vec<Option<Entry>>,
    ) -> io::Result<String> {
        let is_needed = made.iter().any(Option::is_none);
        let left = if is_needed { fs::read_to_string(&self.path)? } else { String::new() };
        let is_left = |left: &&String| last.page == Some(hash(left.as_bytes()));
        let parts = Some(&left).filter(is_left).and_then(|left| parts(left, last));
        let parts = parts.unwrap_or_default();
        let said = |known: &Arc<Known>| {
            let (row, section) = parts.get(known.outline.slug.as_str())?;
            Some(Entry { row: (*row).to_owned(), section: (*section).to_owned() })
        };
        let all = known.iter().zip(made).map(|(known, made)| made.or_else(|| said(known)));
        let all: Option<Vec<_>> = all.collect();
        all.map(|all| emit::reference(&all)).ok_or_else(|| {
            let message = "changed while it was read; run it again";
            io::Error::other(format!("{}: {message}", self.path.display()))
        })
    }
}

/// The row and the section of each source, by slug: first come all rows, then all sections, in the order of slugs.
fn parts<'t, 'l>(text: &'t str, last: &'l Record) -> Option<BTreeMap<&'l str, (&'t str, &'t str)>> {
    let sizes = last.specs.iter().map(|known| known.entry);
    let (rows, sections) = sizes.fold((0, 0), |all, one| (all.0 + one.0, all.1 + one.1));
    let (before, mut sections) = text.split_at_checked(text.len().checked_sub(sections)?)?;
    let (_, mut rows) = before.split_at_checked(before.len().checked_sub(rows)?)?;
    let mut parts = BTreeMap::new();
    for known in &last.specs {
        let (row, section) = known.entry;
        let ((row, other_rows), (section, other_sections)) =
            (rows.split_at_checked(row)?, sections.split_at_checked(section)?);
        (rows, sections) = (other_rows, other_sections);
        parts.insert(known.outline.slug.as_str(), (row, section));
    }
    Some(parts)
}
