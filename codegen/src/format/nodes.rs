//! Tokens as what a line is made of: words, marks, brackets with what they hold, documentation.

use std::iter::Peekable;

use proc_macro2::{Delimiter, Group, Punct, Spacing, TokenStream, TokenTree, token_stream};

use super::words::{Role, Word, Words};

/// A piece of a line.
#[derive(Debug)]
pub(super) enum Node {
    /// A name, keyword, literal or lifetime.
    Word(Word),
    /// Punctuation; what belongs together is one: `::`, `=>`.
    Mark(&'static str),
    /// Brackets.
    Brackets(Brackets),
    /// A line of documentation; `inner` if it is about what it stands in.
    Doc { inner: bool, text: Word },
    /// An attribute.
    Attribute { inner: bool, content: Vec<Node> },
}

/// Brackets and what they hold.
#[derive(Debug)]
pub(super) struct Brackets {
    pub(super) kind: Kind,
    pub(super) nodes: Vec<Node>,
    /// How wide it is on one line; nothing if it is never on one line.
    pub(super) width: Option<usize>,
}

/// What brackets hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// `(a, b)`
    Round,
    /// `[a, b]`
    Square,
    /// `<a, b>`
    Angle,
    /// The same after `impl`, where it belongs to nothing before it.
    Parameters,
    /// `{ a: b, c: d }`: a struct that is made.
    Literal,
    /// `{a, b}`: what is imported.
    Imports,
    /// The fields or variants of a definition.
    Definition,
    /// The arms of a `match`.
    Arms,
    /// Items.
    Items,
    /// Statements.
    Statements,
}

impl Kind {
    /// What opens and closes it.
    pub(super) fn brackets(self) -> (&'static str, &'static str) {
        match self {
            Self::Round => ("(", ")"),
            Self::Square => ("[", "]"),
            Self::Angle | Self::Parameters => ("<", ">"),
            _ => ("{", "}"),
        }
    }

    /// Whether its brackets are braces.
    pub(super) fn is_braced(self) -> bool {
        self.brackets().0 == "{"
    }

    /// Whether it holds types.
    pub(super) fn is_angle(self) -> bool {
        matches!(self, Self::Angle | Self::Parameters)
    }

    /// Whether what it holds is separated by commas.
    pub(super) fn is_list(self) -> bool {
        !matches!(self, Self::Items | Self::Statements)
    }

    /// Whether it has a line of its own for each thing that it holds, however short.
    pub(super) fn is_block(self) -> bool {
        matches!(self, Self::Definition | Self::Arms | Self::Items | Self::Statements)
    }
}

/// The nodes of all tokens; their words are added to `words`.
pub(super) fn nodes(tokens: TokenStream, words: &mut Words) -> Vec<Node> {
    collected(&mut tokens.into_iter().peekable(), false, words)
}

type Tokens = Peekable<token_stream::IntoIter>;

/// The nodes up to the end, or to the `>` that closes an angle bracket.
fn collected(tokens: &mut Tokens, in_angle: bool, words: &mut Words) -> Vec<Node> {
    let mut nodes = Vec::with_capacity(if in_angle { 0 } else { tokens.size_hint().0 });
    let mut head = None;
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Ident(word) => {
                let word = words.add(&word);
                head = after_word(head, words.text(word));
                nodes.push(Node::Word(word));
            }
            TokenTree::Literal(literal) => nodes.push(Node::Word(words.add(&literal))),
            TokenTree::Group(group) => match opened(group) {
                (Delimiter::None, tokens) => nodes.extend(self::nodes(tokens, words)),
                // `pub(super)` is one word.
                (Delimiter::Parenthesis, tokens) if is_pub(nodes.last(), words) => {
                    nodes.pop();
                    nodes.push(Node::Word(words.add(&format_args!("pub({tokens})"))));
                }
                (delimiter, tokens) => {
                    let kind = kind(delimiter, head, nodes.last());
                    nodes.push(Node::of(kind, self::nodes(tokens, words)));
                    head = head.filter(|_| delimiter != Delimiter::Brace);
                }
            },
            TokenTree::Punct(mark) => match mark.as_char() {
                '>' if in_angle => return nodes,
                '<' => {
                    let kind = match nodes.last() {
                        Some(Node::Word(word)) if word.role == Role::Impl => Kind::Parameters,
                        _ => Kind::Angle,
                    };
                    nodes.push(Node::of(kind, collected(tokens, true, words)));
                }
                '#' => nodes.push(attribute(tokens, words)),
                '\'' => nodes.push(lifetime(tokens, words)),
                _ => {
                    let mark = joined(&mark, tokens);
                    head = after_mark(head, mark);
                    nodes.push(Node::Mark(mark));
                }
            },
        }
    }
    nodes
}

/// What braces will hold, by the word that decides it, up to where something else begins.
fn after_word(head: Option<Kind>, word: &str) -> Option<Kind> {
    match word {
        "struct" | "enum" => Some(Kind::Definition),
        "impl" | "mod" | "trait" => Some(head.unwrap_or(Kind::Items)),
        "fn" | "if" | "else" => Some(Kind::Statements),
        "match" => Some(Kind::Arms),
        _ => head,
    }
}

fn after_mark(head: Option<Kind>, mark: &str) -> Option<Kind> {
    match mark {
        ";" | "=>" => None,
        // Between the bounds of a `where`, whatever has them goes on.
        "," => head.filter(|kind| matches!(kind, Kind::Statements | Kind::Items)),
        _ => head,
    }
}

/// What a group holds. Its tokens are nobody else's any more, or they would be copied to be looked at one by one.
fn opened(group: Group) -> (Delimiter, TokenStream) {
    (group.delimiter(), group.stream())
}

