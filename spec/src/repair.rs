//! What can be put right without a person: for each code, the one change that its diagnostic asks for.

use wellhead_runtime::Format;
use wellhead_runtime::json::{Node, Value};

use crate::diagnostic::{Code, Diagnostic};
use crate::edit::{self, Tree};
use crate::files::SpecText;
use crate::meant;

/// How often a text is looked at again.
const ROUNDS: usize = 8;

/// Goes over a text again after each round of repairs, since one may bring to light what hid behind it; says whether the last
/// round left nothing to do. `round` gives the text that it made, or nothing.
pub(crate) fn in_rounds(
    source: &mut SpecText,
    mut round: impl FnMut(&SpecText) -> Option<String>,
) -> bool {
    for _ in 0..ROUNDS {
        match round(source).filter(|text| *text != source.text) {
            Some(text) => source.text = text,
            None => return true,
        }
    }
    false
}

/// How much may be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// Only what certainly keeps the author's meaning.
    Mechanical,
    /// Also dropping what is wrong and has no other cure: what the service prints must get through.
    Dropping,
}

/// Puts right what `diagnostic` is about, in the tree of the text that it is about. Says what was done, as a phrase.
pub(crate) fn repair(tree: &mut Tree<'_>, diagnostic: &Diagnostic, reach: Reach) -> Option<String> {
    let done = match diagnostic.code {
        Code::MissingProperty => required(tree, diagnostic),
        Code::BadId => lower_case(tree, diagnostic),
        Code::SecretUnmarked => marked(tree, diagnostic, reach),
        Code::ImpliedType => typed(tree, diagnostic),
        Code::BadValue => respelt(tree, diagnostic).or_else(|| repeated(tree, diagnostic)),
        Code::UnknownKey | Code::UnknownKeyword | Code::UnknownCategory => {
            respelt(tree, diagnostic)
        }
        _ => None,
    };
    let done = match reach {
        Reach::Mechanical => done,
        Reach::Dropping => done.or_else(|| dropped(tree, diagnostic)),
    };
    done.map(|done| format!("put right: {done}"))
}

/// Writes what is proposed, if hardly anything else can be meant.
fn respelt(tree: &mut Tree<'_>, diagnostic: &Diagnostic) -> Option<String> {
    let meant = diagnostic.suggestion.as_deref()?;
    let is_certain = meant::is_certain(&tree.spelling(diagnostic.span)?, meant);
    let done = is_certain && tree.respell(diagnostic.span, meant);
    done.then(|| format!("renamed to `{meant}`"))
}

/// Writes the property that is meant; where `required` names that already, the wrong name only goes.
fn required(tree: &mut Tree<'_>, diagnostic: &Diagnostic) -> Option<String> {
    let meant = diagnostic.suggestion.as_deref()?;
    let names_it = tree.beside(diagnostic.span).iter().any(|name| name == meant);
    if names_it && tree.remove(diagnostic.span) {
        return Some(format!("removed, since `{meant}` is named as well"));
    }
    respelt(tree, diagnostic)
}

/// Removes a name from a list that has it twice, and all others that it has twice: there may be many.
fn repeated(tree: &mut Tree<'_>, diagnostic: &Diagnostic) -> Option<String> {
    tree.remove_repeated(diagnostic.span).then(|| "removed, since it stands there twice".into())
}

fn lower_case(tree: &mut Tree<'_>, diagnostic: &Diagnostic) -> Option<String> {
    let id = tree.root().get("id")?.as_str()?;
    let lower = id.to_ascii_lowercase();
    let is_other = lower != id && Format::Uuid.accepts(&lower);
    (is_other && tree.respell(diagnostic.span, &lower)).then(|| "written in lower case".into())
}

/// Marks the param as a secret. Where a value of it stands, it goes with that, so a person decides which of the two is meant.
fn marked(tree: &mut Tree<'_>, diagnostic: &Diagnostic, reach: Reach) -> Option<String> {
    const SHOWN: [&str; 4] = ["default", "example", "examples", "const"];
    let is_clear = |schema: &Node<'_>| {
        reach == Reach::Dropping || SHOWN.iter().all(|key| schema.get(key).is_none())
    };
    let format =
        |schema: &mut Node<'_>| edit::insert(schema, "format", Value::String("password".into()));
    let flag = |schema: &mut Node<'_>| edit::insert(schema, "x-secret", Value::Boolean(true));
    tree.change_value(diagnostic.span, |schema| {
        is_clear(schema) && (format(schema) || flag(schema))
    })
    .then(|| "marked as a secret".into())
}

/// Adds the type that is proposed to the schema that starts there.
fn typed(tree: &mut Tree<'_>, diagnostic: &Diagnostic) -> Option<String> {
    let kind = diagnostic.suggestion.clone()?;
    let done = format!("`\"type\": \"{kind}\"` added");
    tree.change_at(diagnostic.span, |schema| {
        edit::insert(schema, "type", Value::String(kind.clone().into()))
    })
    .then_some(done)
}

fn dropped(tree: &mut Tree<'_>, diagnostic: &Diagnostic) -> Option<String> {
    let may_go = matches!(
        diagnostic.code,
        Code::MissingProperty | Code::UnknownKey | Code::SecretShown | Code::BadExample
    );
    (may_go && tree.remove(diagnostic.span)).then(|| "dropped".into())
}
