//! Why a command did not do what it was asked, and whose turn it is.

use std::fmt::Display;
use std::io;
use std::path::Path;
use std::process::ExitCode;

use crate::print;

/// Why a command failed.
#[derive(Debug)]
pub(crate) enum Failure {
    /// What it was given is wrong; the text has been printed already, or is this one.
    You(Option<String>),
    /// It was called wrong, in a way that its arguments alone do not show.
    Call(Option<String>),
    /// A file, the network or the service; in the same way.
    World(Option<String>),
    /// Whoever read the output has gone: `wellhead sources | head`.
    Gone,
}

/// Who is to blame for something wrong, the worst last: where both are, trying again helps nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Blame {
    /// A file, the network or the service.
    World,
    /// Whoever gave what is wrong.
    You,
}

impl Blame {
    /// The failure that the message tells of.
    pub(crate) fn failure(self, message: impl Display) -> Failure {
        match self {
            Self::World => Failure::world(message),
            Self::You => Failure::you(message),
        }
    }

    /// The failure whose message has been printed.
    pub(crate) fn reported(self) -> Failure {
        match self {
            Self::World => Failure::World(None),
            Self::You => Failure::You(None),
        }
    }

    /// What a command comes to that has printed all that is wrong, if anything is.
    pub(crate) fn verdict(all: impl IntoIterator<Item = Self>) -> Result<(), Failure> {
        all.into_iter().max().map_or(Ok(()), |worst| Err(worst.reported()))
    }
}

impl Failure {
    pub(crate) fn you(message: impl Display) -> Self {
        Self::You(Some(message.to_string()))
    }

    pub(crate) fn call(message: impl Display) -> Self {
        Self::Call(Some(message.to_string()))
    }

    pub(crate) fn world(message: impl Display) -> Self {
        Self::World(Some(message.to_string()))
    }

    /// Something about a file or folder.
    pub(crate) fn file(path: &Path, error: &io::Error) -> Self {
        Self::world(format!("{}: {}", path.display(), reason(error)))
    }

    /// What is still to be printed.
    pub(crate) fn message(&self) -> Option<&str> {
        match self {
            Self::You(message) | Self::Call(message) | Self::World(message) => message.as_deref(),
            Self::Gone => None,
        }
    }

    pub(crate) fn report(&self) {
        if let Some(message) = self.message() {
            print::error(message);
        }
    }

    /// The same failure, its message having been printed.
    pub(crate) fn reported(self) -> Self {
        match self {
            Self::You(_) => Self::You(None),
            Self::Call(_) => Self::Call(None),
            Self::World(_) => Self::World(None),
            Self::Gone => Self::Gone,
        }
    }

    /// Who is to blame, if it is one of several.
    pub(crate) fn blame(&self) -> Blame {
        match self {
            Self::World(_) => Blame::World,
            Self::You(_) | Self::Call(_) | Self::Gone => Blame::You,
        }
    }

    pub(crate) fn exit_code(&self) -> ExitCode {
        match self {
            Self::You(_) => ExitCode::from(1),
            Self::Call(_) => ExitCode::from(2),
            Self::World(_) => ExitCode::from(3),
            Self::Gone => ExitCode::SUCCESS,
        }
    }
}

/// What went wrong with a file, without the platform's error number.
pub(crate) fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file".into(),
        kind => kind.to_string(),
    }
}

impl From<io::Error> for Failure {
    /// An error of standard output.
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::Gone,
            kind => Self::world(format!("standard output: {kind}")),
        }
    }
}

impl From<wellhead_client::Error> for Failure {
    fn from(error: wellhead_client::Error) -> Self {
        match error {
            wellhead_client::Error::Invalid(_) | wellhead_client::Error::Unusable(_) => {
                Self::you(error)
            }
            error => Self::world(error),
        }
    }
}
