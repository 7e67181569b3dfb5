//! All words of a file in one text, and what the layout has to know of each: a text of its own for every word would be most of
//! what printing costs.

use std::fmt::{Display, Write};

/// As long as most files are not: a text that grows is moved.
const FILE: usize = 64 * 1024;

/// The words of a file.
#[derive(Debug)]
pub(super) struct Words(String);

/// One of them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    start: usize,
    end: usize,
    pub(super) role: Role,
}

/// What a word is to the layout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// A name, a literal, a lifetime, or a keyword that makes no difference.
    Plain,
    /// It begins a short item: `pub`, `mod`.
    Item,
    /// It is followed by an operand, and not by what belongs to it.
    Operator,
    /// `as`
    As,
    /// `else`
    Else,
    /// `impl`
    Impl,
    /// `use`
    Use,
    /// `where`
    Where,
}

impl Role {
    fn of(word: &str) -> Self {
        match word {
            "mod" | "pub" => Self::Item,
            "dyn" | "for" | "if" | "in" | "let" | "match" | "move" | "mut" | "ref" | "return" => {
                Self::Operator
            }
            "as" => Self::As,
            "else" => Self::Else,
            "impl" => Self::Impl,
            "use" => Self::Use,
            "where" => Self::Where,
            _ => Self::Plain,
        }
    }

    /// Whether a word is followed by an operand, and not by what belongs to it.
    pub(super) fn has_operand(self) -> bool {
        !matches!(self, Self::Plain | Self::Item)
    }
}

impl Words {
    /// None yet, and room for those of most files.
    pub(super) fn of_file() -> Self {
        Self(String::with_capacity(FILE))
    }

    /// How many bytes they are.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Adds a word.
    pub(super) fn add(&mut self, word: &impl Display) -> Word {
        let start = self.0.len();
        // A text takes all that is written.
        let _ = write!(self.0, "{word}");
        let end = self.0.len();
        Word { start, end, role: Role::of(self.0.get(start..end).unwrap_or_default()) }
    }

    /// The text of a word.
    pub(super) fn text(&self, word: Word) -> &str {
        self.0.get(word.start..word.end).unwrap_or_default()
    }

    /// What a string literal says.
    pub(super) fn unquoted(&mut self, literal: Word) -> Word {
        let text = self.text(literal);
        if let Some(raw) = text.strip_prefix('r') {
            let hashes = raw.len() - raw.trim_start_matches('#').len();
            return literal.without(2 + hashes, 1 + hashes);
        }
        let inner = literal.without(1, 1);
        if !text.contains('\\') {
            return inner;
        }
        let escaped = self.text(inner).to_owned();
        let start = self.0.len();
        self.unescape(&escaped);
        Word { start, end: self.0.len(), role: Role::Plain }
    }

    /// Adds what a text with escapes says.
    fn unescape(&mut self, escaped: &str) {
        let mut chars = escaped.chars();
        while let Some(char) = chars.next() {
            if char != '\\' {
                self.0.push(char);
                continue;
            }
            match chars.next() {
                Some('n') => self.0.push('\n'),
                Some('r') => self.0.push('\r'),
                Some('t') => self.0.push('\t'),
                Some('0') => self.0.push('\0'),
                Some('u') => {
                    let code = chars.by_ref().skip(1).take_while(|char| *char != '}');
                    let code = u32::from_str_radix(&code.collect::<String>(), 16);
                    self.0.extend(code.ok().and_then(char::from_u32));
                }
                other => self.0.extend(other),
            }
        }
    }
}

impl Word {
    pub(super) fn len(self) -> usize {
        self.end - self.start
    }

    /// The word without so many bytes at its ends.
    fn without(self, before: usize, after: usize) -> Self {
        let end = self.end.saturating_sub(after).max(self.start);
        Self { start: (self.start + before).min(end), end, role: Role::Plain }
    }
}
