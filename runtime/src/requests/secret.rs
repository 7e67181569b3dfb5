//! Values that must not be seen.

use std::borrow::Cow;
use std::fmt;
use std::hash::{Hash, Hasher};

use zeroize::Zeroize;

use crate::requests::write::SecretText;

/// The text of a secret param: a password, a token, a key.
///
/// `Debug` shows nothing of it, there is no `Display`, and its memory is overwritten when it is dropped. The text
/// leaves only through [`expose`](Self::expose), so that a search for that word finds every place where it does.
///
/// ```
/// use wellhead_runtime::Secret;
/// let password = Secret::from("hunter2");
/// assert_eq!(format!("{password:?}"), "[secret]");
/// assert_eq!(password.expose(), "hunter2");
/// ```
#[derive(Clone)]
pub struct Secret(Box<str>);

impl Secret {
    /// The text. Whoever calls this answers for where it goes.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl Drop for Secret {
    fn drop(&mut self) {
        // Overwriting nothing is slow on some processors.
        if !self.0.is_empty() {
            self.0.zeroize();
        }
    }
}

impl Default for Secret {
    /// An empty text, which takes no memory.
    fn default() -> Self {
        Self(Box::default())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[secret]")
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl From<String> for Secret {
    /// Copies the text into memory of its exact size and overwrites the original.
    fn from(mut text: String) -> Self {
        let secret = Self::from(text.as_str());
        text.zeroize();
        secret
    }
}

impl From<&String> for Secret {
    fn from(text: &String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<Box<str>> for Secret {
    /// Takes the memory over as it is.
    fn from(text: Box<str>) -> Self {
        Self(text)
    }
}

impl From<Cow<'_, str>> for Secret {
    /// As the text that is borrowed or owned.
    #[inline]
    fn from(text: Cow<'_, str>) -> Self {
        match text {
            Cow::Borrowed(text) => Self::from(text),
            Cow::Owned(text) => Self::from(text),
        }
    }
}

impl From<SecretText> for Secret {
    fn from(text: SecretText) -> Self {
        Self::from(text.as_str())
    }
}

impl PartialEq for Secret {
    /// Compares in a time that depends on the lengths alone.
    fn eq(&self, other: &Self) -> bool {
        let (left, right) = (self.expose().as_bytes(), other.expose().as_bytes());
        let mut difference = 0;
        for (a, b) in left.iter().zip(right) {
            difference |= a ^ b;
        }
        left.len() == right.len() && std::hint::black_box(difference) == 0
    }
}

impl Eq for Secret {}

impl Hash for Secret {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.expose().hash(state);
    }
}
