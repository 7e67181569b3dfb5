//! Where in a request the engine is: a JSON pointer that is only written out when something is wrong.

use std::fmt::Write;

use crate::json::is_printable_but;
use crate::screen::acts_or_hides;

/// A chain of steps from the root, kept on the stack.
#[derive(Clone, Copy, Debug)]
pub struct Path<'p> {
    parent: Option<&'p Path<'p>>,
    step: Step<'p>,
}

#[derive(Clone, Copy, Debug)]
enum Step<'p> {
    Root(&'p str),
    Key(&'p str),
    Index(usize),
}

impl<'p> Path<'p> {
    /// A path that starts at an already written pointer, such as `/auth/params`.
    pub fn root(pointer: &'p str) -> Self {
        Self { parent: None, step: Step::Root(pointer) }
    }

    /// The member `key` of what this path leads to.
    pub fn key(&'p self, key: &'p str) -> Self {
        Self { parent: Some(self), step: Step::Key(key) }
    }

    /// The element `index` of what this path leads to.
    pub fn index(&'p self, index: usize) -> Self {
        Self { parent: Some(self), step: Step::Index(index) }
    }

    /// How many steps it takes, which is how many objects and arrays what it leads to stands in.
    #[cfg(feature = "requests")]
    pub(crate) fn steps(&self) -> usize {
        let above = self.parent.map_or(0, Path::steps);
        match self.step {
            Step::Root(root) => root.bytes().filter(|byte| *byte == b'/').count(),
            Step::Key(_) | Step::Index(_) => above + 1,
        }
    }

    /// The path as a JSON pointer (RFC 6901) to be shown: what acts on a screen or hides is escaped, and a very long key cut.
    pub fn pointer(&self) -> String {
        self.written(push_key)
    }

    /// The pointer with every key as it is, however long, control characters too: to find a value by, not to be shown.
    pub(crate) fn exact_pointer(&self) -> String {
        self.written(|pointer, key| {
            pointer.push('/');
            for char in key.chars() {
                push_escaped(pointer, char);
            }
        })
    }

    #[inline(never)]
    fn written(&self, push: fn(&mut String, &str)) -> String {
        // Most pointers are no longer than that.
        let mut pointer = String::with_capacity(64);
        self.write_to(&mut pointer, push);
        pointer
    }

    fn write_to(&self, pointer: &mut String, push: fn(&mut String, &str)) {
        if let Some(parent) = self.parent {
            parent.write_to(pointer, push);
        }
        match self.step {
            Step::Root(root) => pointer.push_str(root),
            Step::Key(key) => push(pointer, key),
            Step::Index(index) => push(pointer, &index.to_string()),
        }
    }
}

/// The JSON pointer of the member `key` of what `pointer` leads to, as violations have it.
pub fn pointer_below(pointer: &str, key: &str) -> String {
    let mut below = pointer.to_owned();
    push_key(&mut below, key);
    below
}

/// What is shown of a name, and what stands for the rest. A very long one is cut: all that is wrong below it would repeat it.
pub(crate) fn cut_short(name: &str) -> (&str, &'static str) {
    const LONGEST: usize = 80;
    if name.len() <= LONGEST {
        return (name, "");
    }
    let end = name.char_indices().nth(LONGEST).map(|(end, _)| end);
    end.and_then(|end| name.get(..end)).map_or((name, ""), |shown| (shown, "…"))
}

/// Appends one step to a JSON pointer that is shown, escaped as RFC 6901 asks.
fn push_key(pointer: &mut String, key: &str) {
    pointer.push('/');
    let (shown, rest) = cut_short(key);
    if rest.is_empty() && is_printable_but(key, [b'~', b'/']) {
        return pointer.push_str(key);
    }
    for char in shown.chars() {
        match char {
            // What acts on a screen or hides must not reach one.
            '\t' => pointer.push_str("\\t"),
            '\n' => pointer.push_str("\\n"),
            '\r' => pointer.push_str("\\r"),
            char if acts_or_hides(char) => push_escape(pointer, char),
            char => push_escaped(pointer, char),
        }
    }
    pointer.push_str(rest);
}

/// Appends what stands for a character that must not be seen.
pub(crate) fn push_escape(text: &mut String, char: char) {
    // Nothing can fail here.
    let _ = write!(text, "\\u{{{:x}}}", u32::from(char));
}

fn push_escaped(pointer: &mut String, char: char) {
    match char {
        '~' => pointer.push_str("~0"),
        '/' => pointer.push_str("~1"),
        char => pointer.push(char),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_acts_or_hides_is_escaped_in_a_pointer_that_is_shown() {
        let root = Path::root("/auth");
        for (key, shown, exact) in [
            ("größe", "größe", "größe"),
            ("a/b~é", "a~1b~0é", "a~1b~0é"),
            ("a\tb\u{1b}", "a\\tb\\u{1b}", "a\tb\u{1b}"),
            ("a\u{202e}b/", "a\\u{202e}b~1", "a\u{202e}b~1"),
            ("\u{ad}\u{2060}", "\\u{ad}\\u{2060}", "\u{ad}\u{2060}"),
            (&"~".repeat(100), &format!("{}…", "~0".repeat(80)), &"~0".repeat(100)),
            (&"é".repeat(80), &"é".repeat(80), &"é".repeat(80)),
        ] {
            let path = root.key(key);
            assert_eq!(path.pointer(), format!("/auth/{shown}"));
            assert_eq!(pointer_below("/auth", key), path.pointer());
            assert_eq!(path.exact_pointer(), format!("/auth/{exact}"));
        }
    }
}
