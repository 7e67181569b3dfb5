//! A source in outline: what the files that span all sources say of it, and what has to tell it from all others. It is
//! plain data, so that a record keeps it for the next run, which need not read the spec file again.

use std::collections::HashSet;

use wellhead_runtime::Json;
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
    /// What the page about all sources says of it.
    pub entry: Entry,
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its line in the table.
    pub row: String,
    /// All that there is to know.
    pub section: String,
}

impl Outline {
    /// The outline of a source, of which the page says this.
    pub fn of(source: &Source, entry: Entry) -> Self {
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
            entry,
        }
    }

    /// The outline as one line.
    pub(crate) fn to_line(&self) -> String {
        let auth = self.auth.iter().map(|auth| {
            let (name, module) = (auth.name.as_str(), auth.module.as_str());
            Json::from([Json::from(name), module.into(), auth.any.into()])
        });
        let texts = |texts: &[String]| {
            texts.iter().map(|text| Json::from(text.as_str())).collect::<Vec<_>>()
        };
        let line = Json::from([
            ("slug", Json::from(self.slug.as_str())),
            ("module", self.module.as_str().into()),
            ("variant", self.variant.as_str().into()),
            ("id", self.id.as_str().into()),
            ("sharesId", self.shares_id.into()),
            ("title", self.title.as_str().into()),
            ("aliases", texts(&self.aliases).into()),
            ("feature", self.feature.as_deref().into()),
            ("auth", auth.collect::<Vec<_>>().into()),
            ("row", self.entry.row.as_str().into()),
            ("section", self.entry.section.as_str().into()),
        ]);
        line.to_string()
    }

    /// The outline that a line holds.
    pub(crate) fn from_line(line: &str) -> Option<Self> {
        let line: Json = line.parse().ok()?;
        let text = |key| line.get(key)?.as_str().map(str::to_owned);
        let aliases = line.get("aliases")?.as_array()?.iter();
        let auth = line.get("auth")?.as_array()?.iter().map(|auth| {
            let [name, module, any] = auth.as_array()? else { return None };
            let (name, module) = (name.as_str()?.to_owned(), module.as_str()?.to_owned());
            Some(OutlinedAuth { name, module, any: any.as_bool()? })
        });
        Some(Self {
            slug: text("slug")?,
            module: text("module")?,
            variant: text("variant")?,
            id: text("id")?,
            shares_id: line.get("sharesId")?.as_bool()?,
            title: text("title")?,
            aliases: aliases.map(|one| one.as_str().map(str::to_owned)).collect::<Option<_>>()?,
            feature: line.get("feature")?.as_str().map(str::to_owned),
            auth: auth.collect::<Option<_>>()?,
            entry: Entry { row: text("row")?, section: text("section")? },
        })
    }

    /// Whether two say the same in code, whatever the page says.
    pub(crate) fn is_the_same_in_code(&self, other: &Self) -> bool {
        let without = |one: &Self| Self {
            entry: Entry { row: String::new(), section: String::new() },
            ..one.clone()
        };
        without(self) == without(other)
    }
}

/// Whether sources can stand side by side, as far as their outlines tell; why they can't, the checks say.
pub(crate) fn can_stand_together(outlines: &[&Outline]) -> bool {
    let identities = outlines.iter().map(|one| Identity {
        slug: &one.slug,
        id: &one.id,
        shares_id: one.shares_id,
        aliases: &one.aliases,
    });
    let mut names = HashSet::new();
    let mut own = outlines.iter().flat_map(|one| [&one.module, &one.variant]);
    are_apart(identities) && own.all(|name| names.insert(name))
}
