//! `wellhead show`

use serde_json::{Value, json};
use wellhead::{AuthDescriptor, Field, Shape, SourceDescriptor};
use wellhead_spec::category;
use wellhead_spec::diagnostic::visible;

use crate::args::ShowArgs;
use crate::catalog::{catalog, source};
use crate::failure::Failure;
use crate::print::{self, BOLD, DIM};

pub(crate) fn run(args: &ShowArgs) -> Result<(), Failure> {
    let source = source(&args.source, &catalog(&args.catalog)?)?;
    let auth = auth_specs(source, args.auth.as_deref())?;
    if args.example {
        let first = auth.first().map(|auth| auth.example_request()).unwrap_or_default();
        return Ok(print::json(&first)?);
    }
    if args.json {
        return Ok(print::json(&source_json(source, &auth))?);
    }
    let mut text = heading(source);
    for auth in auth {
        text.push_str(&auth_text(auth));
    }
    Ok(print::out(&text)?)
}

fn auth_specs(
    source: &SourceDescriptor,
    name: Option<&str>,
) -> Result<Vec<&'static AuthDescriptor>, Failure> {
    let Some(name) = name else { return Ok(source.auth.to_vec()) };
    let named = source.auth.iter().filter(|auth| auth.spec_name == Some(name));
    let named: Vec<_> = named.copied().collect();
    if named.is_empty() {
        let known: Vec<String> = source
            .auth
            .iter()
            .filter_map(|auth| auth.spec_name)
            .map(|name| format!("`{name}`"))
            .collect();
        let message =
            format!("{} has no auth spec `{name}`; it has {}", source.slug, known.join(", "));
        return Err(Failure::you(message));
    }
    Ok(named)
}

fn heading(source: &SourceDescriptor) -> String {
    let facts = [source.slug, category::title(source.category), source.status.as_str()];
    let facts: Vec<&str> = facts.into_iter().filter(|fact| !fact.is_empty()).collect();
    let (title, facts) = (visible(source.title), visible(&facts.join(" · ")));
    let mut text = format!("{BOLD}{title}{BOLD:#}  {DIM}{facts}{DIM:#}\n");
    paragraph(&mut text, "", source.description);
    text.push_str(&format!(
        "Connection spec {}, version {}\n",
        visible(source.id),
        visible(source.version)
    ));
    // An address that is broken into lines can't be followed.
    text.extend(source.documentation.iter().flat_map(|address| [visible(address), "\n".into()]));
    if !source.aliases.is_empty() {
        paragraph(&mut text, "Also known as: ", &source.aliases.join(", "));
    }
    paragraph(&mut text, "No base connection: ", source.instead);
    paragraph(&mut text, "Doubtful: ", source.doubt);
    paragraph(&mut text, "Shares its id: ", source.shared_id.unwrap_or_default());
    paragraph(&mut text, "Note: ", source.note);
    if let Some(deprecated) = source.deprecated {
        paragraph(&mut text, "", &capitalised(deprecated));
    }
    text
}

fn auth_text(auth: &AuthDescriptor) -> String {
    let name = visible(auth.spec_name.unwrap_or("No credentials"));
    let clouds = match auth.clouds {
        [] => String::new(),
        clouds => format!("  {DIM}on {} alone{DIM:#}", visible(&clouds.join(" and "))),
    };
    let mut text = format!("\n{BOLD}{name}{BOLD:#}{clouds}\n");
    paragraph(&mut text, "", auth.description);
    if let Some(deprecated) = auth.deprecated {
        paragraph(&mut text, "", &capitalised(deprecated));
    }
    paragraph(&mut text, "Note: ", auth.note);
    text.push_str(&format!("Rust: wellhead::{}\n", auth.rust_type));
    if !auth.table.fields.is_empty() {
        let mut table = print::page(&["param", "type", "", "meaning"]);
        add_rows(&mut table, "", auth.table.fields);
        text.push_str(&format!("\n{}", print::lines(&table, 2)));
    }
    if !auth.source.instead.is_empty() {
        return text;
    }
    let example = format!("{:#}", auth.example_request());
    let example: String = example.lines().map(|line| format!("  {}\n", visible(line))).collect();
    text.push_str(&format!("\n  {DIM}Example:{DIM:#}\n{example}"));
    text
}

/// A row for each param, and below it one for each param inside it.
fn add_rows(table: &mut comfy_table::Table, prefix: &str, fields: &[Field]) {
    for field in fields {
        let name = format!("{prefix}{}", field.name);
        let cells = [name.clone(), kind(&field.shape), presence(field), meaning(field)];
        table.add_row(cells.map(|cell| print::visible_lines(&cell)));
        match &field.shape {
            Shape::Object(inner) => add_rows(table, &format!("{name}."), inner.fields),
            Shape::OneOf(rules) => {
                for (kind, inner) in rules.kinds {
                    add_rows(table, &format!("{name} as {kind}: "), inner.fields);
                }
            }
            Shape::ConnectionString(rules) => {
                add_rows(table, &format!("{name}: "), rules.parts.fields)
            }
            _ => {}
        }
    }
}

