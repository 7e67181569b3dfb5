//! What a run saw and left, noted in a file, so that the next one does only what is new.
//!
//! A record is never needed and never believed alone: every spec file is read and every output compared, by hashes. It
//! holds for one generator, recognised by the program that runs, so it is kept where nothing else sees it and is no
//! part of what is generated.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::hash::{BuildHasher, Hasher};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use wellhead_spec::SpecText;
use wellhead_spec::files::is_spec_file;

use crate::outline::Outline;
use crate::write;

/// Where runs are recorded, and the folder that they bring up to date.
#[derive(Clone, Debug)]
pub(crate) struct Book {
    pub(crate) record: PathBuf,
    pub(crate) folder: PathBuf,
}

/// What one run saw and left; hashes by name.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Record {
    /// The generator and its options.
    key: u64,
    specs: BTreeMap<String, u64>,
    files: BTreeMap<String, u64>,
    /// The page about all sources, where there is one.
    page: Option<u64>,
    /// Whether there was something to say about the spec files.
    noted: bool,
}

impl Record {
    /// What a run with these options leaves once its files are in their places; nothing where a program does not know
    /// itself.
    pub(crate) fn of(
        options: &str,
        known: &[Known],
        files: &BTreeMap<String, String>,
        page: Option<&str>,
        noted: bool,
    ) -> Option<Self> {
        Some(Self {
            key: key(options)?,
            specs: known.iter().map(|one| (name(&one.outline.slug), one.hash)).collect(),
            files: files.iter().map(|(path, text)| (path.clone(), hash(text.as_bytes()))).collect(),
            page: page.map(|page| hash(page.as_bytes())),
            noted,
        })
    }

    /// What the same options would find now, without generating.
    fn now(options: &str, specs: &Path, folder: &Path, page: Option<&Path>) -> Option<Self> {
        let mut now = Self { key: key(options)?, ..Self::default() };
        for entry in fs::read_dir(specs).ok()? {
            let entry = entry.ok()?;
            let path = entry.path();
            if is_spec_file(&path) {
                let is_file = entry.file_type().ok()?.is_file();
                let name = entry.file_name().into_string().ok().filter(|_| is_file)?;
                now.specs.insert(name, hash(&fs::read(&path).ok()?));
            }
        }
        for path in write::generated(folder).ok()? {
            let hash = hash(&fs::read(folder.join(&path)).ok()?);
            now.files.insert(path, hash);
        }
        if let Some(page) = page {
            now.page = Some(hash(&fs::read(page).ok()?));
        }
        Some(now)
    }

    /// The record of the last run with these options.
    pub(crate) fn read(path: &Path, options: &str) -> Option<Self> {
        let record = Self::parse(&fs::read_to_string(path).ok()?)?;
        (Some(record.key) == key(options)).then_some(record)
    }

    fn print(&self) -> String {
        let mut text = format!("key {:x} {}\n", self.key, self.noted);
        let kinds = [("spec", &self.specs), ("file", &self.files)];
        for (kind, hashes) in kinds {
            for (name, hash) in hashes {
                let _ = writeln!(text, "{kind} {hash:x} {name}");
            }
        }
        if let Some(page) = self.page {
            let _ = writeln!(text, "page {page:x} .");
        }
        text
    }

    fn parse(text: &str) -> Option<Self> {
        let mut record = Self::default();
        for line in text.lines() {
            let mut words = line.splitn(3, ' ');
            let (kind, hash, name) = (words.next()?, words.next()?, words.next()?);
            let hash = u64::from_str_radix(hash, 16).ok()?;
            match kind {
                "key" => (record.key, record.noted) = (hash, name.parse().ok()?),
                "spec" => drop(record.specs.insert(name.to_owned(), hash)),
                "file" => drop(record.files.insert(name.to_owned(), hash)),
                "page" => record.page = Some(hash),
                _ => return None,
            }
        }
        Some(record)
    }
}

impl Book {
    /// Keeps the record and the outlines; without them, the next run only takes longer.
    pub(crate) fn keep(&self, record: &Record, known: &[Known]) {
        keep(&self.record, &record.print());
        keep(&self.outlines(), &print_outlines(record.key, known));
    }

    fn outlines(&self) -> PathBuf {
        self.record.with_extension("outlines")
    }

    /// What the last run knew of the spec files, by their slugs.
    fn known(&self, record: &Record) -> Option<BTreeMap<String, Known>> {
        parse_outlines(record.key, &fs::read_to_string(self.outlines()).ok()?)
    }

