//! What can be put right without a person: for each code, the one change that its diagnostic asks for.

use wellhead_runtime::Format;
use wellhead_runtime::json::{Node, Value};

use crate::diagnostic::{Code, Diagnostic};
use crate::edit;
use crate::meant;

/// How much may be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// Only what certainly keeps the author's meaning.
    Mechanical,
    /// Also dropping what is wrong and has no other cure: what the service prints must get through.
    Dropping,
}

/// Puts right what `diagnostic` is about, in the tree of the text that it is about. Says what was done, as a phrase.
pub(crate) fn repair(node: &mut Node<'_>, diagnostic: &Diagnostic, reach: Reach) -> Option<String> {
    let done = match diagnostic.code {
        Code::MissingProperty => required(node, diagnostic),
        Code::BadId => lower_case(node, diagnostic),
        Code::SecretUnmarked => marked(node, diagnostic, reach),
        Code::ImpliedType => typed(node, diagnostic),
        Code::UnknownKey if reach == Reach::Dropping => near(node, diagnostic),
        Code::BadValue => respelt(node, diagnostic).or_else(|| repeated(node, diagnostic)),
        Code::UnknownKey | Code::UnknownKeyword | Code::UnknownCategory => {
            respelt(node, diagnostic)
        }
        _ => None,
    };
    let done = match reach {
        Reach::Mechanical => done,
        Reach::Dropping => done.or_else(|| dropped(node, diagnostic)),
    };
    done.map(|done| format!("put right: {done}"))
}

/// Writes what is proposed.
fn respelt(node: &mut Node<'_>, diagnostic: &Diagnostic) -> Option<String> {
    let meant = diagnostic.suggestion.as_deref()?;
    edit::respell(node, diagnostic.span, meant).then(|| format!("renamed to `{meant}`"))
}

/// Writes what is proposed, if hardly anything else can be meant.
fn near(node: &mut Node<'_>, diagnostic: &Diagnostic) -> Option<String> {
    let name = edit::spelling(node, diagnostic.span)?;
    let meant = diagnostic.suggestion.as_deref()?;
    if meant::only(&name, &[meant]).is_some() { respelt(node, diagnostic) } else { None }
}

/// Writes the property that is meant; where `required` names that already, the wrong name only goes.
fn required(node: &mut Node<'_>, diagnostic: &Diagnostic) -> Option<String> {
    let meant = diagnostic.suggestion.as_deref()?;
    let names_it = edit::beside(node, diagnostic.span).iter().any(|name| name == meant);
    if names_it && edit::remove(node, diagnostic.span) {
        return Some(format!("removed, since `{meant}` is named as well"));
    }
    respelt(node, diagnostic)
}

/// Removes a name from a list that has it twice, and all others that it has twice: there may be many.
fn repeated(node: &mut Node<'_>, diagnostic: &Diagnostic) -> Option<String> {
    edit::remove_repeated(node, diagnostic.span)
        .then(|| "removed, since it stands there twice".into())
}

fn lower_case(node: &mut Node<'_>, diagnostic: &Diagnostic) -> Option<String> {
    let id = node.get("id")?.as_str()?;
    let lower = id.to_ascii_lowercase();
    let is_other = lower != id && Format::Uuid.accepts(&lower);
    (is_other && edit::respell(node, diagnostic.span, &lower))
        .then(|| "written in lower case".into())
}

/// Marks the param as a secret. Where a value of it stands, it goes with that, so a person decides which of the two is meant.
fn marked(node: &mut Node<'_>, diagnostic: &Diagnostic, reach: Reach) -> Option<String> {
    const SHOWN: [&str; 4] = ["default", "example", "examples", "const"];
    let is_clear = |schema: &Node<'_>| {
        reach == Reach::Dropping || SHOWN.iter().all(|key| schema.get(key).is_none())
    };
    let format =
        |schema: &mut Node<'_>| edit::insert(schema, "format", Value::String("password".into()));
    let flag = |schema: &mut Node<'_>| edit::insert(schema, "x-secret", Value::Boolean(true));
    edit::change_value(node, diagnostic.span, |schema| {
        is_clear(schema) && (format(schema) || flag(schema))
    })
    .then(|| "marked as a secret".into())
}

/// Adds the type that is proposed to the schema that starts there.
fn typed(node: &mut Node<'_>, diagnostic: &Diagnostic) -> Option<String> {
    let kind = diagnostic.suggestion.clone()?;
    let done = format!("`\"type\": \"{kind}\"` added");
    edit::change_at(node, diagnostic.span, |schema| {
        edit::insert(schema, "type", Value::String(kind.clone().into()))
    })
    .then_some(done)
}

fn dropped(node: &mut Node<'_>, diagnostic: &Diagnostic) -> Option<String> {
    let may_go = matches!(
        diagnostic.code,
        Code::MissingProperty | Code::UnknownKey | Code::SecretShown | Code::BadExample
    );
    (may_go && edit::remove(node, diagnostic.span)).then(|| "dropped".into())
}
