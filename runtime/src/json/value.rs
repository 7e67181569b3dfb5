//! Free JSON: a value that owns what it holds, for what no type says.

use std::fmt;
use std::ops::Index;
use std::str::FromStr;

use super::error::SyntaxError;
use super::number::Number;
use super::object::Object;
use super::print;
use super::reader::Kind;
use super::tape::{Tape, Token};
use crate::cut;
use crate::path::Path;

/// Any JSON value: what a param holds whose spec file says no more than that.
///
/// Numbers keep their spelling and are compared by value; members keep their order, and make no difference by it. `Display`
/// writes JSON, `{:#}` over several lines.
///
/// ```
/// use wellhead_runtime::Json;
/// let proxy = Json::from([("host", Json::from("proxy.acme.example")), ("port", 8080.into())]);
/// assert_eq!(proxy.to_string(), r#"{"host":"proxy.acme.example","port":8080}"#);
///
/// let read: Json = r#"{"port": 8080.0, "host": "proxy.acme.example"}"#.parse()?;
/// assert_eq!(read, proxy);
/// assert_eq!(read["port"].as_i64(), Some(8080));
/// # Ok::<(), wellhead_runtime::json::SyntaxError>(())
/// ```
///
/// It shows all that it holds, also by `Debug`. Where it is a param, the request shows nothing of it.
#[derive(Clone, Default, PartialEq, Eq)]
pub enum Json {
    /// `null`
    #[default]
    Null,
    /// `true` or `false`
    Boolean(bool),
    /// A number.
    Number(Number),
    /// A string.
    String(String),
    /// An array.
    Array(Vec<Json>),
    /// An object.
    Object(Object),
}

/// What a value may have although it is JSON.
#[derive(Clone, Copy)]
pub(crate) enum Oddity {
    /// A number beyond every float.
    Huge,
    /// A name that stood in the object before.
    Repeated,
}

