//! Importing: what the service printed into spec files that check clean.
//!
//! One connection spec, a list of them, or a whole `GET /connectionSpecs` response. Each source becomes one text in
//! canonical form. What only tells who wrote it when is dropped; what the service gets wrong is put right, with a warning
//! each; everything else is kept. Nothing is written here.

mod names;
mod source;

use std::collections::HashMap;

use wellhead_runtime::json::{Node, Span};

use crate::canonical;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity, Style, render};
use crate::files::SpecText;
use crate::places::Places;
use crate::read::{TextKind, kind};

use names::Named;
use source::Entry;

/// What an import makes of a text.
#[derive(Clone, Debug, Default)]
pub struct Import {
    /// The spec files, in the order of the text.
    pub sources: Vec<SpecText>,
    /// What was put right, as warnings whose help says how; and, as errors, what could not be.
    pub diagnostics: Diagnostics,
    /// The text itself, for rendering.
    input: Option<SpecText>,
    /// The text is none whose lines may be shown.
    is_hidden: bool,
}

impl Import {
    /// Imports a text; `folder` is where its files are to be, as it is shown. A `slug` names the source if the text
    /// has only one. There are no sources if there is any error.
    pub fn of(input: SpecText, folder: &str, slug: Option<&str>) -> Self {
        let mut import = Self::default();
        import.sources = import.read(&Places::of(&input), folder, slug).unwrap_or_default();
        import.input = (!import.is_hidden).then_some(input);
        import.diagnostics.sort();
        if import.diagnostics.has_errors() {
            import.sources.clear();
        }
        import
    }

    /// Every diagnostic with the lines it is about.
    pub fn render(&self, style: Style) -> String {
        let texts = || self.input.iter().chain(&self.sources);
        render(&self.diagnostics, style, |file| {
            texts().find(|text| text.file == file).map(|text| text.text.as_str())
        })
    }

    fn read(
        &mut self,
        input: &Places<'_>,
        folder: &str,
        slug: Option<&str>,
    ) -> Option<Vec<SpecText>> {
        let node = self.parse(input)?;
        let nodes = self.entries(input, &node)?;
        let slugs = self.slugs(input, &nodes, slug)?;
        let texts: Vec<SpecText> =
            nodes.iter().zip(slugs).map(|(node, slug)| source::alone(input, node, slug)).collect();
        let mut entries: Vec<Entry<'_>> = nodes
            .iter()
            .zip(&texts)
            .filter_map(|(node, text)| Entry::read(input, node, text, &mut self.diagnostics))
            .collect();
        if self.diagnostics.has_errors() {
            return None;
        }
        self.share_ids(input, &mut entries);
        Some(entries.into_iter().map(|entry| self.finished(entry, folder)).collect())
    }

