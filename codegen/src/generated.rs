//! Every generated file in memory, for those who do something else with them than keep a folder.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use wellhead_spec::SpecSet;

use crate::emit;
use crate::failure::Failure;
use crate::front::Builder;
use crate::gather::{Gathered, Gathering, Place};
use crate::outline::{Entry, Outline};
use crate::record::Record;
use crate::write::{self, Changes};

/// The generated files, and the warnings that came with them.
#[derive(Debug)]
pub struct Generated {
    /// Each file's text by its path below the output folder, with `/`.
    pub files: BTreeMap<String, String>,
    /// Every source on one page of Markdown.
    pub reference: String,
    /// What there is to say about the spec files, with those that it is about; there is no error among it.
    pub set: SpecSet,
}

/// The modules by their paths; nothing was there before.
#[derive(Default)]
struct Modules(Mutex<BTreeMap<String, String>>);

impl Place for Modules {
    fn keeps(&self, _: &str, _: u64) -> bool {
        false
    }

    fn put(&self, path: String, text: String) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(path, text);
    }
}

impl Builder {
    /// Generates every file, in memory. [`prepare`](Self::prepare) is for folders.
    ///
    /// # Errors
    /// [`Failure::Specs`] if there is any error in the spec files.
    pub fn generate(&self) -> Result<Generated, Failure> {
        let modules = Modules::default();
        let gathering = Gathering {
            builder: self,
            last: &Record::default(),
            entry: Some(emit::entry),
            reads_all: true,
            place: &modules,
        };
        let Gathered { set, known, entries, .. } = gathering.run()?;
        let outlines: Vec<&Outline> = known.iter().map(|one| &one.outline).collect();
        let spanning = emit::spanning(&outlines);
        let mut files = modules.0.into_inner().unwrap_or_else(PoisonError::into_inner);
        files.extend(spanning);
        let entries: Vec<Entry> = entries.into_iter().flatten().collect();
        Ok(Generated { files, reference: emit::reference(&entries), set })
    }
}

impl Generated {
    /// How many sources there are.
    pub fn sources(&self) -> usize {
        self.files.len() - emit::SPANNING.len()
    }

    /// What would have to change in `folder`.
    ///
    /// # Errors
    /// If the folder can't be read.
    pub fn compare(&self, folder: &Path) -> io::Result<Changes> {
        write::compare(folder, &self.files)
    }

    /// What would have to change for the file `path` to hold the reference.
    ///
    /// # Errors
    /// If it can't be read, or is a file that was not generated.
    pub fn compare_reference(&self, path: &Path) -> io::Result<Changes> {
        write::compare_file(path, &self.reference)
    }

    /// Brings `folder` up to date and says what changed.
    ///
    /// # Errors
    /// If the folder can't be read or written.
    pub fn write_to(&self, folder: &Path) -> io::Result<Changes> {
        write::sync(folder, &self.files)
    }
}
