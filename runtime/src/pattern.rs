//! Patterns as JSON Schema means them, ECMA 262 regular expressions, matched within bounds.
//!
//! A pattern comes compiled: `wellhead-spec` reads it and makes a [`program`] of it, which generated code holds beside its
//! source. What is left for here is to run one.
//!
//! The `quick` way has an answer for nearly all texts. Where it would have to try too much, the `machine` begins anew and remembers
//! what it tried, so that the time it takes is at worst proportional to the text's length. With back-references that can't be
//! done; matching is given up after a number of steps.

mod frames;
mod machine;
mod memo;
pub mod program;
mod quick;
mod rare;
mod walk;

use machine::Machine;
use quick::{Quick, Unsure};
use walk::{Header, Walk};

/// A pattern in a static table: as it was written, and compiled.
#[derive(Clone, Copy, Debug)]
pub struct Pattern {
    source: &'static str,
    program: &'static [u8],
}

/// Why a pattern can't give an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PatternError {
    /// Matching took more steps than are allowed.
    TooSlow,
    /// Its program is none that a pattern compiles to.
    Broken,
}

impl std::fmt::Display for PatternError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::TooSlow => "matching takes too many steps",
            Self::Broken => "what it was compiled to is broken",
        })
    }
}

impl std::error::Error for PatternError {}

impl Pattern {
    /// A pattern in ECMA 262's spelling, and what `wellhead-spec` compiled it to.
    pub const fn new(source: &'static str, program: &'static [u8]) -> Self {
        Self { source, program }
    }

    /// The pattern as it was written.
    pub fn source(&self) -> &'static str {
        self.source
    }

    /// Whether the pattern occurs in `text`.
    ///
    /// # Errors
    /// If matching exceeds its bound, or the program is broken (what was generated is not).
    pub fn matches(&self, text: &str) -> Result<bool, PatternError> {
        matches(self.program, text)
    }
}

/// Whether what was compiled to `program` occurs in `text`.
///
/// # Errors
/// If matching exceeds its bound, or the program is broken.
pub fn matches(program: &[u8], text: &str) -> Result<bool, PatternError> {
    let walk = Walk { program, text };
    let header = walk.header()?;
    match Quick::new(walk).matches(&header) {
        Ok(found) => Ok(found),
        Err(Unsure) => surely(walk, header),
    }
}

#[cold]
fn surely(walk: Walk<'_>, header: Header) -> Result<bool, PatternError> {
    Machine::new(walk, header)?.matches()
}

/// The same without the quick way, to hold the one against the other.
///
/// # Errors
/// As [`Pattern::matches`].
#[inline]
pub fn matches_remembering(program: &[u8], text: &str) -> Result<bool, PatternError> {
    let walk = Walk { program, text };
    surely(walk, walk.header()?)
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    /// `^[A-Za-z0-9-]{3,63}$`
    const NAME: Pattern = Pattern::new(
        "^[A-Za-z0-9-]{3,63}$",
        b"\x01\0\0\0\0\xff\xff\xff\xff\xff\xff\xff\xff\
          \x05\0\0\xc8\x3f\xe0\x07\xfe\x01\0\0\x03\0\x3f\0\0\0\x09\0",
    );

    #[test]
    fn a_program_is_run() {
        assert_eq!(NAME.source(), "^[A-Za-z0-9-]{3,63}$");
        assert_eq!(NAME.matches("acme-CRM-2"), Ok(true));
        for other in ["ac", "acme.crm", "ácme", &"a".repeat(64)] {
            assert_eq!(NAME.matches(other), Ok(false), "{other}");
        }
    }

    #[test]
    fn what_is_no_program_is_told() {
        for broken in [&b""[..], b"\x01", b"\x01\0\0\0\0\0\0\0\0\0\0\0\0\x05"] {
            assert_eq!(matches(broken, "a"), Err(PatternError::Broken));
        }
    }

    /// Bytes that are an instruction often, and a place within the program.
    fn bytes() -> impl Strategy<Value = Vec<u8>> {
        let byte = prop_oneof![4 => 0u8..26, 2 => Just(0u8), 2 => 13u8..60, 1 => any::<u8>()];
        (0u8..8, vec(byte, 12..80)).prop_map(|(flags, mut bytes)| {
            bytes.insert(0, flags);
            bytes
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 1024, failure_persistence: None, ..Default::default() })]

        #[test]
        fn whatever_is_run_comes_to_an_end(program in bytes(), text in "[a-c\0é🦀]{0,12}") {
            let _ = matches(&program, &text);
            let _ = matches_remembering(&program, &text);
        }
    }
}
