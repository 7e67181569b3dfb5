//! The bytes of a program, with places that are known later.

use wellhead_runtime::pattern::program::{BEYOND_ASCII, HEADER, op};

use crate::pattern::Invalid;
use crate::pattern::chars::Chars;
use crate::pattern::first::{ascii, whole_atoms};

/// A place that is to be filled in.
#[must_use]
#[derive(Debug)]
pub(super) struct Hole(usize);

#[derive(Debug, Default)]
pub(super) struct Code {
    pub(super) bytes: Vec<u8>,
    /// Where the place of some ranges is to stand.
    ranges: Vec<(Hole, Vec<u8>)>,
}

impl Code {
    pub(super) fn here(&self) -> usize {
        self.bytes.len()
    }

    pub(super) fn bytes(&mut self, bytes: &[u8]) -> Result<(), Invalid> {
        self.bytes.extend(bytes);
        // A program that is too large is not made to its end.
        u16::try_from(self.bytes.len()).map(drop).map_err(|_| Invalid::too_large())
    }

    pub(super) fn op(&mut self, op: u8) -> Result<(), Invalid> {
        self.bytes(&[op])
    }

    pub(super) fn register(&mut self, op: u8, register: u8) -> Result<(), Invalid> {
        self.bytes(&[op, register])
    }

    pub(super) fn literal(&mut self, op: u8, literal: &[u8]) -> Result<(), Invalid> {
        self.bytes(&[op, literal.len() as u8])?;
        self.bytes(literal)
    }

    /// An instruction and its class.
    pub(super) fn set(&mut self, op: u8, class: &Chars) -> Result<(), Invalid> {
        let mask = whole_atoms(class);
        self.op(op)?;
        self.bytes(&mask.to_le_bytes())?;
        let ranges = ranges(class, mask);
        let hole = Hole(self.here());
        if !ranges.is_empty() {
            self.ranges.push((hole, ranges));
        }
        self.bytes(&[0, 0])
    }

    /// An instruction and a place that is to be filled in.
    pub(super) fn hole(&mut self, op: u8) -> Result<Hole, Invalid> {
        self.op(op)?;
        let hole = Hole(self.here());
        self.bytes(&[0, 0])?;
        Ok(hole)
    }

    pub(super) fn split(&mut self) -> Result<Hole, Invalid> {
        self.hole(op::SPLIT)
    }

    pub(super) fn jump(&mut self) -> Result<Hole, Invalid> {
        self.hole(op::JUMP)
    }

    pub(super) fn peek(&mut self, mask: u64) -> Result<Hole, Invalid> {
        self.op(op::PEEK)?;
        self.bytes(&mask.to_le_bytes())?;
        let hole = Hole(self.here());
        self.bytes(&[0, 0])?;
        Ok(hole)
    }

    pub(super) fn jump_to(&mut self, place: usize) -> Result<(), Invalid> {
        let hole = self.jump()?;
        self.write(&hole, place);
        Ok(())
    }

    /// Fills a place in: it is here.
    pub(super) fn fill(&mut self, hole: Hole) {
        self.write(&hole, self.here());
    }

    fn write(&mut self, hole: &Hole, place: usize) {
        let place = (place as u16).to_le_bytes();
        if let Some(bytes) = self.bytes.get_mut(hole.0..hole.0 + place.len()) {
            bytes.copy_from_slice(&place);
        }
    }

    /// The whole program: the ranges of classes stand at its end, each once.
    pub(super) fn finish(mut self, header: &[u8]) -> Result<Vec<u8>, Invalid> {
        let mut known: Vec<(Vec<u8>, usize)> = Vec::new();
        for (hole, ranges) in std::mem::take(&mut self.ranges) {
            let place = match known.binary_search_by(|(known, _)| known.cmp(&ranges)) {
                Ok(at) => known.get(at).map_or(0, |(_, place)| *place),
                Err(at) => {
                    let place = self.here();
                    self.bytes(&ranges)?;
                    known.insert(at, (ranges, place));
                    place
                }
            };
            self.write(&hole, place);
        }
        debug_assert_eq!(header.len(), HEADER, "a header is of one length");
        if let Some(bytes) = self.bytes.get_mut(..header.len()) {
            bytes.copy_from_slice(header);
        }
        Ok(self.bytes)
    }
}

/// The ranges of what is of a class and not of its mask's atoms, as a program holds them.
fn ranges(class: &Chars, mask: u64) -> Vec<u8> {
    let mut said = Chars::NONE;
    for (char, atom) in ascii() {
        if atom & mask != 0 {
            said.add(char, char);
        }
    }
    let mut rest = class.clone();
    rest.difference(&said);
    if mask & BEYOND_ASCII != 0 {
        rest.difference(&Chars::of(&[('\u{80}', char::MAX)]));
    }
    if rest.is_empty() {
        return Vec::new();
    }
    let mut bytes = (rest.ranges().len() as u16).to_le_bytes().to_vec();
    for (first, last) in rest.ranges() {
        for char in [*first, *last] {
            let [one, two, three, _] = u32::from(char).to_le_bytes();
            bytes.extend_from_slice(&[one, two, three]);
        }
    }
    bytes
}
