//! How far a string goes before something in it needs a look, eight bytes at a time: most of a request is the inside of
//! strings, and looking at every byte of them was a quarter of what it took to read one.

const ONES: u64 = u64::from_ne_bytes([1; 8]);
const HIGH: u64 = ONES << 7;

/// How many bytes from the start on are neither a quote nor a backslash nor a control character.
#[inline(always)]
pub(crate) fn plain(bytes: &[u8]) -> usize {
    let mut rest = bytes;
    while let Some((word, more)) = rest.split_first_chunk() {
        let found = special(u64::from_le_bytes(*word));
        if found != 0 {
            return bytes.len() - rest.len() + found.trailing_zeros() as usize / 8;
        }
        rest = more;
    }
    plain_to_the_end(bytes, bytes.len() - rest.len())
}

/// The same from `at` on, where fewer than eight bytes are left.
#[inline(never)]
fn plain_to_the_end(bytes: &[u8], at: usize) -> usize {
    match bytes.last_chunk() {
        // Those before `at` are plain, so what is found is after them.
        Some(word) => match special(u64::from_le_bytes(*word)) {
            0 => bytes.len(),
            found => bytes.len() - 8 + found.trailing_zeros() as usize / 8,
        },
        None => {
            let ends = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..0x20);
            let rest = bytes.get(at..).unwrap_or_default();
            at + rest.iter().position(ends).unwrap_or(rest.len())
        }
    }
}

/// A high bit in each byte that ends a plain stretch. Above the lowest of them bits may stand that mean nothing, since a
/// subtraction borrows from the next byte.
#[inline(always)]
fn special(word: u64) -> u64 {
    // A quote with its second bit turned is 0x20, next to the control characters, which stay among themselves.
    let control_or_quote = (word ^ (ONES * 2)).wrapping_sub(ONES * 0x21);
    let backslash = (word ^ (ONES * b'\\' as u64)).wrapping_sub(ONES);
    (control_or_quote | backslash) & !word & HIGH
}

/// Whether there is nothing but printable characters of ASCII, spaces among them, and none of `marks`.
pub(crate) fn is_printable_but<const N: usize>(text: &str, marks: [u8; N]) -> bool {
    let (words, rest) = text.as_bytes().as_chunks();
    // What is left over is looked at together with what stands before it.
    let rest = match text.as_bytes().last_chunk() {
        Some(last) if !is_printable_word_but(last, &marks) => return false,
        Some(_) => &[],
        None => rest,
    };
    for word in words {
        if !is_printable_word_but(word, &marks) {
            return false;
        }
    }
    for byte in rest {
        if !matches!(byte, b' '..=b'~') || marks.contains(byte) {
            return false;
        }
    }
    true
}

#[inline(always)]
fn is_printable_word_but(word: &[u8; 8], marks: &[u8]) -> bool {
    let word = u64::from_le_bytes(*word);
    // Below a space it borrows, above a tilde it is or becomes more than seven bits.
    let mut others = word.wrapping_sub(ONES * 0x20) | word | word.wrapping_add(ONES);
    for mark in marks {
        // A mark becomes zero, and borrows.
        let word = word ^ (ONES * u64::from(*mark));
        others |= word.wrapping_sub(ONES) & !word;
    }
    others & HIGH == 0
}

/// Whether two texts are the same: inline, and by words, since names are too short for a call that finds out how to compare
/// them.
#[inline(always)]
pub(crate) fn is_same(one: &[u8], other: &[u8]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    match (one.last_chunk::<8>(), other.last_chunk::<8>()) {
        (Some(last), Some(other_last)) => {
            let (words, other_words) = (one.as_chunks::<8>().0, other.as_chunks::<8>().0);
            last == other_last && words.iter().zip(other_words).all(|(word, other)| word == other)
        }
        _ => one.iter().zip(other).all(|(byte, other)| byte == other),
    }
}

#[cfg(test)]
mod tests {
    use super::{is_printable_but, is_same, plain};

    #[test]
    fn texts_are_the_same_if_every_byte_is() {
        for length in 0..26 {
            let text = vec![b'a'; length];
            assert!(is_same(&text, &text.clone()));
            assert!(!is_same(&text, &vec![b'a'; length + 1]));
            for at in 0..length {
                let mut other = text.clone();
                other[at] = b'b';
                assert!(!is_same(&text, &other), "{at} of {length}");
            }
        }
    }

    #[test]
    fn printable_is_what_each_byte_is() {
        for char in (0..=0x180).filter_map(char::from_u32) {
            for length in 0..18 {
                for at in 0..=length {
                    let mut text = "a".repeat(length);
                    text.insert(at, char);
                    let is_printable = matches!(char, ' '..='~');
                    assert_eq!(is_printable_but(&text, []), is_printable, "{text:?}");
                    let fits = is_printable && !matches!(char, '/' | '~');
                    assert_eq!(is_printable_but(&text, [b'~', b'/']), fits, "{text:?}");
                }
            }
        }
    }

    /// Every byte, at every place of a word and of what is left over.
    #[test]
    fn it_stops_where_looking_at_every_byte_stops() {
        for length in 0..20 {
            for at in 0..length {
                for byte in 0..=u8::MAX {
                    let mut text = vec![b'a'; length];
                    text[at] = byte;
                    let ends = byte < 0x20 || byte == b'"' || byte == b'\\';
                    assert_eq!(
                        plain(&text),
                        if ends { at } else { length },
                        "{byte} at {at} of {length}"
                    );
                    // What follows does not hide it.
                    text[at..].fill(byte);
                    assert_eq!(
                        plain(&text),
                        if ends { at } else { length },
                        "{byte} from {at} of {length}"
                    );
                }
            }
        }
    }
}
