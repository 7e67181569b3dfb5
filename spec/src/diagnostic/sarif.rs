//! Findings as SARIF 2.1.0, which code hosts and editors import.

use serde_json::{Map, Value, json};
use wellhead_runtime::json::Place;

use super::{Code, Finding, Severity};
use crate::explain;

/// A SARIF log with one run; `version` is the tool's.
pub fn sarif(findings: &[Finding], version: &str) -> Value {
    let rules: Vec<Value> = Code::ALL.iter().map(|code| rule(*code)).collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {"name": "wellhead", "semanticVersion": version, "rules": rules}},
            "columnKind": "unicodeCodePoints",
            "results": findings.iter().map(result).collect::<Vec<_>>(),
        }],
    })
}

fn rule(code: Code) -> Value {
    let mut rule = json!({
        "id": code.as_str(),
        "defaultConfiguration": {"level": level(code.severity())},
    });
    if let (Some(page), Some(rule)) = (explain::page(code), rule.as_object_mut()) {
        rule.insert("shortDescription".into(), json!({"text": page.summary()}));
        rule.insert("help".into(), json!({"text": page.text(), "markdown": page.text()}));
    }
    rule
}

fn result(finding: &Finding) -> Value {
    json!({
        "ruleId": finding.code,
        "level": level(finding.severity),
        "message": {"text": finding.told()},
        "locations": [{"physicalLocation": location(finding)}],
    })
}

fn location(finding: &Finding) -> Value {
    let mut location = Map::new();
    location.insert("artifactLocation".into(), json!({"uri": uri(&finding.file)}));
    if let Some(place) = finding.place {
        location.insert("region".into(), region(place, finding.end));
    }
    Value::Object(location)
}

fn region(start: Place, end: Option<Place>) -> Value {
    match end {
        Some(end) => json!({
            "startLine": start.line, "startColumn": start.column,
            "endLine": end.line, "endColumn": end.column,
        }),
        None => json!({"startLine": start.line, "startColumn": start.column}),
    }
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
