//! Asking for what a request lacks, param by param; secrets are not shown while they are typed.

use std::io;

use wellhead::json::{Node, Span, pointer_below};
use wellhead::{Field, Rule, Shape, Violation};
use zeroize::Zeroizing;

use crate::catalog::Known;
use crate::failure::Failure;
use crate::hidden;
use crate::print::{self, BOLD, DIM};
use crate::references::{Edit, json, pointed};

/// What is asked for.
pub(super) enum Wanted {
    Name,
    Param(&'static Field),
}

/// What was answered so far, as JSON members of the request and of its params.
#[derive(Default)]
struct Answers {
    names: Vec<Zeroizing<String>>,
    params: Vec<Zeroizing<String>>,
}

/// What is to be asked for so that nothing is wrong with the request; `None` if something else is wrong with it, or can't be
/// typed in a line.
pub(super) fn wanted(
    request: &Node<'_>,
    known: Known<'_>,
    violations: &[Violation],
) -> Option<Vec<Wanted>> {
    let fields: Vec<&'static Field> =
        known.auth_specs(request).into_iter().flat_map(|spec| spec.table.fields).collect();
    violations.iter().map(|violation| wanted_by(violation, &fields)).collect()
}

/// Asks for everything that is wanted, and returns it as changes of the request's text. `wrong_with` tells what is wrong with the
/// request once it has the changes, and at which pointer: an answer that is not as it has to be is asked for again.
pub(super) fn asked_for(
    file: &str,
    request: &Node<'_>,
    wanted: &[Wanted],
    mut wrong_with: impl FnMut(&[Edit]) -> Vec<(String, String)>,
) -> Result<Vec<Edit>, Failure> {
    let mut answers = Answers::default();
    print::err(&format!("{file} lacks what is required:\n"));
    for one in wanted {
        while let Some(problem) = answers.ask(one, request, &mut wrong_with)? {
            print::err(&format!("  {problem}\n"));
        }
    }
    Ok(answers.edits(request).unwrap_or_default())
}

impl Answers {
    /// Asks for one, once; returns what is wrong with the answer, which then is not kept.
    fn ask(
        &mut self,
        wanted: &Wanted,
        request: &Node<'_>,
        mut wrong_with: impl FnMut(&[Edit]) -> Vec<(String, String)>,
    ) -> Result<Option<String>, Failure> {
        let (members, name) = match wanted {
            Wanted::Name => (&mut self.names, "name"),
            Wanted::Param(field) => (&mut self.params, field.name),
        };
        members.push(member(name, &wanted.ask()?));
        let wrong = wrong_with(&self.edits(request).unwrap_or_default());
        let problem = wrong.into_iter().find(|(pointer, _)| wanted.is_meant_by(pointer));
        if problem.is_some() {
            match wanted {
                Wanted::Name => self.names.pop(),
                Wanted::Param(_) => self.params.pop(),
            };
        }
        Ok(problem.map(|(_, told)| told))
    }

    /// What they change in the request's text; `None` if it has no place for them.
    fn edits(&self, request: &Node<'_>) -> Option<Vec<Edit>> {
        let params = pointed(request, &["auth", "params"]);
        let places = [(Some(request), &self.names), (params, &self.params)];
        let places = places.into_iter().filter(|(_, members)| !members.is_empty());
        places.map(|(object, members)| insertion(object?, members)).collect()
    }
}

impl Wanted {
    fn ask(&self) -> Result<Zeroizing<String>, Failure> {
        match self {
            Self::Name => ask_name(),
            Self::Param(field) => ask(field),
        }
    }

    /// Whether what is wrong at a pointer is about this, or about a part of it.
    fn is_meant_by(&self, wrong: &str) -> bool {
        let Self::Param(field) = self else { return wrong == "/name" };
        let pointer = pointer_below("/auth/params", field.name);
        let rest = wrong.strip_prefix(pointer.as_str());
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

fn wanted_by(violation: &Violation, fields: &[&'static Field]) -> Option<Wanted> {
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
    let about = field.about();
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
    match hidden::line() {
        Ok(line) => Ok(line),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Err(ended()),
        Err(error) => Err(Failure::world(format!("the terminal: {}", error.kind()))),
    }
}

fn ended() -> Failure {
    Failure::you("the input ended; nothing was sent")
}

fn member(name: &str, value: &str) -> Zeroizing<String> {
    Zeroizing::new([json(name).as_str(), ":", value].concat())
}

/// The members, put at the start of an object.
fn insertion(object: &Node<'_>, members: &[Zeroizing<String>]) -> Option<Edit> {
    let at = object.span.start + 1;
    let is_empty = object.as_object()?.is_empty();
    let last = if is_empty { None } else { Some("") };
    let members: Vec<&str> = members.iter().map(|member| member.as_str()).chain(last).collect();
    // All at once, since a text that grows leaves copies behind.
    Some(Edit { span: Span::new(at, at), by: Zeroizing::new(members.join(",")) })
}
