//! Nodes as lines: what fits stands on one line, what does not is broken at its outermost brackets.

use super::nodes::{Brackets, Kind, Node, is_spaced, without_last_comma};
use super::words::{Role, Words};

/// How wide lines are, but for words that are wider.
const WIDTH: usize = 100;

/// How far what stands in brackets is indented.
const STEP: usize = 4;

/// The text of a file, below its header.
pub(super) fn file(header: &str, nodes: &[Node], words: &Words) -> String {
    // Marks and white space are about as much as words.
    let mut page = Page { text: String::with_capacity(2 * words.len()), line: 0, words };
    page.text.push_str(header);
    if !nodes.is_empty() {
        page.text.push('\n');
    }
    page.line = page.text.len();
    page.entries(Kind::Items, nodes, 0);
    page.text
}

struct Page<'w> {
    words: &'w Words,
    text: String,
    /// Where the line begins that is being written.
    line: usize,
}

impl Page<'_> {
    fn column(&self) -> usize {
        self.text.len() - self.line
    }

    fn start_line(&mut self, indent: usize) {
        self.text.push('\n');
        self.line = self.text.len();
        self.indent(indent);
    }

    fn indent(&mut self, indent: usize) {
        const SPACES: &str = "                                ";
        let mut left = indent;
        while let Some(more) = left.checked_sub(SPACES.len()) {
            self.text.push_str(SPACES);
            left = more;
        }
        self.text.push_str(SPACES.get(..left).unwrap_or_default());
    }

    /// What brackets hold, each on lines of its own that end with a new line.
    fn entries(&mut self, kind: Kind, nodes: &[Node], indent: usize) {
        let mut rest = nodes;
        let mut before: Option<&[Node]> = None;
        while !rest.is_empty() {
            let (entry, others) = split(kind, rest);
            rest = others;
            if kind == Kind::Items && before.is_some_and(|before| !is_listed(before, entry)) {
                self.text.push('\n');
                self.line = self.text.len();
            }
            self.entry(kind, entry, indent);
            before = Some(entry);
        }
    }

    /// One thing, with what is said about it above.
    fn entry(&mut self, kind: Kind, entry: &[Node], indent: usize) {
        let mut rest = entry;
        while let Some((first, others)) = rest.split_first() {
            match first {
                Node::Doc { inner, text } => {
                    self.indent(indent);
                    self.text.push_str(if *inner { "//!" } else { "///" });
                    self.text.push_str(self.words.text(*text));
                }
                Node::Attribute { inner, content } => {
                    self.indent(indent);
                    self.attribute(*inner, content, "", indent);
                }
                _ => break,
            }
            self.text.push('\n');
            self.line = self.text.len();
            rest = others;
        }
        if rest.is_empty() {
            return;
        }
        self.indent(indent);
        self.line(rest, indent);
        if kind.is_list() && ends_with_comma(kind, rest) {
            self.text.push(',');
        }
        self.text.push('\n');
        self.line = self.text.len();
    }

    /// Nodes on one line, or as many as they need.
    fn line(&mut self, nodes: &[Node], indent: usize) {
        let mut before: Option<&Node> = None;
        let mut at = 0;
        while let Some(node) = nodes.get(at) {
            let rest = nodes.get(at + 1..).unwrap_or_default();
            if matches!(node, Node::Word(word) if word.role == Role::Where) {
                let bounds = rest.iter().position(is_brace).unwrap_or(rest.len());
                self.bounds(rest.get(..bounds).unwrap_or_default(), indent);
                at += bounds + 1;
                before = None;
                continue;
            }
            if before.is_some_and(|before| is_spaced(before, node)) {
                self.text.push(' ');
            }
            match node {
                Node::Word(word) => self.text.push_str(self.words.text(*word)),
                Node::Mark(mark) => self.text.push_str(mark),
                Node::Brackets(brackets) => self.brackets(brackets, rest, indent),
                Node::Doc { inner, text } => {
                    self.attribute(*inner, &[], self.words.text(*text), indent);
                }
                Node::Attribute { inner, content } => self.attribute(*inner, content, "", indent),
            }
            before = Some(node);
            at += 1;
        }
    }

    /// An attribute; `doc` is what a line of documentation says that stands in a line.
    fn attribute(&mut self, inner: bool, content: &[Node], doc: &str, indent: usize) {
        self.text.push_str(if inner { "#![" } else { "#[" });
        if content.is_empty() {
            self.text.push_str(&format!("doc = {doc:?}"));
        }
        self.line(content, indent);
        self.text.push(']');
    }

    /// The bounds of a `where`, up to the brace after them.
    fn bounds(&mut self, bounds: &[Node], indent: usize) {
        // The space before it has no use.
        let end = self.text.trim_end_matches(' ').len();
        self.text.truncate(end);
        self.start_line(indent);
        self.text.push_str("where\n");
        self.line = self.text.len();
        self.entries(Kind::Round, bounds, indent + STEP);
        self.indent(indent);
    }

    fn brackets(&mut self, brackets: &Brackets, rest: &[Node], indent: usize) {
        let room = WIDTH.saturating_sub(self.column());
        match brackets.width {
            Some(width) if width + up_to_break(brackets.kind, rest) <= room => {
                self.on_one_line(brackets)
            }
            _ => self.broken(brackets, indent),
        }
    }

    fn on_one_line(&mut self, brackets: &Brackets) {
        let (open, close) = brackets.kind.brackets();
        let padding =
            if brackets.kind == Kind::Literal && !brackets.nodes.is_empty() { " " } else { "" };
        self.text.extend([open, padding]);
        let mut before: Option<&Node> = None;
        for node in without_last_comma(brackets.kind, &brackets.nodes) {
            if before.is_some_and(|before| is_spaced(before, node)) {
                self.text.push(' ');
            }
            match node {
                Node::Word(word) => self.text.push_str(self.words.text(*word)),
                Node::Mark(mark) => self.text.push_str(mark),
                Node::Brackets(inner) => self.on_one_line(inner),
                // They have no width, so nothing that has them is on one line.
                Node::Doc { .. } | Node::Attribute { .. } => {}
            }
            before = Some(node);
        }
        self.text.extend([padding, close]);
    }

    fn broken(&mut self, brackets: &Brackets, indent: usize) {
        let (open, close) = brackets.kind.brackets();
        self.text.push_str(open);
        let (first, others) = split(brackets.kind, &brackets.nodes);
        let is_told_of = matches!(first, [Node::Doc { .. } | Node::Attribute { .. }, ..]);
        let hugs = matches!(brackets.kind, Kind::Round | Kind::Square)
            && others.is_empty()
            && !is_told_of
            && matches!(first, [.., Node::Brackets(last)] if last.kind != Kind::Angle && !last.nodes.is_empty());
        if hugs {
            // One thing that has brackets itself is broken at those.
            self.line(first, indent);
        } else {
            self.text.push('\n');
            self.line = self.text.len();
            self.entries(brackets.kind, &brackets.nodes, indent + STEP);
            self.indent(indent);
        }
        self.text.push_str(close);
    }
}

