//! A request's text with its references followed. What is not a reference stays as it is, to the byte.

use std::path::Path;

use wellhead::json::{Node, Place};
use zeroize::Zeroizing;

use super::edits::{Edit, Edits};
use super::fetch::{Fetcher, Problem};
use super::quote::quoted;
use super::strings::{Role, Text, texts};
use super::syntax::{Mistake, Piece, pieces};

/// What became of a request's text.
#[derive(Debug, Default)]
pub(crate) struct Filled {
    /// The secrets, where references stood.
    pub(crate) edits: Edits,
    /// The references that lead nowhere, or stand where none may.
    pub(crate) problems: Vec<Found<Problem>>,
    /// The secrets that are written out.
    pub(crate) literals: Vec<Found<()>>,
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
    slug: Option<&str>,
    folder: &Path,
    fetcher: &mut Fetcher,
) -> Filled {
    let mut filled = Filled::default();
    for string in texts(request, slug) {
        let place = || Place::of(text, string.span.start);
        match followed(&string, folder, fetcher) {
            Ok(None) if is_literal(&string) => filled.literals.push(Found {
                pointer: string.pointer.clone(),
                place: place(),
                what: (),
            }),
            Ok(None) => {}
            Ok(Some(value)) => {
                filled.edits.add(Edit { span: string.span, by: json(&value) });
            }
            Err(problem) => filled.problems.push(Found {
                pointer: string.pointer.clone(),
                place: place(),
                what: problem,
            }),
        }
    }
    filled
}

/// The string with its references followed; `None` if it has none.
fn followed(
    string: &Text<'_>,
    folder: &Path,
    fetcher: &mut Fetcher,
) -> Result<Option<Zeroizing<String>>, Problem> {
    if !string.text.contains("${") {
        return Ok(None);
    }
    let pieces = match pieces(string.text) {
        Ok(pieces) => pieces,
        // Not meant as a reference, most likely, and nothing that hides a secret.
        Err(Mistake::UnknownKind | Mistake::Unclosed) if string.role == Role::Plain => {
            return Ok(None);
        }
        Err(mistake) => return Err(mistaken(mistake)),
    };
    let has_reference = pieces.iter().any(|piece| matches!(piece, Piece::Reference(_)));
    if has_reference && string.role == Role::Plain {
        return Err(Problem::given(
            "has a reference, and is no secret: it would be shown",
            "write the value itself; `$${` stands for the text `${`",
        ));
    }
    let mut new = Zeroizing::new(String::new());
    for (at, piece) in pieces.iter().enumerate() {
        let piece = match piece {
            Piece::Text(text) => Zeroizing::new((*text).to_owned()),
            Piece::Reference(reference) => {
                let secret = fetcher.fetch(reference, folder)?;
                let after = match pieces.get(at + 1) {
                    Some(Piece::Text(text)) => text,
                    // Two references side by side: neither is all of a part.
                    Some(Piece::Reference(_)) => "$",
                    None => "",
                };
                match string.role {
                    Role::ConnectionString(dialect, _) => {
                        quoted(dialect, &new, secret.expose(), after)?
                    }
                    _ => Zeroizing::new(secret.expose().to_owned()),
                }
            }
        };
        new = Zeroizing::new([new.as_str(), piece.as_str()].concat());
    }
    Ok(Some(new))
}

fn mistaken(mistake: Mistake) -> Problem {
    Problem::given(
        mistake.message(),
        "write `${env:NAME}`, `${file:PATH}` or `${cmd:COMMAND}`; `$${` stands for the text `${`",
    )
}

/// Whether a string that has no reference is a secret, and not a placeholder for one.
fn is_literal(string: &Text<'_>) -> bool {
    let is_secret = matches!(string.role, Role::Secret | Role::ConnectionString(_, true));
    let text = string.text.trim();
    let between = |open, close| text.find(open) < text.rfind(close) && text.contains(open);
    let is_whole = |open, close| text.starts_with(open) && text.ends_with(close);
    let is_placeholder = match string.role {
        Role::ConnectionString(..) => between('<', '>'),
        _ => text == "[secret]" || is_whole('<', '>') || is_whole('{', '}'),
    };
    is_secret && !text.is_empty() && !is_placeholder
}

/// A string as JSON.
fn json(text: &str) -> Zeroizing<String> {
    Zeroizing::new(serde_json::Value::from(text).to_string())
}
