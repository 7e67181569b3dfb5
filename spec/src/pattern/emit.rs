//! A pattern into its program.
//!
//! Where what may come next tells which way to go, the program looks at that and needs no way back.

mod code;

use wellhead_runtime::pattern::program::{ANCHORED, BACK_REFERENCES, HEADER, LOOKS, MANY, op};

use code::{Code, Hole};

use super::Invalid;
use super::first::{ALL, atoms, count, first, first_of};
use super::syntax::{Group, Look, Node, Repeat, Set};
use super::tidy::{Tidy, may_be_empty};

/// How many registers a group has.
const GROUP: usize = 3;

/// The most characters that one run may be long, if it has an end.
const LONGEST_RUN: u32 = MANY as u32 - 1;

pub(super) fn program(tidy: &Tidy) -> Result<Vec<u8>, Invalid> {
    let mut emitter = Emitter::new(tidy, false);
    emitter.whole(&tidy.node)?;
    // What goes one way only needs no memory of where it was.
    if !emitter.has_references && (emitter.forks || !tidy.anchored) {
        emitter = Emitter::new(tidy, true);
        emitter.whole(&tidy.node)?;
    }
    emitter.finish(tidy)
}

struct Emitter {
    code: Code,
    points: u16,
    registers: usize,
    /// The first register behind those of the groups, and of the repetitions around whose turns must not be empty.
    marks: usize,
    /// Whether it is emitted where ways meet.
    joins: bool,
    /// Whether there is more than one way to try.
    forks: bool,
    looks: bool,
    has_references: bool,
    /// It is matched from its end to its beginning, as look-behind is.
    back: bool,
    /// Inside of how many repetitions it is.
    repeated: usize,
}

impl Emitter {
    fn new(tidy: &Tidy, joins: bool) -> Self {
        Self {
            code: Code::default(),
            points: 0,
            registers: tidy.groups * GROUP,
            marks: tidy.groups * GROUP,
            joins,
            forks: false,
            looks: false,
            has_references: tidy.groups > 0,
            back: false,
            repeated: 0,
        }
    }

    fn whole(&mut self, node: &Node) -> Result<(), Invalid> {
        self.code.bytes.resize(HEADER, 0);
        self.node(node, ALL)?;
        self.code.op(op::MATCH)
    }

    fn finish(self, tidy: &Tidy) -> Result<Vec<u8>, Invalid> {
        let flag = |flag, is_on| if is_on { flag } else { 0 };
        let flags = flag(ANCHORED, tidy.anchored)
            | flag(LOOKS, self.looks)
            | flag(BACK_REFERENCES, self.has_references);
        let registers = u8::try_from(self.registers).map_err(|_| Invalid::too_large())?;
        let mut header = vec![flags];
        header.extend(self.points.to_le_bytes());
        header.extend(u16::from(registers).to_le_bytes());
        header.extend(first(&tidy.node, ALL).to_le_bytes());
        self.code.finish(&header)
    }

    /// Emits `node`; `follow` may come behind it.
    fn node(&mut self, node: &Node, follow: u64) -> Result<(), Invalid> {
        match node {
            Node::Empty => Ok(()),
            Node::Class(_) => self.concat(std::slice::from_ref(node), follow),
            Node::Start => self.code.op(op::START),
            Node::End => self.code.op(op::END),
            Node::Word { not } => self.code.op(if *not { op::WORD_NOT } else { op::WORD }),
            Node::Concat(nodes) => self.concat(nodes, follow),
            Node::Either(nodes) => self.either(nodes, follow),
            Node::Repeat(repeat) => {
                self.repeated += 1;
                self.repeat(repeat, follow)?;
                self.repeated -= 1;
                Ok(())
            }
            Node::Group(number, inner) => {
                let register = self.register(number * GROUP)?;
                self.code.register(op::SAVE, register)?;
                self.node(inner, follow)?;
                self.code.register(op::CLOSE, register)
            }
            Node::Look(look) => self.look(look),
            Node::Reference(Group::Number(number)) => {
                let register = self.register(number * GROUP)?;
                let op = if self.back { op::REFERENCE_BACK } else { op::REFERENCE };
                self.code.register(op, register)
            }
            Node::Reference(Group::Name(_)) => self.code.op(op::FAIL),
        }
    }

