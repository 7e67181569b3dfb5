//! The pull reader: one value after the other, no tree.

use std::borrow::Cow;

use super::error::{Problem, SyntaxError};
use super::place::Span;
use super::scan::plain;
use crate::cut;
use crate::screen::acts_or_hides;

/// How deep objects and arrays may nest; what is deeper is refused before it can exhaust the stack.
pub const MAX_DEPTH: u32 = 128;

type Read<T> = Result<T, SyntaxError>;

/// What kind of value comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `null`
    Null,
    /// `true` or `false`
    Boolean,
    /// A number.
    Number,
    /// A string.
    String,
    /// An array.
    Array,
    /// An object.
    Object,
}

impl Kind {
    /// The kind with its article, for messages: "a string".
    pub fn described(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean => "a boolean",
            Self::Number => "a number",
            Self::String => "a string",
            Self::Array => "an array",
            Self::Object => "an object",
        }
    }
}

/// Reads a JSON text value by value, in order; the caller decides what each value should be.
///
/// ```
/// use wellhead_runtime::json::Reader;
/// # fn main() -> Result<(), wellhead_runtime::json::SyntaxError> {
/// let mut reader = Reader::new(r#"{"port": 22, "host": "sftp.acme.example"}"#);
/// reader.open_object()?;
/// while let Some((key, _)) = reader.next_key()? {
///     match &*key {
///         "host" => assert_eq!(reader.string()?, "sftp.acme.example"),
///         _ => drop(reader.skip()?),
///     }
/// }
/// reader.end()
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Reader<'a> {
    text: &'a str,
    at: usize,
    depth: u32,
    /// Just after `{` or `[`: no comma is due before the next member.
    opened: bool,
    /// The last value was a string: a colon after it tells of a missing brace.
    last: Span,
}

impl<'a> Reader<'a> {
    /// A reader at the start of `text`.
    pub fn new(text: &'a str) -> Self {
        Self::at(text, 0)
    }

    /// A reader at byte `offset` of `text`, for a value whose start is known; places stay those of `text`.
    pub fn at(text: &'a str, offset: usize) -> Self {
        Self { text, at: offset, depth: 0, opened: false, last: Span::default() }
    }

    /// The whole text.
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// The kind of the next value, which stays unread.
    ///
    /// # Errors
    /// If no value comes next.
    pub fn kind(&mut self) -> Read<Kind> {
        self.skip_space();
        match self.peek() {
            Some(b'"') => Ok(Kind::String),
            Some(b'{') => Ok(Kind::Object),
            Some(b'[') => Ok(Kind::Array),
            Some(b't' | b'f') => Ok(Kind::Boolean),
            Some(b'n') => Ok(Kind::Null),
            Some(b'-' | b'0'..=b'9') => Ok(Kind::Number),
            other => Err(self.no_value(other)),
        }
    }

    /// The offset that has been read up to.
    pub fn offset(&self) -> usize {
        self.at
    }

    /// The offset at which the next value starts.
    pub fn start(&mut self) -> usize {
        self.skip_space();
        self.at
    }

    /// Reads `null`.
    ///
    /// # Errors
    /// If something else comes next.
    pub fn null(&mut self) -> Read<()> {
        self.word("null")
    }

    /// Reads `true` or `false`.
    ///
    /// # Errors
    /// If something else comes next.
    pub fn boolean(&mut self) -> Read<bool> {
        self.skip_space();
        let value = self.peek() == Some(b't');
        self.word(if value { "true" } else { "false" })?;
        Ok(value)
    }

