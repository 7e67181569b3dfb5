//! A source in outline: what the files that span all sources say of it, and what has to tell it from all others. It is
//! plain data, so that a record keeps it for the next run, which need not read the spec file again.

use std::collections::HashSet;

use wellhead_spec::check::{Identity, are_apart};

use crate::model::Source;

/// One source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outline {
    /// The slug.
    pub slug: String,
    /// The module's name.
    pub module: String,
    /// The variant's name.
    pub variant: String,
    /// The connection spec id.
    pub id: String,
    /// Whether it says why another source has its id.
    pub shares_id: bool,
    /// The label for people.
    pub title: String,
    /// Slugs that it had.
    pub aliases: Vec<String>,
    /// The Cargo feature that it stands behind.
    pub feature: Option<String>,
    /// The ways to authenticate.
    pub auth: Vec<OutlinedAuth>,
}

/// One way to authenticate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutlinedAuth {
    /// The struct's name.
    pub name: String,
    /// The module beside it.
    pub module: String,
    /// Whether params may fit several of one `specName`.
    pub any: bool,
}

/// What the page about all sources says of one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// Its line in the table.
    pub row: String,
    /// All that there is to know.
    pub section: String,
}

impl Entry {
    /// How many bytes they are.
    pub(crate) fn size(&self) -> (usize, usize) {
        (self.row.len(), self.section.len())
    }
}

impl Outline {
    /// The outline of a source.
    pub fn of(source: &Source) -> Self {
        let auth = source.auth.iter().map(|auth| OutlinedAuth {
            name: auth.object.name.to_string(),
            module: auth.object.module.to_string(),
            any: auth.any,
        });
        Self {
            slug: source.slug.clone(),
            module: source.module.to_string(),
            variant: source.variant.to_string(),
            id: source.id.clone(),
            shares_id: source.shared_id.is_some(),
            title: source.title.clone(),
            aliases: source.aliases.clone(),
            feature: source.feature.clone(),
            auth: auth.collect(),
        }
    }

    /// Writes the outline on one line, tabs after its parts: a list is a part with a space after each that it has, and the
    /// title, which has spaces too, comes last.
    pub(crate) fn write_to(&self, line: &mut String) {
        let shares_id = if self.shares_id { "true" } else { "false" };
        let feature = self.feature.as_deref().unwrap_or_default();
        for part in [&self.slug, &self.module, &self.variant, &self.id, shares_id, feature] {
            line.extend([part, "\t"]);
        }
        for alias in &self.aliases {
            line.extend([alias, " "]);
        }
        line.push('\t');
        for OutlinedAuth { name, module, any } in &self.auth {
            let any = if *any { "true" } else { "false" };
            line.extend([name.as_str(), " ", module, " ", any, " "]);
        }
        line.extend(["\t", &self.title]);
    }

    /// The outline that a line holds.
    pub(crate) fn from_line(line: &str) -> Option<Self> {
        let mut parts = line.splitn(9, '\t');
        let mut outline = Self {
            slug: parts.next()?.to_owned(),
            module: parts.next()?.to_owned(),
            variant: parts.next()?.to_owned(),
            id: parts.next()?.to_owned(),
            shares_id: parts.next()?.parse().ok()?,
            feature: parts.next().filter(|feature| !feature.is_empty()).map(str::to_owned),
            aliases: parts.next()?.split_terminator(' ').map(str::to_owned).collect(),
            auth: Vec::new(),
            title: String::new(),
        };
        let auth = parts.next()?;
        let mut words = auth.split_terminator(' ');
        while let Some(name) = words.next() {
            let (name, module) = (name.to_owned(), words.next()?.to_owned());
            outline.auth.push(OutlinedAuth { name, module, any: words.next()?.parse().ok()? });
        }
        outline.title = parts.next()?.to_owned();
        Some(outline)
    }
}

/// Whether sources can stand side by side, as far as their outlines tell; why they can't, the checks say.
pub(crate) fn can_stand_together<'o>(outlines: impl Iterator<Item = &'o Outline> + Clone) -> bool {
    let mut identities = Vec::new();
    for one in outlines.clone() {
        let Outline { slug, id, shares_id, aliases, .. } = one;
        identities.push(Identity { slug, id, shares_id: *shares_id, aliases });
    }
    let mut names = HashSet::new();
    let mut own = outlines.flat_map(|one| [&one.module, &one.variant]);
    are_apart(&identities) && own.all(|name| names.insert(name))
}
