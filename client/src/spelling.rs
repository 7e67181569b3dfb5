//! Finding a text inside of another that may spell it otherwise: a service that repeats what it was sent may do so in JSON, in a
//! form, in HTML, in base64, or in some of these at once.
//!
//! No list of spellings is gone through. Both texts are read in the same way, which undoes what a spelling does: percent
//! encoding, entities and backslashes are taken back, and what spellings add, double or change ([`is_loose`]) is left out. The
//! one is then looked for in the other, and each byte of a [`Reading`] knows where in the text it comes from. For base64, all of
//! a text is decoded as well, from each of the four places where a group of letters can begin. Time and memory are linear.

use std::ops::Range;

use zeroize::Zeroizing;

/// A text in every reading that something is looked for in.
pub(crate) struct Readings {
    written: Reading,
    plain: Plain,
    base64: Vec<Plain>,
}

impl Readings {
    pub(crate) fn of(text: &str) -> Self {
        let written = Reading::of(text);
        let plain = written.plain();
        let base64 = (0..4).map(|skipped| plain.whole.decoded(skipped).plain()).collect();
        Self { written, plain, base64 }
    }

    /// Where the text has `wanted` in some spelling; `alone`, only where no letter or digit stands beside it. The places may overlap.
    pub(crate) fn places(&self, wanted: &str, alone: bool) -> Vec<Range<usize>> {
        // Shorter than a group of letters, there would be some everywhere.
        const SHORTEST_IN_BASE64: usize = 4;
        let written = Reading::of(wanted);
        let plain = written.plain();
        let mut places = self.written.places_of(&written, alone);
        places.extend(self.plain.places_of(&plain, alone));
        if plain.firm.len() >= SHORTEST_IN_BASE64 {
            places.extend(self.base64.iter().flat_map(|reading| reading.places_of(&plain, alone)));
        }
        places
    }
}

/// How many characters of a text are the same in every spelling: so many have to be found for it to be found.
pub(crate) fn firm_length(text: &str) -> usize {
    let is_first = |byte: &&u8| **byte & 0b1100_0000 != 0b1000_0000;
    Reading::of(text).plain().firm.iter().filter(is_first).count()
}

/// The bytes that a text stands for in one way of reading it, each with its place in the text.
struct Reading {
    bytes: Zeroizing<Vec<u8>>,
    places: Vec<Range<usize>>,
}

impl Reading {
    /// Bytes that move leave a copy behind, so there is room for as many as will come.
    fn with_room(length: usize) -> Self {
        Self { bytes: Zeroizing::new(Vec::with_capacity(length)), places: Vec::new() }
    }

    /// The text as it is written.
    fn of(text: &str) -> Self {
        let mut reading = Self::with_room(text.len());
        for (at, char) in text.char_indices() {
            let place = at..at + char.len_utf8();
            let bytes = text.as_bytes().get(place.clone()).unwrap_or_default();
            reading.push(bytes, place);
        }
        reading
    }

    fn push(&mut self, bytes: &[u8], place: Range<usize>) {
        self.bytes.extend_from_slice(bytes);
        self.places.resize(self.bytes.len(), place);
    }

    /// The place of some of the bytes, from the first to the last of them.
    fn place(&self, bytes: Range<usize>) -> Option<Range<usize>> {
        let start = self.places.get(bytes.start)?.start;
        Some(start..self.places.get(bytes.end.checked_sub(1)?)?.end)
    }

    /// What is meant, however it is escaped.
    fn plain(&self) -> Plain {
        Plain::of(self.undone(percent).undone(entity).undone(backslashes))
    }

    /// The same with each escape taken back: `undo` writes what stands for the beginning of the bytes, which is no longer than
    /// that, and gives its length; or 0 if it is no escape.
    fn undone(&self, undo: fn(&[u8], &mut Vec<u8>) -> usize) -> Self {
        let mut undone = Self::with_room(self.bytes.len());
        let (mut at, mut meant) = (0, Zeroizing::new(Vec::with_capacity(8)));
        while let Some([first, ..]) = self.bytes.get(at..) {
            let mut length = undo(self.bytes.get(at..).unwrap_or_default(), &mut meant);
            if length == 0 {
                length = 1;
                meant.push(*first);
            }
            undone.push(&meant, self.place(at..at + length).unwrap_or_default());
            meant.clear();
            at += length;
        }
        undone
    }

    /// What it stands for if it is base64, of either alphabet, behind so many letters; what is no letter of it is passed over.
    fn decoded(&self, skipped: usize) -> Self {
        let mut decoded = Self::with_room(self.bytes.len());
        let (mut bits, mut count, mut start) = (0_u32, 0, 0);
        let letters = self.bytes.iter().zip(&self.places);
        let letters = letters.filter_map(|(byte, place)| Some((base64_value(*byte)?, place)));
        for (value, place) in letters.skip(skipped) {
            bits = bits << 6 | value;
            count += 6;
            if count >= 8 {
                count -= 8;
                let [.., byte] = (bits >> count).to_be_bytes();
                decoded.push(&[byte], start..place.end);
            }
            start = place.start;
        }
        decoded
    }

