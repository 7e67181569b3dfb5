//! The quick way: it goes straight on, and calls itself where there is more than one way. It needs no memory but the stack's,
//! and gives up soon: what it can't tell, the machine can.

use super::program::{HEADER, op};
use super::walk::{Class, Header, Run, Walk};

/// How many ways are tried: so many, and so many for each byte of the text.
const TRIES: [u64; 2] = [64, 4];

/// A run over more characters than that is paid for: there may be one behind each try.
const FREE: usize = 16;

/// How many ways may be open at a time.
const DEEPEST: u8 = 24;

/// There is no answer: it would take too long, has back-references, or is broken.
pub(super) struct Unsure;

pub(super) struct Quick<'m> {
    walk: Walk<'m>,
    tries: u64,
}

impl<'m> Quick<'m> {
    #[inline]
    pub(super) fn new(walk: Walk<'m>) -> Self {
        let [always, each] = TRIES;
        Self { walk, tries: always + each * walk.text.len() as u64 }
    }

    #[inline]
    pub(super) fn matches(&mut self, header: &Header) -> Result<bool, Unsure> {
        let walk = self.walk;
        let code = walk.program.get(HEADER..).ok_or(Unsure)?;
        walk.search(header, |at| {
            self.spend(1)?;
            self.run(code, at, 0)
        })
    }

    /// Whether `code` matches at `at`.
    fn run(&mut self, mut code: &'m [u8], mut at: usize, depth: u8) -> Result<bool, Unsure> {
        loop {
            let (instruction, rest) = code.split_first().ok_or(Unsure)?;
            match *instruction {
                op::MATCH => return Ok(true),
                op::RUN | op::BYTE | op::SET | op::LITERAL | op::END | op::FAIL => {
                    let Some(on) = self.over(*instruction, rest, at)? else { return Ok(false) };
                    (code, at) = on;
                }
                op::PEEK => {
                    let (mask, rest) = rest.split_first_chunk().ok_or(Unsure)?;
                    let (there, rest) = self.place(rest)?;
                    if self.walk.atom(at) & u64::from_le_bytes(*mask) != 0 {
                        code = rest;
                    } else if there.len() < rest.len() {
                        code = there;
                    } else {
                        return Err(Unsure);
                    }
                }
                op::JOIN => code = rest.get(2..).ok_or(Unsure)?,
                op::JUMP => {
                    self.spend(1)?;
                    (code, _) = self.place(rest)?;
                }
                other => match self.fork(other, rest, at, depth)? {
                    Fork::On(rest, further) => (code, at) = (rest, further),
                    Fork::Sure(found) => return Ok(found),
                },
            }
        }
    }

    /// Behind the instruction and what it goes over in the text, if that stands there.
    #[inline(always)]
    fn over(
        &mut self,
        instruction: u8,
        rest: &'m [u8],
        at: usize,
    ) -> Result<Option<(&'m [u8], usize)>, Unsure> {
        let walk = self.walk;
        Ok(match instruction {
            op::RUN => {
                let (run, rest) = rest.split_first_chunk().ok_or(Unsure)?;
                let run = Run::of(run);
                let (end, count) = walk.extent(run.class, at, run.most);
                if count > FREE {
                    self.spend(run.class.steps(count))?;
                }
                (count >= run.least).then_some((rest, end))
            }
            op::BYTE => {
                let (byte, rest) = rest.split_first().ok_or(Unsure)?;
                let is_next = walk.text.as_bytes().get(at) == Some(byte);
                is_next.then_some((rest, at + 1))
            }
            op::SET => {
                let (class, rest) = rest.split_first_chunk().ok_or(Unsure)?;
                walk.one(Class::of(class), at).map(|length| (rest, at + length))
            }
            op::LITERAL => {
                let (literal, rest) = literal(rest)?;
                walk.rest(at).starts_with(literal).then_some((rest, at + literal.len()))
            }
            op::END => (at == walk.text.len()).then_some((rest, at)),
            _ => None,
        })
    }