fn is_pub(before: Option<&Node>, words: &Words) -> bool {
    matches!(before, Some(Node::Word(word)) if words.text(*word) == "pub")
}

/// What brackets hold, by what stands before them.
fn kind(delimiter: Delimiter, head: Option<Kind>, before: Option<&Node>) -> Kind {
    match (delimiter, before) {
        (Delimiter::Parenthesis, _) => Kind::Round,
        (Delimiter::Bracket, _) => Kind::Square,
        (_, Some(Node::Mark("=>"))) => Kind::Statements,
        (_, Some(Node::Mark("::"))) => Kind::Imports,
        _ => head.unwrap_or(Kind::Literal),
    }
}

/// What follows a `#`.
fn attribute(tokens: &mut Tokens, words: &mut Words) -> Node {
    let is_mark = |token: &TokenTree| matches!(token, TokenTree::Punct(_));
    let inner = tokens.next_if(is_mark).is_some();
    let content = match tokens.next() {
        Some(TokenTree::Group(group)) => opened(group).1,
        _ => TokenStream::new(),
    };
    let content = nodes(content, words);
    match content.as_slice() {
        [Node::Word(doc), Node::Mark("="), Node::Word(text)] if words.text(*doc) == "doc" => {
            Node::Doc { inner, text: words.unquoted(*text) }
        }
        _ => Node::Attribute { inner, content },
    }
}

/// What follows a `'`.
fn lifetime(tokens: &mut Tokens, words: &mut Words) -> Node {
    let name = tokens.next().map(|name| name.to_string());
    Node::Word(words.add(&format_args!("'{}", name.unwrap_or_default())))
}

/// A mark with the one that belongs to it.
fn joined(mark: &Punct, tokens: &mut Tokens) -> &'static str {
    let next = match (mark.spacing(), tokens.peek()) {
        (Spacing::Joint, Some(TokenTree::Punct(next))) => next.as_char(),
        _ => ' ',
    };
    let both = match (mark.as_char(), next) {
        (':', ':') => "::",
        ('=', '>') => "=>",
        ('-', '>') => "->",
        ('.', '.') => "..",
        _ => return single(mark.as_char()),
    };
    tokens.next();
    both
}

/// The marks that emitters write.
fn single(mark: char) -> &'static str {
    match mark {
        ',' => ",",
        ':' => ":",
        ';' => ";",
        '.' => ".",
        '=' => "=",
        '&' => "&",
        '*' => "*",
        '-' => "-",
        '!' => "!",
        '?' => "?",
        '+' => "+",
        '|' => "|",
        '@' => "@",
        '/' => "/",
        '%' => "%",
        '^' => "^",
        '~' => "~",
        '$' => "$",
        '<' => "<",
        '>' => ">",
        _ => "#",
    }
}

impl Node {
    fn of(kind: Kind, nodes: Vec<Self>) -> Self {
        let width = width(kind, &nodes);
        Self::Brackets(Brackets { kind, nodes, width })
    }

    pub(super) fn is_mark(&self, mark: &str) -> bool {
        matches!(self, Self::Mark(other) if *other == mark)
    }

    /// How wide it is on one line.
    pub(super) fn width(&self) -> Option<usize> {
        match self {
            Self::Word(word) => Some(word.len()),
            Self::Mark(mark) => Some(mark.len()),
            Self::Brackets(brackets) => brackets.width,
            Self::Doc { .. } | Self::Attribute { .. } => None,
        }
    }
}

/// How wide brackets are on one line.
fn width(kind: Kind, nodes: &[Node]) -> Option<usize> {
    if nodes.is_empty() {
        return Some(2);
    }
    if kind.is_block() {
        return None;
    }
    let nodes = without_last_comma(kind, nodes);
    let spaces = if kind == Kind::Literal { 4 } else { 2 };
    nodes.iter().enumerate().try_fold(spaces, |sum, (at, node)| {
        let before = at.checked_sub(1).and_then(|before| nodes.get(before));
        let space = before.is_some_and(|before| is_spaced(before, node));
        Some(sum + usize::from(space) + node.width()?)
    })
}

/// What stands between brackets on one line: the last comma is of lists that have lines, and of a tuple of one.
pub(super) fn without_last_comma(kind: Kind, nodes: &[Node]) -> &[Node] {
    let Some((last, rest)) = nodes.split_last() else { return nodes };
    let is_tuple_of_one = kind == Kind::Round && !rest.iter().any(|node| node.is_mark(","));
    if last.is_mark(",") && !is_tuple_of_one { rest } else { nodes }
}

/// Whether there is a space between two nodes of a line.
pub(super) fn is_spaced(before: &Node, node: &Node) -> bool {
    match (before, node) {
        (_, Node::Mark("," | ";" | "." | "?" | ":")) => false,
        (Node::Mark("::" | "." | ".." | "&" | "*" | "!" | "-"), _) => false,
        (Node::Mark(_), _) => true,
        (Node::Word(word), Node::Mark("::" | "!" | "..")) => word.role.has_operand(),
        (Node::Brackets(Brackets { kind: Kind::Parameters, .. }), Node::Mark("::")) => true,
        (_, Node::Brackets(Brackets { kind: Kind::Parameters, .. })) => false,
        (_, Node::Mark("::" | "..")) => false,
        (Node::Word(word), Node::Brackets(brackets)) => {
            brackets.kind.is_braced() || word.role.has_operand()
        }
        (Node::Brackets(_), Node::Brackets(brackets)) => brackets.kind.is_braced(),
        _ => true,
    }
}
