//! Spec files of a git revision, read through the `git` command: nothing is checked out, no argument goes through a shell, and
//! no hook or filter of the repository runs.

use std::fmt;
use std::io::{self, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use wellhead_spec::SpecText;
use wellhead_spec::diagnostic::{Diagnostics, visible};
use wellhead_spec::files::{IRREGULAR, MAX_BYTES, decoded, is_spec_file, too_large, unreadable};

/// Why nothing could be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GitError {
    /// What was asked for is wrong: no such revision, folder or file.
    Given(String),
    /// `git` could not be run, or said what nobody expects.
    Git(String),
}

impl fmt::Display for GitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Given(message) | Self::Git(message) => f.write_str(message),
        }
    }
}

impl std::error::Error for GitError {}

/// What an argument says of revisions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Range {
    /// `A..B`: from the one to the other.
    Between(String, String),
    /// `A...B`: from where both come from to the other.
    Since(String, String),
    /// `A`: from it to the files that are there now.
    Alone(String),
}

impl Range {
    /// Reads an argument; a side that is left out is `HEAD`.
    pub fn of(text: &str) -> Self {
        let named = |name: &str| if name.is_empty() { "HEAD".to_owned() } else { name.to_owned() };
        match (text.split_once("..."), text.split_once("..")) {
            (Some((old, new)), _) => Self::Since(named(old), named(new)),
            (None, Some((old, new))) => Self::Between(named(old), named(new)),
            (None, None) => Self::Alone(named(text)),
        }
    }
}

/// The commits that a comparison is between; none on the new side for the files that are there now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revisions {
    /// The old commit: its name for people, and its id.
    pub old: (String, String),
    /// The new one.
    pub new: Option<(String, String)>,
}

impl Revisions {
    /// Looks a range up in the repository of the working folder.
    ///
    /// # Errors
    /// If a revision is not known, or there is no repository.
    pub fn of(range: &Range) -> Result<Self, GitError> {
        match range {
            Range::Alone(old) => Ok(Self { old: commit(old)?, new: None }),
            Range::Between(old, new) => Ok(Self { old: commit(old)?, new: Some(commit(new)?) }),
            Range::Since(old, new) => {
                let (old, new) = (commit(old)?, commit(new)?);
                let base = git(&["merge-base", &old.1, &new.1])?;
                let base = base.filter(|base| is_id(base.trim())).ok_or_else(|| {
                    let names = (visible(&old.0), visible(&new.0));
                    GitError::Given(format!(
                        "`{}` and `{}` come from nothing in common",
                        names.0, names.1
                    ))
                })?;
                let id = base.trim().to_owned();
                Ok(Self { old: (id.chars().take(12).collect(), id), new: Some(new) })
            }
        }
    }
}

/// A revision's name and its commit.
fn commit(name: &str) -> Result<(String, String), GitError> {
    let unknown =
        || GitError::Given(format!("`{}` is no revision of this repository", visible(name)));
    if name.starts_with('-') || name.contains('\0') {
        return Err(unknown());
    }
    let wanted = format!("{name}^{{commit}}");
    let id = git(&["rev-parse", "--verify", "--quiet", "--end-of-options", &wanted])?;
    let id = id.map(|id| id.trim().to_owned()).filter(|id| is_id(id)).ok_or_else(unknown)?;
    Ok((name.to_owned(), id))
}

