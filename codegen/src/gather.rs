//! Every spec file by itself, on all cores, and what all of them say together.
//!
//! A spec file that has not changed since the last run, and whose module lies where that run left it, is not read as a spec. What
//! is made of the others goes to its place at once, and the thread that made it keeps an outline of the source and nothing else,
//! unless there is something to say about the file.

use std::collections::HashSet;
use std::io;
use std::sync::Arc;

use wellhead_spec::diagnostic::Diagnostics;
use wellhead_spec::files::{self, Found};
use wellhead_spec::{Alone, Diagnostic, SpecSet, SpecText};

use crate::cores::on_all_cores;
use crate::emit;
use crate::failure::Failure;
use crate::front::Builder;
use crate::lower;
use crate::model::Source;
use crate::outline::{Entry, Outline, can_stand_together};
use crate::record::{Known, Record, hash, hash_of_file};
use crate::write::Update;

/// How many spec files that a run knows already are worth a thread: most of them are only compared, in some microseconds.
const WORTH_A_THREAD: usize = 200;

/// Where modules go, from any thread.
pub(crate) trait Place: Sync {
    /// Whether a file of that hash lies there and stays.
    fn keeps(&self, path: &str, hash: u64) -> bool;

    /// What a file should hold.
    fn put(&self, path: String, text: String);
}

impl Place for Update {
    fn keeps(&self, path: &str, hash: u64) -> bool {
        Self::keeps(self, path, hash)
    }

    fn put(&self, path: String, text: String) {
        Self::put(self, &path, &text);
    }
}

/// What a run knows when it begins, and what it is for.
pub(crate) struct Gathering<'g> {
    pub(crate) builder: &'g Builder,
    /// What the last run knew.
    pub(crate) last: &'g Record,
    /// What makes what the page about all sources says of each, if there is a page.
    pub(crate) entry: Option<fn(&Source) -> Entry>,
    /// Every spec file is to be read, whatever the last run knew of it.
    pub(crate) reads_all: bool,
    pub(crate) place: &'g dyn Place,
}

/// All sources, in the order of their slugs.
pub(crate) struct Gathered {
    /// The specs that there is something to say about, with what there is.
    pub(crate) set: SpecSet,
    /// How many were read and checked.
    pub(crate) read: usize,
    /// Whether there is anything that the last run did not know.
    pub(crate) is_new: bool,
    /// What is known of each now.
    pub(crate) known: Vec<Arc<Known>>,
    /// What the page says of each, where it was made.
    pub(crate) entries: Vec<Option<Entry>>,
}

/// What became of a spec file by itself.
#[derive(Default)]
struct Seen {
    /// What is known of it, if it could be read.
    known: Option<Arc<Known>>,
    entry: Option<Entry>,
    is_read: bool,
    /// The spec or its text, if there is something to say about it, or was but for what it allows itself.
    alone: Option<Box<Alone>>,
    /// What was noted beyond that.
    noted: Diagnostics,
}

impl Seen {
    /// What can't be read.
    fn noted(unreadable: Box<Diagnostic>) -> Self {
        let mut noted = Diagnostics::default();
        noted.push(*unreadable);
        Seen { noted, ..Seen::default() }
    }
}

