//! Percent-encoding, as the URL standard has it, also that of HTML forms.

use std::borrow::Cow;

use super::push_all;
use crate::cut;
use crate::requests::write::SecretText;

/// What a percent-encoded text stands for, if that is UTF-8. What is no escape stands for itself.
pub(super) fn decode(text: &str) -> Option<Cow<'_, str>> {
    match bytes(text, false) {
        None => Some(Cow::Borrowed(text)),
        Some(bytes) => String::from_utf8(bytes).ok().map(Cow::Owned),
    }
}

/// Calls `take` with each parameter of a query and its value, which is still encoded.
pub(super) fn parameters<'t>(query: &'t str, take: &mut dyn FnMut(Cow<'t, str>, &'t str)) {
    let mut rest = query;
    while !rest.is_empty() {
        let (pair, after) = cut::at(rest, b'&').unwrap_or((rest, ""));
        let (name, value) = cut::at(pair, b'=').unwrap_or((pair, ""));
        if !pair.is_empty() {
            take(of_form(name), value);
        }
        rest = after;
    }
}

/// What a text of a form stands for; bytes that are no UTF-8 are replaced.
pub(super) fn of_form(text: &str) -> Cow<'_, str> {
    match bytes(text, true).map(String::from_utf8) {
        None => Cow::Borrowed(text),
        Some(Ok(decoded)) => Cow::Owned(decoded),
        Some(Err(error)) => Cow::Owned(String::from_utf8_lossy(error.as_bytes()).into_owned()),
    }
}

/// Whether nothing in a text is encoded.
pub(super) fn stands_for_itself(text: &str, is_form: bool) -> bool {
    cut::find(text, b'%').is_none() && !(is_form && cut::find(text, b'+').is_some())
}

/// The bytes that a text stands for, unless they are its own. In a form, `+` is a space.
fn bytes(text: &str, is_form: bool) -> Option<Vec<u8>> {
    if stands_for_itself(text, is_form) {
        return None;
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        rest = after;
        let byte = match (*first, after) {
            (b'%', [high, low, behind @ ..]) => match (digit(*high), digit(*low)) {
                (Some(high), Some(low)) => {
                    rest = behind;
                    (high << 4 | low) as u8
                }
                _ => b'%',
            },
            (b'+', _) if is_form => b' ',
            (byte, _) => byte,
        };
        bytes.push(byte);
    }
    Some(bytes)
}

fn digit(byte: u8) -> Option<u32> {
    char::from(byte).to_digit(16)
}

/// Appends a text with every byte encoded that is neither a letter nor a digit of ASCII nor one of `keep`.
pub(super) fn push(text: &mut SecretText, value: &str, keep: &str) {
    push_as(text, value, keep, "%20");
}

/// Appends a text as forms encode it.
pub(super) fn push_of_form(text: &mut SecretText, value: &str) {
    push_as(text, value, "*-._", "+");
}

fn push_as(text: &mut SecretText, value: &str, keep: &str, space: &str) {
    for byte in value.bytes() {
        if byte == b' ' {
            push_all(text, &[space]);
        } else if byte.is_ascii_alphanumeric() || cut::find(keep, byte).is_some() {
            push_byte(text, byte);
        } else {
            push_all(text, &["%"]);
            push_byte(text, hex(byte >> 4));
            push_byte(text, hex(byte & 15));
        }
    }
}

/// Appends a byte of ASCII.
fn push_byte(text: &mut SecretText, byte: u8) {
    push_all(text, &[std::str::from_utf8(&[byte]).unwrap_or_default()]);
}

/// How a digit of base 16 is written.
fn hex(digit: u8) -> u8 {
    if digit < 10 { b'0' + digit } else { b'A' + digit - 10 }
}

#[cfg(test)]
mod tests {
    use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
    use proptest::prelude::*;

    use super::*;

    const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'/');

    proptest! {
        #[test]
        fn texts_are_decoded_as_the_standard_does(text in "[a%+ 0-9A-F&=;é]{0,16}|\\PC*|(%[0-9a-fA-F]{2}){0,6}") {
            prop_assert_eq!(decode(&text), percent_decode_str(&text).decode_utf8().ok());
            let theirs: Vec<_> = form_urlencoded::parse(text.as_bytes()).collect();
            let mut ours = Vec::new();
            parameters(&text, &mut |name, value| ours.push((name, of_form(value))));
            prop_assert_eq!(ours, theirs);
        }

        #[test]
        fn texts_are_encoded_as_the_standard_does(text in "\\PC*|[ -~]{0,16}") {
            let (mut plain, mut form) = (SecretText::default(), SecretText::default());
            push(&mut plain, &text, "-/");
            push_of_form(&mut form, &text);
            prop_assert_eq!(plain.as_str(), utf8_percent_encode(&text, KEPT).to_string());
            let theirs: String = form_urlencoded::byte_serialize(text.as_bytes()).collect();
            prop_assert_eq!(form.as_str(), theirs);
        }
    }
}
