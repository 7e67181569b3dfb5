//! For people: by source, the worst first.

use anstyle::{AnsiColor, Style};

use super::{apart, api, put, summary, title, what};
use crate::change::{Api, Behaviour, Change, Comparison, Place, Wire};

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const BAD: Style = AnsiColor::Red.on_default().bold();
const UNSURE: Style = AnsiColor::Yellow.on_default().bold();
const GOOD: Style = AnsiColor::Green.on_default();

/// The comparison as text, with colours that a terminal takes and `anstream` strips.
pub fn human(comparison: &Comparison) -> String {
    let mut out = String::new();
    for source in &comparison.sources {
        put(&mut out, format_args!("{BOLD}{}{BOLD:#}\n", title(source)));
        source.changes.iter().for_each(|change| one(&mut out, change));
        out.push('\n');
    }
    for (what, slugs) in apart(comparison) {
        put(&mut out, format_args!("{DIM}{what}: {slugs}{DIM:#}\n"));
    }
    put(&mut out, format_args!("{}\n", summary(comparison)));
    out
}

fn one(out: &mut String, change: &Change) {
    let (mark, style) = mark(change);
    put(out, format_args!("  {style}{mark}{style:#} {}", what(change)));
    put(out, format_args!("  {DIM}[{}]{DIM:#}\n", change.kind));
    if change.wire.severity != Wire::Same {
        line(out, "wire", change.wire.severity.as_str(), &change.wire.reason);
    }
    if change.api.severity != Api::Same {
        line(out, "api", &api(change), &change.api.reason);
    }
    if change.behaviour.severity != Behaviour::Same {
        line(out, "behaviour", change.behaviour.severity.as_str(), &change.behaviour.reason);
    }
    place(out, "old", change.old.as_ref());
    place(out, "new", change.new.as_ref());
}

fn line(out: &mut String, axis: &str, verdict: &str, reason: &str) {
    let colon = if reason.is_empty() { "" } else { ": " };
    put(out, format_args!("      {axis:<9}  {verdict}{colon}{reason}\n"));
}

fn place(out: &mut String, side: &str, place: Option<&Place>) {
    if let Some(place) = place {
        put(out, format_args!("      {DIM}{side:<9}  {place} {}{DIM:#}\n", place.pointer));
    }
}

fn mark(change: &Change) -> (&'static str, Style) {
    match (change.wire.severity, change.api.severity) {
        (Wire::Breaking, _) | (_, Api::Breaking) => ("!", BAD),
        (Wire::Undecided, _) => ("?", UNSURE),
        _ if change.behaviour.severity == Behaviour::Docs => ("·", DIM),
        _ => ("+", GOOD),
    }
}
