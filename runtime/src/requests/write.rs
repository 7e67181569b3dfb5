//! Writing: typed values as JSON, by way of their views. The text may hold secrets, so its memory is overwritten,
//! also when it grows.

use std::fmt::{self, Write as _};
use std::ops::Deref;

use zeroize::{Zeroize, Zeroizing};

use crate::json::{self, Json, Object};
use crate::requests::param::{self, Params, View};

/// A text that may hold secrets, such as a request as it is sent. It reads like a `str`; its memory is overwritten when it is dropped, and wherever it was
/// before it grew. `Debug` shows nothing of it.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct SecretText(Zeroizing<String>);

impl SecretText {
    /// The text, secrets and all.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Appends `piece`. Where the text has to move to grow, nothing of it stays behind.
    #[inline]
    pub fn push(&mut self, piece: &str) {
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
        if old.capacity() > 0 {
            old.clear();
            old.zeroize();
        }
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

impl Drop for SecretText {
    fn drop(&mut self) {
        // What has no length is overwritten as a whole, and not byte by byte first.
        self.0.clear();
    }
}

impl From<String> for SecretText {
    fn from(text: String) -> Self {
        Self(Zeroizing::new(text))
    }
}

impl From<Zeroizing<String>> for SecretText {
    fn from(text: Zeroizing<String>) -> Self {
        Self(text)
    }
}

impl Deref for SecretText {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl AsRef<[u8]> for SecretText {
    fn as_ref(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl fmt::Debug for SecretText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[secret]")
    }
}

impl fmt::Write for SecretText {
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
        View::List(list) => {
            let mut items = Vec::with_capacity(list.count());
            for index in 0..list.count() {
                items.push(free(list.item(index)));
            }
            Json::Array(items)
        }
        View::Map(map) => {
            let mut members = Object::new();
            map.visit(&mut |key, view| members.push(key, free(view)));
            members.into()
        }
    }
}
