//! Checks of all specs together.

use super::{Cx, SLUG_RULE, is_slug};
use crate::ByName;
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
pub fn are_apart(sources: &[Identity<'_>]) -> bool {
    let (mut ids, mut slugs) = (ByName::new(), ByName::new());
    for (number, one) in sources.iter().enumerate() {
        let earlier = ids.insert(one.id, number).and_then(|earlier| sources.get(earlier));
        if earlier.is_some_and(|earlier| !(earlier.shares_id && one.shares_id)) {
            return false;
        }
        if !is_slug(one.slug) || slugs.insert(one.slug, number).is_some() {
            return false;
        }
        for alias in one.aliases {
            if !is_slug(alias) || slugs.insert(alias, number).is_some() {
                return false;
            }
        }
    }
    true
}

/// Checks that ids, slugs and aliases tell sources apart.
pub fn set(specs: &[Spec], diagnostics: &mut Diagnostics) {
    ids(specs, diagnostics);
    aliases(specs, diagnostics);
}

/// One id for two sources is a slip, unless both say that it is not.
fn ids(specs: &[Spec], diagnostics: &mut Diagnostics) {
    let mut first = ByName::new();
    for (number, spec) in specs.iter().enumerate() {
        let id = spec.spec.id.value.as_str();
        let Some(earlier) = first.get(id).and_then(|first| specs.get(*first)) else {
            first.insert(id, number);
            continue;
        };
        for (one, other) in [(spec, earlier), (earlier, spec)] {
            if one.spec.shared_id.is_none() {
                let mut cx = Cx::new(one, diagnostics);
                let message = "another source has this id";
                let help =
                    "correct one of them, or say in both why they share it: \"x-shared-id\": \"…\"";
                let note = cx.note(Code::DuplicateId, one.spec.id.span, message, help);
                let file = other.source.file.clone();
                note.relate_in(file, other.spec.id.span, "the other one");
            }
        }
    }
}

fn aliases(specs: &[Spec], diagnostics: &mut Diagnostics) {
    let mut taken = ByName::new();
    for (number, spec) in specs.iter().enumerate() {
        taken.insert(&spec.source.slug, number);
    }
    for (number, spec) in specs.iter().enumerate() {
        let mut cx = Cx::new(spec, diagnostics);
        for alias in &spec.spec.aliases {
            let owner = taken.insert(&alias.value, number).and_then(|owner| specs.get(owner));
            alias_is_free(&mut cx, alias, owner);
        }
    }
}

fn alias_is_free(cx: &mut Cx<'_>, alias: &Text, owner: Option<&Spec>) {
    if !is_slug(alias) {
        let help = format!("write {SLUG_RULE}");
        cx.note(Code::BadSlug, alias.span, "an alias is a slug", &help);
    }
    if let Some(owner) = owner {
        let message = format!("`{}` is taken by {}", alias.value, owner.source.file);
        cx.note(Code::DuplicateSlug, alias.span, &message, "remove this alias");
    }
}
