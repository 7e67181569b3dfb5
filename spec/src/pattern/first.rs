//! What may come next: the atoms that a match of a node may begin with.

use wellhead_runtime::pattern::program::{ATOMS, BEYOND_ASCII};

use super::chars::Chars;
use super::syntax::Node;
use super::tidy::may_be_empty;

/// Anything, or the end.
pub(super) const ALL: u64 = u64::MAX;

/// The atoms that hold a character of `set`.
pub(super) fn atoms(set: &Chars) -> u64 {
    let beyond = set.ranges().last().is_some_and(|last| !last.1.is_ascii());
    let ascii = ascii().filter(|(char, _)| set.has(*char)).map(|(_, atom)| atom);
    ascii.fold(if beyond { BEYOND_ASCII } else { 0 }, |all, atom| all | atom)
}

/// The atoms that hold characters of `set` alone.
pub(super) fn whole_atoms(set: &Chars) -> u64 {
    let is_beyond = |first: char, last: char| first <= '\u{80}' && last == char::MAX;
    let beyond = set.ranges().last().is_some_and(|last| is_beyond(last.0, last.1));
    let outside = ascii().filter(|(char, _)| !set.has(*char)).map(|(_, atom)| atom);
    let outside = outside.fold(0, |all, atom| all | atom);
    (atoms(set) & !outside & !BEYOND_ASCII) | if beyond { BEYOND_ASCII } else { 0 }
}

/// How many characters of ASCII the atoms of `mask` hold.
pub(super) fn count(mask: u64) -> usize {
    ascii().filter(|(_, atom)| atom & mask != 0).count()
}

fn ascii() -> impl Iterator<Item = (char, u64)> {
    (0..128u8).map(char::from).zip(ATOMS)
}

/// What may come next at the beginning of `node`, if `follow` may come behind it.
pub(super) fn first(node: &Node, follow: u64) -> u64 {
    match node {
        Node::Class(set) => atoms(set),
        Node::End => wellhead_runtime::pattern::program::END_ATOM,
        Node::Concat(nodes) => nodes.iter().rev().fold(follow, |follow, node| first(node, follow)),
        Node::Either(nodes) => nodes.iter().fold(0, |all, node| all | first(node, follow)),
        Node::Repeat(repeat) => {
            let around = if repeat.least == 0 || may_be_empty(&repeat.node) { follow } else { 0 };
            around | first(&repeat.node, follow)
        }
        Node::Group(_, inner) => first(inner, follow),
        Node::Reference(_) => ALL,
        Node::Empty | Node::Start | Node::Word { .. } | Node::Look(_) => follow,
    }
}
