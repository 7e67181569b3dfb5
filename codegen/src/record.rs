//! What a run saw and left, noted in a file, so that the next one does only what is new.
//!
//! A record is never needed and never believed alone: every spec file is read and every output compared, by hashes. It
//! holds for one generator, recognised by the program that runs, so it is kept where nothing else sees it and is no
//! part of what is generated.

use std::cell::RefCell;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::hash::{BuildHasher, Hasher};
use std::io::{self, Read, Write as _};
use std::path::Path;
use std::sync::Arc;
use std::time::UNIX_EPOCH;

use foldhash::quality::FixedState;

use crate::outline::Outline;
use crate::system::open;

/// What one run saw and left.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Record {
    /// What it knew of each spec file, in the order of slugs.
    pub(crate) specs: Vec<Arc<Known>>,
    /// The hashes of the files that span all sources, each with its path.
    pub(crate) spanning: Vec<(String, u64)>,
    /// The hash of the page about all sources, where there is one.
    pub(crate) page: Option<u64>,
}

/// What a run knew of a spec file: enough for the next one, if it has not changed.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Known {
    /// The hash of its text.
    pub(crate) text: u64,
    /// The hash of its module.
    pub(crate) module: u64,
    /// Whether there was something to say about it.
    pub(crate) noted: bool,
    /// How many bytes of the page about all sources are its row and its section.
    pub(crate) entry: (usize, usize),
    pub(crate) outline: Outline,
}

impl Record {
    /// What the last run with these options kept; nothing if there is none, or it is not as it was kept.
    pub(crate) fn read(path: &Path, options: &str) -> Option<Self> {
        let text = fs::read_to_string(path).ok()?;
        let (sum, lines) = text.split_once('\n')?;
        let is_whole = u64::from_str_radix(sum, 16).ok()? == hash(lines.as_bytes()) ^ key(options)?;
        is_whole.then(|| Self::parse(lines))?
    }

    /// What it knew of a spec file.
    pub(crate) fn of(&self, slug: &str) -> Option<&Arc<Known>> {
        let at = self.specs.partition_point(|known| known.outline.slug.as_str() < slug);
        self.specs.get(at).filter(|known| known.outline.slug == slug)
    }

    /// Whether a file that spans all sources was left with a hash that `is` so.
    pub(crate) fn left(&self, path: &str, is: impl Fn(u64) -> bool) -> bool {
        self.spanning.iter().any(|(left, hash)| left == path && is(*hash))
    }

    /// Keeps it for the next run with these options; without it, that one only takes longer.
    pub(crate) fn keep(&self, path: &Path, options: &str) {
        let (lines, Some(key)) = (self.print(), key(options)) else { return };
        let text = format!("{:x}\n{lines}", hash(lines.as_bytes()) ^ key);
        let _ = overwrite(path, &text).or_else(|_| {
            path.parent().map_or(Ok(()), fs::create_dir_all)?;
            overwrite(path, &text)
        });
    }

    /// A line for each file and spec file.
    fn print(&self) -> String {
        let mut text = String::new();
        for (path, hash) in &self.spanning {
            let _ = writeln!(text, "file\t{hash:x}\t{path}");
        }
        if let Some(hash) = self.page {
            let _ = writeln!(text, "page\t{hash:x}\t");
        }
        for known in &self.specs {
            let Known { text: hash, module, noted, entry: (row, section), outline } = &**known;
            let _ = write!(text, "spec\t{hash:x}\t{module:x}\t{noted}\t{row}\t{section}\t");
            outline.write_to(&mut text);
            text.push('\n');
        }
        text
    }

    fn parse(lines: &str) -> Option<Self> {
        let mut record = Self::default();
        for line in lines.lines() {
            let (kind, rest) = line.split_once('\t')?;
            let (hash, rest) = rest.split_once('\t')?;
            let hash = u64::from_str_radix(hash, 16).ok()?;
            match kind {
                "file" => record.spanning.push((rest.to_owned(), hash)),
                "page" => record.page = Some(hash),
                _ => record.specs.push(Arc::new(Known::parse(hash, rest)?)),
            }
        }
        Some(record)
    }
}

impl Known {
    fn parse(text: u64, words: &str) -> Option<Self> {
        let mut words = words.splitn(5, '\t');
        Some(Self {
            text,
            module: u64::from_str_radix(words.next()?, 16).ok()?,
            noted: words.next()?.parse().ok()?,
            entry: (words.next()?.parse().ok()?, words.next()?.parse().ok()?),
            outline: Outline::from_line(words.next()?)?,
        })
    }
}

/// Writes a record over the one that is there: half of one is none, by its hash. Where a file takes the place of another,
/// a file system may have the disk write it first.
fn overwrite(path: &Path, text: &str) -> io::Result<()> {
    let mut file = File::options().write(true).create(true).truncate(false).open(path)?;
    file.write_all(text.as_bytes())?;
    file.set_len(text.len() as u64)
}

/// The generator, by the program that runs, and its options; nothing where a program does not know itself.
fn key(options: &str) -> Option<u64> {
    let program = fs::metadata(std::env::current_exe().ok()?).ok()?;
    let built = program.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    Some(hash(format!("{} {} {options}", program.len(), built.as_nanos()).as_bytes()))
}

/// How much of a text is hashed at once.
const PIECE: usize = 32 * 1024;

/// What tells a text from others, for as long as nobody seeks two that it does not tell apart.
pub(crate) fn hash(bytes: &[u8]) -> u64 {
    let mut hasher = FixedState::default().build_hasher();
    bytes.chunks(PIECE).for_each(|piece| hasher.write(piece));
    hasher.finish()
}

thread_local! {
    /// What pieces of files are read into: most of what a run reads is hashed and nothing else.
    static READ: RefCell<Vec<u8>> = RefCell::new(vec![0; PIECE]);
}

/// The same of what a file holds, which is never in memory as a whole.
pub(crate) fn hash_of_file(path: &Path) -> io::Result<u64> {
    let (mut hasher, mut file) = (FixedState::default().build_hasher(), open(path)?);
    READ.with_borrow_mut(|piece| {
        loop {
            let filled = fill(&mut file, piece)?;
            if let Some(read) = piece.get(..filled).filter(|read| !read.is_empty()) {
                hasher.write(read);
            }
            if filled < piece.len() {
                return Ok(hasher.finish());
            }
        }
    })
}

/// Reads until the piece is full or the file ends, and says how much that is.
pub(crate) fn fill(file: &mut File, piece: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while let Some(rest) = piece.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        match file.read(rest) {
            Ok(0) => break,
            Ok(more) => filled += more,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}
