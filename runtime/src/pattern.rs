//! Patterns as JSON Schema means them: ECMA 262 regular expressions, matched within bounds.
//!
//! The engine is `fancy-regex`, which has look-around and back-references and gives up after a bounded number of
//! steps. ECMA's spelling is translated to its own: there `\d` means more than ten digits and `$` is not the end.

mod slow;

use std::sync::OnceLock;

use fancy_regex::{Regex, RegexBuilder};

/// How many steps back a match may take before it is given up.
const BACKTRACK_LIMIT: usize = 100_000;

/// A pattern in a static table, compiled when it is first used.
#[derive(Debug)]
pub struct Pattern {
    source: &'static str,
    regex: OnceLock<Option<Regex>>,
    /// How it is matched, kept here so that the engine is linked with the patterns and not with whatever may have one:
    /// a program whose sources have no pattern is free of it, which is most of its size.
    engine: fn(&Self, &str) -> Result<bool, PatternError>,
}

/// Why a pattern can't give an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PatternError {
    /// It is not a regular expression; the engine's reason.
    Invalid(String),
    /// Matching took more steps than are allowed.
    TooSlow,
}

impl std::fmt::Display for PatternError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Invalid(reason) => write!(f, "not a regular expression: {reason}"),
            Self::TooSlow => f.write_str("matching takes too many steps"),
        }
    }
}

impl std::error::Error for PatternError {}

impl Pattern {
    /// A pattern in ECMA 262's spelling.
    pub const fn new(source: &'static str) -> Self {
        Self { source, regex: OnceLock::new(), engine: Self::search }
    }

    /// The pattern as it was written.
    pub fn source(&self) -> &'static str {
        self.source
    }

    /// Whether the pattern occurs in `text`.
    ///
    /// # Errors
    /// If the pattern is invalid (generated code holds none) or matching exceeds its bound.
    pub fn matches(&self, text: &str) -> Result<bool, PatternError> {
        (self.engine)(self, text)
    }

    fn search(&self, text: &str) -> Result<bool, PatternError> {
        let regex = self.regex.get_or_init(|| compile(self.source).ok());
        let regex =
            regex.as_ref().ok_or_else(|| PatternError::Invalid("it did not compile".into()))?;
        regex.is_match(text).map_err(|_| PatternError::TooSlow)
    }

    /// Checks that `source` is a pattern.
    ///
    /// # Errors
    /// If it is not, with the engine's reason.
    pub fn check(source: &str) -> Result<(), PatternError> {
        compile(source).map(drop)
    }

    /// A text that takes matching `source` beyond its bound, if one is found by trying a few that are made of the
    /// pattern's own characters. A pattern that has none may still be slow on others.
    pub fn slow_on(source: &str) -> Option<String> {
        slow::text(source)
    }

    /// Whether `source` occurs in `text`, for a pattern that is not in a table.
    ///
    /// # Errors
    /// If the pattern is invalid or matching exceeds its bound.
    pub fn test(source: &str, text: &str) -> Result<bool, PatternError> {
        compile(source)?.is_match(text).map_err(|_| PatternError::TooSlow)
    }
}

fn compile(source: &str) -> Result<Regex, PatternError> {
    RegexBuilder::new(&translate(source))
        .backtrack_limit(BACKTRACK_LIMIT)
        .delegate_size_limit(1 << 20)
        .build()
        .map_err(|error| PatternError::Invalid(error.to_string()))
}

const SPACE: &str = r"\t\n\x0B\x0C\r \u{a0}\u{1680}\u{2000}-\u{200a}\u{2028}\u{2029}\u{202f}\u{205f}\u{3000}\u{feff}";

/// ECMA 262's spelling of a pattern in `fancy-regex`'s.
fn translate(source: &str) -> String {
    let mut out = String::with_capacity(source.len() + 16);
    let mut rest = source.chars();
    let mut in_class = false;
    while let Some(char) = rest.next() {
        match char {
            '\\' => escape(&mut rest, in_class, &mut out),
            '[' if in_class => out.push_str(r"\["),
            '[' => match rest.as_str() {
                empty if empty.starts_with(']') => skip(&mut rest, 1, &mut out, "(?!)"),
                any if any.starts_with("^]") => skip(&mut rest, 2, &mut out, r"[\x00-\u{10ffff}]"),
                _ => {
                    in_class = true;
                    out.push('[');
                    if rest.as_str().starts_with('^') {
                        skip(&mut rest, 1, &mut out, "^");
                    }
                }
            },
            ']' if in_class => {
                in_class = false;
                out.push(']');
            }
            '&' | '~' if in_class => out.extend(['\\', char]),
            '.' if !in_class => out.push_str(r"[^\n\r\u{2028}\u{2029}]"),
            '$' if !in_class => out.push_str(r"\z"),
            char => out.push(char),
        }
    }
    out
}

fn skip(rest: &mut std::str::Chars<'_>, count: usize, out: &mut String, instead: &str) {
    rest.by_ref().take(count).for_each(drop);
    out.push_str(instead);
}

