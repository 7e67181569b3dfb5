//! A whole text as a row of tokens: what requests are read by.
//!
//! On the wire the params come before the id that says what they are, an object may be of one of several kinds, and everything
//! wrong is to be told in one go: so values are looked at more than once. The text is scanned once, here; what comes after
//! steps over tokens. The scan says only whether the text is JSON. If it is not, [`Reader`](super::Reader) says why.

use std::borrow::Cow;
use std::ops::Range;

use super::error::{Problem, SyntaxError};
use super::place::Span;
use super::reader::{Kind, MAX_DEPTH, Reader, escape, unescaped};
use super::scan::plain;

/// A value, or the key before one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    /// The offset of its first byte.
    pub(crate) start: u32,
    /// The offset after its last byte.
    pub(crate) end: u32,
    /// The index of the token after all of it.
    next: u32,
    /// What it is.
    pub(crate) kind: Kind,
    /// Whether it is a string with escapes.
    pub(crate) escaped: bool,
}

impl Token {
    /// What stands past the end of a tape.
    pub(crate) const NONE: Self =
        Self { start: 0, end: 0, next: u32::MAX, kind: Kind::Null, escaped: false };

    /// What stands where none was written yet: all zero, which is the fastest to write.
    const UNUSED: Self = Self { start: 0, end: 0, next: 0, kind: Kind::Null, escaped: false };

    /// The index of the token after this value with all that is in it.
    #[inline(always)]
    pub(crate) fn next(&self) -> usize {
        self.next as usize
    }

    /// The bytes of a string or key between its quotes.
    #[inline(always)]
    pub(crate) fn inside(&self) -> Range<usize> {
        self.start as usize + 1..self.end as usize - 1
    }

    /// What a string or key of `text` says.
    #[inline(always)]
    pub(crate) fn string<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let raw = text.get(self.inside()).unwrap_or_default();
        if self.escaped { Cow::Owned(unescaped(raw)) } else { Cow::Borrowed(raw) }
    }

    /// Its bytes in the text.
    #[inline(always)]
    pub(crate) fn span(&self) -> Span {
        Span::new(self.start as usize, self.end as usize)
    }
}

/// How many tokens take no allocation: those of a request with two dozen params.
const INLINE: usize = 64;

/// The tokens of a text, in its order: an object is followed by its keys, each by its value; an array by its elements.
#[derive(Clone, Debug)]
pub struct Tape {
    first: [Token; INLINE],
    /// All of them, once there are more than fit above.
    all: Vec<Token>,
    count: usize,
}

impl Default for Tape {
    fn default() -> Self {
        Self::new()
    }
}

impl Tape {
    /// A tape with nothing on it.
    pub const fn new() -> Self {
        Self { first: [Token::UNUSED; INLINE], all: Vec::new(), count: 0 }
    }

    /// Reads `text`, which is one value, onto a new tape.
    ///
    /// # Errors
    /// What keeps it from being JSON.
    pub fn read(&mut self, text: &str) -> Result<(), SyntaxError> {
        let scanned = self.scan(text.as_bytes());
        scanned.ok_or_else(|| {
            *self = Self::new();
            reason(text)
        })
    }

    /// All tokens.
    pub(crate) fn tokens(&self) -> &[Token] {
        if self.all.is_empty() {
            self.first.get(..self.count).unwrap_or_default()
        } else {
            &self.all
        }
    }

    /// Makes room for more tokens than fit inline.
    #[cold]
    fn note_beyond(&mut self, start: u32, end: u32, kind: Kind, escaped: bool) {
        if self.all.is_empty() {
            self.all.reserve(4 * INLINE);
            self.all.extend_from_slice(&self.first);
        }
        self.all.push(Token { start, end, next: self.count as u32 + 1, kind, escaped });
    }

    fn token(&mut self, index: usize) -> Option<&mut Token> {
        if self.all.is_empty() { self.first.get_mut(index) } else { self.all.get_mut(index) }
    }

    /// Scans one value and the white space around it, up to the end.
    fn scan(&mut self, text: &[u8]) -> Option<()> {
        u32::try_from(text.len()).ok()?;
        let mut open = Open { index: 0, kind: Kind::Null, depth: 0 };
        let mut at = space(text, 0);
        loop {
            at = match text.get(at)? {
                b'"' => self.string(text, at)?,
                b'{' => {
                    let first = self.open(&mut open, text, at, Kind::Object)?;
                    if text.get(first) != Some(&b'}') {
                        at = self.key(text, first)?;
                        continue;
                    }
                    first
                }
                b'[' => {
                    let first = self.open(&mut open, text, at, Kind::Array)?;
                    if text.get(first) != Some(&b']') {
                        at = first;
                        continue;
                    }
                    first
                }
                _ => self.scalar_value(text, at)?,
            };
            // After a value: the next one, or the ends of what it is in.
            loop {
                at = space(text, at);
                if open.depth == 0 {
                    return (at == text.len()).then_some(());
                }
                match (text.get(at)?, open.kind) {
                    (b',', Kind::Object) => at = self.key(text, space(text, at + 1))?,
                    (b',', _) => at = space(text, at + 1),
                    (b'}', Kind::Object) | (b']', Kind::Array) => {
                        at = self.close(&mut open, at)?;
                        continue;
                    }
                    _ => return None,
                }
                break;
            }
        }
    }

