//! Which patterns a text can make slow: a few texts are made of the pattern's own characters and tried. The same pattern
//! gets the same texts, and not many, so that the answer is always the same and soon there.
//!
//! Most patterns need no try: without back-references, matching takes linear time.

use wellhead_runtime::PatternError;

use super::chars::Chars;
use super::parse::parse;
use super::syntax::Node;
use super::{compile, matches};

/// How often the middle of a text is repeated: exponential time shows, cubic time does not.
const REPEATS: usize = 32;

/// How many characters of the pattern are tried, alone and in pairs.
const LETTERS: usize = 4;

/// Characters that stand for a class that has them.
const PROBES: &str = "a0A_-. /:@";

/// A text on which matching `source` is given up, if one is found.
pub(super) fn text(source: &str) -> Option<String> {
    let node = parse(source).ok()?.node;
    if !node.any(&|node| matches!(node, Node::Reference(_))) || !node.any(&is_endless) {
        return None;
    }
    let program = compile(source).ok()?;
    let mut parts = Parts::default();
    parts.collect(&node);
    parts.slow(&|text| matches(&program, text) == Err(PatternError::TooSlow))
}

fn is_endless(node: &Node) -> bool {
    let Node::Repeat(repeat) = node else { return false };
    repeat.most.is_none_or(|most| most as usize > REPEATS)
}

/// What texts are made of.
#[derive(Default)]
struct Parts {
    /// Characters that stand in it by themselves.
    literals: Vec<char>,
    /// A character for each of its classes.
    letters: Vec<char>,
    /// Characters that a class of it leaves out.
    others: Vec<char>,
    /// The literal text that it starts with.
    head: String,
    /// Whether that has ended.
    is_past_head: bool,
}

impl Parts {
    /// Walks the tree; its depth is bounded by the parser.
    fn collect(&mut self, node: &Node) {
        match (node, node.char()) {
            (_, Some(char)) => {
                if !self.is_past_head {
                    self.head.push(char);
                }
                add(&mut self.literals, char);
            }
            (Node::Class(set), None) => self.class(set),
            _ => {}
        }
        let goes_on =
            node.char().is_some() || matches!(node, Node::Start | Node::Concat(_) | Node::Empty);
        self.is_past_head |= !goes_on;
        for child in node.children() {
            self.collect(child);
        }
    }

    fn class(&mut self, set: &Chars) {
        let first = set.ranges().first().map(|range| range.0);
        if let Some(letter) = PROBES.chars().find(|char| set.has(*char)).or(first) {
            add(&mut self.letters, letter);
        }
        if let Some(other) = PROBES.chars().find(|char| !set.has(*char)) {
            add(&mut self.others, other);
        }
    }

    /// The first of the texts to try that is slow: perhaps what the pattern starts with, one or two characters over and over, and an
    /// end that may keep all that from being a match.
    fn slow(&self, is_slow: &dyn Fn(&str) -> bool) -> Option<String> {
        let letters = self.tried();
        // What stands at the end may be what a look-ahead asks for.
        let mut all = String::new();
        for letter in &letters {
            all.push(*letter);
        }
        all.push('!');
        let mut ends = vec!["!".to_owned(), "\u{1}".to_owned(), String::new(), all];
        if let Some(other) = self.others.first() {
            ends.push(other.to_string());
        }
        let heads = if self.head.is_empty() { vec![""] } else { vec!["", self.head.as_str()] };
        for middle in middles(&letters) {
            let middle = middle.repeat(REPEATS);
            for head in &heads {
                for end in &ends {
                    let text = format!("{head}{middle}{end}");
                    if is_slow(&text) {
                        return Some(text);
                    }
                }
            }
        }
        None
    }

    /// The characters that are tried.
    fn tried(&self) -> Vec<char> {
        let mut tried = self.letters.clone();
        for char in &self.literals {
            add(&mut tried, *char);
        }
        tried.truncate(LETTERS);
        tried
    }
}

/// What is repeated: each letter, then each two of them.
fn middles(letters: &[char]) -> Vec<String> {
    let mut middles = Vec::new();
    for letter in letters {
        middles.push(letter.to_string());
    }
    for one in letters {
        for other in letters {
            if one != other {
                middles.push(format!("{one}{other}"));
            }
        }
    }
    middles
}

fn add(chars: &mut Vec<char>, char: char) {
    if !chars.contains(&char) {
        chars.push(char);
    }
}
