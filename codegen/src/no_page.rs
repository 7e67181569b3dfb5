//! The page about all sources, where there can be none.

use std::convert::Infallible;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use crate::model::Source;
use crate::outline::Entry;
use crate::record::{Known, Record};

/// Where a page lies.
pub(crate) type At = Infallible;

/// A page that is kept up to date: without the feature `command`, nobody can ask for one.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) path: PathBuf,
    pub(crate) is_as_left: bool,
    at: At,
}

impl Page {
    pub(crate) fn at(at: &At, _: &Record) -> Self {
        match *at {}
    }

    pub(crate) fn text(
        &self,
        _: &Record,
        _: &[Arc<Known>],
        _: Vec<Option<Entry>>,
    ) -> io::Result<String> {
        match self.at {}
    }
}

/// What a page says of a source.
pub(crate) fn entry(_: &Source) -> Entry {
    Entry::default()
}
