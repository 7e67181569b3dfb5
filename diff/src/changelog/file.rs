//! Lines put into the `Unreleased` section of a file that is there already.

use std::fmt;

use super::Part;

/// A file without a heading that says `Unreleased`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoUnreleased;

impl fmt::Display for NoUnreleased {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("there is no heading `## [Unreleased]`; add one")
    }
}

impl std::error::Error for NoUnreleased {}

/// The text with these lines in its `Unreleased` section: each at the end of its part, which is made where there is none, and
/// none twice. Everything else stays as it is.
///
/// # Errors
/// If there is no such section.
pub fn added_to(text: &str, entries: &[(Part, Vec<String>)]) -> Result<String, NoUnreleased> {
    // Each with its own end: a file may have those of another system, or of two.
    let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
    let start = lines.iter().position(|line| is_unreleased(line)).ok_or(NoUnreleased)?;
    for (part, new) in entries {
        let end = end(&lines, start + 1, |line| line.starts_with("## "));
        let section = lines.get(start..end).unwrap_or_default();
        let is_there = |new: &&String| section.iter().any(|line| without_end(line) == *new);
        let new: Vec<String> = new.iter().filter(|line| !is_there(line)).cloned().collect();
        if !new.is_empty() {
            insert(&mut lines, start, end, *part, new);
        }
    }
    Ok(lines.concat())
}

fn without_end(line: &str) -> &str {
    line.strip_suffix('\n').map_or(line, |line| line.strip_suffix('\r').unwrap_or(line))
}

fn is_unreleased(line: &str) -> bool {
    let title = without_end(line).strip_prefix("## ").unwrap_or_default();
    title.trim_matches(['[', ']', ' ']).eq_ignore_ascii_case("unreleased")
}

/// The line where something ends: the first of which `is_next` says so, or the end of the text.
fn end(lines: &[String], from: usize, is_next: impl Fn(&str) -> bool) -> usize {
    let rest = lines.get(from..).unwrap_or_default();
    rest.iter().position(|line| is_next(line)).map_or(lines.len(), |at| from + at)
}

fn insert(
    lines: &mut Vec<String>,
    start: usize,
    end_of_section: usize,
    part: Part,
    new: Vec<String>,
) {
    let section = lines.get(start..end_of_section).unwrap_or_default();
    let heading = section.iter().position(|line| line.trim() == part.heading());
    let (from, with) = match heading {
        Some(at) => (end(lines, start + at + 1, |line| line.starts_with('#')), new),
        None => {
            let later = |line: &str| {
                Part::ALL.iter().any(|other| *other > part && line.trim() == other.heading())
            };
            let before = end(lines, start + 1, |line| later(line) || line.starts_with("## "));
            let mut with = vec![part.heading().to_owned(), String::new()];
            with.extend(new);
            (before, with)
        }
    };
    // The blank lines before what follows stay before it.
    let is_blank = |line: &String| line.trim().is_empty();
    let text_before = lines.get(..from).unwrap_or_default();
    let at = text_before.iter().rposition(|line| !is_blank(line)).map_or(from, |last| last + 1);
    let follows_heading =
        at == start + 1 || heading.is_some_and(|heading| at == start + heading + 1);
    let gap = heading.is_none() || follows_heading;
    let gap = gap.then(String::new).into_iter();
    let after = (from == at && from < lines.len()).then(String::new);
    let end =
        if lines.get(start).is_some_and(|line| line.ends_with("\r\n")) { "\r\n" } else { "\n" };
    if let Some(last) = lines.last_mut().filter(|last| !last.ends_with('\n')) {
        last.push_str(end);
    }
    let ended = gap.chain(with).chain(after).map(|line| line + end);
    lines.splice(at..at, ended);
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "# Changelog\n\n## [Unreleased]\n\n### Added\n\n- One.\n\n### Removed\n\n- Two.\n\n## [0.1.0]\n\n- Old.\n";

    #[test]
    fn lines_go_to_the_end_of_their_part() {
        let entries = [
            (Part::Added, vec!["- Three.".to_owned(), "- One.".to_owned()]),
            (Part::Changed, vec!["- Four.".to_owned()]),
        ];
        let expected = "# Changelog\n\n## [Unreleased]\n\n### Added\n\n- One.\n- Three.\n\n### Changed\n\n- Four.\n\n### Removed\n\n- Two.\n\n## [0.1.0]\n\n- Old.\n";
        let once = added_to(TEXT, &entries).expect("a section");
        assert_eq!(once, expected);
        assert_eq!(added_to(&once, &entries).as_deref(), Ok(expected), "twice changes nothing");
    }

    #[test]
    fn every_line_keeps_its_end() {
        let entries = [
            (Part::Added, vec!["- Three.".to_owned(), "- One.".to_owned()]),
            (Part::Changed, vec!["- Four.".to_owned()]),
        ];
        let (plain, windows) = (added_to(TEXT, &entries), TEXT.replace('\n', "\r\n"));
        let expected = plain.expect("a section").replace('\n', "\r\n");
        assert_eq!(added_to(&windows, &entries).as_deref(), Ok(expected.as_str()));
        for same in [TEXT, &windows, TEXT.trim_end(), &windows.replacen("\r\n", "\n", 3)] {
            assert_eq!(added_to(same, &[]).as_deref(), Ok(same));
        }
        let added = added_to("## [Unreleased]", &entries).expect("a section");
        assert_eq!(
            added,
            "## [Unreleased]\n\n### Added\n\n- Three.\n- One.\n\n### Changed\n\n- Four.\n"
        );
        let mixed = added_to("# It\r\n## Unreleased\n- Old.\r\n", &entries[1..]);
        assert_eq!(
            mixed.as_deref(),
            Ok("# It\r\n## Unreleased\n- Old.\r\n\n### Changed\n\n- Four.\n")
        );
    }

    #[test]
    fn an_empty_section_gets_its_parts() {
        let entries = [(Part::Security, vec!["- It.".to_owned()])];
        for (text, expected) in [
            ("## Unreleased\n", "## Unreleased\n\n### Security\n\n- It.\n"),
            (
                "## [Unreleased]\n\n## 0.1.0\n",
                "## [Unreleased]\n\n### Security\n\n- It.\n\n## 0.1.0\n",
            ),
        ] {
            assert_eq!(added_to(text, &entries).as_deref(), Ok(expected));
        }
        assert_eq!(added_to("# Changelog\n", &entries), Err(NoUnreleased));
    }
}
