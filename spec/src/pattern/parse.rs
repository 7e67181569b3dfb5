//! A pattern as ECMA 262 spells it, into what it consists of.
//!
//! Unicode escapes and properties mean what they mean in a pattern with the flag `u`; beside that, what is read without it is read:
//! a `{` that begins no count, an escape of what needs none. Modifiers are ECMA 262's of 2025, and may stand alone, as `(?i)`.

mod class;
mod escape;

use std::rc::Rc;

use super::Invalid;
use super::chars::Chars;
use super::syntax::{Group, Look, Node};
use super::unicode;

/// How deep groups may stand inside of each other.
const DEEPEST: usize = 100;

/// A pattern, and the names of its groups in the order of their numbers.
#[derive(Debug)]
pub(super) struct Parsed {
    pub(super) node: Node,
    pub(super) groups: Vec<Option<String>>,
}

pub(super) fn parse(source: &str) -> Result<Parsed, Invalid> {
    let mut parser = Parser { all: source.chars().collect(), ..Parser::default() };
    let node = parser.either()?;
    if parser.next_is(')') {
        return Err(parser.wrong("this `)` closes nothing"));
    }
    Ok(Parsed { node, groups: parser.groups })
}

/// What is on in a part of a pattern.
#[derive(Clone, Copy, Debug, Default)]
struct Modifiers {
    /// `i`: case makes no difference.
    any_case: bool,
    /// `m`: `^` and `$` are at every line's beginning and end.
    lines: bool,
    /// `s`: a dot is any character.
    dot_all: bool,
}

#[derive(Debug, Default)]
struct Parser {
    all: Vec<char>,
    at: usize,
    depth: usize,
    modifiers: Modifiers,
    groups: Vec<Option<String>>,
}

impl Parser {
    fn peek(&self) -> Option<char> {
        self.all.get(self.at).copied()
    }

    fn next_is(&self, char: char) -> bool {
        self.peek() == Some(char)
    }

    fn next(&mut self) -> Option<char> {
        let next = self.peek();
        self.at += usize::from(next.is_some());
        next
    }

    /// Goes over `text` if it stands here.
    fn eat(&mut self, text: &str) -> bool {
        let rest = self.all.get(self.at..).unwrap_or_default();
        let is_here =
            rest.len() >= text.len() && text.chars().eq(rest.iter().copied().take(text.len()));
        self.at += if is_here { text.len() } else { 0 };
        is_here
    }

    /// What is wrong with what stands here.
    fn wrong(&self, reason: &str) -> Invalid {
        Invalid::at(self.at, reason)
    }

    fn either(&mut self) -> Result<Node, Invalid> {
        let outer = self.modifiers;
        let mut all = vec![self.concat()?];
        while self.eat("|") {
            all.push(self.concat()?);
        }
        self.modifiers = outer;
        Ok(Node::either(all))
    }

    fn concat(&mut self) -> Result<Node, Invalid> {
        let mut all = Vec::new();
        while self.peek().is_some_and(|next| next != '|' && next != ')') {
            all.push(self.piece()?);
        }
        Ok(Node::concat(all))
    }

    /// An atom and how often.
    fn piece(&mut self) -> Result<Node, Invalid> {
        let start = self.at;
        let node = self.atom()?;
        let counted = self.at;
        let Some((least, most)) = self.count()? else { return Ok(node) };
        let is_group = self.all.get(start) == Some(&'(');
        let is_behind = self.all.get(start + 1..start + 3) == Some(&['?', '<'])
            && matches!(self.all.get(start + 3), Some('=' | '!'));
        let is_place = matches!(node, Node::Start | Node::End | Node::Word { .. } | Node::Look(_));
        if is_behind || is_place && !is_group {
            return Err(Invalid::at(counted, "there is nothing here that can be repeated"));
        }
        let lazy = self.eat("?");
        if self.next_is('+') {
            return Err(self.wrong("ECMA 262 has no possessive repetition"));
        }
        if matches!(self.peek(), Some('*' | '?')) || self.count()?.is_some() {
            return Err(self.wrong("it is repeated already; put it into a group"));
        }
        Ok(Node::repeat(node, least, most, lazy))
    }

    /// How often, if that stands here.
    fn count(&mut self) -> Result<Option<(u32, Option<u32>)>, Invalid> {
        let start = self.at;
        match self.peek() {
            Some('*') => self.at += 1,
            Some('+') => {
                self.at += 1;
                return Ok(Some((1, None)));
            }
            Some('?') => {
                self.at += 1;
                return Ok(Some((0, Some(1))));
            }
            Some('{') => return self.braces(start),
            _ => return Ok(None),
        }
        Ok(Some((0, None)))
    }

    fn braces(&mut self, start: usize) -> Result<Option<(u32, Option<u32>)>, Invalid> {
        self.at += 1;
        let least = self.digits();
        let has_comma = self.eat(",");
        let most = if has_comma { self.digits() } else { least };
        if !self.eat("}") || (least.is_none() && most.is_none()) {
            self.at = start;
            return Ok(None);
        }
        let Some(least) = least else {
            return Err(Invalid::at(
                start,
                "write `{0,n}`: ECMA 262 reads `{,n}` as plain characters",
            ));
        };
        if most.is_some_and(|most| most < least) {
            return Err(Invalid::at(start, "the least count is more than the most"));
        }
        Ok(Some((least, most)))
    }

    fn digits(&mut self) -> Option<u32> {
        let mut number = None;
        while let Some(digit) = self.peek().and_then(|char| char.to_digit(10)) {
            number = Some(number.unwrap_or(0u32).saturating_mul(10).saturating_add(digit));
            self.at += 1;
        }
        number
    }

