//! A comparison as text: for people, for programs, for a pull request.

mod human;
mod json;
mod markdown;

pub use human::human;
pub use json::json;
pub(crate) use markdown::escaped;
pub use markdown::markdown;

use std::fmt::{Arguments, Write};

use wellhead_spec::diagnostic::visible;

use crate::change::{Api, Change, Comparison, Line, SourceChanges};

/// What the changes come to, on one line.
pub fn summary(comparison: &Comparison) -> String {
    if comparison.is_empty() {
        return "nothing differs".into();
    }
    let all = comparison.changes().count();
    let (wire, api) = (comparison.over(Line::Wire), comparison.over(Line::Api));
    let sources = counted(comparison.sources.len(), "source");
    let breaks = |count: usize| if count == 1 { "breaks" } else { "break" };
    let (on_wire, in_code) = (breaks(wire), breaks(api));
    format!(
        "{} in {sources}: {wire} {on_wire} requests, {api} {in_code} code",
        counted(all, "change")
    )
}

fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

/// Writing to a text can't fail.
fn put(out: &mut String, text: Arguments<'_>) {
    let _ = out.write_fmt(text);
}

/// What a source is called on both sides.
fn title(source: &SourceChanges) -> String {
    match (&source.old, &source.new) {
        (Some(old), Some(new)) if old != new => format!("{} → {}", visible(old), visible(new)),
        _ => visible(source.slug()),
    }
}

/// The sources that only one side has, each kind with what it is, where there are any.
fn apart(comparison: &Comparison) -> impl Iterator<Item = (&'static str, String)> {
    let apart = [
        ("not at the service", &comparison.apart.not_at_service),
        ("not in the catalog", &comparison.apart.not_in_catalog),
    ];
    apart.into_iter().filter(|(_, slugs)| !slugs.is_empty()).map(|(what, slugs)| {
        let slugs: Vec<String> = slugs.iter().map(|slug| visible(slug)).collect();
        (what, slugs.join(", "))
    })
}

/// What changed, behind what it is about.
fn what(change: &Change) -> String {
    match subject(change) {
        subject if subject.is_empty() => change.what.clone(),
        subject => format!("{subject}: {}", change.what),
    }
}

/// The code that breaks, in words.
fn broken(change: &Change) -> String {
    change.broken.iter().map(|code| code.as_str()).collect::<Vec<_>>().join(", ")
}

/// What a change is about, within its source.
fn subject(change: &Change) -> String {
    let auth = change.auth.as_deref().map(visible);
    match (auth, change.param.as_str()) {
        (None, _) => String::new(),
        (Some(auth), "") => auth,
        (Some(auth), param) => format!("{auth} · {param}"),
    }
}

/// How the API is, with the code that breaks.
fn api(change: &Change) -> String {
    match change.api.severity {
        Api::Breaking => format!("breaks {}", broken(change)),
        other => other.to_string(),
    }
}
