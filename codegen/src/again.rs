//! Generating once more: from the spec files that changed, and from what the last run knew of the others.
//!
//! It gives what reading every spec file would give, or nothing: whenever something is to be said, or what the last run left is not
//! as it left it, all spec files are read. So a record that is wrong costs time alone.

use std::collections::{BTreeMap, HashSet};

use wellhead_spec::diagnostic::Diagnostics;
use wellhead_spec::{SpecSet, SpecText, files};

use crate::emit;
use crate::front::{Builder, Generated};
use crate::lower::check;
use crate::outline::{Outline, can_stand_together};
use crate::record::{Known, Last, text_hash};

/// Of how many spec files one may have changed: reading more of them one after another takes longer than all at once.
const FEW: usize = 8;

impl Builder {
    /// What generating gives, if the last run had nothing to note and this one has not, and few spec files changed.
    pub(crate) fn generate_again(&self, last: &Last<'_>) -> Option<Generated> {
        let mut before = last.known()?;
        let mut unreadable = Diagnostics::default();
        let texts = files::read_folder(&self.specs, &self.shown, &mut unreadable);
        let slugs: Vec<String> = texts.iter().map(|text| text.slug.clone()).collect();
        let is_known = |text: &SpecText| {
            before.get(&text.slug).is_some_and(|known| known.hash == text_hash(text))
        };
        let (_, changed): (Vec<_>, Vec<_>) = texts.into_iter().partition(is_known);
        if !unreadable.is_empty() || changed.len() > 1 + slugs.len() / FEW {
            return None;
        }
        let made = self.made(changed)?;
        let was = before.clone();
        let new = made.sources.iter().map(|(known, _)| known.clone());
        before.extend(new.map(|known| (known.outline.slug.clone(), known)));
        let known: Vec<Known> =
            slugs.iter().map(|slug| before.remove(slug)).collect::<Option<_>>()?;
        let outlines: Vec<&Outline> = known.iter().map(|known| &known.outline).collect();
        if !can_stand_together(&outlines) {
            return None;
        }
        let mut files = spanning(last, &was, &outlines)?;
        let is_new: HashSet<&str> =
            made.sources.iter().map(|(known, _)| known.outline.slug.as_str()).collect();
        for outline in outlines.iter().filter(|outline| !is_new.contains(outline.slug.as_str())) {
            let path = emit::module_path(&outline.module);
            files.insert(path.clone(), last.file(&path)?);
        }
        let modules = made.sources.iter();
        files.extend(
            modules.map(|(known, text)| (emit::module_path(&known.outline.module), text.clone())),
        );
        let reference = emit::reference(&outlines);
        Some(Generated { files, reference, set: made.set, known })
    }

    /// The modules of these spec files, if there is nothing to note.
    fn made(&self, texts: Vec<SpecText>) -> Option<Made> {
        let mut set = SpecSet::from_texts(texts);
        let mut catalog = check(&mut set);
        if !set.diagnostics.is_empty() {
            return None;
        }
        catalog.sources.iter_mut().for_each(|source| self.gate(source));
        let sources = set.specs.iter().zip(&catalog.sources).map(|(spec, source)| {
            let known = Known { hash: text_hash(&spec.source), outline: emit::outline(source) };
            (known, emit::module(source))
        });
        Some(Made { sources: sources.collect(), set })
    }
}

/// Spec files that were read, each with its module.
struct Made {
    sources: Vec<(Known, String)>,
    set: SpecSet,
}

/// The files that span all sources: as they are, if all that they say was said before.
fn spanning(
    last: &Last<'_>,
    was: &BTreeMap<String, Known>,
    outlines: &[&Outline],
) -> Option<BTreeMap<String, String>> {
    let is_said = |outline: &&Outline| {
        was.get(&outline.slug).is_some_and(|known| known.outline.is_the_same_in_code(outline))
    };
    if was.len() != outlines.len() || !outlines.iter().all(is_said) {
        return Some(emit::spanning(outlines));
    }
    let files = emit::SPANNING.iter().map(|path| Some(((*path).to_owned(), last.file(path)?)));
    files.collect()
}