fn escape(rest: &mut std::str::Chars<'_>, in_class: bool, out: &mut String) {
    let Some(char) = rest.next() else { return out.push('\\') };
    match char {
        'd' if in_class => out.push_str("0-9"),
        'd' => out.push_str("[0-9]"),
        'D' => out.push_str("[^0-9]"),
        'w' if in_class => out.push_str("A-Za-z0-9_"),
        'w' => out.push_str("[A-Za-z0-9_]"),
        'W' => out.push_str("[^A-Za-z0-9_]"),
        's' if in_class => out.push_str(SPACE),
        's' => out.extend(["[", SPACE, "]"]),
        'S' => out.extend(["[^", SPACE, "]"]),
        'b' if in_class => out.push_str(r"\x08"),
        'b' => {
            out.push_str(r"(?:(?<=[A-Za-z0-9_])(?![A-Za-z0-9_])|(?<![A-Za-z0-9_])(?=[A-Za-z0-9_]))")
        }
        'B' => {
            out.push_str(r"(?:(?<=[A-Za-z0-9_])(?=[A-Za-z0-9_])|(?<![A-Za-z0-9_])(?![A-Za-z0-9_]))")
        }
        '0' => out.push_str(r"\x00"),
        'v' => out.push_str(r"\x0B"),
        'f' => out.push_str(r"\x0C"),
        'c' => match rest.next() {
            Some(letter) if letter.is_ascii_alphabetic() => {
                out.push_str(&format!(r"\x{:02X}", letter as u32 % 32))
            }
            _ => out.push_str(r"\\c"),
        },
        'u' if !rest.as_str().starts_with('{') => {
            let hex: String = rest.by_ref().take(4).collect();
            out.push_str(&format!(r"\u{{{hex}}}"));
        }
        // What a back-reference, a class or a code point is called, both spell alike.
        '1'..='9' | 'k' | 'n' | 'r' | 't' | 'u' | 'x' | 'p' | 'P' => out.extend(['\\', char]),
        char if char.is_ascii_punctuation() && !matches!(char, '<' | '>') => {
            out.extend(['\\', char])
        }
        char => out.push(char),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(source: &str, text: &str) -> bool {
        Pattern::test(source, text).unwrap_or_else(|error| panic!("{source}: {error}"))
    }

    #[test]
    fn classes_mean_what_ecma_says() {
        assert!(matches(r"^\d+$", "42"));
        assert!(!matches(r"^\d+$", "٤٢"));
        assert!(!matches(r"^a$", "a\n"));
        assert!(matches(r"^[\w-]+\.\w{2,}$", "acme-1.io"));
        assert!(matches(r"^\s$", "\u{a0}"));
        assert!(matches(r"^[^]$", "\n"));
        assert!(!matches(r"^.$", "\n"));
        assert!(matches(r"^[[a]$", "["));
        assert!(matches(r"^https:\/\/\u0061", "https://a"));
        assert!(matches(r"^[a&&b]+$", "a&b"));
        assert!(matches(r"\bkey\b", "a key"));
    }

    #[test]
    fn look_around_and_back_references_work() {
        assert!(matches(r"^(?!prod)\w+$", "stage"));
        assert!(!matches(r"^(?!prod)\w+$", "prod"));
        assert!(matches(r"^(a|b)\1$", "bb"));
        assert!(matches(r"(?<=x)y", "xy"));
    }

    #[test]
    fn a_catastrophic_pattern_is_given_up() {
        let text = "a".repeat(60) + "!";
        assert!(!Pattern::test(r"^(?=(a+)+$)x", &text).unwrap_or(false));
        assert_eq!(Pattern::test(r"^(?:(a+)\1?)+$", &text), Err(PatternError::TooSlow));
    }

    #[test]
    fn a_text_is_found_that_a_slow_pattern_is_given_up_on() {
        for slow in [
            r"^(?:(a+)\1?)+$",
            r"^(?!x)(?:(\w+)\s?\1?)*$",
            r"^(?=.*\d)((?:[a-z]|[a-z]+)(?=.))+$",
            r"^key=(?:(?=[^;])[^;]|[^;](?!;))*;$",
        ] {
            let text = Pattern::slow_on(slow).unwrap_or_else(|| panic!("{slow}"));
            assert_eq!(Pattern::test(slow, &text), Err(PatternError::TooSlow), "{slow}");
        }
    }

    #[test]
    fn a_pattern_that_is_never_slow_is_none() {
        for swift in [
            r"^(a+)+$",
            r"^(?!prod)\w+$",
            r"^(a|b)\1$",
            r"^(?!.*--)(?!-)[a-z0-9-]{3,63}(?<!-)$",
            r"\bkey\b",
            r"^[^\s/]+\.acme\.example$",
            "(",
        ] {
            assert_eq!(Pattern::slow_on(swift), None, "{swift}");
        }
    }

    #[test]
    fn an_invalid_pattern_says_why() {
        assert!(matches!(Pattern::check("("), Err(PatternError::Invalid(_))));
    }
}
