//! Percent-encoding, as the URL standard has it, also that of HTML forms.

use std::borrow::Cow;

use crate::write::SecretText;

/// What a percent-encoded text stands for, if that is UTF-8. What is no escape stands for itself.
pub(super) fn decode(text: &str) -> Option<Cow<'_, str>> {
    match bytes(text, false) {
        None => Some(Cow::Borrowed(text)),
        Some(bytes) => String::from_utf8(bytes).ok().map(Cow::Owned),
    }
}

/// The parameters of a query, each with its value; bytes that are no UTF-8 are replaced.
pub(super) fn parameters(query: &str) -> impl Iterator<Item = (Cow<'_, str>, Cow<'_, str>)> {
    query.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (of_form(name), of_form(value))
    })
}

fn of_form(text: &str) -> Cow<'_, str> {
    match bytes(text, true).map(String::from_utf8) {
        None => Cow::Borrowed(text),
        Some(Ok(decoded)) => Cow::Owned(decoded),
        Some(Err(error)) => Cow::Owned(String::from_utf8_lossy(error.as_bytes()).into_owned()),
    }
}

/// The bytes that a text stands for, unless they are its own. In a form, `+` is a space.
fn bytes(text: &str, is_form: bool) -> Option<Vec<u8>> {
    if !text.bytes().any(|byte| byte == b'%' || (is_form && byte == b'+')) {
        return None;
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let escaped = match (first, after) {
            (b'%', [high, low, after @ ..]) => digit(*high).zip(digit(*low)).map(|it| (it, after)),
            _ => None,
        };
        let plain = if is_form && *first == b'+' { b' ' } else { *first };
        let (byte, after) =
            escaped.map_or((plain, after), |((high, low), after)| (high << 4 | low, after));
        bytes.push(byte);
        rest = after;
    }
    Some(bytes)
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16)?.try_into().ok()
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
    const DIGITS: &str = "0123456789ABCDEF";
    let is_kept = |char: char| char.is_ascii_alphanumeric() || keep.contains(char);
    for char in value.chars() {
        let mut utf8 = [0; 4];
        let utf8 = char.encode_utf8(&mut utf8);
        match char {
            ' ' => text.push(space),
            char if is_kept(char) => text.push(utf8),
            _ => {
                for byte in utf8.bytes() {
                    let digit = |at: u8| DIGITS.get(usize::from(at)..=usize::from(at));
                    text.push("%");
                    text.push(digit(byte >> 4).unwrap_or_default());
                    text.push(digit(byte & 15).unwrap_or_default());
                }
            }
        }
    }
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
            prop_assert_eq!(parameters(&text).collect::<Vec<_>>(), theirs);
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
