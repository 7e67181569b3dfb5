//! How a reference is written: `${kind:what}`. Braces inside are counted; `$${` stands for the text `${`.

use std::collections::HashMap;
use std::fmt;

/// What stands for a secret.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Reference {
    /// A variable of the environment.
    Env(String),
    /// A file, by its path.
    File(String),
    /// What a command prints.
    Command(String),
}

/// A piece of a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'t> {
    Text(&'t str),
    Reference(Reference),
}

/// Why a text with `${` in it has no pieces; a phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mistake {
    Unclosed,
    UnknownKind,
    Empty,
}

impl Mistake {
    pub(crate) fn message(self) -> &'static str {
        match self {
            Self::Unclosed => "has a reference without its `}`",
            Self::UnknownKind => "has a reference of an unknown kind",
            Self::Empty => "has a reference to nothing",
        }
    }
}

impl Reference {
    /// The reference that a text is, and nothing else.
    pub(crate) fn whole(text: &str) -> Option<Self> {
        match pieces(text.trim()).ok()?.pop()? {
            Piece::Reference(reference) if reference.to_string() == text.trim() => Some(reference),
            _ => None,
        }
    }

    /// What stands between the braces. It is looked at from its start alone: what is nested would be searched over and over.
    fn named(inside: &str) -> Result<Self, Mistake> {
        let of = |kind| inside.strip_prefix(kind);
        let (make, what): (fn(String) -> Self, &str) = match (of("env:"), of("file:"), of("cmd:")) {
            (Some(what), _, _) => (Self::Env, what),
            (_, Some(what), _) => (Self::File, what),
            (_, _, Some(what)) => (Self::Command, what),
            _ => return Err(Mistake::UnknownKind),
        };
        let what = what.trim();
        if what.is_empty() { Err(Mistake::Empty) } else { Ok(make(what.to_owned())) }
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (kind, what) = match self {
            Self::Env(name) => ("env", name),
            Self::File(path) => ("file", path),
            Self::Command(command) => ("cmd", command),
        };
        write!(f, "${{{kind}:{what}}}")
    }
}

/// Takes a text apart.
pub(super) fn pieces(text: &str) -> Result<Vec<Piece<'_>>, Mistake> {
    apart(text, Err)
}

/// The same for a text that need not have references: what looks like one and is none is text.
pub(super) fn tolerant_pieces(text: &str) -> Vec<Piece<'_>> {
    apart(text, |_| Ok(Piece::Text("${"))).unwrap_or_default()
}

/// Whether a text that need not have references has one.
pub(crate) fn has_reference(text: &str) -> bool {
    tolerant_pieces(text).iter().any(|piece| matches!(piece, Piece::Reference(_)))
}

fn apart<'t>(
    text: &'t str,
    mistaken: impl Fn(Mistake) -> Result<Piece<'t>, Mistake>,
) -> Result<Vec<Piece<'t>>, Mistake> {
    let closings = closings(text);
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        if let Some(before) = before.strip_suffix('$') {
            pieces.extend([Piece::Text(before), Piece::Text("${")]);
            rest = after;
            continue;
        }
        pieces.push(Piece::Text(before));
        let start = text.len() - after.len();
        let length = closings.get(&start).map(|end| end - start);
        let (piece, behind) = match reference(after, length) {
            Ok((reference, behind)) => (Piece::Reference(reference), behind),
            Err(mistake) => (mistaken(mistake)?, after),
        };
        pieces.push(piece);
        rest = behind;
    }
    pieces.push(Piece::Text(rest));
    pieces.retain(|piece| *piece != Piece::Text(""));
    Ok(pieces)
}

/// The reference that a text starts with, after its `${`, and what follows it; its `}` stands at `length`, if it has one.
fn reference(text: &str, length: Option<usize>) -> Result<(Reference, &str), Mistake> {
    let inside = length.and_then(|length| text.split_at_checked(length));
    let (inside, behind) = inside.ok_or(Mistake::Unclosed)?;
    Ok((Reference::named(inside)?, behind.strip_prefix('}').unwrap_or(behind)))
}