    /// What is not straight on; apart from that, which is the faster for it.
    #[inline(never)]
    fn fork(
        &mut self,
        instruction: u8,
        rest: &'m [u8],
        at: usize,
        depth: u8,
    ) -> Result<Fork<'m>, Unsure> {
        let walk = self.walk;
        if depth == DEEPEST {
            return Err(Unsure);
        }
        self.spend(1)?;
        match instruction {
            op::GREEDY | op::LAZY => self.some(instruction, rest, at, depth),
            op::SPLIT => {
                let (there, rest) = self.place(rest)?;
                let found = self.run(rest, at, depth + 1)?;
                Ok(if found { Fork::Sure(true) } else { Fork::On(there, at) })
            }
            op::LOOK | op::LOOK_NOT => {
                let (there, rest) = self.place(rest)?;
                let found = self.run(rest, at, depth + 1)?;
                let holds = found == (instruction == op::LOOK);
                Ok(if holds { Fork::On(there, at) } else { Fork::Sure(false) })
            }
            op::START => Ok(Fork::when(at == 0, rest, at)),
            op::WORD | op::WORD_NOT => {
                Ok(Fork::when(walk.is_at_word(at) == (instruction == op::WORD), rest, at))
            }
            op::LITERAL_BACK => {
                let (literal, rest) = literal(rest)?;
                let is_before = walk.before(at).ends_with(literal);
                Ok(Fork::when(is_before, rest, at.saturating_sub(literal.len())))
            }
            op::SET_BACK => {
                let (class, rest) = rest.split_first_chunk().ok_or(Unsure)?;
                let length = walk.one_before(Class::of(class), at);
                Ok(Fork::when(length.is_some(), rest, at - length.unwrap_or(0)))
            }
            _ => Err(Unsure),
        }
    }

    /// A run that gives back or takes more.
    fn some(
        &mut self,
        instruction: u8,
        rest: &'m [u8],
        at: usize,
        depth: u8,
    ) -> Result<Fork<'m>, Unsure> {
        let walk = self.walk;
        let (run, rest) = rest.split_first_chunk().ok_or(Unsure)?;
        let (follow, rest) = rest.split_first_chunk().ok_or(Unsure)?;
        let (run, follow) = (Run::of(run), u64::from_le_bytes(*follow));
        if instruction == op::LAZY {
            let (low, count) = walk.extent(run.class, at, run.least);
            if count < run.least {
                return Ok(Fork::Sure(false));
            }
            let mut from = (low, run.more());
            loop {
                let next = walk.next(run.class, follow, from);
                let (Ok((at, _)) | Err(at)) = next;
                self.spend(1 + run.class.steps(at - from.0))?;
                let Ok((at, left)) = next else { return Ok(Fork::Sure(false)) };
                if self.run(rest, at, depth + 1)? {
                    return Ok(Fork::Sure(true));
                }
                let more = walk.one(run.class, at).filter(|_| left > 0);
                let Some(length) = more else { return Ok(Fork::Sure(false)) };
                from = (at + length, left - 1);
            }
        }
        let Some((low, mut high)) = walk.ends(run, at) else { return Ok(Fork::Sure(false)) };
        self.spend(run.class.steps(high - at))?;
        while let Some(at) = walk.last((low, high), follow) {
            if at == low {
                return Ok(Fork::On(rest, at));
            }
            self.spend(1)?;
            if self.run(rest, at, depth + 1)? {
                return Ok(Fork::Sure(true));
            }
            high = at - 1;
        }
        Ok(Fork::Sure(false))
    }

    #[inline(always)]
    fn spend(&mut self, tries: u64) -> Result<(), Unsure> {
        self.tries = self.tries.checked_sub(tries).ok_or(Unsure)?;
        Ok(())
    }

    /// What stands at the place that `rest` begins with, and what is behind that.
    #[inline(always)]
    fn place(&self, rest: &'m [u8]) -> Result<(&'m [u8], &'m [u8]), Unsure> {
        let (place, rest) = rest.split_first_chunk().ok_or(Unsure)?;
        let there = self.walk.program.get(u16::from_le_bytes(*place).into()..).ok_or(Unsure)?;
        Ok((there, rest))
    }
}

/// How it goes on.
enum Fork<'m> {
    On(&'m [u8], usize),
    Sure(bool),
}

impl<'m> Fork<'m> {
    fn when(holds: bool, code: &'m [u8], at: usize) -> Self {
        if holds { Self::On(code, at) } else { Self::Sure(false) }
    }
}

#[inline(always)]
fn literal(rest: &[u8]) -> Result<(&[u8], &[u8]), Unsure> {
    let (length, rest) = rest.split_first().ok_or(Unsure)?;
    rest.split_at_checked(usize::from(*length)).ok_or(Unsure)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pattern::{matches, matches_remembering};

    /// `xx+y`
    const PAIRS: &[u8] = b"\0\x01\0\0\0\0\0\0\0\0\0\x80\0\
        \x02x\x05\0\0\0\0\0\0\x80\0\0\0\x01\0\xff\xff\0\0\x02y\0";
    /// `^[;-z]+@[;-z]+;[0-9]`
    const PARTS: &[u8] = b"\x01\x02\0\0\0\0\0\0\x80\xff\xff\xff\x01\
        \x07\0\0\0\x80\xff\xff\xff\x01\0\0\x01\0\xff\xff\0\0\0\0\0\0\x10\0\0\0\x02@\
        \x07\0\0\0\x80\xff\xff\xff\x01\0\0\x01\0\xff\xff\x01\0\0\0\0\x80\0\0\0\0\x02;\
        \x04\0\0\xc0\x3f\0\0\0\0\0\0\0";

    fn quickly(program: &[u8], text: &str) -> Option<bool> {
        let walk = Walk { program, text };
        let header = walk.header().expect("a header");
        Quick::new(walk).matches(&header).ok()
    }

    #[test]
    fn what_goes_over_a_long_text_again_and_again_is_given_up() {
        for (program, char) in [(PAIRS, "x"), (PARTS, "@")] {
            assert_eq!(quickly(program, &char.repeat(40)), Some(false));
            let long = char.repeat(4000);
            assert_eq!(quickly(program, &long), None, "{char}");
            assert_eq!(matches(program, &long), Ok(false));
            assert_eq!(matches_remembering(program, &long), Ok(false));
        }
        assert_eq!(quickly(PAIRS, "axxxy"), Some(true));
        assert_eq!(quickly(PARTS, "a@b@c;d;5"), Some(true));
    }
}
