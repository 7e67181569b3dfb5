//! All spec files of a folder together.

use std::path::Path;

use crate::check;
use crate::diagnostic::{Code, Diagnostics, Style, render};
use crate::files::{self, SpecText};
use crate::model::ConnectionSpec;
use crate::policy::allow_in_file;
use crate::read::{self, Reading};

/// A spec file that could be read, with its text.
#[derive(Clone, Debug)]
pub struct Spec {
    /// The text it was read from.
    pub source: SpecText,
    /// What it says.
    pub spec: ConnectionSpec,
}

/// Every spec of a folder, and everything that is wrong with them.
#[derive(Clone, Debug, Default)]
pub struct SpecSet {
    /// The specs that could be read, sorted by slug.
    pub specs: Vec<Spec>,
    /// What is wrong, in the order of files and places.
    pub diagnostics: Diagnostics,
    /// Texts that could not be read as specs, for rendering.
    broken: Vec<SpecText>,
}

/// One spec file, read and checked by itself: what can be done for many at once.
#[derive(Clone, Debug, Default)]
pub struct Alone {
    /// The spec, if it could be read.
    pub spec: Option<Spec>,
    /// What is wrong with it.
    pub found: Diagnostics,
    /// The text, if it is no spec; but the lines of a request are not to be shown.
    broken: Option<SpecText>,
}

impl Alone {
    /// Reads and checks a text.
    pub fn read(source: SpecText) -> Self {
        let (reading, mut found) = read::connection_spec(&source);
        let is_request = found.iter().any(|one| one.code == Code::NotASpec);
        match reading {
            Reading::Whole(spec) => {
                let spec = Spec { source, spec };
                check::spec(&spec, &mut found);
                Self { spec: Some(spec), found, broken: None }
            }
            Reading::Part(spec) => {
                let part = Spec { source, spec };
                check::spec(&part, &mut found);
                allow_in_file(&part.source, &part.spec.allowed, &mut found);
                Self { spec: None, found, broken: Some(part.source) }
            }
            Reading::Nothing => Self { spec: None, found, broken: (!is_request).then_some(source) },
        }
    }
}

impl SpecSet {
    /// Reads and checks a folder; its files are shown as `shown` and their name.
    pub fn load(folder: &Path, shown: &str) -> Self {
        let mut diagnostics = Diagnostics::default();
        let texts = files::read_folder(folder, shown, &mut diagnostics);
        Self::of(texts, diagnostics)
    }

    /// Reads and checks texts.
    pub fn from_texts(texts: Vec<SpecText>) -> Self {
        let mut sorted: Vec<SpecText> = Vec::with_capacity(texts.len());
        for text in texts {
            let place = sorted.partition_point(|known| known.slug <= text.slug);
            sorted.insert(place, text);
        }
        Self::of(sorted, Diagnostics::default())
    }

    fn of(texts: Vec<SpecText>, diagnostics: Diagnostics) -> Self {
        let mut all = Vec::with_capacity(texts.len());
        for text in texts {
            all.push(Alone::read(text));
        }
        Self::together(all, diagnostics)
    }

    /// The set of files that were read and checked alone, sorted by slug: checks them together. `diagnostics` are of what could
    /// not be read.
    pub fn together(all: Vec<Alone>, diagnostics: Diagnostics) -> Self {
        let mut set = Self { diagnostics, ..Self::default() };
        for Alone { spec, broken, found } in all {
            set.specs.extend(spec);
            set.broken.extend(broken);
            set.diagnostics.extend(found);
        }
        check::set(&set.specs, &mut set.diagnostics);
        for spec in &set.specs {
            allow_in_file(&spec.source, &spec.spec.allowed, &mut set.diagnostics);
        }
        set.diagnostics.sort();
        set
    }

    /// Every diagnostic with the lines it is about.
    pub fn render(&self, style: Style) -> String {
        render(&self.diagnostics, style, |file| self.text(file))
    }

    /// The text of a file, by its shown name.
    pub fn text(&self, file: &str) -> Option<&str> {
        let sources = self.specs.iter().map(|spec| &spec.source).chain(&self.broken);
        sources.into_iter().find(|source| source.file == file).map(|source| source.text.as_str())
    }
}
