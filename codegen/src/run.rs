//! A run that brings a folder up to date: what is new is made, what is as the last run left it stays, and all of it
//! changes at the end.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use wellhead_spec::SpecSet;

use crate::emit;
use crate::failure::Failure;
use crate::front::Builder;
use crate::gather::{Gathered, Gathering};
use crate::model::Source;
use crate::outline::{Entry, Outline};
use crate::page::{Page, entry};
use crate::record::{Known, Record, hash};
use crate::write::{self, Changes, Update};

/// What a folder, and the page about all sources, are to become; nothing has changed yet, and if this is dropped nothing
/// will.
#[derive(Debug)]
pub struct Ready {
    /// What there is to say about the spec files, with those that it is about; there is no error among it.
    pub set: SpecSet,
    /// How many spec files were read and checked, since they, or what was made of them, have changed since the last run.
    pub read: usize,
    /// How many files the folder is to hold.
    pub files: usize,
    builder: Builder,
    update: Update,
    /// The page and what it is to say, if that is not known to be what it says.
    page: Option<(PathBuf, String)>,
    /// What the next run is to know, if it is not what the last one left.
    record: Option<Record>,
}

/// What changed, or would have to.
#[derive(Clone, Debug, Default)]
pub struct Done {
    /// In the folder.
    pub folder: Changes,
    /// In the page about all sources.
    pub page: Changes,
}

impl Done {
    /// Whether all was up to date.
    pub fn is_empty(&self) -> bool {
        self.folder.is_empty() && self.page.is_empty()
    }
}

impl Builder {
    /// Makes ready what `folder` is to hold, and the page if one is kept. [`Ready::finish`] puts it in its place.
    ///
    /// # Errors
    /// [`Failure::Specs`] if there is any error in the spec files, [`Failure::Empty`] if there are none.
    pub fn prepare(&self, folder: &Path) -> Result<Ready, Failure> {
        self.run(Update::of(folder))
    }

    /// The same for those who want to know what would change; it changes nothing.
    ///
    /// # Errors
    /// [`Failure::Specs`] if there is any error in the spec files, [`Failure::Empty`] if there are none.
    pub fn compare(&self, folder: &Path) -> Result<Ready, Failure> {
        self.run(Update::comparing(folder))
    }

    fn run(&self, update: Update) -> Result<Ready, Failure> {
        let last = self.record.as_ref().and_then(|path| Record::read(path, &self.options()));
        let last = last.unwrap_or_default();
        let page = self.page.as_ref().map(|path| Page::at(path, &last));
        let gathering = Gathering {
            builder: self,
            last: &last,
            entry: page.as_ref().map(|_| entry as fn(&Source) -> Entry),
            reads_all: page.as_ref().is_some_and(|page| !page.is_as_left),
            place: &update,
        };
        let Gathered { set, read, is_new, known, entries } = gathering.run()?;
        if known.is_empty() {
            return Err(Failure::Empty(self.specs.clone()));
        }
        let spanning = spanning(&update, &last, &known);
        let files = known.len() + emit::SPANNING.len();
        let changes = |page: &&Page| is_new || !page.is_as_left;
        let text = page.as_ref().filter(changes).map(|page| page.text(&last, &known, entries));
        let text = text.transpose().map_err(Failure::Io)?;
        let is_recorded = !is_new && text.is_none() && spanning.is_none();
        let record = (!is_recorded).then(|| Record {
            page: match &text {
                Some(text) => Some(hash(text.as_bytes())),
                None => last.page.filter(|_| page.is_some()),
            },
            specs: known,
            spanning: spanning.unwrap_or_else(|| last.spanning.clone()),
        });
        let page = page.and_then(|page| text.map(|text| (page.path, text)));
        Ok(Ready { set, read, files, update, page, record, builder: self.clone() })
    }
}

/// The hashes of the files that span all sources, if they are made: unless they lie there, and nothing that they say is new.
fn spanning(update: &Update, last: &Record, known: &[Arc<Known>]) -> Option<Vec<(String, u64)>> {
    let says = |(before, now): (&Arc<Known>, &Arc<Known>)| {
        Arc::ptr_eq(before, now) || before.outline == now.outline
    };
    let is_said = last.specs.len() == known.len() && last.specs.iter().zip(known).all(says);
    let keeps = |path: &&str| last.left(path, |hash| update.keeps(path, hash));
    if is_said && emit::SPANNING.iter().all(keeps) {
        return None;
    }
    let outlines: Vec<&Outline> = known.iter().map(|one| &one.outline).collect();
    let made = emit::spanning(&outlines).into_iter().map(|(path, text)| {
        let made = hash(text.as_bytes());
        update.put(&path, &text);
        (path, made)
    });
    Some(made.collect())
}

impl Ready {
    /// Puts everything in its place, and says what changed; or what would have to, if that was the question.
    ///
    /// # Errors
    /// If the folder or the page can't be read or written, was not generated, or holds files where generated ones should be.
    pub fn finish(self) -> io::Result<Done> {
        let writes = self.update.writes();
        let file = if writes { write::sync_file } else { write::compare_file };
        let folder = self.update.finish()?;
        let page =
            self.page.map_or_else(|| Ok(Changes::default()), |(path, text)| file(&path, &text))?;
        let done = Done { folder, page };
        if let (Some(path), Some(record)) = (&self.builder.record, &self.record)
            && (writes || done.is_empty())
        {
            record.keep(path, &self.builder.options());
        }
        Ok(done)
    }
}
