//! What stands behind a backslash.

use std::rc::Rc;

use super::Parser;
use crate::pattern::Invalid;
use crate::pattern::chars::Chars;
use crate::pattern::syntax::{Group, Node};
use crate::pattern::unicode;

/// A character, or several.
#[derive(Debug)]
pub(super) enum Escaped {
    Char(char),
    Set(Chars),
}

impl Parser {
    /// What the backslash at `start` begins, outside of a class.
    pub(super) fn escape(&mut self, start: usize) -> Result<Node, Invalid> {
        match self.peek() {
            Some('b') => self.at += 1,
            Some('B') => {
                self.at += 1;
                return Ok(Node::Word { not: true });
            }
            Some(first @ '1'..='9') => {
                self.at += 1;
                self.refuse_case(start)?;
                return Ok(Node::Reference(self.reference(first)));
            }
            Some('k') => {
                self.at += 1;
                if !self.eat("<") {
                    return Err(Invalid::at(start, "write `\\k<name>`, with the name of a group"));
                }
                self.refuse_case(start)?;
                return Ok(Node::Reference(Group::Name(self.name()?)));
            }
            _ => {
                return Ok(match self.escaped(start)? {
                    Escaped::Char(char) => self.literal(start, char)?,
                    Escaped::Set(set) => Node::Class(Rc::new(set)),
                });
            }
        }
        Ok(Node::Word { not: false })
    }

    fn refuse_case(&self, start: usize) -> Result<(), Invalid> {
        if self.modifiers.any_case {
            return Err(Invalid::at(
                start,
                "a back-reference is not supported where case makes no difference",
            ));
        }
        Ok(())
    }

    /// What the backslash at `start` begins, in a class as well.
    pub(super) fn escaped(&mut self, start: usize) -> Result<Escaped, Invalid> {
        let Some(char) = self.next() else {
            return Err(Invalid::at(start, "there is nothing behind this backslash"));
        };
        let char = match char {
            'd' | 'D' => return Ok(class(Chars::of(&[('0', '9')]), char == 'D')),
            'w' | 'W' => {
                // With what is the same as one of them in another case: `\W` is none of those either.
                let word = [('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')];
                let word = self.cased(start, Chars::of(&word))?;
                return Ok(class(word, char == 'W'));
            }
            's' | 'S' => return Ok(class(Chars::of(unicode::SPACE), char == 'S')),
            'p' | 'P' => return self.property(start, char == 'P').map(Escaped::Set),
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'v' => '\u{b}',
            'f' => '\u{c}',
            '0' if !self.peek().is_some_and(|next| next.is_ascii_digit()) => '\0',
            '0'..='9' => {
                return Err(Invalid::at(start, "ECMA 262 has no octal numbers: write `\\xHH`"));
            }
            'x' => self.hex(start, 2)?,
            'u' if self.eat("{") => self.code_point(start)?,
            'u' => self.unit(start)?,
            'c' => match self.peek().filter(char::is_ascii_alphabetic) {
                Some(letter) => {
                    self.at += 1;
                    char::from(letter as u8 % 32)
                }
                None => {
                    // A backslash, and the `c` once more.
                    self.at = start + 1;
                    '\\'
                }
            },
            other => other,
        };
        Ok(Escaped::Char(char))
    }

    fn number(&mut self, start: usize, digits: usize) -> Result<u32, Invalid> {
        let mut number = 0;
        for _ in 0..digits {
            let Some(digit) = self.next().and_then(|char| char.to_digit(16)) else {
                let reason = format!("{digits} hexadecimal digits have to follow");
                return Err(Invalid::at(start, &reason));
            };
            number = number * 16 + digit;
        }
        Ok(number)
    }

    fn hex(&mut self, start: usize, digits: usize) -> Result<char, Invalid> {
        let number = self.number(start, digits)?;
        char::from_u32(number).ok_or_else(|| surrogate(start))
    }

    /// `\uXXXX`; two of them that are one character's surrogates are that character.
    fn unit(&mut self, start: usize) -> Result<char, Invalid> {
        let first = self.number(start, 4)?;
        if (0xd800..0xdc00).contains(&first) && self.eat("\\u") {
            let second = self.number(start, 4)?;
            let mut both = char::decode_utf16([first as u16, second as u16]);
            if let (Some(Ok(char)), None) = (both.next(), both.next()) {
                return Ok(char);
            }
        }
        char::from_u32(first).ok_or_else(|| surrogate(start))
    }

    /// `\u{…}`, behind its brace.
    fn code_point(&mut self, start: usize) -> Result<char, Invalid> {
        let (mut number, first) = (0u32, self.at);
        while let Some(digit) = self.peek().and_then(|char| char.to_digit(16)) {
            number = number.saturating_mul(16).saturating_add(digit);
            self.at += 1;
        }
        let has_digits = self.at > first;
        match char::from_u32(number) {
            Some(char) if has_digits && self.eat("}") => Ok(char),
            _ => Err(Invalid::at(start, "`\\u{…}` holds the hexadecimal number of a character")),
        }
    }

    /// `\p{…}`, behind its `p`.
    fn property(&mut self, start: usize, not: bool) -> Result<Chars, Invalid> {
        if !self.eat("{") {
            return Err(Invalid::at(start, "write `\\p{…}`, with a property of Unicode's"));
        }
        let is_name = |char: &char| char.is_ascii_alphanumeric() || matches!(char, '_' | '=');
        let unknown = || Invalid::at(start, "Unicode has no such property");
        let mut name = String::new();
        while let Some(char) = self.peek().filter(is_name) {
            name.push(char);
            self.at += 1;
        }
        if !self.eat("}") {
            return Err(unknown());
        }
        let chars = unicode::property(&name).map_err(|missing| Invalid::lacking(start, missing))?;
        let mut chars = chars.ok_or_else(unknown)?;
        if not {
            chars.negate();
        }
        // With the flag `u`, what has not the property is any character with such a one in another case.
        self.cased(start, chars)
    }
}

fn class(mut set: Chars, not: bool) -> Escaped {
    if not {
        set.negate();
    }
    Escaped::Set(set)
}

fn surrogate(start: usize) -> Invalid {
    Invalid::at(start, "half a character, a lone surrogate, is in no text")
}
