//! The two sides of a comparison: folders, files, revisions.

use std::path::{Path, PathBuf};

use wellhead_diff::input::{GitError, Range, Revisions, revision_texts};
use wellhead_diff::{Comparison, Side, compare};
use wellhead_spec::diagnostic::Diagnostics;
use wellhead_spec::{SpecSet, SpecText, files};

use crate::args::SidesArgs;
use crate::failure::Failure;
use crate::print;

/// Loads both sides and compares them; what is wrong with either is printed first.
pub(in crate::commands) fn compared(args: &SidesArgs) -> Result<Comparison, Failure> {
    let (mut old, mut new) = loaded(args)?;
    // Two files are one source, whatever they are called.
    if let (Loaded { is_file: true, texts: one, .. }, Loaded { is_file: true, texts: other, .. }) =
        (&mut old, &mut new)
        && let ([one], [other]) = (one.as_mut_slice(), other.as_mut_slice())
    {
        other.slug.clone_from(&one.slug);
    }
    let (old, new) = (old.side(), new.side());
    sound(&[&old, &new])?;
    Ok(compare(&old, &new))
}

/// Fails if a side can't be compared, after everything that is wrong with all of them was printed.
pub(super) fn sound(sides: &[&Side]) -> Result<(), Failure> {
    sides.iter().for_each(|side| print::err(&side.render_errors(print::style())));
    match sides.iter().any(|side| side.has_errors()) {
        true => Err(Failure::you("spec files that are wrong can't be compared")),
        false => Ok(()),
    }
}

/// Texts that were read, with what could not be.
struct Loaded {
    texts: Vec<SpecText>,
    unread: Diagnostics,
    is_file: bool,
}

impl Loaded {
    fn side(self) -> Side {
        let mut set = SpecSet::from_texts(self.texts);
        set.diagnostics.extend(self.unread);
        set.diagnostics.sort();
        Side::new(set)
    }
}

/// What an argument names.
enum Given<'a> {
    Folder(&'a Path),
    File(&'a Path),
    Revision(&'a str),
}

impl<'a> Given<'a> {
    /// What is there is a path; what is not is a revision.
    fn of(argument: &'a Path) -> Result<Self, Failure> {
        if argument.is_dir() {
            return Ok(Self::Folder(argument));
        }
        if argument.exists() {
            return Ok(Self::File(argument));
        }
        let revision = argument.to_str().map(Self::Revision);
        revision.ok_or_else(|| {
            Failure::you("a name that is not UTF-8 is neither a path nor a revision")
        })
    }
}

fn loaded(args: &SidesArgs) -> Result<(Loaded, Loaded), Failure> {
    match (&args.old, &args.new) {
        (None, _) => Err(Failure::call(
            "name what to compare: two folders, two files, or revisions such as main..HEAD",
        )),
        (Some(old), Some(new)) => {
            Ok((side(&Given::of(old)?, &args.folder)?, side(&Given::of(new)?, &args.folder)?))
        }
        (Some(range), None) => match Given::of(range)? {
            Given::Revision(range) => revisions(range, &args.folder),
            _ => Err(Failure::call(format!(
                "name what to compare {} with: the folder or file of the other side",
                range.display()
            ))),
        },
    }
}

fn side(given: &Given<'_>, specs: &Path) -> Result<Loaded, Failure> {
    match given {
        Given::Folder(folder) => Ok(folder_side(folder)),
        Given::File(file) => Ok(file_side(file)),
        Given::Revision(name) => {
            if name.contains("..") {
                return Err(Failure::call("a range of revisions stands alone: it is both sides"));
            }
            let revisions = named(name, &Range::Alone((*name).to_owned()))?;
            revision_side(&revisions.old, specs)
        }
    }
}

fn revisions(range: &str, specs: &Path) -> Result<(Loaded, Loaded), Failure> {
    let revisions = named(range, &Range::of(range))?;
    let old = revision_side(&revisions.old, specs)?;
    let new = match &revisions.new {
        Some(new) => revision_side(new, specs)?,
        None => there_now(specs)?,
    };
    Ok((old, new))
}

/// The revisions that an argument names, which is no path.
fn named(argument: &str, range: &Range) -> Result<Revisions, Failure> {
    Revisions::of(range).map_err(|error| match error {
        GitError::Given(message) => {
            Failure::you(format!("`{argument}` is no file or folder here, and {message}"))
        }
        GitError::Git(message) => Failure::world(message),
    })
}

/// The folder or file as it is now.
pub(super) fn there_now_side(specs: &Path) -> Result<Side, Failure> {
    Ok(there_now(specs)?.side())
}

fn there_now(specs: &Path) -> Result<Loaded, Failure> {
    match Given::of(specs)? {
        Given::Folder(folder) => Ok(folder_side(folder)),
        Given::File(file) => Ok(file_side(file)),
        Given::Revision(_) => {
            let message = format!("{}: no such file or folder", specs.display());
            Err(Failure::world(message))
        }
    }
}

fn folder_side(folder: &Path) -> Loaded {
    let mut unread = Diagnostics::default();
    let texts = files::read_folder(folder, &folder.display().to_string(), &mut unread);
    Loaded { texts, unread, is_file: false }
}

fn file_side(file: &Path) -> Loaded {
    let mut unread = Diagnostics::default();
    let folder = file.parent().map(|folder: &Path| PathBuf::from(folder).display().to_string());
    let text = files::read_file(file, &folder.unwrap_or_default(), &mut unread);
    Loaded { texts: text.into_iter().collect(), unread, is_file: true }
}

fn revision_side(revision: &(String, String), specs: &Path) -> Result<Loaded, Failure> {
    let mut unread = Diagnostics::default();
    let texts = revision_texts(revision, specs, &mut unread).map_err(failed)?;
    let is_file = specs.extension().is_some_and(|extension| extension == "json");
    Ok(Loaded { texts, unread, is_file })
}

fn failed(error: GitError) -> Failure {
    match error {
        GitError::Given(message) => Failure::you(message),
        GitError::Git(message) => Failure::world(message),
    }
}