fn is_id(text: &str) -> bool {
    text.len() >= 40 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// The spec files of a commit: those of a folder in it, or a single one. They are shown as `revision:path`.
///
/// What can't be read as text is noted; the others are read all the same.
///
/// # Errors
/// If the commit does not have that path, or `git` fails.
pub fn revision_texts(
    (name, commit): &(String, String),
    path: &Path,
    diagnostics: &mut Diagnostics,
) -> Result<Vec<SpecText>, GitError> {
    let path = path.to_str().map(|path| path.trim_end_matches('/')).unwrap_or_default();
    let path = path.strip_prefix("./").unwrap_or(path);
    if path.is_empty() || path.contains('\0') {
        return Err(GitError::Given(
            "the folder of spec files needs a name that git can have".into(),
        ));
    }
    let missing = || GitError::Given(format!("`{}` has no `{}`", visible(name), visible(path)));
    let listed = listed(commit, path)?;
    if listed.is_empty() {
        return Err(missing());
    }
    let mut wanted = Vec::new();
    for entry in listed.into_iter().filter(|entry| is_spec_file(Path::new(&entry.path))) {
        let shown = format!("{}:{}", visible(name), visible(&entry.path));
        match entry.problem() {
            Some(problem) => diagnostics.push(unreadable(&shown, problem)),
            None => wanted.push((shown, entry)),
        }
    }
    let ids: Vec<&str> = wanted.iter().map(|(_, entry)| entry.id.as_str()).collect();
    let contents = contents(&ids)?;
    let mut texts: Vec<SpecText> = wanted
        .into_iter()
        .zip(contents)
        .filter_map(|((shown, entry), bytes)| {
            let text = decoded(entry.name(), shown, &bytes);
            text.map_err(|unreadable| diagnostics.push(*unreadable)).ok()
        })
        .collect();
    texts.sort_by(|left, right| left.slug.cmp(&right.slug));
    Ok(texts)
}

/// A file in a commit.
struct Entry {
    mode: String,
    id: String,
    size: Option<u64>,
    path: String,
}

impl Entry {
    /// The file's own name.
    fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }

    /// Why it is not read.
    fn problem(&self) -> Option<String> {
        if !self.mode.starts_with("100") {
            return Some(IRREGULAR.into());
        }
        let is_large = self.size.is_none_or(|size| size > MAX_BYTES);
        is_large.then(too_large)
    }
}

/// The files of a folder of a commit, those in folders below it left out; or the one file of that path.
fn listed(commit: &str, path: &str) -> Result<Vec<Entry>, GitError> {
    let file = entries(commit, path)?;
    let is_folder = matches!(file.as_slice(), [one] if one.mode == "040000");
    if is_folder { entries(commit, &format!("{path}/")) } else { Ok(file) }
}

fn entries(commit: &str, path: &str) -> Result<Vec<Entry>, GitError> {
    let listed = git(&["ls-tree", "-z", "-l", commit, "--", path])?;
    let listed =
        listed.ok_or_else(|| GitError::Git(format!("git can't list `{}`", visible(path))))?;
    Ok(listed.split('\0').filter_map(entry).collect())
}

/// `<mode> SP <type> SP <id> SP+ <size> TAB <path>`
fn entry(line: &str) -> Option<Entry> {
    let (facts, path) = line.split_once('\t')?;
    let mut facts = facts.split_ascii_whitespace();
    let (mode, _, id, size) = (facts.next()?, facts.next()?, facts.next()?, facts.next()?);
    Some(Entry { mode: mode.into(), id: id.into(), size: size.parse().ok(), path: path.into() })
}

