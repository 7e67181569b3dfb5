//! An object of a spec file, read key by key; what was not asked for in the end is unknown.

use wellhead_runtime::json::{Member, Node, Span, Value};

use super::Cx;
use super::wrong_type::wrong_type;
use crate::ByName;
use crate::diagnostic::Code;
use crate::meant;
use crate::model::{Spanned, Text};

/// The members of one object, and which of them have been asked for.
pub(super) struct Fields<'n, 't> {
    span: Span,
    members: &'n [Member<'t>],
    /// Where the keys stand that stand twice, but for the first time, in their order: nothing more is said of those.
    repeated: Vec<Span>,
    known: Vec<&'static str>,
}

impl<'n, 't> Fields<'n, 't> {
    /// The members of `node`, if it is an object; `what` says what it is.
    pub(super) fn open(cx: &mut Cx<'_>, node: &'n Node<'t>, what: &str) -> Option<Self> {
        let Some(members) = node.as_object() else {
            wrong_type(cx, node, what, "an object");
            return None;
        };
        let mut known = ByName::with_capacity(members.len());
        let mut repeated = Vec::new();
        for (number, member) in members.iter().enumerate() {
            let earlier = known.insert(&member.key, number);
            if let Some(earlier) = earlier.and_then(|number| members.get(number)) {
                repeated.push(member.key_span);
                let message = "this key stands here twice";
                let note =
                    cx.note(Code::DuplicateKey, member.key_span, message, "keep one of them");
                note.relate(earlier.key_span, "the first one");
            }
        }
        Some(Self { span: node.span, members, repeated, known: Vec::new() })
    }

    /// Where to point when the object itself is meant: its opening brace.
    pub(super) fn place(&self) -> Span {
        Span::new(self.span.start, self.span.start + 1)
    }

    /// The whole object.
    pub(super) fn span(&self) -> Span {
        self.span
    }

    pub(super) fn get(&mut self, key: &'static str) -> Option<&'n Node<'t>> {
        self.known.push(key);
        self.members.iter().find(|member| member.key == key).map(|member| &member.value)
    }

    /// The members that are not among the keys asked for so far, each key once.
    pub(super) fn rest(&self) -> Vec<&'n Member<'t>> {
        let mut rest = Vec::new();
        for member in self.members {
            let is_repeated = self.repeated.binary_search(&member.key_span).is_ok();
            if !is_repeated && !self.known.contains(&&*member.key) {
                rest.push(member);
            }
        }
        rest
    }

