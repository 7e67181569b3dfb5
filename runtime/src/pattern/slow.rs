//! Which patterns a text can make slow: a few texts are made of the pattern's own characters and tried. The same pattern
//! gets the same texts, and not many, so that the answer is always the same and soon there.
//!
//! Most patterns need no try: without look-around and back-references, the engine takes linear time.

use fancy_regex::{Expr, Regex};

use super::{PatternError, compile, translate};

/// How often the middle of a text is repeated: exponential time shows, cubic time does not.
const REPEATS: usize = 32;

/// How many characters of the pattern are tried, alone and in pairs.
const LETTERS: usize = 4;

/// Characters that stand for a class that has them.
const PROBES: &str = "a0A_-. /:@";

/// A text on which matching `source` is given up, if one is found.
pub(super) fn text(source: &str) -> Option<String> {
    let tree = Expr::parse_tree(&translate(source)).ok()?.expr;
    let mut parts = Parts::default();
    parts.collect(&tree);
    if !(parts.is_hard && parts.repeats) {
        return None;
    }
    let regex = compile(source).ok()?;
    let is_slow = |text: &String| {
        let verdict = regex.is_match(text).map_err(|_| PatternError::TooSlow);
        verdict.is_err()
    };
    parts.texts().find(is_slow)
}

/// What texts are made of.
#[derive(Default)]
struct Parts {
    /// The engine has to go back for it.
    is_hard: bool,
    /// Something in it is repeated without end.
    repeats: bool,
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
    /// Walks the tree; its depth is bounded by the engine's parser.
    fn collect(&mut self, expr: &Expr) {
        match expr {
            Expr::LookAround(..) | Expr::Backref { .. } | Expr::AstNode(..) => self.is_hard = true,
            Expr::Repeat { hi, .. } => self.repeats |= *hi > REPEATS,
            Expr::Literal { val, .. } => {
                if !self.is_past_head {
                    self.head.push_str(val);
                }
                val.chars().for_each(|char| add(&mut self.literals, char));
            }
            Expr::Delegate { inner, .. } => self.class(inner),
            Expr::Any { .. } => add(&mut self.letters, 'a'),
            _ => {}
        }
        let goes_on = matches!(
            expr,
            Expr::Literal { .. } | Expr::Assertion(_) | Expr::Concat(_) | Expr::Empty
        );
        self.is_past_head |= !goes_on;
        expr.children_iter().for_each(|child| self.collect(child));
    }

    fn class(&mut self, class: &str) {
        let Ok(regex) = Regex::new(class) else { return };
        let mut buffer = [0; 4];
        let mut has = |char: char| regex.is_match(char.encode_utf8(&mut buffer)).unwrap_or(false);
        if let Some(char) = PROBES.chars().chain(class.chars()).find(|char| has(*char)) {
            add(&mut self.letters, char);
        }
        if let Some(char) =
            class.chars().skip(1).find(|char| !"^-[]\\".contains(*char) && !has(*char))
        {
            add(&mut self.others, char);
        }
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
