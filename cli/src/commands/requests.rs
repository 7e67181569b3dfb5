//! Request bodies from files, as commands that take them read them.

use std::fmt;
use std::fs::File;
use std::io;
use std::path::Path;

use wellhead::{Auth, AuthDescriptor, ConnectionRequest, Violation};
use wellhead_runtime::LoadedSource;
use wellhead_spec::diagnostic::visible;
use wellhead_spec::files;
use zeroize::Zeroizing;

use crate::args::Cloud;
use crate::bytes::bounded;
use crate::failure::{self, Blame, Failure};

/// A request and the file it came from.
pub(crate) struct Request {
    pub(crate) file: String,
    pub(crate) request: ConnectionRequest<LoadedSource>,
    /// What was let through, each with its place in the file.
    pub(crate) unlisted: Vec<Violation>,
}

/// What a person should know of a request before it is sent.
pub(crate) struct Warning {
    /// A word for tools.
    pub(crate) code: String,
    /// The file, and what there is to know.
    pub(crate) message: String,
    /// What is not listed and sent all the same, if it is that.
    pub(crate) unlisted: Option<Violation>,
}

impl Request {
    /// What is to be known of it: that its source or auth spec is going away, is doubtful, or is not where it is wanted.
    pub(crate) fn warnings(&self, cloud: Option<Cloud>) -> Vec<Warning> {
        let auth = self.request.auth().descriptor();
        let source = auth.source;
        let title = source.title;
        let going = [
            source.deprecated.map(|why| format!("{title} is {why}")),
            auth.deprecated.map(|why| format!("{} is {why}", name(auth))),
        ];
        let doubt =
            (!source.doubt.is_empty()).then(|| format!("{title} is doubtful: {}", source.doubt));
        let instead = (!source.instead.is_empty())
            .then(|| format!("{title} needs no base connection: {}", source.instead));
        let elsewhere = cloud
            .filter(|cloud| !auth.clouds.is_empty() && !auth.clouds.contains(&cloud.as_str()))
            .map(|_| format!("{} exists on {} alone", name(auth), auth.clouds.join(" and ")));
        let all = going.into_iter().flatten().map(|message| ("deprecated", message));
        all.chain(doubt.map(|message| ("doubtful", message)))
            .chain(instead.map(|message| ("no-base-connection", message)))
            .chain(elsewhere.map(|message| ("other-cloud", message)))
            .map(|(code, message)| Warning {
                code: code.into(),
                message: format!("{}: {message}", self.file),
                unlisted: None,
            })
            .chain(self.unlisted.iter().map(|one| self.warning_of(one)))
            .collect()
    }

    fn warning_of(&self, unlisted: &Violation) -> Warning {
        let mut unlisted = unlisted.clone();
        unlisted.message = format!("{}, and sent as it is", unlisted.message).into();
        Warning {
            code: unlisted.rule.to_string(),
            message: line(&self.file, &unlisted),
            unlisted: Some(unlisted),
        }
    }
}

/// Source and specName, for people.
pub(crate) fn name(descriptor: &AuthDescriptor) -> String {
    match descriptor.spec_name {
        Some(spec_name) => format!("{}, {}", descriptor.source.slug, visible(spec_name)),
        None => descriptor.source.slug.to_owned(),
    }
}

/// A file that was named and can't be read.
#[derive(Debug)]
pub(crate) struct Unread {
    /// Its name as messages show it.
    pub(crate) file: String,
    /// Why, as a phrase.
    pub(crate) reason: String,
    pub(crate) blame: Blame,
}

impl Unread {
    pub(crate) fn of(path: &Path, error: &io::Error) -> Self {
        Self { file: shown(path), reason: failure::reason(error), blame: Blame::World }
    }
}

impl fmt::Display for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.file, self.reason)
    }
}

impl From<Unread> for Failure {
    fn from(unread: Unread) -> Self {
        unread.blame.failure(unread)
    }
}

/// The bytes of a file, or of standard input for `-`.
pub(crate) fn read(path: &Path) -> Result<Zeroizing<Vec<u8>>, Unread> {
    let most = usize::try_from(files::MAX_BYTES).unwrap_or(usize::MAX);
    let bytes = match is_stdin(path) {
        true => bounded(io::stdin(), most),
        false => File::open(path).and_then(|file| bounded(file, most)),
    };
    let bytes = bytes.map_err(|error| Unread::of(path, &error))?;
    bytes.ok_or_else(|| Unread { file: shown(path), reason: files::too_large(), blame: Blame::You })
}

/// Whether a path stands for standard input.
pub(crate) fn is_stdin(path: &Path) -> bool {
    path == Path::new("-")
}

/// A file's name as messages show it.
pub(crate) fn shown(path: &Path) -> String {
    if is_stdin(path) { "<stdin>".into() } else { path.display().to_string() }
}

/// A violation with the file it is in: `file:line:column: …`
pub(crate) fn line(file: &str, violation: &Violation) -> String {
    let Violation { pointer, place, rule, message, help, .. } = violation;
    let place = place.map(|place| format!(":{place}")).unwrap_or_default();
    let pointer = if pointer.is_empty() { String::new() } else { format!("`{pointer}` ") };
    let help = help.as_ref().map(|help| format!("\n  help: {help}")).unwrap_or_default();
    format!("{file}{place}: {pointer}{message} [{rule}]{help}")
}