impl Gathering<'_> {
    /// Sees every spec file.
    ///
    /// # Errors
    /// [`Failure::Specs`] if there is any error among them.
    pub(crate) fn run(&self) -> Result<Gathered, Failure> {
        let Builder { specs, shown, .. } = self.builder;
        let mut unreadable = Diagnostics::default();
        let found = files::list(specs, shown, &mut unreadable);
        let makes_all = self.last.specs.is_empty() || self.reads_all;
        let worth = if makes_all { 1 } else { WORTH_A_THREAD };
        let seen = on_all_cores(found, worth, |found| self.see(&found));
        self.together(seen, unreadable)
    }

    /// All that can be made of a spec file by itself, on any thread.
    fn see(&self, found: &Found<'_>) -> Seen {
        let last = self.last.of(found.slug());
        if let Some(known) = last.filter(|known| self.stays(found, known)) {
            return Seen { known: Some(Arc::clone(known)), ..Seen::default() };
        }
        let bytes = match found.bytes() {
            Ok(bytes) => bytes,
            Err(unreadable) => return Seen::noted(unreadable),
        };
        let text_hash = hash(&bytes);
        let last = last.filter(|known| known.text == text_hash);
        let kept = last.filter(|known| self.keeps(known)).map(|known| known.module);
        match found.text(&bytes) {
            Ok(text) => self.read(text, text_hash, kept),
            Err(unreadable) => Seen::noted(unreadable),
        }
    }

    /// Whether a spec file is as the last run knew it and need not be read as one: most are only hashed.
    fn stays(&self, found: &Found<'_>, known: &Known) -> bool {
        let is_said = known.noted || self.reads_all;
        let is_same = |path| hash_of_file(path).is_ok_and(|text| text == known.text);
        !is_said && found.path().is_some_and(is_same) && self.keeps(known)
    }

    /// Whether the module lies where the last run left it.
    fn keeps(&self, known: &Known) -> bool {
        self.place.keeps(&emit::module_path(&known.outline.module), known.module)
    }

    /// Reads and checks a spec file, and makes its module unless it is kept, with that hash.
    fn read(&self, text: SpecText, text_hash: u64, kept: Option<u64>) -> Seen {
        let alone = Alone::read(text);
        let Some(spec) = &alone.spec else {
            return Seen { alone: Some(Box::new(alone)), is_read: true, ..Seen::default() };
        };
        let (mut source, noted) = lower::one(spec);
        self.builder.gate(&mut source);
        // What is wrong is told, and nothing comes of it.
        let is_sound = !alone.found.has_errors() && !noted.has_errors();
        let module = kept.or_else(|| is_sound.then(|| self.make(&source))).unwrap_or_default();
        let entry = self.entry.map(|entry| entry(&source));
        let known = Known {
            text: text_hash,
            module,
            noted: false,
            entry: entry.as_ref().map(Entry::size).unwrap_or_default(),
            outline: Outline::of(&source),
        };
        let is_of_note =
            !(alone.found.is_empty() && noted.is_empty() && spec.spec.allowed.is_empty());
        let alone = is_of_note.then(|| Box::new(alone));
        Seen { known: Some(Arc::new(known)), entry, is_read: true, alone, noted }
    }

    /// Makes a module and says its hash.
    fn make(&self, source: &Source) -> u64 {
        let module = emit::module(source);
        let made = hash(module.as_bytes());
        self.place.put(emit::module_path(&source.module), module);
        made
    }

    /// What all spec files say together.
    fn together(&self, seen: Vec<Seen>, unreadable: Diagnostics) -> Result<Gathered, Failure> {
        let read = seen.iter().filter(|one| one.is_read).count();
        let (mut known, mut entries) =
            (Vec::with_capacity(seen.len()), Vec::with_capacity(seen.len()));
        let (mut alone, mut noted) = (Vec::new(), Diagnostics::default());
        for one in seen {
            entries.extend(one.known.is_some().then_some(one.entry));
            known.extend(one.known);
            alone.extend(one.alone.map(|alone| *alone));
            noted.extend(one.noted);
        }
        let is_new = read > 0 || known.len() != self.last.specs.len();
        if is_new && !can_stand_together(known.iter().map(|one| &one.outline)) {
            return Err(self.builder.clash());
        }
        let mut set = SpecSet::together(alone, unreadable);
        set.diagnostics.extend(noted);
        set.diagnostics.sort();
        if set.diagnostics.has_errors() {
            return Err(Failure::Specs(Box::new(set)));
        }
        mark_noted(&mut known, &set);
        Ok(Gathered { set, read, is_new, known, entries })
    }
}

impl Builder {
    /// What is wrong where sources can't stand side by side: all spec files are needed to say so.
    fn clash(&self) -> Failure {
        let mut set = SpecSet::load(&self.specs, &self.shown);
        lower::check(&mut set);
        match set.diagnostics.has_errors() {
            true => Failure::Specs(Box::new(set)),
            false => Failure::Io(io::Error::other(format!(
                "{}: spec files changed while they were read; run it again",
                self.shown
            ))),
        }
    }
}

/// Marks what there was something to say about: it will have to be said again.
fn mark_noted(known: &mut [Arc<Known>], set: &SpecSet) {
    let files: HashSet<&str> = set.diagnostics.iter().map(|one| one.file.as_str()).collect();
    let slugs = set.specs.iter().filter(|spec| files.contains(spec.source.file.as_str()));
    let slugs: HashSet<&str> = slugs.map(|spec| spec.source.slug.as_str()).collect();
    for one in known.iter_mut().filter(|one| slugs.contains(one.outline.slug.as_str())) {
        Arc::make_mut(one).noted = true;
    }
}