    /// Takes these keys for asked for, and says whether one of them is there.
    pub(super) fn pass_over(&mut self, keys: &[&'static str]) -> bool {
        self.known.extend_from_slice(keys);
        self.members.iter().any(|member| keys.contains(&&*member.key))
    }

    /// The keys asked for so far.
    pub(super) fn known(&self) -> &[&'static str] {
        &self.known
    }

    pub(super) fn text(&mut self, cx: &mut Cx<'_>, key: &'static str) -> Option<Text> {
        let node = self.get(key)?;
        text(cx, node, key)
    }

    /// A text that must be there and not be empty.
    pub(super) fn required_text(
        &mut self,
        cx: &mut Cx<'_>,
        key: &'static str,
        help: &str,
    ) -> Option<Text> {
        let Some(node) = self.get(key) else {
            cx.note(Code::MissingKey, self.place(), &format!("`{key}` is missing"), help);
            return None;
        };
        let text = text(cx, node, key)?;
        if text.value.trim().is_empty() {
            cx.note(Code::BadValue, text.span, &format!("`{key}` is empty"), help);
            return None;
        }
        Some(text)
    }

    pub(super) fn flag(&mut self, cx: &mut Cx<'_>, key: &'static str) -> bool {
        match self.get(key) {
            None => false,
            Some(Node { value: Value::Boolean(flag), .. }) => *flag,
            Some(node) => {
                wrong_type(cx, node, key, "a boolean");
                false
            }
        }
    }

    /// A number, as the float that it is kept as.
    pub(super) fn number(&mut self, cx: &mut Cx<'_>, key: &'static str) -> Option<Spanned<f64>> {
        let (number, spelling) = self.float(cx, key)?;
        if let Some(kept) = rounded(spelling, number.value).filter(|_| !is_an_end(key, spelling)) {
            let message = format!("this number of `{key}` would be kept as {kept}");
            let help =
                format!("write {kept}: beyond 9007199254740992 not every number can be a bound");
            cx.note(Code::BadValue, number.span, &message, &help);
            return None;
        }
        Some(number)
    }

    /// The float next to a number, and its spelling.
    fn float(&mut self, cx: &mut Cx<'_>, key: &'static str) -> Option<(Spanned<f64>, &'t str)> {
        let node = self.get(key)?;
        let Value::Number(spelling) = node.value else {
            wrong_type(cx, node, key, "a number");
            return None;
        };
        let value = spelling.parse::<f64>().unwrap_or(f64::INFINITY);
        if !value.is_finite() {
            let message = format!("the number of `{key}` is too large");
            let help = "write one that fits 64 bits, or remove it";
            cx.note(Code::BadValue, node.span, &message, help);
            return None;
        }
        Some((Spanned { value, span: node.span }, spelling))
    }

    /// A length or count.
    pub(super) fn count(&mut self, cx: &mut Cx<'_>, key: &'static str) -> Option<Spanned<u32>> {
        let (number, _) = self.float(cx, key)?;
        let is_whole = number.value.fract() == 0.0;
        if is_whole && number.value > f64::from(u32::MAX) {
            let message = format!("the number of `{key}` is too large");
            let help = format!("write {} or less, or remove it", u32::MAX);
            cx.note(Code::BadValue, number.span, &message, &help);
            return None;
        }
        if !is_whole || number.value < 0.0 {
            let message = format!("`{key}` is not a whole number from 0");
            cx.note(Code::BadValue, number.span, &message, "write a whole number such as 1");
            return None;
        }
        // In range and whole.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        Some(Spanned { value: number.value as u32, span: number.span })
    }

    pub(super) fn array(
        &mut self,
        cx: &mut Cx<'_>,
        key: &'static str,
    ) -> Option<(Span, &'n [Node<'t>])> {
        let node = self.get(key)?;
        let items = node.as_array();
        if items.is_none() {
            wrong_type(cx, node, key, "an array");
        }
        items.map(|items| (node.span, items))
    }

    pub(super) fn texts(&mut self, cx: &mut Cx<'_>, key: &'static str) -> Vec<Text> {
        match self.array(cx, key) {
            Some((_, items)) => texts(cx, items, key),
            None => Vec::new(),
        }
    }

    /// Notes every member that was not asked for, beyond those that are known and not used.
    pub(super) fn finish(mut self, cx: &mut Cx<'_>, unused: &[&'static str], what: &str) {
        self.known.extend_from_slice(unused);
        for member in self.rest() {
            let meant = meant::key(&member.key, self.known.clone());
            let shown = shortened(&member.key);
            let message = format!("{what} has no key `{shown}`");
            cx.note(Code::UnknownKey, member.key_span, &message, "remove it").meant(meant);
        }
    }
}

/// What is kept of a whole number, if that is another one.
fn rounded(spelling: &str, value: f64) -> Option<i128> {
    let whole: i128 = spelling.parse().ok()?;
    // Whole, and far from what saturates: it has fewer digits than `spelling` may have.
    #[allow(clippy::cast_possible_truncation)]
    let kept = value as i128;
    (kept != whole).then_some(kept)
}

/// Whether a bound is the largest integer of 64 bits: what is beyond it fits no type, so that it does not matter.
fn is_an_end(key: &str, spelling: &str) -> bool {
    key == "maximum" && ["9223372036854775807", "18446744073709551615"].contains(&spelling)
}

/// A key that anybody may have written, as it is shown.
pub(super) fn shortened(key: &str) -> &str {
    match key.char_indices().nth(60) {
        Some((end, _)) => key.get(..end).unwrap_or_default(),
        None => key,
    }
}

/// The strings that `nodes` are.
pub(super) fn texts(cx: &mut Cx<'_>, nodes: &[Node<'_>], what: &str) -> Vec<Text> {
    let mut texts = Vec::new();
    for node in nodes {
        texts.extend(text(cx, node, what));
    }
    texts
}

/// The string that `node` is.
pub(super) fn text(cx: &mut Cx<'_>, node: &Node<'_>, what: &str) -> Option<Text> {
    let text = node.as_str();
    if text.is_none() {
        wrong_type(cx, node, what, "a string");
    }
    text.map(|text| Spanned { value: text.to_owned(), span: node.span })
}
