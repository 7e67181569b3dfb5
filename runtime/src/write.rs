//! Writing: typed values as JSON, by way of their views. The text may hold secrets, so its memory is overwritten,
//! also when it grows.

use std::fmt::Write as _;

use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};
use zeroize::{Zeroize, Zeroizing};

use crate::json::plain;
use crate::param::{Params, View};

/// A text under construction whose memory is overwritten wherever it was.
#[derive(Default)]
pub(crate) struct Text(Zeroizing<String>);

impl Text {
    #[inline]
    pub(crate) fn push(&mut self, piece: &str) {
        self.reserve(piece.len());
        self.0.push_str(piece);
    }

    /// Makes room for that many more bytes.
    #[inline]
    fn reserve(&mut self, more: usize) {
        if self.0.capacity() - self.0.len() < more {
            self.grow(more);
        }
    }

    #[cold]
    fn grow(&mut self, more: usize) {
        // What most requests need, so that few grow again.
        const FIRST: usize = 512;
        let needed = self.0.len() + more;
        let mut grown = String::with_capacity(needed.max(self.0.capacity() * 2).max(FIRST));
        grown.push_str(&self.0);
        let mut old = std::mem::replace(&mut *self.0, grown);
        old.zeroize();
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn into_string(self) -> Zeroizing<String> {
        self.0
    }

    /// Appends `text` as a JSON string.
    pub(crate) fn push_string(&mut self, text: &str) {
        self.reserve(text.len() + 2);
        self.0.push('"');
        let mut rest = text;
        while let Some((plain, from)) = rest.split_at_checked(plain(rest.as_bytes())) {
            self.push(plain);
            let Some(special) = from.chars().next() else { break };
            self.push_escape(special);
            rest = from.get(1..).unwrap_or_default();
        }
        self.push("\"");
    }

    #[cold]
    fn push_escape(&mut self, special: char) {
        match special {
            '"' => self.push("\\\""),
            '\\' => self.push("\\\\"),
            '\n' => self.push("\\n"),
            '\r' => self.push("\\r"),
            '\t' => self.push("\\t"),
            control => self.push(&format!("\\u{:04x}", control as u32)),
        }
    }

    /// Appends a value as JSON; nothing for one that is absent.
    pub(crate) fn push_view(&mut self, view: View<'_>) {
        match view {
            View::Absent => {}
            View::Null => self.push("null"),
            View::Text(text) => self.push_string(text),
            View::Secret(secret) => self.push_string(secret.expose()),
            View::Integer(value) => self.push_display(value),
            // The shortest spelling that reads back as the same number.
            View::Number(value) => self.push(&serde_json::Value::from(value).to_string()),
            View::Boolean(value) => self.push(if value { "true" } else { "false" }),
            View::Json(value) => self.push(&Zeroizing::new(value.to_string())),
            View::Object(params) => self.push_params(params),
            View::List(list) => {
                self.push("[");
                for index in 0..list.count() {
                    self.push(if index == 0 { "" } else { "," });
                    self.push_view(list.item(index));
                }
                self.push("]");
            }
            View::Map(map) => {
                self.push("{");
                let mut first = true;
                map.visit(&mut |key, view| self.push_member(key, view, &mut first));
                self.push("}");
            }
        }
    }

    /// Appends a params object as JSON: what is set, in the table's order.
    pub(crate) fn push_params(&mut self, params: &dyn Params) {
        self.push("{");
        let mut first = true;
        for (index, field) in params.table().fields.iter().enumerate() {
            self.push_member(field.name, params.view(index), &mut first);
        }
        if let View::Map(others) = params.additional_view() {
            others.visit(&mut |key, view| self.push_member(key, view, &mut first));
        }
        self.push("}");
    }

    fn push_member(&mut self, key: &str, view: View<'_>, first: &mut bool) {
        if matches!(view, View::Absent) {
            return;
        }
        if !std::mem::take(first) {
            self.push(",");
        }
        self.push_string(key);
        self.push(":");
        self.push_view(view);
    }

    fn push_display(&mut self, value: i128) {
        let mut digits = String::new();
        // Writing to a string can't fail.
        let _ = write!(digits, "{value}");
        self.push(&digits);
    }
}

impl std::fmt::Debug for Text {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[secret]")
    }
}

/// A view, or a params object, as serde sees it.
pub(crate) struct Wire<'a>(pub(crate) View<'a>);

impl Serialize for Wire<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            View::Absent | View::Null => serializer.serialize_none(),
            View::Text(text) => serializer.serialize_str(text),
            View::Secret(secret) => serializer.serialize_str(secret.expose()),
            View::Integer(value) => match i64::try_from(value) {
                Ok(value) => serializer.serialize_i64(value),
                Err(_) => serializer.serialize_i128(value),
            },
            View::Number(value) => serializer.serialize_f64(value),
            View::Boolean(value) => serializer.serialize_bool(value),
            View::Json(value) => value.serialize(serializer),
            View::Object(params) => serialize_params(params, serializer),
            View::List(list) => {
                let mut sequence = serializer.serialize_seq(Some(list.count()))?;
                (0..list.count())
                    .try_for_each(|index| sequence.serialize_element(&Wire(list.item(index))))?;
                sequence.end()
            }
            View::Map(map) => {
                let mut members = Vec::new();
                map.visit(&mut |key, view| members.push((key, Wire(view))));
                serializer.collect_map(members)
            }
        }
    }
}

fn serialize_params<S: Serializer>(params: &dyn Params, serializer: S) -> Result<S::Ok, S::Error> {
    let fields = params.table().fields;
    let set = fields.iter().enumerate().map(|(index, field)| (field.name, params.view(index)));
    let mut set: Vec<_> = set.filter(|(_, view)| !matches!(view, View::Absent)).collect();
    if let View::Map(others) = params.additional_view() {
        others.visit(&mut |key, view| set.push((key, view)));
    }
    let mut object = serializer.serialize_map(Some(set.len()))?;
    set.into_iter().try_for_each(|(name, view)| object.serialize_entry(name, &Wire(view)))?;
    object.end()
}