    /// Where `wanted` is, byte for byte.
    fn places_of(&self, wanted: &Self, alone: bool) -> Vec<Range<usize>> {
        let mut found = occurrences(&wanted.bytes, &self.bytes);
        found.retain(|found| !alone || self.is_alone(found));
        found.into_iter().filter_map(|found| self.place(found)).collect()
    }

    /// Whether no letter or digit stands beside some of the bytes.
    fn is_alone(&self, bytes: &Range<usize>) -> bool {
        let before = bytes.start.checked_sub(1).and_then(|at| self.bytes.get(at));
        let beside = before.into_iter().chain(self.bytes.get(bytes.end));
        !beside.into_iter().any(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii())
    }
}

/// A reading without escapes, and those of its bytes that no spelling changes.
struct Plain {
    whole: Reading,
    firm: Zeroizing<Vec<u8>>,
    /// Where in the whole each of them is.
    indices: Vec<usize>,
}

impl Plain {
    fn of(whole: Reading) -> Self {
        let mut firm = Zeroizing::new(Vec::with_capacity(whole.bytes.len()));
        let mut indices = Vec::new();
        for (index, byte) in whole.bytes.iter().enumerate().filter(|(_, byte)| !is_loose(**byte)) {
            firm.push(*byte);
            indices.push(index);
        }
        Self { whole, firm, indices }
    }

    /// Where `wanted` is, but for what is loose. What it begins and ends with of that belongs to it where it is there.
    fn places_of(&self, wanted: &Self, alone: bool) -> Vec<Range<usize>> {
        // Letters of a sentence make many short words if what is between them is left out.
        const SHORTEST_IN_PIECES: usize = 8;
        let is_whole = wanted.firm.len() == wanted.whole.bytes.len();
        let in_one_piece = is_whole && wanted.firm.len() < SHORTEST_IN_PIECES;
        let (Some(first), Some(last)) = (wanted.indices.first(), wanted.indices.last()) else {
            return Vec::new();
        };
        let before = wanted.whole.bytes.get(..*first).unwrap_or_default();
        let after = wanted.whole.bytes.get(last + 1..).unwrap_or_default();
        let widened = |found: Range<usize>| {
            let start = *self.indices.get(found.start)?;
            let end = *self.indices.get(found.end.checked_sub(1)?)? + 1;
            if in_one_piece && end - start != found.len() {
                return None;
            }
            let before_it = self.whole.bytes.get(..start)?.iter().rev();
            let more_before = alike(before_it, before.iter().rev());
            let more_after = alike(self.whole.bytes.get(end..)?.iter(), after.iter());
            let found = start - more_before..end + more_after;
            if alone && !self.whole.is_alone(&found) {
                return None;
            }
            self.whole.place(found)
        };
        occurrences(&wanted.firm, &self.firm).into_iter().filter_map(widened).collect()
    }
}

/// What a spelling may add, double or change: white space, which a form writes as `+`, and quotes and braces.
fn is_loose(byte: u8) -> bool {
    byte.is_ascii_whitespace() || byte.is_ascii_control() || b"+\"'{}".contains(&byte)
}

/// How many bytes both begin with.
fn alike<'b>(some: impl Iterator<Item = &'b u8>, others: impl Iterator<Item = &'b u8>) -> usize {
    let as_written = |byte: &u8| if *byte == b'+' { b' ' } else { *byte };
    some.zip(others).take_while(|(one, other)| as_written(one) == as_written(other)).count()
}

/// `%2F`, and `%252F`, which is the same once more.
fn percent(bytes: &[u8], meant: &mut Vec<u8>) -> usize {
    let Some(mut rest) = bytes.strip_prefix(b"%") else { return 0 };
    while let Some(inner) = rest.strip_prefix(b"25").filter(|inner| hex(inner, 2).is_some()) {
        rest = inner;
    }
    let Some(byte) = hex(rest, 2).and_then(|value| u8::try_from(value).ok()) else { return 0 };
    meant.push(byte);
    bytes.len() - rest.len() + 2
}

