//! Reads `["slug", "specName", "params"]` line by line, and says of each `[verdict, told]`: what became of it, and all that
//! is said of it.

mod generated;
mod told;

use std::io::{BufRead, Write};

use generated::Source;
use serde_json::Value;
use wellhead_runtime::{Compiled, ConnectionRequest, Violation, dispatch, dispatch_slug};

fn main() -> std::io::Result<()> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let line: Value = line?.parse().expect("a line of JSON");
        let [slug, spec_name, params] = [0, 1, 2].map(|at| line[at].as_str().expect("a text"));
        let catalog = Compiled::<Source>::new();
        let told = told::of_params(&catalog, slug, Some(spec_name), params.as_bytes());
        writeln!(out, "{}", Value::Array(vec![verdict(slug, spec_name, params), told.into()]))?;
    }
    Ok(())
}

fn verdict(slug: &str, spec_name: &str, params: &str) -> Value {
    let source = match dispatch_slug::<Source>(slug, Some(spec_name), params.as_bytes()) {
        Ok(source) => source,
        Err(error) => return error.violations().iter().map(violation).collect(),
    };
    let request = ConnectionRequest::new("agree", source);
    if let Err(found) = request.validate() {
        return format!("validated otherwise than it was read: {found}").into();
    }
    let body = request.to_json();
    match dispatch::<Source>(body.as_bytes()) {
        Ok(again) if again == request => body.parse::<Value>().expect("a body")["auth"].clone(),
        Ok(_) => format!("read otherwise than it was written: {}", body.as_str()).into(),
        Err(error) => format!("written and refused: {error}: {}", body.as_str()).into(),
    }
}

fn violation(violation: &Violation) -> Value {
    let Violation { rule, pointer, message, .. } = violation;
    [rule.to_string(), pointer.clone(), message.to_string()].into_iter().collect()
}
