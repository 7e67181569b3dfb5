//! A whole JSON text as a tree in which everything knows its place.

use std::borrow::Cow;

use super::error::SyntaxError;
use super::number::Number;
use super::place::Span;
use super::reader::{Kind, Reader};
use super::value::Json;

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
    pub fn parse(text: &'a str) -> Result<Self, SyntaxError> {
        let mut reader = Reader::new(text);
        let node = Self::read(&mut reader)?;
        reader.end()?;
        Ok(node)
    }

    /// Reads the next value; depth is bounded by the reader.
    pub(crate) fn read(reader: &mut Reader<'a>) -> Result<Self, SyntaxError> {
        let start = reader.start();
        let value = match reader.kind()? {
            Kind::Null => reader.null().map(|()| Value::Null)?,
            Kind::Boolean => Value::Boolean(reader.boolean()?),
            Kind::Number => Value::Number(reader.number()?),
            Kind::String => Value::String(reader.string()?),
            Kind::Array => {
                let mut items = Vec::new();
                reader.open_array()?;
                while reader.next_element()? {
                    items.push(Self::read(reader)?);
                }
                Value::Array(items)
            }
            Kind::Object => {
                let mut members = Vec::new();
                reader.open_object()?;
                while let Some((key, key_span)) = reader.next_key()? {
                    members.push(Member { key, key_span, value: Self::read(reader)? });
                }
                Value::Object(members)
            }
        };
        Ok(Self { span: Span::new(start, reader.offset()), value })
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
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.as_object()?.iter().find(|member| member.key == key).map(|member| &member.value)
    }

    /// The value without its places; of duplicate keys the last one counts.
    pub fn to_json(&self) -> Json {
        match &self.value {
            Value::Null => Json::Null,
            Value::Boolean(flag) => Json::Boolean(*flag),
            Value::Number(spelling) => Json::Number(Number::of_spelling(spelling)),
            Value::String(text) => Json::String(text.to_string()),
            Value::Array(items) => items.iter().map(Self::to_json).collect(),
            Value::Object(members) => {
                members.iter().map(|member| (&*member.key, member.value.to_json())).collect()
            }
        }
    }
}
