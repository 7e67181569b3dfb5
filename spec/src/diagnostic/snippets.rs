//! A diagnostic as rustc shows its own: the line, a caret, a help.
//!
//! The renderer gets the lines that are shown, not the text: it goes through all that it gets, for each diagnostic.

use std::fmt::Write;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use wellhead_runtime::json::Place;
use wellhead_runtime::screen::acts_or_hides;

use super::render::{Files, Style};
use super::{Diagnostic, Related, Severity, visible};

mod line;

use line::Line;

/// A diagnostic with the lines that it is about.
pub(super) fn shown<'t>(
    diagnostic: &'t Diagnostic,
    style: Style,
    files: &mut Files<'t, '_>,
) -> String {
    let renderer = match style {
        Style::Plain => Renderer::plain(),
        Style::Coloured => Renderer::styled(),
    };
    let spots = spots(diagnostic, files);
    if spots.iter().any(|spot| spot.line.is_cut) {
        return seen(in_parts(diagnostic, &spots, &renderer));
    }
    let mut group = Group::with_title(title(diagnostic));
    if spots.first().is_none_or(|spot| !spot.primary) {
        group = group.element(Origin::path(&diagnostic.file));
    }
    for spot in &spots {
        group = group.element(spot.snippet().path(spot.file));
    }
    seen(renderer.render(&[helped(group, diagnostic)]))
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

/// The same where a line is cut. The renderer would count columns from where the rest begins, so that each place is told here.
fn in_parts(diagnostic: &Diagnostic, spots: &[Spot<'_>], renderer: &Renderer) -> String {
    let mut text = renderer.render(&[Group::with_title(title(diagnostic))]);
    for (index, spot) in spots.iter().enumerate() {
        let width = spot.place.line.to_string().len() + 3;
        let arrow = if spot.primary { "-->" } else { ":::" };
        if index > 0 {
            let _ = write!(text, "\n{:>1$}", "|", width - 1);
        }
        let _ = writeln!(text, "\n{arrow:>width$} {}:{}", visible(spot.file), spot.place);
        let mut group = Group::with_level(level(diagnostic)).element(spot.snippet());
        if index + 1 == spots.len() {
            group = helped(group, diagnostic);
        }
        text.push_str(&renderer.render(&[group]));
    }
    text
}

fn level(diagnostic: &Diagnostic) -> Level<'static> {
    match diagnostic.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    }
}

fn title(diagnostic: &Diagnostic) -> annotate_snippets::Title<'_> {
    level(diagnostic).primary_title(&diagnostic.message).id(diagnostic.code.as_str())
}

fn helped<'d>(group: Group<'d>, diagnostic: &'d Diagnostic) -> Group<'d> {
    match &diagnostic.help {
        Some(help) => group.element(Level::HELP.message(help)),
        None => group,
    }
}

/// A place that a diagnostic is about, with its line.
struct Spot<'t> {
    file: &'t str,
    place: Place,
    line: Line<'t>,
    label: &'t str,
    /// It is what is wrong, not what belongs to it.
    primary: bool,
}

/// The places of a diagnostic whose lines are known.
fn spots<'t>(diagnostic: &'t Diagnostic, files: &mut Files<'t, '_>) -> Vec<Spot<'t>> {
    let Diagnostic { file, span, place, label, related, .. } = diagnostic;
    let main = files.file(file).filter(|file| !file.text.is_empty()).map(|places| {
        let line = Line::of(places.text, *span, *place);
        Spot { file, place: *place, line, label, primary: true }
    });
    let other = related.as_ref().and_then(|Related { file, span, label }| {
        let places = files.file(file).filter(|file| !file.text.is_empty())?;
        let place = places.at(span.start);
        let line = Line::of(places.text, *span, place);
        Some(Spot { file, place, line, label, primary: false })
    });
    main.into_iter().chain(other).collect()
}

impl Spot<'_> {
    fn snippet(&self) -> Snippet<'_, Annotation<'_>> {
        let kind = if self.primary { AnnotationKind::Primary } else { AnnotationKind::Context };
        let mut annotation = kind.span(self.line.span.clone());
        if !self.label.is_empty() {
            annotation = annotation.label(self.label);
        }
        Snippet::source(&*self.line.text).line_start(self.line.number).annotation(annotation)
    }
}
