//! Writing: typed values as JSON, by way of their views. The text may hold secrets, so its memory is overwritten,
//! also when it grows.

use std::fmt::{self, Write as _};

use zeroize::{Zeroize, Zeroizing};

use crate::json::{self, Json, Object};
use crate::param::{self, Params, View};

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
    #[inline]
    pub(crate) fn push_string(&mut self, text: &str) {
        self.reserve(text.len() + 2);
        if json::is_plain(text) {
            self.0.push('"');
            self.0.push_str(text);
            self.0.push('"');
        } else {
            // Nothing can fail here; so below.
            let _ = json::string(self, text);
        }
    }

    /// Appends a value as JSON; nothing for one that is absent.
    pub(crate) fn push_view(&mut self, view: View<'_>) {
        match view {
            View::Absent => {}
            View::Null => self.push("null"),
            View::Text(text) => self.push_string(text),
            View::Secret(secret) => self.push_string(secret.expose()),
            View::Integer(value) => {
                let _ = write!(self, "{value}");
            }
            View::Number(value) => self.push_json(&value.into()),
            View::Boolean(value) => self.push(if value { "true" } else { "false" }),
            View::Json(value) => self.push_json(value),
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
        param::members(params, &mut |key, view, _| self.push_member(key, view, &mut first));
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

    fn push_json(&mut self, value: &Json) {
        let _ = json::compact(self, value);
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[secret]")
    }
}

impl fmt::Write for Text {
    fn write_str(&mut self, piece: &str) -> fmt::Result {
        self.push(piece);
        Ok(())
    }
}

/// A value as free JSON; `null` for one that is absent.
pub(crate) fn free(view: View<'_>) -> Json {
    match view {
        View::Absent | View::Null => Json::Null,
        View::Text(text) => text.into(),
        View::Secret(secret) => secret.expose().into(),
        View::Integer(value) => value.into(),
        View::Number(value) => value.into(),
        View::Boolean(flag) => flag.into(),
        View::Json(value) => value.clone(),
        View::Object(params) => {
            let mut object = Object::new();
            param::members(params, &mut |key, view, _| drop(object.insert(key, free(view))));
            object.into()
        }
        View::List(list) => (0..list.count()).map(|index| free(list.item(index))).collect(),
        View::Map(map) => {
            let mut members = Vec::new();
            map.visit(&mut |key, view| members.push((key, free(view))));
            members.into_iter().collect()
        }
    }
}
