//! The layout: two spaces a level, a member a line, an array of scalars on one line where it fits.

use std::fmt::Write;

use wellhead_runtime::json::{Member, Node, Value};
use wellhead_runtime::screen::acts_or_hides;

/// The longest line that an array is put on, in characters.
const WIDTH: usize = 100;

/// The text, with a newline at its end.
pub(super) fn file(node: &Node<'_>) -> String {
    let mut text = String::new();
    value(&mut text, node, 0);
    text.push('\n');
    text
}

fn value(text: &mut String, node: &Node<'_>, depth: usize) {
    match &node.value {
        Value::Null => text.push_str("null"),
        Value::Boolean(flag) => text.push_str(if *flag { "true" } else { "false" }),
        Value::Number(spelling) => text.push_str(spelling),
        Value::String(string) => quoted(text, string),
        Value::Array(items) => array(text, items, depth),
        Value::Object(members) => object(text, members, depth),
    }
}

fn object(text: &mut String, members: &[Member<'_>], depth: usize) {
    block(text, "{}", members, depth, |text, member| {
        quoted(text, &member.key);
        text.push_str(": ");
        value(text, &member.value, depth + 1);
    });
}

fn array(text: &mut String, items: &[Node<'_>], depth: usize) {
    match on_one_line(items).filter(|line| fits(text, line)) {
        Some(line) => text.push_str(&line),
        None => block(text, "[]", items, depth, |text, item| value(text, item, depth + 1)),
    }
}

/// Brackets with one item a line between them.
fn block<T>(
    text: &mut String,
    brackets: &str,
    items: &[T],
    depth: usize,
    item: impl Fn(&mut String, &T),
) {
    let (open, close) = brackets.split_at(1);
    text.push_str(open);
    for (index, one) in items.iter().enumerate() {
        text.push_str(if index == 0 { "\n" } else { ",\n" });
        indent(text, depth + 1);
        item(text, one);
    }
    if !items.is_empty() {
        text.push('\n');
        indent(text, depth);
    }
    text.push_str(close);
}

fn indent(text: &mut String, depth: usize) {
    text.extend(std::iter::repeat_n("  ", depth));
}

/// The array on one line, if its elements are scalars.
fn on_one_line(items: &[Node<'_>]) -> Option<String> {
    let mut line = String::from("[");
    for (index, item) in items.iter().enumerate() {
        if matches!(item.value, Value::Array(_) | Value::Object(_)) || line.len() > 4 * WIDTH {
            return None;
        }
        line.push_str(if index == 0 { "" } else { ", " });
        value(&mut line, item, 0);
    }
    line.push(']');
    Some(line)
}

/// Whether `more` may stand on the last line of `text`, with a comma after it.
fn fits(text: &str, more: &str) -> bool {
    let line = text.rsplit('\n').next().unwrap_or_default();
    line.chars().count() + more.chars().count() < WIDTH
}

/// A string in quotes. What acts on a screen or hides is written as an escape.
fn quoted(text: &mut String, string: &str) {
    text.push('"');
    for char in string.chars() {
        match char {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            char if acts_or_hides(char) => escaped(text, char),
            char => text.push(char),
        }
    }
    text.push('"');
}

fn escaped(text: &mut String, char: char) {
    for unit in char.encode_utf16(&mut [0; 2]) {
        // A `String` takes everything.
        let _ = write!(text, "\\u{unit:04x}");
    }
}