/// Told of each oddity, of the offset at which it stands, and where in the value it is.
pub(crate) type Told<'t> = &'t mut dyn FnMut(Oddity, usize, &Path<'_>);

impl Json {
    /// Reads a whole text. Of members with one name the last value counts.
    ///
    /// # Errors
    /// The first thing that keeps it from being JSON, at its place.
    pub fn parse(text: &str) -> Result<Self, SyntaxError> {
        let mut tape = Tape::new();
        tape.read(text)?;
        Ok(Self::read(text, tape.tokens(), 0, &Path::root(""), &mut |_, _, _| ()))
    }

    /// The value of that index among the tokens of a text; `path` leads to it.
    pub(crate) fn read(
        text: &str,
        tokens: &[Token],
        index: usize,
        path: &Path<'_>,
        told: Told<'_>,
    ) -> Self {
        let Some(token) = tokens.get(index) else { return Self::Null };
        match token.kind {
            Kind::Null => Self::Null,
            Kind::Boolean => Self::Boolean(token.span().of(text) == "true"),
            Kind::Number => {
                let number = Number::of_spelling(token.span().of(text));
                if number.as_f64().is_none() {
                    told(Oddity::Huge, token.span().start, path);
                }
                Self::Number(number)
            }
            Kind::String => Self::String(token.string(text).into_owned()),
            Kind::Array => {
                let (mut items, mut at) = (Vec::new(), index + 1);
                while at < token.next() {
                    items.push(Self::read(text, tokens, at, &path.index(items.len()), told));
                    at = after(tokens, at);
                }
                Self::Array(items)
            }
            Kind::Object => {
                let (mut members, mut at) = (Object::new(), index + 1);
                while at < token.next()
                    && let Some(key) = tokens.get(at)
                {
                    let name = key.string(text);
                    let path = path.key(&name);
                    let value = Self::read(text, tokens, at + 1, &path, told);
                    if members.set((*name).to_owned(), value).is_some() {
                        told(Oddity::Repeated, key.span().start, &path);
                    }
                    at = after(tokens, at + 1);
                }
                Self::Object(members)
            }
        }
    }

    /// Whether objects and arrays nest in it by more than that many levels, itself among them.
    #[cfg(feature = "requests")]
    pub(crate) fn is_deeper_than(&self, levels: usize) -> bool {
        let is_deeper = |value: &Self| levels == 0 || value.is_deeper_than(levels - 1);
        match self {
            Self::Array(items) => levels == 0 || items.iter().any(is_deeper),
            Self::Object(members) => levels == 0 || members.values().any(is_deeper),
            _ => false,
        }
    }

    /// The kind of the value.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Null => Kind::Null,
            Self::Boolean(_) => Kind::Boolean,
            Self::Number(_) => Kind::Number,
            Self::String(_) => Kind::String,
            Self::Array(_) => Kind::Array,
            Self::Object(_) => Kind::Object,
        }
    }

    /// Whether it is `null`.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// `true` or `false`, if it is one of them.
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Boolean(flag) => Some(*flag),
            _ => None,
        }
    }

    /// The number, if it is one.
    pub fn as_number(&self) -> Option<&Number> {
        match self {
            Self::Number(number) => Some(number),
            _ => None,
        }
    }

    /// The whole number, if it is one that fits; `1.0` is one.
    #[inline]
    pub fn as_i64(&self) -> Option<i64> {
        self.as_number()?.as_i64()
    }

    /// The whole number, if it is one that fits; `1.0` is one.
    #[inline]
    pub fn as_u64(&self) -> Option<u64> {
        self.as_number()?.as_u64()
    }

    /// The nearest float, if it is a number that is not beyond all of them.
    #[inline]
    pub fn as_f64(&self) -> Option<f64> {
        self.as_number()?.as_f64()
    }

    /// The text, if it is a string.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// The elements, if it is an array.
    pub fn as_array(&self) -> Option<&[Self]> {
        match self {
            Self::Array(items) => Some(items),
            _ => None,
        }
    }

    /// The elements, to be changed, if it is an array.
    pub fn as_array_mut(&mut self) -> Option<&mut Vec<Self>> {
        match self {
            Self::Array(items) => Some(items),
            _ => None,
        }
    }

    /// The members, if it is an object.
    pub fn as_object(&self) -> Option<&Object> {
        match self {
            Self::Object(members) => Some(members),
            _ => None,
        }
    }

    /// The members, to be changed, if it is an object.
    pub fn as_object_mut(&mut self) -> Option<&mut Object> {
        match self {
            Self::Object(members) => Some(members),
            _ => None,
        }
    }

    /// The member of that name, if it is an object that has one.
    pub fn get(&self, name: &str) -> Option<&Self> {
        self.as_object()?.get(name)
    }

    /// What a JSON pointer (RFC 6901) leads to.
    ///
    /// ```
    /// # let json: wellhead_runtime::Json = r#"{"hosts": ["a", "b"]}"#.parse()?;
    /// assert_eq!(json.pointer("/hosts/1").and_then(|host| host.as_str()), Some("b"));
    /// # Ok::<(), wellhead_runtime::json::SyntaxError>(())
    /// ```
    #[inline]
    pub fn pointer(&self, pointer: &str) -> Option<&Self> {
        let mut at = self;
        for step in &steps(pointer)? {
            at = match at {
                Self::Object(members) => members.get(step)?,
                Self::Array(items) => items.get(self::index(step)?)?,
                _ => return None,
            };
        }
        Some(at)
    }

    /// What a JSON pointer (RFC 6901) leads to, to be changed.
    #[inline]
    pub fn pointer_mut(&mut self, pointer: &str) -> Option<&mut Self> {
        let mut at = self;
        for step in &steps(pointer)? {
            at = match at {
                Self::Object(members) => members.get_mut(step)?,
                Self::Array(items) => items.get_mut(self::index(step)?)?,
                _ => return None,
            };
        }
        Some(at)
    }

    /// A text that all values equal to this one have as well, and no other: what a value is looked up by among many.
    ///
    /// ```
    /// # use wellhead_runtime::Json;
    /// let (one, other): (Json, Json) = (r#"{"a": 1, "b": 2}"#.parse()?, r#"{"b": 2.0, "a": 1}"#.parse()?);
    /// assert_eq!(one.meaning(), other.meaning());
    /// # Ok::<(), wellhead_runtime::json::SyntaxError>(())
    /// ```
    pub fn meaning(&self) -> String {
        let mut meaning = String::new();
        // A text takes all that is written.
        let _ = print::meaning(&mut meaning, self);
        meaning
    }

    /// The value, with `null` left in its place.
    #[must_use]
    pub fn take(&mut self) -> Self {
        std::mem::take(self)
    }
}

/// The index of the token after the value of that index.
#[inline(never)]
pub(super) fn after(tokens: &[Token], index: usize) -> usize {
    tokens.get(index).map_or(usize::MAX, Token::next)
}

/// The steps of a JSON pointer, if it is one.
fn steps(pointer: &str) -> Option<Vec<String>> {
    match pointer {
        "" => Some(Vec::new()),
        pointer => Some(steps_below(pointer.strip_prefix("/")?)),
    }
}

/// The steps of a pointer without its first `/`, unescaped.
pub(crate) fn steps_below(below: &str) -> Vec<String> {
    let mut steps = Vec::new();
    let mut left = Some(below);
    while let Some(steps_left) = left {
        let (step, after) = match cut::at(steps_left, b'/') {
            Some((step, after)) => (step, Some(after)),
            None => (steps_left, None),
        };
        let (mut plain, mut rest) = (String::with_capacity(step.len()), step);
        while let Some((before, after)) = cut::at(rest, b'~') {
            plain.push_str(before);
            let (meant, escaped) = match after.as_bytes().first() {
                Some(b'0') => ("~", 1),
                Some(b'1') => ("/", 1),
                _ => ("~", 0),
            };
            plain.push_str(meant);
            rest = after.get(escaped..).unwrap_or_default();
        }
        plain.push_str(rest);
        steps.push(plain);
        left = after;
    }
    steps
}

/// An index as RFC 6901 writes it.
pub(crate) fn index(step: &str) -> Option<usize> {
    if step.is_empty() || (step.len() > 1 && step.starts_with("0")) {
        return None;
    }
    let mut index = 0_usize;
    for byte in step.bytes() {
        if !byte.is_ascii_digit() {
            return None;
        }
        index = index.checked_mul(10)?.checked_add(usize::from(byte - b'0'))?;
    }
    Some(index)
}