    /// A generated file as the last run left it.
    fn file(&self, record: &Record, path: &str) -> Option<String> {
        let text = fs::read_to_string(self.folder.join(path)).ok()?;
        (record.files.get(path) == Some(&hash(text.as_bytes()))).then_some(text)
    }

    /// How many files there are, if nothing is to be done or said: no spec file, output or option has changed since the
    /// last run, and nothing was noted then.
    pub(crate) fn unchanged(
        &self,
        options: &str,
        specs: &Path,
        page: Option<&Path>,
    ) -> Option<usize> {
        let record = Record::read(&self.record, options)?;
        let now = Record::now(options, specs, &self.folder, page)?;
        (record == now && write::is_settled(&self.folder)).then_some(record.files.len())
    }
}

/// What the last run with the same options left.
#[derive(Debug)]
pub(crate) struct Last<'b> {
    book: &'b Book,
    record: Record,
}

impl<'b> Last<'b> {
    pub(crate) fn read(book: &'b Book, options: &str) -> Option<Self> {
        Some(Self { record: Record::read(&book.record, options)?, book })
    }

    /// What it knew of every spec file, by slug; nothing where it had something to note, for that would have to be noted again.
    pub(crate) fn known(&self) -> Option<BTreeMap<String, Known>> {
        if self.record.noted {
            return None;
        }
        let known = self.book.known(&self.record)?;
        let is_of_record =
            |known: &Known| self.record.specs.get(&name(&known.outline.slug)) == Some(&known.hash);
        (known.len() == self.record.specs.len() && known.values().all(is_of_record))
            .then_some(known)
    }

    /// A generated file as it left it.
    pub(crate) fn file(&self, path: &str) -> Option<String> {
        self.book.file(&self.record, path)
    }

    /// The module of a spec file, if neither has changed since.
    pub(crate) fn module(&self, text: &SpecText, path: &str) -> Option<String> {
        let is_known = self.record.specs.get(&name(&text.slug)) == Some(&text_hash(text));
        is_known.then(|| self.file(path))?
    }
}

/// What a run knew of a spec file: enough for the next one, if it has not changed.
#[derive(Clone, Debug)]
pub(crate) struct Known {
    /// That of the spec file's text.
    pub(crate) hash: u64,
    pub(crate) outline: Outline,
}

/// A line for each outline, below one with the hash of them all: a file that was cut off or changed is not read. The key of
/// the record that it belongs to is part of it.
fn print_outlines(key: u64, known: &[Known]) -> String {
    let lines = known.iter().map(|one| format!("{:x} {}\n", one.hash, one.outline.to_line()));
    let lines: String = lines.collect();
    format!("{:x}\n{lines}", hash(lines.as_bytes()) ^ key)
}

fn parse_outlines(key: u64, text: &str) -> Option<BTreeMap<String, Known>> {
    let (sum, lines) = text.split_once('\n')?;
    if u64::from_str_radix(sum, 16).ok()? != hash(lines.as_bytes()) ^ key {
        return None;
    }
    let known = lines.lines().map(|line| {
        let (hash, outline) = line.split_once(' ')?;
        let hash = u64::from_str_radix(hash, 16).ok()?;
        let outline = Outline::from_line(outline)?;
        Some((outline.slug.clone(), Known { hash, outline }))
    });
    known.collect()
}

/// Writes a file in one step; one that can't be written is left out.
fn keep(path: &Path, text: &str) {
    let beside = path.with_extension("new");
    let made = path.parent().map_or(Ok(()), fs::create_dir_all);
    let written = made.and_then(|()| fs::write(&beside, text));
    let _ = written.and_then(|()| fs::rename(&beside, path));
}

fn name(slug: &str) -> String {
    format!("{slug}.json")
}

pub(crate) fn text_hash(text: &SpecText) -> u64 {
    hash(text.text.as_bytes())
}

/// The generator, by the program that runs, and its options.
fn key(options: &str) -> Option<u64> {
    let program = fs::metadata(std::env::current_exe().ok()?).ok()?;
    let built = program.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    Some(hash(format!("{} {} {options}", program.len(), built.as_nanos()).as_bytes()))
}

fn hash(bytes: &[u8]) -> u64 {
    let mut hasher = foldhash::quality::FixedState::default().build_hasher();
    hasher.write(bytes);
    hasher.finish()
}
