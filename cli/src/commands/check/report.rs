//! Findings as they are printed: for people on standard error, for tools on standard output.

use std::io;

use wellhead::Json;
use wellhead_spec::diagnostic::{Finding, github, sarif};

use super::findings::Findings;
use crate::args::Format;
use crate::commands::requests;
use crate::print;

pub(super) fn print(findings: &Findings, format: Format) -> io::Result<()> {
    for folder in findings.empty() {
        print::warning(&format!("{folder}: holds no `*.json`, so nothing of it was checked"));
    }
    match format {
        Format::Human => human(findings),
        Format::Json => {
            print::json(&findings.for_tools().iter().map(Finding::json).collect::<Json>())
        }
        Format::Sarif => print::json(&sarif(&findings.for_tools(), env!("CARGO_PKG_VERSION"))),
        Format::Github => print::out(&github(&findings.for_tools())),
    }
}

/// What is wrong comes first: that must be told also where nobody reads what is right.
fn human(findings: &Findings) -> io::Result<()> {
    findings.unread().iter().for_each(|unread| print::error(&unread.to_string()));
    print::err(&findings.rendered(print::style()));
    for (file, violation) in findings.violations() {
        print::error(&requests::line(file, violation));
    }
    for (_, warnings) in findings.warnings() {
        warnings.iter().for_each(|warning| print::warning(&warning.message));
    }
    for file in findings.good_specs() {
        print::out(&format!("{file}: ok\n"))?;
    }
    for (file, name) in findings.good_requests() {
        print::out(&format!("{file}: ok ({name})\n"))?;
    }
    Ok(())
}
