//! Diagnostics as rustc shows its own: the line, a caret, a help.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use wellhead_runtime::json::Span;

use super::{Diagnostic, Diagnostics, Severity};

/// Whether to colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Plain text.
    Plain,
    /// Colours, for a terminal.
    Coloured,
}

/// Renders every diagnostic, each with the lines it is about; `source` gives a file's text by its shown name.
pub fn render<'t>(
    diagnostics: &'t Diagnostics,
    style: Style,
    source: impl Fn(&str) -> Option<&'t str>,
) -> String {
    let renderer = match style {
        Style::Plain => Renderer::plain(),
        Style::Coloured => Renderer::styled(),
    };
    let rendered =
        diagnostics.iter().map(|diagnostic| renderer.render(&[group(diagnostic, &source)]));
    rendered.map(|text| text + "\n\n").collect()
}

fn group<'a>(diagnostic: &'a Diagnostic, source: &impl Fn(&str) -> Option<&'a str>) -> Group<'a> {
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

/// The part of `span` on its first line: a caret under a whole object helps nobody.
pub(super) fn first_line(text: &str, span: Span) -> std::ops::Range<usize> {
    let start = floor(text, span.start);
    let end = floor(text, span.end).max(start);
    let line = text.get(start..end).unwrap_or_default();
    let length = line.find('\n').unwrap_or(line.len());
    start..start + length
}

fn floor(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}
