//! A request's text with its references followed. What is not a reference stays as it is, to the byte.

use std::path::Path;

use wellhead::json::{Node, Place};
use wellhead_runtime::{SecretText, is_name_over_and_over};
use zeroize::Zeroizing;

use super::edits::{Edit, Edits};
use super::fetch::{Fetcher, Problem};
use super::parts::written_out;
use super::quote::quoted;
use super::strings::{Role, Text, texts};
use super::syntax::{Mistake, Piece, pieces, tolerant_pieces};
use crate::catalog::Known;

/// What became of a request's text.
#[derive(Debug, Default)]
pub(crate) struct Filled {
    /// The secrets, where references stood.
    pub(crate) edits: Edits,
    /// The references that lead nowhere, or stand where none may.
    pub(crate) problems: Vec<Found<Problem>>,
    /// The secrets that are written out.
    pub(crate) literals: Vec<Found<Literal>>,
}

/// A secret that is no reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Literal {
    /// It is written out.
    Secret,
    /// It is still to be filled in, as in an example: `<password>`.
    Placeholder,
}

/// Something, and where in the request.
#[derive(Debug)]
pub(crate) struct Found<T> {
    pub(crate) pointer: String,
    pub(crate) place: Place,
    pub(crate) what: T,
}

/// Follows the references in a request; paths start at `folder`.
pub(crate) fn fill(
    text: &str,
    request: &Node<'_>,
    known: Known<'_>,
    folder: &Path,
    fetcher: &mut Fetcher,
) -> Filled {
    let mut filled = Filled::default();
    for string in texts(request, known) {
        let found = |what| Found {
            pointer: string.pointer.clone(),
            place: Place::of(text, string.span.start),
            what,
        };
        match followed(&string, folder, fetcher) {
            Ok(None) => {
                let what = literal(string.role, name_of(&string.pointer), string.text);
                filled.literals.extend(what.map(found));
            }
            Ok(Some(followed)) => {
                filled.literals.extend(followed.literal.map(found));
                filled.edits.add(Edit { span: string.span, by: json(&followed.text) });
            }
            Err(problem) => filled.problems.push(Found {
                pointer: string.pointer.clone(),
                place: Place::of(text, string.span.start),
                what: problem,
            }),
        }
    }
    filled
}

/// A string whose references were followed.
struct Followed {
    text: SecretText,
    /// What is written out beside them, if that should be a secret.
    literal: Option<Literal>,
}

/// The string with its references followed; `None` if it has none.
fn followed(
    string: &Text<'_>,
    folder: &Path,
    fetcher: &mut Fetcher,
) -> Result<Option<Followed>, Problem> {
    if !string.text.contains("${") {
        return Ok(None);
    }
    let pieces = match string.role {
        // Not meant as a reference, most likely, and nothing that hides a secret.
        Role::Plain => tolerant_pieces(string.text),
        _ => pieces(string.text).map_err(mistaken)?,
    };
    let has_reference = pieces.iter().any(|piece| matches!(piece, Piece::Reference(_)));
    if has_reference && string.role.is_plain() {
        return Err(Problem::given(
            "has a reference, and is no secret: it would be shown",
            "write the value itself; `$${` stands for the text `${`",
        ));
    }
    let mut new = SecretText::default();
    for (at, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Text(text) => new.push(text),
            Piece::Reference(reference) => {
                let secret = fetcher.fetch(reference, folder)?;
                let written = put(string.role, &new, secret.expose(), pieces.get(at + 1))?;
                new.push(&written);
            }
        }
    }
    Ok(Some(Followed { text: new, literal: beside(string.role, &pieces) }))
}

/// What is written out in a connection string beside references; the worst of it.
fn beside(role: Role, pieces: &[Piece<'_>]) -> Option<Literal> {
    let Role::ConnectionString { rules, has_secret: true } = role else { return None };
    let found = written_out(rules, pieces, |value| literal(role, "", value));
    found.into_iter().min_by_key(|what| *what == Literal::Placeholder)
}

/// A secret as it is written between what is before it and what comes next.
fn put(
    role: Role,
    before: &str,
    secret: &str,
    next: Option<&Piece<'_>>,
) -> Result<Zeroizing<String>, Problem> {
    let Role::ConnectionString { rules, .. } = role else {
        return Ok(Zeroizing::new(secret.to_owned()));
    };
    let after = match next {
        Some(Piece::Text(text)) => text,
        // Two references side by side: neither is all of a part.
        Some(Piece::Reference(_)) => "$",
        None => "",
    };
    quoted(rules.dialect, before, secret, after)
}

fn mistaken(mistake: Mistake) -> Problem {
    Problem::given(
        mistake.message(),
        "write `${env:NAME}`, `${file:PATH}` or `${cmd:COMMAND}`; `$${` stands for the text `${`",
    )
}

/// The key of a value, which is what its example is made of.
fn name_of(pointer: &str) -> &str {
    pointer.rsplit_once('/').map_or(pointer, |(_, name)| name)
}

/// What a string that has no reference is, if it should be a secret; `name` is that of the param.
fn literal(role: Role, name: &str, text: &str) -> Option<Literal> {
    let text = text.trim();
    let is_whole = |open, close| text.starts_with(open) && text.ends_with(close);
    let is_placeholder = match role {
        _ if text.is_empty() => return None,
        Role::ConnectionString { has_secret: true, .. } => text
            .find('<')
            .is_some_and(|open| text.get(open..).is_some_and(|rest| rest.contains('>'))),
        Role::Secret => {
            let is_marked = is_whole('<', '>') || is_whole('{', '}') || text == "[secret]";
            is_marked || (!name.is_empty() && is_name_over_and_over(name, text))
        }
        Role::Plain | Role::Free | Role::ConnectionString { has_secret: false, .. } => return None,
    };
    Some(if is_placeholder { Literal::Placeholder } else { Literal::Secret })
}

/// A string as JSON. What it is put together in has room for all of it, since a text that grows leaves copies behind.
pub(crate) fn json(text: &str) -> Zeroizing<String> {
    // A character of one byte takes six at most, as `\u0000`.
    let mut json = Zeroizing::new(Vec::with_capacity(text.len().saturating_mul(6) + 2));
    // Neither can fail: there is room, and JSON is text.
    let _ = serde_json::to_writer(&mut *json, text);
    Zeroizing::new(String::from_utf8(std::mem::take(&mut *json)).unwrap_or_default())
}
