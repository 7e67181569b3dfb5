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
    let mut lines = read(text);
    let start = lines.iter().position(|line| is_unreleased(line.said())).ok_or(NoUnreleased)?;
    for (part, new) in entries {
        let end = end(&lines, start + 1, |line| line.starts_with("## "));
        let section = lines.get(start..end).unwrap_or_default();
        let is_there = |new: &&String| section.iter().any(|line| without_end(&line.text) == *new);
        let new: Vec<String> = new.iter().filter(|line| !is_there(line)).cloned().collect();
        if !new.is_empty() {
            insert(&mut lines, start, end, *part, new);
        }
    }
    Ok(lines.into_iter().map(|line| line.text).collect())
}

/// A line of the file, with its end.
struct Line {
    text: String,
    /// Whether it is inside a block of code, or its fence.
    is_code: bool,
}

impl Line {
    /// What it says as Markdown: nothing as code, and no mark of the file's encoding.
    fn said(&self) -> &str {
        match self.is_code {
            true => "",
            false => without_end(&self.text).trim_start_matches('\u{feff}'),
        }
    }
}

/// The lines of a text, blocks of code told from the rest.
fn read(text: &str) -> Vec<Line> {
    let mut open: Option<&str> = None;
    let lines = text.split_inclusive('\n').map(|line| {
        let fence = fence(without_end(line));
        let is_code = open.is_some() || fence.is_some();
        open = match (open, fence) {
            // As long as the one that opened it, or longer, with nothing behind it.
            (Some(open), Some(fence)) if fence.starts_with(open) && line.trim() == fence => None,
            (None, fence) => fence,
            (open, _) => open,
        };
        Line { text: line.to_owned(), is_code }
    });
    lines.collect()
}

/// The backticks or tildes that a block of code begins or ends with.
fn fence(line: &str) -> Option<&str> {
    let text = line.trim_start_matches(' ');
    let mark = text.chars().next().filter(|mark| matches!(mark, '`' | '~'))?;
    let length = text.chars().take_while(|char| *char == mark).count();
    let (fence, info) = text.split_at_checked(length)?;
    let is_fence =
        length >= 3 && line.len() - text.len() <= 3 && !(mark == '`' && info.contains(mark));
    is_fence.then_some(fence)
}

fn without_end(line: &str) -> &str {
    line.strip_suffix('\n').map_or(line, |line| line.strip_suffix('\r').unwrap_or(line))
}

fn is_unreleased(line: &str) -> bool {
    let title = line.strip_prefix("## ").unwrap_or_default();
    title.trim_matches(['[', ']', ' ']).eq_ignore_ascii_case("unreleased")
}

/// The line where something ends: the first of which `is_next` says so, or the end of the text.
fn end(lines: &[Line], from: usize, is_next: impl Fn(&str) -> bool) -> usize {
    let rest = lines.get(from..).unwrap_or_default();
    rest.iter().position(|line| is_next(line.said())).map_or(lines.len(), |at| from + at)
}

fn insert(
    lines: &mut Vec<Line>,
    start: usize,
    end_of_section: usize,
    part: Part,
    new: Vec<String>,
) {
    let section = lines.get(start..end_of_section).unwrap_or_default();
    let heading = section.iter().position(|line| line.said().trim() == part.heading());
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
    let is_blank = |line: &Line| line.text.trim().is_empty();
    let text_before = lines.get(..from).unwrap_or_default();
    let at = text_before.iter().rposition(|line| !is_blank(line)).map_or(from, |last| last + 1);
    let follows_heading =
        at == start + 1 || heading.is_some_and(|heading| at == start + heading + 1);
    let gap = heading.is_none() || follows_heading;
    let gap = gap.then(String::new).into_iter();
    let after = (from == at && from < lines.len()).then(String::new);
    let end = if lines.get(start).is_some_and(|line| line.text.ends_with("\r\n")) {
        "\r\n"
    } else {
        "\n"
    };
    if let Some(last) = lines.last_mut().filter(|last| !last.text.ends_with('\n')) {
        last.text.push_str(end);
    }
    let all = gap.chain(with).chain(after);
    let ended = all.map(|line| Line { text: line + end, is_code: false });
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
    fn a_heading_in_a_block_of_code_is_none() {
        let entries = [(Part::Added, vec!["- It.".to_owned()])];
        for fence in ["```", "~~~~"] {
            let code = format!("{fence}markdown\n## [Unreleased]\n\n### Added\n```x\n{fence}\n");
            assert_eq!(added_to(&code, &entries), Err(NoUnreleased));
            let text = format!("{code}\n## [Unreleased]\n\n{code}\n- Old.\n");
            let expected = format!("{text}\n### Added\n\n- It.\n");
            assert_eq!(added_to(&text, &entries), Ok(expected));
        }
    }

    #[test]
    fn a_mark_of_the_encoding_stands_before_a_heading() {
        let entries = [(Part::Added, vec!["- It.".to_owned()])];
        let added = added_to("\u{feff}## [Unreleased]\n", &entries);
        assert_eq!(added.as_deref(), Ok("\u{feff}## [Unreleased]\n\n### Added\n\n- It.\n"));
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
