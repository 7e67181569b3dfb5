//! `wellhead diff`: what changed between two sets of spec files, and whom it breaks.

mod service;
pub(super) mod sides;

use std::io::{self, IsTerminal};

use wellhead_diff::change::Line;
use wellhead_diff::{Comparison, render};

use crate::args::{DiffArgs, DiffFormat};
use crate::failure::Failure;
use crate::print;

pub(crate) fn run(args: &DiffArgs) -> Result<(), Failure> {
    if args.service.catalog.specs.is_some() && !args.live {
        return Err(Failure::call(
            "`--specs` is for the catalog of a service, with `--live`: name folders of spec files as what is compared, or by \
             `--folder`",
        ));
    }
    let comparison = match args.live || args.response.is_some() {
        true => service::compared(args)?,
        false => sides::compared(&args.sides)?,
    };
    let format = if args.json { DiffFormat::Json } else { args.format };
    let printed = match format {
        DiffFormat::Json => print::json(&render::json(&comparison)),
        DiffFormat::Markdown => print::out(&render::markdown(&comparison)),
        DiffFormat::Human => human(&comparison),
    };
    print::then(printed, held(args, &comparison))
}

/// Where nothing differs, a person is told so, and a pipe gets nothing.
fn human(comparison: &Comparison) -> io::Result<()> {
    let says_nothing = comparison.is_empty()
        && comparison.apart.not_at_service.is_empty()
        && comparison.apart.not_in_catalog.is_empty();
    if says_nothing && !io::stdout().is_terminal() {
        return Ok(());
    }
    print::out(&render::human(comparison))
}

/// Fails if a change is over one of the lines.
fn held(args: &DiffArgs, comparison: &Comparison) -> Result<(), Failure> {
    let mut over = Vec::new();
    for line in args.fail_on.iter().map(|axis| axis.line()) {
        let count = comparison.over(line);
        let (changes, breaks) = match count {
            1 => ("1 change".to_owned(), "breaks"),
            _ => (format!("{count} changes"), "break"),
        };
        let said = match line {
            Line::Wire => format!("{changes} {breaks} requests, or may"),
            Line::Api => format!("{changes} {breaks} code"),
            Line::Any => changes,
        };
        if count > 0 && !over.contains(&said) {
            over.push(said);
        }
    }
    if over.is_empty() { Ok(()) } else { Err(Failure::you(over.join("; "))) }
}
