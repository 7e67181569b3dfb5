//! A pattern made simpler that matches the same texts.
//!
//! Only whether there is a match is asked, so what a pattern without back-references begins and ends with can often be left out,
//! and a repetition of what may be empty can be one of what is not. The latter also makes sure that no way through a
//! program leads back to where it was without going on in the text, which the machine's memory relies on.

use super::Invalid;
use super::parse::Parsed;
use super::syntax::{Group, Look, Node, Repeat};

/// How many nodes may be added: what may be empty is written out for each part of it that may not be.
const MOST_ADDED: usize = 20_000;

/// A pattern ready to be emitted.
#[derive(Debug)]
pub(super) struct Tidy {
    pub(super) node: Node,
    /// A match begins at the text's beginning or nowhere.
    pub(super) anchored: bool,
    /// How many groups there are that back-references refer to. They are numbered anew.
    pub(super) groups: usize,
}

pub(super) fn tidy(parsed: Parsed) -> Result<Tidy, Invalid> {
    let mut referred = Vec::new();
    refer(&parsed.node, &parsed.groups, &mut referred)?;
    let mut node = resolve(parsed.node, &parsed.groups, &referred);
    let anchored = is_anchored(&node);
    if referred.is_empty() {
        node = Loops { left: MOST_ADDED }.tidy(&node)?;
        node = trimmed(node, Side::End);
    }
    if anchored {
        node = unanchored(node);
    } else if referred.is_empty() {
        node = trimmed(node, Side::Start);
    }
    Ok(Tidy { node, anchored, groups: referred.len() })
}

/// Notes the groups that a pattern refers to, in the order of their numbers; each has to be there.
fn refer(node: &Node, groups: &[Option<String>], referred: &mut Vec<usize>) -> Result<(), Invalid> {
    if let Node::Reference(group) = node {
        let number = number(group, groups).ok_or_else(|| {
            Invalid::new(match group {
                Group::Number(number) => format!("there is no group {}", number + 1),
                Group::Name(name) => format!("there is no group `{name}`"),
            })
        })?;
        if let Err(place) = referred.binary_search(&number) {
            referred.insert(place, number);
        }
    }
    node.children().iter().try_for_each(|child| refer(child, groups, referred))
}

fn number(group: &Group, groups: &[Option<String>]) -> Option<usize> {
    match group {
        Group::Number(number) => (*number < groups.len()).then_some(*number),
        Group::Name(name) => groups.iter().position(|known| known.as_ref() == Some(name)),
    }
}

/// With numbers in place of names, and without the groups that nothing refers to.
fn resolve(node: Node, groups: &[Option<String>], referred: &[usize]) -> Node {
    let place = |number: usize| referred.partition_point(|earlier| *earlier < number);
    match node {
        Node::Reference(group) => {
            let number = number(&group, groups).unwrap_or_default();
            Node::Reference(Group::Number(place(number)))
        }
        Node::Group(number, inner) if referred.binary_search(&number).is_ok() => {
            Node::Group(place(number), Box::new(resolve(*inner, groups, referred)))
        }
        Node::Group(_, inner) => resolve(*inner, groups, referred),
        other => mapped(other, &mut |node| resolve(node, groups, referred)),
    }
}

/// A node with its children changed.
fn mapped(node: Node, change: &mut dyn FnMut(Node) -> Node) -> Node {
    match node {
        Node::Concat(nodes) => Node::concat(all_mapped(nodes, change)),
        Node::Either(nodes) => Node::either(all_mapped(nodes, change)),
        Node::Repeat(repeat) => {
            let Repeat { node, least, most, lazy } = *repeat;
            Node::repeat(change(node), least, most, lazy)
        }
        Node::Group(number, inner) => Node::Group(number, Box::new(change(*inner))),
        Node::Look(look) => {
            let node = change(look.node);
            Node::Look(Box::new(Look { node, ..*look }))
        }
        other => other,
    }
}

