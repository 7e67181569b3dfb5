//! A whole JSON text as a tree in which everything knows its place: what spec files are read with. Programs that send requests have
//! no use for it, so it is compiled where it is called.

use std::borrow::Cow;

use super::error::SyntaxError;
use super::number::Number;
use super::object::Object;
use super::place::Span;
use super::reader::Kind;
use super::tape::{Tape, Token};
use super::value::{Json, after};

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Node<'a> {
    /// The bytes of the value.
    pub span: Span,
    /// The value.
    pub value: Value<'a>,
}

/// A JSON value; numbers keep their spelling, members their order and their duplicates.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'a> {
    /// `null`
    Null,
    /// `true` or `false`
    Boolean(bool),
    /// A number, as spelt.
    Number(&'a str),
    /// A string, without its escapes.
    String(Cow<'a, str>),
    /// An array.
    Array(Vec<Node<'a>>),
    /// An object.
    Object(Vec<Member<'a>>),
}

/// A key and its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Member<'a> {
    /// The key, without its escapes.
    pub key: Cow<'a, str>,
    /// Where the key stands, with its quotes.
    pub key_span: Span,
    /// The value.
    pub value: Node<'a>,
}

impl<'a> Node<'a> {
    /// Reads a whole text.
    ///
    /// # Errors
    /// The first thing that keeps it from being JSON.
    #[inline]
    pub fn parse(text: &'a str) -> Result<Self, SyntaxError> {
        let mut tape = Tape::new();
        tape.read(text)?;
        Ok(Self::read(text, tape.tokens(), 0))
    }

    /// The value of that index among the tokens of a text.
    #[inline]
    fn read(text: &'a str, tokens: &[Token], index: usize) -> Self {
        let token = tokens.get(index).copied().unwrap_or(Token::NONE);
        let value = match token.kind {
            Kind::Null => Value::Null,
            Kind::Boolean => Value::Boolean(token.span().of(text) == "true"),
            Kind::Number => Value::Number(token.span().of(text)),
            Kind::String => Value::String(token.string(text)),
            Kind::Array => {
                let (mut items, mut at) = (Vec::new(), index + 1);
                while at < token.next() {
                    items.push(Self::read(text, tokens, at));
                    at = after(tokens, at);
                }
                Value::Array(items)
            }
            Kind::Object => {
                let (mut members, mut at) = (Vec::new(), index + 1);
                while at < token.next()
                    && let Some(key) = tokens.get(at)
                {
                    let value = Self::read(text, tokens, at + 1);
                    members.push(Member { key: key.string(text), key_span: key.span(), value });
                    at = after(tokens, at + 1);
                }
                Value::Object(members)
            }
        };
        Self { span: token.span(), value }
    }

    /// The kind of the value.
    pub fn kind(&self) -> Kind {
        match self.value {
            Value::Null => Kind::Null,
            Value::Boolean(_) => Kind::Boolean,
            Value::Number(_) => Kind::Number,
            Value::String(_) => Kind::String,
            Value::Array(_) => Kind::Array,
            Value::Object(_) => Kind::Object,
        }
    }

    /// The string, if it is one.
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// The elements, if it is an array.
    pub fn as_array(&self) -> Option<&[Self]> {
        match &self.value {
            Value::Array(items) => Some(items),
            _ => None,
        }
    }

    /// The members, if it is an object.
    pub fn as_object(&self) -> Option<&[Member<'a>]> {
        match &self.value {
            Value::Object(members) => Some(members),
            _ => None,
        }
    }

    /// The value of the first member named `key`, if it is an object that has one.
    #[inline]
    pub fn get(&self, key: &str) -> Option<&Self> {
        for member in self.as_object()? {
            if member.key == key {
                return Some(&member.value);
            }
        }
        None
    }

    /// The value without its places; of duplicate keys the last one counts.
    #[inline]
    pub fn to_json(&self) -> Json {
        match &self.value {
            Value::Null => Json::Null,
            Value::Boolean(flag) => Json::Boolean(*flag),
            Value::Number(spelling) => Json::Number(Number::of_spelling(spelling)),
            Value::String(text) => Json::String(text.to_string()),
            Value::Array(items) => {
                let mut all = Vec::with_capacity(items.len());
                for item in items {
                    all.push(item.to_json());
                }
                Json::Array(all)
            }
            Value::Object(members) => {
                let mut all = Object::new();
                for member in members {
                    all.set((*member.key).to_owned(), member.value.to_json());
                }
                Json::Object(all)
            }
        }
    }
}
