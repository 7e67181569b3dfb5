//! Findings as SARIF 2.1.0, which code hosts and editors import.

use wellhead_runtime::Json;
use wellhead_runtime::json::{Object, Place};

use super::{Code, Finding, Severity};
use crate::explain;

/// A SARIF log with one run; `version` is the tool's.
pub fn sarif(findings: &[Finding], version: &str) -> Json {
    let rules = Code::ALL.iter().map(|code| rule(*code));
    let driver = [
        ("name", "wellhead".into()),
        ("semanticVersion", version.into()),
        ("rules", rules.collect::<Json>()),
    ];
    let run = [
        ("tool", [("driver", driver)].into()),
        ("columnKind", "unicodeCodePoints".into()),
        ("results", findings.iter().map(result).collect::<Json>()),
    ];
    Json::from([
        ("$schema", Json::from("https://json.schemastore.org/sarif-2.1.0.json")),
        ("version", "2.1.0".into()),
        ("runs", [run].into()),
    ])
}

fn rule(code: Code) -> Json {
    let mut rule = Object::from([("id", code.as_str())]);
    rule.insert("defaultConfiguration", [("level", level(code.severity()))]);
    if let Some(page) = explain::page(code) {
        rule.insert("shortDescription", [("text", page.summary())]);
        rule.insert("help", [("text", page.text()), ("markdown", page.text())]);
    }
    rule.into()
}

fn result(finding: &Finding) -> Json {
    let message = [("text", finding.told())];
    Json::from([
        ("ruleId", Json::from(finding.code.as_str())),
        ("level", level(finding.severity).into()),
        ("message", message.into()),
        ("locations", [[("physicalLocation", location(finding))]].into()),
    ])
}

fn location(finding: &Finding) -> Json {
    let mut location = Object::from([("artifactLocation", [("uri", uri(&finding.file))])]);
    if let Some(place) = finding.place {
        location.insert("region", region(place, finding.end));
    }
    location.into()
}

fn region(start: Place, end: Option<Place>) -> Json {
    let start = [("startLine", start.line), ("startColumn", start.column)];
    let end = end.map(|end| [("endLine", end.line), ("endColumn", end.column)]);
    start.into_iter().chain(end.into_iter().flatten()).collect()
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

/// A path as a relative URI reference.
fn uri(file: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    let path = file.replace(std::path::MAIN_SEPARATOR, "/");
    let escaped = |byte: u8| {
        if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }
    };
    path.bytes().map(escaped).collect()
}
