//! The section for a `CHANGELOG.md`, and the version that the changes ask for.

mod file;
mod version;

use std::collections::HashSet;
use std::fmt::Write;

use wellhead_spec::diagnostic::visible;

use crate::change::{Api, Behaviour, Change, Comparison, Kind, SourceChanges, Wire};
use crate::render::escaped;

pub use file::{NoUnreleased, added_to};
pub use version::{BadVersion, Version};

/// What changes ask of the version, by the rules of Semantic Versioning as Cargo takes them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bump {
    /// Nothing changed.
    None,
    /// Neither code nor requests see it.
    Patch,
    /// Something was added.
    Minor,
    /// Code or requests break.
    Major,
}

impl Bump {
    /// What it is, as a word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

/// The bump that a comparison asks for.
pub fn bump(comparison: &Comparison) -> Bump {
    let of = |change: &Change| match (change.breaks(), change.api.severity, change.wire.severity) {
        (true, ..) => Bump::Major,
        (_, Api::Additive, _) | (.., Wire::Compatible) => Bump::Minor,
        _ => Bump::Patch,
    };
    comparison.changes().map(|(_, change)| of(change)).max().unwrap_or(Bump::None)
}

/// A part of a section, in the order of Keep a Changelog.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// What is new.
    Added,
    /// What is different.
    Changed,
    /// What is going away.
    Deprecated,
    /// What is gone.
    Removed,
    /// What concerns secrets.
    Security,
}

impl Part {
    /// Every part, in order.
    pub const ALL: [Self; 5] =
        [Self::Added, Self::Changed, Self::Deprecated, Self::Removed, Self::Security];

    /// Its heading.
    pub fn heading(self) -> &'static str {
        match self {
            Self::Added => "### Added",
            Self::Changed => "### Changed",
            Self::Deprecated => "### Deprecated",
            Self::Removed => "### Removed",
            Self::Security => "### Security",
        }
    }

    fn of(change: &Change) -> Self {
        match change.kind {
            Kind::SourceAdded
            | Kind::AuthAdded
            | Kind::VariantAdded
            | Kind::ParamAdded
            | Kind::EnumValueAdded
            | Kind::AliasAdded => Self::Added,
            Kind::SourceRemoved
            | Kind::AuthRemoved
            | Kind::VariantRemoved
            | Kind::ParamRemoved
            | Kind::EnumValueRemoved
            | Kind::AliasRemoved => Self::Removed,
            Kind::DeprecationChanged => Self::Deprecated,
            Kind::SecretChanged => Self::Security,
            _ => Self::Changed,
        }
    }
}

/// The lines of each part that has some; what people read alone is one line a source.
pub fn entries(comparison: &Comparison) -> Vec<(Part, Vec<String>)> {
    let mut all: Vec<(Part, String)> = Vec::new();
    for source in &comparison.sources {
        let (docs, others): (Vec<_>, Vec<_>) =
            source.changes.iter().partition(|change| is_docs(change));
        all.extend(others.into_iter().map(|change| (Part::of(change), line(source, change))));
        if !docs.is_empty() {
            all.push((
                Part::Changed,
                format!("- {}: documentation.", escaped(&format!("`{}`", source.slug()))),
            ));
        }
    }
    let of = |part: Part| -> Vec<String> {
        let mut seen = HashSet::new();
        let lines = all.iter().filter(|(one, line)| *one == part && seen.insert(line));
        lines.map(|(_, line)| line.clone()).collect()
    };
    let parts = Part::ALL.into_iter().map(|part| (part, of(part)));
    parts.filter(|(_, lines)| !lines.is_empty()).collect()
}

fn is_docs(change: &Change) -> bool {
    !change.breaks()
        && change.api.severity == Api::Same
        && change.behaviour.severity <= Behaviour::Docs
        && change.wire.severity == Wire::Same
}

fn line(source: &SourceChanges, change: &Change) -> String {
    let place = match (&change.auth, change.param.as_str()) {
        (None, _) => String::new(),
        (Some(auth), "") => format!(", {}", visible(auth)),
        (Some(auth), param) => format!(", {}, `{param}`", visible(auth)),
    };
    let about = format!("`{}`{place}", source.slug());
    let mut line = format!("- {}: {}.", escaped(&about), escaped(&change.what));
    let code: Vec<&str> = change.broken.iter().map(|code| code.as_str()).collect();
    let breaks = [
        change.wire.severity.breaks().then(|| {
            let sure = if change.wire.severity == Wire::Undecided { ", it may be" } else { "" };
            format!("requests{sure}: {}", escaped(&change.wire.reason))
        }),
        (!code.is_empty()).then(|| format!("code: {}", code.join(", "))),
    ];
    let breaks: Vec<String> = breaks.into_iter().flatten().collect();
    if !breaks.is_empty() {
        let _ = write!(line, " **Breaks** {}.", breaks.join("; "));
    }
    line
}

/// The section, without its heading.
pub fn section(comparison: &Comparison) -> String {
    let parts = entries(comparison)
        .into_iter()
        .map(|(part, lines)| format!("{}\n\n{}\n", part.heading(), lines.join("\n")));
    parts.collect::<Vec<_>>().join("\n")
}
