//! Writing JSON.

use std::fmt::{Result, Write};

use super::number::Numeric;
use super::scan::plain;
use super::value::Json;

/// Whether a text stands in a JSON string as it is.
#[inline]
pub(crate) fn is_plain(text: &str) -> bool {
    plain(text.as_bytes()) == text.len()
}

/// Writes a text as a JSON string.
pub(crate) fn string(out: &mut dyn Write, text: &str) -> Result {
    out.write_str("\"")?;
    let mut rest = text;
    while let Some((plain, from)) = rest.split_at_checked(plain(rest.as_bytes())) {
        out.write_str(plain)?;
        let Some(special) = from.chars().next() else { break };
        escape(out, special)?;
        rest = from.get(1..).unwrap_or_default();
    }
    out.write_str("\"")
}

#[cold]
fn escape(out: &mut dyn Write, special: char) -> Result {
    match special {
        '"' => out.write_str("\\\""),
        '\\' => out.write_str("\\\\"),
        '\n' => out.write_str("\\n"),
        '\r' => out.write_str("\\r"),
        '\t' => out.write_str("\\t"),
        control => write!(out, "\\u{:04x}", control as u32),
    }
}

/// Writes a value without white space.
pub(crate) fn compact(out: &mut dyn Write, value: &Json) -> Result {
    match value {
        Json::Array(items) => {
            let mut before = "[";
            for item in items {
                out.write_str(before)?;
                compact(out, item)?;
                before = ",";
            }
            out.write_str(if items.is_empty() { "[]" } else { "]" })
        }
        Json::Object(members) => {
            let mut before = "{";
            for (name, value) in members {
                out.write_str(before)?;
                string(out, name)?;
                out.write_str(":")?;
                compact(out, value)?;
                before = ",";
            }
            out.write_str(if members.is_empty() { "{}" } else { "}" })
        }
        scalar => self::scalar(out, scalar),
    }
}

/// Writes a value over several lines, two spaces a level.
pub(crate) fn pretty(out: &mut dyn Write, value: &Json, depth: usize) -> Result {
    match value {
        Json::Array(items) if !items.is_empty() => {
            let mut before = "[";
            for item in items {
                line(out, before, depth + 1)?;
                pretty(out, item, depth + 1)?;
                before = ",";
            }
            line(out, "", depth)?;
            out.write_str("]")
        }
        Json::Object(members) if !members.is_empty() => {
            let mut before = "{";
            for (name, value) in members {
                line(out, before, depth + 1)?;
                string(out, name)?;
                out.write_str(": ")?;
                pretty(out, value, depth + 1)?;
                before = ",";
            }
            line(out, "", depth)?;
            out.write_str("}")
        }
        other => compact(out, other),
    }
}

/// Writes what a value means: equal values alike, and others not. It is no JSON where a number has a fraction.
pub(crate) fn meaning(out: &mut dyn Write, value: &Json) -> Result {
    match value {
        Json::Number(number) => match number.numeric() {
            Numeric::Whole(whole) => write!(out, "{whole}"),
            // `-0.0` is `0.0`.
            Numeric::Float(float) => write!(out, ".{}", (float + 0.0).to_bits()),
        },
        Json::Array(items) => {
            out.write_str("[")?;
            for item in items {
                meaning(out, item)?;
                out.write_str(",")?;
            }
            out.write_str("]")
        }
        Json::Object(members) => {
            let mut names: Vec<(&str, &Json)> = Vec::with_capacity(members.len());
            names.extend(members);
            names.sort_unstable_by_key(|(name, _)| *name);
            out.write_str("{")?;
            for (name, value) in names {
                string(out, name)?;
                meaning(out, value)?;
                out.write_str(",")?;
            }
            out.write_str("}")
        }
        scalar => self::scalar(out, scalar),
    }
}

fn line(out: &mut dyn Write, before: &str, depth: usize) -> Result {
    out.write_str(before)?;
    out.write_str("\n")?;
    for _ in 0..depth {
        out.write_str("  ")?;
    }
    Ok(())
}

fn scalar(out: &mut dyn Write, value: &Json) -> Result {
    match value {
        Json::Boolean(flag) => out.write_str(if *flag { "true" } else { "false" }),
        Json::Number(number) => out.write_str(number.as_str()),
        Json::String(text) => string(out, text),
        _ => out.write_str("null"),
    }
}
