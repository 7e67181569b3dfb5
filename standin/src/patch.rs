//! The body of an update: a JSON Patch array. Its values may be secrets, so they stay where they are in the body, and are
//! pointed at.

use std::collections::HashSet;

use serde_json::Value;
use wellhead_runtime::json::{Kind, Reader, Span, SyntaxError, decode_utf8};

use crate::refusal::Refusal;
use crate::server::Service;
use crate::store::Row;

/// What is to be changed, checked.
pub(crate) enum Change {
    Name(String),
    Description(Option<String>),
    /// All params anew, as the service does it: what is not sent is gone.
    Params {
        /// Those that are not secret.
        public: Value,
        /// Of all of them.
        fingerprint: String,
    },
}

impl Change {
    pub(crate) fn apply(self, row: &mut Row) {
        match self {
            Self::Name(name) => row.name = name,
            Self::Description(description) => row.description = description,
            Self::Params { public, fingerprint } => {
                (row.public_params, row.fingerprint) = (public, fingerprint);
            }
        }
    }
}

/// Reads a body as changes to that connection, all of them checked.
pub(crate) fn read(body: &[u8], row: &Row, service: &Service) -> Result<Vec<Change>, Refusal> {
    let text = decode_utf8(body).map_err(|error| no_json(&error))?;
    let instructions = instructions(text)?;
    if instructions.is_empty() {
        return Err(invalid("there is no instruction"));
    }
    instructions.into_iter().map(|instruction| instruction.check(text, row, service)).collect()
}

/// One member of the array.
#[derive(Default)]
struct Instruction {
    op: Option<String>,
    path: Option<String>,
    value: Option<Span>,
    /// The name of a member that stands more than once: which one counts, nobody can know.
    repeated: Option<String>,
}

fn instructions(text: &str) -> Result<Vec<Instruction>, Refusal> {
    let mut reader = Reader::new(text);
    let mut instructions = Vec::new();
    if reader.kind().map_err(|error| no_json(&error))? != Kind::Array {
        return Err(invalid("the body has to be an array of instructions"));
    }
    let mut read = || -> Result<(), SyntaxError> {
        reader.open_array()?;
        while reader.next_element()? {
            instructions.push(Instruction::read(&mut reader)?);
        }
        reader.end()
    };
    read().map_err(|error| no_json(&error))?;
    Ok(instructions)
}

impl Instruction {
    fn read(reader: &mut Reader<'_>) -> Result<Self, SyntaxError> {
        let mut instruction = Self::default();
        if reader.kind()? != Kind::Object {
            reader.skip()?;
            return Ok(instruction);
        }
        reader.open_object()?;
        let mut names = HashSet::new();
        while let Some((name, _)) = reader.next_key()? {
            if !names.insert(name.clone()) {
                instruction.repeated.get_or_insert_with(|| name.clone().into_owned());
            }
            match (name.as_ref(), reader.kind()?) {
                ("op", Kind::String) => instruction.op = Some(reader.string()?.into_owned()),
                ("path", Kind::String) => instruction.path = Some(reader.string()?.into_owned()),
                ("value", _) => instruction.value = Some(reader.skip()?),
                _ => drop(reader.skip()?),
            }
        }
        Ok(instruction)
    }

    fn check(self, text: &str, row: &Row, service: &Service) -> Result<Change, Refusal> {
        if let Some(name) = self.repeated {
            return Err(invalid(&format!("the field \"{name}\" stands twice")));
        }
        let op = self.op.ok_or_else(|| missing("op"))?;
        let path = self.path.ok_or_else(|| missing("path"))?;
        let value = self.value.map(|span| span.of(text));
        let value = || value.ok_or_else(|| missing("value"));
        match (op.as_str(), path.as_str()) {
            ("add" | "replace", "/name") => name(value()?).map(Change::Name),
            ("add" | "replace", "/description") => {
                Ok(Change::Description(Some(string("description", value()?)?)))
            }
            ("remove", "/description") => Ok(Change::Description(None)),
            ("add" | "replace", "/auth/params") => params(value()?, row, service),
            ("add" | "replace" | "remove", path) => Err(not_changed_here(path)),
            (op, _) => {
                let message = format!(
                    "Unsupported operation '{op}' received. \
                     Please use one of the supported operation types and try again."
                );
                Err(Refusal::invalid("1434-400", &message))
            }
        }
    }
}

fn name(value: &str) -> Result<String, Refusal> {
    let name = string("name", value)?;
    if name.trim().is_empty() { Err(invalid("the name is empty")) } else { Ok(name) }
}

fn string(name: &str, value: &str) -> Result<String, Refusal> {
    serde_json::from_str(value).map_err(|_| invalid(&format!("the {name} has to be a string")))
}

fn params(value: &str, row: &Row, service: &Service) -> Result<Change, Refusal> {
    let Some(spec_name) = row.spec_name.as_deref() else {
        let message = "The patch connection request is not supported for a connector without auth specs. \
                       Please check the provided request and try again.";
        return Err(Refusal::bad_request("1300-400", message));
    };
    let catalog = &service.catalog;
    let params = catalog.check_params(&row.spec_id, Some(spec_name), value.as_bytes())?;
    let fingerprint = service.key.fingerprint(&params.whole);
    Ok(Change::Params { public: params.public, fingerprint })
}

/// A path that no operation leads to, at least not this one.
fn not_changed_here(path: &str) -> Refusal {
    if path.starts_with("/connectionSpec") {
        let message = "The connection spec of a connection cannot be updated.";
        return Refusal::invalid("1414-400", message);
    }
    if path.starts_with("/auth") || path == "/name" {
        let message = format!(
            "The path {path} provided in ops is invalid. Please provide valid path {path} and try again. \
             Params are replaced whole, at /auth/params; a name can be replaced."
        );
        return Refusal::bad_request("1365-400", &message);
    }
    missing(path.trim_start_matches('/'))
}

fn missing(field: &str) -> Refusal {
    invalid(&format!("Missing field \"{field}\""))
}

fn invalid(what: &str) -> Refusal {
    let message = format!("An error has occurred while validating patch instructions: {what}.");
    Refusal::invalid("1455-400", &message)
}

fn no_json(error: &SyntaxError) -> Refusal {
    Refusal::not_json(&error.to_string())
}
