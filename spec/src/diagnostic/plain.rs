//! A diagnostic as rustc shows its own, without the lines that it is about.

use std::fmt::Write;

use wellhead_runtime::json::Place;

use super::render::{Files, Style};
use super::{Diagnostic, Related, visible};

/// A diagnostic, each of its places on a line.
pub(super) fn shown<'t>(diagnostic: &'t Diagnostic, _: Style, files: &mut Files<'t, '_>) -> String {
    let Diagnostic { code, severity, file, place, message, label, help, related, .. } = diagnostic;
    let mut text = format!("{severity}[{code}]: {}", visible(message));
    add_place(&mut text, file, *place, label);
    if let Some(Related { file, span, label }) = related
        && let Some(other) = files.file(file)
    {
        add_place(&mut text, file, other.at(span.start), label);
    }
    if let Some(help) = help {
        let _ = write!(text, "\n  = help: {}", visible(help));
    }
    text
}

fn add_place(text: &mut String, file: &str, place: Place, label: &str) {
    let _ = write!(text, "\n --> {file}:{place}");
    if !label.is_empty() {
        let _ = write!(text, ": {}", visible(label));
    }
}