    /// Reads a number and returns its spelling, which fits JSON's grammar.
    ///
    /// # Errors
    /// If something else comes next.
    pub fn number(&mut self) -> Read<&'a str> {
        self.skip_space();
        let start = self.at;
        if !self.passes_number() {
            return Err(self.error_from(start, Problem::BadNumber));
        }
        self.last = Span::default();
        Ok(Span::new(start, self.at).of(self.text))
    }

    /// Whether a number comes next; what there is of one is read.
    fn passes_number(&mut self) -> bool {
        self.take(b'-');
        if !(self.take(b'0') || self.passes_digits()) || (self.take(b'.') && !self.passes_digits())
        {
            return false;
        }
        if self.take(b'e') || self.take(b'E') {
            let _ = self.take(b'-') || self.take(b'+');
            if !self.passes_digits() {
                return false;
            }
        }
        !matches!(self.peek(), Some(b'.' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z'))
    }

    #[inline(never)]
    fn passes_digits(&mut self) -> bool {
        let first = self.at;
        while let Some(b'0'..=b'9') = self.peek() {
            self.at += 1;
        }
        self.at > first
    }

    /// Reads a string; it borrows from the text unless it has escapes.
    ///
    /// # Errors
    /// If something else comes next, or the string is broken.
    pub fn string(&mut self) -> Read<Cow<'a, str>> {
        self.skip_space();
        match self.plain_string() {
            Some(text) => Ok(Cow::Borrowed(text)),
            None => self.any_string(),
        }
    }

    /// Reads the string that comes next, if it has no escapes; otherwise nothing is read.
    pub(crate) fn plain_string(&mut self) -> Option<&'a str> {
        let inside = self.text.get(self.at..)?.strip_prefix('"')?;
        let text = inside.get(..plain(inside.as_bytes()))?;
        if inside.as_bytes().get(text.len()) != Some(&b'"') {
            return None;
        }
        let end = self.at + text.len() + 2;
        self.last = Span::new(self.at, end);
        self.at = end;
        Some(text)
    }

    #[cold]
    fn any_string(&mut self) -> Read<Cow<'a, str>> {
        let (span, escaped) = self.string_span()?;
        let raw = Span::new(span.start + 1, span.end - 1).of(self.text);
        if escaped {
            self.unescape(raw, span.start + 1).map(Cow::Owned)
        } else {
            Ok(Cow::Borrowed(raw))
        }
    }

    /// Enters an object; its members follow by [`next_key`](Self::next_key).
    ///
    /// # Errors
    /// If something else comes next, or objects nest too deep.
    pub fn open_object(&mut self) -> Read<()> {
        self.open(b'{')
    }

    /// The next key of the object entered last, with its place, or `None` at its end, which is then read.
    /// After a key comes exactly one value.
    ///
    /// # Errors
    /// If neither a key nor the end comes next.
    pub fn next_key(&mut self) -> Read<Option<(Cow<'a, str>, Span)>> {
        if !self.next_member(b'}')? {
            return Ok(None);
        }
        let start = self.at;
        let key = match self.plain_string() {
            Some(key) => Cow::Borrowed(key),
            None => self.any_key()?,
        };
        let span = Span::new(start, self.at);
        self.skip_space();
        if !self.take(b':') {
            return Err(self.missing(span, Problem::MissingColon));
        }
        self.last = Span::default();
        Ok(Some((key, span)))
    }

    #[cold]
    fn any_key(&mut self) -> Read<Cow<'a, str>> {
        let problem = match self.peek() {
            Some(b'"') => return self.any_string(),
            None => Problem::UnexpectedEnd,
            Some(b'\'') => Problem::SingleQuote,
            Some(b'/') => Problem::Comment,
            Some(_) => Problem::BadKey,
        };
        Err(self.error_here(problem))
    }

    /// Enters an array; its elements follow while [`next_element`](Self::next_element) says so.
    ///
    /// # Errors
    /// If something else comes next, or arrays nest too deep.
    pub fn open_array(&mut self) -> Read<()> {
        self.open(b'[')
    }

    /// Whether another element comes; at `false` the array's end has been read.
    ///
    /// # Errors
    /// If neither an element nor the end comes next.
    pub fn next_element(&mut self) -> Read<bool> {
        self.next_member(b']')
    }

    /// Reads over one whole value, checking its syntax, and returns where it stands.
    ///
    /// # Errors
    /// If no value comes next, or it is broken.
    pub fn skip(&mut self) -> Read<Span> {
        let start = self.start();
        match self.kind()? {
            Kind::Null => self.null()?,
            Kind::Boolean => drop(self.boolean()?),
            Kind::Number => drop(self.number()?),
            Kind::String => self.skip_string()?,
            Kind::Array => {
                self.open_array()?;
                while self.next_element()? {
                    self.skip()?;
                }
            }
            Kind::Object => {
                self.open_object()?;
                while self.next_key()?.is_some() {
                    self.skip()?;
                }
            }
        }
        Ok(Span::new(start, self.at))
    }

    /// Checks that nothing but white space follows.
    ///
    /// # Errors
    /// [`Problem::TrailingText`], or what tells better of it.
    pub fn end(&mut self) -> Read<()> {
        self.skip_space();
        match self.peek() {
            None => Ok(()),
            Some(b'}' | b']') => Err(self.error_here(Problem::Mismatched)),
            Some(_) => Err(self.error_here(Problem::TrailingText)),
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    #[inline(never)]
    fn take(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    #[inline(never)]
    fn skip_space(&mut self) {
        while let Some(b' ' | b'\n' | b'\t' | b'\r') = self.peek() {
            self.at += 1;
        }
    }

    fn open(&mut self, bracket: u8) -> Read<()> {
        self.skip_space();
        if self.depth == MAX_DEPTH {
            return Err(self.error_here(Problem::TooDeep));
        }
        if !self.take(bracket) {
            return Err(self.no_value(self.peek()));
        }
        self.depth += 1;
        self.opened = true;
        self.last = Span::default();
        Ok(())
    }

    /// Moves to the next member or element, over the comma that is due, or over the closing bracket.
    fn next_member(&mut self, close: u8) -> Read<bool> {
        let after = self.at;
        self.skip_space();
        let opened = std::mem::take(&mut self.opened);
        if self.take(close) {
            self.depth = self.depth.saturating_sub(1);
            self.last = Span::default();
            return Ok(false);
        }
        if opened {
            return Ok(true);
        }
        let comma = self.at;
        if !self.take(b',') {
            return Err(self.no_comma(after));
        }
        self.skip_space();
        match self.peek() {
            Some(b'}' | b']') => Err(self.error_at(comma, Problem::TrailingComma)),
            _ => Ok(true),
        }
    }

    #[cold]
    fn error_at(&self, at: usize, problem: Problem) -> SyntaxError {
        SyntaxError::new(self.text, Span::new(at, at + 1), problem)
    }

    #[cold]
    fn no_comma(&self, after: usize) -> SyntaxError {
        match self.peek() {
            None => self.error_here(Problem::UnexpectedEnd),
            Some(b':') if self.last != Span::default() => {
                SyntaxError::new(self.text, self.last, Problem::MissingBrace)
            }
            Some(b'}' | b']') => self.error_here(Problem::Mismatched),
            Some(b'/') => self.error_here(Problem::Comment),
            Some(_) => self.missing(Span::new(after, after), Problem::MissingComma),
        }
    }

    /// Something is missing at a place, unless all that is wrong is what looks like a space here.
    #[cold]
    fn missing(&self, span: Span, problem: Problem) -> SyntaxError {
        match self.here().is_some_and(looks_empty) {
            true => self.error_here(problem),
            false => SyntaxError::new(self.text, span, problem),
        }
    }

    /// The character that is read next.
    fn here(&self) -> Option<char> {
        self.text.get(self.at..).unwrap_or_default().chars().next()
    }

    #[cold]
    #[inline(never)]
    fn no_value(&self, found: Option<u8>) -> SyntaxError {
        self.error_here(match found {
            None => Problem::UnexpectedEnd,
            Some(b'\'') => Problem::SingleQuote,
            Some(b'/') => Problem::Comment,
            Some(b'}' | b']') => Problem::Mismatched,
            Some(b'+' | b'.') => Problem::BadNumber,
            Some(byte) if byte.is_ascii_alphabetic() => Problem::BareWord,
            Some(_) => Problem::BadValue,
        })
    }

    #[inline(never)]
    fn word(&mut self, word: &str) -> Read<()> {
        self.skip_space();
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let whole =
            !rest.get(word.len()).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
        if !(rest.starts_with(word.as_bytes()) && whole) {
            return Err(self.no_value(self.peek()));
        }
        self.at += word.len();
        self.last = Span::default();
        Ok(())
    }

    /// Reads a string without decoding it: its span with the quotes, and whether it has escapes.
    fn string_span(&mut self) -> Read<(Span, bool)> {
        self.skip_space();
        let start = self.at;
        if !self.take(b'"') {
            return Err(self.no_value(self.peek()));
        }
        let mut escaped = false;
        loop {
            self.at += plain(self.text.as_bytes().get(self.at..).unwrap_or_default());
            match self.peek() {
                Some(b'"') => break,
                Some(b'\\') => {
                    escaped = true;
                    self.at += 2;
                }
                Some(b'\n' | b'\r') | None => {
                    let span = Span::new(start, start + 1);
                    return Err(SyntaxError::new(self.text, span, Problem::UnclosedString));
                }
                Some(_) => return Err(self.error_here(Problem::ControlCharacter)),
            }
        }
        self.at += 1;
        self.last = Span::new(start, self.at);
        Ok((self.last, escaped))
    }

    fn skip_string(&mut self) -> Read<()> {
        if self.plain_string().is_some() {
            return Ok(());
        }
        let (span, escaped) = self.string_span()?;
        if escaped {
            let raw = Span::new(span.start + 1, span.end - 1).of(self.text);
            for_each_piece(raw, &mut |_| ()).map_err(|at| self.bad_escape(span.start + 1 + at))?;
        }
        Ok(())
    }

    fn unescape(&self, raw: &str, offset: usize) -> Read<String> {
        let mut text = String::with_capacity(raw.len());
        for_each_piece(raw, &mut |piece| text.push_str(piece))
            .map_err(|at| self.bad_escape(offset + at))?;
        Ok(text)
    }

    #[cold]
    fn bad_escape(&self, at: usize) -> SyntaxError {
        let rest = self.text.as_bytes().get(at..).unwrap_or_default();
        // Four hex digits that are no character are half of one.
        let is_half = rest.starts_with(b"\\u") && rest.get(2..6).and_then(hex4).is_some();
        let problem = if is_half { Problem::LoneSurrogate } else { Problem::BadEscape };
        SyntaxError::new(self.text, Span::new(at, at + 1), problem)
    }

    #[cold]
    #[inline(never)]
    fn error_here(&self, problem: Problem) -> SyntaxError {
        let here = self.here();
        let width = here.map_or(0, char::len_utf8);
        let is_space = here.is_some_and(looks_empty) && problem != Problem::ControlCharacter;
        let problem = if is_space { Problem::NotSpace } else { problem };
        SyntaxError::new(self.text, Span::new(self.at, self.at + width), problem)
    }

    #[cold]
    fn error_from(&self, start: usize, problem: Problem) -> SyntaxError {
        SyntaxError::new(self.text, Span::new(start, self.at.max(start + 1)), problem)
    }
}

/// Whether a character looks like a space or like nothing, where one of JSON's was passed over already.
fn looks_empty(char: char) -> bool {
    char.is_whitespace() || acts_or_hides(char)
}

/// Calls `emit` with what the inside of a JSON string means, piece by piece; at a bad escape, its offset.
fn for_each_piece(raw: &str, emit: &mut dyn FnMut(&str)) -> Result<(), usize> {
    let mut rest = raw;
    while let Some((plain, escaped)) = cut::at(rest, b'\\') {
        emit(plain);
        let at = raw.len() - escaped.len() - 1;
        let (char, length) = escape(escaped.as_bytes()).ok_or(at)?;
        emit(char.encode_utf8(&mut [0; 4]));
        rest = escaped.get(length..).unwrap_or_default();
    }
    emit(rest);
    Ok(())
}

/// What the inside of a string means, whose escapes are known to be right.
#[cold]
#[inline(never)]
pub(crate) fn unescaped(raw: &str) -> String {
    let mut text = String::with_capacity(raw.len());
    let _ = for_each_piece(raw, &mut |piece| text.push_str(piece));
    text
}

/// The character that an escape means, and how many bytes it has after its backslash.
pub(super) fn escape(rest: &[u8]) -> Option<(char, usize)> {
    let char = match rest.first()? {
        b'"' => '"',
        b'\\' => '\\',
        b'/' => '/',
        b'b' => '\u{8}',
        b'f' => '\u{c}',
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        b'u' => return unicode_escape(rest),
        _ => return None,
    };
    Some((char, 1))
}

fn unicode_escape(rest: &[u8]) -> Option<(char, usize)> {
    let high = hex4(rest.get(1..5)?)?;
    if let Some(char) = char::from_u32(high) {
        return Some((char, 5));
    }
    let low = rest.get(5..)?.strip_prefix(b"\\u").and_then(|low| hex4(low.get(..4)?))?;
    if !((0xD800..0xDC00).contains(&high) && (0xDC00..0xE000).contains(&low)) {
        return None;
    }
    Some((char::from_u32(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))?, 11))
}

fn hex4(digits: &[u8]) -> Option<u32> {
    let mut value = 0;
    for digit in digits {
        value = value * 16 + char::from(*digit).to_digit(16)?;
    }
    Some(value)
}
