//! `wellhead explain`: the page of a diagnostic, or the list of them.

use wellhead_spec::{Code, explain};

use crate::args::ExplainArgs;
use crate::failure::Failure;
use crate::print::{self, BOLD};

pub(crate) fn run(args: &ExplainArgs) -> Result<(), Failure> {
    match args.code {
        Some(code) => Ok(print::out(&page(code)?)?),
        None => Ok(print::out(&list())?),
    }
}

fn list() -> String {
    let mut table = print::table(&["code", "severity", "meaning"]);
    for code in Code::ALL {
        let summary = explain::page(*code).map(|page| page.summary()).unwrap_or_default();
        table.add_row([code.to_string(), code.severity().to_string(), summary]);
    }
    print::lines(&table, 0)
}

fn page(code: Code) -> Result<String, Failure> {
    let Some(page) = explain::page(code) else {
        return Err(Failure::world(format!("`{code}` has no page: please report it")));
    };
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
    Ok(text)
}
