//! What characters do to a screen. Names and texts come out of requests and files that anybody may have written.

/// Whether a character acts on a screen, turns the text around it, or can't be seen: where text is shown, an escape stands for
/// it, or nothing.
///
/// These are the controls, and the marks of Unicode that break, join, order or hide: U+00AD, U+061C, U+200B to U+200F, U+2028 to
/// U+202E, U+2060 to U+206F and U+FEFF.
///
/// ```
/// use wellhead_runtime::screen::acts_or_hides;
/// assert!(acts_or_hides('\u{1b}') && acts_or_hides('\u{202e}'));
/// assert!(!acts_or_hides('é'));
/// ```
pub fn acts_or_hides(char: char) -> bool {
    char.is_control()
        || matches!(char, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}
