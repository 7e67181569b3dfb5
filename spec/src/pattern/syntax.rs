//! What a pattern consists of.

use std::rc::Rc;

use super::chars::Chars;

/// A set of characters, shared by its copies.
pub(super) type Set = Rc<Chars>;

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Node {
    /// Nothing, which is everywhere.
    Empty,
    /// One character of a set; of an empty set, what is nowhere.
    Class(Set),
    /// The text's beginning.
    Start,
    /// The text's end.
    End,
    /// Where a word begins or ends; where none does.
    Word {
        not: bool,
    },
    Concat(Vec<Node>),
    Either(Vec<Node>),
    Repeat(Box<Repeat>),
    /// A group that captures, by its number, from 0.
    Group(usize, Box<Node>),
    Look(Box<Look>),
    /// What a group captured.
    Reference(Group),
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Repeat {
    pub(super) node: Node,
    pub(super) least: u32,
    /// None for no end.
    pub(super) most: Option<u32>,
    /// It takes as few as will do. That matters to back-references alone.
    pub(super) lazy: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Look {
    pub(super) node: Node,
    pub(super) behind: bool,
    pub(super) not: bool,
}

/// How a pattern refers to a group.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Group {
    /// From 0.
    Number(usize),
    Name(String),
}

impl Node {
    /// What is nowhere.
    pub(super) fn never() -> Self {
        Self::Class(Rc::new(Chars::NONE))
    }

    pub(super) fn is_never(&self) -> bool {
        matches!(self, Self::Class(set) if set.is_empty())
    }

    /// The character that it is, if it is one.
    pub(super) fn char(&self) -> Option<char> {
        let Self::Class(set) = self else { return None };
        match set.ranges() {
            [(first, last)] if first == last => Some(*first),
            _ => None,
        }
    }

    /// One after another.
    pub(super) fn concat(nodes: Vec<Self>) -> Self {
        let mut all = Vec::new();
        for node in nodes {
            match node {
                Self::Empty => {}
                Self::Concat(inner) => all.extend(inner),
                node if node.is_never() => return node,
                node => all.push(node),
            }
        }
        match all.len() {
            0 => Self::Empty,
            1 => all.remove(0),
            _ => Self::Concat(all),
        }
    }

    /// One of several, the first that fits.
    pub(super) fn either(nodes: Vec<Self>) -> Self {
        let mut all: Vec<Node> = Vec::new();
        for node in nodes {
            match (all.last_mut(), node) {
                (_, Self::Either(inner)) => all.extend(inner),
                (Some(Self::Class(before)), Self::Class(set)) => {
                    Rc::make_mut(before).union(&set);
                }
                (_, node) if node.is_never() => {}
                (_, node) => all.push(node),
            }
        }
        match all.len() {
            0 => Self::never(),
            1 => all.remove(0),
            _ => Self::Either(all),
        }
    }

    pub(super) fn repeat(node: Node, least: u32, most: Option<u32>, lazy: bool) -> Self {
        match (least, most) {
            (_, Some(0)) => Self::Empty,
            (1, Some(1)) => node,
            (0, _) if node.is_never() => Self::Empty,
            _ if node == Self::Empty || node.is_never() => node,
            _ => Self::Repeat(Box::new(Repeat { node, least, most, lazy })),
        }
    }

    /// The nodes that it consists of.
    pub(super) fn children(&self) -> &[Node] {
        match self {
            Self::Concat(nodes) | Self::Either(nodes) => nodes,
            Self::Repeat(repeat) => std::slice::from_ref(&repeat.node),
            Self::Group(_, node) => std::slice::from_ref(node),
            Self::Look(look) => std::slice::from_ref(&look.node),
            _ => &[],
        }
    }

    /// Whether something in it is `what`, it included.
    pub(super) fn any(&self, what: &dyn Fn(&Node) -> bool) -> bool {
        what(self) || self.children().iter().any(|child| child.any(what))
    }
}
