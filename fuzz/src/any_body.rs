//! A valid body, changed by bytes as choices.

use libfuzzer_sys::arbitrary::{Result, Unstructured};
use serde_json::{Map, Value, json};
use wellhead::{AuthDescriptor, CATALOG};

use crate::dispatch::PLANTED;

/// The body of some auth spec of the catalog, its secrets planted, with changes to its values and then to its text.
pub(crate) fn of(data: &[u8]) -> Vec<u8> {
    let mut choices = Unstructured::new(data);
    let auths: Vec<_> = CATALOG.iter().flat_map(|source| source.auth.iter().copied()).collect();
    let Ok(auth) = choices.choose(&auths) else { return Vec::new() };
    let mut body = planted(auth);
    // Running out of bytes is the end, not an error: the body is changed as far as they went.
    let rounds = choices.int_in_range(0..=5u8).unwrap_or_default();
    let _ = (0..rounds).try_for_each(|_| change(&mut choices, &mut body, auth));
    let mut text = body.to_string().into_bytes();
    let rounds = choices.int_in_range(0..=3u8).unwrap_or_default();
    let _ = (0..rounds).try_for_each(|_| cut(&mut choices, &mut text));
    text
}

/// The example of an auth spec, with the planted text wherever it says `<name>`.
fn planted(auth: &AuthDescriptor) -> Value {
    let mut body = Value::from(auth.example_request());
    let params = body.pointer_mut("/auth/params").and_then(Value::as_object_mut);
    for (name, value) in params.into_iter().flatten() {
        let secret =
            auth.table.fields.iter().any(|field| field.name == name && field.shape.is_secret());
        if let Some(text) = value.as_str().filter(|_| secret) {
            *value = match text.split_once('<').zip(text.rsplit_once('>')) {
                Some(((before, _), (_, after))) => format!("{before}{PLANTED}{after}").into(),
                None => PLANTED.into(),
            };
        }
    }
    body
}

fn change(u: &mut Unstructured<'_>, body: &mut Value, auth: &AuthDescriptor) -> Result<()> {
    const OBJECTS: &[&str] =
        &["/auth/params", "/auth/params", "/auth/params", "", "/auth", "/connectionSpec"];
    let Some(object) = body.pointer_mut(u.choose(OBJECTS)?).and_then(Value::as_object_mut) else {
        return Ok(());
    };
    let name = name(u, object, auth)?;
    match u.int_in_range(0..=5u8)? {
        0 => drop(object.shift_remove(&name)),
        1 => {
            let value = object.shift_remove(&name).unwrap_or_default();
            object.insert(u.arbitrary::<&str>()?.to_owned(), value);
        }
        2 => {
            let old = object.remove(&name).unwrap_or_default();
            object.insert(name, wrapped(u, old)?);
        }
        _ => drop(object.insert(name, value(u)?)),
    }
    Ok(())
}

fn name(
    u: &mut Unstructured<'_>,
    object: &Map<String, Value>,
    auth: &AuthDescriptor,
) -> Result<String> {
    let here: Vec<&str> = object.keys().map(String::as_str).collect();
    let known: Vec<&str> = auth.table.fields.iter().map(|field| field.name).collect();
    Ok(match u.int_in_range(0..=7u8)? {
        0 => u.arbitrary::<&str>()?.to_owned(),
        1..=3 if !known.is_empty() => (*u.choose(&known)?).to_owned(),
        _ if here.is_empty() => "name".to_owned(),
        _ => (*u.choose(&here)?).to_owned(),
    })
}

/// A value put where it does not belong, or put together with another.
fn wrapped(u: &mut Unstructured<'_>, old: Value) -> Result<Value> {
    Ok(match (u.int_in_range(0..=4u8)?, old) {
        (0, old) => json!([old]),
        (1, old) => json!({"inner": old}),
        (2, Value::String(text)) => format!("{text}{}", u.arbitrary::<&str>()?).into(),
        (3, Value::String(text)) => format!("{}{text}", u.arbitrary::<&str>()?).into(),
        (_, old) => json!([old, old]),
    })
}

fn value(u: &mut Unstructured<'_>) -> Result<Value> {
    Ok(match u.int_in_range(0..=9u8)? {
        0 => Value::Null,
        1 => Value::Bool(u.arbitrary()?),
        2 => Value::from(u.arbitrary::<i64>()?),
        3 => Value::from(u.arbitrary::<f64>()?),
        4 => json!({u.arbitrary::<&str>()?: PLANTED}),
        5 => PLANTED.into(),
        6 => connection_string(u)?.into(),
        7 => format!("{PLANTED}{}", u.arbitrary::<&str>()?).into(),
        _ => u.arbitrary::<&str>()?.into(),
    })
}

/// A text that is a connection string of some dialect, but for what follows it.
fn connection_string(u: &mut Unstructured<'_>) -> Result<String> {
    let before = match u.int_in_range(0..=4u8)? {
        0 => format!("Host=a;Password={PLANTED};"),
        1 => format!("Server=a;PWD={{{PLANTED}}};"),
        2 => format!("DefaultEndpointsProtocol=https;AccountName=a;AccountKey={PLANTED};"),
        3 => format!("jdbc:snowflake://a.example/?user=a&password={PLANTED}&"),
        _ => format!("https://a.example/?sig={PLANTED}&"),
    };
    Ok(format!("{before}{}", u.arbitrary::<&str>()?))
}

/// Puts a few bytes in place of a few others.
fn cut(u: &mut Unstructured<'_>, text: &mut Vec<u8>) -> Result<()> {
    let start = u.int_in_range(0..=text.len())?;
    let end = u.int_in_range(start..=text.len().min(start + 16))?;
    let bytes = u.arbitrary::<&[u8]>()?;
    text.splice(start..end, bytes.iter().copied());
    Ok(())
}
