//! Checks of all specs together.

use std::collections::{HashMap, HashSet};

use super::Cx;
use crate::diagnostic::{Code, Diagnostics};
use crate::model::Text;
use crate::set::Spec;

/// What tells a source from all others.
#[derive(Clone, Copy, Debug)]
pub struct Identity<'i> {
    /// Its slug.
    pub slug: &'i str,
    /// Its connection spec id.
    pub id: &'i str,
    /// Whether it says that it shares its id.
    pub shares_id: bool,
    /// The slugs that it had.
    pub aliases: &'i [String],
}

/// Whether [`set`] would find nothing in sources of these identities. What is wrong, it alone says.
pub fn are_apart<'i>(sources: impl Iterator<Item = Identity<'i>> + Clone) -> bool {
    let mut ids: HashMap<&str, bool> = HashMap::new();
    let mut shared = sources.clone().map(|one| {
        let earlier = ids.insert(one.id, one.shares_id);
        earlier.is_none_or(|shares_id| shares_id && one.shares_id)
    });
    let mut slugs = HashSet::new();
    let names = sources.clone().map(|one| one.slug);
    let mut names = names.chain(sources.flat_map(|one| one.aliases.iter().map(String::as_str)));
    shared.all(|is_shared| is_shared)
        && names.all(|name| super::is_slug(name) && slugs.insert(name))
}

/// Checks that ids, slugs and aliases tell sources apart.
pub fn set(specs: &[Spec], diagnostics: &mut Diagnostics) {
    ids(specs, diagnostics);
    aliases(specs, diagnostics);
}

/// One id for two sources is a slip, unless both say that it is not.
fn ids(specs: &[Spec], diagnostics: &mut Diagnostics) {
    let mut first: HashMap<&str, &Spec> = HashMap::new();
    for spec in specs {
        let Some(earlier) = first.get(spec.spec.id.value.as_str()) else {
            first.insert(&spec.spec.id.value, spec);
            continue;
        };
        for (one, other) in [(spec, *earlier), (*earlier, spec)] {
            if one.spec.shared_id.is_none() {
                let mut cx = Cx::new(one, diagnostics);
                let message = "another source has this id";
                let help =
                    "correct one of them, or say in both why they share it: \"x-shared-id\": \"…\"";
                let note = cx.note(Code::DuplicateId, one.spec.id.span, message, help);
                let file = other.source.file.clone();
                note.related = Some((file, other.spec.id.span, "the other one".into()));
            }
        }
    }
}

fn aliases(specs: &[Spec], diagnostics: &mut Diagnostics) {
    let mut taken: HashMap<&str, &Spec> =
        specs.iter().map(|spec| (spec.source.slug.as_str(), spec)).collect();
    for spec in specs {
        for alias in &spec.spec.aliases {
            let owner = taken.insert(&alias.value, spec);
            let mut cx = Cx::new(spec, diagnostics);
            alias_is_free(&mut cx, alias, owner);
        }
    }
}

fn alias_is_free(cx: &mut Cx<'_>, alias: &Text, owner: Option<&Spec>) {
    if !super::is_slug(alias) {
        cx.note(
            Code::BadSlug,
            alias.span,
            "an alias is a slug",
            "write lower-case letters, digits and single dashes",
        );
    }
    if let Some(owner) = owner {
        let message = format!("`{}` is taken by {}", alias.value, owner.source.file);
        cx.note(Code::DuplicateSlug, alias.span, &message, "remove this alias");
    }
}
