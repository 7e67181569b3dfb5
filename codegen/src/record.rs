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

use wellhead_spec::files::is_spec_file;
use wellhead_spec::{Spec, SpecSet};

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
        set: &SpecSet,
        files: &BTreeMap<String, String>,
        page: Option<&str>,
    ) -> Option<Self> {
        Some(Self {
            key: key(options)?,
            specs: set.specs.iter().map(|spec| (name(spec), text_hash(spec))).collect(),
            files: files.iter().map(|(path, text)| (path.clone(), hash(text.as_bytes()))).collect(),
            page: page.map(|page| hash(page.as_bytes())),
            noted: !set.diagnostics.is_empty(),
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

    /// Keeps the record; without one, the next run only takes longer.
    pub(crate) fn keep(&self, path: &Path) {
        let beside = path.with_extension("new");
        let made = path.parent().map_or(Ok(()), fs::create_dir_all);
        let written = made.and_then(|()| fs::write(&beside, self.print()));
        let _ = written.and_then(|()| fs::rename(&beside, path));
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

    /// The module of a spec as it was generated before, if neither it nor its spec file has changed since.
    pub(crate) fn module(&self, record: &Record, spec: &Spec, path: &str) -> Option<String> {
        if record.specs.get(&name(spec)) != Some(&text_hash(spec)) {
            return None;
        }
        let text = fs::read_to_string(self.folder.join(path)).ok()?;
        (record.files.get(path) == Some(&hash(text.as_bytes()))).then_some(text)
    }
}

fn name(spec: &Spec) -> String {
    format!("{}.json", spec.source.slug)
}

fn text_hash(spec: &Spec) -> u64 {
    hash(spec.source.text.as_bytes())
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
