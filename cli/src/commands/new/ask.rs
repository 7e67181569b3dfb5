//! Asking, line by line, for what was not given. Only on a terminal: a script is told what is missing instead.

use std::io::{self, BufRead, IsTerminal};

use wellhead_spec::category::CATEGORIES;
use wellhead_spec::draft::{AuthKind, BadParam, DraftParam, title_of};

use crate::args::{self, NewArgs};
use crate::failure::Failure;
use crate::print::{self, BOLD, DIM};

/// Asks for everything that a new source needs and `args` does not have.
pub(super) fn for_missing(args: &mut NewArgs) -> Result<(), Failure> {
    if !io::stdin().is_terminal() {
        return Ok(());
    }
    if args.title.is_none() {
        let usual = title_of(&args.slug);
        args.title = Some(ask("Title", Some(&usual), |title| Ok(title.to_owned()))?);
    }
    if args.id.is_none() {
        args.id = Some(ask("Connection spec id", None, args::connection_spec_id)?);
    }
    if args.category.is_none() {
        list(&CATEGORIES);
        args.category = Some(ask("Category", None, category)?);
    }
    let is_asked = args.auth.is_none();
    if is_asked {
        list(&AuthKind::ALL.map(|(_, word, about)| (word, about)));
        args.auth = Some(ask("Authentication", Some("basic"), kind)?);
    }
    match args.auth.and_then(|auth| Some((auth, auth.spec_name()?))) {
        // The others have all that they need.
        Some((auth, usual)) if is_asked || auth == AuthKind::Own => ask_for_auth(args, usual),
        _ => Ok(()),
    }
}

/// The specName and the params, once the kind is known.
fn ask_for_auth(args: &mut NewArgs, usual: &str) -> Result<(), Failure> {
    if args.spec_name.is_none() {
        args.spec_name = Some(ask("specName", Some(usual), |name| Ok(name.to_owned()))?);
    }
    if args.params.is_empty() {
        print::err("More params, as NAME[:TYPE][:required][:secret]; an empty line ends them.\n");
        while let Some(param) = ask("Param", Some(""), |given| param(given, args))? {
            args.params.push(param);
        }
    }
    Ok(())
}

fn category(given: &str) -> Result<String, String> {
    let fits = |key: &str, title: &str| key == given || title.eq_ignore_ascii_case(given);
    let known = CATEGORIES.iter().find(|(key, title)| fits(key, title));
    known.map(|(key, _)| (*key).to_owned()).ok_or_else(|| "write one of those above".into())
}

fn kind(given: &str) -> Result<AuthKind, String> {
    AuthKind::named(given).ok_or_else(|| "write one of those above".into())
}

/// One more param, or that there is no other one.
fn param(given: &str, args: &NewArgs) -> Result<Option<DraftParam>, String> {
    if given.is_empty() {
        let lacks_any = args.auth == Some(AuthKind::Own) && args.params.is_empty();
        return if lacks_any { Err("name one at least".into()) } else { Ok(None) };
    }
    let param: DraftParam = given.parse().map_err(|error: BadParam| error.to_string())?;
    if args.params.iter().any(|known| known.name == param.name) {
        return Err(format!("`{}` is there already", param.name));
    }
    Ok(Some(param))
}

/// Asks until the answer is one; an empty line means `usual`.
fn ask<T>(
    what: &str,
    usual: Option<&str>,
    answer: impl Fn(&str) -> Result<T, String>,
) -> Result<T, Failure> {
    let hint = match usual {
        Some(usual) if !usual.is_empty() => format!(" {DIM}[{usual}]{DIM:#}"),
        _ => String::new(),
    };
    loop {
        print::err(&format!("{BOLD}{what}{BOLD:#}{hint}: "));
        let line = line()?;
        let given = match (line.trim(), usual) {
            ("", Some(usual)) => usual,
            ("", None) => continue,
            (given, _) => given,
        };
        match answer(given) {
            Ok(answer) => return Ok(answer),
            Err(help) => print::err(&format!("  {help}\n")),
        }
    }
}

fn line() -> Result<String, Failure> {
    let mut line = String::new();
    match io::stdin().lock().read_line(&mut line) {
        Ok(0) => Err(Failure::you("the input ended; nothing was written")),
        Ok(_) => Ok(line),
        Err(error) => Err(Failure::world(format!("standard input: {}", error.kind()))),
    }
}

fn list(rows: &[(&str, &str)]) {
    let mut table = print::table(&[]);
    for (key, about) in rows {
        table.add_row([key, about]);
    }
    print::err(&print::lines(&table, 2));
}
