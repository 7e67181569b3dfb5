//! `wellhead explain`: the page of a diagnostic, or the list of them.

use serde_json::{Value, json};
use wellhead_spec::Code;
use wellhead_spec::explain::{self, Page};

use crate::args::ExplainArgs;
use crate::failure::Failure;
use crate::print::{self, BOLD};

pub(crate) fn run(args: &ExplainArgs) -> Result<(), Failure> {
    match args.code {
        Some(code) if args.json => Ok(print::json(&page_json(code)?)?),
        Some(code) => Ok(print::out(&page_text(page(code)?))?),
        None if args.json => {
            Ok(print::json(&Code::ALL.iter().copied().map(summary_json).collect::<Value>())?)
        }
        None => Ok(print::out(&list())?),
    }
}

fn summary(code: Code) -> String {
    explain::page(code).map(|page| page.summary()).unwrap_or_default()
}

fn summary_json(code: Code) -> Value {
    json!({
        "code": code.as_str(),
        "severity": code.severity().to_string(),
        "title": summary(code),
    })
}

/// The same with the page, which is Markdown.
fn page_json(code: Code) -> Result<Value, Failure> {
    let explanation = page(code)?.text();
    let mut told = summary_json(code);
    if let Some(told) = told.as_object_mut() {
        told.insert("explanation".into(), explanation.into());
    }
    Ok(told)
}

fn list() -> String {
    let mut table = print::table(&["code", "severity", "meaning"]);
    for code in Code::ALL {
        table.add_row([code.to_string(), code.severity().to_string(), summary(*code)]);
    }
    print::lines(&table, 0)
}

fn page(code: Code) -> Result<Page, Failure> {
    explain::page(code)
        .ok_or_else(|| Failure::world(format!("`{code}` has no page: please report it")))
}

fn page_text(page: Page) -> String {
    let mut text = String::new();
    let mut is_code = false;
    for line in page.text().lines() {
        match (line.strip_prefix("```"), line.trim_start_matches('#')) {
            (Some(_), _) => is_code = !is_code,
            _ if is_code => text.push_str(&format!("    {line}\n")),
            (None, heading) if heading.len() < line.len() => {
                text.push_str(&format!("{BOLD}{}{BOLD:#}\n", heading.trim_start()));
            }
            _ => text.push_str(&format!("{line}\n")),
        }
    }
    text
}
