//! The reference: every source on one page of Markdown, for people who look something up.

use std::fmt::Write;

use wellhead_spec::category;
use wellhead_spec::model::Status;

use super::doc::{deprecation, plain};
use crate::format::MARKDOWN_MARKER;
use crate::model::{Auth, Constant, Field, Object, Shape, Source, Text};
use crate::outline::Entry;
use crate::prose::folded;

/// The page.
pub(super) fn page(entries: &[Entry]) -> String {
    let mut page = format!(
        "{MARKDOWN_MARKER} from every spec file. Do not edit: change the spec file and run `wellhead generate`. -->\n\n\
         # Sources\n\n{} sources, as their spec files describe them.\n\n",
        entries.len()
    );
    page.push_str("| source | category | status | ways to authenticate |\n|---|---|---|---|\n");
    page.extend(entries.iter().map(|entry| entry.row.as_str()));
    page.extend(entries.iter().map(|entry| entry.section.as_str()));
    page
}

/// What the page says of one source.
pub(super) fn entry(one: &Source) -> Entry {
    let mut entry = Entry { row: row(one), section: String::new() };
    source(&mut entry.section, one);
    entry
}

fn row(source: &Source) -> String {
    let mut names: Vec<String> =
        source.auth.iter().filter_map(|auth| auth.spec_name.as_deref()).map(code).collect();
    // Kinds of params of one auth spec stand side by side, and no two auth specs have one name.
    names.dedup();
    let names = if names.is_empty() { "no `auth`".to_owned() } else { names.join("<br>") };
    let (title, slug) = (cell(&source.title), &source.slug);
    let (category, status) = (cell(category::title(&source.category)), status(source));
    format!("| [{title}](#{slug}) | {category} | {status} | {names} |\n")
}

fn source(page: &mut String, source: &Source) {
    line(page, format_args!("\n<a id=\"{}\"></a>\n\n## {}\n", source.slug, plain(&source.title)));
    paragraph(page, "", &source.description);
    let mut facts = vec![
        format!("`{}`", source.slug),
        format!("connection spec {}, version {}", code(&source.id), code(&source.version)),
    ];
    facts.push(status(source).to_owned());
    if !source.aliases.is_empty() {
        let aliases: Vec<String> = source.aliases.iter().map(|alias| code(alias)).collect();
        facts.push(format!("also known as {}", aliases.join(", ")));
    }
    line(page, format_args!("{}\n", facts.join(" · ")));
    if let Some(deprecated) = &source.deprecated {
        paragraph(page, "**Deprecated.** ", &deprecation(deprecated));
    }
    paragraph(page, "**No base connection.** ", &source.instead);
    paragraph(page, "**Doubtful.** ", &source.doubt);
    paragraph(page, "**Shares its id.** ", source.shared_id.as_deref().unwrap_or_default());
    paragraph(page, "**Note.** ", &source.note);
    let documentation = source.documentation.as_deref().unwrap_or_default();
    if wellhead_spec::Format::Uri.accepts(documentation) {
        line(page, format_args!("Documented at <{documentation}>.\n"));
    }
    source.auth.iter().for_each(|one| auth(page, source, one));
}

fn status(source: &Source) -> &'static str {
    match source.status {
        Status::Ga => "generally available",
        Status::Beta => "beta",
        Status::Deprecated => "deprecated",
    }
}

fn auth(page: &mut String, source: &Source, auth: &Auth) {
    let Some(spec_name) = &auth.spec_name else { return };
    let kinds = source.auth.iter().filter(|other| other.spec_name == auth.spec_name).count();
    let kind = if kinds > 1 { format!(": `{}`", auth.object.name) } else { String::new() };
    line(page, format_args!("### {}{kind}\n", plain(spec_name)));
    paragraph(page, "", &auth.object.description);
    let mut facts = vec![
        format!("specName {}", code(spec_name)),
        format!("Rust `{}::{}`", source.module, auth.object.name),
    ];
    if !auth.clouds.is_empty() {
        facts.push(format!("on {} alone", auth.clouds.join(" and ")));
    }
    line(page, format_args!("{}\n", facts.join(" · ")));
    if let Some(deprecated) = &auth.deprecated {
        paragraph(page, "**Deprecated.** ", &deprecation(deprecated));
    }
    paragraph(page, "**Note.** ", &auth.note);
    if auth.object.fields.is_empty() {
        return;
    }
    page.push_str("| param | type | | meaning |\n|---|---|---|---|\n");
    rows(page, "", &auth.object);
    page.push('\n');
}