/// `&quot;`, `&#34;` and `&#x22;`, and `&amp;quot;`, which is the same once more.
fn entity(bytes: &[u8], meant: &mut Vec<u8>) -> usize {
    const NAMES: [(&[u8], u8); 4] =
        [(b"quot;", b'"'), (b"apos;", b'\''), (b"lt;", b'<'), (b"gt;", b'>')];
    let Some(mut rest) = bytes.strip_prefix(b"&") else { return 0 };
    while let Some(inner) = rest.strip_prefix(b"amp;") {
        rest = inner;
    }
    let before = bytes.len() - rest.len();
    if let Some((name, byte)) = NAMES.iter().find(|(name, _)| rest.starts_with(name)) {
        meant.push(*byte);
        return before + name.len();
    }
    if let Some((char, length)) = numbered(rest) {
        push_char(char, meant);
        return before + length;
    }
    if before > 1 {
        meant.push(b'&');
        return before;
    }
    0
}

/// The character of `#34;` or `#x22;`, and how long that is.
fn numbered(bytes: &[u8]) -> Option<(char, usize)> {
    const LONGEST: usize = 10;
    let end = bytes.iter().take(LONGEST).position(|byte| *byte == b';')?;
    let digits = std::str::from_utf8(bytes.get(..end)?).ok()?.strip_prefix('#')?;
    let value = match digits.strip_prefix(['x', 'X']) {
        Some(digits) => u32::from_str_radix(digits, 16),
        None => digits.parse(),
    };
    Some((char::from_u32(value.ok()?)?, end + 1))
}

/// Backslashes, as many as there are, with what they escape: each time that JSON is inside of JSON doubles them.
fn backslashes(bytes: &[u8], meant: &mut Vec<u8>) -> usize {
    let count = bytes.iter().take_while(|byte| **byte == b'\\').count();
    let escaped = bytes.get(count..).unwrap_or_default();
    match escaped {
        _ if count == 0 => 0,
        [b'u', ..] => {
            let Some((char, length)) = unicode(escaped, count) else { return count };
            push_char(char, meant);
            count + length
        }
        [b'n' | b'r' | b't' | b'b' | b'f', ..] => {
            meant.push(b'\n');
            count + 1
        }
        // A character is left whole: what it is made of comes next.
        [first, ..] if first.is_ascii() => {
            meant.push(*first);
            count + 1
        }
        _ => count,
    }
}

/// The character of `u00e9`, or of two such with as many backslashes between them, and how long that is.
fn unicode(bytes: &[u8], backslashes: usize) -> Option<(char, usize)> {
    let unit = |at: usize| {
        let digits = bytes.get(at..)?.strip_prefix(b"u")?;
        u16::try_from(hex(digits, 4)?).ok()
    };
    let second = 5 + backslashes;
    let (first, other) = (unit(0)?, unit(second));
    let units = [first, other.unwrap_or_default()];
    let is_pair = (0xd800..0xdc00).contains(&first);
    let char = char::decode_utf16(units).next()?.ok()?;
    Some((char, if is_pair { second + 5 } else { 5 }))
}

fn push_char(char: char, bytes: &mut Vec<u8>) {
    bytes.extend_from_slice(char.encode_utf8(&mut [0; 4]).as_bytes());
}

/// The value of so many digits.
fn hex(bytes: &[u8], digits: usize) -> Option<u32> {
    let digits = bytes.get(..digits)?;
    digits.iter().try_fold(0, |value, digit| Some(value << 4 | char::from(*digit).to_digit(16)?))
}

/// The value of a letter of base64, in the standard alphabet or that of URLs.
fn base64_value(byte: u8) -> Option<u32> {
    Some(u32::from(match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' | b'-' => 62,
        b'/' | b'_' => 63,
        _ => return None,
    }))
}

/// Where `wanted` is in `bytes`, also where it overlaps itself, by the algorithm of Knuth, Morris and Pratt.
fn occurrences(wanted: &[u8], bytes: &[u8]) -> Vec<Range<usize>> {
    // The length of the longest beginning of `wanted` that each beginning of it ends with.
    let mut borders = vec![0];
    for byte in wanted.iter().skip(1) {
        let known = borders.last().copied().unwrap_or_default();
        borders.push(matched(wanted, &borders, known, *byte));
    }
    let (mut found, mut length) = (Vec::new(), 0);
    for (index, byte) in bytes.iter().enumerate() {
        length = matched(wanted, &borders, length, *byte);
        if length == wanted.len() && length > 0 {
            found.push(index + 1 - length..index + 1);
        }
    }
    found
}