/// What these blobs hold, in order.
fn contents(ids: &[&str]) -> Result<Vec<Vec<u8>>, GitError> {
    let mut child = command(&["cat-file", "--batch"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| not_run(&error))?;
    let (Some(mut input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
        return Err(GitError::Git("git gives no access to its output".into()));
    };
    // It answers while it is still asked, so both have to go on at the same time.
    let asked: String = ids.iter().map(|id| format!("{id}\n")).collect();
    let asking = std::thread::spawn(move || input.write_all(asked.as_bytes()));
    let found = batch(io::BufReader::new(output), ids.len());
    let asked = asking.join().map_err(|_| GitError::Git("git could not be asked".into()))?;
    let _ = child.wait();
    match (found, asked) {
        (Ok(found), Ok(())) => Ok(found),
        (Err(error), _) | (_, Err(error)) => {
            Err(GitError::Git(format!("git can't read a file of the revision: {}", error.kind())))
        }
    }
}

/// Reads `<id> SP blob SP <size> LF <content> LF`, so many times.
fn batch(mut output: impl io::BufRead, count: usize) -> io::Result<Vec<Vec<u8>>> {
    let bad = || io::Error::from(io::ErrorKind::InvalidData);
    (0..count)
        .map(|_| {
            let mut head = String::new();
            output.read_line(&mut head)?;
            let mut words = head.split_ascii_whitespace();
            let (_, kind, size) = (words.next(), words.next(), words.next());
            let size: u64 = size.and_then(|size| size.parse().ok()).ok_or_else(bad)?;
            if kind != Some("blob") || size > MAX_BYTES {
                return Err(bad());
            }
            let mut content = Vec::new();
            output.by_ref().take(size).read_to_end(&mut content)?;
            if content.len() as u64 != size {
                return Err(bad());
            }
            output.by_ref().take(1).read_to_end(&mut Vec::new())?;
            Ok(content)
        })
        .collect()
}

/// What `git` answers; nothing if it ends with another code than 0.
fn git(args: &[&str]) -> Result<Option<String>, GitError> {
    let output = command(args).stdin(Stdio::null()).output().map_err(|error| not_run(&error))?;
    let said = String::from_utf8_lossy(&output.stderr);
    if said.contains("not a git repository") {
        return Err(GitError::Given(
            "there is no git repository here to look for a revision in".into(),
        ));
    }
    if said.contains("dubious ownership") {
        return Err(GitError::Given(
            "git does not trust this repository, since another user owns it".into(),
        ));
    }
    match (output.status.success(), String::from_utf8(output.stdout)) {
        (true, Ok(text)) => Ok(Some(text)),
        (true, Err(_)) => Err(GitError::Git("a path in the repository is not UTF-8".into())),
        (false, _) => Ok(None),
    }
}

fn command(args: &[&str]) -> Command {
    let mut command = Command::new("git");
    // What is wanted is what a commit holds: nothing is fetched for it, nothing is taken as a pattern.
    command
        .args(["--no-pager", "--literal-pathspecs", "--no-optional-locks"])
        .args(args)
        .env("GIT_NO_LAZY_FETCH", "1")
        .env("LC_ALL", "C");
    command
}

fn not_run(error: &io::Error) -> GitError {
    match error.kind() {
        io::ErrorKind::NotFound => GitError::Git("`git` is not installed, or not in PATH".into()),
        kind => GitError::Git(format!("git: {kind}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_two_revisions_or_one() {
        let between = |one: &str, other: &str| Range::Between(one.into(), other.into());
        assert_eq!(Range::of("main..HEAD"), between("main", "HEAD"));
        assert_eq!(Range::of("main.."), between("main", "HEAD"));
        assert_eq!(Range::of("..topic"), between("HEAD", "topic"));
        assert_eq!(Range::of("v0.1...x"), Range::Since("v0.1".into(), "x".into()));
        assert_eq!(Range::of("HEAD~3"), Range::Alone("HEAD~3".into()));
    }

    #[test]
    fn a_revision_that_looks_like_an_option_is_none() {
        for name in ["-", "--all", "--output=x", "-h"] {
            let found = Revisions::of(&Range::Alone(name.into()));
            assert!(matches!(found, Err(GitError::Given(_))), "{name}: {found:?}");
        }
    }

    #[test]
    fn a_broken_answer_is_an_error_and_no_panic() {
        let read = |text: &str| batch(text.as_bytes(), 1).map_err(|error| error.kind());
        assert_eq!(read("abc blob 2\nhi\n"), Ok(vec![b"hi".to_vec()]));
        for text in
            ["", "abc missing\n", "abc blob 99\nhi\n", "abc blob x\n", "abc blob 99999999999\n"]
        {
            assert_eq!(read(text), Err(io::ErrorKind::InvalidData), "{text:?}");
        }
    }
}