    fn atom(&mut self) -> Result<Node, Invalid> {
        let start = self.at;
        match self.next() {
            None => Ok(Node::Empty),
            Some('(') => self.group(start),
            Some('[') => Ok(Node::Class(Rc::new(self.class(start)?))),
            Some('\\') => self.escape(start),
            Some('.') if self.modifiers.dot_all => Ok(class(any())),
            Some('.') => Ok(class(not_newline())),
            Some('^') if self.modifiers.lines => Ok(line_edge(true)),
            Some('$') if self.modifiers.lines => Ok(line_edge(false)),
            Some('^') => Ok(Node::Start),
            Some('$') => Ok(Node::End),
            Some('*' | '+' | '?') => {
                Err(Invalid::at(start, "there is nothing before it to repeat"))
            }
            Some('{') => {
                self.at = start;
                if self.count()?.is_some() {
                    return Err(Invalid::at(start, "there is nothing before it to repeat"));
                }
                self.at = start + 1;
                self.literal(start, '{')
            }
            Some(char) => self.literal(start, char),
        }
    }

    fn literal(&self, start: usize, char: char) -> Result<Node, Invalid> {
        Ok(class(self.cased(start, Chars::one(char))?))
    }

    /// With the same characters in the other case, if case makes no difference here.
    fn cased(&self, start: usize, set: Chars) -> Result<Chars, Invalid> {
        match self.modifiers.any_case {
            true => unicode::cased(&set).map_err(|missing| Invalid::lacking(start, missing)),
            false => Ok(set),
        }
    }

    fn group(&mut self, start: usize) -> Result<Node, Invalid> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(Invalid::at(start, "groups stand too deep inside of each other"));
        }
        let node = self.opened(start)?;
        self.depth -= 1;
        Ok(node)
    }

    /// What stands behind a `(`, up to its `)`.
    fn opened(&mut self, start: usize) -> Result<Node, Invalid> {
        for (opening, behind, not) in
            [("?=", false, false), ("?!", false, true), ("?<=", true, false), ("?<!", true, true)]
        {
            if self.eat(opening) {
                let node = self.closed(start)?;
                return Ok(Node::Look(Box::new(Look { node, behind, not })));
            }
        }
        if self.eat("?:") {
            return self.closed(start);
        }
        let name = if self.eat("?<") { Some(self.name()?) } else { None };
        if name.is_none() && self.eat("?") {
            return self.modified(start);
        }
        if name.is_some() && self.groups.contains(&name) {
            return Err(Invalid::at(start, "another group has this name"));
        }
        let number = self.groups.len();
        self.groups.push(name);
        Ok(Node::Group(number, Box::new(self.closed(start)?)))
    }

    fn closed(&mut self, start: usize) -> Result<Node, Invalid> {
        let node = self.either()?;
        if !self.eat(")") {
            return Err(Invalid::at(start, "this `(` is never closed"));
        }
        Ok(node)
    }

    /// `(?i:…)`, or `(?i)`, which goes on to the end of what it stands in.
    fn modified(&mut self, start: usize) -> Result<Node, Invalid> {
        let outer = self.modifiers;
        let mut on = true;
        loop {
            match self.next() {
                Some('i') => self.modifiers.any_case = on,
                Some('m') => self.modifiers.lines = on,
                Some('s') => self.modifiers.dot_all = on,
                Some('-') if on => on = false,
                Some(')') if self.at > start + 3 => return Ok(Node::Empty),
                Some(':') if self.at > start + 3 => {
                    let node = self.closed(start)?;
                    self.modifiers = outer;
                    return Ok(node);
                }
                _ => {
                    return Err(Invalid::at(
                        start,
                        "ECMA 262 has no such group: it has `(…)`, `(?:…)`, `(?<name>…)`, `(?=…)`, `(?!…)`, \
                         `(?<=…)`, `(?<!…)` and `(?i:…)`",
                    ));
                }
            }
        }
    }

    /// A group's name, up to its `>`.
    fn name(&mut self) -> Result<String, Invalid> {
        let start = self.at;
        let mut name = String::new();
        while let Some(char) = self.next() {
            match char {
                '>' if !name.is_empty() => return Ok(name),
                '0'..='9' if name.is_empty() => break,
                char if char.is_alphanumeric() || matches!(char, '_' | '$') => name.push(char),
                _ => break,
            }
        }
        Err(Invalid::at(start, "a group's name is letters, digits, `_` and `$`, and ends with `>`"))
    }

    fn reference(&mut self, first: char) -> Group {
        let mut number = first.to_digit(10).unwrap_or(0) as usize;
        while let Some(digit) = self.peek().and_then(|char| char.to_digit(10)) {
            number = number.saturating_mul(10).saturating_add(digit as usize);
            self.at += 1;
        }
        Group::Number(number.saturating_sub(1))
    }
}

fn class(set: Chars) -> Node {
    Node::Class(Rc::new(set))
}

fn any() -> Chars {
    Chars::of(&[('\0', char::MAX)])
}

fn newline() -> Chars {
    Chars::of(&[('\n', '\n'), ('\r', '\r'), ('\u{2028}', '\u{2029}')])
}

fn not_newline() -> Chars {
    let mut set = newline();
    set.negate();
    set
}

/// A line's beginning or end: where no character is that is no newline.
fn line_edge(behind: bool) -> Node {
    Node::Look(Box::new(Look { node: class(not_newline()), behind, not: true }))
}
