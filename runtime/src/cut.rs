//! Cutting texts. What the standard library has for it is compiled anew wherever it is used; this is compiled once.

/// The offset of the first `mark`, which is of ASCII.
#[inline(never)]
pub(crate) fn find(text: &str, mark: u8) -> Option<usize> {
    text.as_bytes().iter().position(|byte| *byte == mark)
}

/// What stands before the first `mark`, which is of ASCII, and what stands behind it.
#[inline(never)]
pub(crate) fn at(text: &str, mark: u8) -> Option<(&str, &str)> {
    let (before, after) = text.split_at_checked(find(text, mark)?)?;
    Some((before, after.get(1..)?))
}

/// What stands before the last `mark`, which is of ASCII, and what stands behind it.
#[inline(never)]
pub(crate) fn at_last(text: &str, mark: u8) -> Option<(&str, &str)> {
    let at = text.as_bytes().iter().rposition(|byte| *byte == mark)?;
    let (before, after) = text.split_at_checked(at)?;
    Some((before, after.get(1..)?))
}

/// What stands before the first `mark`, which is of ASCII, or else the end, and what stands from there on.
#[inline(never)]
pub(crate) fn before(text: &str, mark: u8) -> (&str, &str) {
    find(text, mark).and_then(|at| text.split_at_checked(at)).unwrap_or((text, ""))
}

/// Whether two texts are the same but for the case of letters of ASCII.
#[inline(never)]
pub(crate) fn is_alike(text: &[u8], other: &[u8]) -> bool {
    text.eq_ignore_ascii_case(other)
}

/// A text without the white space around it.
#[inline(never)]
pub(crate) fn trim(text: &str) -> &str {
    trim_start(trim_end(text))
}

/// Whether there is nothing but white space.
pub(crate) fn is_blank(text: &str) -> bool {
    trim_start(text).is_empty()
}

/// A text without the white space that it starts with.
#[inline(never)]
pub(crate) fn trim_start(text: &str) -> &str {
    text.trim_start()
}

/// A text without the white space that it ends with.
#[inline(never)]
pub(crate) fn trim_end(text: &str) -> &str {
    text.trim_end()
}