    fn parse<'i>(&mut self, input: &Places<'i>) -> Option<Node<'i>> {
        match Node::parse(input.text) {
            Ok(node) => {
                canonical::duplicates(input, Some(&node), &mut self.diagnostics);
                (!self.diagnostics.has_errors()).then_some(node)
            }
            Err(error) => {
                let problem = error.problem;
                self.note(input, Code::Syntax, error.span, problem.message(), problem.help());
                None
            }
        }
    }

    /// The connection specs that a text holds.
    fn entries<'n, 'i>(
        &mut self,
        input: &Places<'_>,
        node: &'n Node<'i>,
    ) -> Option<Vec<&'n Node<'i>>> {
        let entries: Vec<_> = items(node).into_iter().map(|(_, item)| item).collect();
        if entries.iter().any(|entry| is_connection(entry)) {
            self.refuse_connections(input);
            return None;
        }
        for entry in entries.iter().filter(|entry| entry.as_object().is_none()) {
            let message =
                format!("a connection spec is an object, not {}", entry.kind().described());
            self.note(input, Code::WrongType, entry.span, &message, EXPECTED);
        }
        if entries.is_empty() {
            let (_, list) = list(node);
            self.note(input, Code::BadValue, list.span, "no connection spec is listed", EXPECTED);
        }
        (!self.diagnostics.has_errors()).then_some(entries)
    }

    /// A connection holds secrets, so none of its lines is shown.
    fn refuse_connections(&mut self, input: &Places<'_>) {
        let message = "this is a connection or a request for one, not a connection spec";
        let note = Diagnostic::of_file(Code::NotASpec, input.file, message);
        self.diagnostics.push(note.help(EXPECTED));
        self.is_hidden = true;
    }

    /// The slug of each entry: what was asked for, or else what its name makes.
    fn slugs(
        &mut self,
        input: &Places<'_>,
        entries: &[&Node<'_>],
        slug: Option<&str>,
    ) -> Option<Vec<String>> {
        if let (Some(slug), [_]) = (slug, entries) {
            return Some(vec![slug.to_owned()]);
        }
        let named = names::slugs(entries);
        for (entry, named) in entries.iter().zip(&named) {
            let span = entry.get("name").map_or(entry.span, |name| name.span);
            match named {
                Named::Alone(_) => {}
                Named::WithId(slug) => {
                    let help = format!("its file is named by its id as well: {slug}.json");
                    self.warn(input, Code::DuplicateSlug, span, SAME_NAME, &help);
                }
                Named::Twice(_) => {
                    let help = "import them one by one, with `--slug NAME`";
                    self.note(input, Code::DuplicateSlug, span, SAME_NAME, help);
                }
                Named::Not => {
                    let help = "import it alone, with `--slug NAME`";
                    self.note(input, Code::BadSlug, span, "the source's name makes no slug", help);
                }
            }
        }
        Some(named.into_iter().map(Named::into_slug).collect())
    }

    /// Two sources that the service gives one id to do share it.
    fn share_ids(&mut self, input: &Places<'_>, entries: &mut [Entry<'_>]) {
        let mut slugs: HashMap<String, Vec<String>> = HashMap::new();
        for entry in entries.iter() {
            slugs.entry(entry.id().to_owned()).or_default().push(entry.slug.clone());
        }
        for entry in entries {
            let sharing = slugs.get(entry.id()).map(Vec::as_slice).unwrap_or_default();
            if sharing.len() > 1 && entry.share_id(sharing) {
                let help = "said so by `x-shared-id`; put a better reason there if you know one";
                let span = entry.id_span;
                self.warn(input, Code::DuplicateId, span, "another source has this id", help);
            }
        }
    }

    fn finished(&mut self, entry: Entry<'_>, folder: &str) -> SpecText {
        let folder = folder.trim_end_matches('/');
        let slug = entry.slug.clone();
        let file = if folder.is_empty() {
            format!("{slug}.json")
        } else {
            format!("{folder}/{slug}.json")
        };
        entry.finished(SpecText { slug, file, text: String::new() }, &mut self.diagnostics)
    }

    fn note(&mut self, input: &Places<'_>, code: Code, span: Span, message: &str, help: &str) {
        let diagnostic = Diagnostic::new(code, input, span, message);
        self.diagnostics.push(diagnostic.help(help));
    }

    fn warn(&mut self, input: &Places<'_>, code: Code, span: Span, message: &str, help: &str) {
        let diagnostic = Diagnostic::new(code, input, span, message);
        self.diagnostics.push(Diagnostic { severity: Severity::Warning, ..diagnostic.help(help) });
    }
}

/// What a text lists: the items of a response, those of a list, or one alone; each with its pointer.
pub fn items<'n, 't>(node: &'n Node<'t>) -> Vec<(String, &'n Node<'t>)> {
    let (pointer, list) = list(node);
    match list.as_array() {
        Some(items) => {
            items.iter().enumerate().map(|(at, item)| (format!("{pointer}/{at}"), item)).collect()
        }
        None => vec![(pointer.to_owned(), list)],
    }
}

/// Where the items of a text stand: the pointer of that, and what stands there.
fn list<'n, 't>(node: &'n Node<'t>) -> (&'static str, &'n Node<'t>) {
    node.get("items").map_or(("", node), |list| ("/items", list))
}

/// Whether an item is a connection, or a request for one, and no connection spec.
pub fn is_connection(node: &Node<'_>) -> bool {
    kind::of(node) == TextKind::Request
}

const SAME_NAME: &str = "another source has this name";

const EXPECTED: &str =
    "give a connection spec, a list of them, or what `GET /connectionSpecs` answers";
