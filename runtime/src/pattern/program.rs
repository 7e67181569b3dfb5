//! The format of a program, which `wellhead-spec` compiles a pattern to and a [`Pattern`](super::Pattern) is matched by.
//!
//! A program is bytes: a header, instructions, and the ranges of those classes that a mask can't say. Numbers are
//! little-endian. A *place* is an offset from the program's beginning, in two bytes.
//!
//! | header | bytes |
//! |---|---|
//! | flags: [`ANCHORED`], [`LOOKS`], [`BACK_REFERENCES`] | 1 |
//! | how many *points* the program has: where ways to match may meet, numbered from 0 | 2 |
//! | how many registers it has, which hold offsets into the text | 2 |
//! | the atoms that a match may begin with | 8 |
//!
//! A *class* is a mask of [atoms](ATOMS), in 8 bytes, and the place of its further ranges or 0, in 2. Ranges are their count, in 2
//! bytes, and from that on the first and the last character of each, in 3 bytes either, in ascending order.
//!
//! A *run* is what a class may be repeated by: the class, how often at least and at most (2 bytes each, [`MANY`] for no end),
//! and a point of its own, in 2 bytes.

/// A match begins at the text's beginning or nowhere.
pub const ANCHORED: u8 = 1;
/// There is look-around: it is remembered where it succeeded, too.
pub const LOOKS: u8 = 2;
/// There are back-references, so that what was tried can't be remembered.
pub const BACK_REFERENCES: u8 = 4;

/// How many bytes the header has.
pub const HEADER: usize = 13;

/// The most times of a run that has no end.
pub const MANY: u16 = u16::MAX;

/// What an instruction does, and what stands after its byte.
pub mod op {
    /// The end: all of the pattern, or of the body of a look-around, was found.
    pub const MATCH: u8 = 0;
    /// Fails.
    pub const FAIL: u8 = 1;
    /// One byte of the text: that byte.
    pub const BYTE: u8 = 2;
    /// Some bytes of the text: how many, and those.
    pub const LITERAL: u8 = 3;
    /// One character of a class: the class.
    pub const SET: u8 = 4;
    /// As many characters of a class as there are, none of them given back: a run.
    pub const RUN: u8 = 5;
    /// As many characters of a class as there are, the last one given back first: a run, and the atoms that may follow.
    pub const GREEDY: u8 = 6;
    /// As few characters of a class as will do: a run, and the atoms that may follow.
    pub const LAZY: u8 = 7;
    /// The text's beginning.
    pub const START: u8 = 8;
    /// The text's end.
    pub const END: u8 = 9;
    /// Goes on behind it, and from a place if that fails: the place.
    pub const SPLIT: u8 = 10;
    /// Goes on from a place, unless the next byte is of some atoms: the atoms, the place.
    pub const PEEK: u8 = 11;
    /// Goes on from a place: the place.
    pub const JUMP: u8 = 12;
    /// Where ways to match meet: the point.
    pub const JOIN: u8 = 13;
    /// Goes on from a place if the body behind it matches here: the place.
    pub const LOOK: u8 = 14;
    /// Goes on from a place if the body behind it does not match here: the place.
    pub const LOOK_NOT: u8 = 15;
    /// A word begins or ends here.
    pub const WORD: u8 = 16;
    /// No word begins or ends here.
    pub const WORD_NOT: u8 = 17;
    /// The bytes before, which are gone back over: how many, and those.
    pub const LITERAL_BACK: u8 = 18;
    /// The character before, which is gone back over: the class.
    pub const SET_BACK: u8 = 19;
    /// Keeps where it is: the register, in 1 byte as in all of the following.
    pub const SAVE: u8 = 20;
    /// A group ends: its first register, where one of its ends is. It goes into the second one, and this place into the third.
    pub const CLOSE: u8 = 21;
    /// Empties registers: the first one, and how many.
    pub const RESET: u8 = 22;
    /// Fails where a register says that it is: the register.
    pub const MOVED: u8 = 23;
    /// What a group matched, or nothing: the group's first register.
    pub const REFERENCE: u8 = 24;
    /// The same, gone back over.
    pub const REFERENCE_BACK: u8 = 25;
}

/// The end of the text, among atoms that may come next.
pub const END_ATOM: u64 = 1 << 62;
/// Whatever is not ASCII.
pub const BEYOND_ASCII: u64 = 1 << 63;

/// ASCII in pieces, each from one of these bytes to the next one: most classes are some of them.
const ATOM_STARTS: &[u8; 62] =
    b"\0\t\n\x0b\r\x0e !\"#$%&'()*+,-./01234568:;<=>?@AEFGTU[\\]^_`aefgstxy{|}~\x7f";

/// For each byte the atom that it is of, as a mask of one bit.
pub static ATOMS: [u64; 256] = atoms();

#[expect(clippy::indexing_slicing, reason = "evaluated by the compiler, which would refuse it")]
const fn atoms() -> [u64; 256] {
    let mut atoms = [BEYOND_ASCII; 256];
    let (mut byte, mut atom) = (0, 0);
    while byte < 128 {
        if atom + 1 < ATOM_STARTS.len() && byte >= ATOM_STARTS[atom + 1] as usize {
            atom += 1;
        }
        atoms[byte] = 1 << atom;
        byte += 1;
    }
    atoms
}

/// The atom that a byte is of.
#[inline(always)]
#[expect(clippy::indexing_slicing, reason = "there is an atom for every byte")]
pub(super) fn atom(byte: u8) -> u64 {
    ATOMS[usize::from(byte)]
}

/// How many bytes `text` begins with that are of the atoms of `mask`.
#[inline]
pub(super) fn span(text: &[u8], mask: u64) -> usize {
    let is_in = |byte: u8| atom(byte) & mask != 0;
    let (fours, rest) = text.as_chunks::<4>();
    let mut length = 0;
    for [first, second, third, fourth] in fours {
        if !is_in(*first) {
            return length;
        }
        if !is_in(*second) {
            return length + 1;
        }
        if !is_in(*third) {
            return length + 2;
        }
        if !is_in(*fourth) {
            return length + 3;
        }
        length += 4;
    }
    for byte in rest {
        if !is_in(*byte) {
            break;
        }
        length += 1;
    }
    length
}
