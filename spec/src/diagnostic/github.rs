//! Findings as GitHub Actions reads them from a step's output: an annotation on the line of the file.

use super::{Finding, Severity};

/// Workflow commands, one a line. Source: GitHub's "Workflow commands for GitHub Actions".
pub fn github(findings: &[Finding]) -> String {
    findings.iter().map(|finding| command(finding) + "\n").collect()
}

fn command(finding: &Finding) -> String {
    let level = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let mut properties = format!("file={}", property(&finding.file));
    let places = [("line", "col", finding.place), ("endLine", "endColumn", finding.end)];
    for (line, column, place) in places {
        if let Some(place) = place {
            properties.push_str(&format!(",{line}={},{column}={}", place.line, place.column));
        }
    }
    let title = property(&finding.code);
    format!("::{level} {properties},title={title}::{}", data(&finding.told()))
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