    /// Notes the start of an object or array, and returns where the first thing in it stands.
    fn open(&mut self, open: &mut Open, text: &[u8], at: usize, kind: Kind) -> Option<usize> {
        let depth = open.depth + 1;
        if depth > MAX_DEPTH {
            return None;
        }
        // Until it is known where it ends, what it is in stands in that place.
        let (outer, index) = (open.index, self.count);
        self.note(at, outer, kind, false);
        *open = Open { index, kind, depth };
        Some(space(text, at + 1))
    }

    /// Notes that what was opened last ends with the bracket at `at`.
    fn close(&mut self, open: &mut Open, at: usize) -> Option<usize> {
        let next = self.count as u32;
        let token = self.token(open.index)?;
        let outer = token.end as usize;
        (token.next, token.end) = (next, at as u32 + 1);
        let kind = self.token(outer)?.kind;
        *open = Open { index: outer, kind, depth: open.depth - 1 };
        Some(at + 1)
    }

    /// Scans a key and its colon, and returns where its value starts.
    #[inline(always)]
    fn key(&mut self, text: &[u8], at: usize) -> Option<usize> {
        if text.get(at) != Some(&b'"') {
            return None;
        }
        let colon = space(text, self.string(text, at)?);
        (text.get(colon) == Some(&b':')).then(|| space(text, colon + 1))
    }

    /// Scans a value that is neither a string nor has something in it.
    fn scalar_value(&mut self, text: &[u8], at: usize) -> Option<usize> {
        match text.get(at)? {
            b't' => self.word(text, at, "true", Kind::Boolean),
            b'f' => self.word(text, at, "false", Kind::Boolean),
            b'n' => self.word(text, at, "null", Kind::Null),
            _ => self.number(text, at),
        }
    }

    #[inline(always)]
    fn note(&mut self, start: usize, end: usize, kind: Kind, escaped: bool) -> usize {
        let (start, end_at, next) = (start as u32, end as u32, self.count as u32 + 1);
        match self.first.get_mut(self.count) {
            // In its place at once: a copy of what was just written has to wait for it.
            Some(slot) => *slot = Token { start, end: end_at, next, kind, escaped },
            None => self.note_beyond(start, end_at, kind, escaped),
        }
        self.count += 1;
        end
    }

    /// Scans a string from its quote on.
    #[inline(always)]
    fn string(&mut self, text: &[u8], at: usize) -> Option<usize> {
        let end = at + 1 + plain(text.get(at + 1..)?);
        match text.get(end)? {
            b'"' => Some(self.note(at, end + 1, Kind::String, false)),
            b'\\' => self.escaped_string(text, at, end),
            _ => None,
        }
    }

    /// Scans a string from its first backslash on.
    #[cold]
    fn escaped_string(&mut self, text: &[u8], start: usize, mut at: usize) -> Option<usize> {
        loop {
            match text.get(at)? {
                b'"' => return Some(self.note(start, at + 1, Kind::String, true)),
                b'\\' => at += 1 + escape(text.get(at + 1..)?)?.1,
                0..0x20 => return None,
                _ => at += 1,
            }
        }
    }

    fn word(&mut self, text: &[u8], at: usize, word: &str, kind: Kind) -> Option<usize> {
        let end = at + word.len();
        let found = text.get(at..end)? == word.as_bytes();
        let whole =
            !text.get(end).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
        (found && whole).then(|| self.note(at, end, kind, false))
    }

    fn number(&mut self, text: &[u8], start: usize) -> Option<usize> {
        let is = |at: usize, byte| text.get(at) == Some(&byte);
        let mut at = start + usize::from(is(start, b'-'));
        at = if is(at, b'0') { at + 1 } else { digits(text, at)? };
        if is(at, b'.') {
            at = digits(text, at + 1)?;
        }
        if is(at, b'e') || is(at, b'E') {
            let sign = is(at + 1, b'-') || is(at + 1, b'+');
            at = digits(text, at + 1 + usize::from(sign))?;
        }
        if text.get(at).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'.') {
            return None;
        }
        Some(self.note(start, at, Kind::Number, false))
    }
}

