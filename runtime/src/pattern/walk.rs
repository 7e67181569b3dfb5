//! How a program goes over its text: what all that runs one needs.

use super::PatternError;
use super::program::{ANCHORED, BEYOND_ASCII, END_ATOM, HEADER, MANY, atom, span};

/// A program and the text that it is run on.
#[derive(Clone, Copy)]
pub(super) struct Walk<'m> {
    pub(super) program: &'m [u8],
    pub(super) text: &'m str,
}

/// What a program's header says.
#[derive(Clone, Copy)]
pub(super) struct Header {
    pub(super) flags: u8,
    pub(super) points: u16,
    pub(super) registers: u16,
    /// The atoms that a match may begin with.
    pub(super) first: u64,
}

/// Some characters.
#[derive(Clone, Copy, Default)]
pub(super) struct Class {
    mask: u64,
    /// Where its further ranges are, or 0.
    ranges: u16,
}

impl Class {
    #[inline(always)]
    pub(super) fn of(bytes: &[u8; 10]) -> Self {
        // Read as a whole, the mask is one load.
        let mask = bytes.first_chunk().copied().unwrap_or_default();
        let [.., low, high] = *bytes;
        Self { mask: u64::from_le_bytes(mask), ranges: u16::from_le_bytes([low, high]) }
    }

    /// Whether its mask says all.
    #[inline(always)]
    fn is_ascii(self) -> bool {
        self.ranges == 0 && self.mask & BEYOND_ASCII == 0
    }

    /// How many steps going over so many characters counts for.
    #[inline(always)]
    pub(super) fn steps(self, count: usize) -> u64 {
        count as u64 / if self.is_ascii() { 16 } else { 2 }
    }

    #[inline(always)]
    fn ascii(self) -> u64 {
        self.mask & !BEYOND_ASCII
    }
}

/// A class, and how often.
#[derive(Clone, Copy)]
pub(super) struct Run {
    pub(super) class: Class,
    pub(super) least: usize,
    /// The largest number for no end.
    pub(super) most: usize,
    pub(super) point: u16,
}

impl Run {
    #[inline(always)]
    pub(super) fn of(bytes: &[u8; 16]) -> Self {
        let class = bytes.first_chunk().map(Class::of).unwrap_or_default();
        let [.., l0, l1, m0, m1, p0, p1] = *bytes;
        let most = u16::from_le_bytes([m0, m1]);
        Self {
            class,
            least: u16::from_le_bytes([l0, l1]).into(),
            most: if most == MANY { usize::MAX } else { most.into() },
            point: u16::from_le_bytes([p0, p1]),
        }
    }

    /// How many there may be beyond the least.
    #[inline(always)]
    pub(super) fn more(self) -> usize {
        if self.most == usize::MAX { usize::MAX } else { self.most.saturating_sub(self.least) }
    }
}

impl<'m> Walk<'m> {
    #[inline(always)]
    pub(super) fn header(self) -> Result<Header, PatternError> {
        let header = self.program.first_chunk::<HEADER>().ok_or(PatternError::Broken)?;
        let [flags, p0, p1, r0, r1, ..] = *header;
        let first = header.last_chunk().copied().unwrap_or_default();
        Ok(Header {
            flags,
            points: u16::from_le_bytes([p0, p1]),
            registers: u16::from_le_bytes([r0, r1]),
            first: u64::from_le_bytes(first),
        })
    }

    /// Whether what `run` looks for at an offset is anywhere.
    #[inline(always)]
    pub(super) fn search<E>(
        self,
        header: &Header,
        mut run: impl FnMut(usize) -> Result<bool, E>,
    ) -> Result<bool, E> {
        if header.flags & ANCHORED != 0 {
            return run(0);
        }
        let mut at = 0;
        loop {
            at += span(self.rest(at), !header.first);
            if self.atom(at) & header.first != 0 && run(at)? {
                return Ok(true);
            }
            if at >= self.text.len() {
                return Ok(false);
            }
            at = self.text.ceil_char_boundary(at + 1);
        }
    }

    /// What a run may be followed by at the last of the offsets from `low` to `high`, if at any.
    #[inline]
    pub(super) fn last(self, (low, high): (usize, usize), follow: u64) -> Option<usize> {
        let mut at = high;
        while at >= low {
            if self.atom(at) & follow != 0 && self.text.is_char_boundary(at) {
                return Some(at);
            }
            at = at.checked_sub(1)?;
        }
        None
    }