    fn concat(&mut self, nodes: &[Node], follow: u64) -> Result<(), Invalid> {
        let mut parts: Vec<(&Node, u64)> = Vec::with_capacity(nodes.len());
        let mut behind = follow;
        for node in nodes.iter().rev() {
            parts.push((node, behind));
            behind = if self.back { ALL } else { first(node, behind) };
        }
        if !self.back {
            parts.reverse();
        }
        let mut literal = String::new();
        for (node, follow) in parts {
            match (node, node.char()) {
                (_, Some(char)) if self.back => literal.insert(0, char),
                (_, Some(char)) => literal.push(char),
                (Node::Class(set), None) => {
                    self.literal(&mut literal)?;
                    let op = if self.back { op::SET_BACK } else { op::SET };
                    if node.is_never() { self.code.op(op::FAIL) } else { self.code.set(op, set) }?;
                }
                _ => {
                    self.literal(&mut literal)?;
                    self.node(node, follow)?;
                }
            }
        }
        self.literal(&mut literal)
    }

    fn literal(&mut self, literal: &mut String) -> Result<(), Invalid> {
        let text = std::mem::take(literal);
        if self.back {
            for part in text.as_bytes().rchunks(255) {
                self.code.literal(op::LITERAL_BACK, part)?;
            }
            return Ok(());
        }
        for part in text.as_bytes().chunks(255) {
            match part {
                [byte] => self.code.bytes(&[op::BYTE, *byte])?,
                part => self.code.literal(op::LITERAL, part)?,
            }
        }
        Ok(())
    }

    fn either(&mut self, nodes: &[Node], follow: u64) -> Result<(), Invalid> {
        let Some((last, others)) = nodes.split_last() else { return Ok(()) };
        let mut ends = Vec::new();
        for (at, node) in others.iter().enumerate() {
            let rest = nodes.get(at + 1..).unwrap_or_default();
            let there = if self.back { ALL } else { first_of(rest, follow) };
            let next = self.choose(self.first(node, follow), there)?;
            self.node(node, follow)?;
            ends.push(self.code.jump()?);
            self.code.fill(next);
        }
        self.node(last, follow)?;
        self.fill(ends);
        self.join()
    }

    fn fill(&mut self, holes: Vec<Hole>) {
        for hole in holes {
            self.code.fill(hole);
        }
    }

    fn first(&self, node: &Node, follow: u64) -> u64 {
        if self.back { ALL } else { first(node, follow) }
    }

    /// Goes on here, or from the place that is to be filled in. If what comes next tells which, that is all; otherwise
    /// here first.
    fn choose(&mut self, here: u64, there: u64) -> Result<Hole, Invalid> {
        if here & there == 0 {
            return self.code.peek(here);
        }
        self.forks = true;
        self.code.split()
    }

    fn repeat(&mut self, repeat: &Repeat, follow: u64) -> Result<(), Invalid> {
        if let Node::Class(set) = &repeat.node
            && !self.back
        {
            return self.run(set, repeat, follow);
        }
        let body = self.first(&repeat.node, follow);
        let again = body | follow;
        for at in 0..repeat.least {
            let is_last = at + 1 == repeat.least && repeat.most == Some(repeat.least);
            self.once(repeat, if is_last { follow } else { again })?;
        }
        let Some(most) = repeat.most else {
            let top = self.code.here();
            self.join()?;
            let end = self.perhaps(repeat, (body, follow, again))?;
            self.code.jump_to(top)?;
            self.code.fill(end);
            return Ok(());
        };
        let mut ends = Vec::new();
        for _ in repeat.least..most {
            ends.push(self.perhaps(repeat, (body, follow, again))?);
        }
        let are_many = !ends.is_empty();
        self.fill(ends);
        if are_many { self.join() } else { Ok(()) }
    }

    /// Once more, or on from the place that is to be filled in.
    fn perhaps(
        &mut self,
        repeat: &Repeat,
        (body, follow, again): (u64, u64, u64),
    ) -> Result<Hole, Invalid> {
        let end = if repeat.lazy && self.has_references {
            let more = self.code.split()?;
            let end = self.code.jump()?;
            self.code.fill(more);
            end
        } else {
            self.choose(body, follow)?
        };
        // Where groups capture, an empty turn makes a difference; elsewhere there is none in a repetition.
        if !(self.has_references && may_be_empty(&repeat.node)) {
            self.once(repeat, again)?;
            return Ok(end);
        }
        let mark = self.register(self.marks)?;
        self.marks += 1;
        self.registers = self.registers.max(self.marks);
        self.code.register(op::SAVE, mark)?;
        self.once(repeat, again)?;
        self.marks -= 1;
        self.code.register(op::MOVED, mark)?;
        Ok(end)
    }

