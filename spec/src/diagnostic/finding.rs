//! One finding as machines read it, whether it is about a spec file or a request.

use wellhead_runtime::Json;
use wellhead_runtime::json::Place;

use super::render::first_line;
use super::{Diagnostic, Severity};

/// One thing wrong in a file, for the formats that other tools read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The file, as it is shown.
    pub file: String,
    /// Where it begins, if that is known.
    pub place: Option<Place>,
    /// Where it ends, if that is known.
    pub end: Option<Place>,
    /// In a request, the JSON pointer of the value.
    pub pointer: Option<String>,
    /// How bad it is.
    pub severity: Severity,
    /// The stable code.
    pub code: String,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

impl Finding {
    /// A diagnostic as a finding; `text` is the file's, if it could be read.
    pub fn of(diagnostic: &Diagnostic, text: Option<&str>) -> Self {
        let end = text.map(|text| {
            let meant = text.get(first_line(text, diagnostic.span)).unwrap_or_default();
            // It ends on its first line.
            let columns = u32::try_from(meant.chars().count()).unwrap_or(u32::MAX);
            let place = diagnostic.place;
            Place { column: place.column.saturating_add(columns), ..place }
        });
        Self {
            file: diagnostic.file.clone(),
            place: Some(diagnostic.place),
            end,
            pointer: None,
            severity: diagnostic.severity(),
            code: diagnostic.code.as_str().to_owned(),
            message: diagnostic.message.clone(),
            help: diagnostic.help.clone(),
        }
    }

    /// The finding as an object.
    pub fn json(&self) -> Json {
        Json::from([
            ("file", Json::from(self.file.as_str())),
            ("line", self.place.map(|place| place.line).into()),
            ("column", self.place.map(|place| place.column).into()),
            ("endLine", self.end.map(|place| place.line).into()),
            ("endColumn", self.end.map(|place| place.column).into()),
            ("pointer", self.pointer.as_deref().into()),
            ("severity", self.severity.to_string().into()),
            ("code", self.code.as_str().into()),
            ("message", self.message.as_str().into()),
            ("help", self.help.as_deref().into()),
        ])
    }

    /// What is wrong and what to do, each on a line.
    pub(super) fn told(&self) -> String {
        match &self.help {
            Some(help) => format!("{}\nhelp: {help}", self.message),
            None => self.message.clone(),
        }
    }
}