/// How much has to stand on the line after brackets: what comes before the next place where it can be broken.
fn up_to_break(kind: Kind, rest: &[Node]) -> usize {
    let breaks = |other: &Brackets| {
        // Types are broken where there is nothing else to break.
        other.width.is_none() || kind.is_angle() || !other.kind.is_angle()
    };
    let mut width = 0;
    for (at, node) in rest.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|before| rest.get(before));
        width += usize::from(before.is_some_and(|before| is_spaced(before, node)));
        match node {
            Node::Brackets(brackets) if breaks(brackets) => return width + 1,
            Node::Word(word) if word.role == Role::Where => return width,
            node => width += node.width().unwrap_or_default(),
        }
    }
    width + 1
}

/// The first thing that brackets hold, without the comma after it, and what comes then.
fn split(kind: Kind, nodes: &[Node]) -> (&[Node], &[Node]) {
    let end = nodes.iter().enumerate().find_map(|(at, node)| {
        let next = nodes.get(at + 1);
        let is_end = match node {
            Node::Mark(",") => kind.is_list(),
            Node::Mark(";") => !kind.is_list(),
            Node::Doc { inner, .. } | Node::Attribute { inner, .. } => *inner,
            Node::Brackets(brackets) if brackets.kind.is_block() => ends_entry(kind, nodes, at),
            _ => next.is_none(),
        };
        is_end.then_some(at)
    });
    let end = end.unwrap_or(nodes.len().saturating_sub(1));
    let (entry, rest) = nodes.split_at((end + 1).min(nodes.len()));
    match entry.split_last() {
        Some((comma, entry)) if comma.is_mark(",") => (entry, rest),
        _ => (entry, rest),
    }
}

/// Whether the block at that index is the end of what it stands in.
fn ends_entry(kind: Kind, nodes: &[Node], at: usize) -> bool {
    let next = nodes.get(at + 1);
    let goes_on = |node: &Node| match node {
        Node::Mark(_) => true,
        Node::Word(word) => word.role == Role::Else,
        _ => false,
    };
    match kind {
        Kind::Items | Kind::Statements => !next.is_some_and(goes_on),
        // An arm that does something may have no comma.
        Kind::Arms => !next.is_some_and(|next| next.is_mark(",")),
        _ => false,
    }
}

/// What is made with the rest of another has no comma after it, nor has an arm that does something, nor a type as a trait.
fn ends_with_comma(kind: Kind, entry: &[Node]) -> bool {
    let is_rest = entry.first().is_some_and(|first| first.is_mark(".."));
    let is_done = matches!(entry, [.., Node::Mark("=>"), Node::Brackets(last)] if last.kind == Kind::Statements);
    let is_as = |node: &Node| matches!(node, Node::Word(word) if word.role == Role::As);
    !(is_rest || kind == Kind::Arms && is_done || kind == Kind::Angle && entry.iter().any(is_as))
}

fn is_brace(node: &Node) -> bool {
    matches!(node, Node::Brackets(brackets) if brackets.kind.is_braced())
}

/// Whether two items stand together, without an empty line between: imports, modules, and what is said of all at the top.
fn is_listed(before: &[Node], item: &[Node]) -> bool {
    let is_inner = |item: &[Node]| {
        matches!(item, [Node::Doc { inner: true, .. } | Node::Attribute { inner: true, .. }, ..])
    };
    let is_short = |item: &[Node]| {
        let ends = item.last().is_some_and(|last| last.is_mark(";"));
        ends && matches!(item.first(), Some(Node::Word(word)) if matches!(word.role, Role::Use | Role::Item))
    };
    let is_empty =
        |item: &[Node]| matches!(item.last(), Some(Node::Brackets(last)) if last.nodes.is_empty());
    (is_inner(before) && is_inner(item))
        || (is_short(before) && is_short(item))
        // What is set, and that it is.
        || (is_empty(before) && is_empty(item) && matches!(item.first(), Some(Node::Word(word)) if word.role == Role::Impl))
}