    /// One turn of a repetition: what its groups captured in the turn before is forgotten.
    fn once(&mut self, repeat: &Repeat, follow: u64) -> Result<(), Invalid> {
        if self.has_references
            && let Some((least, most)) = groups(&repeat.node)
        {
            let register = self.register(least * GROUP)?;
            let count = self.register((most - least + 1) * GROUP)?;
            self.code.bytes(&[op::RESET, register, count])?;
        }
        self.node(&repeat.node, follow)
    }

    /// One character of a set, repeated.
    fn run(&mut self, set: &Set, repeat: &Repeat, follow: u64) -> Result<(), Invalid> {
        let all = atoms(set);
        let most = repeat.most.unwrap_or(u32::MAX);
        let is_sure = all & follow == 0 || repeat.least == most;
        let op = match () {
            () if is_sure => op::RUN,
            () if self.has_references && repeat.lazy => op::LAZY,
            () if self.has_references => op::GREEDY,
            // What follows is rare among what is repeated: to look for it is faster than to go back to it.
            () if count(all & follow) * 4 <= count(all) => op::LAZY,
            () => op::GREEDY,
        };
        self.forks |= !is_sure;
        let (mut least, mut left) = (repeat.least, repeat.most);
        loop {
            let part = left.filter(|left| *left <= LONGEST_RUN);
            let is_last = part.is_some() || left.is_none() && least <= LONGEST_RUN;
            let most = if is_last { part } else { Some(LONGEST_RUN) };
            let follow = if is_last { follow } else { follow | all };
            self.part(op, set, (least.min(LONGEST_RUN), most), follow)?;
            if is_last {
                return Ok(());
            }
            least = least.saturating_sub(LONGEST_RUN);
            left = left.map(|left| left - LONGEST_RUN);
        }
    }

    fn part(
        &mut self,
        op: u8,
        set: &Set,
        (least, most): (u32, Option<u32>),
        follow: u64,
    ) -> Result<(), Invalid> {
        let point = if most.is_none() { self.point()? } else { 0 };
        self.code.set(op, set)?;
        self.code.bytes(&(least as u16).to_le_bytes())?;
        self.code.bytes(&most.map_or(MANY, |most| most as u16).to_le_bytes())?;
        self.code.bytes(&point.to_le_bytes())?;
        if op != op::RUN {
            self.code.bytes(&follow.to_le_bytes())?;
        }
        if most.is_some_and(|most| most != least) { self.join() } else { Ok(()) }
    }

    fn look(&mut self, look: &Look) -> Result<(), Invalid> {
        self.looks = true;
        // It may look again over what it has looked at.
        self.forks |= self.repeated > 0;
        let end = self.code.hole(if look.not { op::LOOK_NOT } else { op::LOOK })?;
        let (back, repeated) = (self.back, self.repeated);
        (self.back, self.repeated) = (look.behind, 0);
        self.node(&look.node, ALL)?;
        (self.back, self.repeated) = (back, repeated);
        self.code.op(op::MATCH)?;
        self.code.fill(end);
        Ok(())
    }

    fn join(&mut self) -> Result<(), Invalid> {
        if !self.joins {
            return Ok(());
        }
        let point = self.point()?;
        self.code.op(op::JOIN)?;
        self.code.bytes(&point.to_le_bytes())
    }

    fn point(&mut self) -> Result<u16, Invalid> {
        let point = self.points;
        self.points = self.points.checked_add(1).ok_or_else(Invalid::too_large)?;
        Ok(point)
    }

    fn register(&self, number: usize) -> Result<u8, Invalid> {
        u8::try_from(number).map_err(|_| Invalid::too_large())
    }
}

/// The first and the last group in a node.
fn groups(node: &Node) -> Option<(usize, usize)> {
    let mut all = if let Node::Group(number, _) = node { Some((*number, *number)) } else { None };
    for child in node.children() {
        all = match (all, groups(child)) {
            (Some((first, last)), Some((other, more))) => Some((first.min(other), last.max(more))),
            (all, None) => all,
            (None, inner) => inner,
        };
    }
    all
}
