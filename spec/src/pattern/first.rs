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
    let (inside, _) = parted(set);
    inside | if beyond { BEYOND_ASCII } else { 0 }
}

/// The atoms that hold characters of `set` alone.
pub(super) fn whole_atoms(set: &Chars) -> u64 {
    let is_beyond = |first: char, last: char| first <= '\u{80}' && last == char::MAX;
    let beyond = set.ranges().last().is_some_and(|last| is_beyond(last.0, last.1));
    let (inside, outside) = parted(set);
    (inside & !outside & !BEYOND_ASCII) | if beyond { BEYOND_ASCII } else { 0 }
}

/// The atoms of the characters of ASCII that a set has, and of those that it has not.
fn parted(set: &Chars) -> (u64, u64) {
    let (mut inside, mut outside) = (0, 0);
    for (char, atom) in ascii() {
        let side = if set.has(char) { &mut inside } else { &mut outside };
        *side |= atom;
    }
    (inside, outside)
}

/// How many characters of ASCII the atoms of `mask` hold.
pub(super) fn count(mask: u64) -> usize {
    let mut count = 0;
    for (_, atom) in ascii() {
        count += usize::from(atom & mask != 0);
    }
    count
}

/// The characters of ASCII, each with its atom.
pub(super) fn ascii() -> impl Iterator<Item = (char, u64)> {
    (0..128u8).map(char::from).zip(ATOMS)
}

/// What may come next at the beginning of `node`, if `follow` may come behind it.
pub(super) fn first(node: &Node, follow: u64) -> u64 {
    match node {
        Node::Class(set) => atoms(set),
        Node::End => wellhead_runtime::pattern::program::END_ATOM,
        Node::Concat(nodes) => {
            let mut next = follow;
            for node in nodes.iter().rev() {
                next = first(node, next);
            }
            next
        }
        Node::Either(nodes) => first_of(nodes, follow),
        Node::Repeat(repeat) => {
            let around = if repeat.least == 0 || may_be_empty(&repeat.node) { follow } else { 0 };
            around | first(&repeat.node, follow)
        }
        Node::Group(_, inner) => first(inner, follow),
        Node::Reference(_) => ALL,
        Node::Empty | Node::Start | Node::Word { .. } | Node::Look(_) => follow,
    }
}

/// What may come next at the beginning of one of some nodes.
pub(super) fn first_of(nodes: &[Node], follow: u64) -> u64 {
    let mut all = 0;
    for node in nodes {
        all |= first(node, follow);
    }
    all
}
