//! Bytes as a pattern and a text, and as a program: what compiles is matched the same either way, and whatever is run comes
//! to an end.

use wellhead_codegen::spec::pattern::{compile, slow_on};
use wellhead_runtime::pattern::{matches, matches_remembering};

/// The texts that a program is run on which nothing compiled.
const TEXTS: [&str; 3] = ["", "abc-1é", "aaaaaaaaaaaaaaaa\n🦀"];

/// The first line is a pattern, the rest a text. All of it is a program.
pub fn holds(data: &[u8]) {
    for text in TEXTS {
        let _ = matches(data, text);
        let _ = matches_remembering(data, text);
    }
    let Ok(all) = std::str::from_utf8(data) else { return };
    let (source, text) = all.split_once('\n').unwrap_or((all, ""));
    let Ok(program) = compile(source) else { return };
    let (quick, sure) = (matches(&program, text), matches_remembering(&program, text));
    if let (Ok(quick), Ok(sure)) = (quick, sure) {
        assert_eq!(quick, sure, "{source:?} in {text:?}");
    }
    if let Some(slow) = slow_on(source) {
        assert!(matches(&program, &slow).is_err(), "{source:?} is not slow on {slow:?}");
    }
}
