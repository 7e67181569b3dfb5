//! Generating once more: from the spec files that changed, and from what the last run knew of the others.
//!
//! It gives what reading every spec file would give, or nothing: whenever something is to be said, or what the last run left is not
//! as it left it, all spec files are read. So a record that is wrong costs time alone.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use wellhead_spec::diagnostic::Diagnostics;
use wellhead_spec::{SpecSet, SpecText, files};

use crate::cores::on_all_cores;
use crate::emit;
use crate::front::{Builder, Generated};
use crate::outline::{Outline, can_stand_together};
use crate::record::{Known, Last, text_hash};

impl Builder {
    /// What generating gives, if the last run had nothing to note and this one has not.
    pub(crate) fn generate_again(&self, last: &Last<'_>) -> Option<Generated> {
        let mut before = last.known()?;
        let mut unreadable = Diagnostics::default();
        let texts = files::read_folder(&self.specs, &self.shown, &mut unreadable);
        if !unreadable.is_empty() {
            return None;
        }
        let slugs: Vec<String> = texts.iter().map(|text| text.slug.clone()).collect();
        let is_known = |text: &SpecText| {
            before.get(&text.slug).is_some_and(|known| known.hash == text_hash(text))
        };
        let changed = texts.into_iter().filter(|text| !is_known(text)).collect();
        let changed = self.make_changed(changed)?;
        let was = before.clone();
        before.extend(changed.known.into_iter().map(|known| (known.outline.slug.clone(), known)));
        let known: Option<Vec<Known>> = slugs.iter().map(|slug| before.remove(slug)).collect();
        let known = known?;
        let outlines: Vec<&Outline> = known.iter().map(|known| &known.outline).collect();
        if !can_stand_together(&outlines) {
            return None;
        }
        let mut files = spanning(last, &was, &outlines)?;
        files.extend(changed.modules);
        for outline in &outlines {
            if let Entry::Vacant(missing) = files.entry(emit::module_path(&outline.module)) {
                let text = last.file(missing.key())?;
                missing.insert(text);
            }
        }
        let reference = emit::reference(&outlines);
        Some(Generated { files, reference, set: changed.set, known })
    }

    /// What is made of these spec files, if there is nothing to note.
    fn make_changed(&self, texts: Vec<SpecText>) -> Option<Changed> {
        let (mut alone, mut known, mut modules) = (Vec::new(), Vec::new(), Vec::new());
        for made in on_all_cores(texts, |text| self.make(text, None)) {
            if !made.noted.is_empty() {
                return None;
            }
            known.push(made.known?);
            modules.push(made.module?);
            alone.push(made.alone);
        }
        let set = SpecSet::together(alone, Diagnostics::default());
        set.diagnostics.is_empty().then_some(Changed { set, known, modules })
    }
}

/// The spec files that changed.
struct Changed {
    set: SpecSet,
    known: Vec<Known>,
    /// The path and text of each module.
    modules: Vec<(String, String)>,
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
