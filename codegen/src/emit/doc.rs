//! Texts of a spec file as documentation. They are data, and must not act: no code fence that rustdoc would run, no
//! HTML, no link, no heading, no mark that reverses the text around it.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::raw;
use crate::model::Deprecation;
use crate::prose::{folded, visible};

const WIDTH: usize = 100;

/// Documentation under construction: lines that are safe to print.
#[derive(Default)]
pub(super) struct Doc(Vec<String>);

impl Doc {
    /// A first paragraph in our own words, which may use Markdown.
    pub(super) fn new(line: impl Into<String>) -> Self {
        Self(vec![line.into()])
    }

    /// A first paragraph out of a spec file, or `instead` if there is none.
    pub(super) fn of(text: &str, instead: &str) -> Self {
        if text.trim().is_empty() { Self::new(instead) } else { Self(wrapped(&plain(text))) }
    }

    /// Adds a paragraph in our own words.
    pub(super) fn paragraph(mut self, line: impl Into<String>) -> Self {
        self.0.push(String::new());
        self.0.push(line.into());
        self
    }

    /// Adds a paragraph out of a spec file, unless it is empty.
    pub(super) fn text(mut self, lead: &str, text: &str) -> Self {
        if !text.trim().is_empty() {
            self.0.push(String::new());
            self.0.extend(wrapped(&format!("{lead}{}", plain(text))));
        }
        self
    }

    /// Adds a code block in a language that rustdoc does not run.
    pub(super) fn code(mut self, language: &str, code: &str) -> Self {
        self.0.push(String::new());
        self.0.push(format!("```{language}"));
        self.0.extend(code.lines().map(|line| visible(line).replace("```", "'''")));
        self.0.push("```".into());
        self
    }

    /// Adds why something should not be used.
    pub(super) fn deprecated(self, deprecated: Option<&Deprecation>) -> Self {
        match deprecated {
            Some(deprecated) => self.text("**Deprecated.** ", &deprecation(deprecated)),
            None => self,
        }
    }

    /// As attributes of the item that follows.
    pub(super) fn outer(&self) -> TokenStream {
        let lines = self.0.iter().map(|line| literal(line));
        quote!(#(#[doc = #lines])*)
    }

    /// As attributes of the module around.
    pub(super) fn inner(&self) -> TokenStream {
        let lines = self.0.iter().map(|line| literal(line));
        quote!(#(#![doc = #lines])*)
    }
}

/// A line as a literal, raw where it can be: it is printed as it is, and so escapes would be made to be taken away again.
fn literal(line: &str) -> Literal {
    let text = if line.is_empty() { String::new() } else { format!(" {line}") };
    raw(&text, 0).unwrap_or_else(|| Literal::string(&text))
}

/// Since when and what instead, as one sentence.
pub(super) fn deprecation(deprecated: &Deprecation) -> String {
    let Deprecation { since, instead, note } = deprecated;
    let since = (!since.is_empty()).then(|| format!("Since {since}."));
    let instead = (!instead.is_empty()).then(|| format!("Use {instead}."));
    let note = (!note.is_empty()).then(|| note.clone());
    let all: Vec<String> = [since, instead, note].into_iter().flatten().collect();
    if all.is_empty() { "Do not use it for anything new.".into() } else { all.join(" ") }
}

/// A text as Markdown that means just the text; what stands between two backticks stays code.
pub(super) fn plain(text: &str) -> String {
    let mut text = folded(text);
    if !text.matches('`').count().is_multiple_of(2) {
        text = text.replace('`', "'");
    }
    let mut out = String::with_capacity(text.len() + 8);
    for (index, piece) in text.split('`').enumerate() {
        let in_code = index % 2 == 1;
        match in_code {
            true if piece.trim().is_empty() => {}
            true => out.extend(["`", piece.trim(), "`"]),
            false => piece.split_inclusive(' ').for_each(|word| push_word(&mut out, word)),
        }
    }
    out
}

/// What means something in Markdown.
const ACTING: [char; 12] = ['\\', '*', '[', ']', '<', '>', '#', '|', '~', '&', '_', '!'];

fn push_word(out: &mut String, word: &str) {
    let bare = word.trim_end();
    // rustdoc asks for links to be marked as such; as code it stays what it is.
    if bare.starts_with("http://") || bare.starts_with("https://") {
        let end = bare.trim_end_matches(['.', ',', ';', ')', ':']).len();
        let (url, tail) = word.split_at(end);
        out.extend(["`", url, "`"]);
        return out.push_str(tail);
    }
    if !word.contains(ACTING) && !word.contains("://") {
        return out.push_str(word);
    }
    for (at, char) in word.char_indices() {
        // In the middle of a word, a URL would be asked to be marked as such, too.
        let is_url = word.get(at..).is_some_and(|rest| rest.starts_with("://"));
        if ACTING.contains(&char) || is_url {
            out.push('\\');
        }
        out.push(char);
    }
}

/// Breaks a text into lines at spaces outside of code, none of which starts like a list.
fn wrapped(text: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut open = false;
    for word in text.split(' ') {
        let breaks = !open && !line.is_empty() && line.len() + 1 + word.len() > WIDTH;
        if breaks {
            lines.push(std::mem::take(&mut line));
        }
        if line.is_empty() {
            line.push_str(&unmarked(word));
        } else {
            line.push(' ');
            line.push_str(word);
        }
        open ^= word.matches('`').count() % 2 == 1;
    }
    lines.push(line);
    lines
}

/// A first word that Markdown does not take for a list or heading.
fn unmarked(word: &str) -> String {
    let digits = word.trim_start_matches(|char: char| char.is_ascii_digit());
    if digits.len() < word.len() && matches!(digits, "." | ")") {
        let number = word.strip_suffix(digits).unwrap_or_default();
        return format!("{number}\\{digits}");
    }
    match word.chars().next() {
        Some('-' | '+' | '=') => format!("\\{word}"),
        _ => word.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(doc: &str) -> String {
        Doc::of(doc, "").0.join("\n")
    }

    #[test]
    fn a_text_can_not_act() {
        for (hostile, harmless) in [
            ("```\npanic!()\n```", "`panic!()`"),
            ("<script>alert(1)</script>", r"\<script\>alert(1)\</script\>"),
            ("see [x](https://evil.example)", r"see \[x\](https\://evil.example)"),
            ("# heading", r"\# heading"),
            ("- item", r"\- item"),
            ("1. item", r"1\. item"),
            ("one ` tick", "one ' tick"),
            ("a `code` b", "a `code` b"),
            ("see https://acme.example/a_b.", "see `https://acme.example/a_b`."),
            ("left \u{202e}right\u{0} \u{1b}[31m", r"left right \[31m"),
            ("so\u{ad}ft \u{61c}and\u{2060} hid\u{206f}den", "soft and hidden"),
            ("    indented\n\n\tcode", "indented code"),
            ("*/ #![allow(x)] \"q\"", r#"\*/ \#\!\[allow(x)\] "q""#),
        ] {
            assert_eq!(text(hostile), harmless, "{hostile}");
        }
    }
}