/// Where each `${` ends: the offset behind it leads to that of its `}`. Braces inside are in pairs. All at once, since to look for
/// each of them to the end of the text would take the square of its length.
fn closings(text: &str) -> HashMap<usize, usize> {
    let mut closings = HashMap::new();
    let mut open = Vec::new();
    let mut before = 0;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => open.push((at + 1, before == b'$')),
            b'}' => {
                let closed = open.pop().filter(|(_, is_reference)| *is_reference);
                closings.extend(closed.map(|(start, _)| (start, at)));
            }
            _ => {}
        }
        before = byte;
    }
    closings
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::*;

    fn env(name: &str) -> Piece<'static> {
        Piece::Reference(Reference::Env(name.into()))
    }

    #[test]
    fn a_text_is_taken_apart_at_its_references() {
        assert_eq!(
            pieces("User=${env:USER};Password=${env:PW}"),
            Ok(vec![Piece::Text("User="), env("USER"), Piece::Text(";Password="), env("PW")])
        );
        assert_eq!(pieces("no $ and { here }"), Ok(vec![Piece::Text("no $ and { here }")]));
        assert_eq!(pieces(""), Ok(vec![]));
    }

    #[test]
    fn a_doubled_dollar_stands_for_the_text_itself() {
        assert_eq!(
            pieces("a$${env:X}"),
            Ok(vec![Piece::Text("a"), Piece::Text("${"), Piece::Text("env:X}")])
        );
    }

    #[test]
    fn braces_inside_are_counted() {
        let command = Reference::Command("jq {a:{b}} x".into());
        assert_eq!(
            pieces("${cmd:jq {a:{b}} x}!"),
            Ok(vec![Piece::Reference(command), Piece::Text("!")])
        );
    }

    #[test]
    fn what_is_no_reference_is_a_mistake() {
        assert_eq!(pieces("${env:X"), Err(Mistake::Unclosed));
        assert_eq!(pieces("${vault:x}"), Err(Mistake::UnknownKind));
        assert_eq!(pieces("${HOME}"), Err(Mistake::UnknownKind));
        assert_eq!(pieces("${env: }"), Err(Mistake::Empty));
    }

    #[test]
    fn in_a_text_that_need_not_have_references_a_mistake_is_text() {
        let together: String = tolerant_pieces("a$${env:X} ${HOME} ${env:")
            .iter()
            .map(|piece| match piece {
                Piece::Text(text) => *text,
                Piece::Reference(_) => "?",
            })
            .collect();
        assert_eq!(together, "a${env:X} ${HOME} ${env:");
        assert_eq!(tolerant_pieces("${HOME}${env:X}").last(), Some(&env("X")));
    }

    #[test]
    fn a_long_text_takes_no_longer_than_its_length() {
        let started = Instant::now();
        for part in ["${", "$${", "${{", "${env:", "${a}", "${env:X}"] {
            assert!(!tolerant_pieces(&part.repeat(300_000)).is_empty(), "{part}");
        }
        let nested = ["${".repeat(300_000), "}".repeat(300_000)].concat();
        assert!(!tolerant_pieces(&nested).is_empty());
        assert!(started.elapsed() < Duration::from_secs(30), "{:?}", started.elapsed());
    }

    #[test]
    fn a_whole_reference_has_nothing_around_it() {
        assert_eq!(Reference::whole("${env:X}"), Some(Reference::Env("X".into())));
        assert_eq!(Reference::whole(" ${env:X} "), Some(Reference::Env("X".into())));
        for other in ["x${env:X}", "${env:X}x", "${env:A}${env:B}", "hunter2", ""] {
            assert_eq!(Reference::whole(other), None, "{other}");
        }
    }
}