fn all_mapped(nodes: Vec<Node>, change: &mut dyn FnMut(Node) -> Node) -> Vec<Node> {
    let mut mapped = Vec::with_capacity(nodes.len());
    for node in nodes {
        mapped.push(change(node));
    }
    mapped
}

/// Whether every way through a node begins with the text's beginning.
fn is_anchored(node: &Node) -> bool {
    match node {
        Node::Start => true,
        Node::Concat(nodes) => {
            let has_no_length =
                |node: &&Node| matches!(node, Node::Look(_) | Node::Word { .. } | Node::End);
            nodes.iter().find(|node| !has_no_length(node)).is_some_and(is_anchored)
        }
        Node::Either(nodes) => nodes.iter().all(is_anchored),
        Node::Group(_, inner) => is_anchored(inner),
        Node::Repeat(repeat) => repeat.least > 0 && is_anchored(&repeat.node),
        _ => false,
    }
}

/// Without the text's beginning, which an anchored pattern is matched at in any case.
fn unanchored(node: Node) -> Node {
    match node {
        Node::Start => Node::Empty,
        Node::Concat(mut nodes) => {
            let first = unanchored(nodes.remove(0));
            nodes.insert(0, first);
            Node::concat(nodes)
        }
        Node::Either(nodes) => Node::either(all_mapped(nodes, &mut unanchored)),
        other => other,
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Side {
    Start,
    End,
}

/// A pattern without what it may begin or end with and need not: nobody asks how long a match is.
fn trimmed(node: Node, side: Side) -> Node {
    match node {
        Node::Concat(mut nodes) => {
            while !nodes.is_empty() {
                let at = if side == Side::Start { 0 } else { nodes.len() - 1 };
                let node = trimmed(nodes.remove(at), side);
                if node != Node::Empty {
                    nodes.insert(at, node);
                    break;
                }
            }
            Node::concat(nodes)
        }
        Node::Either(nodes) => {
            let nodes = all_mapped(nodes, &mut |node| trimmed(node, side));
            if nodes.contains(&Node::Empty) { Node::Empty } else { Node::either(nodes) }
        }
        Node::Repeat(repeat) => match repeat.least {
            0 => Node::Empty,
            1 => trimmed(repeat.node, side),
            least => Node::repeat(repeat.node, least, Some(least), false),
        },
        other => other,
    }
}

/// Whether a node may match nothing, on some condition perhaps.
pub(super) fn may_be_empty(node: &Node) -> bool {
    match node {
        Node::Class(_) => false,
        Node::Concat(nodes) => nodes.iter().all(may_be_empty),
        Node::Either(nodes) => nodes.iter().any(may_be_empty),
        Node::Repeat(repeat) => repeat.least == 0 || may_be_empty(&repeat.node),
        Node::Group(_, inner) => may_be_empty(inner),
        _ => true,
    }
}

/// What a node demands where it matches nothing.
fn empty(node: &Node) -> Node {
    match node {
        Node::Class(_) => Node::never(),
        Node::Concat(nodes) => Node::concat(all_empty(nodes)),
        Node::Either(nodes) => {
            let nodes = all_empty(nodes);
            if nodes.contains(&Node::Empty) { Node::Empty } else { Node::either(nodes) }
        }
        Node::Repeat(repeat) if repeat.least == 0 => Node::Empty,
        Node::Repeat(repeat) => empty(&repeat.node),
        other => other.clone(),
    }
}

fn all_empty(nodes: &[Node]) -> Vec<Node> {
    let mut all = Vec::with_capacity(nodes.len());
    for node in nodes {
        all.push(empty(node));
    }
    all
}

/// Takes out of repetitions what is empty. There are no back-references, and so no groups.
#[derive(Debug)]
struct Loops {
    /// How many nodes may still be added.
    left: usize,
}

impl Loops {
    fn tidy(&mut self, node: &Node) -> Result<Node, Invalid> {
        self.add(1)?;
        Ok(match node {
            Node::Concat(nodes) => Node::concat(self.each(nodes)?),
            Node::Either(nodes) => Node::either(self.each(nodes)?),
            Node::Repeat(repeat) => {
                let node = self.tidy(&repeat.node)?;
                self.repeat(node, repeat.least, repeat.most)?
            }
            Node::Look(look) => {
                // Nobody asks how far it looks.
                let side = if look.behind { Side::Start } else { Side::End };
                match (trimmed(self.tidy(&look.node)?, side), look.not) {
                    (Node::Empty, false) => Node::Empty,
                    (Node::Empty, true) => Node::never(),
                    (node, _) => Node::Look(Box::new(Look { node, ..**look })),
                }
            }
            other => other.clone(),
        })
    }

    fn each(&mut self, nodes: &[Node]) -> Result<Vec<Node>, Invalid> {
        let mut all = Vec::with_capacity(nodes.len());
        for node in nodes {
            all.push(self.tidy(node)?);
        }
        Ok(all)
    }

    fn repeat(&mut self, node: Node, least: u32, most: Option<u32>) -> Result<Node, Invalid> {
        if !may_be_empty(&node) {
            return Ok(match node {
                // To repeat what is there once or more often is to repeat it.
                Node::Repeat(inner) if inner.least == 1 && inner.most.is_none() => {
                    Node::repeat(inner.node, least, None, false)
                }
                node => Node::repeat(node, least, most, false),
            });
        }
        let filled = self.filled(&node)?;
        if empty(&node) == Node::Empty {
            return self.repeat(filled, 0, most);
        }
        if filled.is_never() {
            return Ok(if least == 0 { Node::Empty } else { node });
        }
        if most.is_some() {
            return Ok(Node::repeat(node, least, most, false));
        }
        let rest = self.repeat(filled, 0, None)?;
        self.add(size(&node).saturating_mul(least as usize))?;
        let mut all = vec![node; least as usize];
        all.push(rest);
        Ok(Node::concat(all))
    }

    /// What a node matches but for nothing.
    fn filled(&mut self, node: &Node) -> Result<Node, Invalid> {
        self.add(1)?;
        Ok(match node {
            Node::Class(_) => node.clone(),
            Node::Concat(nodes) => self.filled_concat(nodes)?,
            Node::Either(nodes) => {
                let mut all = Vec::with_capacity(nodes.len());
                for node in nodes {
                    all.push(self.filled(node)?);
                }
                Node::either(all)
            }
            Node::Repeat(repeat) if !may_be_empty(&repeat.node) => {
                self.add(size(node))?;
                Node::repeat(repeat.node.clone(), repeat.least.max(1), repeat.most, false)
            }
            Node::Repeat(repeat) if repeat.most == Some(1) => self.filled(&repeat.node)?,
            Node::Repeat(repeat) => {
                // Its parts may demand something where they are empty, or they would have been filled already.
                let most = repeat.most.unwrap_or(repeat.least.saturating_add(1));
                self.add(size(&repeat.node).saturating_mul(most as usize))?;
                let one = &repeat.node;
                let maybe = Node::repeat(one.clone(), 0, Some(1), false);
                let mut all = vec![one.clone(); repeat.least as usize];
                all.resize(most.max(repeat.least) as usize, maybe);
                self.filled_concat(&all)?
            }
            _ => Node::never(),
        })
    }

    fn filled_concat(&mut self, nodes: &[Node]) -> Result<Node, Invalid> {
        let Some((first, rest)) = nodes.split_first() else { return Ok(Node::never()) };
        self.add(nodes.iter().map(size).sum())?;
        let here = self.filled(first)?;
        let mut all = vec![here];
        all.extend_from_slice(rest);
        let here = Node::concat(all);
        let demanded = empty(first);
        if demanded.is_never() {
            return Ok(here);
        }
        let later = self.filled_concat(rest)?;
        Ok(Node::either(vec![here, Node::concat(vec![demanded, later])]))
    }

    fn add(&mut self, nodes: usize) -> Result<(), Invalid> {
        self.left = self.left.checked_sub(nodes).ok_or_else(Invalid::too_large)?;
        Ok(())
    }
}

fn size(node: &Node) -> usize {
    1 + node.children().iter().map(size).sum::<usize>()
}
