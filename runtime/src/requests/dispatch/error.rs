//! Why a body is no request that the catalog knows.

use std::fmt;

use crate::json::{Place, SyntaxError};
use crate::requests::catalog::{AuthDescriptor, SourceDescriptor};
use crate::requests::dispatch::Route;
use crate::requests::phrase::{Phrase, listed, phrase, shown};
use crate::requests::read::Input;
use crate::requests::violation::{Rule, Violation, Violations};
use crate::suggest::{Search, nearest_of};

/// Why a body could not be dispatched. No variant holds a param's value.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DispatchError {
    /// It is not JSON.
    NotJson(SyntaxError),
    /// No source has its connection spec id.
    UnknownSpecId(UnknownName),
    /// The source has no auth spec of its specName.
    UnknownSpecName(UnknownName),
    /// No source has that slug.
    UnknownSlug(UnknownName),
    /// Several sources share its id and specName, and its params fit all of these.
    Ambiguous(Vec<Candidate>),
    /// It breaks rules of the envelope or of the source.
    Invalid(Violations),
}

/// A name that is not known, and what may have been meant.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnknownName {
    /// The name, as it may be shown.
    pub name: String,
    /// Whether it is that of a source which this build leaves out: the Cargo feature of its category is off.
    pub left_out: bool,
    /// Where it stands in the text, if there is one.
    pub place: Option<Place>,
    /// The known name that comes nearest.
    pub nearest: Option<String>,
    /// What to do, as a phrase.
    pub help: String,
    /// What else is wrong around it.
    pub others: Vec<Violation>,
}

/// A source that an ambiguous request fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The source's slug.
    pub slug: &'static str,
    /// The specName; `None` for a request without `auth`.
    pub spec_name: Option<&'static str>,
}

impl Candidate {
    pub(super) fn of(auth: &AuthDescriptor) -> Self {
        Self { slug: auth.source.slug, spec_name: auth.spec_name }
    }
}

impl DispatchError {
    pub(super) fn invalid(input: Input<'_>) -> Self {
        Self::Invalid(Violations(input.into_violations()))
    }

    /// Everything wrong, one by one and in one form: what a command prints.
    pub fn violations(&self) -> Vec<Violation> {
        match self {
            Self::NotJson(error) => {
                let (message, help) = (error.problem.message(), error.problem.help());
                vec![violation("", Some(error.place), Rule::Syntax, message.into(), help)]
            }
            Self::UnknownSpecId(name) => {
                name.violations("/connectionSpec/id", Rule::SpecId, "connection spec id")
            }
            Self::UnknownSpecName(name) => {
                name.violations("/auth/specName", Rule::SpecName, "specName of this source")
            }
            Self::UnknownSlug(name) => name.violations("", Rule::Slug, "source"),
            Self::Ambiguous(candidates) => {
                let mut slugs = Vec::with_capacity(candidates.len());
                for candidate in candidates {
                    slugs.push(candidate.slug);
                }
                let message = listed("the params fit more than one source: ", &slugs);
                let help = "nothing in a request tells them apart: name the source by slug";
                vec![violation("/auth/params", None, Rule::Ambiguous, message, help)]
            }
            Self::Invalid(violations) => {
                let mut all = Vec::with_capacity(violations.0.len());
                add_all(&mut all, &violations.0);
                all
            }
        }
    }
}

fn add_all(all: &mut Vec<Violation>, others: &[Violation]) {
    for other in others {
        all.push(other.clone());
    }
}

fn violation(
    pointer: &str,
    place: Option<Place>,
    rule: Rule,
    message: String,
    help: &str,
) -> Violation {
    Violation {
        pointer: pointer.into(),
        place,
        rule,
        message: message.into(),
        help: Some(help.to_owned().into()),
    }
}

/// The specNames of some auth specs.
pub(super) fn spec_names(known: &[Route]) -> Vec<&'static str> {
    let mut names = Vec::with_capacity(known.len());
    for route in known {
        if let Some(name) = route.auth.spec_name {
            names.push(name);
        }
    }
    names
}

impl From<SyntaxError> for DispatchError {
    fn from(error: SyntaxError) -> Self {
        Self::NotJson(error)
    }
}

impl fmt::Display for DispatchError {
    /// One violation a line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Violations(self.violations()).fmt(f)
    }
}

impl std::error::Error for DispatchError {}

impl UnknownName {
    /// That it is no known `what`, and what else is wrong.
    fn violations(&self, pointer: &str, rule: Rule, what: &str) -> Vec<Violation> {
        let message = match &*self.name {
            "" if self.place.is_some() => phrase(&["the ", what, " is empty"]),
            "" => phrase(&["the ", what, " is missing"]),
            name => phrase(&["`", name, "` is no known ", what]),
        };
        let mut all = vec![violation(pointer, self.place, rule, message, &self.help)];
        add_all(&mut all, &self.others);
        all
    }

    pub(super) fn spec_id(id: &str, catalog: &[&SourceDescriptor]) -> Self {
        let (mut search, mut is_provider) = (Search::of(id), false);
        for source in catalog {
            search.consider(source.id);
            is_provider |= source.provider_id == Some(id);
        }
        let meant = search.found;
        let mut slugs = Vec::new();
        for source in catalog {
            if Some(source.id) == meant {
                slugs.push(source.slug);
            }
        }
        let help = match meant {
            _ if is_provider => {
                "this is the id of the provider of many sources: write the connection spec id of one".into()
            }
            Some(meant) => {
                phrase(&["did you mean `", meant, "` (", &listed("", &slugs), ")?"])
            }
            None => "`wellhead sources` lists the known ids".into(),
        };
        Self::new(id, None, meant, help)
    }

    pub(super) fn spec_name(name: &str, place: Option<Place>, known: &[Route]) -> Self {
        let names = spec_names(known);
        let meant = nearest_of(name, &names);
        let help = match meant {
            Some(meant) => Phrase::did_you_mean(meant).to_string(),
            None if names.is_empty() => "this source has none: leave it out".into(),
            None => listed("this source has ", &names),
        };
        Self::new(name, place, meant, help)
    }

    pub(super) fn slug(slug: &str, catalog: &[&SourceDescriptor]) -> Self {
        let mut search = Search::of(slug);
        for source in catalog {
            search.consider(source.slug);
        }
        let meant = search.found;
        let help = match meant {
            Some(meant) => Phrase::did_you_mean(meant).to_string(),
            None => "`wellhead sources` lists the known ones".into(),
        };
        Self::new(slug, None, meant, help)
    }

    /// A name that is known, of a source that this build does not have.
    pub(super) fn left_out(name: &str) -> Self {
        let help =
            "its source is left out of this build: turn the Cargo feature of its category on";
        Self { left_out: true, ..Self::new(name, None, None, help.into()) }
    }

    /// The same, with where the name stands.
    pub(super) fn at(self, place: Option<Place>) -> Self {
        Self { place, ..self }
    }

    /// Adds what else was found wrong.
    pub(super) fn and(mut self, input: Input<'_>) -> Self {
        self.others = input.into_violations();
        self
    }

    fn new(name: &str, place: Option<Place>, meant: Option<&str>, help: String) -> Self {
        Self {
            name: shown(name).into_owned(),
            left_out: false,
            place,
            nearest: meant.map(str::to_owned),
            help,
            others: Vec::new(),
        }
    }
}
