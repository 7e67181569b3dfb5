//! Values that are overwritten where they stood in memory: they may hold secrets.

use zeroize::Zeroize;

use super::{Json, Number, Object};

impl Zeroize for Json {
    /// Overwrites every text, number and name; `null` is left.
    fn zeroize(&mut self) {
        match self {
            Self::Null | Self::Boolean(_) => {}
            Self::Number(number) => number.zeroize(),
            Self::String(text) => text.zeroize(),
            Self::Array(items) => {
                for item in items {
                    item.zeroize();
                }
            }
            Self::Object(members) => members.zeroize(),
        }
        *self = Self::Null;
    }
}

impl Zeroize for Object {
    /// Overwrites names and values; nothing is left.
    fn zeroize(&mut self) {
        for (name, value) in &mut self.members {
            name.zeroize();
            value.zeroize();
        }
        *self = Self::new();
    }
}

impl Zeroize for Number {
    /// Overwrites the digits; 0 is left.
    fn zeroize(&mut self) {
        self.0.zeroize();
        self.0 = "0".into();
    }
}

/// A value that may hold secrets, overwritten when it is dropped.
#[derive(Default)]
pub(crate) struct Scratch(pub(crate) Json);

impl Drop for Scratch {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_left_of_a_value_that_is_overwritten() {
        let mut value = Json::parse(r#"{"a": [1, "b", {"c": null}]}"#).unwrap();
        value.zeroize();
        assert_eq!(value, Json::Null);
    }
}
