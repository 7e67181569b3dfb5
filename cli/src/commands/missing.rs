//! Asking for what a request lacks, param by param; secrets are not shown while they are typed.

use std::io;

use wellhead::json::{Node, Span};
use wellhead::{Field, Rule, Shape, Violation};
use zeroize::Zeroizing;

use crate::catalog::Known;
use crate::failure::Failure;
use crate::print::{self, BOLD, DIM};
use crate::references::{Edit, pointed};

/// What is asked for.
enum Wanted {
    Name,
    Param(&'static Field),
}

/// Asks for everything that is missing, and returns it as changes of the request's text; `None` if something else is wrong
/// with it, or can't be typed in a line.
pub(super) fn asked_for(
    file: &str,
    request: &Node<'_>,
    known: Known<'_>,
    violations: &[Violation],
) -> Result<Option<Vec<Edit>>, Failure> {
    let fields: Vec<&'static Field> =
        known.auth_specs(request).into_iter().flat_map(|spec| spec.table.fields).collect();
    let wanted = violations.iter().map(|violation| wanted(violation, &fields));
    let Some(wanted) = wanted.collect::<Option<Vec<Wanted>>>() else { return Ok(None) };
    print::err(&format!("{file} lacks what is required:\n"));
    let (mut names, mut params) = (Vec::new(), Vec::new());
    for one in wanted {
        match one {
            Wanted::Name => names.push(member("name", &ask_name()?)),
            Wanted::Param(field) => params.push(member(field.name, &ask(field)?)),
        }
    }
    let places = [(Some(request), names), (pointed(request, &["auth", "params"]), params)];
    let edits = places.into_iter().map(|(object, members)| match object {
        _ if members.is_empty() => Some(None),
        object => Some(Some(insertion(object?, &members)?)),
    });
    Ok(edits.collect::<Option<Vec<_>>>().map(|edits| edits.into_iter().flatten().collect()))
}

fn wanted(violation: &Violation, fields: &[&'static Field]) -> Option<Wanted> {
    if violation.rule != Rule::Required {
        return None;
    }
    if violation.pointer == "/name" {
        return Some(Wanted::Name);
    }
    let name = violation.pointer.strip_prefix("/auth/params/")?;
    let field = fields.iter().find(|field| field.name == name)?;
    is_typed_in_a_line(&field.shape).then_some(Wanted::Param(field))
}

fn is_typed_in_a_line(shape: &Shape) -> bool {
    match shape {
        Shape::Nullable(inner) => is_typed_in_a_line(inner),
        Shape::Text(_) | Shape::Secret(_) | Shape::ConnectionString(_) | Shape::Choice(_) => true,
        Shape::Integer(_) | Shape::Number(_) | Shape::Boolean => true,
        _ => false,
    }
}

fn ask_name() -> Result<Zeroizing<String>, Failure> {
    let prompt = format!("{BOLD}name{BOLD:#} {DIM}what people know the connection by{DIM:#}: ");
    loop {
        print::err(&prompt);
        let answer = line()?;
        if !answer.trim().is_empty() {
            return Ok(json(answer.trim()));
        }
    }
}

/// Asks until the answer is one, and returns it as JSON.
fn ask(field: &Field) -> Result<Zeroizing<String>, Failure> {
    let about = field.about;
    let about = if about.title.is_empty() { about.description } else { about.title };
    loop {
        print::err(&format!("{BOLD}{}{BOLD:#} {DIM}{about}{DIM:#}: ", field.name));
        let answer = if field.shape.is_secret() { hidden_line()? } else { line()? };
        match value(&field.shape, answer.trim_end_matches(['\r', '\n'])) {
            Ok(value) => return Ok(value),
            Err(help) => print::err(&format!("  {help}\n")),
        }
    }
}

fn value(shape: &Shape, answer: &str) -> Result<Zeroizing<String>, String> {
    let as_typed = || Zeroizing::new(answer.trim().to_owned());
    match shape {
        Shape::Nullable(inner) => value(inner, answer),
        Shape::Integer(_) | Shape::Number(_) => {
            let number = serde_json::from_str::<serde_json::Number>(answer.trim());
            number.map(|_| as_typed()).map_err(|_| "write a number".into())
        }
        Shape::Boolean if matches!(answer.trim(), "true" | "false") => Ok(as_typed()),
        Shape::Boolean => Err("write true or false".into()),
        Shape::Choice(names) if !names.contains(&answer.trim()) => {
            Err(format!("write one of {}", names.join(", ")))
        }
        Shape::Choice(_) => Ok(json(answer.trim())),
        _ if answer.is_empty() => Err("it is required".into()),
        _ => Ok(json(answer)),
    }
}

fn line() -> Result<Zeroizing<String>, Failure> {
    let mut line = Zeroizing::new(String::new());
    match io::stdin().read_line(&mut line) {
        Ok(0) => Err(ended()),
        Ok(_) => Ok(line),
        Err(error) => Err(Failure::world(format!("standard input: {}", error.kind()))),
    }
}

fn hidden_line() -> Result<Zeroizing<String>, Failure> {
    match rpassword::read_password() {
        Ok(line) => Ok(Zeroizing::new(line)),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Err(ended()),
        Err(error) => Err(Failure::world(format!("the terminal: {}", error.kind()))),
    }
}

fn ended() -> Failure {
    Failure::you("the input ended; nothing was sent")
}

fn json(text: &str) -> Zeroizing<String> {
    Zeroizing::new(serde_json::Value::from(text).to_string())
}

fn member(name: &str, value: &str) -> Zeroizing<String> {
    Zeroizing::new([json(name).as_str(), ":", value].concat())
}

/// The members, put at the start of an object.
fn insertion(object: &Node<'_>, members: &[Zeroizing<String>]) -> Option<Edit> {
    let at = object.span.start + 1;
    let mut by = Zeroizing::new(String::new());
    for (index, member) in members.iter().enumerate() {
        let comma = if index > 0 { "," } else { "" };
        by = Zeroizing::new([by.as_str(), comma, member.as_str()].concat());
    }
    if !object.as_object()?.is_empty() {
        by = Zeroizing::new([by.as_str(), ","].concat());
    }
    Some(Edit { span: Span::new(at, at), by })
}