impl FromStr for Json {
    type Err = SyntaxError;

    fn from_str(text: &str) -> Result<Self, SyntaxError> {
        Self::parse(text)
    }
}

impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if f.alternate() { print::pretty(f, self, 0) } else { print::compact(f, self) }
    }
}

impl fmt::Debug for Json {
    /// As JSON.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Index<&str> for Json {
    type Output = Self;

    /// The member of that name, or `null` if there is none.
    fn index(&self, name: &str) -> &Self {
        self.get(name).unwrap_or(&Self::Null)
    }
}

impl Index<usize> for Json {
    type Output = Self;

    /// The element at that index, or `null` if there is none.
    fn index(&self, index: usize) -> &Self {
        self.as_array().and_then(|items| items.get(index)).unwrap_or(&Self::Null)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str =
        r#"{"name":"a\"b","size":1.50,"on":true,"none":null,"hosts":["x",{"a/b":[],"~":{}}]}"#;

    fn read(text: &str) -> Json {
        Json::parse(text).expect(text)
    }

    #[test]
    fn what_is_read_is_written_as_it_was_spelt() {
        let value = read(TEXT);
        assert_eq!(value.to_string(), TEXT);
        assert_eq!(format!("{value:?}"), TEXT);
        let pretty = "{\n  \"a\": [\n    1,\n    {}\n  ],\n  \"b\": []\n}";
        assert_eq!(format!("{:#}", read(pretty)), pretty);
    }

    #[test]
    fn values_are_made_of_literals_and_collections() {
        let made = Json::from([
            ("name", Json::from("a\"b")),
            ("size", 1.5.into()),
            ("on", true.into()),
            ("none", None::<bool>.into()),
            (
                "hosts",
                vec![
                    Json::from("x"),
                    [("a/b", Json::Array(vec![])), ("~", Object::new().into())].into(),
                ]
                .into(),
            ),
        ]);
        assert_eq!(made, read(TEXT));
        assert_eq!((0..3).collect::<Json>(), read("[0, 1, 2]"));
        assert_eq!(Json::from(f64::NAN), Json::Null);
    }

    #[test]
    fn values_are_looked_into() {
        let mut value = read(TEXT);
        assert_eq!(value["hosts"][0], "x");
        assert_eq!((&value["nothing"][7], value["size"].as_f64()), (&Json::Null, Some(1.5)));
        for (pointer, found) in [
            ("", Some(TEXT)),
            ("/on", Some("true")),
            ("/hosts/1/a~1b", Some("[]")),
            ("/hosts/1/~0", Some("{}")),
            ("/hosts/01", None),
            ("/hosts/-", None),
            ("/hosts/2", None),
            ("/on/deeper", None),
            ("on", None),
        ] {
            assert_eq!(value.pointer(pointer).map(Json::to_string).as_deref(), found, "{pointer}");
        }
        if let Some(host) = value.pointer_mut("/hosts/0") {
            *host = 7.into();
        }
        assert_eq!(value["hosts"][0], 7);
    }

    #[test]
    fn values_are_equal_by_what_they_mean() {
        assert_eq!(read(r#"{"a": 1.0, "b": [10e-1]}"#), read(r#"{"b": [1], "a": 1}"#));
        assert_ne!(read("[1, 2]"), read("[2, 1]"));
        assert_ne!(read("9007199254740993"), read("9007199254740992"));
    }

    #[test]
    fn values_have_one_meaning_if_and_only_if_they_are_equal() {
        let values = [
            "null",
            "true",
            "false",
            "0",
            "-0",
            "-0.0",
            "1",
            "1.0",
            "10e-1",
            "0.5",
            "5e-1",
            "1e300",
            "10e299",
            "9007199254740993",
            "9007199254740992",
            "1e400",
            "2e400",
            "-1e400",
            "1e-400",
            "-1e-400",
            "4602678819172646912",
            "\"\"",
            "\"1\"",
            "\"null\"",
            r#""a\"b""#,
            r#""a\u0022b""#,
            "[]",
            "[[]]",
            "[1, 2]",
            "[2, 1]",
            "[12]",
            "[1.0, 2]",
            "{}",
            r#"{"a": 1, "b": [2]}"#,
            r#"{"b": [2.0], "a": 1}"#,
            r#"{"a": 1, "b": 2}"#,
            r#"{"a": {"b": 1}}"#,
            r#"{"a": {}, "b": 1}"#,
            r#"[{"a": 1}, {"b": 1}]"#,
            r#"["a", 1]"#,
            r#"["a,1"]"#,
        ];
        for one in values.map(read) {
            for other in values.map(read) {
                assert_eq!(one.meaning() == other.meaning(), one == other, "{one} and {other}");
            }
        }
    }

    #[test]
    fn of_members_with_one_name_the_last_value_counts() {
        assert_eq!(read(r#"{"a": 1, "b": 2, "a": 3}"#).to_string(), r#"{"a":3,"b":2}"#);
    }
}