/// How much of the beginning of `wanted` is matched with one more byte, if `length` was before it.
fn matched(wanted: &[u8], borders: &[usize], mut length: usize, byte: u8) -> usize {
    loop {
        if wanted.get(length) == Some(&byte) {
            return length + 1;
        }
        match length.checked_sub(1).and_then(|last| borders.get(last)) {
            Some(shorter) => length = *shorter,
            None => return 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, wanted: &str) -> Vec<String> {
        let mut places = Readings::of(text).places(wanted, false);
        places.sort_by_key(|place| (place.start, place.end));
        places.dedup();
        places.into_iter().map(|place| text[place].to_owned()).collect()
    }

    const WANTED: &str = "pl nt/Zq+é\"7\\x";

    #[test]
    fn a_text_is_found_however_it_is_spelt() {
        for spelt in [
            WANTED,
            "pl+nt%2FZq%2B%C3%A9%227%5Cx",
            "pl%20nt%2fZq%2b%c3%a9%227%5cx",
            "pl%2520nt%252FZq%252B%25C3%25A9%25227%255Cx",
            r#"pl nt/Zq+é\"7\\x"#,
            r#"pl nt\/Zq+\u00e9\"7\\x"#,
            r#"pl nt/Zq\u002B\u00E9\u00227\\x"#,
            r#"pl nt/Zq+é\\\"7\\\\x"#,
            r#"pl nt\\\/Zq+\\u00e9\\\"7\\\\x"#,
            r"pl nt/Zq+é&quot;7\x",
            r"pl nt/Zq+&#233;&#34;7\x",
            r"pl nt/Zq&#x2B;&#xE9;&amp;quot;7\x",
            "pl nt/Zq+é\"\"7\\x",
            "pl nt/Zq\r\n +é\"7\\x",
        ] {
            assert_eq!(found(&format!("said <{spelt}>, no"), WANTED), [spelt]);
        }
    }

    #[test]
    fn base64_is_found_in_both_alphabets_wherever_it_begins() {
        // Of the text itself, as a user's password, and in JSON.
        for (spelt, wanted) in [
            ("cGwgbnQvWnErw6kiN1x4", WANTED),
            ("dXNlcjpwbCBudC9acSvDqSI3XHg=", WANTED),
            ("eyJwIjoicGwgbnQvWnErw6lcIjdcXHgifQ", WANTED),
            ("cGwgbnQv\r\n  WnErw6ki\r\n  N1x4", WANTED),
            ("Pz8/PzpwbGFudD8+Pw==", "plant?>?"),
            ("Pz8_PzpwbGFudD8-Pw", "plant?>?"),
            (r"Pz8\/PzpwbGFudD8+Pw==", "plant?>?"),
            ("Pz8%2FPzpwbGFudD8%2BPw%3D%3D", "plant?>?"),
        ] {
            for before in ["", "x", "xy", "xyz"] {
                let text = format!("Basic: {before}/{spelt} was refused");
                assert_eq!(found(&text, wanted).len(), 1, "{text}");
            }
        }
        assert_eq!(found("dXNlcjpwbGFudA==", "user:"), ["dXNlcjp"]);
        assert!(found("the word cGw and others", "pl").is_empty(), "too short");
    }

    #[test]
    fn escapes_in_the_text_that_is_looked_for_are_read_in_the_same_way() {
        for (wanted, spelt) in [
            ("50%41x%", "50%2541x%25"),
            ("a&amp;b&lt", "a&amp;amp;b&amp;lt"),
            (r"a\nb\u00e9\\c", r"a\\nb\\u00e9\\\\c"),
            ("\u{1f600}xy", r"\ud83d\ude00xy"),
            ("\u{1f600}xy", r"\\ud83d\\ude00xy"),
            ("ends in \"", "ends+in+%22"),
            ("a\nb\tc", r"a\nb\tc"),
        ] {
            assert_eq!(found(&format!("<{spelt}>"), wanted), [spelt]);
            assert_eq!(found(&format!("<{wanted}>"), wanted), [wanted]);
        }
    }

    #[test]
    fn an_escape_that_begins_before_it_does_not_hide_it() {
        assert_eq!(found(r"CORP\nfoobar 100%41ab", "nfoobar"), ["nfoobar"]);
        assert_eq!(found(r"CORP\nfoobar 100%41ab", "41ab"), ["41ab"]);
    }

    #[test]
    fn what_is_not_there_is_not_found() {
        for text in ["", "%", "%4", "&", "&amp;", "&#x;", "\\", "\\u", r"\ud83d", "\\é", "hunter"]
        {
            assert!(found(text, "hunter2").is_empty(), "{text}");
        }
        // Nothing of it is firm, so it is found as it is written alone.
        assert!(found(r#"a \"\' b"#, "\"'").is_empty());
        assert_eq!(found("a \"' b", "\"'"), ["\"'"]);
    }

    #[test]
    fn what_repeats_itself_is_found_in_linear_time() {
        let (text, wanted) = ("a".repeat(100_000), "a".repeat(40_000));
        assert_eq!(Readings::of(&text).places(&wanted, false).len(), 2 * 60_001);
        let text = ["%25", "&amp;", "\\", "&#0"].map(|unit| unit.repeat(30_000)).concat();
        assert!(Readings::of(&text).places(&wanted, false).is_empty());
    }
}