/// The object or array that is being scanned.
struct Open {
    index: usize,
    kind: Kind,
    /// In how many it is, itself among them; none where it is 0.
    depth: u32,
}

/// The offset of the first byte from `at` on that is not white space.
#[inline(always)]
fn space(text: &[u8], mut at: usize) -> usize {
    while let Some(byte) = text.get(at)
        && *byte <= b' '
        && matches!(byte, b' ' | b'\n' | b'\t' | b'\r')
    {
        at += 1;
    }
    at
}

/// The offset after the digits at `at`, of which there is one at least.
fn digits(text: &[u8], at: usize) -> Option<usize> {
    let mut end = at;
    while let Some(b'0'..=b'9') = text.get(end) {
        end += 1;
    }
    (end > at).then_some(end)
}

/// Why a text that the scan refused is not JSON.
#[cold]
fn reason(text: &str) -> SyntaxError {
    let mut reader = Reader::new(text);
    match reader.skip().and_then(|_| reader.end()) {
        Err(error) => error,
        // Too long for the offsets of tokens.
        Ok(()) => SyntaxError::new(text, Span::new(0, 0), Problem::TooLong),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A text that is nearly JSON.
    fn nearly_json() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            Just("{"),
            Just("}"),
            Just("["),
            Just("]"),
            Just(","),
            Just(":"),
            Just(" "),
            Just("\n"),
            Just("\"a\""),
            Just("\"\""),
            Just("\"\\n\""),
            Just("\"\\ud83d\\ude00\""),
            Just("\"\\ud83d\""),
            Just("\"\\x\""),
            Just("\"é\""),
            Just("\"\u{1}\""),
            Just("true"),
            Just("false"),
            Just("null"),
            Just("nul"),
            Just("truer"),
            Just("0"),
            Just("-1.5e+3"),
            Just("01"),
            Just("-"),
            Just("1."),
            Just("\""),
            Just("'a'"),
            Just("\"k\":"),
            Just("\"k\":1,"),
            Just("[["),
            Just("]]"),
        ];
        proptest::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
    }

    fn tape_of(text: &str) -> Result<Tape, SyntaxError> {
        let mut tape = Tape::new();
        tape.read(text).map(|()| tape)
    }

    /// The value that the token at `at` stands for, spelt without white space.
    fn spelt(text: &str, tokens: &[Token], at: usize) -> String {
        let token = tokens[at];
        let inside = |step: usize| {
            let mut parts = Vec::new();
            let mut at = at + 1;
            while at < token.next() {
                let key = (step == 2).then(|| format!("{}:", tokens[at].span().of(text)));
                at += step - 1;
                parts.push(key.unwrap_or_default() + &spelt(text, tokens, at));
                at = tokens[at].next();
            }
            parts.join(",")
        };
        match token.kind {
            Kind::Object => format!("{{{}}}", inside(2)),
            Kind::Array => format!("[{}]", inside(1)),
            _ => token.span().of(text).to_owned(),
        }
    }

    fn compact(text: &str) -> String {
        let mut out = String::new();
        let mut in_string = false;
        let mut escaped = false;
        for char in text.chars() {
            if in_string || !char.is_whitespace() {
                out.push(char);
            }
            in_string ^= char == '"' && !escaped;
            escaped = char == '\\' && !escaped;
        }
        out
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]

        /// The scan takes what the reader takes, and nothing else.
        #[test]
        fn it_agrees_with_the_reader(text in prop_oneof![nearly_json(), nearly_json().prop_map(|text| format!("[{text}]"))]) {
            let mut reader = Reader::new(&text);
            let read = reader.skip().and_then(|_| reader.end());
            match (tape_of(&text), read) {
                (Ok(tape), Ok(())) => prop_assert_eq!(spelt(&text, tape.tokens(), 0), compact(&text)),
                (Err(told), Err(error)) => prop_assert_eq!(told, error),
                (tape, read) => prop_assert!(false, "{text}: {tape:?}, {read:?}"),
            }
        }
    }

    #[test]
    fn many_tokens_are_kept_as_few_are() {
        for count in [0, 1, INLINE - 2, INLINE - 1, INLINE, 5 * INLINE] {
            let text = format!("[{}]", vec!["{\"a\":[1]}"; count].join(","));
            let tape = tape_of(&text).unwrap();
            assert_eq!(spelt(&text, tape.tokens(), 0), text);
            assert_eq!(tape.tokens().len(), 1 + 4 * count);
        }
    }

    #[test]
    fn depth_is_bounded() {
        let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
        let most = MAX_DEPTH as usize;
        assert!(tape_of(&nested(most)).is_ok());
        assert_eq!(tape_of(&nested(most + 1)).unwrap_err().problem, Problem::TooDeep);
    }
}
