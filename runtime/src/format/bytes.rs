//! Sets of bytes: each byte's in one table, which is looked up instead of comparing with one mark after the other.

/// What a URI's scheme is made of.
pub(super) const SCHEME: u8 = 1;
/// What a URI's host is made of, percent signs aside.
pub(super) const HOST: u8 = 1 << 1;
/// What stands before the host.
pub(super) const USER: u8 = 1 << 2;
/// What stands after it: in path, query and fragment.
pub(super) const PATH: u8 = 1 << 3;
/// What an atom of an email address is made of.
pub(super) const ATOM: u8 = 1 << 4;
/// Hexadecimal digits.
pub(super) const HEX: u8 = 1 << 5;
/// Decimal digits.
pub(super) const DIGIT: u8 = 1 << 6;

/// Letters and digits are in all of them but the last two.
#[expect(clippy::indexing_slicing, reason = "evaluated by the compiler alone")]
static SETS: [u8; 256] = {
    let mut sets = [0; 256];
    let mut byte = 0;
    while byte < 128 {
        if (byte as u8).is_ascii_alphanumeric() {
            sets[byte] = SCHEME | HOST | USER | PATH | ATOM;
        }
        byte += 1;
    }
    let sets = with(sets, b"+-.", SCHEME);
    let sets = with(sets, b"-._~!$&'()*+,;=", HOST | USER | PATH);
    let sets = with(sets, b":", USER | PATH);
    let sets = with(sets, b"/?@", PATH);
    let sets = with(sets, b"0123456789abcdefABCDEF", HEX);
    let sets = with(sets, b"0123456789", DIGIT);
    with(sets, b"!#$%&'*+/=?^_`{|}~-", ATOM)
};

#[expect(clippy::indexing_slicing, reason = "evaluated by the compiler alone")]
const fn with(mut sets: [u8; 256], marks: &[u8], set: u8) -> [u8; 256] {
    let mut at = 0;
    while at < marks.len() {
        sets[marks[at] as usize] |= set;
        at += 1;
    }
    sets
}

/// The sets that a byte is in.
#[inline(always)]
fn of(byte: u8) -> u8 {
    SETS.get(usize::from(byte)).copied().unwrap_or_default()
}

/// Whether a byte is in one of these sets.
#[inline(always)]
pub(super) fn is(byte: u8, sets: u8) -> bool {
    of(byte) & sets != 0
}

/// Whether all bytes are in this set. Where most are, it is faster than to stop at the first that is not.
#[inline]
pub(super) fn all(bytes: &[u8], set: u8) -> bool {
    bytes.iter().fold(set, |set, byte| set & of(*byte)) != 0
}

/// How many bytes a text begins with that are in one of these sets.
pub(super) fn span(text: &str, sets: u8) -> usize {
    let mut length = 0;
    for byte in text.bytes() {
        if !is(byte, sets) {
            break;
        }
        length += 1;
    }
    length
}
