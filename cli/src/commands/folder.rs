//! New spec files in a folder of others: whether they go together.

use std::collections::HashSet;
use std::path::Path;

use wellhead_spec::diagnostic::Finding;
use wellhead_spec::files;
use wellhead_spec::{Diagnostics, Severity, SpecSet, SpecText};

use crate::failure::Failure;
use crate::print;

/// Checks `new` among the files that `folder` has beside them. Errors in the new ones are printed; those that were there
/// before are another matter.
///
/// Returns the warnings that the new ones have.
pub(crate) fn fits(folder: &Path, new: &[SpecText]) -> Result<Vec<Finding>, Failure> {
    let mut texts = new.to_vec();
    if folder.is_dir() {
        let shown = folder.display().to_string();
        let there = files::read_folder(folder, &shown, &mut Diagnostics::default());
        let slugs: HashSet<&str> = new.iter().map(|text| text.slug.as_str()).collect();
        let is_new = |text: &SpecText| slugs.contains(text.slug.as_str());
        texts.extend(there.into_iter().filter(|text| !is_new(text)));
    }
    // A set puts each where it belongs among those before it: of many that come in no order, that would be most of the work.
    texts.sort_by(|one, other| one.slug.cmp(&other.slug));
    let mut set = SpecSet::from_texts(texts);
    wellhead_codegen::check(&mut set);
    let files: HashSet<&str> = new.iter().map(|text| text.file.as_str()).collect();
    set.diagnostics.retain_mut(|one| files.contains(one.file.as_str()));
    let warnings = set.diagnostics.iter().filter(|one| one.severity() == Severity::Warning);
    let warnings = warnings.map(|one| Finding::of(one, set.text(&one.file))).collect();
    set.diagnostics.retain_mut(|one| one.severity() == Severity::Error);
    if set.diagnostics.is_empty() {
        return Ok(warnings);
    }
    print::err(&set.render(print::style()));
    Err(Failure::you("nothing was written"))
}
