//! What can be put right without a person: for each code, the one change that its diagnostic asks for.

use wellhead_runtime::Format;
use wellhead_runtime::json::{Node, Value};

use crate::diagnostic::{Code, Diagnostic};
use crate::edit;

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
        Code::SecretUnmarked => marked(node, diagnostic),
        Code::UnknownKey | Code::UnknownKeyword | Code::UnknownCategory | Code::BadValue => {
            respelt(node, diagnostic)
        }
        _ => None,
    };
    done.or_else(|| if reach == Reach::Dropping { dropped(node, diagnostic) } else { None })
}

/// Writes what the help proposes.
fn respelt(node: &mut Node<'_>, diagnostic: &Diagnostic) -> Option<String> {
    let meant = diagnostic.meant()?;
    edit::respell(node, diagnostic.span, meant).then(|| format!("renamed to `{meant}`"))
}

/// Writes the property that is meant; where `required` names that already, the wrong name only goes.
fn required(node: &mut Node<'_>, diagnostic: &Diagnostic) -> Option<String> {
    let meant = diagnostic.meant()?;
    if edit::beside(node, diagnostic.span).iter().any(|name| name == meant) {
        return edit::remove(node, diagnostic.span)
            .then(|| format!("removed: `{meant}` is named as well"));
    }
    respelt(node, diagnostic)
}

fn lower_case(node: &mut Node<'_>, diagnostic: &Diagnostic) -> Option<String> {
    let id = node.get("id")?.as_str()?;
    let lower = id.to_ascii_lowercase();
    let is_other = lower != id && Format::Uuid.accepts(&lower);
    (is_other && edit::respell(node, diagnostic.span, &lower))
        .then(|| "written in lower case".into())
}

fn marked(node: &mut Node<'_>, diagnostic: &Diagnostic) -> Option<String> {
    let format =
        |schema: &mut Node<'_>| edit::insert(schema, "format", Value::String("password".into()));
    let flag = |schema: &mut Node<'_>| edit::insert(schema, "x-secret", Value::Boolean(true));
    edit::change_value(node, diagnostic.span, |schema| format(schema) || flag(schema))
        .then(|| "marked as a secret".into())
}

fn dropped(node: &mut Node<'_>, diagnostic: &Diagnostic) -> Option<String> {
    let may_go = matches!(
        diagnostic.code,
        Code::MissingProperty | Code::UnknownKey | Code::SecretShown | Code::BadExample
    );
    (may_go && edit::remove(node, diagnostic.span)).then(|| "dropped".into())
}
