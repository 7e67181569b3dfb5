//! Patterns: regular expressions as ECMA 262 spells them, compiled to the programs that `wellhead-runtime` matches by.
//!
//! The way of a pattern:
//!
//! 1. `parse`: its text into what it consists of, or why it is none; of Unicode, it asks `unicode`.
//! 2. `tidy`: that, simpler.
//! 3. `emit`: into a program, with what may come next (`first`) in mind.

mod chars;
mod emit;
mod first;
mod parse;
mod slow;
mod syntax;
mod tidy;
mod unicode;

use std::cell::RefCell;

use wellhead_runtime::PatternError;

/// Why a text is no pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invalid {
    /// What is wrong, with the number of the character where it is.
    pub reason: String,
    /// Whether it may well be one, and this build lacks what it takes to tell.
    pub is_lacking: bool,
}

impl std::fmt::Display for Invalid {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.reason)
    }
}

impl std::error::Error for Invalid {}

impl Invalid {
    fn new(reason: impl Into<String>) -> Self {
        Self { reason: reason.into(), is_lacking: false }
    }

    /// `at` counts characters from 0.
    fn at(at: usize, reason: &str) -> Self {
        Self::new(format!("character {}: {reason}", at + 1))
    }

    /// Something is not there that the character at `at` takes.
    fn lacking(at: usize, what: &str) -> Self {
        Self { is_lacking: true, ..Self::at(at, what) }
    }

    fn too_large() -> Self {
        Self::new("it is too large: what is repeated is written out, which takes too much here")
    }
}

/// How many patterns a thread keeps with what they were compiled to.
const KEPT: usize = 32;

type Compiled = Result<Vec<u8>, Invalid>;

thread_local! {
    /// The patterns compiled last: one is compiled to be checked, to try examples by it, and to be emitted.
    static LAST: RefCell<Vec<(String, Compiled)>> = const { RefCell::new(Vec::new()) };
}

/// Compiles a pattern to its program: what [`Pattern`](wellhead_runtime::Pattern) takes.
///
/// # Errors
/// If `source` is no pattern, or one whose program would be larger than 64 kB.
pub fn compile(source: &str) -> Result<Vec<u8>, Invalid> {
    let known = LAST.with_borrow(|last| {
        let known = last.iter().find(|(known, _)| known == source);
        known.map(|(_, compiled)| compiled.clone())
    });
    known.unwrap_or_else(|| {
        let compiled = compile_anew(source);
        LAST.with_borrow_mut(|last| {
            last.truncate(KEPT - 1);
            last.insert(0, (source.to_owned(), compiled.clone()));
        });
        compiled
    })
}

fn compile_anew(source: &str) -> Compiled {
    emit::program(&tidy::tidy(parse::parse(source)?)?)
}

/// Whether the pattern `source` occurs in `text`; none if it is no pattern, or matching exceeds its bound.
pub fn test(source: &str, text: &str) -> Option<bool> {
    matches(&compile(source).ok()?, text).ok()
}

/// A text that takes matching `source` beyond its bound, if one is found by trying a few that are made of the
/// pattern's own characters. Only a pattern with back-references may have any, and one that has none may still be slow on others.
pub fn slow_on(source: &str) -> Option<String> {
    slow::text(source)
}

fn matches(program: &[u8], text: &str) -> Result<bool, PatternError> {
    wellhead_runtime::pattern::matches(program, text)
}
