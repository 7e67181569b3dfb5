//! Printing: plain when piped, coloured on a terminal that wants it, errors on standard error.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use comfy_table::{ColumnConstraint, ContentArrangement, Table, presets};
use wellhead_spec::diagnostic;

use crate::failure::Failure;

/// For what matters.
pub(crate) const BOLD: Style = Style::new().bold();
/// For what does not.
pub(crate) const DIM: Style = Style::new().dimmed();

/// Prints text on standard output.
pub(crate) fn out(text: &str) -> io::Result<()> {
    let mut out = anstream::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// Prints JSON on standard output.
pub(crate) fn json(value: &impl std::fmt::Display) -> io::Result<()> {
    out(&format!("{value:#}\n"))
}

/// What becomes of a command that has printed its results and come to a verdict: that nobody read the results makes nothing
/// good that is wrong.
pub(crate) fn then(
    printed: Result<(), impl Into<Failure>>,
    verdict: Result<(), Failure>,
) -> Result<(), Failure> {
    let printed = printed.map_err(Into::into);
    if let (Err(unprinted), Err(_)) = (&printed, &verdict) {
        unprinted.report();
    }
    verdict.and(printed)
}

/// Prints text on standard error; that it can't be printed, nobody could be told.
pub(crate) fn err(text: &str) {
    let _ = anstream::stderr().lock().write_all(text.as_bytes());
}

/// Prints an error.
pub(crate) fn error(message: &str) {
    labelled("error", AnsiColor::Red, message);
}

/// Prints a warning.
pub(crate) fn warning(message: &str) {
    labelled("warning", AnsiColor::Yellow, message);
}

fn labelled(label: &str, colour: AnsiColor, message: &str) {
    let style = colour.on_default().bold();
    err(&format!("{style}{label}{style:#}: {}\n", visible_lines(message)));
}

/// A text of several lines that acts on no screen: of it may come from a file or a service.
pub(crate) fn visible_lines(text: &str) -> String {
    let lines: Vec<_> = text.lines().map(diagnostic::visible).collect();
    lines.join("\n")
}

/// Whether standard error takes colours.
pub(crate) fn is_coloured() -> bool {
    anstream::AutoStream::choice(&io::stderr()) != anstream::ColorChoice::Never
}

/// How diagnostics are rendered for standard error.
pub(crate) fn style() -> diagnostic::Style {
    if is_coloured() { diagnostic::Style::Coloured } else { diagnostic::Style::Plain }
}

/// A table without lines, as wide as the terminal; as wide as it needs when piped, so that each row is a line. What is in the
/// first column names a row, and is copied: it is not broken into lines.
pub(crate) fn table(header: &[&str]) -> Table {
    let mut table = table_within(header, terminal_width());
    if let Some(first) = table.column_mut(0) {
        first.set_constraint(ColumnConstraint::ContentWidth);
    }
    table
}

/// The same for texts that are to be read: when piped, as wide as a page.
pub(crate) fn page(header: &[&str]) -> Table {
    const PAGE: u16 = 100;
    table_within(header, Some(terminal_width().unwrap_or(PAGE)))
}

fn terminal_width() -> Option<u16> {
    terminal_size::terminal_size().map(|(terminal_size::Width(width), _)| width)
}

fn table_within(header: &[&str], width: Option<u16>) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    if let Some(width) = width {
        table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width);
    }
    if !header.is_empty() {
        table.set_header(header.iter().map(|name| name.to_uppercase()));
    }
    table
}

/// The table as text, each line indented and without space at its end.
pub(crate) fn lines(table: &Table, indent: usize) -> String {
    let prefix = " ".repeat(indent);
    let lines = table.lines();
    lines
        .map(|line| {
            format!(
                "{}\n",
                format!("{prefix}{}", line.strip_prefix(' ').unwrap_or(&line)).trim_end()
            )
        })
        .collect()
}
