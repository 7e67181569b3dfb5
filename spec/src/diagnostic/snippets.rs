//! A diagnostic as rustc shows its own: the line, a caret, a help.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use wellhead_runtime::json::Span;
use wellhead_runtime::screen::acts_or_hides;

use super::render::{Style, first_line};
use super::{Diagnostic, Severity};

/// A diagnostic with the lines that it is about; `source` gives a file's text by its shown name.
pub(super) fn shown<'t>(
    diagnostic: &'t Diagnostic,
    style: Style,
    source: &dyn Fn(&str) -> Option<&'t str>,
) -> String {
    let renderer = match style {
        Style::Plain => Renderer::plain(),
        Style::Coloured => Renderer::styled(),
    };
    seen(renderer.render(&[group(diagnostic, source)]))
}

/// What was rendered, with a mark in the place of each character that hides. The renderer itself takes care of those that act:
/// of controls, only its own colours and ends of lines are left.
fn seen(rendered: String) -> String {
    if rendered.is_ascii() {
        return rendered;
    }
    let hides = |char: char| acts_or_hides(char) && !char.is_control();
    rendered.replace(hides, "\u{fffd}")
}

fn group<'a>(diagnostic: &'a Diagnostic, source: &dyn Fn(&str) -> Option<&'a str>) -> Group<'a> {
    let level = match diagnostic.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut group =
        Group::with_title(level.primary_title(&diagnostic.message).id(diagnostic.code.as_str()));
    if let Some(text) = source(&diagnostic.file).filter(|text| !text.is_empty()) {
        group = group.element(snippet(
            &diagnostic.file,
            text,
            diagnostic.span,
            &diagnostic.label,
            true,
        ));
    } else {
        group = group.element(annotate_snippets::Origin::path(&diagnostic.file));
    }
    if let Some((file, span, label)) = &diagnostic.related
        && let Some(text) = source(file)
    {
        group = group.element(snippet(file, text, *span, label, false));
    }
    match &diagnostic.help {
        Some(help) => group.element(Level::HELP.message(help)),
        None => group,
    }
}

fn snippet<'a>(
    file: &'a str,
    text: &'a str,
    span: Span,
    label: &'a str,
    primary: bool,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let kind = if primary { AnnotationKind::Primary } else { AnnotationKind::Context };
    let mut annotation = kind.span(first_line(text, span));
    if !label.is_empty() {
        annotation = annotation.label(label);
    }
    Snippet::source(text).path(file).annotation(annotation)
}
