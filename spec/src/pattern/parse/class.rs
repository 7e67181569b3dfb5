//! Classes: `[…]`.

use super::Parser;
use super::escape::Escaped;
use crate::pattern::Invalid;
use crate::pattern::chars::Chars;

impl Parser {
    /// The class whose bracket is at `start`.
    pub(super) fn class(&mut self, start: usize) -> Result<Chars, Invalid> {
        let not = self.eat("^");
        let mut all = Chars::NONE;
        while !self.eat("]") {
            let first = self.member(start)?;
            let is_range =
                self.next_is('-') && self.all.get(self.at + 1).is_some_and(|behind| *behind != ']');
            if !is_range {
                all.union(&as_set(first));
                continue;
            }
            let dash = self.at;
            self.at += 1;
            match (first, self.member(start)?) {
                (Escaped::Char(first), Escaped::Char(last)) if first <= last => {
                    all.add(first, last);
                }
                (Escaped::Char(_), Escaped::Char(_)) => {
                    return Err(Invalid::at(dash, "this range ends before it begins"));
                }
                (first, last) => {
                    all.union(&as_set(first));
                    all.add('-', '-');
                    all.union(&as_set(last));
                }
            }
        }
        let mut all = self.cased(start, all)?;
        if not {
            all.negate();
        }
        Ok(all)
    }

    fn member(&mut self, start: usize) -> Result<Escaped, Invalid> {
        let at = self.at;
        match self.next() {
            None => Err(Invalid::at(start, "this `[` is never closed")),
            Some('\\') if self.eat("b") => Ok(Escaped::Char('\u{8}')),
            Some('\\') => self.escaped(at),
            Some(char) => Ok(Escaped::Char(char)),
        }
    }
}

fn as_set(escaped: Escaped) -> Chars {
    match escaped {
        Escaped::Char(char) => Chars::one(char),
        Escaped::Set(set) => set,
    }
}
