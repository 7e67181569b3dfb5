//! What `check --fix` writes: the file with everything mechanical put right, in canonical form.

use wellhead_runtime::json::Node;

use crate::canonical::{self, canonical};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::edit::Tree;
use crate::files::SpecText;
use crate::repair::{Reach, in_rounds, repair};
use crate::set::SpecSet;

/// A text that was put right, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fixed {
    /// The text, in canonical form.
    pub text: String,
    /// What was wrong, each with what was done as its help.
    pub fixes: Vec<Diagnostic>,
}

/// Puts right what is mechanical: names of which only one can be meant, ids in upper case, secrets that are not marked,
/// types that are implied, names that a list has twice, and the form.
///
/// # Errors
/// If the text has no canonical form.
pub fn fix(source: &SpecText) -> Result<Fixed, Diagnostics> {
    let mut fixed = Fixed { text: canonical(source)?, fixes: Vec::new() };
    // The first round looks at the file's own text, so that places are those that its author knows.
    let mut current = source.clone();
    // What is left after the last round is for the check that follows.
    in_rounds(&mut current, |source| {
        let (text, fixes) = round(source)?;
        fixed.fixes.extend(fixes);
        fixed.text.clone_from(&text);
        Some(text)
    });
    Ok(fixed)
}

/// One look at a text; nothing if there is nothing to put right.
fn round(source: &SpecText) -> Option<(String, Vec<Diagnostic>)> {
    let mut tree = Tree::of(Node::parse(&source.text).ok()?);
    let set = SpecSet::from_texts(vec![source.clone()]);
    let fixes: Vec<_> = set
        .diagnostics
        .iter()
        .filter_map(|one| Some(one.clone().help(repair(&mut tree, one, Reach::Mechanical)?)))
        .collect();
    if fixes.is_empty() {
        return None;
    }
    let text = canonical::printed(tree.changed());
    Some((text, fixes))
}