fn kind(shape: &Shape) -> String {
    match shape {
        Shape::Choice(names) => names.join(" | "),
        Shape::Integer(rules) if rules.max < i128::from(i64::MAX) => {
            format!("integer {}–{}", rules.min, rules.max)
        }
        Shape::List(rules) => format!("array of {}", kind(&rules.items)),
        Shape::Nullable(inner) => format!("{} or null", kind(inner)),
        Shape::OneOf(rules) => {
            let kinds: Vec<&str> = rules.kinds.iter().map(|(kind, _)| *kind).collect();
            kinds.join(" | ")
        }
        shape => shape.described().to_owned(),
    }
}

fn presence(field: &Field) -> String {
    let presence = if field.required { "required" } else { "optional" };
    if field.shape.is_secret() { format!("{presence}, secret") } else { presence.to_owned() }
}

fn meaning(field: &Field) -> String {
    let about = field.about();
    let mut text = if about.description.is_empty() { about.title } else { about.description };
    if let Some(default) = about.default {
        text.push_str(&format!(" Default: {default}."));
    }
    if let Shape::Text(rules) | Shape::Secret(rules) = &field.shape
        && let Some(pattern) = rules.pattern
    {
        text.push_str(&format!(" Pattern: {}", pattern.source()));
    }
    if !about.note.is_empty() {
        text.push_str(&format!(" Note: {}", about.note));
    }
    if let Some(deprecated) = &about.deprecated {
        text.push_str(&format!(" {}.", capitalised(deprecated)));
    }
    text
}

fn paragraph(text: &mut String, lead: &str, words: &str) {
    if !words.is_empty() {
        let mut table = print::page(&[]);
        table.add_row([print::visible_lines(&format!("{lead}{words}"))]);
        text.push_str(&print::lines(&table, 0));
    }
}

fn capitalised(deprecated: &impl ToString) -> String {
    deprecated.to_string().replacen('d', "D", 1)
}

fn source_json(source: &SourceDescriptor, auth: &[&AuthDescriptor]) -> Value {
    json!({
        "slug": source.slug,
        "title": source.title,
        "description": source.description,
        "category": source.category,
        "status": source.status.as_str(),
        "deprecated": source.deprecated.map(ToString::to_string),
        "id": source.id,
        "version": source.version,
        "name": source.name,
        "providerId": source.provider_id,
        "documentation": source.documentation,
        "sharedId": source.shared_id,
        "note": source.note,
        "doubt": source.doubt,
        "instead": source.instead,
        "aliases": source.aliases,
        "auth": auth.iter().map(|auth| auth_json(auth)).collect::<Vec<_>>(),
    })
}

fn auth_json(auth: &AuthDescriptor) -> Value {
    json!({
        "specName": auth.spec_name,
        "rustType": auth.rust_type,
        "description": auth.description,
        "clouds": auth.clouds,
        "deprecated": auth.deprecated.map(ToString::to_string),
        "note": auth.note,
        "params": auth.table.fields.iter().map(field_json).collect::<Vec<_>>(),
        "example": auth.example_request(),
    })
}

fn field_json(field: &Field) -> Value {
    let about = field.about();
    let given = |json: &String| serde_json::from_str::<Value>(json).ok();
    let mut value = json!({
        "name": field.name,
        "type": field.shape.described(),
        "required": field.required,
        "secret": field.shape.is_secret(),
        "title": about.title,
        "description": about.description,
        "note": about.note,
        "default": about.default.as_ref().and_then(given),
        "examples": about.examples.iter().filter_map(given).collect::<Vec<Value>>(),
    });
    let more = match &field.shape {
        Shape::Choice(names) => Some(("enum", json!(names))),
        Shape::Object(inner) => Some(("params", inner.fields.iter().map(field_json).collect())),
        Shape::OneOf(rules) => {
            let kinds = rules.kinds.iter();
            let kind = |(name, inner): &(&str, &wellhead::Table)| json!({"name": name, "params": inner.fields.iter().map(field_json).collect::<Vec<_>>()});
            Some(("kinds", kinds.map(kind).collect()))
        }
        Shape::ConnectionString(rules) => {
            Some(("parts", rules.parts.fields.iter().map(field_json).collect()))
        }
        Shape::Integer(rules) => {
            Some(("range", json!([rules.min.to_string(), rules.max.to_string()])))
        }
        Shape::Text(rules) | Shape::Secret(rules) => {
            rules.pattern.map(|pattern| ("pattern", pattern.source().into()))
        }
        _ => None,
    };
    if let (Some((key, more)), Some(value)) = (more, value.as_object_mut()) {
        value.insert(key.into(), more);
    }
    value
}