    /// Where a class's characters, `left` at most, may first be followed, and how many are left then; if nowhere, where they end.
    pub(super) fn next(
        self,
        class: Class,
        follow: u64,
        (mut at, mut left): (usize, usize),
    ) -> Result<(usize, usize), usize> {
        while self.atom(at) & follow == 0 {
            let (length, count) = match span(self.window(at, left), class.ascii() & !follow) {
                0 if left == 0 => return Err(at),
                0 => (self.one(class, at).ok_or(at)?, 1),
                count => (count, count),
            };
            at += length;
            left -= count;
        }
        Ok((at, left))
    }

    /// The text from `at` on.
    #[inline(always)]
    pub(super) fn rest(self, at: usize) -> &'m [u8] {
        self.text.as_bytes().get(at..).unwrap_or_default()
    }

    /// The text before `at`.
    #[inline(always)]
    pub(super) fn before(self, at: usize) -> &'m [u8] {
        self.text.as_bytes().get(..at).unwrap_or_default()
    }

    /// How many bytes the character of a class before `at` has, if there is one.
    pub(super) fn one_before(self, class: Class, at: usize) -> Option<usize> {
        let char = self.text.get(..at)?.chars().next_back()?;
        self.has(class, char).then_some(char.len_utf8())
    }

    /// Whether a word begins or ends at `at`.
    pub(super) fn is_at_word(self, at: usize) -> bool {
        let is_word = |byte: Option<&u8>| {
            byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
        };
        is_word(self.before(at).last()) != is_word(self.rest(at).first())
    }

    /// So many bytes of the text, or as many as there are.
    #[inline(always)]
    fn window(self, at: usize, most: usize) -> &'m [u8] {
        let rest = self.rest(at);
        rest.get(..most).unwrap_or(rest)
    }

    /// The atom of the next byte, or of the end.
    #[inline(always)]
    pub(super) fn atom(self, at: usize) -> u64 {
        self.text.as_bytes().get(at).map_or(END_ATOM, |byte| atom(*byte))
    }

    /// From where on to where a run may end.
    #[inline(always)]
    pub(super) fn ends(self, run: Run, at: usize) -> Option<(usize, usize)> {
        let (high, count) = self.extent(run.class, at, run.most);
        if count < run.least {
            return None;
        }
        let is_ascii = high - at == count;
        let low = if is_ascii { at + run.least } else { self.extent(run.class, at, run.least).0 };
        Some((low, high))
    }

    /// How far characters of a class go, `most` of them at most: where they end and how many they are.
    #[inline(always)]
    pub(super) fn extent(self, class: Class, at: usize, most: usize) -> (usize, usize) {
        let window = self.window(at, most);
        let count = span(window, class.ascii());
        if count == window.len() || class.is_ascii() {
            return (at + count, count);
        }
        self.extent_beyond(class, at + count, (count, most))
    }

    #[inline(never)]
    fn extent_beyond(
        self,
        class: Class,
        mut at: usize,
        (mut count, most): (usize, usize),
    ) -> (usize, usize) {
        while count < most
            && let Some(length) = self.one(class, at)
        {
            at += length;
            count += 1;
            let ascii = span(self.window(at, most - count), class.ascii());
            at += ascii;
            count += ascii;
        }
        (at, count)
    }

    /// How many bytes the character of a class at `at` has, if there is one.
    #[inline(always)]
    pub(super) fn one(self, class: Class, at: usize) -> Option<usize> {
        let byte = *self.text.as_bytes().get(at)?;
        if atom(byte) & class.ascii() != 0 {
            return Some(1);
        }
        if class.is_ascii() {
            return None;
        }
        self.one_beyond(class, at)
    }

    #[inline(never)]
    fn one_beyond(self, class: Class, at: usize) -> Option<usize> {
        let char = self.text.get(at..)?.chars().next()?;
        self.has(class, char).then_some(char.len_utf8())
    }

    /// Whether a class has a character.
    fn has(self, class: Class, char: char) -> bool {
        let own = if char.is_ascii() { atom(char as u8) } else { BEYOND_ASCII };
        class.mask & own != 0 || (class.ranges != 0 && self.has_range(class.ranges.into(), char))
    }

    fn has_range(self, ranges: usize, char: char) -> bool {
        let Some((count, rest)) =
            self.program.get(ranges..).and_then(|rest| rest.split_first_chunk())
        else {
            return false;
        };
        let (ranges, _) = rest.as_chunks::<6>();
        let ranges = ranges.get(..u16::from_le_bytes(*count).into()).unwrap_or_default();
        let number = |a, b, c| u32::from_le_bytes([a, b, c, 0]);
        let found = ranges.binary_search_by(|[a, b, c, d, e, f]| {
            let (first, last) = (number(*a, *b, *c), number(*d, *e, *f));
            match u32::from(char) {
                char if char < first => std::cmp::Ordering::Greater,
                char if char > last => std::cmp::Ordering::Less,
                _ => std::cmp::Ordering::Equal,
            }
        });
        found.is_ok()
    }
}