/// A row for each param, and below it one for each param inside it.
fn rows(page: &mut String, prefix: &str, object: &Object) {
    for field in &object.fields {
        let name = format!("{prefix}{}", field.wire);
        let (kind, meaning) = (kind(&field.shape), meaning(field));
        let presence = match (field.required, field.shape.is_secret()) {
            (true, true) => "required, secret",
            (true, false) => "required",
            (false, true) => "secret",
            (false, false) => "",
        };
        line(page, format_args!("| {} | {kind} | {presence} | {meaning} |", code(&name)));
        inner(page, &name, &field.shape);
    }
}

fn inner(page: &mut String, name: &str, shape: &Shape) {
    match shape {
        Shape::Object(object) => rows(page, &format!("{name}."), object),
        Shape::List(list) => inner(page, &format!("{name}[]"), &list.items),
        Shape::ConnectionString(string) => rows(page, &format!("{name}: "), &string.parts),
        Shape::OneOf(one_of) => {
            for kind in &one_of.kinds {
                rows(page, &format!("{name} as {}: ", kind.name), kind);
            }
        }
        Shape::Nullable(shape) => inner(page, name, shape),
        _ => {}
    }
}

fn kind(shape: &Shape) -> String {
    match shape {
        Shape::Text(rules) | Shape::Secret(rules) => text_kind(rules),
        Shape::ConnectionString(_) => "connection string".into(),
        Shape::Integer(rules) if rules.max < i128::from(i64::MAX) => {
            format!("integer, {} to {}", rules.min, rules.max)
        }
        Shape::Integer(_) => "integer".into(),
        Shape::Number(_) => "number".into(),
        Shape::Boolean => "boolean".into(),
        Shape::Choice(choice) => {
            let values: Vec<String> =
                choice.variants.iter().map(|(_, value)| code(&format!("\"{value}\""))).collect();
            values.join(", ")
        }
        Shape::Object(_) | Shape::Map(_) | Shape::OneOf(_) | Shape::Json { object: true, .. } => {
            "object".into()
        }
        Shape::List(list) => format!("array of {}", kind(&list.items)),
        Shape::Json { .. } => "any JSON".into(),
        Shape::Constant(Constant::Text(text)) => code(&format!("\"{text}\"")),
        Shape::Constant(Constant::Integer(number)) => code(&number.to_string()),
        Shape::Constant(Constant::Boolean(flag)) => code(&flag.to_string()),
        Shape::Nullable(shape) => format!("{} or null", kind(shape)),
    }
}

fn text_kind(rules: &Text) -> String {
    match (&rules.format, &rules.pattern) {
        (_, Some(pattern)) => format!("string like {}", code(pattern)),
        (Some(format), None) if format != "password" => format!("string, {}", cell(format)),
        _ => "string".into(),
    }
}

fn meaning(field: &Field) -> String {
    let about = &field.about;
    let words = if about.description.is_empty() { &about.title } else { &about.description };
    let mut text = plain(words);
    if let Some(default) = &about.default {
        let _ = write!(text, " Default: {}.", code(default));
    }
    if let Some(example) = about.examples.first() {
        let _ = write!(text, " Example: {}.", code(example));
    }
    if let Some(deprecated) = &about.deprecated {
        let _ = write!(text, " **Deprecated.** {}", plain(&deprecation(deprecated)));
    }
    if !about.note.is_empty() {
        let _ = write!(text, " *Note:* {}", plain(&about.note));
    }
    barred(&text)
}

fn paragraph(page: &mut String, lead: &str, text: &str) {
    if !text.trim().is_empty() {
        line(page, format_args!("{lead}{}\n", plain(text)));
    }
}

/// A text as code in a table's cell.
fn code(text: &str) -> String {
    barred(&format!("`{}`", folded(text).replace('`', "'")))
}

fn cell(text: &str) -> String {
    barred(&plain(text))
}

/// A text without bars that would end its cell.
fn barred(text: &str) -> String {
    text.replace("\\|", "|").replace('|', "\\|")
}

fn line(page: &mut String, text: std::fmt::Arguments<'_>) {
    // Writing to a string does not fail.
    let _ = writeln!(page, "{text}");
}
