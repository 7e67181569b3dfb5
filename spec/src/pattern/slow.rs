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
    let is_slow = |text: &String| matches(&program, text) == Err(PatternError::TooSlow);
    parts.texts().find(is_slow)
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
        node.children().iter().for_each(|child| self.collect(child));
    }

    fn class(&mut self, set: &Chars) {
        let first = set.ranges().first().map(|range| range.0);
        let letter = PROBES.chars().chain(first).find(|char| set.has(*char));
        letter.into_iter().for_each(|char| add(&mut self.letters, char));
        let other = PROBES.chars().find(|char| !set.has(*char));
        other.into_iter().for_each(|char| add(&mut self.others, char));
    }

    /// The texts to try: perhaps what the pattern starts with, one or two characters over and over, and an end that may
    /// keep all that from being a match.
    fn texts(&self) -> impl Iterator<Item = String> {
        let literals = self.literals.iter().filter(|char| !self.letters.contains(char));
        let letters: Vec<char> =
            self.letters.iter().chain(literals).copied().take(LETTERS).collect();
        let pairs = letters.iter().flat_map(|one| letters.iter().map(move |other| [*one, *other]));
        let pairs = pairs.filter(|[one, other]| one != other).map(String::from_iter);
        let middles: Vec<String> = letters.iter().map(char::to_string).chain(pairs).collect();
        // What stands at the end may be what a look-ahead asks for.
        let all = letters.iter().chain(&['!']).collect();
        let ends = ["!", "\u{1}", ""].into_iter().map(str::to_owned);
        let ends: Vec<String> =
            ends.chain([all]).chain(self.others.first().map(char::to_string)).collect();
        let heads = if self.head.is_empty() { vec![""] } else { vec!["", self.head.as_str()] };
        middles.into_iter().flat_map(move |middle| {
            let middle = middle.repeat(REPEATS);
            let ends = ends.clone();
            heads.clone().into_iter().flat_map(move |head| {
                let start = format!("{head}{middle}");
                ends.clone().into_iter().map(move |end| format!("{start}{end}"))
            })
        })
    }
}

fn add(chars: &mut Vec<char>, char: char) {
    if !chars.contains(&char) {
        chars.push(char);
    }
}
