//! `diff` and `changelog`: what is compared, and how that is printed.

use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum, ValueHint};
use wellhead_diff::change::Line;
use wellhead_diff::changelog::Version;

use super::ServiceArgs;

#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  wellhead diff old-specs specs\n  wellhead diff old.json new.json\n  wellhead diff main..HEAD --fail-on wire\n  wellhead diff HEAD\n  wellhead diff --live --profile dev\n  wellhead diff --response connectionSpecs.json --json\n  wellhead diff main...HEAD --format markdown > comment.md\n\nExit codes: 1 when --fail-on found something, or a spec file is wrong."
)]
pub(crate) struct DiffArgs {
    #[command(flatten)]
    pub(crate) sides: SidesArgs,
    /// Compare the folder of spec files with the connection specs of your organization
    #[arg(long, conflicts_with_all = ["old", "response"])]
    pub(crate) live: bool,
    /// Compare the folder of spec files with a saved `GET /connectionSpecs` response; `-` for standard input
    #[arg(long, value_name = "FILE", conflicts_with = "old", value_hint = ValueHint::FilePath)]
    pub(crate) response: Option<PathBuf>,
    /// Exit with 1 if there is a change that breaks requests (wire), breaks code (api), or any change; can be given several
    /// times
    #[arg(long, value_enum, value_name = "AXIS", value_delimiter = ',')]
    pub(crate) fail_on: Vec<FailOn>,
    /// How to print the changes
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = DiffFormat::Human)]
    pub(crate) format: DiffFormat,
    /// Print JSON: short for `--format json`
    #[arg(long, conflicts_with = "format")]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) service: ServiceArgs,
}

// What is compared. No doc comment: see `Command`.
#[derive(Debug, ClapArgs)]
pub(crate) struct SidesArgs {
    /// A folder of spec files, one spec file, or a git revision; alone, revisions `A..B`, `A...B`, or one to compare the
    /// files with that are there now
    #[arg(value_name = "OLD", value_hint = ValueHint::AnyPath)]
    pub(crate) old: Option<PathBuf>,
    /// The same, for the new side
    #[arg(value_name = "NEW", value_hint = ValueHint::AnyPath)]
    pub(crate) new: Option<PathBuf>,
    /// The folder of spec files, or the one file, of revisions and of what is there now
    #[arg(long, value_name = "DIR", default_value = "specs", value_hint = ValueHint::AnyPath)]
    pub(crate) folder: PathBuf,
}

/// What a change must not be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOn {
    /// One that breaks requests, or may
    Wire,
    /// One that breaks code
    Api,
    /// Any change
    Any,
}

impl FailOn {
    pub(crate) fn line(self) -> Line {
        match self {
            Self::Wire => Line::Wire,
            Self::Api => Line::Api,
            Self::Any => Line::Any,
        }
    }
}

/// How changes are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum DiffFormat {
    /// For people: by source, the worst first
    Human,
    /// An object
    Json,
    /// For a pull request
    Markdown,
}

#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  wellhead changelog v0.1.0..HEAD\n  wellhead changelog old-specs specs --current 1.4.2\n  wellhead changelog v0.1.0 --write CHANGELOG.md"
)]
pub(crate) struct ChangelogArgs {
    #[command(flatten)]
    pub(crate) sides: SidesArgs,
    /// The version that the old side was released as [default: the one in Cargo.toml here]
    #[arg(long, value_name = "VERSION")]
    pub(crate) current: Option<Version>,
    /// Put the lines under `## [Unreleased]` of this file, instead of printing them
    #[arg(long, value_name = "FILE", conflicts_with = "json", value_hint = ValueHint::FilePath)]
    pub(crate) write: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}
