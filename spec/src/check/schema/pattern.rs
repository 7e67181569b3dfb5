//! Patterns: each is one, and no text makes matching it slow.

use super::Cx;
use crate::diagnostic::Code;
use crate::model::{Schema, Text};
use crate::pattern::{self, Invalid};

/// How many patterns of a file are tried for slowness: trying one takes time itself, and a file may have any number.
const MOST_TRIED: usize = 64;

pub(super) fn check(cx: &mut Cx<'_>, schema: &Schema) {
    let names = schema.combined.pattern_properties.iter().map(|(pattern, _)| pattern);
    for pattern in schema.text.pattern.iter().chain(names) {
        match pattern::compile(pattern) {
            Err(invalid) => broken(cx, pattern, invalid),
            Ok(_) => slow(cx, pattern),
        }
    }
}

fn broken(cx: &mut Cx<'_>, pattern: &Text, invalid: Invalid) {
    let (message, help) = match invalid.is_lacking {
        true => (
            "`pattern` can't be compiled by this build of the generator",
            "turn the feature on, or write out the characters that are meant",
        ),
        false => (
            "`pattern` is not a regular expression",
            "write it as ECMA 262 does; a backslash is `\\\\` in JSON",
        ),
    };
    cx.note(Code::BadPattern, pattern.span, message, help).label = invalid.reason;
}

fn slow(cx: &mut Cx<'_>, pattern: &Text) {
    let slow_on = match cx.tried.iter().find(|(tried, _)| *tried == pattern.value) {
        Some((_, slow_on)) => slow_on.clone(),
        None if cx.tried.len() == MOST_TRIED => return,
        None => {
            let slow_on = pattern::slow_on(pattern);
            cx.tried.push((pattern.value.clone(), slow_on.clone()));
            slow_on
        }
    };
    let Some(text) = slow_on else { return };
    let message = "matching this `pattern` can take exponential time";
    let help = "let no two repetitions match the same text, such as `(a+)+` or `(a|a)*` do";
    cx.note(Code::SlowPattern, pattern.span, message, help).label =
        format!("given up on `{}`, for one", text.escape_debug());
}
