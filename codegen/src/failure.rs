//! Why nothing came of a folder of spec files.

use std::fmt;
use std::io;
use std::path::PathBuf;

use wellhead_spec::diagnostic::{Diagnostics, Style};
use wellhead_spec::{Severity, SpecSet};

/// Why nothing was generated or loaded.
#[derive(Debug)]
pub enum Failure {
    /// Spec files are wrong; everything that is wrong with them.
    Specs(Box<SpecSet>),
    /// There is no spec file in that folder, which may be one that was not checked out.
    Empty(PathBuf),
    /// Reading or writing failed; the message names the path.
    Io(io::Error),
}

impl Failure {
    /// The whole failure for people: every diagnostic with the lines it is about.
    pub fn render(&self, style: Style) -> String {
        match self {
            Self::Specs(set) => set.render(style),
            other => other.to_string(),
        }
    }

    /// The diagnostics, if spec files are wrong.
    pub fn diagnostics(&self) -> Option<&Diagnostics> {
        match self {
            Self::Specs(set) => Some(&set.diagnostics),
            _ => None,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Specs(set) => {
                let errors = set.diagnostics.count(Severity::Error);
                write!(f, "{errors} {} in spec files", if errors == 1 { "error" } else { "errors" })
            }
            Self::Empty(folder) => {
                write!(f, "{} holds no spec file; nothing was changed", folder.display())
            }
            Self::Io(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Failure {}
